"""German and Dutch lines in the first person: the verb stands second, what is named by a noun was among the tasks."""

import re

from tools.content.first_person.lines import known, lemma, lowered, words_of
from tools.content.first_person.place import Place, place_words

_FEWEST = 3
_OWN = {"de": re.compile(r"^Ich\b"), "nl": re.compile(r"^Ik\b")}
_ALSO = {"de": ("", "Außerdem", "Zudem"), "nl": ("", "Daarnaast", "Ook")}
_HAVE = {"de": "habe ich", "nl": "heb ik"}
_I_HAVE = {"de": "Ich habe", "nl": "Ik heb"}
_ACCUSATIVE: dict[str | None, str] = {"f": "die", "m": "den", "n": "das"}
_TWO_NOUNS = re.compile(r"^([A-ZÄÖÜ][\w-]+) und ([A-ZÄÖÜ][\w-]+)\b")
_I = {"de": "ich", "nl": "ik"}
_PARTICIPLE = {
    "de": re.compile(
        r"^(?:\w*ge\w{2,}(?:t|en)|(?:be|ver|er|ent|zer|über|unter|um|durch|miss|wider)\w{2,}(?:t|en)|\w+iert)$"
    ),
    "nl": re.compile(r"^(?:\w*ge\w{2,}(?:t|d|en)|(?:be|ver|her|ont|over|onder)\w{2,}(?:t|d|en))$"),
}
_FEMININE = re.compile(r"(?:ung|heit|keit|schaft|tion|sion|tät|enz|anz|ei|pflege|arbeit|analyse|kontrolle|wartung)$")
_MASCULINE = re.compile(r"(?:dienst|verkauf|einkauf|betrieb|aufbau|ausbau|umgang|einsatz|entwurf)$")
_NEUTER = re.compile(r"(?:ment|training|coaching|marketing|design|controlling|reporting|monitoring)$")
_DUTCH_COMMON = re.compile(r"(?:ing|heid|atie|itie|sie|teit|schap|zorg|controle|analyse|planning)$")
_ADJECTIVE = re.compile(r"^(?:[A-ZÄÖÜ][a-zäöüß]+)e$")
_RESPONSIBLE = {
    "de": re.compile(r"^(verantwortlich|zuständig) für\b", re.IGNORECASE),
    "nl": re.compile(r"^(verantwoordelijk) voor\b", re.IGNORECASE),
}
_ARTICLES = {"f": "die", "m": "der", "n": "das", "p": "die"}


def speak_germanic(text: str, place: Place, nth: int, language: str) -> str | None:
    """The sentence, or None where the line is of no form that can be put into the first person without a doubt."""
    lead = place_words(place, language) if nth == 0 else _ALSO[language][min(nth, 2)]
    first, last = text.split()[0].strip(",;:"), text.split()[-1]
    if _OWN[language].match(text):
        return text
    if found := _RESPONSIBLE[language].match(text):
        return _turned(lead, {"de": ("bin", "war"), "nl": ("ben", "was")}[language][not place.current],
                       found[1].lower() + text[found.end(1) :], language)  # fmt: skip
    if is_preterite(first, language) and len(text.split()) > 1:
        return _turned(lead, first.lower(), text[len(first) :].strip(), language)
    if language == "nl" and place.current and (doing := _dutch_present(first, text)) is not None:
        return _turned(lead, doing, text[len(first) :].strip(), language)
    if _is_participle(last, language):
        if ";" in text:
            return None
        rest = lowered(text, language) if language == "nl" or not _is_noun(first) else text
        return f"{lead} {_HAVE[language]} {_as_object(rest, language)}" if lead else (
            f"{_I_HAVE[language]} {_as_object(rest, language)}")  # fmt: skip
    words = text.split()[1:]
    if any(_is_participle(word.strip(",;"), language) for word in words[:2]) or (
        any(_is_participle(word, language) for word in words) and gender_of(first) is None
    ):
        return None  # "Umsatz gesteigert von …": neither a task nor a sentence
    return _german_task(text, place, nth) if language == "de" else _dutch_task(text, place, nth)


def _as_object(text: str, language: str) -> str:
    """The line with an article where its first noun stands bare: "den Umsatz um 20 % gesteigert"."""
    first, _, rest = text.partition(" ")
    if first.lower() == "team":
        return f"{'ein' if language == 'de' else 'een'} {text}"
    gender = gender_of(first) if language == "de" else None
    if gender in _ACCUSATIVE and re.match(r"(?:um|auf|von|durch|im|in|bei)\b", rest):
        return f"{_ACCUSATIVE[gender]} {text}"
    return text


def is_preterite(word: str, language: str) -> bool:
    """Whether a line's first word is a verb of the simple past, first person as third."""
    low, words = word.lower(), words_of(language)
    if low in words.not_verbs or not word[:1].isupper():
        return False
    if low in words.past:
        return True
    ending = ("te",) if language == "de" else ("de", "te")
    base = lemma(low, language)
    return low.endswith(ending) and base != low and base.endswith("n") and known(low, language)


