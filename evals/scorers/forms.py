"""How well an application form was read: fields, kinds, marks, options, files, the button, and what is meant.

The labels of `swiss_forms` list every radio button and box by itself and note `required` from the attribute alone. So:
- Buttons and boxes of one name are one field with options, as a person sees them.
- An entry that no person could answer (no name, no label, no option) is left out, and so is a second entry without a
  name of its own under a label that another entry has: the search box inside a list, the code before a telephone.
- A field is found by its name, else by its folded label; several of one name are taken in their order. What stands
  in front of a hidden control (the box with a file's name) is found when that control is; its kind is not judged.
- Required: what the labels call required must be; what their text marks with a star or a word must be too; anything
  else must not, except in a group, whose question, where its mark would stand, the labels leave out.
- Options: every sampled one is there, compared by its first 40 characters; a first "please choose" does not count.
- Files are listed by name or id and only where the control itself is drawn: recall alone is counted.
- Submit labels of cookie banners are left out; a page with no other is not judged.
Own cases say all of it themselves, files among the fields.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from evals.scorers.counts import Counts
from tools.applications.forms.schemas import ApplicationForm, FormField

FIGURES = (
    "fields",
    "kinds",
    "required",
    "options",
    "labels",
    "steps",
    "files",
    "submit",
    "ats",
    "letter",
    "understood",
)
_MARK = re.compile(r"[*✱∗]|\b(?:required|erforderlich|requis|obligatoire|pflichtfeld|obbligatorio|obligatorio)\b", re.I)
_SHORT = 40


@dataclass(frozen=True, slots=True)
class Expected:
    """One labelled field; None where the labels do not say. `known` is the question it asks, "" for an unknown one."""

    kind: str
    name: str | None = None
    label: str | None = None
    required: bool | None = None
    options: Sequence[str] | None = None
    known: str | None = None
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Labels:
    """What is labelled of one form."""

    fields: Sequence[Expected]
    files: Sequence[str] = ()
    submits: Sequence[str] = ()
    ats: str | None = None
    letter: str | None = None
    files_are_fields: bool = False


@dataclass(slots=True)
class _Tally:
    right: dict[str, int] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)
    missed: dict[str, int] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)

    def judge(self, figure: str, is_right: bool, note: str) -> None:
        """Count one decision, with a note when it is wrong."""
        counted = self.right if is_right else self.missed
        counted[figure] = counted.get(figure, 0) + 1
        if not is_right:
            self.notes.setdefault(figure, []).append(note)

    def invented(self, note: str) -> None:
        """Count a field that is none."""
        self.wrong["fields"] = self.wrong.get("fields", 0) + 1
        self.notes.setdefault("fields", []).append(note)

    def counts(self) -> dict[str, Counts]:
        """All that was judged."""
        names = {*self.right, *self.wrong, *self.missed}
        return {
            name: Counts(
                self.right.get(name, 0),
                self.wrong.get(name, 0),
                self.missed.get(name, 0),
                tuple(self.notes.get(name, ())),
            )
            for name in FIGURES
            if name in names
        }


def score_form(labels: Labels, form: ApplicationForm, known: Sequence[str]) -> dict[str, Counts]:
    """Counts for each of FIGURES that the labels speak of; `known` is how each of the form's fields was understood."""
    tally = _Tally()
    used: set[int] = set()
    for wanted in labels.fields:
        place, exact = _find(labels, wanted, form.fields, used)
        tally.judge("fields", place is not None, f"not found: {wanted.kind} {wanted.name or wanted.label}")
        if place is None:
            continue
        used.add(place)
        if exact:
            _judge(tally, wanted, form.fields[place], known[place])
    for number, one in enumerate(form.fields):
        if number not in used and not one.unseen and (labels.files_are_fields or one.kind != "file"):
            tally.invented(f"is none: {one.kind} {one.name or one.label}")
    _judge_page(tally, labels, form)
    return tally.counts()


def _find(labels: Labels, wanted: Expected, fields: Sequence[FormField], used: set[int]) -> tuple[int | None, bool]:
    """The field's place; whether it is the field itself and not one that stands behind it."""
    free = [number for number in range(len(fields)) if number not in used]
    strict = labels.files_are_fields
    if wanted.name:
        named = [number for number in free if fields[number].name == wanted.name]
        alike = [number for number in named if fields[number].kind == wanted.kind]
        if alike or named:
            return (alike or named)[0], True
    label = fold_label(wanted.label)
    if label:
        for number in free:
            if label in (fold_label(fields[number].label), fold_label(fields[number].group)):
                return number, strict or wanted.kind == fields[number].kind or not fields[number].hidden_control
        for number, one in enumerate(fields):
            if (
                not strict
                and one.hidden_control
                and label in map(fold_label, (one.label, one.group, one.help, one.placeholder))
            ):
                return number, False
    return None, False


def _judge(tally: _Tally, wanted: Expected, found: FormField, known: str) -> None:
    about = wanted.name or wanted.label
    if wanted.step is not None:
        tally.judge("steps", found.step == wanted.step, f"{about}: step {found.step} for {wanted.step}")
    if wanted.label is not None and wanted.known is not None:
        told = found.group if found.kind == "radio" or (found.kind == "checkbox" and found.options) else found.label
        tally.judge("labels", fold_label(told) == fold_label(wanted.label), f"{about}: labelled {told!r}")
    tally.judge("kinds", found.kind == wanted.kind, f"{about}: {found.kind} for {wanted.kind}")
    if wanted.required is not None:
        tally.judge("required", found.required == wanted.required, f"{about}: required {found.required}")
    if wanted.options is not None:
        have = {_option(one.label) for one in found.options}
        lacking = [one for one in wanted.options if _option(one) not in have]
        tally.judge("options", not lacking, f"{about}: lacks {lacking[:3]} of {len(wanted.options)}")
    if wanted.known is not None:
        tally.judge(
            "understood", known == wanted.known, f"{about} ({found.label}): {known or '?'} for {wanted.known or '?'}"
        )


def _judge_page(tally: _Tally, labels: Labels, form: ApplicationForm) -> None:
    names = [one.name for one in form.fields if one.kind == "file"]
    for name in labels.files:
        tally.judge("files", name in names, f"no file field {name}")
        if name in names:
            names.remove(name)
    if labels.submits:
        told = fold_label(form.submit_label)
        tally.judge("submit", told in map(fold_label, labels.submits), f"{form.submit_label!r} for {labels.submits}")
    if labels.ats is not None:
        tally.judge("ats", form.ats == labels.ats, f"{form.ats} for {labels.ats}")
    if labels.letter is not None:
        tally.judge("letter", form.wants_letter == labels.letter, f"letter {form.wants_letter} for {labels.letter}")


def fold_label(text: str | None) -> str:
    """A label's words alone: no marks, codes, brackets or case."""
    plain = _MARK.sub(" ", html.unescape(text or "").split("\n")[0] if _only_marks_follow(text) else (text or ""))
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"\+\d+|\((?:optional|freiwillig)\)", " ", plain.casefold())))


def _only_marks_follow(text: str | None) -> bool:
    lines = (text or "").strip().split("\n")
    return len(lines) > 1 and bool(_MARK.sub("", lines[0]).strip())


def marked(label: str | None) -> bool:
    """Whether a labelled text says itself that the field must be filled."""
    return bool(label and _MARK.search(label[:300]))


def _option(text: str) -> str:
    return " ".join(re.findall(r"\w+", html.unescape(html.unescape(text)).casefold()[:_SHORT]))[: _SHORT - 6]
