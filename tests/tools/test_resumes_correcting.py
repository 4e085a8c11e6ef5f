"""Corrections on a real store: they change the facts, outlive a reading anew, and can be taken back."""

from uuid import UUID

import pytest

from store import resumes as store
from store.database import transaction
from store.errors import AlreadyExistsError, ConflictError, NotFoundError, ValidationError
from tests.api.people import RESUME
from tools.context import Context
from tools.general import service as general
from tools.registry import call
from tools.resumes import correcting, primary, service, showing, versions
from tools.resumes.corrections import SAYS_OTHERWISE
from tools.resumes.fact_schemas import NewFact, ShowFacts
from tools.resumes.fields import tidied
from tools.resumes.history_presenting import present_corrected, present_facts
from tools.resumes.parsing import read
from tools.resumes.record_schemas import MergeResumes
from tools.resumes.rewording import composed
from tools.resumes.schemas import (
    BulletDetail,
    FactChanges,
    NoArguments,
    PreparedResume,
    Resume,
    ResumeFact,
    SkillDetail,
)
from tools.resumes.showing import TOLD
from tools.resumes.spoken_schemas import CorrectedFact, CorrectFact
from tools.resumes.tools import MERGE_RESUMES


def _read(text: str, name: str = "cv.txt") -> PreparedResume:
    parsed = read(text.encode(), name)
    return PreparedResume(filename=name, content=text.encode(), parsed=parsed, embedding=[0.1] * 256)


async def _saved(context: Context, text: str = RESUME, name: str = "cv.txt") -> Resume:
    prepared = _read(text, name)
    async with transaction(context.sessions) as session:
        return await primary.save_resume(session, context.actor, prepared)


async def _now(context: Context, resume: Resume) -> Resume:
    async with context.sessions() as session:
        return await service.get(session, context.actor, resume.id)


def _only(resume: Resume, kind: str, words: str = "") -> ResumeFact:
    (found,) = [fact for fact in resume.facts if fact.detail.kind == kind and words in fact.text]
    return found


async def _undo(context: Context) -> None:
    async with transaction(context.sessions) as session:
        await general.undo_last_change(session, context.actor, NoArguments())


def _outline(resume: Resume) -> list[tuple[UUID, str, UUID | None]]:
    return [(fact.id, fact.text, fact.parent_id) for fact in resume.facts]


async def test_an_added_fact_stands_below_its_entry_and_undo_takes_it_back(context: Context) -> None:
    resume = await _saved(context)
    position = _only(resume, "position")
    async with transaction(context.sessions) as session:
        fact = await correcting.add_fact(
            session, context.actor, resume.id, text="Led the migration to  Kubernetes", detail=BulletDetail(),
            parent_id=position.id,
        )  # fmt: skip
    now = await _now(context, resume)
    assert (fact.text, fact.source, fact.parent_id) == ("Led the migration to Kubernetes", "added", position.id)
    assert (fact.span.start, fact.span.end) == (0, len(fact.text))
    bullets = [other for other in now.facts if other.parent_id == position.id]
    assert bullets[-1].id == fact.id
    assert [other.position for other in now.facts] == list(range(len(resume.facts) + 1))
    async with context.sessions() as session:
        with pytest.raises(AlreadyExistsError):
            await correcting.add_fact(
                session, context.actor, resume.id, text=fact.text, detail=BulletDetail(), parent_id=position.id
            )
        with pytest.raises(NotFoundError):
            await correcting.add_fact(
                session, context.actor, resume.id, text="x", detail=BulletDetail(), parent_id=resume.id
            )
    await _undo(context)
    assert _outline(await _now(context, resume)) == _outline(resume)


async def _say(context: Context, **said: object) -> CorrectedFact:
    async with transaction(context.sessions) as session:
        return await correcting.correct_as_said(session, context.actor, CorrectFact.model_validate(said))


TWO = RESUME.replace(
    "EDUCATION",
    "Data Analyst, Pfau Versicherung, Graz\n03/2016 - 03/2019\n- Wrote 30 monthly reports in SQL.\n\nEDUCATION",
)


