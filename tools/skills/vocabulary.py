"""The vocabulary's data: one row per skill with the forms it is written in, read once on first use.

`skills.v1.tsv` has the columns name, aliases (`|`-separated), category, flags, cues, not. Flags: `case` = counts only
in the letter case given (a name of several words in any); `context` = an everyday word as well, counts only with
evidence around it (a technical name of several words never is one). Both hold for the name and for aliases that begin
with `~`; other aliases are taken at their word.
`cues` are words near by that are evidence, `not` words directly after it that rule the skill out (both regular
expressions). Short acronyms outside the technical categories (`SEA`, `CAPA`) are words of some language in lower case,
so they count in capitals only.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

TOKEN = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*|[^\s\-‐‑–_]")
_GAP = re.compile(r"[\s\-‐‑–_]+")
_VERSION = re.compile(r"\s*(?:\([^)]*\)|[\s-]v?\d+(?:\.\d+)*(?:\.?x)?\+?)\s*$", re.IGNORECASE)
Trie = dict[str, "Trie"]
_TECHNICAL = frozenset({"cloud", "database", "language", "framework", "devops", "data", "it", "software"})


@dataclass(frozen=True)
class Skill:
    """One row of the vocabulary."""

    name: str
    aliases: tuple[str, ...]
    category: str
    cues: re.Pattern[str] | None
    denied: re.Pattern[str] | None


@dataclass(frozen=True)
class Form:
    """One way a skill is written; `case` and `context` say what it takes to count."""

    skill: Skill
    written: str
    case: bool
    context: bool


@dataclass(frozen=True)
class Vocabulary:
    """All forms by normalised text, a trie of their tokens in which the key `""` marks the end of a form, and the
    occupations of imported taxonomies by the normalised titles they go by."""

    skills: dict[str, Skill]
    forms: dict[str, Form]
    trie: Trie
    titles: dict[str, str]


def normalise(text: str) -> str:
    """Lower case without accents; hyphens and white space are one blank, ` & ` is `and`."""
    lowered = text.lower()
    if not lowered.isascii():
        decomposed = unicodedata.normalize("NFD", lowered.replace("’", "'"))
        lowered = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _GAP.sub(" ", lowered).strip().replace(" & ", " and ")


def use_taxonomy(folder: Path | None) -> None:
    """Read the taxonomies imported into `folder` beside the packaged vocabulary from now on; None reads none.

    To be called once by whoever starts the process; also after an import, to see what is new.
    """
    files = [] if folder is None else sorted(folder.glob("*.tsv"))
    found = [(file, file.stat().st_mtime_ns) for file in files]
    if found != _taxonomy:  # reading the vocabulary again takes its time
        _taxonomy[:] = found
        vocabulary.cache_clear()


_taxonomy: list[tuple[Path, int]] = []


@cache
def vocabulary() -> Vocabulary:
    """The packaged vocabulary with the imported taxonomies; raises ValueError when two packaged skills claim a form."""
    skills, forms = dict(_packaged()[0]), dict(_packaged()[1])
    titles: dict[str, str] = {}
    for path, _ in _taxonomy:
        lines = path.read_text(encoding="utf-8").splitlines()
        occupations = "# kind: occupations" in lines
        for line in (line for line in lines if line and not line.startswith("# ")):
            if occupations:
                name, others = [*line.split("\t"), ""][:2]
                for title in (name, *filter(None, others.split("|"))):
                    titles.setdefault(normalise(title), name)
            else:
                _add_imported(line, skills, forms)
    return Vocabulary(skills, forms, _trie(forms), titles)


def own_forms() -> dict[str, Form]:
    """The forms of the packaged vocabulary alone, by normalised text."""
    return _packaged()[1]


@cache
def _packaged() -> tuple[dict[str, Skill], dict[str, Form]]:
    skills: dict[str, Skill] = {}
    forms: dict[str, Form] = {}
    for line in files("tools.skills").joinpath("skills.v1.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        skill, flags = _read(line)
        skills[skill.name] = skill
        for form in _forms(skill, line.split("\t")[1], flags):
            other = forms.setdefault(normalise(form.written), form)
            if other.skill is not skill:
                raise ValueError(f"skills.v1.tsv: {form.written!r} stands for {other.skill.name} and {skill.name}")
    return skills, forms


def _add_imported(line: str, skills: dict[str, Skill], forms: dict[str, Form]) -> None:
    """What is there already keeps its forms."""
    skill, flags = _read(line)
    if normalise(skill.name) in forms:
        return
    skills[skill.name] = skill
    for form in _forms(skill, line.split("\t")[1], flags):
        forms.setdefault(normalise(form.written), form)


def _read(line: str) -> tuple[Skill, frozenset[str]]:
    name, written, group, flags, cues, denied = (line.split("\t") + [""] * 5)[:6]
    skill = Skill(
        name=name,
        aliases=tuple(alias.removeprefix("~") for alias in written.split("|") if alias),
        category=group,
        cues=re.compile(rf"\b(?:{cues})\b", re.IGNORECASE) if cues else None,
        denied=re.compile(rf"[\s-]*(?:{denied})", re.IGNORECASE) if denied else None,
    )
    return skill, frozenset(flags.split())


def _forms(skill: Skill, written: str, flags: frozenset[str]) -> Iterator[Form]:
    # "Ruby on Rails" is nothing else, "Rails" may be.
    product = " " in skill.name and skill.category in _TECHNICAL | {"imported"}
    yield Form(skill, skill.name, "case" in flags and " " not in skill.name, "context" in flags and not product)
    for alias in filter(None, written.split("|")):
        flagged, text = alias.startswith("~"), alias.removeprefix("~")
        acronym = (
            text.isalpha() and text.isupper() and (flagged or (len(text) <= 5 and skill.category not in _TECHNICAL))
        )
        yield Form(skill, text, acronym or (flagged and "case" in flags), flagged and "context" in flags)


def _trie(forms: dict[str, Form]) -> Trie:
    root: Trie = {}
    for key in forms:
        node = root
        for token in TOKEN.findall(key):
            node = node.setdefault(token, {})
        node[""] = {}
    return root


def canonical(name: str) -> str | None:
    """The vocabulary's name of a skill in any form, versions and brackets ignored; None when it is not known."""
    forms = vocabulary().forms
    key = normalise(name)
    bare = key.strip(" .,;:•*·")
    for candidate in (key, bare, _VERSION.sub("", bare)):
        form = forms.get(candidate) or forms.get(candidate.removesuffix("s"))
        if form:
            return form.skill.name
    return None


def aliases(name: str) -> tuple[str, ...]:
    """Every other form of the skill; empty when the vocabulary does not know it."""
    known = canonical(name)
    return vocabulary().skills[known].aliases if known else ()


def category(name: str) -> str | None:
    """The group a skill stands in, such as `language`, `health` or `spoken`; None when it is not known."""
    known = canonical(name)
    return vocabulary().skills[known].category if known else None


def occupation(title: str) -> str | None:
    """The occupation that an imported taxonomy counts a title to: a name of ESCO or a code of O*NET; None without."""
    return vocabulary().titles.get(normalise(title))
