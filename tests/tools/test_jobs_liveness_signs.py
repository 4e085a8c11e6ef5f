"""Signs of ghost and repeated posts, with what each rests on, and openings that show none."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tools.jobs.liveness import PostedDate, PostingHistory, Sign, signs
from tools.jobs.schemas import Salary

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def history(**values: Any) -> PostingHistory:
    given = {
        "title": "Warehouse Team Leader", "company": "Fernhill Logistics", "text": "You lead a crew of twelve.",
        "first_seen": NOW - timedelta(days=20), "last_seen": NOW, "apply_url": "https://fernhill.example/apply",
    }  # fmt: skip
    return PostingHistory(**(given | values))


def found(**values: Any) -> list[Sign]:
    return signs(history(**values), NOW)


def the_sign(code: str, **values: Any) -> Sign:
    [sign] = found(**values)
    assert sign.code == code
    assert Sign.model_validate(sign.model_dump(mode="json")) == sign
    return sign


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def test_a_plain_opening_shows_no_sign() -> None:
    assert found() == []
    assert found(posted=(PostedDate(ago(21)),), valid_through=NOW + timedelta(days=9), copies=2) == []


def test_open_for_long() -> None:
    sign = the_sign("open_long", first_seen=ago(91))
    assert sign.words.startswith("Open for 91 days")
    assert sign.evidence == "first seen 2026-03-02, last seen 2026-06-01"
    assert the_sign("open_long", posted=(PostedDate(ago(120)),)).evidence.startswith("posted 2026-02-01")
    assert found(first_seen=ago(90)) == []
    assert found(first_seen=ago(200), last_seen=ago(150)) == [], "only what was seen counts"
    assert found(posted=(PostedDate(datetime(1970, 1, 1, tzinfo=UTC)), PostedDate(NOW + timedelta(days=400)))) != []


def test_a_date_moved_forward() -> None:
    moves = (PostedDate(ago(40)), PostedDate(ago(20)), PostedDate(ago(3)))
    sign = the_sign("date_moved", posted=moves)
    assert "2 times" in sign.words
    assert sign.evidence == "2026-04-22 to 2026-05-12; 2026-05-12 to 2026-05-29"
    assert "once" in the_sign("date_moved", posted=moves[:2]).words
    assert found(posted=(PostedDate(ago(40)), PostedDate(ago(20), rewritten=True))) == []
    assert found(posted=(PostedDate(ago(20)), PostedDate(ago(40)))) == [], "backwards is no repost"
    assert found(posted=(PostedDate(ago(20)), PostedDate(ago(19.5)))) == []


def test_closed_and_opened_again() -> None:
    sign = the_sign("reopened", gone_at=(ago(18), ago(9)), reopened_at=(ago(15), ago(5)))
    assert "2 times" in sign.words
    assert sign.evidence == "gone 2026-05-14, back 2026-05-17; gone 2026-05-23, back 2026-05-27"
    assert found(gone_at=(ago(5),)) == []


def test_many_copies() -> None:
    sign = the_sign("many_copies", copies=7)
    assert sign.words == "Fernhill Logistics has 7 open postings with this title and text."
    assert found(copies=3) == []


def test_no_way_to_apply() -> None:
    the_sign("no_apply_link", apply_url=None)
    assert found(apply_url=None, text="Send your CV to jobs@fernhill.example.") == []
    assert found(apply_url=None, text="Apply on www.fernhill.example today.") == []


def test_past_its_own_date() -> None:
    assert the_sign("expired", valid_through=ago(10)).evidence == "valid through 2026-05-22"
    assert found(valid_through=ago(0.5)) == []
    assert found(valid_through=datetime(1970, 1, 1, tzinfo=UTC)) == []


def test_a_range_that_says_nothing() -> None:
    def pay(low: float | None, high: float | None) -> Salary:
        return Salary(min=low, max=high, currency="USD", period="year", excerpt="$50,000 to $200,000")

    sign = the_sign("wide_salary", salary=pay(50000, 200000))
    assert "4.0 times" in sign.words
    assert sign.evidence == "$50,000 to $200,000"
    for low, high in ((50000, 150000), (None, 200000), (50000, None), (0, 50000)):
        assert found(salary=pay(low, high)) == []


# First runs, before mending: evergreen 19 of 20 and 12 of 12, agencies 11 of 11 and 6 of 10.
EVERGREEN = [
    ("Talent Pool: Engineers", ""),
    ("General Application", ""),
    ("Initiativbewerbung (m/w/d)", ""),
    ("Candidature spontanée", ""),
    ("Candidatura espontánea - Madrid", ""),
    ("Candidatura spontanea", ""),
    ("Open sollicitatie", ""),
    ("Banco de Talentos - Vendas", ""),
    ("Expression of Interest: Tutors", ""),
    ("Nurse", "This is an evergreen requisition. We review it monthly."),
    ("Nurse", "We are always looking for talented nurses to join our wards."),
    ("Nurse", "Please note: this posting is for our talent pool and not a current vacancy."),
    ("Nurse", "This position is being posted for future opportunities on the ward."),
    ("Nurse", "We do not have an open position at the moment; there is no current vacancy behind this ad."),
    ("Pflegefachkraft", "Wir suchen immer motivierte Pflegekräfte für unser Team."),
    ("Infirmier", "Nous sommes toujours à la recherche de soignants."),
    ("Enfermera", "Siempre estamos buscando personas con ganas."),
    ("Verpleegkundige", "Wij zijn altijd op zoek naar nieuwe collega's."),
    ("Infermiere", "Siamo sempre alla ricerca di nuovi colleghi."),
    ("Enfermeiro", "Estamos sempre à procura de novos colegas."),
]
NOT_EVERGREEN = [
    ("Talent Acquisition Partner", "You build a talent pool for our engineering teams."),
    ("Nurse", "Don't see the right role? Join our talent community for future opportunities."),
    ("Nurse", "We are always looking for ways to improve."),
    ("Nurse", "We are always looking for new ideas from our engineers."),
    ("Nurse", "You are always looking for the next challenge."),
    ("Nurse", "We may keep your application on file for future vacancies."),
    ("Nurse", "There are future opportunities for growth."),
    ("Pipeline Engineer", "You lay gas pipelines."),
    ("Pflegefachkraft", "Nicht das Richtige dabei? Wir freuen uns über eine Initiativbewerbung."),
    ("Infirmier", "Vous pouvez aussi envoyer une candidature spontanée."),
    ("Swimming Pool Manager", "You run our pool."),
    ("Nurse", "This role has future leadership potential."),
]
AGENCY = [
    ("Brightpath Recruitment", "We are recruiting on behalf of our client, a leading bank in Leeds."),
    ("Brightpath", "Our client is looking for a warehouse lead."),
    ("Brightpath", "For our client in Leeds we seek a lead."),
    ("Hellweg Personal", "Für unseren Kunden, ein führendes Unternehmen der Logistik, suchen wir Sie."),
    ("Hellweg", "Im Auftrag unseres Kunden suchen wir einen Schichtleiter."),
    ("Clairmont", "Nous recherchons pour notre client, acteur de la logistique, un chef d'équipe."),
    ("Puente", "Nuestro cliente, empresa líder, busca un jefe de equipo."),
    ("Dijkwerk", "Voor onze opdrachtgever zoeken wij een teamleider."),
    ("Ponte", "Per conto di un nostro cliente cerchiamo un capoturno."),
    ("Ponte", "Para nosso cliente, buscamos um líder."),
    ("Northway Staffing", "We place candidates with good employers every day."),
]
NOT_AGENCY = [
    ("Fernhill Logistics", "You answer the questions of our clients."),
    ("Fernhill Logistics", "Our client services team is in Leeds."),
    ("Brightpath Recruitment", "On behalf of our client, Fernhill Logistics Ltd, we seek a lead."),
    ("Brightpath", "Our client Fernhill is looking for a lead."),
    ("Brightpath", "Our client, Fenwick & Marsh Insurance, is seeking an analyst."),
    ("Hellweg", "Sie betreuen unsere Kunden vor Ort."),
    ("Hellweg Personal", "Für unseren Kunden, die Fernhill Logistik GmbH, suchen wir Sie."),
    ("Clairmont", "Vous conseillez nos clients."),
    ("Fernhill", "We build software for our clients."),
    ("Fernhill", "Wir entwickeln Lösungen für unsere Kunden."),
    ("Fernhill", "Nous créons des solutions pour nos clients."),
]


@pytest.mark.parametrize(("title", "text"), EVERGREEN)
def test_evergreen(title: str, text: str) -> None:
    sign = the_sign("evergreen", title=title, text=f"You care for people. {text} Good pay.")
    assert sign.evidence == title or sign.evidence in text


@pytest.mark.parametrize(("title", "text"), NOT_EVERGREEN)
def test_not_evergreen(title: str, text: str) -> None:
    assert found(title=title, text=f"You care for people. {text} Good pay.") == []


@pytest.mark.parametrize(("company", "text"), AGENCY)
def test_an_agency_that_names_no_employer(company: str, text: str) -> None:
    sign = the_sign("agency_without_employer", company=company, text=f"Good pay. {text} Write today.")
    assert sign.evidence in text


@pytest.mark.parametrize(("company", "text"), NOT_AGENCY)
def test_clients_that_are_no_employers(company: str, text: str) -> None:
    assert found(company=company, text=f"Good pay. {text} Write today.") == []


def test_all_signs_at_once_come_in_order_and_the_same_each_time() -> None:
    worst = history(
        title="Talent Pool", text="Our client is looking for people.", first_seen=ago(400), apply_url=None, copies=9,
        posted=(PostedDate(ago(399)), PostedDate(ago(10))), gone_at=(ago(50),), reopened_at=(ago(40),),
        valid_through=ago(30), salary=Salary(min=1, max=9, excerpt="1 to 9"),
    )  # fmt: skip
    codes = [sign.code for sign in signs(worst, NOW)]
    assert codes == [
        "open_long", "expired", "date_moved", "reopened", "many_copies", "no_apply_link", "evergreen", "wide_salary",
        "agency_without_employer",
    ]  # fmt: skip
    assert signs(worst, NOW) == signs(worst, NOW)
