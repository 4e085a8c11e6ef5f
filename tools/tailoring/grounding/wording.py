"""Words: every content word must rest on the facts, negations and limits must stay, causes must not be added."""

from tools.resumes.schemas import BulletDetail, EducationDetail, SkillDetail
from tools.skills import canonical
from tools.tailoring.grounding.case import Case, problem
from tools.tailoring.grounding.evidence import CONTEXT, Support
from tools.tailoring.grounding.lexicon import lexicon
from tools.tailoring.grounding.tables import load, word_set
from tools.tailoring.grounding.words import Reading, Word, verbal
from tools.tailoring.schemas import Problem, ProblemKind

_NEAR = 3
_CARRIED = 2
_WHOLE = 100.0
_MESSAGES: dict[ProblemKind, str] = {
    "skill": "No cited fact names this tool or skill.",
    "name": "No cited fact has this name.",
    "title": "No cited fact gives this title or level.",
    "education": "No cited fact gives this degree or level of education.",
    "certificate": "No cited fact names this certificate.",
    "superlative": "No cited fact gives this praise.",
    "scope": "No cited fact claims this responsibility.",
    "employer": "No cited fact names this employer.",
}


def content(case: Case) -> list[Problem]:
    """Each content word must be in the facts, or be a synonym, an inflection or an abbreviation of what is."""
    excused = _abbreviated(case)
    found = []
    for index, word in enumerate(case.sentence.words):
        if index in excused or case.links[index] or _general(case, word):
            continue
        kind = _kind(case, word)
        found.append(problem(kind, word.surface, _MESSAGES.get(kind, "The cited facts do not say this.")))
    return found + _borrowed_skills(case)


# What each kind of fact says without a word for it: a position was worked in, a degree with an end was completed.
_UNSAID: dict[str, frozenset[str]] = {
    "position": frozenset({"work", "do_it", "be_job", "experience"}),
    "education": frozenset({"learn", "have_it", "degree"}),
    "certificate": frozenset({"receive", "have_it", "finish", "certified"}),
    "language": frozenset({"speak", "knowledge", "have_it", "use_it"}),
    "skill": frozenset({"experience", "knowledge", "use_it", "have_it"}),
}
_COMPLETED = frozenset({"graduate", "receive", "finish", "do_it"})


def _unsaid(case: Case) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for fact in case.evidence.facts:
        for detail in (fact.detail, fact.parent):
            found |= _UNSAID.get(detail.kind, frozenset()) if detail else frozenset()
        if isinstance(fact.detail, EducationDetail) and fact.detail.end and not fact.detail.current:
            found |= _COMPLETED
    return found


def _general(case: Case, word: Word) -> bool:
    """A verb that claims nothing by itself, or the head of what is held, where the facts tell of some activity."""
    if word.concepts & _unsaid(case):
        return True
    if ("user" in word.concepts and _used(case)) or _measured(case, word) or _carried(case, word):
        return True
    if "head" in case.tags(word) and _beside_held(case, word):
        return True
    if "q_co" in word.concepts:
        return True  # with others is less than alone
    if "collaborate" in word.concepts and _with_people(case, word):
        return True
    if "contribute" in word.concepts and _leads_to_held(case, word):
        return True
    if "gen" not in case.tags(word):
        return False
    return any(verbal(s.word) for s in case.evidence.supports) or "free" in case.tags(word)


_MEASURES = {"share": "percent", "rate_n": "percent", "time_n": "time", "duration_n": "time"}


def _measured(case: Case, word: Word) -> bool:
    """Whether the word only names what a figure of the facts is: "rate" where they hold a percentage."""
    if "exceed" in word.concepts:
        return any(q.dimension == "percent" and q.value > _WHOLE for r in case.evidence.readings for q in r.quantities)
    held = {q.dimension for reading in case.evidence.readings for q in reading.quantities}
    return any(_MEASURES.get(concept) in held for concept in word.concepts)


def _carried(case: Case, word: Word) -> bool:
    """Whether a light verb only carries an activity that is held: "gave advice", "erteilte Unterricht"."""
    if "lv" not in case.tags(word):
        return False
    words = case.sentence.words
    place = next(i for i, other in enumerate(words) if other is word)
    beside = [i for i in range(place - _CARRIED, place + _CARRIED + 1) if 0 <= i < len(words) and i != place]
    acts = (any(verbal(s.word) for s in case.links[i]) or (case.links[i] and verbal(words[i])) for i in beside)
    return any(acts)


def _used(case: Case) -> bool:
    """Whether the facts tell of people who use something: they are its users."""
    return any(t.low in word_set("used") for r in case.evidence.readings for t in r.tokens) and any(
        "people" in case.tags(s.word) for s in case.evidence.supports if s.clause != CONTEXT
    )


def _leads_to_held(case: Case, word: Word) -> bool:
    """Whether what follows is held: having taken part is the least that doing something means."""
    return any(
        w.first > word.last and any(s.clause != CONTEXT for s in case.links[i])
        for i, w in enumerate(case.sentence.words)
    )


