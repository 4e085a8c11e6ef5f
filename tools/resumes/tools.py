"""The resume tools as the model and the command line see them."""

from tools.registry import AnySpec, ToolSpec
from tools.resumes import (
    correcting,
    history_presenting,
    ingesting,
    presenting,
    primary,
    record,
    service,
    showing,
    versions,
)
from tools.resumes.check_schemas import ResumeCheck
from tools.resumes.examples import EXAMPLES
from tools.resumes.fact_schemas import FactList, ShowFacts
from tools.resumes.record_schemas import MergeResumes
from tools.resumes.schemas import (
    AddResume,
    CompareResumes,
    NoArguments,
    OptionalResume,
    RemovedResume,
    Resume,
    ResumeComparison,
    ResumeList,
    ResumeReference,
    ResumeSummary,
    ResumeUpload,
)
from tools.resumes.spoken_schemas import CorrectedFact, CorrectFact
from tools.resumes.upload_schemas import IngestResume, UploadStatus
from tools.resumes.version_schemas import ResumeAtVersion, ResumeVersions

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

INGEST_RESUME = ToolSpec(
    name="ingest_resume", area="resumes", effect="write", input=IngestResume, output=UploadStatus,
    examples=EXAMPLES["ingest_resume"], pipeline="resume_ingest", run=ingesting.start_ingest,
    description="Read a stored resume's file again, for one that could not be read or with today's reader.",
    present=presenting.present_upload,
)  # fmt: skip
SHOW_FACTS = ToolSpec(
    name="show_facts", area="resumes", input=ShowFacts, output=FactList, examples=EXAMPLES["show_facts"],
    description="Show facts of a resume beside the words of the file they were read from: where does this come from?",
    run=showing.show_facts, present=history_presenting.present_facts,
)  # fmt: skip
SHOW_RESUME_VERSIONS = ToolSpec(
    name="show_resume_versions", area="resumes", input=OptionalResume, output=ResumeVersions,
    examples=EXAMPLES["show_resume_versions"], description="Show the earlier versions of a resume.",
    run=versions.show_versions, present=history_presenting.present_versions,
)  # fmt: skip
RESTORE_RESUME_VERSION = ToolSpec(
    name="restore_resume_version", area="resumes", effect="write", input=ResumeAtVersion, output=Resume,
    examples=EXAMPLES["restore_resume_version"], description="Put an earlier version of a resume back.",
    run=versions.restore_version, present=history_presenting.present_restored,
)  # fmt: skip

MERGE_RESUMES = ToolSpec(
    name="merge_resumes", area="resumes", effect="write", input=MergeResumes, output=Resume,
    examples=EXAMPLES["merge_resumes"], gather=record.gather_merge, run=record.merge_resumes,
    description="Merge resumes into one career record, or bring the record up to date; says what they disagree on.",
    present=history_presenting.present_record,
)  # fmt: skip

CORRECT_FACT = ToolSpec(
    name="correct_fact", area="resumes", effect="write", own_words=("value",),
    input=CorrectFact, output=CorrectedFact,
    examples=EXAMPLES["correct_fact"], run=correcting.correct_as_said, present=history_presenting.present_corrected,
    description="Set right, add, remove or move a fact of a resume as the person says it; undo takes it back.",
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (
    ADD_RESUME, LIST_RESUMES, SHOW_RESUME, CHECK_RESUME, COMPARE_RESUMES, SET_PRIMARY_RESUME, DELETE_RESUME,
    INGEST_RESUME, SHOW_FACTS, SHOW_RESUME_VERSIONS, RESTORE_RESUME_VERSION,
    MERGE_RESUMES, CORRECT_FACT,
)  # fmt: skip
