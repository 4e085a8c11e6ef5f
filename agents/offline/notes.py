"""Whether a clause is a note, and where its own words begin."""

import re

_KEY = (
    r"(?:not(?:e|es|iz|iere?|a|er)|remember|remind|reminder|comment|jot|write down|keep in mind|"
    r"don'?t forget|merk|vermerk|anota|"
    r"apunta|recuerda|commentaire|kommentar|retiens|n'oublie pas|bear in mind|remark|memo)"
)
_WRITES_THAT = re.compile(
    r"(?:write|put|add|log|record|append|jot|schreib\w*|trag|ajoute|ecris|agrega|anade|escribe|"
    r"apunta)\b(?! (?:an?|me|some|my|un|une?|einen?)\b)"
    r"(?! together)(?:(?!resume|\bcvs?\b|page)[^.?!]){0,50}?\b(?:that|dass|que|qu')\s*(?!(?:job|one|role|"
    r"position|link|posting|resume|cv|to|on)\b)\w+ \w+"
)
_BEGUN = re.compile(
    rf"\b{_KEY}\b[^.?!]{{0,60}}?(?:(?<!http)(?<!https):\s|\s-\s|\bthat\b(?! (?:job|"
    rf"one)\b(?! ?#?\d))|\bdass\b|\bque\b|\bto\s+\w+|"
    r"\bsaying\b)"
)
_OPENS = re.compile(
    r"(?:add|make|put|write|leave|attach|jot|note|comment|remember|remind|notiz|notier\w*|merk\w*|"
    r"ajoute|anade|agrega)\b"
)
_REMINDS_WHAT = re.compile(r"\bremind me (?:again )?(?:what|which|where|how|who|when|why|if|whether|of)\b")
_ABOUT = re.compile(
    r"^(?:for|on|about|re|regarding|concerning|with|bei|zu|pour|para|en)\s+(?:[\w'-]+\s+){0,3}?[\w'-]+\s*[,:-]\s*"
)
_ASKS = re.compile(r"(?:what|which|show|list|where|read|do i|did i|any|are there|is there|welche|was|quel|que)\b")


def starts_note(folded: str) -> bool:
    """Whether a note's own words have begun: a colon, or "that", after the word for it."""
    return bool(_BEGUN.search(folded)) or bool(_WRITES_THAT.match(folded))


def is_note(plain: str, named: frozenset[str]) -> bool:
    """Whether a folded clause asks to note something; `named` are its concepts."""
    if _ASKS.match(plain) or _REMINDS_WHAT.search(plain):
        return False
    return starts_note(plain) or ("note" in named and bool(_OPENS.match(_ABOUT.sub("", plain))))
