"""What every area can be asked: undo, what changed lately, help."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from tools.general import service
from tools.general.examples import EXAMPLES
from tools.general.schemas import ChangeList, HelpEntry, HelpText, HelpTopic, ListChanges, Undone
from tools.registry import AnySpec, ToolSpec
from tools.resumes.schemas import NoArguments


def _present_undone(undone: Undone) -> str:
    if undone.undone:
        return f"Undone: you had {undone.what}."
    return f"You {undone.what}; that cannot be undone. Say “undo” again to take back the change before it."


def _present_changes(found: ChangeList) -> str:
    if not found.changes:
        return "Nothing has been changed yet."
    return "\n".join(
        f"- {change.created_at:%Y-%m-%d %H:%M} {change.what}" + (" (undone)" if change.undone else "")
        for change in found.changes
    )


def _present_help(help_text: HelpText) -> str:
    lines = ["Here is what you can ask me:"]
    area = None
    for entry in help_text.entries:
        if entry.area != area:
            area = entry.area
            lines.append(f"\n**{area.capitalize()}**")
        lines.append(f"- {entry.description} For example: “{entry.example}”")
    return "\n".join(lines)


UNDO_LAST_CHANGE = ToolSpec(
    name="undo_last_change", area="general", effect="write", input=NoArguments, output=Undone,
    examples=EXAMPLES["undo_last_change"], description="Take back the latest change.",
    run=service.undo_last_change, present=_present_undone,
)  # fmt: skip
LIST_CHANGES = ToolSpec(
    name="list_changes", area="general", input=ListChanges, output=ChangeList, examples=EXAMPLES["list_changes"],
    description="Show what was changed lately.", run=service.list_changes, present=_present_changes,
)  # fmt: skip


def help_tool(others: Sequence[AnySpec]) -> AnySpec:
    """The help tool over the tools there are, so that it never promises one that is missing."""

    async def run(_session: AsyncSession, _actor: Actor, data: HelpTopic) -> HelpText:
        entries = [
            HelpEntry(tool=spec.name, area=spec.area, description=spec.description, example=spec.examples[0].says)
            for spec in others
            if spec.examples
        ]
        topic = (data.topic or "").casefold()
        fitting = [e for e in entries if topic and topic in f"{e.area} {e.tool} {e.description}".casefold()]
        return HelpText(topic=data.topic, entries=fitting or entries)

    return ToolSpec(
        name="help", area="general", input=HelpTopic, output=HelpText, examples=EXAMPLES["help"],
        description="Say what can be asked here.", run=run, present=_present_help,
    )  # fmt: skip
