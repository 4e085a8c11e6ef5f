"""XING's job recommendations and search alerts."""

from tools.email.alerts.layouts import read_layout
from tools.email.alerts.openings import Layout
from tools.email.alerts.schemas import AlertReading
from tools.email.message import Mail

LAYOUT = Layout(
    "xing",
    "XING",
    board="xing",
    opaque=r"(?:click|links?|email|e|go|mail)\d*\.[\w.-]*xing\.com|xing\.com/(?:m|r|jobs|em|link)/",
)
SENDERS = ("xing.com", "mail.xing.com", "news.xing.com")


def read(mail: Mail) -> AlertReading:
    """Read one of XING's mails."""
    return read_layout(mail, LAYOUT)
