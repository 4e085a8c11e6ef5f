"""German and Dutch verbs in two pieces: "führte Schulungen durch" is "durchführen"."""

from collections.abc import Sequence

from tools.tailoring.grounding.families import is_word, lemmas
from tools.tailoring.grounding.lexicon import NONE, lexicon
from tools.tailoring.grounding.stems import stem
from tools.tailoring.grounding.tables import load
from tools.tailoring.grounding.tokens import Token
from tools.tailoring.grounding.words import Word, verbal

_SHARED = {"mit", "mee"}
_STOPS = {".", ";", ":", "!", "?", "|"}
_ENDS = {",", "und", "sowie", "oder", "en", "of", "bzw", ")"} | _STOPS


def rejoin(words: list[Word], tokens: Sequence[Token], language: str) -> list[Word]:
    """The words with each finite verb given the meaning it has together with the particle that closes its clause."""
    particles = frozenset(load("grammar.yaml")["particles"].get(language, "").split())
    for index, token in enumerate(tokens):
        closing = index + 1 == len(tokens) or tokens[index + 1].low in _ENDS or token.low == "mee"
        if token.low not in particles or not closing:
            continue
        verb = _verb_before(words, tokens, index, language)
        if verb is not None:
            word, whole = verb
            shared = token.low in _SHARED or tokens[index - 1].low in _SHARED
            word.concepts = lexicon().lookup(whole, language) or NONE
            if shared:
                word.concepts |= lexicon().lookup(whole.removeprefix(token.low), language) | {"contribute"}
            word.low, word.stem = whole, stem(whole, language)
            words = [other for other in words if (other.first, other.last) != (index, index)]
    return words


def _verb_before(words: list[Word], tokens: Sequence[Token], particle: int, language: str) -> tuple[Word, str] | None:
    """The nearest word before the particle that makes a verb with it, and that verb's infinitive."""
    for word in reversed([w for w in words if w.last < particle]):
        if any(t.low in _STOPS for t in tokens[word.last + 1 : particle]):
            return None
        if word.first != word.last:
            continue
        for form in (word.low, *lemmas(word.low, language)):
            whole = tokens[particle].low + form
            if form.endswith("n") and (
                (tokens[particle].low in _SHARED and verbal(word))
                or whole in lexicon().words[language]
                or is_word(whole, language)
            ):
                return word, whole
    return None
