"""A company's page on a board, found by its name or the address of its careers page."""

import asyncio
import math
import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

from bs4.dammit import UnicodeDammit

from store.errors import AppError, UpstreamError, ValidationError
from tools.context import Context
from tools.ingestion.schemas import CompanyNotFound, FoundCompanies, ResolvedCompany
from tools.jobs.boards.board import Answer, Board, BoardError, BoardPosting, BoardQuery
from tools.jobs.boards.recognising import recognise, recognise_page
from tools.jobs.boards.registry import BOARDS
from tools.jobs.cleaning.employers import employer_key
from tools.jobs.searching.sources import split_source

# Boards whose company tokens are usually the company's own name; on the others a name says nothing.
NAMED_BOARDS = (
    "greenhouse", "lever", "ashby", "workable", "smartrecruiters", "recruitee", "personio", "teamtailor", "bamboohr",
    "pinpoint", "rippling",
)  # fmt: skip
# So long is looked for companies while somebody waits; what is not found by then is looked for in the background.
PATIENCE_SECONDS, BACKGROUND_SECONDS = 30.0, 150.0
COMPANIES_AT_ONCE, SPARE_SECONDS = 5, 0.5
ADDRESS = re.compile(r"^(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?(?:[/?#]\S*)?$")


async def find_companies(
    context: Context, companies: Sequence[str], *, seconds: float = PATIENCE_SECONDS
) -> FoundCompanies:
    """Look for several companies at once, within `seconds`: those found, those that are not there, and those that are
    still looked for when the time is over. Raises what `resolve_company` raises when none is or may be found."""
    until = asyncio.get_running_loop().time() + seconds
    turns = asyncio.Semaphore(COMPANIES_AT_ONCE)

    async def one(company: str) -> ResolvedCompany | AppError | None:
        try:
            async with asyncio.timeout_at(until), turns:
                return await resolve_company(context, company, until=until)
        except TimeoutError:
            return None
        except AppError as problem:
            return problem

    named = list(dict.fromkeys(companies))
    outcomes = dict(zip(named, await asyncio.gather(*(one(company) for company in named)), strict=True))
    problems = {company: outcome for company, outcome in outcomes.items() if isinstance(outcome, AppError)}
    if named and len(problems) == len(named):
        raise _none_of(list(problems.values()))
    return FoundCompanies(
        resolved=[outcome for outcome in outcomes.values() if isinstance(outcome, ResolvedCompany)],
        not_found=[CompanyNotFound(company=company, why=told.message) for company, told in problems.items()],
        pending=[company for company, outcome in outcomes.items() if outcome is None],
    )


def _none_of(problems: list[AppError]) -> AppError:
    """The one error for companies of which not one was found."""
    if len(problems) == 1:
        return problems[0]
    told = "\n".join(problem.message for problem in problems)
    companies = [problem.details.get("company") for problem in problems]
    return ValidationError(told, code="COMPANY_NOT_FOUND", details={"companies": companies})


async def resolve_company(context: Context, company: str, *, until: float = math.inf) -> ResolvedCompany:
    """The board and page of a company, by the address of its careers page, as "board:token", or by name.

    `until` is a moment of the loop's clock: a name is then decided by the boards that have answered, and TimeoutError
    is raised when none of these has its page. Raises ValidationError COMPANY_NOT_FOUND that says what was tried and
    what to give instead.
    """
    name, token = split_source(company.strip())
    if name.lower() in BOARDS and token:
        return await _asked(context, BOARDS[name.lower()], token, company)
    if ADDRESS.match(company):
        return await _by_address(context, company)
    return await _by_name(context, company, until)


async def _by_address(context: Context, address: str) -> ResolvedCompany:
    url = address if "://" in address else f"https://{address}"
    found = recognise(url)
    if found is None or not found[1]:
        page = await _page(context, url, address)
        found = await asyncio.to_thread(recognise_page, _markup(page), page.url)
    if found is None:
        found = ("page", url)  # any page that states its openings as JSON-LD
    host = (urlsplit(url).hostname or url).removeprefix("www.")
    return await _asked(context, BOARDS[found[0]], found[1], host)


