"""French, Spanish and Portuguese lines in the first person."""

import re

from tools.content.first_person.lines import capital, known, lemma, lowered, words_of
from tools.content.first_person.place import Place, place_words

_FEWEST = 3
_OWN = {
    "fr": re.compile(r"^(?:Je |J['’])"),
    "es": re.compile(r"^(?:Yo |Mi )"),
    "pt": re.compile(r"^(?:Eu |Meu |Minha )"),
}
_ALSO = {
    "fr": ("", "J’ai également", "Par ailleurs, j’ai"),
    "es": ("", "También ", "Además, "),
    "pt": ("", "Também ", "Além disso, "),
}
_RESPONSIBLE = {
    "fr": re.compile(r"^(?:responsable (?:de|des|du|d['’])|chargée? (?:de|des|du|d['’]))", re.IGNORECASE),
    "es": re.compile(r"^(?:responsable de|encargad[oa] de)\b", re.IGNORECASE),
    "pt": re.compile(r"^(?:responsável (?:por|pel[oa]s?)|encarregad[oa] d[aeo]s?)\b", re.IGNORECASE),
}
_WAS = {"fr": ("je suis", "j’étais"), "es": ("soy", "fui"), "pt": ("sou", "fui")}
_WORK = {
    "fr": ("Mon travail", "comprend", "comprenait", "consiste notamment à", "consistait notamment à"),
    "es": ("Mi trabajo", "incluye", "incluyó", "consiste en", "consistía en"),
    "pt": ("O meu trabalho", "inclui", "incluiu", "consiste em", "consistia em"),
}
_ALSO_WORK = {"fr": "également", "es": "también", "pt": "também"}
_FEMININE = {
    "fr": re.compile(r"(?:tion|sion|ance|ence|té|ure|ie|ise|esse|ette|trice)$"),
    "es": re.compile(r"(?:ión|dad|tad|anza|encia|ancia|ía|ura|ería|agogia|ística|ología)$"),
    "pt": re.compile(r"(?:ção|são|stão|dade|ência|ância|ura|ria|agem|ística|ologia)$"),
}
_MASCULINE = {
    "fr": re.compile(r"(?:ment|age|isme|eau|oir|iel)$"),
    "es": re.compile(r"(?:miento|aje|o|ismo)$"),
    "pt": re.compile(r"(?:mento|(?<!ã)o|ismo)$"),
}
_INFINITIVE = {
    "fr": re.compile(r"(?:er|ir|re)$"),
    "es": re.compile(r"(?:ar|er|ir)$"),
    "pt": re.compile(r"(?:ar|er|ir|or)$"),
}
_NOUN = re.compile(r"^(?:Suivi|Relevé|Tri|Bilan|Exposé|Traité|Résumé|Permis) (?:de|du|des|d['’])", re.IGNORECASE)
_PASSIVE = re.compile(r"^(?:nommée?|promue?|élue?|récompensée?|distinguée?|affectée?) ", re.IGNORECASE)
_VOWEL = re.compile(r"^[aeiouyàâéèêëîïôûh]", re.IGNORECASE)
_RELATIVE = frozenset({"que", "quien", "quienes", "cual", "donde", "quem", "onde", "cuyo"})


def speak_romance(text: str, place: Place, nth: int, language: str) -> str | None:
    """The sentence, or None where the line is of no form that can be put into the first person without a doubt."""
    where = place_words(place, language)
    lead = f"{where}, " if where and nth == 0 else ""
    first = text.split()[0].strip(",;:")
    if _OWN[language].match(text):
        return lead + (text[0].lower() + text[1:] if lead else text)
    if _RESPONSIBLE[language].match(text):
        return capital(f"{lead}{_WAS[language][not place.current]} {text[0].lower()}{text[1:]}")
    if language == "fr":
        if first.lower() in words_of("fr").stays:
            return None
        if _PASSIVE.match(text):
            return capital(f"{lead}j’ai été {text[0].lower()}{text[1:]}")
        if _french_participle(first) and not _NOUN.match(text) and len(text.split()) > 1:
            rest = text[0].lower() + text[1:]
            return f"{_ALSO['fr'][min(nth, 2)]} {rest}" if nth else capital(f"{lead}j’ai {rest}")
    elif (spoken := _preterite(text, language)) is not None:
        return capital(f"{lead}{_ALSO[language][min(nth, 2)]}{spoken}")
    return _task(text, first, place, nth, language)


def _french_participle(word: str) -> bool:
    words, low = words_of("fr"), word.lower()
    if low in words.not_verbs or low in words.stays:
        return False
    if low in words.past:
        return True
    return low.endswith("é") and lemma(low, "fr").endswith("er") and known(low, "fr")


