"""Picking the lines: as much answered as fits, the source's order kept, and what is left out told apart from gaps."""

import random
from datetime import UTC, datetime
from itertools import combinations
from typing import Literal
from uuid import UUID, uuid5

import numpy as np
import pytest

from tests.tools.test_tailoring_selection import _IDS, NEEDS, Facts, nurse, posting, texts
from tools.resumes.schemas import BulletDetail, OriginalFact, ProjectDetail, Provenance, SummaryDetail
from tools.tailoring.choice.coverage import without
from tools.tailoring.choice.lines import Line
from tools.tailoring.choice.picking import Board, Parts
from tools.tailoring.choice.selection import choose
from tools.tailoring.presenting import present_proof
from tools.tailoring.proof import Sources
from tools.tailoring.proof_schemas import ProvedFact, ProvedLine, TailoredProof
from tools.tailoring.schemas import Steering


def test_lines_without_go_to_left_out_and_what_they_answered_is_told_apart_from_gaps() -> None:
    document = choose(nurse(), posting(*NEEDS), language="en")
    gone = set(document.coverage[0].claim_ids)
    assert gone
    shorter = without(document, gone)
    assert shorter.gaps == []
    assert [left.text for left in shorter.left_out_answers] == [NEEDS[0]]
    assert set(shorter.left_out_answers[0].fact_ids) <= {fact.id for fact in shorter.left_out}
    assert not shorter.left_out_answers[0].by_wish
    by_wish = choose(nurse(), posting(*NEEDS), language="en", steering=Steering(drop=sorted(gone)))
    assert by_wish.left_out_answers == [shorter.left_out_answers[0].model_copy(update={"by_wish": True})]
    assert {fact.text for fact in shorter.left_out} > {fact.text for fact in document.left_out}
    assert not gone & {claim.id for claim in shorter.claims}


def _contest(seed: int) -> tuple[Board, Parts]:
    """Lines of several lengths, some under heads that come along, and what each holds of what is asked for."""
    rng = random.Random(seed)
    heads = [UUID(int=1000 + number) for number in range(rng.choice([0, 2, 4]))]
    lines = [Line(f"H{n}", "projects", "p" * 90, (head,), ProjectDetail(name="P")) for n, head in enumerate(heads)]
    for number in range(11):
        parent = rng.choice(heads) if heads and rng.random() < 0.5 else None
        text = "x" * rng.choice([60, 150, 220, 320])
        section: Literal["projects", "other"] = "projects" if parent else "other"
        lines.append(Line(f"L{number}", section, text, (UUID(int=number + 1),), BulletDetail(), parent))
    held = np.array([[float(rng.random() < 0.2) for _ in range(8)] for _ in lines])
    held[: len(heads)] = 0.0
    parts = Parts(held, np.array([rng.choice([3.0, 2.0, 1.0]) for _ in range(8)]))
    return Board(lines, parts, [], rng.choice([4.0, 7.0, 11.0]), 99), parts


@pytest.mark.parametrize("seed", range(12))
def test_the_lines_picked_answer_as_much_as_any_choice_that_fits(seed: int) -> None:
    """Beside every choice there is: at least 0.95 of the best one."""
    board, parts = _contest(seed)
    picked = board.answering(np.zeros(len(board.lines)))
    able = [index for index in range(len(board.lines)) if parts.held[index].any()]
    choices = (choice for size in range(len(able) + 1) for choice in combinations(able, size))
    best = max(parts.of(choice) for choice in choices if board.rows_with(choice) <= board.room)
    assert board.rows_with(picked) <= board.room
    assert parts.of(picked) >= 0.95 * best


def test_lines_stay_in_the_source_s_order_unless_one_answers_more() -> None:
    facts = Facts()
    facts.position(
        "Clerk", "Office", "2015", "2020", "Wrote letters to clients.", "Filed 300 forms a week.",
        "Kept the books in SAP.", "Made the coffee.", "Trained two apprentices.",
    )  # fmt: skip
    document = choose(facts, posting("Experience with SAP"), language="en")
    assert [claim.text for claim in document.claims if claim.parent_id] == [
        "Kept the books in SAP.", "Wrote letters to clients.", "Filed 300 forms a week.", "Made the coffee.",
        "Trained two apprentices.",
    ]  # fmt: skip


def test_what_stands_under_a_project_goes_before_it_when_pages_run_out() -> None:
    facts = nurse()
    kite = facts.put("Kite: a flying thing", ProjectDetail(name="Kite"))
    facts.put("Wrote the wind model in SAP.", BulletDetail(), kite)
    document = choose(facts, posting("Experience with SAP and wind models"), language="en")
    order = [next(claim for claim in document.claims if claim.id == line_id).text for line_id in document.drop_order]
    assert order.index("Wrote the wind model in SAP.") < order.index("Kite: a flying thing")


def test_a_skill_that_only_a_left_out_fact_shows_is_no_gap() -> None:
    facts = nurse()
    wanted = posting("Experience with SAP and Kubernetes")
    sap = next(fact for fact in facts if fact.text == "SAP")
    document = choose(facts, wanted, language="en", steering=Steering(drop=[str(sap.id)]))
    assert [gap.text for gap in document.gaps] == ["Kubernetes"]
    assert [(left.text, left.fact_ids, left.by_wish) for left in document.left_out_answers] == [
        ("Experience with SAP and Kubernetes", [sap.id], True)
    ]
    assert texts(document, "skills") == ["Skills: Wound dressing, Triage, First aid"]


def test_a_line_keeps_its_id_when_facts_are_added_before_it() -> None:
    facts = nurse()
    before = choose(facts, posting(*NEEDS), language="en")
    added = facts[0].model_copy(update={"id": uuid5(_IDS, "new"), "text": "Nora", "detail": SummaryDetail()})
    after = choose([added, *facts], posting(*NEEDS), language="en", numbering=before.numbering)
    assert {claim.text: claim.id for claim in before.claims}.items() <= {c.text: c.id for c in after.claims}.items()
    assert len({claim.id for claim in after.claims}) == len(after.claims)


def test_the_proof_says_who_said_each_fact_where_and_when() -> None:
    said_at, other = datetime(2026, 11, 26, tzinfo=UTC), UUID(int=77)
    read, corrected, answered, merged = nurse()[5:9]
    corrected = corrected.model_copy(
        update={"source": "corrected", "original": OriginalFact(text="Lead a team", detail=BulletDetail())}
    )
    asked = Provenance(question="Did you use Terraform?", answer="Yes", answered_at=said_at)
    answered = answered.model_copy(update={"source": "answered", "provenance": asked})
    merged = merged.model_copy(update={"source_resume_id": other})
    sources = Sources(_IDS, {_IDS: "cv.pdf", other: "old.docx"}, {corrected.id: said_at})
    facts = [
        ProvedFact(text=fact.text, start=fact.span.start, end=fact.span.end, **sources.origin(fact).model_dump())
        for fact in (read, corrected, answered, merged)
    ]
    line = ProvedLine(id="L1", section="experience", text="x", origin="source", facts=facts)
    shown = present_proof(TailoredProof(number=1, resume_id=_IDS, lines=[line]))
    assert f"characters {read.span.start}–{read.span.end} of cv.pdf" in shown
    assert "you set it right on 26 November 2026; read was “Lead a team”" in shown
    assert "you said so on 26 November 2026, in answer to “Did you use Terraform?”" in shown
    assert f"characters {merged.span.start}–{merged.span.end} of old.docx" in shown
    assert [sources.place(fact) for fact in (read, answered, merged)] == [_IDS, None, other]
