"""The check of a resume: what it remarks on in six languages, where, and what it leaves alone."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from store.base import new_id
from tools.resumes import service
from tools.resumes.check_schemas import Finding
from tools.resumes.checking import check
from tools.resumes.checking.document import why_dead
from tools.resumes.checking.lines import words_for
from tools.resumes.parsing import read
from tools.resumes.schemas import Resume

TODAY = date(2026, 6, 1)
HEAD = "Odile Tammik\nodile.tammik@example.eu\n+49 30 5550188\nBremen, Germany\n\n"
LANGUAGES = {
    "en": ("EXPERIENCE", "Clerk, Weser Logistics, Bremen", "present"),
    "de": ("BERUFSERFAHRUNG", "Sachbearbeiterin, Weser Logistik GmbH, Bremen", "heute"),
    "fr": ("EXPÉRIENCE PROFESSIONNELLE", "Assistante, Transports Garonne, Bordeaux", "aujourd’hui"),
    "es": ("EXPERIENCIA LABORAL", "Administrativa, Transportes Ebro, Zaragoza", "actualidad"),
    "nl": ("WERKERVARING", "Medewerker, Maas Transport BV, Rotterdam", "heden"),
    "pt": ("EXPERIÊNCIA PROFISSIONAL", "Assistente, Transportes Douro, Porto", "presente"),
}  # fmt: skip


def _resume(text: str, **changed: object) -> Resume:
    parsed = read(text.encode(), "cv.txt")
    return Resume.model_validate(
        {
            "id": new_id(), "number": 1, "filename": "cv.txt", "media_type": parsed.media_type, "pages": parsed.pages,
            "language": parsed.language, "is_primary": True, "status": "completed", "text": parsed.text,
            "sections": parsed.sections, "facts": service.facts_of(parsed), "warnings": parsed.warnings,
            "layout": parsed.layout, "created_at": datetime(2026, 1, 1, tzinfo=UTC), **changed,
        }
    )  # fmt: skip


def _with(language: str, *lines: str) -> Resume:
    heading, job, now = LANGUAGES[language]
    said = "\n".join(f"- {line}" for line in lines)
    return _resume(f"{HEAD}{heading}\n{job}\n03/2019 – {now}\n{said}\n", language=language)


def _kinds(findings: list[Finding]) -> set[str]:
    return {finding.kind for finding in findings}


def _of(findings: list[Finding], kind: str) -> list[Finding]:
    return [finding for finding in findings if finding.kind == kind]


def _holds(resume: Resume, finding: Finding) -> bool:
    """Whether the words of the remark stand at its span, within its fact."""
    fact = next(fact for fact in resume.facts if fact.id == finding.fact_id)
    if finding.span is None or finding.excerpt is None:
        return False
    inside = fact.span.start <= finding.span.start <= finding.span.end <= fact.span.end
    return inside and resume.text[finding.span.start : finding.span.end].split() == finding.excerpt.split()


@pytest.mark.parametrize(("language", "line", "kind", "excerpt"), [
    ("en", "Responsible for the intake of parcels at the north gate", "weak_opening", "Responsible for"),
    ("en", "Helped to set up the archive of customs papers", "weak_opening", "Helped to"),
    ("en", "The returns process was redesigned with two carriers", "passive_voice", "was redesigned"),
    ("en", "Wrote my own macros and trained my team of 4 in them", "first_person", "my"),
    ("en", "In 2020 I moved the archive to the cloud", "first_person", None),
    ("en", "Reduced the backlog of customs papers considerably", "unquantified", "Reduced"),
    ("en", "Managing carriers on all Baltic routes", "unquantified", "Managing"),
    ("de", "Verantwortlich für die Annahme der Pakete am Nordtor", "weak_opening", "Verantwortlich für"),
    ("de", "Das Archiv wurde von mir im Jahr 2020 eingeführt", "passive_voice", None),
    ("de", "Habe ich 2020 in zwei Wochen umgestellt", "first_person", "ich"),
    ("de", "Senkte die Rückstände beim Zoll deutlich", "unquantified", "Senkte"),
    ("de", "Leitung der Annahme und der Zollabfertigung", "unquantified", "Leitung"),
    ("fr", "Chargée de la réception des colis", "weak_opening", "Chargée de"),
    ("fr", "Les archives ont été numérisées en 2020", "passive_voice", "ont été numérisées"),
    ("fr", "J’ai numérisé les archives en 2020", "first_person", "J’"),
    ("fr", "Réduction des retards de dédouanement", "unquantified", "Réduction"),
    ("es", "Encargada de la recepción de paquetes", "weak_opening", "Encargada de"),
    ("es", "El archivo fue digitalizado en 2020", "passive_voice", "fue digitalizado"),
    ("es", "Llevé mi archivo a la nube en 2020", "first_person", "mi"),
    ("es", "Reduje los retrasos de aduana de forma notable", "unquantified", "Reduje"),
    ("nl", "Verantwoordelijk voor de ontvangst van pakketten", "weak_opening", "Verantwoordelijk voor"),
    ("nl", "Het archief werd in 2020 gedigitaliseerd", "passive_voice", None),
    ("nl", "In 2020 heb ik het archief gedigitaliseerd", "first_person", "ik"),
    ("nl", "Verkortte de wachttijden aan de poort sterk", "unquantified", "Verkortte"),
    ("pt", "Responsável pela recepção de encomendas", "weak_opening", "Responsável pela"),
    ("pt", "O arquivo foi digitalizado em 2020", "passive_voice", "foi digitalizado"),
    ("pt", "Em 2020 digitalizei o meu arquivo", "first_person", "meu"),
    ("pt", "Reduzi os atrasos na alfândega de forma notável", "unquantified", "Reduzi"),
])  # fmt: skip
def test_a_line_that_can_be_said_better(language: str, line: str, kind: str, excerpt: str | None) -> None:
    resume = _with(language, line)
    found = _of(check(resume, TODAY), kind)
    assert len(found) == 1, _kinds(check(resume, TODAY))
    assert _holds(resume, found[0])
    assert excerpt in {None, found[0].excerpt}


@pytest.mark.parametrize(("language", "line"), [
    ("en", "Reduced the backlog of customs papers from 400 to 30"),
    ("en", "Cut the waiting time at the gate by half"),
    ("en", "Wrote the handbook for new drivers"),
    ("en", "Works in English, Polish and German with carriers"),
    ("en", "Is based at the port and speaks with captains"),
    ("en", "Qualified as Engineer Level I in port safety"),
    ("de", "Senkte die Rückstände beim Zoll um 40 %"),
    ("de", "Schrieb das Handbuch für neue Fahrer"),
    ("de", "Verdoppelte die Zahl der Abfertigungen je Schicht"),
    ("fr", "Réduction de moitié des retards de dédouanement"),
    ("fr", "Rédaction du manuel des conducteurs"),
    ("es", "Redacté el manual de los conductores"),
    ("es", "Reduje a la mitad los retrasos de aduana"),
    ("nl", "Schreef het handboek voor nieuwe chauffeurs"),
    ("nl", "Halveerde de wachttijden aan de poort, van 40 naar 20 minuten"),
    ("pt", "Redigi o manual dos condutores"),
    ("pt", "Reduzi pela metade os atrasos na alfândega"),
])  # fmt: skip
def test_a_line_that_is_good_is_left_alone(language: str, line: str) -> None:
    resume = _with(language, line)
    assert not _kinds(check(resume, TODAY)) & {
        "weak_opening", "passive_voice", "first_person", "unquantified", "repeated_verb", "spelling",
    }  # fmt: skip


@pytest.mark.parametrize(("language", "lines", "word"), [
    ("en", ("Managed 3 carriers", "Managing 2 gates", "Manages 14 people"), "manage"),
    ("en", ("Led 3 audits", "Leads 2 crews", "Leading 4 drills"), "lead"),
    ("de", ("Leitete 3 Schichten", "Leite 2 Teams", "Leitete 4 Umzüge"), "leiten"),
    ("fr", ("Géré 3 quais", "Gérer 2 équipes", "Gère 4 lignes"), "gérer"),
])  # fmt: skip
def test_verbs_that_come_again_are_known_in_every_form(language: str, lines: tuple[str, ...], word: str) -> None:
    resume = _with(language, *lines)
    (found,) = _of(check(resume, TODAY), "repeated_verb")
    assert found.message == f"3 lines begin with “{word}”."
    bullets = [fact.id for fact in resume.facts if fact.detail.kind == "bullet"]
    assert [found.fact_id, *found.also] == bullets


CAREER = (
    HEAD
    + """EXPERIENCE
