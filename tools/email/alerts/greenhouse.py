"""Alerts of MyGreenhouse and of employers' boards on Greenhouse."""

from tools.email.alerts.layouts import read_layout
from tools.email.alerts.openings import Layout
from tools.email.alerts.schemas import AlertReading
from tools.email.message import Mail

LAYOUT = Layout(
    "greenhouse",
    "Greenhouse",
    board="greenhouse",
    own=r"my\.greenhouse\.io/(?:[\w-]+/)*(?:jobs?|job_posts?|view_job)/(?P<id>\d+)|[?&]gh_jid=(?P<gh>\d+)",
    address="",
    opaque=r"(?:links?|click|email|e|go|track\w*)\d*\.[\w.-]*greenhouse[\w-]*\.(?:io|com)|greenhouse\.io/",
    strict=False,
    employer_above=True,
)
SENDERS = ("greenhouse.io", "greenhouse-mail.io", "greenhouse.com", "us.greenhouse-mail.io")


def read(mail: Mail) -> AlertReading:
    """Read one of Greenhouse's mails."""
    return read_layout(mail, LAYOUT)
