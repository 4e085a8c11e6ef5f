"""From a message and what came before to a plan: the pure core of the offline model."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from agents.offline import arguments as slots
from agents.offline.applying_said import adds_addresses
from agents.offline.choosing import Chooser, Embed
from agents.offline.clauses import Attachment, attachments, clauses, is_aside, is_filler, stripped
from agents.offline.cues import BEYOND as BEYOND_LABEL
from agents.offline.discovery import SEARCHES, refined
from agents.offline.documents import STEERING, WRITING, letter_details, tailoring_details
from agents.offline.filling import fill
from agents.offline.filters import said_in
from agents.offline.history import Turn, remember
from agents.offline.language import concepts, fold, repaired, words
from agents.offline.pasted import Document, take_apart
from agents.offline.pending import answers_to, choices_for
from agents.offline.plan import Filled, Later, Plan, Question, Step, Undone
from agents.offline.reach import BEYOND, NEVER_MIND, TALK
from agents.offline.reading import SURE, Reading, neutral, read
from agents.offline.reading import TALK as TALK_LABEL
from agents.offline.references import Situation, references
from agents.offline.remarks import demands, goes_on, remarks, with_addresses_apart, with_paces
from agents.offline.transfer_said import order_said
from agents.offline.vocabulary import phrases
from agents.offline.wordings import URL, urls
from tools.registry import AnySpec

MAX_STEPS = 24
_LEADS_IN = frozenset({"add_job", "add_resume", "list_jobs", "list_resumes", "show_job", "show_resume", "help"})
_PLAIN = 0.75  # so surely is a message a request of its own without a word for an act
_BACK = 3
_LIKE_ENOUGH = 0.55


@dataclass(slots=True)
class _Draft:
    """A plan while it is being made."""

    situation: Situation
    steps: list[Step] = field(default_factory=list)
    question: Question | None = None
    undone: list[Undone] = field(default_factory=list)
    talk: str | None = None

    def now(self) -> Situation:
        return replace(self.situation, before=tuple(self.steps))


class Understander:
    """Understands messages with the tools given; fitted once, then pure and deterministic."""

    def __init__(self, specs: Sequence[AnySpec], embed: Embed, kept_in: Path | None = None) -> None:
        self.specs = {spec.name: spec for spec in specs}
        self._writing = frozenset(spec.name for spec in specs if spec.effect != "read")
        examples = {spec.name: _said(spec) for spec in specs if spec.examples}
        examples |= {BEYOND_LABEL + topic: beyond.says for topic, beyond in BEYOND.items()}
        examples |= {TALK_LABEL + kind: said for kind, said in TALK.items()}
        more = phrases()
        told: dict[str, list[str]] = {}
        for said in (*examples.get("set_job_status", ()), *more.get("set_job_status", ())):
            if status := slots.status_of(said):
                told.setdefault(status, []).append(said)
        self._statuses = Chooser(told, embed, kept_in)
        known = {label: (*said, *more.get(label, ())) for label, said in examples.items()}
        self._chooser = Chooser(known, embed, kept_in)

    def understand(
        self, text: str, history: Sequence[Turn] = (), granted: Collection[str] | None = None, today: date | None = None
    ) -> Plan:
        """The plan for the newest message.

        `granted` names the tools that may be called; None means all. Without `today` nobody knows when Monday was.
        """
        allowed = frozenset(self.specs if granted is None else granted)
        pending = self._pending(history, allowed, today)
        plan = self._plan(text, history, allowed, pending, today)
        return self._within(plan, allowed)

    def area_of(self, text: str, history: Sequence[Turn] = ()) -> str | None:
        """The area whose tools the message needs first; None when it needs none or any."""
        plan = self.understand(text, history)
        tools = [step.tool for step in plan.steps] or ([plan.question.tool] if plan.question else [])
        areas = [self.specs[tool].area for tool in tools if self.specs[tool].area != "general"]
        return areas[0] if areas else None

    def _pending(self, history: Sequence[Turn], granted: frozenset[str], today: date | None) -> Question | None:
        """The question the last answer asked, derived again from the messages."""
        if not history or "?" not in history[-1].answer:
            return None
        earlier = history[:-1]
        question = self._pending(earlier[-_BACK:], granted, today) if earlier and len(history) <= _BACK + 1 else None
        return self._plan(history[-1].said, earlier, granted, question, today).question

    def _plan(
        self, text: str, history: Sequence[Turn], granted: frozenset[str], pending: Question | None,
        today: date | None = None,
    ) -> Plan:  # fmt: skip
        body, files = attachments(text)
        resumes = tuple(file.number or file.name for file in files if file.kind == "resume")
        situation = Situation(remember(history), attached=resumes, today=today)
        if pending is not None and (answered := self._answered(body, situation, pending, granted)) is not None:
            return answered
        draft = _Draft(situation)
        apart = take_apart(body)
        for document in apart.documents:
            self._add_document(draft, document, apart.before, body)
        readings = self._readings(f"{apart.before}\n{apart.after}".strip(), draft, granted)
        draft.situation = replace(draft.situation, mentioned=_mentioned(readings, draft.situation))
        requests = [reading for reading in readings if not remarks(reading)]
        for reading in requests or readings:
            bare = concepts(fold(reading.text)) <= {"me", "resume", "job"}
            leads_in = reading.label in _LEADS_IN or reading.sense in {"unclear", "talk"} or bare
            if not (apart.documents and leads_in):
                self._take(draft, reading)
        if not readings and not apart.documents:
            self._only_files(draft, files)
        if draft.question and draft.question.tool == "add_job" and any(step.tool == "add_job" for step in draft.steps):
            draft.question = None
        return _finished(draft, self.specs)

    def _readings(self, text: str, draft: _Draft, granted: frozenset[str]) -> list[Reading]:
        """Clause by clause; what a sentence goes on about belongs to the clause before it."""
        found: list[Reading] = []
        for clause in with_paces(with_addresses_apart(clauses(text))):
            if is_aside(fold(clause.text)):
                continue
            names = self._as_steps(found, draft)
            situation = replace(
                draft.situation, before=(*draft.steps, *names), mentioned=_mentioned(found, draft.situation)
            )
            reading = read(clause.text, self._chooser, situation, granted, clause.firm, writing=self._writing)
            if found and goes_on(found[-1], reading):
                found[-1] = replace(found[-1], text=f"{found[-1].text}, {reading.text}")
            elif not is_filler(fold(clause.text)) or concepts(fold(clause.text)) or _says_enough(reading):
                found.append(reading)
        return found

    def _as_steps(self, readings: Sequence[Reading], draft: _Draft) -> tuple[Step, ...]:
        """What the clauses so far will call, roughly: enough to know what "it" is, and what a search is about."""
        steps: list[Step] = []
        for reading in readings:
            if reading.sense == "tool":
                known = reading.label in SEARCHES
                now = replace(draft.situation, before=tuple(steps)) if known else draft.situation
                steps.append(
                    Step(reading.label, fill(self.specs[reading.label], reading.text, now).calls[0] if known else {})
                )
        return tuple(steps)

    def _take(self, draft: _Draft, reading: Reading) -> None:
        if self._wants_less_than_nothing(reading):
            draft.undone.append(Undone("wrong", reading.text, reading.label))
        elif reading.sense == "tool":
            self._take_tool(draft, reading)
        elif reading.sense == "detail":
            self._take_detail(draft, reading)
        elif reading.sense == "talk":
            draft.talk = draft.talk or reading.label
        elif reading.sense == "beyond":
            draft.undone.append(Undone("beyond", reading.text, reading.label))
        elif reading.sense == "unclear":
            draft.undone.append(Undone("unclear", reading.text, near=reading.near))
        else:
            draft.undone.append(
                Undone("kept" if reading.sense == "kept" else "hypothetical", reading.text, reading.label)
            )

    def _take_tool(self, draft: _Draft, reading: Reading) -> None:
        if reading.label == "add_resume" and draft.situation.attached:
            self._step(draft, "show_resume", {"resume": draft.situation.attached[-1]})
            return
        if "add_job" in self.specs and adds_addresses(reading.label, reading.text, draft.now()):
            for address in urls(reading.text):
                self._step(draft, "add_job", {"url": address})
            if reading.label in _LEADS_IN:
                return
            reading = replace(reading, text=URL.sub("", URL.sub("it", reading.text, count=1)))
        filled = fill(self.specs[reading.label], reading.text, draft.now())
        if reading.label == "compare_jobs" and len(filled.calls[0].get("jobs", ())) == 1 and not draft.situation.before:
            (job,) = filled.calls[0]["jobs"]
            if isinstance(job, str):
                kept = {name: value for name, value in filled.calls[0].items() if name == "resume"}
                self._step(draft, "explain_match", {"job": job, **kept})
                return
        reading, filled = self._as_new_mail(reading, filled, draft)
        filled = self._with_status(reading, filled, draft)
        if filled.missing:
            self._ask(draft, reading.label, filled.missing, filled.calls[0])
            return
        for call in filled.calls:
            self._step(draft, reading.label, call)

    def _as_new_mail(self, reading: Reading, filled: Filled, draft: _Draft) -> tuple[Reading, Filled]:
        """What is to be said to an employer is written as a new mail where none is there to answer."""
        named = reading.label == "draft_email" and filled.missing == "email" and "write_email" in self.specs
        if not named or not references("job", reading.text, draft.now()):
            return reading, filled
        anew = fill(self.specs["write_email"], reading.text, draft.now())
        return (replace(reading, label="write_email"), anew) if anew.missing is None else (reading, filled)

    def _with_status(self, reading: Reading, filled: Filled, draft: _Draft) -> Filled:
        """With the status that a clause without one is like; "Acme rejected me, please mark it" has marked it."""
        if filled.missing != "status":
            return filled
        if draft.steps and draft.steps[-1].tool == reading.label:
            return Filled(())
        status = self._status_like(reading.text, draft)
        return Filled(tuple({**call, "status": status} for call in filled.calls)) if status else filled

    def _wants_less_than_nothing(self, reading: Reading) -> bool:
        """Whether a clause asks a tool that takes a least pay for pay below nothing."""
        spec = self.specs.get(reading.label) if reading.sense in {"tool", "detail"} else None
        takes_pay = spec is not None and "salary_min" in spec.input.model_fields
        return takes_pay and said_in(reading.text).filters.get("salary_min", 0) < 0

    def _status_like(self, text: str, draft: _Draft) -> str | None:
        """The status that sentences like this one tell of, where none of its words is one."""
        nearest = self._statuses.choices(neutral(stripped(repaired(text)), text, draft.now()))[0]
        return nearest.label if nearest.score >= _LIKE_ENOUGH else None

    def _step(self, draft: _Draft, tool: str, arguments: Mapping[str, Any]) -> None:
        if tool == STEERING and draft.steps and draft.steps[-1].tool == tool:
            draft.steps[-1] = Step(tool, _joined(draft.steps[-1].arguments, arguments))
            return
        step = Step(tool, arguments)
        if any(later.what == "best" for later in step.awaits()) and not draft.now().compares():
            every = draft.now().added("job") > 1
            self._step(draft, "compare_jobs", {"jobs": [Later("every", "job")]} if every else {})
        if len(draft.steps) < MAX_STEPS and all(
            (step.tool, step.arguments) != (tool, arguments) for step in draft.steps
        ):
            draft.steps.append(Step(tool, dict(arguments)))

    def _take_change(self, draft: _Draft, reading: Reading) -> None:
        """What a clause changes about the search of this message, or about the one before, which is then made again."""
        plain = stripped(repaired(reading.text))
        changed = refined(reading.text, plain, draft.now())
        if changed is None:
            return
        known = {name: value for name, value in changed.items() if name in self.specs[reading.label].input.model_fields}
        if draft.steps and draft.steps[-1].tool == reading.label:
            draft.steps[-1] = replace(draft.steps[-1], arguments=known)
        else:
            self._step(draft, reading.label, known)

    def _take_detail(self, draft: _Draft, reading: Reading) -> None:
        """How what was asked for just now is to be; what a tailoring cannot be told is done to its result."""
        if reading.label in SEARCHES:
            self._take_change(draft, reading)
            return
        writing = reading.label in WRITING
        details = letter_details(reading.text) if writing else tailoring_details(reading.text)
        fields = self.specs[reading.label].input.model_fields
        known = {name: value for name, value in details.items() if name in fields}
        after = {} if writing else {name: value for name, value in details.items() if name not in fields}
        if draft.steps and draft.steps[-1].tool == reading.label:
            draft.steps[-1] = replace(draft.steps[-1], arguments={**draft.steps[-1].arguments, **known})
            if after:
                self._step(draft, "steer_tailoring", after)
        elif draft.question and draft.question.tool == reading.label:
            draft.question = replace(draft.question, arguments={**draft.question.arguments, **known})

    def _ask(self, draft: _Draft, tool: str, missing: str, arguments: Mapping[str, Any]) -> None:
        if draft.question is None:
            draft.question = Question(tool, missing, dict(arguments), choices_for(missing, draft.situation))

    def _add_document(self, draft: _Draft, document: Document, before: str, said: str) -> None:
        if document.kind == "unknown":
            self._ask(draft, "add_job", "kind", {"text": document.text})
        elif document.kind == "table":
            self._step(draft, "import_applications", {"table": document.text} | order_said(said))
        elif document.kind == "job":
            self._step(draft, "add_job", {"text": document.text})
        else:
            name = slots.filename_of(before)
            self._step(draft, "add_resume", {"text": document.text} | ({"filename": name} if name else {}))

    def _only_files(self, draft: _Draft, files: Sequence[Attachment]) -> None:
        for file in (one for one in files if one.kind == "resume"):
            self._step(draft, "show_resume", {"resume": file.number or file.name})

    def _answered(self, text: str, situation: Situation, pending: Question, granted: frozenset[str]) -> Plan | None:
        """The pending intent completed by this message; None when the message is a new request."""
        folded = repaired(text).strip(" .!")
        if re.fullmatch(rf"(?:oh |ok |okay |actually |no,? |ach )*(?:{NEVER_MIND})\b.{{0,20}}", folded):
            return Plan(talk="dropped")
        if not text or take_apart(text).documents or self._is_new_request(text, situation, pending, granted):
            return None
        values = answers_to(pending, text, situation)
        if not values:
            return None
        draft = _Draft(situation)
        extra = {
            name: value
            for name, value in (tailoring_details(text) if pending.tool == "tailor_resume" else {}).items()
            if name in self.specs[pending.tool].input.model_fields
        }
        for value in values:
            draft_arguments = {**pending.arguments, **extra, **value}
            missing = self._still_missing(pending.tool, draft_arguments)
            if missing:
                self._ask(draft, pending.tool, missing, draft_arguments)
            else:
                self._step(draft, pending.tool, draft_arguments)
        return _finished(draft, self.specs)

    def _still_missing(self, tool: str, arguments: Mapping[str, Any]) -> str | None:
        fields = self.specs[tool].input.model_fields
        return next((name for name, field in fields.items() if field.is_required() and name not in arguments), None)

    def _is_new_request(self, text: str, situation: Situation, pending: Question, granted: frozenset[str]) -> bool:
        readings = [
            read(clause.text, self._chooser, situation, granted, writing=self._writing) for clause in clauses(text)
        ]
        strong = [r for r in readings if r.sense in {"tool", "kept", "beyond"} and r.label != pending.tool]
        if not strong:
            return False
        if pending.missing in {"note", "kind"}:
            return bool(urls(text)) or strong[0].score > 0.75
        acts = concepts(repaired(text)) - {
            "job", "resume", "which", "me", "attribute", "compare", "you", "add", "work", "line", "already", "emphasis",
        }  # fmt: skip
        if len(words(fold(text))) < 2:
            return False
        if acts:
            return strong[0].score > 0.45
        # A job or mail that is named and nothing else would be shown: here it is the answer.
        return strong[0].score > _PLAIN and strong[0].label not in {"show_job", "show_email"}

    def _within(self, plan: Plan, granted: frozenset[str]) -> Plan:
        """The plan without what this conversation's tools cannot do, said as such."""
        if all(step.tool in granted for step in plan.steps) and (
            plan.question is None or plan.question.tool in granted
        ):
            return plan
        refused = list(dict.fromkeys(step.tool for step in plan.steps if step.tool not in granted))
        question = plan.question
        if question and question.tool not in granted:
            refused, question = [*refused, question.tool], None
        steps = tuple(step for step in plan.steps if step.tool in granted)
        return replace(
            plan,
            steps=steps,
            question=question,
            undone=(*plan.undone, *(Undone("other_area", "", tool) for tool in refused)),
        )


