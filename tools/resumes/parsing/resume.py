"""From lines in reading order to the resume: text, sections and facts."""

import re
from dataclasses import dataclass, field

from tools.resumes.parsing.contact import read_contact
from tools.resumes.parsing.facts import Facts, check_spans
from tools.resumes.parsing.headings import find_headings, split_inline_headings
from tools.resumes.parsing.honours import paragraphs, read_honours, read_others, read_projects
from tools.resumes.parsing.language import language_of
from tools.resumes.parsing.layout import layout_of
from tools.resumes.parsing.limits import refuse_long
from tools.resumes.parsing.lines import Line, compose, join_hyphens
from tools.resumes.parsing.lists import Label, names_programs, opens_with_level, read_skills
from tools.resumes.parsing.names import name_span
from tools.resumes.parsing.patterns import EMAIL, URL
from tools.resumes.parsing.positions import read_positions
from tools.resumes.parsing.studies import read_education
from tools.resumes.parsing.tongues import name_tongues, read_languages
from tools.resumes.schemas import OtherDetail, ParsedResume, Section, SectionName, Span, SummaryDetail

NOT_A_RESUME = (
    "This does not look like a resume: no work experience, no education and no e-mail address were found in it."
)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“(]?[A-ZÀ-ÞΑ-ΩА-Я0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|Dr|Mr|Mrs|Ms|Prof|Inc|Ltd|Co|St|vs|ca|bzw|z\.\s?B|u\.\s?a|d\.\s?h|usw|approx|No|Nr|Sr|Jr|p\.\s?ex|inkl|ggf)|\b[A-Z])\.$"
)


@dataclass(slots=True)
class Part:
    """A stretch of lines under one heading; the top of the page has none."""

    name: SectionName
    heading: Line | None
    lines: list[Line] = field(default_factory=list)


def build(lines: list[Line], media_type: str, pages: int) -> ParsedResume:
    """Lay out the text, cut it into sections and read the facts of each."""
    lines = join_hyphens([line for line in lines if line.cells])
    lines = [line for line in lines if line.text.strip()]
    lines = split_inline_headings(lines)
    text = compose(lines)
    refuse_long(text)
    parts = divide(lines)
    facts = Facts(text)
    _read_parts(parts, lines, facts)
    ordered = facts.in_order()
    check_spans(text, ordered)
    return ParsedResume(
        text=text,
        media_type=media_type,
        pages=pages,
        language=language_of(text),
        sections=[section for part in parts if (section := _section(part)) is not None],
        facts=ordered,
        warnings=warnings_of({fact.detail.kind for fact in ordered}, text),
        layout=layout_of(lines),
    )


def warnings_of(kinds: set[str], text: str) -> list[str]:
    """What the reader of the result should know."""
    found = []
    if not kinds & {"position", "education"} and not EMAIL.search(text):
        found.append(NOT_A_RESUME)
    elif "position" not in kinds:
        found.append("No work experience was found in this resume.")
    return found


def divide(lines: list[Line]) -> list[Part]:
    """Sections in reading order; a column that begins without a heading is contact, or goes on with what was open."""
    headings = find_headings(lines)
    parts: list[Part] = [Part("contact", None)]
    for index, line in enumerate(lines):
        if index in headings:
            inline = line.cells[1:]
            parts.append(Part(headings[index], _only_first(line)))
            if inline:
                parts[-1].lines.append(_only_rest(line))
            continue
        fresh = index > 0 and line.flow != lines[index - 1].flow and _opens_contact(lines, index, headings)
        if parts[-1].heading is not None and (fresh or (line.level == 1 and _is_titled_once(line, lines))):
            parts.append(Part("contact", None))
        parts[-1].lines.append(line)
    return [part for part in parts if part.heading is not None or part.lines]


def _is_titled_once(line: Line, lines: list[Line]) -> bool:
    """Whether a line is the one title of the document, and could be a name."""
    once = sum(other.level == 1 for other in lines) == 1
    return once and name_span(line.text) is not None


