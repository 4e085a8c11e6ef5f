"""What facts and profile say in answer to a form's question, each with its exact words; the likeliest first. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tools.applications.forms.schemas import FormField, ValueSource
from tools.applications.forms.telling import told
from tools.applications.plain_words import plain_words
from tools.job_profiles.schemas import JobProfile, KnownAs
from tools.jobs.cleaning.places import clean_places
from tools.jobs.searching.countries import country_code
from tools.resumes.schemas import ContactDetail, LinkDetail, PositionDetail, ResumeFact
from tools.skills import find_skills

_HOSTS = {"linkedin": "linkedin.com", "github": "github.com", "xing": "xing.com"}
_YEARS = re.compile(
    r"how many years|years? of (?:\w+ ){0,3}experience|wie viele jahre|jahre (?:berufs)?erfahrung|combien d annees|"
    r"annees d experience|cuantos anos|anos de experiencia|quanti anni"
)


@dataclass(frozen=True, slots=True)
class Known:
    """Something that can be said, and what says it."""

    value: str
    source: ValueSource


def known_of(
    one: FormField,
    meant: KnownAs,
    facts: Sequence[ResumeFact],
    profile: JobProfile | None,
    today: date | None,
    language: str | None = None,
) -> Iterator[Known]:
    """What answers this field, the surest first; nothing where neither facts nor profile say it.

    `language` is the one of form and facts where they have the same: then a question may be answered in sentences.
    """
    asked = meant.key
    if asked in {"first_name", "last_name"}:
        yield from _part_of_name(asked, facts, profile)
    elif asked == "full_name":
        yield from (*_of_profile(profile, "full_name"), *_contact(facts, "name"))
    elif asked in {"email", "phone", "location", "headline"}:
        yield from (*_of_profile(profile, asked), *_contact(facts, asked))
    elif asked == "company":
        yield from _current_employer(facts)
    elif asked in {"city", "country"}:
        yield from _place(asked, facts, profile)
    elif asked in _HOSTS:
        yield from _link(asked, facts)
    elif asked in {"website", "portfolio"}:
        yield from (*_of_profile(profile, "website"), *_contact(facts, "website"), *_own_site(facts))
    else:
        yield from _in_words(one, facts, today, language)


def _in_words(one: FormField, facts: Sequence[ResumeFact], today: date | None, language: str | None) -> Iterator[Known]:
    """What answers a question that is no particular: years with a skill, or sentences of the person's own lines."""
    asked = one.label or ""
    if one.kind in {"number", "text"} and _YEARS.search(plain_words(asked)):
        yield from _years(asked, facts, today)
    said = told(asked, facts, language, today) if one.kind == "textarea" and language is not None else None
    if said is not None:
        yield Known(said.text, _source(said.facts[0], "; ".join(fact.text for fact in said.facts)))


def understood(fields: Sequence[FormField], known: Sequence[KnownAs]) -> list[KnownAs]:
    """The questions as the whole form makes them clear.

    A "Name" beside a first name is the last name; a "Nom" alone is the whole one.
    """
    asked = [meant.key for meant in known]
    apart = "first_name" in asked
    for number, key in enumerate(asked):
        if apart and key == "full_name" and "last_name" not in asked:
            asked[number] = "last_name"
        elif not apart and key == "last_name" and plain_words(fields[number].label or "") == "nom":
            asked[number] = "full_name"
    return [
        meant if key == meant.key else KnownAs(key=key, category="contact", is_known=True, extra=meant.extra)
        for key, meant in zip(asked, known, strict=True)
    ]


def _of_profile(profile: JobProfile | None, field: str) -> Iterator[Known]:
    value = getattr(profile, f"contact_{field}", None)
    if profile is not None and value:
        yield Known(value, ValueSource(kind="profile", id=profile.id, name=f"profile “{profile.name}”", words=value))


def _contact(facts: Sequence[ResumeFact], field: str) -> Iterator[Known]:
    for fact in facts:
        if isinstance(fact.detail, ContactDetail) and fact.detail.field == field:
            yield Known(fact.detail.value, _source(fact))


def _source(fact: ResumeFact, words: str | None = None) -> ValueSource:
    return ValueSource(kind="resume", id=fact.id, name="your resume", words=words or fact.text)


