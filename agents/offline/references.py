"""Which job, resume or tailored resume a sentence points at, given what was shown and what this turn will do first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agents.offline.history import Memory
from agents.offline.language import fold, repaired, word_concepts, words
from agents.offline.names import known_names, unknown_name, unknown_names
from agents.offline.names_lower import lower_case_name, lower_case_names
from agents.offline.plan import RANKING, Entry, Kind, Later, Step
from agents.offline.wordings import (
    BEST,
    BOTH,
    COUNT,
    DETERMINER,
    EVERY,
    FILE,
    IT,
    JOB,
    JOINT,
    LANGUAGES,
    LINE,
    NOT_A_NUMBER,
    NOT_A_THING,
    NOUNS,
    ORDINAL,
    ORDINALS,
    OTHER,
    RESUME,
    SMALL,
    TAILORED,
    THOSE,
    UUID,
    WORST,
)  # fmt: skip

Reference = str | Later
_COUNTED = rf"(?:{LINE}|top|last|first|latest|newest|least)"
_BEFORE_NUMBER = (
    r"(?:compare|show|open|delete|remove|for|to|on|and|with|about|rank|view|see|tailor|explain|"
    r"why|is|of|vs|versus|or|drop|bin|"
    r"not|mark|make|use|set)"
)
_EXCEPT = re.compile(r"\b(?:except(?: for)?|apart from|other than|but not|außer|sauf|excepto|menos)\b", re.IGNORECASE)
_OTHER_NOUN = {"job": rf"(?:{RESUME}|{TAILORED})", "resume": JOB, "tailored": rf"(?:{RESUME}|{JOB})"}


@dataclass(frozen=True, slots=True)
class Situation:
    """What a sentence is read against: the past, what this message asked for before, the job it named, the day."""

    memory: Memory
    before: tuple[Step, ...] = ()
    attached: tuple[str, ...] = ()
    mentioned: "Reference | None" = None
    today: date | None = None

    def added(self, kind: Kind) -> int:
        """How many of that kind this turn adds first."""
        return sum(step.tool == f"add_{kind}" for step in self.before)

    def compares(self) -> bool:
        """Whether this turn puts jobs in an order first."""
        return any(step.tool in RANKING for step in self.before)


def references(kind: Kind, text: str, situation: Situation) -> tuple[Reference, ...]:
    """What the sentence names outright: numbers, ordinals, names, files, "both", "the best one"; else empty."""
    if (spared := _EXCEPT.search(text)) and EVERY.search(fold(text[: spared.start()])):
        kept = references(kind, text[spared.end() :], situation)
        return tuple(found for found in _group(kind, situation) if found not in kept)
    folded = told(text)
    if uuids := UUID.findall(text):
        return tuple(uuids)
    for find in (_numbers, _ordinals):
        if found := find(kind, folded, situation):
            return found
    named: tuple[Reference, ...] = ()
    if kind == "resume":
        named = _resume_names(text, situation)
    elif kind == "job":
        named = _job_names(text, folded, situation)
    if not named and _speaks_of(kind, folded, situation):
        named = tuple(_meant(kind, _lone_number(kind, folded, situation), situation))
    return named


def pointed_at(kind: Kind, text: str, situation: Situation) -> tuple[Reference, ...]:
    """What words such as "it", "those" or "the other one" mean: this turn's results first, then the last shown."""
    folded = repaired(text)
    if THOSE.search(folded) and (group := _group(kind, situation)):
        return group
    if not IT.search(folded) or re.search(
        rf"\b(?:that|this|diese\w*|ce|cette|es[ea]|est[ea]) {_OTHER_NOUN[kind]}\b", folded
    ):
        return ()
    focus = focused(kind, situation)
    return (focus,) if focus is not None else ()


def focused(kind: Kind, situation: Situation, *, firm: bool = False) -> Reference | None:
    """The one thing last dealt with; with `firm`, only if it was dealt with by itself."""
    for step in reversed(situation.before):
        if step.tool == f"add_{kind}":
            return Later("added", kind, situation.added(kind) - 1)
        if step.tool in RANKING and kind == "job":
            return Later("best")
        value = step.arguments.get(kind)
        if isinstance(value, str | Later):
            return value
    if kind == "resume" and situation.attached:
        return situation.attached[-1]
    if kind == "job" and situation.mentioned is not None:
        return situation.mentioned
    if firm and not situation.memory.firm.get(kind):
        return None
    return situation.memory.focus.get(kind)


