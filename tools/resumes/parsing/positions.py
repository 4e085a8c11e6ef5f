"""Positions: employer, title, dates and place of every job, with the bullets below it."""

import itertools
import re
from dataclasses import dataclass

from tools.resumes.parsing.dates import DateRange
from tools.resumes.parsing.entries import Entry, add_body, group_entries
from tools.resumes.parsing.facts import Facts
from tools.resumes.parsing.lines import Line
from tools.resumes.parsing.pieces import Piece, comma_split, header_pieces, piece_halves
from tools.resumes.parsing.places import looks_like_city
from tools.resumes.parsing.vocabulary import LEGAL, org_score, title_score
from tools.resumes.schemas import OtherDetail, PositionDetail, SectionName

# Times without a job that resumes account for among the jobs.
_BREAK = re.compile(
    r"(?i)(?:career (?:break|gap)|(?:planned )?sabbatical|parental leave|maternity leave|paternity leave|family leave|"
    r"caregiver leave|elternzeit|mutterschutz|arbeit(?:s)?suchend|auszeit|sabbatjahr|pflegezeit|congé (?:parental|"
    r"maternité|sabbatique)|recherche d['’]emploi|excedencia|baja (?:maternal|paternal)|búsqueda de empleo|"
    r"ouderschapsverlof|loopbaanonderbreking|licença (?:maternidade|paternidade|parental)|pausa na carreira)\b"
)


@dataclass(slots=True)
class Job:
    """One entry while its pieces are being told apart."""

    entry: Entry
    pieces: list[Piece]
    dates: list[DateRange]
    places: list[Piece]
    title: Piece | None = None
    employer: Piece | None = None
    inherited: str = ""


def read_positions(lines: list[Line], facts: Facts, section: SectionName = "experience") -> None:
    """Record every position of a section with its bullets; unpaid work is no position, its headers are plain lines."""
    jobs = [Job(entry, *header_pieces(entry.header)) for entry in group_entries(lines)]
    for job in jobs:
        _split_lone(job)
    _split_alike(jobs)
    _peel_cities(jobs)
    _peel_bracketed(jobs)
    _find_place_lines(jobs)
    lean = sum(_lean(job) for job in jobs)
    for job in jobs:
        _assign(job, lean)
    _inherit(jobs)
    _join_employer_lines(jobs)
    for job in jobs:
        _record(job, facts, section)


def _split_lone(job: Job) -> None:
    """A single piece may hold both title and employer around a comma."""
    if len(job.pieces) == 1:
        halves = comma_split(job.pieces[0])
        if halves is not None:
            job.pieces = list(halves)
    elif len(job.pieces) > 1 and all(max(piece.title, piece.org) < 0.5 for piece in job.pieces[1:]):
        halves = comma_split(job.pieces[0])
        if halves is not None and _are_title_and_employer(*halves):
            job.pieces = [*halves, *job.pieces[1:]]


def _are_title_and_employer(first: Piece, second: Piece) -> bool:
    """Whether one half is surely a title and the other surely an employer."""
    title, employer = (first, second) if first.title > second.title else (second, first)
    return title.title > 0.5 > title.org and employer.org > 0.5 > employer.title


def _split_alike(jobs: list[Job]) -> None:
    """A piece nothing tells apart is cut where its neighbours are: at the first comma."""
    shaped = [job for job in jobs if len(job.pieces) >= 2 and job.pieces[0].line == job.pieces[1].line]
    for job in jobs:
        if len(job.pieces) != 1 or not shaped or len(jobs) < 2:
            continue
        piece = job.pieces[0]
        cut = piece.text.find(", ")
        if cut > 0 and not LEGAL.match(piece.text[cut + 2 :]) and (piece.title > 0.5 or piece.text.count(", ") > 1):
            job.pieces = piece_halves(piece, cut)


def _peel_cities(jobs: list[Job]) -> None:
    """Cut a city that no list knows off an employer, where other entries name places or have the same form."""
    tails = [(job, piece, cut) for job in jobs for piece in job.pieces if (cut := _city_cut(piece)) is not None]
    known = sum(bool(job.places) for job in jobs)
    for job, piece, cut in tails:
        if not job.places and (len(tails) + known > 1 or LEGAL.search(piece.text[:cut])):
            job.places = piece_halves(piece, cut)[1:]
            piece.text = piece.text[:cut]
            piece.end = piece.start + cut


def _peel_bracketed(jobs: list[Job]) -> None:
    """The same for a city in brackets behind an employer, where other entries name places."""
    known = any(job.places for job in jobs)
    pairs = [(one, piece) for one in jobs if known and not one.places for piece in one.pieces]
    for job, piece in pairs:
        city = re.search(r"\s\(([^()]+)\)$", piece.text)
        if city is not None and looks_like_city(city.group(1)) and piece.title == 0 and not job.places:
            at = piece.start + city.start(1)
            job.places = [Piece(city.group(1), at, at + len(city.group(1)), piece.line, False, piece.bold)]
            piece.text, piece.end = piece.text[: city.start()], piece.start + city.start()


def _city_cut(piece: Piece) -> int | None:
    cut = piece.text.rfind(", ")
    tail = piece.text[cut + 2 :]
    plain = cut > 0 and looks_like_city(tail) and not LEGAL.search(tail) and org_score(tail) == title_score(tail) == 0
    return cut if plain and title_score(piece.text[:cut]) < 0.5 else None


