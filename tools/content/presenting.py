"""Letters, mails and documents in words, for conversations."""

from tools.content.schemas import (
    DocumentDetail,
    DocumentList,
    GeneratedContent,
    RemovedDocument,
    TemplateList,
)
from tools.jobs.presenting import cell

_KINDS = {"resume": "resume", "cover_letter": "cover letter", "email": "e-mail"}
_MOST_GAPS = 5


def present_content(content: GeneratedContent) -> str:
    """The text itself, then what was refused, what is not shown, and what became of the wishes."""
    what = _KINDS[content.kind]
    if content.status != "completed":
        told = {"failed": "could not be written", "stopped": "was stopped"}.get(content.status, "is being written")
        return f"The {what} {told}.{' ' + content.error if content.error else ''}"
    about = f" for {cell(content.job_title)}" if content.job_title else ""
    about += f" at {cell(content.company)}" if content.job_title and content.company else ""
    head = f"Here is the {what}{about} (document {content.number}"
    head += f", version {content.version})" if (content.version or 1) > 1 else ")"
    subject = f"**Subject:** {content.subject}\n\n" if content.subject else ""
    quoted = "\n".join(f"> {line}" if line else ">" for line in f"{subject}{content.text}".splitlines())
    return "\n\n".join([f"{head}.", quoted, *_remarks(content)])


def _remarks(content: GeneratedContent) -> list[str]:
    remarks = []
    claims = sum(sentence.kind == "claim" for sentence in content.sentences)
    if content.kind == "cover_letter" and claims:
        remarks.append(
            f"Every sentence about you ({claims}) rests on facts of your resume; it has {content.words} words. "
            "I have sent nothing."
        )
    for wish in content.wishes:
        if not wish.granted:
            remarks.append(f"Your wish “{wish.wish}” was not followed: {wish.answer}")
    refused = [item for item in content.refused if item.text not in {wish.wish for wish in content.wishes}]
    if refused:
        listed = "\n".join(f"- “{item.text}”: {item.reason}" for item in refused)
        remarks.append(f"Refused, because it could not be proved:\n{listed}")
    if content.gaps and content.kind != "email":
        listed = "\n".join(f"- {gap.posting_quote}" for gap in content.gaps[:_MOST_GAPS])
        remarks.append(
            f"The job also asks for this, which your resume does not show; the text leaves it out:\n{listed}"
        )
    return [*remarks, *content.notes]


def present_document(document: DocumentDetail) -> str:
    """One document: what it is, where its file is, its text where it has one, what checking has shown."""
    facts = [_KINDS[document.kind], document.format, f"{max(1, document.size // 1000)} kB"]
    if document.pages:
        facts.append(f"{document.pages} page{'s' if document.pages > 1 else ''}")
    head = f"**Document {document.number}: {document.title}** ({', '.join(facts)}): [download]({document.file_url})"
    parts = [head]
    if document.text:
        parts.append("\n".join(f"> {line}" if line else ">" for line in document.text.splitlines()))
    if document.checks:
        passed = "; ".join(check.seen for check in document.checks.checks if check.passed)
        parts.append(f"Checked: {passed}." if passed else "")
    others = [name for name in document.formats if name != document.format]
    if others:
        parts.append(f"It can also be had as {', '.join(others)}.")
    return "\n\n".join(part for part in parts if part)


def present_documents(found: DocumentList) -> str:
    """The list as a table."""
    if not found.documents:
        return "There are no documents yet. Ask for a cover letter, an e-mail, or a tailored resume as a file."
    rows = [
        f"| {item.number} | {_KINDS[item.kind]} | {cell(item.title)} | {item.format} | [download]({item.file_url}) |"
        for item in found.documents
    ]
    more = f"\n\n{found.total - len(rows)} more are not shown." if found.total > len(rows) else ""
    return "\n".join(["| # | Kind | Title | Format | File |", "|---|---|---|---|---|", *rows]) + more


def present_removed(removed: RemovedDocument) -> str:
    """What was taken away."""
    return f"Document {removed.number} ({removed.title}) is gone. “Undo” brings it back."


def present_templates(found: TemplateList) -> str:
    """The templates by kind."""
    parts = []
    for kind, heading in (("resume", "For resumes"), ("cover_letter", "For letters"), ("email", "E-mails")):
        items = [item for item in found.templates if item.kind == kind]
        if items:
            parts.append("\n".join([f"**{heading}**", *(f"- `{i.name}`: {i.title}. {i.description}" for i in items)]))
    return "\n\n".join(parts)
