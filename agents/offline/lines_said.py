"""Which line of a tailored resume a sentence means: by its id, its place, or the words it speaks of."""

import re

from agents.offline.language import fold, repaired
from agents.offline.wordings import LINE, ORDINALS, SMALL, quoted

# What a place is counted in: "the second bullet at Acme", "the last line of the summary".
_ORDINAL = "(?:" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + ")"
_THE = (
    r"(?:(?:the|that|this|my|die|der|den|das|dem|diese[nrs]?|la|le|cette|ce|el|esa?|esta?|los|las|mein\w*|mon|ma|"
    r"mi)\s+|"
    r"l')"
)
_ID = re.compile(rf"\bl(\d{{1,3}})\b|\b{LINE}\s*(?:number|no\.?|nr\.?|nummer|numero|n°|#|id)?\s*#?l?(\d{{1,3}})\b")
_PLACE = re.compile(
    rf"\b({_ORDINAL})(?:-?to-?last)?(?: one)? (?:\w+ )?{LINE}\b|\b{LINE} (?:number )?({'|'.join(SMALL)})\b|"
    rf"\b{LINE} ({_ORDINAL})\b"
)
_BARE_PLACE = re.compile(rf"\b(?:the|die|der|das|den|la|le|el) ({_ORDINAL})(?: one| ones)?\b|^({_ORDINAL})(?: one)?$")
_ABOUT = re.compile(
    rf"\b(?:{LINE}|one|part|thing|bit|stuff|das|teil|celle|celui|la|el|algo)s?\s+(?:that (?:says|mentions|"
    rf"talks about|is about|"
    r"speaks of|names|has)|which (?:says|mentions)|"
    r"saying|mentioning|about|on|with|regarding|concerning|uber|mit|zum thema|wo|au sujet d[eu]|a propos d[eu]|sur|"
    r"avec|"
    r"qui parle d[eu]|sobre|con|acerca de|que habla de|que menciona|de)\s+(?:the |my |das |die |den |dem |le |la |"
    r"les |l'|el |los |las )*(.+)"
)
_NAMED = re.compile(
    rf"\b{_THE}((?:(?!{_ORDINAL}\b|(?:whole|entire|same|other|wrong|new|old|reworded|"
    rf"rewording)\b)[^\s,.!?]+\s+){{1,4}}?){LINE}\b"
)
_COMPOUND = re.compile(rf"\b([a-z0-9+#.]{{2,}})-(?:{LINE})\b")
_AT = re.compile(
    r"\b(?:at|under|from|in|of|for|bei|unter|im|in der|chez|dans|sous|du|de la|en|bajo|del|de)\s+"
    r"(?:my |the |der |dem |den |meine[rm]? |le |la |les |mon |ma |el |mi )*([^,.;!?]{2,60}?)"
    r"(?=\s*(?:[,.;!?]|$|\b(?:out|away|please|weg|raus|heraus|bitte|comes?|kommt|vient|sale|cost\w*|is|was|"
    r"should|has|because|since|and|instead)\b))"
)
_TAIL = re.compile(
    r"[\s,]*(?:\b(?:please|pls|bitte|s'il te plait|por favor|out|away|weg|raus|heraus|ab|an|again|back(?: in)?|"
    r"wieder(?: rein| hinein| auf)?|"
    r"instead|for now|too|as well|from (?:it|there|the (?:resume|cv|document|pdf))|cost(?: me)?|comes? from|kommt|"
    r"herkommt|stammt|vient|up|down|higher|lower|further|first|last|to the (?:top|bottom)|one up|one down|"
    r"nach (?:oben|unten)|weiter|vers le (?:haut|bas)|plus (?:haut|bas)|hacia (?:arriba|abajo)|arriba|abajo|takes?|"
    r"zu streichen|zuruck|(?:in|from|of|out of) (?:the |my |this |that )?(?:tailored )?(?:resume|cv|version|"
    r"document)|leave it|keep it|so|like that|should go back|was left out|"
    r"kosten|couterait|costaria|is fine|is good|is ok(?:ay)?|stays?|as it is)\b[\s,]*)*[.!?]*$"
)
_THAT = re.compile(
    rf"\b(?:it|that|this|that one|this one|(?:this|that|diese[nrs]?|jene\w*|cette|ce|est[ae]|es[ae]) {LINE}|"
    rf"the same {LINE}|das|damit|davon|ihn|"
    r"sie|ca|cela|la|lo|esto|eso)\b"
)
_WHOLE = re.compile(
    r"(?:the |my |this )?(?:tailored |new |whole )?(?:resume|cv|version|document|pdf|it|there|"
    r"lebenslauf|curriculum)"
)
_STOPS = re.compile(
    r"[,;!?]|\s+(?:sounds?|looks?|reads?|is|was|goes|went|has|should|must|takes?|from$|from;|to the|at the|ist|"
    r"klingt|est|es)\b"
)
_MOST = 12


def line_of(text: str) -> str | None:
    """The line's id (`L7`), its place (`2`, `1 at Acme`, `last`), or words of it; None where none is named.

    What is quoted is the line's own words.
    """
    if found := quoted(text):
        return found
    folded = repaired(text)
    if match := _ID.search(folded):
        return f"L{match[1] or match[2]}"
    if match := _PLACE.search(folded):
        return _placed(_position(next(group for group in match.groups() if group)), text, match.end())
    return _named(text, folded)


def line_shown(text: str) -> str | None:
    """The words of a line that stand behind a colon: "where does this come from: Led a team of five"."""
    colon = re.search(r":\s+(.{8,})$", text)
    return colon[1].strip(" .?") if colon else None


def bare_place(text: str) -> str | None:
    """The place in "the second one", said without a word for a line."""
    match = _BARE_PLACE.search(repaired(text).strip(" .!?"))
    return _placed(_position(match[1] or match[2]), text, match.end()) if match else None


def points_back(text: str) -> bool:
    """Whether a sentence speaks of "it" or "that line"."""
    return bool(_THAT.search(repaired(text)))


def _position(word: str) -> str:
    number = ORDINALS.get(word) or SMALL.get(word) or 1
    return "last" if number < 0 else str(number)


def _placed(position: str, text: str, after: int) -> str:
    """The place with what it is counted in: an employer, a section."""
    where = _AT.search(re.split(r"\s(?:as|to|in|zu|par|por)?:|:", fold(text))[0], after)
    named = _clean(text[where.start(1) : where.end(1)]) if where else ""
    return f"{position} at {named}" if named else position


def _named(text: str, folded: str) -> str | None:
    """Words of the line: "the line about Kafka", "the Kafka line"."""
    if len(folded) != len(text):  # a slip was mended, so places differ: the words as mended will do
        text = folded
    for pattern in (_COMPOUND, _ABOUT, _NAMED):
        if (match := pattern.search(folded)) and (said := _clean(text[match.start(1) : match.end(1)])):
            return said
    return None


def _clean(said: str) -> str:
    said = said[: _STOPS.search(fold(said) + ";").start()]  # type: ignore[union-attr]
    kept = said[: (_TAIL.search(fold(said)) or re.search("$", said)).start()]  # type: ignore[union-attr]
    kept = kept.strip(" ,.!?\"'“”")
    return kept if 0 < len(kept.split()) <= _MOST and not _WHOLE.fullmatch(fold(kept)) else ""
