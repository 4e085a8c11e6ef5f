"""Choosing what goes into a tailored resume: nothing invented, nothing lost, the posting's needs first."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid5

import pytest

from store.errors import UnavailableError
from tools.embedding import LocalEmbedder
from tools.jobs.schemas import ParsedPosting, Requirement, SkillMention
from tools.resumes.schemas import (
    BulletDetail,
    CertificateDetail,
    ContactDetail,
    Detail,
    EducationDetail,
    LanguageDetail,
    OtherDetail,
    PositionDetail,
    ProjectDetail,
    ResumeFact,
    SkillDetail,
    Span,
    SummaryDetail,
)
from tools.tailoring.choice.careers import years_held
from tools.tailoring.choice.changes import apply_rewordings, diff, prover
from tools.tailoring.choice.coverage import recover, without
from tools.tailoring.choice.lines import line_ids
from tools.tailoring.choice.relevance import embedding_similarity
from tools.tailoring.choice.selection import choose
from tools.tailoring.proof import Sources, proof_json
from tools.tailoring.schemas import Problem, Steering, TailoredDocument, Verdict
from tools.tailoring.wording import clean, line, period, printable

_IDS = UUID(int=1)


class Facts(list[ResumeFact]):
    """A resume under construction: every fact gets the next span."""

    def put(self, text: str, detail: Detail, parent: UUID | None = None) -> UUID:
        start = self[-1].span.end + 1 if self else 0
        fact_id = uuid5(_IDS, f"{start} {text}")
        span = Span(start=start, end=start + len(text))
        self.append(ResumeFact(id=fact_id, text=text, span=span, detail=detail, parent_id=parent))
        return fact_id

    def position(self, title: str, employer: str, start: str, end: str | None, *bullets: str) -> UUID:
        detail = PositionDetail(employer=employer, title=title, start=start, end=end, current=end is None)
        position = self.put(f"{title}, {employer}", detail)
        for bullet in bullets:
            self.put(bullet, BulletDetail(), position)
        return position


def nurse() -> Facts:
    facts = Facts()
    facts.put("Ada Nowak", ContactDetail(field="name", value="Ada Nowak"))
    facts.put("ada@example.org", ContactDetail(field="email", value="ada@example.org"))
    facts.put("Nurse with twelve years on intensive care wards.", SummaryDetail())
    facts.put("Likes to teach.", SummaryDetail())
    facts.position(
        "Ward Manager", "St Anne Hospital", "2019-03", None,
        "Repainted the staff room in cheerful colours.",
        "Led a team of 18 nurses on a 24-bed intensive care ward.",
        "Introduced electronic medication charts and trained 60 colleagues in their use.",
    )  # fmt: skip
    facts.position("Nurse", "City Clinic", "2013-01", "2019-02", "Cared for ventilated patients.", "Ran the choir.")
    facts.position("Care Assistant", "Home Linden", "2010-09", "2012-12", "Served meals.")
    facts.put(
        "Bachelor of Nursing, Jagiellonian University (with distinction)",
        EducationDetail(institution="Jagiellonian University", degree="Bachelor of Nursing", start="2009", end="2012"),
    )
    for name in ("Wound dressing", "Triage", "SAP", "First aid"):
        facts.put(name, SkillDetail(name=name, canonical=name, group="Skills"))
    facts.put("Polish", LanguageDetail(name="Polish", level="native"))
    facts.put("English C1", LanguageDetail(name="English", level="C1"))
    facts.put("Advanced Life Support", CertificateDetail(name="Advanced Life Support", date="2021-05"))
    facts.put("References on request", OtherDetail(section="references"))
    return facts


def posting(*texts: str, skills: Sequence[str] = ()) -> ParsedPosting:
    return ParsedPosting(
        title="Head of Nursing",
        company="Clinic Nord",
        requirements=[Requirement(text=text, importance="must") for text in texts],
        skills=[SkillMention(name=name, excerpt=f"you know {name}") for name in skills],
        text="\n".join(texts),
        source="text",
    )


def texts(document: TailoredDocument, section: str) -> list[str]:
    return [claim.text for claim in document.claims if claim.section == section]


NEEDS = ("Introduction of electronic medication charts", "Rota of nurses on an intensive care ward")


def test_every_line_is_the_source_s_own_and_no_fact_is_lost() -> None:
    facts = nurse()
    document = choose(facts, posting(*NEEDS), language="en")
    ids = {fact.id for fact in facts}
    used = {fact_id for claim in document.claims for fact_id in claim.fact_ids}
    assert all(claim.origin == "source" and claim.fact_ids for claim in document.claims)
    assert used | {fact.id for fact in document.left_out} == ids
    assert not used & {fact.id for fact in document.left_out}
    assert {fact.id for fact in document.facts} >= used
    source = clean(" ".join(fact.text for fact in facts))
    assert all(claim.text in source for claim in document.claims if claim.parent_id)
    assert len({claim.id for claim in document.claims}) == len(document.claims)
    assert document.name == "Ada Nowak"


def test_positions_all_stay_newest_first_with_what_answers_the_posting_on_top() -> None:
    facts = nurse()
    document = choose(sorted(facts, key=lambda fact: fact.text), posting(*NEEDS), language="de")
    heads = [claim for claim in document.claims if claim.section == "experience" and claim.parent_id is None]
    assert [claim.text for claim in heads] == [
        "Ward Manager, St Anne Hospital\t03/2019 – heute",
        "Nurse, City Clinic\t01/2013 – 02/2019",
        "Care Assistant, Home Linden\t09/2010 – 12/2012",
    ]
    below = [claim.text for claim in document.claims if claim.parent_id == heads[0].fact_ids[0]]
    assert below[-1].startswith("Repainted")
    assert texts(document, "education") == [
        "Bachelor of Nursing, Jagiellonian University (with distinction)\t2009 – 2012"
    ]
    assert texts(document, "languages") == ["Polish (native), English (C1)"]


def test_a_small_budget_drops_the_least_relevant_bullets_and_no_position() -> None:
    facts = nurse()
    for number in range(60):
        facts.position(f"Temp {number}", "Agency", "2001", "2002", f"Sorted shelf number {number} by colour.")
    document = choose(facts, posting(*NEEDS), language="en")
    assert sum(claim.section == "experience" and claim.parent_id is None for claim in document.claims) == 63
    full = choose(nurse(), posting(*NEEDS), language="en")
    assert nurse()[-1] in full.left_out
    answering = {claim_id for item in full.coverage for claim_id in item.claim_ids}
    assert not answering & set(full.drop_order[: len(full.drop_order) // 2])


def test_the_same_input_gives_the_same_document() -> None:
    assert choose(nurse(), posting(*NEEDS), language="en") == choose(nurse()[::-1], posting(*NEEDS), language="en")


def test_skills_asked_for_come_first_and_a_line_cites_each_of_its_skills() -> None:
    facts = nurse()
    document = choose(facts, posting(*NEEDS, skills=["SAP"]), language="en")
    claim = next(claim for claim in document.claims if claim.section == "skills")
    assert claim.text == "Skills: SAP, Wound dressing, Triage, First aid"
    assert len(claim.fact_ids) == 4
    covered = next(item for item in document.coverage if item.requirement == "SAP")
    assert covered.claim_ids == [claim.id]


def test_requirements_are_answered_or_shown_as_gaps() -> None:
    wanted = posting(
        "Experience with Kubernetes and SAP", "Bachelor's degree in nursing", "Driving licence and own car"
    )
    wanted.requirements.append(Requirement(text="20 years of experience", importance="must", years=20))
    document = choose(nurse(), wanted, language="en", today=date(2025, 3, 1))
    by_text = {item.requirement: item.claim_ids for item in document.coverage}
    assert by_text["Bachelor's degree in nursing"]
    assert by_text["Experience with Kubernetes and SAP"]
    assert by_text["Driving licence and own car"] == []
    assert [gap.text for gap in document.gaps] == [
        "Kubernetes",
        "Driving licence and own car",
        "20 years of experience",
    ]
    history = choose(nurse(), posting("Bachelor's degree in history"), language="en")
    assert history.coverage[0].claim_ids == []
    either = choose(nurse(), posting("Experience with Kubernetes or SAP"), language="en")
    assert either.gaps == []
    doctorate = choose(nurse(), posting("PhD in nursing"), language="en")
    assert [gap.text for gap in doctorate.gaps] == ["PhD in nursing"]


@pytest.mark.parametrize(("today", "gaps"), [(date(2025, 3, 1), ["15 years of experience"]), (None, [])])
def test_too_few_years_are_a_gap_only_when_they_can_be_counted(today: date | None, gaps: list[str]) -> None:
    wanted = posting(skills=["Triage"])
    wanted.requirements.append(Requirement(text="15 years of triage", importance="must", skills=["Triage"], years=15))
    document = choose(nurse(), wanted, language="en", today=today)
    assert [gap.text for gap in document.gaps] == gaps


def test_years_count_where_the_position_speaks_of_what_is_asked() -> None:
    wanted = posting("x")
    wanted.requirements = [
        Requirement(text="Mindestens 6 Jahre Berufserfahrung in der Pflege", importance="must", years=6),
        Requirement(text="6 Jahre Erfahrung im Brückenbau", importance="must", years=6),
    ]
    facts = Facts()
    facts.position("Altenpfleger", "Heim Linde", "2010-01", "2017-01")
    facts.position("Koch", "Krone", "2000-01", "2010-01")
    document = choose(facts, wanted, language="de", today=date(2025, 3, 1))
    nursing = next(claim for claim in document.claims if claim.text.startswith("Altenpfleger"))
    assert [item.claim_ids for item in document.coverage] == [[nursing.id], []]


def test_years_at_work_count_overlaps_once() -> None:
    spans = [("2010-01", "2014-01"), ("2012-01", "2015-01"), ("2020-01", None)]
    details = [PositionDetail(employer="X", title="A", start=a, end=b, current=b is None) for a, b in spans]
    assert years_held(details, date(2021, 1, 15)) == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("need", "bullet", "answers"),
    [
        ("Ability to manage vendor relationships", "Managed relationships with 12 vendors in five countries.", True),
        ("Reducing infrastructure costs", "Reduced infrastructure costs by 30 % with spot instances.", True),
        ("Leading cross-functional groups", "Led a cross-functional group of eight designers.", True),
        ("Managing inventory and ordering", "Managed inventory and weekly ordering for two restaurants.", True),
        ("Knowledge of medical device regulation", "Wrote device drivers for medical imaging hardware.", False),
        ("Willingness to travel 30 %", "Reduced the travel costs of the department by 30 %.", False),
        ("Experience managing large estates", "Managed large datasets of customer reviews.", False),
        ("Ability to work under pressure", "Operated pressure vessels in the brewery.", False),
    ],
)
def test_answering_is_told_from_sharing_a_word(need: str, bullet: str, answers: bool) -> None:
    facts = nurse()
    facts.position("Lead", "Elsewhere", "2000", "2001", bullet)
    similarity = embedding_similarity(LocalEmbedder().embed_sync)
    document = choose(facts, posting(need), language="en", pages=2, similarity=similarity)
    claim = next(claim for claim in document.claims if claim.text == bullet)
    assert (claim.covers == [need]) is answers


def test_steering_is_obeyed_and_ids_stay_the_same() -> None:
    facts = nurse()
    ids = line_ids(facts)
    first = choose(facts, posting(*NEEDS), language="en")
    led = next(claim for claim in first.claims if claim.text.startswith("Led"))
    paint = next(fact for fact in facts if fact.text.startswith("Repainted"))
    wishes = Steering(drop=[led.id], keep=[ids[paint.id]], emphasise=["ventilated"], max_bullets=1)
    document = choose(facts, posting(*NEEDS), language="en", steering=wishes)
    bullets = [claim.text for claim in document.claims if claim.parent_id]
    assert led.text not in bullets
    assert bullets == [paint.text, "Cared for ventilated patients.", "Served meals."]
    assert ids[paint.id] not in document.drop_order
    assert {claim.fact_ids[0]: claim.id for claim in document.claims}.items() <= ids.items()
    shorter = choose(facts, posting(*NEEDS), language="en", steering=Steering(drop=[ids[facts[4].id]]))
    assert not any("St Anne" in claim.text or claim.text.startswith("Repainted") for claim in shorter.claims)


def test_the_diff_says_what_moved_and_why() -> None:
    facts = nurse()
    document = choose(facts, posting(*NEEDS), language="en")
    last = document.drop_order[0]
    changes = {change.line_id: change for change in diff(facts, without(document, {last}))}
    charts = next(claim for claim in document.claims if claim.text.startswith("Introduced"))
    paint = next(claim for claim in document.claims if claim.text.startswith("Repainted"))
    assert changes[charts.id].kind == "moved_up"
    assert f"answers '{NEEDS[0]}'" in changes[charts.id].reason
    assert changes[paint.id].kind == "moved_down"
    assert changes[last].kind == "left_out"
    assert "1 page" in changes[last].reason


def _prover(sentence: str, cited: Sequence[ResumeFact]) -> Verdict:
    if "boom" in sentence:
        raise UnavailableError("the prover is away")
    invented = [word for word in sentence.split() if word.isdigit() and not any(word in fact.text for fact in cited)]
    problems = [Problem(kind="number", excerpt=word, message=f"{word} is nowhere") for word in invented]
    return Verdict(supported=not problems, problems=problems)


def test_rewordings_need_the_prover_and_fail_closed() -> None:
    document = choose(nurse(), posting(*NEEDS), language="en")
    by_start = {claim.text.split()[0]: claim for claim in document.claims}
    good, bad, broken, head = (by_start[word] for word in ("Led", "Introduced", "Cared", "Ward"))
    proposals = {
        good.id: "Managed 18 nurses\non an intensive care ward.",
        bad.id: "Introduced medication charts and trained 90 colleagues.",
        broken.id: "boom",
        head.id: "Chief Ward Manager, St Anne Hospital",
        "L999": "Nobody",
    }
    reworded = apply_rewordings(document, proposals, _prover)
    after = {claim.id: claim for claim in reworded.claims}
    assert (after[good.id].text, after[good.id].origin) == ("Managed 18 nurses on an intensive care ward.", "reworded")
    for claim in (bad, broken, head):
        assert (after[claim.id].text, after[claim.id].origin) == (claim.text, "fallback")
        assert after[claim.id].refused == clean(proposals[claim.id])
        assert after[claim.id].problems
    assert "90" in after[bad.id].problems[0].excerpt
    untouched = [claim.id for claim in reworded.claims if claim.id not in proposals]
    assert all(after[claim_id].origin == "source" for claim_id in untouched)
    kinds = {change.line_id: change.kind for change in diff(nurse(), reworded)}
    assert (kinds[good.id], kinds[bad.id]) == ("reworded", "refused")
    judged_anew = recover(reworded, posting(*NEEDS))
    assert len(judged_anew.coverage) == len(reworded.coverage)


def test_the_prover_of_the_project_decides() -> None:
    document = choose(nurse(), posting(*NEEDS), language="en")
    bullet = next(claim for claim in document.claims if claim.text.startswith("Introduced"))
    invented = apply_rewordings(document, {bullet.id: "Introduced SAP at St Anne Hospital."}, prover(document))
    assert next(claim.origin for claim in invented.claims if claim.id == bullet.id) == "fallback"
    shorter = {bullet.id: "Introduced electronic medication charts."}
    honest = apply_rewordings(document, shorter, prover(document, today=date(2025, 3, 1)))
    assert next(claim.origin for claim in honest.claims if claim.id == bullet.id) == "reworded"


def test_a_bug_in_the_prover_is_not_taken_for_a_refusal() -> None:
    document = choose(nurse(), posting(*NEEDS), language="en")
    bullet = next(claim for claim in document.claims if claim.parent_id)

    def broken(sentence: str, cited: Sequence[ResumeFact]) -> Verdict:
        raise ZeroDivisionError(sentence)

    with pytest.raises(ZeroDivisionError):
        apply_rewordings(document, {bullet.id: "Other words."}, broken)


def test_the_proof_names_the_words_every_line_rests_on() -> None:
    facts = nurse()
    proof = proof_json(choose(facts, posting(*NEEDS), language="en"), Sources(resume_id=_IDS))
    text = " ".join(fact.text for fact in facts)
    for entry in proof["lines"]:
        assert entry["facts"]
        for fact in entry["facts"]:
            assert text[fact["span"]["start"] : fact["span"]["end"]] == fact["text"]
            assert fact["resume_id"] == str(_IDS)
    bullet = next(entry for entry in proof["lines"] if entry["text"].startswith("Led"))
    assert bullet["under"]["kind"] == "position"
    assert [item["requirement"] for item in proof["coverage"]] == list(NEEDS)


def test_a_resume_of_hardly_anything_and_a_posting_without_requirements() -> None:
    assert choose([], posting(), language="en").claims == []
    facts = Facts()
    facts.put("Jo", ContactDetail(field="name", value="Jo"))
    facts.put("Fixed things.", BulletDetail())
    project = facts.put("Kite: a flying thing", ProjectDetail(name="Kite"))
    facts.put("Built a kite.", BulletDetail(), project)
    document = choose(facts, posting(), language="xx")
    assert [claim.text for claim in document.claims] == ["Jo", "Kite: a flying thing", "Built a kite.", "Fixed things."]


@pytest.mark.parametrize(
    ("dates", "language", "shown"),
    [
        (("2019-03", None, True), "en", "Mar 2019 – Present"),
        (("2019-03", "2020-11", False), "de", "03/2019 – 11/2020"),
        (("2019", "2019", False), "fr", "2019"),
        ((None, "2020-05", False), "es", "05/2020"),
        (("2019-03", None, True), "nl", "03/2019 – heden"),
        (("2019-13", None, True), "pt", "2019-13 – atual"),
        ((None, None, False), "en", ""),
    ],
)
def test_dates_read_as_the_language_writes_them(
    dates: tuple[str | None, str | None, bool], language: str, shown: str
) -> None:
    assert period(*dates, language) == shown


def test_text_is_made_printable_without_losing_letters() -> None:
    assert printable("📧 eﬃcient 𝗕𝗼𝗹𝗱 cafe\u0301 🇩🇪 \uf0e0 soft\u00adhyphen\u200b ✔ ★★☆ 5 °C ½ ™") == (
        "efficient Bold café softhyphen ✔ ★★☆ 5 °C ½ ™"
    )
    assert printable("left\tright 👩‍💻") == "left\tright"
    fact = Facts()
    fact.put("x", PositionDetail(employer="Müller\tSöhne", title="Chef ", start="2019"))
    assert line(fact[0], "en") == "Chef, Müller Söhne\t2019"
