"""The tailoring tools as the model and the command line see them."""

from tools.registry import AnySpec, ToolSpec
from tools.resumes.schemas import NoArguments
from tools.tailoring import presenting, service
from tools.tailoring.dialogue import asking
from tools.tailoring.examples import EXAMPLES
from tools.tailoring.proof_schemas import TailoredProof
from tools.tailoring.schemas import (
    AnswerQuestion,
    OptionalTailored,
    ShowProof,
    TailoredChanges,
    TailoredList,
    TailoredResult,
    TailorResume,
)

TAILOR_RESUME = ToolSpec(
    name="tailor_resume", area="tailoring", effect="write", input=TailorResume, output=TailoredResult,
    examples=EXAMPLES["tailor_resume"], pipeline=service.PIPELINE,
    description="Tailor a resume to one job: a PDF in which every line traces back to that resume.",
    run=service.start_tailoring, present=presenting.present_result,
)  # fmt: skip
LIST_TAILORED = ToolSpec(
    name="list_tailored", area="tailoring", input=NoArguments, output=TailoredList, examples=EXAMPLES["list_tailored"],
    description="List the tailored resumes.", run=service.list_tailored, present=presenting.present_list,
)  # fmt: skip
SHOW_CHANGES = ToolSpec(
    name="show_changes", area="tailoring", input=OptionalTailored, output=TailoredChanges,
    examples=EXAMPLES["show_changes"], description="Show what tailoring changed in a resume, and why.",
    run=service.changes_of, present=presenting.present_changes,
)  # fmt: skip
SHOW_PROOF = ToolSpec(
    name="show_proof", area="tailoring", input=ShowProof, output=TailoredProof, examples=EXAMPLES["show_proof"],
    description="Show where the lines of a tailored resume come from, one line or all.",
    run=service.show_proof, present=presenting.present_proof,
)  # fmt: skip

ANSWER_QUESTION = ToolSpec(
    name="answer_question", area="tailoring", effect="write", own_words=("answer",),
    input=AnswerQuestion, output=TailoredResult,
    examples=EXAMPLES["answer_question"], pipeline=service.PIPELINE,
    description="Hand in the person's answer, in their own words, to what a tailored resume asks.",
    run=asking.answer_question, present=presenting.present_result,
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (ANSWER_QUESTION, TAILOR_RESUME, LIST_TAILORED, SHOW_CHANGES, SHOW_PROOF)
