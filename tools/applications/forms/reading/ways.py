"""Pure: the button or link that leads from a posting to its application form."""

from collections.abc import Container, Sequence
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urlsplit

from tools.applications.forms.reading.choosing import SURE, candidates, submit_of
from tools.applications.forms.reading.raw import RawButton, RawFrame
from tools.applications.forms.reading.words import folded, says, words

_OTHER_ACCOUNT = ("linkedin", "indeed", "xing", "seek", "google", "facebook", "apple")


class Way(NamedTuple):
    """Where to go on: the frame's place among those given, and what to press there."""

    frame: int
    button: RawButton


def arrived(frames: Sequence[RawFrame]) -> bool:
    """Whether a form that is shown is surely the application form, so that nothing needs to be pressed."""
    ranked = candidates(frames)
    return bool(ranked) and ranked[0].score >= SURE and not ranked[0].hidden


def way_to_form(frames: Sequence[RawFrame], tried: Container[str]) -> Way | None:
    """What to press next, never what sends a form; None when nothing leads on. `tried` holds keys of `way_key`."""
    sends = {(number, button.locator) for number, button in _submits(frames)}
    ranked = [
        (_likely(button), -place, Way(number, button))
        for number, frame in enumerate(frames)
        for place, button in enumerate(frame.buttons)
        if (number, button.locator) not in sends and way_key(button) not in tried
    ]
    best = max(ranked, default=None, key=lambda one: one[:2])
    return best[2] if best is not None and best[0] > 0 else None


def way_key(button: RawButton) -> str:
    """What a way is remembered by, so that none is gone twice."""
    return f"{folded(button.text)} {target_of(button) or button.locator}"


def target_of(button: RawButton) -> str | None:
    """The address a link leads to; None for a button, a script and a place on the same page."""
    if not button.href or urlsplit(button.href).scheme not in ("http", "https"):
        return None
    return urldefrag(button.href)[0] if "#/" not in button.href else button.href


def mail_of(frames: Sequence[RawFrame]) -> str | None:
    """The address of a link that asks for an application by mail."""
    for frame in frames:
        for button in frame.buttons:
            if button.href and button.href.startswith("mailto:") and button.shown:
                address = unquote(button.href[7:].partition("?")[0]).strip()
                if "@" in address and (says("apply_words", button.text, button.href) or "job" in address):
                    return address[:120]
    return None


def _submits(frames: Sequence[RawFrame]) -> list[tuple[int, RawButton]]:
    """The sending button of every form that has something to fill."""
    numbers = {id(frame): number for number, frame in enumerate(frames)}
    found = [(numbers[id(one.frame)], submit_of(one)) for one in candidates(frames) if one.score > 0]
    return [(number, button) for number, button in found if button is not None]


def _likely(button: RawButton) -> float:
    plain = folded(button.text)
    if not button.shown or button.disabled or len(plain) > 60 or words("way").search(plain) is None:
        return 0.0
    if any(name in plain for name in _OTHER_ACCOUNT) or (button.href or "").startswith(("mailto:", "tel:")):
        return 0.0
    if button.type == "submit" and button.form >= 0:
        return 0.0
    score = 2.0 + 1.0 * says("apply_words", target_of(button) or "")
    return score - 1.0 * says("noise", *(one for one in button.around[:4] if not one.startswith(("body", "html"))))