async def test_what_a_person_says_is_set_right_and_undone_in_turn(context: Context) -> None:
    resume = await _saved(context, TWO)
    done = await _say(context, about="Pfau", field="title", value="Senior Data Analyst")
    assert (done.before, done.after) == (
        "Data Analyst at Pfau Versicherung (2016-03 – 2019-03)",
        "Senior Data Analyst at Pfau Versicherung (2016-03 – 2019-03)",
    )
    assert "The file says “Data Analyst, Pfau Versicherung" in present_corrected(done)
    await _say(context, about="Pfau", field="dates", value="01/2016 to 02/2019")
    await _say(context, action="remove", field="skill", about="docker")
    await _say(context, action="add", field="skill", value="Terraform")
    moved = await _say(context, action="move", field="line", about="Hadoop", value="Pfau")
    added = await _say(context, action="add", about="Pfau", value="I led the move to dbt")
    now = await _now(context, resume)
    pfau = _only(now, "position", "Pfau")
    assert (pfau.text, pfau.id) == (
        "Senior Data Analyst, Pfau Versicherung, Graz 2016-01 – 2019-02",
        _only(resume, "position", "Pfau").id,
    )
    assert [fact.text for fact in now.facts if fact.parent_id == pfau.id] == [
        "Wrote 30 monthly reports in SQL.", "Moved 12 warehouses from Hadoop to PostgreSQL.", "Led the move to dbt",
    ]  # fmt: skip
    assert moved.shown is not None
    assert added.shown is not None
    assert (moved.shown.fact.source, added.shown.note) == ("read", TOLD)
    skills = [fact.detail.name for fact in now.facts if isinstance(fact.detail, SkillDetail)]
    assert skills == ["Python", "PostgreSQL", "Apache Kafka", "Terraform"]
    assert [each.state for each in now.corrections] == ["applied"] * 6
    for _ in range(6):
        await _undo(context)
    assert _outline(await _now(context, resume)) == _outline(resume)


async def test_what_fits_only_another_resume_is_set_right_there_and_a_record_of_before_is_named(
    context: Context,
) -> None:
    await _saved(context)
    other = await _saved(context, TWO, "two.txt")
    done = await _say(context, about="Pfau", field="title", value="Senior Data Analyst")
    assert (done.number, done.record_behind) == (other.number, None)
    merged = await call(MERGE_RESUMES, context, MergeResumes())
    done = await _say(context, about="Pfau", field="title", value="Lead Data Analyst", resume="two.txt")
    assert done.record_behind == merged.number
    assert f"career record (resume {merged.number}) was merged before this" in present_corrected(done)


async def test_what_could_mean_several_is_asked_and_what_is_nowhere_names_the_choices(context: Context) -> None:
    await _saved(context, TWO)
    with pytest.raises(ConflictError, match=r"Lindwurm.*Pfau"):
        await _say(context, field="title", value="Chief")
    with pytest.raises(NotFoundError, match="Lindwurm"):
        await _say(context, about="Initech", field="dates", value="2010 to 2012")
    with pytest.raises(ValidationError, match="no dates"):
        await _say(context, about="Pfau", field="dates", value="a while")
    with pytest.raises(ValidationError, match="lies before"):
        await _say(context, about="Pfau", field="end", value="2011")
    resume = await _saved(context, TWO)
    nothing = FactChanges.model_validate({"fields": {"title": None}})
    async with context.sessions() as session:
        with pytest.raises(ValidationError, match="without its title"):
            await correcting.correct_fact(
                session, context.actor, resume.id, _only(resume, "position", "Pfau").id, nothing
            )


async def test_a_removed_entry_goes_with_its_lines_and_stays_away_when_read_anew(context: Context) -> None:
    resume = await _saved(context, TWO)
    gone = await _say(context, action="remove", field="position", about="Pfau")
    assert gone.removed_below == 1
    prepared = _read(TWO)
    async with transaction(context.sessions) as session:
        now = await versions.read_anew(session, context.actor, resume.id, prepared)
    assert not [fact for fact in now.facts if "Pfau" in fact.text or "monthly" in fact.text]
    async with transaction(context.sessions) as session:
        await correcting.take_back(session, context.actor, resume.id, now.corrections[0].id)
    assert [fact.text for fact in (await _now(context, resume)).facts] == [fact.text for fact in resume.facts]


