"""What a person says about themselves that a resume has wrong or lacks: which fact, which field, what it should be."""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from agents.offline.language import fold
from agents.offline.vocabulary import named_words
from agents.offline.wordings import LINE, quoted
from tools.skills import canonical

Action = Literal["change", "remove", "add", "move"]
_DATE = (
    r"(?:(?:\d{1,2}[./-])?\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?|"
    r"(?:(?:early |mid |late |anfang |mitte |ende )?[a-z]{3,10}\.?,? (?:de |of )?(?:del )?)?(?:19|20)\d\d|"
    r"today|now|present|heute|jetzt|aujourd'hui|maintenant|hoy|ahora|actualidad|nu|heden)"
)
_UNTIL = r"(?:to|until|till|through|bis(?: zum?)?|-|–|a|au|jusqu'(?:en|a|au)|hasta|al|tot|and|und|et|y)"
_PERIOD = re.compile(
    rf"(?:\b(?:from|between|since|von|vom|zwischen|de|du|entre|desde|del|van|are|were|is|was|sind|waren|sont|"
    rf"etaient|son|eran|:)\s+)?({_DATE})\s*{_UNTIL}\s*({_DATE})(?!\w)"
)
_BEGAN = re.compile(
    rf"\b(?:start\w*|began|begin|joined|since|angefangen|begonnen|seit|commence\w*|depuis|debute\w*|empece|comence|"
    rf"empezo|entre en|desde|begon\w*|sinds)\b.{{0,50}}?\b({_DATE})(?!\w)"
)
_ENDED = re.compile(
    rf"\b(?:left|ended|end(?:s)?|finish\w*|until|till|quit|verlassen|aufgehort|gegangen|endete|bis|quitte|parti\w*|"
    rf"fini\w*|termine\w*|jusqu'(?:en|a)|deje|acabe|sali|termino|hasta|vertrok|tot)\b.{{0,50}}?\b({_DATE})(?!\w)"
)
_STILL = re.compile(
    r"\b(?:i (?:still|currently) work|i am still|i'm still|ich (?:arbeite|bin) (?:noch|immer noch|weiterhin)|"
    r"je (?:travaille|suis) (?:encore|toujours)|"
    r"(?:sigo|todavia|aun) (?:trabajando|trabajo|estoy)|ik werk (?:nog|er nog))\b"
)
_AT = r"(?:at|with|for|from|bei|beim|von|chez|a|en|de|dans|bij|in)"
_NAME = r"(?:[A-ZÀ-Þ]|\d+[A-Z])[\w&.'’-]*(?:\s+(?:[A-ZÀ-Þ0-9][\w&.'’-]*|(?:&|of|de|and|und|et|y)(?=\s+[A-ZÀ-Þ])))*"
_EMPLOYER = re.compile(
    rf"\b(?i:{_AT}|left|quit|joined|quitte|quitté|dejé|verließ|verlassen habe ich)\s+(?:the )?({_NAME})"
)
_BEFORE_WAS = re.compile(
    rf"^(?i:actually,? |no,? |nein,? |non,? )?({_NAME})\s+(?:was|is|ran|war|ging|lief|dauerte|c'etait|c'était|était|"
    rf"fue|era|duró|duro|went)\b"
)
_MY = r"(?:my|the|mein\w*|der|die|das|mon|ma|mes|le|la|l'|mi|mis|el|mijn|de)"
_IS = (
    r"(?:was actually|is actually|actually was|actually is|should (?:be|read|say|have been)|must be|needs to be|"
    r"has to be|was|were|is|are|reads|changed to|"
    r"war|waren|ist|sind|lautet\w*|heisst|hiess|muss|soll(?:te)?|etait|est|sont|devrait etre|doit etre|s'appelle|"
    r"era|es|fue|son|deberia ser|debe ser|"
    r"se llama|is now|is spelled|is written|schreibt sich|s'ecrit|se escribe|moet zijn|:|=)"
)
_TO = r"(?:to|into|in|auf|zu|en|a|par|por|naar)"
_ORDERS = (
    r"(?:change|set|correct|update|fix|make|andere|setz\w*|korrigiere|berichtige|aktualisiere|remplace|"
    r"modifie|corrige|mets|cambia|pon|actualiza|wijzig)"
)
_VALUED = (
    rf"\b(?:{_MY}\s*)?(?:\w+ )?(FIELDS)\b(?P<between>.{{0,60}}?)\s*(?:(?<=\s)|(?=[:=])){_IS}\s+"
    rf"(?:spelled |written |geschrieben |now |jetzt )?(?P<value>.+)$"
)
_ORDERED = rf"\b{_ORDERS}\s+(?:{_MY}\s*)?(?:\w+ )?(FIELDS)\b(?P<between>.{{0,60}}?)\s+{_TO}\s+(?P<value>.+)$"
_NOT = re.compile(
    r",?\s+(?:and )?(?:not|nicht|und nicht|pas|et pas|et non|no|y no|niet|instead of|rather than|"
    r"statt|au lieu de|en lugar de|en vez de)\s+(.+)$"
)
_REPLACED = re.compile(
    r"\b(?:change|replace|correct|rename|fix|andere|ersetze|korrigiere|berichtige|remplace|change|corrige|cambia|"
    r"reemplaza|sustituye|corrige|wijzig|vervang)\s+"
    r"(?:the |my |die |das |den |mein\w* |le |la |mon |ma |el |mi )*(?P<old>.{2,120}?)\s+(?:to|into|with|by|in|zu|"
    r"durch|auf|en|par|por|a|naar|door)\s+(?P<new>.{2,200})$"
)
_GOES = (
    r"(?:remove|scratch|delete|drop|take(?: out)?|erase|strike|get rid of|cut|throw out|entfern\w*|losch\w*|"
    r"streich\w*|nimm|"
    r"enleve\w*|supprim\w*|retire\w*|efface\w*|quita\w*|"
    r"elimina\w*|borra\w*|saca|verwijder|haal|schrap)"
)
_OUT_OF = re.compile(
    rf"\b{_GOES}\s+(?:the |my |die |das |den |mein\w* |le |la |l'|mon |ma |el |mi )*(?:(?P<kind>skills?|tools?|"
    rf"languages?|certificates?|fahigkeit\w*|kenntnis\w*|sprache|zertifikat|"
    r"competence|langue|certificat|habilidad|idioma|certificado|competencia|vaardigheid)\s*:?\s+)?(?P<what>.{1,120}?)"
    r"(?:\s+(?:from|out of|off|aus|von|de|des|du|del|uit)\s+(?:the |my |meine?[nmr]? |den |mes |mon |ma |la |mis? |"
    r"las? |los? |mijn )*(?P<place>.{2,40}))?\s*(?:out|raus|heraus|weg)?$"
)
_ADDS = (
    r"(?:add|include|insert|put|note|append|write|fuge?|erganze|trag|nimm|schreib\w*|notiere|ajoute\w*|"
    r"rajoute\w*|inclus|inscris|mets|anad\w*|agreg\w*|incluye|pon|voeg|zet)"
)
_ADDED_KIND = (
    rf"\b{_ADDS}\s+(?:an? |the |my |another |one more |new |eine?n? |noch |die |das |den |mein\w* |un[ea]? |la |le |"
    rf"el |los |las |"
    rf"ma |mon |otr[oa] |mi |een )*(?:new |neue[nrs]? |nouvelle |nueva )?"
    rf"(?P<kind>KINDS)(?: (?:to|in|into|on|zu|in|a|dans|en) (?:my|the|meine[mn]?|mon|mi) (?:resume|cv|lebenslauf|"
    rf"curriculum))?\s*(?:called|named|namens|llamad[oa])?\s*[:–-]?\s+(?:that |dass |"
    rf"que )?(?P<text>.{{1,300}}?)(?:\s+(?:hinzu|ein|auf|toe))?$"
)
_ADDED_TO = (
    rf"\b{_ADDS}\s+(?P<text>.{{1,200}}?)\s+(?:to|into|under|in|on|as an?|zu|unter|in|als|bei|a|aux?|dans|comme|"
    rf"parmi|en|como|entre|aan|bij)\s+"
    rf"(?:the |my |meine?[nmr]? |den |die |der |mes |mon |ma |la |les |un[ea]? |mis? |las? |los? |el |"
    rf"mijn )*(?P<kind>KINDS)\b.{{0,20}}$"
)
_ADDED_THAT = re.compile(
    rf"\b(?:{_ADDS}|mention|say|erwahne|mentionne|menciona|vermeld)\s+(?:also |auch |noch |aussi |tambien |hinzu,? |"
    rf"ein,? |toe,? |dazu,? )*(?:(?:to|in|into|on|zu|a|en|dans) (?:my|the|meine[mn]?|mon|mi) (?:resume|cv|"
    rf"lebenslauf|curriculum) )?(?:that|dass|que|qu'|dat)\s*(?P<text>.+)$"
)
_NEVER = re.compile(
    r"\b(?:i (?:have )?never (?:worked|was)|i (?:did not|didn't) work|ich habe nie|ich war nie|"
    r"je n'ai jamais travaille|nunca (?:trabaje|estuve)|no trabaje|ik heb nooit)\b"
)
_TITLE_HELD = re.compile(
    rf"\b(?i:i was|i am|i'm|ich war|j'étais|j'ai été|fui|era|estuve de|ik was)\s+(?i:an? |the |als |ein\w* |une? |"
    rf"de )?(?P<title>[^,.;]{{2,60}}?)\s+"
    rf"(?i:at|bei|chez|en|bij)\s+(?P<at>{_NAME}),?\s+(?i:and not|not|und nicht|nicht|pas|et pas|no|y no|niet|never)\b"
)
_HELD_AT = re.compile(
    rf"\b(?i:at|bei|chez|en|bij)\s+(?P<at>{_NAME}),?\s+(?i:i was|war ich|j'étais|yo era|era|fui|was ik)\s+(?i:an? |"
    rf"the |als |une? )?"
    rf"(?P<title>[^,.;]{{2,60}}?),?\s+(?i:and not|not|und nicht|nicht|pas|et pas|y no|no|niet)\b"
)
_LINE_ABOUT = re.compile(
    rf"(?:the |that |my |die |la )?{LINE} (?:about|on|with|that mentions|uber|mit|sur|"
    rf"sobre) (?:the |my )?"
)
_SPEAKS = re.compile(
    r"(?:i (?:also )?speak|ich spreche|je parle|hablo|ik spreek)\s+(?P<name>[a-z]+)(?:\s*(?:at|on|level|auf|niveau|"
    r"nivel|a nivel|,|\()*\s*(?P<level>[abc][12]|fluently|fluent|native|fliessend|couramment|con fluidez))?"
)
_ADD_IT = re.compile(r"\b(?:add (?:it|that)|fug\w* (?:es|das) hinzu|ajoute-le|anadelo)\b")
_IS_WRONG = re.compile(
    r"^(?i:wrong|not right|incorrect|falsch|faux|fausse|mal|incorrect\w*)\b.*?\b(?i:should be|"
    r"must be|is|ist|lautet|est|es|:)\s+|^(?i:called|spelled|written|named|namens|appelée?|llamad[oa])\s+"
)
_AS_FIELD = {"bullet": "line", "award": "certificate"}
_NAME_ALONE = re.compile(_NAME)
_UNDER = re.compile(rf"\s*\b(?:at|bei|beim|chez|en|bij) ({_NAME})$")
_MOVED = re.compile(
    rf"\b(?:move|shift|put|verschieb\w*|schieb\w*|deplace|mueve|verplaats) (?:the |that |my |die |"
    rf"la )?(?:{LINE} )?(?:about |on |uber |sur |sobre )?"
    rf"(?P<what>.{{2,60}}?)(?: {LINE})? (?:to|under|over to|zu|unter|nach|sous|vers|a|bajo|naar) (?:the )?"
    r"(?!top\b|how\b|what\b|where\b|bottom\b|end\b|front\b|first\b|oben|unten|le haut|le bas|arriba|"
    r"abajo)(?P<to>[^,.;!?]{2,40})$"
)
_CLEAN_END = re.compile(
    r"[\s,]*(?:please|pls|bitte|s'il te plait|svp|por favor|now|too|as well|instead|hinzu|ein|auf|raus|heraus|weg|"
    r"toe|in my (?:resume|cv)|on my (?:resume|cv)|"
    r"(?:to|from|in|on|of) (?:my|the) (?:resume|cv)|(?:in|aus|zu) meine[mn] lebenslauf|(?:dans|de|a) mon cv|(?:en|"
    r"de|a) mi (?:curriculum|cv)|heissen|sein|lauten|gewesen)[\s.!]*$"
)


