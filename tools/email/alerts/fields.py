"""Which of the words beside an opening's title are the employer, the place, the pay, the time, or only a mark."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tools.email.alerts import words
from tools.jobs.parsing.occupations import looks_like_title
from tools.jobs.parsing.salary import find_salary
from tools.jobs.parsing.workplace import find_remote, is_place
from tools.jobs.schemas import RemoteKind, Salary

LONG = 100
_BETWEEN = re.compile(r"\s+[·•‧|∙●]\s+|\s*[·•●‧]\s+|\s+[·•●‧]\s*|(?<![\d k])\s+[–—]\s+(?!\s*[$€£\d])|\t+")
_DASH = re.compile(r"\s+-\s+|\s+-$|^-\s+")
_MONEY = re.compile(r"[$€£¥₹₺₩]|\b(?:USD|EUR|GBP|CHF|CAD|AUD|INR|SEK|NOK|DKK|PLN|k€)\b|元|\d\s?k\b", re.I)
_ONLY_MONEY = re.compile(
    r"^\W*(?:(?:salary|pay|gehalt|salaire|sueldo|salario|compensation|up to|from|bis zu|ab|jusqu[’']à|à partir de|"
    r"hasta|desde|"
    r"estimated|est\.?|ca\.?|circa|base|时薪|月薪|年薪)[\s:]*){0,3}[$€£¥₹A-Z]{0,4}\s?\d",
    re.I,
)
_ESTIMATE = re.compile(
    r"\s*\((?:employer|glassdoor|indeed)? ?(?:provided|est\.?|estimate[d]?)?\)|\s*\(\s*(?:geschätzt|estim\w*)\s*\)",
    re.I,
)
_ASIDE = re.compile(r"\s*[(\[]\s*(?P<kind>[^()\[\]]{3,30})\s*[)\]]\s*$")
_REMOTE_ONLY = re.compile(
    r"^\W*(?:(?:100 ?% )?(?:fully )?remote|remote(?:[- ]first)?|hybrid(?:es? arbeiten)?|hybride|h[íi]brido|on[- ]?site|"
    r"in[- ]office|in[- ]person|vor ort|präsenz|home ?office|im home ?office|télétravail(?: (?:complet|partiel|"
    r"total))?|"
    r"sur site|teletrabajo|a distancia|en remoto|remoto|presencial|en présentiel|à distance|teilweise homeoffice|"
    r"remote (?:friendly|possible|ok))\W*$",
    re.I,
)
_KINDS: tuple[tuple[re.Pattern[str], RemoteKind], ...] = (
    (re.compile(r"hybrid|h[íi]brido|teilweise|partiel|parcial", re.I), "hybrid"),
    (
        re.compile(r"on[- ]?site|in[- ]office|in[- ]person|vor ort|präsenz|sur site|presencial|présentiel", re.I),
        "onsite",
    ),
    (re.compile(r"remot|home ?office|télétravail|teletrabajo|distan", re.I), "remote"),
)
_LABEL = re.compile(
    r"^(?P<name>company|employer|location|locations|salary|pay|arbeitgeber|firma|unternehmen|standort|ort|arbeitsort|"
    r"gehalt|"
    r"entreprise|société|lieu|salaire|empresa|ubicación|lugar|localidad|sueldo|salario)\s*:\s*(?P<value>\S.*)$",
    re.I,
)
_COMPANIES = frozenset(
    {"company", "employer", "arbeitgeber", "firma", "unternehmen", "entreprise", "société", "empresa"}
)
_PLACES = frozenset(
    {"location", "locations", "standort", "ort", "arbeitsort", "lieu", "ubicación", "lugar", "localidad"}
)
_SENTENCE = re.compile(r"…$|\.\.\.$|[a-zäöüéß)]{3,}[.!?](?:\s|$).*\s|^\W*[a-z].{60,}")
_SIZE = re.compile(r"\s*/\s*\d+(?:-\d+|\+)?\s*(?:employees|people|mitarbeiter\w*|salariés|empleados)\b", re.I)
_LEGAL = re.compile(
    r"\b(?:gmbh(?: & co\. kg)?|ag|se|kg|e\. ?v\.|ug|sarl|sas|s\.?a\.?|s\.?l\.?|ltd|llc|inc|ab|oy|a/s|b\.?v\.?|"
    r"s\.?p\.?a\.?)"
    r"\.?$",
    re.I,
)
_AREA = re.compile(r"^\s*(?:worldwide|anywhere|europe|emea|apac|americas|weltweit|europa|monde entier)\s*$", re.I)
_LED = re.compile(r"^(?P<kind>(?:fully )?remote|hybrid|on-?site)\s*[,:]\s+(?P<rest>\S.+)$", re.I)
_VIA = re.compile(r"^(?:via|über|par|vía|a través de)\s+\S", re.I)
_LISTED = re.compile(
    r"^\W*(?:skills?|tags?|requirements?|experience|erfahrung|\d+\+? ?(?:years?|jahre|ans|años))\b", re.I
)


@dataclass(slots=True)
class Details:
    """What the words beside a title say; `loose` are short words that may be employer or place, in their order."""

    company: str | None = None
    location: str | None = None
    remote: RemoteKind | None = None
    salary: Salary | None = None
    posted_at: datetime | None = None
    snippet: str | None = None
    loose: list[str] = field(default_factory=list)


def read_details(lines: Iterable[str], sent_at: datetime | None, *, dashed: bool = False) -> Details:
    """Sort the words of an opening's lines; `dashed` boards part employer and place with " - "."""
    found = Details()
    for line in lines:
        for piece in _pieces(line, dashed=dashed):
            _sort(piece, found, sent_at)
    return found


