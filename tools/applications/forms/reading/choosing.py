"""Pure: which of a page's forms is the application form, and which button sends it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tools.applications.forms.reading.labels import label_of
from tools.applications.forms.reading.raw import RawButton, RawControl, RawFrame
from tools.applications.forms.reading.sight import sight_of
from tools.applications.forms.reading.words import folded, says, words

SURE, ENOUGH = 6.0, 3.5
_NAMES = re.compile(
    r"\b(?:first|last|full|given|family|sur|fore)[ _-]?name\b|\bname\b|vorname|nachname|prenom|\bnom\b|"
    r"cognome|\bnome\b|nombre|apellido"
)
_PHONE = re.compile(r"phone|\btel|mobile|handy|telefon|cellulare|movil")
_RESUME = re.compile(r"\bcv\b|resume|lebenslauf|curriculum|documents?|unterlagen|dossier")
_NEAR = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """One form of one frame: its controls, its buttons, and how likely it is an application form."""

    frame: RawFrame
    controls: Sequence[RawControl]
    buttons: Sequence[RawButton]
    score: float
    hidden: bool = False


def candidates(frames: Sequence[RawFrame]) -> list[Candidate]:
    """Every form of every frame, the likeliest first."""
    found = [_candidate(frame, form) for frame in frames for form in range(-1, len(frame.forms))]
    return sorted((one for one in found if one is not None), key=lambda one: -one.score)


def chosen(frames: Sequence[RawFrame]) -> Candidate | None:
    """The application form, None when no form of the page is likely one."""
    ranked = candidates(frames)
    if not ranked or ranked[0].score < ENOUGH:
        return None
    return _with_strays(ranked[0])


def submit_of(candidate: Candidate) -> RawButton | None:
    """The button that sends the form, or leads to its next step when there is none that sends."""
    ranked = [(_press(one), -number, one) for number, one in enumerate(candidate.buttons) if _sends(one)]
    best = max(ranked, default=None, key=lambda entry: entry[:2])
    return best[2] if best is not None and best[0] > 0 else None


def is_next(button: RawButton) -> bool:
    """Whether a button leads to a next step."""
    return words("next").search(folded(button.text).strip(" >›»→")) is not None


def _candidate(frame: RawFrame, form: int) -> Candidate | None:
    controls = [one for one in frame.controls if one.form == form and not (form < 0 and _noisy(one))]
    if not controls:
        return None
    buttons = [one for one in frame.buttons if one.form == form]
    shown = [one for one in controls if sight_of(one) in ("seen", "behind", "later")]
    hidden = not any(one.hidden is None for one in shown) and len(controls) > 2
    judged = controls if hidden else shown
    if not judged:
        return None
    score = _content(judged) + _form(frame, form, buttons, judged) - (2.0 if hidden else 0.0)
    return Candidate(frame, controls, buttons, score, hidden)


def _content(controls: Sequence[RawControl]) -> float:
    texts = [
        folded(f"{one.name or ''} {one.id or ''} {label_of(one).text or ''} {one.autocomplete or ''}"[:400])
        for one in controls
    ]
    plain = [text.replace("_", " ") for text in texts]
    score = min(len({one.group or one.index for one in controls}), 10) * 0.3
    score += 3.0 * any(one.type == "file" for one in controls)
    score += 2.0 * any(one.type == "email" or "mail" in text for one, text in zip(controls, plain, strict=True))
    score += 2.0 * any(_NAMES.search(text) for text in plain)
    score += 1.0 * any(one.type == "tel" or _PHONE.search(text) for one, text in zip(controls, plain, strict=True))
    score += 1.0 * any(_RESUME.search(text) for text in plain)
    return score


def _form(frame: RawFrame, form: int, buttons: Sequence[RawButton], controls: Sequence[RawControl]) -> float:
    score = 0.0
    pressed = [one.text for one in buttons if one.shown]
    score += 1.5 * any(says("submit", text) and not says("other_button", text) for text in pressed)
    if form >= 0:
        element = frame.forms[form]
        about = f"{element.words} {element.action}"
        score += 2.0 * says("apply_words", about, *(text for text in pressed[-3:]))
        noisy = says("noise", about, *(one for one in element.around[:_NEAR] if not one.startswith(("body", "html"))))
        score -= 6.0 * (noisy and not says("apply_words", about)) + 5.0 * (element.role == "search")
        score -= 4.0 * says("noise_texts", *pressed)
    entries = {one.group or str(one.index) for one in controls}
    score -= 4.0 * any(one.type == "password" for one in controls)
    score -= 4.0 * (len(entries) <= 2 and not any(one.type == "file" for one in controls))
    score -= 3.0 * all(one.type in ("search", "checkbox", "radio") or one.tag == "select" for one in controls)
    return score


def _noisy(control: RawControl) -> bool:
    """A control outside every form that belongs to a banner, a search box or a language picker."""
    near = [one for one in control.around[:9] if not one.startswith(("body", "html"))]
    return control.type == "search" or says("noise", control.words, *near)


def _with_strays(best: Candidate) -> Candidate:
    """The form with what its part of the page holds outside every form, and file fields that scripts append."""
    frame = best.frame
    form = best.controls[0].form
    if form < 0:
        return best
    regions = {one.region for one in best.controls} - {-1}
    strays = [
        one
        for one in frame.controls
        if one.form < 0 and not _noisy(one) and one.type != "password"
        and (one.region in regions or (one.type == "file" and one.hidden is not None))
    ]  # fmt: skip
    controls = sorted((*best.controls, *strays), key=lambda one: one.index)
    outside = [one for one in frame.buttons if one.form < 0 and one.region in regions] if regions else []
    own = [*best.buttons, *outside]
    if submit_of(Candidate(frame, controls, own, best.score)) is None:
        own += [one for one in frame.buttons if one.form < 0]
    return Candidate(frame, controls, own, best.score, best.hidden)


def _sends(button: RawButton) -> bool:
    """A button, or a link that runs a script."""
    return button.tag != "a" or (button.href or "").startswith("javascript:")


def _press(button: RawButton) -> float:
    if not button.shown or not button.text:
        return -9.0
    plain = button.text
    score = 4.0 * says("submit", plain) + (button.form >= 0) * (1.0 + 2.0 * (button.type == "submit"))
    score += 1.5 * is_next(button) + 1.0 * says("apply_words", plain)
    score -= 6.0 * (says("other_button", plain) and not is_next(button)) + 6.0 * says(
        "noise", button.words, *button.around[:6]
    )
    return score - (0.0 if score > 1.0 else 2.0)
