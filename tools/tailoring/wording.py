"""The words of a resume's own layout: section labels, dates and lines joined from facts, and nothing invented."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from tools.resumes.parsing.dates import find_ranges
from tools.resumes.schemas import (
    CertificateDetail,
    ContactDetail,
    EducationDetail,
    LanguageDetail,
    LinkDetail,
    PositionDetail,
    ProjectDetail,
    ResumeFact,
    SkillDetail,
)

RIGHT = "\t"
"""Stands in a line's text before the part that is set at the right margin, like a resume's right tab stop."""

_LABELS = {
    "en": "Summary|Skills|Experience|Projects|Education|Certificates|Languages|Further information|Present",
    "de": "Profil|Kenntnisse|Berufserfahrung|Projekte|Ausbildung|Zertifikate|Sprachen|Weitere Angaben|heute",
    "fr": "Profil|Compétences|Expérience professionnelle|Projets|Formation|Certifications|Langues|"
    "Informations complémentaires|aujourd’hui",
    "es": "Perfil|Competencias|Experiencia profesional|Proyectos|Formación|Certificados|Idiomas|Información adicional|"
    "actualidad",
    "nl": "Profiel|Vaardigheden|Werkervaring|Projecten|Opleiding|Certificaten|Talen|Overige informatie|heden",
    "pt": "Perfil|Competências|Experiência profissional|Projetos|Formação|Certificados|Idiomas|Informações adicionais|"
    "atual",
    "it": "Profilo|Competenze|Esperienza professionale|Progetti|Formazione|Certificazioni|Lingue|Altre informazioni|"
    "oggi",
    "he": "תמצית|מיומנויות|ניסיון תעסוקתי|פרויקטים|השכלה|הסמכות|שפות|מידע נוסף|היום",
    "ar": "نبذة|المهارات|الخبرة المهنية|المشاريع|التعليم|الشهادات|اللغات|معلومات إضافية|حتى الآن",
    "zh": "个人简介|技能|工作经历|项目经历|教育背景|证书|语言|其他信息|至今",
    "ja": "概要|スキル|職務経歴|プロジェクト|学歴|資格|語学|その他|現在",
    "ko": "소개|기술|경력|프로젝트|학력|자격증|언어|기타|현재",
}
_SECTIONS = (
    "summary",
    "skills",
    "experience",
    "projects",
    "education",
    "certificates",
    "languages",
    "other",
    "present",
)
Direction = Literal["ltr", "rtl"]
_SCRIPTS = (("HEBREW", "he"), ("ARABIC", "ar"), ("HIRAGANA", "ja"), ("KATAKANA", "ja"), ("HANGUL", "ko"), ("CJK", "zh"))
"""Scripts that give a language away where only one of those we have words for is written in it; kana before Han."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PARTIAL_DATE = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?$")
_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_WORD = re.compile(r"[^\W\d_]{3,}")
_DATE_WORD_STEMS = """
jan feb fév fev mar mär mrt apr abr avr may mai mei jun juin jul juil aug aoû ago sep set oct okt out nov dec
dez dic déc ene present current heute ongoing actual aujourd heden atual since seit depuis
"""
_DATE_WORDS = tuple(_DATE_WORD_STEMS.split())
_STRONG = frozenset({"L", "R", "AL"})
_PICTURES = re.compile(
    "[\U0001f000-\U0001faff]"  # emoji, flags, playing cards: decoration that no text font holds
    "|[\ue000-\uf8ff\U000f0000-\U0010ffff]"  # private use: the icons of icon fonts
    "|(?<=[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])\u200d"  # the joiner inside an emoji
    "|[\ufe00-\ufe0f\u20e3\u00ad\u200b\u2060\ufeff\ufffc]"  # variation marks, soft hyphens, zero-width spaces
    "|[\ud800-\udfff\ufffe\uffff]"  # no characters at all: PDF readers leave U+FFFE at hyphens, and XML refuses them
)
_LOOKALIKES = re.compile("[\ufb00-\ufb06\U0001d400-\U0001d7ff]")


def label(section: str, language: str) -> str:
    """The heading of a section (or `present`) in the resume's language; English where we have no other."""
    words = _LABELS.get(language[:2].casefold(), _LABELS["en"]).split("|")
    return words[_SECTIONS.index(section)]


def tongue_of(texts: Iterable[str], language: str) -> str:
    """The given language code, unless most letters are of a script that it is not written in."""
    letters = [char for char in "".join(texts) if char.isalpha()]
    counts = [
        (code, sum(unicodedata.name(char, "").startswith(script) for char in letters)) for script, code in _SCRIPTS
    ]
    foreign = sum(count for _, count in counts)
    if language[:2].casefold() in {code for code, _ in counts} or foreign * 2 < len(letters) or not letters:
        return language
    # Japanese is written with Han characters too, so a fair part of kana decides.
    return next((code for code, count in counts if count * 5 >= foreign), language)


