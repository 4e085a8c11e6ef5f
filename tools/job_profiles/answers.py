"""The answers to what forms keep asking: asked once, kept with where they came from, changed and forgotten.

Answers of legal, salary, equal-opportunity and consent questions are the person's own words or nothing. Every function
works in the caller's session and never commits; each change can be undone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import job_profiles as store
from store.actors import Actor
from store.errors import NotFoundError, ValidationError
from tools.job_profiles import service
from tools.job_profiles.alike import key_of, same_question
from tools.job_profiles.places import PLACED, country_in, holds_at, job_place, place_in, scope_of
from tools.job_profiles.questions import CATEGORIES, WORDED, is_of_one_employer, question_called
from tools.job_profiles.schemas import (
    Answer,
    AnswerCategory,
    AnswerChange,
    AnswerList,
    AnswerSource,
    AnswerValue,
    ForgetAnswer,
    GivenAnswer,
    KnownAs,
    SetAnswer,
    ShowAnswers,
)

GUESSED_NEVER: frozenset[AnswerCategory] = frozenset({"legal", "salary", "equal_opportunity", "consent"})


@dataclass(frozen=True)
class Kept:
    """The answers that may be given for a profile: its own, then the default profile's, read once for a whole form."""

    by_profile: Sequence[Sequence[Answer]]

    def lookup(self, known: KnownAs) -> Answer | None:
        """The answer to a form's question; None while it was not asked. Pure.

        A question that is no known one is found again in other words, too (`same_question`). What holds for one
        employer only is answered where `known.extra["job_id"]` is the job that it was asked for; what depends on a
        place, there and where it was given for `known.extra["job_place"]`.
        """
        return next((one for one in self._answers_to(known) if _holds_for(one, known)), None)

    def elsewhere(self, known: KnownAs) -> Answer | None:
        """The answer that was given to the same question for another place, or for one that nobody knows. Pure."""
        found = self._answers_to(known) if _is_placed(known) else ()
        return next((one for one in found if not _holds_for(one, known)), None)

    def _answers_to(self, known: KnownAs) -> Iterator[Answer]:
        for own in self.by_profile:
            same = [one for one in own if one.key == known.key]
            if not same and not known.is_known:
                same = [one for one in own if _is_the_same(one, known)]
            yield from same


async def kept_for(session: AsyncSession, actor: Actor, profile_id: UUID | None = None) -> Kept:
    """What a form may be told for a profile, the default one without. NotFoundError for one that is not there."""
    default = await service.default_row(session, actor)
    if profile_id is not None:
        await store.get(session, actor, profile_id)
    order = list(dict.fromkeys((profile_id or default.id, default.id)))
    rows = [Answer.model_validate(row) for row in await store.answers(session, actor, order)]
    return Kept([[row for row in rows if row.profile_id == owner] for owner in order])


def _is_the_same(row: Answer, known: KnownAs) -> bool:
    asked = str(known.extra.get("question") or known.key)
    return row.key not in CATEGORIES and row.category == known.category and same_question(row.question, asked)


def _is_placed(known: KnownAs) -> bool:
    return bool(known.extra.get("of_place")) or known.key in PLACED


def _holds_for(row: Answer, known: KnownAs) -> bool:
    job = known.extra.get("job_id")
    same_job = job is not None and str(job) == str(row.source.job_id)
    if is_of_one_employer(row.key, row.question) and not same_job:
        return False
    return not _is_placed(known) or same_job or holds_at(row.key, row.source.place, known.extra.get("job_place"))


