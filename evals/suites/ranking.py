"""Ranking: what the production retrieval finds, against full text alone, vectors alone and chance."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.case_files import CasesError, entries, read_yaml
from evals.intervals import Estimate
from evals.matching_cases import HIGHEST_GRADE, load_shared
from evals.ranking_corpus import Corpus, loaded
from evals.results import Chart, Failing, Figure, Histogram, Measured
from evals.scorers.matching import Candidate, MatchingCase
from evals.scorers.ranking import Found, compare, figure, judge, verdict
from evals.suites.suite import CaseSet, Suite, Workbench
from tools.embedding import LocalEmbedder

WEAK = 0.5
HYBRID = "hybrid"
BASELINES = {"text": "full text alone", "vector": "vectors alone", "random": "random"}
MEASURES: Mapping[str, tuple[str, Callable[[Found], float]]] = {
    "ndcg": ("nDCG@10", lambda found: found.ndcg),
    "recall50": ("recall@50", lambda found: found.recall),
}


def load(path: Path) -> list[MatchingCase]:
    """The cases of a file, each over all of its postings. Raises CasesError naming the case and what is wrong."""
    corpus = _corpus(path, read_yaml(path))
    where = {identifier: at for at, identifier in enumerate(corpus)}
    candidates = tuple(corpus.values())
    cases = []
    for place, raw in entries(path):
        asks, relevant = raw.get("asks"), raw.get("relevant")
        if not isinstance(asks, str) or not asks.strip():
            raise CasesError(f"{place}: needs `asks`, what is typed into the search")
        if not isinstance(relevant, Mapping) or not relevant:
            raise CasesError(f"{place}: needs `relevant`, a mapping of posting ids to grades")
        for identifier, grade in relevant.items():
            if identifier not in where:
                raise CasesError(f"{place}: there is no posting {identifier!r}")
            if grade not in range(1, HIGHEST_GRADE + 1):
                raise CasesError(f"{place}: {grade!r} is no grade from 1 to {HIGHEST_GRADE}")
        grades = {where[identifier]: int(grade) for identifier, grade in relevant.items()}
        cases.append(MatchingCase(str(raw["id"]), "own", asks, candidates, grades))
    return cases


def _corpus(path: Path, data: Mapping[str, Any]) -> dict[str, Candidate]:
    listed = data.get("postings")
    if not isinstance(listed, list) or len(listed) < 2:
        raise CasesError(f"{path}: needs a list `postings` of at least two")
    corpus: dict[str, Candidate] = {}
    for number, one in enumerate(listed, 1):
        if not isinstance(one, Mapping) or not one.get("id") or not one.get("title") or one["id"] in corpus:
            raise CasesError(f"{path}: posting {number} needs a `title` and an `id` of its own")
        corpus[str(one["id"])] = Candidate(str(one["title"]), str(one["text"]) if one.get("text") else None)
    return corpus


def shared(folder: Path) -> Iterable[CaseSet]:
    """The labelled title sets beside the checkout, one set each; their titles are loaded as postings."""
    sets: dict[str, list[MatchingCase]] = {}
    for case in load_shared(folder / "matching"):
        sets.setdefault(case.suite, []).append(case)
    return [CaseSet(name, cases) for name, cases in sets.items()]


async def measure(cases: CaseSet, bench: Workbench) -> Measured:  # noqa: ARG001 - ranking needs no chat model
    """Search for every case by every ranking, over the same rows in the same run."""
    found: dict[str, list[Found]] = {name: [] for name in (HYBRID, *BASELINES)}
    vectors = await LocalEmbedder().embed([case.query for case in cases.cases])
    async with loaded(cases.cases[0].candidates) as corpus:
        for case, vector in zip(cases.cases, vectors, strict=True):
            for name, returned in (await _returned(corpus, case.query, vector)).items():
                found[name].append(judge(returned, case.relevance))
    return Measured(
        figures=tuple(_figures(found)),
        charts=tuple(Chart(f"{MEASURES[name][0]}, side by side", tuple(_bars(found, name))) for name in MEASURES),
        histograms=(Histogram.of("Queries by nDCG@10", [one.ndcg for one in found[HYBRID]]),),
        failing=tuple(_failing(cases.cases, found[HYBRID])),
        notes=tuple(_verdicts(found)),
    )


async def _returned(corpus: Corpus, words: str, vector: Any) -> dict[str, list[int]]:
    return {
        HYBRID: await corpus.hybrid(words, vector),
        "text": await corpus.full_text(words),
        "vector": await corpus.by_vector(vector),
        "random": corpus.at_random(words),
    }


def _figures(found: Mapping[str, Sequence[Found]]) -> Iterable[Figure]:
    for name, results in found.items():
        for measure, (_, of) in MEASURES.items():
            yield Figure(measure if name == HYBRID else f"{measure}_of_{name}", figure(results, of), "queries")


def _bars(found: Mapping[str, Sequence[Found]], measure: str) -> Iterable[tuple[str, Estimate]]:
    for name, results in found.items():
        yield BASELINES.get(name, "hybrid, as in production"), figure(results, MEASURES[measure][1])


def _verdicts(found: Mapping[str, Sequence[Found]]) -> Iterable[str]:
    for label, of in MEASURES.values():
        compared = [compare(title, found[HYBRID], found[name], of) for name, title in BASELINES.items()]
        yield verdict(label, compared)


def _failing(cases: Sequence[MatchingCase], found: Sequence[Found]) -> Iterable[Failing]:
    weak = sorted(
        ((one, case) for one, case in zip(found, cases, strict=True) if one.ndcg < WEAK), key=lambda pair: pair[0].ndcg
    )
    for one, case in weak:
        best = sorted(case.relevance.items(), key=lambda graded: -graded[1])[:10]
        yield Failing(
            case=case.id,
            reason=f"nDCG@10 {one.ndcg:.2f}, below {WEAK}",
            input=case.query,
            expected="\n".join(f"{grade} {case.candidates[at].title}" for at, grade in best),
            found="\n".join(f"{case.relevance.get(at, 0)} {case.candidates[at].title}" for at in one.top),
        )


SUITE = Suite(
    name="ranking",
    about="the fitting postings found first, by words and meaning",
    own=("ranking.v1.yaml",),
    fits=lambda case: "asks" in case and "relevant" in case,
    load=load,
    measure=measure,
    shared=shared,
    most_candidates=10_000,
)
