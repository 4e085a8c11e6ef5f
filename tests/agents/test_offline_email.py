"""What the offline model makes of talk about mail: the readers, the boundaries to other areas, follow-ups."""

from datetime import date
from typing import Any, get_args

import pytest

from agents.offline.clauses import clauses
from agents.offline.email_contents import own_words, written
from agents.offline.email_filters import ages_of, filter_of, rule_of
from agents.offline.email_references import name_in, pointed
from agents.offline.email_wordings import CHANGES, KINDS, OF_RULES
from agents.offline.history import Turn, remember
from agents.offline.plan import Result
from agents.offline.references import Situation
from agents.offline.understanding import Understander
from tools.catalogue import BY_NAME
from tools.email.examples import EXAMPLES
from tools.email.inbox.schemas import EmailKind, MailChange

MONDAY = date(2026, 6, 1)
MIRA = {
    "number": 7, "subject": "Interview", "sender_name": "Mira Holt", "sender_address": "mira@northwind.example",
    "kind": "interview",
}  # fmt: skip
GAZETTE = {
    "number": 5, "subject": "Weekly digest", "sender_name": "The Gazette", "sender_address": "news@gazette.example",
    "kind": "newsletter",
}  # fmt: skip
LISTED = Turn("show my inbox", (Result("list_emails", {}, {"emails": [MIRA, GAZETTE], "total": 2}),), "2 mails.")
OPENED = Turn("open mail 7", (Result("show_email", {"email": "7"}, {"email": MIRA, "thread": [GAZETTE]}),), "Mail 7.")
DRAFTED = Turn(
    "decline it",
    (Result("draft_email", {"email": "7", "purpose": "decline"}, {"number": 2, "subject": "Re: Interview",
                                                                   "to": ["mira@northwind.example"]}),),
    "Draft 2.",
)  # fmt: skip
JOBS = Turn(
    "my jobs",
    (Result("list_jobs", {}, {"jobs": [{"number": 1, "title": "Cook", "company": "Northwind"},
                                       {"number": 2, "title": "Baker", "company": "Acme"}]}),),
    "2 jobs.",
)  # fmt: skip
WROTE = Turn("write a thank-you mail to Acme", (Result("write_email", {"job": "2"}, {"number": 3}),), "Here it is.")
NOBODY = Situation(remember(()), today=MONDAY)


def calls(understander: Understander, says: str, *turns: Turn) -> list[tuple[str, dict[str, Any]]]:
    plan = understander.understand(says, turns, None, MONDAY)
    return [(step.tool, dict(step.arguments)) for step in plan.steps]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("rejections older than a month", {"older_than_days": 30}),
        ("absagen, die alter als zwei wochen sind", {"older_than_days": 14}),
        ("les refus de plus d'un mois", {"older_than_days": 30}),
        ("correos de mas de tres semanas", {"older_than_days": 21}),
        ("mails from last week", {"within_days": 7}),
        ("mails of today", {"within_days": 1}),
        ("mails von gestern", {"within_days": 2}),
        ("les mails des 3 derniers jours", {"within_days": 3}),
        ("mails not older than a week", {"within_days": 7}),
        ("receipts of this year", {"within_days": 152}),
        ("show my inbox", {}),
    ],
)
def test_ages(said: str, found: dict[str, int]) -> None:
    assert ages_of(said, MONDAY) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("unread interview invitations from Acme", {"unread": True, "kinds": ["interview"], "company": "Acme"}),
        ("mails from news@example.com with attachments", {"sender": "news@example.com", "attachments": True}),
        ("the last 5 mails", {"limit": 5}),
        ("find the mail about the Berlin office", {"query": "Berlin office"}),
        ('mails with "signing bonus"', {"query": "signing bonus"}),
        ("which mails still need a reply?", {"needs_answer": True}),
        ("what came in today that needs an answer?", {"needs_answer": True, "within_days": 1}),
        ("Mails von Montag", {}),
        ("mails to me in English", {}),
        ("unbeantwortete Mails von Acme", {"needs_answer": True, "company": "Acme"}),
    ],
)
def test_filters(said: str, found: dict[str, Any]) -> None:
    assert filter_of(said, NOBODY) == found


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("did Acme write back?", "Acme"), ("the mail from Job Lantern", "Job Lantern"), ("Acme's mail", "Acme"),
        ("tell Initech that I accept", "Initech"), ("des nouvelles d'Acme ?", "Acme"), ("any news from acme", "acme"),
        ("hat sich Acme gemeldet?", "Acme"), ("the mails from Tuesday", None), ("my unread mails", None),
        ("all rejections", None), ("write to the recruiter", None), ("mail from my inbox", None),
        ("what came in today that needs an answer?", None), ("schreib eine absage an acme", "acme"),
        ("send an answer to acme", "acme"), ("zeig mir die mails an acme", "acme"),
        ("meine bewerbung an acme", "acme"), ("is there an interview?", None),
    ],
)  # fmt: skip
def test_names_of_senders(said: str, name: str | None) -> None:
    assert name_in(said) == name


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("reply that I am free on Tuesday at 10", "I am free on Tuesday at 10"),
        ("tell the recruiter I'm still interested", "I'm still interested"),
        ("reply to mail 3: Thursday works, thanks.", "Thursday works, thanks."),
        ("let Acme know that I need a week", "I need a week"),
        ("Antworte, dass ich am Freitag Zeit habe", "dass ich am Freitag Zeit habe"),
        ("schreib zurück, dass ich das Angebot annehme", "dass ich das Angebot annehme"),
        ("réponds que je suis disponible", "je suis disponible"),
        ("responde que acepto", "acepto"),
        ("answer the mail from Acme", None),
        ("draft a polite decline to the recruiter", None),
    ],
)
def test_the_persons_own_words(said: str, own: str | None) -> None:
    assert own_words(said)[1] == own


