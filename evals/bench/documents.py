"""The PDF against bare WeasyPrint on the same HTML, what its checks cost, and whether the event loop notices."""

import asyncio
import statistics
import time
from collections.abc import Callable
from contextlib import aclosing
from uuid import uuid4

from evals.bench.measuring import Row
from tools.resumes.schemas import BulletDetail, ContactDetail, PositionDetail, ResumeFact, SkillDetail, Span
from tools.tailoring.documents.renderer import Processes, Renderer
from tools.tailoring.schemas import Claim, TailoredDocument

ROUNDS = 15
TICK = 0.005
"""Seconds between two looks at the clock."""


def example(positions: int = 5, lines: int = 5) -> TailoredDocument:
    """A resume: so many positions with so many lines each, and skills; one page by default."""
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
    for position in range(positions):
        title = f"Engineer {position}, Company {position}\t20{10 + position} – 20{11 + position}"
        head = add(title, "experience", PositionDetail(employer=f"Company {position}", title=f"Engineer {position}"))
        for line in range(lines):
            add(
                f"Reduced the time of task {line} from {line + 20} to {line + 3} minutes for 40 teams",
                "experience",
                BulletDetail(),
                head,
            )
    for skill in ("Python", "PostgreSQL", "Kubernetes"):
        add(skill, "skills", SkillDetail(name=skill))
    return TailoredDocument(name="Robin Example", job_title="Engineer", claims=claims, facts=facts)


def too_long() -> TailoredDocument:
    """The same with eight positions of nine lines each, of which about a third has to go for one page."""
    whole = example(positions=8, lines=9)
    below = [claim.id for claim in whole.claims if claim.parent_id is not None]
    return whole.model_copy(update={"drop_order": below[::-1]})


def measure() -> list[Row]:
    """Medians of rounds taken in turn, so that a busy machine is busy for all of them."""
    from weasyprint import HTML  # noqa: PLC0415  # loads Pango, which only rendering may need

    from tools.tailoring.documents.checks import check_pdf  # noqa: PLC0415
    from tools.tailoring.documents.fitting import fit  # noqa: PLC0415
    from tools.tailoring.documents.rendering import render_html, render_pdf, resume_template  # noqa: PLC0415

    whole, long = example(), too_long()
    cut, pdf = fit(long)
    html, cut_html = render_html(whole), render_html(cut)
    manifest = resume_template(cut).manifest
    work: dict[str, Callable[[], object]] = {
        "bare": lambda: HTML(string=html).write_pdf(),
        "ours": lambda: render_pdf(html),
        "bare, cut": lambda: HTML(string=cut_html).write_pdf(),
        "fit": lambda: fit(long),
        "checks": lambda: check_pdf(pdf, cut, manifest),
    }
    spent = {name: statistics.median(times) for name, times in _in_turn(work).items()}
    return [
        Row("resume PDF", spent["ours"], "ms CPU", spent["bare"], "bare WeasyPrint, the same HTML", at_most=1.1),
        Row("the same, cut to one page first", spent["fit"], "ms CPU", spent["bare, cut"], "bare, HTML already cut"),
        Row("checks of a resume PDF", spent["checks"], "ms CPU"),
    ]


def _in_turn(work: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in work}
    for number in range(ROUNDS + 2):
        for name, one in work.items():
            begun = time.process_time()
            one()
            if number >= 2:
                times[name].append((time.process_time() - begun) * 1000)
    return times


async def measure_lag() -> Row:
    """The longest that the event loop was late while ten documents were made, checked and written."""
    async with aclosing(Processes()) as processes:
        renderer = Renderer(processes)
        await renderer.fit(example())
        making = asyncio.gather(*(renderer.fit(example()) for _ in range(10)))
        late = 0.0
        while not making.done():
            begun = time.perf_counter()
            await asyncio.sleep(TICK)
            late = max(late, time.perf_counter() - begun - TICK)
        await making
        return Row("event loop late while ten render, at most", late * 1000, "ms")


async def bench() -> list[Row]:
    """The same off the event loop, and how late that is."""
    return [*await asyncio.to_thread(measure), await measure_lag()]
