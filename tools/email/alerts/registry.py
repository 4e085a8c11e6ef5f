"""The boards whose alerts are read, by name."""

from collections.abc import Mapping
from dataclasses import dataclass

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
from tools.email.alerts.layouts import read_layout
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

    layout: Layout
    senders: tuple[str, ...]

    @property
    def name(self) -> str:
        """The word that the reader is asked for by."""
        return self.layout.name

    @property
    def board(self) -> str:
        """The board as people call it."""
        return self.layout.label

    def read(self, mail: Mail) -> AlertReading:
        """Read one of the board's mails."""
        return read_layout(mail, self.layout)

    def owns(self, address: str) -> bool:
        """Whether an address is one that the board sends from."""
        domain = address.rpartition("@")[2]
        return any(
            address == sender if "@" in sender else domain == sender or domain.endswith(f".{sender}")
            for sender in self.senders
        )


PARSERS: Mapping[str, AlertParser] = {
    module.LAYOUT.name: AlertParser(module.LAYOUT, module.SENDERS) for module in _MODULES
}
