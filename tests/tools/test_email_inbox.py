"""The inbox: changes and their undo, rules, threads, search, originals made harmless."""

import io

import pytest

from store import email_messages as messages
from store.database import transaction
from store.errors import NotFoundError
from tests.conftest import new_actor
from tests.tools.mailbox import ALERTS, REJECTION, Mailbox, mail
from tools.context import Services
from tools.email import connecting, review
from tools.email.alerts.schemas import AlertPosting, AlertReading
from tools.email.inbox import looking, rules
from tools.email.inbox.changing import change_emails, tidy_emails, tidy_question
from tools.email.inbox.schemas import (
    ChangeEmails,
    DraftEmail,
    EmailFilter,
    EmailReference,
    ListEmails,
    RuleConditions,
    SaveRule,
    TidyEmails,
)
from tools.email.inbox.writing import draft_email
from tools.email.syncing.reading import without_markup
from tools.resumes.schemas import NoArguments


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
    assert {one.subject for one in await mailbox.mails(query="crane quest")} == {
        "Crane questions",
        "Re: Crane questions",
    }
    assert await mailbox.mails(query="cra%quest") == []
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
    assert looking.in_words(EmailFilter(needs_answer=True), one=True) == "mail that needs an answer"


async def test_a_mail_saved_as_html_is_read_as_what_it_is(mailbox: Mailbox) -> None:
    saved = (ALERTS / "indeed-saved-html.html").read_bytes()
    new, source_id = await connecting.upload_mail(mailbox.context, io.BytesIO(saved), "indeed-saved-html.html")
    result = await mailbox.sync(str(source_id))
    assert (new, result.status) == (1, "completed")
    assert result.counts.postings > 0
    assert not any("<" in name or "href" in name for name in await mailbox.jobs())
    assert (await connecting.upload_mail(mailbox.context, io.BytesIO(saved), "again.html"))[0] == 0


def test_a_piece_of_markup_is_no_opening() -> None:
    good, bad = AlertPosting(title="Cook", company="Acme"), AlertPosting(title='a href=" "', company="table><tr><td")
    kept = without_markup(AlertReading(parser="generic", postings=[good, bad]))
    assert kept.postings == [good]
    assert kept.problems == ["1 pieces of markup were no openings"]


async def test_a_contact_out_of_the_blue_is_declined_without_an_application(mailbox: Mailbox) -> None:
    contact = "Hi Ada,\n\nI came across your profile and have a role in Rust for you. Open to a chat?\n\nMira\n"
    await mailbox.hand_in(mail("A role in Rust", contact, sender="Mira Holt <mira@people.example>"))
    async with transaction(mailbox.services.sessions) as session:
        decline = DraftEmail(email="Mira", purpose="decline")
        written = await draft_email(session, mailbox.actor, decline)
        shorter = await draft_email(session, mailbox.actor, decline.model_copy(update={"tone": "concise"}))
    assert "Thank you for reaching out" in written.body
    assert "my application" not in written.body
    assert "I wish you" in written.body
    assert "I wish you" not in shorter.body
    assert written.sender is None, "files that were handed in have no address to write from"
    assert [one.subject for one in await mailbox.mails(needs_answer=True)] == ["A role in Rust"]
