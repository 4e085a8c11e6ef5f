"""Sending over SMTP: under TLS, logged in, to the people the message names."""

import ssl
from email.parser import BytesHeaderParser
from email.utils import getaddresses

import structlog
from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from store.errors import AppError, AuthenticationError, ConflictError, UpstreamError, ValidationError
from tools.context import Services
from tools.email.sources.connecting import (
    SECONDS,
    Server,
    certificate_refused,
    connected,
    tls_context,
    tls_failed,
    unreachable,
)

_log = structlog.get_logger(__name__)

_PURPOSE = "smtp"
_BYE_SECONDS = 3.0
_NAME = "[127.0.0.1]"  # this machine's own name is nobody's business


async def deliver(services: Services, server: Server | None, username: str, password: str, raw: bytes) -> None:
    """Hand a message to the server, for those that To, Cc and Bcc name; Bcc itself is not sent.

    Raises ConflictError without a server, AuthenticationError EMAIL_ACCESS_REVOKED, ValidationError (EMAIL_REFUSED,
    EMAIL_CERTIFICATE), UpstreamError; EMAIL_SEND_UNCERTAIN when the connection broke while it was handed over.
    """
    if server is None:
        raise ConflictError(
            "This mailbox is connected for reading only: it names no SMTP server.", code="EMAIL_NO_SMTP"
        )
    sender, recipients = _envelope(raw)
    sent = _without_bcc(raw)
    client = await _logged_in(services, server, username, password)
    status = 0
    try:
        refused, _ = await client.sendmail(sender, recipients, sent)
        status = 200
    except (SMTPException, OSError) as problem:
        raise _not_sent(server, problem) from problem
    finally:
        await _bye(client)
        await services.outbound.note(server.host, _PURPOSE, len(sent), status)
    if refused:
        _log.warning("email.recipients_refused", host=server.host, count=len(refused))


async def check_login(services: Services, server: Server, username: str, password: str) -> None:
    """Log in and out again. Raises as `deliver`."""
    await _bye(await _logged_in(services, server, username, password))


async def _bye(client: SMTP) -> None:
    try:
        if client.is_connected:
            await client.quit(timeout=_BYE_SECONDS)
    except (SMTPException, OSError):
        return  # what was to be done is done
    finally:
        client.close()


async def _logged_in(services: Services, server: Server, username: str, password: str) -> SMTP:
    context = tls_context(services.settings)
    sock = await connected(services, server)
    client = SMTP(
        hostname=server.host,
        sock=sock,
        use_tls=server.security == "tls",
        start_tls=server.security == "starttls",
        tls_context=context,
        timeout=SECONDS,
        local_hostname=_NAME,
    )
    try:
        await client.connect()
        await client.login(username, password)
    except (SMTPException, OSError) as problem:
        await _bye(client)
        await services.outbound.note(server.host, _PURPOSE, 0, 0)
        raise _not_connected(server, problem) from problem
    return client


def _not_connected(server: Server, problem: Exception) -> AppError:
    cause = problem if isinstance(problem, ssl.SSLError) else problem.__cause__ or problem.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return certificate_refused(server, cause)
    if isinstance(cause, ssl.SSLError):
        return tls_failed(server, cause)
    if isinstance(problem, SMTPAuthenticationError) and problem.code >= 500:
        return AuthenticationError(
            f"{server.host} refused the login for sending: the user name or the password is wrong, or it wants an app "
            "password. Connect the mailbox again.",
            code="EMAIL_ACCESS_REVOKED",
        )
    return unreachable(server, str(problem) or type(problem).__name__)


def _not_sent(server: Server, problem: Exception) -> AppError:
    if isinstance(problem, SMTPRecipientsRefused):
        codes = [refused.code for refused in problem.recipients]
        said = problem.recipients[0].message if problem.recipients else ""
        return _refusal(server, min(codes, default=500), said)
    if isinstance(problem, SMTPResponseException):
        return _refusal(server, problem.code, problem.message)
    return UpstreamError(
        f"The connection with {server.host} broke while the mail was handed over, so it may have been sent. "
        "Look into the sent mail before it is sent again.",
        code="EMAIL_SEND_UNCERTAIN",
    )


def _refusal(server: Server, code: int, said: str) -> AppError:
    if code >= 500:
        return ValidationError(f"{server.host} did not take the mail: {said[:200]}", code="EMAIL_REFUSED")
    return UpstreamError(f"{server.host} does not take the mail now ({said[:200]}); try again later.")


def _envelope(raw: bytes) -> tuple[str, list[str]]:
    headers = BytesHeaderParser().parsebytes(raw)
    named = getaddresses([str(value) for name in ("To", "Cc", "Bcc") for value in headers.get_all(name, [])])
    recipients = list(dict.fromkeys(address for _, address in named if "@" in address))
    sender = next((address for _, address in getaddresses([str(headers.get("From", ""))]) if "@" in address), "")
    if not sender or not recipients:
        raise ValidationError("The mail names no sender or nobody to send it to.", code="EMAIL_REFUSED")
    return sender, recipients


def _without_bcc(raw: bytes) -> bytes:
    """The same bytes, but for the header's Bcc lines."""
    kept, dropping, in_header = [], False, True
    for line in raw.splitlines(keepends=True):
        if in_header:
            in_header = bool(line.strip())
            dropping = line[:4].lower() == b"bcc:" or (dropping and line[:1] in b" \t" and in_header)
        if not (in_header and dropping):
            kept.append(line)
    return b"".join(kept)
