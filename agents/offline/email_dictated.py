"""Whether the words of a mail, or of a rule for mail, have begun: what comes then is not taken apart."""

import re

_WRITES = (
    r"(?:reply|replies|respond|answer|write back|write to|mail|e-?mail|tell (?!me\b|us\b)|let (?!me\b|"
    r"us\b).{2,40} know|"
    r"inform|notify|antwort\w*|schreib\w*|sag (?!mir\b)|repon[ds]\w*|dis(?:-lui| a)|ecris|responde|contesta|dile)"
)
_BEGUN = re.compile(
    rf"^(?:\w+ ){{0,4}}?{_WRITES}\b.{{0,60}}?(?:\b(?:that|saying|dass|que)\b|\bqu'|,? (?:i'm|i'll|i've|i'd|"
    rf"i am|i will|i can|i have|ich|je|j'))"
)
_DICTATES = re.compile(
    r"^(?:(?:please|then|and|now|ok|bitte) )*(?:reply|respond|answer|write back|antworte?|repon[ds]\w*|"
    r"responde|contesta)\b"
    r"[^.?!:]{0,60}:(?=\s)"
)
_QUESTION = re.compile(r"^[^:]*\b(?:question|frage|pregunta)\b")
_RULE = re.compile(
    r"\b(?:rule|regel|regle|regla)\b.{0,20}(?::|\bthat\b|\bwhich\b|\bdie\b|\bqui\b|\bque\b|\bto\b)|"
    r"\b(?:always|from now on|whenever|every time|automatically|immer|ab jetzt|ab sofort|toujours|"
    r"desormais|siempre)\b.*"
    r"\b(?:archiv\w*|star|delet\w*|mark\w*|bin|trash|losch\w*|supprim\w*|borra\w*|mails?|e-?mails?|newsletters?)\b"
)


def starts_message(folded: str) -> bool:
    """Whether own words have begun that a mail should say.

    >>> starts_message("reply that i am free"), starts_message("show mail 3")
    (True, False)
    """
    return bool(_BEGUN.match(folded.strip()))


def dictates(folded: str) -> bool:
    """Whether a whole text is given for an answer, behind a colon."""
    return bool(_DICTATES.match(folded.strip())) and not _QUESTION.search(folded)


def starts_rule(folded: str) -> bool:
    """Whether a rule for mail is being told: all it does belongs to it."""
    return bool(_RULE.search(folded))
