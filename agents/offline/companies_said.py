"""Employers a sentence names: those it keeps to, those it leaves out, and those to be watched."""

import re
from typing import Any

from agents.offline.language import fold, word_concepts
from agents.offline.places_said import country_of
from agents.offline.spans import GAP, Spans
from agents.offline.vocabulary import vocabulary
from agents.offline.wordings import URL, clean_url
from tools.jobs.cleaning.gazetteer import cities, regions
from tools.skills import category

_SPLIT = re.compile(
    r"\s*(?:,\s*(?:and|or|und|oder|et|ou|y|o|nor)?\s+|,|\s(?:and|or|und|oder|et|ou|y|o|nor|ni(?: de| d')?|sowie|"
    r"plus|&)\s)\s*"
)
_WORD = re.compile(r"[^\s,;:!?()\x01]+")
_AT = re.compile(
    r"\b(?:(?:working |work |roles |jobs |openings |positions )?(?:only )?at|bei(?: der)?|chez|de chez|"
    r"(?:jobs?|roles?|openings?|positions?|postings?|vacancies|offers|anything|stuff|offres|postes|ofertas|empleos|"
    r"vacantes|trabajos|stellen|something) (?:of|from|by|with|von|de)|(?:work|working|trabajar|travailler) "
    r"(?:for|with|pour|para|en)) (?:the )?(?=\S)"
)
_TRADES = frozenset({"language", "framework"})
_SURE = ("at ", "bei ", "chez ")
_WHAT = (
    r"(?:(?:anything|something|jobs|any|those|offers|more|stuff|roles|ones|was|etwas|rien|nada|mehr|mas|d'offres|"
    r"les offres|ofertas) )*"
)
_NEVER_SHOW = (
    r"(?:(?:don'?t|do not|never|stop|please)(?: ever)? (?:show|showing|want|include|give|suggest\w*|"
    r"recommend\w*|offer|send\w*)"
    r"(?: me)? (?:to (?:see|work for|hear) )?|block |blacklist |ban |exclude |hide |blockiere? |bloque\w* |"
    r"excluye |exclus |exclure |"
    r"ne me (?:montre|propose|suggere)\w*(?: plus)?(?: jamais)? |(?:plus )?jamais |je ne veux (?:plus|"
    r"pas)(?: jamais)? (?:voir |recevoir |entendre parler )?|no quiero (?:ver |recibir )?|"
    r"ich will nichts (?:mehr )?|no me (?:muestres|ensenes|"
    r"propongas|recomiendes|vuelvas a "
    r"mostrar)(?: nunca)? |nunca(?: mas)?(?: me (?:muestres|ensenes|propongas|recomiendes))? |"
    r"zeig mir (?:nie (?:wieder|mehr)|nichts|keine) |nie (?:wieder|mehr) |"
    r"keep )"
)
_NOT = re.compile(
    rf"(?:\b(?:but|and|aber|mais|pero|just|please|und|et|y) )?\b(?:{_NEVER_SHOW}{_WHAT}|(?:nothing|none|"
    rf"never(?: again)?|nie(?:mals)?|no (?:more )?(?:jobs|roles|openings|"
    r"positions|offers|ads)|not|leave out|skip|exclud\w*|except(?: for)?|other than|apart from|anything but|"
    r"anywhere but|without|nicht|"
    r"nichts|keine (?:jobs|stellen)|ausser|ohne|pas|sauf|hormis|rien|aucune? (?:offre|poste)|excepto|menos|"
    r"salvo|nada|que no (?:sea|sean)|no)"
    r"(?: (?:the ones|ones|those|jobs|roles))? )(?:d'|(?:at|from|by|for|with|of|bei|von|chez|de|en|a|to see|"
    r"the company|companies like) )?"
    r"(?=\S)"
)
_SHOWS_NEVER = re.compile(_NEVER_SHOW)
_NAME_TAIL = re.compile(r"(?:'s|'|\.)$")
_OF_JOBS = re.compile(r"-(?:stellen?|jobs?|positionen|rollen?|angebote?|vacatures?|banen|functies?)$")
# "watch Acme again" names Acme.
_ONCE_MORE = re.compile(
    r"\s+(?:again|once more|anew|too|please|bitte|erneut|wieder|noch ?mal|de nouveau|encore|otra vez|de nuevo)$", re.I
)
_CAREERS = re.compile(
    r"^(?:(?:the |all |any |new |open |careers? |jobs? |openings? |positions? |roles? |page |site |board |"
    r"postings? |"
    r"vacancies |company |companies |firm |out |for |at |of |from |by |on |in |what |whatever |anything |news |"
    r"die |das |der |"
    r"den |firma |unternehmen |stellen |offnen |offene |neue |neuen |karriereseite |von |bei |les |la |le |l'|"
    r"offres |page |"
    r"carrieres |de |d'|du |chez |entreprise |societe |las |los |el |ofertas |empresa |pagina |nuevas |a )+)"
)


