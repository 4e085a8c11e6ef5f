"""What a person says about a tailored resume ("shorter", "less management, more data"), as a wish. Pure."""

import re
from collections.abc import Iterator

from tools.tailoring.revision.editing_schemas import Wish

_NUMBERS = {
    "one": 1, "single": 1, "eine": 1, "einer": 1, "une": 1, "una": 1, "um": 1, "uma": 1, "two": 2, "zwei": 2, "deux": 2,
    "dos": 2, "duas": 2, "twee": 2, "three": 3, "drei": 3, "trois": 3, "tres": 3, "três": 3, "drie": 3,
}  # fmt: skip
_PAGES = re.compile(
    rf"(?:\b(?:on|onto|to|auf|sur|en|a|in)\s+)?\b([123]|{'|'.join(_NUMBERS)})[ -]*"
    r"(?:pages?|pager|seiten?|páginas?|paginas?|pagina's)\b",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"\b(?:use|take|in|with|switch to|nimm|mit|im|in der|utilise|avec|usa|con)\s+(?:the\s+|a\s+|die\s+|das\s+|der\s+|"
    r"le\s+|la\s+|el\s+)?(?P<before>[\w-]+)\s+(?:template|layout|design|style|vorlage)\b"
    r"|\b(?:template|layout|design|vorlage|modèle|plantilla)\s+[“\"]?(?P<after>[\w-]+)",
    re.IGNORECASE,
)
_NO_TEMPLATE = {"another", "different", "other", "the", "a", "this", "andere", "autre", "otra"}
_LETTER = re.compile(r"\b(?:us[- ]letter|letter (?:size|paper|format)|(?:on|in|as|to|auf|en) letter)\b", re.IGNORECASE)
_A4 = re.compile(r"\ba4\b", re.IGNORECASE)
_SHORTER = re.compile(
    r"\b(?:shorter|shorten|condense|tighten|trim|less text|fewer (?:lines|bullets|words)|kürzer|kürzen?|kürze|"
    r"plus (?:court|concis)|raccourci\w*|más corto|acorta\w*|mais curto|korter)\b",
    re.IGNORECASE,
)
_LONGER = re.compile(
    r"\b(?:longer|lengthen|more details?|more (?:lines|bullets|text)|länger|ausführlicher|mehr details?|plus (?:long|"
    r"détaillé|de détails)|más (?:largo|detalles?)|mais longo|langer)\b",
    re.IGNORECASE,
)
_MARKS: dict[str, str] = {
    "play_down": r"less|fewer|play down|tone down|de-?emphasi[sz]e|weniger|moins d['’e]|menos|minder",
    "emphasise": r"more|emphasi[sz]e|highlight|stress|focus on|lead with|bring forward|start with|put forward|"
    r"mehr|betone|hebe|stelle|beginne mit|plus d['’e]|mets en avant|mettez en avant|souligne|commence par|más|destaca|"
    r"resalta|empieza con|mais|meer",
    "keep": r"bring back|put back|add back|restore|keep|hol|bring|behalte|remets|garde|ramène|recupera|mantén|"
    r"vuelve a poner",
    "drop": r"drop|remove|take out|leave out|cut|delete|lose|skip|get rid of|without|streiche?|entferne|lass|lösche|"
    r"ohne|supprime|enlève|retire|sans|quita|elimina|borra|sin|schrap|verwijder",
}
_MARK = re.compile("|".join(rf"(?P<{name}>\b(?:{words})(?!\w))" for name, words in _MARKS.items()), re.IGNORECASE)
_TAIL = re.compile(
    r"\s*\b(?:hervor|nach vorne?|in den vordergrund|zurück|wieder rein|wieder|weg|raus|please|bitte|again|first|"
    r"up front|out|back|in|stuff|things|and|und|et|y|e|s['’]il te plaît|por favor|too|though|now)\s*$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:weight|emphasis|stress|focus|about|on|of|auf|über|von|sur|de|sobre|the (?:subject|topic) of)\s+)+",
    re.IGNORECASE,
)
_BREAK = re.compile(r"\s*[,;.!?]+\s*(?=\S)|\s+(?:and|but|und|aber|et|mais|y|pero|en|e)\s+", re.IGNORECASE)
_NOT_SUBJECTS = re.compile(
    r"^(?:it|this|that|text|words|lines?|bullets?|details?|pages?|everything|all|es|das|den|le|la|court|long|corto|"
    r"largo|curto|room|space|und|and|to|\d+|one|two|three|kurz|lang|concis|détaillé|a bit|a little)?$",
    re.IGNORECASE,
)
_LISTED = {"emphasise", "play_down"}


def wish_of(text: str) -> Wish:
    """The wish that a sentence holds, in English, German, French or Spanish; an empty one when it holds none."""
    said = " ".join(text.split())
    found: dict[str, list[str]] = {name: [] for name in _MARKS}
    rest = _TEMPLATE.sub(", ", said) if _template(said) else said
    rest = _PAGES.sub(", ", _LETTER.sub(", ", _SHORTER.sub(", ", _LONGER.sub(", ", rest))))
    for mark, subject in _clauses(rest):
        found[mark].append(subject)
    pages = _PAGES.search(said)
    return Wish(
        shorter=bool(_SHORTER.search(said)), longer=bool(_LONGER.search(said)), template=_template(said),
        pages=(int(pages[1]) if pages[1].isdigit() else _NUMBERS[pages[1].casefold()]) if pages else None,
        paper="letter" if _LETTER.search(said) else "a4" if _A4.search(said) else None,
        **{name: list(dict.fromkeys(subjects))[:10] for name, subjects in found.items()},
    )  # fmt: skip


def is_empty(wish: Wish) -> bool:
    """Whether nothing is asked for."""
    return not wish.model_dump(exclude_defaults=True, exclude={"tailored"})


def _template(said: str) -> str | None:
    match = _TEMPLATE.search(said)
    name = (match["before"] or match["after"]).casefold() if match else None
    return None if name in _NO_TEMPLATE else name


def _clauses(text: str) -> Iterator[tuple[str, str]]:
    """Each subject with the mark it stands under; one without a mark of its own goes on with the mark before it."""
    mark = None
    for part in _parts(text):
        marked = _MARK.search(part)
        if marked is not None:
            mark = str(marked.lastgroup)
        subject = _subject(part[marked.end() :] if marked else part)
        if mark is not None and not _NOT_SUBJECTS.match(subject):
            yield mark, subject


def _parts(text: str) -> list[str]:
    """The sentence cut at commas and conjunctions, but not inside what is to be taken out or kept."""
    parts, start, mark = [], 0, None
    for found in _BREAK.finditer(text):
        before = text[start : found.start()]
        marked = _MARK.search(before)
        mark = str(marked.lastgroup) if marked else mark
        is_list = mark in _LISTED or not found[0].strip().isalpha()
        if is_list or _MARK.match(text, found.end()):
            parts.append(before)
            start = found.end()
    return [*parts, text[start:]]


def _subject(words: str) -> str:
    subject = words.strip(" ,;:–-“”\"'.!?")
    subject = _LEADING.sub("", _TAIL.sub("", subject)).strip(" “”\"'")
    return subject
