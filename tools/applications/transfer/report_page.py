"""The report of an export as HTML pages: a table that is read, or, for many, one line an application. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from markupsafe import escape

from tools.applications.schemas import OPEN_STAGES, ApplicationFilters, Stage
from tools.applications.transfer.portable import PortableApplication

ROOMY = 300
A_PAGE_SET = 2_000
_STAGES: tuple[Stage, ...] = (*OPEN_STAGES, "accepted", "declined", "rejected", "withdrawn")
_NOTES = 220
_STYLE = """
@page { size: A4 landscape; margin: 14mm 12mm; @bottom-right { content: "Jobwright"; font-size: 7pt; color: #666 } }
body { font-family: Lato, sans-serif; font-size: 8pt; color: #1b1b1b; line-height: 1.3 }
h1 { font-size: 17pt; margin: 0 0 1mm } p { margin: 0 0 3mm; color: #444 }
table { width: 100%; border-collapse: collapse; table-layout: fixed; margin-bottom: 5mm }
th { text-align: left; border-bottom: 0.6pt solid #333; padding: 1mm } thead { display: table-header-group }
td { border-bottom: 0.3pt solid #ccc; padding: 1mm; vertical-align: top; overflow-wrap: anywhere }
tr { break-inside: avoid } .stages { width: auto } .stages td, .stages th { width: 24mm; text-align: right }
pre { font-family: Lato, sans-serif; font-size: 7pt; tab-size: 55mm; margin: 0 }
"""
_HEAD = ("#", "Title", "Company", "Place", "Status", "Applied", "Moved", "Source", "Notes")
_WIDTHS = (4, 19, 14, 11, 8, 8, 8, 8, 20)


def pages(found: Sequence[PortableApplication], filters: ApplicationFilters, now: datetime) -> list[str]:
    """The pages of the report, to be rendered one after the other and joined."""
    head = _summary(found, filters, now)
    if len(found) <= ROOMY:
        return [_page(head + _table(found))]
    parts = [found[start : start + A_PAGE_SET] for start in range(0, len(found), A_PAGE_SET)]
    return [_page((head if not at else "") + _lines(part, at * A_PAGE_SET)) for at, part in enumerate(parts)]


def _page(body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Applications</title>'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>"
    )


def _summary(found: Sequence[PortableApplication], filters: ApplicationFilters, now: datetime) -> str:
    said = filters.model_dump(mode="json", exclude_defaults=True, exclude={"sort", "order"})
    chosen = "; ".join(
        f"{name.replace('_', ' ')}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in said.items()
    )
    counts = Counter(one.status for one in found)
    heads = "".join(f"<th>{stage}</th>" for stage in _STAGES if counts[stage])
    numbers = "".join(f"<td>{counts[stage]}</td>" for stage in _STAGES if counts[stage])
    table = f'<table class="stages"><tr>{heads}</tr><tr>{numbers}</tr></table>' if counts else ""
    only = f" · {escape(chosen)}" if chosen else ""
    noun = "application" if len(found) == 1 else "applications"
    return f"<h1>Applications</h1><p>{len(found)} {noun} · {now:%Y-%m-%d %H:%M} UTC{only}</p>{table}"


def _table(found: Sequence[PortableApplication]) -> str:
    cols = "".join(f'<col style="width:{width}%">' for width in _WIDTHS)
    head = "".join(f"<th>{name}</th>" for name in _HEAD)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in _cells(number, one)) + "</tr>"
        for number, one in enumerate(found, 1)
    )
    return f"<table><colgroup>{cols}</colgroup><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cells(number: int, one: PortableApplication) -> tuple[str, ...]:
    notes = " ".join((one.notes or "").split())
    return (
        str(number), one.title, one.company or "", one.location or one.remote or "", one.status, _day(one.applied_at),
        _day(one.moved_at), one.source or "", notes[:_NOTES] + ("…" if len(notes) > _NOTES else ""),
    )  # fmt: skip


def _lines(found: Sequence[PortableApplication], before: int) -> str:
    """One line each, with tabs: laying out a table of ten thousand rows takes WeasyPrint minutes."""
    lines = [
        "\t".join(
            (
                f"{number}  {_short(one.title, 32)}", _short(one.company or "", 34), _short(one.location or "", 34),
                f"{one.status}  {_day(one.applied_at)}", _short(one.source or "", 30),
            )
        )
        for number, one in enumerate(found, before + 1)
    ]  # fmt: skip
    return f"<pre>{escape(chr(10).join(lines))}</pre>"


def _short(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else ""
