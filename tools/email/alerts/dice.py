"""Dice's alerts, whose openings are often written twice: for phones and for desktops."""

from tools.email.alerts.openings import Layout

LAYOUT = Layout(
    "dice",
    "Dice",
    board="dice",
    own=r"dice\.com/jobs/detail/(?:[^?#]*/)?(?P<id>[\w.-]{4,})",
    opaque=r"(?:click|links?|email|e|go|track\w*|mail)\d*\.[\w.-]*dice\.com|sendgrid\.net|dice\.com/(?:track|click|r)/",
)
SENDERS = ("dice.com", "dhigroupinc.com")
