"""Alerts of any other sender: repeated blocks with a link, a title and usually an employer, with less certainty."""

from tools.email.alerts.kinds import is_other, sounds_like_alert
from tools.email.alerts.layouts import read_layout
from tools.email.alerts.openings import ANY, Layout
from tools.email.alerts.schemas import AlertPosting, AlertReading
from tools.email.message import Mail

NAME, CEILING, ENOUGH = "generic", 0.7, 2
LAYOUT = Layout(NAME, "", board="*", opaque=ANY, strict=False, ceiling=CEILING)


def read(mail: Mail) -> AlertReading:
    """The openings of a mail that says of itself that it brings some, or shows several with all that openings have."""
    reading = read_layout(mail, LAYOUT)
    kept = [posting for posting in reading.postings if _is_shown_as_one(posting)]
    if not kept or is_other(mail) or not (sounds_like_alert(mail) or _speaks_for_itself(kept)):
        return AlertReading()
    certainty = round(sum(posting.confidence for posting in kept) / len(kept), 3)
    board = mail.sender.name or mail.sender.domain or None
    return reading.model_copy(update={"postings": kept, "confidence": certainty, "board": board})


def _is_shown_as_one(posting: AlertPosting) -> bool:
    """A title alone may be an article's; an opening has an address of its own kind, or an employer and more."""
    told = [posting.company, posting.location, posting.salary, posting.remote]
    return bool(posting.url and any(told)) or (posting.company is not None and sum(map(bool, told)) >= 2)


def _speaks_for_itself(postings: list[AlertPosting]) -> bool:
    full = [one for one in postings if one.url and one.company and (one.location or one.salary)]
    return len(full) >= ENOUGH and len(full) * 2 > len(postings)
