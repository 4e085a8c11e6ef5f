"""The language a resume is written in, by its small words."""

import re
from collections import Counter

_SMALL = {
    "en": ("the and of for with to in on by from at as an is was my their across experience education skills present"),
    "de": (
        "und der die das mit für von im zur zum des den auf bei bis ich eine einer als sowie heute "
        "berufserfahrung ausbildung kenntnisse sprachen lebenslauf gmbh"
    ),
    "fr": (
        "le la les de des et du pour avec une dans sur au aux par depuis en à chez expérience expériences "
        "formation compétences langues"
    ),
    "es": (
        "el la los las y del para con una por en de desde como su más al experiencia formación idiomas "
        "habilidades actualidad"
    ),
    "nl": (
        "de het een en van voor met op bij aan naar tot heden als werkzaamheden zijn werkervaring "
        "opleidingen vaardigheden talen"
    ),
    "pt": ("o os as e do da dos das para com uma em no na de desde por ao experiência formação idiomas atual"),
    "it": ("il lo gli e di del della per con una in nel presso dal"),
}


def language_of(text: str) -> str:
    """Two-letter code of the likeliest language, `en` where nothing tells; words many languages share count little."""
    seen = Counter(re.findall(r"[^\W\d_]+", text.casefold()))
    lists = {code: small.split() for code, small in _SMALL.items()}
    shared = Counter(word for small in lists.values() for word in set(small))
    scores = {code: sum(seen[word] / shared[word] for word in small) for code, small in lists.items()}
    best = max(scores, key=lambda code: (scores[code], code == "en"))
    return best if scores[best] > 2 else "en"
