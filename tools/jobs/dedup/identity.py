"""What identifies an opening: everything its copies share and its siblings do not, in comparable values."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

import pycountry
from pydantic import BaseModel, ConfigDict

from tools.jobs.cleaning.schemas import CleanPosting, Contract, Hours
from tools.jobs.cleaning.terms import find_terms
from tools.jobs.dedup.agencies import is_agency, named_clients, names_no_employer
from tools.jobs.dedup.employers import aliases, family_names
from tools.jobs.dedup.figures import amounts, telling_pairs
from tools.jobs.dedup.places import Spot, spot_of
from tools.jobs.dedup.sketch import key
from tools.jobs.dedup.texts import plain_text, words
from tools.jobs.dedup.title_words import LIGHT
from tools.jobs.dedup.titles import Title, title_of
from tools.jobs.parsing.addresses import BoardJob, board_id, canonical_url, site_job
from tools.jobs.schemas import RemoteKind, SalaryPeriod

_NAMES = 3  # of one employer
# "Req-ID: R-1234" is "R1234".
_NUMBER_LABEL = re.compile(
    r"^\W*(?:(?:job|requisition|position|posting|vacancy|reference|kennziffer|referenz|r[ée]f[ée]rence)\b\W*)?"
    r"(?:(?:id|nr|no|number|nummer)\b\W*)?(?=\w*\d)",
    re.I,
)


_PERMANENT = re.compile(
    r"\b(?:cdi|unbefristet\w*|festanstellung|"
    r"permanent (?:contract|position|role|job|post|employment|salaried|full time)|"
    r"fast stilling|duree indeterminee|contrato indefinido|tempo indeterminato|sem termo|"
    r"onbepaalde tijd|vaste aanstelling|"
    r"vast contract)\b"
)
_TEMPORARY = re.compile(
    r"\b(?:cdd|befristet\w*|fixed term|maternity cover|vikariat|tempo determinato|contrato temporal|\w*vertretung|"
    r"duree determinee|duracion determinada|bepaalde tijd|tijdelijk contract|contrato a termo|zeitvertrag)\b"
)


class PayRange(BaseModel):
    """Pay as stated; `low` and `high` are a year's where that is known, else as they stand."""

    model_config = ConfigDict(frozen=True)
    low: float
    high: float
    currency: str | None = None
    period: SalaryPeriod | None = None


class Identity(BaseModel):
    """What tells an opening from others. JSON-storable; None and empty where the posting is silent.

    `setting`: words of the employer and its places, in which copies may differ. `written`: the parts of the location as
    it was written, since cleaning may know only one of them. `marked`: the contract that the title itself names.
    `aliases`: keys of the several names that the employer's name is made of.
    """

    model_config = ConfigDict(frozen=True)
    urls: tuple[str, ...] = ()
    jobs: tuple[BoardJob, ...] = ()
    requisition: str | None = None
    employer: str | None = None
    employer_words: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    agency: bool = False
    title: Title
    places: tuple[Spot, ...] = ()
    written: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    remote: RemoteKind | None = None
    language: str | None = None
    posted: date | None = None
    contract: Contract | None = None
    marked: Contract | None = None
    hours: Hours | None = None
    pay: PayRange | None = None
    setting: frozenset[str] = frozenset()
    core: str = ""
    rest: str = ""
    names: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()


def identity_of(
    clean: CleanPosting,
    *,
    url: str | None = None,
    apply_url: str | None = None,
    board: str | None = None,
    company_token: str | None = None,
    external_id: str | None = None,
    requisition_id: str | None = None,
    location: str | None = None,
    text: str = "",
    language: str | None = None,
    posted_at: datetime | None = None,
) -> Identity:
    """The identity of a cleaned posting; `board`, `company_token`, `external_id` as the board that gave it has them.

    `text` is the posting's text as it came, markup and all. An apply address counts as one of the posting's own.
    """
    plain = plain_text(text)
    addresses = tuple(dict.fromkeys(canonical_url(address) for address in (url, apply_url) if address))
    employer = clean.employer
    marked = terms.contract if (terms := find_terms(clean.title.excerpt, None, "")) else None
    return Identity(
        urls=addresses,
        jobs=tuple(dict.fromkeys(_jobs(addresses, board, company_token, external_id))),
        requisition=_requisition(requisition_id),
        employer=employer.key if employer and not names_no_employer(employer.name) else None,
        employer_words=tuple(words(employer.name)) if employer else (),
        aliases=aliases(employer.excerpt) if employer else (),
        agency=employer is None or is_agency(employer.name, text),
        title=title_of(clean.title, employer.name if employer else None, clean.places),
        places=tuple(dict.fromkeys(spot_of(place) for place in clean.places)),
        written=_written(location) or _written("; ".join(place.excerpt for place in clean.places)),
        areas=tuple(clean.open_to.areas) if clean.open_to else (),
        remote=clean.remote,
        language=language,
        posted=posted_at.date() if posted_at else None,
        contract=_contract_of(clean, marked, f"{plain.core} {plain.rest}"),
        marked=marked,
        hours=clean.terms.hours if clean.terms else None,
        pay=_pay(clean),
        setting=frozenset(_setting(clean)),
        core=plain.core,
        rest=plain.rest,
        names=plain.names,
        teams=plain.teams,
    )


def _written(location: str | None) -> tuple[str, ...]:
    """The parts of a location between commas and the like, in folded words without postcodes."""
    parts = re.split(r"[,;/|()\n]|\s[-–]\s", location or "")
    named = (" ".join(word for word in words(part) if word.isalpha()) for part in parts)
    return tuple(dict.fromkeys(part for part in named if part))


