"""Pay as a posting states it: found by amount, range, period and the words around, never converted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from tools.jobs.parsing.guarded import guarded
from tools.jobs.parsing.money import AMOUNT, HUGE, Amount, currency_code, period_in, read_amount
from tools.jobs.schemas import Salary, SalaryPeriod

_FIRST = re.compile(rf"(?<![\w.,/-])(?<!\d ){AMOUNT}", re.I)
_FIGURES = re.compile(r"\d+")
# Between an amount's beginning and its first figure stands a currency at most: "CAD$ 5", "SFr. 5".
_MARK = 5
# Blanks and dashes aside, what stands between two amounts is shorter: "gross per year up to US$".
_BETWEEN_AMOUNTS = 40
_FILLING = re.compile(r"[\s\-–—−~]+")
_SEPARATOR = re.compile(
    r"\s*(?:(?:gross|brutto|bruts?|brutos?|per|an?|/|pro)\s*/?\s*)?(?:(?:per |an? |/ ?|pro )?(?:year|yr|annum|"
    r"hour|hr|"
    r"h|month|week|day|stunde|monat|jahr)\.?\s*)?"
    r"\+?\s*(?:[-–—−~]+|\bto\b|\bup to\b|\bbis(?: zu)?\b|\b[àaáe]\b|\bal?\b|\bau\b|\btot\b|\baté\b|\bet\b|\band\b|"
    r"\bund\b|\by\b|\ben\b)\s*",
    re.I,
)
_PAY = guarded(
    r"salar|compensation|remunerat|\bpay(?:s|ing|rate)?\b(?!load|ment|roll)|\bwages?\b|\brate\b|\bote\b|\bearn|"
    r"\bbase\b|package|gehalt|gehält|vergütung|"
    r"verdienst|entgelt|lohn|tagessatz|stundensatz|honorar|salaire|rémunération|remunération|\btjm\b|salario|"
    r"salarial|"
    r"retribuci|remuneraci|sueldo|"
    r"stipendio|\bral\b|retribuzione|salaris|loon\b|salário|remunera[cç]|\bctc\b|\blpa\b|薪|工资",
    re.I,
)
_LABEL = guarded(
    r"(?:salar\w*|compensation|pay|wages?|rate|remuneration|ote|package|gehalt\w*|jahresgehalt|vergütung|salaire|"
    r"rémunération|salario|"
    r"retribución|sueldo|ral|salaris|salário|薪资|薪酬|月薪|年薪)(?:[ \w/()-]{0,40})?[:：]?\s*(?:[(\w ,'’-]{0,30})?$",
    re.I,
)
_OTHER_MONEY = guarded(
    r"\brais(?:ed|ing)\b|fund(?:ing|ed|s)?\b|series [a-f]\b|revenue|umsatz|chiffre d|valu(?:ation|ed)|\baum\b|"
    r"\barr\b|"
    r"budget|\bbonus\b|\bboni\b|sign[- ]?on|"
    r"stipend\b|referral|allowance|reimburs|\bgrant|\bmatch|discount|invest|\bworth\b|gift|\bcredit|\bspend|"
    r"deal size|"
    r"quota|portfolio|\bfees?\b|price|"
    r"\bcosts?\b|learning|tuition|equipment|401 ?\(?k|deductible|insurance|prämie|zuschuss|\bprime\b|customers|"
    r"transactions|\bsales of\b|\bsav(?:e|ing)",
    re.I,
)
_ONLY_MAX = guarded(r"(?:up to|bis(?: zu)?|jusqu[’'](?:à|a)|hasta|fino a|tot|até|max(?:imum|\.)?(?: of)?)\s*$", re.I)
_ONLY_MIN = guarded(
    r"(?:from|starting (?:at|from)|at least|minimum(?: of)?|min\.?|ab|mindestens|mind\.|à partir de|dès|desde|"
    r"a partir de|da|vanaf|starts at)\s*$",
    re.I,
)
_NEEDS_BETWEEN = re.compile(r"\b(?:et|and|und|y|e|en)\b", re.I)
_BETWEEN = re.compile(r"(?:between|entre|zwischen|tra|fra|tussen)\s*$", re.I)
_PLAUSIBLE: dict[SalaryPeriod, tuple[float, float]] = {
    "hour": (2, 2000),
    "day": (15, 20_000),
    "week": (50, 50_000),
    "month": (150, 3_000_000),
    "year": (1_000, 100_000_000),
}
# "Stipend: 1,200 monthly" is an intern's pay; "wellness stipend" is not.
_STIPEND = re.compile(r"^\W*(?:monthly |weekly |internship )?stipend", re.I)
# What comes on top of the pay says nothing against it.
_EXTRA = guarded(
    r"(?:\+|\bplus\b|&|\bzzgl\.?|\bdoe\b\s*\+?)\s*[\w %-]{0,25}\b(?:bonus|boni|commission|equity|"
    r"benefits|prämie)\b",
    re.I,
)
_LAKHS = re.compile(r"lpa|lakhs?|lacs?", re.I)
_MOST = 300
# Amounts of this size in these currencies are yearly by convention when nothing else is said.
_YEARLY_FROM = 15_000
_YEARLY_CURRENCIES = frozenset({"USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "SGD"})


@dataclass(frozen=True)
class _Candidate:
    low: Amount | None
    high: Amount | None
    start: int
    end: int
    period: SalaryPeriod | None = None
    currency: str | None = None
    assumed: bool = False
    score: int = 0


def find_salary(text: str, place: str = "") -> Salary | None:
    """The pay a text states, or None; `place` is the job's location, which tells what a bare dollar is."""
    judged = [_judge(candidate, text, place) for candidate in islice(filter(_may_be_pay, _candidates(text)), _MOST)]
    good = [candidate for candidate in judged if candidate.score >= 4]
    if not good:
        return None
    best = max(good, key=lambda candidate: (candidate.score, -candidate.start))
    return _salary(_merged(best, good, text), text)


