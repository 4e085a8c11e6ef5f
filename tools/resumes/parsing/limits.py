"""How much text a resume may hold."""

from tools.resumes.refusals import TooMuchTextError

# No resume has more; patterns over more would take longer than anybody waits.
MAX_TEXT = 300_000
MAX_LINE = 20_000


def refuse_long(text: str) -> None:
    """Raise TooMuchTextError for more text, or a longer line, than a resume has."""
    longest = max(map(len, text.splitlines()), default=0)
    if len(text) > MAX_TEXT or longest > MAX_LINE:
        raise TooMuchTextError(
            f"This file holds {len(text)} characters, in a line of up to {longest}; at most {MAX_TEXT} are read, "
            f"{MAX_LINE} in one line. Upload the resume alone.",
            details={"characters": len(text), "longest_line": longest, "limit": MAX_TEXT, "line_limit": MAX_LINE},
        )
