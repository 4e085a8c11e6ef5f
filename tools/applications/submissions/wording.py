"""What the person is asked about a form, and what their words answer. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from uuid import UUID

import dateparser

from store.submissions import PREPARED
from tools.applications.around.moments import shown
from tools.applications.forms.destination import goes_to_words
from tools.applications.forms.filling.controls import label_of
from tools.applications.forms.fitting import choices_of, option_for, yes_or_no
from tools.applications.forms.planning import open_fields
from tools.applications.forms.schemas import FieldOption, FormPlan, PageValue, PlannedField
from tools.applications.plain_words import plain_words
from tools.applications.submissions.schemas import (
    AskedNow,
    Before,
    EarlierAttempt,
    FilledValue,
    OpenQuestion,
    shown_value,
)
from tools.applications.submissions.speaking import decision_in, spoken
from tools.job_profiles.schemas import AnswerValue

NOTHING_BEFORE = Before()
SKIP = frozenset(
    {"skip", "pass", "leave it", "leave empty", "none", "weiter", "uberspringen", "passer", "omitir", "salta"}
)
MOST_UNSEEN = 12
_ORDER = {"de": "DMY", "fr": "DMY", "es": "DMY", "it": "DMY", "pt": "DMY"}


# Reasons that help to answer: what was said before, and what the page would have said for one.
_TELLING = (" does not fit: ", "The page ", "You said ")


@dataclass
class Heard:
    """Answers by the id of the field, and the numbers of the questions that stay without a usable one, with why."""

    answers: dict[str, AnswerValue | None] = field(default_factory=dict)
    unclear: dict[int, str] = field(default_factory=dict)


def asked_now(
    submission_id: UUID, state: str, plan: FormPlan, where: str, before: Before = NOTHING_BEFORE
) -> AskedNow | None:
    """What a submission waits for; its id names this very question, or this very plan.

    What went out before, or may have, or waits beside it is told first: a second one is sent knowingly or not at all.
    """
    asked = _asked(submission_id, state, plan, where)
    warned = before_words(before)
    if asked is None or not warned:
        return asked
    if before.earlier is not None:
        warned[0] += " This one would be a second."
    return asked.model_copy(update={"text": "\n\n".join([*warned, asked.text])})


def before_words(before: Before) -> list[str]:
    """A sentence for what went out before this attempt, and one for what waits beside it."""
    said = [already_words(before.earlier, "this job")] if before.earlier is not None else []
    if (other := before.beside) is not None:
        said.append(
            f"This is the second form that is prepared for this job; the first, {other.url}, was begun on "
            f"{shown(other.at, other.timezone)} and waits still."
        )
    return said


def already_words(earlier: EarlierAttempt, job: str) -> str:
    """That an attempt for `job`, or for another entry of the list with this very form, went out or may have."""
    if earlier.job is None:
        return f"An earlier application for {job} {earlier_words(earlier)}"
    return f"This very form stands in your list twice: with {earlier.job}, it {earlier_words(earlier)}"


def earlier_words(earlier: EarlierAttempt) -> str:
    """When and how an attempt went out or may have, as the end of a sentence about it."""
    moment = shown(earlier.at, earlier.timezone)
    if earlier.state == "submitted":
        return f"went out on {moment}."
    if earlier.state == "submitting":
        return "is being submitted just now."
    if earlier.state in PREPARED:
        return "is prepared as well, and was not sent."
    return f"may have gone out on {moment}: {earlier.why or 'nobody can tell.'}"


def _asked(submission_id: UUID, state: str, plan: FormPlan, where: str) -> AskedNow | None:
    if state == "asking":
        questions = questions_of(plan)
        text = questions_text(questions, where)
        if plan.unclear:
            text = "\n".join(["I could not use all of that:", *(f"- {one}" for one in plan.unclear), "", text])
        name = f"{submission_id}:asking:{plan.rounds}"
        return AskedNow(id=name, kind="question", text=text, hint=hint_for(questions), subject=where)
    if state == "waiting":
        name = f"{submission_id}:{plan.digest}:{plan.rounds}"
        return AskedNow(id=name, kind="approval", text=approval_text(plan, where), subject=where)
    return None


def questions_of(plan: FormPlan) -> list[OpenQuestion]:
    """All that has to be asked, in the order of the form, counted from 1."""
    return [
        OpenQuestion(
            id=one.id, number=number, question=label_of(one.field), kind=one.field.kind, category=one.category,
            required=one.field.required, options=_choices(one), multiple=one.field.multiple, why=one.why,
            free=bool(one.offered),
        )
        for number, one in enumerate(open_fields(plan), 1)
    ]  # fmt: skip


def _choices(one: PlannedField) -> list[str]:
    if one.field.kind == "checkbox" and not one.field.options:
        return ["yes", "no"]
    return [option.label for option in _options(one)]


def _options(one: PlannedField) -> list[FieldOption]:
    """What may be chosen: the entries of the list, or what it showed once something was typed."""
    return choices_of(one.field) or [FieldOption(label=label) for label in one.offered]


def filled_of(plan: FormPlan) -> list[FilledValue]:
    """Every field with what goes into it and why, in words."""
    return [
        FilledValue(
            id=one.id,
            label=label_of(one.field),
            value=shown_value(one),
            source=_source(one),
            why=one.why,
            open=one.open,
        )
        for one in plan.fields
    ]


def _source(one: PlannedField) -> str | None:
    if one.source is None:
        return None
    said = {"answer": "your answer", "resume": "your resume", "document": "document"}
    name = said.get(one.source.kind, one.source.name)
    words = one.source.words
    return f"{name}: “{words[:120]}”" if words and words != shown_value(one) else name


def said_or_known(one: PlannedField) -> str:
    """What a page has not taken: the person's own answer, or what was known without asking."""
    return (
        "Your answer" if one.source is None or one.source.kind == "answer" else f"“{_quoted(shown_value(one) or '')}”"
    )


