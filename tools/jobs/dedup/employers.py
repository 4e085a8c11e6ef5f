"""Whether two names are of one employer."""

import re
from collections.abc import Sequence
from typing import Literal

from rapidfuzz.distance import Levenshtein

from tools.jobs.cleaning.employers import employer_key
from tools.jobs.dedup.figures import number_word
from tools.jobs.dedup.texts import words

Naming = Literal["same", "likely", "other"]
_SHORT_NAME = 3
_FAMILY = 2
_TELLING_WORD = 5
_LINKS = frozenset({"of", "the", "for", "and", "de", "der", "die", "das", "la", "le", "di", "von", "van", "fur", "des"})
_LONG_NAME = 10  # letters: in shorter names one letter makes another name
_ACRONYM = 3
# Two names in one: "Northgate Transport d/b/a NGT", "NGT (Northgate Transport)", "NGT - a Northgate company".
_TWO_NAMES = re.compile(
    r"\s+(?:d\.?/?b\.?/?a\.?|t/a|a\.?k\.?a\.?|formerly|trading as|doing business as|(?:a |is )?part of(?: the)?|"
    r"a (?:brand|division|subsidiary|unit|business|member) of|powered by|by|via|@|\||[-–—]|/)\s+|\s*[(\[)\]:;,]\s*",
    re.I,
)
_BEFORE_NAME = re.compile(
    r"^(?:formerly|previously|now|until recently|ehemals|früher|anciennement|antes|voorheen|ex)\s+|\s+franchise\w*$",
    re.I,
)
_KIND_OF_FIRM = (
    "group gruppe groupe grupo gruppo groep holding holdings company companies co corp corporation inc "
    "international global worldwide europe european emea apac americas north south east west central deutschland "
    "germany france uk usa us america canada india nederland benelux espana italia ireland schweiz switzerland "
    "austria services service solutions systems system technologies technology tech labs lab software digital "
    "online network partners associates consulting advisory insurance assurance bank banking capital finance "
    "financial investments management logistics logistik transport transporte freight lines line foods food "
    "restaurant restaurants restaurante hotel hotels cafe bar kitchen bakery clinic clinics klinik kliniken "
    "klinikum hospital hospitals health healthcare medical center centre rehab care pharmacy pharma "
    "pharmaceuticals school schools academy college university retail stores store shop shops stock team careers "
    "jobs studio studios media games gaming energy motors industries industrial manufacturing engineering "
    "construction maschinenbau praxis apotheke law firm llp district city council trust nhs foundation stiftung "
    "ev agency limited ltd llc gmbh ag sa sas bv ai io app hq the sia uab ooo pt tbk oy ab as kk sp z o und and "
    "et y e en sons pllc pc mbb partnerschaft partg laboratories laboratory practice farms farm market backerei "
    "metzgerei konditorei gasthaus gasthof autohaus kanzlei brauerei druckerei tischlerei schreinerei spedition "
    "kita hochschule universitat universidad universite universita fachhochschule institut instituto institute "
    "verein stadtverwaltung stadt landkreis kreis gemeente stichting ziekenhuis bakkerij zorggroep zorg ville "
    "mairie commune ayuntamiento comune azienda ospedale hopital clinique cabinet bureau boulangerie garage "
    "quincaillerie pharmacie farmacia panaderia almacenes construcciones construccion transportes talleres "
    "clinica hoteles colegio escuela ecole lycee supermercados laboratorios estudio residencia residence maison "
    "officina ristorante cooperativa genossenschaft metropolitan borough county municipal constabulary police "
    "trading enterprises eg ek kg ohg mbh ggmbh bvba nv srl spa sl plc lp markets contractors builders properties "
    "realty estate supply supplies products brands verzekeringen versicherung versicherungen seguros assurances "
    "assicurazioni zorghuis woonzorgcentrum verzorgingshuis pflegeheim seniorenheim ehpad "
    "hypermarche supermarche supermarkt supermarkte markte supermercado buergermeister burgermeister"
)
_GENERIC = frozenset(_KIND_OF_FIRM.split())
_SHORT = {
    "univ": "university", "intl": "international", "natl": "national", "mfg": "manufacturing", "hosp": "hospital",
    "assoc": "associates", "bros": "brothers", "ctr": "center", "inst": "institute", "sch": "school",
    "mgmt": "management", "svcs": "services", "svc": "service", "tech": "technology", "dept": "department",
    "dist": "district", "gov": "government", "govt": "government", "st": "saint", "mt": "mount", "ft": "fort",
    "corp": "corporation", "eng": "engineering", "pharma": "pharmaceuticals", "logistik": "logistics",
}  # fmt: skip
_SHORT_WORD = 4


