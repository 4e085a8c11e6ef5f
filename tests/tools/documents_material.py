"""Invented people whose resumes and letters the tests of documents are about."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from tools.jobs.schemas import ParsedPosting, Requirement
from tools.resumes.schemas import (
    BulletDetail,
    CertificateDetail,
    ContactDetail,
    Detail,
    EducationDetail,
    LanguageDetail,
    LinkDetail,
    OtherDetail,
    PositionDetail,
    ProjectDetail,
    ResumeFact,
    SkillDetail,
    Span,
    SummaryDetail,
)
from tools.tailoring.choice.selection import choose
from tools.tailoring.schemas import LetterDocument, LetterParagraph, TailoredDocument

POSTING = ParsedPosting(
    title="Platform Engineer",
    company="Helios",
    requirements=[Requirement(text="Experience with Kubernetes", importance="must", skills=["Kubernetes"])],
    text="",
    source="text",
)


class Facts:
    """Facts in the order they are put."""

    def __init__(self) -> None:
        self.facts: list[ResumeFact] = []

    def put(self, text: str, detail: Detail, parent: UUID | None = None) -> UUID:
        """Add one; returns its id."""
        start = self.facts[-1].span.end + 1 if self.facts else 0
        fact_id = uuid5(UUID(int=2), f"{start} {text}")
        span = Span(start=start, end=start + len(text))
        self.facts.append(ResumeFact(id=fact_id, text=text, span=span, detail=detail, parent_id=parent))
        return fact_id

    def contact(self, **values: str) -> None:
        """Add contact fields."""
        for field, value in values.items():
            self.put(value, ContactDetail.model_validate({"field": field, "value": value}))


def resume(bullets: Sequence[str], *, positions: int = 1, name: str = "Zoë Łukasz-Öztürk") -> list[ResumeFact]:
    """A short resume with these lines under each of so many positions."""
    made = Facts()
    made.contact(
        name=name, headline="Platform engineer", email="zoe@example.org", phone="+49 30 123456", location="Köln"
    )
    made.put("https://github.com/zoe", LinkDetail(url="https://github.com/zoe"))
    made.put("Keeps platforms up.", SummaryDetail())
    for number in range(positions):
        year = 2024 - 2 * number
        detail = PositionDetail(
            employer=f"Firma {number} GmbH", title="Engineer", location="Köln", start=f"{year}-03", current=number == 0
        )
        position = made.put(f"Engineer, Firma {number}", detail)
        for bullet in bullets:
            made.put(f"{bullet}" if positions == 1 else f"{bullet} ({number})", BulletDetail(), position)
    made.put("Python", SkillDetail(name="Python", group="Languages"))
    made.put("B.Sc., TH Köln", EducationDetail(institution="TH Köln", degree="B.Sc.", start="2010", end="2013"))
    return made.facts


def document(
    bullets: Sequence[str], *, positions: int = 1, pages: int = 1, language: str = "en", **fields: Any
) -> TailoredDocument:
    """The short resume as a tailored document; `fields` as template and paper."""
    chosen = choose(resume(bullets, positions=positions), POSTING, language=language, pages=pages)
    return chosen.model_copy(update=fields)


def twice_over(**fields: Any) -> TailoredDocument:
    """The short resume of somebody who has two of what others have one of: of two resumes that were merged."""
    facts = Facts()
    facts.facts = resume(["Runs Kubernetes clusters."])
    facts.contact(
        name="Zoë Öztürk", headline="Writer of runbooks", email="zo@example.net", phone="+49 221 98765",
        location="Leipzig", website="https://zoe.example.net",
    )  # fmt: skip
    return choose(facts.facts, POSTING, language="en", pages=1).model_copy(update=fields)


def everything(**fields: Any) -> TailoredDocument:
    """A resume with every kind of fact, marks that formats give a meaning to, and a line of every section."""
    made = Facts()
    made.contact(
        name="Mara Nwosu-Lindqvist", headline="Data & platform engineer", email="mara.nwosu@example.org",
        phone="+46 8 123 456 78", location="Stockholm", website="https://mara.example.org",
    )  # fmt: skip
    made.put("https://linkedin.com/in/mara-nwosu", LinkDetail(url="https://linkedin.com/in/mara-nwosu"))
    made.put("Engineer who *measures* first_and then builds.", SummaryDetail())
    first = made.put(
        "Lead Engineer, Fjord Analytics AB, Stockholm",
        PositionDetail(
            employer="Fjord Analytics AB", title="Lead Engineer", location="Stockholm", start="2019-03", current=True
        ),
    )
    for line in (
        "Moved 40 services to Kubernetes and cut the time of a deployment from 3 hours to 20 minutes",
        "# of nodes grew 3x; p95 < 3 ms & R&D at 5 € [see report] `kubectl` ~ daily | weekly",
        "1. place in the internal award for `clean` C++/C#, <b>not</b> markup, &amp; stays",
    ):
        made.put(line, BulletDetail(), first)
    second = made.put(
        "Engineer, Lumen Oy",
        PositionDetail(employer="Lumen Oy", title="Engineer", start="2014-01", end="2019-02"),
    )
    made.put("- built reports that start with a dash", BulletDetail(), second)
    project = made.put("Tidewatch", ProjectDetail(name="Tidewatch", start="2021"))
    made.put("Predicts tides for 12 harbours", BulletDetail(), project)
    study = made.put(
        "M.Sc. Physics, Uppsala University",
        EducationDetail(institution="Uppsala University", degree="M.Sc.", area="Physics", start="2009", end="2013"),
    )
    made.put("Thesis on sea ice", BulletDetail(), study)
    for name in ("Python", "Kubernetes"):
        made.put(name, SkillDetail(name=name, group="Tools", level="expert"))
    made.put("Swedish", LanguageDetail(name="Swedish", level="native"))
    for kind, name, issuer in (
        ("certificate", "Kubernetes Administrator", "Cloud Guild"),
        ("award", "Engineer of the Year", "Fjord Analytics AB"),
        ("publication", "Ice and data", "Nordic Letters"),
    ):
        detail = CertificateDetail.model_validate({"kind": kind, "name": name, "issuer": issuer, "date": "2022"})
        made.put(f"{name}, {issuer}, 2022", detail)
    made.put("Long-distance skating", OtherDetail(section="interests"))
    made.put("Driving licence B", OtherDetail())
    return choose(made.facts, POSTING, language="en", pages=2).model_copy(update=fields)


def hebrew(**fields: Any) -> TailoredDocument:
    """A resume that runs from right to left, with words and numbers that do not."""
    made = Facts()
    made.contact(name="נועה כהן-לוי", headline="מהנדסת פלטפורמה", email="noa@example.org", phone="+972 50 123 4567")
    detail = PositionDetail(employer="אורנים מערכות", title="מהנדסת בכירה", start="2019-03", current=True)
    position = made.put("מהנדסת בכירה, אורנים מערכות", detail)
    made.put("העבירה 40 שירותים ל-Kubernetes וקיצרה את זמן הפריסה מ-3 שעות ל-20 דקות.", BulletDetail(), position)
    made.put("ניהלה צוות של חמישה אנשים.", BulletDetail(), position)
    return choose(made.facts, POSTING, language="en", pages=1).model_copy(update=fields)


def letter(paragraphs: int = 3, **fields: Any) -> LetterDocument:
    """A letter with so many paragraphs."""
    texts = [f"In my {number}. year at Acme I moved {number} services to Kubernetes." for number in range(paragraphs)]
    return LetterDocument.model_validate(
        {
            "name": "Robin Example",
            "sender": ["12 Harbour Street, 20457 Hamburg", "robin@example.com", "+49 40 123456", "github.com/robin"],
            "recipient": ["Helios GmbH", "Ms Ada Weber", "10115 Berlin"],
            "place": "Hamburg",
            "date": "26 November 2026",
            "subject": "Application for the post of Platform Engineer",
            "salutation": "Dear Ms Weber,",
            "paragraphs": [LetterParagraph(text=text) for text in texts],
            "closing": "Kind regards,",
            **fields,
        }
    )
