"""Whether the files of a ZIP of ours are those that its manifest tells of. Pure."""

import hashlib
import json
from collections.abc import Mapping
from zipfile import ZipFile

from store.errors import ValidationError
from tools.applications.transfer.limits import member

NAME = "manifest.json"
_MOST, _SHOWN = 20_000_000, 5


def differing(archive: ZipFile, held: Mapping[str, bytes]) -> tuple[set[str], list[str]]:
    """The files that are not as the manifest says, and notes that tell what is made of it: an attachment that differs
    is damaged and left out; a table that differs was changed by somebody since, and is read as it is."""
    if NAME not in archive.namelist():
        return set(), ["The ZIP has no manifest: whether its files are whole cannot be told."]
    try:
        listed = json.loads(member(archive, NAME, most=_MOST))["files"]
        hashes = {str(one["path"]): str(one["sha256"]) for one in listed}
    except (ValueError, KeyError, TypeError, RecursionError, ValidationError):
        return set(), ["The manifest of the ZIP cannot be read: whether its files are whole cannot be told."]
    wrong = {path for path, content in held.items() if hashlib.sha256(content).hexdigest() != hashes.get(path)}
    missing = sorted(set(hashes) - set(archive.namelist()))
    notes = []
    if attached := sorted(wrong - {"applications.json"}):
        notes.append(f"Not as the manifest says, and left out: {_named(attached)}.")
    if "applications.json" in wrong:
        notes.append("applications.json was changed since it was exported: it is read as it is.")
    if missing:
        notes.append(f"Told of by the manifest, but not in the ZIP: {_named(missing)}.")
    return wrong, notes


def _named(paths: list[str]) -> str:
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return ", ".join(paths[:_SHOWN]) + more
