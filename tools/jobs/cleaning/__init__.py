"""Facts of a posting in comparable values, each with the words it was read from; pure functions."""

from tools.jobs.cleaning.cleaning import CleanInput, Stated, clean, stated, unsupported_excerpts
from tools.jobs.cleaning.openness import covers

__all__ = ["CleanInput", "Stated", "clean", "covers", "stated", "unsupported_excerpts"]
