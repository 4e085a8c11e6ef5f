"""LinkedIn's alerts, digests and suggestions ("jobs you may like", "similar jobs"): HTML and plain text."""

from tools.email.alerts.layouts import read_layout
from tools.email.alerts.openings import Layout
from tools.email.alerts.schemas import AlertReading
from tools.email.message import Mail

LAYOUT = Layout("linkedin", "LinkedIn", board="linkedin")
SENDERS = ("linkedin.com",)


def read(mail: Mail) -> AlertReading:
    """Read one of LinkedIn's mails."""
    return read_layout(mail, LAYOUT)
