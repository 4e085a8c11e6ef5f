"""Pure: whether a person sees a control, uses it through a widget, meets it in a later step, or never."""

import re
from typing import Literal

from tools.applications.forms.reading.labels import is_trap
from tools.applications.forms.reading.raw import RawControl, RawHidden
from tools.applications.forms.reading.words import says

Sight = Literal["seen", "behind", "later", "page", "never"]
CHOICES = frozenset({"radio", "checkbox"})
_STEP = re.compile(r"step|page|wizard|tab-?pane|tabpanel|panel|slide|stage|schritt|etape|fieldset|carousel", re.I)
_PARSES = re.compile(
    r"auto-?fill[-_ ]?(?:resume|pane|with|from|upload)|_autofill|apply-with-resume|resume-?pars|parse-?resume", re.I
)


def sight_of(control: RawControl) -> Sight:
    """`behind`: a widget stands in front; `later`: in a step not yet shown; `page`: its scripts fill it; `never`."""
    if control.disabled and not control.hidden:
        return "never"
    if (_is_text(control) and is_trap(control)) or (control.type == "file" and _parses(control)):
        return "never"
    if control.hidden is None:
        return "seen"
    if _is_text(control) and _filled_by_page(control):
        return "page"
    around = wrapped_by(control)
    if around is not None:
        return "later" if _STEP.search(around.words) or around.peers > 1 else "never"
    return "behind" if control.type == "file" else _own(control)


def wrapped_by(control: RawControl) -> RawHidden | None:
    """What hides a control together with others; None when it is hidden alone."""
    at = control.hidden
    while at is not None and at.controls <= 1:
        at = at.outer
    return at


def _own(control: RawControl) -> Sight:
    """Hidden alone: buttons, boxes and lists behind a drawn widget; a text that hides alone is there for robots."""
    if control.kind in CHOICES:
        drawn = control.label_shown or control.front or control.face or control.pressable
        return "behind" if drawn else "never"
    if control.tag == "select":
        return "behind" if control.front or control.face else "never"
    if control.role == "combobox":
        return "behind"
    return "never"


def _is_text(control: RawControl) -> bool:
    return control.type not in ("file", "checkbox", "radio") and control.tag != "select" and control.role != "combobox"


def _parses(control: RawControl) -> bool:
    """A file that would only be read into the other fields, over what stands there."""
    return _PARSES.search(" ".join((control.words, *control.around[:4]))) is not None


def _filled_by_page(control: RawControl) -> bool:
    away = control.aria_hidden or control.tabindex == "-1"
    return away and says("filled_by_page", (control.name or control.id or "").replace("_", " "))
