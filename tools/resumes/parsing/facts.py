"""Collects facts whose words are, by construction, the words of their span."""

from tools.resumes.parsing.lines import Line
from tools.resumes.schemas import Detail, ParsedFact, Span


def collapse(text: str) -> str:
    """White space joined to single blanks; bullets at line starts inside a span are layout, not words."""
    return " ".join(text.split())


class Facts:
    """The facts of one resume in the order they are found; every span is trimmed to the words it covers."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.items: list[ParsedFact] = []

    def add(self, start: int, end: int, detail: Detail, parent: int | None = None) -> int | None:
        """Record `text[start:end]`, trimmed of blanks; returns its index, or None where the span is blank."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start >= end:
            return None
        words = collapse(self.text[start:end])
        self.items.append(ParsedFact(text=words, span=Span(start=start, end=end), detail=detail, parent=parent))
        return len(self.items) - 1

    def add_lines(self, lines: list[Line], detail: Detail, parent: int | None = None) -> int | None:
        """Record the stretch from the first to the last of these lines."""
        return self.add(lines[0].start, lines[-1].end, detail, parent) if lines else None

    def in_order(self) -> list[ParsedFact]:
        """The facts sorted by place in the text, parents re-numbered."""
        order = sorted(
            range(len(self.items)), key=lambda i: (self.items[i].span.start, self.items[i].parent is not None, i)
        )
        place = {old: new for new, old in enumerate(order)}
        return [
            fact.model_copy(update={"parent": place[fact.parent] if fact.parent is not None else None})
            for fact in (self.items[i] for i in order)
        ]


def check_spans(text: str, facts: list[ParsedFact]) -> None:
    """Raise ValueError when a fact's words are not exactly the words at its span."""
    for fact in facts:
        if collapse(text[fact.span.start : fact.span.end]) != fact.text:
            raise ValueError(f"span of {fact.detail.kind} fact does not hold its words: {fact.text[:60]!r}")