def _find_place_lines(jobs: list[Job]) -> None:
    """A line that no list knows for a place is one where other entries have theirs (`Oslo`, then `Trondheim`)."""
    known = {place.line for job in jobs for place in job.places if place.first}
    for job in jobs:
        piece = next((one for one in job.pieces if one.first and one.line in known), None)
        if job.places or piece is None or len(job.pieces) < 3 or piece.title > 0 or piece.org > 0.7:
            continue
        if looks_like_city(piece.text):
            job.pieces.remove(piece)
            job.places = [piece]


def _pair(job: Job) -> list[Piece]:
    """The first two pieces that could be title and employer: the leading piece, and the best other one."""
    if len(job.pieces) < 2:
        return job.pieces
    return job.pieces[:2]


def _lean(job: Job) -> float:
    """Positive when the first piece looks like the title, negative when it looks like the employer."""
    if len(job.pieces) < 2:
        return 0.0
    first, second = _pair(job)
    return (first.title - first.org) - (second.title - second.org)


def _assign(job: Job, lean: float) -> None:
    """Tell title from employer by the words of this entry and the order the other entries keep."""
    if not job.pieces:
        return
    if len(job.pieces) == 1:
        only = job.pieces[0]
        if only.title > only.org or (only.title > 0 and only.title == only.org):
            job.title = only
        else:
            job.employer = only
        return
    first, second = _pair(job)
    third = job.pieces[2] if len(job.pieces) > 2 else None
    own = _lean(job)
    if third is not None and max(first.title, second.title) < 0.5 <= third.title and third.line > first.line:
        job.employer, job.title = first, third
        return
    if third is not None and _is_unit(second, first, third, job.entry):
        job.title, job.employer = _merged(first, second), third
        return
    if third is not None and _is_field(third, second, first, job.entry):
        job.employer, job.title = first, _merged(second, third)
        return
    both_titles = first.title > 0.5 and second.title > 0.5 and third is not None and first.line == second.line
    if both_titles and third is not None and third.title < 0.5:
        job.title, job.employer = _merged(first, second), third
        return
    verdict = own + 0.6 * max(-1.0, min(1.0, lean))
    if verdict == 0.0:
        verdict = 1.0 if first.bold and not second.bold else 0.5
    job.title, job.employer = (first, second) if verdict > 0 else (second, first)


def _is_unit(second: Piece, first: Piece, third: Piece, entry: Entry) -> bool:
    """Whether the words behind a title's dash are its field, the employer standing on the next line."""
    split = first.title > 0.5 and max(second.org, second.title, third.title) < 0.5 <= third.org
    return split and second.line < third.line and _in_one_cell(first, second, entry)


def _is_field(third: Piece, second: Piece, first: Piece, entry: Entry) -> bool:
    """The same where the employer stands on the line above (`Hospital` / `Nurse – Medical Ward`)."""
    split = first.title < 0.5 < second.title and third.title < 0.5 and third.org <= first.org
    return split and first.line < second.line and _in_one_cell(second, third, entry)


def _in_one_cell(first: Piece, second: Piece, entry: Entry) -> bool:
    cells = [cell for line in entry.header for cell in line.cells]
    return any(cell.start <= first.start and second.end <= cell.end for cell in cells)


def _merged(first: Piece, second: Piece) -> Piece:
    """Two neighbouring pieces of one title (`Engineer / Team Lead`) as one; the gap keeps the words between them."""
    return Piece(first.text, first.start, second.end, first.line, first.first, first.bold)


def _inherit(jobs: list[Job]) -> None:
    """A title without an employer stands under the last employer named (several positions at one employer)."""
    last = ""
    for job in jobs:
        if job.employer is not None:
            last = job.employer.text
        elif job.title is not None and last:
            job.inherited = last


def _join_employer_lines(jobs: list[Job]) -> None:
    """An entry that is only an employer over titled entries is their heading, not a position of its own."""
    for job, following in itertools.pairwise(jobs):
        heads = job.title is None and job.employer is not None and not job.entry.body
        if heads and following.inherited and job.employer is not None and following.inherited == job.employer.text:
            if not following.places:
                following.places = job.places
            job.pieces = []
            job.employer = None
            job.entry.header = []


def _record(job: Job, facts: Facts, section: SectionName) -> None:
    parent: int | None = None
    if job.entry.header and (job.title is not None or job.employer is not None):
        title = " ".join(facts.text[job.title.start : job.title.end].split()) if job.title else ""
        employer = job.employer.text if job.employer else job.inherited
        start, end, current = span_dates(job.dates)
        position = PositionDetail(
            employer=employer, title=title, location=_place(job), start=start, end=end, current=current
        )
        paid = section == "experience" and not any(_BREAK.match(piece.text) for piece in job.pieces)
        detail = position if paid else OtherDetail(section=section)
        parent = facts.add_lines(job.entry.header, detail)
    elif job.entry.header:
        facts.add_lines(job.entry.header, OtherDetail(section=section))
    add_body(job.entry.body, facts, parent, section)


def _place(job: Job) -> str | None:
    if job.places:
        return job.places[0].text
    taken = (job.title, job.employer)
    spare = [
        piece
        for piece in job.pieces
        if piece not in taken and looks_like_city(piece.text) and piece.title < 0.5 and piece.org < 0.5
    ]
    return spare[-1].text if spare and job.title and job.employer else None


def span_dates(dates: list[DateRange]) -> tuple[str | None, str | None, bool]:
    """Start, end and whether it goes on, from the first range of a header, or its first and last single date."""
    ranges = [found for found in dates if not found.single]
    if ranges:
        return ranges[0].start, ranges[0].end, ranges[0].current
    if not dates:
        return None, None, False
    return dates[0].start, dates[-1].start, False
