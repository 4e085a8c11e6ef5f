"""What is read out of talk about lines, wishes, versions, corrections and letters, each in several languages."""

from typing import Any

import pytest

from agents.offline.facts_said import correction_of
from agents.offline.history import Turn, remember
from agents.offline.letters_said import format_of, length_of, purpose_of, tone_of
from agents.offline.lines_said import bare_place, line_of
from agents.offline.plan import Result
from agents.offline.steering_said import sections_ordered, steering_of
from agents.offline.versions_said import steps_back, versions_of


@pytest.mark.parametrize(
    ("says", "line"),
    [
        ("reject the second line", "2"), ("I don't like the third bullet at Acme", "3 at Acme"), ("keep L7", "L7"),
        ("take out the line about Excel", "Excel"), ("what would dropping the Kafka line cost?", "Kafka"),
        ('where does "Led a team" come from', "Led a team"), ("nimm die Zeile über Excel raus", "Excel"),
        ("was kostet die Kafka-Zeile?", "Kafka"), ("refuse la deuxième puce chez Acme", "2 at Acme"),
        ("quita la línea sobre Excel", "Excel"), ("the last line of the resume", "last"), ("shorter", None),
    ],
)  # fmt: skip
def test_a_line_is_named_by_id_place_or_words(says: str, line: str | None) -> None:
    assert line_of(says) == line


def test_a_place_alone_may_be_a_line() -> None:
    assert bare_place("the second one") == "2"
    assert bare_place("reject it") is None


@pytest.mark.parametrize(
    ("says", "wishes"),
    [
        ("less management, more data", {"play_down": ["management"], "emphasise": ["data"]}),
        ("weniger Management, mehr Daten", {"play_down": ["Management"], "emphasise": ["Daten"]}),
        ("moins de gestion, plus de données", {"play_down": ["gestion"], "emphasise": ["données"]}),
        ("menos gestión y más datos", {"play_down": ["gestión"], "emphasise": ["datos"]}),
        ("make it shorter and drop the hobbies", {"shorter": True, "drop": ["hobbies"]}),
        ("one page, modern template and no hobbies", {"pages": 1, "template": "modern", "drop": ["hobbies"]}),
        ("zweispaltig, auf A4", {"template": "sidebar", "paper": "a4"}), ("c'est trop long", {"shorter": True}),
        ("mets Python en avant", {"emphasise": ["Python"]}), ("keep it to one page", {"pages": 1}),
        ("drop the line about Excel", {}), ("show my jobs", {}),
    ],
)  # fmt: skip
def test_wishes_for_a_tailored_resume(says: str, wishes: dict[str, Any]) -> None:
    assert steering_of(says) == wishes


def test_the_order_of_sections() -> None:
    assert sections_ordered("put education before experience") == ["education", "experience"]
    assert sections_ordered("skills should come after the projects") == ["projects", "skills"]
    assert sections_ordered("mets la formation avant l'expérience") == ["formation", "expérience"]
    assert sections_ordered("put the line about Excel first") == []


def test_versions_are_read_by_number_and_word() -> None:
    assert versions_of("what changed between version 1 and 3?") == [1, 3]
    assert versions_of("zurück zu Version 2") == versions_of("compare v2 with v2") == [2]
    assert versions_of("the first version") == [1]
    assert steps_back("restore the previous version")
    assert versions_of("I have 3 jobs") == []


@pytest.mark.parametrize(
    ("says", "field", "about", "value"),
    [
        ("my title at Acme was Staff Engineer", "title", "Acme", "Staff Engineer"),
        ("I was Team Lead at Globex, not Engineer", "title", "Globex", "Team Lead"),
        ("bei Globex war ich Polier, nicht Bauleiter", "title", "Globex", "Polier"),
        ("Mon titre chez Acme était Chef d'équipe", "title", "Acme", "Chef d'équipe"),
        ("Initech was from 03/2019 to 05/2021", "dates", "Initech", "03/2019 to 05/2021"),
        ("Chez Initech, j'étais de mars 2019 à mai 2021", "dates", "Initech", "mars 2019 to mai 2021"),
        ("I left Acme in June 2021", "end", "Acme", "June 2021"),
        ("my phone number is wrong, it should be +43 660 5550199", "phone", None, "+43 660 5550199"),
        ("the employer is called Initech GmbH, not Initech", "employer", "Initech", "Initech GmbH"),
        ("remove Excel from my skills", "skill", "Excel", None), ("Füge Terraform zu meinen Kenntnissen hinzu", "skill",
        None, "Terraform"), ("add that I led the migration at Acme", None, "Acme", "I led the migration"),
        ("put into my resume that I speak Danish at B2", "language", None, "Danish (B2)"),
        ("I never worked at Hooli", "position", "Hooli", None),
    ],
)  # fmt: skip
def test_corrections_of_a_resume(says: str, field: str | None, about: str | None, value: str | None) -> None:
    said = correction_of(says)
    assert (said.get("field"), said.get("about"), said.get("value")) == (field, about, value)


def test_what_a_letter_or_a_file_should_be() -> None:
    assert (tone_of("less formal please"), length_of("das ist zu lang")) == ("friendly", "short")
    assert purpose_of("un mail de relance") == "follow_up"
    assert [format_of(says) for says in ("als Word-Datei", "en texte brut", "JSON Resume", "cv.docx")] == [
        "docx", "txt", "json", None,
    ]  # fmt: skip


def test_the_number_of_a_file_is_no_number_of_a_job() -> None:
    made = Result("tailor_resume", {"job": "7"}, {"number": 1, "job_title": "Baker"})
    file = Result("export_resume", {}, {"number": 3, "title": "Baker – Kranich", "format": "docx", "kind": "resume"})
    memory = remember([Turn(results=(made,)), Turn(results=(file,))])
    assert memory.focus == {"tailored": "1", "job": "7", "document": "3"}
