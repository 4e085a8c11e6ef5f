"""Changing a tailored resume: what is asked happens, nothing else does, and nothing is invented."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

import pytest

from store.errors import AppError, ConflictError, NotFoundError, ValidationError
from tests.tools.test_tailoring_selection import NEEDS, Facts, nurse, posting
from tools.resumes.schemas import BulletDetail, OtherDetail, PositionDetail, Provenance, ResumeFact, Span
from tools.tailoring.choice.changes import diff, prover
from tools.tailoring.choice.coverage import recover
from tools.tailoring.choice.drafting import draft
from tools.tailoring.choice.material import Material
from tools.tailoring.choice.selection import choose
from tools.tailoring.revision import costs, editing, steering
from tools.tailoring.revision.comparing import line_differences, requirement_differences, same_lines
from tools.tailoring.revision.editing_schemas import Edited, Wish
from tools.tailoring.revision.finding import find_left_out, find_line
from tools.tailoring.revision.wishes_said import wish_of
from tools.tailoring.schemas import Claim, Steering, TailoredDocument

JOB = posting(*NEEDS)


def hobbyist() -> Facts:
    """The nurse, with two hobbies."""
    facts = nurse()
    for hobby in ("Chess in the town's second team", "Mountain walks"):
        facts.put(hobby, OtherDetail(section="interests"))
    return facts


@pytest.fixture
def document() -> TailoredDocument:
    return choose(hobbyist(), JOB, language="en")


def line(document: TailoredDocument, start: str) -> Claim:
    """The line that begins with these words."""
    return next(claim for claim in document.claims if claim.text.startswith(start))


def texts(document: TailoredDocument) -> list[str]:
    return [claim.text for claim in document.claims]


def accounted_for(before: TailoredDocument, after: TailoredDocument) -> bool:
    """Whether every fact of before is shown or listed as left out, once."""
    used = [fact_id for claim in after.claims for fact_id in claim.fact_ids]
    left = [fact.id for fact in after.left_out]
    known = {fact.id for fact in [*before.facts, *before.left_out]}
    return known <= {*used, *left} and len(used) + len(left) == len({*used, *left})


def test_a_line_in_own_words_is_taken_out_and_comes_back_where_it_was(document: TailoredDocument) -> None:
    led = line(document, "Led")
    out = editing.reject(document, led, JOB)
    assert texts(out.document) == [text for text in texts(document) if text != led.text]
    assert accounted_for(document, out.document)
    fact = find_left_out(out.document, "the line about intensive care ward nurses")
    back = editing.put_back(out.document, [fact], JOB).document
    assert texts(back) == texts(document)
    assert accounted_for(document, back)
    assert led.id not in back.drop_order
    assert str(fact.id) not in back.steering.drop


def test_a_reworded_line_goes_back_to_the_resume_s_words_and_is_left_alone(document: TailoredDocument) -> None:
    led = line(document, "Led")
    other = led.model_copy(update={"text": "Managed 18 nurses.", "origin": "reworded"})
    reworded = document.model_copy(
        update={"claims": [other if claim.id == led.id else claim for claim in document.claims]}
    )
    rejected = editing.reject(reworded, other, JOB).document
    assert line(rejected, "Led") == led.model_copy(update={"accepted": False})
    assert rejected.steering.own_words == [led.id]


def test_a_position_takes_its_bullets_along_and_a_name_stays(document: TailoredDocument) -> None:
    clinic = line(document, "Nurse, City")
    out = editing.take_out(document, clinic)
    assert not any("City Clinic" in text or "choir" in text for text in texts(out.document))
    assert out.notes == ["2 lines that stood under it went with it."]
    with pytest.raises(ValidationError, match="name stays"):
        editing.take_out(document, line(document, "Ada Nowak"))


def test_an_accepted_line_outlives_what_would_push_it_out(document: TailoredDocument) -> None:
    painted = line(document, "Repainted")
    accepted = editing.accept(document, painted).document
    assert painted.id not in accepted.drop_order
    wishes, _, _ = steering.gathered(accepted, Wish(shorter=True))
    shorter = choose(
        hobbyist(), JOB, language="en", steering=wishes.model_copy(update={"room": 0.2}), numbering=accepted.numbering
    )
    carried = steering.carried_over(accepted, shorter)
    assert len(carried.claims) < len(accepted.claims)
    assert line(carried, "Repainted").accepted


def test_lines_and_sections_move_with_what_belongs_to_them(document: TailoredDocument) -> None:
    painted = line(document, "Repainted")
    top = editing.move(document, painted, "top").document
    under = [claim.text for claim in top.claims if claim.parent_id == painted.parent_id]
    assert under[0] == painted.text
    assert sorted(texts(top)) == sorted(texts(document))
    with pytest.raises(ConflictError, match="first of its group"):
        editing.move(top, line(top, "Repainted"), "up")
    again = choose(hobbyist(), JOB, language="en", steering=top.steering, numbering=top.numbering)
    assert texts(again) == texts(top)
    clinic = line(document, "Nurse, City")
    moved = editing.move(document, clinic, "up").document
    at = texts(moved).index(clinic.text)
    assert moved.claims[at + 1].parent_id == clinic.fact_ids[0]
    swapped = editing.order_sections(document, ["education", "experience"]).document
    sections = list(dict.fromkeys(claim.section for claim in swapped.claims))
    assert sections.index("education") < sections.index("experience")
    assert sections.index("skills") == 2
    with pytest.raises(ValidationError, match="no section projects"):
        editing.order_sections(document, ["projects"])


def _own_fact(words: str, old: ResumeFact) -> ResumeFact:
    said = Provenance(question="?", answer=words, answered_at=datetime(2026, 1, 1, tzinfo=UTC))
    return ResumeFact(
        id=uuid5(UUID(int=3), words), text=words, span=Span(start=0, end=len(words)), detail=BulletDetail(),
        parent_id=old.parent_id, source="added", provenance=said,
    )  # fmt: skip


def test_own_words_rest_on_the_resume_or_become_a_fact_of_their_own(document: TailoredDocument) -> None:
    charts, check = line(document, "Introduced"), prover(document)
    held = editing.reword(document, charts, "Introduced electronic medication charts.", check, _own_fact)
    assert held.new_fact is None
    kept = next(claim for claim in held.document.claims if claim.id == charts.id)
    assert (kept.fact_ids, kept.origin, kept.accepted) == (charts.fact_ids, "reworded", True)
    bold = "Introduced robots on four wards and saved 2 million euros."
    own = editing.reword(document, charts, bold, check, _own_fact)
    assert own.new_fact is not None
    mine = line(own.document, "Introduced robots")
    assert (mine.fact_ids, mine.origin, mine.replaces) == ([own.new_fact.id], "source", charts.id)
    assert "you as its source" in own.notes[0]
    assert accounted_for(document, own.document)
    assert find_line(own.document, charts.id) == mine
    assert steering.in_words(own.document.steering, own.document) == ["1 line accepted as they read"]
    [difference] = line_differences(document, own.document)
    assert (difference.kind, difference.before, difference.after) == ("reworded", charts.text, bold)
    with pytest.raises(ValidationError, match="Correct the fact"):
        editing.reword(document, line(document, "Ward Manager"), "Chief of everything", check, _own_fact)


def test_what_was_settled_outlives_the_next_draft(document: TailoredDocument) -> None:
    charts, check = line(document, "Introduced"), prover(document)
    own = editing.reword(document, charts, "Introduced electronic medication charts.", check, _own_fact).document
    bold = editing.reword(own, line(own, "Led"), "Led a team of 18 nurses to the top.", check, _own_fact)
    assert bold.new_fact is not None
    facts = [*hobbyist(), bold.new_fact]
    before, mine = bold.document, [claim for claim in bold.document.claims if claim.accepted]
    kept: dict[str, Any] = {"steering": before.steering, "numbering": before.numbering, "settled": mine}
    material = Material.model_construct(**{"facts": facts, "job": JOB, "language": "en", "pages": 1, **kept})
    after = draft(material)
    assert {claim.text for claim in after.claims if claim.accepted} == {claim.text for claim in mine}
    reasons = {change.before: change.reason for change in diff(facts, after) if change.kind == "left_out"}
    assert reasons[line(document, "Led").text] == "left out: your own words stand in its place"


def test_rewordings_are_proved_again_after_every_change(document: TailoredDocument) -> None:
    led = line(document, "Led")
    bold = led.model_copy(update={"text": "Led a team of 80 nurses.", "origin": "reworded"})
    forged = document.model_copy(
        update={"claims": [bold if claim.id == led.id else claim for claim in document.claims]}
    )
    proved = line(editing.prove_again(forged, prover(forged), JOB), "Led")
    assert (proved.text, proved.origin, proved.refused) == (led.text, "fallback", bold.text)


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("L7", "Led"), ("2", "Likes"), ("the third line", "Skills"), ("first", "Nurse with twelve"),
        ("the last bullet", "Chess"), ("dritte Zeile", "Skills"), ("the line about the choir", "Ran the choir"),
        ("medication charts", "Introduced"), ("SAP", "Skills"), ("ada@example.org", "ada@"),
        ("Introduced electronic medication chart and train 60 colleague", "Introduced"),
    ],
)  # fmt: skip
def test_a_line_is_found_by_id_place_and_words(document: TailoredDocument, said: str, start: str) -> None:
    ordered = document.model_copy(update={"claims": [c for c in document.claims if not c.text.startswith("Mountain")]})
    found = find_line(ordered, said if said != "L7" else line(document, "Led").id)
    assert found.text.startswith(start), found


@pytest.mark.parametrize("said", ["the second bullet at {}", "2 at {}", "zweite Zeile bei {}"])
def test_a_line_is_found_by_its_place_under_an_employer(document: TailoredDocument, said: str) -> None:
    head = next(claim for claim in document.claims if claim.section == "experience" and claim.parent_id is None)
    employer = next(fact.detail for fact in document.facts if fact.id == head.fact_ids[0])
    assert isinstance(employer, PositionDetail)
    under = [claim for claim in document.claims if claim.parent_id == head.fact_ids[0]]
    assert find_line(document, said.format(employer.employer)) == under[1]
    with pytest.raises(NotFoundError, match="under"):
        find_line(document, f"99 at {employer.employer}")


def test_what_is_not_found_names_what_there_is(document: TailoredDocument) -> None:
    with pytest.raises(ConflictError, match=r"Several fit “patients|Several fit") as several:
        find_line(document, "intensive care")
    assert several.value.code == "AMBIGUOUS"
    for said in ("L999", "999", "quantum physics"):
        with pytest.raises(NotFoundError):
            find_line(document, said)
    with pytest.raises(NotFoundError, match="Left out are"):
        find_left_out(document, "quantum physics")


def _changed(document: TailoredDocument, wish: Wish) -> Edited:
    return steering.take_and_put(document, wish, JOB)


def test_a_section_goes_and_comes_back_and_a_skill_goes_alone(document: TailoredDocument) -> None:
    without = _changed(document, Wish(drop=["the hobby section"])).document
    assert not any("Chess" in text or "Mountain" in text for text in texts(without))
    assert steering.in_words(without.steering, without)[0].startswith("without “Chess")
    assert texts(_changed(without, Wish(keep=["my hobbies"])).document) == texts(document)
    listed = _changed(document, Wish(drop=["Triage"])).document
    assert line(listed, "Skills").text == line(document, "Skills").text.replace(", Triage", "")
    assert accounted_for(document, listed)


def test_steering_gathers_and_the_latest_word_counts(document: TailoredDocument) -> None:
    first, done, _ = steering.gathered(document, Wish(emphasise=["teaching"], play_down=["ventilated patients"]))
    assert done == ["put “teaching” forward", "played “ventilated patients” down"]
    steered = document.model_copy(update={"steering": first})
    second, _, _ = steering.gathered(steered, Wish(play_down=["teaching"], pages=2, paper="letter"))
    assert (second.emphasise, second.play_down) == ([], ["teaching", "ventilated patients"])
    assert (second.pages, second.paper) == (2, "letter")
    shorter, _, _ = steering.gathered(steered, Wish(shorter=True))
    twice, _, _ = steering.gathered(
        choose(hobbyist(), JOB, language="en", steering=shorter, numbering=document.numbering), Wish(shorter=True)
    )
    assert 1 > shorter.room > twice.room
    most = document.model_copy(update={"pages_limit": 3})
    assert steering.gathered(most, Wish(longer=True))[2] == ["It has three pages already, which is the most."]


def test_every_change_says_why(document: TailoredDocument) -> None:
    wish = Wish(emphasise=["choir"], play_down=["patients"])
    wishes, _, _ = steering.gathered(document, wish)
    after = choose(hobbyist(), JOB, language="en", steering=wishes, numbering=document.numbering)
    found = {item.before: item.reason for item in steering.explained(line_differences(document, after), after, wish)}
    assert found == {"Cared for ventilated patients.": "speaks of “patients”, which you want less of"}
    needed = choose(hobbyist(), posting("Have cared for ventilated patients"), language="en", steering=wishes)
    assert [text for text in texts(needed) if "ventilated" in text or "choir" in text] == [
        "Ran the choir.", "Cared for ventilated patients.",
    ]  # fmt: skip


def test_taking_a_line_out_tells_what_nothing_answers_then_and_what_could_come_in(document: TailoredDocument) -> None:
    charts = line(document, "Introduced")
    assert NEEDS[0] in charts.covers
    small = editing.take_out(document, line(document, "Mountain")).document
    after = recover(editing.take_out(small, charts).document, JOB)
    cost = costs.of_removing(1, small, after, charts, (1, 1))
    assert [change.text for change in cost.no_longer_answered] == [NEEDS[0]]
    assert (cost.rows, cost.newly_answered, cost.has_to_go) == (1.0, [], [])
    assert not {charts.fact_ids[0]} & {item.fact_id for item in cost.could_come_in}
    assert "Mountain walks" not in [item.text for item in cost.could_come_in]
    fact = find_left_out(after, "medication charts")
    back = recover(editing.put_back(after, [fact], JOB).document, JOB)
    adding = costs.of_adding(1, after, back, fact, (1, 1))
    assert [change.text for change in adding.newly_answered] == [NEEDS[0]]


def test_documents_are_compared_by_what_their_lines_rest_on(document: TailoredDocument) -> None:
    assert line_differences(document, document) == []
    assert same_lines(document, document) == len(document.claims)
    charts = line(document, "Introduced")
    after = recover(
        editing.move(editing.take_out(document, charts).document, line(document, "Led"), "bottom").document, JOB
    )
    kinds = {item.kind: item.before for item in line_differences(document, after)}
    assert kinds["removed"] == charts.text
    assert str(kinds["moved"]).startswith(("Led", "Repainted"))
    assert len(kinds) == 2
    [gone] = requirement_differences(document, after)
    assert (gone.requirement, gone.answered_in, gone.lines) == (NEEDS[0], "before", [charts.text])
    elsewhere = choose(Facts(hobbyist()), posting("Polish"), language="en")
    assert same_lines(document, elsewhere) > 10


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("make it a bit shorter please", {"shorter": True}),
        ("two pages", {"pages": 2}),
        ("less management, more data", {"play_down": ["management"], "emphasise": ["data"]}),
        ("drop the hobby section", {"drop": ["the hobby section"]}),
        ("bring back the line about Kafka", {"keep": ["the line about Kafka"]}),
        ("drop the line about research and development", {"drop": ["the line about research and development"]}),
        ("emphasise Python, Kafka and SQL", {"emphasise": ["Python", "Kafka", "SQL"]}),
        ("lead with Python and use the modern template", {"emphasise": ["Python"], "template": "modern"}),
        ("drop the hobby section and use the compact template", {"drop": ["the hobby section"], "template": "compact"}),
        ("set it on US letter", {"paper": "letter"}),
        ("more detail", {"longer": True}),
        ("weniger Management, mehr Daten", {"play_down": ["Management"], "emphasise": ["Daten"]}),
        ("mehr Daten, auf zwei Seiten", {"emphasise": ["Daten"], "pages": 2}),
        ("streiche den Abschnitt Hobbys", {"drop": ["den Abschnitt Hobbys"]}),
        ("plus court, moins de gestion", {"shorter": True, "play_down": ["gestion"]}),
        ("menos gestión y más datos", {"play_down": ["gestión"], "emphasise": ["datos"]}),
        ("what is this?", {}),
    ],
)  # fmt: skip
def test_what_is_said_is_a_wish(said: str, wish: dict[str, object]) -> None:
    assert wish_of(said).model_dump(exclude_defaults=True) == wish


def test_every_refusal_is_one_that_a_client_understands(document: TailoredDocument) -> None:
    refusals: Sequence[Wish] = (Wish(drop=["quantum physics"]), Wish(drop=["Ada Nowak"]), Wish(keep=["quantum"]))
    for wish in refusals:
        with pytest.raises(AppError) as refused:
            _changed(document, wish)
        assert 400 <= refused.value.status < 500
    assert document.steering == Steering()
