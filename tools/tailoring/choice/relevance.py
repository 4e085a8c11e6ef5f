"""How far each line of a resume answers what a posting asks for: shared skills, shared words, similar meaning."""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tools.embedding import LocalEmbedder
from tools.jobs.schemas import Importance, Requirement, SkillMention
from tools.skills import find_skills

Similarity = Callable[[Sequence[str], Sequence[str]], ArrayLike]
"""Cosine similarities of every text (rows) to every need (columns)."""
Embed = Callable[[list[str]], ArrayLike]

Matrix = NDArray[np.float64]

_NOISE, _RANGE = 0.1, 0.5
"""Cosines of unrelated lines lie below the first, those of paraphrases around the sum of both (WordLlama)."""
_WEIGHTS: dict[Importance, float] = {"must": 3.0, "should": 2.0, "nice": 1.0}
_TOKEN = re.compile(r"[^\W\d_][\w+#]*(?:[.\-][\w+#]+)*")
_ENDING = re.compile(r"(?<=\w{4})(?:ings?|ions?|ungen|ung|ten|te|ed|es|en|em|s|e)$")
_ALTERNATIVES = re.compile(
    r"\b(?:or|oder|ou|o|e\.g|such as|like|z\.\s?B|zum Beispiel|par exemple|por ejemplo)\b|(?<!\bCI)(?<!\bUI)(?<!\bTCP)"
    r"/",
    re.IGNORECASE,
)
_DEGREES = tuple(
    re.compile(rf"\b(?:{names})(?!\w)", re.IGNORECASE)
    for names in (
        r"bachelor|(?-i:B\.?\s?Sc|B\.?[AS]|B\.?Eng|BBA)|undergraduate|licenciatura|grado en|graduação|hbo",
        r"master['’]?s|master (?:of|in|degree|deg)|masterabschluss|mastère|"
        r"(?-i:M\.?\s?Sc|M\.?[AS]|M\.?Eng|MBA)|diplom|"
        r"magister|máster|mestrado|bac\s?\+\s?5",
        r"ph\.?\s?d|doctora\w+|doctorate|doktor\w*",
    )
)
_ANY_DEGREE = re.compile(
    r"\b(?:degree|associate['’]?s|associate of|university|hochschul\w*|studium|studiengang|abschluss|diplôme|"
    r"título universitario|formação superior)\b",
    re.IGNORECASE,
)
_STOP_WORDS = """
mindestens berufserfahrung professional expérience professionnelle experiencia laboral mínimo minimaal werkervaring
the and for with you your our are will have has had this that from into who what which their they them its not
but all any can able ability about across also always among been being both each etc every excellent experience
experienced familiarity familiar good great high hands-on hands including ideally job knowledge least like more
must need other plus preferred proven proficiency proficient relevant required requirement role similar skill
skills solid strong such team teams than through track understanding use used using very well where while work
worked working would year years record environment environments demonstrated background minimum deep bonus nice
equivalent related field und oder der die das den dem des ein eine einer eines einen mit für von auf aus bei bis
durch ist sind sie wir ihr ihre deine dein als auch sowie zum zur erfahrung erfahrungen kenntnisse gute sehr
mehrjährige jahre arbeit arbeiten umgang idealerweise bereich fundierte ausgeprägte nach über les une aux avec
pour dans sur par vous nous votre notre vos êtes est sont ans ou et expérience connaissance connaissances bonne
maîtrise travail poste équipe los las una unos con para por que del como más años experiencia conocimiento
conocimientos trabajo equipo nivel buen het een van met voor naar ervaring kennis jaar werken goede uma com dos
nos nas anos experiência conhecimento conhecimentos trabalho equipe large larger various multiple several manage
manages managed managing lead leads leading led build builds building built develop develops developing
developed support supporting supported own new
"""
_STOP = frozenset(_STOP_WORDS.split())
_COMPUTING = re.compile(r"\bcomput|informati|software", re.IGNORECASE)
_DEGREE_WORDS = """
bachelor bachelor's bachelors master master's masters degree degrees phd doctorate doctoral diploma diplom undergraduate
graduate associate associate's university college hochschulstudium hochschulabschluss studium studiengang
abgeschlossenes abgeschlossene universitärer abschluss diplôme licence licenciatura grado título universitario formação
superior science sciences arts bsc msc higher completed accredited discipline subject fields advanced
"""


