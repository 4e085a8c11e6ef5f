"""Glassdoor's alerts: a whole card is one link, the employer stands before the title."""

from tools.email.alerts.layouts import read_layout
from tools.email.alerts.openings import Layout
from tools.email.alerts.schemas import AlertReading
from tools.email.message import Mail

LAYOUT = Layout(
    "glassdoor",
    "Glassdoor",
    board="glassdoor",
    own=r"glassdoor\.[a-z.]+/(?:partner/jobListing\.htm|job-listing/)",
    first="company",
)
SENDERS = ("glassdoor.com", "glassdoor.de", "glassdoor.fr", "glassdoor.es", "glassdoor.co.uk")


def read(mail: Mail) -> AlertReading:
    """Read one of Glassdoor's mails."""
    return read_layout(mail, LAYOUT)
