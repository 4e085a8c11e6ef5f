"""Which addresses the outside world may send us to: public ones, and hosts a setting names."""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable
from urllib.parse import SplitResult, urlsplit

from store.errors import UpstreamError, ValidationError

Resolver = Callable[[str, int], Awaitable[list[str]]]

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?$")
_NUMERIC_LABEL = re.compile(r"^(?:0x[0-9a-f]*|[0-9]+)$")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
# Python's is_global leaves these open: 6to4 relays, Azure's metadata host.
_BLOCKED_V4 = [ipaddress.ip_network(n) for n in ("192.88.99.0/24", "168.63.129.16/32", "192.0.0.0/24")]
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")
# Inside 2000::/3 but a tunnel to an IPv4 address (Teredo, 6to4), or documentation.
_BLOCKED_V6 = [ipaddress.ip_network(n) for n in ("2001::/23", "2002::/16", "2001:db8::/32", "3fff::/20")]


def is_public(address: str) -> bool:
    """Whether an IP literal is an ordinary public unicast address; False for anything embedded, local or reserved."""
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        return ip in _GLOBAL_V6 and ip.is_global and not any(ip in net for net in _BLOCKED_V6)
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not any(ip in net for net in _BLOCKED_V4)


def checked_url(url: str) -> SplitResult:
    """Split a URL that may be asked for over the network.

    Raises ValidationError INVALID_URL for anything but plain http(s), for credentials and for disguised numeric hosts.
    """
    text = url.strip()
    if _UNSAFE.search(text):
        raise _invalid(url, "it contains spaces, control characters or backslashes")
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise _invalid(url, str(error)) from error
    if parts.scheme.lower() not in _DEFAULT_PORTS:
        raise _invalid(url, "only http:// and https:// addresses are read")
    if parts.username is not None or parts.password is not None:
        raise _invalid(url, "it carries a user name or password; remove that part")
    if port == 0:
        raise _invalid(url, "port 0 cannot be reached")
    _check_host(url, host)
    return parts._replace(scheme=parts.scheme.lower(), fragment="")


def ascii_host(host: str) -> str:
    """A host name as DNS knows it (punycode where needed), lower case, without a final dot."""
    if ":" in host or host.isascii():
        return host.lower().rstrip(".")
    return host.encode("idna").decode("ascii").lower().rstrip(".")


def port_of(parts: SplitResult) -> int:
    """The port a URL means, the scheme's own when it names none."""
    return parts.port or _DEFAULT_PORTS[parts.scheme]


def _check_host(url: str, host: str) -> None:
    if ":" in host:
        try:
            ipaddress.IPv6Address(host)
        except ValueError as error:
            raise _invalid(url, "its host is not a valid IPv6 address") from error
        return
    try:
        name = ascii_host(host)
    except UnicodeError as error:
        raise _invalid(url, "its host is not a valid name") from error
    if not name or len(name) > 253 or not _HOST.match(name):
        raise _invalid(url, "its host is not a valid name")
    if _NUMERIC_LABEL.match(name.rsplit(".", 1)[-1]):
        try:
            ipaddress.IPv4Address(name)
        except ValueError as error:  # 2130706433, 0x7f.1, 0177.0.0.1: spellings that hide where they lead
            raise _invalid(url, "its host is a number that is not a plain IPv4 address") from error


def _invalid(url: str, why: str) -> ValidationError:
    shown = re.sub(r"//[^/@]*@", "//", url.strip())[:200]
    return ValidationError(
        f"'{shown}' cannot be opened: {why}. Give a full address like https://example.com/jobs/123.", code="INVALID_URL"
    )


async def system_resolver(host: str, port: int) -> list[str]:
    """Every address the system's resolver has for a host, in its order; OSError when there is none."""
    infos = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in infos))


class AddressGuard:
    """Turns host names into addresses that may be connected to, refusing every other one."""

    def __init__(self, allowed_hosts: frozenset[str] = frozenset(), resolver: Resolver = system_resolver) -> None:
        """`allowed_hosts` ("host" or "host:port") may be private or loopback; `resolver` may raise OSError."""
        self._allowed = frozenset(ascii_host(host) for host in allowed_hosts)
        self._resolver = resolver

    def allows(self, host: str, port: int) -> bool:
        """Whether a setting names this host, so that its addresses are not checked."""
        name = ascii_host(host)
        return name in self._allowed or f"{name}:{port}" in self._allowed

    async def addresses(self, host: str, port: int, timeout: float = 5.0) -> list[str]:
        """The addresses of a host, all of them safe to connect to.

        Raises ValidationError OUTBOUND_BLOCKED when one is not public, UpstreamError OUTBOUND_UNREACHABLE when there
        is none, OUTBOUND_TIMEOUT when the lookup takes longer than `timeout` seconds.
        """
        try:
            async with asyncio.timeout(timeout):
                found = await self._resolver(ascii_host(host), port)
        except TimeoutError as error:
            raise UpstreamError(
                f"Looking up {host} took too long; try again later.", code="OUTBOUND_TIMEOUT"
            ) from error
        except (OSError, UnicodeError) as error:
            raise UpstreamError(
                f"There is no such host as {host}; check the spelling of the address.", code="OUTBOUND_UNREACHABLE"
            ) from error
        if not found:
            raise UpstreamError(f"{host} has no address.", code="OUTBOUND_UNREACHABLE")
        if not self.allows(host, port):
            _refuse_private(host, found)
        return found


def _refuse_private(host: str, addresses: list[str]) -> None:
    bad = next((address for address in addresses if not is_public(address)), None)
    if bad is not None:
        raise ValidationError(
            f"{host} leads to {bad}, which is not a public internet address, so it was not opened. "
            "If this is a machine of yours, name it in the setting for allowed outbound hosts.",
            code="OUTBOUND_BLOCKED",
            details={"host": host},
        )
