"""Preparations in Markdown: the short of it first, then the rest; for conversations, the command line and files."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from markdown_it import MarkdownIt

from tools.applications.forms.schemas import ApplicationForm
from tools.applications.preparing.schemas import (
    LikelyQuestion,
    NotesPart,
    PreparationView,
    PrepNotes,
    PrepRequirement,
    Quote,
    Story,
)
from tools.applications.preparing.wording import own_words
from tools.jobs.presenting import cell

_UNDONE = {
    "pending": "is being prepared", "running": "is being prepared", "failed": "could not be prepared",
    "cancelled": "was stopped",
}  # fmt: skip
_STYLE = (
    "@page{size:A4;margin:18mm 16mm}body{font:10.5pt/1.45 'DejaVu Sans','Liberation Sans',sans-serif;color:#1a1a1a}"
    "h1{font-size:18pt;margin:0 0 6pt}h2{font-size:13pt;margin:16pt 0 4pt;border-bottom:1px solid #999}"
    "h3{font-size:11pt;margin:10pt 0 2pt}blockquote{margin:2pt 0 2pt 10pt;color:#444;border-left:2px solid #999;"
    "padding-left:6pt}li{margin:2pt 0}p{margin:4pt 0}a{color:#1a1a1a}"
)


def present_preparation(found: PreparationView) -> str:
    """The whole, or the part that was asked for; a preparation that is not ready says so."""
    about = f"**Job {found.number}: {cell(found.title)}{f' at {cell(found.company)}' if found.company else ''}**"
    if found.status != "ready" or found.notes is None:
        return " ".join(
            [f"{about} {_UNDONE.get(found.status, found.status)}.", *filter(None, (found.why, found.again))]
        )
    if found.part is not None:
        return "\n\n".join([about, *_SECTIONS[found.part](found.notes, own_words(found.notes.language))])
    letter = f"The cover letter is document {found.letter_number}." if found.letter_number else ""
    more = f"[PDF]({found.file_url})"
    return "\n\n".join(part for part in (about, found.again, notes_markdown(found, head=False), letter, more) if part)


def notes_markdown(found: PreparationView, *, head: bool = True) -> str:
    """The notes as one Markdown text; quotes and names cannot break out of it."""
    notes = found.notes or PrepNotes(title=found.title, resume="")
    words = own_words(notes.language)
    parts = [f"# {words['headings']['title'].format(title=_plain(found.title))}"] if head else []
    parts += [_plain(found.company)] if head and found.company else []
    for section in _SECTIONS.values():
        parts += section(notes, words)
    parts += _form(found.form, words["headings"]) if found.form and not found.form.obstacle else []
    if notes.remarks:
        parts += [f"## {words['headings']['remarks']}", _items(_plain(remark) for remark in notes.remarks)]
    return "\n\n".join(parts)


def notes_page(found: PreparationView) -> str:
    """The notes as a page of HTML to be printed; markup of what came from outside is shown, never followed."""
    language = found.notes.language if found.notes else "en"
    body = MarkdownIt("commonmark", {"html": False}).disable("image").render(notes_markdown(found))
    title = _plain(found.title).replace("&", "&amp;").replace("<", "&lt;")
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>"
    )


def _summary(notes: PrepNotes, words: Mapping[str, Any]) -> list[str]:
    names, short = words["headings"], notes.summary
    counts = {"met": short.met, "partly": short.partly, "gaps": short.gaps, "all": len(notes.requirements)}
    fit = "fit" if short.fit is not None else "fit_unknown"
    parts = [f"## {names['summary']}", names[fit].format(fit=round(short.fit or 0), **counts)]
    asked = {item.id: item for item in notes.requirements}
    questions = {item.id: item for item in notes.questions}
    strongest = [f"{_plain(asked[key].text)}{_shown_by(asked[key])}" for key in short.strongest if key in asked]
    weakest = [_plain(asked[key].text) for key in short.weakest if key in asked]
    likely = [_plain(questions[key].text) for key in short.questions if key in questions]
    for name, items in (("strongest", strongest), ("weakest", weakest), ("first_questions", likely)):
        parts += [f"**{names[name]}**\n\n{_items(items)}"] if items else []
    return parts


def _shown_by(item: PrepRequirement) -> str:
    return f" (“{_plain(item.evidence[0].quote)}”)" if item.evidence else ""


def _flags(notes: PrepNotes, words: Mapping[str, Any]) -> list[str]:
    names = words["headings"]
    items = [f"{flag.text}\n  > {_said(flag.quote)}" for flag in notes.flags]
    return [f"## {names['flags']}", _items(items) if items else names["no_flags"]]


def _requirements(notes: PrepNotes, words: Mapping[str, Any]) -> list[str]:
    names = words["headings"]
    if not notes.requirements:
        return []
    return [f"## {names['requirements']}", _items(_requirement(item, names) for item in notes.requirements)]


def _requirement(item: PrepRequirement, names: Mapping[str, Any]) -> str:
    lines = [f"{_plain(item.text)} ({names[item.importance]}): **{names[item.state]}**"]
    lines += [f"“{_plain(one.quote)}”" for one in item.evidence[:2]]
    if item.missing and item.missing != [item.text]:
        lines.append(f"{names['missing']}: {_plain(', '.join(item.missing))}")
    if item.closest is not None:
        lines.append(f"{names['closest']}: “{_plain(item.closest.quote)}”")
    return "\n  - ".join(lines)


def _stories(notes: PrepNotes, words: Mapping[str, Any]) -> list[str]:
    names = words["headings"]
    if not notes.stories:
        return [f"## {names['stories']}", names["no_stories"]]
    return [f"## {names['stories']}", *(_story(story, words) for story in notes.stories)]


def _story(story: Story, words: Mapping[str, Any]) -> str:
    lines = []
    for part in story.parts:
        told = (
            f"“{_plain(part.text)}”" if part.text else f"*{words['headings']['to_say']} {_plain(part.question or '')}*"
        )
        lines.append(f"**{words['parts'][part.kind]}:** {told}")
    return f"### {story.id}: {_plain(story.title)}\n\n{_items(lines)}"


def _questions(notes: PrepNotes, words: Mapping[str, Any]) -> list[str]:
    names = words["headings"]
    return [f"## {names['questions']}", _items(_question(item, names) for item in notes.questions)]


def _question(item: LikelyQuestion, names: Mapping[str, Any]) -> str:
    lines = [f"**{_plain(item.text)}** {item.why}"]
    lines += [f"> {_said(item.quote)}"] if item.quote and item.kind != "standard" else []
    stories = f"- {names['answer_with']} {', '.join(item.story_ids)}"
    return "\n  ".join([*lines, "", stories] if item.story_ids else lines)


def _ask(notes: PrepNotes, words: Mapping[str, Any]) -> list[str]:
    items = [f"**{item.text}** {item.why}" + (f"\n  > {_said(item.quote)}" if item.quote else "") for item in notes.ask]
    return [f"## {words['headings']['ask']}", _items(items)] if items else []


def _company(notes: PrepNotes, words: Mapping[str, Any]) -> list[str]:
    names = words["headings"]
    items = [f"“{_plain(fact.text)}” ({_source(fact)})" for fact in notes.company_facts]
    return [f"## {names['company']}", _items(items) if items else names["nothing_known"]]


def _form(form: ApplicationForm, names: Mapping[str, Any]) -> list[str]:
    count, required = len(form.fields), sum(field.required for field in form.fields)
    told = [names["form_fields"].format(ats=form.ats, count=count, required=required)]
    told += [names["wants_letter"][form.wants_letter], names["wants_portfolio"][form.wants_portfolio]]
    asked = [f"{_plain(field.group or field.label or '')}{' *' if field.required else ''}" for field in form.fields]
    return [f"## {names['form']}", " ".join(part for part in told if part), _items(item for item in asked if item)]


_SECTIONS: Mapping[NotesPart, Callable[[PrepNotes, Mapping[str, Any]], list[str]]] = {
    "summary": _summary, "flags": _flags, "questions": _questions, "stories": _stories, "ask": _ask,
    "requirements": _requirements, "company": _company,
}  # fmt: skip


def _said(quote: Quote) -> str:
    words = _plain(quote.text)
    return words if quote.source == "record" else f"“{words}” ({_source(quote)})"


def _source(quote: Quote) -> str:
    name = _plain(quote.name)
    return f"[{name}](<{quote.url}>)" if quote.url and not set("<>\n ") & set(quote.url) else name


def _items(items: Iterator[str] | Any) -> str:
    return "\n".join(f"- {item}" for item in items)


def _plain(text: str) -> str:
    """Text on one line that Markdown shows as it stands."""
    return "".join(f"\\{mark}" if mark in "\\`*_[]<>#|" else mark for mark in " ".join(text.split()))
