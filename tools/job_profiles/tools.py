"""The tools for what forms are told, as the model and the command line see them."""

from tools.job_profiles import answers, presenting
from tools.job_profiles.examples import EXAMPLES
from tools.job_profiles.schemas import AnswerChange, AnswerList, ForgetAnswer, SetAnswer, ShowAnswers
from tools.registry import AnySpec, ToolSpec

SET_ANSWER = ToolSpec(
    name="set_answer", area="jobs", effect="write", input=SetAnswer, output=AnswerChange,
    examples=EXAMPLES["set_answer"], own_words=("answer",),
    description="Keep what application forms are told of the person (notice period, work permit, salary expectation, "
    "start date, links …), in their own words. A least pay or a place for searches is a wish, not an answer.",
    run=answers.set_answer, present=presenting.present_set,
)  # fmt: skip
SHOW_ANSWERS = ToolSpec(
    name="show_answers", area="jobs", input=ShowAnswers, output=AnswerList, examples=EXAMPLES["show_answers"],
    description="Show what application forms are told of the person, and where each answer is from.",
    run=answers.show_answers, present=presenting.present_answers,
)  # fmt: skip
FORGET_ANSWER = ToolSpec(
    name="forget_answer", area="jobs", effect="write", input=ForgetAnswer, output=AnswerChange,
    examples=EXAMPLES["forget_answer"],
    description="Forget what application forms are told about one question, so that it is asked again.",
    run=answers.forget_answer, present=presenting.present_forgotten,
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (SET_ANSWER, SHOW_ANSWERS, FORGET_ANSWER)
