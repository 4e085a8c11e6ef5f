"""Undo, the log of changes, and help. Every function works in the caller's session and never commits."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from store import accounts, content, email_findings, email_writing, events, jobs, resumes, tailoring, watches
from store.actors import Actor
from store.errors import NotFoundError
from tools.applications import moving, undoing
from tools.applications.around import keeping, sent
from tools.applications.preparing import telling
from tools.applications.submissions import service as submissions
from tools.applications.transfer import importing
from tools.content.keeping import follow_letter
from tools.email.inbox.changing import change_back
from tools.email.review import undecide
from tools.email.syncing.progressing import take_back
from tools.general.schemas import ChangeEntry, ChangeList, ListChanges, Undone
from tools.job_profiles import undoing as profiles
from tools.jobs.searching import rating
from tools.jobs.service import match_all
from tools.resumes import correcting, primary, record
from tools.resumes import versions as resume_versions
from tools.resumes.schemas import NoArguments
from tools.tailoring.revision import versions

Inverse = dict[str, Any]
WORDS = {
    "job_added": "added the job", "jobs_found": "put jobs on the list:", "watch_added": "began to watch",
    "watch_removed": "stopped watching", "watch_changed": "changed the watch", "watch_resumed": "resumed the watch",
    "watch_paused": "paused the watch", "job_deleted": "deleted the job", "job_changed": "changed the job",
    "wishes_changed": "changed your wishes", "job_closed": "saw that the job is closed:",
    "job_status_change": "changed the status of the job", "resume_added": "added the resume",
    "resume_deleted": "erased the resume", "resume_primary": "changed the primary resume",
    "resume_version": "changed the resume", "resume_corrected": "corrected in the resume:",
    "record_merged": "merged resumes into the", "correction_taken_back": "took a correction back in the resume",
    "suggestions_applied": "added to your profile:", "profile_changed": "changed in your profile:",
    "document_added": "made the document", "document_deleted": "deleted the document",
    "job_rated": "rated the job", "ranking_reset": "forgot what the ranking had",
    "resume_tailored": "tailored a resume to", "tailored_changed": "changed the tailored resume",
    "document_used": "wrote down that", "email_effect": "followed what a mail said of", "emails_changed": "changed",
    "draft_written": "drafted the mail", "draft_changed": "changed the draft", "draft_deleted": "discarded the draft",
    "mail_sent": "sent the mail", "rule_saved": "made the rule", "rule_switched": "switched the rule",
    "rule_deleted": "deleted the rule", "posting_decided": "decided on", "reply_ignored": "passed over the mail",
    "mailbox_connected": "connected the mailbox", "mailbox_removed": "disconnected the mailbox",
    "application_added": "put down the application for", "application_moved": "moved the application for",
    "application_changed": "changed the application for", "application_deleted": "deleted the application for",
    "submission_begun": "prepared the application for", "application_submitted": "submitted the application for",
    "applications_moved": "moved", "view_saved": "saved the view", "view_deleted": "deleted the view",
    "appointment_added": "put into your Google calendar:", **keeping.WORDS,
    **telling.WORDS,
    **profiles.WORDS,
    "applications_imported": "imported",
}  # fmt: skip


async def _remove_job(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await jobs.remove(session, actor, UUID(inverse["id"]))


async def _remove_jobs(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await jobs.remove_all(session, actor, [UUID(job_id) for job_id in inverse["ids"]])


async def _set_profile(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await accounts.update_profile(session, actor, **inverse["values"])
    await match_all(session, actor)


async def _remove_watch(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await watches.remove(session, actor, UUID(inverse["id"]))


async def _set_watch(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await watches.set_values(session, actor, UUID(inverse["id"]), **inverse["values"])


async def _restore_watch(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await watches.restore(session, actor, UUID(inverse["id"]))


async def _restore_job(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await jobs.restore(session, actor, UUID(inverse["id"]))


async def _set_job(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    job_id, values = UUID(inverse["id"]), dict(inverse["values"])
    if "application" in inverse:
        await moving.move_back(session, actor, inverse["application"])
        del values["status"]
    elif "status" in values:
        await moving.set_job_status(session, actor, job_id, values.pop("status"), by="undo", why="taken back")
    if values:
        await jobs.set_values(session, actor, job_id, **values)


async def _set_primary(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await resumes.set_primary(session, actor, UUID(inverse["id"]))
    await match_all(session, actor)


async def _remove_resume(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await primary.remove_quietly(session, actor, UUID(inverse["id"]))


async def _unmerge(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    before = inverse["primary"]
    await record.unmerge(session, actor, UUID(inverse["id"]), UUID(before) if before else None)


async def _uncorrect(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await correcting.uncorrect(session, actor, UUID(inverse["id"]), UUID(inverse["correction"]))


async def _revert_resume(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await resume_versions.revert(session, actor, UUID(inverse["id"]), inverse["version"])


async def _correct_again(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await correcting.correct_again(session, actor, UUID(inverse["id"]), inverse["correction"])


async def _remove_tailored(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await tailoring.remove(session, actor, UUID(inverse["id"]))


async def _remove_document(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    row = await content.get_document(session, actor, UUID(inverse["id"]))
    await content.remove_document(session, actor, row.id)
    await follow_letter(session, actor, row.job_id)


async def _restore_document(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await content.restore_document(session, actor, UUID(inverse["id"]))
    await follow_letter(session, actor, (await content.get_document(session, actor, UUID(inverse["id"]))).job_id)


async def _restore_tailored_version(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await versions.go_back(session, actor, UUID(inverse["id"]), inverse["version"])
    if "fact_id" in inverse:
        await correcting.take_out(session, actor, UUID(inverse["resume_id"]), UUID(inverse["fact_id"]))


async def _remove_use(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await sent.forget_use(session, actor, inverse)


async def _set_reply(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    row = await email_findings.get_reply(session, actor, UUID(inverse["id"]))
    row.state = inverse["values"]["state"]


async def _remove_rule(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await email_writing.set_rule(session, actor, UUID(inverse["id"]), deleted_at=func.now(), is_active=False)


async def _set_rule(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await email_writing.set_rule(session, actor, UUID(inverse["id"]), **inverse["values"])


async def _remove_draft(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await email_writing.set_draft_deleted(session, actor, UUID(inverse["id"]), deleted=True)


async def _restore_draft(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    await email_writing.set_draft_deleted(session, actor, UUID(inverse["id"]), deleted=False)


async def _set_draft(session: AsyncSession, actor: Actor, inverse: Inverse) -> None:
    row = await email_writing.get_draft(session, actor, UUID(inverse["id"]), lock_row=True)
    for name, value in inverse["values"].items():
        setattr(row, name, value)


INVERSES: dict[str, Callable[[AsyncSession, Actor, Inverse], Awaitable[None]]] = {
    "jobs.remove": _remove_job,
    "jobs.restore": _restore_job,
    "jobs.remove_all": _remove_jobs,
    "profile.set_values": _set_profile,
    "watches.remove": _remove_watch,
    "watches.restore": _restore_watch,
    "watches.set_values": _set_watch,
    "jobs.set_values": _set_job,
    "resumes.set_primary": _set_primary,
    "resumes.remove": _remove_resume,
    "resumes.unmerge": _unmerge,
    "resumes.uncorrect": _uncorrect,
    "resumes.correct_again": _correct_again,
    "resumes.revert": _revert_resume,
    "tailoring.remove": _remove_tailored,
    "documents.remove": _remove_document,
    "documents.restore": _restore_document,
    "tailoring.restore_version": _restore_tailored_version,
    "tailoring.remove_use": _remove_use,
    "email.take_back": take_back,
    "email.change": change_back,
    "email.undecide": undecide,
    "email.set_reply": _set_reply,
    "email.remove_rule": _remove_rule,
    "email.set_rule": _set_rule,
    "email.remove_draft": _remove_draft,
    "email.restore_draft": _restore_draft,
    "email.set_draft": _set_draft,
    "applications.take_back_import": importing.take_back,
    "applications.move_back": undoing.back,
    "applications.all_back": undoing.all_back,
    "applications.set_values": undoing.set_values,
    "applications.restore": undoing.restore,
    "applications.restore_view": undoing.restore_view,
    **telling.OPERATIONS,
    "submissions.cancel": submissions.cancel_back,
    "ranking.unrate": rating.unrate,
    "ranking.restore": rating.restore,
    **profiles.INVERSES,
    keeping.OPERATION: keeping.put_back,
}


async def undo_last_change(session: AsyncSession, actor: Actor, _: NoArguments) -> Undone:
    """Take back the newest change, passing over what is gone; what cannot be undone is told, and passed next time."""
    lasting = await _newest_lasting(session, actor)
    if lasting is not None:
        lasting.data = {**lasting.data, "passed_over": True}
        return Undone(kind=lasting.kind, subject=lasting.subject, what=_what(lasting), undone=False)
    while (event := await events.last_undoable(session, actor)) is not None:
        event.undone_at = func.now()
        if await _took_back(session, actor, event.inverse or {}):
            await events.mark_undone(session, actor, event)
            return Undone(kind=event.kind, subject=event.subject, what=_what(event))
    raise NotFoundError("There is no change that could be undone.", code="NOTHING_TO_UNDO")


async def _newest_lasting(session: AsyncSession, actor: Actor) -> events.Event | None:
    """The newest change, when it is one that cannot be undone and was not told so before."""
    for event in await events.recent(session, actor, limit=20):
        if event.kind != "undone" and event.undone_at is None and not event.data.get("passed_over"):
            return event if event.inverse is None else None
    return None


async def _took_back(session: AsyncSession, actor: Actor, inverse: Inverse) -> bool:
    """Do the inverse; False when what it would change no longer exists."""
    try:
        async with session.begin_nested():
            await INVERSES[inverse["operation"]](session, actor, inverse)
    except NotFoundError:
        return False
    return True


async def list_changes(session: AsyncSession, actor: Actor, data: ListChanges) -> ChangeList:
    """The latest changes to the actor's data."""
    rows = await events.recent(session, actor, limit=data.limit)
    return ChangeList(
        changes=[
            ChangeEntry(
                id=row.id, kind=row.kind, subject=row.subject, what=_what(row), undone=row.undone_at is not None,
                can_be_undone=events.is_undoable(row), created_at=row.created_at,
            )
            for row in rows
        ]
    )  # fmt: skip


def _what(event: events.Event) -> str:
    name = event.data.get("title") or event.data.get("filename") or event.data.get("job") or ""
    changed = event.data.get("changed")
    detail = f" ({', '.join(f'{field}: {value}' for field, value in changed.items())})" if changed else ""
    return f"{WORDS.get(event.kind, event.kind.replace('_', ' '))} {name}{detail}".strip()
