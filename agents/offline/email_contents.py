"""What a mail should say: the person's own words, what it is for, and whom it answers."""

import re
from typing import Any

from agents.offline.email_references import ADDRESS, address_in, at_hand, it, last_dealt_with, name_in, pointed
from agents.offline.email_wordings import ANSWERS, DECLINES, ONE_MAIL, named_writer
from agents.offline.language import fold
from agents.offline.letters_said import language_wanted, mail_tone_of, purpose_of
from agents.offline.names import known_names
from agents.offline.plan import Later
from agents.offline.references import Situation, focused, references
from agents.offline.wordings import quoted

_SALUTED = re.compile(r"(?:dear|hi|hello|hey|hallo|liebe[rs]?|sehr geehrte[rs]?|bonjour|cher|chere|"
                      r"madame|monsieur|hola|"
                      r"estimad[oa]s?|buenos dias|buenas)\b")  # fmt: skip
_COLON = re.compile(r"(?<!\bhttp)(?<!\bhttps):\s+(?=\S)")
_THAT = re.compile(
    r"\b(?:say(?:ing)? (?:that )?(?=i\b|i'|we\b|my\b|yes\b|it\b|thanks?\b|the\b|they\b|this\b|there\b|no problem)|"
    r"that(?= (?:i|i'|we|my|the|it|this|there|they|he|she|no|yes|our|monday|tuesday|wednesday|thursday|"
    r"friday)\b|'s | i'|i')|"
    r"dass|que(?= (?!vous\b))|qu'(?=(?:il|elle|on|un|a|au)\b)|diciendo(?:le|les)? que|en disant que|"
    r"and say|und (?:sag|schreib)\w*,?(?: dass)?|"
    r"et dis(?:-lui)?(?: que)?|y di(?:le)?(?: que)?|to say(?: that)?)\s*"
)
_TOLD = re.compile(
    r"^(?:please )?(?:(?:tell|inform|notify|write|mail|email|e-mail|message|remind) (?:.{2,60}?)|let .{2,60}? know|"
    r"(?:reply|answer|respond|write back)(?: to (?:it|them|her|him))?|sag .{2,40}?|schreib\w* .{2,40}?|"
    r"dis(?:-lui| .{2,40}?)|"
    r"di(?:le|les)(?: a .{2,40}?)?)"
    r",?\s+(?=(?:i|i'm|i'll|i've|i'd|we|we'll|we're|my|yes|ich|wir|je|j'ai|j'accepte|nous|yo|"
    r"mi)\b(?!\s+know)|i'(?:m|ll|ve|d)\b)"
)
_NO = re.compile(
    r"\b(?:no thanks|no thank you|thanks but no|not interested|nein danke|kein interesse|non merci|no gracias)\b"
)
_YES_LATER = re.compile(
    r"\b(?:when(?:ever)? i(?:'m| am)? (?:free|available)|my availability|my free (?:times|slots))\b[:,]?\s*(.*)$"
)
_WHOSE = re.compile(r"\b(?:their|its|this|that|the) (?:mail|e-?mail|message|thread|invitation|offer)\b")


def written(text: str, situation: Situation) -> dict[str, Any]:
    """Everything that is said about a mail to be written: whom it answers, what it is for, how, and own words."""
    start, own = own_words(text)
    lead = text[:start] if own else text
    found = whom(lead, situation)
    purpose = purpose_said(lead, own)
    if match := _YES_LATER.search(fold(text)):
        purpose, own = "availability", text[match.start(1) : match.end(1)].strip(" .") or None
    if purpose:
        found["purpose"] = purpose
    how = {"tone": mail_tone_of(lead), "language": language_wanted(lead)}
    found |= {name: value for name, value in how.items() if value}
    if own:
        saluted = _SALUTED.match(fold(own)) and len(own.split()) > 8
        found |= {"body": own} if saluted else {"details": [own]}
    return found


def own_words(text: str) -> tuple[int, str | None]:
    """Where the person's own words begin, and those words; the length of the text and None when there are none.

    A German clause keeps its "dass", by which whoever makes a sentence of it knows where its verb has to go.

    >>> own_words("reply that I am free on Tuesday")
    (11, 'I am free on Tuesday')
    """
    folded = fold(text)
    if (said := quoted(text)) and re.search(r"\b(?:say|reply|answer|write|with|respond|schreib|antwort)", folded):
        return text.find(said), said
    if colon := _COLON.search(text):
        return colon.end(), text[colon.end() :].strip() or None
    for pattern in (_THAT, _TOLD):
        if match := pattern.search(folded):
            start = match.start() + joined if (joined := match.group().find("dass")) >= 0 else match.end()
            return start, _told(text[start:])
    return len(text), None


def _told(words: str) -> str | None:
    plain = words.strip()
    return (plain if plain.endswith(("!", "?")) else plain.rstrip(" .")) or None


def purpose_said(lead: str, own: str | None) -> str | None:
    """What the mail is for; own words alone need no purpose."""
    folded = ADDRESS.sub(" ", fold(lead))
    if _NO.search(folded) or (own and _NO.fullmatch(fold(own).strip(" .!"))) or DECLINES.search(folded):
        return "decline"
    return purpose_of(re.sub(rf"\b{ANSWERS}\b", " ", folded))


def whom(lead: str, situation: Situation) -> dict[str, Any]:
    """Whom the mail goes to: the mail it answers, an address, or the job it is about."""
    if (address := address_in(lead)) and "@" in address:
        return {"to": ADDRESS.findall(lead)}
    if mails := pointed("mail", lead, situation, names=False):
        return {"email": mails[0]}
    name = name_in(lead)
    known = pointed("mail", lead, situation)
    if known and (name is None or _names_shown(name, situation)):
        return {"email": known[0]}
    folded = fold(lead)
    jobs = (
        [job for job in references("job", lead, situation) if not isinstance(job, Later)]
        if re.search(r"\bjob\b|#\d|\bstelle\b", folded)
        else []
    )
    if jobs and jobs[0].isdigit():
        entry = situation.memory.known["job"].get(int(jobs[0]))
        return {"job": jobs[0]} | ({"email": entry.company} if entry and entry.company else {})
    if name:
        return {"email": name}
    listed = known_names(lead, tuple(situation.memory.known["job"].values()))
    if listed and listed[0].company:
        return {"email": listed[0].company}
    last = last_dealt_with("mail", situation)
    if last and _answers_it(folded, situation):
        return {"email": last}
    job = focused("job", situation) if named_writer(folded) else None
    return {"job": job} if isinstance(job, str) else {}


def _names_shown(name: str, situation: Situation) -> bool:
    told = set(fold(name).split())
    return any(told & set(fold(entry.company or "").split()) for entry in situation.memory.known["mail"].values())


def _answers_it(folded: str, situation: Situation) -> bool:
    """Whether the mail last dealt with is meant: by "it", by its writer, or because nothing else came since."""
    return bool(
        at_hand(situation) in {"mail", "draft"} or it("mail", folded, situation) or named_writer(folded)
        or re.search(rf"\b{ONE_MAIL}\b", folded) or _WHOSE.search(folded)
    )  # fmt: skip
