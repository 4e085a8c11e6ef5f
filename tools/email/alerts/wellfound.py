"""Wellfound's (once AngelList's) digests: openings stand under their employer, or name it below the title."""

from tools.email.alerts.layouts import read_layout
from tools.email.alerts.openings import Layout
from tools.email.alerts.schemas import AlertReading
from tools.email.message import Mail

LAYOUT = Layout(
    "wellfound",
    "Wellfound",
    board="wellfound",
    own=r"(?:angel\.co|wellfound\.com)/(?:company/[^/?#]+/)?(?:jobs|l|j)/(?:[^/?#]+/)?(?P<id>\d{4,})(?=[-/?#]|$)",
    address="",
    opaque=r"(?:links?|click|email|e|hi|go|ablink)\.[\w.-]*(?:angel\.co|wellfound\.com)|//(?:www\.)?(?:angel\.co|wellfound\.com)/",
    employer_above=True,
)
SENDERS = ("wellfound.com", "angel.co", "angellist.com")


def read(mail: Mail) -> AlertReading:
    """Read one of Wellfound's mails."""
    return read_layout(mail, LAYOUT)
