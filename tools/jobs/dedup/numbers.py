"""Identity that needs no text: one number on a board, one address, one requisition; or two of them."""

from collections.abc import Callable
from itertools import product
from urllib.parse import urlsplit

from tools.jobs.dedup.identity import Identity, digits
from tools.jobs.dedup.pairs import ONE_EMPLOYER, employers, places
from tools.jobs.dedup.texts import words
from tools.jobs.dedup.titles import extra_words
from tools.jobs.dedup.verdicts import Verdict
from tools.jobs.parsing.addresses import BoardJob

_JOB_NUMBER = 4  # figures: fewer may be of the title
_LONG_NUMBER = 5  # figures or letters: shorter ones are counted by many


def _same_number(a: Identity, b: Identity) -> Verdict | None:
    for first, second in product(a.jobs, b.jobs):
        # A number of some site alone, shown with two employers, is the site's and not a job's.
        theirs = first.everywhere or first.company or second.company or employers(a, b) != "other"
        if _one_job(first, second) and theirs and not (first.company is None and _told_apart(first, a, b)):
            return Verdict(True, "same number on a board", f"both are {first.board}'s job {first.job}")
    return None


def _told_apart(job: BoardJob, a: Identity, b: Identity) -> bool:
    """Whether what an address of no known board ends in is no number of a job: its employer counts otherwise, or the
    titles are of two levels."""
    if job.everywhere:
        return False
    numbers = a.requisition and b.requisition and not _one_requisition(a.requisition, b.requisition)
    if len(digits(job.job)) < _JOB_NUMBER and all(extra_words(a.title, b.title, a.setting | b.setting)):
        return True  # "nurse-12-hours"
    return bool(numbers) or (a.title.level, a.title.seniority) != (b.title.level, b.title.seniority)


def _one_job(a: BoardJob, b: BoardJob) -> bool:
    if a.board != b.board or a.job != b.job:
        return False
    return a.everywhere or b.everywhere or a.company == b.company or None in (a.company, b.company)


def _two_requisitions(a: Identity, b: Identity) -> Verdict | None:
    if not (a.requisition and b.requisition) or _one_requisition(a.requisition, b.requisition):
        return None
    if employers(a, b) not in ONE_EMPLOYER:
        return None
    return Verdict(False, "two requisitions", f"requisition {a.requisition} and {b.requisition}")


def _two_numbers(a: Identity, b: Identity) -> Verdict | None:
    apart = [(x, y) for x, y in product(a.jobs, b.jobs) if x.board == y.board and not _one_job(x, y)]
    if not apart or employers(a, b) not in ONE_EMPLOYER:
        return None
    first, second = apart[0]
    return Verdict(False, "two numbers on a board", f"{first.board}'s jobs {first.job} and {second.job}")


def _same_requisition(a: Identity, b: Identity) -> Verdict | None:
    one = a.requisition and b.requisition and _one_requisition(a.requisition, b.requisition)
    kinship = employers(a, b) if one or a.requisition or b.requisition else "other"
    if kinship == "other" or places(a, b) == "conflict":
        return None
    if one and (kinship in ONE_EMPLOYER or len(digits(a.requisition or "")) >= _LONG_NUMBER):
        return Verdict(True, "same requisition", f"requisition {a.requisition} of one employer")
    for first, second in ((a, b), (b, a)):
        if first.requisition and not second.requisition and _says(second, first.requisition):
            return Verdict(True, "same requisition", f"requisition {first.requisition} stands in the other text")
    return None


def _says(one: Identity, requisition: str) -> bool:
    """Whether a text holds another posting's number, however it is punctuated."""
    letters = any(map(str.isalpha, requisition))
    if len(requisition) < _LONG_NUMBER + letters or requisition.isalpha():
        return False
    return requisition.lower() in f"{one.core}{one.rest}".replace(" ", "").replace("\n", "")


def _one_requisition(a: str, b: str) -> bool:
    """Whether two numbers are one; a board may leave out the letters before the figures."""
    return a == b or ((a.isdigit() or b.isdigit()) and digits(a) == digits(b))


def _same_address(a: Identity, b: Identity) -> Verdict | None:
    """One address that names the role is one posting, whatever was edited; a page of openings names none."""
    for url in set(a.urls) & set(b.urls):
        last = frozenset(words(urlsplit(url).path.rsplit("/", 1)[-1]))
        if (
            last & frozenset(a.title.role)
            and last & frozenset(b.title.role)
            and not all(extra_words(a.title, b.title, a.setting | b.setting))
        ):
            return Verdict(True, "same address", f"both stand at {url}")
    return None


BY_NUMBER: tuple[Callable[[Identity, Identity], Verdict | None], ...] = (
    _same_number, _two_requisitions, _two_numbers, _same_requisition, _same_address,
)  # fmt: skip
