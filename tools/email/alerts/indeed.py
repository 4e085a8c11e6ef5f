"""Indeed's alerts and matches; sponsored openings have a link without the job's number."""

from tools.email.alerts.openings import Layout

LAYOUT = Layout("indeed", "Indeed", board="indeed", own=r"indeed\.[a-z.]+/(?:rc|pagead)/clk", dashed=True)
SENDERS = ("indeed.com", "indeedemail.com", "indeed.de", "indeed.fr", "indeed.es", "indeed.co.uk")
