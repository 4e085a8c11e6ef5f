"""The PDF against bare WeasyPrint on the same HTML."""

import asyncio
import statistics
import time
from uuid import uuid4

from evals.bench.measuring import Row
from tools.resumes.schemas import BulletDetail, ContactDetail, PositionDetail, ResumeFact, SkillDetail, Span
from tools.tailoring.schemas import Claim, TailoredDocument

ROUNDS = 15


def example() -> TailoredDocument:
    """A resume of one page: five positions with five lines each, and skills."""
    facts: list[ResumeFact] = []
    claims: list[Claim] = []

    def add(text: str, section: str, detail: object, parent: ResumeFact | None = None) -> ResumeFact:
        fact = ResumeFact.model_validate(
            {
                "id": uuid4(),
                "text": text,
                "span": Span(start=0, end=len(text)),
                "detail": detail,
                "parent_id": parent and parent.id,
            }
        )
        facts.append(fact)
        claims.append(
            Claim.model_validate(
                {
                    "id": f"L{len(claims) + 1}",
                    "section": section,
                    "text": text,
                    "fact_ids": [fact.id],
                    "parent_id": fact.parent_id,
                }
            )
        )
        return fact

    add("Robin Example", "contact", ContactDetail(field="name", value="Robin Example"))
    add("robin@example.com", "contact", ContactDetail(field="email", value="robin@example.com"))
    for position in range(5):
        title = f"Engineer {position}, Company {position}\t20{10 + position} – 20{11 + position}"
        head = add(title, "experience", PositionDetail(employer=f"Company {position}", title=f"Engineer {position}"))
        for line in range(5):
            add(
                f"Reduced the time of task {line} from {line + 20} to {line + 3} minutes for 40 teams",
                "experience",
                BulletDetail(),
                head,
            )
    for skill in ("Python", "PostgreSQL", "Kubernetes"):
        add(skill, "skills", SkillDetail(name=skill))
    return TailoredDocument(name="Robin Example", job_title="Engineer", claims=claims, facts=facts)


def measure() -> list[Row]:
    """Medians of rounds taken in turn, so that a busy machine is busy for both."""
    from weasyprint import HTML  # noqa: PLC0415  # loads Pango, which only rendering may need

    from tools.tailoring.rendering import render_html, render_pdf  # noqa: PLC0415

    html = render_html(example())
    ours, bare = [], []
    for number in range(ROUNDS + 2):
        begun = time.process_time()
        HTML(string=html).write_pdf()
        between = time.process_time()
        render_pdf(html)
        if number >= 2:
            bare.append((between - begun) * 1000)
            ours.append((time.process_time() - between) * 1000)
    ours_ms, bare_ms = statistics.median(ours), statistics.median(bare)
    return [Row("resume PDF, median", ours_ms, "ms CPU", bare_ms, "bare WeasyPrint", at_most=1.1)]


async def bench() -> list[Row]:
    """The same off the event loop."""
    return await asyncio.to_thread(measure)
