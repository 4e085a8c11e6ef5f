"""What a resume suggests for the profile, and putting it there. Functions of a session never commit."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import resumes as store
from store.actors import Actor
from store.errors import ValidationError
from tools.accounts import service as accounts
from tools.accounts.schemas import ExperienceLevel, ProfileRead, ProfileUpdate
from tools.context import utc_now
from tools.jobs.matching.profile import read_profile
from tools.jobs.matching.seniority import held_level, title_level
from tools.jobs.service import match_all
from tools.resumes import service
from tools.resumes.schemas import ResumeFact
from tools.resumes.upload_schemas import ApplySuggestions, ProfileSuggestions
from tools.skills import canonical

_LEVELS: dict[float, ExperienceLevel] = {
    0: "intern", 1: "junior", 2: "mid", 3: "senior", 4: "lead", 5: "principal", 6: "director", 7: "executive",
}  # fmt: skip
_NAMED: tuple[tuple[str, ExperienceLevel], ...] = (("staff", "staff"), ("manager", "manager"))


def suggestions(facts: Sequence[ResumeFact], profile: ProfileRead, today: date) -> ProfileSuggestions:
    """What the facts say that the profile does not: skills, languages, place, level. Pure."""
    details = [fact.detail for fact in facts]
    worked = read_profile(facts, today)
    years = worked.experience() / 12
    return ProfileSuggestions(
        skills=_new([d.canonical or d.name for d in details if d.kind == "skill"], profile.skills),
        languages=_new([d.name for d in details if d.kind == "language"], profile.languages),
        locations=_new(
            [d.value for d in details if d.kind == "contact" and d.field == "location"], profile.preferred_locations
        ),
        experience_level=None if profile.experience_level else level_of(facts, held_level(worked)),
        years_experience=round(years, 1) if years else None,
    )


def level_of(facts: Sequence[ResumeFact], held: float | None) -> ExperienceLevel | None:
    """The level's name; staff and managers stand on a level with leads and are told by their title. Pure."""
    if held is None:
        return None
    titles = [fact.detail.title for fact in facts if fact.detail.kind == "position"]
    for title in titles[:2]:
        for word, level in _NAMED:
            if held == 4 and title_level(title) == held and word in title.casefold().split():
                return level
    return _LEVELS.get(held)


def _new(found: Sequence[str], known: Sequence[str]) -> list[str]:
    taken = {_key(name) for name in known}
    return [name for key, name in {_key(name): name for name in reversed(found)}.items() if key not in taken][::-1]


def _key(name: str) -> str:
    return " ".join((canonical(name) or name).casefold().split())


async def suggestions_for(session: AsyncSession, actor: Actor, resume_id: UUID) -> ProfileSuggestions:
    """What this resume suggests for the actor's profile as it is now."""
    facts = await service.stored_facts(session, actor, resume_id)
    return suggestions(facts, await accounts.profile(session, actor), utc_now().date())


async def apply(session: AsyncSession, actor: Actor, resume_id: UUID, chosen: ApplySuggestions) -> ProfileRead:
    """Put the chosen suggestions into the profile; undo takes them out again.

    Raises ValidationError `NOT_SUGGESTED` for what the resume does not suggest, `NOTHING_CHOSEN` for no choice.
    """
    service.check_was_read(await store.get(session, actor, resume_id))
    offered = await suggestions_for(session, actor, resume_id)
    before = await accounts.profile(session, actor)
    values = {
        "skills": _chosen(chosen.skills, offered.skills, before.skills),
        "languages": _chosen(chosen.languages, offered.languages, before.languages),
        "preferred_locations": _chosen(chosen.locations, offered.locations, before.preferred_locations),
        "experience_level": offered.experience_level if chosen.experience_level else None,
    }
    kept = {name: value for name, value in values.items() if value is not None}
    if not kept:
        raise ValidationError("Choose at least one of the suggestions.", code="NOTHING_CHOSEN")
    after = await accounts.update_profile(session, actor, ProfileUpdate.model_validate(kept))
    said = [*chosen.skills, *chosen.languages, *chosen.locations]
    said += [str(offered.experience_level)] if "experience_level" in kept else []
    await events.record(
        session, actor, kind="suggestions_applied", subject="profile", subject_id=actor.user_id,
        data={"title": ", ".join(said)},
        inverse={"operation": "profile.set_values", "values": before.model_dump(mode="json", include=set(kept))},
    )  # fmt: skip
    await match_all(session, actor)
    return after


def _chosen(wanted: Sequence[str], offered: Sequence[str], held: Sequence[str]) -> list[str] | None:
    if strange := [name for name in wanted if name not in offered]:
        choices = ", ".join(offered) or "none"
        raise ValidationError(
            f"The resume does not suggest {', '.join(strange)}. Its suggestions: {choices}.", code="NOT_SUGGESTED"
        )
    return [*held, *wanted] if wanted else None
