"""The word lists beside this file, read once when they are first asked for."""

import re
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = (files("tools.resumes.parsing") / "words.v1.txt").read_text(encoding="utf-8")
    found: dict[str, frozenset[str]] = {}
    for block in re.split(r"^\[", text, flags=re.MULTILINE)[1:]:
        name, _, body = block.partition("]")
        found[name] = frozenset(word for part in body.split(",") if (word := " ".join(part.split())))
    return found


def word_list(name: str) -> frozenset[str]:
    """The list called `name`; raises KeyError for an unknown one."""
    return _lists()[name]


def names(prefix: str) -> list[str]:
    """The lists whose name starts with `prefix`, in the file's order."""
    return [name for name in _lists() if name.startswith(prefix)]


@cache
def alternatives(*lists: str) -> str:
    """The words of these lists as a regular expression's alternatives, longest first."""
    every = sorted({word for name in lists for word in word_list(name)}, key=len, reverse=True)
    return "|".join(re.escape(word) for word in every)