def bare_kind(memory: Memory) -> Kind | None:
    """What kind "the second one" is when no noun says so: that of the newest list or result."""
    if memory.listings:
        return memory.listings[0][0]
    return memory.newest_kind


def _group(kind: Kind, situation: Situation) -> tuple[Reference, ...]:
    """What "these" are: what this turn adds, or the newest list."""
    count = situation.added(kind)
    if count:
        return tuple(Later("added", kind, index) for index in range(count))
    return tuple(str(entry.number) for entry in situation.memory.listing(kind, 2))


def told(text: str) -> str:
    """Folded text with slips mended and `job two` as `job 2`: what references are looked for in."""
    return re.sub(
        rf"\b({JOB}|{RESUME}|number|no\.?|nummer|numero) (one|two|three|four|five|six|seven|eight|nine|"
        rf"ten)\b(?! pages?)",
        lambda match: f"{match[1]} {SMALL[match[2]]}",
        repaired(text),
    )


def _numbers(kind: Kind, folded: str, situation: Situation) -> tuple[Reference, ...]:
    noun = NOUNS[kind]
    label = r"(?:\s*(?:id|number|no\.?|nr\.?|nummer|numero|num\.?|n°|#|:|ref\.?))*\s*#?\s*"
    item = rf"(?:(?:the\s+)?{noun}{label})?#?\d{{1,5}}\b{NOT_A_NUMBER}"
    found: list[str] = []
    for match in re.finditer(
        rf"\b{noun}{label}(\d{{1,5}})\s*(?:-|–|to|through|bis)\s*(\d{{1,5}})\b{NOT_A_NUMBER}", folded
    ):
        if match.group().split()[0].endswith("s") and int(match[1]) < int(match[2]) <= int(match[1]) + 30:
            return tuple(str(number) for number in range(int(match[1]), int(match[2]) + 1))
    for match in re.finditer(rf"\b{noun}{label}\d{{1,5}}\b{NOT_A_NUMBER}(?:{JOINT}{item})*", folded):
        found += re.findall(r"\d{1,5}", match.group())
    if not found and _speaks_of(kind, folded, situation):
        found = _meant(kind, _bare_numbers(kind, folded), situation)
    return tuple(dict.fromkeys(found))


def _meant(kind: Kind, numbers: list[str], situation: Situation) -> list[str]:
    """The numbers of things; `why 52?` names the one with that score when nothing has that number."""
    known = situation.memory.known[kind]
    if len(numbers) == 1 and known and int(numbers[0]) not in known:
        scored = [
            entry for entry in known.values() if entry.score is not None and round(entry.score) == int(numbers[0])
        ]
        if len(scored) == 1:
            return [str(scored[0].number)]
    return numbers


def _lone_number(kind: Kind, folded: str, situation: Situation) -> list[str]:
    """`3 -> interview`, `rm 4`: the only number of a short sentence, or one that was shown."""
    for noun in (*(NOUNS[name] for name in NOUNS if name != kind), _COUNTED):
        folded = re.sub(rf"\b{noun}\s*(?:number|no\.?|nr\.?|#)?\s*\d{{1,5}}", " ", folded)
    numbers = re.findall(rf"(?<![\w.,€$£%:/-])\d{{1,4}}\b(?![.,:/-]\d){NOT_A_NUMBER}", folded)
    known = situation.memory.known[kind]
    shown = [number for number in numbers if int(number) in known]
    if len(shown) == 1:
        return shown
    first = re.match(rf"(?:\w+ )?(\d{{1,4}})\b{NOT_A_NUMBER}", folded)
    return [first[1]] if first and len(numbers) == 1 and len(words(folded)) <= 4 else []


def _bare_numbers(kind: Kind, folded: str) -> list[str]:
    """`#3`, `number 2`, `compare 1 and 3`: numbers that no other noun claims."""
    for noun in (*(NOUNS[name] for name in NOUNS if name != kind), _COUNTED):
        folded = re.sub(rf"\b{noun}\s*(?:number|no\.?|nr\.?|#)?\s*\d{{1,5}}(?:{JOINT}\d{{1,5}}\b)*", " ", folded)
    number = rf"\d{{1,4}}\b{NOT_A_NUMBER}"
    label = r"(?:#\s?|\b(?:numbers?|nos?\.?|nrs?\.?|nummern?|numeros?|num)\s*)"
    if marked := re.findall(rf"{label}{number}(?:{JOINT}(?:{label})?{number})*", folded):
        return [found for group in marked for found in re.findall(r"\d+", group)]
    if several := re.search(rf"(?<![\d.,€$£%]){number}(?:{JOINT}{number})+", folded):
        return re.findall(r"\d{1,4}", several.group())
    if spaced := re.fullmatch(r"(?:\w+ )?(\d{1,4}(?: \d{1,4})+)", folded.strip(" .?!")):
        return spaced[1].split()
    match = re.search(rf"(?:^|\b{_BEFORE_NUMBER}\s+)({number}(?:{JOINT}{number})*)(?=\s*(?:$|[?.!,;:]|\w))", folded)
    return re.findall(r"\d{1,4}", match[1]) if match else []


