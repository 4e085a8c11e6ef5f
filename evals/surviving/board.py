"""A job board on loopback whose answers are known beforehand, so that nothing can be lost or doubled unseen."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

EACH = 4
PATH = "/remotive.com/api/remote-jobs"
TRADES = ("welding", "teaching", "nursing", "baking", "surveying", "plumbing", "auditing", "gardening")


def openings(word: str) -> list[dict[str, object]]:
    """The openings that the board has for a word: EACH of its own, and one that every word gets."""
    made = [
        _opening(f"{word}{number}", f"{TRADES[number % len(TRADES)].title()} lead {word}") for number in range(EACH)
    ]
    return [*made, _opening("shared", "Keeper of the lighthouse")]


def _opening(name: str, title: str) -> dict[str, object]:
    return {
        "id": name, "url": f"https://remotive.com/remote-jobs/all/{name}", "title": title,
        "company_name": f"House of {name}", "job_type": "full_time", "publication_date": "2026-11-20T08:00:00",
        "candidate_required_location": "Worldwide", "salary": "", "tags": [],
        "description": f"<p>House of {name} looks for a {title}. You keep {name} in order and know why.</p>",
    }  # fmt: skip


async def _answer(request: Request) -> JSONResponse:
    found = openings(request.query_params.get("search", "").partition(" ")[0])
    return JSONResponse({"job-count": len(found), "jobs": found})


@contextmanager
def serving(port: int) -> Iterator[str]:
    """Serve until left; the address is what BOARD_MIRROR takes."""
    app = Starlette(routes=[Route(PATH, _answer)])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
