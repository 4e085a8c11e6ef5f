"""Cues for interviews with an hour, offers with their terms, reminders with a day, contacts with a name."""

import re

from agents.offline.around_filling import REMINDS
from agents.offline.cues_jobs import View
from agents.offline.language import fold
from agents.offline.moments_said import says_clock, says_day
from agents.offline.offers_said import offer_said

_INTERVIEW = (
    r"(?:(?:phone|video|onsite|technical|first|second|third|final) )?(?:interviews?|phone screen|screening call|"
    r"bewerbungsgesprach|vorstellungsgesprach|gesprach|jobinterview|entretiens?|entrevistas?)"
)
_MEETS = re.compile(
    rf"\b{_INTERVIEW}\b|\b(?:second|third|first|final|next|2nd|3rd) round\b|"
    r"\b(?:phone|video|teams|zoom|screening|intro) ?calls?\b|\b(?:call|meeting|chat|talk|zoom|teams|onsite|"
    r"coffee) (?:with|at|w/)|"
    r"\b(?:invit\w+|eingeladen|einladung|telefonat|telefontermin|videocall|rendez-vous|videollamada|llamada|cita|reunion|convoqu\w+)\b"
)
_TALKS = re.compile(
    r"\b(?:wants?|would like|'d like|likes?|asked|plans?|mochten?|wollen?|will|veut|veulent|quieren?) (?:me )?(?:to )?"
    r"(?:have )?(?:a )?(?:quick |short |phone )?(?:talk|speak|meet|chat|call|me parler|me rencontrer|hablar)\b|"
    r"\bmit mir (?:sprechen|reden|telefonieren)\b"
)
_AHEAD = re.compile(
    r"^(?:and |so )*(?:which|what|list|show|any|do i have any|have i got any|welche|was fur|zeig\w*|quels?|mes|que|"
    r"cuales|tengo) (?:me )?(?:(?:are|of|the|all|my|other|upcoming|next|meine?|mes|mis|son) )*"
    r"(?:interviews|appointments|gesprache|vorstellungsgesprache|termine|entretiens|rendez-vous|entrevistas|citas)\b"
    r"(?!.*\b(?:prep\w*|questions?|tips|mails?|e-?mails?|notes?|rate|stage|jobs|which jobs|applications)\b)"
)
_ASKS = re.compile(
    r"^(?:and |so )?(?:when|what|which|who|where|do i|is|are|did|show|list|any|how|wann|welche|was|wo|habe ich|quand|"
    r"quel\w*|ou|cuando|que|donde|have i|tell me|could|can|should)\b|\?$"
)
_FOR_ME = re.compile(r"^(?:kindly |please )?(?:schedule|book|arrange|set up|organi[sz]e) (?:an?|the|my) ")
_CHANGES = re.compile(
    r"\b(?:re-?schedul\w*|moved?|postpon\w*|cancel\w*|called off|call off|shifted|verschob\w*|verschieb\w*|abgesagt|"
    r"annul\w*|deplac\w*|aplaz\w*|cancelad\w*)\b"
)
_WENT = re.compile(
    r"^(?:i|ich|j'ai|he|yes i)\b.*\b(?:passed|failed|made it (?:through|past)|bestanden|durchgefallen)\b"
)
_NO_INTERVIEW = re.compile(
    r"\b(?:prepare|practi[cs]e|mock|questions|mails?|e-?mails?|inbox|notes?|remember|calendar|kalender|watch|alert)\b"
)
_OFFERS = re.compile(
    r"\b(?:offer(?:s|ed|ing)?|propos\w*|biete[nt]?|geboten|angebot\w*|offre[nz]?|offert|proposition|ofrece\w*|ofrecen|"
    r"ofrecido|oferta)\b"
)
_SEARCHES = re.compile(
    r"^(?:and |please )?(?:find|search|show|look|any|jobs|such\w*|zeig\w*|cherche\w*|montre\w*|busca\w*|muestra\w*|"
    r"watch|alert|list|get|add|save|track|only|which|what|who|filter|i(?:'m| am) looking|i want|i need|ingest|note|is|"
    r"does|do|are|compare|tailor|write(?! down)|draft|reply|answer|tell)\b"
)
_COMPARES = re.compile(
    r"\bcompare (?:my|the (?:two|three|job)|both|these|all my) (?:\w+ )?offers\b|"
    r"\bcompare the offers i\b|\boffers i \w+ "
    r"(?:compare|stack)|\b(?:my|the two|both) (?:\w+ )?offers (?:side by side|next to each other)|"
    r"\b(?:got|received|have|hold) (?:\w+ ){0,2}offers\b.*\b(?:better|best|compare|next to each other|side by "
    r"side|higher|more)\b|"
    r"\bwhich (?:of my |of the )?(?:two )?offers? (?:\w+ )?(?:is|pays|has|gives|comes|are)\b|"
    r"\btable of (?:my|the) offers\b|"
    r"\bvergleich\w* (?:meine|die (?:beiden|zwei)) angebote\b|\bwelches angebot (?:ist|zahlt)\b|"
    r"\bcompar\w* (?:les|mes) propositions\b|\bcompara\w* las ofertas (?:que|recibidas)\b"
)
_NEGOTIATES = re.compile(
    r"^negotiate (?:(?:the|my|this|that) (?:\w+ )?offer\b|(?:it|this|that)(?: one)?(?:,? please)?[.!]?$)|"
    r"\bnegotiati(?:on|ng) (?:sheet|notes|points|brief|plan|prep\w*)\b|\b(?:help|prepare|ready|"
    r"prep)\b.{0,30}\bnegotiat\w*|"
    r"\b(?:arguments?|bring up|leverage|points)\b.{0,30}\bnegotiat\w*|\bverhandlungs(?:blatt|notizen|punkte)\b|"
    r"\bbereite\b.*verhandlung\b|\bfiche de negociation\b|\bprepare\b.*\bnegoci\w*|"
    r"\bprepara\w*\b.*\bnegoci\w*|\bhoja de negociacion\b"
)
_NEXT = re.compile(
    r"\b(?:what|who|whom|which (?:applications?|ones|jobs|companies))\b.{0,24}\b(?:follow up|chase|nudge)\b|"
    r"\bneeds? (?:a )?(?:follow-?up|chasing|nudging)\b|"
    r"\bfollow-?ups? (?:are |is )?(?:due|open|pending)\b|\b(?:my|show|list|any|which|what|open|"
    r"due) (?:\w+ )?reminders\b|"
    r"\breminders (?:are|do i|have i)\b|\bwhat (?:should|do) i (?:have to )?do next (?:for|"
    r"about|with) my applications?\b|"
    r"\banything (?:that )?i should do (?:about|for) my applications\b|^what(?: i|')s due\b|^was ist (?:\w+ )?fallig\b|"
    r"\bwo (?:sollte|soll|muss) ich nachfassen\b|\bwelche erinnerungen\b|\bmeine erinnerungen\b|"
    r"\bqui (?:dois-je|faut-il) relancer\b|\bmes rappels\b|\bmis recordatorios\b|\bhacer seguimiento\b|"
    r"\bthank-?you (?:note |mail )?(?:do i|i) (?:still )?owe\b"
)
# Asked alone, about nothing else: what stands open.
_NEXT_ALONE = re.compile(
    r"^(?:(?:so|ok|okay|and|now|well|also|et|y|bueno|alors)[, ]+)*(?:what(?:'s| is)? (?:next|now)|"
    r"what (?:should|shall|do|can|could|must) i (?:have to |need to |best )?do (?:next|now|first|today|then)|"
    r"was (?:soll|sollte|muss|kann|konnte) ich (?:jetzt|nun|zuerst|heute|als nachstes)(?: als nachstes)? "
    r"(?:tun|machen)|"
    r"was (?:mache|tue) ich (?:jetzt|nun|als nachstes)|was (?:jetzt|nun|als nachstes)|"
    r"(?:que|qu'est-ce que je) (?:dois|peux)(?:-je| je)? faire (?:maintenant|ensuite|apres)|"
    r"que (?:debo|deberia|tengo que|puedo) hacer (?:ahora|despues|hoy)|que hago (?:ahora|despues)|y ahora que)\W*$"
)
_CONTACT = re.compile(
    r"^(?:please )?(?:add|save|store|put|create|record|new|neuer?|ajoute\w*|nouveau|anade|nuevo|agrega)\b.*"
    r"\b(?:contact(?: person)?|kontakt|ansprechpartner(?:in)?|contacto|recruiter|hiring manager)\b|"
    r"^(?:my|the|mein\w*|mon|mi|ansprechpartner\w*)\b.{0,12}\b(?:contact(?: person)?|recruiter|hiring manager|"
    r"ansprechpartner\w*|kontakt|contacto)\b.*\b(?:is|ist|est|es)\b|^ansprechpartner\w* .*\b(?:ist|is)\b"
)
_NAMES_ONE = re.compile(r"(?:my|the|mein\w*|mon|mi|ansprechpartner\w*)\b")
# "The recruiter is American" names nobody.
_SURELY_NAMED = re.compile(
    r"\b(?:is|ist|est|es) (?:(?:Ms|Mrs|Mr|Dr|Prof|Frau|Herrn?|Mme|Madame|Señora|Señor|Sra|Sr)\.? )?"
    r"[A-ZÀ-Þ][\w'-]+ [A-ZÀ-Þ]|"
    r"\b(?:Ms|Mrs|Mr|Dr|Prof|Frau|Herrn?|Mme|Madame|Señora|Señor|Sra|Sr)\.? [A-ZÀ-Þ]|@"
)
_NOTED = re.compile(r"\b(?:note|notiz|nota|nachricht|mail|e-?mail)\b")
_QUESTION_WORD = re.compile(r"remind me (?:what|which|who|where|when|how|why|of my|about my)\b")
MOST_WORDS = 60