def test_words_for_mail_name_what_the_tools_take() -> None:
    assert {kind for kind, _ in KINDS} <= set(get_args(EmailKind))
    assert {change for change, _ in CHANGES} == set(get_args(MailChange))
    rules = BY_NAME["save_rule"].input.model_json_schema()
    assert set(rules["properties"]["actions"]["items"]["enum"]) == OF_RULES


def test_a_whole_letter_is_the_body_and_stays_whole() -> None:
    letter = "Dear Ms Holt, thank you for the invitation. I will be there on Thursday. See you then, Ada"
    (clause,) = clauses(f"reply to mail 7: {letter}")
    assert written(clause.text, NOBODY) == {"email": "7", "body": letter}


def test_what_a_rule_is_for_and_what_it_does() -> None:
    said = "from now on mark newsletters as read and archive them"
    assert rule_of(said) == {"conditions": {"kinds": ["newsletter"]}, "actions": ["read", "archive"]}
    assert [clause.text for clause in clauses(said)] == [said]


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("the second one", ("5",)), ("the one from Mira", ("7",)), ("the digest", ("5",)), ("7 and 5", ("7", "5")),
        ("the first two", ("7", "5")), ("on Tuesday at 10", ()), ("mail 31", ("31",)), ("job 5", ()),
    ],
)  # fmt: skip
def test_which_of_the_mails_shown_are_meant(said: str, numbers: tuple[str, ...]) -> None:
    assert pointed("mail", said, Situation(remember([LISTED]))) == numbers


def test_the_mail_that_was_opened_is_in_focus_not_its_thread() -> None:
    assert remember([LISTED, OPENED]).focus["mail"] == "7"


@pytest.mark.parametrize(
    ("says", "meant"),
    [
        ("any news from Acme?", [("list_emails", {"company": "Acme"})]),
        ("anything new?", [("show_new", {})]),
        ("check my mail", [("sync_email", {})]),
        ("show the rejections I got by mail", [("list_emails", {"kinds": ["rejection"]})]),
        ("delete the mail from Acme", [("change_emails", {"emails": ["Acme"], "change": "delete"})]),
        ("delete all newsletters", [("tidy_emails", {"kinds": ["newsletter"], "change": "delete"})]),
        ("find delivery driver jobs in Leeds", [("search_jobs", {"words": "delivery driver", "location": "Leeds"})]),
        ("show me my filters", [("show_wishes", {})]),
        ("note on job 2: reply to Mira by Friday", [("add_job_note", {"job": "2", "note": "reply to Mira by Friday"})]),
        ("my new email is ada@example.com",
         [("correct_fact", {"field": "email", "value": "ada@example.com", "action": "change"})]),
        ("message Mira on LinkedIn", []),
        ("forward the mail from Acme to my wife", []),
        ("answer the question: yes, I led it", [("answer_question", {"answer": "yes, I led it"})]),
    ],
)  # fmt: skip
def test_mail_and_its_neighbours(understander: Understander, says: str, meant: list[tuple[str, Any]]) -> None:
    found = calls(understander, says)
    assert [tool for tool, _ in found] == [tool for tool, _ in meant]
    for (_, wanted), (_, made) in zip(meant, found, strict=True):
        assert {name: made.get(name) for name in wanted} == wanted


