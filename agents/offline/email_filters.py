"""Which mails a sentence speaks of: kinds, senders, ages, marks, words; and what it wants a rule to do."""

import re
from datetime import date
from typing import Any

from agents.offline.email_references import address_in, name_in
from agents.offline.email_wordings import CHANGES, MAIL, OF_RULES, kinds_of
from agents.offline.language import fold
from agents.offline.places_said import country_of
from agents.offline.references import Situation
from agents.offline.times import UNITS, A, days_back, whole_days
from agents.offline.wordings import COUNT, SMALL, quoted
from tools.jobs.cleaning.gazetteer import cities

_UNITS = (*(unit for unit in UNITS if unit[0] >= 1), (365, r"years?|jahren?|jahre|ans?|annees?|anos?"))
_UNIT = "|".join(said for _, said in _UNITS)
_OLD = re.compile(
    r"\b(?:older than|more than|over|from before|before the last|from more than|alter als|mehr als|uber|"
    r"von vor mehr als|"
    r"plus vieux que|(?:datant |vieux |vieilles? |ages? )?(?:de|d') ?plus (?:de|d'une?|d')|plus (?:de|"
    r"d'un|d'une|d')|anteriores? a|"
    rf"(?:de |con )?mas (?:de|antiguos? (?:de|que)|viej[oa]s (?:de|que)))\s*(?:last |the last |the )?({COUNT}|{A})?\s*"
    rf"({_UNIT})\b(?: old| alt| ago)?|\b({COUNT}|{A}) ({_UNIT}) (?:and|or) (?:older|more)\b"
)
_NOT_OLDER = re.compile(r"\b(?:not|no|nicht|pas|less) (?:older|more|over|alter)\b")
_YEAR = re.compile(r"\b(?:this year(?:'s)?|dieses jahr|diesjahrig\w*|cette annee|este ano)\b")
_UNREAD = re.compile(
    r"\b(?:unread|not read|(?:haven'?t|have not|didn'?t|did not) (?:yet )?(?:read|open(?:ed)?|seen?|"
    r"looked at)|unopened|ungelesen\w*|nicht gelesen\w*|non[- ]lus?|pas (?:encore )?lus?|"
    r"sin leer|no leid[oa]s?)\b|\bnew (?:e-?)?mails?\b|\bneue (?:mails|nachrichten|post)\b|\bnouveaux mails\b"
)
_STARRED = re.compile(r"\b(?:starred|flagged|with (?:a )?star|markierte\w*|favoris|avec une etoile|destacad[oa]s?)\b")
_ARCHIVED = re.compile(
    r"\b(?:archived|in (?:the|my) archive|archivierte\w*|im archiv|archives?(?= |$)(?<!the archive)|archivad[oa]s?)\b"
)
_NEEDS_ANSWER = re.compile(
    r"\b(?:needs?|needing|requires?|wants?|wanting|expects?|await\w*) (?:an |a |my |our )?(?:answer\w*|"
    r"repl\w+|respon\w+)|"
    r"\b(?:have|need|should|must|ought|got|haven'?t|has|'ve) (?:i |still |yet |to |not |been )*(?:to )?(?:still |yet )?"
    r"(?:answer|reply|respond|replied|answered|responded)(?:ed)?\b|"
    r"\bwaiting for (?:an? |my )?(?:repl\w+|answer|response) (?:from|by) me\b|\bwaiting (?:on|for) me\b|"
    r"\bwaiting for my (?:answer|reply|response)\b|\bunanswered\b|\bto be answered\b|\bdo i (?:still )?owe\b|"
    r"\b(?:unbeantwortet\w*|beantworten|antworten muss|noch antworten|auf (?:eine |meine )?antwort warten)\b|"
    r"\battend\w* (?:une|ma|encore une) reponse|\b(?:dois|devrais)(?:-je)? (?:encore )?repondre|\bsans reponse\b|"
    r"\b(?:sin|por|tengo que|debo) (?:contestar|responder)|\b(?:necesitan|esperan) (?:una |mi )?respuesta"
)
_ATTACHED = re.compile(r"\b(?:attachments?|attached|anhang\w*|anhange\w*|pieces? jointes?|adjuntos?)\b")
_DELETED = re.compile(
    r"\b(?:(?:in|from) (?:the|my) (?:bin|trash)|deleted (?:e-?)?mails?|papierkorb|geloschte\w*|corbeille|"
    r"mails? supprimes|papelera|correos (?:borrados|eliminados))\b"
)
_LIMIT = re.compile(
    rf"\b(?:last|latest|newest|first|top|letzten|neuesten|derniers?|ultimos) ({COUNT})\b(?! (?:days?|"
    rf"weeks?|months?|hours?|"
    rf"tage|wochen|monate|jours|semaines|mois|dias|semanas|meses))|\b({COUNT}) (?:latest|newest|"
    rf"most recent|last|neuesten|"
    r"letzten|derniers|ultimos) (?:e-?mails?|mails?|messages?|nachrichten|correos)\b"
)
_ABOUT = re.compile(
    r"\b(?:about|mention(?:s|ing)?|contain(?:s|ing)?|regarding|concerning|with the words?|saying|"
    r"(?:where|in which) (?:they|he|she|it|we|someone) (?:talks?|speaks?|writes?|mentions?|says?) (?:about |of )?|"
    r"that (?:talks?|speaks?|mentions?|says?) (?:about |of )?|uber|zum thema|zu(?= )|wegen|in denen es um|in der es um|"
    r"sur|au sujet (?:de |du |des )|qui parlent? (?:de |du |des )|concernant|a propos (?:de |du |des )|sobre|"
    r"que hablan? (?:de |del )|acerca (?:de |del ))\s*(?:the |a |an |my |our |das |die |den |der |le |la |"
    r"les |l'|el |los |las )?"
    r"(.{2,60}?)(?:\s+geht)?(?=[?.!]*$| (?:from|of|in|since|that) (?:the|last|today|yesterday|my)\b)"
)
_SEARCHED = re.compile(
    r"^(?:search|find|look|go|such\w*|durchsuch\w*|cherche\w*|busca\w*)\b.*?\b(?:for|nach|avec|con|"
    r"por)\s+(.{2,60}?)[?.!]*$|"
    rf"^(?:search|find|durchsuche?|cherche|busca)\s+(.{{2,40}}?)\s+in (?:my )?{MAIL}"
)
_MAILBOX = re.compile(
    r"\b(?:mailbox|inbox|account|postfach|konto|boite|compte|buzon|cuenta) (?:number |no\.? |nr\.? |#)?(\d{1,3})\b|"
    r"\b(?:my|mein\w*|mon|ma|mi|the) (gmail|google ?mail|imap|posteo|outlook|gmx|icloud|yahoo|work|private|second)"
    r"(?: (?:mail|account|inbox|mailbox|one))?\b"
)
_SUBJECT = re.compile(
    r"\b(?:in (?:the|their|its) subject|subject (?:contains?|says?|has|is)|im betreff|dans (?:l'objet|"
    r"le sujet)|en el asunto)\b"
)