class JobLike(Protocol):
    """What tailoring reads of a job or a posting."""

    @property
    def title(self) -> str: ...
    @property
    def company(self) -> str | None: ...
    @property
    def requirements(self) -> Sequence[Requirement]: ...
    @property
    def skills(self) -> Sequence[SkillMention]: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Need:
    """One thing asked for: `text` is the posting's line, or the skill's name where no line lists it."""

    text: str
    quote: str
    importance: Importance
    skills: frozenset[str]
    years: int | None
    tokens: frozenset[str]
    is_asked: bool = True
    """False for a skill the posting only mentions: lines about it are worth showing, and lacking it is no gap."""

    @property
    def weight(self) -> float:
        """How much answering it counts: must 3, should 2, nice 1."""
        return _WEIGHTS[self.importance]

    @property
    def one_is_enough(self) -> bool:
        """Whether its skills are alternatives ("Go or Rust") rather than a list of all that is wanted."""
        return bool(_ALTERNATIVES.search(self.text))


@dataclass(frozen=True)
class Relevance:
    """`scores[i, j]` in 0..1: how far text i answers need j; `covers[i, j]`: whether it may be said to answer it."""

    scores: Matrix
    covers: NDArray[np.bool_]
    weights: Matrix

    def base(self) -> Matrix:
        """Each text's weighted mean score over the three needs it answers best."""
        if not self.scores.size:
            return np.zeros(self.scores.shape[0])
        best = np.sort(self.scores * self.weights, axis=1)[:, -3:]
        return np.asarray(best.sum(axis=1) / (3 * self.weights.max()))


def embedding_similarity(embed: Embed) -> Similarity:
    """A similarity from an embedding function (unit or not, one row per text)."""

    def similarity(texts: Sequence[str], needs: Sequence[str]) -> Matrix:
        vectors = np.asarray(embed([*texts, *needs]), dtype=np.float64)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit = vectors / np.where(norms > 0, norms, 1.0)
        return np.asarray(unit[: len(texts)] @ unit[len(texts) :].T)

    return similarity


def local_similarity() -> Similarity:
    """Meaning compared by the local model, which needs no network."""
    return embedding_similarity(LocalEmbedder().embed_sync)


def no_similarity(texts: Sequence[str], needs: Sequence[str]) -> Matrix:
    """The similarity that knows nothing: skills and words alone decide."""
    return np.zeros((len(texts), len(needs)))


def needs_of(job: JobLike) -> list[Need]:
    """The posting's requirements, then the skills it names outside of them, in its own order."""
    needs = [_need(item) for item in job.requirements if item.text.strip()]
    named = {skill.casefold() for need in needs for skill in need.skills}
    for mention in job.skills:
        if mention.name.casefold() not in named and not _only_title(mention, job):
            named.add(mention.name.casefold())
            needs.append(
                Need(
                    mention.name,
                    mention.excerpt,
                    mention.importance,
                    frozenset({mention.name}),
                    None,
                    frozenset(),
                    is_asked=not job.requirements,
                )
            )
    return list({need.text: need for need in reversed(needs)}.values())[::-1]


def _only_title(mention: SkillMention, job: JobLike) -> bool:
    """Whether the posting names the skill only by its own title ("Software Engineer"), which asks for nothing yet."""
    return mention.excerpt.strip().casefold() in job.title.casefold()


def skills_in(text: str) -> frozenset[str]:
    """Names of the vocabulary's skills that the text mentions."""
    return frozenset(span.name for span in find_skills(text))


def spoken(words: str, text: str) -> bool:
    """Whether a text says these words, whole and in any case: "Java" is not said by "JavaScript"."""
    said = words.strip()
    return bool(said) and re.search(rf"(?<!\w){re.escape(said)}(?!\w)", text, re.IGNORECASE) is not None


def speaks_of(words: str, text: str) -> bool:
    """Whether a text says these words or others of their family ("management": managed, manager).

    Of several words, more than half.
    """
    if spoken(words, text):
        return True
    said = [word.casefold() for word in _TOKEN.findall(text)]
    wanted = [word for word in map(str.casefold, _TOKEN.findall(words)) if len(word) > 2]
    wanted = [word for word in wanted if word not in _STOP] or wanted
    told = sum(any(_same_family(word, other) for other in said) for word in wanted)
    return bool(wanted) and 2 * told > len(wanted)


