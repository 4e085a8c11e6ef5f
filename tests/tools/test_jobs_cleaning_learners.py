"""Guiding learners is a duty, being one is a contract; in the languages that postings are in."""

import pytest

from tools.jobs.cleaning.learners import without_guided
from tools.jobs.cleaning.terms import find_terms


@pytest.mark.parametrize(
    "duty",
    [
        "Anleitung von Auszubildenden", "Ausbildung von Lehrlingen und Praktikanten", "Praktikantenbetreuung",
        "Auszubildende anleiten", "Betreuung unserer Azubis", "Supervising interns and trainees", "Mentor interns",
        "Coaching junior engineers and interns", "Training apprentices on site", "Encadrement d'apprentis",
        "Encadrer les stagiaires et apprentis", "Formation des alternants et des stagiaires",
        "Begeleiden van stagiairs en leerlingen", "Supervisión de becarios y alumnos en prácticas",
        "Formar a los aprendices", "Supervisione di stagisti e tirocinanti",
    ],
)  # fmt: skip
def test_guiding_learners_is_no_contract(duty: str) -> None:
    assert find_terms("Koch", None, f"Deine Aufgaben\n{duty}\nKochen") is None
    told = find_terms("Koch", "Unbefristet", f"Deine Aufgaben\n- {duty}\nKochen")
    assert told is not None
    assert told.contract == "permanent"


@pytest.mark.parametrize(
    ("title", "text", "contract"),
    [
        ("Training Intern", "", "internship"),
        ("Recruiting Intern (m/f/d)", "", "internship"),
        ("Praktikant Betreuung Kinder", "", "internship"),
        ("Stagiaire formation", "", "internship"),
        ("Auszubildende Pflegefachkraft (m/w/d)", "Betreuung von Patienten", "apprenticeship"),
        ("Apprenti cuisinier", "Formation en alternance", "apprenticeship"),
        ("Software Engineer Intern", "You train models", "internship"),
        ("Marketing", "Praktikum ab sofort\nWir bieten viel", "internship"),
        ("Ausbildung Fachinformatiker", "Werde Azubi\nWir begleiten dich", "apprenticeship"),
    ],
)
def test_being_a_learner_is_one(title: str, text: str, contract: str) -> None:
    told = find_terms(title, None, text)
    assert told is not None
    assert told.contract == contract


def test_what_is_blanked_keeps_its_place() -> None:
    said = "Wir suchen dich. Anleitung von Azubis, dazu Kochen"
    assert without_guided(said) == "Wir suchen dich. ~~~~~~~~~~~~~~~~~~~~, dazu Kochen"
