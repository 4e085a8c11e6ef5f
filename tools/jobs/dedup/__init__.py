"""One row per real opening: sketches and keys that find copies, rules that decide. Pure functions of data."""

from tools.jobs.dedup.identity import Identity, blocks, identity_of
from tools.jobs.dedup.index import CANDIDATES, HOT, OpeningIndex
from tools.jobs.dedup.openings import opening_of
from tools.jobs.dedup.rules import same_opening
from tools.jobs.dedup.sketch import bands, signature, similarity
from tools.jobs.dedup.verdicts import Verdict

__all__ = [
    "CANDIDATES",
    "HOT",
    "Identity",
    "OpeningIndex",
    "Verdict",
    "bands",
    "blocks",
    "identity_of",
    "opening_of",
    "same_opening",
    "signature",
    "similarity",
]
