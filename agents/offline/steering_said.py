"""How a tailored resume should be: shorter, on two pages, more of this and less of that, on other paper."""

import re
from typing import Any

from agents.offline.arguments import emphasis_of, pages_of
from agents.offline.language import fold, repaired
from agents.offline.vocabulary import named_words
from agents.offline.wordings import LINE

_SHORTER = re.compile(
    r"\b(?:short(?:er|en\w*)|tight(?:er|en)|trim\b|condense|more (?:concise|compact|to the point)|crisper|briefer|"
    r"less text|"
    r"(?:way |far |much |a bit |still |is )?too long|cut it down|boil it down|fewer (?:lines|bullets|words)|"
    r"kurzer\w*|knapper|kompakter|zu lang|straff\w*|einkurz\w*|plus (?:court|concis|bref)e?|raccourci\w*|"
    r"trop long\w*|"
    r"abrege\w*|condense\w*|mas (?:cort|brev|concis)\w*|acort\w*|demasiado larg\w*|resume un poco|korter|inkorten|"
    r"te lang)\b"
)
_LONGER = re.compile(
    r"\b(?:longer|more (?:detail\w*|lines|bullets|text|room)|expand|flesh (?:it )?out|(?:way |far |much |a bit |"
    r"still |is )?too short|"
    r"langer|ausfuhrlicher|mehr details|zu kurz|plus (?:long|detaille)\w*|trop court\w*|mas (?:larg|detallad|"
    r"extens)\w*|"
    r"demasiado cort\w*|langer|uitgebreider|te kort)\b"
)
_PAPER = (
    ("letter", r"\b(?:us|american|u\.s\.)[- ]?letter\b|\bletter[- ](?:size[d]?|paper|format)\b|"
     r"\b(?:in|on|to|as|use) letter\b|"
     r"\bpapier lettre\b|\btamano carta\b|\bformato carta\b|\bus-?format\b"),
    ("a4", r"\b(?:din[- ]?)?a4\b"),
)  # fmt: skip
_LOOK = (
    r"(?:templates?|designs?|layouts?|styles?|looks?|themes?|format|vorlagen?|stil|modeles?|gabarit|"
    r"mises? en page|plantillas?|disenos?|estilos?)"
)
_MORE = re.compile(
    r"\b(?:more|dial up|turn up|crank up|beef up|mehr|plus d[e']?|mas|meer)\s+(?:on |about |of |emphasis on |"
    r"focus on |uber |"
    r"sobre |von |les |la |"
    r"le )?"
    r"(?!(?:concise|compact|detail|lines|bullets|text|room|than|short|long|formal|friendly|to the|"
    r"details)\b)([^,.;!?]+)"
)
_LESS = re.compile(
    r"\b(?:less|fewer|not so much|not as much|ease off|dial down|go easy on|cut back on|weniger|moins d[e']?|menos|"
    r"minder|tone down|play(?:ing)? down|"
    r"downplay\w*|"
    r"de-?emphasi[sz]e|soft-?pedal|minimi[sz]e|spiel\w*|reduis|reduce|reduz\w*|attenue\w*|suaviza)\s+"
    r"(?:on |about |of |the |my |die |das |den |les |la |le |el |los |las |l')*(?!(?:text|than|formal)\b)([^,.;!?]+)"
)
_BEGINS_LESS = re.compile(r"(?:and |und |et |y )?(?:less|fewer|weniger|moins|menos|minder|play down|tone down)\b")
_PLAYED_DOWN = re.compile(
    r"\b(?:play|tone|dial) (?:the |my )?([^,.;!?]+?) down\b|\bspiel\w* (?:die |das |den |"
    r"mein\w* )?([^,.;!?]+?) herunter\b"
)
_DROP = re.compile(
    r"(?:^|\b(?:and|but|please|und|et|y|then|just)\s+)(?:(?:you can |we can |just |please )*(?:drop|remove|delete|"
    r"cut(?: out)?|leave out|leave off|take out|take off|skip|lose|"
    r"omit|hide|get rid of|ditch|kill|scrap|throw out|strike|exclude|without|no|streich\w*|entfern\w*|losch\w*|nimm|"
    r"lass|ohne|keine?n?|"
    r"enleve\w*|supprim\w*|retire\w*|vire|sans|pas d[e']|quita\w*|elimina\w*|borra\w*|saca|sin|omite|laat|verwijder|"
    r"schrap))\s+"
    r"(?:the |my |all |all the |any |die |das |den |meine?n? |les? |la |mes |mon |ma |l'|d[eu] |el |los |las |mis? |"
    r"de )*([^.;!?]+)"
)
_LEFT_OUT = re.compile(
    r"\b(?:leave|take|cut|throw|keep|lass|nimm)\s+(?:the |my |all the |die |das |den |"
    r"meine?n? )?([^,.;!?]{2,40}?)\s+(?:out|off|weg|raus)\b"
)
_SECTION = re.compile(
    r"\b(?:hobb\w+|interests?|interessen|centres d'interets?|loisirs|intereses|aficiones|summary|profile?|objective|"
    r"zusammenfassung|profil|resume section|resumen|languages?|sprachen|langues|idiomas|projects?|projekte|projets|"
    r"proyectos|"
    r"certificat\w*|zertifikat\w*|certific\w*|references?|referenzen|referencias|volunteer\w*|ehrenamt\w*|benevolat|"
    r"voluntariado|"
    r"links?|photo|foto|publications?|publikationen|publicaciones|awards?|auszeichnungen|premios|education|"
    r"ausbildung|formation|"
    r"formacion|educacion|skills?|kenntnisse|competences|habilidades|contact|address|adresse|section|abschnitt|"
    r"rubrique|seccion|"
    r"internships?|praktik\w+|stages?|practicas|courses?|kurse|cursos|training|memberships?|military service|"
    r"driving licen[cs]e)\b"
)
_KEEP = re.compile(
    r"(?:^|\b(?:and|but|please|und|et|y)\s+)(?:(?:please |bitte )*(?:keep|leave in|retain|include|bring back|"
    r"put back(?: in)?|add back|restore|"
    r"behalt\w*|garde\w*|conserve\w*|remets?|mant[e]n\w*|conserva\w*|deja|houd|vuelve a poner|nimm))\s+"
    r"(?:in |the |my |die |das |den |meine?n? |les? |la |mes |mon |ma |l'|el |los |las |mis? )*([^.;!?]+)"
)
_LEAD = re.compile(
    r"\b(?:lead|start|begin|open) (?:off )?with\s+(?:the |my )?([^,.;!?]+)|"
    r"\bput(?: the| my)? ([^,.;!?]+?) (?:first|at the top|on top|up front|up top|to the front|further up)\b|"
    r"\bmove(?: the| my)? ([^,.;!?]+?) (?:up|to the top|to the front|first)\b|"
    r"\b(?:beginn\w*|fang\w*) mit ([^,.;!?]+?)(?: an)?(?=[,.;!?]|$)|\b(?:setz|stell)\w* ([^,.;!?]+?) (?:nach vorne?|"
    r"an den anfang|nach oben|zuerst)\b|"
    r"\b(?:commence|debute) par ([^,.;!?]+)|\bmets ([^,.;!?]+?) (?:en premier|en tete|vers le haut|en haut|en avant|"
    r"d'abord)\b|"
    r"\b(?:empieza|comienza) (?:con|por) ([^,.;!?]+)|\bpon ([^,.;!?]+?) (?:primero|al principio|arriba)\b"
)
_NAMES_SECTION = (
    r"(?:education|ausbildung|studium|formation|formacion|skills?|kenntnisse|fahigkeiten|competences|habilidades|"
    r"experience|work history|berufserfahrung|experiencia|projects?|projekte|projets|"
    r"proyectos|certificates?|certifications?|zertifikate|certificats?|certificados|languages|sprachen|langues|"
    r"idiomas|summary|profile?|zusammenfassung|profil|resumen|publications?|awards?|volunteering|ehrenamt|"
    r"hobb\w+|interests|interessen)"
)
_THE = r"(?:(?:the|my|die|das|den|der|meine?|la|le|les|ma|mes|el|las?|los|mis?) |l')?"
_PART = r"(?: (?:section|part|abschnitt|rubrique|seccion))?"
_BEFORE = re.compile(
    rf"\b{_THE}({_NAMES_SECTION}){_PART}(?: (?:should|must|has to|can))?(?: (?:come|go|stand|be))? (?:before|above|"
    rf"ahead of|over|in front of|vor|uber|oberhalb|avant|au-dessus d[eu]|antes de|encima de|por encima de|"
    rf"voor) {_THE}({_NAMES_SECTION})\b"
)
_AFTER = re.compile(
    rf"\b{_THE}({_NAMES_SECTION}){_PART}(?: (?:should|must|has to|can))?(?: (?:come|go|stand|"
    rf"be))? (?:after|below|under|behind|nach|unter|hinter|apres|sous|despues de|debajo de|na|"
    rf"onder) {_THE}({_NAMES_SECTION})\b"
)
_LISTED = re.compile(
    r"\b(?:re-?order|order|arrange|sort|sequence|ordne|reihenfolge|ordonne|ordre|ordena|"
    r"orden)\b.*?(?::|\bas\b|\bin the order\b)"
)
_FIRST = re.compile(
    rf"\b(?:put|move|bring|want|like|i'd like|see|start with|begin with|list|setz\w*|stell\w*|mets|"
    rf"pon) {_THE}({_NAMES_SECTION}){_PART} (?:first|to the top|at the top|on top|up top|nach oben|nach vorne?|"
    rf"an den anfang|zuerst|en premier|en haut|en tete|"
    rf"primero|al principio|arriba)|^(?:please |and |then )*{_THE}({_NAMES_SECTION}){_PART} first\b"
)
_END = re.compile(
    r"\s+(?:(?:and|but|und|aber|et|mais|y|pero|en)\s+(?:(?:a bit |much |etwas |un peu |un poco )?(?:more|less|fewer|"
    r"mehr|weniger|plus|moins|mas|menos|"
    r"drop|keep|make|shorter|longer|remove|leave|lead|use)\b.*|$)|please|pls|bitte|s'il te plait|svp|por favor|"
    r"instead|again|out|back|weg|raus|"
    r"wieder.*|section|abschnitt|in (?:it|there|(?:the|my) (?:tailored )?(?:resume|cv|pdf))|from (?:it|there|"
    r"the (?:resume|cv|pdf|page)|my (?:resume|cv)|the tailored (?:resume|cv))|"
    r"(?:for|in|fur|pour|para) (?:this|that|the|it|dies\w*|ce\w*|est\w*)\b.*|this time|then|altogether|entirely|"
    r"completely)(?=\s|$).*$"
)
_SPLIT = re.compile(r"\s*,\s*(?:and\s+|und\s+|et\s+|y\s+)?|\s+(?:and|und|et|y|&|sowie|or|oder|ou|o)\s+")
_ARTICLE = re.compile(
    r"^(?:everything (?:about|on)|anything (?:about|on)|alles uber|tout ce qui concerne|todo sobre|the|my|any|all|"
    r"more|less|on|about|of|mein\w*|die|das|den|der|mes|mon|ma|les?|la|mis?|"
    r"los|las|el|its|so much|d[eu]|del)\s+|^[ld]'"
)
_NO_SUBJECT = re.compile(
    r"(?:it|this|that|them|questions?|everything|all|es|das|alles|ca|cela|tout|lo|eso|todo|text|words|lines?|bullets?|details?|"
    r"pages?|"
    r"seiten?|paginas?|corto|largo|court|long|kurz|lang|breve|emphasi\w+|focus\w*|"
    r"highlight\w*|(?:one|two|three|[123])[- ]pages?)\b"
)
_MOST_WORDS = 6


