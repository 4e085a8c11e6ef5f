"""What reaches the terminal: text from outside says what it says and neither styles nor steers anything."""

import re
from typing import Any

from rich.console import Console

# The control characters of C0, DEL and C1, but for the line's end and the tab: they move cursors and set titles.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ROOTED_LINK = re.compile(r"\]\((/[^)\s]*)\)")
_FILE_LINK = re.compile(r"\[([^\]\n]+)\]\((/api/[^)\s]*)\)")
# What would be read as HTML, and vanish: "there is no <rss>".
_TAG = re.compile(r"(?<![\\`])<(?=[A-Za-z/!?])(?!https?:)")


def console(**options: Any) -> Console:
    """A console that takes brackets and colons as they are; styles are given beside the text, never inside it."""
    return Console(markup=False, emoji=False, highlight=False, **options)


def clean(text: str) -> str:
    """The text without control characters other than line ends and tabs."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n"))


def answer_text(text: str, base_url: str) -> str:
    """An answer's Markdown for a terminal: clean, with links that lead somewhere from there: to the page, and for a
    file, which a browser gets only where one is signed in, the command that saves it."""
    text = _FILE_LINK.sub(r"\1 (`jobwright save \2`)", text)
    return _ROOTED_LINK.sub(lambda link: f"]({base_url}{link[1]})", _TAG.sub(r"\\<", clean(text)))


def failure_text(message: str) -> str:
    """A failure's message in one piece, without the addresses that pydantic adds for programmers."""
    lines = clean(message).splitlines()
    return "\n".join(line for line in lines if "For further information visit" not in line)
