"""Mail worded in Markdown, for people and for the model. Words of mails are quoted, and cut short."""

from tools.applications.around.moments import shown
from tools.email.inbox.changing import DONE
from tools.email.inbox.schemas import (
    Appointment,
    AppointmentList,
    ChangedEmails,
    ConnectionHint,
    Decided,
    DraftList,
    DraftView,
    EmailList,
    EmailThread,
    ReviewQueue,
    RuleList,
    RuleView,
    SyncDashboard,
    Trends,
)
from tools.email.schemas import EmailSourceList, EmailSourceView, MessageView, ReplyView, SyncResult
from tools.email.syncing.service import in_words
from tools.ingestion.presenting import moment
from tools.jobs.presenting import cell

MOST_TEXT, MOST_ROWS = 3000, 20
KINDS = {
    "application_received": "received", "interview": "interview", "assessment": "assessment", "offer": "offer",
    "rejection": "rejection", "reschedule": "rescheduled", "question": "question", "outreach": "outreach",
}  # fmt: skip


def present_mailboxes(found: EmailSourceList) -> str:
    """The connected mailboxes."""
    if not found.sources:
        return "No mailbox is connected yet. Say “connect my mail”, or open the page under Mail."
    rows = [
        f"| {one.number} | {cell(one.name)} | {one.kind} | {one.state} | {moment(one.last_ok_at)} | "
        f"{one.stats.messages if one.stats else 0} | {one.stats.jobs if one.stats else 0} |"
        for one in found.sources
    ]
    head = "| # | Mailbox | Kind | State | Last sync | Mails | Jobs |\n|---|---|---|---|---|---|---|\n"
    troubles = [f"- {cell(one.address)}: {cell(one.problem)}" for one in found.sources if one.problem]
    return "\n\n".join([head + "\n".join(rows), *(["\n".join(troubles)] if troubles else [])])


def present_mailbox(one: EmailSourceView) -> str:
    """One mailbox that was connected or changed."""
    return f"**{cell(one.name)}** ({one.kind}) is {one.state}."


def present_hint(hint: ConnectionHint) -> str:
    """How a mailbox is connected."""
    if hint.connected:
        return f"Connected: {cell(hint.address)}. {hint.how}"
    return hint.how + (f" The page: {hint.link}" if hint.link else "")


def present_sync(result: SyncResult) -> str:
    """What a sync came to."""
    if result.status in {"queued", "running"}:
        return f"Looking into {cell(result.address)} …"
    if result.status != "completed":
        return f"Looking into {cell(result.address)} did not finish: {result.error or result.status}"
    counts = result.counts
    mails = "1 new mail" if counts.fetched == 1 else f"{counts.fetched} new mails"
    lines = [f"{cell(result.address)}: {mails}. {in_words(counts)}" if counts.fetched else in_words(counts)]
    lines += [f"- Job {cell(one)}" for one in result.found]
    if counts.jobs > len(result.found) > 0:
        lines.append(f"- and {counts.jobs - len(result.found)} more")
    lines += [f"- {cell(one)}" for one in result.replies]
    if counts.changed:
        lines.append("\nSay “undo” to take the latest of these back.")
    if counts.review:
        lines.append("\nSay “what needs a look?” to see what waits for you.")
    if result.also:
        lines.append(f"{len(result.also)} more mailboxes are being looked into.")
    return "\n".join(lines)


def present_emails(found: EmailList) -> str:
    """A list of mails."""
    if not found.emails:
        return f"There are no {found.asked}."
    rows = [_row(one) for one in found.emails]
    more = f"\n\n{found.total - len(rows)} more." if found.total > len(rows) else ""
    quotes = [f"- Mail {one.number}: “{cell(one.reply.quote)}”{_what(one.reply)}" for one in found.emails
              if one.reply and one.reply.quote]  # fmt: skip
    table = "| # | From | Subject | Kind | When |\n|---|---|---|---|---|\n" + "\n".join(rows)
    return "\n\n".join([f"{found.total} {found.asked}:", table + more, *(["\n".join(quotes)] if quotes else [])])


def _row(one: MessageView) -> str:
    kind = KINDS.get(one.kind, one.kind)
    marks = "".join(mark for mark, on in (("★ ", one.is_starred), ("● ", not one.is_read)) if on)
    note = f", {one.found} postings" if one.found else ", needs an answer" if one.needs_answer else ""
    who = cell(one.sender_name or one.sender_address)
    return f"| {one.number} | {who} | {marks}{cell(one.subject)} | {kind}{note} | {moment(one.sent_at)} |"