def _part_of_name(part: str, facts: Sequence[ResumeFact], profile: JobProfile | None) -> Iterator[Known]:
    """A part of the name where something says which part it is: a comma, capitals, or the address "first.last@"."""
    mails = [known.value for known in (*_of_profile(profile, "email"), *_contact(facts, "email"))]
    for whole in (*_of_profile(profile, "full_name"), *_contact(facts, "name")):
        if (parts := parts_of(whole.value, mails)) is not None:
            yield Known(parts[0] if part == "first_name" else parts[1], whole.source)


def parts_of(name: str, mails: Sequence[str]) -> tuple[str, str] | None:
    """First and last name of a whole name, where that is said and not guessed."""
    if name.count(",") == 1:
        last, first = (part.strip() for part in name.split(","))
        return (first, last) if first and last else None
    words = name.split()
    for cut in range(1, len(words)):
        first, last = " ".join(words[:cut]), " ".join(words[cut:])
        if last.isupper() and not first.isupper() and len(last) > 2:
            return first, last
        for mail in mails:
            local = re.split(r"[._-]", folded_mail(mail))
            if local == [plain_words(first).replace(" ", ""), plain_words(last).replace(" ", "")]:
                return first, last
    return None


def folded_mail(address: str) -> str:
    """What stands before the @, without a tag, lower case."""
    return address.partition("@")[0].partition("+")[0].casefold()


def _current_employer(facts: Sequence[ResumeFact]) -> Iterator[Known]:
    held = [fact for fact in facts if isinstance(fact.detail, PositionDetail) and fact.detail.current]
    if len(held) == 1 and isinstance(held[0].detail, PositionDetail):
        yield Known(held[0].detail.employer, _source(held[0]))


def _place(asked: str, facts: Sequence[ResumeFact], profile: JobProfile | None) -> Iterator[Known]:
    """City or country where the words themselves name it: "Uppsala, Sweden" says both, "Uppsala" only the city."""
    for whole in (*_of_profile(profile, "location"), *_contact(facts, "location")):
        pieces = [piece.strip() for piece in whole.value.split(",")]
        places = clean_places(whole.value)
        if len(places) != 1:
            continue
        city, country = places[0].city, places[0].country
        if asked == "city" and city and plain_words(city) in {plain_words(piece) for piece in pieces}:
            yield Known(next(piece for piece in pieces if plain_words(piece) == plain_words(city)), whole.source)
        if asked == "country" and country and len(pieces) > 1 and country_code(pieces[-1]) == country:
            yield Known(pieces[-1], whole.source)  # a state or a province is none: "BC" names no country


def _link(network: str, facts: Sequence[ResumeFact]) -> Iterator[Known]:
    for fact in facts:
        if isinstance(fact.detail, LinkDetail) and _HOSTS[network] in fact.detail.url.lower():
            yield Known(fact.detail.url, _source(fact))


def _own_site(facts: Sequence[ResumeFact]) -> Iterator[Known]:
    for fact in facts:
        if isinstance(fact.detail, LinkDetail) and not any(host in fact.detail.url.lower() for host in _HOSTS.values()):
            yield Known(fact.detail.url, _source(fact))


def _years(question: str, facts: Sequence[ResumeFact], today: date | None) -> Iterator[Known]:
    """Whole years of the positions, with dates, under which a line names the one skill that is asked about."""
    skills = {span.name for span in find_skills(question)}
    if len(skills) != 1:
        return
    shown = {
        fact.parent_id for fact in facts if fact.parent_id and skills & {span.name for span in find_skills(fact.text)}
    }
    held = [fact for fact in facts if fact.id in shown and isinstance(fact.detail, PositionDetail)]
    months = set[int]()
    for fact in held:
        months |= _months(fact, today)
    if held and len(months) >= 12:
        words = "; ".join(fact.text for fact in held)
        yield Known(str(len(months) // 12), _source(held[0], words))


def _months(fact: ResumeFact, today: date | None) -> set[int]:
    """The months from start to end that a position's dates hold; none where one of them is only a year, or missing."""
    detail = fact.detail
    end = (
        (today.strftime("%Y-%m") if today else None)
        if getattr(detail, "current", False)
        else getattr(detail, "end", None)
    )
    start = getattr(detail, "start", None)
    if not start or not end or len(start) < 7 or len(end) < 7:
        return set()
    first, last = (int(moment[:4]) * 12 + int(moment[5:7]) for moment in (start, end))
    return set(range(first, last + 1))
