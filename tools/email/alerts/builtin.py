"""Built In's matches: a whole card is one link, the employer stands first."""

from tools.email.alerts.openings import Layout

LAYOUT = Layout(
    "builtin",
    "Built In",
    board="builtin",
    own=r"//(?:www\.)?builtin[a-z]*\.(?:com|org)/job/(?:[^?#]*/)?(?P<id>\d{4,})",
    address="",
    first="company",
)
SENDERS = ("builtin.com", "builtinnyc.com", "builtinchicago.org", "builtinaustin.com", "builtinboston.com")
