"""What the terminal shows of sources and watches can be read in 80 columns."""

import io
from datetime import UTC, datetime
from uuid import uuid4

from rich.console import Console
from rich.markdown import Markdown

from tools.ingestion.presenting import present_status, present_watches
from tools.ingestion.schemas import IngestionStatus, SourceHealth, WatchList, WatchView
from tools.jobs.searching.schemas import Wanted

REASON = (
    "api.smartrecruiters.com answered with HTTP status 503: it is having trouble; try again later, or look at what the "
    "board itself says of its state."
)
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def shown(markdown: str) -> str:
    """As a terminal of 80 columns shows it."""
    screen = io.StringIO()
    Console(file=screen, width=80).print(Markdown(markdown))
    return screen.getvalue()


def whole(text: str, screen: str) -> bool:
    """Whether a text stands on the screen from left to right, with nothing of other columns between its lines."""
    return text in " ".join(screen.split())


def test_what_troubles_a_source_can_be_read() -> None:
    source = SourceHealth(
        name="smartrecruiters:northwind-industries", label="SmartRecruiters", kind="company", state="resting",
        last_error=REASON, failures=4, runs=12, last_ok_at=NOON, asked_again_at=NOON, last_found=110, new=40,
    )  # fmt: skip
    fine = SourceHealth(name="remotive", label="Remotive", kind="feed", state="ok", runs=3, last_ok_at=NOON)
    screen = shown(present_status(IngestionStatus(sources=[source, fine], queue_depth=0)))
    assert whole(REASON, screen), screen
    assert "4 failures in a row" in screen
    assert "remotive" in screen


def test_what_troubles_a_watch_can_be_read() -> None:
    def view(number: int, name: str, **more: object) -> WatchView:
        base = {"id": uuid4(), "number": number, "kind": "company", "name": name, "pace": "daily", "wanted": Wanted()}
        return WatchView.model_validate({**base, "due_at": NOON, **more})

    watches = [
        view(1, "roles at Northwind", source="smartrecruiters:northwind", paused=True, trouble=REASON),
        view(2, "roles at Acme", source="greenhouse:acme"),
        view(3, "roles at Cobalt", looking_for="Cobalt"),
    ]
    screen = shown(present_watches(WatchList(watches=watches)))
    assert whole(REASON, screen), screen
    assert "Watch 1 is paused" in screen
    assert "the page of Cobalt" in screen
