"""Every board by name."""

from collections.abc import Mapping

from store.errors import ValidationError
from tools.jobs.boards.ashby import Ashby
from tools.jobs.boards.bamboohr import BambooHR
from tools.jobs.boards.board import Board
from tools.jobs.boards.greenhouse import Greenhouse
from tools.jobs.boards.lever import Lever
from tools.jobs.boards.page import Page
from tools.jobs.boards.personio import Personio
from tools.jobs.boards.pinpoint import Pinpoint
from tools.jobs.boards.recruitee import Recruitee
from tools.jobs.boards.rippling import Rippling
from tools.jobs.boards.smartrecruiters import SmartRecruiters
from tools.jobs.boards.teamtailor import Teamtailor
from tools.jobs.boards.workable import Workable
from tools.jobs.boards.workday import Workday

_COMPANIES: tuple[Board, ...] = (
    Greenhouse(),
    Lever(),
    Ashby(),
    Workable(),
    SmartRecruiters(),
    Recruitee(),
    Personio(),
    Teamtailor(),
    BambooHR(),
    Pinpoint(),
    Rippling(),
    Workday(),
    Page(),
)
_AGGREGATORS: tuple[Board, ...] = ()
# Boards that answer only with a key of the user's.
_KEYED = frozenset({"adzuna", "usajobs", "jsearch"})
# Off until a setting turns them on: they forbid or block automatic reading.
_FRAGILE = frozenset({"linkedin", "jobspy"})

BOARDS: Mapping[str, Board] = {board.name: board for board in (*_COMPANIES, *_AGGREGATORS)}


def board(name: str) -> Board:
    """The board of a name, any case. Raises ValidationError BOARD_UNKNOWN that lists what there is."""
    found = BOARDS.get(name.strip().lower())
    if found is None:
        raise ValidationError(
            f"There is no board called '{name[:60]}'. There are: {', '.join(sorted(BOARDS))}.", code="BOARD_UNKNOWN"
        )
    return found


def keyless() -> list[Board]:
    """The boards that answer without a key and do not mind being read."""
    return [board for name, board in BOARDS.items() if name not in _KEYED | _FRAGILE]
