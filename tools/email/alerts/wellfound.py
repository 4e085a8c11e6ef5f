"""Wellfound's (once AngelList's) digests: openings stand under their employer, or name it below the title."""

from tools.email.alerts.openings import Layout

LAYOUT = Layout(
    "wellfound",
    "Wellfound",
    board="wellfound",
    own=r"(?:angel\.co|wellfound\.com)/(?:company/[^/?#]+/)?(?:jobs|l|j)/(?:[^/?#]+/)?(?P<id>\d{4,})(?=[-/?#]|$)",
    address="",
    opaque=r"(?:links?|click|email|e|hi|go|ablink)\.[\w.-]*(?:angel\.co|wellfound\.com)|//(?:www\.)?(?:angel\.co|wellfound\.com)/",
    employer_above=True,
)
SENDERS = ("wellfound.com", "angel.co", "angellist.com")
