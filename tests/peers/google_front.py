"""What stands before the stand-in for Google: it adds what that lacks, and lets a test have Google misbehave.

Added: the mailbox's profile, scopes that are enforced, events under ids of the caller's, a history that is forgotten,
push tokens with a key that is published beside the stand-in's own.
"""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import ec

Answer = tuple[int, Mapping[str, str], bytes]

_AUTH = "https://www.googleapis.com/auth/"
_READ = {f"{_AUTH}gmail.readonly", f"{_AUTH}gmail.modify"}
_SEND = {f"{_AUTH}gmail.send", f"{_AUTH}gmail.modify"}
_HOP = {"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "content-encoding"}
_KEY_ID = "front-1"


def error(status: int, reason: str, message: str = "as the test wants it") -> bytes:
    """An error body as Google's APIs word it."""
    told = {"code": status, "message": message, "errors": [{"reason": reason, "message": message}]}
    return json.dumps({"error": told}).encode()


@dataclass
class _Fault:
    method: str
    path: str
    answer: Answer
    left: int


@dataclass
class Front:
    """Address, what was asked (method, path with query), and what to answer in the stand-in's place."""

    behind: str
    url: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    busiest: int = 0
    forgotten: bool = False
    withhold_refresh: bool = False
    slow: float = 0.0
    _faults: list[_Fault] = field(default_factory=list)
    _scopes: dict[str, set[str]] = field(default_factory=dict)
    _expired: set[str] = field(default_factory=set)
    _events: dict[str, str] = field(default_factory=dict)
    _now: int = 0
    _lock: Any = field(default_factory=threading.Lock)
    _http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=20, verify=False))
    _key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def fail(
        self,
        path: str,
        status: int,
        reason: str = "backendError",
        *,
        method: str = "GET",
        times: int = 1,
        **headers: str,
    ) -> None:
        """Answer the next requests whose path holds `path` with an error; headers with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._faults.append(_Fault(method, path, (status, named, error(status, reason)), times))

    def answer(self, path: str, body: bytes, *, status: int = 200, method: str = "GET", times: int = 1) -> None:
        """Answer the next requests whose path holds `path` with these bytes."""
        self._faults.append(_Fault(method, path, (status, {"content-type": "application/json"}, body), times))

    def expire_tokens(self) -> None:
        """Have every access token given so far refused, as after an hour."""
        self._expired |= self._scopes.keys()

    def count(self, path: str, method: str = "GET") -> int:
        """How many requests of that method had this in their path."""
        return sum(how == method and path in asked for how, asked in self.asked)

    def push_token(self, **claims: Any) -> str:
        """An OIDC token as Pub/Sub sends it: `aud`, `email`, … over what is usual."""
        now = int(time.time())
        usual = {"iss": self.url, "iat": now, "exp": now + 600, "email_verified": True, "sub": "1"}
        return jwt.encode({**usual, **claims}, self._key, algorithm="ES256", headers={"kid": _KEY_ID})

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    # --- answering ---

    def respond(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """The answer to one request."""
        with self._lock:
            self.asked.append((method, path))
            self._now += 1
            self.busiest = max(self.busiest, self._now)
        try:
            time.sleep(self.slow)
            return self._fault(method, path) or self._respond(method, path, headers, body)
        finally:
            with self._lock:
                self._now -= 1

    def _fault(self, method: str, path: str) -> Answer | None:
        with self._lock:
            for fault in self._faults:
                if fault.left and fault.method == method and fault.path in path:
                    fault.left -= 1
                    return fault.answer
        return None

    def _respond(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        token = next((value for name, value in headers.items() if name.lower() == "authorization"), "")[7:]
        if refused := self._refused(method, urlsplit(path).path, token):
            return refused
        if urlsplit(path).path.endswith("/users/me/profile"):
            return self._profile(headers)
        if self.forgotten and "/users/me/history" in path:
            return 404, {}, error(404, "notFound")
        if "/calendar/v3/" in path and (answer := self._event(method, path, headers, body)):
            return answer
        status, told, answered = self._ask(method, path, headers, body)
        if path.endswith("/oauth2/token") and status == 200:
            answered = self._token_given(answered)
        if path.endswith("/oauth2/v3/certs"):
            answered = self._with_key(answered)
        return status, told, answered

    def _ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        kept = {name: value for name, value in headers.items() if name.lower() not in _HOP}
        answer = self._http.request(method, f"{self.behind}{path}", headers=kept, content=body)
        told = {name: value for name, value in answer.headers.items() if name.lower() not in _HOP}
        return answer.status_code, told, answer.content

    def _refused(self, method: str, path: str, token: str) -> Answer | None:
        if not path.startswith(("/gmail/", "/calendar/")) or token not in self._scopes:
            return None
        if token in self._expired:
            return 401, {}, error(401, "authError")
        wanted = _READ if method == "GET" else {f"{_AUTH}gmail.modify"}
        if path.startswith("/calendar/"):
            wanted = {f"{_AUTH}calendar.events"}
        elif path.endswith("/send"):
            wanted = _SEND
        elif path.endswith(("/watch", "/stop")):
            wanted = _READ
        return None if wanted & self._scopes[token] else (403, {}, error(403, "insufficientPermissions"))

    def _token_given(self, body: bytes) -> bytes:
        told = json.loads(body)
        self._scopes[told["access_token"]] = set(told.get("scope", "").split())
        if self.withhold_refresh:
            told.pop("refresh_token", None)
        return json.dumps(told).encode()

    def _profile(self, headers: Mapping[str, str]) -> Answer:
        status, _, who = self._ask("GET", "/oauth2/v2/userinfo", headers, b"")
        if status != 200:
            return 401, {}, error(401, "authError")
        _, _, history = self._ask("GET", "/gmail/v1/users/me/history?startHistoryId=0&maxResults=1", headers, b"")
        told = {"emailAddress": json.loads(who)["email"], "historyId": json.loads(history)["historyId"]}
        return 200, {"content-type": "application/json"}, json.dumps(told).encode()

    def _event(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer | None:
        """The stand-in gives events ids of its own."""
        place, _, last = urlsplit(path).path.rpartition("/")
        if method == "POST" and last == "events" and (wanted := json.loads(body).get("id")):
            if wanted in self._events:
                return 409, {}, error(409, "duplicate")
            status, told, answered = self._ask(method, path, headers, body)
            self._events[wanted] = json.loads(answered)["id"]
            return status, told, json.dumps({**json.loads(answered), "id": wanted}).encode()
        if method == "DELETE" and last in self._events:
            return self._ask(method, f"{place}/{self._events.pop(last)}", headers, body)
        return None

    def _with_key(self, body: bytes) -> bytes:
        own = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self._key.public_key()))
        keys = [*json.loads(body)["keys"], {**own, "kid": _KEY_ID, "use": "sig", "alg": "ES256"}]
        return json.dumps({"keys": keys}).encode()


@contextmanager
def running(behind: str) -> Iterator[Front]:
    """A front before the address `behind`, until the block ends."""
    front = Front(behind)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, headers, answer = front.respond(self.command, self.path, dict(self.headers.items()), body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            if status != 204:
                self.wfile.write(answer)

        do_GET = do_POST = do_DELETE = do_PUT = do_PATCH = _serve

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that hangs up is what some tests want."""

    server = Server(("127.0.0.1", 0), Handler)
    front.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield front
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
        front.close()