def older_than(folded: str) -> tuple[int, tuple[int, int]] | None:
    """After how many days a mail is old enough, and where that is said.

    >>> older_than("rejections older than two weeks")[0]
    14
    """
    if _NOT_OLDER.search(folded) or (match := _OLD.search(folded)) is None:
        return None
    count, unit = match[1] or match[3], match[2] or match[4]
    size = next(days for days, said in _UNITS if re.fullmatch(said, unit))
    number = 1 if count is None or re.fullmatch(A, count) else SMALL.get(count) or int(count)
    return int(number * size), match.span()


def ages_of(folded: str, today: date | None) -> dict[str, int]:
    """`within_days` (1 is today) and `older_than_days`, as far as they are said."""
    found: dict[str, int] = {}
    if old := older_than(folded):
        found["older_than_days"] = old[0]
        folded = folded[: old[1][0]] + folded[old[1][1] :]
    if _YEAR.search(folded):
        found["within_days"] = today.timetuple().tm_yday if today else 365
    elif back := days_back(folded, today):
        found["within_days"] = whole_days(back[0])
    return found


def filter_of(text: str, situation: Situation) -> dict[str, Any]:
    """Which mails are meant, as far as it is said; names of the tool's own arguments."""
    folded = fold(text)
    found: dict[str, Any] = dict(ages_of(folded, situation.today))
    if kinds := kinds_of(_without_query(folded)):
        found["kinds"] = kinds
    marks = (
        ("unread", _UNREAD), ("starred", _STARRED), ("archived", _ARCHIVED), ("needs_answer", _NEEDS_ANSWER),
        ("attachments", _ATTACHED), ("deleted", _DELETED),
    )  # fmt: skip
    found |= {name: True for name, said in marks if said.search(folded)}
    found |= sender_of(text) | _words(text, folded)
    if match := _LIMIT.search(folded):
        written = match[1] or match[2]
        found["limit"] = SMALL.get(written) or int(written)
    if mailbox := mailbox_of(text):
        found["mailbox"] = mailbox
    return found