def _same_family(word: str, other: str) -> bool:
    stem = _ENDING.sub("", word)
    root = stem[: max(5, len(stem) - 4)]
    return stem == _ENDING.sub("", other) or (len(stem) > 5 and len(other) > 5 and other.startswith(root))


def tokens_of(text: str) -> frozenset[str]:
    """Content words, case and endings folded, without what every posting says."""
    words = (word.casefold() for word in _TOKEN.findall(text))
    return frozenset(_stem(word) for word in words if len(word) > 2 and word not in _STOP)


def relevance(
    texts: Sequence[str], skills: Sequence[frozenset[str]], needs: Sequence[Need], similarity: Similarity
) -> Relevance:
    """Score every text against every need; `skills[i]` are those that text i shows."""
    shape = (len(texts), len(needs))
    weights = np.array([need.weight for need in needs])
    if 0 in shape:
        return Relevance(np.zeros(shape), np.zeros(shape, dtype=np.bool_), weights)
    cosines = np.asarray(similarity(texts, [need.quote for need in needs]), dtype=np.float64)
    words = [tokens_of(text) for text in texts]
    rarity = _rarity([*words, *(need.tokens for need in needs)])
    scores, covers = np.zeros(shape), np.zeros(shape, dtype=np.bool_)
    for column, need in enumerate(needs):
        for row in range(len(texts)):
            scores[row, column], covers[row, column] = _judge(
                need, skills[row], words[row], float(cosines[row, column]), rarity
            )
    return Relevance(scores, covers, weights)


def degree_level(text: str) -> int | None:
    """1 bachelor, 2 master, 3 doctorate, 0 a degree of no named level, None when the text speaks of no degree.

    Of several levels the lowest counts: "Bachelor's or Master's" is met by a Bachelor's.
    """
    levels = [level for level, pattern in enumerate(_DEGREES, start=1) if pattern.search(text)]
    return levels[0] if levels else 0 if _ANY_DEGREE.search(text) else None


def same_field(asked: str, held: str) -> bool:
    """Whether a course is in a field that the requirement names; true where it names none."""
    wanted = tokens_of(asked) - tokens_of(_DEGREE_WORDS)
    return not wanted or bool(wanted & tokens_of(held)) or bool(_COMPUTING.search(asked) and _COMPUTING.search(held))


def _need(item: Requirement) -> Need:
    skills = frozenset(item.skills) or skills_in(item.text)
    return Need(item.text, item.text, item.importance, skills, item.years, tokens_of(item.text))


def _stem(word: str) -> str:
    return _ENDING.sub("", word)[:7]


def _rarity(texts: Sequence[frozenset[str]]) -> dict[str, float]:
    counts = Counter(token for tokens in texts for token in tokens)
    return {token: math.log(1 + len(texts) / count) for token, count in counts.items()}


def _judge(
    need: Need, skills: frozenset[str], words: frozenset[str], cosine: float, rarity: dict[str, float]
) -> tuple[float, bool]:
    shared = words & need.tokens
    total = sum(rarity[token] for token in need.tokens)
    lexical = sum(rarity[token] for token in shared) / total if total else 0.0
    similar = min(1.0, max(0.0, (cosine - _NOISE) / _RANGE))
    if need.skills:
        common = len(skills & need.skills)
        named = min(1.0, float(common)) if need.one_is_enough else common / len(need.skills)
        return 0.6 * named + 0.25 * lexical + 0.15 * similar, common > 0 or (lexical >= 1 and len(shared) >= 3)
    return 0.6 * lexical + 0.4 * similar, _says_so(len(shared), lexical, cosine)


def _says_so(shared: int, lexical: float, cosine: float) -> bool:
    """Whether a line may be said to answer a need that names no skill: by most of its words, or by fewer and meaning.

    The bounds come from pairs of lines and requirements of our own, true and deceptive (see the tests).
    """
    if shared >= 2 and lexical >= 0.5:
        return lexical >= 0.75 or cosine >= 0.38
    return shared >= 1 and lexical >= 0.45 and cosine >= 0.5
