"""One address per posting on each board, with the job's number; lists are no postings, boards' names no employers."""

import pytest

from tools.jobs.parsing import parse_html
from tools.jobs.parsing.addresses import board_id, canonical_url, site_job
from tools.jobs.parsing.naming import is_board

ORACLE = "https://acme.fa.us2.oraclecloud.com/hcmUI/CandidateExperience"
UUID = "0b6e4f2a-1111-4222-8333-444455556666"
# Address as found, the one address, and board, company's token and number.
ADDRESSES = [
    ("https://boards.greenhouse.io/acme/jobs/123?gh_jid=123&gh_src=x", "https://boards.greenhouse.io/acme/jobs/123",
     ("greenhouse", "acme", "123")),
    ("https://acme.example/careers?gh_jid=123&utm_source=x", "https://acme.example/careers?gh_jid=123",
     ("greenhouse", None, "123")),
    ("https://boards.greenhouse.io/embed/job_app?for=acme&token=123&gh_src=1",
     "https://boards.greenhouse.io/embed/job_app?for=acme&token=123", ("greenhouse", "acme", "123")),
    (f"https://jobs.lever.co/acme/{UUID}/apply?lever-source=LinkedIn", f"https://jobs.lever.co/acme/{UUID}",
     ("lever", "acme", UUID)),
    (f"https://jobs.ashbyhq.com/Acme/{UUID}/application", f"https://jobs.ashbyhq.com/Acme/{UUID}",
     ("ashby", "acme", UUID)),
    ("https://acme.wd5.myworkdayjobs.com/en-US/Site/job/Berlin/Cook_R123-1?source=x",
     "https://acme.wd5.myworkdayjobs.com/Site/job/Berlin/Cook_R123-1", ("workday", "acme", "r123")),
    ("https://acme.wd5.myworkdayjobs.com/Site/job/Berlin/Cook_R123/apply",
     "https://acme.wd5.myworkdayjobs.com/Site/job/Berlin/Cook_R123", ("workday", "acme", "r123")),
    ("https://jobs.smartrecruiters.com/Acme/743999912345678-cook?trid=1",
     "https://jobs.smartrecruiters.com/Acme/743999912345678", ("smartrecruiters", "acme", "743999912345678")),
    ("https://apply.workable.com/acme/j/ABCDEF1234/apply/", "https://apply.workable.com/acme/j/ABCDEF1234",
     ("workable", "acme", "abcdef1234")),
    ("https://apply.workable.com/j/abcdef1234", "https://apply.workable.com/j/ABCDEF1234",
     ("workable", None, "abcdef1234")),
    ("https://acme.jobs.personio.de/job/123?language=de&display=en", "https://acme.jobs.personio.de/job/123",
     ("personio", "acme", "123")),
    ("https://acme.recruitee.com/l/en/o/cook/c/new", "https://acme.recruitee.com/o/cook",
     ("recruitee", "acme", "cook")),
    ("https://acme.teamtailor.com/de/jobs/123-cook/applications/new", "https://acme.teamtailor.com/jobs/123",
     ("teamtailor", "acme", "123")),
    ("https://acme.bamboohr.com/careers/12/detail", "https://acme.bamboohr.com/careers/12", ("bamboohr", "acme", "12")),
    (f"https://ats.rippling.com/en-GB/acme/jobs/{UUID}/apply", f"https://ats.rippling.com/acme/jobs/{UUID}",
     ("rippling", "acme", UUID)),
    (f"https://acme.pinpointhq.com/en/postings/{UUID}/applications/new", f"https://acme.pinpointhq.com/postings/{UUID}",
     ("pinpoint", "acme", UUID)),
    ("https://de.linkedin.com/jobs/view/cook-at-acme-3912345678?refId=1", "https://www.linkedin.com/jobs/view/3912345678",
     ("linkedin", None, "3912345678")),
    ("https://www.linkedin.com/jobs/search/?currentJobId=3912345678&keywords=cook",
     "https://www.linkedin.com/jobs/view/3912345678", ("linkedin", None, "3912345678")),
    ("https://uk.indeed.com/rc/clk?jk=54f1aabbccddeeff&from=mail", "https://uk.indeed.com/viewjob?jk=54f1aabbccddeeff",
     ("indeed", None, "54f1aabbccddeeff")),
    ("https://www.glassdoor.de/job-listing/cook-JV_IC1.htm?jl=10089&src=x",
     "https://www.glassdoor.de/job-listing/j?jl=10089", ("glassdoor", None, "10089")),
    ("https://www.stepstone.de/stellenangebote--Koch-Berlin--9912345-inline.html?rltr=1",
     "https://www.stepstone.de/stellenangebote--Koch-Berlin--9912345-inline.html", ("stepstone", None, "9912345")),
    ("https://join.com/companies/acme/12345-cook?pid=4", "https://join.com/companies/acme/12345-cook",
     ("join", "acme", "12345")),
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
def test_known_boards(url: str, canonical: str, job: tuple[str, str | None, str]) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical
    for address in (url, canonical):
        found = board_id(address)
        assert found is not None
        assert (found.board, found.company, found.job) == job


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://jobs.acme.example/job/88121/", "88121"),
        ("https://acme.example/careers/data-engineer-26WD95901.html", "26wd95901"),
        ("https://acme.example/jobs?id=77&lang=de", "77"),
        ("https://acme.example/jobs/AC26-0931", "ac26-0931"),
        ("https://acme.example/jobs/cook-12-hours-part-time-88121", "88121"),
        ("https://acme.example/jobs/intern-summer-2026", None),
        ("https://acme.example/jobs/cook", None),
        ("https://acme.example/jobs", None),
    ],
)
def test_other_sites_number_their_jobs_too(url: str, number: str | None) -> None:
    assert board_id(url) is None
    found = site_job(url)
    assert (found.job if found else None) == number


def test_lists_and_other_pages_of_boards_are_no_jobs() -> None:
    for url in (
        "https://boards.greenhouse.io/acme",
        "https://jobs.lever.co/acme",
        "https://www.linkedin.com/in/somebody",
    ):
        assert board_id(url) is None
    assert board_id("https://greenhouse.io.evil.example/acme/jobs/1") is None
    assert board_id("not an address") is None
    assert board_id("https://[broken") is None


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
