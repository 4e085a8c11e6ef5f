"""Whether a clause asks: what asks is answered, and changes nothing, whatever words of a change stand in it."""

import re
from collections.abc import Mapping

from agents.offline.clauses import begins_command, stripped
from agents.offline.language import corrected, words
from agents.offline.references import Situation, focused, pointed_at, references

# What keeps the record of applications: also a statement that ends in a question mark tells nothing to it.
TRACKING = frozenset(
    {
        "set_job_status", "move_applications", "delete_application", "apply_to_job", "record_offer", "record_use",
        "schedule_interview", "delete_job",
    }
)  # fmt: skip
# What a question reaches: openings are looked for, a posting or a mailbox is looked at again, a table is asked for, and
# a zone that is asked for is told.
_ANSWERS = frozenset(
    {"search_jobs", "check_job", "sync_email", "import_applications", "undo_last_change", "set_time_zone"}
)
_LEAD = re.compile(
    r"^[¿¡ ]*(?:(?:and|so|but|well|hey|hi|ok|okay|wait|um+|uh+|btw|by the way|please|und|aber|sag mal|et|mais|dis|y|"
    r"pero|oye)\b[, ]+)*"
)
_WHO = (
    r"(?:i|we|they|you|he|she|it|there|this|that|these|those|my|our|the|their|its|any\w*|some\w*|one|job|all|ich|wir|"
    r"sie|er|es|mein\w*|die|der|das|du)"
)
_WITH_SUBJECT = re.compile(
    rf"(?:did|was|were|has|does|don'?t|didn'?t|haven'?t|hasn'?t|wasn'?t|isn'?t|aren'?t|habe?|haben|"
    rf"wurden?|war|waren|ist|sind|hast|kann|muss|darf) {_WHO}\b|bin ich\b|"
    r"(?:do|have|had) (?:i|we|they|you|he|she|any\w*)\b"
)
_OUTRIGHT = re.compile(
    r"(?:is|are|am i|should|shall|ought|must i|will (?!you\b|u\b)|would (?!you\b|u\b)|"
    r"(?:can|could|may|might) i (?:still|even|already)|"
    r"when (?:is|are|was|were|did|do|does|will|should|has|have)|where|who|whose|which|what(?! about| if\b)|"
    r"how(?! about)|why (?!don'?t you|not\b)|whether|if i|did|does|"
    r"hat|soll(?:te|en)?|wird|wann|wer|wo|wie|warum|wieso|welche\w*|ob|"
    r"est-ce|qu'est-ce|quand|quel\w*|combien|pourquoi|comment)\b"
)
# "Has Acme rejected me" asks, "have applied at Acme" and "was rejected" only leave out who.
_NAME_AFTER = re.compile(
    r"(?:has|have|had|was|were|does|did|is|are|hat|haben|wurde|wird|a-t|ha) "
    r"(?!(?:just|already|also|finally|been|not|to|an?|my|got|given|sent|done|no|now|had|made|gone|heard|taken|told|said|put|"
    r"going|schon|mich|mir|sich|ein\w*|me|ya|sido)\b|\w+(?:ed|n|en|ing)\b)[\w&.'-]+ \w"
)
_WITH_MARK = re.compile(
    r"(?:was|were|has|have|had|do|when|can (?!you|u\b|we)|may|might|am|ist|sind|war|waren|hab\w*|wurden?|muss|darf|"
    r"he|ha|hay|has|han|hemos|debo|deberia|fue|fui|fueron|esta|estoy|estan|es|tengo|cuando|cual\w*|quien|donde|que|"
    r"como|por que|si|c'est|y a-t-il|ou)\b"
)
_INVERTED = re.compile(
    r"\b(?:ai|dois|suis|devrais|puis|vais)-je\b|\b(?:a|ont|est|sont|sera|va|doit)(?:-t)?-(?:il|elle|ils|elles|on)\b"
)
_UNSURE = re.compile(
    r"^(?:i'?m |i am )?(?:not sure|unsure|no idea|i (?:don'?t|do not|can'?t|cannot) (?:know|remember|recall|tell)|"
    r"i wonder(?:ed)?|i was wondering|wondering|do you (?:know|remember)|(?:you have )?any idea|weisst du|"
    r"ich weiss nicht|sais-tu|je ne sais (?:pas|plus)|sabes|no se)[ ,]+(?:if|whether|when|ob|wann|si|quand|cuando)\b"
)
_TAG = re.compile(
    r"[, ]+(?:(?:did|do|does|have|has|was|were|is|are|am|wo|could|would|should)n'?t (?:i|they|he|she|it|we)|"
    r"(?:did|do|does|have|has|was|were|is|are|am) (?:i|they|he|she|it|we)|right|correct|isn'?t that so|nicht wahr|"
    r"oder|n'est-ce pas|non|verdad|no)\s*\?+\s*$"
)
_REQUEST = re.compile(
    r"(?:tu (?:peux|pourrais)|vous pouvez|du (?:kannst|konntest))\b|"
    r"(?:can|could|would|will|may|kannst|konntest|wurdest|magst|peux|pourrais|pouvez|puedes?|podrias?|podemos) ?"
    r"(?:-?(?:you|u|we|i|du|tu|vous|mir|me))?\b|(?:what|how) about|why (?:don'?t you|not)|please|let'?s|lass uns"
)
_ADVICE = re.compile(
    r"(?:should(?:n'?t)? (?:i|we)|shall i|ought i|(?:would|is) it (?:be )?(?:\w+ )?(?:wise|smart|better|best|worth|"
    r"good|stupid|a (?:good|bad) (?:idea|move)|a mistake)|do you think i should|"
    r"soll(?:te)? ich|(?:dois|devrais)-je|est-ce que je (?:dois|devrais)|faut-il|vaut-il mieux|debo|deberia|"
    r"tengo que|me conviene)\b"
)
_DECIDED = re.compile(
    r"\b(?:accept\w*|declin\w*|turn\w* (?:it |them |\w+ )?down|withdraw\w*|reject\w*|(?:take|leave|refuse|sign)\b.*\b"
    r"offer|annehmen|ablehnen|absagen|zuruckziehen|accepter|refuser|decliner|retirer|aceptar|rechazar|retirar)\b"
)


