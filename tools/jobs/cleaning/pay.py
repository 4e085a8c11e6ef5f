"""Pay as stated with its yearly figure in the same currency; bonuses, funding and target earnings are no pay."""

import re

from tools.jobs.cleaning.passages import WINDOW
from tools.jobs.cleaning.schemas import Pay
from tools.jobs.parsing.salary import find_salary
from tools.jobs.schemas import Salary, SalaryPeriod

_PER_YEAR: dict[SalaryPeriod, float] = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}
_DOLLARS = {
    "US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "TW": "TWD", "MX": "MXN",
    "CL": "CLP", "CO": "COP", "PR": "USD", "EC": "USD", "SV": "USD",
}  # fmt: skip
_BARE_DOLLAR = re.compile(r"(?<![A-Z])\$|\bdollars?\b", re.I)
_SAID_US = re.compile(r"\bUSD?\b ?\$?|\bU\.S\. dollars?", re.I)
_OTHER_DOLLARS = re.compile(r"\b(CAD|AUD|NZD|SGD|HKD|MXN|CLP|COP)\b")
_AMOUNT = r"[$€£]?\s?\d(?:[\d.,'’]*\d)?\s?(?:k|m|mm|bn|million|billion)?\b(?:\s?[€£$]|\s?(?:EUR|USD|GBP|CHF))?"
_RANGE = rf"{_AMOUNT}(?:\s?(?:[-–—]|to|bis|à|and)\s?{_AMOUNT})?"
# Sums that are no pay, whichever side their name stands on.
_OTHER = re.compile(
    rf"\b(?:OTE|on[- ]target earnings?|target earnings?|(?:annual |yearly |performance |sign[- ]on |signing |referral |"
    rf"welcome |relocation |discretionary |target |retention |hiring |quarterly |monthly )*bonus(?:es)?|commissions?|"
    rf"equity|stock(?: options?)?|RSUs?|stipend|"
    rf"allowance|budget|funding|raised|series [a-f]|revenues?|ARR|valuation|valued at|AUM|turnover|umsatz|"
    rf"weiterbildungsbudget|"
    rf"prime|zielgehalt bei 100 ?% zielerreichung)\b(?: (?:of|is|at|from|worth|over|up to|bis zu|in Höhe von|de|"
    rf"around|opportunity|"
    rf"potential|range)|[:(]|\s){{0,4}}\s?(?:up to |over )?{_RANGE}|"
    rf"{_RANGE}\+?\s?(?:in |of |per year in |a year in |annual |yearly |p\.a\. )?(?:\(?OTE\b|on[- ]target|"
    rf"total (?:comp|target)|(?:\w+ )?bonus|equity|stock|RSU|"
    rf"commission|funding|series [a-f]|seed|revenue|ARR|valuation|in (?:sales|assets|transactions|savings)|"
    rf"(?:learning|training|education|development|home[- ]office|wellness|equipment)(?: \w+)? (?:budget|stipend|"
    rf"allowance)|sign)",
    re.I,
)
_MONEY = re.compile(
    r"[$€£¥₹₺₩₪₴₦₱฿]|\b(?:EUR|USD|GBP|CHF|CAD|AUD|NZD|SGD|HKD|INR|JPY|SEK|NOK|DKK|PLN|CZK|HUF|RON|BRL|MXN|ZAR|ILS|"
    r"AED)\b|"
    r"\d ?(?:euros?|Euro|zł|kr|Kč|LPA|lakhs?|dollars|pounds|元|万)|\d ?k\b|\bRs\b",
)
_BIG = re.compile(r"\d[.,'’ ]?\d{3}(?!\d)|\d ?[kK]\b|\d\d[.,]\d{2}\b|\d万")
_PAY_WORDS = (
    "salar", "compensation", "pay", "wage", "rate", "gehalt", "vergütung", "entgelt", "lohn", "verdienst", "honorar",
    "salaire", "rémunération", "remuner", "sueldo", "retribu", "stipendio", "loon", "ral", "lön", "løn",
    "wynagrodz", "mzda", "palkka", "薪", "工资", "tjm", "ctc",
)  # fmt: skip
_LABELS = re.compile(r"\b(?:lön|lønn?|wynagrodzenie|mzda|palkka|fizetés|plat(?=:))\b", re.I)
_MONTHLY = re.compile(
    r"\s?(?:/ ?|per |i |na )?(?:månad(?:en)?|måned(?:en)?|miesiąc|mies\.|miesięcznie|měsíc|měsíčně|kk|hó)(?!\w)", re.I
)
_MONTH_AFTER = re.compile(r"\s*/month.*$")
_PAYMENTS = re.compile(
    r"(?:[x×*]\s?(?P<a>1[2-5])\b|\b(?P<b>1[2-5])\s?(?:[x×]|mal\b|(?:monats)?gehälter|monatslöhne|pagas|mensilità|"
    r"mensualidades|"
    r"mois\b|maanden\b|salários|times))",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÀ-ÞÄÖÜ$€£])")
