"""What changed between two states of one opening, in words; pure. What only looks different is no change."""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import fuzz, process

from tools.jobs.matching.words import fold
from tools.jobs.parsing.addresses import canonical_url, same_page
from tools.jobs.schemas import RemoteKind, Salary, SalaryPeriod

ChangeKind = Literal["added", "removed", "changed", "raised", "lowered", "extended", "shortened"]
_SHORT = 200
_ALIKE = 70.0
_MOST_PAIRS = 40_000
_KINDS: dict[RemoteKind, str] = {"onsite": "on site", "hybrid": "hybrid", "remote": "remote"}
_PER: dict[SalaryPeriod, str] = {
    "hour": "an hour", "day": "a day", "week": "a week", "month": "a month", "year": "a year",
}  # fmt: skip
_TAG = re.compile(r"</?(?:[a-z][a-z0-9]*)\b[^<>]*>", re.I)
_BULLET = re.compile(r"^\s*(?:[-–—•·▪●◦‣*+»>→✓✔➢o]|\d{1,2}[.)]|[a-z]\))\s+")
_SENTENCE = re.compile(r"(?<=[.!?;。！？])\s+|\n+|\s[•●▪·]\s")
_GENDER = re.compile(r"\s*\(?\b[mwfhdxi](?:\s*[/|,*]\s*[mwfhdxi]){1,3}\b\)?|\s*\((?:all genders?|gn)\)", re.I)


class VersionFields(BaseModel):
    """One state of an opening; None where it is silent. Made from any object with such attributes."""

    model_config = ConfigDict(from_attributes=True)
    title: str
    company: str | None = None
    location: str | None = Field(default=None, description="As written; several places joined with '; '")
    remote: RemoteKind | None = None
    salary: Salary | None = None
    employment_type: str | None = None
    text: str = ""
    apply_url: str | None = None
    requisition_id: str | None = None
    posted_at: datetime | None = None
    valid_through: datetime | None = None


class Change(BaseModel):
    """One difference of one field. JSON-storable.

    `before` and `after` are shortened to 200 characters, None where the field was silent; of the text they hold the
    sentences that went and came.
    """

    field: str
    kind: ChangeKind
    words: str = Field(description="What a person reads, e.g. 'salary removed'")
    before: str | None = None
    after: str | None = None


def changes(before: VersionFields, after: VersionFields) -> list[Change]:
    """Everything that changed, the weightiest first; [] when only the form did."""
    rules: tuple[Callable[[VersionFields, VersionFields], Iterator[Change]], ...] = (
        _title, _company, _salary, _remote, _location, _employment, _valid_through, _posted_at, _requisition,
        _apply_url, _text,
    )  # fmt: skip
    return [change for rule in rules for change in rule(before, after)]


def _title(before: VersionFields, after: VersionFields) -> Iterator[Change]:
    if _plain(_GENDER.sub(" ", before.title)) != _plain(_GENDER.sub(" ", after.title)):
        yield _changed("title", before.title, after.title, f"title changed from “{before.title}” to “{after.title}”")


def _company(before: VersionFields, after: VersionFields) -> Iterator[Change]:
    yield from _named("company", before.company, after.company)


def _requisition(before: VersionFields, after: VersionFields) -> Iterator[Change]:
    yield from _named("requisition_id", before.requisition_id, after.requisition_id, "requisition id")


def _employment(before: VersionFields, after: VersionFields) -> Iterator[Change]:
    yield from _named("employment_type", before.employment_type, after.employment_type, "employment type")


def _named(field: str, before: str | None, after: str | None, name: str | None = None) -> Iterator[Change]:
    """A field of few words: added, removed, or one for another."""
    name = name or field
    if _plain(before or "") == _plain(after or ""):
        return
    if not _plain(before or ""):
        yield Change(field=field, kind="added", after=_short(after), words=f"{name} added: {_short(after)}")
    elif not _plain(after or ""):
        yield Change(field=field, kind="removed", before=_short(before), words=f"{name} removed (was {_short(before)})")
    else:
        yield _changed(field, before, after, f"{name} changed from {_short(before)} to {_short(after)}")


def _remote(before: VersionFields, after: VersionFields) -> Iterator[Change]:
    was, now = before.remote, after.remote
    if was == now:
        return
    if was is None and now is not None:
        yield Change(field="remote", kind="added", after=now, words=f"now said to be {_KINDS[now]}")
    elif was is not None and now is None:
        yield Change(field="remote", kind="removed", before=was, words=f"no longer says that it is {_KINDS[was]}")
    elif was is not None and now is not None:
        yield _changed("remote", was, now, f"now {_KINDS[now]} instead of {_KINDS[was]}")


