"""The read routes over jobs and openings: typed answers for one person, refusals for what makes no sense."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import update

from store.database import transaction
from store.jobs import Job
from tests.api.people import Api, Person, code
from tests.tools.applications_told import tell
from tests.tools.insights_openings import add_job, add_openings, opening
from tests.tools.test_insights_openings import line_of_work, today

PATHS = (
    "/jobs/stats", "/jobs/search", "/jobs/recommendations", "/jobs/insights", "/recommendations/jobs",
    "/recommendations/skills-gap", "/analytics", "/market", "/linkedin-jobs",
)  # fmt: skip


@pytest.fixture(scope="module")
async def trade(api: Api) -> str:
    """Thirty public openings of a trade that no other test knows."""
    name = "Zymurgist"
    rows = [
        today(
            name, skills=("Python",), company=f"Brewery {n}", employer_key=f"brewery {n}", role="zymurgist",
            location="Graz, Austria", countries=["AT"], text=f"{name} {n}\nYou know Python well.",
            remote="remote" if n % 2 else "onsite", seniority=("senior", "junior", None)[n % 3],
            pay_year_min=50_000.0 + 1_000 * n, pay_currency="EUR",
            salary={"min": 50_000 + 1_000 * n, "currency": "EUR", "period": "year", "excerpt": "50k"},
        )
        for n in range(30)
    ]  # fmt: skip
    for row, vector in zip(rows, await api.services.embedder.embed([row["text"] for row in rows]), strict=True):
        row["embedding"] = vector
    async with transaction(api.services.sessions) as session:
        await add_openings(session, *rows)
    return name


async def _get(person: Person, path: str, **params: Any) -> Any:
    answer = await person.http.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("path", PATHS)
async def test_somebody_new_gets_an_honest_answer(person: Person, path: str) -> None:
    found = await _get(person, path)
    if path in {"/jobs/recommendations", "/recommendations/jobs", "/recommendations/skills-gap"}:
        assert found["advice"]["code"] == "NO_RESUME"
        assert "Upload" in found["advice"]["message"]
    elif path in {"/jobs/stats", "/jobs/insights", "/analytics", "/linkedin-jobs"}:
        assert found["total"] == 0


async def test_stats_insights_and_analytics_are_of_ones_own_jobs(api: Api, person: Person, stranger: Person) -> None:
    async with transaction(api.services.sessions) as session:
        for actor in (person.actor, stranger.actor):
            row = opening(source="linkedin", skills=("Go",), pay_year_min=60_000.0, pay_currency="EUR")
            job = await tell(session, actor, ("preparing", 9), ("applied", 4), row=row, source="LinkedIn")
            await session.execute(update(Job).where(Job.id == job).values(status="applied"))
        await add_job(session, person.actor, opening(source="text"), salary={"excerpt": "good"})
    stats = await _get(person, "/jobs/stats")
    assert (stats["total"], stats["active"], stats["by_status"]["applied"]) == (2, 2, 1)
    assert {one["name"]: one["count"] for one in stats["by_source"]} == {"linkedin": 1, "text": 1}
    insights = await _get(person, "/jobs/insights")
    assert insights["top_skills"] == [{"name": "Go", "count": 1}]
    assert [one["currency"] for one in insights["salaries"]] == ["EUR"]
    assert insights["salary_unstated"] == 1
    analytics = await _get(person, "/analytics")
    assert analytics["response_rate"] == {
        "hits": 0, "cases": 1, "enough": False, "value": None, "low": None, "high": None,
    }  # fmt: skip
    assert {stage["status"]: stage["ever"] for stage in analytics["funnel"]}["applied"] == 1
    assert [row["name"] for row in analytics["response"][0]["rows"]] == ["LinkedIn"]
    assert not analytics["reply_chance"]["enough"]
    table = await person.http.get("/analytics.csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert "funnel,applied,ever,1" in table.text.splitlines()
    assert "response_by_source,LinkedIn,value," in table.text.splitlines()
    linkedin = await _get(person, "/linkedin-jobs")
    assert [(item["status"], item["source"]) for item in linkedin["items"]] == [("applied", "linkedin")]


async def test_pay_of_a_linkedin_job_is_an_object(api: Api, person: Person) -> None:
    salary = {"min": 1.0, "max": 2.0, "currency": "EUR", "period": "hour", "excerpt": "1 to 2 EUR"}
    async with transaction(api.services.sessions) as session:
        await add_job(session, person.actor, opening(source="linkedin", salary=salary))
    assert (await _get(person, "/linkedin-jobs"))["items"][0]["salary"] == salary


async def test_a_search_filters_ranks_and_remembers(person: Person, trade: str) -> None:
    found = await _get(person, "/jobs/search", q=trade, remote="remote", salary_min=60_000, country="at", limit=5)
    assert len(found["items"]) == 5
    assert found["total"] == 10
    assert all(item["remote"] == "remote" and item["parts"] for item in found["items"])
    out = {one["filter"]: one["otherwise"] for one in found["left_out"]}
    assert out["remote"] == 10
    assert not found["cached"]
    same = await _get(person, "/jobs/search", q=trade, remote="remote", salary_min=60_000, country="AT", limit=5)
    assert same == {**found, "cached": True}
    only = await _get(person, "/jobs/search", q=trade, remote_only=True, salary_min=60_000, country="AT", limit=5)
    assert only["cached"], "two ways of asking the same"


@pytest.mark.parametrize(("params", "total"), [
    ({"skills": "Python"}, 30), ({"skills": "Python,Cobol"}, 0), ({"skills": ["Python", "Python"]}, 30),
    ({"skills": " , ,"}, 30), ({"company": "Brewery 3"}, 1), ({"company": ["Brewery 3", "Brewery 4"]}, 2),
    ({"location": "Austria"}, 30), ({"location": "DACH"}, 30), ({"location": "France"}, 0), ({"location": ""}, 30),
    ({"salary_min": 70_000, "salary_currency": "USD"}, 0), ({"salary_min": 70_000, "salary_currency": "EUR"}, 10),
    ({"sponsorship": True}, 0), ({"sponsorship": True, "include_unstated": True}, 30), ({"posted_within_days": 1}, 0),
    ({"posted_within_days": 7}, 30), ({"seniority": "senior"}, 10), ({"seniority": ["senior", "junior"]}, 20),
    ({"blocked_company": "Brewery 3"}, 29), ({"blocked_company": ["Brewery 3", "brewery 4", ""]}, 28),
    ({"country": "Austria"}, 30), ({"remote": ["remote", "onsite"]}, 30), ({"remote": "onsite"}, 15),
])  # fmt: skip
async def test_every_filter_holds(person: Person, trade: str, params: dict[str, Any], total: int) -> None:
    found = await _get(person, "/jobs/search", q=trade, limit=50, **params)
    assert found["total"] == total
    assert len([item for item in found["items"] if item["title"] == trade]) == total


@pytest.mark.parametrize(("path", "params"), [
    ("/jobs/search", {"limit": 51}), ("/jobs/search", {"limit": 0}), ("/jobs/search", {"salary_min": -1}),
    ("/jobs/search", {"salary_min": "nan"}), ("/jobs/search", {"country": "Atlantis"}),
    ("/jobs/search", {"country": "ZZ"}),
    ("/jobs/search", {"seniority": "boss"}), ("/market", {"country": "ZZ"}), ("/jobs/search", {"offset": -1}),
    ("/jobs/search", {"q": "x" * 301}),
    ("/jobs/search", {"skills": ["x"] * 21}), ("/jobs/search", {"remote": "moon"}), ("/jobs/search", {"q": "a\x00"}),
    ("/jobs/search", {"posted_within_days": 366}), ("/market", {"country": "1"}), ("/market", {"q": "\x00"}),
    ("/jobs/recommendations", {"limit": 51}), ("/recommendations/jobs", {"limit": "x"}),
    ("/linkedin-jobs", {"limit": 201}),
])  # fmt: skip
async def test_what_makes_no_sense_is_refused(person: Person, path: str, params: dict[str, Any]) -> None:
    assert (await person.http.get(path, params=params)).status_code == 422


async def test_pages_of_a_search_hold_every_opening_once(api: Api, person: Person) -> None:
    """Those that say the words in their text alone come too, so that the pages add up to the total."""
    rows = [today("Quenelle Chef", company=f"Bistro {n}", text=f"Quenelle Chef\nKitchen {n}") for n in range(4)]
    rows += [today("Payroll Clerk", company=f"Office {n}", text=f"You file papers.\nA quenelle {n}") for n in range(3)]
    async with transaction(api.services.sessions) as session:
        await add_openings(session, *rows)
    seen, total = [], 0
    for offset in range(0, 9, 2):
        found = await _get(person, "/jobs/search", q="quenelle", limit=2, offset=offset)
        seen += [item["posting_id"] for item in found["items"]]
        total = found["total"]
    assert total == len(seen) == len(set(seen)) == 7
    whole = await _get(person, "/jobs/search", q="quenelle", limit=50)
    assert [item["posting_id"] for item in whole["items"]] == seen
    last = whole["items"][-1]
    assert last["title"] == "Payroll Clerk", "what only the text says stands below"
    assert "The text says" in next(part["reason"] for part in last["parts"] if part["name"] == "words")


@pytest.mark.parametrize("path", ["/pipelines/job_search/execute", "/watches"])
@pytest.mark.parametrize(("body", "field", "told"), [
    ({"words": "baker", "country": "ZZ"}, "country", "Germany"),
    ({"words": "baker", "salery_min": 1}, "salery_min", "salary_min"),
    ({"words": "baker", "seniority": ["boss"]}, "seniority", "principal"),
])  # fmt: skip
async def test_a_body_that_does_not_fit_is_refused_by_field(
    person: Person, path: str, body: dict[str, Any], field: str, told: str
) -> None:
    answer = await person.http.post(path, json=body)
    assert answer.status_code == 422, answer.text
    (wrong,) = answer.json()["detail"]
    assert wrong["loc"][:2] == ["body", field]
    assert told in wrong["msg"]


NASTY = (
    "\\",
    "'",
    '"',
    "%",
    "' or 1=1 --",
    "((",
    "a & | !",
    "the and of",
    "-",
    "🦊",
    "\u202e",
    "<->",
    "a:*",
    "\n\t",
    "日本",
)


@pytest.mark.parametrize("text", NASTY, ids=ascii)
async def test_odd_characters_are_only_words(person: Person, text: str) -> None:
    for path, names in (("/jobs/search", ("q", "location", "skills", "company")), ("/market", ("q", "location"))):
        for name in names:
            await _get(person, path, **{name: text})


async def test_the_market_shows_the_trade_and_no_private_opening(
    api: Api, person: Person, stranger: Person, trade: str
) -> None:
    before = await _get(person, "/market", q=trade)
    assert (before["openings"], before["pay"][0]["currency"], before["remote"]["share"]) == (30, "EUR", 0.5)
    assert before["skills"][0]["name"] == "Python"
    assert before["roles"][0]["role"] == "zymurgist"
    assert [one["name"] for one in before["countries"]] == ["AT"]
    async with transaction(api.services.sessions) as session:
        await add_openings(session, today(trade, owner_id=stranger.actor.user_id, text=f"{uuid4()}"))
    assert (await _get(person, "/market", q=trade, country="at"))["openings"] == 30
    assert (await _get(stranger, "/market", q=trade))["openings"] == 31
    found = await _get(person, "/jobs/search", q=trade, limit=50)
    assert (found["total"], len(found["items"])) == (30, 30)


async def test_recommendations_are_the_same_on_both_routes(api: Api, person: Person, trade: str) -> None:
    await api.resume(person.actor)
    found = await _get(person, "/recommendations/jobs", limit=3)
    assert found["total"] == len(found["items"]) == 3
    assert {"match_score", "is_remote", "tech_stack", "reasons"} <= found["items"][0].keys()
    assert (await _get(person, "/jobs/recommendations", limit=3)) == found
    scores = [item["match_score"] for item in found["items"]]
    assert scores == sorted(scores, reverse=True)


async def test_the_skills_gap_holds_the_resume_against_the_market(api: Api, person: Person) -> None:
    await api.resume(person.actor)
    async with transaction(api.services.sessions) as session:
        await add_openings(session, *line_of_work(25))
    gap = await _get(person, "/recommendations/skills-gap")
    assert gap["openings"] >= 25
    assert 0 < gap["coverage"] < 100
    spark = next(skill for skill in gap["missing"] if skill["name"] == "Apache Spark")
    assert len(spark["examples"]) == 2
    assert spark["examples"][0]["excerpt"] == "You know Apache Spark well."


async def test_a_run_needs_a_line_of_work_and_answers_with_its_task(api: Api, person: Person) -> None:
    refused = await person.http.post("/enhanced-recommendations/run")
    assert (refused.status_code, code(refused)) == (404, "NO_RESUME")
    await api.resume(person.actor)
    begun = await person.http.post("/enhanced-recommendations/run")
    assert begun.status_code == 202, begun.text
    assert begun.json()["task_id"] == begun.json()["run_id"]
    task = await _ended(person, begun.json()["task_id"])
    assert (task["kind"], task["result"]["wanted"]["words"]) == ("job_search", "Senior Data Engineer")


async def _ended(person: Person, task_id: str) -> Any:
    """The task once it has ended, whichever way; the boards cannot be reached from here."""
    await person.http.post(f"/tasks/{task_id}/cancel")
    async with asyncio.timeout(30):
        while (task := await _get(person, f"/tasks/{task_id}"))["status"] in {"queued", "running"}:
            await asyncio.sleep(0.1)
    return task


async def test_no_route_takes_insights_for_the_id_of_a_job(person: Person) -> None:
    missing: httpx.Response = await person.http.get("/jobs/insight")
    assert missing.status_code == 422