def _only_first(line: Line) -> Line:
    return Line(line.cells[:1], level=line.level, gap=line.gap, flow=line.flow, page=line.page, y=line.y)


def _only_rest(line: Line) -> Line:
    rest = line.cells[1:]
    return Line(rest, flow=line.flow, page=line.page, indent=rest[0].x0, y=line.y, edge=line.edge)


def _opens_contact(lines: list[Line], index: int, headings: dict[int, SectionName]) -> bool:
    """Whether the lines from here to the next heading hold contact details, or the page's largest type."""
    if lines[index].page > 0:
        return False
    largest = max(line.size for line in lines)
    flow = lines[index].flow
    for at in range(index, min(index + 12, len(lines))):
        line = lines[at]
        if at in headings or line.flow != flow:
            return False
        if EMAIL.search(line.text) or URL.fullmatch(line.text.strip()) or (line.size >= largest > 1.3 * lines[-1].size):
            return True
    return False


def _section(part: Part) -> Section | None:
    lines = [*([part.heading] if part.heading else []), *part.lines]
    if not lines:
        return None
    heading = part.heading.text if part.heading else ""
    start, end = min(line.start for line in lines), max(line.end for line in lines)
    return Section(name=part.name, heading=heading, span=Span(start=start, end=end))


def _read_parts(parts: list[Part], lines: list[Line], facts: Facts) -> None:
    region = [line for part in parts if part.name == "contact" for line in part.lines]
    links = [line for part in parts if part.name == "links" for line in part.lines]
    rest = read_contact([*region, *links], lines, facts)
    _read_leftovers([line for line in rest if any(line is own for own in region)], facts)
    for part in parts:
        if part.name == "other" and part.heading is not None and opens_with_level(part.lines):
            read_skills(part.lines[1:], facts, Label(part.heading.text, part.lines[0].text))
        elif part.name == "languages" and names_programs(part.lines, facts.text):
            read_skills(part.lines, facts)
        elif part.name not in ("contact", "links") and part.lines:
            _read_part(part, facts)


def _read_part(part: Part, facts: Facts) -> None:
    lines = part.lines
    match part.name:
        case "summary":
            read_summary(lines, facts)
        case "experience" | "volunteering":
            read_positions(lines, facts, part.name)
        case "education":
            read_education(lines, facts)
        case "skills":
            read_skills(lines, facts)
        case "languages":
            read_languages(lines, facts)
        case "projects":
            read_projects(lines, facts)
        case "certificates":
            read_honours(lines, facts, "certificate")
        case "awards":
            read_honours(lines, facts, "award")
        case "publications":
            read_honours(lines, facts, "publication")
        case _:
            read_others(lines, facts, part.name)


def read_summary(lines: list[Line], facts: Facts) -> None:
    """Record the sentences of running text, and bullets, each as one summary fact."""
    for paragraph in paragraphs(lines):
        start, end = paragraph[0].start, paragraph[-1].end
        for begin, stop in sentences(facts.text, start, end):
            facts.add(begin, stop, SummaryDetail())


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Bounds of the sentences between two offsets."""
    bounds, at = [], start
    for match in _SENTENCE_END.finditer(text, start, end):
        if _ABBREVIATION.search(text[at : match.start()]):
            continue
        bounds.append((at, match.start()))
        at = match.end()
    return [*bounds, (at, end)]


def _read_leftovers(lines: list[Line], facts: Facts) -> None:
    """Running text among the contact lines is the summary; short lines are kept as they are."""
    for paragraph in paragraphs(lines):
        words = sum(len(line.text.split()) for line in paragraph)
        if words >= 10 and not paragraph[0].bullet:
            read_summary(paragraph, facts)
        elif all(name_tongues(line.text) for line in paragraph):
            read_languages(paragraph, facts)
        else:
            facts.add_lines(paragraph, OtherDetail(section="contact"))
