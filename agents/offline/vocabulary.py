"""The vocabulary's data, read once on first use: words per concept, stop words, and how statuses are said."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tools.yaml_text import parse_yaml


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words, prefixes and phrases with the concept they stand for; all folded.

    `phrases` are kept by their first word. `spellings` are words that slips are mended to, `slips` those mended
    outright.
    """

    exact: dict[str, frozenset[str]]
    prefixes: tuple[tuple[str, str], ...]
    phrases: dict[str, tuple[tuple[re.Pattern[str], str], ...]]
    things: frozenset[str]
    stopwords: frozenset[str]
    not_commands: frozenset[str]
    not_queries: frozenset[str]
    company_suffixes: frozenset[str]
    levels: frozenset[str]
    not_names: frozenset[str]
    search_fillers: frozenset[str]
    fields: frozenset[str]
    not_employers: frozenset[str]
    place_words: frozenset[str]
    spellings: tuple[str, ...]
    slips: dict[str, str]
    statuses: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def vocabulary() -> Vocabulary:
    """The packaged vocabulary."""
    data = parse_yaml((files(__package__) / "vocabulary.v1.yaml").read_text(encoding="utf-8"))
    exact: dict[str, set[str]] = {}
    prefixes: list[tuple[str, str]] = []
    phrases: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for concept, listed in (*data["actions"].items(), *data["things"].items()):
        for form in (form.strip() for form in listed.split(",")):
            if " " in form:
                phrases.setdefault(form.split()[0], []).append(
                    (re.compile(rf"(?<!\w){re.escape(form)}(?!\w)"), concept)
                )
            elif form.endswith("*"):
                prefixes.append((form[:-1], concept))
            else:
                exact.setdefault(form, set()).add(concept)
    return Vocabulary(
        exact={word: frozenset(found) for word, found in exact.items()},
        prefixes=tuple(prefixes),
        phrases={first: tuple(found) for first, found in phrases.items()},
        things=frozenset(data["things"]),
        stopwords=frozenset(data["stopwords"].split()),
        not_commands=frozenset(data["not_commands"].split()),
        not_queries=frozenset(data["not_queries"].split()),
        company_suffixes=frozenset(data["company_suffixes"].split()),
        levels=frozenset(data["levels"].split()),
        not_names=frozenset(data["not_names"].split()),
        search_fillers=frozenset(data["search_fillers"].split()),
        fields=frozenset(data["fields"].split()),
        not_employers=frozenset(data["not_employers"].split()),
        place_words=frozenset(data["place_words"].split()),
        spellings=tuple(data["spellings"].split()),
        slips=data["slips"],
        statuses=tuple((status, re.compile("|".join(said))) for status, said in data["statuses"].items()),
    )


@cache
def named_words(table: str) -> tuple[tuple[str, str], ...]:
    """A table of `documents.v1.yaml`: each name with a pattern over folded text for the words that stand for it."""
    data = parse_yaml((files(__package__) / "documents.v1.yaml").read_text(encoding="utf-8"))
    return tuple((name, "|".join(form.strip() for form in listed.split(","))) for name, listed in data[table].items())


def name_said(table: str, folded: str) -> str | None:
    """The first name of a table whose words stand in folded text."""
    return next((name for name, said in named_words(table) if re.search(rf"\b(?:{said})\b", folded)), None)


@cache
def phrases() -> dict[str, tuple[str, ...]]:
    """More wordings for tools, and for what lies beyond them, than the specs' own examples hold."""
    found: dict[str, tuple[str, ...]] = {}
    for file in sorted((files(__package__) / "phrases").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            data = parse_yaml(file.read_text(encoding="utf-8"))
            for label, said in data.items():
                found[label] = (*found.get(label, ()), *said.splitlines())
    return found
