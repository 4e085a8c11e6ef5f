"""Google's job alerts: links lead to its own search; "via" names the board an opening came from."""

from tools.email.alerts.layouts import read_layout
from tools.email.alerts.openings import Layout
from tools.email.alerts.schemas import AlertReading
from tools.email.message import Mail

LAYOUT = Layout(
    "google",
    "Google job alerts",
    own=r"google\.[a-z.]+/search\?.*[?&#]htidocid=(?P<id>[\w%=-]+)|google\.[a-z.]+/search\?[^#]*ibp=htl(?:;|%3B)jobs",
    opaque=r"notifications\.googleapis\.com/email/redirect|google\.[a-z.]+/(?:url|search)\?",
)
SENDERS = ("notify-noreply@google.com", "jobalerts-noreply@google.com", "jobs-noreply@google.com")


def read(mail: Mail) -> AlertReading:
    """Read one of Google's mails."""
    return read_layout(mail, LAYOUT)
