"""Whether a posting says that a work visa is sponsored, or that it is not."""

import re

from tools.jobs.cleaning.passages import sentences_with
from tools.jobs.cleaning.schemas import Sponsorship

_CUE = (
    "sponsor", "visa", "visum", "visto", "visad", "work permit", "work authori", "authorized to work",
    "authorised to work", "right to work", "arbeitserlaubnis", "aufenthaltstitel", "permis de travail",
    "autorisation de travail", "permiso de trabajo", "werkvergunning", "permesso di", "blue card", "h-1b", "h1b",
    "tier 2", "skilled worker", "patrocin", "parrainage",
)  # fmt: skip
_REFUSED = re.compile(
    r"sponsor\w*\W{1,3}(?:no|none|n/a)\b|(?:requir|need)\w* (?:visa )?sponsorship (?:will|can)(?:not| not)|"
    r"(?:\b(?:no|not|n[’']t|cannot|unable|without|never|nor|neither|ineligible)\b[^.\n]{0,70}\b(?:visa|work permit|"
    r"immigration|employment|h-?1b)?[^.\n]{0,25}sponsor)|"
    r"sponsor\w*[^.\n]{0,60}\b(?:is|are|will|can|does|do)?\s*(?:not|n[’']t|cannot|unavailable)\b|"
    r"(?:no|not|n[’']t|cannot|unable to)\b[^.\n]{0,40}\b(?:visas?|work permits?)\b|"
    r"\b(?:must|should|need to|required to)\b[^.\n]{0,40}\b(?:have|hold|possess|already)\b[^.\n]{0,40}"
    r"(?:existing|valid|unrestricted|permanent|full)?[^.\n]{0,20}right to work[^.\n]{0,40}\b(?:without|no)\b|"
    r"kein\w*[^.\n]{0,30}(?:visa|visum|sponsor|arbeitserlaubnis)|"
    r"(?:visa|visum|sponsoring)[^.\n]{0,50}(?:nicht|leider)[^.\n]{0,25}|"
    r"(?:pas|aucun\w*|ne)[^.\n]{0,35}(?:parrainage|sponsor|visas?)|"
    r"(?:no|sin)[^.\n]{0,35}(?:patrocin\w+|sponsor\w*|visad\w+|visas?)|"
    r"(?:geen|niet)[^.\n]{0,35}(?:visum|visa|sponsor|werkvergunning)|"
    r"(?:non|nessun\w*)[^.\n]{0,35}(?:sponsor|visti?\b|visto)|não[^.\n]{0,35}(?:patrocin\w+|visto|sponsor)",
    re.I,
)
_OFFERED = re.compile(
    r"sponsor\w*\W{1,3}yes\b|"
    r"\b(?:we|will|can|do|may|able to|happy to|open to|willing to|also|company)\b[^.\n]{0,40}\bsponsor\w*|"
    r"sponsor\w*[^.\n]{0,50}\b(?:is |are )?(?:available|offered|provided|possible|included|considered|supported)|"
    r"\b(?:offer|provide|offering|providing|with|including|includes|get|full|cover)\b[^.\n]{0,40}(?:visa|sponsor|"
    r"work permit)[^.\n]{0,25}(?:sponsor|support|assistance|help|relocation)?|"
    r"(?:visa|immigration|work permit|relocation)(?: (?:and|&|/|\+) \w+| and \w+)? ?(?:support|sponsorship|sponsored|"
    r"assistance|help|provided|package)|sponsor\w* (?:h-?1b|visa|work|tier|skilled)|"
    r"(?:unterstütz\w+|helfen|hilfe|support)[^.\n]{0,50}(?:visum|visa|arbeitserlaubnis|blue card)|"
    r"(?:visum|visa)[- ]?(?:unterstützung|sponsoring|support)|"
    r"(?:parrainage|sponsoris\w+|aide)[^.\n]{0,25}visa|visa (?:sponsorisé|pris en charge)|"
    r"(?:patrocin\w+|apoyo|ayuda|tramit\w+)[^.\n]{0,30}(?:visad?\w*|permiso de trabajo)|"
    r"(?:ondersteun\w+|hulp)[^.\n]{0,30}(?:visum|visa)|sponsoriz\w+[^.\n]{0,25}visto|"
    r"patrocinamos[^.\n]{0,20}visto",
    re.I,
)
_NOT_VISAS = re.compile(
    r"sponsored (?:by|events?|posts?|content|ads?|research|training|lunch|study|studies|programs?)|"
    r"(?:executive|event|project|study|trial|sports?|program(?:me)?|internal|financial|corporate|business) sponsor|"
    r"visa (?:card|inc|debit|credit|mastercard)|mastercard|sponsors? (?:of|and stakeholders)|stakeholder",
    re.I,
)
_ASKED = re.compile(
    r"\?\s*$|\b(?:will you|do you|would you|are you)\b[^.\n]{0,60}\b(?:sponsor|authori[sz]ed|require)", re.I
)


def find_sponsorship(text: str) -> Sponsorship | None:
    """Offered or refused as a sentence of the text says it; None where it is silent or only asks."""
    offered: str | None = None
    for start, end in sentences_with(text, _CUE):
        sentence = text[start:end]
        if _ASKED.search(sentence) or _NOT_VISAS.search(sentence):
            continue
        if _REFUSED.search(sentence):
            return Sponsorship(offered=False, excerpt=sentence)
        if offered is None and _OFFERED.search(sentence):
            offered = sentence
    return Sponsorship(offered=True, excerpt=offered) if offered else None