def steering_of(text: str) -> dict[str, Any]:
    """What is wished for, and only that; `emphasise`, `play_down`, `drop` and `keep` are words as they were written."""
    folded = repaired(text)
    source = text if len(folded) == len(text) else folded
    found: dict[str, Any] = {"shorter": bool(_SHORTER.search(folded)), "longer": bool(_LONGER.search(folded))}
    less = _parts(_LESS, folded, source) + _parts(_PLAYED_DOWN, folded, source)
    dwelt = [part for part in emphasis_of(text) if not _BEGINS_LESS.match(fold(part))]
    more = _parts(_MORE, folded, source) + _parts(_LEAD, folded, source) + dwelt
    found |= {"pages": pages_of(text), "emphasise": _unique(more), "play_down": _unique(less)}
    found |= {"template": template_of(text), "paper": paper_of(text)}
    dropped = _sections(_DROP, folded, source) + _sections(_LEFT_OUT, folded, source)
    found |= {"drop": _unique(dropped), "keep": _sections(_KEEP, folded, source)}
    return {name: value for name, value in found.items() if value}


def sections_ordered(text: str) -> list[str]:
    """The sections in the order wanted: "education before skills", "projects first"; empty when none is wanted."""
    folded = fold(text)
    if both := _BEFORE.search(folded):
        return [text[both.start(1) : both.end(1)], text[both.start(2) : both.end(2)]]
    if both := _AFTER.search(folded):
        return [text[both.start(2) : both.end(2)], text[both.start(1) : both.end(1)]]
    first = _FIRST.search(folded)
    if first:
        return [first[1] or first[2]]
    listed = _LISTED.search(folded)
    found = re.findall(rf"\b{_NAMES_SECTION}\b", text[listed.end() :].lower()) if listed else []
    return found if len(found) > 1 else []


