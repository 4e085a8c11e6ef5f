"""A German clause as the sentence it would be, for a mail that is told what to say: "dass ich kommen kann"."""

import re

_CLAUSE = re.compile(r"dass\s+(.+)", re.IGNORECASE | re.DOTALL)
_PRONOUNS = frozenset({"ich", "wir", "er", "sie", "es", "das", "man", "mir", "mich", "uns"})
_PARTED = re.compile(r"(zurück|zu|ab|an|teil|vor|mit|aus|ein|nach)([a-zäöüß]{3,}(?:e|en|t))", re.IGNORECASE)


def as_sentence(told: str) -> str:
    """Words to write; after "dass" the verb moves to where a sentence has it, a verb in two parts in two.

    >>> as_sentence("dass ich kommen kann"), as_sentence("dass ich alles zurückziehe."), as_sentence("I can come")
    ('ich kann kommen', 'ich ziehe alles zurück.', 'I can come')
    """
    if (clause := _CLAUSE.fullmatch(told.strip())) is None:
        return told
    words = clause[1].split()
    if len(words) < 2 or words[0].casefold() not in _PRONOUNS or "," in clause[1]:
        return clause[1]
    first, *middle, verb = words
    verb, end = (verb[:-1], verb[-1]) if verb[-1] in ".!?" else (verb, "")
    if parted := _PARTED.fullmatch(verb):
        return " ".join([first, parted[2], *middle, parted[1]]) + end
    return " ".join([first, verb, *middle]) + end