async def _page(context: Context, url: str, address: str) -> Answer:
    """The careers page, asked for as boards are: paced, kept, and at the mirror where there is one."""
    try:
        return await context.services.boards.get(url, accept="text/html,application/xhtml+xml,*/*;q=0.1")
    except BoardError as problem:
        raise _not_found(address, problem.message) from problem


def _markup(page: Answer) -> str:
    decoded = UnicodeDammit(page.content, is_html=True)
    return decoded.unicode_markup or page.content.decode("utf-8", "replace")


async def _by_name(context: Context, name: str, until: float) -> ResolvedCompany:
    """Ask all boards at once for a page under the company's name; the one with most openings wins."""
    tries = [(BOARDS[board], token) for board in NAMED_BOARDS for token in _tokens(name) if board in BOARDS]
    looks = [asyncio.create_task(_look(context, board, token)) for board, token in tries]
    left = until - asyncio.get_running_loop().time() - SPARE_SECONDS
    try:
        _, late = await asyncio.wait(looks, timeout=None if left == math.inf else max(0.0, left))
    finally:
        for look in looks:
            look.cancel()
    said = [
        (board.name, token, look.result())
        for (board, token), look in zip(tries, looks, strict=True)
        if look not in late
    ]
    pages = [
        (len(found), board, token)
        for board, token, found in said
        if not isinstance(found, AppError) and found and _is_of(name, found)
    ]
    if not pages and late:
        raise TimeoutError(f"{len(late)} boards have not said yet whether they have a page of {name}")
    if not pages:
        raise _not_found(name, _none_has_it({board: one for board, _, one in said if isinstance(one, AppError)}))
    openings, board_name, token = max(pages, key=lambda page: (page[0], -NAMED_BOARDS.index(page[1])))
    return ResolvedCompany(name=name, source=f"{board_name}:{token}", openings=openings)


def _none_has_it(troubles: dict[str, AppError]) -> str:
    """What is told when no board shows a page: which of them have none, and which could not say."""
    without = [board for board in NAMED_BOARDS if board not in troubles]
    told = [f"none of {', '.join(without)} has a page under that name"] if without else []
    if troubles:
        told.append(f"{', '.join(troubles)} could not say ({next(iter(troubles.values())).message.rstrip('.')})")
    return "; ".join(told)


def _is_of(name: str, found: list[BoardPosting]) -> bool:
    """A page that names its employer must name this one; another company may have the same token."""
    stated = next((posting.company for posting in found if posting.company), None)
    return stated is None or employer_key(name) in employer_key(stated) or employer_key(stated) in employer_key(name)


async def _look(context: Context, board: Board, token: str) -> list[BoardPosting] | AppError:
    """The openings of a page; none where there is no such page; what keeps it from being read, since others decide."""
    try:
        return await board.search(context.services.boards, BoardQuery(company=token, limit=20))
    except AppError as problem:
        return [] if problem.code == "COMPANY_UNKNOWN" else problem


def _tokens(name: str) -> list[str]:
    """The ways a name is usually written in an address: "Acme Labs" is acmelabs or acme-labs."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("&", " and "))
    return list(dict.fromkeys(["".join(words), "-".join(words)]))


async def _asked(context: Context, board: Board, token: str, name: str) -> ResolvedCompany:
    try:
        found = await board.search(context.services.boards, BoardQuery(company=token, limit=20))
    except UpstreamError as problem:
        raise _not_found(name, problem.message) from problem
    stated = next((posting.company for posting in found if posting.company), None)
    return ResolvedCompany(name=stated or name, source=f"{board.name}:{token}", openings=len(found))


def _not_found(name: str, why: str) -> ValidationError:
    return ValidationError(
        f"I found no openings page of {name}: {why.rstrip('.')}. Give me the address of its careers page, or of one "
        "of its postings.",
        code="COMPANY_NOT_FOUND",
        details={"company": name},
    )
