"""Arguments of the tools for interviews, offers, reminders and contacts, out of what was said."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from agents.offline.language import fold
from agents.offline.moments_said import iso, take_moment
from agents.offline.names_lower import only_name
from agents.offline.offers_said import offer_said
from agents.offline.plan import Filled
from agents.offline.references import Reference, Situation, focused, pointed_at, references
from agents.offline.spans import GAP, Spans
from tools.registry import AnySpec

_KINDS = (
    ("phone", r"\b(?:phone|telephone|call|telefon\w*|telefonisch|telephonique|telefonica)\b"),
    ("video", r"\b(?:video\w*|zoom|teams|meet|skype|webex|visio\w*|videollamada)\b"),
    ("onsite", r"\b(?:on-?\s?site|in person|at their office|vor ort|sur place|presencial)\b"),
    ("technical", r"\b(?:technical|coding|technisch\w*|technique|tecnica)\b"),
    ("panel", r"\b(?:panel)\b"),
    ("assessment", r"\b(?:assessment)\b"),
)
_TITLE = r"(?:Ms|Mrs|Mr|Dr|Prof|Frau|Herrn?|Mme|Madame|Monsieur|Señora|Señor|Sra|Sr)\.?"
_CAPITAL = r"[A-ZÀ-Þ][\w'’-]+"
_PERSON = rf"(?:{_TITLE}\s+{_CAPITAL}(?:\s+{_CAPITAL})?|{_CAPITAL}(?:\s+{_CAPITAL}){{0,2}})"
_WITH = re.compile(rf"\b(?:with|mit|avec|con)\s+({_PERSON}(?:(?:\s*,\s*|\s+(?:and|und|et|y)\s+){_PERSON})*)")
_TITLED = re.compile(rf"{_TITLE}\s+{_CAPITAL}")
_MOVED = re.compile(
    r"\b(?:re-?schedul\w*|mov(?:e|ed|es|ing)|postpon\w*|push(?:ed)? (?:back|to)|brought forward|shift\w*|verschob\w*|"
    r"verschieb\w*|verleg\w*|report\w*|deplac\w*|decal\w*|aplaz\w*|mueve|movid[oa]|cambi\w*|change\w*)\b"
)
_CANCELLED = re.compile(
    r"\b(?:cancel\w*|call(?:ed)? off|abgesagt|sag\w* .* ab|annul\w*|cancelad[oa]|fallt aus|won'?t happen)\b"
)
_PASSED = re.compile(r"\b(?:passed|made it (?:through|past)|bestanden|reussi|pasado|aprobado)\b")
_FAILED = re.compile(r"\b(?:failed|flunked|didn'?t (?:pass|make it)|durchgefallen|rate|suspendido)\b")
_ROUND = re.compile(
    r"\b(?:round (\d{1,2})|(first|second|third|fourth|fifth|erste|zweite|dritte|premier|deuxieme|segund[oa])\w* "
    r"(?:round|runde|tour|ronda|entretien|interview|gesprach))\b"
)
_ROUNDS = {
    "first": 1, "erste": 1, "premier": 1, "second": 2, "zweite": 2, "deuxieme": 2, "segundo": 2, "segunda": 2,
    "third": 3, "dritte": 3, "fourth": 4, "fifth": 5,
}  # fmt: skip
_SUMS = re.compile(r"[\d.,]+\s?(?:%|k\b)|\d{1,3}(?:[.,'’ ]\d{3})+|\d{4,}")
_LINK = re.compile(r"https?://\S+")
REMINDS = re.compile(
    r"^(?:please |could you |can you |bitte |and |then )*(?:(?:remind|ping|nudge|poke|buzz|alert) me|(?:set|give|"
    r"create|make|"
    r"add)(?: me)? (?:a |another )?reminder|reminder(?= for| on| to|:)|(?:don'?t|do not) let me (?:forget|miss)|"
    r"make sure (?:that )?i (?:don'?t forget|remember)?|i (?:must not|mustn'?t) (?:forget|miss)|"
    r"erinner\w* mich|erinnerung(?=:| fur| an| am)|rappelle[- ]moi|fais-moi penser|recuerdame|avisame)\b"
)
_REMIND_LEAD = re.compile(
    r"^(?:to|that i|about|of|for|daran,?|an|dass ich|de|d'|que|me|zu|i (?:should|must|have to))\b\s*"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+?\d[\d ()/-]{6,18}\d")
_ROLE = re.compile(
    r"\b(recruiter|hiring manager|talent partner|hr manager|team lead|head of [a-z]+|cto|ceo|recruteu(?:r|se)|"
    r"personalerin?|reclutador[a]?)\b"
)
_NAME = re.compile(_PERSON)
_OF_EMPLOYER = re.compile(
    rf"\b({_CAPITAL}(?: {_CAPITAL})?)['’]s? (?:\w+ )?(?:offer|interview)|"
    rf"\b(?:[Tt]he|[Mm]y) ({_CAPITAL}(?: {_CAPITAL})?) (?:\w+ )?(?:offer|interview|application)"
)
_NO_NAME = re.compile(
    r"add|save|new|note|put|my|the|store|contact|recruiter|hiring|neuer?|kontakt|ansprechpartner(?:in)?|ajoute|nouveau|"
    r"anade|nuevo|jobs?|stelle|poste|empleo|please|create|record|for|fur|pour|para"
)


def fill_around(spec: AnySpec, text: str, situation: Situation) -> Filled:
    """The arguments for one of these tools."""
    return AROUND[spec.name](text, situation)


def _interview(text: str, situation: Situation) -> Filled:
    spans = Spans(text)
    link = spans.search(_LINK)
    place = spans.take(*link.span()).rstrip(".,;") if link else None
    day, clock = take_moment(spans, situation.today)
    folded = fold(text)
    found: dict[str, Any] = {"place": place} if place else {}
    if day is not None:
        found["starts_at"] = iso(day, clock, otherwise=(9, 0))
    kind = next((kind for kind, pattern in _KINDS if re.search(pattern, folded)), None)
    found |= {"kind": kind} if kind else {}
    if match := _ROUND.search(folded):
        found["round"] = int(match[1]) if match[1] else _ROUNDS[match[2]]
    application = _application(spans.rest(), situation)
    if people := _people(spans.rest(), application, situation):
        found["people"] = people
    found |= _outcome(folded)
    if "outcome" in found or _MOVED.search(folded):
        found["change"] = True
    if day is None and "outcome" not in found:
        return Filled((_with(found, application),), "starts_at")
    return Filled((_with(found, application),))


def _outcome(folded: str) -> dict[str, str]:
    outcomes = (("cancelled", _CANCELLED), ("failed", _FAILED), ("passed", _PASSED))
    return next(({"outcome": name} for name, pattern in outcomes if pattern.search(folded)), {})


def _people(text: str, application: Reference | None, situation: Situation) -> list[str]:
    """Those it is with, by name; an employer after "with" is none of them."""
    match = _WITH.search(text.replace(GAP, " , "))
    if match is None:
        return []
    names = re.split(r"\s*,\s*|\s+(?:and|und|et|y)\s+", match[1])
    kept = [
        name for name in names
        if _TITLED.match(name) or references("job", f"at {name}", situation)[:1] != (application,)
    ]  # fmt: skip
    return [] if application is None and len(kept) == 1 and not _TITLED.match(kept[0]) else kept


def _offer(text: str, situation: Situation) -> Filled:
    found = offer_said(text, situation.today)
    application = _application(_SUMS.sub(" ", text), situation)
    if not found:
        return Filled((_with({}, application),), "base")
    return Filled((_with(found | {"source": text.strip()}, application),))


def _sheet(text: str, situation: Situation) -> Filled:
    return Filled((_with({}, _application(text, situation)),))


def _nothing(_text: str, _situation: Situation) -> Filled:
    return Filled(({},))


def _reminder(text: str, situation: Situation) -> Filled:
    spans = Spans(text)
    day, clock = take_moment(spans, situation.today)
    if day is None and clock is not None and situation.today is not None:
        day = situation.today
    if match := REMINDS.match(spans.folded.lstrip()):
        spans.take(match.start(), match.end() + len(spans.folded) - len(spans.folded.lstrip()))
    what = _reminded_of(spans.rest().replace(GAP, " "))
    application = _application(what, situation, weak=False) if what else None
    found: dict[str, Any] = {"text": what} if what else {}
    if day is not None:
        found["due_at"] = iso(day, clock)
    missing = next((name for name in ("text", "due_at") if name not in found), None)
    return Filled((_with(found, application),), missing)


def _reminded_of(rest: str) -> str:
    """What is to be done, in the person's words, without what leads to it."""
    said = " ".join(rest.split()).strip(" ,.:;!–-")
    while match := _REMIND_LEAD.match(fold(said)):
        said = said[match.end() :].strip(" ,:")
        if not match.group().strip():
            break
    return said


