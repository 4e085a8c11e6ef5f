"""Connections to mail servers: only to addresses that the guard has checked, only under TLS that is checked too."""

import asyncio
import ipaddress
import re
import socket
import ssl
from dataclasses import dataclass
from typing import Any, Literal

from store.errors import AppError, UpstreamError, ValidationError
from store.settings import Settings
from tools.addresses import ascii_host
from tools.context import Services

Security = Literal["tls", "starttls", "none"]

SECONDS = 20.0
_SECURITIES: dict[str, Security] = {"tls": "tls", "starttls": "starttls", "none": "none"}
_TLS_FROM_THE_START = {993, 465}
_HOST = re.compile(r"[A-Za-z0-9._:-]{1,253}")


@dataclass(frozen=True, slots=True)
class Server:
    """Where a mail server is, and how its connection is secured."""

    host: str
    port: int
    security: Security


def server_of(settings: dict[str, Any], prefix: str, *, port: int) -> Server:
    """The server that a source's settings name: `host`, `port`, `security`, each after the prefix.

    Raises ValidationError EMAIL_SERVER_INVALID.
    """
    host = str(settings.get(f"{prefix}host") or "").strip()
    given = str(settings.get(f"{prefix}port") or port)
    try:
        host = ascii_host(host)
    except UnicodeError:
        host = ""
    if not _HOST.fullmatch(host) or not given.isdigit() or not 0 < int(given) < 65536:
        raise _invalid("The mail server's name or port is not one; give a name like imap.example.com and a port.")
    usual: Security = "tls" if int(given) in _TLS_FROM_THE_START else "starttls"
    security = _SECURITIES.get(str(settings.get(f"{prefix}security") or usual))
    if security is None:
        raise _invalid("The mail server's security is tls, starttls or none.")
    return Server(host, int(given), security)


async def connected(services: Services, server: Server) -> socket.socket:
    """A socket to one of the server's checked addresses.

    Raises ValidationError (OUTBOUND_BLOCKED, EMAIL_UNENCRYPTED), UpstreamError.
    """
    guard = services.outbound.guard
    addresses = await guard.addresses(server.host, server.port)
    own = guard.allows(server.host, server.port) and all(ipaddress.ip_address(one).is_loopback for one in addresses)
    if server.security == "none" and not own:
        raise ValidationError(
            f"{server.host} would get the password unencrypted. Choose tls or starttls; without either only a mail "
            "server on this machine is spoken to, once OUTBOUND_ALLOWED_HOSTS names it.",
            code="EMAIL_UNENCRYPTED",
        )
    failure: OSError | None = None
    for address in addresses:
        try:
            return await asyncio.to_thread(socket.create_connection, (address, server.port), SECONDS)
        except OSError as problem:
            failure = problem
    raise unreachable(server, str(failure)) from failure


def tls_context(settings: Settings) -> ssl.SSLContext:
    """The system's certificates and those of EMAIL_CA_FILE. Raises ValidationError when that file cannot be read."""
    context = ssl.create_default_context()
    if settings.email_ca_file is not None:
        try:
            context.load_verify_locations(cafile=settings.email_ca_file)
        except OSError as problem:  # ssl.SSLError is one too
            raise _invalid(f"EMAIL_CA_FILE {settings.email_ca_file} cannot be read as certificates.") from problem
    return context


def certificate_refused(server: Server, problem: ssl.SSLCertVerificationError) -> ValidationError:
    """The failure for a certificate that is not this server's, or that nobody vouches for."""
    return ValidationError(
        f"The certificate of {server.host} was not accepted ({problem.verify_message}), so the password was not sent. "
        "Check the server's name; for a server of your own, name its certificate in EMAIL_CA_FILE.",
        code="EMAIL_CERTIFICATE",
    )


def tls_failed(server: Server, problem: ssl.SSLError) -> AppError:
    """The failure for a connection that cannot be encrypted."""
    if isinstance(problem, ssl.SSLCertVerificationError):
        return certificate_refused(server, problem)
    return _invalid(
        f"No encrypted connection with {server.host}:{server.port} ({problem.reason or 'TLS failed'}). "
        "Usual ports: 993 (IMAP) and 465 (SMTP) with tls, 143 and 587 with starttls."
    )


def unreachable(server: Server, why: str) -> UpstreamError:
    """The failure for a server that does not answer."""
    return UpstreamError(
        f"The mail server {server.host}:{server.port} cannot be reached ({why[:200]}); try again later.",
        code="EMAIL_UNREACHABLE",
    )


def _invalid(message: str) -> ValidationError:
    return ValidationError(message, code="EMAIL_SERVER_INVALID")
