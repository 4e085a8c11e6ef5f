"""The boards whose alerts are read, by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType

from tools.email.alerts import (
    builtin,
    dice,
    glassdoor,
    google,
    greenhouse,
    hiringcafe,
    indeed,
    linkedin,
    monster,
    stepstone,
    wellfound,
    xing,
    ziprecruiter,
)
from tools.email.alerts.kinds import addresses_inside, is_other
from tools.email.alerts.openings import Layout
from tools.email.alerts.schemas import AlertReading
from tools.email.message import Mail

_MODULES = (
    linkedin, indeed, glassdoor, ziprecruiter, dice, hiringcafe, monster, wellfound, builtin, greenhouse, google,
    stepstone, xing,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AlertParser:
    """One board's reader. `senders` are addresses, or domains with all that is below them."""

    name: str
    board: str
    senders: tuple[str, ...]
    layout: Layout
    read: Callable[[Mail], AlertReading]

    def sent(self, mail: Mail) -> bool:
        """Whether the board's own address stands as the sender."""
        return _is_of(mail.sender.address, self.senders)

    def knows(self, mail: Mail) -> bool:
        """Whether this is one of the board's alerts: from its address, or passed on and once from there."""
        if is_other(mail):
            return False
        return self.sent(mail) or any(_is_of(address, self.senders) for address in addresses_inside(mail))


def _is_of(address: str, senders: tuple[str, ...]) -> bool:
    domain = address.rpartition("@")[2]
    return any(
        address == sender if "@" in sender else domain == sender or domain.endswith(f".{sender}") for sender in senders
    )


def _parser(module: ModuleType) -> AlertParser:
    layout: Layout = module.LAYOUT
    return AlertParser(layout.name, layout.label, module.SENDERS, layout, module.read)


PARSERS: Mapping[str, AlertParser] = {module.LAYOUT.name: _parser(module) for module in _MODULES}
