"""A job's cover letter: one letter in versions, written from the resume or in the person's own words, and its PDF.

The letter is the document of the kind cover_letter that belongs to the job, and each change is its next version. The
job's `cover_letter` field shows the newest version's text: what the person writes into the field becomes a version in
their own words (`change_job`), and what is written otherwise is shown there (`keeping.follow_letter`).
"""

import asyncio
import re
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import content as store
from store import job_profiles, jobs
from store import resumes as resume_store
from store.actors import Actor
from store.base import new_id
from store.errors import ConflictError, NotFoundError, ValidationError
from tools.content import service
from tools.content.cover_letter_schemas import CoverLetter, GenerateLetter
from tools.content.documents import facts_behind, rewrite
from tools.content.heading import Head, head_of
from tools.content.keeping import content_of, draft_of, keep, said_in, summary_of
from tools.content.own_words import in_own_words
from tools.content.phrases import as_signed, phrases, short_company, short_title, toned
from tools.content.schemas import LANGUAGES, Draft, GeneratedContent, LetterRequest, RewriteDocument
from tools.content.wording import assembled
from tools.content.writing import letter_page
from tools.context import Context, utc_now
from tools.job_profiles.service import default_row
from tools.jobs import service as job_service
from tools.jobs.parsing.language import detect_language
from tools.jobs.schemas import Job, JobChanges
from tools.resumes.schemas import ContactDetail, ResumeFact
from tools.resumes.service import fact_of, find_resume
from tools.tailoring.schemas import Exported, LetterDocument

MOST_LETTERS = 20_000  # characters: far beyond the two pages that a letter may take
_LONGEST_GREETING, _LONGEST_FAREWELL, _LINES_OF_FAREWELL, _WORDS_OF_FAREWELL = 80, 160, 3, 6
_GREETS = re.compile(r"[,:!]$")


async def change_job(session: AsyncSession, actor: Actor, job_id: UUID, changes: JobChanges) -> Job:
    """Change a job's fields; a cover letter of the person's own is kept as the letter's next version.

    Null empties the field and leaves the versions. Raises ValidationError `LETTER_TOO_LONG`.
    """
    given = changes.model_dump(mode="json", exclude_unset=True)
    own = given.pop("cover_letter", None)
    if own is None:
        return await job_service.change_job(session, actor, job_id, changes)
    await job_service.change_job(session, actor, job_id, JobChanges.model_validate(given))
    await put_own_words(session, actor, job_id, own)
    return await job_service.get_job(session, actor, job_id)


async def put_own_words(session: AsyncSession, actor: Actor, job_id: UUID, text: str) -> store.Document:
    """Keep the person's text as the next version of the job's letter; the text that stands already is no new one."""
    if len(text) > MOST_LETTERS:
        raise ValidationError(
            f"A cover letter of {len(text):,} characters does not fit on two pages. Shorten it to at most "
            f"{MOST_LETTERS:,}.",
            code="LETTER_TOO_LONG",
        )
    newest = await store.newest_letter(session, actor, job_id)
    if newest is not None and said_in(newest) == text:
        await jobs.set_values(session, actor, job_id, cover_letter=text)
        return newest
    job = await job_service.get_job(session, actor, job_id)
    resume = await find_resume(session, actor, None) if newest is None else None
    facts = await facts_behind(session, actor, newest) if newest is not None else await _facts(session, actor, resume)
    head = await head_of(session, actor)
    signed = _parts(text).signature is not None
    base = draft_of(newest) if newest is not None else None
    today = utc_now().date()
    draft = await asyncio.to_thread(_own_draft, text, base, job, facts, head)
    behind = {"resume_id": str(resume.id)} if resume is not None else {}
    before: dict[str, Any] = newest.options if newest is not None else behind
    look = {name: before.get(name) for name in ("template", "paper")}
    page = letter_page(draft, facts, today, head=head.unsigned() if signed else head, **look)
    return await keep(
        session, actor, new_id(), draft, job_id=job_id, letter=page,
        options={**before, "own_text": text, "signed": signed},
    )  # fmt: skip


async def _facts(session: AsyncSession, actor: Actor, resume: resume_store.Resume | None) -> list[ResumeFact]:
    if resume is None:
        return []
    return [fact_of(row) for row in await resume_store.facts(session, actor, resume.id)]