def name_loose(found: Details, *, company: str | None = None, strict: bool = True) -> Details:
    """Tell employer and place among the loose words; `strict` boards always show the employer first."""
    loose = [word for word in dict.fromkeys(found.loose) if company is None or word.casefold() != company.casefold()]
    found.company = found.company or company
    if found.company is None and loose:
        places = [is_place(word) for word in loose]
        first = (
            0
            if strict and (len(loose) > 1 or not places[0])
            else next((i for i, is_ in enumerate(places) if not is_), None)
        )
        found.company = loose.pop(first) if first is not None else None
    if found.location is None and loose:
        first = 0 if strict else next((i for i, word in enumerate(loose) if is_place(word)), 0)
        rest = loose[first:]
        found.location = _joined(rest)
    if found.location is None and found.company is not None:
        _part_place(found)
    if found.location is None and found.remote == "remote":
        found.location = "Remote"
    return found


def _part_place(found: Details) -> None:
    """ "Acme AG, Bern" on one line."""
    name, _, place = (found.company or "").rpartition(", ")
    if name and (is_place(place) or (_LEGAL.search(name) and not _LEGAL.search(place))):
        found.company, found.location = name, place


def remote_of(words_: str) -> RemoteKind | None:
    """Remote, hybrid or on site where a short text is a label for it."""
    return next((kind for pattern, kind in _KINDS if pattern.search(words_)), None)


def read_title(title: str) -> tuple[str, RemoteKind | None]:
    """A title on one line, and what it says of remote work."""
    return " ".join(title.split()).strip(" -–|·•→›»➜>"), find_remote("", title) if remote_of(title) else None


def pay_in(words_: str, place: str = "") -> Salary | None:
    """The pay in short words; words that are only an amount are pay without being called so."""
    if not _MONEY.search(words_) or not any(map(str.isdigit, words_)):
        return None
    plain = _ESTIMATE.sub("", words_)
    found = find_salary(plain, place)
    if found is None and _ONLY_MONEY.match(plain):
        found = find_salary(f"Salary: {plain}", place)
    return found


def is_prose(words_: str) -> bool:
    """Whether words describe a job in sentences."""
    return len(words_) > LONG or bool(len(words_) > 45 and _SENTENCE.search(words_))


