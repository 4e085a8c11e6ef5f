"""The tools for applications as the model and the command line see them."""

from tools.applications import presenting, talking
from tools.applications.examples import EXAMPLES
from tools.applications.schemas import BulkOutcome
from tools.applications.talk_schemas import ApplicationList, ListApplications, MoveApplications, ShownApplication
from tools.jobs.schemas import JobReference, Removed
from tools.registry import AnySpec, ToolSpec

LIST_APPLICATIONS = ToolSpec(
    name="list_applications", area="jobs", input=ListApplications, output=ApplicationList,
    examples=EXAMPLES["list_applications"],
    description="List the applications, the board by stage, optionally by stage, employer, words, or for how long "
    "nothing has moved.",
    run=talking.list_applications, present=presenting.present_applications,
)  # fmt: skip
SHOW_APPLICATION = ToolSpec(
    name="show_application", area="jobs", input=JobReference, output=ShownApplication,
    examples=EXAMPLES["show_application"],
    description="Show one application: its stage, what went out, and all that happened to it.",
    run=talking.show_application, present=presenting.present_application,
)  # fmt: skip
MOVE_APPLICATIONS = ToolSpec(
    name="move_applications", area="jobs", effect="write", destructive=True, input=MoveApplications,
    output=BulkOutcome, examples=EXAMPLES["move_applications"],
    description="Move several applications at once, chosen by stage, employer or age. The list is shown and a yes "
    "asked for first.",
    question=talking.moving_question, run=talking.move_applications, present=presenting.present_moved,
)  # fmt: skip
DELETE_APPLICATION = ToolSpec(
    name="delete_application", area="jobs", effect="write", destructive=True, input=JobReference, output=Removed,
    examples=EXAMPLES["delete_application"],
    description="Delete one application; its job stays on the list. A yes is asked for first.",
    question=talking.deletion_question, run=talking.delete_application, present=presenting.present_deleted,
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (LIST_APPLICATIONS, SHOW_APPLICATION, MOVE_APPLICATIONS, DELETE_APPLICATION)