def _speaks_of(kind: Kind, folded: str, situation: Situation) -> bool:
    """Whether a reference without a noun may be of this kind: no other kind is named, or this one was shown last."""
    if re.search(rf"\b{NOUNS[kind]}\b", folded):
        return True
    if re.search(rf"\b{_OTHER_NOUN[kind]}\b", folded):
        meant = re.search(r"\b(?:tailor|adapt|custom|fit|match|for|to)\w*", folded)
        return kind == "job" and (bool(meant) or bare_kind(situation.memory) == "job")
    return (bare_kind(situation.memory) or "job") == kind or kind == "job"


def _ordinals(kind: Kind, folded: str, situation: Situation) -> tuple[Reference, ...]:
    noun = NOUNS[kind]
    if sliced := _sliced(kind, folded, situation):
        return sliced
    listed = re.search(rf"\b{ORDINAL}(?:(?: one)?{JOINT}(?:the )?{ORDINAL})+(?: ones?)?(?: (?:\w+ )?({noun}))?", folded)
    if listed and (
        listed[1] or not re.match(rf"\s*(?:{_OTHER_NOUN[kind]}|line|bullet|sentence)", folded[listed.end() :])
    ):
        return tuple(
            dict.fromkeys(_nth(kind, ORDINALS[w], situation) for w in re.findall(rf"\b{ORDINAL}\b", listed[0]))
        )
    nouned = re.findall(rf"\b({ORDINAL})(?: (?!\d)\w+)? {noun}\b", folded) if kind != "job" else re.findall(
        rf"\b({ORDINAL})(?: (?!resume|cv|\d)\w+)? {noun}\b", folded
    )  # fmt: skip
    if not nouned and _speaks_of(kind, folded, situation):
        claimed = re.sub(rf"\b{ORDINAL}(?: \w+)? {_OTHER_NOUN[kind]}\b", " ", folded)
        nouned = [first or second for first, second in re.findall(
            rf"\b{DETERMINER} ({ORDINAL})\b{NOT_A_THING}(?!\s+(?:{_OTHER_NOUN[kind]}|line|bullet|"
rf"sentence))|\b({ORDINAL}) ones?\b", claimed
        )]  # fmt: skip
        if not nouned and re.fullmatch(
            rf"(?:and |the |show |open |please |oh )*({ORDINAL})(?: one)?(?: please| then| pls)?[.!? ]*", claimed
        ):
            nouned = re.findall(ORDINAL, claimed)
    return tuple(dict.fromkeys(_nth(kind, ORDINALS[word], situation) for word in nouned))


def _sliced(kind: Kind, folded: str, situation: Situation) -> tuple[Reference, ...]:
    """`the first two`, `las dos primeras`."""
    size = re.search(
        r"\b(first|last|top(?! \w+ (?:jobs|match\w*|positions|roles|postings))|ersten|letzten|"
        r"premiers|derniers|primeros|"
        rf"ultimos) ({COUNT})\b(?![- ]pag){NOT_A_THING}",
        folded,
    )
    if size is not None:
        which, count = size[1], size[2]
    elif turned := re.search(
        rf"\b({COUNT}) (first|last|ersten|letzten|premier|dernier|primer|ultim)\w*\b{NOT_A_THING}", folded
    ):
        which, count = turned[2], turned[1]
    else:
        return ()
    number = SMALL.get(count) or int(count)
    return _slice(kind, situation, which[:2] in {"la", "le", "de", "ul"}, number) if number > 1 else ()


def _slice(kind: Kind, situation: Situation, from_end: bool, count: int) -> tuple[Reference, ...]:
    entries = situation.memory.listing(kind, 2)
    if not entries:
        return () if from_end else tuple(str(number) for number in range(1, count + 1))
    return tuple(str(entry.number) for entry in (entries[-count:] if from_end else entries[:count]))


