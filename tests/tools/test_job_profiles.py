"""Job profiles: exactly one default, contact fields with their source, and answers that are asked for once."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from store import job_profiles as store
from store.actors import Actor
from store.database import transaction
from store.errors import ConflictError, NotFoundError
from tests.api.people import RESUME
from tools.accounts import service as accounts
from tools.accounts.schemas import ProfileUpdate
from tools.context import Services
from tools.general.service import undo_last_change
from tools.job_profiles import answers, service
from tools.job_profiles.alike import key_of, same_question
from tools.job_profiles.places import job_place
from tools.job_profiles.presenting import present_set
from tools.job_profiles.schemas import (
    AnswerCategory,
    AnswerSource,
    AnswerValue,
    ForgetAnswer,
    JobProfileChanges,
    KnownAs,
    NewJobProfile,
    SearchPreferences,
    SetAnswer,
    ShowAnswers,
)
from tools.job_profiles.suggesting import suggest
from tools.jobs.searching.schemas import SearchRequest
from tools.jobs.searching.service import start_search
from tools.resumes import primary
from tools.resumes.parsing import read
from tools.resumes.schemas import NoArguments, PreparedResume


async def upload(services: Services, actor: Actor, text: str) -> None:
    content = text.encode()
    vector = [float(x) for x in (await services.embedder.embed([text]))[0]]
    prepared = PreparedResume(filename="cv.txt", content=content, parsed=read(content, "cv.txt"), embedding=vector)
    async with transaction(services.sessions) as session:
        await primary.save_resume(session, actor, prepared)


async def undo(session: AsyncSession, actor: Actor) -> None:
    assert (await undo_last_change(session, actor, NoArguments())).undone


def known(key: str, category: AnswerCategory = "other", **extra: Any) -> KnownAs:
    return KnownAs(key=key, category=category, is_known=key in answers.CATEGORIES, extra=extra)


async def keep(
    session: AsyncSession,
    actor: Actor,
    profile_id: UUID,
    question: str,
    text: str,
    key: str | None = None,
    **source: Any,
) -> UUID:
    held = await answers.remember(
        session, actor, profile_id, key=key or key_of(question), question=question,
        category=answers.CATEGORIES.get(key, "other") if key else "other",  # type: ignore[call-overload]
        value=AnswerValue(text=text), source=AnswerSource(kind="form", words=text, **source),
    )  # fmt: skip
    return held.id


async def test_many_first_uses_at_once_make_one_default(services: Services, actor: Actor) -> None:
    async def use() -> UUID:
        async with transaction(services.sessions) as session:
            return (await service.get_or_create_default(session, actor)).id

    assert len(set(await asyncio.gather(*(use() for _ in range(6))))) == 1


async def test_of_many_that_are_made_the_default_at_once_one_is(services: Services, actor: Actor) -> None:
    async with transaction(services.sessions) as session:
        made = [await service.create(session, actor, NewJobProfile(name=f"P{n}")) for n in range(5)]
    assert [profile.is_default for profile in made] == [True, False, False, False, False]

    async def choose(profile_id: UUID) -> None:
        async with transaction(services.sessions) as session:
            await service.set_default(session, actor, profile_id)

    await asyncio.gather(*(choose(profile.id) for profile in made))
    async with services.sessions() as session:
        assert sum(row.is_default for row in await store.every(session, actor)) == 1


async def test_the_default_is_filled_from_the_resume_and_the_account_with_the_sources(
    services: Services, actor: Actor
) -> None:
    await upload(services, actor, RESUME.replace("mirela.kovac@example.org\n", "+43 660 1234567\n"))
    async with transaction(services.sessions) as session:
        profile = await service.get_or_create_default(session, actor)
        user = await accounts.get_by_id(session, actor.user_id)
        assert (profile.contact_full_name, profile.contact_location) == ("Mirela Kovač", "Vienna, Austria")
        assert (profile.contact_phone, profile.contact_email) == ("+43 660 1234567", user.email)
        kinds = {name: source.kind for name, source in profile.contact_sources.items()}
        assert kinds == {
            "contact_full_name": "resume", "contact_location": "resume", "contact_phone": "resume",
            "contact_email": "profile",
        }  # fmt: skip
        assert profile.contact_sources["contact_phone"].words == "+43 660 1234567"
        changed = await service.update(session, actor, profile.id, JobProfileChanges(contact_phone="044 123 45 67"))
        assert "contact_phone" not in changed.contact_sources
        await undo(session, actor)
        back = await service.get(session, actor, profile.id)
        assert (back.contact_phone, back.contact_sources) == (profile.contact_phone, profile.contact_sources)


async def test_the_default_and_the_last_are_not_deleted_and_others_come_back(services: Services, actor: Actor) -> None:
    async with transaction(services.sessions) as session:
        first = await service.get_or_create_default(session, actor)
        with pytest.raises(ConflictError, match="only job profile") as last:
            await service.delete(session, actor, first.id)
        second = await service.create(session, actor, NewJobProfile(name="Lead", is_default=True))
        with pytest.raises(ConflictError, match="Make another the default first: My profile") as default:
            await service.delete(session, actor, second.id)
        assert (last.value.code, default.value.code) == ("LAST_PROFILE", "DEFAULT_PROFILE")
        await keep(session, actor, first.id, "Salary?", "90k", "salary")
        await service.delete(session, actor, first.id)
        with pytest.raises(NotFoundError):
            await service.get(session, actor, first.id)
        with pytest.raises(NotFoundError):
            (await answers.kept_for(session, actor, first.id)).lookup(known("salary", "salary"))
        assert (await answers.kept_for(session, actor)).lookup(known("salary", "salary")) is None
        await undo(session, actor)  # the deletion
        assert [item.value.text for item in (await service.get(session, actor, first.id)).answers] == ["90k"]
        await undo(session, actor)  # the answer
        await undo(session, actor)  # the second profile, which was made the default
        found = await store.every(session, actor)
        assert [(row.name, row.is_default) for row in found] == [("My profile", True)]


async def test_profiles_answer_differently_and_the_default_fills_in(services: Services, actor: Actor) -> None:
    async with transaction(services.sessions) as session:
        usual = await service.get_or_create_default(session, actor)
        lead = await service.create(session, actor, NewJobProfile(name="Lead"))
        await keep(session, actor, usual.id, "Salary?", "100k CHF", "salary")
        await keep(session, actor, usual.id, "LinkedIn", "https://linkedin.com/in/x", "linkedin")
        await keep(session, actor, lead.id, "Salary?", "140k CHF", "salary")

        async def told(key: str, profile_id: UUID | None = None) -> str | None:
            found = (await answers.kept_for(session, actor, profile_id)).lookup(known(key, answers.CATEGORIES[key]))  # type: ignore[index]
            return found.value.text if found else None

        assert (await told("salary"), await told("salary", lead.id)) == ("100k CHF", "140k CHF")
        assert await told("linkedin", lead.id) == "https://linkedin.com/in/x"
        assert await told("notice_period", lead.id) is None


@pytest.mark.parametrize("value", [
    {"text": "3 Monate, zum Monatsende"}, {"options": ["German", "Français"]}, {"checked": False},
    {"date": date(2027, 2, 1)},
])  # fmt: skip
async def test_every_kind_of_answer_is_kept_changed_forgotten_and_brought_back(
    services: Services, actor: Actor, value: dict[str, Any]
) -> None:
    question, job_id = "How soon, and in which language?", uuid4()
    async with transaction(services.sessions) as session:
        profile = await service.get_or_create_default(session, actor)
        source = AnswerSource(kind="form", words="said so", url="https://jobs.example/1", job_id=job_id)
        kept = await answers.remember(
            session, actor, profile.id, key=key_of(question), question=question, category="other",
            value=AnswerValue(**value), source=source,
        )  # fmt: skip
        again = (await answers.kept_for(session, actor)).lookup(known(key_of(question)))
        assert again is not None
        assert (again.value, again.source) == (AnswerValue(**value), source)
        changed = await answers.change(session, actor, profile.id, kept.id, AnswerValue(text="never"))
        assert (changed.id, changed.source.kind, changed.source.url) == (kept.id, "person", source.url)
        await undo(session, actor)
        assert (await answers.get(session, actor, profile.id, kept.id)).value == AnswerValue(**value)
        await answers.forget(session, actor, profile.id, kept.id)
        assert (await answers.kept_for(session, actor)).lookup(known(key_of(question))) is None
        await undo(session, actor)
        assert (await answers.get(session, actor, profile.id, kept.id)).source == source
        await undo(session, actor)
        assert await answers.list_of(session, actor, profile.id) == []


@pytest.mark.parametrize(("one", "other"), [
    ("How many years of Python experience do you have?", "Years of experience with Python"),
    ("Do you have experience with Kubernetes?", "Kubernetes experience?"),
    ("Haben Sie einen Führerschein der Kategorie C1?", "Führerschein Kategorie C1"),
    ("Would you be willing to work night shifts?", "Are you willing to work night shifts"),
    ("Avez-vous une expérience du secteur bancaire ?", "expérience secteur bancaire"),
])  # fmt: skip
def test_the_same_question_in_other_words(one: str, other: str) -> None:
    assert same_question(one, other)


@pytest.mark.parametrize(("one", "other"), [
    ("Years of experience with Python", "Years of experience with Java"),
    ("Do you manage 5 people?", "Do you manage 6 people?"),
    ("Are you able to work at night?", "Are you not able to work at night?"),
    ("Führerschein Kategorie B", "Führerschein Kategorie C"),
    ("Do you prefer Zurich over Bern?", "Do you prefer Bern over Zurich?"),
    ("When were you promoted from analyst to lead?", "When were you promoted from lead to analyst?"),
    ("Do you have experience with Kubernetes?", "Do you have production experience with Kubernetes?"),
    ("Are you willing to work night shifts?", "Are you unwilling to work night shifts?"),
    ("", ""), ("?", "!"), ("Do you have any?", "Will you?"),
])  # fmt: skip
def test_questions_that_differ_are_not_taken_for_each_other(one: str, other: str) -> None:
    assert not same_question(one, other)


async def test_an_equal_question_in_other_words_is_not_asked_again(services: Services, actor: Actor) -> None:
    first, second = "How many years of Python experience do you have?", "Years of experience with Python"
    async with transaction(services.sessions) as session:
        profile = await service.get_or_create_default(session, actor)
        await keep(session, actor, profile.id, first, "7")
        asked = known(key_of(second), question=second)
        found = (await answers.kept_for(session, actor)).lookup(asked)
        assert found is not None
        assert found.value.text == "7"
        other = asked.model_copy(update={"category": "consent"})
        assert (await answers.kept_for(session, actor)).lookup(other) is None
        await keep(session, actor, profile.id, second, "8")
        assert [item.value.text for item in await answers.list_of(session, actor, profile.id)] == ["8"]


@pytest.mark.parametrize(("question", "key"), [
    ("Why do you want to work here?", None), ("Warum möchten Sie bei uns arbeiten?", None),
    ("What interests you about this role?", None), ("Have you worked here before?", "previously_employed"),
    ("Do you know anyone at our company?", None), ("Bewerbungsschreiben", "cover_letter"),
    ("Empfohlen von", "referred_by"),
])  # fmt: skip
async def test_what_one_employer_was_told_is_told_no_other(
    services: Services, actor: Actor, question: str, key: str | None
) -> None:
    job_id = uuid4()
    async with transaction(services.sessions) as session:
        profile = await service.get_or_create_default(session, actor)
        await keep(session, actor, profile.id, question, "Because of the bread", key, job_id=job_id)
        category = answers.CATEGORIES.get(key, "other")  # type: ignore[call-overload]
        name = key or key_of(question)
        assert (await answers.kept_for(session, actor)).lookup(known(name, category)) is None
        assert (await answers.kept_for(session, actor)).lookup(known(name, category, job_id=str(uuid4()))) is None
        assert (await answers.kept_for(session, actor)).lookup(known(name, category, job_id=str(job_id))) is not None


async def test_links_and_places_are_suggested_and_nothing_that_must_not_be_guessed(
    services: Services, actor: Actor
) -> None:
    links = "mirela.kovac@example.org\nlinkedin.com/in/mirela | https://github.com/mirela\nNationality: Croatian\n"
    await upload(services, actor, RESUME.replace("mirela.kovac@example.org\n", links))
    async with transaction(services.sessions) as session:

        async def told(key: str, category: AnswerCategory) -> tuple[str | None, str] | None:
            found = await suggest(session, actor, known(key, category))
            return (found.value.text, found.source.kind) if found else None

        assert await told("linkedin", "link") == ("https://linkedin.com/in/mirela", "resume")
        assert await told("github", "link") == ("https://github.com/mirela", "resume")
        assert await told("xing", "link") is None
        assert await told("city", "contact") == ("Vienna", "resume")
        assert await told("country", "contact") == ("Austria", "resume")
        assert await told("street", "contact") is None
        for key in ("nationality", "salary", "work_authorization", "gender", "date_of_birth", "over_18"):
            assert await told(key, answers.CATEGORIES[key]) is None, key  # type: ignore[index]


async def test_answers_by_talk(services: Services, actor: Actor) -> None:
    async with transaction(services.sessions) as session:
        given = SetAnswer(about="notice_period", answer="3 months")
        assert (await answers.set_answer(session, actor, given)).before is None
        changed = await answers.set_answer(session, actor, SetAnswer(about="notice_period", answer="2 months"))
        assert changed.before == AnswerValue(text="3 months")
        assert (changed.answer.category, changed.answer.source.kind) == ("logistics", "person")
        await answers.set_answer(session, actor, SetAnswer(question="What is your shoe size?", answer="42"))
        shown = await answers.show_answers(session, actor, ShowAnswers(about="my notice period"))
        assert [item.value.text for item in shown.answers] == ["2 months"]
        with pytest.raises(NotFoundError, match="There are: What is your notice period\\?; What is your shoe size"):
            await answers.forget_answer(session, actor, ForgetAnswer(about="salary"))
        await answers.forget_answer(session, actor, ForgetAnswer(about="shoe size"))
        assert len((await answers.show_answers(session, actor, ShowAnswers())).answers) == 1


async def test_a_search_names_a_profile_and_what_it_says_itself_goes_first(services: Services, actor: Actor) -> None:
    preferences = SearchPreferences(
        titles=["Data Engineer", "Analytics Engineer"], locations=["Zurich", "Bern"], remote=["remote", "hybrid"],
        salary_min=110_000, salary_currency="CHF",
    )  # fmt: skip
    async with transaction(services.sessions) as session:
        await accounts.update_profile(session, actor, ProfileUpdate(salary_min=80_000, salary_currency="EUR"))
        await service.create(session, actor, NewJobProfile(name="Data", preferences=preferences))
        await service.create(session, actor, NewJobProfile(name="Empty"))
        wanted = (await start_search(session, actor, SearchRequest(profile="data"))).wanted
        assert (wanted.words, wanted.location) == ("Data Engineer, Analytics Engineer", "Zurich; Bern")
        assert (wanted.salary_min, wanted.salary_currency, wanted.ways) == (110_000, "CHF", ("remote", "hybrid"))
        own = SearchRequest(profile="Data", words="baker", salary_min=50_000)
        wanted = (await start_search(session, actor, own)).wanted
        assert (wanted.words, wanted.salary_min, wanted.salary_currency) == ("baker", 50_000, None)
        assert (await start_search(session, actor, SearchRequest(words="baker"))).wanted.location is None
        with pytest.raises(ConflictError, match="“Empty” says nothing"):
            await start_search(session, actor, SearchRequest(profile="Empty"))
        with pytest.raises(NotFoundError, match="There are: 1: Data; 2: Empty"):
            await start_search(session, actor, SearchRequest(profile="Gardening"))


async def test_what_depends_on_a_place_is_told_there_and_nowhere_else(services: Services, actor: Actor) -> None:
    job_id = uuid4()

    async def told(session: AsyncSession, place: str | None, key: str = "sponsorship", **extra: Any) -> str | None:
        asked = known(key, "legal", of_place=True, job_place=place, **extra)
        found = (await answers.kept_for(session, actor)).lookup(asked)
        return found.value.text if found is not None else None

    async with transaction(services.sessions) as session:
        profile = await service.get_or_create_default(session, actor)
        await keep(session, actor, profile.id, "Need a visa?", "No", "sponsorship", job_id=job_id, place="Bern, CH")
        await keep(session, actor, profile.id, "Would you move?", "Yes", "relocation", place="Bern, CH")
        assert [await told(session, place) for place in ("CH", "Chur, CH", "Berlin, DE", None)] == [
            "No",
            "No",
            None,
            None,
        ]
        assert await told(session, None, job_id=str(job_id)) == "No", "for the very job it was given for"
        moving = [await told(session, place, "relocation") for place in ("Bern, CH", "Chur, CH")]
        assert moving == ["Yes", None], "it is the town that counts"
        other = (await answers.kept_for(session, actor)).elsewhere(
            known("sponsorship", "legal", job_place="Berlin, DE")
        )
        assert other is not None
        assert other.source.place == "Bern, CH"
        await keep(session, actor, profile.id, "Need a visa?", "Yes", "sponsorship", place="Berlin, DE")
        assert [await told(session, place) for place in ("CH", "DE")] == ["No", "Yes"], "each place keeps its own"
        bare = await answers.set_answer(session, actor, SetAnswer(about="work_authorization", answer="yes"))
        assert bare.answer.source.place is None
        assert "say it with the country" in present_set(bare)
        assert await told(session, "CH", "work_authorization") is None, "nobody knows where it holds"
        named = SetAnswer(about="work_authorization", answer="yes, I am a Swiss citizen")
        assert (await answers.set_answer(session, actor, named)).answer.source.place == "CH"
        found = [await told(session, place, "work_authorization") for place in ("Bern, CH", "Lyon, FR")]
        assert found == ["yes, I am a Swiss citizen", None]
        listed = await answers.show_answers(session, actor, ShowAnswers(about="sponsorship"))
        assert [item.value.text for item in listed.answers] == ["No", "Yes"]


@pytest.mark.parametrize(("location", "place"), [
    ("Bern, Switzerland", "Bern, CH"), ("Switzerland", "CH"), ("Bern, Switzerland; Berlin, Germany", None),
    ("Remote", None), (None, None),
])  # fmt: skip
def test_the_place_of_a_job_is_the_one_that_is_certain(location: str | None, place: str | None) -> None:
    assert job_place(location) == place
