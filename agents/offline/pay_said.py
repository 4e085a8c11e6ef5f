"""The least pay that a sentence asks for, a year, and its currency."""

import re

from agents.offline.spans import Spans
from tools.jobs.parsing.money import AMOUNT, HUGE, currency_code, period_in, read_amount
from tools.jobs.searching.areas import currency_of

_A_YEAR = {"hour": 2080.0, "day": 260.0, "week": 52.0, "month": 12.0, "year": 1.0}
_FLOOR = (
    r"over|above|more than|at least|no less than|not less than|not under|not below|nothing (?:under|below|"
    r"less than)|"
    r"nothing that pays less than|(?:won'?t|not|never|can'?t|cannot|don'?t|nicht|pas|no) (?:\w+ ){0,4}?(?:for |"
    r"fur |pour |por )?"
    r"(?:less than|below|under|unter|weniger als|a moins de|moins de|menos de)|"
    r"upwards of|north of|starting (?:at|from)|from|min(?:imum)?\.?(?: of)?|minimal\w*|exceeding|better than|"
    r"greater than|>=?|≥|ab|uber|mindestens|mehr als|nicht unter|wenigstens|von mindestens|"
    r"plus de|au moins|a partir de|au-dessus de|superieur\w* a|minimum|mas de|al menos|por lo menos|desde|"
    r"como minimo|superior\w* a|a partir de|por encima de|minimo(?: de)?|de mas de"
)
_PAYS = (
    r"pay(?:s|ing|ed)?|paid|earn(?:s|ing)?|salar(?:y|ies)|wages?|make|making|compensation|gehalt\w*|lohn|"
    r"verdien\w*|"
    r"bezahl\w*|zahl\w*|salaire\w*|paye\w*|remuner\w*|gagn\w*|sueldo\w*|salario\w*|pagu?\w*|gan\w+|cobr\w+|"
    r"brutto|gross|"
    r"brut|bruto|offering"
)
_CEILING = re.compile(
    r"\b(?:under|below|less than|up to|at most|max(?:imum)?|unter|hochstens|bis zu|moins de|menos de|"
    r"hasta|jusqu'a)\s*$")  # fmt: skip
_AMOUNT = re.compile(AMOUNT, re.I)
# A sign written onto the amount, or said; a dash with a blank behind it only parts two halves of a sentence.
_SIGN = re.compile(r"(?:(?<!\S)(?:[€$£] ?)?[-\u2212\u2013]|\b(?:minus|negative) )$")
_LESS_THAN_NOTHING = re.compile(r"\b(?:moins|menos) $")  # "au moins", "al menos" are the least itself
_LEAST = re.compile(r"\b(?:\w*mindest\w*|minim\w+|floor)\b(?: \w+){0,2}\s*$")
_NUMBER_BEFORE = re.compile(r"\d[\w.,]*\s*[€$£]?\s*$")
_LED = re.compile(rf"(?:\b(?:{_FLOOR})|[>≥]=?)\s*(?:€|\$|£)?\s*$")
_PAID = re.compile(rf"\b(?:{_PAYS})\b(?:\s+\w+){{0,4}}\s*$")
_PAID_AFTER = re.compile(rf"^\s*\+?\s*(?:\w+\s+){{0,4}}?(?:{_PAYS})\b")
_RANGE = re.compile(
    r"^\s*(?:-|–|to|bis|und|and|a|y|et)\s*(?:[$€£]\s*)?\d[\d.,]*\s*(?P<factor>k|tsd|mil|tausend|thousand)?",
                    re.I)  # fmt: skip
