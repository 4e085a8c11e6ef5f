"""The vocabulary names what a text names, and keeps its hands off everyday words."""

import time

import pytest

from tools.skills import aliases, canonical, category, find_skills
from tools.skills.vocabulary import vocabulary


def names(text: str) -> list[str]:
    return [span.name for span in find_skills(text)]


@pytest.mark.parametrize(
    "text",
    [
        "You will own our Go to market motion and go above and beyond.",
        "Budget for R&D, paid to C-level executives.",
        "You excel at communication. Excel in a fast-paced environment.",
        "Able to react quickly; Swift action is expected in the Spring 2026 term.",
        "Access to the building; teams of nurses; rest breaks; make a difference.",
        "A German company with a Chef de partie and an Oracle of Delphi.",
        "Health insurance, dental, vitamin C. Net pay monthly.",
        "Support less experienced staff en vue de progresser, with guard rails, chai tea and slack time.",
        "Write to python@jobs.example or https://github.com/java/react and www.docker.com/kubernetes",
    ],
)
def test_everyday_words_are_no_skills(text: str) -> None:
    found = set(names(text))
    assert found <= {"Product Marketing"}  # "go to market" itself is one


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rust is a plus", ["Rust"]),
        ("Apex wäre von Vorteil, MuleSoft ebenso", ["Apex", "MuleSoft"]),
        ("SwiftUI views, papers in LaTeX, Elektroniker", ["SwiftUI", "LaTeX", "Elektroniker"]),
        ("Reverse engineering of a pump", ["Reverse Engineering"]),
        ("React Native, React and JavaScript", ["React Native", "React", "JavaScript"]),
        ("C, C++, C#, .NET, ASP.NET and Node.js", ["C", "C++", "C#", ".NET", "ASP.NET", "Node.js"]),
        ("Spring Boot on k8s with Postgres", ["Spring Boot", "Kubernetes", "PostgreSQL"]),
        ("Microservices written in Go; experience with R", ["Microservices", "Go", "R"]),
        ("Proficient in Word, Excel and Access", ["Microsoft Word", "Microsoft Excel", "MS Access"]),
        ("RN with BLS and ACLS, wound care", ["RN License", "BLS", "ACLS", "Wound Care"]),
        ("Class A CDL with Hazmat endorsement", ["CDL", "Hazmat Endorsement"]),
        ("MIG and TIG welding, blueprint reading", ["Welding", "Welding", "Blueprint Reading"]),
        ("Erfahrung in der Finanzbuchhaltung mit DATEV", ["Bookkeeping", "DATEV"]),
        ("Atención al cliente y manejo de caja", ["Customer Service", "Cash Handling"]),
        ("Préparation de commandes, CACES exigé", ["Order Picking", "Forklift Operation"]),
        ("Fließend Deutsch und Englisch", ["German", "English"]),
        ("EXCEL, POWERPOINT, SQL", ["Microsoft Excel", "Microsoft PowerPoint", "SQL"]),
        ("REST APIs and RESTful services", ["REST APIs", "REST APIs"]),
        ("• Rust", ["Rust"]),
    ],
)
def test_skills_are_found_by_any_of_their_forms(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_spans_are_the_words_of_the_text() -> None:
    text = "Über uns: wir nutzen machine\nlearning, Node.js und Buchführung.\n"
    assert [text[s.start : s.end] for s in find_skills(text)] == ["machine\nlearning", "Node.js", "Buchführung"]


def test_a_combining_mark_that_stands_alone_is_no_token() -> None:
    assert names("\u0301 Python \u0301") == ["Python"]


def test_decomposed_accents_match_as_well() -> None:
    assert names("Experiencia en contabilidad y gestión de proyectos") == ["Accounting", "Project Management"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("k8s", "Kubernetes"), ("postgres", "PostgreSQL"), ("Python 3.11", "Python"), ("Angular (v12+)", "Angular"),
     ("go", "Go"), ("ms excel (advanced)", "Microsoft Excel"), ("Buchhaltung", "Bookkeeping"),
     ("underwater basketry", None), ("", None)],
)  # fmt: skip
def test_canonical_names(written: str, expected: str | None) -> None:
    assert canonical(written) == expected


def test_products_of_one_kind_are_skills_of_their_own() -> None:
    kinds = ("MySQL", "MariaDB", "Slack", "Microsoft Teams", "Trello", "Asana", "SEMrush", "Ahrefs", "HGB", "IFRS")
    assert [canonical(name) for name in kinds] == list(kinds)


def test_the_vocabulary_is_broad_and_consistent() -> None:
    skills = vocabulary().skills
    assert len(skills) >= 1700
    for skill in skills.values():
        assert canonical(skill.name) == skill.name
        assert {canonical(alias) for alias in skill.aliases} <= {skill.name}
    assert "Golang" in aliases("go")
    assert category("soudage") == "trades"


def test_a_posting_is_read_in_a_blink() -> None:
    text = ("We need a backend engineer with Python, SQL, AWS and Docker to build data pipelines for hospitals. " * 40)[
        :3000
    ]
    find_skills(text)
    best = min(_seconds(text) for _ in range(20))
    assert best < 0.02


def _seconds(text: str) -> float:
    started = time.perf_counter()
    find_skills(text)
    return time.perf_counter() - started
