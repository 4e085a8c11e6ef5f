"""A posting's text as comparable sentences: what tells of this opening apart from what every posting repeats."""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tools.jobs.dedup.figures import figured, in_one_notation, number_word

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
_INLINE = frozenset({"a", "b", "i", "u", "em", "strong", "span", "font", "small", "mark", "code"})
# Chinese and Japanese are written without spaces, so every sign stands for itself.
_SIGNS = r"\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_SIGNS}]|[^\W_{_SIGNS}]+(?:\+\+|#)?")
# The same with decimals in one piece.
_FIGURED_WORD = re.compile(rf"(?<![\w.])\d+\.\d+(?!\w|\.\d)|{_WORD.pattern}")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？])\s*|\s[•●▪·]\s")
_SEVERAL = (". ", "! ", "? ", "; ", "。", "！", "？", " • ", " ● ", " ▪ ", " · ")
_BULLET = re.compile(r"^(?:[-–—•●▪·*✓✔➢>]+|\d{1,2}[.)])\s+")
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
_EVERYWHERE = (
    "equal opportunit", "equal employment", "regardless of race", "regardless of age", "regardless of gender",
    "without regard to", "reasonable accommodation", "affirmative action", "protected veteran",
    "all qualified applicants", "background check", "privacy policy", "privacy notice", "privacy statement",
    "cookie", "e verify", "drug free", "apply now", "apply today", "apply here", "apply online", "submit your",
    "send your application", "send your cv", "send your resume", "send us your", "click here", "click apply",
    "click on apply", "share this job", "only shortlisted", "only suitable candidates", "only successful",
    "acting as an employment", "unabhangig von", "ungeachtet", "chancengleichheit", "schwerbehind",
    "datenschutz", "bewirb dich", "bewerben sie sich", "wir freuen uns auf", "senden sie", "quel que soit",
    "quelle que soit", "quels que soient", "handicap", "postulez", "envoyez votre", "envoyez vos",
    "envoyez nous", "donnees personnelles", "igualdad de oportunidades", "envia tu", "envianos", "inscribete",
    "pari opportunita", "entrambi i sessi", "ambosessi", "candidati ora", "candidati subito", "invia il",
    "solliciteer", "gelijke kansen", "wyrazam zgode",
)  # fmt: skip
_SECTION = 160
_TELLING = 20  # words: of less, half a sentence is a good part
_ACCENTS = re.compile("[\u0300-\u036f]")
_LETTERS_ASIDE = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "’": "'"})
_NAME = re.compile(r"(?<=[\w,;:(/&-] )[A-ZÀ-Þ][\w.+#&-]*\w|\b[A-Z][\w]*[A-Z+#\d][\w+#]*|\b[A-Z]{2,}\b")
_ENDS = (".", ";", ",")  # a heading ends in none of them
_TEAM_WORDS = (
    "team", "squad", "tribe", "department", "ward", "unit", "pod", "crew", "abteilung", "afdeling", "equipe", "equipo",
    "station", "reparto", "service", "bereich",
)  # fmt: skip
_TEAM = re.compile(
    r"\b([^\W\d_]{3,})[ -](?:[Tt]eam|[Ss]quad|[Tt]ribe|[Dd]epartment|[Ww]ard|[Uu]nit|[Pp]od|[Cc]rew|-?[Aa]bteilung|"
    r"[Aa]fdeling)\b|\b(?:[Tt]eam|[Ss]quad|[ÉEée]quipe|[Ee]quipo|[Aa]bteilung|[Ss]tation|[Rr]eparto|[Ss]ervice|[Bb]ereich)"
    r" ([A-ZÀ-Þ0-9]\w+)"
)


@dataclass(frozen=True, slots=True)
class PlainText:
    """Sentences of folded words, one a line: `core` tells of the opening, `rest` of the employer and its offers.

    `names` are the numbers and words written like proper names in the core, folded (in German, its nouns too);
    `teams` what stands before or after words like team, ward and line: "payouts" of "the Payouts team"."""

    core: str
    rest: str
    names: frozenset[str]
    teams: frozenset[str]


def fold(text: str) -> str:
    """Lower case without accents: "Zürich" is "zurich"."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS_ASIDE)))


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
    plain, cut = _CUT_OFF.subn("", without_markup(text).rstrip())
    told = [
        (" ".join(figured(_FIGURED_WORD.findall(fold(sentence)))), sentence, of_role)
        for sentence, of_role in _sentences(in_one_notation(plain))
    ]
    if cut and sum(len(line.split()) for line, _, _ in told[:-1]) >= _TELLING:
        del told[-1]  # half a sentence is another sentence
    whole = "\n".join(line for line, _, _ in told)
    everywhere = [said for said in _EVERYWHERE if said in whole]  # mostly none, so lines are not asked one by one
    told = [part for part in told if part[0] and not any(said in part[0] for said in everywhere)]
    core = [line for line, _, of_role in told if of_role]
    rest = [line for line, _, of_role in told if not of_role]
    if sum(map(len, core)) < _SECTION and rest:  # a text of one section, or sections under headings of its own
        core, rest = [*core, *rest], []
    of_opening = [(line, sentence) for line, sentence, of_role in told if of_role]
    names = {word for line, _ in of_opening for word in line.split() if not word.isalpha()}
    names.update(word for _, said in of_opening for match in _NAME.finditer(said) for word in words(match[0]))
    of_teams = [said for line, said in of_opening if any(word in line for word in _TEAM_WORDS)]
    teams = {number_word(fold(match[1] or match[2])) for said in of_teams for match in _TEAM.finditer(said)}
    return PlainText("\n".join(core), "\n".join(rest), frozenset(names), frozenset(teams))


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    """Sentences and list items, and whether they stand in a part about the opening. Headings are left out."""
    of_role = True
    for line in text.split("\n"):
        line = _BULLET.sub("", line.strip())
        if len(line) <= 60 and line[-1:] not in _ENDS and (_ABOUT.match(line) or _ROLE.match(line)):
            of_role = not _ABOUT.match(line)
            continue
        for sentence in _SENTENCE.split(line) if any(mark in line for mark in _SEVERAL) else (line,):
            if sentence:
                yield sentence, of_role