def _location(before: VersionFields, after: VersionFields) -> Iterator[Change]:
    was, now = _places(before.location), _places(after.location)
    added = [place for key, place in now.items() if key not in was]
    gone = [place for key, place in was.items() if key not in now]
    if len(added) == len(gone) == 1:
        words = f"location: {added[0]} instead of {gone[0]}"
    else:
        parts = [f"{_listed(places)} {verb}" for places, verb in ((added, "added"), (gone, "removed")) if places]
        words = "location: " + ", ".join(parts)
    if added or gone:
        kind: ChangeKind = "added" if not gone else "removed" if not added else "changed"
        yield Change(
            field="location", kind=kind, words=words, before=_short(before.location), after=_short(after.location)
        )


def _places(location: str | None) -> dict[str, str]:
    return {_plain(place): place.strip() for place in re.split(r"\s*[;|\n]\s*", location or "") if _plain(place)}


def _salary(before: VersionFields, after: VersionFields) -> Iterator[Change]:
    was, now = before.salary, after.salary
    if was is None and now is None:
        return
    if was is None or now is None:
        yield from _salary_one_sided(was, now)
        return
    if _figures(was) == _figures(now):
        # The same figures in other words are the same pay; without figures the words are all there is.
        if was.min is None and was.max is None and _plain(was.excerpt) != _plain(now.excerpt):
            words = f"salary changed from {money(was)} to {money(now)}"
            yield _changed("salary", money(was), money(now), words)
        return
    kind = _direction(was, now)
    if kind is not None:
        yield Change(
            field="salary", kind=kind, before=money(was), after=money(now),
            words=f"salary {kind} from {money(was)} to {money(now)}",
        )  # fmt: skip


def _salary_one_sided(was: Salary | None, now: Salary | None) -> Iterator[Change]:
    if now is not None:
        yield Change(field="salary", kind="added", after=money(now), words=f"salary added: {money(now)}")
    elif was is not None:
        yield Change(field="salary", kind="removed", before=money(was), words=f"salary removed (was {money(was)})")


def _figures(salary: Salary) -> tuple[float | None, float | None, str | None, str | None]:
    return salary.min, salary.max, salary.currency, salary.period


def _direction(was: Salary, now: Salary) -> ChangeKind | None:
    """Raised, lowered, or changed; None when the same pay is only written out more fully."""
    if any(old and new and old != new for old, new in ((was.currency, now.currency), (was.period, now.period))):
        return "changed"
    pairs = [(old, new) for old, new in ((was.min, now.min), (was.max, now.max)) if old is not None and new is not None]
    one_sided = sum((old is None) != (new is None) for old, new in ((was.min, now.min), (was.max, now.max)))
    if not pairs or one_sided:
        return "changed" if one_sided else None
    if all(old == new for old, new in pairs):
        return None
    if all(new >= old for old, new in pairs):
        return "raised"
    return "lowered" if all(new <= old for old, new in pairs) else "changed"


def money(salary: Salary) -> str:
    """Pay in words: "EUR 60,000–70,000 a year"; the posting's own words where it names no amount."""
    amounts = [f"{amount:,.2f}".removesuffix(".00") for amount in (salary.min, salary.max) if amount is not None]
    if not amounts:
        return _short(salary.excerpt) or ""
    if len(amounts) == 2:
        figure = amounts[0] if amounts[0] == amounts[1] else "–".join(amounts)
    else:
        figure = ("at least " if salary.max is None else "up to ") + amounts[0]
    if salary.currency:
        figure = re.sub(r"^((?:at least |up to )?)", rf"\g<1>{salary.currency} ", figure)
    return f"{figure} {_PER[salary.period]}" if salary.period else figure


def _valid_through(before: VersionFields, after: VersionFields) -> Iterator[Change]:
    was, now = before.valid_through, after.valid_through
    if was is None and now is None:
        return
    if was is None and now is not None:
        yield Change(field="valid_through", kind="added", after=_day(now), words=f"closing date added: {_day(now)}")
    elif was is not None and now is None:
        words = f"closing date removed (was {_day(was)})"
        yield Change(field="valid_through", kind="removed", before=_day(was), words=words)
    elif was is not None and now is not None and (days := (now.date() - was.date()).days):
        kind: ChangeKind = "extended" if days > 0 else "shortened"
        words = f"closing date {'put off' if days > 0 else 'brought forward'} by {_days(abs(days))}, to {_day(now)}"
        yield Change(field="valid_through", kind=kind, before=_day(was), after=_day(now), words=words)


def _posted_at(before: VersionFields, after: VersionFields) -> Iterator[Change]:
    was, now = before.posted_at, after.posted_at
    if was is None or now is None or abs(now - was) < timedelta(days=1):
        return  # a date that only now is stated, or no longer, says nothing about the opening
    way = "forward" if now > was else "back"
    words = f"posting date moved {way} from {_day(was)} to {_day(now)}"
    yield _changed("posted_at", _day(was), _day(now), words)


