"""The prover's vocabulary, read once from the data files beside it: concepts, function words, measures, phrases.

Concepts group words of six languages that mean the same on a resume. Files `data/concepts_*.tsv` have the columns
id, tags, en, de, fr, es, nl, pt; words are separated by spaces, `_` joins the words of a phrase. Rows with one id,
in any file, are one concept.

Tags: `v` activity, `agent` role noun, `scope=N` rank of responsibility (0 observed .. 5 led), `up`/`down`/`better`
direction, `bad` a noun of which less is better, `gen` a verb that claims nothing by itself, `light` a word that
claims nothing, `head` a noun that claims nothing beside one that is held ("housing project"), `eval` praise, `qual` a
limitation that must not be dropped, `whole` a phrase that its single words do not hold,
`>id` implies the concept `id`;
`level`, `edu`, `cert`, `tongue`, `people` classify what an unsupported word is called.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from tools.tailoring.grounding.families import bases, lemmas
from tools.tailoring.grounding.stems import stem
from tools.tailoring.grounding.tables import load

LANGUAGES = ("en", "de", "fr", "es", "nl", "pt")
_PLURALS = {
    "en": ("s", "es"),
    "de": ("n", "en", "s", "innen", "in", "e"),
    "fr": ("s", "es", "e"),
    "es": ("s", "es"),
    "nl": ("s", "en"),
    "pt": ("s", "es"),
}
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning: its tags, its scope rank if it has one, and every concept it implies (itself included)."""

    name: str
    tags: frozenset[str]
    scope: int | None
    implies: frozenset[str]