Dispatcher, Harbour Lines, Bremen
2027-02 – present
- Plans 40 trucks a day.

Clerk, Weser Logistics, Bremen
2019-03 – 2024-01
- Filed 200 papers a day.

Courier, Flink Bikes, Bremen
2022-01 – 2023-06
- Rode 60 km a day.

Assistant, Geest Depot, Bremen
2016-05 – 2017-08

EDUCATION
Hochschule Bremen, BA Logistics, 2012 - 2016
"""
)


def test_dates_are_read_with_their_places() -> None:
    resume = _resume(CAREER)
    found = check(resume, TODAY)
    gap = _of(found, "date_gap")
    assert [finding.message for finding in gap][:1] == [
        "There are about 18 months between Assistant at Geest Depot (2016-05 – 2017-08) and Clerk at Weser Logistics "
        "(2019-03 – 2024-01)."
    ]
    (future,) = _of(found, "dates_wrong")
    assert "Dispatcher" in future.message
    (overlap,) = _of(found, "dates_overlap")
    assert "overlap by 18 months" in overlap.message
    assert {finding.place.split(",")[0] for finding in _of(found, "no_bullets")} == {"Assistant"}
    ranks = [("high", "medium", "low").index(finding.severity) for finding in found]
    assert ranks == sorted(ranks)
    assert all(_holds(resume, finding) for finding in found if finding.fact_id)
    undated = [
        fact.model_copy(update={"detail": fact.detail.model_copy(update={"start": None, "end": None})})
        for fact in resume.facts if fact.detail.kind == "position"
    ]  # fmt: skip
    assert len(_of(check(resume.model_copy(update={"facts": undated}), TODAY), "dates_missing")) == 4


def test_suggestions_hold_no_number() -> None:
    resume = _resume(
        CAREER.replace("Filed 200 papers a day", "Responsible for Javascript and the team, it was improved")
    )
    findings = check(resume, TODAY)
    assert {"weak_opening", "spelling"} <= _kinds(findings)
    assert not any(character.isdigit() for finding in findings for character in finding.suggestion)
    (spelling,) = _of(findings, "spelling")
    assert (spelling.excerpt, "“JavaScript”" in spelling.suggestion) == ("Javascript", True)


def test_a_gap_that_a_study_fills_is_none_and_the_time_since_the_last_entry_is_one() -> None:
    text = HEAD + (
        "EXPERIENCE\nClerk, Weser Logistics\n2010-03 – 2012-08\n- Filed 200 papers a day.\n\n"
        "EDUCATION\nHochschule Bremen, BA Logistics, 2012-09 - 2016-02\n"
    )
    found = _of(check(_resume(text), TODAY), "date_gap")
    assert [finding.message for finding in found] == [
        "Nothing is said of the 124 months since Hochschule Bremen (2012-09 – 2016-02)."
    ]


@pytest.mark.parametrize(("url", "dead"), [
    ("https://www.linkedin.com/in/odile-tammik", False), ("github.com/otammik", False), ("https://tammik.dev", False),
    ("https://www.linkedin.com/in/", True), ("linkedin.com/in/username", True), ("https://github.com", True),
    ("https://example.com/me", True), ("http://localhost:3000", True), ("https://tammik", True),
    ("https://tammik.dev/proj...", True), ("http://[broken", True),
])  # fmt: skip
def test_links_that_look_dead(url: str, dead: bool) -> None:
    assert (why_dead(url) is not None) is dead


def test_contact_length_and_headings() -> None:
    bare = _resume("Odile Tammik\n\nEXPERIENCE\nClerk, Weser Logistics\n2019-03 – present\n- Filed 200 papers a day.\n")
    found = check(bare, TODAY)
    assert [(each.severity, each.message) for each in _of(found, "contact_missing")] == [
        ("high", "No e-mail address was found."), ("medium", "No phone number was found."),
        ("low", "No town or region was found."),
    ]  # fmt: skip
    assert [each.message for each in _of(found, "length")] == [f"The resume has {len(bare.text.split())} words."]
    long = bare.model_copy(update={"pages": 5})
    assert "about 5 pages for 7 years" in _of(check(long, TODAY), "length")[0].message
    record = bare.model_copy(update={"kind": "record", "pages": 5})
    assert not _of(check(record, TODAY), "length")
    strange = bare.model_copy(update={"text": bare.text + "\ue01f", "layout": ["columns", "tables"]})
    assert {"columns", "tables", "unreadable_sign"} <= _kinds(check(strange, TODAY))


@pytest.mark.parametrize(("path", "layout"), [
    ("reactive/azurill.pdf", ["columns"]), ("reactive/pikachu.pdf", ["columns"]), ("rendercv/classic.pdf", []),
    ("resume_matcher/single-column.pdf", []),
])  # fmt: skip
def test_a_page_with_columns_is_told_from_one_without(shared_data: Path, path: str, layout: list[str]) -> None:
    file = shared_data / "resumes" / path
    assert read(file.read_bytes(), file.name).layout == layout


def test_every_language_has_every_list() -> None:
    for language in LANGUAGES:
        words = words_for(language)
        assert words is not None
        assert min(len(words.measurable), len(words.amounts), len(words.skip)) > 10
    assert words_for("ja") is None
