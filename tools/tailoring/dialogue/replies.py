"""Whether what somebody types while a question waits answers it, or is a request of its own: pure, in six languages."""

import re

from tools.tailoring.dialogue.answers import denies, is_skip, is_small_talk, names, opens_with_no, opens_with_yes

_FLAGS = re.IGNORECASE
_BEFORE = re.compile(
    r"^(?:(?:please|bitte|por favor|s['’]il (?:te|vous) plaît|alsjeblieft|now|then|and|also|instead|ok(?:ay)?|just|"
    r"jetzt|dann|und|auch|et|puis|y|luego|en|dan|e|agora)[\s,]+)*"
    r"(?:(?:can|could|would|will) you\s+(?:please\s+)?|i(?:['’]d| would)? (?:want|like|need)(?: you)? to\s+|"
    r"let(?:['’]s| me| us)\s+|"
    r"(?:kannst|könntest) du (?:mir |bitte )*|ich (?:möchte|will)\s+|(?:peux|pourrais)-tu\s+|(?:puedes|podrías)\s+|"
    r"kun je\s+|(?:podes|pode|poderia)\s+)?",
    _FLAGS,
)
_ACTS = """
show list find search look tailor add delete remove drop compare undo explain tell give make write draft open watch
stop start rate set change rename bring put move reject accept check update mark help cancel save export download send
focus emphasise emphasize shorten shorter longer restore export read import apply
zeig zeige liste such suche finde füge lösche entferne vergleiche vergleich erkläre erklär sag sage gib mach mache
schreib schreibe öffne stopp stoppe hilfe nimm kürze setz setze ändere passe rückgängig abbrechen kürzer länger
montre montrez affiche cherche trouve ajoute supprime retire compare explique dis donne fais rédige écris ouvre arrête
aide enlève adapte annule
muestra muéstrame lista busca encuentra añade agrega borra elimina quita compara explica dime dame haz escribe abre
ayuda adapta deshaz cancela
toon zoek vind voeg verwijder vergelijk zeg geef maak schrijf hulp annuleer
mostra mostre procura encontra adiciona apaga remove diz faz escreve ajuda adapte
"""
_ACT = re.compile(
    rf"(?:{'|'.join(_ACTS.split())})\b|(?:use|take) (?:the|a|another)\b|lead with\b|(?:less|more|fewer) \w+|"
    rf"go back\b|"
    r"laat\b.*\bzien\b|leg\b.*\buit\b",
    _FLAGS,
)
_ASKS = re.compile(
    r"(?:what|why|who|whose|which|how)\b|where (?:does|do|is|are|did|can|was)\b|when (?:does|do|is|are|did|was)\b|"
    r"(?:was|warum|wieso|wer|welche[rsnm]?)\b|wo (?:kommt|ist|steht|sind)\b|wie (?:viel|kommt|ist|gut)\b|"
    r"(?:pourquoi|qui|quels?|quelles?|comment|combien|qu['’]est-ce)\b|où (?:est|sont|vient)\b|"
    r"(?:qué|por qué|quién|cuál(?:es)?|cómo|cuándo|dónde)\b|(?:wat|waarom|welke?|hoe)\b|(?:o que|por que|quem|"
    r"qual|quais)\b",
    _FLAGS,
)
_NAMED = re.compile(
    r"\b(?:jobs?|resumes?|cvs?|watch|version|lines?|stelle|zeile|lebenslauf|offre|oferta|vaga)\s+#?\d+\b", _FLAGS
)
_ADDRESS = re.compile(r"https?://|www\.", _FLAGS)
_LONGEST = 4000
"""As many characters as an answer may have: a pasted posting or resume is none."""


def is_reply(text: str, subject: str, *, right_after: bool = True) -> bool:
    """Whether the words answer the question about `subject`.

    Right after the question everything does that is neither a request nor a question nor small talk. Once something
    else was talked about, only a yes or a no that names the subject.
    """
    said = text.strip()
    if len(said) > _LONGEST:
        return False
    if not right_after:
        return bool(opens_with_yes(said) or opens_with_no(said)) and names(said, subject)
    if is_skip(said) or opens_with_yes(said):
        return True
    if said.endswith("?") or _ADDRESS.search(said) or _NAMED.search(said) or is_small_talk(said):
        return False
    no = opens_with_no(said)
    rest = _BEFORE.sub("", said[len(no) :].strip(" ,.;:!–—-") if no else said, count=1)
    if denies(said):
        return True
    return not (_ACT.match(rest) or _ASKS.match(rest))
