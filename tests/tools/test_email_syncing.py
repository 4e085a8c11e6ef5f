"""A mailbox that is looked into: alerts become jobs, replies become progress, and nothing happens twice."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from cryptography.fernet import Fernet

from graphs import pipelines
from store import email as store
from store.database import transaction
from store.errors import AuthorizationError, ConflictError, NotFoundError
from store.runs import get as get_run
from tests.conftest import new_actor
from tests.tools.mailbox import ALERTS, INTERVIEW, REJECTION, Mailbox, alert, mail, mbox
from tools.context import Context, Services
from tools.email import connecting, review
from tools.email.inbox.dashboard import show_syncs
from tools.email.inbox.schemas import ConnectMailbox, EmailReference, ShowSyncs
from tools.email.schemas import AddFromMail, ConnectFolder, SourceChanges, SyncEmail
from tools.email.sources.secrets import seal, unseal
from tools.email.syncing import fetching, service, steps
from tools.email.tools import CONNECT_MAILBOX, SYNC_EMAIL
from tools.registry import call
from tools.resumes.schemas import NoArguments


async def test_an_alert_becomes_jobs_once_however_often_it_is_handed_in(mailbox: Mailbox) -> None:
    alert = (ALERTS / "linkedin-alert-en.eml").read_bytes()
    first = await mailbox.hand_in(alert)
    assert first.status == "completed", first.error
    assert first.counts.alerts == 1
    assert first.counts.jobs == first.counts.postings > 1
    listed = await mailbox.jobs()
    assert len(listed) == first.counts.jobs
    assert set(listed.values()) == {"saved"}
    again = await mailbox.hand_in(alert)
    assert (again.counts.fetched, again.counts.jobs) == (0, 0)
    assert await mailbox.jobs() == listed
    shown = (await mailbox.mails())[0]
    assert (shown.kind, shown.parser, shown.outcome) == ("alert", "linkedin", "postings")
    assert all(item.state == "added" and item.job_number for item in shown.postings)


async def test_undo_takes_the_jobs_of_a_sync_that_was_asked_for_off_the_list(mailbox: Mailbox) -> None:
    await mailbox.hand_in((ALERTS / "linkedin-alert-en.eml").read_bytes())
    await mailbox.undo()
    assert await mailbox.jobs() == {}


async def test_a_rejection_closes_the_application_with_its_quote_and_is_undone(mailbox: Mailbox) -> None:
    job = await mailbox.job()
    await mailbox.apply(job)
    result = await mailbox.hand_in(mail("Your application", REJECTION))
    assert result.counts.changed == 1, await mailbox.mails()
    assert await mailbox.jobs() == {"Backend Engineer at Harbor Freightways": "dismissed"}
    shown = (await mailbox.mails())[0]
    assert shown.reply.quote in " ".join(REJECTION.split())
    assert "not to move forward" in shown.reply.quote
    assert (shown.reply.state, shown.reply.status_before, shown.reply.status_after) == (
        "applied", "applied", "dismissed",
    )  # fmt: skip
    await mailbox.undo()
    assert await mailbox.jobs() == {"Backend Engineer at Harbor Freightways": "applied"}
    assert (await mailbox.mails())[0].reply.state == "undone"
    async with transaction(mailbox.services.sessions) as session:
        with pytest.raises(NotFoundError):
            await review.undo_email_effect(session, mailbox.actor, EmailReference(email=str(shown.number)))


async def test_an_earlier_mail_that_comes_late_does_not_overwrite_a_later_stage(mailbox: Mailbox) -> None:
    job = await mailbox.job()
    await mailbox.apply(job)
    await mailbox.hand_in(mail("Interview", INTERVIEW, sent="Thu, 26 Nov 2026 09:00:00 +0000"))
    assert await mailbox.jobs() == {"Backend Engineer at Harbor Freightways": "interviewing"}
    received = (
        "Thank you for applying to the Backend Engineer position at Harbor Freightways. We have received your "
        "application and will be in touch.\n"
    )
    await mailbox.hand_in(mail("We received your application", received, sent="Mon, 23 Nov 2026 09:00:00 +0000"))
    await mailbox.hand_in(mail("Your application", REJECTION, sent="Sun, 22 Nov 2026 09:00:00 +0000"))
    assert await mailbox.jobs() == {"Backend Engineer at Harbor Freightways": "interviewing"}


async def test_a_mail_that_may_be_about_several_jobs_asks(mailbox: Mailbox) -> None:
    one, two = await mailbox.job(), await mailbox.job("Data Analyst")
    await mailbox.apply(one)
    await mailbox.apply(two)
    text = "Dear Ada,\n\nUnfortunately we will not be moving forward with your application.\n\nHarbor Freightways\n"
    result = await mailbox.hand_in(mail("Your application at Harbor Freightways", text))
    assert (result.counts.changed, result.counts.review) == (0, 1)
    assert set((await mailbox.jobs()).values()) == {"applied"}
    async with mailbox.services.sessions() as session:
        queue = await review.list_review(session, mailbox.actor, NoArguments())
    assert sorted(queue.replies[0].candidates) == [one.number, two.number]
    async with transaction(mailbox.services.sessions) as session:
        await review.decide_reply(session, mailbox.actor, queue.replies[0].message_id, accept=True, job_id=two.id)
    assert (await mailbox.jobs())["Data Analyst at Harbor Freightways"] == "dismissed"
    assert (await mailbox.jobs())["Backend Engineer at Harbor Freightways"] == "applied"


async def test_what_is_not_sure_waits_and_never_becomes_a_job_by_itself(mailbox: Mailbox) -> None:
    result = await mailbox.hand_in((ALERTS / "generic-lines.eml").read_bytes())
    assert result.counts.postings == result.counts.review > 0
    assert await mailbox.jobs() == {}
    async with mailbox.services.sessions() as session:
        queue = await review.list_review(session, mailbox.actor, NoArguments())
    wanted, other = queue.postings[0], queue.postings[1]
    ready = await review.prepare_posting(mailbox.context, wanted.id)
    async with transaction(mailbox.services.sessions) as session:
        done = await review.decide_posting(session, mailbox.actor, wanted.id, ready)
        await review.decide_posting(session, mailbox.actor, other.id, None)
    assert done.job_number == 1
    assert len(await mailbox.jobs()) == 1
    async with mailbox.services.sessions() as session:
        left = await review.list_review(session, mailbox.actor, NoArguments())
    assert {item.id for item in left.postings} == {item.id for item in queue.postings} - {wanted.id, other.id}
    await mailbox.undo()
    await mailbox.undo()
    assert await mailbox.jobs() == {}


async def test_this_was_no_job_takes_it_off_the_list_and_a_missing_one_is_added(mailbox: Mailbox) -> None:
    await mailbox.hand_in((ALERTS / "indeed-match-single.eml").read_bytes())
    shown = (await mailbox.mails())[0]
    before = await mailbox.jobs()
    async with transaction(mailbox.services.sessions) as session:
        await review.decide_posting(session, mailbox.actor, shown.postings[0].id, None)
    assert len(await mailbox.jobs()) == len(before) - 1
    added = AddFromMail(title="Crane Operator", company="Quayside", url="https://quayside.example/jobs/1")
    done = await review.add_missing(mailbox.context, shown.id, added)
    assert done.job_number is not None
    assert "Crane Operator at Quayside" in await mailbox.jobs()
    with pytest.raises(ConflictError):  # it stands among the mail's openings by now
        await review.add_missing(mailbox.context, shown.id, added)
    await review.read_again(mailbox.context, shown.id, None)
    assert "Crane Operator at Quayside" in await mailbox.jobs()
    with pytest.raises(Exception, match="no parser"):
        await review.read_again(mailbox.context, shown.id, "nobody")


async def test_a_changed_template_is_noticed(mailbox: Mailbox) -> None:
    names = ("linkedin-alert-en", "linkedin-alert-de", "linkedin-jobs-you-may-like")
    await mailbox.hand_in(*((ALERTS / f"{name}.eml").read_bytes() for name in names))
    empty = mail(
        "Your job alert for cook", "Jobs that fit you are in the app now.\n",
        sender="LinkedIn Job Alerts <jobalerts-noreply@linkedin.com>",
    )  # fmt: skip
    result = await mailbox.hand_in(empty)
    assert result.counts.unreadable == 1
    async with mailbox.services.sessions() as session:
        board = await show_syncs(session, mailbox.actor, ShowSyncs())
    assert [one.sender for one in board.templates] == ["jobalerts-noreply@linkedin.com"]
    figures = {one.parser: one for one in board.parsers}
    assert figures["linkedin"].postings > 0


async def test_a_sync_that_died_after_any_step_goes_on_and_does_nothing_twice(mailbox: Mailbox) -> None:
    job = await mailbox.job()
    await mailbox.apply(job)
    alert = (ALERTS / "linkedin-alert-en.eml").read_bytes()
    _, source_id = await connecting.upload_mail(mailbox.context, mbox(alert, mail("Your application", REJECTION)))
    begun = await call(SYNC_EMAIL, mailbox.context, SyncEmail(source=str(source_id)))
    within = mailbox.services.acting_for(mailbox.actor, run_id=begun.id)
    source = await fetching.source_of_run(within)
    for step in (steps.read_new, steps.act):  # what a process had done that was killed before it could say so
        await step(within, source, lambda _: None)
        done = await mailbox.jobs()
    await pipelines.execute(mailbox.services, mailbox.actor, begun.id)
    async with mailbox.services.sessions() as session:
        run = await get_run(session, mailbox.actor, begun.id)
        told = await service.result_of_run(session, mailbox.actor, run)
    assert run.status == "completed", run.error
    assert await mailbox.jobs() == done
    # What was done before the kill is told too, once.
    assert told.counts.model_dump(exclude_defaults=True) == {
        "fetched": 2, "alerts": 1, "postings": len(done) - 1, "jobs": len(done) - 1, "replies": 1, "changed": 1,
    }  # fmt: skip
    assert (len(told.found), len(told.replies)) == (len(done) - 1, 1)
    assert done["Backend Engineer at Harbor Freightways"] == "dismissed"
    assert sorted(shown.number for shown in await mailbox.mails()) == [1, 2]
    await mailbox.undo()
    assert (await mailbox.jobs())["Backend Engineer at Harbor Freightways"] == "applied"


async def test_two_syncs_of_one_mailbox_never_run_at_once(mailbox: Mailbox) -> None:
    _, source_id = await connecting.upload_mail(mailbox.context, mbox(mail("Hello", "Just a note.\n")))
    async with transaction(mailbox.services.sessions) as session:
        first = await service.begin(session, mailbox.actor, source_id, begun_by="hand")
    async with transaction(mailbox.services.sessions) as session:
        assert await service.begin(session, mailbox.actor, source_id, begun_by="push") == first
    await pipelines.execute(mailbox.services, mailbox.actor, first)
    async with transaction(mailbox.services.sessions) as session:
        assert await service.begin(session, mailbox.actor, source_id, begun_by="push") != first


async def test_a_paused_mailbox_is_not_looked_into(mailbox: Mailbox) -> None:
    _, source_id = await connecting.upload_mail(mailbox.context, mbox(mail("Hello", "Just a note.\n")))
    async with transaction(mailbox.services.sessions) as session:
        await connecting.change_source(session, mailbox.actor, source_id, SourceChanges(paused=True))
    with pytest.raises(ConflictError):
        await mailbox.sync(str(source_id))


async def test_pausing_a_mailbox_that_is_broken_is_refused_and_says_why(mailbox: Mailbox) -> None:
    _, source_id = await connecting.upload_mail(mailbox.context, mbox(mail("Hello", "Just a note.\n")))
    async with transaction(mailbox.services.sessions) as session:
        row = await store.get_source(session, mailbox.actor, source_id)
        row.state, row.problem = "broken", "the password was changed"
    for paused in (True, False):
        async with transaction(mailbox.services.sessions) as session:
            with pytest.raises(ConflictError, match="the password was changed"):
                await connecting.change_source(session, mailbox.actor, source_id, SourceChanges(paused=paused))


async def test_a_folder_that_is_named_again_is_the_one_that_is_told_of_and_looked_into(services: Services) -> None:
    context = services.acting_for(await new_actor(services, role="admin"))
    homes = [services.settings.jobwright_home / name for name in ("mail", "mail/second")]
    for home in homes:
        home.mkdir()
        await call(CONNECT_MAILBOX, context, ConnectMailbox(path=str(home)))
    async with transaction(services.sessions) as session:
        first = (await store.sources(session, context.actor))[0]
        first.state, first.problem = "broken", "the folder is gone"
    hint = await call(CONNECT_MAILBOX, context, ConnectMailbox(path=str(homes[0])))
    assert (hint.connected, hint.address) == (True, str(homes[0]))
    async with services.sessions() as session:
        assert [row.state for row in await store.sources(session, context.actor)] == ["active", "active"]


async def test_a_sync_seals_with_the_newest_key_so_that_the_old_one_can_go(mailbox: Mailbox) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings = mailbox.services.settings
    before, during, after = (settings.model_copy(update={"encryption_keys": k}) for k in ([old], [new, old], [new]))
    _, source_id = await connecting.upload_mail(mailbox.context, mbox(mail("Hello", "Just a note.\n")))
    async with transaction(mailbox.services.sessions) as session:
        source = await store.get_source(session, mailbox.actor, source_id)
        source.sealed = seal(before, {"password": "hunter2"})
    within = replace(mailbox.services, settings=during).acting_for(mailbox.actor)
    for _ in range(2):
        await fetching.renew_seal(within, source)
    async with mailbox.services.sessions() as session:
        sealed = (await store.get_source(session, mailbox.actor, source_id)).sealed
    assert sealed is not None
    assert unseal(after, sealed).values == {"password": "hunter2"}


async def test_who_asks_for_gmail_where_google_is_not_set_up_is_told_what_to_set(mailbox: Mailbox) -> None:
    assert mailbox.services.settings.google_client_id is None
    hint = await call(CONNECT_MAILBOX, mailbox.context, ConnectMailbox(kind="gmail"))
    assert "GOOGLE_CLIENT_ID" in hint.how


async def test_a_folder_is_synced_by_the_hour_and_only_what_is_new_comes(services: Services, context: Context) -> None:
    home = services.settings.jobwright_home / "mail"
    home.mkdir()
    (home / "one.eml").write_bytes(mail("One", "First.\n"))
    with pytest.raises(AuthorizationError):  # others' mail may lie there too
        await connecting.connect_folder(context, ConnectFolder(path=str(home)))
    context = services.acting_for(await new_actor(services, role="admin"))
    view = await connecting.connect_folder(context, ConnectFolder(path=str(home)))
    async with transaction(services.sessions) as session:
        begun = await service.begin_due(session)
    assert [actor.user_id for actor, _ in begun] == [context.actor.user_id]
    async with transaction(services.sessions) as session:
        assert await service.begin_due(session) == []
    await pipelines.execute(services, context.actor, begun[0][1])
    (home / "two.eml").write_bytes(mail("Two", "Second.\n"))
    box = Mailbox(context)
    assert (await box.sync(str(view.id))).counts.fetched == 1
    assert {one.subject for one in await box.mails()} == {"One", "Two"}
    async with services.sessions() as session:
        source = await store.get_source(session, context.actor, view.id)
    assert (source.last_ok_at is not None, source.failures) == (True, 0)


async def test_a_sync_that_is_killed_at_every_step_doubles_and_skips_nothing(mailbox: Mailbox) -> None:
    """What a killed process leaves behind is what is committed, and a heartbeat that stops."""
    job = await mailbox.job()
    await mailbox.apply(job)
    mails = [mail(f"Note {number}", f"Only a note, number {number}.\n") for number in range(60)]
    mails += [alert(1), alert(2), mail("Your application", REJECTION)]
    _, source_id = await connecting.upload_mail(mailbox.context, mbox(*mails))
    begun = await call(SYNC_EMAIL, mailbox.context, SyncEmail(source=str(source_id)))
    kills = 0
    while True:
        died = await killed_after(mailbox, begun.id, steps=1 + kills % 2)
        async with transaction(mailbox.services.sessions) as session:
            run = await get_run(session, mailbox.actor, begun.id)
            if run.status == "completed":
                break
            assert run.status == "running", run.error
            run.heartbeat_at = mailbox.services.clock() - timedelta(minutes=1)
        kills += died
        assert kills < 30
    assert kills >= 3
    async with mailbox.services.sessions() as session:
        result = await service.result_of_run(session, mailbox.actor, run)
    shown = await mailbox.mails(limit=200)
    assert sorted(one.number for one in shown) == list(range(1, len(mails) + 1))
    assert {one.outcome for one in shown} == {"nothing", "postings", "reply"}
    jobs = await mailbox.jobs()
    openings = {item.posting.title for one in shown if one.kind == "alert" for item in one.postings}
    assert len(jobs) == len(openings) + 1
    assert jobs["Backend Engineer at Harbor Freightways"] == "dismissed"
    assert result.status == "completed"
    counts = result.counts
    assert (counts.fetched, counts.alerts, counts.replies, counts.changed) == (len(mails), 2, 1, 1)
    assert (counts.postings, counts.jobs) == (sum(one.found for one in shown), len(openings))
    await mailbox.undo()
    assert (await mailbox.jobs())["Backend Engineer at Harbor Freightways"] == "applied"
    with pytest.raises(NotFoundError):  # it was written down once
        async with transaction(mailbox.services.sessions) as session:
            await review.undo_email_effect(session, mailbox.actor, EmailReference(email="Your application"))


async def killed_after(mailbox: Mailbox, run_id: UUID, *, steps: int) -> bool:
    """Work on a run until it has told so many steps, and end in the middle of the next; False when it was done."""
    told = asyncio.Semaphore(0)
    work = asyncio.ensure_future(
        pipelines.execute(mailbox.services, mailbox.actor, run_id, on_progress=lambda _: told.release())
    )
    for _ in range(steps):
        waiting = asyncio.ensure_future(told.acquire())
        await asyncio.wait({work, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
    await asyncio.sleep(0.01)
    died = work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    return died


async def test_an_application_that_is_on_no_list_is_suggested_and_taken_over_with_its_status(mailbox: Mailbox) -> None:
    result = await mailbox.hand_in(mail("Your application", REJECTION))
    assert (result.counts.changed, result.counts.review) == (0, 1)
    assert await mailbox.jobs() == {}
    async with mailbox.services.sessions() as session:
        queue = await review.list_review(session, mailbox.actor, NoArguments())
    assert [item.posting.title for item in queue.postings] == ["Backend Engineer"]
    ready = await review.prepare_posting(mailbox.context, queue.postings[0].id)
    async with transaction(mailbox.services.sessions) as session:
        await review.decide_posting(session, mailbox.actor, queue.postings[0].id, ready)
    assert await mailbox.jobs() == {"Backend Engineer at Harbor Freightways": "dismissed"}
