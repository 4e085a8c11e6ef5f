"""Which language a text is written in, by its most frequent small words."""

import re
from collections import Counter

_WORDS = {
    "en": "the and of to a in for with you our is are we your will on as or be this that have from at by an",
    "de": (
        "und der die das in mit für von zu den ein eine wir du sie ist auf im dein deine ihr ihre unser unsere "
        "bei sowie als "
        "oder uns dich wird werden nicht zum zur des"
    ),
    "fr": "et de la le les des en vous un une pour dans du au aux nous votre est avec sur notre vos que qui par ou",
    "es": "y de la el los las en un una para con que del por tu nuestro nuestra se es al como más o te su somos",
    "nl": "en de het een van in je voor met op is wij ons onze bij zijn als aan te jij die dat naar om jouw",
    "pt": "e de a o os as em um uma para com que do da dos das por nosso nossa se você ao como mais ou no na",
    "it": "e di la il le i gli in un una per con che del della dei nostro nostra si al come più o nel alla sei siamo",
}
_SETS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
# Words that only one language has decide between neighbours (es/pt/it, de/nl).
_COMMON = Counter(word for words in _SETS.values() for word in words)
_WEIGHTS = {
    word: tuple((language, 3 if _COMMON[word] == 1 else 1) for language, words in _SETS.items() if word in words)
    for word in _COMMON
}
_LETTERS = re.compile(r"[^\W\d_]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")


def detect_language(text: str) -> str:
    """ISO 639-1 code of a text; "en" when it is too short to tell."""
    sample = text[:6000]
    if _KANA.search(sample) and len(_HAN.findall(sample)) + len(_KANA.findall(sample)) > len(sample) * 0.2:
        return "ja"
    if len(_HAN.findall(sample)) > len(sample) * 0.15:
        return "zh"
    scores = dict.fromkeys(_SETS, 0)
    for word, count in Counter(_LETTERS.findall(sample.lower())).items():
        for language, weight in _WEIGHTS.get(word, ()):
            scores[language] += weight * count
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] > 3 else "en"