def _preterite(text: str, language: str) -> str | None:
    """The line with its leading verbs in the first person of the simple past, or None without one."""
    tokens = text.split(" ")
    begun = _first_person(tokens[0].strip(",;:").lower(), language)
    if begun is None:
        return None
    changed, over, before = [tokens[0].lower().replace(tokens[0].strip(",;:").lower(), begun, 1)], False, tokens[0]
    for token in tokens[1:]:
        bare = token.strip(",;:.").lower()
        over = over or bare in _RELATIVE
        joined = before.endswith(",") or before.lower() in {"y", "e"}
        spoken = _first_person(bare, language) if joined and not over and token[:1].islower() else None
        changed.append(token.replace(bare, spoken, 1) if spoken else token)
        before = token
    return " ".join(changed)


def _first_person(word: str, language: str) -> str | None:
    """The first person of a verb in the simple past, given in the first or the third; None for other words."""
    words = words_of(language)
    if word in words.not_verbs:
        return None
    if word in words.past:
        return words.past[word]
    if not _is_verb(word, language):
        return None
    return _regular_spanish(word, lemma(word, "es")) if language == "es" else _regular_portuguese(word)


def _is_verb(word: str, language: str) -> bool:
    base = lemma(word, language)
    return base != word and bool(_INFINITIVE[language].search(base)) and known(word, language)


def _regular_spanish(word: str, base: str) -> str | None:
    if word.endswith(("é", "í")):
        return word
    if word.endswith(("yó", "ió")) and not base.endswith("ar"):
        return f"{word[:-2]}í"
    if not word.endswith("ó"):
        return None
    root = word[:-1]
    for ending, spelled in (("gu", "gü"), ("c", "qu"), ("g", "gu"), ("z", "c")):
        if root.endswith(ending):
            return f"{root[: -len(ending)]}{spelled}é"
    return f"{root}é"


def _regular_portuguese(word: str) -> str | None:
    if word.endswith(("ei", "i")) and not word.endswith(("oi", "ui")):
        return word
    if word.endswith("ou"):
        root = word[:-2]
        for ending, spelled in (("ç", "c"), ("c", "qu"), ("g", "gu")):
            if root.endswith(ending):
                return f"{root[: -len(ending)]}{spelled}ei"
        return f"{root}ei"
    if word.endswith(("eu", "iu")):
        return f"{word[:-2]}í" if word.endswith(("aiu", "uiu")) else f"{word[:-2]}i"
    return None


def _task(text: str, first: str, place: Place, nth: int, language: str) -> str | None:
    mine, now, then, now_do, then_do = _WORK[language]
    where = place_words(place, language) if nth == 0 else ""
    subject = f"{mine} {where[0].lower()}{where[1:]}" if where else mine
    also = f" {_ALSO_WORK[language]}" if nth else ""
    low = first.lower()
    if _INFINITIVE[language].search(low) and lemma(low, language) == low and _is_infinitive(low, language):
        doing = now_do if place.current else then_do
        if nth:
            doing = doing.replace(" notamment", "").replace(" ", f"{also} ", 1)
        return f"{subject} {doing} {text[0].lower()}{text[1:]}"
    noun = _with_article(text, first, language)
    verb = now if place.current else then
    if noun is not None:
        return f"{subject} {verb}{also} {noun}"
    return (
        None
        if nth or len(text.split()) < _FEWEST
        else f"{subject} {verb}{' ' if language == 'fr' else ''}: {lowered(text, language)}"
    )


def _is_infinitive(word: str, language: str) -> bool:
    """Whether a form in -er, -ir, -ar is a verb: its past or its participle is a form of it."""
    forms = {"fr": ("er", "é"), "es": ("ar", "ado"), "pt": ("ar", "ado")}
    ending, participle = forms[language]
    if word.endswith(ending):
        return lemma(word[: -len(ending)] + participle, language) in {word, word[: -len(ending)] + participle}
    return lemma(word[:-2] + ("i" if language == "fr" else "ido"), language) in {word, word[:-2] + "ido"}


def _with_article(text: str, first: str, language: str) -> str | None:
    """The line with its noun's article; None where the gender is not certain."""
    listed = words_of(language).genders.get(first)
    low = first.lower()
    if not known(low, language):
        return None
    gender = listed or ("f" if _FEMININE[language].search(low) else "m" if _MASCULINE[language].search(low) else None)
    if gender is None and low.endswith(("ones", "ciones", "ções")):
        gender = "p"
    if gender is None:
        return None
    noun = lowered(text, language)
    if language == "fr":
        return (
            f"l’{noun}"
            if _VOWEL.match(low) and gender != "p"
            else f"{ {'f': 'la', 'm': 'le', 'p': 'les'}[gender] } {noun}"
        )
    articles = {"es": {"f": "la", "m": "el", "p": ""}, "pt": {"f": "a", "m": "o", "p": ""}}
    return f"{articles[language][gender]} {noun}".strip()
