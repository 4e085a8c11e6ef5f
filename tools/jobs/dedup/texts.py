"""A posting's text as comparable sentences: what tells of this opening apart from what every posting repeats."""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
_INLINE = frozenset({"a", "b", "i", "u", "em", "strong", "span", "font", "small", "mark", "code"})
# Chinese and Japanese are written without spaces, so every sign stands for itself.
_SIGNS = r"\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_SIGNS}]|[^\W_{_SIGNS}]+(?:\+\+|#)?")
_SENTENCE = re.compile(r"(?<=[.!?;。！？])\s+|\n+|(?<=[。！？])|\s[•●▪·]\s")
_CUT_OFF = re.compile(
    r"(?:…|\.\.\.|\[\.\.\.\])\s*(?:read more|more|show more|mehr anzeigen|voir plus|ver más)?\s*$", re.I
)
_ABOUT = re.compile(
    r"^\W*(?:about (?!the (?:role|job|position|team|opening)|this |your |you\b)\w.{0,40}|who we are|"
    r"our (?:company|mission|story|values|culture)|(?:our |the )?(?:benefits|perks|rewards)\b.{0,40}|"
    r"what we offer.{0,20}|we offer|what(?:'|’)s in it for you|why (?:join|work|us).{0,40}|"
    r"equal opportunit.{0,40}|diversity.{0,40}|how to apply.{0,20}|application process|legal.{0,20}|"
    r"privacy.{0,30}|company (?:description|profile|overview)|life at .{0,30}|our commitment.{0,30}|über (?:uns|"
    r"[A-Z]\w+).{0,20}|wer wir sind|das sind wir|unternehmensprofil|wir bieten.{0,20}|was wir (?:dir |"
    r"ihnen )?bieten|das bieten wir.{0,20}|(?:deine|ihre|unsere) (?:vorteile|benefits|leistungen|perspektiven)|"
    r"unser angebot.{0,20}|benefits|kontakt|bewerb(?:ung|en).{0,30}|interesse\??|à propos.{0,40}|"
    r"qui sommes[- ]nous.{0,5}|l[’']entreprise|notre entreprise|(?:nos |vos |les )?avantages.{0,20}|"
    r"ce que nous (?:vous )?(?:offrons|proposons)|nous (?:vous )?offrons|pourquoi nous.{0,30}|"
    r"comment postuler.{0,10}|sobre (?:nosotros|a empresa|nós|la empresa).{0,20}|quiénes somos|(?:qué|te|"
    r"lo que) (?:te )?ofrecemos|ofrecemos|beneficios|chi siamo|cosa offriamo|offriamo|(?:i )?benefit|over ons|"
    r"wie zijn wij|wat (?:wij|we) bieden|(?:dit )?bieden wij.{0,10}|arbeidsvoorwaarden|quem somos|"
    r"o que oferecemos|benefícios|o nas|oferujemy|co oferujemy)\W*$",
    re.I,
)
_ROLE = re.compile(
    r"^\W*(?:(?:about|the) (?:the |this |your )?(?:role|job|position|opening|team|opportunity).{0,20}|(?:key |"
    r"your |main |job |core )?(?:tasks|duties|responsibilities)\b.{0,20}|(?:job )?(?:description|requirements|"
    r"qualifications|skills)\b.{0,20}|(?:minimum|preferred|basic|required) qualifications|what you(?:'|’)?(?:ll|"
    r" will| bring| need| do)\b.{0,30}|who you are|you (?:have|bring|are|will)|your profile|we are looking for|"
    r"nice to have.{0,20}|must haves?|requirements|(?:deine|ihre|die) (?:aufgaben|rolle|qualifikation\w*|"
    r"stelle)\b.{0,20}|aufgaben.{0,20}|(?:dein|ihr|das) (?:profil|job)\b.{0,20}|profil|anforderungen.{0,20}|"
    r"das (?:bringst du|erwartet dich|bringen sie).{0,10}|was (?:dich|sie) erwartet|stellenbeschreibung|(?:vos |"
    r"tes |les )?missions?.{0,20}|(?:votre |le )?profil.{0,20}|(?:le |votre )?poste|descripti(?:f|on).{0,20}|"
    r"compétences.{0,20}|(?:tus |las )?(?:funciones|tareas|responsabilidades).{0,20}|requisitos.{0,20}|"
    r"(?:tu )?perfil.{0,20}|(?:le )?(?:mansioni|responsabilità|attività|requisiti).{0,20}|profilo.{0,20}|(?:jouw |"
    r"je )?(?:taken|functie\w*|profiel|werkzaamheden).{0,20}|wie ben jij.{0,3}|functie-eisen|obowiązki|wymagania|"
    r"zakres obowiązków)\W*$",
    re.I,
)
# Said by every posting whatever the opening; agencies' own words among them.
_EVERYWHERE = re.compile(
    r"equal opportunit|equal employment|regardless of (?:race|age|gender|sex)|without regard to|"
    r"reasonable accommodation|affirmative action|protected veteran|all qualified applicants|background check|"
    r"privacy (?:policy|notice|statement)|cookie|e-?verify|drug[- ]free|(?:apply|submit|send) (?:now|today|here|"
    r"online|your (?:application|cv|resume|résumé))|click (?:here|apply|on)|share this job|only (?:shortlisted|"
    r"suitable|successful) (?:candidates|applicants)|acting as an? employment (?:agency|business)|unabhängig von|"
    r"ungeachtet|chancengleichheit|schwerbehind|datenschutz|bewirb dich|bewerben sie sich|wir freuen uns auf|"
    r"senden sie|quel(?:le)?s? que soi(?:en)?t|handicap|postulez|envoyez (?:votre|vos|nous)|données personnelles|"
    r"igualdad de oportunidades|envía(?:nos)? tu|inscríbete|pari opportunità|entrambi i sessi|ambosessi|"
    r"candidati (?:ora|subito|via)|invia (?:il|la)|solliciteer|gelijke kansen|rodo\b|wyrażam zgodę",
    re.I,
)
_LETTERS_ASIDE = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "’": "'"})
_NUMBER = re.compile(r"\d")
_NAME = re.compile(r"(?<=[\w,;:(/&-] )[A-ZÀ-Þ][\w.+#&-]*\w|\b[A-Z][\w]*[A-Z+#\d][\w+#]*|\b[A-Z]{2,}\b")