def _with_people(case: Case, word: Word) -> bool:
    """Whether the people worked with are held: who led a group has worked with it."""
    after = next((i for i, w in enumerate(case.sentence.words) if w.first > word.last and case.links[i]), None)
    return after is not None and "people" in case.tags(case.sentence.words[after])


def _beside_held(case: Case, word: Word) -> bool:
    """Whether the word is the head of something the facts name: "housing project", "activités de recherche"."""
    words = case.sentence.words
    place = next(i for i, other in enumerate(words) if other is word)
    for near in (place - 1, place + 1):
        named = words[near].proper and "tongue" not in case.tags(words[near]) if 0 <= near < len(words) else True
        if not named and case.links[near]:
            first, second = sorted((word, words[near]), key=lambda w: w.first)
            between = case.sentence.tokens[first.last + 1 : second.first]
            linked = any(t.low in word_set("joining") - {"-"} for t in between)
            follows = near < place
            heads = not linked if follows else linked or case.sentence.language in {"fr", "es", "pt"}
            if heads and all(t.low in word_set("joining") or t.kind == "number" for t in between):
                return True
    return False


def _abbreviated(case: Case) -> set[int]:
    """Indexes of words that spell out an abbreviation of the facts, or abbreviate words of theirs."""
    words = case.sentence.words
    excused = {
        i for i, w in enumerate(words) if 1 < len(w.low) < 7 and w.surface.isupper() and w.low in case.evidence.initials
    }
    said = {t.low for t in case.sentence.tokens if t.text.isupper()}
    tokens = [t for t in case.sentence.tokens if t.kind == "word"]
    function = lexicon().function[case.sentence.language]
    for listed in (tokens, [t for t in tokens if t.low not in function]):
        for start in range(len(listed)):
            for size in range(2, 6):
                run = listed[start : start + size]
                short = "".join(t.low[0] for t in run)
                if len(run) == size and short in case.evidence.shorts - said:
                    inside = {
                        i
                        for i, w in enumerate(words)
                        if run[0].start <= case.sentence.tokens[w.first].start <= run[-1].start
                    }
                    excused |= inside if size > 2 or not any(case.links[i] for i in inside) else set()
    return excused


def _kind(case: Case, word: Word) -> ProblemKind:
    tags = case.tags(word)
    if any(c.startswith("skill:") for c in word.concepts):
        return "certificate" if "cert" in tags else "skill"
    for tag, kind in _TAG_KINDS:
        if tag in tags:
            return kind
    if verbal(word) and any((lexicon().concepts[c].scope or 0) >= 4 for c in word.concepts if c in lexicon().concepts):
        return "scope"
    if word.proper and canonical(word.surface):
        return "skill"
    if word.proper and not word.concepts:
        return "employer" if _at(case.sentence, word) else "name"
    return "unsupported"


_TAG_KINDS: tuple[tuple[str, ProblemKind], ...] = (
    ("edu", "education"),
    ("cert", "certificate"),
    ("eval", "superlative"),
    ("level", "title"),
    ("agent", "title"),
    ("solo", "scope"),
)


def _at(reading: Reading, word: Word) -> bool:
    before = reading.tokens[word.first - 1].low if word.first else ""
    return before in {"at", "bei", "chez", "@", "bij"}


def _borrowed_skills(case: Case) -> list[Problem]:
    """A skill listed elsewhere on the resume must not be moved into what was done at a position."""
    if not any(isinstance(fact.detail, BulletDetail) for fact in case.evidence.facts):
        return []
    listed = {i for i, fact in enumerate(case.evidence.facts) if isinstance(fact.detail, SkillDetail)}
    found = []
    for index, word in enumerate(case.sentence.words):
        supports = case.links[index]
        if supports and all(s.fact in listed for s in supports):
            found.append(
                problem("skill", word.surface, "The cited facts list this skill, but not as used in this work.")
            )
    return found


def negations(case: Case) -> list[Problem]:
    """What the facts deny must stay denied, and nothing else may be."""
    found = []
    for index, word in enumerate(case.sentence.words):
        supports = [s for s in case.links[index] if s.clause != CONTEXT] or case.links[index]
        unsure = (word.deep or all(s.word.deep for s in supports)) and _denied_beside(case, word)
        if (
            supports
            and not unsure
            and word.negated != any(s.word.negated for s in supports)
            and not any(s.word.negated == word.negated for s in supports)
        ):
            found.append(
                problem("negation", word.surface, "The cited facts say the opposite: a negation was added or dropped.")
            )
    return found + _dangling(case)


def _denied_beside(case: Case, word: Word) -> bool:
    """Whether the word's clause keeps a denial of the facts: "without interrupting lessons", "no break in lessons"."""
    return any(
        w.negated and any(s.word.negated for s in case.links[i])
        for i, w in enumerate(case.sentence.words)
        if w.clause == word.clause and w is not word
    )


