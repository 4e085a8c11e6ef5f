"""What is known of an employer: sentences of its postings, its mails and its own page, each with where it stands. Pure.

Nothing is concluded and nothing is worded anew. What nobody says is not there.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from pydantic import BaseModel

from tools.applications.preparing.schemas import NoteLanguage, Quote, SourceKind
from tools.applications.preparing.wording import own_words, sentences, shortened
from tools.email.replies.orders import is_order
from tools.jobs.parsing.markup import soup_of
from tools.jobs.parsing.sections import lines_of
from tools.jobs.schemas import Job

MOST, MOST_OF_ONE = 10, 4
_OF_THE_JOB = frozenset({"must", "should", "nice", "duties", "process", "pay"})
_LEAST, _LONGEST, _LONGEST_READ = 25, 400, 200_000
_FACTUAL = re.compile(
    r"\b(?:founded|established|since \d{4}|headquarter\w*|based in|offices? in|\d[\d.,’ ]*\+? (?:employees|people|"
    r"customers|clients|users|countries|locations|stores|beds|students|members|patients)|employs?|family[- ]owned|"
    r"subsidiary|listed on|part of the|non-?profit|revenue|funding|series [a-e]\b|raised|market leader|leading|"
    r"provides?|develops?|produces?|manufactur\w+|operates?|serves?|builds?|specialis\w+|specializ\w+|"
    r"gegründet|seit \d{4}|hauptsitz|sitz in|standorte?n?|mitarbeite\w+|beschäftig\w+|kund(?:en|innen)\b|"
    r"familienunternehmen|familiengeführt\w*|marktführ\w+|führende[rn]?|umsatz|tochter\w*|teil der|"
    r"entwickel\w+|produzier\w+|betreib\w+|"
    r"fondée?|créée?|depuis \d{4}|siège|salariés|collaborateurs|clients|leader|filiale|chiffre d.affaires|groupe|"
    r"développe|fabrique|propose|implantée?|"
    r"fundada|desde \d{4}|sede|emplead[oa]s|clientes|líder|filial|facturación|grupo|desarrolla|fabrica|ofrece)\b",
    re.IGNORECASE,
)
_OFFERED_OR_ASKED = re.compile(
    r"\b(?:you(?:r|.ll|.re|.ve)?|apply|applicants?|candidates?|du|dein\w*|bewerb\w+|vous|votre|vos|candidatures?|usted|"
    r"candidat\w+|tu|tus|we offer|wir bieten|nous offrons|ofrecemos|we are looking|we.re looking|wir suchen|buscamos|"
    r"nous recherchons|looking for|equal opportunity)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\b(?:we|our|us|wir|unser\w*|uns|nous|notre|nos|somos|nuestr\w+|the company|das unternehmen|"
                      r"l.entreprise|la empresa)\b", re.IGNORECASE)  # fmt: skip
_FORMS = re.compile(r"\b(?:gmbh|ag|se|kg|inc|ltd|llc|plc|sa|sas|sarl|s\.?l|corp|co|group|gruppe)\b\.?", re.IGNORECASE)
_ABOUT = re.compile(
    r"^(?:about(?: us| the company| \w+)?|who we are|our (?:story|company)|company|über uns|das unternehmen|"
    r"unternehmen|wir über uns|à propos(?: de nous)?|qui sommes[- ]nous|l.entreprise|sobre nosotros|quiénes somos|"
    r"la empresa|nosotros|acerca de(?: nosotros)?)\s*[?!]?$",
    re.IGNORECASE,
)


class Said(BaseModel):
    """A text that speaks of the employer, and where it stands."""

    kind: SourceKind
    name: str
    text: str
    url: str | None = None
    job_id: UUID | None = None


def company_facts(job: Job, others: Sequence[Said], *, language: NoteLanguage) -> list[Quote]:
    """Sentences on the employer, those of this posting first; the same sentence once, at most four of one source."""
    name = own_words(language)["headings"]["sources"]["posting"]
    this = Said(kind="posting", name=name, text=job.text, url=job.url)
    found: dict[str, Quote] = {}
    for source in (this, *others):
        for words in list(_sentences_of(source, job.company))[:MOST_OF_ONE]:
            key = " ".join(words.casefold().split())
            found.setdefault(key, Quote(text=words, source=source.kind, name=source.name, url=source.url))
    return list(found.values())[:MOST]


def about_link(html: str, url: str) -> str | None:
    """The address of the page about the company that a page of the same site links to."""
    host = urlsplit(url).hostname or ""
    for link in soup_of(html).find_all("a", href=True):
        address = urljoin(url, str(link["href"]))
        if _ABOUT.match(" ".join(link.get_text(" ").split())) and _same_site(urlsplit(address).hostname or "", host):
            return address.split("#")[0] if address.split("#")[0] != url.split("#")[0] else None
    return None


def speaks_of(text: str, company: str) -> bool:
    """Whether a page names the employer, so that it may be the employer's own and not a job board's."""
    name = _FORMS.sub("", company)
    words = " ".join(name.split()).strip(" .,&-").casefold()
    return len(words) > 2 and words in " ".join(text.split()).casefold()


def _same_site(one: str, other: str) -> bool:
    """The same host, or another of the same registered name ("careers.acme.example" of "www.acme.example")."""
    named = not one.replace(".", "").isdigit()
    return one == other or (bool(one) and named and one.split(".")[-2:] == other.split(".")[-2:])


def _sentences_of(source: Said, company: str | None) -> Iterator[str]:
    """Of a posting what its sections on tasks and requirements do not say; of a mail or a page any sentence."""
    text = source.text[:_LONGEST_READ]
    if source.kind not in {"posting", "other_posting"}:
        stretches = [(text, True)]
    else:
        stretches = [
            (line.text, line.kind != "company") for line in lines_of(text)
            if not line.heading and line.kind not in _OF_THE_JOB
        ]  # fmt: skip
    for stretch, firm in stretches:
        for words in sentences(stretch):
            if _tells(words, company, firm=firm):
                yield shortened(words, _LONGEST)


def _tells(words: str, company: str | None, *, firm: bool) -> bool:
    """Whether a sentence tells a fact of the employer; outside of a section about it, it has to name whom it is of."""
    if not _LEAST <= len(words) <= 3 * _LONGEST or words.endswith("?") or "|" in words or is_order(words):
        return False
    named = company is not None and speaks_of(words, company)
    if _OFFERED_OR_ASKED.search(words) or not _FACTUAL.search(words):
        return False
    return named or not firm or _SUBJECT.search(words) is not None