def around_tool(view: View) -> str | None:
    """The tool that the form of a clause makes certain."""
    plain = view.plain
    if len(plain.split()) > MOST_WORDS or "\n\n" in view.text:
        return None
    for holds, tool in (
        (_reminds, "remind_me"), (_ahead, "list_appointments"), (_meets, "schedule_interview"),
        (_offered, "record_offer"),
        (_compares, "compare_offers"), (_negotiates, "negotiation_sheet"), (_next, "what_next"),
        (_contact, "add_contact"),
    ):  # fmt: skip
        if holds(view):
            return tool
    return None


def _reminds(view: View) -> bool:
    plain = view.plain
    return bool(REMINDS.match(plain)) and not _QUESTION_WORD.match(plain) and (says_day(plain) or says_clock(plain))


def _ahead(view: View) -> bool:
    return bool(_AHEAD.match(view.plain)) and not re.search(r"\bcalendar|kalender|calendrier|calendario\b", view.plain)


def _meets(view: View) -> bool:
    plain = view.plain
    if (
        not (_MEETS.search(plain) or _TALKS.search(plain) or _goes_on(view))
        or _NO_INTERVIEW.search(plain)
        or _ASKS.search(view.text.lower().strip())
    ):
        return False
    if _WENT.match(plain) and not re.search(r"\bjobs?\b.*\bfailed\b", plain):
        return True
    if _CHANGES.search(plain):
        return bool(says_day(plain) or says_clock(plain) or re.search(r"\b(?:cancel|call|abgesagt|annul)\w*", plain))
    return says_clock(plain) and not _FOR_ME.match(plain)


