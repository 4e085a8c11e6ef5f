"""The words of an answer: the results as they were presented, a question, and plainly what was not done."""

from collections.abc import Mapping, Sequence

from agents.offline.history import Result
from agents.offline.plan import Plan, Question, Step, Undone
from agents.offline.progress import Progress
from agents.offline.reach import BEYOND, NEEDS_KEY
from tools.registry import AnySpec

Specs = Mapping[str, AnySpec]
_DOES = {
    "add_job": "add the job", "list_jobs": "list the jobs", "show_job": "show the job",
    "compare_jobs": "compare the jobs",
    "explain_match": "explain the match", "set_job_status": "change the job's status", "add_job_note": "add the note",
    "delete_job": "delete the job", "add_resume": "add the resume", "list_resumes": "list the resumes",
    "show_resume": "show the resume", "check_resume": "check the resume", "compare_resumes": "compare the resumes",
    "set_primary_resume": "change the primary resume", "delete_resume": "delete the resume",
    "tailor_resume": "tailor the resume", "list_tailored": "list the tailored resumes",
    "show_changes": "show the changes",
    "show_proof": "show the proof", "undo_last_change": "undo the last change", "list_changes": "list the changes",
    "help": "help",
}  # fmt: skip
_ASKS = {
    ("add_job", "url"): "Send me the link to the posting, paste its text, or give me title and company "
    "(“Data Analyst at Northwind in Zurich”). Which job should I add?",
    ("add_job", "kind"): "I cannot tell what this text is. Is it a job posting or a resume?",
    ("add_resume", "text"): "Attach the file (PDF, DOCX, TXT, Markdown or JSON Resume) or paste the text. "
    "Can you send me the resume?",
    ("add_job_note", "note"): "What should the note say?",
    ("set_job_status", "status"): "Which status should it get: saved, applied, interviewing, offer, accepted, "
    "rejected or dismissed?",
}  # fmt: skip
_WHICH = {"job": "Which job", "resume": "Which resume", "tailored": "Which tailored resume"}
_TALK = {
    "thanks": "You're welcome.",
    "bye": "See you.",
    "how": "I'm running fine, here on your machine.",
    "fine": "All right. What should I do next?",
    "dropped": "All right, I left it.",
}
_MAX_CHOICES = 8


def answer(plan: Plan, results: Sequence[Result], state: Progress, specs: Specs, granted: frozenset[str]) -> str:
    """The whole answer of a turn whose calls are all made."""
    parts = [said for result in results if (said := _told(result))]
    if state.left:
        parts.append(_left(state.left))
    parts += [_undone(item, specs) for item in _worth_saying(plan.undone)]
    if plan.question:
        parts.append(question(plan.question))
    if not parts:
        parts.append(_talk(plan.talk, specs, granted))
    elif not results and plan.question is None and any(item.reason != "kept" for item in plan.undone):
        parts.append(_abilities(specs, granted))
    return "\n\n".join(parts)


def _told(result: Result) -> str:
    """A result in its own words; a refusal in ours, since it was written for a model."""
    if result.refused:
        return f"As you said no, I did not {_does(result.tool)}."
    return result.text.strip()


def question(asked: Question) -> str:
    """The question for a missing argument, with the choices where they are known."""
    if words := _ASKS.get((asked.tool, asked.missing)):
        return words
    which = _WHICH.get(asked.missing)
    if which is None:
        return f"To {_does(asked.tool)}, I need to know: what is the {asked.missing.replace('_', ' ')}?"
    about = f"{which} do you mean, to {_does(asked.tool)}"
    if not asked.choices:
        things = "jobs" if asked.missing == "job" else "resumes"
        return f"{about}? Tell me its number or name; “list my {things}” shows them."
    named = "; ".join(entry.label for entry in asked.choices[:_MAX_CHOICES])
    return f"{about}: {named}?"


def _does(tool: str) -> str:
    return _DOES.get(tool, tool.replace("_", " "))


def _left(left: Sequence[Step]) -> str:
    done = list(dict.fromkeys(_does(step.tool) for step in left))
    return f"So I did not {_joined(done)}: that needed what failed before it."


def _worth_saying(undone: Sequence[Undone]) -> list[Undone]:
    """Each reason once; several unclear parts are one."""
    seen: dict[tuple[str, str | None], Undone] = {}
    for item in undone:
        seen.setdefault((item.reason, item.topic), item)
    return list(seen.values())


def _undone(item: Undone, specs: Specs) -> str:
    does = _does(item.topic or "")
    if item.reason == "beyond":
        beyond = BEYOND[item.topic or "world"]
        return f"I can't {beyond.called} (“{_short(item.said)}”): {beyond.needed}."
    if item.reason == "other_area":
        area = specs[item.topic].area if item.topic and item.topic in specs else "another"
        return (
            f"I can't {does} in this conversation: that belongs to the {area} area. "
            "Ask there, or in a conversation without a fixed area."
        )
    if item.reason == "kept":
        return f"Understood: I will not {does}. Nothing was changed."
    if item.reason == "hypothetical":
        return f"I have not done that. If you ask me to {does}, {_consequence(item.topic, specs)}"
    return (
        f"I did not understand “{_short(item.said)}”. I am the offline model: I choose among fixed abilities and do "
        f"not make conversation. For free talk, {NEEDS_KEY}."
    )


def _consequence(tool: str | None, specs: Specs) -> str:
    spec = specs.get(tool or "")
    if spec is None or spec.effect == "read":
        return "nothing of yours is changed."
    return "I ask you for a yes first." if spec.needs_approval else "I do it at once, and “undo” takes it back."


def _talk(kind: str | None, specs: Specs, granted: frozenset[str]) -> str:
    if kind in _TALK:
        return _TALK[kind]
    if kind == "hello":
        return f"Hello! {_abilities(specs, granted)}"
    return (
        "I am Jobwright's offline model: I run on this machine, need no key, and nothing you say leaves it. I choose "
        f"the right tool for what you ask, but I do not write freely; for that, {NEEDS_KEY}.\n\n"
        f"{_abilities(specs, granted)}"
    )


def _abilities(specs: Specs, granted: frozenset[str]) -> str:
    named = [_does(name) for name in specs if name in granted and specs[name].examples and name != "help"]
    examples = [spec.examples[0].says for name, spec in specs.items() if name in granted and spec.examples][:3]
    if not named:
        return "No tools are at hand in this conversation."
    quoted = ", ".join(f"“{says}”" for says in examples)
    return f"What I can do: {_joined(named)}. For example: {quoted}."


def _joined(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _short(said: str) -> str:
    said = " ".join(said.split())
    return said if len(said) <= 80 else f"{said[:79]}…"