def _is_participle(word: str, language: str) -> bool:
    words = words_of(language)
    return (
        word[:1].islower()
        and bool(_PARTICIPLE[language].match(word))
        and word not in words.stays
        and lemma(word, language) != word
        and known(word, language)
    )


def _dutch_present(first: str, text: str) -> str | None:
    """The first person of a Dutch verb in the present that the line begins with ("Stuurt": stuur), or None."""
    low, second = first.lower(), text.split()[1].lower()
    base = lemma(low, "nl")
    if base == low or not base.endswith("en") or low.endswith(("en", "de", "te")):
        return None
    if not (second in words_of("nl").determiners | {"leiding"} or second[:1].isdigit()):
        return None
    return low[:-1] if low.endswith("t") and lemma(low[:-1], "nl") == base else low


def _is_noun(word: str) -> bool:
    """German: whether a capital letter is the word's own and not only the line's."""
    return gender_of(word) is not None or not _looks_lower(word)


def _looks_lower(word: str) -> bool:
    low = word.lower()
    return low in words_of("de").determiners or bool(re.search(r"(?:en|e|er|es)$", low) and lemma(low, "de") == low)


def gender_of(noun: str) -> str | None:
    """The gender of a German noun (f, m, n, p), where ending or list tells it."""
    listed = words_of("de").genders
    if noun in listed:
        return listed[noun]
    if noun.endswith("ungen") or noun.endswith("ionen"):
        return "p"
    for gender, endings in (("f", _FEMININE), ("m", _MASCULINE), ("n", _NEUTER)):
        if endings.search(noun):
            return gender
    return None


def _turned(lead: str, verb: str, rest: str, language: str) -> str:
    return f"{lead} {verb} {_I[language]} {rest}" if lead else f"{_I[language].capitalize()} {verb} {rest}"


def _german_task(text: str, place: Place, nth: int) -> str | None:
    noun = _with_article(text)
    where = place_words(place, "de")
    one, many = ("gehört", "gehören") if place.current else ("gehörte", "gehörten")
    plural = noun is not None and (gender_of(text.split()[0].strip(",;:")) == "p" or _of_two_genders(text) is not None)
    verb = many if plural else one
    subject = noun if noun is not None else f"Folgendes: {text}"
    if noun is None and (nth or len(text.split()) < _FEWEST):
        return None
    if nth:
        return f"Zu meinen Aufgaben {verb} auch {noun}" if nth == 1 else f"Auch {noun} {verb} zu meinen Aufgaben"
    return f"Zu meinen Aufgaben {where[0].lower()}{where[1:]} {verb} {subject}" if where else (
        f"Zu meinen Aufgaben {verb} {subject}")  # fmt: skip


def _with_article(text: str) -> str | None:
    """The line with its noun's article, as "die Leitung eines Teams"; None where the gender is not certain."""
    words = text.split()
    first = words[0].strip(",;:")
    gender = gender_of(first)
    if gender == "p":
        return text
    if (both := _of_two_genders(text)) is not None:
        return both
    if gender is not None:
        return f"{_ARTICLES[gender]} {text}"
    if len(words) > 1 and _ADJECTIVE.match(first) and gender_of(words[1].strip(",;:")) == "f":
        return f"die {text[0].lower()}{text[1:]}"
    return None


def _of_two_genders(text: str) -> str | None:
    """Each of two nouns with its own article, where the two differ: "die Beratung und der Verkauf"."""
    found = _TWO_NOUNS.match(text)
    first, second = (gender_of(found[1]), gender_of(found[2])) if found else (None, None)
    if found is None or first in {None, "p", second} or second in {None, "p"}:
        return None
    return f"{_ARTICLES[first or 'f']} {found[1]} und {_ARTICLES[second or 'f']} {found[2]}{text[found.end() :]}"


def _dutch_task(text: str, place: Place, nth: int) -> str | None:
    first = text.split()[0].strip(",;:").lower()
    if first.endswith("t") and lemma(first, "nl") != first and lemma(first, "nl").endswith("en"):
        return None  # a verb in the third person
    where = place_words(place, "nl")
    verb = "behoort" if place.current else "behoorde"
    listed = words_of("nl").genders
    infinitive = re.match(r"^\w+en\b(?: en \w+en)?\s+van\b", text)
    noun = f"{text[0].lower()}{text[1:]}"
    if infinitive or listed.get(first) == "n":
        subject = f"het {noun}"
    elif _DUTCH_COMMON.search(first) or listed.get(first) == "f":
        subject = f"de {noun}"
    else:
        subject = f"het volgende: {text}"
    if ":" in subject and (nth or len(text.split()) < _FEWEST):
        return None
    if nth:
        return f"Tot mijn taken {verb} ook {subject}" if nth == 1 else f"Ook {subject} {verb} tot mijn taken"
    return f"Tot mijn taken {where[0].lower()}{where[1:]} {verb} {subject}" if where else (
        f"Tot mijn taken {verb} {subject}")  # fmt: skip
