"""A letter as a page's parts, ready to be set: text made printable, contacts that can be followed."""

from dataclasses import dataclass

from store.errors import ValidationError
from tools.tailoring.documents.page import Contact, href_of
from tools.tailoring.documents.readback import Expected, normal
from tools.tailoring.schemas import LetterDocument
from tools.tailoring.wording import Direction, direction_of, printable, tongue_of

MOST_PAGES = 2


@dataclass(frozen=True)
class LetterPage:
    """Everything a letter's template shows, in reading order."""

    title: str
    name: str
    sender: list[Contact]
    recipient: list[str]
    dateline: list[str]
    subject: str
    salutation: str
    paragraphs: list[str]
    closing: str
    language: str
    direction: Direction


def letter_page(letter: LetterDocument) -> LetterPage:
    """The letter's parts; empty lines are left out.

    Raises `ValidationError` (`LETTER_EMPTY`) for a letter without a name or without a paragraph.
    """
    paragraphs = _set([paragraph.text for paragraph in letter.paragraphs])
    name = printable(letter.name)
    if not name or not paragraphs:
        raise ValidationError("A letter needs a sender's name and at least one paragraph.", code="LETTER_EMPTY")
    subject = printable(letter.subject or "")
    return LetterPage(
        title=" – ".join(filter(None, (name, subject))),
        name=name,
        sender=[Contact(line, _href(line)) for line in _set(letter.sender)],
        recipient=_set(letter.recipient),
        dateline=_set([", ".join(filter(None, (letter.place, letter.date)))]),
        subject=subject,
        salutation=printable(letter.salutation),
        paragraphs=paragraphs,
        closing=printable(letter.closing),
        language=tongue_of(paragraphs, letter.language),
        direction=direction_of(paragraphs),
    )


def expected_of_letter(page: LetterPage) -> Expected:
    """The lines that a reader of the letter must find: name and sender anywhere, the rest in order."""
    body = [*page.recipient, *page.dateline, page.subject, page.salutation, *page.paragraphs, page.closing]
    header = [page.name, *(contact.text for contact in page.sender)]
    return Expected(list(map(normal, header)), [[line for line in map(normal, body) if line]])


def _set(lines: list[str]) -> list[str]:
    return [line for line in map(printable, lines) if line]


def _href(line: str) -> str | None:
    return href_of(line, "email") or href_of(line, "website") or (href_of(line, "phone") if _is_phone(line) else None)


def _is_phone(line: str) -> bool:
    digits = sum(char.isdigit() for char in line)
    return digits > 5 and all(char.isdigit() or char in "+()/-. " for char in line)
