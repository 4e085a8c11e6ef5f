"""Dates and section headings in six languages."""

import pytest

from tools.resumes.parsing.dates import find_ranges, is_date_line, without_dates
from tools.resumes.parsing.headings import heading_of


@pytest.mark.parametrize(
    ("text", "start", "end", "current"),
    [
        ("Jan 2020 – Present", "2020-01", None, True),
        ("03/2019 – heute", "2019-03", None, True),
        ("2018-2020", "2018", "2020", False),
        ("2018-19", "2018", "2019", False),
        ("depuis 2021", "2021", None, True),
        ("since May 2019", "2019-05", None, True),
        ("seit 04/2021", "2021-04", None, True),
        ("janv. 2018 – déc. 2020", "2018-01", "2020-12", False),
        ("marzo de 2019 - actualidad", "2019-03", None, True),
        ("mrt 2019 – heden", "2019-03", None, True),
        ("maio de 2018 – atual", "2018-05", None, True),
        ("1. März 2019 bis 31. Mai 2020", "2019-03", "2020-05", False),
        ("01.03.2019 - 31.12.2020", "2019-03", "2020-12", False),
        ("03/15/2019 - 04/20/2020", "2019-03", "2020-04", False),
        ("2019-03 to 2020-01", "2019-03", "2020-01", False),
        ("May – Aug 2019", "2019-05", "2019-08", False),
        ("Jan '20 - Mar '21", "2020-01", "2021-03", False),
        ("April 2019 to date", "2019-04", None, True),
        ("bis 2019", None, "2019", False),
        ("fev/2016 – fev/2018", "2016-02", "2018-02", False),
        ("De 09/2020 à ce jour", "2020-09", None, True),
        ("von 03/2015 bis 04/2018", "2015-03", "2018-04", False),
        ("Jan-2020 to Feb-2021", "2020-01", "2021-02", False),
        ("12/18 - 03/20", "2018-12", "2020-03", False),
        ("'19 – '21", "2019", "2021", False),
        ("Mar-21 - Apr-22", "2021-03", "2022-04", False),
        ("ene. – jul. 2017", "2017-01", "2017-07", False),
        ("10/2019 – (current)", "2019-10", None, True),
        ("Sommer 2018", "2018-06", None, False),
        ("Q3 2020", "2020-07", None, False),
        ("2019-", "2019", None, True),
        ("sinds mrt. 2018", "2018-03", None, True),
    ],
)
def test_ranges_are_read(text: str, start: str | None, end: str | None, current: bool) -> None:
    found = find_ranges(text)
    assert [(one.start, one.end, one.current) for one in found] == [(start, end, current)]
    assert is_date_line(text)


@pytest.mark.parametrize(
    "text",
    [
        "Grew sales to $2024",
        "40% of 1,200 users",
        "Room 20190",
        "v2.8 of the tool",
        "Python 3.10 - 3.12",
        "8/10 - 9/10",
    ],
)
def test_numbers_that_are_no_dates_are_left_alone(text: str) -> None:
    assert find_ranges(text) == []


def test_words_around_dates_stay() -> None:
    assert without_dates("Generic Tech Company (2019 – Present)") == "Generic Tech Company"
    assert not is_date_line("Site Engineer 2016 – 2020")


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("WORK EXPERIENCE", "experience"),
        ("Beruflicher Werdegang", "experience"),
        ("Expériences professionnelles", "experience"),
        ("Experiencia laboral", "experience"),
        ("Werkervaring", "experience"),
        ("Experiência profissional", "experience"),
        ("E X P E R I E N C E", "experience"),
        ("Aus- und Weiterbildung", "education"),
        ("Formación académica", "education"),
        ("Compétences clés", "skills"),
        ("IT-Kenntnisse", "skills"),
        ("Vaardigheden", "skills"),
        ("Sprachkenntnisse", "languages"),
        ("Centres d’intérêt", "interests"),
        ("Licenses & Certifications", "certificates"),
        ("Skills & Awards", "skills"),
        ("Bénévolat", "volunteering"),
        ("Top-Kenntnisse", "skills"),
        ("Belangrijkste vaardigheden", "skills"),
        ("Honors-Awards", "awards"),
        ("Work Experience (3)", "experience"),
        ("Competencias lingüísticas", "languages"),
    ],
)
def test_headings_are_known(heading: str, section: str) -> None:
    assert heading_of(heading) == section


@pytest.mark.parametrize(
    "text", ["Senior Nurse", "Led the team", "Stadtwerke Bonn GmbH", "Tutora de alumnado en prácticas", ""]
)
def test_other_lines_are_no_headings(text: str) -> None:
    assert heading_of(text) is None
