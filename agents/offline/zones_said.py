"""The person's own time zone, said or asked for."""

import re

from agents.offline.asking import asks
from agents.offline.clauses import stripped
from agents.offline.cues_jobs import View
from agents.offline.language import fold
from agents.offline.plan import Filled
from agents.offline.references import Situation
from tools.registry import AnySpec

_ZONE = r"(?:time ?-?zones?|zeitzone|fuseau(?: horaire)?|zona horaria|huso horario)"
_OWN = re.compile(
    rf"\b(?:my|mein\w*|mon|mi|am i in|are you (?:in|using)|do you (?:use|read|think|know)|ich bin|bin ich|suis-je|"
    rf"estoy)\b.*\b{_ZONE}\b|"
    rf"\b{_ZONE}\b.*\b(?:am i|do you|my|bin ich|meine?|suis-je|estoy|mis?|mes)\b|"
    rf"^(?:please |bitte )?(?:use|set|change|switch|read|tell|show|put|nimm|stell\w*|setz\w*|utilise|mets|usa|"
    rf"pon)\b.*\b{_ZONE}\b|"
    rf"^{_ZONE} ?[:=]?\s|^i(?:'m| am)(?: living| now| currently)? (?:in|on) (?:the )?.{{2,40}} {_ZONE}\b|"
    r"\bmy clock (?:is|runs|goes) (?:on|by) .{2,40} time\b"
)
# A wish for a search, an appointment, a reminder: the zone is a part of it.
_ELSE = re.compile(
    r"\b(?:jobs?|roles?|positions?|openings?|search|remote|teams?|compan(?:y|ies)|overlap\w*|interview\w*|remind\w*|call|"
    r"meeting|stellen?|suche|gesprach|erinner\w*|postes?|entretien|rappelle\w*|empleos?|entrevista|recuerda\w*|posting)\b"
)
_NAME = re.compile(r"\b[A-Za-z]+(?:/[A-Za-z_+\-0-9]+)+|\b(?:UTC|GMT|CET|EET|WET|EST|MST|HST)\b(?:\s?[+-]\s?\d{1,2})?")
_AFTER = re.compile(
    rf"(?:{_ZONE}(?: now| from now on)?(?: is| to| as| should be|'s| ist| auf| est| sur| es| a)?[:= ]+|"
    rf"\bclock (?:is|runs|goes) (?:on|by) )(?:now )?(.+?)(?: um| time| zu)?(?: please| bitte)?[.! ]*$"
)
_ASKED = re.compile(rf"\b(?:which|what|welche[rn]?|quel|que|cual) {_ZONE}\b.*\?")
_DENIED = re.compile(rf"{_ZONE} (?:is not|isn't|ist nicht|n'est pas|no es)\b")
_BEFORE = re.compile(rf"\b(?:in|on|to|use|auf|nimm) (?:the |die )?([^,.]{{2,40}}?)(?: as my| als)? {_ZONE}\b")


def zone_tool(view: View) -> str | None:
    """The tool where a clause is about the person's own zone and nothing else."""
    return "set_time_zone" if _OWN.search(view.plain) and not _ELSE.search(view.plain) else None


def fill_zone(_spec: AnySpec, text: str, _situation: Situation) -> Filled:
    """The zone that is said; none in what only asks."""
    folded = fold(text)
    if asks(text, stripped(folded)) or _ASKED.search(folded) or _DENIED.search(folded):
        return Filled(({},))
    if named := _NAME.search(text):
        return Filled(({"timezone": named.group().replace(" ", "")},))
    match = _AFTER.search(folded) or _BEFORE.search(folded)
    said = text[match.start(1) : match.end(1)].strip(" .,!“”\"'") if match else ""
    return Filled(({"timezone": said},) if said else ({},))
