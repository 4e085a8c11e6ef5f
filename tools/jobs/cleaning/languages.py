"""Spoken languages a posting asks for, with the level that stands beside each."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from tools.jobs.cleaning.asked import WISH
from tools.jobs.cleaning.passages import lowered, sentence_at
from tools.jobs.cleaning.schemas import SpokenLanguage

_WORD = re.compile(r"[^\W\d_]{3,}")
_SAID_IN_TITLE = re.compile(
    r"speak|speaker|sprachig|hablante|bilingual|fluent|native|parlant|sprekend|\b[ABC][12]\b", re.I
)
_MOST = 40
_CLAUSE = re.compile(r"(?<=[,;])\s|\s(?=(?:and|und|et|y|&|but|aber|mais|pero) )")
_ASKED = re.compile(
    r"required|must|mandatory|fluent|essential|erforderlich|zwingend|exigé|imprescindible|fließend|verhandlungssicher|"
    r"courant|obligatoi?r|indispensab|necesari|vereist|vloeiend|richiest|obrigatóri",
    re.I,
)
_LEVEL = re.compile(r"\b(?P<cefr>[ABC][12])\b(?:\s?[-–/]\s?\b[ABC][12]\b)?\+?")
_NATIVE = re.compile(
    r"native|mother ?tongue|muttersprach\w*|langue maternelle|maternelle|nativo|nativa|moedertaal|madrelingua|"
    r"lengua materna|língua materna|bilingual|bilingue|bilingüe",
    re.I,
)
_SPOKEN = re.compile(
    r"fluen\w+|speak\w*|spoken|native|bilingual|languages?\b|mother ?tongue|written|verbal|proficien\w+|command of|"
    r"\b[ABC][12]\b|flie(?:ß|ss)end\w*|muttersprach\w*|"
    r"sprach\w*|kenntnis\w*|verhandlungssicher\w*|in wort und schrift|idiomas?|\bnivel\b|nativ[oa]|hablad\w+|"
    r"langues?\b|courant\w*|maternelle|\blu\b|parlé|"
    r"bilingue|bilingüe|fluido|conversational|working knowledge|niveau|knowledge of|good|strong|excellent|very good|"
    r"gute[sn]?|sehr gute|sicher\w*|solide\w*|"
    r"communicat\w+|conocimientos?|dominio|maîtrise|vloeiend\w*|beheers\w+|taal|ottim[oa]|buon[oa]?|conoscenza|"
    r"lingua|fluente|fluência|domínio|avançado|required|preferred|"
    r"is a plus|a plus|advantage|von vorteil|essential|mandatory|necesari|imprescindible|un atout|un plus|skills|"
    r"level|must|流利",
    re.I,
)
_NOT_SPOKEN = re.compile(
    r"(?:english|french|german|spanish|italian|american|dutch|chinese|japanese|greek|indian|thai|british|swedish|"
    r"danish|polish)[- ](?:market|customers?|clients?|team|company|office|law|gaap|"
    r"culture|cuisine|restaurant|food|breakfast|government|version|department|teacher|literature|startup|start-up|"
    r"market leader|headquarters|tax|labou?r|based|embassy|citizen\w*|passport|"
    r"nationals?|subsidiar\w+|entit\w+|speaking (?:countries|markets?)|companies|automotive|engineering|public|"
    r"holidays?|industry)|deutsch(?:land|e[rnsm]? (?:markt|kunden|unternehmen|recht|bahn|bank|post|telekom|team))|"
    r"(?:major|degree|bachelor|b\.?a\.?) in english|polish (?:and|the|up|your|our)|français(?:e)? (?:leader|"
    r"entreprise)|(?:this|the) (?:job|posting|application|cv|resume|ad) (?:is |in )?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Named:
    """A language named in a sentence, and where."""

    code: str
    start: int
    end: int


def find_languages(title: str, text: str) -> list[SpokenLanguage]:
    """Languages asked for, in order, each with the level that stands beside it."""
    found: dict[str, SpokenLanguage] = {}
    for sentence in [*_in_title(title), *_sentences(text)]:
        named = _named(sentence)
        if not named or not _asks_language(sentence, title):
            continue
        for index, name in enumerate(named):
            level = _level_of(sentence, named, index)
            known = found.get(name.code)
            if known is None or (known.level is None and level is not None):
                required = not _wished(sentence, name.start) or (known is not None and known.required)
                found[name.code] = SpokenLanguage(code=name.code, level=level, required=required, excerpt=sentence)
    return list(found.values())


def _in_title(title: str) -> list[str]:
    return [title.strip()] if _SAID_IN_TITLE.search(title) and _named(title) else []


def _sentences(text: str) -> Iterator[str]:
    """The sentences that name a language, each once."""
    after, count = 0, 0
    for at, _, _ in _mentions(lowered(text)):
        if at < after:
            continue
        start, end = sentence_at(text, at)
        yield text[start:end]
        after, count = max(end, at + 1), count + 1
        if count >= _MOST:
            return


def _asks_language(sentence: str, title: str) -> bool:
    if sentence == title.strip():
        return True
    few = len(re.findall(r"\w+", sentence)) <= 6
    return bool(_SPOKEN.search(sentence)) or (few and bool(re.search(r"[(:]|/|,", sentence)))


def _wished(sentence: str, at: int) -> bool:
    """Whether what stands around one language makes it a wish: "German required, French a plus"."""
    if not WISH.search(sentence):
        return False
    position = 0
    for part in _CLAUSE.split(sentence):
        end = position + len(part) + 1
        if position <= at < end:
            return bool(WISH.search(part)) or not _ASKED.search(sentence)
        position = end
    return True


def _level_of(sentence: str, named: list[_Named], index: int) -> str | None:
    """CEFR level or "native" beside a language: behind it up to a comma, before it from one, else behind it at all."""
    name = named[index]
    end = named[index + 1].start if index + 1 < len(named) else min(len(sentence), name.end + 60)
    after = sentence[name.end : end]
    before = sentence[named[index - 1].end if index else max(0, name.start - 40) : name.start]
    near, _, further = after.partition(",")
    own = before.rpartition(",")[2] if index == 0 or "," in before else ""
    for words in (near, own):
        if level := _LEVEL.search(words):
            return level["cefr"]
        if _NATIVE.search(words):
            return "native"
    # "C1 English" behind the comma is the next language's.
    last = index + 1 == len(named)
    level = _LEVEL.search(further if last else "")
    return level["cefr"] if level else None


def _named(sentence: str) -> list[_Named]:
    """The languages a text names, in order."""
    plain = _NOT_SPOKEN.sub(lambda match: "~" * len(match[0]), sentence).lower()
    return [_Named(code, at, end) for at, end, code in _mentions(plain)]


def _mentions(text: str) -> Iterator[tuple[int, int, str]]:
    _, _, han = _names()
    for match in _WORD.finditer(text):
        code = _language_named(match[0])
        if code and text[match.start() - 1 : match.start()] != "-":
            yield match.start(), match.end(), code
    if not text.isascii():
        for name, code in han:
            if (at := text.find(name)) >= 0:
                yield at, at + len(name), code


@lru_cache(maxsize=16_384)  # few words make up most of every text
def _language_named(word: str) -> str | None:
    whole, begun, _ = _names()
    return whole.get(word) or next((code for size, codes in begun if (code := codes.get(word[:size]))), None)


@cache
def _names() -> tuple[dict[str, str], list[tuple[int, dict[str, str]]], list[tuple[str, str]]]:
    """Whole names, beginnings of names by their length, and names in scripts without blanks."""
    whole: dict[str, str] = {}
    begun: defaultdict[int, dict[str, str]] = defaultdict(dict)
    han: list[tuple[str, str]] = []
    text = files("tools.jobs.cleaning").joinpath("data", "languages.v1.tsv").read_text(encoding="utf-8")
    for code, listed in (line.split("\t") for line in text.splitlines()[1:]):
        for name in listed.split("|"):
            if name.endswith("*"):
                begun[len(name) - 1][name[:-1]] = code
            elif re.match(r"[\u3000-\u9fff]", name):
                han.append((name, code))
            else:
                whole[name] = code
    return whole, sorted(begun.items(), reverse=True), han
