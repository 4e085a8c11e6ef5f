"""Whether a value fits a field: options by what they mean, dates and numbers as the field wants them. Pure.

In doubt a value does not fit: it is left open with the reason, never cut, and never the nearest choice.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tools.applications.forms.schemas import FieldOption, FormField
from tools.applications.plain_words import plain_words
from tools.jobs.searching.countries import country_code

_YES = frozenset({"yes", "y", "ja", "oui", "si", "sim", "true"})
_NO = frozenset({"no", "n", "nein", "non", "nao", "false"})
# Ways of addressing somebody that mean the same in the languages of the forms.
_ADDRESSED = (
    frozenset({"mr", "herr", "monsieur", "m", "senor", "sr", "signor", "sig", "senhor"}),
    frozenset({"ms", "mrs", "frau", "madame", "mme", "senora", "sra", "signora", "senhora"}),
)
_DAY = {"dd": "%d", "tt": "%d", "jj": "%d", "mm": "%m", "yyyy": "%Y", "jjjj": "%Y", "aaaa": "%Y"}
_LAYOUT = re.compile(
    r"\b(dd|tt|jj|mm|yyyy|jjjj|aaaa)([./ -])(dd|tt|jj|mm)\2(dd|tt|jj|mm|yyyy|jjjj|aaaa)\b", re.IGNORECASE
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_COSTLY = re.compile(r"\)[*+{]|\\[1-9]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Fit:
    """What goes into the field: words, or the labels of options; without either `why` says what does not fit."""

    value: str | None = None
    options: tuple[str, ...] = ()
    why: str | None = None


def yes_or_no(text: str) -> bool | None:
    """What a plain yes or no in five languages says, also before a comma; None for anything else."""
    first = plain_words(re.split(r"[,.;:–—(-]", text, maxsplit=1)[0])
    return True if first in _YES else False if first in _NO else None


_INVITES = re.compile(
    r"(?:please|bitte|veuillez|por favor|si prega di)\b.*|(?:select|choose)\b.*|pick (?:an?|one|your)\b.*|"
    r"(?:eine? |ihre? |deine? |option |auswahl )*(?:aus)?(?:wahlen|auswahl|wahl)\b.*|wahle\b.*|"
    r"(?:choisi\w*|selectionne\w*|faites|faire)\b.*|(?:selecci\w+|elija|elige|escoj\w+|escog\w+|indique)\b.*|"
    r"(?:selezion\w+|scegli\w*)\b.*|(?:none|nothing|not) selected|nichts? ausgewahlt|keine auswahl|aucun choix|"
    r"ninguno seleccionado|selection"
)


def choices_of(field: FormField) -> list[FieldOption]:
    """The entries of a list that choose something: neither empty ones nor a first one that only invites to choose."""
    return [
        option
        for number, option in enumerate(field.options)
        if option.value != ""
        and (plain := plain_words(option.label))
        and not (number == 0 and _INVITES.fullmatch(plain))
    ]  # fmt: skip


def option_for(wanted: str, options: Sequence[FieldOption]) -> FieldOption | None:
    """The one option that says the same; None where none does, or several do."""
    said = plain_words(wanted)
    same = [
        option for option in options if plain_words(option.label) == said or (option.value and option.value == wanted)
    ]
    for found in (same, _of_decision(wanted, options), _of_address(said, options), _of_country(wanted, options)):
        if len(found) == 1:
            return found[0]
        if found:
            return None
    return None


def _of_decision(wanted: str, options: Sequence[FieldOption]) -> list[FieldOption]:
    meant = yes_or_no(wanted) if plain_words(wanted) in _YES | _NO else None
    return [option for option in options if meant is not None and yes_or_no(option.label) is meant]


def _of_address(said: str, options: Sequence[FieldOption]) -> list[FieldOption]:
    same = next((group for group in _ADDRESSED if said in group), frozenset[str]())
    return [option for option in options if plain_words(option.label) in same]


def _of_country(wanted: str, options: Sequence[FieldOption]) -> list[FieldOption]:
    code = country_code(wanted)
    return [option for option in options if code is not None and country_code(_bare_country(option.label)) == code]


def _bare_country(label: str) -> str:
    """The name without the dialling code that some lists write behind it: "Switzerland (+41)", "Switzerland +41"."""
    return re.sub(r"\s*\(?\+\d+\)?\s*$", "", label)


def fit(wanted: str, field: FormField) -> Fit:
    """The words as this field takes them: an option, a day in its layout, a number, or the words themselves."""
    if field.options and field.kind in {"select", "combobox", "radio", "checkbox"}:
        found = option_for(wanted, choices_of(field))
        if found is None:
            offered = ", ".join(option.label for option in choices_of(field)[:12])
            return Fit(why=f"“{wanted}” is none of the choices ({offered}).")
        return Fit(options=(found.label,))
    if field.kind == "date":
        return _day(wanted, field)
    if field.kind == "number":
        return _number(wanted, field)
    return _words(wanted, field)


def fit_day(day: date, field: FormField) -> Fit:
    """A day as the field writes it: in the layout that its placeholder or help shows, else ISO."""
    shown = _LAYOUT.search(f"{field.placeholder or ''} {field.help or ''} {field.label or ''}")
    if shown is None:
        return _within(day.isoformat(), field) if field.kind == "date" else _words(day.isoformat(), field)
    first, sign, second, third = (part.lower() for part in shown.groups())
    return _words(day.strftime(sign.join(_DAY[part] for part in (first, second, third))), field)


def _day(wanted: str, field: FormField) -> Fit:
    try:
        return fit_day(date.fromisoformat(wanted.strip()), field)
    except ValueError:
        return Fit(why=f"“{wanted}” is not a day; give one like 2026-03-31.")


def _within(day: str, field: FormField) -> Fit:
    if (field.min and day < field.min) or (field.max and day > field.max):
        return Fit(why=f"{day} lies outside of what the form takes ({field.min or '…'} to {field.max or '…'}).")
    return Fit(day)


def _number(wanted: str, field: FormField) -> Fit:
    said = re.sub(r"(?<=\d)['’ ](?=\d{3}\b)", "", wanted.strip())
    if not _NUMBER.fullmatch(said):
        return Fit(why=f"“{wanted}” is not a plain number, and this field takes nothing else.")
    for limit, below in ((field.min, True), (field.max, False)):
        if limit and _NUMBER.fullmatch(limit) and (float(said) < float(limit) if below else float(said) > float(limit)):
            return Fit(why=f"{said} is {'less' if below else 'more'} than the form takes ({limit}).")
    return Fit(said)


def _words(wanted: str, field: FormField) -> Fit:
    said = wanted.strip()
    if field.kind == "email" and not _EMAIL.fullmatch(said):
        return Fit(why=f"“{said}” is not an e-mail address.")
    if field.kind == "url" and not re.match(r"https?://", said):
        said = f"https://{said}" if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", said) else said
    if field.max_length is not None and 0 < field.max_length < len(said):
        return Fit(why=f"It has {len(said)} characters, and the form takes {field.max_length}.")
    for spelled in _spellings(said, field):
        if _matches(spelled, field.pattern):
            return Fit(spelled)
    return Fit(why=f"“{said[:80]}” is not in the form that the page asks for ({field.pattern}).")


def _spellings(said: str, field: FormField) -> list[str]:
    """The words as they are, and for a telephone number its other ways of being written."""
    if field.kind != "tel":
        return [said]
    digits = re.sub(r"\D", "", said)
    return [said, f"+{digits}", f"00{digits}", digits] if said.startswith("+") else [said, digits]


def _matches(said: str, pattern: str | None) -> bool:
    if pattern is None or len(pattern) > 200 or _COSTLY.search(pattern):
        return (
            True  # a pattern that could take for ever to try; the browser holds the value against it when it is put in
        )
    try:
        return re.fullmatch(pattern, said) is not None
    except re.error:  # the browser's own dialect; the page will say so itself
        return True
