"""Jobs called by company or title, known from an earlier result or not."""

import re
from collections.abc import Sequence

from agents.offline.language import corrected, fold, word_concepts, words
from agents.offline.plan import Entry
from agents.offline.vocabulary import vocabulary
from agents.offline.wordings import JOB, ORDINALS

_CAPITAL = r"[A-ZÀ-Þ][\w&'.-]*[\w&]"
_NAME = rf"({_CAPITAL}(?:[ ](?:{_CAPITAL}|&|of|de))*)"
_BEFORE_NOUN = re.compile(
    rf"\b(?:[Tt]he|[Tt]hat|[Tt]his|[Mm]y|[Dd]ie|[Dd]er|[Dd]as|[Dd]en|[Ll]e|[Ll]a|[Ee]l|[Ff]or|[Aa]bout|[Ff]rom)\s+"
    rf"((?:[\w&'.-]+\s+){{1,3}}?)(?:{JOB}|one|thing|application|gig|interview|stuff)\b"
)
_AFTER_PREPOSITION = re.compile(rf"\b(?:at|from|with|by|for|to|on|of|bei|von|zu|für|chez|en|de|con|à|a|pour)\s+{_NAME}")
_VERBS = (
    r"(?:has|have|just|also|finally|is|hat|haben|"
    r"a (?:dit|refus\w*|rep\w*|accept\w*|offert|propos\w*|rappel\w*)|m'a|me|"
    r"rejected|said|turned|declined|made|offered|invited|wants?|sent|called|went|hired|gave|"
    r"passed|told|wrote|likes?|needs?)\b"
)
_SUBJECT = re.compile(rf"(?:^|,\s+|\b(?:but|and|that|aber|mais|pero)\s+){_NAME}\s+{_VERBS}")
_AND = r"(?:\s*,\s*(?:and\s+|und\s+|et\s+|y\s+)?|\s+(?:and|und|et|y|&|as well as)\s+)"
_TOGETHER = re.compile(
    rf"(?:^|\b(?:[Bb]oth|[Aa]t|[Ff]rom|[Ww]ith|[Bb]y|[Ff]or|[Tt]o|[Bb]ei|[Vv]on|[Cc]hez|[Ee]n|[Cc]on)\s+)"
    rf"({_CAPITAL}(?: {_CAPITAL})*(?:{_AND}{_CAPITAL}(?: {_CAPITAL})*)+)"
)


def known_names(text: str, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Entries whose company the text names, in the order of the text; else the one whose title it fits best."""
    told = " ".join(word.removesuffix("'s") for word in words(fold(text)))
    folded = f" {told} "
    by_company = [(folded.find(f" {name} "), entry) for entry in entries for name in _company_names(entry)]
    named = sorted(((at, entry) for at, entry in by_company if at >= 0), key=lambda pair: pair[0])
    if named:
        unique = tuple(dict.fromkeys(entry for _, entry in named))
        return _narrowed_by_title(folded, unique)
    scored = [(len(_title_words(entry) & set(folded.split())), entry) for entry in entries]
    best = max((score for score, _ in scored), default=0)
    fitting = tuple(entry for score, entry in scored if score == best)
    return fitting if best > 0 and len(fitting) == 1 else ()


def _company_names(entry: Entry) -> list[str]:
    """The company as written, without its legal form, and its first word when that is telling."""
    parts = words(fold(entry.company or ""))
    core = [part for part in parts if part not in vocabulary().company_suffixes]
    first = (
        core[:1]
        if core and len(core[0]) >= 4 and not word_concepts(core[0]) and core[0] not in vocabulary().stopwords
        else []
    )
    first += [" ".join(core[:2])] if len(core) > 2 else []
    return list(dict.fromkeys(name for name in (" ".join(parts), " ".join(core), *first) if name))


def _narrowed_by_title(folded: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Of several jobs at one company, the one whose title is named too."""
    if len({entry.company for entry in entries}) == len(entries):
        return entries
    scored = [(len(_title_words(entry) & set(folded.split())), entry) for entry in entries]
    best = max(score for score, _ in scored)
    return tuple(entry for score, entry in scored if score == best)


def _title_words(entry: Entry) -> set[str]:
    acronyms = {fold(word) for word in re.findall(r"\b[A-Z]{2,4}\b", entry.name)}
    long = {
        word
        for word in words(fold(entry.name))
        if len(word) >= 4 and word not in vocabulary().levels and not word_concepts(word)
    }
    return acronyms | long


def unknown_name(text: str) -> str | None:
    """A company or title that no earlier result holds: "the Acme job", "an offer from Acme", "Acme rejected me"."""
    for match in _BEFORE_NOUN.finditer(text):
        kept = [word for word in match[1].split() if _may_name(word)]
        if kept and len(kept) == len(match[1].split()):
            return " ".join(kept)
    for pattern in (_SUBJECT, _AFTER_PREPOSITION):
        for match in pattern.finditer(text):
            name = match[1].rstrip(".")
            if fold(name.split()[0]) not in vocabulary().not_names and not word_concepts(fold(name.split()[0])):
                return name
    return None


def unknown_names(text: str) -> tuple[str, ...]:
    """Employers that are named in one breath: "Acme and Wayne rejected me", "everything at Acme and Wayne"."""
    for match in _TOGETHER.finditer(text):
        names = re.split(_AND, match[1])
        known = vocabulary().not_names | vocabulary().stopwords
        if all(fold(name.split()[0]) not in known and not word_concepts(fold(name.split()[0])) for name in names):
            return tuple(name.rstrip(".") for name in names)
    return ()


def _may_name(word: str) -> bool:
    folded = fold(word).removesuffix("'s")
    if not word[0].isalnum() or word.isdigit() or folded in ORDINALS or folded in vocabulary().stopwords:
        return False
    return (word[0].isupper() and folded not in vocabulary().not_names) or (
        not word_concepts(corrected(folded)) and folded not in vocabulary().not_names
    )
