"""Monster's alerts: every link is a tracking link that says nothing of where it leads."""

from tools.email.alerts.openings import Layout

LAYOUT = Layout(
    "monster",
    "Monster",
    board="monster",
    own=r"monster\.[a-z.]+/job-openings/[^?#]*?--(?P<id>[0-9a-f-]{36})",
    address="",
    opaque=r"(?:click|notifications?|links?|email|e|my|go)\.[\w.-]*monster\.[a-z.]+",
    dashed=True,
)
SENDERS = ("monster.com", "monster.de", "monster.fr", "monster.es", "monster.co.uk")