_LONG = 300
_MOST_LINES, _MOST_LETTERS = 60, 9_000


def clean_pay(stated: Salary | None, text: str, location: str, countries: frozenset[str]) -> Pay | None:
    """Pay of the stated salary, else of the text; `countries` (alpha-2) are where the job is, for what "$" means."""
    salary = stated if stated is not None and not _is_other(stated, text) else None
    if salary is None:
        salary = find_pay(text, location)
    if salary is None or (salary.min is None and salary.max is None):
        return None
    excerpt, times = _payments(salary.excerpt, text) if salary.period == "month" else (salary.excerpt, 12)
    factor = float(times) if salary.period == "month" else _PER_YEAR[salary.period] if salary.period else None
    return Pay(
        min=salary.min,
        max=salary.max,
        currency=_currency(salary, text, countries),
        period=salary.period,
        year_min=_yearly(salary.min, factor),
        year_max=_yearly(salary.max, factor),
        excerpt=excerpt,
    )


def find_pay(text: str, location: str = "") -> Salary | None:
    """The pay that a text states in its own words, None when it states none."""
    lines = _lines_with_money(text)
    if not lines:
        return None
    found = find_salary(_OTHER.sub(_blank, _in_known_words(lines)), location)
    if found is None or "▢" in found.excerpt:
        return None
    if found.excerpt not in text:
        found = found.model_copy(update={"excerpt": _MONTH_AFTER.sub("", found.excerpt)})
    return found if found.excerpt in text else None


def _in_known_words(lines: str) -> str:
    """Labels and months of languages that the reading of pay does not know, in words that it does."""
    return _MONTHLY.sub("/month", _LABELS.sub("salary", lines))


def _lines_with_money(text: str) -> str:
    """Lines that name money or pay, each below the line before it, which may say what it is."""
    wanted: dict[int, str] = {}
    lines = text[:WINDOW].split("\n")
    for index, line in enumerate(lines):
        above = lines[index - 1] if index and lines[index - 1].strip() else lines[index - 2] if index > 1 else ""
        money = _MONEY.search(line)
        if money is None and not (_BIG.search(line) and (_about_pay(line) or _about_pay(above))):
            continue
        if index and (index - 1) not in wanted and len(above) <= _LONG:
            wanted[index - 1] = above
        wanted[index] = line if len(line) <= _LONG else _sentences_with_money(line)
        if len(wanted) > _MOST_LINES:
            break
    return "\n".join(wanted.values())[:_MOST_LETTERS]


def _sentences_with_money(line: str) -> str:
    """Of a paragraph the sentences that matter, each a line."""
    return "\n".join(s for s in _SENTENCE.split(line) if _MONEY.search(s) or (_BIG.search(s) and _about_pay(s)))


def _about_pay(line: str) -> bool:
    lower = line.lower()
    return any(word in lower for word in _PAY_WORDS)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[\d$€£]", "▢", match[0])


def _is_other(salary: Salary, text: str) -> bool:
    """Whether a salary read elsewhere is a bonus, target earnings or the like by the words around it."""
    at = text.find(salary.excerpt)
    if at < 0:
        return False
    start, end = max(0, at - 60), at + len(salary.excerpt) + 30
    start = max(start, text.rfind("\n", start, at) + 1)
    return any(
        match.start() <= at - start < match.end() and not re.search(r"base|grund|fix", match[0], re.I)
        for match in _OTHER.finditer(text[start:end])
    )


def _currency(salary: Salary, text: str, countries: frozenset[str]) -> str | None:
    if salary.currency != "USD" or not _BARE_DOLLAR.search(salary.excerpt) or _SAID_US.search(salary.excerpt):
        return salary.currency
    at = text.find(salary.excerpt)
    around = text[max(0, at - 40) : at + len(salary.excerpt) + 25] if at >= 0 else ""
    if other := _OTHER_DOLLARS.search(around):
        return other[1]
    if _SAID_US.search(around):
        return "USD"
    meant = {_DOLLARS[country] for country in countries if country in _DOLLARS}
    return meant.pop() if len(meant) == 1 and countries <= set(_DOLLARS) else None


def _payments(excerpt: str, text: str) -> tuple[str, int]:
    """How many monthly payments a year brings, 12 unless 13 or 14 are named right behind the amount."""
    at = text.find(excerpt)
    behind = text[at : at + len(excerpt) + 40].split("\n")[0] if at >= 0 else excerpt
    match = _PAYMENTS.search(behind)
    if match is None:
        return excerpt, 12
    return behind[: max(match.end(), len(excerpt))], int(match["a"] or match["b"])


def _yearly(amount: float | None, factor: float | None) -> float | None:
    return round(amount * factor, 2) if amount is not None and factor is not None else None
