"""Connecting mailboxes and letting go of them: consent at Google, IMAP with a password, folders, files handed in."""

import asyncio
import hashlib
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from email.message import EmailMessage as Mime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from store import accounts as account_store
from store import email as store
from store import email_figures as figures
from store import events
from store.actors import Actor
from store.database import transaction
from store.email import EmailSource
from store.errors import (
    AppError,
    AuthenticationError,
    AuthorizationError,
    ConflictError,
    UnavailableError,
    UpstreamError,
    ValidationError,
)
from store.settings import Settings
from tools.context import Context, Services, utc_now
from tools.email.alerts.reading import mail_of_file
from tools.email.inbox.schemas import ConnectionHint, ConnectMailbox
from tools.email.schemas import (
    ConnectFolder,
    ConnectImap,
    EmailSourceList,
    EmailSourceView,
    SourceChanges,
    SourceStats,
)
from tools.email.sources import google_oauth
from tools.email.sources.capabilities import UPLOAD, capabilities_of
from tools.email.sources.folder import checked_path
from tools.email.sources.gmail import GmailSource
from tools.email.sources.mbox import uploaded
from tools.email.sources.opening import check
from tools.email.sources.secrets import seal, unseal
from tools.email.sources.servers import known_servers
from tools.email.sources.source import Fetched, SourceSecrets, Want
from tools.email.syncing.fetching import keep_fetched, opened
from tools.google import is_set_up
from tools.resumes.schemas import NoArguments

log = structlog.get_logger(__name__)
FLOW = timedelta(minutes=10)
SHOWN_SETTINGS = ("host", "port", "security", "smtp_host", "smtp_port", "smtp_security", "path", "lookback_hours")
KEPT_AT_ONCE = 25
NO_GOOGLE = (
    "Google is not set up on this installation: whoever runs it sets GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET first "
    "(the README tells how). An IMAP mailbox needs neither, Gmail's own with an app password included. Then: "
)


async def begin_gmail(
    context: Context, *, wants: Sequence[Want] = (), source_id: UUID | None = None
) -> tuple[str, str]:
    """Where to send the browser for the person's consent, and the state that its answer will carry. Reading first; more
    when it is first needed.

    What a source was allowed before is asked for again, since Google grants what it is asked for. Raises
    UnavailableError GOOGLE_NOT_CONFIGURED, NotFoundError for another's source.
    """
    async with context.sessions() as session:
        source = await store.get_source(session, context.actor, source_id) if source_id else None
    if source is not None and source.kind != "gmail":
        raise ValidationError(f"{source.address} is not connected at Google.", code="NOT_GMAIL")
    before = allowed(source) if source else []
    asked: list[Want] = list(dict.fromkeys(["read", *before, *wants]))
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    url = await google_oauth.authorization(
        context.services, state=state, verifier=verifier, wants=asked, login_hint=source.address if source else None
    )
    async with transaction(context.sessions) as session:
        await store.add_connection(
            session, context.actor, state_hash=_hashed(state), sealed=seal(context.settings, {"verifier": verifier}),
            source_id=source_id, expires_at=utc_now() + FLOW,
        )  # fmt: skip
    return url, state


async def finish_gmail(
    services: Services, *, state: str | None, code: str | None, error: str | None
) -> tuple[Actor, EmailSource]:
    """The source that was connected, out of the callback's parameters; the state names whose it is, and works once.

    Raises AuthenticationError (EMAIL_STATE_UNKNOWN, GOOGLE_…), ConflictError for another account than was asked for.
    """
    async with transaction(services.sessions) as session:
        begun = await store.take_connection(session, _hashed(state or ""))
    if begun is None:
        raise AuthenticationError(
            "This answer belongs to no connection that is being made, or it took longer than ten minutes; start again.",
            code="EMAIL_STATE_UNKNOWN",
        )
    google_oauth.check_answer(error)
    if not code:
        raise AuthenticationError("Google sent no code; start again.", code="GOOGLE_CODE_REFUSED")
    verifier = str(unseal(services.settings, begun.sealed).values["verifier"])
    grant = await google_oauth.exchange(services, code, verifier)
    actor = Actor(begun.user_id)
    async with transaction(services.sessions) as session:
        row = await _put_gmail(session, services.settings, actor, begun.source_id, grant)
    return actor, row


