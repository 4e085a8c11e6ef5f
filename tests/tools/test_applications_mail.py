"""What mails do to applications: begun, moved, turned down, with the employer's words; and taken back with them."""

from store import applications
from store.database import transaction
from tests.tools.mailbox import INTERVIEW, REJECTION, Mailbox, mail
from tools.applications import service
from tools.applications.moving import Change, move
from tools.applications.schemas import TimelineView
from tools.email import review
from tools.email.inbox.schemas import EmailReference
from tools.jobs.schemas import Job


async def standing(mailbox: Mailbox, job: Job) -> tuple[str | None, list[TimelineView]]:
    """Where the job's application stands and what happened to it."""
    async with mailbox.services.sessions() as session:
        row = await applications.of_job(session, mailbox.actor, job.id)
        if row is None:
            return None, []
        return row.status, await service.timeline(session, mailbox.actor, row.id)


async def test_a_mail_begins_an_application_that_was_never_put_down(mailbox: Mailbox) -> None:
    job = await mailbox.job()
    await mailbox.hand_in(mail("Interview", INTERVIEW))
    status, told = await standing(mailbox, job)
    assert status == "interviewing"
    created = next(entry for entry in told if entry.kind == "created")
    assert (created.to_status, created.by) == ("interviewing", "mail")
    assert "invite you to an interview" in (created.why or "")
    assert created.at.isoformat() == "2026-11-24T09:00:00+00:00", "it happened when the mail was sent"
    await mailbox.undo()
    assert await standing(mailbox, job) == (None, [])
    assert set((await mailbox.jobs()).values()) == {"saved"}


async def test_a_no_by_mail_rejects_the_application_and_dismisses_the_job(mailbox: Mailbox) -> None:
    job = await mailbox.job()
    await mailbox.apply(job)
    await mailbox.hand_in(mail("Your application", REJECTION))
    status, told = await standing(mailbox, job)
    assert status == "rejected"
    assert set((await mailbox.jobs()).values()) == {"dismissed"}
    last = next(entry for entry in told if entry.to_status == "rejected")
    assert (last.kind, last.from_status, last.by) == ("status", "applied", "mail")
    assert last.why in " ".join(REJECTION.split())
    await mailbox.undo()
    status, told = await standing(mailbox, job)
    assert (status, told[-1].kind, told[-1].by) == ("applied", "undone", "undo")
    assert set((await mailbox.jobs()).values()) == {"applied"}


async def test_an_invitation_moves_on_from_the_screening(mailbox: Mailbox) -> None:
    job = await mailbox.job()
    await mailbox.apply(job)
    async with transaction(mailbox.services.sessions) as session:
        row = await applications.of_job(session, mailbox.actor, job.id)
        assert row is not None
        await move(session, mailbox.actor, row.id, Change("screening"))
    await mailbox.hand_in(mail("Interview", INTERVIEW))
    assert (await standing(mailbox, job))[0] == "interviewing"
    await mailbox.undo()
    assert (await standing(mailbox, job))[0] == "screening"
    assert set((await mailbox.jobs()).values()) == {"interviewing"}


async def test_a_mail_that_was_overtaken_takes_nothing_back(mailbox: Mailbox) -> None:
    job = await mailbox.job()
    await mailbox.apply(job)
    await mailbox.hand_in(mail("Interview", INTERVIEW))
    async with transaction(mailbox.services.sessions) as session:
        row = await applications.of_job(session, mailbox.actor, job.id)
        assert row is not None
        await move(session, mailbox.actor, row.id, Change("offer"))
    number = str((await mailbox.mails())[0].number)
    async with transaction(mailbox.services.sessions) as session:
        await review.undo_email_effect(session, mailbox.actor, EmailReference(email=number))
    assert (await standing(mailbox, job))[0] == "offer"
