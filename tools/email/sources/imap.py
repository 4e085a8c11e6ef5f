"""A mailbox that speaks IMAP and SMTP as a source of mail."""

import asyncio
import imaplib
import ssl
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import structlog
from imapclient.exceptions import LoginError

from store.errors import AppError, AuthenticationError, UpstreamError
from tools.context import Services
from tools.email.sources.capabilities import capabilities_of
from tools.email.sources.connecting import Server, connected, server_of, tls_context, tls_failed, unreachable
from tools.email.sources.imap_session import FolderChanges, ImapSession, StoredMessage
from tools.email.sources.smtp import check_login, deliver
from tools.email.sources.source import Change, Fetched, Listed, Page, SourceSecrets

T = TypeVar("T")

_log = structlog.get_logger(__name__)

_PURPOSE = "imap"
_PAGE = 200
_FLAGS: dict[str, tuple[str, bool]] = {
    "read": ("\\Seen", True),
    "unread": ("\\Seen", False),
    "star": ("\\Flagged", True),
    "unstar": ("\\Flagged", False),
}
_FOLDERS: dict[str, str] = {"archive": "archive", "unarchive": "inbox", "trash": "trash", "untrash": "inbox"}
# The last three are imapclient's for answers that keep to no grammar.
_FAILURES = (OSError, imaplib.IMAP4.error, ValueError, LookupError, TypeError)
_TEMPORARY = ("[UNAVAILABLE]", "[LIMIT]", "[INUSE]", "[SERVERBUG]")


class ImapSource:
    """One mailbox (a MailSource). A message's id is its folder, the folder's UIDVALIDITY and its UID.

    Moving gives a message another id, here or in another program: the listing then names the new id before it names
    the old one as gone. Message-ID is the way to tell that they are one.
    """

    def __init__(self, services: Services, settings: dict[str, Any], secrets: SourceSecrets) -> None:
        """Settings: `address`, `username` (the address), `host`, `port`, `security`; `smtp_…` the same for sending."""
        self._services, self._settings, self._secrets = services, settings, secrets
        self._server = server_of(settings, "", port=993)
        self._smtp = server_of(settings, "smtp_", port=587) if settings.get("smtp_host") else None
        self.capabilities = capabilities_of("imap", settings)
        self._session: ImapSession | None = None
        self._turn = asyncio.Lock()

    async def address(self) -> str:
        """Log in, and name the mailbox's address."""
        await self._run(lambda session: session.roles())
        return str(self._settings.get("address") or self._username("")).lower()

    async def listed(self, cursor: dict[str, Any] | None, *, since: datetime) -> AsyncIterator[Page]:
        """What is new or changed in inbox, sent and archive, folder by folder; last what is gone."""
        roles = await self._run(lambda session: session.roles())
        folders = dict.fromkeys(roles[role] for role in ("inbox", "sent", "archive") if role in roles)
        if "archive" not in roles and "all" in roles:
            folders[roles["all"]] = None
        states = (cursor or {}).get("folders", {})
        changes = {folder: await self._changes(folder, states.get(folder), since) for folder in folders}
        after = {"folders": {folder: found.state for folder, found in changes.items()}}
        bounded = any(found.anew for found in changes.values())
        listed = [
            *(Listed(_id(folder, found.validity, uid)) for folder, found in changes.items() for uid in found.listed),
            *(
                Listed(_id(folder, found.validity, uid), gone=True)
                for folder, found in changes.items()
                for uid in found.gone
            ),
        ]
        for at in range(0, len(listed) or 1, _PAGE):
            yield Page(listed[at : at + _PAGE], after, bounded)

    async def _changes(self, folder: str, state: dict[str, Any] | None, since: datetime) -> FolderChanges:
        return await self._run(lambda session: session.changes(folder, state, since))

    async def fetch(self, external_ids: Sequence[str]) -> list[Fetched]:
        """These messages; what is gone is left out, of what is too large only the headers come."""
        roles = await self._run(lambda session: session.roles())
        found = []
        for (folder, validity), uids in _by_folder(external_ids).items():
            stored = await self._messages(folder, validity, uids)
            found += [_fetched(roles, folder, validity, one) for one in stored]
        return found

    async def _messages(self, folder: str, validity: int, uids: Sequence[int]) -> list[StoredMessage]:
        return await self._run(lambda session: session.messages(folder, validity, uids))

    async def change(self, external_ids: Sequence[str], change: Change) -> Mapping[str, str]:
        """Do this to the messages; returns the new ids of those that it moved, where the server says them."""
        moved: dict[str, str] = {}
        for (folder, validity), uids in _by_folder(external_ids).items():
            if change in _FLAGS:
                await self._flag(folder, validity, uids, *_FLAGS[change])
                continue
            places = await self._move(folder, validity, uids, _FOLDERS[change])
            moved |= {_id(folder, validity, uid): _id(*place) for uid, place in places.items()}
        return moved

    async def _flag(self, folder: str, validity: int, uids: Sequence[int], flag: str, on: bool) -> None:
        await self._run(lambda session: session.flag(folder, validity, uids, flag, on=on))

    async def _move(
        self, folder: str, validity: int, uids: Sequence[int], role: str
    ) -> dict[int, tuple[str, int, int]]:
        return await self._run(lambda session: session.move(folder, validity, uids, role))

    async def send(self, raw: bytes, *, message_id: str, thread: str | None) -> str | None:  # noqa: ARG002
        """Send it over SMTP and keep it in the sent folder, unless it lies there already.

        `thread` says nothing here: the message's own references do. Raises as `deliver`.
        """
        place = await self._find_sent(message_id)
        if place is None:
            await self._deliver(raw)
            try:
                place = await self._kept_sent(raw, message_id)
            except AppError as problem:  # it has been sent: a failure now would have it sent again
                _log.warning("email.sent_not_kept", host=self._server.host, code=problem.code)
        return _id(*place) if place else None

    async def sent_as(self, message_id: str) -> str | None:
        """The id of the mail with this Message-ID in the sent folder; None where it does not lie there."""
        place = await self._find_sent(message_id)
        return _id(*place) if place else None

    async def check_sending(self) -> None:
        """Log in at the server that sends, if there is one. Raises as `deliver`."""
        if self._smtp is not None:
            await check_login(self._services, self._smtp, self._username("smtp_"), self._sending_password)

    async def _deliver(self, raw: bytes) -> None:
        await deliver(self._services, self._smtp, self._username("smtp_"), self._sending_password, raw)

    @property
    def _sending_password(self) -> str:
        values = self._secrets.values
        return str(values.get("smtp_password") or values.get("password") or "")

    async def _find_sent(self, message_id: str) -> tuple[str, int, int] | None:
        return await self._run(lambda session: session.find_sent(message_id))

    async def _kept_sent(self, raw: bytes, message_id: str) -> tuple[str, int, int] | None:
        """Some servers keep what they send by themselves, so look before."""

        def keep(session: ImapSession) -> tuple[str, int, int] | None:
            if session.find_sent(message_id) is None:
                session.keep_sent(raw)
            return session.find_sent(message_id)

        return await self._run(keep)

    def _username(self, prefix: str) -> str:
        settings = self._settings
        return str(settings.get(f"{prefix}username") or settings.get("username") or settings.get("address") or "")

    async def aclose(self) -> None:
        """Log out."""
        async with self._turn:
            session, self._session = self._session, None
            if session is not None:
                await asyncio.to_thread(session.close)

    async def _run(self, do: Callable[[ImapSession], T]) -> T:
        """Do this in a thread, on the one connection; after a failure the next call connects anew."""
        async with self._turn:
            session = self._session or await self._connect()
            self._session, before = None, session.counted
            work = asyncio.ensure_future(asyncio.to_thread(do, session))
            try:
                done = await asyncio.shield(work)
            except asyncio.CancelledError:
                work.add_done_callback(partial(_abandon, session))  # the thread ends at its time-out
                raise
            except _FAILURES as problem:
                session.drop()
                raise _failure(self._server, problem) from problem
            self._session = session
        await self._services.outbound.note(self._server.host, _PURPOSE, session.counted - before, 200)
        return done

    async def _connect(self) -> ImapSession:
        server, longest = self._server, self._services.settings.email_max_message_bytes
        context = tls_context(self._services.settings)
        sock = await connected(self._services, server)

        def log_in() -> ImapSession:
            try:
                session = ImapSession(sock, server, context, longest=longest)
            except BaseException:
                sock.close()
                raise
            try:
                session.login(self._username(""), str(self._secrets.values.get("password") or ""))
            except BaseException:
                session.drop()
                raise
            return session

        try:
            return await asyncio.to_thread(log_in)
        except _FAILURES as problem:
            await self._services.outbound.note(server.host, _PURPOSE, 0, 0)
            raise _failure(server, problem) from problem


