"""Every board by name."""

from collections.abc import Mapping

from store.errors import ValidationError
from tools.jobs.boards.adzuna import Adzuna
from tools.jobs.boards.arbeitnow import Arbeitnow
from tools.jobs.boards.ashby import Ashby
from tools.jobs.boards.bamboohr import BambooHR
from tools.jobs.boards.board import Board
from tools.jobs.boards.breezy import Breezy
from tools.jobs.boards.eightfold import Eightfold
from tools.jobs.boards.eleduck import Eleduck
from tools.jobs.boards.freehire import Freehire
from tools.jobs.boards.greenhouse import Greenhouse
from tools.jobs.boards.hackernews import HackerNews
from tools.jobs.boards.himalayas import Himalayas
from tools.jobs.boards.jazzhr import JazzHR
from tools.jobs.boards.jobicy import Jobicy
from tools.jobs.boards.jobspy import JobSpy
from tools.jobs.boards.jsearch import JSearch
from tools.jobs.boards.keys import BoardKeys
from tools.jobs.boards.landingjobs import LandingJobs
from tools.jobs.boards.lever import Lever
from tools.jobs.boards.linkedin import LinkedIn
from tools.jobs.boards.neogov import Neogov
from tools.jobs.boards.oracle import Oracle
from tools.jobs.boards.page import Page
from tools.jobs.boards.personio import Personio
from tools.jobs.boards.pinpoint import Pinpoint
from tools.jobs.boards.recruitee import Recruitee
from tools.jobs.boards.reed import Reed
from tools.jobs.boards.remoteok import RemoteOk
from tools.jobs.boards.remotive import Remotive
from tools.jobs.boards.rippling import Rippling
from tools.jobs.boards.simplify import Simplify
from tools.jobs.boards.smartrecruiters import SmartRecruiters
from tools.jobs.boards.teamtailor import Teamtailor
from tools.jobs.boards.themuse import TheMuse
from tools.jobs.boards.usajobs import UsaJobs
from tools.jobs.boards.v2ex import V2ex
from tools.jobs.boards.weworkremotely import WeWorkRemotely
from tools.jobs.boards.workable import Workable
from tools.jobs.boards.workatastartup import WorkAtAStartup
from tools.jobs.boards.workday import Workday
from tools.jobs.boards.workingnomads import WorkingNomads

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
    Breezy(),
    Eightfold(),
    Oracle(),
    Neogov(),
    JazzHR(),
    WorkAtAStartup(),
    Page(),
)
_AGGREGATORS: tuple[Board, ...] = (
    Remotive(),
    RemoteOk(),
    Arbeitnow(),
    Jobicy(),
    Himalayas(),
    WorkingNomads(),
    WeWorkRemotely(),
    HackerNews(),
    TheMuse(),
    LandingJobs(),
    Simplify(),
    Freehire(),
    Eleduck(),
    V2ex(),
    Adzuna(),
    UsaJobs(),
    JSearch(),
    Reed(),
    LinkedIn(),
    JobSpy(),
)
# Boards that answer only with keys of the user's, with the settings that hold them.
_KEYED: Mapping[str, tuple[str, ...]] = {
    "adzuna": ("adzuna_app_id", "adzuna_app_key"),
    "usajobs": ("usajobs_email", "usajobs_api_key"),
    "jsearch": ("jsearch_api_key",),
    "reed": ("reed_api_key",),
}
# Off until a setting turns them on: they forbid or block automatic reading.
_FRAGILE = frozenset({"linkedin", "jobspy"})
# Communities that write in Chinese: asked only by those who name them.
_NAMED = frozenset({"eleduck", "v2ex"})

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
    """The boards that answer without a key, do not mind being read, and have postings for everybody."""
    return [board for name, board in BOARDS.items() if name not in {*_KEYED, *_FRAGILE, *_NAMED}]


def with_keys(keys: BoardKeys) -> Mapping[str, Board]:
    """Every board by name, those that need a key with the user's; without one they raise BOARD_KEY_MISSING."""
    keyed: tuple[Board, ...] = (
        Adzuna(keys.adzuna_app_id, keys.adzuna_app_key),
        UsaJobs(keys.usajobs_email, keys.usajobs_api_key),
        JSearch(keys.jsearch_api_key),
        Reed(keys.reed_api_key),
    )
    return {**BOARDS, **{board.name: board for board in keyed}}


def lacks_key(name: str, keys: BoardKeys) -> bool:
    """Whether a board needs a key that is not set."""
    return not all(getattr(keys, setting) for setting in _KEYED.get(name, ()))


def usual(keys: BoardKeys) -> list[str]:
    """The boards that are asked when none is named: those of `keyless`, and those whose keys are set."""
    return [board.name for board in keyless()] + [name for name in _KEYED if not lacks_key(name, keys)]
