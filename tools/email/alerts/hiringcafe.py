"""HiringCafe's alerts: cards whose only link is the button."""

from tools.email.alerts.layouts import read_layout
from tools.email.alerts.openings import Layout
from tools.email.alerts.schemas import AlertReading
from tools.email.message import Mail

LAYOUT = Layout(
    "hiringcafe",
    "HiringCafe",
    own=r"hiring\.cafe/(?:viewjob|job|jobs)/(?P<id>[\w=-]{4,})",
    address="https://hiring.cafe/viewjob/{id}",
    opaque=r"sendgrid\.net/ls/click|hiring\.cafe|resend-clicks|mailgun|awstrack|customeriomail",
    dashed=True,
)
SENDERS = ("hiring.cafe",)


def read(mail: Mail) -> AlertReading:
    """Read one of HiringCafe's mails."""
    return read_layout(mail, LAYOUT)
