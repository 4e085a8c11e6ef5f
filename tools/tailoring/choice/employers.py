"""Which employer of a resume a text speaks of, and the position it means: pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from tools.resumes.schemas import PositionDetail, ResumeFact

_LEGAL = re.compile(
    r"[\s,]+(?:gmbh(?:\s*&\s*co\.?\s*kg)?|ag|se|kg|ug|ohg|e\.?\s?v\.?|inc\.?|ltd\.?|llc|llp|plc|"
    r"corp(?:oration)?\.?|co\.?|company|group|"
    r"holding|s\.?a\.?(?:s|r\.?l)?\.?|s\.?l\.?u?\.?|b\.?v\.?|n\.?v\.?|lda\.?|s\.?p\.?a\.?|oy|ab|as|a/s)(?=$|[\s,])",
    re.IGNORECASE,
)
_PLACE = (
    r"(?:(?:while|when|back|auch|also|mostly|mainly|vor allem|hauptsächlich)\s+)?"
    r"(?:(?:i (?:was|worked)|ich war|ich arbeitete)\s+)?"
    r"(?:\b(?:at|with|for|in|im|am|bei(?:\s+der|\s+dem)?|beim|im|in\s+der|chez|à|au|en|bij|na|no|em|para|con|"
    r"com)\s+(?:the\s+|der\s+|la\s+|el\s+|de\s+|het\s+|l['’])?)?"
)
_CURRENT = re.compile(
    _PLACE + r"\b(?:(?:my\s+)?(?:current|present)\s+(?:job|position|role|employer|company)|"
    r"(?:(?:meine[mr]?|die)\s+)?(?:aktuelle[nr]?|jetzige[nr]?|derzeitige[nr]?)\s+(?:arbeitgeber|job|stelle|"
    r"firma|arbeit|position)|"
    r"(?:mon\s+)?(?:poste|emploi|employeur)\s+actuel|(?:mi\s+)?(?:trabajo|puesto|empleo|empresa)\s+actual|"
    r"(?:mijn\s+)?huidige\s+(?:baan|functie|werkgever|werk)|(?:meu\s+)?(?:emprego|trabalho|empresa)\s+atual)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SUFFIX = r"(?:[\s,]+(?:gmbh|ag|inc|ltd|llc|plc|corp|s\.a|b\.v)\b\.?)?"
_BOTH = re.compile(
    _PLACE + r"\b(?:both(?: of (?:them|these))?|beide[nr]?|les deux|(?:los |las )?(?:dos|ambos|ambas)|allebei|"
    r"(?:os )?dois)"
    r"(?:\s+(?:jobs|places|positions|companies|stellen|jobs|postes|trabajos|empresas|banen|empregos))?\b",
    re.IGNORECASE,
)
_LAST = re.compile(
    _PLACE + r"\b(?:(?:my\s+)?(?:last|previous|former)\s+(?:job|position|role|employer|company)|"
    r"(?:(?:meine[mnr]?|die|der)\s+)?(?:letzte[nr]?|vorige[nr]?|frühere[nr]?)\s+(?:arbeitgeber|job|stelle|firma|"
    r"arbeit|position)|"
    r"(?:mon\s+)?(?:dernier|ancien)\s+(?:poste|emploi|employeur)|(?:mi\s+)?(?:último|anterior)\s+(?:trabajo|"
    r"puesto|empleo)|"
    r"(?:mi\s+)?(?:trabajo|puesto|empleo)\s+anterior|(?:mijn\s+)?(?:vorige|laatste)\s+(?:baan|functie|werkgever|"
    r"werk)|"
    r"(?:meu\s+)?(?:último|antigo)\s+(?:emprego|trabalho))\b",
    re.IGNORECASE,
)
_LEAST = 3


@dataclass(frozen=True)
class Mention:
    """An employer named in a text: `text[start:end]` are the words, with the preposition before the name.

    `is_placed` says that there is such a preposition.
    """

    position: UUID
    start: int
    end: int
    words: str
    is_placed: bool


def mentioned_in(text: str, facts: Sequence[ResumeFact]) -> list[Mention]:
    """The employers of these facts that the text names, in its order, each once.

    Of several positions at one employer, the one whose years the text names, else the newest. "My current job" is the
    position still held, where there is one.
    """
    held = [(fact, fact.detail) for fact in facts if isinstance(fact.detail, PositionDetail)]
    found: list[Mention] = []
    for name, positions in _by_name(held):
        pattern = rf"{_PLACE}(?<!\w)(?P<name>{_forms(name)})(?!\w){_SUFFIX}"
        match = re.search(pattern, text, re.IGNORECASE)
        if match:
            placed = match.start() < match.start("name")
            found.append(Mention(_meant(positions, text), match.start(), match.end(), match[0], placed))
    found += _pointed_at(text, held)
    ordered = sorted(found, key=lambda mention: (mention.start, -mention.end))
    inside = {later for earlier, later in pairwise(ordered) if earlier.start < later.start < earlier.end}
    return list({mention.position: mention for mention in ordered if mention not in inside}.values())


def _pointed_at(text: str, held: Sequence[tuple[ResumeFact, PositionDetail]]) -> Iterator[Mention]:
    """Positions that are meant without a name: the one still held, the last one, both of two employers."""
    current = [fact.id for fact, detail in held if detail.current]
    ended = [each for each in held if not each[1].current and (each[1].end or each[1].start)]
    if (match := _CURRENT.search(text)) and len(current) == 1:
        yield _placed(match, current[0])
    elif (match := _LAST.search(text)) and ended:
        yield _placed(match, _newest_first(ended)[0][0].id)
    elif (match := _BOTH.search(text)) and len({_short(detail.employer) for _, detail in held}) == 2:
        newest = {_short(detail.employer): fact.id for fact, detail in reversed(_newest_first(held))}
        yield from (_placed(match, position) for position in reversed(newest.values()))


def _placed(match: re.Match[str], position: UUID) -> Mention:
    return Mention(position, match.start(), match.end(), match[0], is_placed=True)


def _newest_first(
    positions: Sequence[tuple[ResumeFact, PositionDetail]],
) -> list[tuple[ResumeFact, PositionDetail]]:
    return sorted(
        positions, key=lambda each: (each[1].current, each[1].end or "", each[1].start or ""), reverse=True
    )  # fmt: skip


def _by_name(
    held: Sequence[tuple[ResumeFact, PositionDetail]],
) -> Iterator[tuple[str, list[tuple[ResumeFact, PositionDetail]]]]:
    names = dict.fromkeys(_short(detail.employer) for _, detail in held if len(_short(detail.employer)) >= _LEAST)
    for name in names:
        yield name, [(fact, detail) for fact, detail in held if _short(detail.employer) == name]


def _short(employer: str) -> str:
    """The employer's name without its legal form and place: "Acme GmbH, Berlin" is Acme."""
    return _LEGAL.sub("", employer.split(",")[0]).strip(" ,.")


def _forms(name: str) -> str:
    """The name, or its first word where no other name begins with it: "Northwind" is "Northwind Pay"."""
    first = name.split()[0]
    if first == name or len(first) <= _LEAST + 1 or not first[:1].isupper():
        return re.escape(name)
    return rf"{re.escape(name)}|{re.escape(first)}(?!\s+(?-i:(?!I\b|Ich\b|We\b|Wir\b)[^\W\d_a-zà-ÿ]))"


def _meant(positions: Sequence[tuple[ResumeFact, PositionDetail]], text: str) -> UUID:
    years = [int(year) for year in _YEAR.findall(text)]
    newest = _newest_first(positions)
    for fact, detail in newest:
        since, until = _year(detail.start, 0), 9999 if detail.current else _year(detail.end, 9999)
        if years and all(since <= year <= until for year in years):
            return fact.id
    return newest[0][0].id


def _year(day: str | None, otherwise: int) -> int:
    return int(day[:4]) if day and day[:4].isdigit() else otherwise
