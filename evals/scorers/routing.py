"""How often the right tool was chosen with the right arguments. Pure; the form of a file is told at its top."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import yaml

from evals.intervals import Share
from tools.yaml_text import parse_yaml

EXPECTATIONS = ("none", "ask", "no call")


class CasesError(ValueError):
    """A file of cases is not of the documented form; the message names the file, the case and what is wrong."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call, expected or made."""

    tool: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """One message and what should follow. `expect`: the calls in order; with `asks`, no call but a question; without
    any, `either` says that asking is as right as not asking. `others`: tools that would be as right."""

    id: str
    says: str
    expect: tuple[Call, ...] = ()
    asks: bool = False
    either: bool = False
    others: frozenset[str] = frozenset()
    history: tuple[Mapping[str, Any], ...] = ()
    area: str | None = None
    split: Literal["dev", "held"] = "dev"
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was done about a case: the calls in order, and whether something was asked instead."""

    calls: tuple[Call, ...] = ()
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that went wrong, and whether already the tools were wrong."""

    case: Case
    answer: Answer
    wrong: Literal["tool", "arguments"]


@dataclass(frozen=True, slots=True)
class Report:
    """`tools`: cases with exactly the expected tools; `arguments`: those with arguments to compare, all as expected."""

    tools: Share
    arguments: Share
    failures: tuple[Failure, ...]


def load(path: Path) -> tuple[Case, ...]:
    """The cases of a file. Raises CasesError saying which case is wrong and how."""
    try:
        data = parse_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CasesError(f"{path}: cannot be read: {error}") from error
    if not isinstance(data, Mapping) or not isinstance(data.get("cases"), list):
        raise CasesError(f"{path}: needs a list `cases` at the top level")
    if data.get("version", 1) != 1:
        raise CasesError(f"{path}: version {data['version']!r} is unknown; this reads version 1")
    contexts = data.get("contexts") or {}
    batch = str(data.get("batch") or "")
    read = (_case(raw, contexts, f"{path}: case {index + 1}") for index, raw in enumerate(data["cases"]))
    cases = tuple(replace(case, batch=batch) for case in read)
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise CasesError(f"{path}: the id {case.id!r} is used twice")
        seen.add(case.id)
    return cases


def _case(raw: Any, contexts: Mapping[str, Any], where: str) -> Case:
    if not isinstance(raw, Mapping):
        raise CasesError(f"{where}: is not a mapping")
    where = f"{where} ({raw.get('id')!r})"
    for name in ("id", "says", "expect"):
        if name not in raw:
            raise CasesError(f"{where}: needs `{name}`")
    if not isinstance(raw["says"], str):
        raise CasesError(f"{where}: `says` must be text")
    if raw.get("split", "dev") not in ("dev", "held"):
        raise CasesError(f"{where}: `split` is dev or held, not {raw['split']!r}")
    expect = raw["expect"]
    if expect is None or (isinstance(expect, str) and expect not in EXPECTATIONS):
        raise CasesError(f"{where}: `expect` is no call, none, ask or a list of calls, not {expect!r}")
    calls = () if isinstance(expect, str) else tuple(_call(item, where) for item in _listed(expect, where, "expect"))
    return Case(
        id=str(raw["id"]),
        says=raw["says"],
        expect=calls,
        asks=expect == "ask",
        either=expect == "no call",
        others=frozenset(map(str, _listed(raw.get("or", []), where, "or"))),
        history=_history(raw.get("history"), contexts, where),
        area=raw.get("area"),
        split=raw.get("split", "dev"),
    )


def _listed(value: Any, where: str, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise CasesError(f"{where}: `{name}` must be a list")
    return value


def _call(raw: Any, where: str) -> Call:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("tool"), str):
        raise CasesError(f"{where}: every expected call needs `tool`")
    arguments = raw.get("arguments") or {}
    if not isinstance(arguments, Mapping):
        raise CasesError(f"{where}: `arguments` must be a mapping")
    return Call(raw["tool"], dict(arguments))


def _history(value: Any, contexts: Mapping[str, Any], where: str) -> tuple[Mapping[str, Any], ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        if value not in contexts:
            raise CasesError(f"{where}: there is no context {value!r}")
        value = contexts[value]
    items = _listed(value, where, "history")
    for item in items:
        if not isinstance(item, Mapping) or not {"user", "tool", "assistant"} & set(item):
            raise CasesError(f"{where}: a history item has `user`, `tool` or `assistant`")
    return tuple(items)


def score(cases: Sequence[Case], answers: Mapping[str, Answer]) -> Report:
    """Tool accuracy over all cases, argument accuracy over those with arguments to compare; no answer is a failure."""
    failures: list[Failure] = []
    right_tools = right_arguments = with_arguments = 0
    for case in cases:
        answer = answers.get(case.id, Answer(asked=not case.asks))
        compared = any(call.arguments for call in case.expect)
        with_arguments += compared
        if not _same_tools(case, answer):
            failures.append(Failure(case, answer, "tool"))
            continue
        right_tools += 1
        if _other(case, answer):
            with_arguments -= compared  # what it says by another tool is not compared
            continue
        if not all(fits(wanted, made) for wanted, made in zip(case.expect, _ordered(case, answer), strict=True)):
            failures.append(Failure(case, answer, "arguments"))
            continue
        right_arguments += compared
    return Report(Share(right_tools, len(cases)), Share(right_arguments, with_arguments), tuple(failures))


def _same_tools(case: Case, answer: Answer) -> bool:
    if _other(case, answer):
        return True
    if not case.expect:
        return not answer.calls and (case.either or answer.asked == case.asks)
    return [call.tool for call in answer.calls] == [call.tool for call in case.expect]


def _other(case: Case, answer: Answer) -> bool:
    """Whether only tools were called that the case names as right as well."""
    return bool(answer.calls) and {call.tool for call in answer.calls} <= case.others


def _ordered(case: Case, answer: Answer) -> list[Call]:
    """The calls made, those of one tool in the order in which the expected ones fit them best."""
    left = list(answer.calls)
    ordered: list[Call] = []
    for wanted in case.expect:
        same = [call for call in left if call.tool == wanted.tool]
        chosen = next((call for call in same if fits(wanted, call)), same[0])
        left.remove(chosen)
        ordered.append(chosen)
    return ordered


def fits(wanted: Call, made: Call) -> bool:
    """Whether every argument named in `wanted` is so in `made`."""
    return all(_equal(value, made.arguments.get(name)) for name, value in wanted.arguments.items())


def _equal(wanted: Any, made: Any) -> bool:
    if wanted is None:
        return made is None or made == []
    if isinstance(wanted, str) and wanted.startswith("@"):
        return made is not None
    if isinstance(wanted, list):
        return isinstance(made, list) and sorted(map(_plain, wanted)) == sorted(map(_plain, made))
    if isinstance(wanted, int | float) and isinstance(made, int | float) and not isinstance(wanted, bool):
        return abs(wanted - made) < 0.5
    return _plain(wanted) == _plain(made)


def _plain(value: Any) -> str:
    return re.sub(r"^[\s\"'“”.,!?]+|[\s\"'“”.,!?]+$", "", str(value)).casefold()
