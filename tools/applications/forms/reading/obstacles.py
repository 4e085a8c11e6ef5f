"""Pure: what stands between a person and the form, worded with what to do about it."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from tools.applications.forms.reading.raw import RawFrame, RawMark
from tools.applications.forms.reading.words import folded, says
from tools.applications.forms.schemas import Obstacle
from tools.jobs.liveness.wording import closing_sentence

_CAPTCHA = re.compile(r"g-recaptcha|recaptcha/(?:api2|enterprise)|h-?captcha|turnstile|challenges\.cloudflare|"
                      r"arkoselabs|funcaptcha|frc-captcha|datadome|geetest|captcha", re.I)  # fmt: skip
_INVISIBLE = re.compile(r"size=invisible|invisible|badge|grecaptcha-logo|recaptcha-v3|response", re.I)
_ROBOT_PAGE = re.compile(
    r"just a moment|attention required|verify (?:that )?you are (?:a )?human|checking your browser|pardon our "
    r"interruption|are you a robot|bestatigen sie, dass sie (?:ein mensch|kein roboter)|verifiez que vous etes humain"
)
_LITTLE = 1_500
_SOLVE = "The form on {host} asks to prove that you are human: solve that check and send the form yourself."
_CHECKED = "{host} lets only people in whom it has checked; open {url} in your own browser."
_GONE = "The page is gone: the site answers {status} for {url}. Look whether the employer has the job elsewhere."
_CLOSED = "The posting is closed; its page says “{sentence}”. Look whether the employer has the job open elsewhere."
_NO_FORM = "No application form was found at {url}, nor behind its buttons; open it, and give the form's own address."
_ACCOUNT = "{host} wants an account before it shows the form. Make one yourself at {url} and apply there."
_LOGIN = "{host} wants you to sign in before it shows the form. Sign in at {url} in your own browser and apply there."


class Hindrance(NamedTuple):
    """An obstacle and its words."""

    obstacle: Obstacle
    why: str


def captcha_of(frames: Sequence[RawFrame]) -> tuple[bool, bool]:
    """Whether a check for robots is seen that a person must solve, and whether one works unseen."""
    marks = [mark for frame in frames for mark in frame.marks if _CAPTCHA.search(f"{mark.words} {mark.src}")]
    seen = any(_asks(mark) for mark in marks)
    return seen, bool(marks) and not seen


def hindrance(url: str, frames: Sequence[RawFrame], *, has_form: bool, title: str = "") -> Hindrance | None:
    """What stands in the way, None when the form can be filled; a page without a form always has something."""
    host = urlsplit(url).hostname or url
    asked, _ = captcha_of(frames)
    if has_form:
        return Hindrance("captcha", _SOLVE.format(host=host)) if asked else None
    text = "\n".join(frame.text for frame in frames)
    page = folded(f"{frames[0].title} {frames[0].text[:400]}") if frames else ""
    if asked or (_ROBOT_PAGE.search(page) and len(text) < _LITTLE):
        return Hindrance("captcha", _CHECKED.format(host=host, url=url))
    if frames and frames[0].status in (404, 410):
        return Hindrance("closed", _GONE.format(status=frames[0].status, url=url))
    if (sentence := closing_sentence(text[:12_000], title)) is not None:
        return Hindrance("closed", _CLOSED.format(sentence=sentence[:200]))
    if (walled := _sign_in(frames)) is not None:
        return Hindrance(walled, (_ACCOUNT if walled == "account_needed" else _LOGIN).format(host=host, url=url))
    return Hindrance("no_form", _NO_FORM.format(url=url))


def unreachable(url: str, message: str) -> Hindrance:
    """A page that did not open; `message` says why."""
    return Hindrance("unreachable", f"{message} Try again later, or open {url} in your own browser.")


def _asks(mark: RawMark) -> bool:
    width, height = mark.area[2], mark.area[3]
    quiet = mark.size == "invisible" or _INVISIBLE.search(f"{mark.words} {mark.src}") is not None
    boxed = mark.tag not in ("script", "input", "form", "body") and width >= 200 and 50 <= height <= 700
    return mark.shown and not quiet and boxed


def _sign_in(frames: Sequence[RawFrame]) -> Obstacle | None:
    secrets = [one for frame in frames for one in frame.controls if one.type == "password" and one.hidden is None]
    if not secrets:
        return None
    pressed = [one.text for frame in frames for one in frame.buttons if one.shown and one.tag != "a"]
    if len(secrets) > 1 or (says("account", *pressed) and not says("login", *pressed)):
        return "account_needed"
    return "login"
