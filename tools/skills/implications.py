"""Skills that show another: who works with Django works with Python. Only what cannot be otherwise."""

from functools import cache
from importlib.resources import files


def shown_by(skill: str) -> tuple[str, ...]:
    """Other skills (canonical names), any of which shows this one."""
    return _table().get(skill, ())


@cache
def _table() -> dict[str, tuple[str, ...]]:
    lines = files("tools.skills").joinpath("implied.v1.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return {skill: tuple(others.split("|")) for skill, others in rows}
