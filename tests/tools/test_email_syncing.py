"""A mailbox that is looked into: alerts become jobs, replies become progress, and nothing happens twice."""

import io
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from graphs import pipelines
from store import email as store
from store import email_messages as messages
from store.database import transaction
from store.errors import ConflictError, NotFoundError
from store.runs import get as get_run
from tests.conftest import new_actor
from tools.context import Context, Services
from tools.email import connecting, review
from tools.email.inbox import looking, rules
from tools.email.inbox.changing import change_emails, tidy_emails, tidy_question
from tools.email.inbox.dashboard import show_syncs
from tools.email.inbox.schemas import (
    ChangeEmails,
    EmailFilter,
    EmailReference,
    ListEmails,
    RuleConditions,
    SaveRule,
    ShowSyncs,
    TidyEmails,
)
from tools.email.schemas import AddFromMail, ConnectFolder, SourceChanges, SyncEmail, SyncResult
from tools.email.syncing import fetching, service, steps
from tools.email.tools import SYNC_EMAIL
from tools.general.service import undo_last_change
from tools.jobs.schemas import AddJob, JobChanges, ListJobs
from tools.jobs.service import change_job, list_jobs
from tools.jobs.tools import ADD_JOB
from tools.registry import call
from tools.resumes.schemas import NoArguments

ALERTS = Path(__file__).resolve().parents[2] / "evals" / "cases" / "alerts"
REJECTION = (
    "Dear Ada,\n\nThank you for your interest in the Backend Engineer position at Harbor Freightways. After careful "
    "consideration we have decided not to move forward with your application.\n\nBest regards\nHarbor Freightways "
    "Talent Team\n"
)
INTERVIEW = (
    "Hi Ada,\n\nThank you for applying to the Backend Engineer position at Harbor Freightways. We would like to invite "
    "you to an interview with our engineering team. Please let us know when you are available next week.\n\n"
    "Best regards\nMira Holt\nHarbor Freightways\n"
)


def mail(subject: str, text: str, *, sent: str = "Tue, 24 Nov 2026 09:00:00 +0000", **headers: str) -> bytes:
    made = EmailMessage()
    made["From"] = headers.pop("sender", "Harbor Freightways <talent@harborfreightways.example>")
    made["To"], made["Subject"], made["Date"] = "ada@example.com", subject, sent
    made["Message-ID"] = headers.pop("message_id", f"<{abs(hash((subject, text, sent)))}@harborfreightways.example>")
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


def mbox(*mails: bytes) -> io.BytesIO:
    return io.BytesIO(b"".join(b"From x@example.com Sat Nov 28 09:00:00 2026\n" + one + b"\n" for one in mails))


class Mailbox:
    """Somebody's mailbox of files, synced as the product does it."""

    def __init__(self, context: Context) -> None:
        self.context, self.services, self.actor = context, context.services, context.actor

    async def hand_in(self, *mails: bytes) -> SyncResult:
        _, source_id = await connecting.upload_mail(self.context, mbox(*mails))
        return await self.sync(str(source_id))

    async def sync(self, source: str | None = None) -> SyncResult:
        begun = await call(SYNC_EMAIL, self.context, SyncEmail(source=source))
        await pipelines.execute(self.services, self.actor, begun.id)
        async with self.services.sessions() as session:
            return await service.result_of_run(session, self.actor, await get_run(session, self.actor, begun.id))

    async def job(self, title: str = "Backend Engineer", company: str = "Harbor Freightways") -> Any:
        return await call(ADD_JOB, self.context, AddJob(title=title, company=company))

    async def apply(self, job: Any) -> None:
        async with transaction(self.services.sessions) as session:
            await change_job(session, self.actor, job.id, JobChanges(status="applied"))

    async def jobs(self) -> dict[str, str]:
        async with self.services.sessions() as session:
            found = await list_jobs(session, self.actor, ListJobs(limit=200))
        return {f"{job.title} at {job.company}": job.status for job in found.jobs}

    async def mails(self, **wanted: Any) -> list[Any]:
        async with self.services.sessions() as session:
            return (await looking.list_emails(session, self.actor, ListEmails(**wanted))).emails

    async def undo(self) -> Any:
        async with transaction(self.services.sessions) as session:
            return await undo_last_change(session, self.actor, NoArguments())


@pytest_asyncio.fixture
async def mailbox(context: Context) -> AsyncIterator[Mailbox]:
    yield Mailbox(context)


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
    assert run.status == "completed", run.error
    assert await mailbox.jobs() == done
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


async def test_a_folder_is_synced_by_the_hour_and_only_what_is_new_comes(
    services: Services, context: Context, tmp_path: Path
) -> None:
    home = services.settings.jobwright_home / "mail"
    home.mkdir()
    (home / "one.eml").write_bytes(mail("One", "First.\n"))
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