@dataclass(frozen=True, slots=True)
class FactSaid:
    """One correction. `about` are words of the fact that is meant (its employer, its name), `fields` what is right.

    `kind` is the kind of fact where it is said, `text` the words of a new one or of a line that is reworded.
    """

    action: Action
    about: str | None = None
    kind: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    text: str | None = None


def fact_said(text: str) -> FactSaid | None:
    """The correction in a sentence; None where it corrects nothing."""
    bare = text.strip(" .!")
    for read in (_never, _removed, _moved, _added, _dates, _valued, _held, _replaced):
        if found := read(bare, fold(bare)):
            return found
    return None


@cache
def _compiled(template: str) -> re.Pattern[str]:
    """A pattern with the words for all fields and all kinds of facts in it."""
    fields, kinds = ("|".join(said for _, said in named_words(table)) for table in ("fact_fields", "fact_kinds"))
    return re.compile(template.replace("FIELDS", fields).replace("KINDS", kinds))


def correction_of(text: str) -> dict[str, str]:
    """The correction as the tool takes it: what is done, which field of which fact, and what is right."""
    said = fact_said(text)
    if said is None:
        return {}
    found = {"action": said.action, "field": _field(said), "about": said.about, "value": _value(said)}
    return {name: value for name, value in found.items() if value}


