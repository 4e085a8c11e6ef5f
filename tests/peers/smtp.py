"""A mail server that takes mail over TLS from those who log in, and keeps what it got."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from tests.conftest import free_port
from tests.peers.certificates import Certificate
from tests.peers.dovecot import PASSWORD


@dataclass(frozen=True)
class Taken:
    """One mail as it came over the wire."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes


@dataclass
class Smtp:
    """A running server. `refuse` is what it says to a mail instead of taking it; `hang_up` cuts it off after DATA."""

    port: int
    user: str
    password: str = PASSWORD
    taken: list[Taken] = field(default_factory=list)
    refuse: str = ""
    hang_up: bool = False

    async def handle_MAIL(self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]) -> str:
        """Nothing from those who have not logged in."""
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from, envelope.mail_options = address, options
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str | None:
        """Keep the mail."""
        if self.refuse:
            return self.refuse
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.taken.append(Taken(str(envelope.mail_from), tuple(envelope.rcpt_tos), content))
        if self.hang_up:
            (server._original_transport or server.transport).abort()
            return None
        return "250 OK"

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        """Only the one user with the right password."""
        right = (
            isinstance(data, LoginPassword)
            and data.login == self.user.encode()
            and data.password == self.password.encode()
        )
        return AuthResult(success=right, handled=False)


@contextmanager
def running(certificate: Certificate, user: str, *, security: str = "starttls") -> Iterator[Smtp]:
    """A server on loopback under that certificate, until the block ends."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.chain, certificate.key)
    made = Smtp(free_port(), user)
    secured: dict[str, Any] = {"ssl_context": context, "auth_require_tls": False}
    if security == "starttls":
        secured = {"tls_context": context, "require_starttls": True}
    controller = Controller(made, hostname="127.0.0.1", port=made.port, authenticator=made.authenticate, **secured)
    controller.start()
    try:
        yield made
    finally:
        controller.stop()
