"""What single cells say: stages, numbers, pay, remote work, links. Pure."""

import re
from typing import Any

from tools.applications.plain_words import heading_words
from tools.jobs.parsing.salary import find_salary
from tools.jobs.schemas import RemoteKind, Salary, SalaryPeriod

_REMOTE: tuple[tuple[RemoteKind, str], ...] = (
    ("hybrid", r"hybrid\w*|hibrid\w*|teilweise|partiel\w*|partly|part remote|\d+ tage|\d+ days|\d+ jours|\d+ dias"),
    ("onsite", r"on ?site|in office|office|vor ort|buro|prasenz|sur site|presentiel|presencial|no|nein|non|false"),
    ("remote", r"remote|home ?office|tele ?travail|teletrabajo|remoto|a distance|fully remote|yes|ja|oui|si|true|full"),
)
_PERIODS: tuple[tuple[SalaryPeriod, str], ...] = (
    ("hour", r"hour\w*|stund\w*|heure\w*|hora\w*|hr"), ("day", r"day|daily|tag\w*|jour\w*|dia\w*"),
    ("week", r"week\w*|woche\w*|semaine\w*|semana\w*"), ("month", r"month\w*|monat\w*|mois|mensuel\w*|mes|mensual\w*"),
    ("year", r"year\w*|annual\w*|annum|jahr\w*|jahrlich\w*|an|annee|annuel\w*|ano|anual\w*|yr|pa|p a"),
)  # fmt: skip
_YES = frozenset(["yes", "y", "ja", "oui", "si", "true", "1", "x", "wahr", "vrai", "verdadero"])
_NUMBER = re.compile(r"-?\d[\d.,'’\s\u00a0\u202f]*")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.I)
_NOTHING = frozenset(
    ["n a", "na", "none", "null", "nil", "nan", "k a", "keine", "keiner", "aucun", "aucune", "ninguno"]
)
_HYPERLINK = re.compile(
    r"""\A\s*=\s*HYPERLINK\(\s*"(?P<link>[^"]{1,2048})"\s*(?:[;,]\s*"(?P<shows>(?:[^"]|"")*)"\s*)?\)\s*\Z""", re.I
)
_MARKDOWN = re.compile(r"\A\s*\[(?P<shows>[^\[\]]*)\]\((?P<link>https?://[^\s()]{1,2048})\)\s*\Z", re.I)
_THOUSANDS = re.compile(r"(?<=\d)\s*T(?:EUR|€)|(?<=\d)\s*(?:Tsd|Tausend)\.?\s*(?:EUR|€)", re.I)
_SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY"}


def text_of(value: Any) -> str:
    """A cell as text: whole numbers without a decimal point, blanks at the ends taken off."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip() if value is not None else ""


def is_nothing(value: Any) -> bool:
    """Whether a cell says that there is nothing to say: a dash, n/a, none."""
    text = text_of(value)
    return not text or not text.strip("-–—_/.?*") or (len(text) < 9 and heading_words(text) in _NOTHING)


def shown_and_link(text: str) -> tuple[str, str | None]:
    """What a cell shows and where it leads, where it is a HYPERLINK formula or a link of Markdown."""
    found = _HYPERLINK.match(text) or _MARKDOWN.match(text)
    if found is None:
        return text, None
    shows, link = (found["shows"] or "").replace('""', '"').strip(), found["link"]
    return shows or link, link


def number_of(value: Any) -> float | None:
    """The number of a cell in any of the usual notations: 65.000,50 and 65,000.50 and 65 000; None for none.

    Where one mark alone stands before three last digits it parts thousands. Raises ValueError for other text.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    text = str(value).strip()
    if not text:
        return None
    found = _NUMBER.search(text)
    if found is None:
        raise ValueError(f"“{text[:40]}” is no number")
    digits = re.sub(r"[\s'’\u00a0\u202f]", "", found[0]).rstrip(".,")
    factor = 1000 if re.match(r"\s*(?:k|tsd)\b", text[found.end() :], re.I) else 1
    return float(_plain(digits)) * factor


def _plain(digits: str) -> str:
    marks = re.findall(r"[.,]", digits)
    if len(set(marks)) == 2:
        decimal = marks[-1]
        thousands = "," if decimal == "." else "."
        return digits.replace(thousands, "").replace(decimal, ".")
    if len(marks) > 1 or (marks and re.search(r"[.,]\d{3}$", digits)):
        return re.sub(r"[.,]", "", digits)
    return digits.replace(",", ".")


def salary_of(
    text: str, low: Any, high: Any, currency: str | None, period: str | None, place: str
) -> Salary | None:  # fmt: skip
    """Pay out of a text, or out of columns for its ends. Raises ValueError for an end that is no number."""
    code = currency_of(currency)
    least, most = number_of(low), number_of(high)
    per = next((name for name, words in _PERIODS if re.fullmatch(words, heading_words(period or ""))), None)
    if least is None and most is None:
        return _told(text, code, per, place) if text else None
    if least is not None and most is not None and least > most:
        least, most = most, least
    shown = "–".join(f"{end:,.0f}" for end in (least, most) if end is not None)
    words = text or " ".join(part for part in (shown, currency or code or "", f"/ {per}" if per else "") if part)
    return Salary(min=least, max=most, currency=code, period=per, excerpt=words)


def _told(text: str, code: str | None, per: SalaryPeriod | None, place: str) -> Salary | None:
    """A text as pay; one in which no amount is found is kept as words."""
    told = _THOUSANDS.sub("k EUR", text)
    named = told if not code or re.search(r"[A-Z]{3}|[€£$¥]", told) else f"{told} {code}"
    found = find_salary(f"Salary: {named}", place)
    if found is None:
        try:
            amount = number_of(text) if re.fullmatch(r"[\d.,'’\s]+(?:k|tsd\.?)?", text, re.I) else None
        except ValueError:
            amount = None
        return Salary(min=amount, max=amount, currency=code, period=per, excerpt=text)
    return found.model_copy(update={"excerpt": text, "currency": found.currency or code, "period": per or found.period})


def currency_of(text: str | None) -> str | None:
    """The ISO code of a currency's code or sign; None for another word."""
    word = (text or "").strip()
    return _SIGNS.get(word) or (word.upper() if re.fullmatch(r"[A-Za-z]{3}", word) else None)


def remote_of(value: str) -> RemoteKind | None:
    """Where one works, in five languages; None where the cell does not tell."""
    words = heading_words(value)
    return next((kind for kind, pattern in _REMOTE if re.search(rf"(?:^|\s)(?:{pattern})(?=\s|$)", words)), None)


def is_yes(value: str) -> bool:
    """Whether a cell says yes."""
    return heading_words(value) in _YES


def link_of(value: str) -> str | None:
    """The first link in a cell, with a scheme; None without one."""
    found = _LINK.search(value)
    if found is None:
        bare = re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?", value.strip())
        return f"https://{value.strip()}" if bare and "." in value else None
    link = found[0].rstrip(".,;)")
    return link if link.lower().startswith("http") else f"https://{link}"