async def remember(
    session: AsyncSession,
    actor: Actor,
    profile_id: UUID,
    *,
    key: str,
    question: str,
    category: AnswerCategory,
    value: AnswerValue,
    source: AnswerSource,
) -> Answer:
    """Keep an answer in a profile, over the one that was there to the same question; undo takes it back."""
    profile = await store.get(session, actor, profile_id)
    place = scope_of(key, source.place)
    before = _before(await store.answers(session, actor, [profile.id]), key, place, question)
    old = _row(before) if before is not None else None
    kept = await store.put_answer(
        session, actor, profile.id, before.key if before is not None else key, place, question=question,
        category=category, value=value.model_dump(mode="json", exclude_none=True),
        source=source.model_dump(mode="json", exclude_none=True),
    )  # fmt: skip
    inverse = {"operation": "answers.put", "row": old} if old else {"operation": "answers.remove", "id": str(kept.id)}
    await events.record(
        session, actor, kind="answer_set", subject="answer", subject_id=kept.id, data={"title": f"“{question}”"},
        inverse=inverse,
    )  # fmt: skip
    return Answer.model_validate(kept)


def _before(own: Sequence[store.ProfileAnswer], key: str, place: str, question: str) -> store.ProfileAnswer | None:
    """The answer that a new one takes the place of: to this question, in whatever words, for this place."""
    here = [row for row in own if row.place == place]
    if (found := next((row for row in here if row.key == key), None)) is not None or key in CATEGORIES:
        return found
    return next((row for row in here if row.key not in CATEGORIES and same_question(row.question, question)), None)


async def give(session: AsyncSession, actor: Actor, profile_id: UUID, data: GivenAnswer) -> Answer:
    """Keep an answer that the person gives, to a known question or to one in words."""
    known = data.key or (question_called(data.question or "") if data.category is None else None)
    category: AnswerCategory = data.category or (CATEGORIES[known] if known else "other")
    question = data.question or (WORDED[known] if known else "")
    key = known or key_of(question)
    place = _place_of(data, key, question)
    return await remember(
        session, actor, profile_id, key=key, question=question, category=category,
        value=data.value, source=AnswerSource(kind="person", words=in_words(data.value), place=place),
    )  # fmt: skip


def _place_of(data: GivenAnswer, key: str, question: str) -> str | None:
    """The place for which a person's answer holds, where it depends on one: as they say, or as their words name it."""
    if key not in PLACED:
        return None
    said = (question, in_words(data.value))
    named = (country_in(words) or job_place(place_in(words)) for words in said)
    return job_place(data.place) or next((one for one in named if one is not None), None)


async def change(session: AsyncSession, actor: Actor, profile_id: UUID, answer_id: UUID, value: AnswerValue) -> Answer:
    """Answer a question anew, in the person's words; where it was asked stays known."""
    row = await _of_profile(session, actor, profile_id, answer_id)
    held = AnswerSource.model_validate(row.source)
    source = AnswerSource(kind="person", words=in_words(value), url=held.url, job_id=held.job_id, place=held.place)
    return await remember(
        session, actor, profile_id, key=row.key, question=row.question,
        category=Answer.model_validate(row).category, value=value, source=source,
    )  # fmt: skip


async def get(session: AsyncSession, actor: Actor, profile_id: UUID, answer_id: UUID) -> Answer:
    """One answer of a profile, else NotFoundError."""
    return Answer.model_validate(await _of_profile(session, actor, profile_id, answer_id))


async def list_of(session: AsyncSession, actor: Actor, profile_id: UUID) -> list[Answer]:
    """The answers of a profile, oldest first; NotFoundError where there is no such profile."""
    profile = await store.get(session, actor, profile_id)
    return [Answer.model_validate(row) for row in await store.answers(session, actor, [profile.id])]


async def forget(session: AsyncSession, actor: Actor, profile_id: UUID, answer_id: UUID) -> Answer:
    """Forget an answer, so that forms ask again; undo brings it back."""
    row = await _of_profile(session, actor, profile_id, answer_id)
    gone = Answer.model_validate(row)
    old = _row(row)
    await store.remove_answer(session, actor, row.id)
    await events.record(
        session, actor, kind="answer_forgotten", subject="answer", subject_id=gone.id,
        data={"title": f"“{gone.question}”"}, inverse={"operation": "answers.put", "row": old},
    )  # fmt: skip
    return gone


