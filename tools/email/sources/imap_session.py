"""One login at an IMAP server, spoken to from a thread: its folders, what changed in them, messages, moves."""

import imaplib
import re
import socket
import ssl
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from imapclient import IMAPClient

from tools.email.sources.connecting import SECONDS, Server

_KNOWN_MOST = 5000
_CHUNK = 800
_MOST_LINES = 20_000_000  # bytes of answer to one command, messages aside
_SPECIAL = {b"\\sent": "sent", b"\\archive": "archive", b"\\all": "all", b"\\trash": "trash"}
_USUAL = {
    "sent": "sent|sent items|sent messages|sent mail|gesendet|gesendete elemente|gesendete objekte|envoyes|envoyés|"
            "éléments envoyés|enviados|elementos enviados|posta inviata|inviata|verzonden|verzonden items|wysłane",
    "archive": "archive|archives|archiv|archivio|archivo|archief|archiwum",
    "trash": "trash|deleted items|deleted messages|papierkorb|gelöschte elemente|gelöscht|corbeille|papelera|cestino|"
             "prullenbak|kosz|bin",
}  # fmt: skip
_COPIED = re.compile(rb"^(\d+) ([\d:,]+) ([\d:,]+)")


@dataclass(frozen=True, slots=True)
class FolderChanges:
    """What a folder's listing found: uids that are new or changed, uids that went, and the state to go on from."""

    validity: int
    listed: Sequence[int]
    gone: Sequence[int]
    state: dict[str, Any]
    anew: bool


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A message as the server holds it; `raw` are only its headers when it is larger than wanted."""

    uid: int
    raw: bytes
    flags: tuple[str, ...]
    received_at: datetime | None
    whole: bool


class _Bounded(imaplib.IMAP4):
    """imaplib over a socket that is connected to a checked address; it counts, and reads nothing that is too long."""

    def __init__(self, sock: socket.socket, host: str, longest: int) -> None:
        self._given, self._longest, self.counted, self._lines = sock, longest, 0, 0
        super().__init__(host, 0, SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:  # noqa: ARG002
        return self._given

    def read(self, size: int) -> bytes:
        """The bytes of a literal."""
        if size > self._longest:
            raise self.abort(f"the server sent {size:,} bytes at once")
        self.counted += size
        return super().read(size)

    def readline(self) -> bytes:
        """A line; a server that never ends is not heard out."""
        line = super().readline()
        self._lines += len(line)
        if self._lines > _MOST_LINES:
            raise self.abort("the server does not come to an end")
        return line

    def send(self, data: Any) -> None:
        """Say something; what is answered is counted from here."""
        self._lines = 0
        super().send(data)


class _Client(IMAPClient):  # type: ignore[misc]  # untyped
    def __init__(self, sock: socket.socket, server: Server, longest: int) -> None:
        self._given, self._longest = sock, longest
        super().__init__(server.host, server.port, ssl=False, timeout=SECONDS)
        self._imap.debug = 0  # what people write to each other is in no log
        self.normalise_times = False

    def _create_IMAP4(self) -> _Bounded:
        return _Bounded(self._given, self.host, self._longest)


class ImapSession:
    """A connection that is logged in. Blocking: call it from a thread, one call at a time."""

    def __init__(self, sock: socket.socket, server: Server, context: ssl.SSLContext, *, longest: int) -> None:
        """Secure the connection. Raises ssl.SSLError, OSError, imaplib's errors."""
        if server.security == "tls":
            sock = context.wrap_socket(sock, server_hostname=server.host)
        self._client: Any = _Client(sock, server, longest + 1_000_000)
        if server.security == "starttls":
            self._client.starttls(context)
        self._longest = longest
        self._roles: dict[str, str] | None = None

    @property
    def counted(self) -> int:
        """How many bytes of messages came so far."""
        return int(self._client._imap.counted)

    def login(self, username: str, password: str) -> None:
        """Raises imapclient's LoginError."""
        if self._client.has_capability("AUTH=PLAIN"):  # takes any letters, LOGIN only ASCII
            self._client.plain_login(username, password)
        else:
            self._client.login(username, password)
        if self._client.has_capability("ENABLE") and self._client.has_capability("CONDSTORE"):
            self._client.enable("CONDSTORE")  # else changes of flags are not counted yet

    def roles(self) -> dict[str, str]:
        """Folders by what they are for: inbox, sent, archive, all, trash; as marked (RFC 6154), else by usual names."""
        if self._roles is None:
            folders = [(flags, str(name)) for flags, _, name in self._client.list_folders()]
            self._roles = _roles(folders)
        return self._roles

    def folder_for(self, role: str) -> str:
        """The folder of that role, made when there is none."""
        if role not in self.roles():
            name = self._beside_inbox(role.capitalize())
            self._client.create_folder(name)
            self.roles()[role] = name
        return self.roles()[role]

    def _beside_inbox(self, name: str) -> str:
        """Some servers keep every folder below INBOX."""
        if not self._client.has_capability("NAMESPACE"):
            return name
        personal = self._client.namespace().personal
        return f"{personal[0][0]}{name}" if personal else name

    def changes(self, folder: str, state: dict[str, Any] | None, since: datetime) -> FolderChanges:
        """What is new, changed or gone since that state; with none, or one of a folder made anew, what came since."""
        seen = self._client.select_folder(folder, readonly=True)
        validity, modseq = int(seen.get(b"UIDVALIDITY", 0)), int(seen.get(b"HIGHESTMODSEQ", 0))
        if state is None or state.get("validity") != validity:
            day = (since - timedelta(days=1)).date()  # the server counts days, in a time zone of its own
            new = set(self._client.search(["SINCE", day]))
            known, changed, gone, last = set(new), set(), set(), 0
        else:
            last, known = int(state["last"]), set(_expanded(state["known"]))
            new = {uid for uid in self._client.search(["UID", f"{last + 1}:*"]) if uid > last}
            there = self._still_there(sorted(known))
            gone = known - there
            changed = self._flagged(int(state.get("modseq") or 0), modseq) & there
            known = there | new
        next_uid = int(seen.get(b"UIDNEXT", 0)) or max([*new, last, 0]) + 1
        kept = sorted(known)[-_KNOWN_MOST:]
        after = {"validity": validity, "last": next_uid - 1, "modseq": modseq, "known": _ranges(kept)}
        return FolderChanges(validity, sorted(new | changed), sorted(gone), after, state is not None and not last)

    def _still_there(self, uids: Sequence[int]) -> set[int]:
        chunks = [uids[at : at + _CHUNK] for at in range(0, len(uids), _CHUNK)]  # servers bound a command's length
        return {uid for chunk in chunks for uid in self._client.search(["UID", _ranges(chunk)])}

    def _flagged(self, before: int, now: int) -> set[int]:
        if not before or now <= before or not self._client.has_capability("CONDSTORE"):
            return set()
        return set(self._client.search(["MODSEQ", str(before + 1)]))

    def messages(self, folder: str, validity: int, uids: Sequence[int]) -> list[StoredMessage]:
        """Those of these that are still there; of one that is too large only the headers."""
        if not self._selected(folder, validity, readonly=True):
            return []
        told = self._client.fetch(uids, ["RFC822.SIZE", "FLAGS", "INTERNALDATE"])
        sizes = {uid: int(about.get(b"RFC822.SIZE", 0)) for uid, about in told.items()}
        large = [uid for uid, size in sizes.items() if size > self._longest]
        bodies = self._bodies(large, "HEADER")
        for batch in _batches({uid: size for uid, size in sizes.items() if uid not in large}, self._longest):
            bodies |= self._bodies(batch, "")
        return [
            StoredMessage(uid, bodies[uid], _flags(about), about.get(b"INTERNALDATE"), uid not in large)
            for uid, about in told.items()
            if uid in bodies
        ]

    def _bodies(self, uids: Sequence[int], part: str) -> dict[int, bytes]:
        if not uids:
            return {}
        name = f"BODY[{part}]".encode()
        found = self._client.fetch(uids, [f"BODY.PEEK[{part}]"])
        return {uid: about[name] for uid, about in found.items() if about.get(name) is not None}

    def flag(self, folder: str, validity: int, uids: Sequence[int], flag: str, *, on: bool) -> None:
        """Set or take a flag."""
        if self._selected(folder, validity, readonly=False):
            change = self._client.add_flags if on else self._client.remove_flags
            change(uids, [flag], silent=True)

    def move(self, folder: str, validity: int, uids: Sequence[int], role: str) -> dict[int, tuple[str, int, int]]:
        """Move them to the folder of that role; where each is now (folder, validity, uid), if the server says so."""
        target = self.folder_for(role)
        if target == folder or not self._selected(folder, validity, readonly=False):
            return {}
        if self._client.has_capability("MOVE"):
            self._client.move(uids, target)
            # The answer's own line may carry it, or one before it; imaplib keeps either.
            said = self._client._imap.response("COPYUID")[1]
        else:
            self._client.copy(uids, target)
            said = self._client._imap.response("COPYUID")[1]
            self._client.add_flags(uids, ["\\Deleted"], silent=True)
            if self._client.has_capability("UIDPLUS"):  # without it others' deleted mails would go as well
                self._client.uid_expunge(uids)
        return _moved(target, said)

    def find_sent(self, message_id: str) -> tuple[str, int, int] | None:
        """Where in the sent folder a message with this Message-ID is (folder, validity, uid)."""
        folder = self.roles().get("sent")
        if folder is None:
            return None
        validity = int(self._client.select_folder(folder, readonly=True).get(b"UIDVALIDITY", 0))
        found = self._client.search(["HEADER", "Message-ID", message_id.strip().strip("<>")])
        return (folder, validity, max(found)) if found else None

    def keep_sent(self, raw: bytes) -> None:
        """Put a sent message into the sent folder."""
        self._client.append(self.folder_for("sent"), raw, ["\\Seen"])

    def close(self) -> None:
        """Log out; a connection that is gone already is no failure."""
        try:
            self._client.logout()
        except (OSError, imaplib.IMAP4.error):
            self.drop()

    def drop(self) -> None:
        """Close the connection without a word."""
        try:
            self._client.shutdown()
        except (OSError, imaplib.IMAP4.error):
            return

    def _selected(self, folder: str, validity: int, *, readonly: bool) -> bool:
        return int(self._client.select_folder(folder, readonly=readonly).get(b"UIDVALIDITY", 0)) == validity


