"""Glassdoor's alerts: a whole card is one link, the employer stands before the title."""

from tools.email.alerts.openings import Layout

LAYOUT = Layout(
    "glassdoor",
    "Glassdoor",
    board="glassdoor",
    own=r"glassdoor\.[a-z.]+/(?:partner/jobListing\.htm|job-listing/)",
    first="company",
)
SENDERS = ("glassdoor.com", "glassdoor.de", "glassdoor.fr", "glassdoor.es", "glassdoor.co.uk")
