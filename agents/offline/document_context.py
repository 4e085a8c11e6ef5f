"""What talk about documents is judged by: what was just made, and words that ask, list or tell of sending."""

import re

from agents.offline.cues_jobs import View

MADE = frozenset({
    "tailor_resume", "answer_question", "steer_tailoring", "reject_line", "accept_line", "add_line", "move_line",
    "edit_line", "order_sections", "restore_version", "compare_versions", "list_versions", "show_changes", "show_proof",
    "show_line_cost", "record_use", "list_uses", "export_resume",
})  # fmt: skip
LETTERS = frozenset({"write_cover_letter", "write_email", "rewrite_letter", "edit_letter", "show_document"})
SENT = (
    r"(?:sent|send|submitted|submit|mailed|e-?mailed|used|use|handed in|gave|given|went|applied|geschickt|gesendet|"
    r"verschickt|verwendet|benutzt|genommen|eingereicht|"
    r"went|gone|ging\w*|gegangen|abgeschickt|hochgeladen|envoye\w*|utilise\w*|transmis|donne|soumis|envie|"
    r"enviado|mande|mandado|use|usado|presente|entregue|stuurde|gestuurd|verstuurd|gebruikt)"
)
_VERSION = r"(?:version|fassung|v\s?)"
TELLS_USE = re.compile(
    r"^(?:sent|mailed|e-?mailed|submitted|handed in|gave|verschickt|geschickt|envoye) |^[a-z][\w&.-]* (?:got|"
    r"has got|received|hat bekommen|hat) (?:the )?(?:version|v ?\d)|"
    rf"^(?:note|remember|keep in mind|for the record|notiere|merk dir|note|apunta|anota)[,:]? (?:that |dass |"
    rf"que )?.{{0,60}}\b{SENT}\b|^(?:the )?(?:{_VERSION}|tailored \w+) ?\d* .{{0,30}}\b{SENT}\b|"
    rf"^(?:(?:and|so|ok|by the way|fyi),? )*(?:(?:i|we|ich|wir|j'ai|nous avons|je|yo|he|hemos|ik)\b(?:'ve| have|"
    rf" just| already|habe|hab| gerade| heute| gestern| eben| deja|lo|la| heb)*.{{0,40}}?)\b{SENT}\b|"
    rf"^(?:envie|mande|presente|entregue) "
)
ASKS_USE = re.compile(
    rf"^(?:remind me )?(?!.*\b(?:should|shall|can|could|would|will|must|to use|soll\w*|kann|devrais|dois|debo|"
    rf"deberia)\b)(?:which|"
    rf"what|where|who|whom|to whom|when|did i|have i|list|show|show me|did we|tell me|welche\w*|was|wo|"
    rf"wohin|wem|an wen|wann|habe ich|zeig\w*|quelle?s?|ou|a qui|quand|qu'est-ce|"
    rf"ai-je|montre\w*|cual\w*|que|donde|a quien|cuando|muestra\w*|he |welke|waar|naar wie)\b.*\b(?:{SENT}|go|goes|"
    rf"get|gets|got|received|bekommen|erhalten|recu|recib\w+)\b"
)
LISTS = re.compile(
    r"\b(?:list|which|what|all|every|how many|overview|are there|do i have|have i|have you|did you (?:make|write)|"
    r"available|welche\w*|alle|liste\w*|gibt es|ubersicht|wie viele|quel\w*|tous|toutes|combien|y a-t-il|"
    r"cual\w*|que|todos|todas|hay|cuant\w*|lista\w*|welke|zijn er)\b"
)
ASKING = re.compile(
    r"^(?:which|what|where|who|when|how|why|is|are|does|did|was|were|welche\w*|wo|wer|wann|wie|"
    r"warum|wieso|ist|quel\w*|ou|qui|pourquoi|comment|est|cual\w*|donde|quien|por que|como|es|waar|hoe|waarom)\b"
)


def has_made(view: View) -> bool:
    """Whether a tailored resume is what this turn, or the one before, was about."""
    situation = view.situation
    if situation.before:
        return situation.before[-1].tool in MADE
    return situation.memory.last_tool in MADE


def knows_tailored(view: View) -> bool:
    """Whether there is a tailored resume that can be meant."""
    return has_made(view) or bool(view.situation.memory.known["tailored"])


def wrote(view: View) -> bool:
    """Whether a letter or a mail was just written or shown."""
    situation = view.situation
    last = situation.before[-1].tool if situation.before else situation.memory.last_tool
    return last in LETTERS
