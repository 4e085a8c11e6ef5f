"""What a posting asks for: exact lines and sentences, how much each matters, and the years it names."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tools.jobs.parsing.guarded import guarded
from tools.jobs.parsing.sections import Kind, Line, lines_of
from tools.jobs.schemas import Importance, Requirement, SkillMention
from tools.skills import SkillSpan, find_skills

_MAX_LENGTH = 700
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10,
    "ein": 1, "eins": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "zehn": 10,
    "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "dix": 10, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5,
    "twee": 2, "drie": 3, "vijf": 5, "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "dois": 2, "três": 3, "quatro": 4,
}  # fmt: skip
_COUNT = r"(?P<count>\d{1,2}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"
_YEARS = guarded(
    rf"(?<![\d.,$€£-])\b{_COUNT}\s*(?:\(\d+\))?\s*\+?\s*(?:(?:-|–|—|to|bis|à|a|or|oder|ou|o|y)\s*\d{{1,2}}\s*\+?\s*)?"
    r"(?:full |ganze |or more |oder mehr |plus )?(?:years?|yrs?|jahren?|jahre|jährige|ans|années|años|anos|jaar|"
    r"anni)\b(?![- ]old)",
    re.I,
)
_OF_OTHERS = re.compile(r"\b(?:age|old|founded|past|over the last|for over|contract|duration|history)\b")
_YEARS_ZH = re.compile(r"(?P<count>\d{1,2})\s*(?:[-–~]\s*\d{1,2}\s*)?年(?:以上)?")
_NICE = guarded(
    r"nice[- ]to[- ]have|\b(?:strongly |highly |is |are |be )?(?:preferred|desired|desirable)\b|\b(?:a|big|huge|"
    r"strong|definite|real) plus\b|\bbonus\b(?! structure)|"
    r"\bis (?:a )?plus\b|\bplus\s*[.!]?\s*$|\badvantage(?:ous)?\b|\bideally\b|\bnot required\b|\bappreciated\b|"
    r"\boptional\b|\bwelcome\b|good to have|would be (?:great|nice|an asset)|"
    r"\ban asset\b|von vorteil|wünschenswert|idealerweise|\bgern(?:e)? (?:auch )?(?:erste|mit)\b|ein plus\b|"
    r"pluspunkt|"
    r"\bwäre(?:n)? (?:toll|super|schön|von)|vorteilhaft|"
    r"\bun (?:vrai |réel )?plus\b|\bun atout\b|apprécié|souhaité|idéalement|se valora|valorable|deseable|\bun plus\b|"
    r"idealmente|\been pr[ée]\b|pluspunt|diferencial|desejável|"
    r"costituisc\w+ (?:un )?(?:titolo|plus)|gradit[oaie]|preferibil|加分|优先",
    re.I,
)
_MUST = guarded(
    r"\bmust\b|\brequired?\b|\bmandatory\b|\bessential\b|\bat least\b|\bminimum\b|\bneed to have\b|\bnecessary\b|"
    r"\bzwingend|\bvorausgesetzt\b|\bvoraussetzung\b|\bmindestens\b|"
    r"\berforderlich\b|\bnotwendig\b|\bmuss\b|\bindispensable|\bobligatoire|\bexigé|\brequis|\bminimum\b|"
    r"\bimprescindible|\bobligatori|\bnecesari|\bmínimo\b|\bvereist\b|\bminimaal\b|"
    r"\bindispensabile|\bobrigatóri|必须",
    re.I,
)
_SOFT = guarded(
    r"\bfamiliar(?:ity)? with\b|\bexposure to\b|\bsome experience\b|\binterest in\b|\berste erfahrung|"
    r"\bnotions? de\b",
    re.I,
)
# Sentences outside requirement sections that still ask for something.
_ASKS = guarded(
    r"\b(?:you (?:must|should|will need|need to|have (?:an? |at least|strong|proven|solid|experience|\d|excellent|"
    r"good |hands|deep|prior|previous)|bring|"
    r"possess|hold|are (?:fluent|proficient|experienced|comfortable|familiar))|"
    r"(?:would|will) be (?:an? |considered )?(?:advantage|asset|plus|bonus|beneficial|desirable|preferred)|"
    r"serai(?:t|ent) un|"
    r"wäre(?:n)? (?:von vorteil|wünschenswert|ein plus)|sería un|is welcome|vous êtes titulaire|"
    r"must (?:have|be|hold|possess|speak)|(?:applicants?|candidates?) (?:must|should|need|will have)|is (?:required|"
    r"essential|mandatory|a must|a plus|preferred|desirable|necessary)|"
    r"are (?:required|essential|preferred|a plus|mandatory)|(?:required|preferred)\s*[:.)]|looking for (?:someone|"
    r"a person|people|candidates?|an? [\w -]{3,40}?) (?:with|who)|"
    r"\d\+? ?years?['’]? (?:of )?[\w ,/-]{0,40}experience|experience (?:with|in|using|of) [\w ,/-]{2,60} (?:is|are|"
    r"would be|preferred|required)|"
    r"(?:du|sie) (?:bringst|bringen|hast|haben|verfügst|verfügen|beherrsch\w+|sprichst|sprechen|bist|sollten|"
    r"solltest)\b|(?:wird|werden|ist|sind) (?:vorausgesetzt|erforderlich|zwingend|wünschenswert|von vorteil)|"
    r"vous (?:avez|justifiez|maîtrisez|disposez|êtes titulaire|possédez)|(?:est|sont) (?:requis|exigé|indispensable|"
    r"un plus|souhaité|obligatoire)\w*|"
    r"(?:es|son) (?:imprescindible|necesari|obligatori)\w*|se (?:requiere|valora|exige)|debes tener|je hebt|"
    r"je beschikt|è (?:richiest|necessari|indispensabil)\w*|é (?:necessári|obrigatóri)\w*)",
    re.I,
)
# Said of the reader, or with years, it is a condition; said of a thing, it may be a wish.
_OF_YOU = guarded(
    r"^(?:you (?:have|hold|must|possess|need|bring|are)|du (?:hast|bringst|bist)|sie (?:haben|bringen|verfügen)|"
    r"vous (?:êtes|avez|justifiez)|debes|je (?:hebt|beschikt))\b|\byears\b|\bjahre\b|\bans\b|\baños\b",
    re.I,
)
_CHATTER = guarded(
    r"equal opportunit|regardless of|without regard|discriminat|privacy|cookie|accommodation|click|apply (?:now|here|"
    r"via|with|by|through)|e-?mail|background check|learn more|"
    r"we (?:encourage|welcome)|please (?:note|send|submit|include|apply)|recruitment (?:fraud|scam)|bewirb|"
    r"postule[zr]",
    re.I,
)
_DETAIL = re.compile(
    r"^(?:start(?:ing)?(?: date)?|location|salary|hours|schedule|contract|duration|remote|démarrage|début|durée|"
    r"lieu|télétravail|salaire|beginn|start|standort|arbeitszeit|inicio|ubicación|horario|sede)\s*[:：]",
    re.I,
)
_ASKING = re.compile(
    r"experien|knowledge|skill|degree|diploma|qualif|certif|licen[cs]e|fluent|proficien|familiar|ability|able to|"
    r"understanding|background|years|must|should|need|require|prefer|plus\b|advantage|willing|"
    r"bring|strong|comfortable|passion|erfahrung|kenntnis|ausbildung|studium|abschluss|fähig|bereit|sicher|"
    r"deutsch|englisch|führerschein|idealerweise|vorteil|expérience|connaissance|maîtris|diplôme|formation|"
    r"capable|anglais|permis|atout|souhait|exig|appréci|experiencia|conocimiento|título|titulación|inglés|"
    r"capacidad|carnet|valora|requi|ervaring|kennis|diploma|opleiding|rijbewijs|esperienza|conoscenza|laurea|"
    r"patente|capacità|experiência|conhecimento|graduação|formação|inglês|经验|熟悉|学历|能力|本科",
    re.I,
)
# A line that gives orders to whatever reads the posting asks nothing of the person.
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|ignorier\w*|vergiss|ignor[ae]\w*|oublie\w*|olvid\w+|negeer|vergeet|esque[cç]\w+)\b"
    r".{0,40}?\b(?:instructions?|above|previous|prompts?|anweisung\w*|vorherig\w*|obig\w*|précédent\w*|ci-dessus|"
    r"instrucciones|anterior\w*|instructies|voorgaande|bovenstaande|instruções|acima)\b",
    re.I,
)
_IN_SECTION: dict[Kind, Importance] = {"must": "must", "should": "must", "nice": "nice"}
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÀ-ÞÄÖÜ0-9\"“„(])")


@dataclass(frozen=True)
class _Ask:
    start: int
    text: str
    importance: Importance
    inside: bool


def find_requirements(text: str, spans: Sequence[SkillSpan] | None = None) -> list[Requirement]:
    """Every line or sentence that asks for something, in the posting's order; `text` of each is an exact substring.

    `spans` are the skills of the text where they have been found already.
    """
    spans = find_skills(text) if spans is None else spans
    return [
        Requirement(
            text=ask.text.rstrip(" ;,"),
            importance=ask.importance,
            skills=_named(spans, ask.start, len(ask.text)),
            years=years_in(ask.text),
        )
        for ask in _asks(text)
        if not _ORDERS.search(ask.text)
    ]


def find_skill_mentions(
    text: str, requirements: list[Requirement], spans: Sequence[SkillSpan] | None = None, *, employer: str | None = None
) -> list[SkillMention]:
    """Each skill once, with the words it stands in and the highest importance that any requirement gives it.

    The name of the employer is a skill (GitLab, Stripe) only where it is asked for.
    """
    own = _plain(employer or "")
    starts = [text.find(requirement.text) for requirement in requirements]
    asked = [(start, start + len(one.text), one) for start, one in zip(starts, requirements, strict=True)]
    order: dict[Importance, int] = {"must": 2, "should": 1, "nice": 0}
    best: dict[str, SkillMention] = {}
    lines = [line for line in lines_of(text) if line.kind not in ("company", "offer", "process") or line.heading]
    begins = [line.start for line in lines]
    for span in find_skills(text) if spans is None else spans:
        holder = next((one for start, end, one in asked if start <= span.start < end), None)
        if holder is None:
            if own.startswith(_plain(span.name)):
                continue
            line = lines[at] if (at := bisect_right(begins, span.start) - 1) >= 0 else None
            if line is None or span.start >= line.start + len(line.text):
                continue
        importance: Importance = holder.importance if holder else "should"
        excerpt = _excerpt(text, span)
        known = best.get(span.name)
        # A line that asks outranks one that only mentions; among those that ask, the stronger one counts.
        if known is None or (holder is not None and order[importance] > order[known.importance]):
            best[span.name] = SkillMention(name=span.name, excerpt=excerpt, importance=importance)
    return list(best.values())


def _plain(name: str) -> str:
    """The words of a name in lower case, each followed by a space."""
    return "".join(f"{word} " for word in re.findall(r"\w+", name.lower()))


def years_in(text: str) -> int | None:
    """Years of experience a line asks for: the lower end of the first span named; None when it names none."""
    for match in [*_YEARS.finditer(text), *(_YEARS_ZH.finditer(text) if "年" in text else ())]:
        written = match["count"].lower()
        count = int(written) if written.isdigit() else _NUMBERS[written]
        around = text[max(0, match.start() - 25) : match.end() + 15].lower()
        if 0 < count <= 30 and not _OF_OTHERS.search(around):
            return count
    return None


def _asks(text: str) -> list[_Ask]:
    lines = lines_of(text)
    explicit = any(line.kind == "must" and not line.heading for line in lines)
    found: list[_Ask] = []
    for line in lines:
        if line.heading or not line.text.strip():
            continue
        found += _in_section(line, explicit) if line.kind in _IN_SECTION else _in_prose(line)
    return _once(found)


def _in_section(line: Line, explicit: bool) -> Iterator[_Ask]:
    base = _IN_SECTION[line.kind]
    if line.kind == "should" and explicit:
        base = "should"  # the posting lists its must-haves elsewhere
    for start, part in _parts(line):
        if part.endswith((":", "：")) or _DETAIL.match(part):
            continue
        if not line.bullet and (_CHATTER.search(part) or _ends_section(part)):
            continue
        # A paragraph of several sentences also praises and explains; a list of clauses asks throughout.
        several = len(part) < len(line.text) - 2 and ";" not in line.text
        if several and not _ASKING.search(part):
            continue
        yield _Ask(start, part, _weighed(part, base), True)


def _in_prose(line: Line) -> Iterator[_Ask]:
    if line.kind in ("company", "offer", "process", "pay"):
        return
    for start, part in _sentences(line):
        if len(part) <= 400 and _ASKS.search(part) and not _CHATTER.search(part) and not _about_employer(part):
            yield _Ask(start, part, _weighed(part, "must" if _OF_YOU.search(part) else "should"), False)


def _weighed(part: str, base: Importance) -> Importance:
    if _NICE.search(_without_brackets(part)):
        return "nice"
    if _MUST.search(part):
        return "must" if base != "nice" else "nice"
    return "should" if base == "must" and _SOFT.search(part) else base


def _without_brackets(part: str) -> str:
    """ "SQL skills (PostgreSQL preferred)" asks for SQL all the same."""
    return re.sub(r"\([^()]*\)", "", part) if "(" in part else part


def _parts(line: Line) -> Iterator[tuple[int, str]]:
    """A bullet is one requirement; a paragraph is one per sentence or clause."""
    if line.bullet and len(line.text) <= 400:
        yield line.start, line.text
    else:
        yield from _sentences(line)


def _sentences(line: Line) -> Iterator[tuple[int, str]]:
    position = 0
    ends = [match.span() for match in (_CLAUSE if line.text.count(";") >= 2 else _SENTENCE_END).finditer(line.text)]
    for stop, following in [*ends, (len(line.text), len(line.text))]:
        part = line.text[position:stop].strip()
        if len(part) >= 4:
            yield line.start + line.text.index(part, position), part[:_MAX_LENGTH]
        position = following


_CLAUSE = re.compile(r"(?<=[.!?;])\s+")


def _ends_section(part: str) -> bool:
    return bool(
        re.match(
            r"by applying|this (?:role|position|job) |our (?:company|team|client)|the (?:base )?salary|"
            r"we (?:offer|are|provide)\b",
            part,
            re.I,
        )
    )


def _about_employer(part: str) -> bool:
    return bool(
        re.match(
            r"(?:we|our|at [A-Z]|the company|founded|wir|nous|notre|with over|for over|as a (?:global|"
            r"leading))\b",
            part,
            re.I,
        )
    ) and not re.search(r"looking for|suchen|recherch|expect|erwarten|you (?:must|have)|require", part, re.I)


def _once(found: list[_Ask]) -> list[_Ask]:
    seen: set[str] = set()
    unique = []
    for ask in found:
        key = re.sub(r"\W+", " ", ask.text).strip().lower()
        if key and key not in seen:
            seen.add(key)
            unique.append(ask)
    return unique


def _named(spans: Sequence[SkillSpan], start: int, length: int) -> list[str]:
    return list(dict.fromkeys(span.name for span in spans if start <= span.start < start + length))


def _excerpt(text: str, span: SkillSpan) -> str:
    """The line around a skill, or the words next to it when the line is long."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    if end - start > 220:
        left = max(start, span.start - 90)
        right = min(end, span.end + 90)
        start = left if left == start else text.find(" ", left, span.start) + 1 or left
        end = right if right == end else max(text.rfind(" ", span.end, right), span.end)
    return text[start:end].strip().removeprefix("- ").strip()
