"""Addresses of Eightfold, Oracle, NEOGOV and Freehire: one a posting, with the job's number; and their names."""

import pytest

from tools.jobs.parsing import parse_html
from tools.jobs.parsing.addresses import board_id, canonical_url
from tools.jobs.parsing.naming import is_board

ORACLE = "https://acme.fa.us2.oraclecloud.com/hcmUI/CandidateExperience"
# Address as found, the one address, and board, company's token and number.
ADDRESSES = [
    ("https://acme.eightfold.ai/careers/job/446700000001-process-engineer?utm_source=x&domain=acme.com",
     "https://acme.eightfold.ai/careers/job/446700000001", ("eightfold", "acme", "446700000001")),
    ("https://acme.eightfold.ai/careers?query=x&pid=446700000001&domain=acme.com&sort_by=relevance",
     "https://acme.eightfold.ai/careers?pid=446700000001&domain=acme.com", ("eightfold", "acme", "446700000001")),
    (f"{ORACLE}/de/sites/CX_1/requisitions/preview/30771/?keyword=cook", f"{ORACLE}/en/sites/CX_1/job/30771",
     ("oracle", "acme", "30771")),
    (f"{ORACLE}/en/sites/CX_1/requisitions/job/30771", f"{ORACLE}/en/sites/CX_1/job/30771",
     ("oracle", "acme", "30771")),
    (f"{ORACLE}/en-GB/sites/CX_1/job/30771/apply/email", f"{ORACLE}/en/sites/CX_1/job/30771",
     ("oracle", "acme", "30771")),
    ("https://governmentjobs.com/careers/acme/jobs/5400001/water-operator-ii?pagetype=jobOpportunitiesJobs",
     "https://www.governmentjobs.com/careers/acme/jobs/5400001", ("neogov", "acme", "5400001")),
    ("https://www.governmentjobs.com/careers/acme/promotionaljobs/jobs/newprint/5400001",
     "https://www.governmentjobs.com/careers/acme/jobs/5400001", ("neogov", "acme", "5400001")),
    ("https://www.governmentjobs.com/jobs/5400001-0/water-operator-ii?utm_medium=x",
     "https://www.governmentjobs.com/jobs/5400001-0/water-operator-ii", ("neogov", None, "5400001")),
    ("https://www.schooljobs.com/careers/acmeschools/jobs/5400002/teacher",
     "https://www.schooljobs.com/careers/acmeschools/jobs/5400002", ("neogov", "acmeschools", "5400002")),
    ("https://freehire.dev/jobs/baker-acme-1f2e?utm_source=x", "https://freehire.dev/jobs/baker-acme-1f2e",
     ("freehire", None, "baker-acme-1f2e")),
    ("https://freehire.dev/api/v1/jobs/baker-acme-1f2e", "https://freehire.dev/jobs/baker-acme-1f2e",
     ("freehire", None, "baker-acme-1f2e")),
]  # fmt: skip


@pytest.mark.parametrize(("url", "canonical", "job"), ADDRESSES)
def test_one_address_and_number_a_posting(url: str, canonical: str, job: tuple[str, str | None, str]) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical
    for address in (url, canonical):
        found = board_id(address)
        assert found is not None
        assert (found.board, found.company, found.job) == job


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.eightfold.ai/careers", "https://www.governmentjobs.com/careers/acme",
        "https://freehire.dev/api/v1/jobs/search?q=baker", f"{ORACLE}/en/sites/CX_1/requisitions",
    ],
)  # fmt: skip
def test_a_list_is_no_posting(url: str) -> None:
    assert board_id(url) is None


@pytest.mark.parametrize("name", ["Eightfold", "Powered by Eightfold AI", "Freehire", "NEOGOV", "GovernmentJobs"])
def test_a_boards_name_is_no_employers(name: str) -> None:
    assert is_board(name)
    text = "<p>You run the plant.</p><h2>Requirements</h2><ul><li>3 years of plant operation</li></ul>" * 5
    html = f"<title>Water Operator | {name}</title><meta property='og:site_name' content='{name}'>"
    page = f"<html><head>{html}</head><body><h1>Water Operator</h1>{text}</body></html>"
    parsed = parse_html(page, "https://x.example/1")
    assert (parsed.title, parsed.company) == ("Water Operator", None)


@pytest.mark.parametrize("name", ["Oracle", "Eighth Fold Brewery", "City of Fulton"])
def test_an_employers_name_is_no_boards(name: str) -> None:
    assert not is_board(name)