@dataclass(frozen=True, slots=True)
class PlainText:
    """Sentences of folded words, one a line: `core` tells of the opening, `rest` of the employer and its offers.

    `names` are the numbers and words written like proper names in the core, folded (in German, its nouns too)."""

    core: str
    rest: str
    names: frozenset[str]


def fold(text: str) -> str:
    """Lower case without accents: "Zürich" is "zurich"."""
    if text.isascii():
        return text.lower()
    text = text.casefold().translate(_LETTERS_ASIDE)
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def words(text: str) -> list[str]:
    """The folded words of a text; Chinese and Japanese signs one by one."""
    return _WORD.findall(fold(text))


def without_markup(text: str) -> str:
    """Entities resolved (also when escaped twice) and tags taken off, block tags as line breaks."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub(lambda tag: " " if tag[2].lower() in _INLINE else "\n", text)
    return text.replace("\u00ad", "").replace("\u200b", "").replace("\xa0", " ")


@lru_cache(maxsize=32)  # signature and identity of a posting ask one after the other
def plain_text(text: str) -> PlainText:
    """Split a posting's text into what tells of the opening and the rest; boilerplate of every posting is left out."""
    core: list[str] = []
    rest: list[str] = []
    names: set[str] = set()
    for sentence, of_role in _sentences(_CUT_OFF.sub("", without_markup(text).rstrip())):
        line = " ".join(words(sentence))
        if not line:
            continue
        (core if of_role else rest).append(line)
        if of_role:
            names.update(_names(sentence))
    if sum(map(len, core)) < 160 and rest:  # a text of one section, or sections under headings of its own
        core, rest = core + rest, []
    return PlainText("\n".join(core), "\n".join(rest), frozenset(names))


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    """Sentences and list items, and whether they stand in a part about the opening. Headings are left out."""
    of_role = True
    for line in text.split("\n"):
        line = line.strip()
        if len(line) <= 60 and (_ABOUT.match(line) or _ROLE.match(line)):
            of_role = not _ABOUT.match(line)
            continue
        for sentence in _SENTENCE.split(line):
            if sentence and not _EVERYWHERE.search(sentence):
                yield sentence, of_role


def _names(sentence: str) -> Iterator[str]:
    for word in _WORD.findall(sentence):
        if _NUMBER.search(word):
            yield fold(word)
    for match in _NAME.finditer(sentence):
        yield from words(match[0])
