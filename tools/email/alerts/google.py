"""Google's job alerts: links lead to its own search; "via" names the board an opening came from."""

from tools.email.alerts.openings import Layout

LAYOUT = Layout(
    "google",
    "Google job alerts",
    own=r"google\.[a-z.]+/search\?.*[?&#]htidocid=(?P<id>[\w%=-]+)|google\.[a-z.]+/search\?[^#]*ibp=htl(?:;|%3B)jobs",
    opaque=r"notifications\.googleapis\.com/email/redirect|google\.[a-z.]+/(?:url|search)\?",
)
SENDERS = ("notify-noreply@google.com", "jobalerts-noreply@google.com", "jobs-noreply@google.com")