def _may_be_pay(candidate: _Candidate) -> bool:
    """Bare small numbers (days, years, counts) are most of a text's numbers and never pay."""
    return any(amount is not None and _says_pay(amount) for amount in (candidate.low, candidate.high))


def _says_pay(amount: Amount) -> bool:
    return amount.currency is not None or amount.value >= 1000


def _goes_on(text: str, end: int) -> bool:
    """Whether more figures follow, no further than the words between two amounts are long."""
    figures = _FIGURES.search(text, end)
    if figures is None:
        return False
    between = text[end : figures.start()]
    return len(between) <= _BETWEEN_AMOUNTS or len(_FILLING.sub("", between)) <= _BETWEEN_AMOUNTS


def _candidates(text: str) -> Iterator[_Candidate]:
    position = 0
    while match := _first_amount(text, position):
        candidate = _range_at(text, match)
        position = max(candidate.end, match.end())
        yield candidate


def _first_amount(text: str, position: int) -> re.Match[str] | None:
    """The first amount from a position on; only where figures stand is one tried."""
    for figures in _FIGURES.finditer(text, position):
        for start in range(max(position, figures.start() - _MARK), figures.start() + 1):
            if match := _FIRST.match(text, start):
                return match
    return None


def _range_at(text: str, match: re.Match[str]) -> _Candidate:
    first = _amount(match)
    before = text[max(0, match.start() - 30) : match.start()]
    separator = _SEPARATOR.match(text, match.end()) if _goes_on(text, match.end()) else None
    second = _FIRST_AFTER.match(text, separator.end()) if separator and "\n" not in separator[0] else None
    if second is not None and separator is not None and _pairs(separator[0], before):
        low, high = _share(first, _amount(second))
        if low.value <= high.value:
            return _Candidate(low, high, match.start(), _with_plus(text, second.end()))
    end = match.end()
    if not _says_pay(first):
        return _Candidate(first, first, match.start(), end)
    if _ONLY_MAX.search(before):
        return _Candidate(None, first, match.start(), end)
    plus = text[end : end + 1] == "+"
    if plus or _ONLY_MIN.search(before):
        return _Candidate(first, None, match.start(), end + plus)
    return _Candidate(first, first, match.start(), end)


_FIRST_AFTER = re.compile(AMOUNT, re.I)


