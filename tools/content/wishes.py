"""What a person wants of a letter, read out of their own words. Pure; what is not understood is said to be."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TypeVar

from tools.content.schemas import Length, Tone
from tools.yaml_text import parse_yaml

Kind = TypeVar("Kind", Tone, Length)

_AVOID = re.compile(
    r"^(?:please |bitte )?(?:(?:do not|don['’]?t|never)\s+(?:mention|say|talk about|include|speak of|"
    r"bring up|write about)|"
    r"leave out|avoid(?: mentioning)?|skip|omit|without(?: mentioning)?|no mention of|(?:erwähne?|nenne?)\s+nicht|ohne|"
    r"lass(?:e)?(?=.*\bweg\b)|ne (?:mentionne|parle)[sz]? pas(?: de)?|sans(?: mentionner)?|"
    r"évite[sz]?(?: de mentionner)?|"
    r"no (?:menciones|hables de)|sin(?: mencionar)?|evita|noem\s+(?=.*\bniet\b)|zonder|laat(?=.*\bweg\b)|"
    r"não (?:mencione|menciones|fale de)|sem(?: mencionar)?|evite)\s+(?P<what>.+)$",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"\b(?:without|ohne|sans|sin|zonder|sem)(?: (?:mention\w*|mencion\w*))?\s+(?P<what>.+)$", re.IGNORECASE
)
_CLAIM = re.compile(
    r"^(?:please |bitte )?(?:(?:say|state|write|claim|tell\s+\w+|add|pretend|mention|include|note|"
    r"schreib\w*|sag\w*|erwähne?|"
    r"behaupte|dis|écris|ajoute|di|escribe|añade|schrijf|zeg|vermeld|diga|escreva|acrescente)\s*,?\s+)?"
    r"(?:that|dass|que|qu['’]|dat)?\s*(?P<claim>(?:I(?:['’]\w+)?|my|ich|mein\w*|je|j['’]\s?ai|mon|ma|yo|"
    r"tengo|soy|mi|ik|mijn|"
    r"eu|tenho|sou|meu|minha)\b.+)$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"^(?:please |bitte |also |auch |and )*(?:mention(?:ing)?|focus(?:ing)? (?:more )?on|focus|"
    r"emphasi[sz]e|highlight|stress|include|"
    r"play up|talk about|bring up|lead with|add|put (?:the )?(?:focus|emphasis|stress) on|more(?: about|"
    r" on)?|erwähne?|betone?|"
    r"(?:mit )?(?:fokus|schwerpunkt)(?: auf)?|hebe?|fokussier\w* (?:dich )?auf|mehr|mentionne[rz]?|insiste[rz]? sur|"
    r"mets? en avant|parle[rz]? de|menciona[r]?|destaca[r]?|insiste en|céntrate en|habla de|noem|vermeld|benadruk|"
    r"leg (?:de )?nadruk op|focus op|mencione|mencionar|destaque|destacar|foque em|fale de)\s*:?\s+(?P<what>.+)$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:that |the |a |an |on |my |our |mein\w* |die |den |das |mes |mon |ma |la |le |les |l['’]|mi |"
    r"mis |el |los |las |mijn |"
    r"de |het |o |a |os |as |minha |meu |experience (?:with|in) |skills? in |erfahrung (?:mit|in) |"
    r"expérience (?:de|en|avec) |experiencia (?:con|en) |ervaring met |experiência (?:com|em) )+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s+(?:please|bitte|hervor|weg|niet|s['’]il (?:te|vous) plaît|por favor|experience|skills?)\s*$", re.IGNORECASE
)
_ITEMS = re.compile(r"\s*,\s*(?:and |und |et |y |en |e )?|\s+(?:and|und|et|y|en|e|sowie|plus|&)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Wishes:
    """`emphasise` and `avoid` are words, `claims` sentences about the person, `unread` what could not be followed."""

    tone: Tone | None = None
    length: Length | None = None
    emphasise: list[str] = field(default_factory=list)
    avoid: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_wishes(prompt: str | None) -> Wishes:
    """The wishes in a prompt (en, de, fr, es, nl, pt): tone, length, what to dwell on, to leave out, to claim."""
    words = _words()
    wishes = Wishes(tone=_first(words.tones, prompt or ""), length=_first(words.lengths, prompt or ""))
    for clause in words.between.split(prompt or ""):
        _sort(clause.strip(" ,:–-\"“”'"), wishes)
    return wishes


def _sort(clause: str, wishes: Wishes) -> None:
    if not clause:
        return
    if (without := _WITHOUT.search(clause)) and without.start():
        wishes.avoid.extend(_items(without["what"]))
        return _sort(clause[: without.start()].strip(" ,"), wishes)
    if found := _AVOID.match(clause):
        wishes.avoid.extend(_items(found["what"]))
    elif found := _CLAIM.match(clause):
        claim = _without_asides(found["claim"].strip())
        plain = (
            _items(claim)
            if clause == claim and len(claim.split()) <= 3 and re.match(r"(?:my|mein)", claim, re.I)
            else []
        )
        (wishes.emphasise if plain else wishes.claims).extend(plain or [claim])
    elif found := _NAMED.match(clause):
        wishes.emphasise.extend(_items(found["what"]))
    elif _left_over(clause):
        wishes.unread.append(clause)


def _without_asides(claim: str) -> str:
    """The claim without what follows a comma and only tells tone or length."""
    head, _, tail = claim.rpartition(", ")
    return _without_asides(head) if head and not _left_over(tail) else claim


def _items(words: str) -> list[str]:
    parts = (_LEAD.sub("", _TAIL.sub("", part.strip(" .,:\"“”'"))) for part in _ITEMS.split(words))
    return [part for part in (part.strip() for part in parts) if _left_over(part)][:10]


def _first(kinds: dict[Kind, re.Pattern[str]], prompt: str) -> Kind | None:
    return next((kind for kind, said in kinds.items() if said.search(prompt)), None)


def _left_over(clause: str) -> str:
    """What is left of a clause beside tone, length and filling words."""
    words, rest = _words(), clause
    for said in (*words.tones.values(), *words.lengths.values(), words.fillers):
        rest = said.sub(" ", rest)
    return re.sub(r"[\W\d_]+", " ", rest).strip()


@dataclass(frozen=True)
class _Words:
    tones: dict[Tone, re.Pattern[str]]
    lengths: dict[Length, re.Pattern[str]]
    fillers: re.Pattern[str]
    between: re.Pattern[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    raw = parse_yaml((files("tools.content") / "data" / "prompt.yaml").read_text(encoding="utf-8"))
    verbs = "|".join(raw["verbs"])
    joints = r"and|but|und|aber|et|mais|y|pero|en|maar|e|mas"
    return _Words(
        tones={kind: _whole(said) for kind, said in raw["tones"].items()},
        lengths={kind: _whole(said) for kind, said in raw["lengths"].items()},
        fillers=_whole(raw["fillers"]),
        between=re.compile(
            rf"[.;!?\n]+\s*|,?\s+(?:{joints})\s+(?=(?:please |also |bitte |auch )?(?:{verbs})\b)|,\s+(?=(?:{verbs})\b)",
            re.IGNORECASE,
        ),
    )


def _whole(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
