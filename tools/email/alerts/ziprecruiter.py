"""ZipRecruiter's alerts: one-time links, so that the posting's own address is seldom known."""

from tools.email.alerts.layouts import read_layout
from tools.email.alerts.openings import Layout
from tools.email.alerts.schemas import AlertReading
from tools.email.message import Mail

LAYOUT = Layout(
    "ziprecruiter",
    "ZipRecruiter",
    board="ziprecruiter",
    opaque=r"ziprecruiter\.[a-z.]+/(?:e?km|ek|k|c|jobs?|job-redirect)/|click\.ziprecruiter|ziprecruiter\.[a-z.]+/\w+/click",
)
SENDERS = ("ziprecruiter.com", "ziprecruiter.co.uk", "ziprecruiter.in", "zipalerts.com")


def read(mail: Mail) -> AlertReading:
    """Read one of ZipRecruiter's mails."""
    return read_layout(mail, LAYOUT)
