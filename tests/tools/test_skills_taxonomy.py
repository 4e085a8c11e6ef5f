"""Published taxonomies: read by their columns, refused with reasons, found beside our own, attributed, removable."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from store.errors import NotFoundError, ValidationError
from tools.skills import canonical, find_skills, occupation, use_taxonomy
from tools.skills.taxonomy import import_taxonomy, imported, remove_taxonomy

ESCO_SKILLS = (
    "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status\n"
    "KnowledgeSkillCompetence,http://x/1,skill/competence,cross-sector,regulate lute frets,"
    '"adjust lute frets\nlute fret regulation",,released\n'
    "KnowledgeSkillCompetence,http://x/2,skill/competence,transversal,think slowly,,,released\n"
    "KnowledgeSkillCompetence,http://x/3,knowledge,cross-sector,welding,,,released\n"
    "KnowledgeSkillCompetence,http://x/4,knowledge,cross-sector,travel,,,released\n"
)
TABIYA = (
    "ORIGINURI,ID,UUIDHISTORY,CODE,PREFERREDLABEL,ALTLABELS,DESCRIPTION\n"
    'http://x/9,k,u,,lute making,"luthiery\nlute building",d\n'
)
LABELS = "label_cleaned,altLabels\nrig theatre curtains,hang theatre curtains rig curtains\n"
TOOLS = (
    "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand\n"
    "11-1011.00\tTideWright Pro\t1\tMedical software\tN\tN\n"
    "11-2011.00\tTideWright Pro\t1\tMedical software\tN\tN\n"
    "11-1011.00\tZoomer\t1\tMedical software\tN\tN\n"
    "11-1011.00\tMicrosoft Excel\t1\tSpreadsheet software\tY\tY\n"
)
TITLES = (
    "O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\n"
    "29-1141.00\tTide Nurse\tTN\t08\n29-1141.00\tHarbour Nurse\tn/a\t08\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "taxonomy"
    use_taxonomy(None)


def _file(tmp_path: Path, name: str, content: str) -> Path:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


def _named(text: str) -> list[str]:
    return [span.name for span in find_skills(text)]


def test_escos_skills_are_found_beside_our_own(tmp_path: Path, folder: Path) -> None:
    done = import_taxonomy(_file(tmp_path, "skills_en.csv", ESCO_SKILLS), folder)
    assert (done.skills, done.aliases) == (1, 2)
    assert done.refused == {"already there": 1, "an everyday word": 1}
    assert _named("You adjust lute frets and weld") == []
    use_taxonomy(folder)
    assert _named("You adjust lute frets, Welding") == ["regulate lute frets", "Welding"]
    assert canonical("lute fret regulation") == "regulate lute frets"
    use_taxonomy(None)
    assert canonical("lute fret regulation") is None


def test_onets_tools_come_once_and_plain_words_need_evidence(tmp_path: Path, folder: Path) -> None:
    done = import_taxonomy(_file(tmp_path, "Technology_Skills.txt", TOOLS), folder)
    assert (done.skills, done.refused) == (2, {"already there": 1})
    use_taxonomy(folder)
    assert _named("Daily work in TideWright Pro") == ["TideWright Pro"]
    assert _named("A zoomer walked in.") == []
    assert _named("Experience with Zoomer") == ["Zoomer"]


@pytest.mark.parametrize(
    ("name", "content", "skill"),
    [("labels.csv", LABELS, "rig theatre curtains"), ("sk.csv", TABIYA, "lute making")],
)
def test_other_forms_of_esco(tmp_path: Path, folder: Path, name: str, content: str, skill: str) -> None:
    done = import_taxonomy(_file(tmp_path, name, content), folder)
    assert done.skills == 1
    assert done.attribution == "ESCO, © European Union"
    use_taxonomy(folder)
    assert canonical(skill) == skill


def test_titles_lead_to_their_occupation(tmp_path: Path, folder: Path) -> None:
    done = import_taxonomy(_file(tmp_path, "Alternate_Titles.txt", TITLES), folder)
    assert (done.kind, done.attribution) == ("occupations", "O*NET, CC BY 4.0")
    use_taxonomy(folder)
    assert occupation("harbour nurse") == occupation("Tide Nurse") == "29-1141.00"
    assert _named("Tide Nurse wanted") == []


def test_a_second_file_does_not_take_the_first_ones_names(tmp_path: Path, folder: Path) -> None:
    import_taxonomy(_file(tmp_path, "skills_en.csv", ESCO_SKILLS), folder)
    again = import_taxonomy(_file(tmp_path, "more_en.csv", ESCO_SKILLS), folder)
    assert again.skills == 0
    assert import_taxonomy(_file(tmp_path, "skills_en.csv", ESCO_SKILLS), folder).skills == 1


def test_what_is_there_is_listed_with_whose_it_is_and_removed(tmp_path: Path, folder: Path) -> None:
    assert imported(folder) == []
    import_taxonomy(_file(tmp_path, "Technology_Skills.txt", TOOLS), folder)
    assert [(one.name, one.entries, one.attribution) for one in imported(folder)] == [
        ("onet-technology-skills", 2, "O*NET, CC BY 4.0")
    ]
    with pytest.raises(NotFoundError, match="onet-technology-skills"):
        remove_taxonomy(folder, "other")
    remove_taxonomy(folder, "onet-technology-skills")
    assert imported(folder) == []


@pytest.mark.parametrize("content", ["name,age\nAda,36\n", "", "\n\n", "just words"])
def test_another_file_is_refused_with_the_columns(tmp_path: Path, folder: Path, content: str) -> None:
    with pytest.raises(ValidationError, match="preferredLabel") as problem:
        import_taxonomy(_file(tmp_path, "people.csv", content), folder)
    assert problem.value.code == "TAXONOMY_UNKNOWN"
    assert not folder.exists()


def test_a_file_that_is_no_text_is_refused(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "skills.csv"
    path.write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(ValidationError) as problem:
        import_taxonomy(path, folder)
    assert problem.value.code == "TAXONOMY_UNREADABLE"


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBWRIGHT_HOME", str(tmp_path / "home"))
    run = CliRunner().invoke
    done = run(app, ["taxonomy", "import", str(_file(tmp_path, "skills_en.csv", ESCO_SKILLS))])
    assert done.exit_code == 0, done.output
    assert "1 skills and 2 other names are new" in done.output
    assert "1 refused: an everyday word" in done.output
    assert "ESCO, © European Union" in run(app, ["taxonomy", "list"]).output
    assert "Removed esco-skills-en" in run(app, ["taxonomy", "remove", "esco-skills-en"]).output
    assert "Nothing has been imported" in run(app, ["taxonomy", "list"]).output


def test_the_published_files_are_read(shared_data: Path, folder: Path) -> None:
    matching = shared_data / "matching"
    skills = import_taxonomy(matching / "esco_skill_labels.csv", folder)
    tools = import_taxonomy(matching / "onet" / "Technology_Skills.txt", folder)
    assert skills.skills > 10_000
    assert tools.skills > 7_000
    assert tools.refused["already there"] > 100
