"""Questions worth asking, what answers to them say in six languages, and what is no answer. Pure."""

from functools import cache
from uuid import NAMESPACE_DNS, UUID, uuid5

import pytest

from tests.peers.talking import RESUME
from tools.jobs.parsing import parse_text
from tools.jobs.schemas import ParsedPosting
from tools.resumes.parsing import read
from tools.resumes.schemas import PositionDetail, ResumeFact
from tools.tailoring.choice.analysis import map_to_facts
from tools.tailoring.choice.criticism import criticise, facts_to_keep, since_mended
from tools.tailoring.choice.selection import choose
from tools.tailoring.dialogue.answers import read_answer
from tools.tailoring.dialogue.questions import next_question
from tools.tailoring.dialogue.replies import is_reply
from tools.tailoring.reasoning import GivenAnswer, Question

JOB = """Platform Engineer
Heron Freight, Rotterdam

Requirements:
- Experience with Terraform and AWS
- Go or Rust
- Fluent German
- CKA Certified Kubernetes Administrator
- BSc in Mechanical Engineering
- Strong communication skills
- Authorized to work in the EU
- Python

Nice to have:
- Ansible
"""
NURSE = """Lena Okafor
lena.okafor@example.org | Graz

Berufserfahrung
Pflegefachkraft, Klinikum Ostheim, Graz
03/2019 – heute
- Betreuung von 12 Patienten pro Schicht

Pflegehelferin, Haus Abendrot
2015 – 2018
- Grundpflege und Dokumentation
"""
WARD = """Pflegefachkraft im ambulanten Dienst
Hilfswerk Süd, Graz

Ihr Profil
- Erfahrung mit Wundmanagement
- Führerschein Klasse B
- Kenntnisse in CareNote
- Teamfähigkeit
"""


@cache
def facts_of(text: str) -> list[ResumeFact]:
    """A resume's facts as they would be stored."""
    parsed = read(text.encode(), "cv.txt")
    ids = [uuid5(NAMESPACE_DNS, str(number)) for number in range(len(parsed.facts))]
    return [
        ResumeFact(
            id=ids[place], position=place, text=fact.text, span=fact.span, detail=fact.detail,
            parent_id=None if fact.parent is None else ids[fact.parent],
        )
        for place, fact in enumerate(parsed.facts)
    ]  # fmt: skip


@cache
def questions_of(resume: str, job: str) -> dict[str, Question]:
    """Every question by its id, the most valuable first."""
    return unanswered(resume, job, ())


def unanswered(resume: str, job: str, answered: tuple[GivenAnswer, ...]) -> dict[str, Question]:
    """Those that are left when some were answered before."""
    facts, posting = facts_of(resume), parse_text(job)
    assert isinstance(posting, ParsedPosting)
    mapped, found = map_to_facts(posting, facts), dict[str, Question]()
    while question := next_question(
        mapped, facts, title=posting.title, answered=answered, passed_over=tuple(found)
    ):  # fmt: skip
        found[question.id] = question
    return found


def at(facts: list[ResumeFact], employer: str) -> UUID:
    """The position held there."""
    return next(
        fact.id for fact in facts if isinstance(fact.detail, PositionDetail) and employer in fact.detail.employer
    )


def test_what_only_the_person_knows_is_asked_and_nothing_else() -> None:
    asked = questions_of(RESUME, JOB)
    assert {question.subject for question in asked.values()} == {
        "Terraform", "AWS", "Go or Rust", "German", "CKA Certified Kubernetes Administrator",
    }  # fmt: skip
    assert next(iter(asked.values())).subject == "Terraform"
    question = asked["skill:terraform"]
    assert "for example at Northwind Pay or Harbor Logistics? Where, and for what?" in question.text
    assert "“Experience with Terraform and AWS”" in question.text
    german = questions_of(NURSE, WARD)
    assert [item.subject for item in german.values()] == ["Führerschein Klasse B", "Wundmanagement", "CareNote"]


