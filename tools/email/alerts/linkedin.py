"""LinkedIn's alerts, digests and suggestions ("jobs you may like", "similar jobs"): HTML and plain text."""

from tools.email.alerts.openings import Layout

LAYOUT = Layout("linkedin", "LinkedIn", board="linkedin")
SENDERS = ("linkedin.com",)
