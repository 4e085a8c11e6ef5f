"""Whether a mail is a job alert at all: by its subject and first words, in four languages."""

import re
from itertools import islice

from tools.email.message import Mail

_NOT_ALERT = re.compile(
    r"(?<!based on )(?<!similar to )\b(?:your|you[’']ve|you) appl(?:ication|ied)\b|appl(?:ication|y) (?:was |"
    r"has been )?(?:sent|received|submitted|"
    r"viewed|"
    r"confirm\w*|update|status|deadline reminder)|thank(?:s| you) for (?:your )?(?:appl|interest|order|purchase|"
    r"payment)|"
    r"indeed application|"
    r"\binterview\b.{0,40}\b(?:invit|schedul|confirm|with|at \d)|invitation to (?:interview|connect)|"
    r"(?:sent|wrote) you a|new message|messaged you|replied to|inmail|wants to connect|"
    r"i[’']d like to (?:connect|add)|(?:connection|contact) request|accepted your invitation|viewed your profile|"
    r"search(?:es|ed)? (?:appearances|for you)|appeared in \d+ search|endorsed|congratulate|birthday|work anniversary|"
    r"(?:verify|confirm) your (?:e-?mail|account|address|device)|(?:verification|security|one[- ]time|login|access) "
    r"(?:code|passcode|alert)|new (?:sign|log)[- ]?in|reset your password|password (?:reset|changed)|"
    r"\b(?:your|ihre?|deine?|votre|vos|tu|su) (?:\S+ ){0,2}(?:receipt|invoice|order|payment|shipment|delivery|"
    r"subscription|"
    r"package|rechnung|quittung|bestellung|zahlung|lieferung|facture|reçu|commande|paiement|factura|recibo|pedido|"
    r"pago)\b|"
    r"\b(?:order|invoice|receipt|rechnung|bestellung|facture|commande|factura|pedido)s?\s(?:#|no\b|nr\b|n[°º]|number|"
    r"confirm\w*|from\b|\w*\d)|"
    r"\b(?:ihre|deine) bewerbung\b|bewerbung (?:erhalten|eingegangen|gesendet)|einladung zum (?:vorstellungs|gespräch|"
    r"interview)|"
    r"vorstellungsgespräch|absage|kontaktanfrage|neue nachricht|profilbesuch\w*|hat ihr profil|dein profil (?:wurde|"
    r"angesehen)|"
    r"\bvotre candidature\b|candidature (?:envoyée|reçue|bien reçue)|(?:votre|un) entretien\b|entretien (?:avec|"
    r"téléphonique|du \d)|nouveau message|a consulté votre profil|"
    r"invitation à (?:se connecter|rejoindre)|"
    r"\b(?:tu|su) (?:candidatura|solicitud)\b|entrevista (?:con|para|de trabajo)\b|nuevo mensaje|ha visto tu perfil|"
    r"solicitud de contacto|"
    r"\bjobs? (?:failed|succeeded|passed|finished|cancell?ed)\b|failed jobs?\b|"
    r"salary (?:report|insights)|new reviews? (?:for|of|at)|rate your|complete your profile|"
    r"unfortunately|we regret|leider müssen|malheureusement|lamentablemente|job alert (?:created|confirmed|has been "
    r"(?:created|deleted|paused))|confirm your job alert|bestätigen sie ihren|confirmez votre alerte|"
    r"confirma tu alerta",
    re.I,
)
_SOCIAL = re.compile(
    r"(?:invitations|messag\w*(?:-digest)?|notifications|hit-reply|inmail\w*|security|updates|groups|member|billing|"
    r"linkedin|account)(?:-noreply|-hit-reply)?@(?:[\w.-]+\.)?(?:linkedin|xing)\.com$|.*@accounts\.google\.com$"
)
_ALERT = re.compile(
    r"\bjob ?-?alerts?\b|jobalarm|jobagent|job-?mail|suchagent|suchauftrag|jobs? matching|matching jobs?|"
    r"\bnew (?:\S+ ){0,5}(?:jobs?|openings?|roles?|"
    r"positions?|vacanc)|\d+\+? (?:more )?(?:new )?(?:\S+ ){0,5}(?:jobs?|openings?|roles?|vacancies)\b|"
    r"^jobs for \w+$|jobs? (?:for you|you(?: may| might)|"
    r"picked|recommended|in .{2,40}|near|similar)|recommended jobs|job (?:matches|recommendations|digest|picks|"
    r"listings)|"
    r"(?:is|are) hiring|(?:latest|today[’']?s|this week[’']?s|weekly) (?:\S+ ){0,3}(?:jobs?|job postings|openings)|"
    r"neue (?:\S+ ){0,4}(?:jobs?|stellen\w*|treffer)|\d+ (?:neue )?(?:\S+ ){0,4}(?:jobs?|stellen\w*)\b|"
    r"passende (?:jobs?|stellen)|"
    r"stellenangebote|jobempfehlung|stellenempfehlung|jobs? für (?:sie|dich)|"
    r"(?:nouvelles?|nouveaux?|\d+) (?:\S+ ){0,3}(?:offres?|emplois?|postes?)\b|alerte[- ](?:emploi|offre|job)|"
    r"offres? d[’']emploi|"
    r"(?:nuev[oa]s?|\d+) (?:\S+ ){0,3}(?:ofertas?|empleos?|vacantes?|trabajos?)\b|alerta de (?:empleo|trabajo)|"
    r"ofertas? de (?:empleo|trabajo)|"
    r"jobs at .{2,40}|職|职位提醒",
    re.I,
)
MOST_HEADING = 110
_SENT_BY = re.compile(
    r"^[>\s*_]*(?:from|von|de|da|van|gesendet von|expéditeur)\s*\**:\**.{0,120}?(?P<address>[\w.+-]+@[\w.-]+\.\w+)",
    re.I | re.M,
)


def is_other(mail: Mail) -> bool:
    """Whether the sender, or the subject, or without one the first words say that a mail is no alert."""
    return bool(_SOCIAL.match(mail.sender.address)) or bool(_NOT_ALERT.search(mail.subject or mail.text[:200]))


def sounds_like_alert(mail: Mail) -> bool:
    """Whether the subject or the first lines say that openings follow."""
    if is_other(mail):
        return False
    return bool(_ALERT.search(mail.subject)) or any(
        len(line) <= MOST_HEADING and _ALERT.search(line) for line in _first_lines(mail)
    )


def addresses_inside(mail: Mail) -> list[str]:
    """Whom a forwarded mail was from, as its text tells, in lower case."""
    return [match["address"].lower() for match in islice(_SENT_BY.finditer(mail.text[:20_000]), 5)]


def _first_lines(mail: Mail) -> list[str]:
    """Short ones, as headings are; what people write to each other goes on."""
    return [line for line in mail.text[:3_000].splitlines() if line.strip()][:6]
