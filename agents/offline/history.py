"""What happened before: earlier turns, and what "the second one" or "it" may mean because of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from agents.offline.email_shown import MAIL_TOOLS, mail_entries, mail_in_focus
from agents.offline.plan import Entry, Kind, Result
from agents.offline.recalled import recalled

_ADDING = frozenset({"add_job", "add_resume"})
_REMOVING = frozenset({"delete_job", "delete_resume", "stop_watching", "discard_draft", "delete_rule"})
_NOUNS: tuple[tuple[str, Kind], ...] = (
    ("watch", "watch"), ("tailored", "tailored"), ("resume", "resume"), ("job", "job"),
)  # fmt: skip
_FOR_A_JOB = frozenset({"tailor_resume", "write_cover_letter", "write_email", "prepare_job", "show_preparation"})
_OF_KIND: dict[str, Kind] = {
    **dict.fromkeys((
        "show_changes", "show_proof", "tailor_resume", "list_tailored", "steer_tailoring", "reject_line", "accept_line",
        "move_line", "edit_line", "add_line", "order_sections", "show_line_cost", "list_versions", "compare_versions",
        "restore_version", "record_use", "list_uses", "export_resume", "answer_question",
    ), "tailored"),
    **dict.fromkeys((
        "write_cover_letter", "write_email", "rewrite_letter", "edit_letter", "show_document", "list_documents",
        "remove_document", "list_templates",
    ), "document"),
    "correct_fact": "resume", "show_facts": "resume", **MAIL_TOOLS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the person, the calls it led to, and the last words of the answer."""

    said: str = ""
    results: tuple[Result, ...] = ()
    answer: str = ""


@dataclass(slots=True)
class Memory:
    """What a reference may point at. `listings` are newest first; `focus` is the one thing last dealt with.

    A `firm` focus was shown or changed by itself; one that only won a comparison is not firm. `searched` are the
    arguments of the last search of the boards, `line` the line last dealt with and `version` the newest version;
    `unwritten` are those of a mail that could not be drafted just now, because something was missing.
    """

    listings: list[tuple[Kind, str, tuple[Entry, ...]]] = field(default_factory=list)
    known: dict[Kind, dict[int, Entry]] = field(default_factory=lambda: {kind: {} for kind in get_args(Kind)})
    focus: dict[Kind, str] = field(default_factory=dict)
    firm: dict[Kind, bool] = field(default_factory=dict)
    last_tool: str | None = None
    last_arguments: Mapping[str, Any] = field(default_factory=dict)
    searched: Mapping[str, Any] | None = None
    line: str | None = None
    version: int | None = None
    unwritten: Mapping[str, Any] | None = None

    @property
    def newest_kind(self) -> Kind | None:
        """What the newest result was about."""
        return kind_of_tool(self.last_tool) if self.last_tool else None

    def listing(self, kind: Kind, least: int = 1) -> tuple[Entry, ...]:
        """The newest list of that kind with at least `least` entries; lists of one give way to longer ones."""
        fitting = [entries for of, _, entries in self.listings if of == kind and len(entries) >= least]
        return next((entries for entries in fitting if len(entries) > 1), fitting[0] if fitting else ())

    def best(self) -> Entry | None:
        """The winner of the newest job list that carries scores throughout."""
        entries = self.listing("job")
        if entries and all(entry.score is not None for entry in entries):
            return max(entries, key=lambda entry: entry.score or 0.0)
        return None

    def worst(self) -> Entry | None:
        """The last of the newest job list that carries scores throughout."""
        entries = self.listing("job")
        if entries and all(entry.score is not None for entry in entries):
            return min(entries, key=lambda entry: entry.score or 0.0)
        return None


def kind_of_tool(tool: str) -> Kind:
    """What a tool is about, by its name."""
    if tool in _OF_KIND:
        return _OF_KIND[tool]
    return next((kind for noun, kind in _NOUNS if noun in tool), "job")


def remember(turns: Sequence[Turn]) -> Memory:
    """Everything the earlier turns showed, oldest first; of turns whose results are gone, what their words name."""
    memory = Memory()
    for turn in turns:
        for result in turn.results or recalled(turn.answer):
            if result.tool == "search_jobs":
                memory.searched = result.arguments
            memory.unwritten = result.arguments if result.tool == "draft_email" and not result.ok else None
            if result.ok:
                _take_in(memory, result)
    return memory