def _roles(folders: Iterable[tuple[Collection[bytes], str]]) -> dict[str, str]:
    found: dict[str, str] = {"inbox": "INBOX"}
    usual: dict[str, str] = {}
    for flags, name in folders:
        lower = {flag.lower() for flag in flags}
        if b"\\noselect" in lower or b"\\nonexistent" in lower:
            continue
        for flag in lower & _SPECIAL.keys():
            found.setdefault(_SPECIAL[flag], name)
        last = re.split(r"[./]", name)[-1].lower()
        for role, names in _USUAL.items():
            if last in names.split("|"):
                usual.setdefault(role, name)
    return {**usual, **found}


def _flags(about: dict[bytes, Any]) -> tuple[str, ...]:
    return tuple(flag.decode("ascii", "replace") for flag in about.get(b"FLAGS", ()))


def _batches(sizes: dict[int, int], most: int) -> Iterable[list[int]]:
    """Uids whose messages are no more than that together."""
    batch: list[int] = []
    total = 0
    for uid, size in sizes.items():
        if batch and total + size > most:
            yield batch
            batch, total = [], 0
        batch.append(uid)
        total += size
    yield batch


def _moved(target: str, said: Sequence[bytes | None]) -> dict[int, tuple[str, int, int]]:
    moved: dict[int, tuple[str, int, int]] = {}
    for line in said or ():
        if line and (match := _COPIED.match(line)):
            old, new = _expanded(match[2].decode()), _expanded(match[3].decode())
            if len(old) == len(new):
                moved |= {was: (target, int(match[1]), now) for was, now in zip(old, new, strict=True)}
    return moved


def _ranges(uids: Collection[int]) -> str:
    """Uids as IMAP writes sets: 1:5,9."""
    parts: list[list[int]] = []
    for uid in sorted(uids):
        if parts and uid == parts[-1][1] + 1:
            parts[-1][1] = uid
        else:
            parts.append([uid, uid])
    return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in parts)


def _expanded(text: str) -> list[int]:
    found: list[int] = []
    for part in filter(None, text.split(",")):
        first, _, last = part.partition(":")
        low, high = int(first), int(last or first)
        if abs(high - low) > 100_000:
            raise imaplib.IMAP4.error("a set of messages that is too large")
        found.extend(range(low, high + 1) if low <= high else range(low, high - 1, -1))
    return found
