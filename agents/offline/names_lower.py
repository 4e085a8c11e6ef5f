"""Employers written as people type in a hurry, without a capital: by where they stand, and by being no known word."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from agents.offline.language import corrected, fold, word_concepts
from agents.offline.vocabulary import phrases, vocabulary
from agents.offline.wordings import FILE, ORDINALS, SMALL, URL

_TOKEN = re.compile(r"[^\W_][\w&.'+-]*")
_EMAIL = re.compile(r"\S+@\S+")
_THE = r"(?:(?:the|der|die|das|dem|den|la|le|l'|el|los|las|les|my|this|that|mein\w*|ma|mon|mi) )?"
# Where an employer stands: after a preposition, before a word for what one has there, or at a verb's beginning.
_WHERE = re.compile(
    rf"(?:\b(?:at|from|with|by|bei|beim|chez|von|vom|con|avec|mit) |(?<!\w)(?:w/|@) ?){_THE}(?=\S)|"
    rf"\b(?:for|to|fur|pour|para) {_THE}(?=\S)"
)
_SURE = re.compile(r"(?:at|from|with|by|bei|beim|chez|von|vom|w/|@|con|avec)\b")
_THING = (
    r"(?:one|thing|application|app|job|role|position|gig|interview|offer|letter|talk|call|chat|form|people|guys|folks|"
    r"team|recruiter|bewerbung|stelle|gesprach|angebot|anschreiben|entretien|candidature|offre|poste|entrevista|"
    r"oferta|candidatura|puesto)\b"
)
_OF_THING = re.compile(
    rf"\b(?:the|that|this|my|die|der|das|dem|den|meine?|ma|mon|la|le|mi|el) ((?:[\w&.'+-]+ ){{1,2}}?){_THING}"
)
_DOES = (
    r"(?:\w\w+ed|chose|took|went|found|keeps?|kept|has|have|just|finally|also|hat|haben|said|says|told|wrote|writes|replied|answered|called|rang|emailed|mailed|"
    r"got back|wants?|wanted|invited|rejected|declined|ghosted|turned|passed|hired|moved|postponed|cancell?ed|"
    r"offer(?:s|ed)?|"
    r"made|gave|sent|asked|asks|reached|is|are|was|were|will|hasn'?t|haven'?t|never|still|didn'?t|"
    r"sagte?|schreibt|schrieb|bietet|ruft|rief|mochte|ladt|m'a|m'ont|me|a|ont|vs\.?|versus)\b"
)
_ASKED = re.compile(
    r"^(?:[\w']+ ){0,2}?(?:has|have|did|do|does|is|was|were|will|would|if|when|hope|chance|chances|think|once|before|"
    r"hat|hab\w* ich|wenn|ob|si|que|cuando|quand) (?=[\w&.'+-]+ \w)"
)
_ACTS = re.compile(rf"^(?:[\w&.'+-]+,? ){{1,5}}?(?=(?:both |all |each )?{_DOES})")
_DONE_TO = re.compile(
    r"^(?:(?:please|pls|ok|and|so|then|now|just|i|ive|i've|i have|i'd like to|want to|can you|could you) )*"
    r"(?:mark|move|set|put|nudge|chase|decline|withdraw|reject|accept|accepted|declined|delete|remove|prep|prepare|"
    r"drop|tell|write|show|open|pull up|thank|email|mail|call) "
    rf"{_THE}(?=\S)"
)
_TIME = re.compile(
    r"(?:mon|tues?|wed|weds|thu|thur|thurs|fri|sat|sun|to?mo?r+o?w|tmrw?|tmr|2morrow|tonite|jan|feb|mar|apr|jun|jul|aug|"
    r"sept?|oct|nov|dec|mins?|hrs?|\d+\w*|(?:[a-z]{3,}tag|[a-z]{3,}day)s?|am|pm|nr|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miercoles|jueves|viernes|sabado|domingo|"
    r"prochaine?|proxim[oa]|nachste[nrms]?|hier|ayer|demain|manana|morgen|heute|gestern|[a-z]+ly|[a-z]+mente?)"
)
_JOINT = re.compile(r"(?:\s*,\s*(?:and |und |et |y )?|\s+(?:and|und|et|y|&|as well as) )(?:at |bei |chez |en )?")
_LONGEST = 3
_LEAST = 2


def lower_case_names(text: str) -> tuple[str, ...]:
    """The employers named in one breath: "lidl, aldi and rewe said no"; none where it is a single one."""
    folded = _hidden(text)
    for start in _places(folded):
        names, at = [], start
        while (found := _run_at(text, folded, at)) is not None:
            names.append(found[0])
            joint = _JOINT.match(folded, found[1])
            if joint is None:
                break
            at = joint.end()
        if names:
            return tuple(names) if len(names) > 1 else ()
    return ()


def lower_case_name(text: str) -> str | None:
    """The employer that a text without capitals for it names: "siemens said no", "applied at lidl", "the ikea one".

    >>> lower_case_name("got an invite from zalando yesterday")
    'zalando'
    """
    folded = _hidden(text)
    for start in _places(folded):
        if name := _named_at(text, folded, start):
            return name
    return None


def only_name(text: str) -> str | None:
    """The one name of a text in which no other word is unknown, wherever it stands: "what marriott is offering"."""
    folded = _hidden(text)
    runs: list[str] = []
    end = -2
    for match in _TOKEN.finditer(folded):
        if not _unknown(match.group().rstrip(".'").removesuffix("'s")):
            continue
        if match.start() == end + 1 and text[match.start()].isupper():
            runs[-1] = text[match.start() - len(runs[-1]) - 1 : match.end()]
        else:
            runs.append(text[match.start() : match.end()])
        end = match.end()
    named = {re.sub(r"(?:'s|[.'])+$", "", run) for run in runs}
    return named.pop() if len(named) == 1 else None


@lru_cache(64)
def _hidden(text: str) -> str:
    """Folded text with addresses and file names blanked, letter for letter."""
    folded = list(fold(text))
    for pattern in (_EMAIL, URL, FILE):
        for match in pattern.finditer(text):
            folded[match.start() : match.end()] = " " * (match.end() - match.start())
    return "".join(folded)


def _places(folded: str) -> Iterator[int]:
    """Where a name may begin, the surest first."""
    yield from (match.start(1) for match in _OF_THING.finditer(folded))
    found = list(_WHERE.finditer(folded))
    yield from (match.end() for match in found if _SURE.match(match.group()))
    if match := _ACTS.match(folded):
        yield match.start()
    yield from (match.end() for match in (_DONE_TO.match(folded), _ASKED.match(folded)) if match)
    yield from (match.end() for match in found if not _SURE.match(match.group()))


def _named_at(text: str, folded: str, start: int) -> str | None:
    found = _run_at(text, folded, start)
    return found[0] if found else None


def _run_at(text: str, folded: str, start: int) -> tuple[str, int] | None:
    """The run of unknown words that begins here, and where it ends."""
    end, at, count = None, start, 0
    while count < _LONGEST and (match := _TOKEN.match(folded, at)):
        follows = end is not None and not text[match.start()].isupper()
        if follows or not _unknown(match.group().rstrip(".'").removesuffix("'s")):
            break
        end, at, count = match.end(), match.end() + 1, count + 1
        if folded[match.end() : at] != " ":
            break
    if end is None:
        return None
    name = re.sub(r"(?:'s|[.'])+$", "", text[start:end])
    return (name, end) if len(name) >= _LEAST else None


@cache
def _unknown(word: str) -> bool:
    """Whether a folded word is none that people say here, so that it can only be a name."""
    if len(word) < _LEAST or word.isdigit() or word in _known() or word in ORDINALS or word in SMALL:
        return False
    if word.endswith("ing") and (word_concepts(word[:-3]) or word_concepts(f"{word[:-3]}e")):
        return False
    return not (_TIME.fullmatch(word) or word_concepts(word) or corrected(word) != word)


@cache
def _known() -> frozenset[str]:
    """Every word of the vocabulary, and all that stand in the wordings without a capital."""
    known = vocabulary()
    said = {
        word
        for texts in phrases().values()
        for text in texts
        for word in re.findall(r"(?<![\w@./])[a-zà-ÿ][\w'-]*", text)
    }
    listed = (
        known.stopwords, known.not_names, known.not_queries, known.search_fillers, known.not_employers, known.fields,
        known.levels, known.not_commands, frozenset(known.spellings), frozenset(known.slips),
    )  # fmt: skip
    return frozenset(map(fold, said)).union(*listed)
