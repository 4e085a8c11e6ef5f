"""The tools that change a tailored resume, and those for its versions, as the model and the command line see them."""

from tools.registry import AnySpec, ToolSpec
from tools.tailoring.revision import history, revising, steps, uses
from tools.tailoring.revision import presenting_changes as presenting
from tools.tailoring.revision.editing_schemas import (
    AcceptLine,
    AddLine,
    EditLine,
    LineCost,
    MoveLine,
    OrderSections,
    RejectLine,
    Revision,
    ShowLineCost,
    SteerTailoring,
)
from tools.tailoring.revision.examples_editing import EXAMPLES
from tools.tailoring.revision.version_schemas import (
    CompareVersions,
    DocumentComparison,
    DocumentUse,
    DocumentUses,
    ListUses,
    ListVersions,
    RecordUse,
    RestoredVersion,
    RestoreVersion,
    TailoredVersionList,
)

STEER_TAILORING = ToolSpec(
    name="steer_tailoring", area="tailoring", effect="write", input=SteerTailoring, output=Revision,
    examples=EXAMPLES["steer_tailoring"], gather=steps.steering, run=revising.keep, present=presenting.present_revision,
    description="Make a tailored resume shorter, longer or different: what to bring forward, play down, take out, "
    "bring back, how many pages, which template or paper.",
)  # fmt: skip
REJECT_LINE = ToolSpec(
    name="reject_line", area="tailoring", effect="write", input=RejectLine, output=Revision,
    examples=EXAMPLES["reject_line"], gather=steps.rejected, run=revising.keep, present=presenting.present_revision,
    description="Reject one line of a tailored resume: a reworded one goes back to the person's own words, any other "
    "is taken out.",
)  # fmt: skip
ACCEPT_LINE = ToolSpec(
    name="accept_line", area="tailoring", effect="write", input=AcceptLine, output=Revision,
    examples=EXAMPLES["accept_line"], gather=steps.accepted, run=revising.keep, present=presenting.present_revision,
    description="Accept one line of a tailored resume, so that it stays as it reads through later changes.",
)  # fmt: skip
ADD_LINE = ToolSpec(
    name="add_line", area="tailoring", effect="write", input=AddLine, output=Revision,
    examples=EXAMPLES["add_line"], gather=steps.put_back, run=revising.keep, present=presenting.present_revision,
    description="Put a fact that was left out of a tailored resume back in.",
)  # fmt: skip
MOVE_LINE = ToolSpec(
    name="move_line", area="tailoring", effect="write", input=MoveLine, output=Revision,
    examples=EXAMPLES["move_line"], gather=steps.moved, run=revising.keep, present=presenting.present_revision,
    description="Move one line of a tailored resume up or down among its neighbours.",
)  # fmt: skip
EDIT_LINE = ToolSpec(
    name="edit_line", area="tailoring", effect="write", own_words=("text",),
    input=EditLine, output=Revision,
    examples=EXAMPLES["edit_line"], gather=steps.worded, run=revising.keep, present=presenting.present_revision,
    description="Put one line of a tailored resume in the person's own words.",
)  # fmt: skip
ORDER_SECTIONS = ToolSpec(
    name="order_sections", area="tailoring", effect="write", input=OrderSections, output=Revision,
    examples=EXAMPLES["order_sections"], gather=steps.ordered, run=revising.keep, present=presenting.present_revision,
    description="Put the sections of a tailored resume in another order.",
)  # fmt: skip
SHOW_LINE_COST = ToolSpec(
    name="show_line_cost", area="tailoring", input=ShowLineCost, output=LineCost, examples=EXAMPLES["show_line_cost"],
    description="Show what taking a line out of a tailored resume, or putting one back, would cost.",
    gather=steps.cost, run=steps.as_worked_out, present=presenting.present_cost,
)  # fmt: skip
LIST_VERSIONS = ToolSpec(
    name="list_versions", area="tailoring", input=ListVersions, output=TailoredVersionList,
    examples=EXAMPLES["list_versions"], description="List the versions of a tailored resume.",
    run=history.list_versions, present=presenting.present_versions,
)  # fmt: skip
COMPARE_VERSIONS = ToolSpec(
    name="compare_versions", area="tailoring", input=CompareVersions, output=DocumentComparison,
    examples=EXAMPLES["compare_versions"], run=history.compare_versions, present=presenting.present_comparison,
    description="Compare two versions of a tailored resume, or two tailored resumes, line by line.",
)  # fmt: skip
RESTORE_VERSION = ToolSpec(
    name="restore_version", area="tailoring", effect="write", input=RestoreVersion, output=RestoredVersion,
    examples=EXAMPLES["restore_version"], description="Go back to an older version of a tailored resume.",
    run=history.restore_version, present=presenting.present_restored,
)  # fmt: skip
RECORD_USE = ToolSpec(
    name="record_use", area="tailoring", effect="write", input=RecordUse, output=DocumentUse,
    examples=EXAMPLES["record_use"], run=uses.record_use, present=presenting.present_use,
    description="Write down which version of a tailored resume was sent to which job.",
)  # fmt: skip
LIST_USES = ToolSpec(
    name="list_uses", area="tailoring", input=ListUses, output=DocumentUses, examples=EXAMPLES["list_uses"],
    description="Show which version of which tailored resume was sent where.",
    run=uses.list_uses, present=presenting.present_uses,
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (
    STEER_TAILORING, REJECT_LINE, ACCEPT_LINE, ADD_LINE, MOVE_LINE, EDIT_LINE, ORDER_SECTIONS, SHOW_LINE_COST,
    LIST_VERSIONS, COMPARE_VERSIONS, RESTORE_VERSION, RECORD_USE, LIST_USES,
)  # fmt: skip
