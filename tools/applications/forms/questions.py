"""Pure: which question a field of a form asks, and how careful one must be with it.

Precision first: a question that is understood wrongly is answered wrongly. What names a place ("authorised to work in
Spain"), joins two questions, or carries a condition is a question of its own, known by its words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tools.applications.forms.reading.words import folded
from tools.applications.forms.schemas import FormField
from tools.applications.plain_words import plain_words
from tools.job_profiles.places import place_in
from tools.job_profiles.schemas import AnswerCategory, KnownAs
from tools.jobs.matching.words import words as split_words
from tools.yaml_text import parse_yaml

_AUTOCOMPLETE = {
    "given-name": "first_name", "family-name": "last_name", "name": "full_name", "email": "email", "tel": "phone",
    "tel-national": "phone", "street-address": "street", "address-line1": "street", "postal-code": "postal_code",
    "address-level2": "city", "country": "country", "country-name": "country", "bday": "date_of_birth",
    "organization": "company", "organization-title": "headline", "honorific-prefix": "salutation", "sex": "gender",
}  # fmt: skip
_FILLER = re.compile(
    r"\b(?:please|enter|your|provide|bitte|gib|geben sie|ihre?n?|deine?n?|an|ein|merci d indiquer|veuillez|"
    r"indiquer|votre|vos|la tua|il tuo|inserisci|tu|su|por favor|indica|what is|was ist|wie lautet|quel(?:le)? est)\b"
)
_ASIDE = re.compile(r"\((?:[^()]{0,60})\)|\[(?:[^\[\]]{0,60})\]|[:;–—].*$")
_LONG = 400
# A second question, a condition, or a wish for an explanation makes another question of it.
_CONDITION = re.compile(
    r"\b(?:if (?:you|yes|so|not|no|applicable)|falls|wenn (?:ja|nein|sie|du)|si (?:oui|non|vous)|se (?:si|no)|explain|"
    r"please (?:describe|elaborate)|begrunde\w*|erlautere\w*|precisez|describe)\b"
)
_DENIED = re.compile(r"\b(?:without|not|no longer|never|unable|ohne|nicht|kein\w*|nie|sans|pas|senza|non|sin|nunca)\b")
_THIS_PLACE = re.compile(
    r"\b(?:country|location|region|state|city) (?:for|in|where|to|of|you)\b|\b(?:this|the) (?:country|location|role|"
    r"position|job|office)\b|\b(?:land|standort) (?:in|fur|der|dieser)\b|\b(?:ce|le|du) (?:pays|lieu|poste)\b"
)
# What is another question in every place, though it is no known one.
_OF_A_PLACE = re.compile(
    r"\b(?:commut\w*|(?:in|at|to) (?:the|our|this) office|on ?site|relocat\w*|visas?|visum\w*|permits?|resid\w+|"
    r"work authori[sz]ation|eligible to work|pendel\w*|vor ort|umzug\w*|umzuziehen|aufenthalt\w*|\w*bewilligung\w*|"
    r"arbeitserlaubnis|sur place|demenag\w*|permis|presencial|mudar\w*|trasladar\w*|permiso|permesso|trasfer\w+)\b"
)
_TALENT = re.compile(r"talent|future|kunftig|weitere (?:stellen|vakanzen)|andere vakanzen|futur|opportunit")


@dataclass(frozen=True, slots=True)
class _Question:
    """One known question: what it says, what takes it back, and where a place makes another question of it."""

    key: str
    category: AnswerCategory
    whole: re.Pattern[str] | None
    says: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    names: re.Pattern[str] | None
    options: re.Pattern[str] | None
    placed: bool
    file: bool


def known_as(field: FormField, language: str) -> KnownAs:
    """How a field's question is understood; one that is not known has the folded words of the question for its key.

    `extra["question"]` are the words as asked. `extra["about"]` says what an unknown one concerns (privacy,
    talent_pool, a known question that is narrowed), `extra["place"]` the place it names, `extra["of_place"]` that it
    names none and its answer holds for the job's place only. `language` is the form's.
    """
    said = (field.group or field.label) if field.options else (field.label or field.group)
    question = " ".join((said or "").split())
    extra: dict[str, Any] = {"question": question, "language": language}
    if field.unseen:
        return KnownAs(key="left to the page", category="other", is_known=False, extra=extra)
    plain = _plain(question)
    if (field.kind == "checkbox" and not field.options) or _consents(field, plain):
        return _box(field, question, plain, extra)
    found = _found(field, question, plain)
    if len(found) == 1:
        return _narrowed(found[0], question, plain, extra)
    if len(found) > 1:
        extra["about"] = " and ".join(one.key for one in found)
    strict = next((one.category for one in found if one.category in ("legal", "salary", "equal_opportunity")), None)
    return _unknown(question or field.name or "", strict or _category(plain), extra)


def _found(field: FormField, question: str, plain: str) -> list[_Question]:
    """The questions that fit: by the words, else by what the page tells browsers, its names, or the field's kind."""
    listed = [one for one in _questions() if _may_be(one, field)]
    options = [_plain(option.label) for option in field.options]
    chosen = [one for one in listed if one.options and sum(bool(one.options.fullmatch(text)) for text in options) >= 2]
    if chosen and len(plain) < 40:
        return chosen[:1]
    bare = _bare(question)
    whole = [one for one in listed if one.whole and (one.whole.fullmatch(bare) or one.whole.fullmatch(plain))]
    if whole:
        return whole[:1]
    said = [
        one for one in listed if one.says and one.says.search(plain) and not (one.unless and one.unless.search(plain))
    ]
    if said:
        return said[:1] if field.kind == "file" else said
    told = _AUTOCOMPLETE.get((field.autocomplete or "").split(" ")[-1])
    if told is not None and len(plain.split()) <= 6:
        return [one for one in listed if one.key == told]
    invited = _plain(field.placeholder or "") if field.kind == "textarea" else ""
    letters = [one for one in listed if one.key == "cover_letter" and one.says and one.says.search(invited)]
    return letters or (_by_name(field, listed) if len(plain.split()) <= 3 else [])


