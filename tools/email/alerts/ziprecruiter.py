"""ZipRecruiter's alerts: one-time links, so that the posting's own address is seldom known."""

from tools.email.alerts.openings import Layout

LAYOUT = Layout(
    "ziprecruiter",
    "ZipRecruiter",
    board="ziprecruiter",
    opaque=r"ziprecruiter\.[a-z.]+/(?:e?km|ek|k|c|jobs?|job-redirect)/|click\.ziprecruiter|ziprecruiter\.[a-z.]+/\w+/click",
)
SENDERS = ("ziprecruiter.com", "ziprecruiter.co.uk", "ziprecruiter.in", "zipalerts.com")
