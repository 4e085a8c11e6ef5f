"""A posting in comparable values: one module per fact, and every fact with words that stand in the source."""

from dataclasses import dataclass
from typing import Protocol

from tools.jobs.boards.board import BoardPosting
from tools.jobs.cleaning.asked import find_education, find_years
from tools.jobs.cleaning.employers import clean_employer
from tools.jobs.cleaning.languages import find_languages
from tools.jobs.cleaning.openness import find_openness
from tools.jobs.cleaning.pay import clean_pay
from tools.jobs.cleaning.places import clean_places
from tools.jobs.cleaning.remoteness import clean_remote
from tools.jobs.cleaning.schemas import CleanPosting, Place
from tools.jobs.cleaning.sponsorship import find_sponsorship
from tools.jobs.cleaning.terms import find_terms
from tools.jobs.cleaning.titles import take_apart
from tools.jobs.schemas import RemoteKind, Salary

# A location longer than this is no location.
_LONGEST = 2_000
_LISTS = ("places", "languages")
_FACTS = ("employer", "open_to", "pay", "years", "education", "sponsorship", "terms")


class CleanInput(Protocol):
    """What is read of a posting; `open_to` (list of places a remote job is open to) may be there as well."""

    @property
    def title(self) -> str:
        """As written."""

    @property
    def company(self) -> str | None:
        """As written."""

    @property
    def location(self) -> str | None:
        """As written, several places joined with '; '."""

    @property
    def remote(self) -> RemoteKind | None:
        """As the source states it."""

    @property
    def salary(self) -> Salary | None:
        """As the source states it."""

    @property
    def employment_type(self) -> str | None:
        """As the source states it."""

    @property
    def text(self) -> str:
        """The posting's whole text."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a source states of a posting, in its own words."""

    title: str
    company: str | None = None
    location: str | None = None
    remote: RemoteKind | None = None
    open_to: tuple[str, ...] = ()
    salary: Salary | None = None
    employment_type: str | None = None
    text: str = ""


def stated(posting: CleanInput | BoardPosting) -> Stated:
    """The fields that cleaning reads, of a parsed posting, a board's, or anything of that shape."""
    location = "; ".join(posting.locations) or None if isinstance(posting, BoardPosting) else posting.location
    return Stated(
        title=posting.title,
        company=posting.company,
        location=location,
        remote=posting.remote,
        open_to=tuple(getattr(posting, "open_to", None) or ()),
        salary=posting.salary,
        employment_type=posting.employment_type,
        text=posting.text,
    )


def clean(posting: CleanInput | BoardPosting) -> CleanPosting:
    """Every comparable fact of a posting, None where it is silent; facts whose excerpt is not there are dropped."""
    source = stated(posting)
    found = _read(source)
    wrong = set(unsupported_excerpts(source, found))
    return _without(found, wrong) if wrong else found


def _read(source: Stated) -> CleanPosting:
    location = (source.location or "")[:_LONGEST]
    places = clean_places(location)
    remote, remote_excerpt = clean_remote(source.remote, source.title, location, source.text)
    open_to = find_openness(source.title, location, list(source.open_to), source.text, remote=remote == "remote")
    return CleanPosting(
        title=take_apart(source.title[:_LONGEST], location, source.company),
        employer=clean_employer(source.company),
        places=places,
        remote=remote,
        remote_excerpt=remote_excerpt,
        open_to=open_to,
        pay=clean_pay(source.salary, source.text, location, _countries(places, open_to.areas if open_to else [])),
        years=find_years(source.text),
        education=find_education(source.text),
        languages=find_languages(source.title, source.text),
        sponsorship=find_sponsorship(source.text),
        terms=find_terms(source.title, source.employment_type, source.text),
    )


def _countries(places: list[Place], areas: list[str]) -> frozenset[str]:
    """Where the job is, as far as it is told."""
    return frozenset(place.country for place in places if place.country) or frozenset(a for a in areas if len(a) == 2)


def unsupported_excerpts(stated: Stated, clean: CleanPosting) -> list[str]:
    """The excerpts that stand nowhere in what the source states."""
    sources = [stated.title, stated.company, stated.location, stated.employment_type, stated.text, *stated.open_to]
    sources.append(stated.salary.excerpt if stated.salary else None)
    given = [source for source in sources if source]
    return [excerpt for excerpt in _excerpts(clean) if not any(excerpt in source for source in given)]


def _excerpts(clean: CleanPosting) -> list[str]:
    facts = [clean.title, *(getattr(clean, name) for name in _FACTS)]
    facts += [item for name in _LISTS for item in getattr(clean, name)]
    return [fact.excerpt for fact in facts if fact is not None] + (
        [clean.remote_excerpt] if clean.remote_excerpt else []
    )


def _without(clean: CleanPosting, wrong: set[str]) -> CleanPosting:
    changes: dict[str, object] = {
        name: None for name in _FACTS if (fact := getattr(clean, name)) is not None and fact.excerpt in wrong
    }
    changes |= {name: [item for item in getattr(clean, name) if item.excerpt not in wrong] for name in _LISTS}
    if clean.remote_excerpt in wrong:
        changes["remote_excerpt"] = None
    return clean.model_copy(update=changes)
