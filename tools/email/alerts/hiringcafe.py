"""HiringCafe's alerts: cards whose only link is the button."""

from tools.email.alerts.openings import Layout

LAYOUT = Layout(
    "hiringcafe",
    "HiringCafe",
    own=r"hiring\.cafe/(?:viewjob|job|jobs)/(?P<id>[\w=-]{4,})",
    address="https://hiring.cafe/viewjob/{id}",
    opaque=r"sendgrid\.net/ls/click|hiring\.cafe|resend-clicks|mailgun|awstrack|customeriomail",
    dashed=True,
)
SENDERS = ("hiring.cafe",)