def take_blocked(spans: Spans) -> dict[str, Any]:
    """`blocked_companies`: those that are not wanted."""
    for match in _NOT.finditer(spans.folded):
        sure = bool(
            _SHOWS_NEVER.match(match.group().lstrip()) or re.search(r"\b(?:at|from|by|bei|chez)\s+$", match.group())
        )
        names, end = _names(spans, match.end(), sure=sure)
        if names:
            spans.take(match.start(), end)
            return {"blocked_companies": names}
    return {}


def names_at(spans: Spans, start: int) -> tuple[list[str], int]:
    """The employers whose names begin at a place where only an employer can stand, and where the last of them ends."""
    return _names(spans, start, sure=True)


def names_trade(name: str) -> bool:
    """Whether a name is that of a programming language or a framework, and so of no employer.

    >>> names_trade("Python"), names_trade("Stripe")
    (True, False)
    """
    return category(name) in _TRADES


def take_employers(spans: Spans) -> dict[str, Any]:
    """`companies`: those that alone are wanted; a name after "for" or "from" counts when it has a capital."""
    found: list[str] = []
    at = 0
    while match := _AT.search(spans.folded, at):
        sure = match.group().removesuffix("the ").removesuffix("der ").endswith(_SURE)
        names, end = _names(spans, match.end(), sure=sure)
        at = match.end()
        if match.group().endswith(" de ") and all(names_trade(name) for name in names):
            continue  # "empleos de Python" are jobs for those who know Python
        if names:
            found += names
            spans.take(match.start(), end)
    return {"companies": list(dict.fromkeys(found))} if found else {}


def watched_in(text: str) -> list[str]:
    """Companies named outright as what is to be watched: names or addresses, in the order of the text."""
    if addresses := [clean_url(match.group()) for match in URL.finditer(text)]:
        return addresses
    return _listed(text)


def _listed(text: str) -> list[str]:
    parts = [part.strip(" .!?\"'“”") for part in _SPLIT.split(text.strip())]
    parts = [part[_lead(fold(part)) :].strip() for part in parts if part]
    parts = [_ONCE_MORE.sub("", part) for part in parts if part]
    names = [_NAME_TAIL.sub("", part) for part in parts if len(part.split()) <= 4]
    return [name for name in names if name and not all(_is_common(word) for word in fold(name).split())]


def _lead(folded: str) -> int:
    match = _CAREERS.match(f"{folded} ")
    return min(match.end(), len(folded)) if match else 0


def _names(spans: Spans, start: int, *, sure: bool) -> tuple[list[str], int]:
    """The names that begin here, joined by commas and "and", and where they end."""
    names: list[str] = []
    at = end = start
    while True:
        stop = _name_end(spans, at, sure=sure)
        if stop is None:
            break
        names.append(_NAME_TAIL.sub("", spans.written(at, stop)).strip())
        end = stop
        joint = _SPLIT.match(spans.folded, stop)
        if joint is None:
            break
        at = joint.end()
    return names, end


def _name_end(spans: Spans, start: int, *, sure: bool) -> int | None:
    """Where one name ends: a run of words with capitals, or with `sure` one word in lower case."""
    end = None
    at = start
    while match := _WORD.match(spans.text, at):
        if GAP in spans.folded[match.start() : match.end()] or spans.folded[match.start() : match.end()].isspace():
            break
        word = match.group().strip("\"'“”.")
        if not word or not (word[0].isupper() or word[0].isdigit() or word in {"&", "de", "of"}):
            break
        if end is None and (_is_common(fold(word)) or word[0].isdigit() or word in {"&", "de", "of"}):
            break
        end = match.end() - (len(match.group()) - len(match.group().rstrip(".\"'”")))
        at = match.end() + 1
        if spans.text[match.end() : at] != " ":
            break
    if end is not None:
        name = spans.written(start, end)
        return None if not sure and _is_place(name) else end
    return _lower_case(spans, start) if sure else None


def _lower_case(spans: Spans, start: int) -> int | None:
    match = _WORD.match(spans.folded, start)
    if match is None or spans.text[start : match.end()][:1].isupper() or not spans.text.islower():
        return None
    word = match.group().strip("\"'.")
    known = vocabulary()
    plain = len(word) > 2 and word.isalnum() and not word.isdigit()
    if not plain or _is_common(word) or word in known.stopwords or _is_place(word):
        return None
    return start + len(word)


def _is_common(word: str) -> bool:
    known = vocabulary()
    bare = word.strip("\"'.")
    if _OF_JOBS.search(bare):
        return True
    return bare in vocabulary().not_employers or bare in known.stopwords or "job" in word_concepts(bare)


def _is_place(name: str) -> bool:
    return bool(country_of(name) or cities(name) or regions(name))