def questions_text(questions: Sequence[OpenQuestion], where: str) -> str:
    """All questions in one message."""
    count = "one thing" if len(questions) == 1 else f"{len(questions)} things"
    lines = [f"The form for {where} asks {count} that only you can answer:"]
    for one in questions:
        choices = f" ({' / '.join(_quoted(option) for option in one.options[:15])})" if one.options else ""
        more = f" — {_quoted(one.why)}" if one.why and any(words in one.why for words in _TELLING) else ""
        lines.append(f"{one.number}. “{_quoted(one.question)}”{choices}{'' if one.required else ' (optional)'}{more}")
    return "\n".join(lines)


def hint_for(questions: Sequence[OpenQuestion]) -> str:
    """How to answer."""
    if len(questions) == 1:
        return "Say it in your own words; it is kept for other forms. “skip” leaves the form as it is for now."
    return "Answer by number (“1: No; 2: Yes”); what you say is kept for other forms. “skip” stops here for now."


def approval_text(plan: FormPlan, where: str) -> str:
    """Everything that would be sent, field by field, and the question."""
    lines = [
        f"Submit this application for {where}, once? It cannot be taken back.",
        "",
        f"To: {plan.form.url}",
        f"Received by: {_quoted(goes_to_words(plan.form))}",
        "",
    ]
    for one in filled_of(plan):
        if one.value is not None:
            lines.append(f"- {_quoted(one.label)}: {_quoted(one.value, 600)} [{one.source or one.why}]")
    empty = [one for one in filled_of(plan) if one.value is None]
    if empty:
        lines += ["", f"Left empty: {', '.join(_quoted(one.label, 80) for one in empty)}."]
    if unseen := [_unseen(one) for one in plan.form.page_values]:
        more = f" and {len(unseen) - MOST_UNSEEN} more" if len(unseen) > MOST_UNSEEN else ""
        lines += ["", f"The page adds by itself, unseen: {'; '.join(unseen[:MOST_UNSEEN])}{more}."]
    lines += [f"Note: {note}" for note in plan.notes]
    return "\n".join(lines)


