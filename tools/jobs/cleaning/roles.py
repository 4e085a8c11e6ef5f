"""The canonical words of a role: abbreviations spelled out, other languages' names of trades in English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tools.jobs.cleaning.gazetteer import key
from tools.jobs.parsing.occupations import looks_like_title

_TOKEN = re.compile(r"\.?[^\W_]+(?:[.][^\W_]+)*(?:[+#]+|&[^\W_]+)?(?:['’][^\W_]+)?|&")
_LONGEST = 6
# What may stand behind the head of a role and belongs in front of it: "Developer Backend", "Desarrollador Java".
_SPECIAL = (
    "backend frontend ios android mobile web java python php .net c# c++ go ruby rust node.js react angular "
    "vue devops cloud embedded data ai security platform qa sap salesforce javascript typescript kotlin swift "
    "scala wordpress magento shopify unity unreal game blockchain firmware network ux ui it hr erp crm cnc "
    "sql etl bi"
)
SPECIALITIES = frozenset(_SPECIAL.split()) | {"full stack", "machine learning"}
# Kinds of software work that make a role of their own, in front of it or behind a comma.
KINDS = frozenset({"backend", "frontend", "full stack", "ios", "android", "mobile", "embedded", "web", "devops"})
_ASIDE_WORDS = "fur im in to for pour para with mit voor bei beim within at am an auf bij nel per presso zu zum"
_OPENS_ASIDE = frozenset(_ASIDE_WORDS.split())
_JOINING = "de di du des d del della da do dos of en au aux a le la les der die das den dem el los las the"
_OF = frozenset(_JOINING.split())
# Short for a trade in a role, and a word of its own in the name of a team.
_ONLY_TRADES = frozenset(("tech", "techs", "dev", "spec", "prof", "exec", "admin", "rep", "ops"))
_ARTICLES = frozenset(
    ("the", "our", "die", "das", "den", "der", "unser", "unsere", "unseren", "nos", "notre", "la", "el")
)
_FEMININE = (
    ("ierin", "ier"), ("erin", "er"), ("eurin", "eur"), ("istin", "ist"), ("antin", "ant"), ("entin", "ent"),
    ("orin", "or"), ("ogin", "oge"), ("euse", "eur"), ("trice", "teur"), ("iere", "ier"), ("iera", "ier"),
    ("iero", "ier"), ("ienne", "ien"), ("ante", "ant"), ("ente", "ent"), ("elle", "el"), ("ee", "e"), ("ora", "or"),
    ("ore", "or"), ("adora", "ador"), ("esse", "e"), ("essa", "e"), ("mente", "mente"), ("frau", "mann"), ("a", "o"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Worded:
    """A part of a title in canonical words: the role, and what stood behind it and says more of the opening."""

    role: str
    asides: tuple[str, ...]
    known: bool


def word_role(text: str) -> Worded:
    """Lower-case canonical words of a part of a title; `known` when the list of roles names it."""
    words = _spelled(_TOKEN.findall(text.replace("-", " ").replace("‑", " ").replace("/", " ")))
    head = next(_matches(words), None)
    if head is None:
        front, asides = _split_aside(words)
        front = _turned(front)
        return Worded(_singular(" ".join(front)), asides, False)
    start, end, canonical = head
    foreign = [key(word) for word in words[start:end]] != key(canonical).split()
    before, after = words[:start], words[end:]
    front = [word for word in before if key(word) not in _OF or not foreign]
    special, tail, asides = _behind(after, foreign)
    return Worded(_singular(" ".join([*front, *special, canonical, *tail])), asides, True)


def speciality(text: str) -> str:
    """A team, product or stack in lower case, with the usual spellings of the words that have several."""
    words = _TOKEN.findall(text.replace("-", " "))
    if any(word.lower() in _ONLY_TRADES for word in words):
        return " ".join(word.lower() for word in words)
    return " ".join(_spelled(words)) or text.strip().lower()


def _spelled(tokens: list[str]) -> list[str]:
    """Tokens in lower case with abbreviations and spellings made one; several words may become one entry."""
    lowered = [token.lower().replace("’", "'") for token in tokens]
    found: list[str] = []
    index = 0
    while index < len(lowered):
        for size in (3, 2, 1):
            piece = " ".join("and" if word == "&" else word for word in lowered[index : index + size])
            known = _words().get(piece) if index + size <= len(lowered) else None
            if known is not None:
                found.append(known)
                index += size
                break
        else:
            found.append(lowered[index])
            index += 1
    return found


def _matches(words: list[str]) -> Iterator[tuple[int, int, str]]:
    """The longest name of a role among the words; of two as long the later one, where English has its head."""
    keys = [_root(part) for word in words for part in key(word).split() or [""]]
    if len(keys) != len(words):
        words = [part for word in words for part in word.split()]
        keys = [_root(key(word)) for word in words]
        if len(keys) != len(words):
            return
    table = _roles()
    for size in range(min(_LONGEST, len(keys)), 0, -1):
        for start in range(len(keys) - size + 1):
            name = " ".join(keys[start : start + size])
            canonical = table.get(name) or (table.get(f"={name}") if size == len(keys) else None)
            if canonical is not None:
                yield start, start + size, canonical


def _behind(after: list[str], foreign: bool) -> tuple[list[str], list[str], tuple[str, ...]]:
    """What follows a role's name: specialities that belong before it, what goes on with it, and asides."""
    if after and all(word in SPECIALITIES for word in after) and len(after) <= 3:
        return after, [], ()
    bare = list(after)
    while bare and (key(bare[0]) in _OF | _OPENS_ASIDE or bare[0] in _ARTICLES):
        bare = bare[1:]
    rest = " ".join(bare)
    if bare and bare == after and not foreign and looks_like_title(bare[-1]):
        return [], bare, ()  # "physical therapist assistant" is another trade than "physical therapist"
    return [], [], (rest,) if rest else ()


