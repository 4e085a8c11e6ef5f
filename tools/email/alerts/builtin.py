"""Built In's matches: a whole card is one link, the employer stands first."""

from tools.email.alerts.layouts import read_layout
from tools.email.alerts.openings import Layout
from tools.email.alerts.schemas import AlertReading
from tools.email.message import Mail

LAYOUT = Layout(
    "builtin",
    "Built In",
    board="builtin",
    own=r"//(?:www\.)?builtin[a-z]*\.(?:com|org)/job/(?:[^?#]*/)?(?P<id>\d{4,})",
    address="",
    first="company",
)
SENDERS = ("builtin.com", "builtinnyc.com", "builtinchicago.org", "builtinaustin.com", "builtinboston.com")


def read(mail: Mail) -> AlertReading:
    """Read one of Built In's mails."""
    return read_layout(mail, LAYOUT)
