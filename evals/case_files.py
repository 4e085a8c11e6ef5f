"""Files of cases: read as YAML, refused with the file, the case and what is wrong."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from store.errors import ValidationError
from tools.yaml_text import parse_yaml

_BATCH = re.compile(r"[a-z][a-z0-9]*")


class CasesError(ValidationError):
    """A file of cases that is not of the documented form."""

    default_code = "CASES_INVALID"


def read_yaml(path: Path) -> Mapping[str, Any]:
    """The file as a mapping; a bare list is its `cases`. Raises CasesError when it is no YAML, or has no cases."""
    try:
        data = parse_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise CasesError(f"{path}: cannot be read: {problem}") from problem
    except yaml.YAMLError as problem:
        raise CasesError(f"{path}: is not YAML: {problem}") from problem
    data = {"cases": data} if isinstance(data, list) else data
    listed = data.get("cases") if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(listed, list) or not listed:
        raise CasesError(f"{path}: needs a list `cases` at the top level that is not empty")
    return data


def batch_of(path: Path) -> str:
    """The `batch` of a file whose cases joined later, empty for the first cases of all."""
    batch = read_yaml(path).get("batch", "")
    if batch != "" and not (isinstance(batch, str) and _BATCH.fullmatch(batch)):
        raise CasesError(f"{path}: `batch` is one word in small letters, not {batch!r}")
    return str(batch)


def entries(path: Path) -> list[tuple[str, Mapping[str, Any]]]:
    """The cases of a file, each with the words that name its place; ids are there and not used twice."""
    found: list[tuple[str, Mapping[str, Any]]] = []
    seen: set[str] = set()
    for number, raw in enumerate(read_yaml(path)["cases"], 1):
        where = f"{path}: case {number}"
        if not isinstance(raw, Mapping):
            raise CasesError(f"{where}: expected a mapping, found {type(raw).__name__}")
        identifier = raw.get("id")
        if identifier is None or not str(identifier).strip():
            raise CasesError(f"{where}: lacks `id`")
        if str(identifier) in seen:
            raise CasesError(f"{where}: the id {identifier!r} is used twice")
        seen.add(str(identifier))
        found.append((f"{where} ({identifier})", raw))
    return found
