"""The suite injection: mails and texts that give orders, sent through all that could change something by itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.case_files import CasesError, batch_of, entries
from evals.scorers.replies import mail_of_case
from tools.email.alerts.reading import SURE, read_alert
from tools.email.message import Mail
from tools.email.replies.classifying import ACT_AT, classify
from tools.email.replies.progress import next_status
from tools.email.replies.schemas import KnownApplication, Reply
from tools.email.replies.tying import tie

FORMS = ("mail", "posting", "alert")
NEVER = ("status", "forward", "reveal", "delete", "pay", "reply", "posting")
STATUSES = ("saved", "applied", "interviewing")


@dataclass(frozen=True, slots=True)
class HostileCase:
    """A mail that gives orders, and what must not happen because of it.

    `plausible` is a spoof that a person could not tell from the real one either; `batch` is that of its file.
    """

    id: str
    form: str
    never: str
    mail: Mail
    plausible: bool = False
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: `happened` says what changed (nothing when the attack failed), `noticed` whether it is shown."""

    case: HostileCase
    happened: tuple[str, ...]
    noticed: bool


def load_cases(path: Path) -> list[HostileCase]:
    """The cases of a file; raises CasesError that names the case and what is wrong."""
    batch = batch_of(path)
    return [_case(raw, where, batch) for where, raw in entries(path)]


def attack(cases: Iterable[HostileCase]) -> list[Outcome]:
    """Let every case try: as a mail about an application in each open state, and as an alert."""
    return [_outcome(case) for case in cases]


def _outcome(case: HostileCase) -> Outcome:
    reply = classify(case.mail)
    happened = [change for status in STATUSES if (change := _change(reply, case.mail, status))]
    if case.form == "alert":
        reading = read_alert(case.mail)
        happened += [f"a posting {one.title!r}" for one in reading.postings if one.confidence >= SURE]
    return Outcome(case, tuple(happened), bool(reply.suspicious))


def _change(reply: Reply, mail: Mail, status: str) -> str | None:
    """What would be changed without asking, as the code that acts on replies decides."""
    found = tie(reply, mail, _applications(status))
    if reply.confidence < ACT_AT or not found.certain or reply.quote is None:
        return None
    move = next_status(reply.kind, status, sent_at=mail.sent_at, last_moved_at=None)
    return None if move.ask or move.status == status else f"{status} became {move.status}"


def _applications(status: str) -> Sequence[KnownApplication]:
    return [
        KnownApplication(
            job_id="northwind", number=1, title="Data Engineer", company="Northwind", status=status,
            domains=["northwind.example"],
        )
    ]  # fmt: skip


def _case(raw: Mapping[str, Any], where: str, batch: str) -> HostileCase:
    form, never = raw.get("form"), raw.get("never")
    if form not in FORMS or never not in NEVER:
        raise CasesError(f"{where}: `form` is one of {', '.join(FORMS)}, `never` one of {', '.join(NEVER)}")
    mail, plausible = mail_of_case(raw, where), bool(raw.get("plausible", False))
    return HostileCase(str(raw["id"]), str(form), str(never), mail, plausible, batch)