_NOT_MONEY = re.compile(
    r"^\s*(?:\+\s*)?(?:years?|yrs?|days?|weeks?|months?|jobs?|roles?|positions?|ones|people|employees|"
    r"percent|%|hours? (?:a|per) week|stunden|jahre?|tage?|wochen?|ans\b|jours?|anos?\b|dias?|miles|km|of them|"
    r"best|stellen|offres|ofertas|results?|results)\b",
    re.I,
)
_CURRENCY_BEHIND = re.compile(
    r"\s*\+\s*(eur(?=os?\b|\b)|usd|gbp|chf|cad|aud|sek|nok|dkk|pln|€|\$|£|dollars?|pounds)(?:os?)?(?!\w)"
)
_AROUND = re.compile(
    rf"(?<![\w'])(?:(?:that |which |and |with |the |a |mit |avec |con |un |une |einem? |el |le |la |que |die |"
    rf"das |qui |"
    rf"{_PAYS}|should|must|i |make|i'd|at least|{_FLOOR}|of |de |von |it |want|would|like|to|be|is|not|"
    r"jahresgehalt|anual|annuel|yearly|annual|per year)[\s:,]*)+$"
)
_AFTER = re.compile(
    r"^(?:\s*\+|\s*(?:or more|and up|and above|upwards|plus\b|minimum|at least|oder mehr|aufwarts|et plus|ou plus|"
    r"o mas|y mas|brutto|gross|brut|bruto|netto|net|salary|pay|gehalt|a year|per year|a month|per month|an hour|"
    r"per hour|a day|per day|a week|per week|yearly|annually|per annum|p\.?\s?a\.?|im jahr|pro jahr|jahrlich|"
    r"im monat|"
    r"pro monat|monatlich|pro stunde|die stunde|am tag|pro tag|par an|l'an|par mois|mensuel\w*|de l'heure|"
    r"par heure|"
    r"par jour|al ano|anual(?:es)?|por ano|al mes|mensual(?:es)?|por mes|la hora|por hora|al dia|por dia|/\s*\w+)"
    r"(?!\w))+"
)


def take_pay(spans: Spans, country: str | None) -> dict[str, float | str]:
    """`salary_min` a year with its `salary_currency` where that is said; empty when nothing is.

    Pay by the hour, day, week or month is counted up to a year. An amount without a period that is too small for a
    year is left alone: nobody said what it is paid for. Less than nothing is told as it was said.
    """
    for match in _AMOUNT.finditer(spans.folded):
        if negative := _negative(spans, match):
            return negative
        before, after = spans.folded[: match.start()], spans.folded[match.end() :]
        if (
            (_CEILING.search(before) and not _LED.search(before))
            or _NOT_MONEY.match(after)
            or HUGE.match(after)
            or re.search(r"[\w/#.]$", before)
        ):
            continue
        factor = match["factor"] or ((second["factor"]) if (second := _RANGE.match(after)) else None)
        amount = read_amount(match["pre"], match["num"], factor, match["post"])
        period = period_in(after[:22]) or ("hour" if re.search(r"\bhourly\b.{0,20}$", before) else None)
        said = bool(amount.currency or _PAID.search(before) or _PAID_AFTER.match(after))
        if not (said or (_LED.search(before) and (amount.scaled or amount.value >= 10_000 or period)) or amount.scaled):
            continue
        value = amount.value * _A_YEAR[period or "year"]
        if value < 10_000 and period is None:
            continue
        behind = _CURRENCY_BEHIND.match(after)
        code = currency_code(amount.currency or (behind[1] if behind else None), spans.folded, spans.folded)
        if code == "USD" and amount.currency in {"$", "dollars", "dollar"} and country is not None:
            local = currency_of(country) or ""
            code = local if local.endswith("D") else code
        _take(spans, match, after)
        return {"salary_min": value} | ({"salary_currency": code} if code else {})
    return {}


def _negative(spans: Spans, match: re.Match[str]) -> dict[str, float | str]:
    """Pay below nothing: an amount with a minus before it, after words for the least or for pay."""
    lead, after = spans.folded[: match.start()], spans.folded[match.end() :]
    less = _LESS_THAN_NOTHING.search(lead)
    sign = less or _SIGN.search(lead)
    before = lead[: sign.start()] if sign else ""
    paid = not less and (_PAID.search(before) or _LEAST.search(before) or _PAID_AFTER.match(after))
    amount = read_amount(match["pre"], match["num"], match["factor"], match["post"])
    if sign is None or not (_LED.search(before) or paid) or amount.value <= 0 or _NOT_MONEY.match(after):
        return {}
    if _NUMBER_BEFORE.search(before):
        return {}
    code = currency_code(amount.currency, spans.folded, spans.folded)
    _take(spans, match, after, sign.start())
    return {"salary_min": -amount.value} | ({"salary_currency": code} if code else {})


def _take(spans: Spans, match: re.Match[str], after: str, start: int | None = None) -> None:
    """Take the amount that begins at `start` (its sign) or at the match, with the words around it."""
    start = match.start() if start is None else start
    led = _AROUND.search(spans.folded[:start])
    second = _RANGE.match(after)
    end = match.end() + (second.end() if second else 0)
    behind = _CURRENCY_BEHIND.match(spans.folded[end:])
    end += behind.end() if behind else 0
    end += len(re.match(r"[^\W\d_]*", spans.folded[end:])[0])  # type: ignore[index]  # it always matches
    trailing = _AFTER.match(spans.folded[end:])
    spans.take(led.start() if led else start, end + (trailing.end() if trailing else 0))