def test_a_text_for_a_job_and_an_answer_to_somebody_are_told_apart(understander: Understander) -> None:
    assert calls(understander, "draft a thank-you mail to Acme", JOBS) == [
        ("write_email", {"mail": "thank_you", "job": "2"})
    ]
    assert calls(understander, "draft a polite decline to the recruiter at Acme", JOBS) == [
        ("draft_email", {"email": "Acme", "purpose": "decline"})
    ]
    assert calls(understander, "thank her", LISTED, OPENED) == [("draft_email", {"email": "7", "purpose": "thank_you"})]
    assert calls(understander, "archive job 1", JOBS) == [("set_job_status", {"status": "dismissed", "job": "1"})]


def test_what_was_drafted_goes_out_and_a_text_about_a_job_does_not(understander: Understander) -> None:
    assert calls(understander, "send it", LISTED, OPENED, DRAFTED) == [("send_email", {})]
    assert calls(understander, "throw it away", LISTED, OPENED, DRAFTED) == [("discard_draft", {})]
    assert calls(understander, "don't send it", LISTED, OPENED, DRAFTED) == []
    assert calls(understander, "send it", JOBS, WROTE) == []
    assert calls(understander, "undo", LISTED, OPENED, DRAFTED) == [("undo_last_change", {})]


def test_a_draft_is_wanted_otherwise(understander: Understander) -> None:
    assert calls(understander, "make it friendlier", OPENED, DRAFTED) == [
        ("draft_email", {"email": "7", "purpose": "decline", "tone": "friendly"})
    ]


def test_what_was_missing_is_said_in_the_next_message(understander: Understander) -> None:
    failed = Result("draft_email", {"email": "7"}, {}, ok=False, text="What should the mail say?")
    asked = Turn("answer mail 7", (failed,), "What should the mail say?")
    assert calls(understander, "that Thursday suits me", OPENED, asked) == [
        ("draft_email", {"email": "7", "details": ["Thursday suits me"]})
    ]


def test_decisions_on_what_waits(understander: Understander) -> None:
    queue = {
        "postings": [{"posting": {"title": "Cook"}}, {"posting": {"title": "Baker"}}],
        "replies": [{"kind": "offer"}],
    }
    waits = Turn("what needs a look?", (Result("list_review", {}, queue),), "3.")
    assert calls(understander, "yes to 1 and no to 2", waits) == [
        ("decide_review", {"item": "1", "accept": True}), ("decide_review", {"item": "2", "accept": False}),
    ]  # fmt: skip
    assert calls(understander, "the second is no job", waits) == [("decide_review", {"item": "2", "accept": False})]
    assert calls(understander, "3 is about job 2", waits) == [
        ("decide_review", {"item": "3", "accept": True, "job": "2"})
    ]


def test_without_a_mail_to_answer_it_is_asked_for(understander: Understander) -> None:
    plan = understander.understand("reply that I am in", (LISTED,), None, MONDAY)
    assert plan.question is not None
    assert (plan.question.tool, plan.question.missing) == ("draft_email", "email")
    assert [entry.number for entry in plan.question.choices] == [7, 5]
    answered = understander.understand(
        "the first", (LISTED, Turn("reply that I am in", (), "Which mail?")), None, MONDAY
    )
    assert [(step.tool, dict(step.arguments)) for step in answered.steps] == [
        ("draft_email", {"details": ["I am in"], "email": "7"})
    ]


@pytest.mark.parametrize("tool", sorted(EXAMPLES))
def test_every_example_calls_its_tool_as_it_says(understander: Understander, tool: str) -> None:
    for example in BY_NAME[tool].examples:
        found = calls(understander, example.says)
        asked = understander.understand(example.says, (), None, MONDAY).question
        assert [name for name, _ in found] == [tool] or (asked and asked.tool == tool), (example.says, found)
        for name, value in example.arguments.items():
            assert found, example.says
            assert found[0][1].get(name) == value, (example.says, found)