def _unseen(one: PageValue) -> str:
    told = "another at every visit" if one.value is None else _quoted(one.value, 60) or "empty"
    return f"{_quoted(one.name, 60)} = {told}"


def _quoted(words: str, most: int = 200) -> str:
    """A page's words on one line: they are shown, and can neither end the list nor pass for ours."""
    plain = " ".join(words.replace("“", "'").replace("”", "'").split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def hear(text: str, plan: FormPlan, *, today: date) -> Heard:
    """The answers that words give to the open questions: by number, line by line in order, or all to the only one."""
    fields = open_fields(plan)
    heard = Heard()
    for number, said in spoken(text, len(fields), partial(_fits, fields, today, plan.form.language)).items():
        if not 1 <= number <= len(fields):
            heard.unclear[number] = f"There is no question {number}."
            continue
        one = fields[number - 1]
        if plain_words(said) in SKIP:
            if not one.field.required:
                heard.answers[one.id] = None
            continue
        value = value_of(said, one, today=today, language=plan.form.language)
        if isinstance(value, str):
            heard.unclear[number] = value
        else:
            heard.answers[one.id] = value
    return heard


def _fits(fields: Sequence[PlannedField], today: date, language: str, said: Sequence[str]) -> bool:
    """Whether words can be answers to all the fields in their order: a choice to every question that has choices."""
    chosen = [
        not isinstance(value_of(part, one, today=today, language=language), str)
        for one, part in zip(fields, said, strict=True) if _choices(one)
    ]  # fmt: skip
    return bool(chosen) and all(chosen)


def value_of(said: str, one: PlannedField, *, today: date, language: str = "en") -> AnswerValue | str:
    """The answer that words are to this field, or why they are none."""
    if one.field.kind == "checkbox" and not one.field.options:
        decided = decision_in(said)
        return AnswerValue(checked=decided) if decided is not None else "Say yes or no."
    if one.field.options:
        wanted = (
            [said] if not one.field.multiple else [part.strip() for part in re.split(r",|\band\b|\bund\b|\bet\b", said)]
        )
        chosen = [option_for(part, _options(one)) or _numbered_option(part, one) for part in wanted if part]
        if not chosen or None in chosen:
            chosen = [_decided_option(said, one)]
        if not chosen or None in chosen:
            return f"Choose from: {', '.join(_choices(one)[:15])}."
        return AnswerValue(options=[option.label for option in chosen if option is not None])
    if one.offered:  # the page may have others that it shows for other words
        same = option_for(said, _options(one)) or _numbered_option(said, one)
        return AnswerValue(text=same.label if same is not None else said)
    if one.field.kind == "date" or one.key == "start_date":
        day = _day(said, today, language)
        if day is not None:
            return AnswerValue(date=day)
        return "Say a day, such as 2026-03-31." if one.field.kind == "date" else AnswerValue(text=said)
    return AnswerValue(text=said)


def _decided_option(said: str, one: PlannedField) -> FieldOption | None:
    """The one choice that says the same yes or no: "no, never" is Non among Oui and Non."""
    decided = decision_in(said)
    found = [option for option in _options(one) if decided is not None and yes_or_no(option.label) is decided]
    return found[0] if len(found) == 1 else None


def _numbered_option(said: str, one: PlannedField) -> FieldOption | None:
    """The one choice that begins with the words, or holds them whole: "Yes" of "Yes, with a permit"."""
    wanted = plain_words(said)
    found = [option for option in _options(one) if wanted and f" {wanted} " in f" {plain_words(option.label)} "]
    return found[0] if len(found) == 1 else None


def _day(said: str, today: date, language: str) -> date | None:
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        settings = {
            "PREFER_DATES_FROM": "future", "REQUIRE_PARTS": ["day", "month"], "DATE_ORDER": _ORDER.get(language, "DMY"),
            "RELATIVE_BASE": datetime(today.year, today.month, today.day),
        }  # fmt: skip
        found = dateparser.parse(said, settings=settings)
        return found.date() if found is not None else None