def _own_draft(text: str, base: Draft | None, job: Job, facts: Sequence[ResumeFact], head: Head) -> Draft:
    """The letter around the person's text: greeting and farewell are theirs where they wrote them. Pure."""
    parts = _parts(text)
    detected = detect_language(parts.body)
    language = next((known for known in LANGUAGES if known == detected), base.language if base else LANGUAGES[0])
    words, title = phrases("phrases", language), short_title(job.title)
    same = base if base is not None and base.language == language else None
    company = short_company(job.company)
    draft = Draft(
        kind="cover_letter",
        title=" – ".join(part for part in (title, company) if part),
        subject=same.subject if same else words["subject"].format(title=title),
        salutation=parts.salutation or (same.salutation if same else toned(words["salutation"], "formal")),
        sentences=same.sentences if same else [],
        closing=parts.closing or (same.closing if same else toned(words["closing"], "formal")),
        signature=parts.signature or _signature(facts, head),
        text="",
        language=language,
        tone=same.tone if same else "formal",
        length=None,
        job_title=title,
        company=company or None,
    )
    return in_own_words(draft, parts.body, facts, utc_now().date())


class _Parts(NamedTuple):
    salutation: str | None
    body: str
    closing: str | None
    signature: str | None


def _parts(text: str) -> _Parts:
    """A letter's greeting, body and farewell; a text without them is all body."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if block.strip()]
    salutation = closing = signature = None
    if len(blocks) > 1 and len(blocks[0]) <= _LONGEST_GREETING and _GREETS.search(blocks[0]):
        salutation = " ".join(blocks.pop(0).split())
    lines = blocks[-1].split("\n") if len(blocks) > 1 else []
    if _is_farewell(lines):
        closing, signature = lines[0].strip(), " ".join(" ".join(lines[1:]).split())
        blocks.pop()
    return _Parts(salutation, "\n\n".join(blocks), closing, signature)


def _is_farewell(lines: Sequence[str]) -> bool:
    few = 2 <= len(lines) <= _LINES_OF_FAREWELL and sum(map(len, lines)) <= _LONGEST_FAREWELL
    return few and len(lines[0].split()) <= _WORDS_OF_FAREWELL and lines[0].rstrip()[-1:] not in {".", ";", ":", "?"}


def _signature(facts: Sequence[ResumeFact], head: Head) -> str | None:
    read = next((f.detail.value for f in facts if isinstance(f.detail, ContactDetail) and f.detail.field == "name"), "")
    return head.own.get("name") or as_signed(read) or head.spare.get("name")


async def begin(session: AsyncSession, actor: Actor, job_id: UUID, data: GenerateLetter) -> GeneratedContent | None:
    """See to it that there is a letter as it is wanted: None where it stands, else the letter whose run was begun.

    It is written where there is none yet, and anew where something about its writing is asked for.
    """
    job = await job_service.get_job(session, actor, job_id)
    if data.profile_id is not None:
        await job_profiles.get(session, actor, data.profile_id)
    if data.resume_id is not None:
        await resume_store.get(session, actor, data.resume_id)
    await default_row(session, actor)
    letters = await store.letters_of(session, actor, job_id)
    if job.cover_letter and job.cover_letter not in {said_in(row) for row in letters}:
        letters = [*letters, await put_own_words(session, actor, job_id, job.cover_letter)]
    look = data.model_dump(include={"profile_id", "template", "paper"}, exclude_none=True)
    how = data.model_dump(include={"tone", "length", "language", "prompt", "recipient"}, exclude_none=True)
    if not letters or data.resume_id is not None:
        wanted = LetterRequest(job=str(job_id), resume=str(data.resume_id) if data.resume_id else None, **how)
        return await service.begin_letter(session, actor, wanted, **look)
    return await rewrite(session, actor, letters[-1].id, RewriteDocument(**how), **look) if how else None


class Page(NamedTuple):
    """A letter ready to be rendered; `changed` where it is not as the version that is kept."""

    row: store.Document
    draft: Draft
    letter: LetterDocument
    changed: bool


async def set_page(session: AsyncSession, actor: Actor, job_id: UUID, data: GenerateLetter) -> Page:
    """The newest letter with the head, template and paper that it is to have now. Raises ConflictError `NO_SENDER`."""
    row = await newest(session, actor, job_id)
    before = LetterDocument.model_validate(row.data["letter"])
    head = await _head(session, actor, row, data.profile_id)
    head = head.unsigned() if "own_text" in row.options and row.options.get("signed") else head
    facts = await facts_behind(session, actor, row)
    draft = _headed(draft_of(row), facts, head)
    template, paper = data.template or before.template, data.paper or before.paper
    page = letter_page(draft, facts, utc_now().date(), head=head, template=template, paper=paper)
    if not facts:
        page = page.model_copy(update={"sender": page.sender or before.sender, "name": page.name or before.name})
    if not page.name:
        raise ConflictError(
            "Nobody signs this letter yet. Give your job profile a `contact_full_name`, or add your resume.",
            code="NO_SENDER",
        )
    changed = page.model_copy(update={"date": before.date}) != before
    return Page(row, draft, page if changed else before, changed)


async def _head(session: AsyncSession, actor: Actor, row: store.Document, profile_id: UUID | None) -> Head:
    """The head of the profile that is asked for, else of the one that headed the letter, else of the default one."""
    if profile_id is None and (before := row.options.get("profile_id")) is not None:
        try:
            return await head_of(session, actor, UUID(before))
        except NotFoundError:
            return await head_of(session, actor)  # that profile is gone
    return await head_of(session, actor, profile_id)


def _headed(draft: Draft, facts: Sequence[ResumeFact], head: Head) -> Draft:
    """The draft signed as the profile says, without a sentence that names a way to reach the person that it changed."""
    stale = {fact.id for fact in facts if head.replaces(fact)}
    kept = [s for s in draft.sentences if s.kind != "contact" or not stale & set(s.fact_ids)]
    signed = draft.model_copy(
        update={"sentences": kept, "signature": head.own.get("name") or draft.signature or head.spare.get("name")}
    )
    return signed.model_copy(update={"text": assembled(signed)})


async def finish(context: Context, job_id: UUID, data: GenerateLetter) -> CoverLetter:
    """Render the newest letter, keep it as the next version where its page changed, and answer with its proof.

    Rendering is outside of any session. Raises what the renderer raises, before anything is kept.
    """
    async with context.sessions() as session:
        page = await set_page(session, context.actor, job_id, data)
    exported = await context.services.renderer.letter(page.letter, "pdf")
    async with context.sessions.begin() as session:
        row = page.row
        if page.changed:
            look: dict[str, Any] = {"template": page.letter.template, "paper": page.letter.paper}
            if data.profile_id is not None:
                look["profile_id"] = str(data.profile_id)
            row = await keep(
                session, context.actor, new_id(), page.draft, job_id=job_id, series_id=row.series_id,
                options={**row.options, **look}, letter=page.letter,
            )  # fmt: skip
        versions = await store.letters_of(session, context.actor, job_id)
        return _answer(row, page.letter, exported, versions)


def _answer(
    row: store.Document, letter: LetterDocument, exported: Exported, versions: Sequence[store.Document]
) -> CoverLetter:
    path = f"/api/v1/jobs/{row.job_id}/cover-letter"
    return CoverLetter.model_validate(
        {
            **content_of(row).model_dump(), "job_id": row.job_id, "pages": exported.checks.pages,
            "size": len(exported.content), "checks": exported.checks, "template": letter.template,
            "paper": letter.paper, "own_words": any(sentence["kind"] == "own" for sentence in row.proof),
            "download_url": f"{path}/download?version={row.version}",
            "preview_url": f"{path}/preview?version={row.version}",
            "versions": [summary_of(version) for version in versions],
        }
    )  # fmt: skip


async def newest(session: AsyncSession, actor: Actor, job_id: UUID, version: int | None = None) -> store.Document:
    """The job's newest letter, or the version asked for. Raises NotFoundError for a job, letter or version."""
    await jobs.get(session, actor, job_id)
    rows = await store.letters_of(session, actor, job_id)
    if not rows:
        raise NotFoundError(
            "There is no cover letter for this job yet. POST …/cover-letter/generate-pdf writes one.", code="NO_LETTER"
        )
    found = rows if version is None else [row for row in rows if row.version == version]
    if not found:
        known = ", ".join(str(row.version) for row in rows)
        raise NotFoundError(f"There is no version {version} of this letter. There are: {known}.", code="NO_VERSION")
    return found[-1]


async def pdf_of(context: Context, job_id: UUID, version: int | None) -> tuple[bytes, str]:
    """The PDF of a version, as it was kept, and a name for the file."""
    async with context.sessions() as session:
        row = await newest(session, context.actor, job_id, version)
    exported = await context.services.renderer.letter(LetterDocument.model_validate(row.data["letter"]), "pdf")
    return exported.content, f"cover-letter-{row.number}-version-{row.version}.pdf"
