"""The tools for preparing as the model and the command line see them."""

from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from tools.applications.preparing import presenting, service, telling
from tools.applications.preparing.examples import EXAMPLES
from tools.applications.preparing.schemas import PreparationView, PrepareJob, ShowPreparation, TellStoryOf
from tools.registry import AnySpec, ToolSpec

PREPARE_JOB = ToolSpec(
    name="prepare_job", area="jobs", effect="write", input=PrepareJob, output=PreparationView,
    examples=EXAMPLES["prepare_job"], pipeline=service.PIPELINE,
    description="Get the person ready for a job and its interviews: look at the application form, hold requirements "
    "against the resume, stories, likely questions, what to ask, the employer, red flags; a letter if one is wanted.",
    run=service.begin_preparation, present=presenting.present_preparation,
)  # fmt: skip
SHOW_PREPARATION = ToolSpec(
    name="show_preparation", area="jobs", input=ShowPreparation, output=PreparationView,
    examples=EXAMPLES["show_preparation"],
    description="Show what was prepared for a job, or a part: what they will ask, what to ask them, stories, red "
    "flags, the employer.",
    run=service.show_preparation, present=presenting.present_preparation,
)  # fmt: skip


async def _tell(session: AsyncSession, actor: Actor, data: TellStoryOf) -> PreparationView:
    found = await service.show_preparation(session, actor, ShowPreparation(job=data.job))
    told = await telling.tell(session, actor, found.job_id, data)
    return told.model_copy(update={"part": "stories"})


TELL_STORY = ToolSpec(
    name="tell_story", area="jobs", effect="write", own_words=("text",), input=TellStoryOf, output=PreparationView,
    examples=EXAMPLES["tell_story"],
    description="Complete a story of the preparation: what the person says of its situation, task, action or result. "
    "It becomes a fact of the resume.",
    run=_tell, present=presenting.present_preparation,
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (PREPARE_JOB, SHOW_PREPARATION, TELL_STORY)