def _field(said: FactSaid) -> str | None:
    if said.fields:
        return "dates" if len(said.fields) == 2 else next(iter(said.fields))
    if said.kind:
        return None if said.kind == "bullet" and said.action == "add" else _AS_FIELD.get(said.kind, said.kind)
    if said.action == "change" and said.about:
        return "skill" if canonical(said.about) else "employer" if _NAME_ALONE.fullmatch(said.about) else None
    return None


def _value(said: FactSaid) -> str | None:
    if said.fields:
        return " to ".join(said.fields.values())
    if said.kind == "bullet" and said.about and said.text:
        return _UNDER.sub(lambda match: "" if match[1] == said.about else match[0], said.text).strip(" ,")
    return said.text


def kind_called(said: str) -> str | None:
    """The kind of fact that a folded word stands for."""
    return next((kind for kind, words in named_words("fact_kinds") if re.fullmatch(rf"(?:{words})", said)), None)


def _employer(text: str) -> str | None:
    match = _EMPLOYER.search(text) or _BEFORE_WAS.search(text)
    return match[1].strip() if match else None


def _never(text: str, folded: str) -> FactSaid | None:
    """A position that the person never held."""
    match = _NEVER.search(folded)
    employer = _employer(text[match.start() :]) if match else None
    return FactSaid("remove", about=employer, kind="position") if employer else None


