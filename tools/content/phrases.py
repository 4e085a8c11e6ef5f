"""The words letters and mails are put together with, by language and tone, and lists as a language joins them."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tools.yaml_text import parse_yaml

_MARKS = re.compile(
    r"\s*(?:[(\[]\s*(?:[mwfdhxvia]\s*[/|,*]\s*){1,4}[mwfdhxvia]\s*[)\]]|[(\[]\s*(?:all genders|gn|\*)\s*[)\]]|"
    r"[–-]?\s*\b[HF]\s*/\s*[HF]\b(?:\s*/\s*[XN]\b)?|\b[mwfd]/[mwfd](?:/[dxi])?\b)\s*",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?<=\w{4})[.!?:;]\s|\s[–—|]\s|[\n\r]")
_SENTENCE_LIKE = re.compile(
    r"\b(?:I|my|ich|meine?|je|mon|yo|tengo|ik|mijn|eu|tenho|candidate|applicant|Bewerber\w*|candidate?|candidat[ao]?|"
    r"sollicitant|ignore|ignorier\w*|ignora|negeer)\b"
)
_LONGEST_TITLE, _LONGEST_NAME, _LONGEST_ACRONYM = 100, 80, 3
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
_DATES = {
    "en": "{day} {month} {year}", "de": "{day}. {month} {year}", "fr": "{day} {month} {year}",
    "es": "{day} de {month} de {year}", "nl": "{day} {month} {year}", "pt": "{day} de {month} de {year}",
}  # fmt: skip


@lru_cache(maxsize=16)
def phrases(name: str, language: str) -> dict[str, Any]:
    """A file of `data/` (phrases, mails) in one language."""
    text = (files("tools.content") / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = parse_yaml(text)[language]
    return found


def toned(variants: dict[str, str], tone: str) -> str:
    """The variant for a tone; the formal one, or nothing, where there is none of its own."""
    return variants.get(tone) or variants.get("formal", "")


def listed(items: Sequence[str], word: str) -> str:
    """ "Go, Kafka and SQL": items joined as a sentence joins them, with the language's "and" or "or"."""
    items = list(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}" if len(items) > 1 else "".join(items)


def short_title(title: str) -> str:
    """A posting's title as a letter names it: its own words, without marks of gender and what comes after its end."""
    plain = " ".join(_MARKS.sub(" ", title).split()).strip(" -–,|")
    first = _ENDS.split(plain, maxsplit=1)[0].strip(" -–,|") or plain
    if _SENTENCE_LIKE.search(first):
        first = re.split(r"[,.!?:;(–—|]", first, maxsplit=1)[0].strip(" -") or first
    if len(first) <= _LONGEST_TITLE:
        return first
    return first[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,-–")


def short_company(company: str | None) -> str:
    """An employer as a letter names it: the posting's own words, without a sentence that somebody put behind them."""
    plain = " ".join((company or "").split())
    if len(plain) <= _LONGEST_NAME and not _SENTENCE_LIKE.search(plain):
        return plain
    return re.split(r"[.!?:;(–—|]", plain, maxsplit=1)[0][:_LONGEST_NAME].strip(" ,-")


def as_signed(name: str) -> str:
    """A person's name that is set in capitals throughout, as it is signed: no word of it is an acronym."""
    return name.title() if name.isupper() else name


def softened(words: str, *, each: bool = True) -> str:
    """A name or title that is set in capitals throughout, as it is written in running text; others stay as they are.

    With `each` every word gets a capital, else the first alone; words of up to three letters stay, being acronyms.
    """
    if not words.isupper() or len(words) <= _LONGEST_ACRONYM:
        return words
    parts = words.split(" ")
    soft = [
        part if len(part) <= _LONGEST_ACRONYM and each else part.capitalize() if each or not number else part.lower()
        for number, part in enumerate(parts)
    ]
    return " ".join(soft)


def written_date(day: date, language: str) -> str:
    """A date as letters of the language write it: 26 November 2026."""
    month = _MONTHS[language].split()[day.month - 1]
    return _DATES[language].format(day=day.day, month=month, year=day.year)