def _pieces(line: str, *, dashed: bool) -> list[str]:
    if is_prose(line) and len(_BETWEEN.split(line)) < 3:
        return [line]
    if len(line) <= LONG and _MONEY.search(line) and _ONLY_MONEY.match(line) and not _BETWEEN.search(line):
        return [line]
    plain = _SIZE.sub("", words.without_rating(line))
    parts = [part.strip(" ,;") for part in _BETWEEN.split(plain) if part and part.strip(" ,;-–|")]
    if parts and len(parts) <= 2:
        undashed = _undashed(parts[0])
        parts = [*undashed, *parts[1:]] if dashed or (len(undashed) == 2 and is_place(undashed[1])) else parts
    return parts


def _undashed(words_: str) -> list[str]:
    """Employer and place of "Acme - Foods - Springfield - IL": the place is what the last dashes part off."""
    parts = [part.strip() for part in _DASH.split(words_) if part.strip(" -")]
    if len(parts) == 2 and remote_of(parts[0]) and is_place(words_):
        return [words_]  # "Remote - US"
    if len(parts) < 2:
        return [part.strip(" -") for part in parts]
    tail = 2 if len(parts) > 2 and re.fullmatch(r"[A-Z]{2,3}", parts[-1]) else 1
    return [" - ".join(parts[:-tail]), ", ".join(parts[-tail:])]


def _sort(piece: str, found: Details, sent_at: datetime | None) -> None:
    piece = piece.strip(" ·•|,-–—")
    if not piece or words.is_list_link(piece) or _VIA.match(piece):
        return
    if (label := _LABEL.match(piece)) is not None:
        _labelled(label["name"].casefold(), label["value"].strip(), found)
    elif _REMOTE_ONLY.match(piece):
        found.remote = found.remote or remote_of(piece)
    elif words.tells_time(piece):
        found.posted_at = found.posted_at or words.posted(piece, sent_at)
    elif words.is_badge(piece) or _LISTED.match(piece):
        return
    elif len(piece) <= LONG and (pay := pay_in(piece, " ".join(found.loose[-1:]))) is not None:
        found.salary = found.salary or pay
    elif is_prose(piece):
        found.snippet = found.snippet or piece[:600]
    elif re.search(r"\w", piece):
        _keep(piece, found)


def _labelled(name: str, value: str, found: Details) -> None:
    if name in _COMPANIES:
        found.company = found.company or value
    elif name in _PLACES:
        found.location = found.location or _without_kind(value, found)
    else:
        found.salary = found.salary or pay_in(f"Salary: {value}")


def _keep(piece: str, found: Details) -> None:
    plain = _without_kind(piece, found)
    name, _, place = plain.rpartition(", ")
    if name and not found.loose and _LEGAL.search(name) and not _LEGAL.search(place):
        found.loose.append(name)
        plain = place
    if plain and not (looks_like_title(plain) and len(plain.split()) > 6 and found.loose):
        found.loose.append(plain)


def _without_kind(piece: str, found: Details) -> str:
    """ "Leeds (Hybrid)" without the brackets, which are told in `remote`."""
    if (led := _LED.match(piece)) is not None:
        found.remote = found.remote or remote_of(led["kind"])
        piece = led["rest"].strip()
    aside = _ASIDE.search(piece)
    if aside is not None and words.is_badge(aside["kind"]):
        return piece[: aside.start()].strip()
    if aside is not None and not found.loose and _is_area(aside["kind"]) and piece[: aside.start()].strip():
        found.location = found.location or aside["kind"].strip()
        return piece[: aside.start()].strip()
    if aside is None or not _REMOTE_ONLY.match(aside["kind"]):
        return piece
    found.remote = found.remote or remote_of(aside["kind"])
    return piece[: aside.start()].strip()


def _is_area(words_: str) -> bool:
    return is_place(words_) or bool(_AREA.match(words_))


def _joined(loose: Sequence[str]) -> str | None:
    """The place; a second word is taken in only where it goes on with it."""
    if len(loose) > 1 and re.fullmatch(r"[A-Z]{2,3}", loose[1]):
        return f"{loose[0]}, {loose[1]}"
    return loose[0] if loose else None
