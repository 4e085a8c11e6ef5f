"""Which status of a job a reply leads to. Pure: later stages are never overwritten by earlier mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

_FORWARD: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "application_received": ("applied", ("saved",)),
    "assessment": ("applied", ("saved", "applied")),
    "interview": ("interviewing", ("saved", "applied")),
    "reschedule": ("interviewing", ("saved", "applied")),
    "offer": ("offer", ("saved", "applied", "interviewing")),
}
_OPEN, _OVER = ("saved", "applied", "interviewing"), ("accepted", "rejected", "dismissed")
_SAID = {
    "application_received": "the employer has the application", "assessment": "the employer asks for an assessment",
    "interview": "the employer invites to an interview", "reschedule": "an interview is moved",
    "offer": "the employer makes an offer", "rejection": "the employer says no",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """Where a reply leads: the status after it (maybe the same) and why; `ask` leaves it to the person."""

    status: str
    why: str = ""
    ask: bool = False


def next_status(kind: str, status: str, *, sent_at: datetime | None, last_moved_at: datetime | None) -> Move:
    """The status a reply leads to; `last_moved_at` is when the newest mail that changed the job was sent."""
    if kind not in _SAID:
        return Move(status, "says nothing of where the application stands")
    if sent_at is not None and last_moved_at is not None and sent_at < last_moved_at:
        return Move(status, "a mail sent later has already changed this job")
    if kind == "rejection":
        return _refused(status)
    wanted, sources = _FORWARD[kind]
    if status == wanted:
        return Move(status, f"{_SAID[kind]}; the job is there already")
    if status in sources:
        return Move(wanted, _SAID[kind])
    if status in _OVER and kind in ("interview", "offer"):
        return Move(
            wanted if status != "accepted" else status, f"{_SAID[kind]}, but the job is marked {status}", ask=True
        )
    return Move(status, f"{_SAID[kind]}; the job is further on ({status})")


def _refused(status: str) -> Move:
    if status in _OPEN:
        return Move("dismissed", _SAID["rejection"])
    if status in ("offer", "accepted"):
        return Move("dismissed", f"{_SAID['rejection']}, but the job stands at {status}", ask=True)
    return Move(status, f"{_SAID['rejection']}; the job is closed already ({status})")