def _moved(text: str, folded: str) -> FactSaid | None:
    """A line that belongs under another entry."""
    match = _MOVED.search(folded)
    if not match or kind_called(re.sub(r"^(?:my|the|meine?|mes|mis?) ", "", match["to"])):
        return None
    line, entry = text[match.start("what") : match.end("what")], text[match.start("to") : match.end("to")]
    return FactSaid("move", about=line.strip(), kind="bullet", text=_ending(entry))


def _held(text: str, _folded: str) -> FactSaid | None:
    """A title set right by naming the wrong one: "I was Team Lead at Globex, not Engineer"."""
    match = _TITLE_HELD.search(text) or _HELD_AT.search(text)
    return FactSaid("change", about=match["at"], fields={"title": match["title"].strip()}) if match else None


def _removed(text: str, folded: str) -> FactSaid | None:
    match = _OUT_OF.search(folded)
    if not match:
        return None
    place = match["place"] or ""
    kind = kind_called(match["kind"] or "") or next(
        (kind for kind, words in named_words("fact_kinds") if re.search(rf"\b(?:{words})\b", place)), None
    )
    what = _ending(quoted(text) or text[match.start("what") : match.end("what")])
    if line := _LINE_ABOUT.match(fold(what)):
        what, kind = what[line.end() :], kind or "bullet"
    if not (kind or re.search(r"\b(?:resume|cv|lebenslauf|curriculum)\b", place)):
        return None
    return FactSaid("remove", about=what, kind=kind) if what else None


