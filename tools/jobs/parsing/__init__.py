"""Reading job postings out of pages and texts; pure functions, no network."""

from tools.jobs.parsing.addresses import canonical_url
from tools.jobs.parsing.page import parse_html
from tools.jobs.parsing.pasted import parse_text
from tools.jobs.parsing.walls import classify_page, needs_browser

__all__ = ["canonical_url", "classify_page", "needs_browser", "parse_html", "parse_text"]
