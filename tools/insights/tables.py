"""The figures of a search as rows, for a spreadsheet. Pure."""

import csv
import io
from collections.abc import Iterator

from tools.insights.schemas import Interval
from tools.insights.schemas_applications import Analytics

HEADER = ("table", "name", "figure", "value")
_Row = tuple[str, str, str, float | int | str | None]


def as_csv(found: Analytics) -> str:
    """One figure a line: table, name, figure, value; figures that are not told for want of cases stay empty."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(HEADER)
    writer.writerows((table, _plain(name), figure, value) for table, name, figure, value in _rows(found))
    return written.getvalue()


def _plain(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{name}" if name[:1] in {"=", "+", "-", "@", "\t", "\r"} else name


def _rows(found: Analytics) -> Iterator[_Row]:
    for name in ("response_rate", "interview_rate", "offer_rate"):
        yield from _rate("rates", name, getattr(found, name))
    for stage in found.funnel:
        yield "funnel", stage.status, "now", stage.now
        yield "funnel", stage.status, "ever", stage.ever
        if stage.conversion is not None:
            yield from _rate("funnel_conversion", stage.status, stage.conversion)
    for table in found.response:
        for row in [*table.rows, *([table.others] if table.others else [])]:
            yield from _rate(f"response_by_{table.by}", row.name, row)
            yield f"response_by_{table.by}", row.name, "waiting", row.waiting
    for spent in found.time_in_stage:
        for figure in ("left", "still_there", "lower_quartile_days", "median_days", "upper_quartile_days"):
            yield "time_in_stage", spent.status, figure, getattr(spent, figure)
    for figure in ("answered", "waiting", "lower_quartile_days", "median_days", "upper_quartile_days"):
        yield "first_answer", "days", figure, getattr(found.first_answer, figure)
    yield from _over_time(found)


def _over_time(found: Analytics) -> Iterator[_Row]:
    for week in found.trend:
        for figure in ("sent", "answered", "interviews", "offers"):
            yield "trend", week.week, figure, getattr(week, figure)
    for pay in found.pay:
        for figure in ("stated", "lower_quartile", "median", "upper_quartile", "wish", "below_wish"):
            yield "pay", pay.currency, figure, getattr(pay, figure)
    for line in found.skills_gap.lines:
        for month in line.months:
            yield "skills_gap", line.skill.name, month.month, month.asked


def _rate(table: str, name: str, rate: Interval) -> Iterator[_Row]:
    for figure in ("hits", "cases", "value", "low", "high"):
        yield table, name, figure, getattr(rate, figure)
