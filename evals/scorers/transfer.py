"""How well a file of applications was read: field by field, column by column, repeat by repeat."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from tools.applications.transfer.portable import PortableApplication


def value_of(one: PortableApplication, name: str) -> Any:
    """What an application says under a case's name of a field; days for dates."""
    pay = one.salary
    around: dict[str, Any] = {
        "applied": _day(one.applied_at), "saved": _day(one.created_at), "moved": _day(one.moved_at),
        "deadline": one.deadline, "salary_min": pay.min if pay else None, "salary_max": pay.max if pay else None,
        "currency": pay.currency if pay else None, "contact": one.contacts[0].name if one.contacts else None,
        "reminder": _day(one.reminders[0].due_at) if one.reminders else None,
        "interview": _day(one.interviews[0].starts_at) if one.interviews else None,
        "text": one.posting.text if one.posting else None,
        "resume": one.resume.name if one.resume else None, "letter": one.letter.name if one.letter else None,
    }  # fmt: skip
    return around[name] if name in around else getattr(one, name)


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None


def wrong_fields(one: PortableApplication | None, expected: Mapping[str, Any]) -> list[str]:
    """The fields that are not as expected, each with what was read."""
    if one is None:
        return [f"{name}: nothing was read" for name in expected]
    found = {name: value_of(one, name) for name in expected}
    return [
        f"{name}: {found[name]!r}, not {wanted!r}"
        for name, wanted in expected.items()
        if not _same(found[name], wanted)
    ]


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, float | int) and isinstance(found, float | int):
        return abs(found - wanted) < 0.01
    return bool(found == wanted)