def _what(reply: ReplyView) -> str:
    if reply.state == "applied":
        return f" → job {reply.job_number} went from {reply.status_before} to {reply.status_after}"
    if reply.state == "review":
        jobs = ", ".join(str(number) for number in reply.candidates)
        return f" → waits for you: {reply.why or 'not sure'}" + (f" (jobs {jobs})" if jobs else "")
    return f" → about job {reply.job_number}" if reply.job_number else ""


def present_email(shown: EmailThread) -> str:
    """One mail with what was found in it."""
    one = shown.email
    who = f"{one.sender_name} <{one.sender_address}>" if one.sender_name else one.sender_address
    lines = [f"**Mail {one.number}: {cell(one.subject)}**", f"From {cell(who)}, {moment(one.sent_at)}"]
    lines += [f"- Opening: {cell(item.posting.title)} at {cell(item.posting.company)} ({item.state})" for item in
              one.postings]  # fmt: skip
    if one.reply and one.reply.kind != "other":
        lines.append(f"{KINDS.get(one.reply.kind, one.reply.kind)}: “{cell(one.reply.quote)}”{_what(one.reply)}")
    if one.suspicious:
        lines.append(f"This mail tries to give me orders; I pass over them: “{cell(one.suspicious[0])}”")
    lines += [f"{name}: {cell(str(value))}" for name, value in one.details.items() if value]
    quoted = "\n".join(f"> {line}" for line in one.text[:MOST_TEXT].splitlines())
    others = [f"- Mail {other.number}: {cell(other.subject)}, {moment(other.sent_at)}" for other in shown.thread]
    return "\n\n".join(["\n".join(lines), quoted, *(["In the same thread:\n" + "\n".join(others)] if others else [])])


def present_review(queue: ReviewQueue) -> str:
    """What waits for a decision."""
    if not queue.postings and not queue.replies:
        return "Nothing waits for you."
    lines = ["Waiting for you; say “yes to 1” or “no to 2”:", ""]
    for number, item in enumerate(queue.postings, 1):
        at = f" at {cell(item.posting.company)}" if item.posting.company else ""
        applied = item.id in queue.applications
        asks = "You seem to have applied here; add it to your list?" if applied else "Is this a job?"
        lines.append(
            f"{number}. {asks} {cell(item.posting.title)}{at} (from “{cell(queue.mails.get(item.message_id))}”)"
        )
    for number, reply in enumerate(queue.replies, len(queue.postings) + 1):
        mail = cell(queue.mails.get(reply.message_id))
        lines.append(f"{number}. {KINDS.get(reply.kind, reply.kind)}? “{cell(reply.quote)}” ({mail}): {reply.why}")
    return "\n".join(lines)


def present_decided(done: Decided) -> str:
    """What a decision has led to."""
    return f"Done: {done.what}." + (f" It is job {done.job_number}." if done.job_number and done.accepted else "")


def present_changed(done: ChangedEmails) -> str:
    """What was changed about mails."""
    if not done.changed:
        return f"Nothing to do: they were {DONE[done.change]} already."
    lines = [
        f"{done.changed} {'mail' if done.changed == 1 else 'mails'} {DONE[done.change]}. Say “undo” to take it back."
    ]
    for address in done.here_only:
        lines.append(f"This holds here only: {cell(address)} has not been allowed to be changed.")
    return "\n".join(lines)


def present_draft(one: DraftView) -> str:
    """A draft as it would be sent, or was."""
    head = f"**Draft {one.number}**" if one.state != "sent" else f"**Sent** ({moment(one.sent_at)})"
    lines = [f"> From: {one.sender}"] if one.sender else []
    lines += [f"> To: {', '.join(one.to)}", f"> Subject: {one.subject}", ">"]
    lines += [f"> {line}" for line in one.body.splitlines()]
    note = {"draft": "Nothing is sent yet: say “send it”, and you are asked once more."}.get(one.state, "")
    return "\n\n".join(part for part in (head, "\n".join(lines), one.problem or "", note) if part)


def present_discarded(one: DraftView) -> str:
    """A draft that was thrown away."""
    return f"Draft {one.number} ({cell(one.subject)}) is thrown away. Say “undo” to bring it back."