def sender_of(text: str) -> dict[str, Any]:
    """Whose mails: an address as `sender`, an employer or a person as `company`."""
    if address := address_in(text):
        return {"sender": address}
    plain = text
    if (about := _ABOUT.search(fold(text))) and not re.search(r"\b(?:from|von|de|by)\b", fold(text[: about.start()])):
        plain = text[: about.start()]
    name = name_in(re.sub(r"[\"“”„«»][^\"“”„«»]*[\"“”„«»]", " ", plain))
    return {"company": name} if name else {}


def _words(text: str, folded: str) -> dict[str, Any]:
    if said := quoted(text):
        return {"query": said}
    for pattern in (_ABOUT, _SEARCHED):
        if match := pattern.search(folded):
            group = 1 if match[1] else 2
            kept = text[match.start(group) : match.end(group)].strip(" .?!")
            if (
                kept
                and not kinds_of(fold(kept))
                and not re.fullmatch(rf"(?:my |new )*{MAIL}|me|it|this|that", fold(kept))
            ):
                return {"query": kept}
    return {}


def _without_query(folded: str) -> str:
    match = _ABOUT.search(folded)
    return folded if match is None or kinds_of(match[1]) else folded[: match.start()]


def mailbox_of(text: str) -> str | None:
    """The mailbox that is named: its number, its address, or what it is called."""
    match = _MAILBOX.search(fold(text))
    return (match[1] or match[2]) if match else None


def is_place(name: str) -> bool:
    """Whether a name is that of a place rather than of a sender."""
    return bool(country_of(name) or cities(name))


def rule_of(text: str) -> dict[str, Any]:
    """Conditions and actions of a rule, as far as they are said."""
    folded = fold(text)
    conditions: dict[str, Any] = {}
    whose = sender_of(text)
    if sender := whose.get("sender") or whose.get("company"):
        conditions["sender"] = sender
    if kinds := kinds_of(folded):
        conditions["kinds"] = [kind for kind in kinds if kind != "sent"]
    if _ATTACHED.search(folded):
        conditions["attachments"] = True
    if said := _rule_words(text, folded):
        conditions["subject" if _SUBJECT.search(folded) else "words"] = said
    told = [
        (match.start(), change) for change, said in CHANGES if change in OF_RULES and (match := said.search(folded))
    ]
    found: dict[str, Any] = {"conditions": conditions} if conditions else {}
    if told:
        found["actions"] = [change for _, change in sorted(told, key=lambda one: one[0])]
    return found


def _rule_words(text: str, folded: str) -> str | None:
    if said := quoted(text):
        return said
    match = re.search(r"\b(?:subject (?:contains?|says?|has|is)|with (?:the words?)|containing|"
        r"mentioning)\s+([\w -]+?)(?=[,.!?]|$)",
                      folded)  # fmt: skip
    return text[match.start(1) : match.end(1)].strip() if match else None