def _with_plus(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == "+" else end


def _pairs(separator: str, before: str) -> bool:
    word = separator.strip().lower()
    return not _NEEDS_BETWEEN.fullmatch(word) or bool(_BETWEEN.search(before))


def _amount(match: re.Match[str]) -> Amount:
    return read_amount(match["pre"], match["num"], match["factor"], match["post"])


def _share(low: Amount, high: Amount) -> tuple[Amount, Amount]:
    """In "60-80k €" the first number means thousands and euros too."""
    if high.scaled and not low.scaled and low.value < 1000:
        low = replace(
            low, value=low.value * (100_000 if high.value >= 100_000 * max(low.value, 1) else 1000), scaled=True
        )
    currency = low.currency or high.currency
    return replace(low, currency=currency), replace(high, currency=currency)


def _judge(candidate: _Candidate, text: str, place: str) -> _Candidate:
    line_start = text.rfind("\n", 0, candidate.start) + 1
    line_end = (text.find("\n", candidate.end) + 1 or len(text) + 1) - 1
    before = _STIPEND.sub("pay", text[max(line_start, candidate.start - 110) : candidate.start])
    after = _EXTRA.sub("", text[candidate.end : min(line_end, candidate.end + 60)])
    heading = _line_above(text, line_start)
    written = text[candidate.start : candidate.end]
    amount = candidate.high or candidate.low
    if amount is None or HUGE.match(after):
        return candidate
    currency = currency_code(amount.currency, before[-40:] + written + after[:25], place)
    period = (
        period_in(_LAKHS.sub("p.a.", written))
        or period_in(_until_amount(after))
        or period_in(before[-60:])
        or (period_in(heading) if _PAY.search(heading) else None)
    )
    about_pay = bool(_PAY.search(before + after + heading)) and before.isascii()
    usual = None if period else _conventional(amount, currency, about_pay)
    candidate = replace(candidate, currency=currency, period=period or usual, assumed=usual is not None)
    score = _score(candidate, amount, before, after, heading)
    if line_end - line_start > 80 and not _PAY.search(before[-90:] + after[:40] + heading):
        score -= 1 if candidate.low is not candidate.high else 2  # a sum in the middle of prose about something else
    return replace(candidate, score=score)


def _score(candidate: _Candidate, amount: Amount, before: str, after: str, heading: str) -> int:
    if not _plausible(candidate, amount):
        return 0
    labelled = bool(_LABEL.search(before)) or (
        len(before.strip()) < 4 and len(heading) < 50 and bool(_PAY.search(heading))
    )
    near = bool(_PAY.search(before[-90:] + " " + after[:40])) or (amount.value >= 1_000_000 and amount.scaled)
    score = 3 * labelled + 2 * (near or (not before.strip() and bool(_PAY.search(heading))))
    score += 0 if candidate.period is None else 1 if candidate.assumed else 2
    score += 1 * (candidate.low is not candidate.high and candidate.low is not None and candidate.high is not None)
    score += 2 * (amount.currency is not None) + 1 * amount.scaled
    score -= 4 * bool(_OTHER_MONEY.search(before[-45:])) + 4 * bool(_OTHER_MONEY.search(after[:28]))
    score -= 4 * bool(_OTHER_MONEY.search(after[:14]))  # "$10,000 in fees" is nothing else
    # A bare number needs the posting to say that it is pay.
    return score if amount.currency or ((labelled or near) and amount.value >= 1000) else 0


def _plausible(candidate: _Candidate, amount: Amount) -> bool:
    lowest = min(a.value for a in (candidate.low, candidate.high) if a is not None)
    if candidate.period is None:
        return lowest >= 1000 or (amount.currency is not None and candidate.low is not candidate.high and lowest >= 8)
    bottom, top = _PLAUSIBLE[candidate.period]
    return bottom <= lowest and amount.value <= top


def _conventional(amount: Amount, currency: str | None, about_pay: bool) -> SalaryPeriod | None:
    yearly = amount.value >= _YEARLY_FROM and (currency in _YEARLY_CURRENCIES or (currency is None and about_pay))
    return "year" if yearly else None


def _until_amount(after: str) -> str:
    other = re.search(r"[$€£]|\d{2,}", after)
    return after[: other.start()] if other else after


def _line_above(text: str, line_start: int) -> str:
    lines = [line for line in text[max(0, line_start - 200) : line_start].split("\n") if line.strip()]
    return lines[-1].strip() if lines else ""


def _merged(best: _Candidate, good: list[_Candidate], text: str) -> _Candidate:
    """Ranges side by side in one line (two levels, two sites) are one span from the lowest to the highest."""
    for other in good:
        gap = text[min(best.end, other.end) : max(best.start, other.start)]
        ranges = all(c.low is not None and c.high is not None and c.low is not c.high for c in (best, other))
        same = other.currency == best.currency and other.period == best.period
        if other is not best and ranges and same and "\n" not in gap and len(gap) < 90:
            lows, highs = [best.low, other.low], [best.high, other.high]
            best = replace(
                best,
                low=min((a for a in lows if a), key=lambda a: a.value),
                high=max((a for a in highs if a), key=lambda a: a.value),
                start=min(best.start, other.start),
                end=max(best.end, other.end),
            )
    return best


_TAIL = re.compile(
    r"\s*(?:gross|brutto|bruts?|brutos?|lordi|bruto)?\s*[/,]?\s*(?:(?:per|an?|pro|im|je|par|por|al|p\.|/|de l[’']|"
    r"all[’'])\s*)?"
    r"(?:hours?|hr|h|stunde|std\.?|heure|hora|uur|ora|days?|tag|jour|día|dia|dag|giorno|weeks?|woche|semaine|semana|"
    r"months?|monat|mois|mes|mês|maand|mese|"
    r"years?|yr|jahr|année|an|año|ano|jaar|anno|annum|annually|yearly|hourly|monthly|p\.?a\.?|jährlich|monatlich|"
    r"brutto|gross|bruts?|brutos?)\b\.?"
    r"(?:\s*(?:gross|brutto|bruts?|brutos?|lordi|bruto|ote)\b)?",
    re.I,
)


def _salary(found: _Candidate, text: str) -> Salary:
    tail = _TAIL.match(text, found.end)
    end = tail.end() if tail and "\n" not in tail[0] else found.end
    return Salary(
        min=found.low.value if found.low else None,
        max=found.high.value if found.high else None,
        currency=found.currency,
        period=found.period,
        excerpt=text[found.start : end].strip(),
    )