async def set_answer(session: AsyncSession, actor: Actor, data: SetAnswer) -> AnswerChange:
    """Keep what the person says that forms shall be told. Raises ValidationError `NOT_ASKED` without a question."""
    profile = await service.find_profile(session, actor, data.profile)
    about = data.about or question_called(data.question or "")
    if about is None and not data.question:
        raise ValidationError("Say which question of forms this answers: notice period, salary, …", code="NOT_ASKED")
    key = about or key_of(data.question or "")
    given = GivenAnswer(
        key=about, question=data.question, value=AnswerValue(text=data.answer), category=None if about else "other",
    )  # fmt: skip
    at = (key, scope_of(key, _place_of(given, key, data.question or "")))
    own = await store.answers(session, actor, [profile.id])
    before = next((AnswerValue.model_validate(row.value) for row in own if (row.key, row.place) == at), None)
    return AnswerChange(answer=await give(session, actor, profile.id, given), before=before, profile=profile.name)


async def show_answers(session: AsyncSession, actor: Actor, data: ShowAnswers) -> AnswerList:
    """What forms are told, all of it or about one question."""
    profile = await service.find_profile(session, actor, data.profile)
    rows = await store.answers(session, actor, [profile.id])
    found = named(rows, data.about) if data.about else rows
    names = [row.name for row in await store.every(session, actor)]
    shown = [Answer.model_validate(row) for row in found]
    return AnswerList(profile=profile.name, about=data.about, answers=shown, profiles=names)


async def forget_answer(session: AsyncSession, actor: Actor, data: ForgetAnswer) -> AnswerChange:
    """Forget what forms are told about one question. Raises NotFoundError naming the answers there are."""
    profile = await service.find_profile(session, actor, data.profile)
    rows = await store.answers(session, actor, [profile.id])
    found = named(rows, data.about)
    if len(found) != 1:
        known = "; ".join(row.question for row in (found or rows)[:20]) or "none"
        raise NotFoundError(
            f"{'Several answers are' if found else 'No answer is'} about “{data.about}”. There are: {known}.",
            code="NO_ANSWER",
        )
    gone = await forget(session, actor, profile.id, found[0].id)
    return AnswerChange(answer=gone, before=gone.value, profile=profile.name)


def named(rows: Sequence[store.ProfileAnswer], about: str) -> list[store.ProfileAnswer]:
    """The answers that words are about: by the known question they name, else by words of the question. Pure."""
    called = question_called(about)
    found = [row for row in rows if row.key in {called, about}]
    return found or [row for row in rows if about.casefold() in row.question.casefold()]


def in_words(value: AnswerValue) -> str:
    """A value as a person would say it."""
    if value.options is not None:
        return ", ".join(value.options)
    if value.checked is not None:
        return "yes" if value.checked else "no"
    return value.date.isoformat() if value.date is not None else value.text or ""


async def put_back(session: AsyncSession, actor: Actor, inverse: Mapping[str, Any]) -> None:
    """Take back that an answer was changed or forgotten."""
    row = inverse["row"]
    profile = await store.get(session, actor, UUID(row["profile_id"]))
    await store.put_answer(
        session, actor, profile.id, row["key"], row["place"], answer_id=UUID(row["id"]), question=row["question"],
        category=row["category"], value=row["value"], source=row["source"],
        created_at=datetime.fromisoformat(row["created_at"]),
    )  # fmt: skip


def _row(row: store.ProfileAnswer) -> dict[str, Any]:
    columns = ("id", "profile_id", "key", "place", "question", "category", "value", "source")
    held = {name: getattr(row, name) for name in columns}
    ids = {name: str(held[name]) for name in ("id", "profile_id")}
    return {**held, **ids, "created_at": row.created_at.isoformat()}


async def _of_profile(session: AsyncSession, actor: Actor, profile_id: UUID, answer_id: UUID) -> store.ProfileAnswer:
    row = await store.answer(session, actor, answer_id)
    if row.profile_id != profile_id:
        raise NotFoundError("There is no such answer.")
    return row
