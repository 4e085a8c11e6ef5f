"""The resume tools as the model and the command line see them."""

from tools.registry import AnySpec, ToolSpec
from tools.resumes import presenting, primary, service
from tools.resumes.examples import EXAMPLES
from tools.resumes.schemas import (
    AddResume,
    CompareResumes,
    NoArguments,
    OptionalResume,
    RemovedResume,
    Resume,
    ResumeCheck,
    ResumeComparison,
    ResumeList,
    ResumeReference,
    ResumeSummary,
    ResumeUpload,
)

UPLOAD_RESUME = ToolSpec(
    name="upload_resume", area="resumes", effect="write", input=ResumeUpload, output=Resume,
    description="Read an uploaded resume file and save it with its facts.",
    gather=service.gather_upload, run=primary.save_resume, present=presenting.present_saved,
)  # fmt: skip
ADD_RESUME = ToolSpec(
    name="add_resume", area="resumes", effect="write", input=AddResume, output=Resume, examples=EXAMPLES["add_resume"],
    description="Save a resume that was pasted as text into the conversation.",
    gather=service.gather_text, run=primary.save_resume, present=presenting.present_saved,
)  # fmt: skip
LIST_RESUMES = ToolSpec(
    name="list_resumes", area="resumes", input=NoArguments, output=ResumeList, examples=EXAMPLES["list_resumes"],
    description="List the resumes.", run=service.list_resumes, present=presenting.present_resumes,
)  # fmt: skip
SHOW_RESUME = ToolSpec(
    name="show_resume", area="resumes", input=OptionalResume, output=Resume, examples=EXAMPLES["show_resume"],
    description="Show what was read from a resume: positions, education, skills.",
    run=service.show_resume, present=presenting.present_resume,
)  # fmt: skip
CHECK_RESUME = ToolSpec(
    name="check_resume", area="resumes", input=OptionalResume, output=ResumeCheck, examples=EXAMPLES["check_resume"],
    description="Check a resume for date gaps, missing contact, lines without amounts, repeated verbs and length.",
    run=service.check_resume, present=presenting.present_check,
)  # fmt: skip
COMPARE_RESUMES = ToolSpec(
    name="compare_resumes", area="resumes", input=CompareResumes, output=ResumeComparison,
    examples=EXAMPLES["compare_resumes"], description="Show what one resume says that another does not.",
    run=service.compare_resumes, present=presenting.present_differences,
)  # fmt: skip
SET_PRIMARY_RESUME = ToolSpec(
    name="set_primary_resume", area="resumes", effect="write", input=ResumeReference, output=ResumeSummary,
    examples=EXAMPLES["set_primary_resume"], description="Make a resume the primary one that jobs are matched with.",
    run=primary.set_primary_resume, present=presenting.present_primary,
)  # fmt: skip
DELETE_RESUME = ToolSpec(
    name="delete_resume", area="resumes", effect="write", destructive=True, input=ResumeReference, output=RemovedResume,
    examples=EXAMPLES["delete_resume"], description="Erase a resume for good. A yes is asked for first.",
    question=primary.deletion_question, run=primary.delete_resume, present=presenting.present_removed,
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (
    ADD_RESUME, LIST_RESUMES, SHOW_RESUME, CHECK_RESUME, COMPARE_RESUMES, SET_PRIMARY_RESUME, DELETE_RESUME,
)  # fmt: skip
