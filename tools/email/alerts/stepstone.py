"""StepStone's job agent, in German, French, Dutch and English."""

from tools.email.alerts.openings import Layout

LAYOUT = Layout(
    "stepstone",
    "StepStone",
    board="stepstone",
    own=r"stepstone\.[a-z.]+/(?:5/)?[\w/]*(?:stellenangebote|emploi|vacature|job)[^?#]*?-{1,2}(?P<id>\d{6,})",
    address="",
    opaque=r"(?:click|links?|email|e|go|track\w*|jobagent|newsletter|mail)\d*\.[\w.-]*stepstone\.[a-z.]+|stepstone\.[a-z.]+/[\w/]*"
    r"(?:click|redirect|jobagent)",
)
SENDERS = ("stepstone.de", "stepstone.at", "stepstone.be", "stepstone.fr", "stepstone.nl", "stepstone.com")
