"""Gmail as a source of mail: listed by its history, read as MIME, changed and sent through its API."""

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from email.message import Message
from typing import Any, TypeVar

from store.errors import NotFoundError, PayloadTooLargeError, UpstreamError
from tools.context import Services
from tools.email.sources.capabilities import capabilities_of
from tools.email.sources.google_api import GoogleApi, OnNewSecrets, permission_missing
from tools.email.sources.source import Change, Fetched, Listed, Page, SourceSecrets

T = TypeVar("T")

_IN_FLIGHT = 8
_PAGE = 500
_RECENT_SENT = 10
_SLOW_BYTES = 2_000_000
_HISTORY = ["messageAdded", "messageDeleted", "labelAdded", "labelRemoved"]
_NO_MAIL = {"DRAFT", "CHAT"}
_MESSAGE_IDS = ("Message-ID", "X-Google-Original-Message-ID")  # Gmail may put its own in the place of ours
_LABELS: dict[str, dict[str, list[str]]] = {
    "read": {"removeLabelIds": ["UNREAD"]},
    "unread": {"addLabelIds": ["UNREAD"]},
    "star": {"addLabelIds": ["STARRED"]},
    "unstar": {"removeLabelIds": ["STARRED"]},
    "archive": {"removeLabelIds": ["INBOX"]},
    "unarchive": {"addLabelIds": ["INBOX"]},
}


class GmailSource:
    """One Gmail account (a MailSource)."""

    def __init__(self, services: Services, secrets: SourceSecrets, on_new_secrets: OnNewSecrets) -> None:
        """`on_new_secrets` keeps refreshed tokens."""
        self.api = GoogleApi(services, secrets, on_new_secrets)
        self.capabilities = capabilities_of("gmail", {}, secrets.values.get("scopes", ()))
        self._max_bytes = services.settings.email_max_message_bytes
        self._places = asyncio.Semaphore(_IN_FLIGHT)

    @property
    def _users(self) -> Any:
        return self.api.gmail.users()

    async def address(self) -> str:
        """The mailbox's own address."""
        return str((await self._profile())["emailAddress"]).lower()

    async def listed(self, cursor: dict[str, Any] | None, *, since: datetime) -> AsyncIterator[Page]:
        """What is new or changed; everything since `since` without a cursor, or once Gmail has forgotten it."""
        start = str((cursor or {}).get("history_id") or "")
        if not start:
            async for page in self._all_since(since, bounded=False):
                yield page
            return
        try:
            first = await self._history(start, None)
        except NotFoundError:
            async for page in self._all_since(since, bounded=True):
                yield page
            return
        async for page in self._changes(start, first):
            yield page

    async def _all_since(self, since: datetime, *, bounded: bool) -> AsyncIterator[Page]:
        profile = await self._profile()  # before the listing, so that nothing that comes meanwhile is passed over
        cursor = {"history_id": str(profile["historyId"])}
        query = f"after:{int(since.timestamp())} -label:chats -label:drafts"
        token: str | None = None
        while True:
            request = self._users.messages().list(userId="me", q=query, maxResults=_PAGE, pageToken=token)
            answer = await self.api.call(request, purpose="gmail listing")
            found = [Listed(part["id"], part.get("threadId")) for part in answer.get("messages", ())]
            yield Page(found, cursor, bounded)
            token = answer.get("nextPageToken")
            if not token:
                return

    async def _changes(self, start: str, answer: Mapping[str, Any]) -> AsyncIterator[Page]:
        cursor = {"history_id": str(answer.get("historyId") or start)}
        while True:
            yield Page(_changed(answer.get("history", ())), cursor)
            token = answer.get("nextPageToken")
            if not token:
                return
            answer = await self._history(start, token)

    async def _history(self, start: str, token: str | None) -> dict[str, Any]:
        request = self._users.history().list(
            userId="me", startHistoryId=start, historyTypes=_HISTORY, maxResults=_PAGE, pageToken=token
        )
        answer: dict[str, Any] = await self.api.call(request, purpose="gmail listing")
        return answer

    async def _profile(self) -> dict[str, Any]:
        answer: dict[str, Any] = await self.api.call(self._users.getProfile(userId="me"), purpose="gmail listing")
        return answer

    async def fetch(self, external_ids: Sequence[str]) -> list[Fetched]:
        """These messages; what is gone, a draft or spam is left out, of what is too large only the headers come."""
        found = await self._each(external_ids, self._fetch)
        return [fetched for fetched in found if fetched is not None]

    async def _each(self, ids: Sequence[str], do: Callable[[str], Awaitable[T]]) -> list[T]:
        """Several at once; the first failure ends the others."""

        async def one(external_id: str) -> T:
            async with self._places:
                return await do(external_id)

        tasks = [asyncio.create_task(one(external_id)) for external_id in ids]
        try:
            return list(await asyncio.gather(*tasks))
        finally:
            for task in tasks:
                task.cancel()

    async def _fetch(self, external_id: str) -> Fetched | None:
        try:
            answer = await self._get(external_id, "raw")
            raw, whole = _decoded(answer.get("raw")), True
        except (PayloadTooLargeError, UpstreamError) as problem:
            answer = await self._get(external_id, "metadata")
            if not isinstance(problem, PayloadTooLargeError) and int(answer.get("sizeEstimate") or 0) < _SLOW_BYTES:
                raise
            raw, whole = _headers_only(answer), False  # too large, or for this line: it must not hold up the others
        except NotFoundError:
            return None
        labels = tuple(str(label) for label in answer.get("labelIds", ()))
        if {*labels} & {*_NO_MAIL, "SPAM"}:
            return None
        return _fetched(external_id, answer, raw, labels, whole=whole)

    async def _get(self, external_id: str, form: str) -> dict[str, Any]:
        request = self._users.messages().get(userId="me", id=external_id, format=form)
        most = self._max_bytes * 4 // 3 + 100_000
        answer: dict[str, Any] = await self.api.call(request, purpose="gmail message", max_bytes=most)
        return answer

    async def change(self, external_ids: Sequence[str], change: Change) -> Mapping[str, str]:
        """Do this to the messages; their ids stay. Raises AuthorizationError EMAIL_PERMISSION_MISSING."""
        if not self.capabilities.change:
            raise permission_missing()
        if change in ("trash", "untrash"):
            await self._each(external_ids, lambda external_id: self._trash(external_id, change))
        elif external_ids:
            body = {"ids": list(external_ids), **_LABELS[change]}
            await self.api.call(self._users.messages().batchModify(userId="me", body=body), purpose="gmail change")
        return {}

    async def _trash(self, external_id: str, change: Change) -> None:
        messages = self._users.messages()
        words = messages.trash if change == "trash" else messages.untrash
        try:
            await self.api.call(words(userId="me", id=external_id), purpose="gmail change")
        except NotFoundError:
            return  # deleted for good meanwhile: nothing is left to do

    async def send(self, raw: bytes, *, message_id: str, thread: str | None) -> str | None:
        """Send it unless it was sent already, as after a kill. Raises AuthorizationError EMAIL_PERMISSION_MISSING."""
        if not self.capabilities.send:
            raise permission_missing()
        known = await self.sent_as(message_id)
        if known is not None:
            return known
        body = {"raw": base64.urlsafe_b64encode(raw).decode(), **({"threadId": thread} if thread else {})}
        request = self._users.messages().send(userId="me", body=body)
        answer = await self.api.call(request, purpose="gmail sending", repeatable=False)
        return str(answer["id"])

    async def sent_as(self, message_id: str) -> str | None:
        """The id of the sent mail with this Message-ID: by search, and in the newest, which that may not know yet."""
        wanted = message_id.strip().strip("<>")
        searched = self._users.messages().list(userId="me", q=f"rfc822msgid:{wanted}", maxResults=5)
        newest = self._users.messages().list(userId="me", labelIds=["SENT"], maxResults=_RECENT_SENT)
        ids: dict[str, None] = {}
        for request in (searched, newest):
            answer = await self.api.call(request, purpose="gmail sending")
            ids |= dict.fromkeys(part["id"] for part in answer.get("messages", ()))
        seen = await self._each(list(ids), self._message_ids)
        return next((external_id for external_id, held in zip(ids, seen, strict=True) if wanted in held), None)

    async def _message_ids(self, external_id: str) -> set[str]:
        request = self._users.messages().get(
            userId="me", id=external_id, format="metadata", metadataHeaders=list(_MESSAGE_IDS)
        )
        try:
            answer = await self.api.call(request, purpose="gmail sending")
        except NotFoundError:
            return set()
        if "SENT" not in answer.get("labelIds", ()):
            return set()
        names = {name.lower() for name in _MESSAGE_IDS}
        return {value.strip().strip("<>") for name, value in _headers(answer) if name.lower() in names}

    async def watch(self, topic: str) -> tuple[str, datetime]:
        """Have Gmail tell the topic of new mail: the history id now, and when that ends."""
        body = {"topicName": topic, "labelIds": ["INBOX", "SENT"], "labelFilterBehavior": "INCLUDE"}
        answer = await self.api.call(self._users.watch(userId="me", body=body), purpose="gmail watch")
        return str(answer["historyId"]), _moment(answer["expiration"])

    async def stop_watch(self) -> None:
        """Have Gmail tell nothing any more."""
        await self.api.call(self._users.stop(userId="me"), purpose="gmail watch")

    async def aclose(self) -> None:
        """Nothing of its own is open."""


