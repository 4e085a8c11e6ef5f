"""What this machine knows about where it stands."""

import os
from pathlib import Path

from store.errors import ValidationError
from tools.zones import zone_of

_LOCALTIME, _ZONES = Path("/etc/localtime"), "zoneinfo/"


def machine_zone() -> str | None:
    """The machine's time zone by its IANA name; None where it does not say, or says it otherwise."""
    said = os.environ.get("TZ", "").lstrip(":") or str(_LOCALTIME.resolve())
    name = said.rpartition(_ZONES)[2]
    try:
        return zone_of(name).key
    except ValidationError:
        return None