async def _put_gmail(
    session: AsyncSession, settings: Settings, actor: Actor, source_id: UUID | None, grant: google_oauth.GoogleGrant
) -> EmailSource:
    """The Gmail source of this grant: made, or brought up to date."""
    await store.lock(session, actor)
    wanted = await store.get_source(session, actor, source_id) if source_id else None
    if wanted is not None and wanted.address != grant.email:
        raise ConflictError(
            f"You allowed {grant.email}, but {wanted.address} was to be allowed. Nothing was changed.",
            code="OTHER_ACCOUNT",
        )
    sealed = seal(settings, grant.secrets)
    row = wanted or await store.source_of(session, actor, "gmail", grant.email)
    if row is None:
        return await _add(session, actor, settings, "gmail", grant.email, {}, sealed, scopes=list(grant.scopes))
    row.scopes = list(grant.scopes)
    _reconnect(row, sealed)
    return row


def _reconnect(row: EmailSource, sealed: bytes | None) -> None:
    """Have a source that is connected anew looked into again, whatever had stopped it."""
    row.sealed, row.state, row.problem, row.failures, row.due_at = sealed, "active", None, 0, utc_now()


async def connect_imap(context: Context, data: ConnectImap) -> EmailSourceView:
    """Log in, for receiving and, where a server is given, for sending; then keep it, the password encrypted."""
    known = known_servers(data.address)
    settings = _imap_settings(data, known)
    values = {"password": data.password}
    await check(context.services, "imap", settings, SourceSecrets(values), on_new_secrets=_keep_nothing)
    async with transaction(context.sessions) as session:
        await store.lock(session, context.actor)
        row = await store.source_of(session, context.actor, "imap", data.address.lower())
        sealed = seal(context.settings, values)
        if row is None:
            row = await _add(
                session, context.actor, context.settings, "imap", data.address.lower(), settings, sealed, name=data.name
            )
        else:
            row.settings = settings
            _reconnect(row, sealed)
        return view_of(row)


def _imap_settings(data: ConnectImap, known: Any) -> dict[str, Any]:
    """Where the mailbox is. Raises ValidationError EMAIL_SERVER_UNKNOWN when nobody says so."""
    host = data.imap_host or (known.imap.host if known else None)
    if host is None:
        raise ValidationError(
            f"The mail server of {data.address} is not known here. Give imap_host, and smtp_host for sending; your "
            "provider's help pages name them.",
            code="EMAIL_SERVER_UNKNOWN",
        )
    usual = known if known and not data.imap_host else None
    settings: dict[str, Any] = {
        "address": data.address.lower(), "username": data.username or data.address, "host": host,
        "port": data.imap_port or (usual.imap.port if usual else 993),
        "security": data.imap_security or (usual.imap.security if usual else None),
        "smtp_host": data.smtp_host or (usual.smtp.host if usual else None),
        "smtp_port": data.smtp_port or (usual.smtp.port if usual else None),
        "smtp_security": data.smtp_security or (usual.smtp.security if usual else None),
    }  # fmt: skip
    return {name: value for name, value in settings.items() if value is not None}


async def connect_folder(context: Context, data: ConnectFolder) -> EmailSourceView:
    """A folder of .eml files, a Maildir or an mbox, below the folders that a setting allows."""
    path = str(await asyncio.to_thread(_folder_of_mails, context.settings, data.path))
    async with transaction(context.sessions) as session:
        user = await account_store.by_id(session, context.actor.user_id)
        if user is None or user.role != "admin":
            raise AuthorizationError(
                "Folders of this machine are for who runs this installation; hand your mails in as a file instead."
            )
        await store.lock(session, context.actor)
        row = await store.source_of(session, context.actor, "folder", path)
        if row is None:
            row = await _add(
                session, context.actor, context.settings, "folder", path, {"path": path}, None, name=data.name
            )
        else:
            _reconnect(row, None)
        return view_of(row)