def _goes_on(view: View) -> bool:
    """Whether it tells of a change right after an interview was spoken of: "they moved it to Friday 2pm"."""
    situation = view.situation
    last = situation.before[-1].tool if situation.before else situation.memory.last_tool
    return last == "schedule_interview" and bool(_CHANGES.search(view.plain))


def _offered(view: View) -> bool:
    plain = view.plain
    if not _OFFERS.search(plain) or _SEARCHES.match(plain) or view.text.rstrip().endswith("?"):
        return False
    said = offer_said(view.text, view.situation.today)
    return bool(said.keys() & {"base", "bonus", "bonus_percent", "equity", "signing"}) or len(said) > 1


def _compares(view: View) -> bool:
    return bool(_COMPARES.search(view.plain))


def _negotiates(view: View) -> bool:
    return bool(_NEGOTIATES.search(view.plain)) and "line" not in view.named


def _next(view: View) -> bool:
    if _NEXT_ALONE.match(view.plain):
        return True
    return bool(_NEXT.search(view.plain)) and not _NOTED.search(view.plain.replace("thank-you note", ""))


def _contact(view: View) -> bool:
    said = fold(view.text)  # a slip that is mended would make a contract of a contact
    if _NAMES_ONE.match(said) and not _SURELY_NAMED.search(view.text):
        return False
    return bool(_CONTACT.search(said)) and not _NOTED.search(re.sub(r"\S+@\S+", " ", said))
