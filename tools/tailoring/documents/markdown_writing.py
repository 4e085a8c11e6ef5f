"""Documents as Markdown and as plain text."""

import re
from collections.abc import Iterable

from tools.tailoring.documents.letters import LetterPage
from tools.tailoring.documents.page import Block, Contact, Page, PageSection

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_OPENING = re.compile(r"^(\s*)([-+#=]|\d+(?=[.)]\s))")


def resume_markdown(page: Page) -> str:
    """The resume as CommonMark: name, contacts as links, a heading each section and each position, bullets."""
    parts = [f"# {_plain(page.name)}" if page.name else "", _plain(page.headline), _contacts(page.contacts)]
    for section in page.sections:
        parts += [f"## {_plain(section.heading)}", *_section(section)]
    return _paragraphs(parts)


def resume_text(page: Page) -> str:
    """The resume as plain text for form fields: one line each, headings between blank lines, bullets with dashes."""
    lines = [page.name, page.headline, *(contact.text for contact in page.contacts)]
    parts = ["\n".join(filter(None, lines))]
    for section in page.sections:
        parts += [section.heading, *_text_section(section)]
    return _paragraphs(parts)


def letter_markdown(page: LetterPage) -> str:
    """The letter as CommonMark, its blocks of lines with hard breaks."""
    blocks = [
        [_contact(contact) for contact in page.sender],
        *([_plain(line) for line in lines] for lines in _blocks(page)),
    ]
    parts = [f"# {_plain(page.name)}", *("  \n".join(block) for block in blocks)]
    parts.append(f"**{_plain(page.subject)}**" if page.subject else "")
    parts += [_plain(text) for text in (page.salutation, *page.paragraphs)]
    return _paragraphs([*parts, f"{_plain(page.closing)}  \n{_plain(page.name)}"])


def letter_text(page: LetterPage) -> str:
    """The letter as plain text, ready for an e-mail or a form field."""
    head = [page.name, *(contact.text for contact in page.sender)]
    parts = ["\n".join(lines) for lines in (head, *_blocks(page))]
    return _paragraphs([*parts, page.subject, page.salutation, *page.paragraphs, f"{page.closing}\n{page.name}"])


def _blocks(page: LetterPage) -> list[list[str]]:
    return [page.recipient, page.dateline]


def _section(section: PageSection) -> list[str]:
    if section.name == "summary":
        return [_plain(" ".join(block.left for block in section.blocks))]
    if section.is_list:
        return ["\n".join(f"- {_entry(block, ' ')}" for block in section.blocks)]
    if not any(block.is_head or block.below for block in section.blocks):
        return ["\n".join(f"- {_entry(block, ' ')}" for block in section.blocks)]
    parts = []
    for block in section.blocks:
        parts += [f"### {_entry(block, '')}" if block.is_head else _entry(block, ""), _plain(block.right)]
        parts.append("\n".join(f"- {_plain(line)}" for line in block.below))
    return parts


def _entry(block: Block, gap: str) -> str:
    strong = f"**{_plain(block.strong)}**" if block.strong else ""
    return f"{strong}{_plain(block.left, opens=not strong)}{gap + _plain(block.right) if gap and block.right else ''}"


def _text_section(section: PageSection) -> list[str]:
    if section.name == "summary":
        return [" ".join(block.left for block in section.blocks)]
    entries = []
    for block in section.blocks:
        mark = "- " if section.is_list else ""
        head = f"{mark}{block.strong}{block.left}{'    ' + block.right if block.right else ''}"
        entries.append("\n".join([head, *(f"- {line}" for line in block.below)]))
    return ["\n\n".join(entries)] if any(block.below for block in section.blocks) else ["\n".join(entries)]


def _contacts(contacts: Iterable[Contact]) -> str:
    return " · ".join(map(_contact, contacts))


def _contact(contact: Contact) -> str:
    return f"[{_plain(contact.text)}]({contact.href})" if contact.href else _plain(contact.text)


def _plain(text: str, *, opens: bool = True) -> str:
    """The text so that Markdown shows it as it stands."""
    escaped = _ENTITY.sub(r"\\&", _SPECIAL.sub(r"\\\1", text))
    return _OPENING.sub(_without_meaning, escaped) if opens else escaped


def _without_meaning(opening: re.Match[str]) -> str:
    """A number that would open a list keeps its value; its point is what is escaped."""
    return f"{opening[1]}{opening[2]}\\" if opening[2].isdigit() else f"{opening[1]}\\{opening[2]}"


def _paragraphs(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part.strip()) + "\n"