def _folder_of_mails(settings: Settings, path: str) -> Path:
    """The folder or file, once it is seen to be one of mails. Raises ValidationError NO_MAIL naming an mbox inside."""
    found = checked_path(settings, path)
    if found.is_file() or any(found.rglob("*.eml")) or any((found / name).is_dir() for name in ("cur", "new")):
        return found
    boxes = [one.name for one in sorted(found.iterdir()) if one.is_file() and one.open("rb").read(5) == b"From "]
    if boxes:
        raise ValidationError(
            f"There are no .eml files in that folder, but {', '.join(boxes[:5])} holds mails: connect it itself.",
            code="NO_MAIL",
        )
    return found


async def upload_mail(context: Context, file: BinaryIO, name: str = "mail.eml") -> tuple[int, UUID]:
    """Keep mails that are handed in, an .eml or an mbox, in a source of their own; returns how many are new, and it."""
    async with transaction(context.sessions) as session:
        await store.lock(session, context.actor)
        row = await store.source_of(session, context.actor, UPLOAD, "uploads")
        if row is None:
            row = await _add(session, context.actor, context.settings, UPLOAD, "uploads", {}, None, name="Uploads")
            row.due_at = None
    new, batch = 0, list[Fetched]()
    most = context.settings.email_max_message_bytes
    for filed in uploaded(await asyncio.to_thread(_as_mail, file, name, most), max_bytes=most):
        batch.append(Fetched(external_id=filed.digest, raw=filed.raw, is_read=True, received_at=filed.sent_at))
        if len(batch) == KEPT_AT_ONCE:
            new, batch = new + await keep_fetched(context, row.id, batch), []
    if batch:
        new += await keep_fetched(context, row.id, batch)
    return new, row.id


def _as_mail(file: BinaryIO, name: str, most: int) -> BinaryIO:
    """The body of a mail that was saved alone (.html, .txt), put back into one; anything else as it is."""
    if name.rpartition(".")[2].lower() not in {"html", "htm", "txt"}:
        return file
    mail = mail_of_file(name, file.read(most))
    if mail.sender.address:
        file.seek(0)
        return file
    whole = Mime()
    whole["Subject"] = mail.subject or Path(name).stem
    whole["Message-ID"] = f"<{mail.message_id}>"
    whole.set_content(mail.text)
    if mail.html is not None:
        whole.add_alternative(mail.html, subtype="html")
    return BytesIO(whole.as_bytes())


async def _add(
    session: AsyncSession, actor: Actor, settings: Settings, kind: str, address: str, values: dict[str, Any],
    sealed: bytes | None, *, scopes: Sequence[str] = (), name: str | None = None,
) -> EmailSource:  # fmt: skip
    row = await store.add_source(
        session, actor, kind=kind, address=address, name=name or address, settings=values, sealed=sealed,
        scopes=list(scopes), interval_minutes=settings.email_sync_interval_minutes, due_at=utc_now(),
    )  # fmt: skip
    await events.record(
        session, actor, kind="mailbox_connected", subject="mailbox", subject_id=row.id, data={"title": address}
    )
    return row


async def _keep_nothing(_: dict[str, Any]) -> None:
    """A login that is only tried brings nothing that would have to be kept."""


async def disconnect(context: Context, source_id: UUID) -> None:
    """Let go of a mailbox: its access is given back, its secrets, mails and drafts are erased; jobs stay.

    What cannot be given back now, because Google cannot be reached, is erased here all the same, and that is logged.
    """
    async with context.sessions() as session:
        row = await store.get_source(session, context.actor, source_id)
    if row.kind == "gmail" and row.sealed is not None:
        try:
            await _stop_pushes(context, row)
            await google_oauth.revoke(context.services, unseal(context.settings, row.sealed))
        except (UpstreamError, UnavailableError, AuthenticationError) as problem:
            log.warning("access could not be given back at Google", source=str(source_id), code=problem.code)
    async with transaction(context.sessions) as session:
        row = await store.get_source(session, context.actor, source_id, lock_row=True)
        await events.record(
            session, context.actor, kind="mailbox_removed", subject="mailbox", subject_id=source_id,
            data={"title": row.address},
        )  # fmt: skip
        await store.erase(session, context.actor, source_id)


async def _stop_pushes(context: Context, row: EmailSource) -> None:
    if row.pushed_until is None:
        return
    async with opened(context, row) as rim:
        if isinstance(rim, GmailSource):
            with suppress(AppError):  # the watch ends by itself after a week
                await rim.stop_watch()