async def test_a_correction_whose_fact_is_gone_is_kept_and_told(context: Context) -> None:
    resume = await _saved(context, TWO)
    await _say(context, about="Pfau", field="title", value="Senior Data Analyst")
    await _say(context, about="monthly reports", field="line", value="Wrote 31 monthly reports in SQL.")
    await _say(context, about="Lindwurm", field="title", value="Principal Data Engineer")
    fixed = RESUME.replace("Senior Data Engineer, Lind", "Principal Data Engineer, Lind")

    async def newer(text: str) -> Resume:
        prepared = _read(text)
        async with transaction(context.sessions) as session:
            return await versions.new_version(session, context.actor, resume.id, prepared)

    now = await newer(fixed)
    assert [each.state for each in now.corrections] == ["kept", "kept", "fulfilled"]
    assert all(each.note for each in now.corrections[:2])
    other = await newer(fixed.replace("Principal Data", "Chief Data"))
    assert (other.corrections[2].state, other.corrections[2].note) == ("kept", SAYS_OTHERWISE)
    assert _only(other, "position").text.startswith("Chief Data Engineer")
    back = await newer(TWO)
    assert [each.state for each in back.corrections] == ["applied"] * 3
    assert _only(back, "bullet", "monthly").text == "Wrote 31 monthly reports in SQL."
    async with context.sessions() as session:
        found = await store.primary(session, context.actor)
        assert found is not None
        assert found.version == 4
    for _ in range(3):
        await _undo(context)
    assert [each.state for each in (await _now(context, resume)).corrections] == ["applied"] * 3


async def test_contact_corrections_name_the_resume_anew(context: Context) -> None:
    resume = await _saved(context)
    await _say(context, field="name", value="Mirela Kovač-Huber")
    await _say(context, action="add", field="phone", value="+43 1 5550123")
    now = await _now(context, resume)
    assert now.name == "Mirela Kovač-Huber"
    assert _only(now, "contact", "5550123").position == max(
        fact.position for fact in now.facts if fact.detail.kind == "contact"
    )
    async with context.sessions() as session:
        listed = await showing.show_facts(session, context.actor, ShowFacts(about="contact"))
    assert [each.fact.source for each in listed.facts if each.fact.text.startswith("Mirela ")] == ["corrected"]
    assert "you said so" in present_facts(listed)


async def test_corrections_are_taken_back_in_any_order_also_of_what_was_read_before_there_were_any(
    context: Context,
) -> None:
    resume = await _saved(context)
    async with transaction(context.sessions) as session:
        row = await store.get(session, context.actor, resume.id)
        row.read_facts = None  # as rows are that were saved before corrections were kept
    await _say(context, about="Lindwurm", field="title", value="Data Lead")
    await _say(context, about="Lindwurm", field="title", value="Head of Data")
    first, second = (await _now(context, resume)).corrections
    async with transaction(context.sessions) as session:
        await correcting.take_back(session, context.actor, resume.id, first.id)
    assert _only(await _now(context, resume), "position").text.startswith("Head of Data, Lindwurm")
    async with transaction(context.sessions) as session:
        await correcting.take_back(session, context.actor, resume.id, second.id)
    assert _outline(await _now(context, resume)) == _outline(resume)
    await _undo(context)
    assert _only(await _now(context, resume), "position").text.startswith("Head of Data, Lindwurm")


COOK = {"kind": "position", "title": "Cook", "employer": "Enzian"}


@pytest.mark.parametrize(("detail", "said"), [
    ({**COOK, "start": "03/2014", "end": "heute"}, "Cook, Enzian (2014-03 – present)"),
    ({**COOK, "start": "März 2014", "end": "2018"}, "Cook, Enzian (2014-03 – 2018)"),
    ({"kind": "skill", "name": "Postgres", "level": "expert"}, "Postgres, expert"),
])  # fmt: skip
def test_what_is_added_has_the_form_of_facts(detail: dict[str, str], said: str) -> None:
    tidy = tidied(NewFact.model_validate({"detail": detail}).detail)
    assert composed(tidy) == said
    assert tidy.kind != "skill" or tidy.canonical == "PostgreSQL"


@pytest.mark.parametrize(("dates", "why"), [
    ({"start": "soon"}, "“soon” is not a date"), ({"start": "2014", "end": "2011"}, "lies before"),
])  # fmt: skip
def test_what_is_added_has_real_dates(dates: dict[str, str], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        tidied(NewFact.model_validate({"detail": {**COOK, **dates}}).detail)