def _abandon(session: ImapSession, work: "asyncio.Future[Any]") -> None:
    if not work.cancelled():
        work.exception()  # nobody waits for it any more
    session.drop()


def _failure(server: Server, problem: Exception) -> AppError:
    if isinstance(problem, ssl.SSLError):
        return tls_failed(server, problem)
    if isinstance(problem, LoginError) and not isinstance(problem.__context__, imaplib.IMAP4.abort):
        if any(word in str(problem).upper() for word in _TEMPORARY):
            return unreachable(server, "it takes no login now")
        return AuthenticationError(
            f"{server.host} refused the login: the user name or the password is wrong, or it wants an app password. "
            "Connect the mailbox again.",
            code="EMAIL_ACCESS_REVOKED",
        )
    if isinstance(problem, OSError | imaplib.IMAP4.abort):
        return unreachable(server, str(problem) or type(problem).__name__)
    return UpstreamError(f"{server.host} did not do as it was asked; try again later.", code="EMAIL_SERVER_FAILED")


def _id(folder: str, validity: int, uid: int) -> str:
    return f"{folder}:{validity}:{uid}"


def _by_folder(external_ids: Sequence[str]) -> dict[tuple[str, int], list[int]]:
    found: dict[tuple[str, int], list[int]] = {}
    for external_id in external_ids:
        folder, validity, uid = external_id.rsplit(":", 2)
        found.setdefault((folder, int(validity)), []).append(int(uid))
    return found


def _fetched(roles: Mapping[str, str], folder: str, validity: int, stored: StoredMessage) -> Fetched:
    flags = {flag.lower() for flag in stored.flags}
    return Fetched(
        _id(folder, validity, stored.uid),
        stored.raw,
        labels=(folder, *stored.flags),
        is_read="\\seen" in flags,
        is_starred="\\flagged" in flags,
        is_archived=folder == roles.get("archive"),
        is_sent=folder == roles.get("sent"),
        in_trash=folder == roles.get("trash"),
        received_at=stored.received_at,
        too_large=not stored.whole,
    )
