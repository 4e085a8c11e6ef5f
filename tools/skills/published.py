"""The files that ESCO and O*NET publish, told apart by their columns and read into names with their other names."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from store.errors import ValidationError

Kind = Literal["skills", "occupations"]
ESCO = "ESCO, © European Union"
ONET = "O*NET, CC BY 4.0"
_SEPARATORS = ("\n", "|", ";")
_TRANSVERSAL = "transversal"


@dataclass(frozen=True, slots=True)
class Named:
    """One concept of a published file: its name, its other names, and the group it is put in."""

    name: str
    others: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """A whole file: what it holds, whose it is, and its concepts in order."""

    kind: Kind
    attribution: str
    concepts: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class _Form:
    """A kind of file: the columns it is known by and how a row is read."""

    title: str
    columns: tuple[str, ...]
    kind: Kind
    attribution: str
    read: Callable[[Mapping[str, str]], Named | None]


def read_published(content: str, name: str) -> Published:
    """The concepts of a file, one each; raises TAXONOMY_UNKNOWN (422) naming the columns found and expected."""
    first = content.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = "\t" if first.count("\t") > first.count(",") else ","
    reader = csv.DictReader(io.StringIO(content.lstrip("\ufeff")), delimiter=delimiter)
    found = [column.strip() for column in reader.fieldnames or []]
    form = next((form for form in _forms() if set(form.columns) <= set(found)), None)
    if form is None:
        expected = "; ".join(f"{form.title}: {', '.join(form.columns)}" for form in _forms())
        raise ValidationError(
            f"{name} is no file that ESCO or O*NET publishes. Its columns are {', '.join(found[:12])[:300] or 'none'}. "
            f"Expected are those of one of these: {expected}.",
            code="TAXONOMY_UNKNOWN",
        )
    rows = ({(key or "").strip(): (value or "") for key, value in row.items() if key} for row in reader)
    return Published(form.kind, form.attribution, tuple(_merged(filter(None, map(form.read, rows)))))


def _merged(concepts: Iterator[Named]) -> Iterator[Named]:
    """Rows of one name made one, as O*NET repeats a tool for every occupation."""
    names: dict[str, list[str]] = {}
    groups: dict[str, str] = {}
    for concept in concepts:
        names.setdefault(concept.name, []).extend(concept.others)
        groups.setdefault(concept.name, concept.group)
    for name, others in names.items():
        yield Named(name, tuple(dict.fromkeys(other for other in others if other != name)), groups[name])


def _forms() -> tuple[_Form, ...]:
    """Most particular first."""
    skills: Kind = "skills"
    jobs: Kind = "occupations"
    return (
        _Form("ESCO occupations_en.csv", ("conceptUri", "iscoGroup", "preferredLabel", "altLabels"), jobs, ESCO, _esco),
        _Form("ESCO skills_en.csv", ("conceptUri", "skillType", "preferredLabel", "altLabels"), skills, ESCO, _esco),
        _Form("ESCO skillGroups_en.csv", ("conceptUri", "preferredLabel", "altLabels"), skills, ESCO, _esco),
        _Form("ESCO occupations of Tabiya", ("OCCUPATIONTYPE", "PREFERREDLABEL", "ALTLABELS"), jobs, ESCO, _tabiya),
        _Form("ESCO skills of Tabiya", ("ORIGINURI", "PREFERREDLABEL", "ALTLABELS"), skills, ESCO, _tabiya),
        _Form("ESCO skill labels", ("label_cleaned", "altLabels"), skills, ESCO, _labels),
        _Form("O*NET Technology_Skills.txt", ("O*NET-SOC Code", "Example", "Commodity Title"), skills, ONET, _tool),
        _Form("O*NET Alternate_Titles.txt", ("O*NET-SOC Code", "Alternate Title"), jobs, ONET, _title),
        _Form("O*NET Occupation_Data.txt", ("O*NET-SOC Code", "Title", "Description"), jobs, ONET, _occupation),
    )


def _esco(row: Mapping[str, str]) -> Named | None:
    if row.get("reuseLevel", "") == _TRANSVERSAL or row.get("status", "released") not in ("", "released"):
        return None
    others = _split(row["altLabels"]) + _split(row.get("hiddenLabels", ""))
    return _named(row["preferredLabel"], others, row.get("reuseLevel", ""))


def _tabiya(row: Mapping[str, str]) -> Named | None:
    if row.get("REUSELEVEL", "") == _TRANSVERSAL:
        return None
    return _named(row["PREFERREDLABEL"], _split(row["ALTLABELS"]), "")


def _labels(row: Mapping[str, str]) -> Named | None:
    """In this form the other labels often run together without a mark between them; then only the label is known."""
    others = row["altLabels"]
    return _named(row["label_cleaned"], _split(others) if any(mark in others for mark in _SEPARATORS) else [], "")


def _tool(row: Mapping[str, str]) -> Named | None:
    return _named(row["Example"], [], row["Commodity Title"])


def _title(row: Mapping[str, str]) -> Named | None:
    """O*NET's titles belong to the code of their occupation, whose name stands in another file."""
    short = row.get("Short Title", "")
    others = [short] if short and short.lower() not in ("n/a", "na") else []
    return _named(row["O*NET-SOC Code"], [row["Alternate Title"], *others], "")


def _occupation(row: Mapping[str, str]) -> Named | None:
    return _named(row["O*NET-SOC Code"], [row["Title"]], "")


def _named(name: str, others: list[str], group: str) -> Named | None:
    plain = " ".join(name.split())
    return Named(plain, tuple(" ".join(other.split()) for other in others if other.strip()), group) if plain else None


def _split(labels: str) -> list[str]:
    mark = next((mark for mark in _SEPARATORS if mark in labels), None)
    return [label.strip() for label in (labels.split(mark) if mark else [labels]) if label.strip()]