def _take_in(memory: Memory, result: Result) -> None:
    kind, entries = kind_of_tool(result.tool), entries_of(result)
    memory.last_tool, memory.last_arguments = result.tool, result.arguments
    if result.tool in _REMOVING:
        _forget(memory, kind, entries)
        return
    for entry in entries:
        memory.known[entry.kind][entry.number] = entry
    if kind == "tailored":
        memory.line, memory.version = line_in(result), _version_in(result) or memory.version
    _refocus(memory, result, entries)
    if result.tool in _FOR_A_JOB and "job" in result.arguments:
        memory.focus["job"], memory.firm["job"] = str(result.arguments["job"]), True
    if not entries:
        return
    kind = entries[0].kind
    if result.tool in _ADDING and memory.listings and memory.listings[0][1] == result.tool:
        entries = (*memory.listings.pop(0)[2], *entries)
    memory.listings.insert(0, (kind, result.tool, entries))


def _refocus(memory: Memory, result: Result, entries: tuple[Entry, ...]) -> None:
    if (mail := mail_in_focus(result)) is not None:
        memory.focus["mail"], memory.firm["mail"] = mail, True
    if len(entries) == 1:
        memory.focus[entries[0].kind], memory.firm[entries[0].kind] = str(entries[0].number), True
    elif entries and result.tool == "compare_jobs":
        best = max(entries, key=lambda entry: entry.score or 0.0)
        memory.focus["job"], memory.firm["job"] = str(best.number), False
    elif entries:
        memory.focus.pop(entries[0].kind, None)


def line_in(result: Result) -> str | None:
    """The id of the one line that a result is about."""
    lines = result.artifact.get("lines")
    if isinstance(lines, list) and len(lines) == 1 and isinstance(lines[0], Mapping):
        return lines[0].get("id")
    line_id = result.artifact.get("line_id")
    return line_id if isinstance(line_id, str) else None


def _version_in(result: Result) -> int | None:
    version = result.artifact.get("version")
    return version if isinstance(version, int) else None


def _forget(memory: Memory, kind: Kind, entries: tuple[Entry, ...]) -> None:
    gone = {entry.number for entry in entries}
    for number in gone:
        memory.known[kind].pop(number, None)
    memory.focus.pop(kind, None)
    memory.listings = [
        (of, tool, tuple(entry for entry in listed if of != kind or entry.number not in gone))
        for of, tool, listed in memory.listings
    ]


def entries_of(result: Result) -> tuple[Entry, ...]:
    """The things a result shows under a number, in its order."""
    kind = kind_of_tool(result.tool)
    if result.tool in MAIL_TOOLS:
        return mail_entries(kind, result)
    found: list[Entry] = []
    for row in _numbered(result.artifact):
        entry = _entry(row, kind)
        if all((entry.kind, entry.number) != (other.kind, other.number) for other in found):
            found.append(entry)
    return tuple(found)


def _numbered(artifact: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The dicts that carry a number: the artifact itself, or those one level below."""
    if isinstance(artifact.get("number"), int):
        return [artifact]
    rows: list[Mapping[str, Any]] = []
    for value in artifact.values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, Mapping) and isinstance(item.get("number"), int):
                rows.append(item)
    return rows


def _entry(row: Mapping[str, Any], kind: Kind) -> Entry:
    if "filename" in row:
        kind = "resume"
    elif "format" in row:  # a file made of a tailored resume has a number of its own, which is no job's and no resume's
        kind = "document"
    elif "title" in row and kind != "document":
        kind = "job"
    name = row.get("filename") or row.get("title") or row.get("job_title") or row.get("name") or ""
    match = row.get("match")
    score = row.get("score")
    if score is None and isinstance(match, Mapping):
        score = match.get("score")
    company = row.get("company")
    return Entry(
        kind=kind,
        number=int(row["number"]),
        name=str(name),
        company=str(company) if company else None,
        score=float(score) if isinstance(score, int | float) else None,
        primary=bool(row.get("is_primary")),
        language=str(row["language"]).casefold() if row.get("language") else None,
    )