def _setting(clean: CleanPosting) -> Iterator[str]:
    """Words of the employer and its places as written and in full: texts repeat them, and they tell no role."""
    yield from ("remote", "hybrid", "onsite", "homeoffice")
    if clean.employer:
        yield from words(f"{clean.employer.excerpt} {clean.employer.name}")
    for place in clean.places:
        country = pycountry.countries.get(alpha_2=place.country) if place.country else None
        yield from words(
            " ".join([place.excerpt, place.city or "", place.region or "", country.name if country else ""])
        )
        yield from (place.country or "").lower().split()


def blocks(identity: Identity) -> list[int]:
    """Keys under which copies meet whatever their text, signed 64-bit.

    Of one address, of one number on a board, of one role in one city, of one requisition, of one employer with one
    role (in one city, or a word of it there), of one employer (or the client that an agency names) in one town; of two
    figures that few texts hold; of one amount in one town.
    """
    return list(dict.fromkeys(key(*parts) for parts in _named(identity)))


def _named(identity: Identity) -> Iterator[tuple[bytes, ...]]:
    for address in identity.urls:
        yield b"url", address.encode()
    for job in identity.jobs:
        company = "" if job.everywhere else job.company or ""
        yield b"job", job.board.encode(), company.encode(), job.job.encode()
    role = " ".join(sorted(identity.title.role)).encode()
    cities = list(dict.fromkeys(spot.city for spot in identity.places if spot.city))
    # An agency's copy shares no employer, and may say more: a "Kotlin backend engineer" is a "backend engineer".
    heart = " ".join(sorted([word for word in identity.title.role if word not in LIGHT][-2:])).encode()
    if heart:
        yield from ((b"place", heart, place.encode()) for place in cities or identity.areas)
    # One copy says "Minneapolis" and the other "Minneapolis-St. Paul".
    begun = [*cities, *identity.written[:1]] if cities else ()  # "Ahlen, Kreis Warendorf" may be read as the latter
    towns = [town.encode() for town in dict.fromkeys(city.split()[0] for city in begun)] or [_afar(identity)]
    # Told anew by an agency that names nobody, a posting keeps its figures.
    yield from ((b"told", first.encode(), second.encode()) for first, second in telling_pairs(identity.core))
    yield from ((b"pay", amount.encode(), where) for amount in amounts(identity.core) for where in towns)
    clients = named_clients(identity.core, identity.names) if identity.agency else ()
    yield from ((b"site", name.encode(), where) for name in clients for where in towns)
    if identity.employer is None:
        return
    if identity.requisition:
        yield b"requisition", identity.employer.encode(), digits(identity.requisition).encode()
    for named in list(dict.fromkeys((identity.employer, *identity.aliases)))[:_NAMES]:
        employer = named.encode()
        yield from ((b"city", employer, role, city.encode()) for city in cities)
        yield from (
            (b"word", employer, word.encode(), city.encode()) for city in cities for word in identity.title.role
        )
        yield b"role", employer, role
    # Paraphrased or translated, title and text have no word in common: a small employer's openings are few.
    for name in dict.fromkeys((*family_names(identity.employer_words), *identity.aliases[:_NAMES])):
        yield from ((b"site", name.encode(), where) for where in towns)


def _afar(identity: Identity) -> bytes:
    """Where an opening without a city is: its country or area, or nowhere told."""
    stated = sorted({spot.country for spot in identity.places if spot.country} | set(identity.areas))
    return (stated[0] if stated else identity.remote or "").encode()


def digits(requisition: str) -> str:
    """A requisition's figures, which stay when a board leaves the letters before them out; else all of it."""
    return re.sub(r"\D", "", requisition).lstrip("0") or requisition


def _jobs(
    addresses: Sequence[str], board: str | None, company_token: str | None, external_id: str | None
) -> Iterator[BoardJob]:
    for address in addresses:
        if job := board_id(address) or site_job(address):
            yield job
    if board and external_id:
        token = company_token.lower() if company_token else None
        yield BoardJob(re.sub(r"[^a-z0-9]", "", board.lower()), token, external_id.lower(), False)


def _requisition(requisition_id: str | None) -> str | None:
    """The employer's number without labels and punctuation, in capitals."""
    return re.sub(r"[\W_]", "", _NUMBER_LABEL.sub("", requisition_id or "")).upper() or None


def _contract_of(clean: CleanPosting, marked: Contract | None, said: str) -> Contract | None:
    """The contract as cleaned; what the text says in passing where it is silent or read "a permanent contract"."""
    stated = clean.terms.contract if clean.terms else None
    loose = stated is None or (stated == "contract" and marked is None)
    return (_contract(said) or stated) if loose else stated


def _contract(said: str) -> Contract | None:
    """Permanent or not, where a text says it in passing and only one of the two."""
    permanent, temporary = _PERMANENT.search(said), _TEMPORARY.search(said)
    if bool(permanent) == bool(temporary):
        return None
    return "permanent" if permanent else "temporary"


def _pay(clean: CleanPosting) -> PayRange | None:
    pay = clean.pay
    if pay is None:
        return None
    yearly = pay.year_min is not None or pay.year_max is not None
    amounts = [pay.year_min, pay.year_max] if yearly else [pay.min, pay.max]
    known = [amount for amount in amounts if amount]
    if not known:
        return None
    period = "year" if yearly else pay.period
    return PayRange(low=min(known), high=max(known), currency=pay.currency, period=period)
