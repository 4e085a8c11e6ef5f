"""Whether a row repeats an application, a job or an earlier row: by link, else by what it is called. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from tools.applications.plain_words import heading_words
from tools.applications.transfer.portable import PortableApplication
from tools.jobs.cleaning.employers import employer_key
from tools.jobs.cleaning.titles import take_apart
from tools.jobs.parsing.addresses import board_id, canonical_url

_AFAR = frozenset({"remote", "remoto", "home office", "homeoffice", "anywhere", "teletravail", "teletrabajo"})
_NOWHERE = ("", "n a", "unknown")


@dataclass(frozen=True, slots=True)
class Keys:
    """What a job is told apart by: its links, its host, what it is called, its place (empty: not told)."""

    links: tuple[str, ...]
    host: str
    name: tuple[Any, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A job that is there: with the application on it, or without."""

    job_id: UUID
    number: int
    job_status: str
    application_id: UUID | None
    name: str
    keys: Keys


def keys_of(title: str, company: str | None, location: str | None, url: str | None) -> Keys:
    """The keys of a job."""
    links, host = _links(url or "")
    return Keys(links, host, (_employer(company or ""), _called(title)), _place(location or ""))


@lru_cache(maxsize=50_000)
def _employer(company: str) -> str:
    return employer_key(company) if company.strip() else ""


@lru_cache(maxsize=50_000)
def _called(title: str) -> tuple[Any, ...]:
    """A title without marks of gender, place and the like: role, seniority, level, and what narrows it."""
    role = take_apart(title)
    return (role.role or heading_words(title), role.seniority, role.level, frozenset(role.qualifiers))


def _place(location: str) -> str:
    words = heading_words(location.split(",")[0].split("(")[0])
    if words in _AFAR or words in _NOWHERE:
        return "remote" if words in _AFAR else ""
    return re.sub(r"\b\d{4,5}\b", "", words).strip()


def _links(url: str) -> tuple[tuple[str, ...], str]:
    if not url:
        return (), ""
    try:
        parts = urlsplit(canonical_url(url))
    except ValueError:
        return (url,), ""
    host = (parts.hostname or "").removeprefix("www.")
    links = [f"{host}{parts.path.rstrip('/')}?{parts.query}#{parts.fragment}"]
    if job := board_id(url):
        links.append(f"{job.board}:{'' if job.everywhere else job.company or ''}:{job.job}")
    bare = not parts.path.strip("/") and not parts.query
    return (() if bare else tuple(links)), host  # a company's front page is no job's link


def standing_of(rows: Iterable[Mapping[str, Any]]) -> list[Standing]:
    """The jobs of a list as the store gives them."""
    return [
        Standing(
            row["job_id"], row["number"], row["job_status"], row["application_id"],
            f"{row['title']} at {row['company']}" if row["company"] else row["title"],
            keys_of(row["title"], row["company"], row["location"], row["url"]),
        )
        for row in rows
    ]  # fmt: skip


@dataclass(slots=True)
class Index:
    """What rows are looked up in; with `once` everything in it is found by one row only."""

    once: bool
    links: dict[str, list[Any]] = field(default_factory=dict)
    names: dict[tuple[Any, ...], list[Any]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def add(self, thing: Any, keys: Keys) -> None:
        """Have it found from now on."""
        for link in keys.links:
            self.links.setdefault(link, []).append((thing, keys))
        self.names.setdefault(keys.name, []).append((thing, keys))

    def by_link(self, keys: Keys) -> Any | None:
        """What has the same link."""
        return self._first(found for link in keys.links for found in self.links.get(link, ()))

    def by_name(self, keys: Keys, *, same_place: bool) -> Any | None:
        """What is called the same and does not state another link on the same site, or another place.

        Where no employer is told, title and place must be the same.
        """
        same_place = same_place or not keys.name[0]
        return self._first(
            (thing, other)
            for thing, other in self.names.get(keys.name, ())
            if _may_be_one(keys, other) and (keys.place == other.place if same_place else _near(keys, other))
        )

    def _first(self, found: Iterable[tuple[Any, Keys]]) -> Any | None:
        for thing, _ in found:
            if id(thing) not in self.used:
                if self.once:
                    self.used.add(id(thing))
                return thing
        return None


def _may_be_one(one: Keys, other: Keys) -> bool:
    """Two links on one site are two jobs; on two sites they may be two places of one."""
    return not (one.links and other.links and one.host == other.host)


def _near(one: Keys, other: Keys) -> bool:
    return not one.place or not other.place or one.place == other.place


@dataclass(frozen=True, slots=True)
class Repeat:
    """What a row repeats: a job that is there, or the earlier row of that index; and why that is thought."""

    why: str
    standing: Standing | None = None
    row: int | None = None


def repeats(
    applications: Sequence[PortableApplication | None], standing: Sequence[Standing], *, lossless: bool
) -> list[Repeat | None]:
    """For every application of a file what it repeats.

    In a file of ours every application is one of its own, so it repeats no other of the file, and each that is there
    is repeated by one of the file at most.
    """
    index = Index(once=lossless)
    for one in standing:
        index.add(one, one.keys)
    keys = [keys_of(one.title, one.company, one.location, one.url) if one else None for one in applications]
    found: list[Repeat | None] = [None] * len(keys)
    for at, mine in enumerate(keys):
        if mine and (same := index.by_link(mine)):
            found[at] = Repeat("the same link", standing=same)
    for same_place, why in ((True, "the same employer, title and place"), (False, "the same employer and title")):
        for at, mine in enumerate(keys):
            if mine and found[at] is None and (same := index.by_name(mine, same_place=same_place)):
                found[at] = Repeat(why, standing=same)
    return found if lossless else _within(keys, found)


def _within(keys: Sequence[Keys | None], found: list[Repeat | None]) -> list[Repeat | None]:
    """Rows that repeat an earlier row of the file, or take the same job without an application."""
    seen = Index(once=False)
    taken: dict[UUID, int] = {}
    for at, mine in enumerate(keys):
        repeat = found[at]
        if mine is None:
            continue
        if repeat and repeat.standing:
            free = repeat.standing.application_id is None
            if free and repeat.standing.job_id in taken:
                found[at] = Repeat(repeat.why, row=taken[repeat.standing.job_id])
            elif free:
                taken[repeat.standing.job_id] = at
            continue
        earlier = seen.by_link(mine)
        why = "the same link"
        if earlier is None:
            earlier = seen.by_name(mine, same_place=False)
            why = "the same employer and title"
        if earlier is not None:
            found[at] = Repeat(why, row=earlier[0])
        else:
            seen.add((at,), mine)
    return found