def _added(text: str, folded: str) -> FactSaid | None:
    if match := _ADDED_THAT.search(folded):
        said = _ending(text[match.start("text") : match.end("text")])
        if spoken := _SPEAKS.match(fold(said)):
            level = f" ({said[spoken.start('level') : spoken.end('level')]})" if spoken["level"] else ""
            return FactSaid(
                "add", kind="language", text=said[spoken.start("name") : spoken.end("name")].strip() + level
            )
        return FactSaid("add", about=_employer(said), kind="bullet", text=said)
    if (spoken := _SPEAKS.search(folded)) and _ADD_IT.search(folded):
        return FactSaid("add", kind="language", text=text[spoken.start("name") : spoken.end("name")])
    for pattern in (_ADDED_KIND, _ADDED_TO):
        if match := _compiled(pattern).search(folded):
            kind = next(
                (kind for kind, words in named_words("fact_kinds") if re.fullmatch(rf"(?:{words})", match["kind"])),
                None,
            )
            said = _ending(quoted(text) or text[match.start("text") : match.end("text")])
            under = _employer(text[match.end("kind") :]) if kind == "bullet" else None
            return FactSaid("add", about=under, kind=kind, text=said) if said else None
    return None


def _dates(text: str, folded: str) -> FactSaid | None:
    fields: dict[str, str] = {}
    if match := _PERIOD.search(folded):
        fields = {"start": _as_written(text, match, 1), "end": _as_written(text, match, 2)}
    elif _STILL.search(folded):
        fields = {"end": "present"}
    else:
        began, ended = _BEGAN.search(folded), _ENDED.search(folded)
        fields |= {"start": _as_written(text, began, 1)} if began else {}
        fields |= {"end": _as_written(text, ended, 1)} if ended else {}
    employer = _employer(re.sub(r"\b[A-Z]\w+ \d{4}\b", lambda found: found[0].lower(), text))
    return FactSaid("change", about=employer, fields=fields) if fields and employer else None


def _as_written(text: str, match: re.Match[str], group: int) -> str:
    said = text[match.start(group) : match.end(group)].strip()
    now = r"today|now|present|heute|jetzt|aujourd'hui|maintenant|hoy|ahora|actualidad|nu|heden"
    return "present" if re.fullmatch(now, fold(said)) else said


def _valued(text: str, folded: str) -> FactSaid | None:
    match = _compiled(_ORDERED).search(folded) or _compiled(_VALUED).search(folded)
    if not match:
        return None
    name = next(name for name, words in named_words("fact_fields") if re.fullmatch(rf"(?:{words})", match[1]))
    value, between = (
        text[match.start("value") : match.end("value")],
        text[match.start("between") : match.end("between")],
    )
    about = _employer(between)
    if other := _NOT.search(fold(value)):
        about = about or _ending(value[other.start(1) : other.end(1)])
        value = value[: other.start()]
    value = _ending(_IS_WRONG.sub("", value))
    if about is None and (named := _EMPLOYER.search(value)) and name in {"title", "start", "end", "degree"}:
        about, value = named[1], value[: named.start()].strip(" ,")
    return FactSaid("change", about=about, fields={name: value}) if value else None


def _replaced(text: str, folded: str) -> FactSaid | None:
    match = _REPLACED.search(folded)
    if not match:
        return None
    old, new = text[match.start("old") : match.end("old")], _ending(text[match.start("new") : match.end("new")])
    for name, words in named_words("fact_fields"):
        if named := re.fullmatch(rf"(?:\w+ )?(?:{words})\b(?P<rest>.*)", fold(old)):
            return FactSaid("change", about=_employer(old[named.start("rest") :]), fields={name: new})
    return FactSaid("change", about=old.strip(" \"'“”"), text=new.strip(" \"'“”"))


def _ending(said: str) -> str:
    """The words without what only closes the sentence."""
    while match := _CLEAN_END.search(fold(said)):
        said = said[: match.start()]
    return said.strip(" .,;:!?\"'“”")
