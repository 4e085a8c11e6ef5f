"""Pure: where the chosen form of a page goes, and what goes with it unseen."""

from tools.applications.forms.destination import VOLATILE, stable
from tools.applications.forms.reading.choosing import Candidate
from tools.applications.forms.reading.raw import RawButton
from tools.applications.forms.schemas import Destination, PageValue


def destination_of(best: Candidate, button: RawButton | None) -> Destination:
    """Where the chosen form of a page goes: by the button that sends it, else by the form, else by its script."""
    number = _form_of(best)
    form = best.frame.forms[number] if 0 <= number < len(best.frame.forms) else None
    frames = [stable(best.frame.url)] if best.frame.path else []
    if form is None:
        return Destination(method="script", frames=frames)
    action = (button.action if button is not None else None) or form.goes_to or best.frame.url
    method = (button.method if button is not None else None) or form.method
    return Destination(action=stable(action), method="post" if method.lower() == "post" else "get", frames=frames)


def page_values_of(best: Candidate) -> list[PageValue]:
    """What the form sends unseen, by name; without the value where that is a token."""
    number = _form_of(best)
    kept = best.frame.forms[number].hidden if 0 <= number < len(best.frame.forms) else []
    return [PageValue(name=one.name, value=None if VOLATILE.search(one.name) else one.value) for one in kept]


def _form_of(best: Candidate) -> int:
    """Its place among the forms of its frame; -1 where the fields stand in none."""
    return next((one.form for one in best.controls if one.form >= 0), -1)