def _contact(text: str, situation: Situation) -> Filled:
    found: dict[str, Any] = {}
    rest = text
    for name, pattern in (("email", _EMAIL), ("phone", _PHONE)):
        if match := pattern.search(rest):
            found[name] = match.group().strip()
            rest = rest.replace(match.group(), " , ")
    if role := _ROLE.search(fold(rest)):
        found["role"] = rest[role.start() : role.end()]
    application = _application(rest, situation, weak=False)
    named = [
        match.group() for match in _NAME.finditer(rest) if not _NO_NAME.fullmatch(fold(match.group().split()[0]))
    ]  # fmt: skip
    people = [
        name
        for name in named
        if _TITLED.match(name) or not re.search(rf"\b(?:at|bei|chez|en)\s+{re.escape(name)}", rest)
    ]
    company = next((name for name in named if name not in people), None)
    if company and application is None:
        found["company"] = company
    if not people:
        return Filled((_with(found, application),), "name")
    return Filled((_with(found | {"name": people[-1] if _TITLED.match(people[-1]) else people[0]}, application),))


def _application(text: str, situation: Situation, *, weak: bool = True) -> Reference | None:
    """The application that is named or pointed at; with `weak` the one last dealt with as well."""
    found = references("job", text.replace(GAP, " "), situation) or pointed_at("job", text, situation)
    if found:
        return found[0]
    if match := _OF_EMPLOYER.search(text):
        return match[1] or match[2]
    return (focused("job", situation, firm=True) or only_name(text)) if weak else None


def _with(found: dict[str, Any], application: Reference | None) -> dict[str, Any]:
    return found if application is None else {"application": application, **found}


AROUND: Mapping[str, Callable[[str, Situation], Filled]] = {
    "schedule_interview": _interview, "record_offer": _offer, "compare_offers": _nothing, "negotiation_sheet": _sheet,
    "what_next": _nothing, "remind_me": _reminder, "add_contact": _contact,
}  # fmt: skip