def template_of(text: str) -> str | None:
    """The name of a look that is asked for: "in the modern template", "two-column layout"."""
    folded = fold(text)
    for name, said in named_words("looks"):
        if re.search(rf"\b(?:{said})(?:[- ](?:one|{_LOOK}))?\b", folded) and (
            re.search(rf"\b{_LOOK}\b", folded)
            or (name == "sidebar" and re.search(r"column|spalt|colonn|column", folded))
        ):
            return None if name == "plain" and "text" in folded else name
    named = re.search(
        rf"\b{_LOOK}\s+(?:called |named |namens |nommee? |"
        rf"llamad[oa] )?[\"“']?([a-z][\w-]{{2,20}})\b",
        folded,
    )
    return named[1] if named and re.search(r"called|named|namens|nomme|llamad|[\"“']", named.group()) else None


def paper_of(text: str) -> str | None:
    """`letter` or `a4`."""
    folded = fold(text)
    return next((paper for paper, said in _PAPER if re.search(said, folded)), None)


def names_a_section(text: str) -> bool:
    """Whether a part of a resume is spoken of by its kind: hobbies, languages, the summary."""
    return bool(_SECTION.search(fold(text)))


def _parts(pattern: re.Pattern[str], folded: str, text: str) -> list[str]:
    found: list[str] = []
    for match in pattern.finditer(folded):
        index = next((index for index, group in enumerate(match.groups(), 1) if group), None)
        if index is not None:
            found += _words(folded[match.start(index) : match.end(index)], text[match.start(index) : match.end(index)])
    return found


def _words(folded: str, text: str) -> list[str]:
    end = _END.search(folded)
    kept = text[: end.start()] if end else text
    parts = (part.strip(" .!?'\"") for part in _SPLIT.split(kept))
    cleaned = (_bare(part) for part in parts)
    return [part for part in cleaned if part and len(part.split()) <= _MOST_WORDS and not _NO_SUBJECT.match(fold(part))]


def _bare(part: str) -> str:
    while (shorter := _ARTICLE.sub("", part, count=1) if _ARTICLE.match(fold(part)) else part) != part:
        part = shorter
    return part.strip()


def _sections(pattern: re.Pattern[str], folded: str, text: str) -> list[str]:
    """Parts to drop or to keep; single lines are said otherwise."""
    return [part for part in _parts(pattern, folded, text) if not re.search(rf"\b{LINE}\b|\bl\d+\b", fold(part))]


def _unique(parts: list[str]) -> list[str]:
    seen: dict[str, str] = {}
    for part in parts:
        seen.setdefault(fold(part), part)
    return list(seen.values())[:10]
