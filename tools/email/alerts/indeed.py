"""Indeed's alerts and matches; sponsored openings have a link without the job's number."""

from tools.email.alerts.layouts import read_layout
from tools.email.alerts.openings import Layout
from tools.email.alerts.schemas import AlertReading
from tools.email.message import Mail

LAYOUT = Layout("indeed", "Indeed", board="indeed", own=r"indeed\.[a-z.]+/(?:rc|pagead)/clk", dashed=True)
SENDERS = ("indeed.com", "indeedemail.com", "indeed.de", "indeed.fr", "indeed.es", "indeed.co.uk")


def read(mail: Mail) -> AlertReading:
    """Read one of Indeed's mails."""
    return read_layout(mail, LAYOUT)