def _split_aside(words: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """ "Engineer for payments" is an engineer, with payments aside."""
    for index, word in enumerate(words):
        if index and key(word) in _OPENS_ASIDE and looks_like_title(" ".join(words[:index])):
            rest = [w for w in words[index + 1 :] if w not in _ARTICLES]
            return words[:index], (" ".join(rest),) if rest else ()
    return words, ()


def _turned(words: list[str]) -> list[str]:
    """ "engineer backend" as "backend engineer"."""
    for index in range(len(words) - 1, 0, -1):
        if words[index] not in SPECIALITIES:
            head, tail = words[: index + 1], words[index + 1 :]
            return [*head[:-1], *tail, head[-1]] if tail and looks_like_title(head[-1]) else words
    return words


def _singular(role: str) -> str:
    last = role.rsplit(" ", 1)[-1]
    if len(last) > 4 and last.endswith("s") and not last.endswith("ss") and looks_like_title(last[:-1]):
        return role[:-1] if not looks_like_title(last) or last[:-1] in role else role
    return role


def _root(word: str) -> str:
    """The word as the list of roles is looked up: the feminine forms of six languages as the masculine."""
    if len(word) > 4 and not word.isdigit():
        for ending, other in _FEMININE:
            if word.endswith(ending):
                return word[: -len(ending)] + other
    return word


@cache
def _words() -> dict[str, str]:
    return dict(line.split("\t") for line in _lines("words.v1.tsv"))


@cache
def _roles() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _lines("roles.v1.tsv"):
        canonical, _, others = line.partition("\t")
        for name in (canonical, *filter(None, others.split("|"))):
            mark = "=" if name.startswith("=") else ""
            found.setdefault(mark + " ".join(_root(part) for part in key(name).split()), canonical)
    return found


def _lines(name: str) -> list[str]:
    return files("tools.jobs.cleaning").joinpath("data", name).read_text(encoding="utf-8").splitlines()[1:]
