"""The terms of an offer out of a sentence: base, bonus, equity, signing bonus, leave, remote, the day to answer by."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from agents.offline.arguments import remote_of
from agents.offline.moments_said import take_moment
from agents.offline.spans import Spans
from tools.jobs.parsing.money import AMOUNT, HUGE, currency_code, period_in, read_amount

_AMOUNT = re.compile(rf"(?<![a-z]){AMOUNT}", re.I)  # "offers 92k" is not in rupees
_A_YEAR = {"hour": 2080.0, "day": 260.0, "week": 52.0, "month": 12.0, "year": 1.0}
_LEAVE = re.compile(
    r"\b(\d{1,3}(?:[.,]5)?)\s*(?:paid |working )?(?:days?|tage?n?|jours?|dias?)\s*(?:(?:of|off|"
    r"de|d'|an|paid|annual|a year)\s*)*"
    r"(?:leave|holidays?|vacations?|pto|time off|urlaub\w*|conges?|vacaciones|ferien)?\b|"
    r"\b(\d{1,3})\s*(?:urlaubs|ferien)tage\b"
)
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*(?:%|percent|per cent|prozent|pour ?cent|por ?ciento)")
_ROLES = (
    ("signing", r"sign(?:ing|-?on)|antritts\w*|willkommens\w*|prime (?:d'arrivee|de bienvenue)|fichaje"),
    ("equity", r"equity|rsus?|stocks?|shares|options|aktien|actions|acciones"),
    ("bonus", r"bonus\w*|boni|variable|praemie|pramie|prime|bono"),
    ("base", r"base|basis\w*|grundgehalt|fix\w*|gehalt|salary|salaire|salario|sueldo"),
)  # fmt: skip
_BY = re.compile(
    r"\b(?:answer|reply|decide|decision|respond|say|get back|tell (?:them|him|her)|let (?:them|him|her) know|"
    r"(?:want|need)s? to know|deadline|antwort\w*|entscheid\w*|repon\w*|respon\w*)\b.{0,24}?"
    r"\b(?:by|until|before|bis|avant|antes)\b.*"
)
_STARTS = re.compile(r"\b(?:start(?:s|ing)?|first day|beginn|ab|debut|empez\w+)\b(?: on| am| date)? .*")


def offer_said(text: str, today: date | None) -> dict[str, Any]:
    """What is offered, by the fields of an offer; empty when no term is said."""
    spans = Spans(text)
    found: dict[str, Any] = {}
    if day := _day_in(spans, _BY, today):
        found["answer_by"] = day.isoformat()
    if day := _day_in(spans, _STARTS, today):
        found["starts_on"] = day.isoformat()
    if leave := spans.search(_LEAVE):
        found["leave_days"] = float((leave[1] or leave[2]).replace(",", "."))
        spans.take(*leave.span())
    found |= _bonus_share(spans)
    for role, amount, code in _amounts(spans):
        found.setdefault(role, amount)
        if code:
            found.setdefault("currency", code)
    if found and (remote := remote_of(text)):
        found["remote"] = remote
    return found


def _day_in(spans: Spans, clause: re.Pattern[str], today: date | None) -> date | None:
    match = spans.search(clause)
    if match is None:
        return None
    inner = Spans(spans.written(*match.span()))
    day, _ = take_moment(inner, today)
    if day is not None:
        spans.take(*match.span())
    return day


def _bonus_share(spans: Spans) -> dict[str, float]:
    """10 % bonus, or a bonus of 10 per cent."""
    for match in _PERCENT.finditer(spans.folded):
        around = spans.folded[max(0, match.start() - 24) : match.end() + 16]
        if re.search(rf"\b(?:{dict(_ROLES)['bonus']})\b", around):
            # The word goes with its figure, so that no amount nearby is taken for it.
            end = match.end()
            behind = re.match(rf"\s*(?:\w+ )?(?:{dict(_ROLES)['bonus']})\b", spans.folded[end:])
            spans.take(match.start(), end + (behind.end() if behind else 0))
            return {"bonus_percent": float(match[1].replace(",", "."))}
    return {}


def _amounts(spans: Spans) -> Iterator[tuple[str, float, str | None]]:
    """(what it is, the amount, its currency) of each amount of money; the first without a word is the base."""
    matches = [match for match in _AMOUNT.finditer(spans.folded) if _is_money(match, spans.folded)]
    for index, match in enumerate(matches):
        left = matches[index - 1].end() if index else 0
        right = matches[index + 1].start() if index + 1 < len(matches) else len(spans.folded)
        amount = read_amount(match["pre"], match["num"], match["factor"], match["post"])
        role = _role(spans.folded[match.end() : right], spans.folded[left : match.start()])
        period = period_in(spans.folded[match.end() : match.end() + 22]) if role in {"base", None} else None
        code = currency_code(amount.currency, spans.folded, spans.folded) if amount.currency else None
        yield role or "base", amount.value * _A_YEAR[period or "year"], code


def _is_money(match: re.Match[str], folded: str) -> bool:
    """An amount with a currency, thousands, or too large to be anything else."""
    after = folded[match.end() :]
    if (
        HUGE.match(after)
        or re.match(r"\s*(?:%|days?|weeks?|years?|hours? a)", after)
        or re.search(r"[\w/#.-]$", folded[: match.start()])
    ):
        return False
    amount = read_amount(match["pre"], match["num"], match["factor"], match["post"])
    return bool(amount.currency or amount.scaled or amount.value >= 1000)


def _role(after: str, before: str) -> str | None:
    """What an amount is for: the word right behind it, else the nearest before it in its own part of the sentence."""
    head = re.split(r"[,;+]| and | plus | und | et | y ", after)[0]
    tail = re.split(r"[,;]| and | plus | und | et | y ", before)[-1]
    for part in (head, tail):
        for role, pattern in _ROLES:
            if re.search(rf"\b(?:{pattern})\b", part):
                return role
    return None
