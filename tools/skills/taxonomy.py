"""Taxonomies beside our own vocabulary: imported into a folder, listed, taken away; the vocabulary reads them there."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from store.errors import NotFoundError, ValidationError
from tools.skills.published import Kind, Named, Published, read_published
from tools.skills.vocabulary import normalise, own_forms

_HEADER = ("# kind: ", "# from: ", "# file: ")
_MAX_BYTES = 80_000_000
_LONGEST_WORDS = 7
_SHORTEST = 3
_ODD = re.compile(r"[\t\n|]|https?:|^\W+$")
_PRODUCT = re.compile(r"[A-Z].*[A-Z]|\d|[.+#/&]")


@dataclass(frozen=True, slots=True)
class TaxonomyImport:
    """What importing one file came to: names and other names taken in, and why others were refused (reason: count)."""

    name: str
    kind: Kind
    attribution: str
    skills: int
    aliases: int
    refused: dict[str, int]


@dataclass(frozen=True, slots=True)
class ImportedTaxonomy:
    """One imported file: what it holds, whose it is, how many names."""

    name: str
    kind: Kind
    attribution: str
    entries: int


def import_taxonomy(path: Path, folder: Path) -> TaxonomyImport:
    """Read a published file and keep what is new in `folder`; importing it again replaces it.

    Raises ValidationError TAXONOMY_UNREADABLE, TAXONOMY_UNKNOWN (columns found and expected).
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ValidationError(f"{path} is larger than {_MAX_BYTES // 1_000_000} MB.", code="TAXONOMY_UNREADABLE")
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise ValidationError(f"{path} cannot be read: {problem}", code="TAXONOMY_UNREADABLE") from problem
    published = read_published(content, path.name)
    name = _file_name(path, published)
    taken, refused = chosen(published, _elsewhere(folder, name) if published.kind == "skills" else {})
    rows = [_row(concept, published.kind) for concept in taken]
    folder.mkdir(parents=True, exist_ok=True)
    head = [
        f"{key}{value}" for key, value in zip(_HEADER, (published.kind, published.attribution, path.name), strict=True)
    ]
    (folder / f"{name}.tsv").write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    aliases = sum(len(concept.others) for concept in taken)
    return TaxonomyImport(name, published.kind, published.attribution, len(taken), aliases, dict(refused))


def imported(folder: Path) -> list[ImportedTaxonomy]:
    """The taxonomies in a folder, by name; empty when there is none."""
    found = []
    for path in sorted(folder.glob("*.tsv")) if folder.is_dir() else []:
        lines = path.read_text(encoding="utf-8").splitlines()
        head = dict(line[2:].split(": ", 1) for line in lines[: len(_HEADER)] if ": " in line)
        kind: Kind = "occupations" if head.get("kind") == "occupations" else "skills"
        found.append(ImportedTaxonomy(path.stem, kind, head.get("from", ""), len(lines) - len(_HEADER)))
    return found


def remove_taxonomy(folder: Path, name: str) -> None:
    """Take an imported taxonomy away. Raises NotFoundError TAXONOMY_MISSING naming those that are there."""
    there = [one.name for one in imported(folder)]
    if name not in there:
        listed = ", ".join(there) or "none"
        raise NotFoundError(f"There is no imported taxonomy {name!r}. There are: {listed}.", code="TAXONOMY_MISSING")
    (folder / f"{name}.tsv").unlink()


def chosen(published: Published, claimed: dict[str, str]) -> tuple[list[Named], Counter[str]]:
    """The concepts to keep with their new other names, and how many names were refused for which reason.

    `claimed` are normalised forms that other imported files hold already.
    """
    refused: Counter[str] = Counter()
    known = set(own_forms()) | set(claimed) if published.kind == "skills" else set()
    taken: list[Named] = []
    for concept in published.concepts:
        reason = _why_not(concept.name, published.kind, known)
        if reason:
            refused[reason] += 1
            continue
        known.add(normalise(concept.name))
        others = []
        for other in concept.others:
            if reason := _why_not(other, published.kind, known):
                refused[reason] += 1
                continue
            known.add(normalise(other))
            others.append(other)
        taken.append(Named(concept.name, tuple(others), concept.group))
    return taken, refused


def _why_not(name: str, kind: Kind, known: set[str]) -> str | None:
    key = normalise(name)
    if not key or _ODD.search(name):
        return "not a name"
    if key in known:
        return "already there"
    if kind == "occupations":
        return None
    words = key.split()
    if len(key) < _SHORTEST:
        return "too short to be certain"
    if len(words) > _LONGEST_WORDS:
        return "too long to stand in a posting"
    if _is_everyday(name, words):
        return "an everyday word"
    return None


def _is_everyday(name: str, words: list[str]) -> bool:
    """A name made of words that every text holds says nothing of a skill, unless it is written like a product's."""
    everyday = everyday_words()
    plain = [word.removesuffix("s") for word in words]
    return all(word in everyday or part in everyday for word, part in zip(words, plain, strict=True)) and not (
        len(words) > 1 and _PRODUCT.search(name)
    )


@cache
def everyday_words() -> frozenset[str]:
    """Common English words in lower case that are no skill by themselves."""
    return frozenset(files("tools.skills").joinpath("everyday.v1.txt").read_text(encoding="utf-8").split())


def _row(concept: Named, kind: Kind) -> str:
    """The row in the form of skills.v1.tsv; a single plain word needs evidence around it."""
    if kind == "occupations":
        return "\t".join((concept.name, "|".join(concept.others), "occupation"))
    single = " " not in concept.name and not _PRODUCT.search(concept.name)
    others = [f"~{other}" if " " not in other and not _PRODUCT.search(other) else other for other in concept.others]
    flags = "context" if single or any(other.startswith("~") for other in others) else ""
    # A name of several words stands for itself, even where its one-word forms need evidence.
    return "\t".join((concept.name, "|".join(others), "imported", flags))


def _elsewhere(folder: Path, name: str) -> dict[str, str]:
    return {normalise(form): path.stem for path, form in _forms_in(folder) if path.stem != name}


def _forms_in(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.glob("*.tsv")) if folder.is_dir() else []:
        lines: Iterable[str] = path.read_text(encoding="utf-8").splitlines()
        if "# kind: skills" not in lines:
            continue
        for line in lines:
            if not line.startswith("# "):
                cells = line.split("\t")
                yield from ((path, form.removeprefix("~")) for form in (cells[0], *cells[1].split("|")) if form)


def _file_name(path: Path, published: Published) -> str:
    source = "esco" if published.attribution.startswith("ESCO") else "onet"
    stem = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or published.kind
    return stem if stem.startswith(source) else f"{source}-{stem}"
