"""Whether two questions that only some forms ask are the same one in other words; precision first. Pure.

A word too few or too many, another number, a "not", and the order of what is compared make another question: one that
is asked twice costs a minute, and an answer to another question costs a job.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from tools.jobs.matching.words import fold, stem, words

# What a question is wrapped in and what says nothing of what it asks. "Not" and what compares are no such words.
_WRAPPING = frozenset(
    fold(
        "a an the this that these those your you yours i my me we our us is are am be been was were will "
        "would could can may do does did have has had please kindly tell us let know if whether to of in on "
        "at for with by as about and what which how many much there any some der die das den dem des ein eine "
        "einen einem einer sie ihr ihre ihren ihrer ihrem du dein deine deinen wir uns unser unsere ist sind "
        "sein war haben hat hast habe werden wird wurden bitte ob zu von im in am an auf für mit bei als über "
        "und was welche welcher welches welchen wie viele viel gibt es kannst können könnten le la les l un "
        "une des du de vous votre vos tu ton ta nous notre nos est êtes es avez as avoir être s il plaît si à "
        "au aux en dans pour avec par sur et que quel quelle quels quelles combien ce cette el los las una "
        "uno su sus usted ustedes tu tus nos nuestro nuestra eres está tiene tienes por favor para con sobre "
        "y qué cuál cuáles cómo cuántos cuántas"
    ).split()
)
_ORDERED = frozenset(
    fold(
        "over than rather prefer or from to before after between versus vs instead lieber statt als oder vor "
        "nach zwischen bevorzugen plutôt ou avant après entre préférez antes después prefiere"
    ).split()
)
_DENIED = re.compile(
    r"\b(?:not|no|never|without|un(?:able|willing)|nicht|kein\w*|nie|ohne|ne|pas|jamais|sans|nunca|sin)\b|n't\b"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_FEWEST = 2


def same_question(one: str, other: str) -> bool:
    """Whether an answer to the one answers the other.

    >>> same_question("How many years of Python experience do you have?", "Years of experience with Python")
    True
    >>> same_question("Years of experience with Python", "Years of experience with Java")
    False
    """
    first, second = _content(one), _content(other)
    if sorted(first) != sorted(second) or not first:
        return False
    if _NUMBER.findall(one) != _NUMBER.findall(other) or _denials(one) != _denials(other):
        return False
    if first == second:
        return True
    return len(first) >= _FEWEST and not set(words(one)) & _ORDERED and not set(words(other)) & _ORDERED


def key_of(question: str) -> str:
    """The key of a question that is no known one: its folded words, as the forms' reader makes them."""
    return " ".join(words(question))[:300] or fold(question).strip()[:300]


@lru_cache(maxsize=4096)
def _content(question: str) -> Sequence[str]:
    """The words that say what is asked, in their order, without endings."""
    return tuple(stem(word) for word in words(question) if word not in _WRAPPING)


def _denials(question: str) -> int:
    return len(_DENIED.findall(fold(question)))