async def change_source(session: AsyncSession, actor: Actor, source_id: UUID, data: SourceChanges) -> EmailSourceView:
    """Rename a source, pause or resume it, set how often it is looked into."""
    row = await store.get_source(session, actor, source_id, lock_row=True)
    if data.name is not None:
        row.name = data.name
    if data.interval_minutes is not None:
        row.interval_minutes = data.interval_minutes
        row.due_at = utc_now() + timedelta(minutes=data.interval_minutes) if row.due_at is not None else None
    if data.lookback_hours is not None:
        row.settings = {**row.settings, "lookback_hours": data.lookback_hours}
    if data.paused is not None and row.state == "broken":
        raise ConflictError(f"{row.address} has to be connected again first: {row.problem}", code="MAILBOX_BROKEN")
    if data.paused is not None:
        row.state = "paused" if data.paused else "active"
        row.due_at = row.due_at if data.paused or row.kind == UPLOAD else utc_now()
    await session.flush()
    await session.refresh(row)
    return view_of(row)


async def list_mailboxes(session: AsyncSession, actor: Actor, _: NoArguments) -> EmailSourceList:
    """The connected mailboxes with what they have brought."""
    rows = await store.sources(session, actor)
    return EmailSourceList(sources=[await with_stats(session, actor, row) for row in rows])


async def with_stats(session: AsyncSession, actor: Actor, row: EmailSource) -> EmailSourceView:
    """A source with what it has brought."""
    stats = SourceStats.model_validate(await figures.stats_of(session, actor, row.id))
    return view_of(row).model_copy(update={"stats": stats})


def view_of(row: EmailSource) -> EmailSourceView:
    """A source as people see it; nothing secret is in it. Pure."""
    return EmailSourceView.model_validate(
        {
            "id": row.id, "number": row.number, "kind": row.kind, "address": row.address, "name": row.name,
            "state": row.state, "problem": row.problem, "allowed": allowed(row),
            "settings": {name: value for name, value in row.settings.items() if name in SHOWN_SETTINGS},
            "interval_minutes": row.interval_minutes, "due_at": row.due_at, "last_sync_at": row.last_sync_at,
            "last_ok_at": row.last_ok_at, "failures": row.failures, "pushed_until": row.pushed_until,
            "created_at": row.created_at,
        }
    )  # fmt: skip


def allowed(row: EmailSource) -> list[Want]:
    """What the person has allowed at a source. Pure."""
    return capabilities_of(row.kind, row.settings, row.scopes).wants


class PreparedConnection(ConnectMailbox):
    """A mailbox to connect, by now connected where it is a folder; and whether Google is set up here."""

    folder: str | None = None
    google: bool


async def gather_connection(context: Context, data: ConnectMailbox) -> PreparedConnection:
    """Connect a folder that is named; the others need a page or a prompt, never a password in the conversation."""
    made = await connect_folder(context, ConnectFolder(path=data.path)) if data.path else None
    return PreparedConnection(
        **data.model_dump(), folder=made.address if made else None, google=is_set_up(context.settings)
    )


async def connect_mailbox(_: AsyncSession, actor: Actor, data: PreparedConnection) -> ConnectionHint:  # noqa: ARG001
    """How a mailbox is connected; a folder is by now."""
    if data.folder:
        return ConnectionHint(
            kind="folder", connected=True, address=data.folder, how="Say “sync my mail” to look into it."
        )
    known = known_servers(data.address) if data.address else None
    kind = data.kind or ("gmail" if known and known.provider == "Gmail" else "imap" if data.address else None)
    how = {
        "gmail": (NO_GOOGLE if not data.google else "")
        + "Open the page under Mail and press “Connect Gmail”; Google asks you to allow reading, nothing more.",
        "imap": "Open the page under Mail, or run `jobwright email connect ADDRESS`, which asks for an app password. "
        "Never tell me a password here." + (f" {known.provider}: {known.note}" if known and known.note else ""),
    }.get(
        kind or "", "Gmail, any mailbox with IMAP, or a folder of .eml files: open the page under Mail, or say which."
    )
    return ConnectionHint(kind=kind, address=data.address, how=how, link="/#/mail/mailboxes")


def _hashed(state: str) -> str:
    return hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()