def _apply_url(before: VersionFields, after: VersionFields) -> Iterator[Change]:
    was, now = before.apply_url, after.apply_url
    if not was and not now:
        return
    if not was:
        yield Change(field="apply_url", kind="added", after=now, words=f"apply link added: {now}")
    elif not now:
        yield Change(field="apply_url", kind="removed", before=was, words="apply link removed")
    elif not _same_address(was, now):
        yield _changed("apply_url", was, now, f"apply link now leads to {canonical_url(now)}")


def _same_address(was: str, now: str) -> bool:
    try:
        return same_page(was, now)
    except ValueError:  # no address at all: compared as written
        return was.strip() == now.strip()


def _text(before: VersionFields, after: VersionFields) -> Iterator[Change]:
    was, now = _sentences(before.text), _sentences(after.text)
    counted = Counter(key for key, _ in now), Counter(key for key, _ in was)
    gone = _missing(was, counted[0])
    added = _missing(now, counted[1])
    reworded, gone, added = _reworded(gone, added)
    if not (gone or added or reworded):
        return
    kind: ChangeKind = "added" if not gone and not reworded else "removed" if not added and not reworded else "changed"
    yield Change(
        field="text", kind=kind, words=_text_words(gone, added, reworded),
        before=_short(" ".join([*gone, *(old for old, _ in reworded)])),
        after=_short(" ".join([*added, *(new for _, new in reworded)])),
    )  # fmt: skip


def _sentences(text: str) -> list[tuple[str, str]]:
    """Each sentence or list item as compared, and as written."""
    text = html.unescape(html.unescape(text)) if "&" in text else text
    text = _TAG.sub(lambda tag: " " if re.match(r"</?(?:a|b|i|u|em|strong|span|font)\b", tag[0], re.I) else "\n", text)
    found = []
    for line in text.replace("\u00ad", "").replace("\u200b", "").split("\n"):
        for sentence in _SENTENCE.split(_BULLET.sub("", line)):
            shown = " ".join(_BULLET.sub("", sentence).split())
            if key := _plain(shown):
                found.append((key, shown))
    return found


def _missing(sentences: list[tuple[str, str]], there: Counter[str]) -> list[str]:
    """The sentences that the other side does not hold; what is said twice on one side and once on the other is held."""
    return [shown for key, shown in dict(sentences).items() if not there[key]]


def _reworded(gone: list[str], added: list[str]) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """Pair what went with what came in much the same words; the pairs, and what is left of both."""
    pairs: list[tuple[str, str]] = []
    left = {new: " ".join(sorted(_plain(new).split())) for new in added}
    if len(gone) * len(added) > _MOST_PAIRS:
        return pairs, gone, added  # another text altogether
    for old in gone:
        found = process.extractOne(
            " ".join(sorted(_plain(old).split())), left, scorer=fuzz.ratio, score_cutoff=_ALIKE, processor=None
        )
        if found is not None:
            pairs.append((old, found[2]))
            del left[found[2]]
    olds = {old for old, _ in pairs}
    return pairs, [old for old in gone if old not in olds], list(left)


def _text_words(gone: list[str], added: list[str], reworded: list[tuple[str, str]]) -> str:
    counts = [(len(added), "added"), (len(gone), "removed"), (len(reworded), "reworded")]
    first, *rest = [(count, verb) for count, verb in counts if count]
    words = ", ".join([f"{_count(first[0])} {first[1]}", *(f"{count} {verb}" for count, verb in rest)])
    if reworded and not (added or gone):
        return f"{words}: “{_short(reworded[0][0], 120)}” became “{_short(reworded[0][1], 120)}”"
    return f"{words}: “{_short((added or gone)[0], 120)}”"


def _plain(text: str) -> str:
    """Words and figures only: no case, accents, punctuation, entities or markup."""
    text = html.unescape(html.unescape(text)) if "&" in text else text
    return " ".join(re.findall(r"[^\W_]+(?:[+#]+)?|[€$£¥%]", fold(text.replace("\u00ad", "").replace("\u200b", ""))))


def _changed(field: str, before: str | None, after: str | None, words: str) -> Change:
    return Change(field=field, kind="changed", before=_short(before), after=_short(after), words=words)


def _count(number: int) -> str:
    return f"{number} sentence" if number == 1 else f"{number} sentences"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def _listed(places: list[str]) -> str:
    return places[0] if len(places) == 1 else f"{', '.join(places[:-1])} and {places[-1]}"


def _short(text: str | None, most: int = _SHORT) -> str | None:
    if text is None:
        return None
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