@dataclass(slots=True)
class Lexicon:
    """Concepts by id, and for each language the words, stems and phrases that name them."""

    concepts: dict[str, Concept] = field(default_factory=dict)
    words: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)
    stems: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)
    phrases: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = field(default_factory=dict)
    function: dict[str, frozenset[str]] = field(default_factory=dict)
    lemmas: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)
    known: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def lookup(self, word: str, language: str) -> frozenset[str]:
        """Concept ids of a lower-case word: as it stands, by its dictionary form, as an English word, by its family."""
        known = self.known.get((word, language))
        if known is None:
            known = self._in(word, language) or self._by_lemma(word, language)
            if not known and language != "en":
                known = self._in(word, "en")
            known = known or self._by_family(word, language) or self._shared(word, language)
            self.known[word, language] = known
        return known

    def _by_lemma(self, word: str, language: str) -> frozenset[str]:
        index = self._lemma_index(language)
        found = index.get(word, NONE)
        for form in lemmas(word, language):
            found |= self._in(form, language) | index.get(form, NONE)
        return found

    def _by_family(self, word: str, language: str) -> frozenset[str]:
        """The activities that a noun or adjective is derived from: "Anlieferung" from "anliefern"."""
        for form in (word, *lemmas(word, language)):
            for base in bases(form, language):
                exact = self.words[language].get(base, NONE) or self._lemma_index(language).get(base, NONE)
                acts = frozenset(name for name in exact if "v" in self.concepts[name].tags)
                if acts:
                    return acts
        return NONE

    def _shared(self, word: str, language: str) -> frozenset[str]:
        """ "Mitorganisiert" is organised together with others: the activity, and that it was a contribution."""
        prefix = {"de": "mit", "nl": "mee", "fr": "co", "es": "co", "pt": "co"}.get(language)
        if prefix is None or not word.startswith(prefix) or len(word) < len(prefix) + 5:
            return NONE
        rest = self.lookup(word.removeprefix(prefix), language)
        return rest | {"contribute"} if any("v" in self.concepts[name].tags for name in rest) else NONE

    def _lemma_index(self, language: str) -> dict[str, frozenset[str]]:
        if language not in self.lemmas:
            index: dict[str, set[str]] = defaultdict(set)
            for form, names in self.words[language].items():
                loose = {name for name in names if not self.concepts[name].tags & {"exact", "agent"}}
                for lemma in lemmas(form, language) if loose else ():
                    index[lemma] |= loose
            self.lemmas[language] = {form: frozenset(names) for form, names in index.items()}
        return self.lemmas[language]

    def _in(self, word: str, language: str) -> frozenset[str]:
        exact = self.words[language].get(word, NONE)
        alike = self.stems[language].get(stem(word, language), NONE)
        if exact and not any("v" in self.concepts[name].tags for name in exact):
            # a noun listed as it stands must not become the verb it looks like
            return exact | {name for name in alike if not self.concepts[name].tags & {"v", "agent", "eval", "exact"}}
        return exact | {name for name in alike if not exact or "v" in self.concepts[name].tags}

    def tags(self, names: Iterable[str]) -> set[str]:
        """All tags of the concepts named."""
        return {tag for name in names if name in self.concepts for tag in self.concepts[name].tags}

    def implied(self, names: Iterable[str]) -> frozenset[str]:
        """The concepts named and everything they imply."""
        return frozenset(
            up for name in names for up in (self.concepts[name].implies if name in self.concepts else (name,))
        )


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The vocabulary, loaded at first use."""
    found = Lexicon()
    rows = [row for path in _data("concepts_") for row in _rows(path)]
    tags: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        tags[row[0]] += row[1].split()
    implied = {name: [tag[1:] for tag in listed if tag.startswith(">")] for name, listed in tags.items()}
    collected: dict[str, dict[str, dict[str, set[str]]]] = {
        kind: {lang: defaultdict(set) for lang in LANGUAGES} for kind in ("words", "stems")
    }
    found.phrases = {lang: defaultdict(list) for lang in LANGUAGES}
    for row in rows:
        found.concepts[row[0]] = _concept(row[0], tags[row[0]], implied)
        for lang, cell in zip(LANGUAGES, row[2:], strict=True):
            for form in cell.split():
                _enter(found, collected, form.lower(), lang, found.concepts[row[0]])
    found.words = {lang: {k: frozenset(v) for k, v in table.items()} for lang, table in collected["words"].items()}
    found.stems = {lang: {k: frozenset(v) for k, v in table.items()} for lang, table in collected["stems"].items()}
    raw = load("function_words.yaml")
    found.function = {lang: frozenset(raw[lang].split()) for lang in LANGUAGES}
    return found


def _enter(
    found: Lexicon, collected: dict[str, dict[str, dict[str, set[str]]]], form: str, lang: str, concept: Concept
) -> None:
    form = form.removesuffix("'s").replace("-", "_").replace("'", "_")
    if "_" in form:
        parts = tuple(stem(part, lang) for part in form.split("_"))
        found.phrases[lang][parts[0]].append((parts, concept.name))
        return
    collected["words"][lang][form].add(concept.name)
    if "agent" in concept.tags:
        for ending in _PLURALS[lang]:
            collected["words"][lang][form + ending].add(concept.name)
    elif "exact" not in concept.tags:
        collected["stems"][lang][stem(form, lang)].add(concept.name)


def _concept(name: str, tags: list[str], implied: Mapping[str, list[str]]) -> Concept:
    scope = next((int(tag[6:]) for tag in tags if tag.startswith("scope=")), None)
    plain = frozenset(tag for tag in tags if not tag.startswith((">", "scope=")))
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting.extend(implied[current])
    return Concept(name, plain, scope, frozenset(seen))


def _data(prefix: str) -> list[str]:
    folder = files(__package__) / "data"
    return sorted(item.name for item in folder.iterdir() if item.name.startswith(prefix))


def _rows(name: str) -> list[list[str]]:
    text = (files(__package__) / "data" / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        if len(row) != 2 + len(LANGUAGES):
            raise ValueError(f"{name}: the row {row[0]!r} has {len(row)} columns, not {2 + len(LANGUAGES)}")
    return rows


def language_of(words: Iterable[str], hint: str | None = None) -> str | None:
    """The language whose words are most frequent among lower-case `words`; None without evidence.

    `hint` stands unless another language explains at least a third more of the words.
    """
    vocabulary = lexicon()
    listed = list(words)
    counts = {
        lang: sum((w in vocabulary.function[lang]) + (w in vocabulary.words[lang]) for w in listed)
        for lang in LANGUAGES
    }
    best = max(counts, key=lambda lang: counts[lang])
    if hint is not None and counts[hint] * 4 >= counts[best] * 3:
        return hint
    return best if counts[best] else None