def direction_of(texts: Iterable[str]) -> Direction:
    """Which way most of the letters run."""
    strong = [bidirectional for char in "".join(texts) if (bidirectional := unicodedata.bidirectional(char)) in _STRONG]
    return "rtl" if sum(kind != "L" for kind in strong) * 2 > len(strong) else "ltr"


def month(date: str, language: str) -> str:
    """A partial ISO date for reading: `2019-03` is "Mar 2019" in English, "03/2019" elsewhere."""
    match = _PARTIAL_DATE.match(date)
    if match is None or not 1 <= int(match[2]) <= 12:
        return date
    return f"{_MONTHS[int(match[2]) - 1]} {match[1]}" if language[:2].casefold() == "en" else f"{match[2]}/{match[1]}"


def period(start: str | None, end: str | None, current: bool, language: str) -> str:
    """The time between two partial ISO dates, or the one that is known, or nothing."""
    last = label("present", language) if current else month(end, language) if end else ""
    first = month(start, language) if start else ""
    return first if first == last else " – ".join(part for part in (first, last) if part)


def line(fact: ResumeFact, language: str) -> str:
    """The fact as one line of the resume: its parts in reading order, dates after a tab, its own words throughout."""
    detail = fact.detail
    match detail:
        case PositionDetail():
            left, right = [detail.title, detail.employer, detail.location], _dates(detail, language)
        case EducationDetail():
            left, right = _course(detail), _dates(detail, language)
        case ProjectDetail():
            left, right = [detail.name, detail.url], _dates(detail, language)
        case CertificateDetail():
            left, right = [detail.name, detail.issuer], month(detail.date, language) if detail.date else ""
        case SkillDetail() | LanguageDetail():
            left, right = [f"{detail.name} ({detail.level})" if detail.level else detail.name], ""
        case ContactDetail():
            left, right = [_SCHEME.sub("", detail.value).rstrip("/")], ""
        case LinkDetail():
            left, right = [_SCHEME.sub("", detail.url).rstrip("/")], ""
        case _:
            left, right = [fact.text], ""
    text = clean(", ".join(_distinct(left))) or clean(fact.text)
    if isinstance(detail, EducationDetail | ProjectDetail | CertificateDetail) and _says_more(fact.text, text):
        text, right = _apart(clean(fact.text), right, detail)
    return f"{text}{RIGHT}{clean(right)}" if right else text


def group_line(group: str | None, names: Iterable[str]) -> str:
    """A line of several facts under the label they stood under: "Databases: PostgreSQL, Redis"."""
    listed = ", ".join(names)
    return f"{clean(group).rstrip(':')}: {listed}" if group else listed


def clean(text: str) -> str:
    """White space of every kind joined to single spaces, so that a tab can only be ours."""
    return " ".join(text.split())


def printable(text: str) -> str:
    """The text as it is set: composed letters, look-alikes (ﬁ, 𝗕) as plain letters, no emoji, icons or control marks.

    Leaves the tab before a line's right-hand part in place.
    """
    plain = _LOOKALIKES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), unicodedata.normalize("NFC", text))
    plain = _PICTURES.sub("", plain)
    parts = (
        "".join(" " if unicodedata.category(char) == "Cc" else char for char in part) for part in plain.split(RIGHT)
    )
    return RIGHT.join(part for part in map(clean, parts) if part)


def _says_more(source: str, joined: str) -> bool:
    """Whether the source line holds words (a grade, a description) beyond the joined ones and its dates."""
    known = {word.casefold() for word in _WORD.findall(joined)}
    words = (word.casefold() for word in _WORD.findall(source))
    return any(word not in known and not word.startswith(_DATE_WORDS) for word in words)


def _apart(text: str, dates: str, detail: EducationDetail | ProjectDetail | CertificateDetail) -> tuple[str, str]:
    """A source line and its dates, the dates taken out of the line where they are the very ones; else left in it."""
    if isinstance(detail, EducationDetail | ProjectDetail):
        for found in find_ranges(text):
            end = found.end or (found.start if found.single else None)
            if (
                dates
                and end == (detail.end or (detail.start if found.single else None))
                and (found.single or (found.start, found.current) == (detail.start, detail.current))
            ):
                parts = text[: found.at].rstrip(" ,;|·([–—-"), text[found.to :].lstrip(" ,;|·)]–—-")
                return ", ".join(filter(None, parts)), dates
    return text, "" if set(_YEAR.findall(dates)) <= set(_YEAR.findall(text)) else dates


def _dates(detail: PositionDetail | EducationDetail | ProjectDetail, language: str) -> str:
    return period(detail.start, detail.end, detail.current, language)


def _course(detail: EducationDetail) -> list[str | None]:
    degree, area = detail.degree or "", detail.area or ""
    return [degree, None if area.casefold() in degree.casefold() else area, detail.institution, detail.location]


def _distinct(parts: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(clean(part) for part in parts if part and part.strip()))
