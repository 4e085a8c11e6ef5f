"""Each change of a tailored resume as a tool does it: what is asked, worked out before the session opens."""

from sqlalchemy.ext.asyncio import AsyncSession

from store.errors import ValidationError
from tools.context import Actor, Context
from tools.resumes.schemas import ResumeFact
from tools.tailoring.choice.changes import prover
from tools.tailoring.revision import editing, revising
from tools.tailoring.revision.editing_schemas import (
    AcceptLine,
    AddLine,
    Edited,
    EditLine,
    LineCost,
    MoveLine,
    OrderSections,
    PreparedRevision,
    RejectLine,
    ShowLineCost,
    SteerTailoring,
)
from tools.tailoring.revision.finding import find_left_out, find_line, section_of
from tools.tailoring.revision.revising import Ground, own_fact, prepare, steered
from tools.tailoring.revision.wishes_said import is_empty


async def rejected(context: Context, data: RejectLine) -> PreparedRevision:
    """A reworded line back in the resume's own words; one in its own words taken out."""
    return await prepare(
        context, data.tailored, lambda on: editing.reject(on.document, find_line(on.document, data.line), on.job)
    )


async def accepted(context: Context, data: AcceptLine) -> PreparedRevision:
    """A line that stays as it reads."""
    return await prepare(
        context, data.tailored, lambda on: editing.accept(on.document, find_line(on.document, data.line))
    )


async def put_back(context: Context, data: AddLine) -> PreparedRevision:
    """A left-out fact as a line again."""

    def change(on: Ground) -> Edited:
        return editing.put_back(on.document, [find_left_out(on.document, data.fact)], on.job)

    return await prepare(context, data.tailored, change)


async def moved(context: Context, data: MoveLine) -> PreparedRevision:
    """A line further up or down among its own."""
    return await prepare(
        context, data.tailored,
        lambda on: editing.move(on.document, find_line(on.document, data.line), data.direction),
    )  # fmt: skip


async def worded(context: Context, data: EditLine) -> PreparedRevision:
    """A line in the person's own words."""

    def change(on: Ground) -> Edited:
        claim = find_line(on.document, data.line)

        def new_fact(words: str, old: ResumeFact) -> ResumeFact:
            return own_fact(on, words, old, claim.id)

        return editing.reword(on.document, claim, data.text, prover(on.document, today=on.today), new_fact)

    return await prepare(context, data.tailored, change)


async def ordered(context: Context, data: OrderSections) -> PreparedRevision:
    """The sections in another order. ValidationError `NO_SUCH_SECTION` for one that is not known."""
    names = [section_of(words) for words in data.sections]
    unknown = [words for words, name in zip(data.sections, names, strict=True) if name is None]
    if unknown:
        raise ValidationError(f"There is no section {', '.join(unknown)}.", code="NO_SUCH_SECTION")
    known = [name for name in names if name]
    return await prepare(context, data.tailored, lambda on: editing.order_sections(on.document, known))


async def steering(context: Context, data: SteerTailoring) -> PreparedRevision:
    """The document as the wish would have it. ValidationError `NOTHING_ASKED` for an empty wish."""
    if is_empty(data):
        raise ValidationError(
            "Say how it should be different: shorter, longer, how many pages, what to bring forward or play down, "
            "what to take out or bring back, which template or paper.",
            code="NOTHING_ASKED",
        )
    return await prepare(context, data.tailored, lambda on: steered(on, data), data)


async def cost(context: Context, data: ShowLineCost) -> LineCost:
    """What taking a line out, or putting a left-out fact back, would cost."""
    return await revising.cost_of(context, data.tailored, data.line)


async def as_worked_out(_session: AsyncSession, _actor: Actor, data: LineCost) -> LineCost:
    """The cost as it was worked out before the session opened: showing it needs nothing else."""
    return data