def _dangling(case: Case) -> list[Problem]:
    denied = any(w.negated for w in case.sentence.words)
    held = any(w.negated for r in case.evidence.all_readings() for w in r.words)
    if denied and not held:
        words = " ".join(w.surface for w in case.sentence.words if w.negated)
        return [problem("negation", words, "No cited fact denies this.")]
    return []


def qualifiers(case: Case) -> list[Problem]:
    """A limit in the facts ("planned", "co-", "assistant") must not be dropped from what it limits."""
    said = {c for w in case.sentence.words for c in w.concepts}
    found = []
    for support in case.evidence.supports:
        if not case.tags(support.word) & {"qual", "handed"} or support.word.concepts & said:
            continue
        limited = _limited(case, support)
        if limited is not None:
            found.append(
                problem(
                    _limit_kind(case, support.word),
                    limited.surface,
                    f"The cited facts limit this: {support.word.surface}.",
                )
            )
    return found


def _handed_over(case: Case, limit: Support) -> Word | None:
    """The sentence's word that rests on what the facts say was given to others: "grading entrusted to a contractor"."""
    for index, word in enumerate(case.sentence.words):
        for s in case.links[index]:
            if s.fact == limit.fact and s.clause != CONTEXT and 0 < limit.word.first - s.word.last <= _CARRIED:
                return word
    return None


def _limit_kind(case: Case, word: Word) -> ProblemKind:
    tags = case.tags(word)
    return "title" if "level" in tags else "education" if "edu" in tags else "scope"


def _limited(case: Case, limit: Support) -> Word | None:
    """The sentence's word that rests on what stands right beside the limiting word."""
    if "handed" in case.tags(limit.word):
        return _handed_over(case, limit)
    for index, word in enumerate(case.sentence.words):
        if limit.clause == CONTEXT and any(s.clause != CONTEXT and s.whole for s in case.links[index]):
            continue  # the fact itself says it without the limit
        for support in case.links[index]:
            same = support.fact == limit.fact and support.clause == limit.clause
            if (
                same
                and not any(s.clause == CONTEXT and s.word.concepts & support.word.concepts for s in case.links[index])
                and (limit.clause != CONTEXT or not verbal(word))
                and 0 < support.word.first - limit.word.last <= _NEAR
                and (verbal(word) or "agent" in case.tags(word) or "edu" in case.tags(word))
            ):
                return word
    return None


def causes(case: Case) -> list[Problem]:
    """A consequence may be stated only within one fact: "A, resulting in B" joins no two facts."""
    if sum(isinstance(fact.detail, BulletDetail) for fact in case.evidence.facts) < 2:
        return []
    place = _causal(case.sentence)
    if place is None:
        return []
    earlier = [i for i, w in enumerate(case.sentence.words) if w.last < place]
    if case.sentence.tokens[place].low == "which" and not _pushes(case.sentence, place):
        earlier = earlier[-2:]
    before = _only_facts(case, earlier)
    after = _only_facts(case, [i for i, w in enumerate(case.sentence.words) if w.first >= place])
    if before and after and not before & after:
        shown = case.sentence.tokens[place].text
        return [problem("unsupported", shown, "The cited facts do not say that one followed from the other.")]
    return []


def _pushes(reading: Reading, place: int) -> bool:
    """Whether "which" opens a consequence ("which cut costs"), not a description ("errors which were raised")."""
    after = [t.low for t in reading.tokens[place + 1 : place + 2]]
    return not any(low in {"was", "were", "is", "are", "has", "have", "had", "i", "we"} for low in after)


def _only_facts(case: Case, indexes: list[int]) -> set[int]:
    """The facts that hold most of these words."""
    counts: dict[int, int] = {}
    for index in indexes:
        for fact in {s.fact for s in case.links[index] if s.clause != CONTEXT}:
            counts[fact] = counts.get(fact, 0) + 1
    best = max(counts.values(), default=0)
    return {fact for fact, count in counts.items() if count == best}


def _causal(reading: Reading) -> int | None:
    """The index of the token at which a causal connective begins."""
    lows = [t.low for t in reading.tokens]
    for phrase in load("phrases.yaml")["causal"]:
        words = phrase.split()
        for start in range(1, len(lows) - len(words) + 1):
            if lows[start : start + len(words)] == words:
                return start
    return None


def contrasts(case: Case) -> list[Problem]:
    """Before must not become after, nor under over."""
    said = {t.low for t in case.sentence.tokens}
    held = {t.low for reading in case.evidence.all_readings() for t in reading.tokens}
    found = []
    for one, other in _CONTRASTS:
        for mine, theirs in ((one, other), (other, one)):
            if said & mine and held & theirs and not held & mine and not said & theirs:
                found.append(problem("unsupported", " ".join(sorted(said & mine)), "The cited facts say the opposite."))
    return found


_CONTRASTS: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        ("before prior vor avant antes voor", "after following nach après después depois na"),
        ("above over exceeding über oberhalb", "below under beneath unter unterhalb"),
        ("inside within innerhalb", "outside außerhalb"),
        ("within innerhalb binnen dentro", "under below unter sous onder bajo abaixo"),
    )
)