def aliases(name: str) -> tuple[str, ...]:
    """The keys of the names that a name is made of, where there are several."""
    parts = [_BEFORE_NAME.sub("", part.strip()) for part in _TWO_NAMES.split(name) if part]
    told = [part for part in parts if len(part) > _SHORT_NAME - 1 and set(words(part)) - _GENERIC]
    return tuple(dict.fromkeys(employer_key(part) for part in told)) if len(parts) > 1 else ()


def family_names(name: Sequence[str]) -> list[str]:
    """The first words that tell a name from others: "altamira", "dental" of "Altamira Dental PLLC"; at most two."""
    name = _without_initials(_in_full(name))
    return [word for word in name if word not in _GENERIC | _LINKS][:_FAMILY] or list(name[:1]) or [""]


def akin(a: Sequence[str], b: Sequence[str], here: frozenset[str]) -> bool:
    """Whether two names differ in the kind of firm that they say it is, or in one word more: "Ostrow Chemical Works",
    "Ostrow Ltd"."""
    first, second = (_told(_in_full(name), here) for name in (a, b))
    if not first or not second or first[0] != second[0] or len(first[0]) < _TELLING_WORD:
        return False
    return set(first) <= set(second) or set(second) <= set(first)


def compare_aliases(a: Sequence[str], b: Sequence[str]) -> Naming | None:
    """Compare names made of several, None where none is in common: "Mercy - St Anne" is not "Mercy - St Rita"."""
    first, second = set(a), set(b)
    if not first & second:
        return None
    return "same" if first <= second or second <= first else "other"


def begins_with_alias(key: str, others: Sequence[str]) -> bool:
    """Whether an employer's key begins with a name that another has beside its first."""
    return any(len(alias) >= _LONG_NAME and key.startswith(alias) for alias in others)


def compare_names(a: Sequence[str], b: Sequence[str], here: frozenset[str]) -> Naming:
    """Compare two names in folded words; `here` are the words of the places, which a name may add.

    "same": one is the other with words after it that every firm may add, or reordered, misspelled, or its initials;
    "likely": one begins with the other, or both have two words in common before those that say what kind of firm it is.
    """
    a, b = _without_initials(_in_full(a)), _without_initials(_in_full(b))
    joined = "".join(a), "".join(b)
    if joined[0] == joined[1] or _misspelled(*joined) or _shortened(a, b):
        return "same"
    if set(a) - _LINKS == set(b) - _LINKS or _initials(a, b) or _initials(b, a):
        return "same"
    first, second = _told(a, here), _told(b, here)
    bare_a, bare_b = set(map(_singular, a)) - _LINKS - here, set(map(_singular, b)) - _LINKS - here
    if first and first == second and (bare_a <= bare_b or bare_b <= bare_a):
        return "same"
    if len(first) > 1 and first == second:
        return "likely"
    short, long = sorted(([word for word in name if word not in _LINKS] for name in (a, b)), key=len)
    told_enough = len("".join(short)) > _SHORT_NAME or len(short) > 1
    return "likely" if told_enough and sorted(long[: len(short)]) == sorted(short) else "other"


def _told(name: Sequence[str], here: frozenset[str]) -> list[str]:
    """The words of a name that tell it from others."""
    return [_singular(word) for word in name if word not in _GENERIC | _LINKS and word not in here]


def _in_full(name: Sequence[str]) -> list[str]:
    """The words of a name with what is always shortened spelled out."""
    return [number_word(_SHORT.get(word, word)) for word in name]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _SHORT_WORD and word.endswith("s") and not word.endswith("ss") else word


def _shortened(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether the words of the one are those of the other, or short for them: "Clearwater Labs" of "Laboratories"."""
    return len(a) == len(b) > 1 and all(
        min(x, y, key=len) == max(x, y, key=len)[: min(len(x), len(y))] and min(len(x), len(y)) >= _ACRONYM
        for x, y in ((x.removesuffix("s"), y.removesuffix("s")) for x, y in zip(a, b, strict=True))
    )


def _without_initials(name: Sequence[str]) -> Sequence[str]:
    """Without initials before the words they stand for: "BKL Brandt Keller Lindqvist"."""
    stands_for = name[1 : 1 + len(name[0])] if name else ()
    return name[1:] if len(stands_for) > 1 and name[0] == "".join(word[0] for word in stands_for) else name


def _initials(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the one name begins with the initials of the other: "IRC" of "International Rail Components"."""
    told = [word for word in long if word not in _LINKS]
    if short and len(told) >= _ACRONYM and short[0] == "".join(word[0] for word in told):
        return True
    begun = len(short) - 1  # "Summit First CU" of "Summit First Credit Union"
    rest = "".join(word[0] for word in long[begun:])
    return begun > 0 and list(short[:begun]) == list(long[:begun]) and len(rest) > 1 and short[-1] == rest


def _misspelled(a: str, b: str) -> bool:
    return min(len(a), len(b)) >= _LONG_NAME and (a + b).isalpha() and Levenshtein.distance(a, b, score_cutoff=1) <= 1