def _nth(kind: Kind, position: int, situation: Situation) -> Reference:
    """The n-th of what this turn adds or what was listed; the short number itself when nothing was."""
    count = situation.added(kind)
    if count >= max(position, 1):
        return Later("added", kind, position - 1 if position > 0 else count - 1)
    entries = situation.memory.listing(kind, max(position, 1))
    if entries and len(entries) >= max(position, 1):
        return str(entries[position - 1 if position > 0 else -1].number)
    if position > 0:
        return str(position)
    newest = max(situation.memory.known[kind], default=None)
    return str(newest) if newest is not None else "last"


def _resume_names(text: str, situation: Situation) -> tuple[Reference, ...]:
    known = situation.memory.known["resume"]
    found = [str(entry.number) for entry in known.values() if entry.name and fold(entry.name) in fold(text)]
    if found or (found := _by_stem(text, tuple(known.values()))):
        return tuple(found)
    if kinds := re.findall(r"\b(pdf|docx?|word|txt|md|odt)\b", fold(text)):
        ending = {"word": "doc", "doc": "doc"}.get(kinds[0], kinds[0])
        fitting = [entry for entry in known.values() if f".{ending}" in fold(entry.name)]
        if len(fitting) == 1 and len(known) > 1:
            return (str(fitting[0].number),)
    if match := FILE.search(text):
        return (_file_name(match.group()),)
    folded = fold(text)
    meant = re.search(rf"\b{RESUME}\b", folded) or bare_kind(situation.memory) == "resume"
    if OTHER.search(folded) and meant and len(known) == 2:
        current = situation.memory.focus.get("resume")
        others = [e for e in known.values() if (str(e.number) != current if current else not e.primary)]
        return (str(others[0].number),) if len(others) == 1 else ()
    if (BOTH.search(folded) or EVERY.search(folded)) and re.search(rf"\b{RESUME}\b", folded):
        return _group("resume", situation)
    return ()


def _by_stem(text: str, entries: Sequence[Entry]) -> list[str]:
    """The one resume whose file name shares a telling word with the sentence: "the english one"."""
    told_words = {word for word in words(fold(text)) if len(word) >= 4 and not word_concepts(word)}
    fitting = [entry for entry in entries if told_words & set(re.findall(r"[a-z]{4,}", fold(entry.name)))]
    if not fitting:
        spoken = {language for language, said in LANGUAGES.items() if said[0].search(fold(text))}
        fitting = [
            e for e in entries if any(e.language == code or LANGUAGES[code][1].search(fold(e.name)) for code in spoken)
        ]
    return [str(fitting[0].number)] if len(fitting) == 1 else []


def _file_name(written: str) -> str:
    """A file name without the words of the sentence before it."""
    parts = written.split(" ")
    while len(parts) > 1 and (word_concepts(fold(parts[0])) or len(parts[0]) < 4 or parts[0].islower()):
        parts.pop(0)
    return " ".join(parts)


def _job_names(text: str, folded: str, situation: Situation) -> tuple[Reference, ...]:
    entries = tuple(situation.memory.known["job"].values())
    together = unknown_names(text) or lower_case_names(text)
    if (found := known_names(text, entries)) and len(found) >= len(together):
        return tuple(str(entry.number) for entry in found)
    if together:
        return _each(together, entries)
    if found:
        return tuple(str(entry.number) for entry in found)
    if BEST.search(folded):
        return (_best(situation),)
    if WORST.search(folded) and (worst := situation.memory.worst()):
        return (str(worst.number),)
    if OTHER.search(folded) and (other := _other_job(situation)):
        return (other,)
    if BOTH.search(folded) or EVERY.search(folded):
        return _group("job", situation)
    name = unknown_name(text) or lower_case_name(text)
    return (name,) if name else ()


def _each(names: Sequence[str], entries: Sequence[Entry]) -> tuple[Reference, ...]:
    """Each of the names by its number where it was shown, else as it is written."""
    shown = {name: known_names(name, entries) for name in names}
    return tuple(str(found[0].number) if len(found := shown[name]) == 1 else name for name in names)


def _best(situation: Situation) -> Reference:
    best = situation.memory.best()
    if situation.compares() or best is None or situation.added("job"):
        return Later("best")
    return str(best.number)


def _other_job(situation: Situation) -> str | None:
    listed: Sequence[Entry] = situation.memory.listing("job", 2)
    focus = situation.memory.focus.get("job")
    others = [entry for entry in listed if str(entry.number) != focus]
    return str(others[0].number) if len(listed) == 2 and len(others) == 1 else None


def kinds_named(folded: str) -> set[Kind]:
    """The kinds whose nouns the sentence holds."""
    return {kind for kind, noun in NOUNS.items() if re.search(rf"\b{noun}\b", folded)}
