"""The sections of a posting: which heading a line stands under, in six languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal["must", "should", "nice", "duties", "offer", "company", "process", "pay", "none"]


@dataclass(frozen=True)
class Line:
    """One line of the text with its place, and the kind of section it stands in."""

    text: str
    start: int
    kind: Kind
    bullet: bool
    heading: bool = False


_NICE = (
    r"nice[- ]to[- ]ha(?:ve|s)|nice to haves?|bonus(?: points| skills| qualifications| if| experience|es)?\b|"
    r"preferred|desir(?:ed|able)|(?:a|big|huge) plus|"
    r"pluses|plus points|extra credit|good to have|would be (?:a plus|nice|great)|even better|brownie|ideally|icing|"
    r"set you apart|stand out|not required but|"
    r"wünschenswert|von vorteil|das wäre (?:toll|super|schön)|pluspunkte?|idealerweise|nice-to-have|kür\b|"
    r"les plus\b|un plus|atouts?|apprécié|souhaité|idéalement|serait un|"
    r"se valora|valorable|deseable|plus(?:es)? deseables|puntos extra|valoramos|"
    r"pré\b|pre\b|leuk als|diferencia(?:l|is)|desejáve(?:l|is)|costituisce|gradit[oaie]|preferenzial|加分|优先"
)
_MUST = (
    r"requirements?|required|qualifications?|must[- ]haves?|minimum|basic qual|essential|prerequisites?|eligibility|"
    r"criteria|what (?:you|we)(?:['’]ll)? (?:need|require)|"
    r"you(?:['’]ll| will)? need|what it takes|anforderung\w*|anforderungsprofil|voraussetzung\w*|must have|"
    r"qualifikation\w*|"
    r"pr[ée]-?requis|exigences?|requis(?:itos?|es?)?|requisiti|requisitos|imprescindible|vereisten|functie-?eisen|"
    r"eisen|competenze richieste|任职要求|岗位要求|职位要求|要求"
)
_PROFILE = (
    r"what (?:you|you['’]?ll|you will)(?: (?:will|can|should|would|must|might))? (?:bring|have|offer us|possess)|"
    r"who you are|about you\b|your (?:profile|background|skills|experience|expertise|"
    r"qualifications|strengths)|(?:the )?(?:ideal|right|successful|perfect) (?:candidate|person|fit)|you (?:have|are|"
    r"bring|might be|may be|should have|possess|will have|could be)|"
    r"you(?:['’]re| are) (?:a |the |someone|our)|you['’]ll (?:have|bring|be a great)|skills|experience|knowledge|"
    r"what we (?:expect|look|are looking|['’]re looking|need|want|seek)|we(?:['’]re| are) looking for|"
    r"what we['’]re looking|who we(?:['’]re| are) looking|"
    r"looking for|you['’]d be|education|competenc(?:y|ies)|candidate profile|person specification|great fit|good fit|"
    r"profile|"
    r"(?:ihr|dein|euer|unser|das|gesuchtes|gewünschtes)?\s*profil|das (?:bringst|bringen|zeichnet|solltest|wünschen|"
    r"erwarten|suchen)|was (?:du|sie|wir) (?:mitbring|mitbringen|erwarten|von dir|brauchen|suchen)\w*|"
    r"damit (?:überzeugst|begeistern|punktest)|(?:du|sie) (?:bringst|bringen|hast|haben|bist|verfüg)\w*|kenntnisse|"
    r"wen wir suchen|wir (?:erwarten|wünschen|suchen)|"
    r"(?:votre |le |ton |vos )?(?:profil(?: recherché)?|compétences)(?: \w+)?|vous (?:êtes|avez|justifiez|possédez)|"
    r"tu (?:es|as)|qui (?:êtes-vous|es-tu)|ce que nous (?:recherchons|attendons)|"
    r"(?:tu |su |el |nuestro )?perfil(?: (?:buscado|requerido|del candidato|profesional))?|qué (?:buscamos|necesitas|"
    r"pedimos|esperamos)|conocimientos|buscamos|experiencia|"
    r"wat (?:vragen|verwachten|breng|neem)\w* .{0,20}|wie (?:ben|zoeken) .{0,12}|jouw profiel|wij vragen|profiel|"
    r"dit ben jij|"
    r"(?:o que )?(?:buscamos|esperamos|procuramos|você precisa).{0,20}|perfil|il tuo profilo|profilo(?: (?:ricercato|"
    r"richiesto|ideale))?|cosa cerchiamo|chi (?:cerchiamo|sei)|"
    r"salesforce and .* background|background includes|background"
)
_DUTIES = (
    r"responsibilit\w*|what you(?:['’]?ll| will)?(?: be)? (?:do|doing|work|own|build|drive|achieve|"
    r"be working)\w*.{0,20}|(?:your|the|key|main|day[- ]to[- ]day|core|essential) (?:role|duties|tasks|job|"
    r"responsibilit\w*|impact|mission|work|functions?)(?: .{0,20})?|"
    r"duties(?: .{0,25})?|tasks|about (?:the|this) (?:role|job|position|opportunity|team|work)|(?:job|role|"
    r"position) (?:description|summary|overview|purpose|details)|the (?:role|job|opportunity|position|team|"
    r"challenge)|"
    r"role|overview|description|summary|how you['’]?(?:ll| will).{0,30}|in this role.{0,30}|as (?:a|an|"
    r"our) .{3,60} you will|in your first .{0,40}|a (?:typical )?day in.{0,30}|you will|"
    r"(?:deine|ihre|eure|die|unsere|das sind deine|zu (?:deinen|ihren))? ?(?:aufgaben\w*|tätigkeit\w*|"
    r"verantwortung\w*|rolle|mission)|was (?:dich|sie) erwartet|das (?:erwartet|machst|sind|ist) .{0,20}|dein job|"
    r"stellenbeschreibung|aufgabengebiet|"
    r"(?:vos |tes |les |votre |ta |la )?(?:missions?|responsabilités|tâches|rôle)(?: .{0,20})?|(?:le|"
    r"description du) poste|descriptif.{0,15}|"
    r"(?:tus |las |sus |principales )?(?:funciones|responsabilidades|tareas)(?: .{0,20})?|(?:tu|la) (?:misión|rol)|"
    r"qué harás|descripción.{0,20}|"
    r"wat (?:ga je|je gaat) doen|jouw (?:taken|rol|functie)|(?:functie)?omschrijving|taken|de functie|"
    r"responsabilidades.{0,15}|atividades|o que você .{0,15}|"
    r"(?:le tue )?(?:responsabilità|mansioni|attività)|cosa farai|il ruolo|岗位职责|工作内容|职位描述|工作职责"
)
_OFFER = (
    r"(?:our |the |your |key |company |what )?(?:benefits|perks)(?: .{0,25})?|what (?:we|you(?:['’]?ll)?|is in it|"
    r"['’]s in it)(?: can)? (?:offer|get|gain|for you|provide|enjoy).{0,15}|what(?:['’]s| is) in it for you|we offer|"
    r"why (?:you|join|us|work|we|[A-Z]\w+).{0,40}|"
    r"what you can expect|what to expect|rewards?|our offer|"
    r"(?:wir bieten|das bieten wir|was wir .{0,12}bieten|unser angebot|deine benefits|ihre vorteile|deine vorteile|"
    r"das erwartet dich bei uns|darauf kannst .{0,20}|benefits|vorteile|warum wir|warum .{0,25})(?: .{0,20})?|"
    r"(?:nos |les |vos |tes )?avantages(?: .{0,15})?|(?:ce que )?nous (?:vous |t[’'])?(?:offrons|proposons).{0,10}|"
    r"pourquoi .{0,30}|"
    r"(?:qué |te |lo que )?(?:te )?ofrecemos.{0,15}|beneficios|ventajas|wij bieden|wat (?:wij )?(?:bieden|"
    r"krijg).{0,15}|arbeidsvoorwaarden|benefícios|oferecemos|cosa offriamo|(?:ti )?offriamo|福利.{0,6}|我们提供"
)
_COMPANY = (
    r"(?:a little )?(?:more )?about (?:us|[A-Z][\w&.’' -]{1,40}|our (?:company|team|client))|who we are|"
    r"(?:our )?(?:company|mission|values|culture|story|vision)(?: (?:overview|description|values))?|the company|"
    r"(?:wer wir sind|über uns|unser unternehmen|das sind wir|wir über uns)|"
    r"(?:à propos|qui sommes[- ]nous)(?: .{0,25})?|l[’']entreprise|notre entreprise|(?:sobre|quiénes) (?:nosotros|"
    r"somos)|la empresa|over ons|wie (?:zijn wij|wij zijn)|sobre (?:nós|a empresa)|chi siamo|l[’']azienda|"
    r"equal .{0,40}|eeo.{0,20}|"
    r"diversity.{0,30}|our commitment.{0,40}|legal|privacy.{0,20}|staying safe.{0,50}|physical .{0,30}|"
    r"work(?:ing)? (?:environment|conditions).{0,20}|disclaimer|accommodations?.{0,20}|公司介绍|关于我们"
)
_PROCESS = (
    r"(?:the |our )?(?:hiring |interview |recruitment |application |selection )?process|how to apply|"
    r"(?:to )?apply(?: now)?.{0,15}|next steps|interview.{0,20}|application.{0,30}|contact.{0,15}|kontakt|"
    r"bewerbung.{0,20}|jetzt bewerben|bewirb dich.{0,20}|"
    r"(?:comment )?postuler|candidature|processus.{0,20}|cómo aplicar|proceso.{0,20}|solliciteren|"
    r"sollicitatie.{0,20}|"
    r"candidatura|come candidarsi|"
    r"(?:similar|related|other|more) (?:jobs|openings|positions|roles).{0,30}|technology|tech(?:nical)? stack|(?:our|"
    r"the) stack|the process|technologies|location.{0,10}|where.{0,20}|travel.{0,20}|应聘.{0,8}|联系.{0,8}"
)
_PAY = (
    r"(?:salary|compensation|pay|rémunération|vergütung|gehalt|salario|retribución|remuneration|薪资|薪酬)(?: .{0,40})?"
)

_PATTERNS: list[tuple[Kind, re.Pattern[str]]] = [
    ("nice", re.compile(rf"\b(?:{_NICE})(?!\w)", re.I)),
    ("offer", re.compile(rf"^(?:{_OFFER})$", re.I)),
    ("duties", re.compile(rf"^(?:{_DUTIES})$", re.I)),
    ("should", re.compile(r"^about you\b|^sobre ti\b|^über dich\b|^à propos de (?:vous|toi)", re.I)),
    ("company", re.compile(rf"^(?:{_COMPANY})$", re.I)),
    ("pay", re.compile(rf"^(?:{_PAY})$", re.I)),
    ("must", re.compile(rf"(?:^|\b)(?:{_MUST})(?!\w)", re.I)),
    ("should", re.compile(rf"^(?:{_PROFILE})", re.I)),
    ("process", re.compile(rf"^(?:{_PROCESS})$", re.I)),
    ("duties", re.compile(r"\b(?:responsib\w+|you will|aufgaben|missions|funciones)\b.{0,15}$", re.I)),
]
# Without a colon, a line that ends on such a word asks ("Forklift experience preferred"); one that begins so heads.
_BARE_HEAD = re.compile(
    rf"^(?:(?:our|your|the|key|main|basic|additional|other|minimum|job|what would be|it would be|would be|"
    rf"skills that are|"
    rf"these would be|vos|nos|tes|ihre|deine|unsere|les|las|los|de) )*(?:{_NICE}|{_MUST})(?!\w)",
    re.I,
)
_ASKS_WITH = re.compile(
    r"^(?:skills?|experience|knowledge|education|background|competenc\w+|experiencia|"
    r"conocimientos|kenntnisse)\b.*\b(?:with|in|of|as|using|on|en|de|con|mit|managing|working)\b",
    re.I,
)
_EDGE = " \t-–—•*#_|:：.…!?()[]✨🚀💡🔥👉✅📋📄🎯🌟💼🧩🏆❤️¿¡"
_INLINE = re.compile(
    rf"^\W*(?P<head>(?:(?:{_MUST})(?!\w)|(?:{_NICE})(?!\w)|responsibilities|(?:dein |ihr |votre )?profile?|skills|"
    rf"perfil)[\w /&-]{{0,30}}?)\s?[:：]\s*(?=\S)",
    re.I,
)


_MARKER = re.compile(r"(?:[-–—•·*▪◦‣●○➢➤✔✓✅►]|\d{1,2}[.)])\s+")
_YEARS = re.compile(r"\d+\s*\+?\s*(?:years|jahre|ans|años)", re.I)


def lines_of(text: str) -> list[Line]:
    """Every non-empty line with the section it stands in; headings are marked."""
    return list(_lines(text))


@lru_cache(maxsize=4)  # every fact of a posting asks for the lines of the same text
def _lines(text: str) -> tuple[Line, ...]:
    return tuple(_classified(text))


def heading_kind(line: str, bullet: bool = False) -> Kind | None:
    """The kind of section a line opens, None when it is not a heading."""
    words = line.strip(_EDGE + "\u2019'\"")
    ends_open = line.rstrip(" *_").endswith((":", "："))
    if not words or len(words) > (90 if ends_open else 62) or len(words.split()) > (14 if ends_open else 8):
        return None
    if bullet and not ends_open:
        return None
    if line.rstrip().endswith((".", ";", ",")) or _YEARS.search(line):
        return None
    if not ends_open and (not _looks_like_heading(words) or _ASKS_WITH.match(words)):
        return None
    return _kind_named(words, ends_open)


@lru_cache(maxsize=2_048)  # an employer's postings share their headings, and all postings many
def _kind_named(words: str, ends_open: bool) -> Kind | None:
    found = next((kind for kind, pattern in _PATTERNS if pattern.search(words)), None)
    if found in ("nice", "must") and not (ends_open or words.isupper() or _BARE_HEAD.match(words)):
        return None
    return found or ("none" if ends_open or words.isupper() else None)


def _looks_like_heading(words: str) -> bool:
    """Starts with a capital (or is not in a cased script) and is not a sentence of its own."""
    first = next((letter for letter in words if letter.isalpha()), "")
    return bool(first) and not first.islower() and ". " not in words


def _classified(text: str) -> Iterator[Line]:
    kind: Kind = "none"
    position, listed, blank = 0, False, False
    for raw in text.split("\n"):
        stripped = raw.strip()
        start = position + raw.find(stripped) if stripped else position
        position += len(raw) + 1
        if not stripped:
            blank = True
            continue
        marker = _MARKER.match(stripped)
        bullet = marker is not None
        body = stripped[marker.end() :] if marker else stripped
        start += len(stripped) - len(body)
        opened = heading_kind(body, bullet)
        inline = _INLINE.match(body) if ":" in body or "：" in body else None
        apart = blank or (len(stripped) > 25 and stripped.endswith("."))
        if apart and listed and not bullet and opened is None and kind in ("must", "should", "nice"):
            kind = "none"  # a paragraph of its own after the section's list is about something else
        blank = False
        if opened is not None:
            kind, listed = _refined(opened, kind, bullet), False
            yield Line(body, start, kind, bullet, heading=True)
        elif inline and len(body) > inline.end() + 15:
            kind = next((k for k, pattern in _PATTERNS if pattern.search(inline["head"].strip(_EDGE))), kind)
            yield Line(body[inline.end() :], start + inline.end(), kind, bullet)
        else:
            listed = listed or bullet
            yield Line(body, start, kind, bullet)


def _refined(opened: Kind, current: Kind, bullet: bool) -> Kind:
    """A sub-heading of unknown name inside a section ("Baseline:") stays in that section."""
    return current if opened == "none" and (bullet or current in ("must", "should", "nice")) else opened