def present_drafts(found: DraftList) -> str:
    """Drafts and what was sent."""
    if not found.drafts:
        return "There are no drafts."
    rows = [f"| {one.number} | {cell(', '.join(one.to))} | {cell(one.subject)} | {one.state} |" for one in found.drafts]
    return "| # | To | Subject | State |\n|---|---|---|---|\n" + "\n".join(rows[:MOST_ROWS])


def present_rule(rule: RuleView) -> str:
    """A rule, and what it would do to past mail."""
    state = "on" if rule.is_active else "off"
    lines = [f"**Rule {rule.number}** ({state}): {cell(rule.name)}"]
    if rule.tried is not None:
        lines.append(f"Tried on past mail: it would have changed {rule.tried} of the newest thousand.")
        lines += [f"- {cell(one)}" for one in rule.examples]
    if not rule.is_active:
        lines.append(f"\nSay “switch rule {rule.number} on” to have it act on new mail.")
    return "\n".join(lines)


def present_rule_deleted(rule: RuleView) -> str:
    """A rule that is gone."""
    return f"Rule {rule.number} ({cell(rule.name)}) is deleted. Say “undo” to bring it back."


def present_rules(found: RuleList) -> str:
    """The rules."""
    if not found.rules:
        return "There are no rules. Say “make a rule: archive everything from news@example.com”."
    rows = [
        f"| {one.number} | {cell(one.name)} | {'on' if one.is_active else 'off'} | {one.applied} |"
        for one in found.rules
    ]
    return "| # | Rule | State | Times applied |\n|---|---|---|---|\n" + "\n".join(rows)


def present_trends(trends: Trends) -> str:
    """How the mail goes."""
    weeks = [f"| {week.week:%-d %b} | {week.total} | {week.kinds.get('alert', 0)} |" for week in trends.weeks[-8:]]
    lines = [f"The last {trends.days} days:", "| Week of | Mails | Alerts |\n|---|---|---|\n" + "\n".join(weeks)]
    rows = [f"| {cell(one.name or one.address)} | {one.mails} | {one.unread} | {one.jobs} |" for one in
            trends.senders[:8]]  # fmt: skip
    lines.append("| Sender | Mails | Unread | Jobs |\n|---|---|---|---|\n" + "\n".join(rows))
    for who, times in (("You answer", trends.mine), ("You are answered", trends.theirs)):
        if times.median_hours is not None:
            lines.append(f"{who} within {times.median_hours:.0f} hours, half of the time ({times.answers} answers).")
    advice = [f"- {cell(one.name or one.address)}: {one.advice}" for one in trends.senders if one.advice]
    return "\n\n".join([*lines, *(["\n".join(advice)] if advice else [])])


def present_syncs(board: SyncDashboard) -> str:
    """How the syncs go."""
    if not board.syncs:
        return "No mailbox has been looked into yet. Say “sync my mail”."
    rows = [
        f"| {moment(one.started_at)} | {one.status} | {one.counts.fetched} | {one.counts.jobs} | "
        f"{one.counts.changed} | {cell(one.problem)} |"
        for one in board.syncs[:10]
    ]
    lines = ["| When | State | Mails | Jobs | Moved | Trouble |\n|---|---|---|---|---|---|\n" + "\n".join(rows)]
    parsers = [f"| {one.parser} | {one.mails} | {one.postings} | {one.empty} | {one.rejected} |" for one in
               board.parsers]  # fmt: skip
    if parsers:
        lines.append("| Parser | Mails | Postings | Empty | No jobs |\n|---|---|---|---|---|\n" + "\n".join(parsers))
    lines += [
        f"- Mail {one.number} from {cell(one.sender)} shows no postings though this sender's always did: "
        "its template may have changed."
        for one in board.templates
    ]
    return "\n\n".join(lines)


def present_appointments(found: AppointmentList) -> str:
    """Appointments ahead."""
    if not found.appointments:
        return "There are no appointments ahead."
    return "\n".join(_appointment(one) for one in found.appointments)


def _appointment(one: Appointment) -> str:
    state = " (cancelled)" if one.cancelled else ""
    where = f", {cell(one.place)}" if one.place else ""
    people = f", with {cell(', '.join(one.people))}" if one.people else ""
    when = shown(one.starts_at, one.timezone)
    return f"{one.number}. {when}: {cell(one.title)}{people}{where}{state}"


def present_added(one: Appointment) -> str:
    """An appointment that is in Google's calendar now."""
    return f"“{cell(one.title)}” is in your Google calendar."
