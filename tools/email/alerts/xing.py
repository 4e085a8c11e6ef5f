"""XING's job recommendations and search alerts."""

from tools.email.alerts.openings import Layout

LAYOUT = Layout(
    "xing",
    "XING",
    board="xing",
    opaque=r"(?:click|links?|email|e|go|mail)\d*\.[\w.-]*xing\.com|xing\.com/(?:m|r|jobs|em|link)/",
)
SENDERS = ("xing.com", "mail.xing.com", "news.xing.com")