def asks(text: str, plain: str) -> bool:
    """Whether the clause is a question outright; a polite request is none. `plain`: folded, its polite beginning off.

    >>> asks("Was I rejected by Acme?", "was i rejected by acme?")
    True
    """
    said = _LEAD.sub("", plain)
    if _NAME_AFTER.match(said):
        return True
    if _UNSURE.search(said) or _INVERTED.search(said) or _OUTRIGHT.match(said) or _WITH_SUBJECT.match(said):
        return True
    return _marked(text) and bool(_WITH_MARK.match(said))


def doubts(text: str, plain: str, folded: str) -> bool:
    """Whether what looks told is asked: "I applied to Acme?", "Acme rejected me, didn't they?"."""
    said = _LEAD.sub("", folded)
    if not _marked(text) or _REQUEST.match(said) or stripped(said) != said:
        return False
    first = words(plain)[:1]
    if not first or begins_command(corrected(first[0]), plain):
        return False
    return bool(_TAG.search(said)) or not re.match(r"(?:move|set|put|change|decline|withdraw|turn)\b", plain)


def advice(plain: str, folded: str) -> bool:
    """Whether it asks what to do about an offer or an application."""
    if re.search(r"\bwould you (?:accept|take) (?:\w+ )?(?:\w+'?s? )?offer\b", folded):
        return True
    return bool(_ADVICE.match(_LEAD.sub("", plain))) and bool(_DECIDED.search(plain))


def reads_instead(
    label: str, text: str, situation: Situation, scores: Mapping[str, float], writing: frozenset[str]
) -> str:
    """The label that answers a question that looked like a change.

    What was asked about an application is looked up in it, or among all where none is named or pointed at.
    """
    if label in TRACKING and {"show_application", "list_applications"} <= scores.keys():
        about = references("job", text, situation) or pointed_at("job", text, situation)
        one = about[:1] if len(about) == 1 else () if about else (focused("job", situation, firm=True),)
        return "show_application" if one and one[0] is not None else "list_applications"
    return max(scores.keys() - (writing - _ANSWERS), key=lambda name: scores[name])


def forbidden(label: str, text: str, plain: str, folded: str, writing: frozenset[str]) -> bool:
    """Whether a clause that asks is about to reach what writes."""
    if label not in writing or label in _ANSWERS:
        return False
    return asks(text, plain) or (label in TRACKING and doubts(text, plain, folded))


def _marked(text: str) -> bool:
    return text.rstrip(" .!\"')").endswith("?") or text.lstrip().startswith("¿")
