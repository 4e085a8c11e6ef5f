"""Alerts of MyGreenhouse and of employers' boards on Greenhouse."""

from tools.email.alerts.openings import Layout

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
