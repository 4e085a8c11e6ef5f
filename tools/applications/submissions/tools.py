"""The tool that applies, as the model and the command line see it."""

from tools.applications.submissions import presenting, service
from tools.applications.submissions.examples import EXAMPLES
from tools.applications.submissions.schemas import ApplyToJob, SubmissionResult
from tools.registry import AnySpec, ToolSpec

APPLY_TO_JOB = ToolSpec(
    name="apply_to_job", area="jobs", effect="write", input=ApplyToJob, output=SubmissionResult,
    examples=EXAMPLES["apply_to_job"], pipeline=service.PIPELINE,
    description="Fill in the application form of a job, show what would be sent, and submit it once after a yes.",
    run=service.begin, present=presenting.present_result,
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (APPLY_TO_JOB,)