def test_what_was_answered_is_not_asked_again_under_another_name() -> None:
    given = GivenAnswer.model_validate(
        {"question_id": "skill:x", "skills": ["Go", "Kubernetes", "AWS"], "outcome": "no", "answered_at": "2026-01-01"}
    )
    again = unanswered(RESUME, JOB.replace("AWS", "Amazon Web Services"), (given,))
    assert "Rust" in {question.subject for question in again.values()}, "of alternatives the other one is left"
    assert not [question for question in again.values() if {"AWS", "Go"} & set(question.skills)]


@pytest.mark.parametrize(
    ("answer", "text", "place"),
    [
        ("yes", "Terraform", None),
        ("Yes, at Northwind Pay", "Used Terraform", "Northwind"),
        ("Yes, at Northwind, for 12 staging clusters.", "Used Terraform for 12 staging clusters", "Northwind"),
        ("I used it to manage 40 accounts at Harbor Logistics", "Used Terraform to manage 40 accounts", "Harbor"),
        ("in my current job, since 2021", "Used Terraform since 2021", "Northwind"),
        ("Yes, but only in a course", "Terraform: only in a course", None),
        ("ja, bei Northwind Pay für die Testumgebung", "Terraform für die Testumgebung", "Northwind"),
        ("Oui, chez Northwind Pay, pour le réseau", "Terraform pour le réseau", "Northwind"),
        ("Sí, en Northwind Pay, para la red", "Terraform para la red", "Northwind"),
        ("Ja, bij Northwind Pay voor het netwerk", "Terraform voor het netwerk", "Northwind"),
        ("Sim, na Northwind Pay, para a rede", "Terraform para a rede", "Northwind"),
        ("yes, a lot", "Terraform", None),
        ("At my last job", "Used Terraform", "Harbor"),
        ("yes (Northwind Pay, 2021-2023)", "Terraform: 2021-2023", "Northwind"),
        ("Sí, lo usé en Northwind Pay para 12 clústeres", "Usé Terraform para 12 clústeres", "Northwind"),
        ("yes, at Globex for the network", "Used Terraform at Globex for the network", None),
        ("Yes, I led the move of 30 services to Terraform at Harbor Logistics",
         "Led the move of 30 services to Terraform", "Harbor"),
    ],
)  # fmt: skip
def test_an_answer_is_a_fact_in_its_own_words(answer: str, text: str, place: str | None) -> None:
    facts = facts_of(RESUME)
    said = read_answer(answer, questions_of(RESUME, JOB)["skill:terraform"], facts)
    assert (said.outcome, [fact.text for fact in said.facts]) == ("yes", [text])
    assert said.facts[0].parent_id == (at(facts, place) if place else None)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("no", "no"), ("No, never.", "no"), ("I have never used it", "no"), ("Nein, leider nicht", "no"),
        ("habe ich nie benutzt", "no"), ("non", "no"), ("nunca", "no"), ("nee", "no"), ("não", "no"),
        ("Not in production", "no"), ("skip", "skip"), ("Skip it, please", "skip"), ("weiter", "skip"),
        ("I don't know", "skip"), ("peut-être", "skip"), ("why do you ask?", "unclear"), ("ok", "unclear"),
    ],
)  # fmt: skip
def test_a_no_a_skip_and_what_is_neither_add_nothing(answer: str, outcome: str) -> None:
    said = read_answer(answer, questions_of(RESUME, JOB)["skill:terraform"], facts_of(RESUME))
    assert (said.outcome, said.facts) == (outcome, [])


def test_each_employer_gets_its_own_words_and_another_skill_its_own_line() -> None:
    facts, asked = facts_of(RESUME), questions_of(RESUME, JOB)
    both = read_answer(
        "Yes, at Northwind Pay for CI and at Harbor Logistics for the databases", asked["skill:terraform"], facts
    )
    assert [(fact.text, fact.parent_id) for fact in both.facts] == [
        ("Used Terraform for CI", at(facts, "Northwind")), ("Used Terraform for the databases", at(facts, "Harbor")),
    ]  # fmt: skip
    jobs = read_answer("yes, in both jobs", asked["skill:terraform"], facts)
    assert [fact.parent_id for fact in jobs.facts] == [at(facts, "Northwind"), at(facts, "Harbor")]
    other = read_answer("No, but I used Pulumi at Harbor Logistics", asked["skill:terraform"], facts)
    assert (other.outcome, [fact.text for fact in other.facts]) == ("no", ["Used Pulumi"])
    choice = asked["skill:go|rust"]
    assert read_answer("yes", choice, facts).outcome == "unclear", "which of them?"
    rust = read_answer("Yes, Rust at Harbor Logistics, for the scanner", choice, facts)
    assert (rust.skills, rust.facts[0].parent_id) == (["Rust"], at(facts, "Harbor"))


