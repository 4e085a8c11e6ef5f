"""What an entry of a timeline tells, in words: one wording for the page, the talk and the API. Pure."""

from collections.abc import Mapping
from typing import Any

_KINDS = {"attachment": "File", "submission": "Form"}
_TOLD = ("outcome", "state", "round", "kind")
_DID = {"added": "put down", "sent": "went out", "submitted": "sent"}
_FORMS = {"unknown": "may have been sent", "submitted": "sent", "failed": "not sent"}


def entry_words(kind: str, from_status: str | None, to_status: str | None, data: Mapping[str, Any]) -> str:
    """applied → interviewing; Interview put down: round 1; Interview changed (outcome: passed): round 1; …"""
    if to_status is not None:
        return f"{from_status} → {to_status}" if from_status else to_status
    if kind == "undone":
        return f"{_named(str(data['kind']))}: taken back" if data.get("kind") else "Taken back"
    if kind == "submission":
        return f"Form {_FORMS.get(str(data.get('outcome', 'submitted')), 'sent')}"
    changed = data.get("changed") or ()
    if what := data.get("what"):
        told = f"{_named(kind)} {_DID.get(what, what)}" + (f" ({_parts(changed)})" if changed else "")
        return f"{told}: {data['title']}" if data.get("title") else told
    if isinstance(changed, Mapping):
        return f"Changed: {', '.join(name.replace('_', ' ') for name in changed)}"
    title = data.get("name") or data.get("title") or data.get("text")
    return f"{_named(kind)}: {title}" if title else _named(kind)


def _named(kind: str) -> str:
    return _KINDS.get(kind, kind.replace("_", " ").capitalize())


def _parts(changed: Any) -> str:
    """outcome: passed, starts at; of most values the name is enough."""
    new = changed if isinstance(changed, Mapping) else {}
    return ", ".join(
        name.replace("_", " ") + (f": {new[name]}" if name in _TOLD and new.get(name) else "")
        for name in sorted(changed)
    )
