"""One posting among 1,000, 10,000 and 100,000: the time to find its opening stays the same.

The postings are generated: employers with boilerplate of their own, a few roles in several cities each, duties drawn
from a pool, every tenth posting a copy of the one before it with a board's words around it.
"""

import asyncio
import random
import time
from collections import deque

from evals.bench.measuring import Row
from tools.jobs.cleaning.schemas import CleanPosting, Employer, Place, Role
from tools.jobs.dedup import Identity, OpeningIndex, bands, blocks, identity_of, opening_of, signature

SIZES = (1_000, 10_000, 100_000)
SAMPLED = 500
PER_EMPLOYER = 40
COPIES = 10  # every so many postings one is a copy
FLAT = 1.5

_ROLES = (
    "backend engineer",
    "nurse",
    "store manager",
    "data analyst",
    "electrician",
    "account executive",
    "dispatcher",
)
_CITIES = (
    "Berlin",
    "Lyon",
    "Porto",
    "Leeds",
    "Utrecht",
    "Turin",
    "Gdansk",
    "Malmo",
    "Austin",
    "Halifax",
    "Cork",
    "Graz",
)
_VERBS = ("Plan", "Own", "Build", "Check", "Prepare", "Lead", "Repair", "Document", "Improve", "Present")
_THINGS = (
    "the rota of the night crew", "a ledger of open claims", "the stock of spare parts", "two release trains",
    "the cold store by the river", "forecasts for the board", "a fleet of vans", "handovers between wards",
    "the window of the main shop", "drawings of switchgear", "contracts with hauliers", "the intake of new clients",
)  # fmt: skip
_BOARD = "Seen on a board of jobs. Make an alert and hear of others like it. Employers pay us, you do not.\n"


async def bench() -> list[Row]:
    """Milliseconds per posting at each size, beside those at the smallest."""
    return await asyncio.to_thread(_measure)


def _measure() -> list[Row]:
    index: OpeningIndex[int] = OpeningIndex()
    stored: list[bytes] = []
    rows: list[Row] = []
    first: float | None = None
    recent: deque[float] = deque(maxlen=SAMPLED)
    joined = {True: 0, False: 0}  # by whether the posting is a copy
    for number in range(SIZES[-1]):
        measured = any(size - SAMPLED <= number < size for size in SIZES)
        clean, text = _posting(number)
        begun = time.perf_counter()
        found = _deduplicate(index, stored, number, clean, text, look=measured)
        recent.append((time.perf_counter() - begun) * 1000)
        joined[_is_copy(number)] += found and measured
        if number + 1 in SIZES:
            per_posting = sum(recent) / len(recent)
            rows.append(_row(number + 1, per_posting, first))
            first = first or per_posting
    copies = len(SIZES) * SAMPLED // COPIES
    rows.append(Row("dedup: copies found among those sampled", 100 * joined[True] / copies, "%"))
    others = len(SIZES) * SAMPLED - copies
    rows.append(Row("dedup: others taken for copies among those sampled", 100 * joined[False] / others, "%"))
    return rows


def _row(size: int, per_posting: float, first: float | None) -> Row:
    name = f"dedup: one posting among {size:,}"
    return (
        Row(name, per_posting, "ms", first, f"among {SIZES[0]:,}", at_most=FLAT)
        if first
        else Row(name, per_posting, "ms")
    )


def _deduplicate(
    index: OpeningIndex[int], stored: list[bytes], number: int, clean: CleanPosting, text: str, *, look: bool
) -> bool:
    """Sketch a posting, look for its opening, and keep it; identities are read back from JSON as from a database.

    Without `look` it is only kept, which fills the index for the next measurement.
    """
    identity = identity_of(clean, text=text)
    keys, text_keys = blocks(identity), bands(signature(text))
    opening = None
    if look:
        near = index.candidates(keys, text_keys)
        opening = opening_of(identity, {other: [Identity.model_validate_json(stored[other])] for other in near})
    index.add(number, [*keys, *text_keys])
    stored.append(identity.model_dump_json().encode())
    return opening is not None


def _is_copy(number: int) -> bool:
    return number % COPIES == COPIES - 1


def _posting(number: int) -> tuple[CleanPosting, str]:
    """The posting of that number, always the same; every tenth is the one before it, as a board shows it."""
    copied = _is_copy(number)
    draw = random.Random(number - copied)
    employer = f"Employer {(number - copied) // PER_EMPLOYER}"
    role, city = draw.choice(_ROLES), draw.choice(_CITIES)
    duties = [f"{draw.choice(_VERBS)} {draw.choice(_THINGS)}, {draw.randint(2, 900)} a month" for _ in range(9)]
    about = f"About {employer}\n{employer} was founded in 1987 and works calmly in four countries."
    offer = "What we offer\nThirty days of leave, a pension from the first day, and a budget for learning."
    text = f"{about}\n\nThe role\n" + "\n".join(f"- {duty}." for duty in duties) + f"\n\n{offer}"
    clean = CleanPosting(
        title=Role(role=role, excerpt=role.title()),
        employer=Employer(name=employer, key=employer.replace(" ", "").lower(), excerpt=employer),
        places=[Place(city=city, excerpt=city)],
    )
    return clean, _BOARD + text.split("\n\n", 1)[1] if copied else text