def _changed(history: Sequence[Mapping[str, Any]]) -> list[Listed]:
    """The messages of these records, each once, as the last record leaves it."""
    found: dict[str, Listed] = {}
    for record in history:
        for kind in ("messagesAdded", "labelsAdded", "labelsRemoved", "messagesDeleted"):
            for part in record.get(kind, ()):
                message = part["message"]
                labels = {*message.get("labelIds", ())}
                gone = kind == "messagesDeleted" or "SPAM" in labels
                if gone or not labels & _NO_MAIL:
                    found[message["id"]] = Listed(message["id"], message.get("threadId"), gone)
    return list(found.values())


def _fetched(external_id: str, answer: dict[str, Any], raw: bytes, labels: tuple[str, ...], *, whole: bool) -> Fetched:
    return Fetched(
        external_id,
        raw,
        thread=answer.get("threadId"),
        labels=labels,
        is_read="UNREAD" not in labels,
        is_starred="STARRED" in labels,
        is_archived=not {*labels} & {"INBOX", "SENT", "TRASH"},
        is_sent="SENT" in labels,
        in_trash="TRASH" in labels,
        received_at=_moment(answer["internalDate"]) if "internalDate" in answer else None,
        too_large=not whole,
    )


def _moment(milliseconds: str) -> datetime:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)


def _decoded(text: str | None) -> bytes:
    try:
        return base64.urlsafe_b64decode((text or "") + "==")
    except (binascii.Error, ValueError) as problem:
        raise UpstreamError("Gmail sent a message that cannot be decoded; try again later.") from problem


def _headers(answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(part["name"], part["value"]) for part in answer.get("payload", {}).get("headers", ())]


def _headers_only(answer: Mapping[str, Any]) -> bytes:
    made = Message()
    for name, value in _headers(answer):
        if not name.lower().startswith("content-"):
            made[name] = " ".join(value.split())
    return made.as_bytes()
