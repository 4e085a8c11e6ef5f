"""Pure: whether a person sees a control, uses it through a widget, meets it in a later step, or never."""

import re
from typing import Literal

from tools.applications.forms.reading.labels import is_trap
from tools.applications.forms.reading.raw import RawControl
from tools.applications.forms.reading.words import says

Sight = Literal["seen", "behind", "later", "page", "never"]
CHOICES = frozenset({"radio", "checkbox"})
_STEP = re.compile(r"step|page|wizard|tab-?pane|tabpanel|panel|slide|stage|schritt|etape|fieldset|carousel", re.I)


def sight_of(control: RawControl) -> Sight:
    """`behind`: a widget stands in front; `later`: in a step not yet shown; `page`: its scripts fill it; `never`."""
    if control.disabled and not control.hidden:
        return "never"
    if _is_text(control) and is_trap(control):
        return "never"
    if control.hidden is None:
        return "seen"
    if control.type == "file":
        return "behind" if control.hidden.self or control.hidden.controls <= 1 else _later(control)
    if control.hidden.self or control.hidden.controls <= 1:
        return _own(control)
    if _is_text(control) and _filled_by_page(control):
        return "page"
    return _later(control)


def _own(control: RawControl) -> Sight:
    """Hidden alone: buttons, boxes and lists behind a drawn widget; a text that hides alone is there for robots."""
    if control.kind in CHOICES:
        return "behind" if control.label_shown or control.front or control.face else "never"
    if control.tag == "select":
        return "behind" if control.front or control.face else "never"
    if control.role == "combobox":
        return "behind"
    return "page" if _filled_by_page(control) else "never"


def _later(control: RawControl) -> Sight:
    hidden = control.hidden
    if hidden is None or hidden.controls < 2:
        return "never"
    return "later" if _STEP.search(hidden.words) or hidden.peers > 1 else "never"


def _is_text(control: RawControl) -> bool:
    return control.type not in ("file", "checkbox", "radio") and control.tag != "select" and control.role != "combobox"


def _filled_by_page(control: RawControl) -> bool:
    away = control.aria_hidden or control.tabindex == "-1"
    return away and says("filled_by_page", (control.name or control.id or "").replace("_", " "))