def _by_name(field: FormField, listed: Iterable[_Question]) -> list[_Question]:
    """By the field's name in the markup, the last words of it, or its kind."""
    name = " ".join(re.findall(r"[a-z]+|\d+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", field.name or "").lower()))
    last = " ".join(name.split()[-2:])
    for text in dict.fromkeys((name, last, name.split(" ")[-1])):
        named = [one for one in listed if text and one.names and one.names.fullmatch(text)]
        if named:
            return named[:1]
    by_kind = {"email": "email", "tel": "phone"}.get(field.kind)
    return [one for one in listed if one.key == by_kind and not field.label]


def _may_be(one: _Question, field: FormField) -> bool:
    if field.kind == "file":
        return one.file or one.key == "cover_letter"
    return not one.file and field.kind != "password"


def _narrowed(one: _Question, question: str, plain: str, extra: dict[str, Any]) -> KnownAs:
    """The known question itself, or one of its own where a place, a denial or a condition narrows it."""
    if one.category in ("contact", "link", "other"):
        return KnownAs(key=one.key, category=one.category, is_known=True, extra=extra)
    place = place_in(question) if one.placed else None
    here = bool(one.placed and _THIS_PLACE.search(plain))
    denied = _DENIED.search(plain) is not None
    if one.placed and place is None:
        extra["of_place"] = True
    if place is None and not here and not denied and _CONDITION.search(plain) is None:
        return KnownAs(key=one.key, category=one.category, is_known=True, extra=extra)
    extra["about"] = one.key
    if place is not None:
        extra["place"] = place
    return _unknown(question, one.category, extra)


def _box(field: FormField, question: str, plain: str, extra: dict[str, Any]) -> KnownAs:
    """A box to tick, or a choice of declarations: a consent to its very words, unless it asks what is known."""
    category: AnswerCategory = "consent" if field.options else _category(plain)
    if category == "consent":
        extra["about"] = "talent_pool" if _TALENT.search(plain) else "privacy"
        return _unknown(question, "consent", extra)
    found = [one for one in _questions() if _may_be(one, field) and one.says and one.says.search(plain)]
    if len(found) == 1 and not (found[0].unless and found[0].unless.search(plain)):
        return _narrowed(found[0], question, plain, extra)
    return _unknown(question or field.name or "", category, extra)


def _consents(field: FormField, plain: str) -> bool:
    """A choice whose question or answers are declarations: "I agree" beside "I do not"."""
    if field.kind not in ("radio", "checkbox", "select") or not field.options:
        return False
    pattern = _categories()["consent"]
    declared = [option for option in field.options if pattern.search(_plain(option.label))]
    return (bool(declared) and len(declared) * 2 >= len(field.options)) or bool(pattern.search(plain))


def _unknown(question: str, category: AnswerCategory, extra: dict[str, Any]) -> KnownAs:
    key = " ".join(split_words(question))[:300] or folded(question)[:300] or "unnamed"
    bound = category == "legal" or (category != "consent" and _OF_A_PLACE.search(_plain(question)))
    if bound and "place" not in extra and place_in(question) is None:
        extra["of_place"] = True
    return KnownAs(key=key, category=category, is_known=False, extra=extra)


def _category(plain: str) -> AnswerCategory:
    return next((category for category, pattern in _categories().items() if pattern.search(plain)), "other")


def _plain(text: str) -> str:
    """Folded words with single spaces."""
    return plain_words(text[:_LONG])


def _bare(question: str) -> str:
    """The words without asides and fillers: "Your e-mail address (private):" is "e mail address"."""
    return " ".join(_FILLER.sub(" ", _plain(_ASIDE.sub(" ", question))).split())


@cache
def _categories() -> dict[AnswerCategory, re.Pattern[str]]:
    raw: dict[AnswerCategory, list[str]] = _data("question_categories.v1.yaml")
    return {category: re.compile("|".join(f"(?:{one})" for one in entries)) for category, entries in raw.items()}


@cache
def _questions() -> tuple[_Question, ...]:
    raw: dict[str, dict[str, Any]] = _data("questions.v1.yaml")
    return tuple(_question(key, entry) for key, entry in raw.items())


def _question(key: str, entry: dict[str, Any]) -> _Question:
    return _Question(
        key=key,
        category=entry["category"],
        whole=_pattern(entry.get("whole")),
        says=_pattern(entry.get("says")),
        unless=_pattern(entry.get("unless")),
        names=_pattern(entry.get("names")),
        options=_pattern(entry.get("options")),
        placed=bool(entry.get("placed")),
        file=bool(entry.get("file")),
    )


def _data(name: str) -> Any:
    return parse_yaml((files(__package__) / name).read_text("utf-8"))


def _pattern(entries: list[str] | None) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{one})" for one in entries)) if entries else None