def _says_enough(reading: Reading) -> bool:
    """Whether words that say nothing by themselves ask for something here: "more of them", after a list of mails."""
    return reading.sense == "talk" or (reading.sense == "tool" and reading.score >= SURE)


def _said(spec: AnySpec) -> tuple[str, ...]:
    return tuple(example.says for example in spec.examples)


def _joined(before: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Wishes of one message as one: lists grow, the rest is what was said last."""
    lists = {name: [*value, *more.get(name, [])] for name, value in before.items() if isinstance(value, list)}
    return {**before, **more, **lists}


def _mentioned(readings: Sequence[Reading], situation: Situation) -> str | Later | None:
    """The one job that a remark, or something not to be done, named: the "it" of what is asked."""
    for reading in reversed(readings):
        named = references("job", reading.text, situation) if reading.sense == "kept" or remarks(reading) else ()
        if len(named) == 1:
            return named[0]
    return None


def _finished(draft: _Draft, specs: Mapping[str, AnySpec]) -> Plan:
    """Numbers the batches, and lets what was only said beside a request go."""
    steps: list[Step] = []
    for step in draft.steps:
        batch = steps[-1].batch + (not _together(steps[-1], step, specs)) if steps else 0
        steps.append(replace(step, batch=batch))
    asked = bool(steps or draft.question)
    undone = [item for item in draft.undone if not (asked and item.reason == "unclear" and not demands(item.said))]
    return Plan(tuple(steps), draft.question, tuple(undone), None if asked or undone else draft.talk)


def _together(before: Step, step: Step, specs: Mapping[str, AnySpec]) -> bool:
    """Whether two calls may be made at once: the same tool, neither waits for another, and no yes is needed."""
    return before.tool == step.tool and not step.awaits() and not specs[step.tool].needs_approval
