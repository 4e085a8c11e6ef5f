"""Job profiles over REST: what is looked for, how the person is reached, and the answers that forms ask for."""

from uuid import UUID

from api.deps import ActorDep, PageDep, SessionDep, make_router
from store.pagination import Page
from tools.job_profiles import answers, service
from tools.job_profiles.schemas import Answer, AnswerValue, GivenAnswer, JobProfile, JobProfileChanges, NewJobProfile

router = make_router("job-profiles", prefix="/job-profiles")


@router.get("", summary="List the job profiles")
async def list_profiles(session: SessionDep, actor: ActorDep, page: PageDep) -> Page[JobProfile]:
    """The newest first, each with its answers."""
    return await service.list_page(session, actor, page)


@router.post("", status_code=201, summary="Make a job profile")
async def create_profile(session: SessionDep, actor: ActorDep, data: NewJobProfile) -> JobProfile:
    """The first one is the default; another is made so by `is_default` or later. Undo takes it away."""
    return await service.create(session, actor, data)


@router.get("/default", summary="The default job profile")
async def default_profile(session: SessionDep, actor: ActorDep) -> JobProfile:
    """Made on first use, with the contact fields that the account and the primary resume hold."""
    return await service.get_or_create_default(session, actor)


@router.get("/{profile_id}", summary="One job profile")
async def get_profile(session: SessionDep, actor: ActorDep, profile_id: UUID) -> JobProfile:
    """Its preferences, contact fields and answers, each with where it is from."""
    return await service.get(session, actor, profile_id)


@router.patch("/{profile_id}", summary="Change a job profile")
async def change_profile(session: SessionDep, actor: ActorDep, profile_id: UUID, data: JobProfileChanges) -> JobProfile:
    """What is left out stays, null empties it. Undo takes it back."""
    return await service.update(session, actor, profile_id, data)


@router.delete("/{profile_id}", status_code=204, summary="Delete a job profile")
async def delete_profile(session: SessionDep, actor: ActorDep, profile_id: UUID) -> None:
    """With its answers; undo brings it back. The default one, and the only one, are refused with what to do."""
    await service.delete(session, actor, profile_id)


@router.post("/{profile_id}/set-default", summary="Make it the default job profile")
async def set_default(session: SessionDep, actor: ActorDep, profile_id: UUID) -> JobProfile:
    """Letters and forms use it when no other is named; there is exactly one."""
    return await service.set_default(session, actor, profile_id)


@router.get("/{profile_id}/answers", summary="What forms are told")
async def list_answers(session: SessionDep, actor: ActorDep, profile_id: UUID) -> Page[Answer]:
    """Every answer of the profile, oldest first, with where it is from."""
    found = await answers.list_of(session, actor, profile_id)
    return Page(items=found, next_cursor=None, total=len(found))


@router.put("/{profile_id}/answers", summary="Answer a question of forms")
async def put_answer(session: SessionDep, actor: ActorDep, profile_id: UUID, data: GivenAnswer) -> Answer:
    """By a known question's key or the question's words; an answer that is there is overwritten. Undo takes it back."""
    return await answers.give(session, actor, profile_id, data)


@router.get("/{profile_id}/answers/{answer_id}", summary="One answer")
async def get_answer(session: SessionDep, actor: ActorDep, profile_id: UUID, answer_id: UUID) -> Answer:
    """The question as it was asked, the answer, and where it is from."""
    return await answers.get(session, actor, profile_id, answer_id)


@router.put("/{profile_id}/answers/{answer_id}", summary="Change an answer")
async def change_answer(
    session: SessionDep, actor: ActorDep, profile_id: UUID, answer_id: UUID, data: AnswerValue
) -> Answer:
    """Where it was asked stays known. Undo takes it back."""
    return await answers.change(session, actor, profile_id, answer_id, data)


@router.delete("/{profile_id}/answers/{answer_id}", status_code=204, summary="Forget an answer")
async def forget_answer(session: SessionDep, actor: ActorDep, profile_id: UUID, answer_id: UUID) -> None:
    """Forms ask again; undo brings it back."""
    await answers.forget(session, actor, profile_id, answer_id)