async def test_mails_are_changed_and_changed_back(mailbox: Mailbox) -> None:
    await mailbox.hand_in(mail("One", "First.\n"), mail("Two", "Second.\n"), mail("Your application", REJECTION))
    async with transaction(mailbox.services.sessions) as session:
        done = await change_emails(session, mailbox.actor, ChangeEmails(emails=["1", "2"], change="delete"))
    assert (done.changed, done.here_only) == (2, ["uploads"])
    assert [one.subject for one in await mailbox.mails()] == ["Your application"]
    await mailbox.undo()
    assert len(await mailbox.mails()) == 3
    wanted = TidyEmails(change="archive", kinds=["rejection"])
    async with transaction(mailbox.services.sessions) as session:
        plan = await tidy_question(session, mailbox.actor, wanted)
        done = await tidy_emails(session, mailbox.actor, wanted)
    assert "1 mail would be archived" in plan
    assert "Your application" in plan
    assert done.changed == 1
    assert [one.subject for one in await mailbox.mails(archived=True)] == ["Your application"]
    with pytest.raises(Exception, match="All of them at once"):
        async with transaction(mailbox.services.sessions) as session:
            await tidy_emails(session, mailbox.actor, TidyEmails(change="delete"))


async def test_a_rule_is_tried_first_and_acts_once_it_is_on(mailbox: Mailbox) -> None:
    news = "Harbor News <news@harbornews.example>"
    await mailbox.hand_in(mail("Harbor news 1", "What is new in the harbor.\n", sender=news))
    async with transaction(mailbox.services.sessions) as session:
        wanted = SaveRule(conditions=RuleConditions(sender="harbornews"), actions=["archive", "read"])
        rule = await rules.save_rule(session, mailbox.actor, wanted)
    assert (rule.is_active, rule.tried) == (False, 1)
    await mailbox.hand_in(mail("Harbor news 2", "More of it.\n", sender=news))
    assert await mailbox.mails(archived=True) == []
    async with transaction(mailbox.services.sessions) as session:
        await rules.set_active(session, mailbox.actor, rule.id, True)
    await mailbox.hand_in(mail("Harbor news 3", "And more.\n", sender=news))
    assert [one.subject for one in await mailbox.mails(archived=True)] == ["Harbor news 3"]


async def test_threads_and_search(mailbox: Mailbox) -> None:
    first = mail("Crane questions", "How many cranes do you drive?\n", message_id="<a@harbor.example>")
    answer = mail(
        "Re: Crane questions", "Two of them, both red.\n", message_id="<b@harbor.example>",
        In_Reply_To="<a@harbor.example>", References="<a@harbor.example>", sent="Wed, 25 Nov 2026 09:00:00 +0000",
    )  # fmt: skip
    await mailbox.hand_in(first, answer, mail("Lunch", "Soup today.\n"))
    found = await mailbox.mails(query="cranes")
    assert [one.subject for one in found] == ["Crane questions"]
    async with mailbox.services.sessions() as session:
        shown = await looking.show_email(session, mailbox.actor, EmailReference(email="Crane questions"))
    assert shown.email.subject == "Re: Crane questions"
    assert [one.subject for one in shown.thread] == ["Crane questions"]


async def test_nobody_sees_anothers_mail(mailbox: Mailbox, services: Services) -> None:
    await mailbox.hand_in(mail("Your application", REJECTION))
    shown = (await mailbox.mails())[0]
    other = await new_actor(services)
    async with services.sessions() as session:
        with pytest.raises(NotFoundError):
            await messages.get(session, other, shown.id)
        assert (await looking.list_emails(session, other, ListEmails())).total == 0
        assert (await review.list_review(session, other, NoArguments())).replies == []


def test_the_original_acts_and_loads_nothing() -> None:
    shown = looking.sanitised(
        '<p onclick="x()">Hi</p><script>alert(1)</script><img src="https://spy.example/p.gif"><form action="/x">'
        '<input></form><a href="javascript:x()">a</a><a href="https://ok.example">b</a><style>p{}</style>'
        '<iframe src="https://spy.example"></iframe><table background="https://spy.example/b.png"><tr><td>c</td></tr>'
    )
    for word in ("script", "onclick", "spy.example", "<form", "<input", "style", "iframe", "javascript"):
        assert word not in shown
    assert 'href="https://ok.example"' in shown


def test_the_filter_in_words() -> None:
    wanted = EmailFilter(kinds=["rejection"], older_than_days=30, unread=True)
    assert looking.in_words(wanted) == "unread rejection mails older than 30 days"