def test_languages_certificates_and_licences_are_kept_as_such() -> None:
    facts, asked = facts_of(RESUME), questions_of(RESUME, JOB)
    german = read_answer("Yes, I speak it fluently, about C1", asked["language:german"], facts, language="de")
    assert german.facts[0].detail.model_dump() == {"kind": "language", "name": "Deutsch", "level": "C1"}
    certificate = next(question for question in asked.values() if question.kind == "certificate")
    held = read_answer("yes, since 03/2021", certificate, facts).facts[0]
    assert held.detail.model_dump()["date"] == "2021-03"
    licence = questions_of(NURSE, WARD)["licence:driver's license"]
    assert read_answer("ja, seit 2008", licence, facts_of(NURSE)).facts[0].text == "Führerschein Klasse B, 2008"


def test_a_request_or_a_question_is_no_answer() -> None:
    answers = (
        "yes", "Nein, nie", "At Acme, for the staging clusters", "used it to add jobs to our scheduler", "since 2021",
        "Terraform at Acme, 2019 to 2021", "bei Acme für die Testumgebung", "skip", "use it daily", "B2",
        "no, but I used Pulumi", "I deleted old modules and added new ones",
    )  # fmt: skip
    requests = (
        "show me job 2", "No, show me job 2 instead", "what changed and why?", "undo that", "make it shorter",
        "less management, more data", "zeig mir die Änderungen", "montre-moi le job 2", "muéstrame los cambios",
        "can you tailor it to job 3", "why do you ask?", "thanks", "https://jobs.example/1", "delete job 1", "ok",
    )  # fmt: skip
    assert [text for text in answers if not is_reply(text, "Terraform")] == []
    assert [text for text in requests if is_reply(text, "Terraform")] == []
    assert is_reply("Yes, Terraform at Acme", "Terraform", right_after=False)
    assert not is_reply("yes", "Terraform", right_after=False)


def test_the_critic_sees_what_was_left_out_and_what_mends_it() -> None:
    facts, posting = facts_of(RESUME), parse_text(JOB)
    assert isinstance(posting, ParsedPosting)
    python = next(fact for fact in facts if fact.text.startswith("Built a settlement"))
    draft = choose(facts, posting, language="en")
    shown = [claim for claim in draft.claims if not claim.covers or claim.section in {"contact", "experience"}]
    poor = draft.model_copy(
        update={
            "claims": [claim for claim in shown if not claim.covers],
            "left_out": [python],
            "coverage": [item.model_copy(update={"claim_ids": []}) for item in draft.coverage],
        }
    )
    remarks = criticise(poor)
    assert "left_out_better" in {item.kind for item in remarks}
    assert facts_to_keep(remarks) == [str(python.id)]
    mended = since_mended(remarks, criticise(draft))
    assert {item.kind for item in mended if item.mended} == {"left_out_better"}


@pytest.mark.parametrize("said", ["purple monkey dishwasher", "Yes, I wrote SQL at Northwind Pay for 12 dashboards"])
def test_nonsense_and_another_tool_are_asked_again(said: str) -> None:
    asked = Question(
        id="skill:airflow", kind="skill", subject="Airflow", skills=["Airflow"], requirement="Experience with Airflow",
        importance="must", excerpt="Experience with Airflow", text="Did you use it?",
    )  # fmt: skip
    assert read_answer(said, asked, []).outcome == "unclear"
    assert read_answer("Yes, I wrote Airflow jobs with SQL", asked, []).outcome == "yes"
    assert read_answer("nightly loads for two teams in 2021", asked, []).outcome == "yes"
