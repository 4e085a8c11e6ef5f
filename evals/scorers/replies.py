"""The suite replies: what mails of employers say, held against labels; the form of a case stands in replies.v1.yaml."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parseaddr
from pathlib import Path
from typing import Any, get_args

from evals.case_files import CasesError, batch_of, entries
from evals.intervals import Share
from tools.email.message import Address, Mail, read_mail, tidy, words_of_html
from tools.email.replies.classifying import ACT_AT, classify, strength_of
from tools.email.replies.schemas import KnownApplication, Reply, ReplyKind, Tie
from tools.email.replies.speaking import quote_stands
from tools.email.replies.tying import tie
from tools.jobs.cleaning.employers import employer_key

KINDS: tuple[ReplyKind, ...] = get_args(ReplyKind)
ACTING: tuple[ReplyKind, ...] = ("rejection", "interview", "offer")
SENT = datetime(2026, 6, 1, 9, tzinfo=UTC)
STATED = ("company", "role", "requisition_id")
_KNOWN = {
    "id", "language", "kind", "from", "subject", "text", "html", "split", "meets", "sent_at", "in_reply_to", "calendar",
    "needs_answer", "applications", "ties", "certain", *STATED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReplyCase:
    """A mail with the kinds that are right for it; `stated` are the fields to compare, those absent are not judged.

    `batch` is that of its file, empty for the first cases of all.
    """

    id: str
    mail: Mail
    kinds: frozenset[str]
    language: str = ""
    held: bool = False
    stated: Mapping[str, str | None] = field(default_factory=dict)
    meets: datetime | None = None
    needs_answer: bool | None = None
    applications: tuple[KnownApplication, ...] = ()
    ties: frozenset[str] | None = None
    certain: bool = False
    batch: str = ""

    @property
    def kind(self) -> str | None:
        """The only right kind, where there is one."""
        return next(iter(self.kinds)) if len(self.kinds) == 1 else None


@dataclass(frozen=True, slots=True)
class Judged:
    """What was read of a case."""

    case: ReplyCase
    reply: Reply
    tie: Tie | None

    @property
    def right(self) -> bool:
        """Whether the kind is."""
        return self.reply.kind in self.case.kinds

    @property
    def acts(self) -> bool:
        """Whether it is sure enough to change something by itself."""
        return self.reply.confidence >= ACT_AT


def load_cases(path: Path) -> list[ReplyCase]:
    """The cases of a file; raises CasesError that names the case and what is wrong."""
    batch = batch_of(path)
    return [_case(raw, where, batch) for where, raw in entries(path)]


def judge(cases: Iterable[ReplyCase]) -> list[Judged]:
    """Read every mail, and tie those that have applications to choose from."""
    found = []
    for case in cases:
        reply = classify(case.mail)
        tied = tie(reply, case.mail, case.applications) if case.ties is not None else None
        found.append(Judged(case, reply, tied))
    return found


def precision(judged: Sequence[Judged], kind: str, *, acting: bool = False) -> Share:
    """Of those read as this kind, the share that is it; `acting` counts only those that would change something."""
    read = [one for one in judged if one.reply.kind == kind and (one.acts or not acting)]
    return Share(sum(one.right for one in read), len(read))


def recall(judged: Sequence[Judged], kind: str) -> Share:
    """Of those that are this kind and no other, the share that was read as it."""
    there = [one for one in judged if one.case.kind == kind]
    return Share(sum(one.right for one in there), len(there))


def quotes(judged: Sequence[Judged]) -> Share:
    """Of the quotes given, the share that stands in the mail word for word."""
    given = [one for one in judged if one.reply.quote is not None]
    return Share(sum(quote_stands(one.case.mail, str(one.reply.quote)) for one in given), len(given))


def stated(judged: Sequence[Judged], name: str) -> Share:
    """The share of mails whose field was read as labelled, nothing where nothing is stated."""
    labelled = [one for one in judged if name in one.case.stated]
    return Share(sum(_same(one.case.stated[name], getattr(one.reply, name), name) for one in labelled), len(labelled))


def meetings(judged: Sequence[Judged]) -> Share:
    """The share of labelled meetings whose moment was read; the clock alone counts where the mail states no zone."""
    there = [one for one in judged if one.case.meets is not None]
    return Share(sum(_meets(one) for one in there), len(there))


def answers(judged: Sequence[Judged]) -> Share:
    """The share of labelled mails rightly told to wait for an answer, or not."""
    there = [one for one in judged if one.case.needs_answer is not None]
    return Share(sum(one.reply.needs_answer == one.case.needs_answer for one in there), len(there))


def ties(judged: Sequence[Judged]) -> Share:
    """The share of mails tied to the right applications, as certain as the label says."""
    there = [one for one in judged if one.tie is not None]
    return Share(sum(_tied(one) for one in there), len(there))


def strengths(cases: Iterable[ReplyCase]) -> dict[tuple[str, str], Share]:
    """How often evidence of each kind and strength was right: what confidence.v1.tsv is made of."""
    found: dict[tuple[str, str], list[bool]] = {}
    for case in cases:
        kind, strength = strength_of(case.mail)
        found.setdefault((kind, strength), []).append(kind in case.kinds)
    return {key: Share(sum(right), len(right)) for key, right in sorted(found.items())}


def rejection_mails(path: Path) -> list[ReplyCase]:
    """A sheet with the columns Email and Status (reject, not_reject)."""
    rest = frozenset(KINDS) - {"rejection"}
    return [
        _text_case(f"mail-{number}", row["Email"], frozenset({"rejection"}) if row["Status"] == "reject" else rest)
        for number, row in enumerate(_rows(path), 1)
    ]


def short_texts(path: Path) -> list[ReplyCase]:
    """A sheet with the columns id, email_text and email_type (Invitation, Rejection, Confirmation, Other)."""
    meant = {
        "Invitation": frozenset({"interview", "assessment"}), "Rejection": frozenset({"rejection"}),
        "Confirmation": frozenset({"application_received"}), "Other": frozenset({"other"}),
    }  # fmt: skip
    return [_text_case(f"text-{row['id']}", row["email_text"], meant[row["email_type"]]) for row in _rows(path)]


def named_files(folder: Path) -> list[ReplyCase]:
    """Mails whose file names tell what they are."""
    meant = {
        "application": "application_received", "interview-reschedule": "reschedule", "member-gift": "other",
        "ordinary-promotion": "other", "prompt-injection": "other",
    }  # fmt: skip
    return [
        ReplyCase(path.stem, read_mail(path.read_bytes()), frozenset({meant.get(path.stem, path.stem)}))
        for path in sorted(folder.glob("*.eml"))
    ]


def mail_of_case(raw: Mapping[str, Any], where: str) -> Mail:
    """The mail that a case describes."""
    name, address = parseaddr(str(raw.get("from", "")))
    html = raw.get("html")
    if not raw.get("text") and not html:
        raise CasesError(f"{where}: needs `text` or `html`")
    return Mail(
        message_id=str(raw["id"]), subject=str(raw.get("subject", "")), sender=Address(address.lower(), name or None),
        sent_at=_moment(raw.get("sent_at"), where) or SENT, in_reply_to=raw.get("in_reply_to"),
        text=tidy(str(raw.get("text") or words_of_html(str(html)))), html=html,
        calendars=(str(raw["calendar"]),) if raw.get("calendar") else (),
    )  # fmt: skip


def _case(raw: Mapping[str, Any], where: str, batch: str) -> ReplyCase:
    if unknown := set(raw) - _KNOWN:
        raise CasesError(f"{where}: has no {', '.join(sorted(unknown))}")
    if raw.get("kind") not in KINDS:
        raise CasesError(f"{where}: `kind` is {raw.get('kind')!r}; there are {', '.join(KINDS)}")
    tied = raw.get("ties")
    return ReplyCase(
        id=str(raw["id"]), mail=mail_of_case(raw, where), kinds=frozenset({raw["kind"]}),
        language=str(raw.get("language", "")), held=raw.get("split") == "held",
        stated={name: raw[name] for name in STATED if name in raw}, meets=_moment(raw.get("meets"), where),
        needs_answer=raw.get("needs_answer"), ties=None if tied is None else frozenset(map(str, tied)),
        applications=tuple(_application(one, where) for one in raw.get("applications", [])),
        certain=bool(raw.get("certain", False)), batch=batch,
    )  # fmt: skip


def _application(raw: Mapping[str, Any], where: str) -> KnownApplication:
    try:
        return KnownApplication.model_validate({"number": 1, "status": "applied", **raw})
    except ValueError as problem:
        raise CasesError(f"{where}: `applications`: {problem}") from problem


def _moment(value: Any, where: str) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(str(value))
    except ValueError as problem:
        raise CasesError(f"{where}: {value!r} is no moment in ISO 8601") from problem


def _same(wanted: str | None, found: str | None, name: str) -> bool:
    if wanted is None or found is None:
        return wanted is found
    plain: Callable[[str], str] = employer_key if name == "company" else lambda text: " ".join(text.lower().split())
    return plain(wanted) == plain(found)


def _meets(one: Judged) -> bool:
    found, wanted = one.reply.meeting and one.reply.meeting.starts_at, one.case.meets
    if not found or wanted is None:
        return False
    zoned = one.reply.meeting is not None and one.reply.meeting.timezone is not None
    return found == wanted if zoned else found.replace(tzinfo=None) == wanted.replace(tzinfo=None)


def _tied(one: Judged) -> bool:
    return one.tie is not None and frozenset(one.tie.job_ids) == one.case.ties and one.tie.certain == one.case.certain


def _text_case(name: str, text: str, kinds: frozenset[str]) -> ReplyCase:
    return ReplyCase(name, Mail(name, "", Address(""), sent_at=SENT, text=text.strip()), kinds)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as sheet:
        return list(csv.DictReader(sheet))
