"""Openings of employers that do not exist, as boards would answer with them."""

from typing import Any

TEXT = """<p>{company} builds {product} for small firms. You join the {team} team of nine people.</p>
<h3>What you will do</h3><ul><li>Build and run services in {skill} that {product} rests on</li>
<li>Review the work of your colleagues in the {team} team and write down why things are as they are</li>
<li>Take part in the weekly talk with customers from {city}</li></ul>
<h3>What you bring</h3><ul><li>At least 3 years of experience with {skill}</li><li>PostgreSQL and Docker</li>
<li>Fluent English</li></ul><p>{extra}</p>"""


def text_of(**values: str) -> str:
    """A posting's text as HTML."""
    told = {"company": "Acme", "product": "invoicing software", "team": "billing", "skill": "Python", "city": "Berlin"}
    return TEXT.format(**{**told, "extra": "", **values})


def remotive(*jobs: dict[str, Any]) -> dict[str, Any]:
    """Remotive's answer with these jobs."""
    return {"0-legal-notice": "link back", "job-count": len(jobs), "jobs": list(jobs)}


def remotive_job(number: int, title: str, company: str, **more: Any) -> dict[str, Any]:
    """One job as Remotive states it; `text` are values for `text_of`."""
    text = {"company": company, **more.pop("text", {})}
    return {
        "id": number, "url": f"https://remotive.com/remote-jobs/software-dev/job-{number}", "title": title,
        "company_name": company, "category": "Software Development", "tags": ["python"], "job_type": "full_time",
        "publication_date": "2026-11-20T08:00:00", "candidate_required_location": "Germany", "salary": "",
        "description": text_of(**text), **more,
    }  # fmt: skip


def greenhouse(*jobs: dict[str, Any]) -> dict[str, Any]:
    """Greenhouse's answer for one company."""
    return {"jobs": list(jobs), "meta": {"total": len(jobs)}}


def greenhouse_job(number: int, title: str, token: str, company: str, place: str, **more: Any) -> dict[str, Any]:
    """One job as Greenhouse states it."""
    text = {"company": company, **more.pop("text", {})}
    return {
        "id": number, "internal_job_id": number + 7_000_000, "title": title, "company_name": company,
        "absolute_url": f"https://boards.greenhouse.io/{token}/jobs/{number}", "location": {"name": place},
        "updated_at": "2026-11-20T08:00:00-05:00", "first_published": "2026-11-18T08:00:00-05:00",
        "requisition_id": f"R-{number}", "content": text_of(**text).replace("<", "&lt;").replace(">", "&gt;"),
        "departments": [{"id": 1, "name": "Engineering"}], "offices": [], "metadata": None, **more,
    }  # fmt: skip
