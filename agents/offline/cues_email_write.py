"""Cues for mails to be written: drafted, listed, sent after a yes, thrown away."""

import re

from agents.offline.cues_jobs import View
from agents.offline.document_context import has_made, wrote
from agents.offline.email_contents import own_words
from agents.offline.email_references import address_in, at_hand, it, name_in, pointed
from agents.offline.email_wordings import ANSWERS, DECLINES, DRAFT, ONE_MAIL, named_writer
from agents.offline.letters_said import language_wanted, mail_tone_of, purpose_of
from agents.offline.notes import is_note
from agents.offline.references import references

_BEGIN = (
    r"^(?:(?:and|then|so|now|ok|please|und|et|y|just|also|bitte|dann|i (?:want|need|'d like|would like) (?:you )?to) )*"
)
_ANSWERS = re.compile(
    rf"{_BEGIN}(?:politely |kindly |quickly )?(?:draft|write|compose|prepare|send|give)?\s*(?:an? |the |"
    rf"her |him |them |me )*(?:short |polite |quick |friendly |nice )*{ANSWERS}\b"
)
_IN_REPLY = re.compile(
    r"\b(?:in|as|with) (?:an? |my )?(?:reply|answer|response)\b|\bals antwort\b|\ben reponse\b|\ben respuesta\b"
)
_TELLS = re.compile(
    rf"{_BEGIN}(?:tell|let|inform|notify|say|ask|thank|propose|suggest|offer|declin\w*|turn|accept|confirm|"
    rf"cancel|write|draft|compose|prepare|email|e-mail|mail|"
    r"send|drop|shoot|message|follow|remind|chase|nudge|sag\w*|teil\w*|informier\w*|bedank\w*|frag\w*|"
    r"schreib\w*|schick\w*|entwirf|lehn\w*|"
    r"dis|informe|remercie\w*|demande\w*|ecris|redige|envoie|refuse\w*|decline\w*|relance|withdraw\w*|di|"
    r"dile|diles|informa|agradece\w*|pregunta\w*|escribe\w*|"
    r"redacta|manda\w*|envia\w*|rechaza\w*)\b"
)
_SENDS = re.compile(
    r"^(?:(?:ok|okay|and|then|now|yes|yep|great|good|perfect|fine|looks? (?:good|great|fine)|lgtm|please|"
    r"just|so|ja|oui|si|alles klar|super|gut|na dann|und|jetzt|bitte|vas-y|adelante|venga)[,.! ]+)*"
    r"(?:go ahead and )?(?:send|mail|submit|fire|ship|off (?:it goes|you go)|off with it|away with it|"
    r"out with it|let it go|get it out|go for it|schick\w*|send\w*|ab damit|raus damit|verschick\w*|"
    r"envoie\w*|envoye[zr]|expedie|envia\w*|manda\w*|mande\w*)\b"
)
_THAT_SENDS = re.compile(
    r"\b(?:off it goes|off you go|off with it|ab damit|raus damit|send away|away with it|out with it)\b|"
    r"\b(?:send|mail|schick\w*|send\w*|verschick\w*|envoie\w*|envia\w*|manda\w*|expedie)\b(?:[ -](?:it|"
    r"that|this|them|the (?:mail|e-?mail|draft|message|reply|answer)|that (?:mail|e-?mail|"
    rf"draft|reply|one)|sie|es|ihn|das|die (?:mail|nachricht|antwort)|den entwurf|le|la|l'|lo|ce (?:mail|"
    rf"brouillon)|el (?:correo|borrador)|away|off|ab|now|jetzt|{DRAFT}))*"
    r"(?: (?:now|please|off|out|away|then|ab|los|jetzt|bitte|maintenant|ya|ahora))*[.! ]*$"
)
_TO_SEND = re.compile(
    r"\b(?:abschicken|abgeschickt|absenden|verschicken|senden|envoyer|enviar|mandar|can go(?: out)?|"
    r"should go out|may go)\b[.! ]*$"
)
_CLITIC = re.compile(r"^(?:envia|manda|envie|mande)[lsmn]\w*$|^envoie-l[ea]$")
_NEW_MAIL = re.compile(
    r"\b(?:an?|another|new|eine?n?|neue|une?|nouveau|una?|nuevo)\b (?:\w+[- ]){0,4}?(?:e-?mail|mail|"
    r"message|letter|note|line|follow[- ]?up|dankes\w*|nachricht|mot|correo|relance)\b"
)
_PAPERS = re.compile(
    r"\b(?:resume|cv|application|bewerbung|lebenslauf|candidature|letter|solicitud|tailored|version|pdf)\b"
)
_DROPS = re.compile(
    r"^(?:(?:and|then|ok|no|nah|nope|please|actually)[, ]+)*(?:throw|discard|delete|scrap|bin|trash|drop|"
    r"toss|forget|remove|ditch|get rid|cancel|verwirf|verwerf\w*|losch\w*|wirf|"
    r"jette|supprim\w*|efface|abandonne|descarta|borra|elimina|tira)\b"
)
_DROPS_IT = re.compile(r"\b(?:it|that|this|ihn|den|das|le|la|lo|away|weg|verwirf\w*)\b|-l[ea]\b|\w+l[oa]$")
_OF_DRAFTS = re.compile(
    rf"\b{DRAFT}\b|(?:\bnot|n't|\bnever|\bun) ?(?:been )?(?:yet )?sent\b.*|\b(?:what|which|did|"
    rf"have)\b.*\b(?:mails?|e-?mails?|you|i)\b.*\b(?:sen[dt]|sent)\b|"
    r"\bnoch nicht (?:ab|ver)?geschickt\b|\bpas encore envoye\w*|\bsin enviar\b|\bm(?:y|eine?) (?:mail|"
    r"answer|reply|message|antwort|nachricht)\b.*\b(?:go|went|gone|get|got|been) (?:out|through|off|sent|"
    r"raus\w*)\b"
)
_ASKING = re.compile(
    r"^(?:and |so )?(?:which|what|show|list|any|how many|are there|do i have|have i|see|welche|was|"
    r"zeig\w*|gibt|liste|montre\w*|affiche|quel\w*|mes|my|meine|mis|los|les|did|has|is|was|"
    r"muestra\w*|ensena\w*|que|hay|the|open)\b|^drafts?$|\?$"
)
_THIRD = re.compile(r"\b(?:her|him|them|they|it|that|this|ihr|ihm|ihnen|lui|leur|le|les|recruiter|recruiterin)\b")
_BY_MAIL = re.compile(r"\b(?:by|per|via|par|por) (?:e-?)?(?:mail|correo|courriel)\b|\bby reply\b")
_NOT_WRITING = re.compile(
    r"^(?:tell|show|let|ask|remind|dis|sag|dime|give) (?:me|us|mir|moi|-moi)\b|^(?:write|draft|compose|"
    r"create|make|prepare) (?:me )?(?:an? |my |the |a new )?(?:\w+ ){0,2}(?:cover|motivation|poem|song|"
    r"speech|blog|story|"
    r"resignation|resume|cv|note)\b|^say\b(?! (?:yes|no|thanks?) (?:to|by))"
)
_WITH_MAIL = re.compile(
    rf"{_BEGIN}(?:e-?mail|mail|message)\b(?! (?:asking|with|about|for|to ask|declin\w+|thanking|an ))"
)
_SENDS_ONE = re.compile(rf"{_BEGIN}(?:send|drop|shoot|schick\w*|envoie\w*|envia\w*|manda\w*)\b")


def writes_back(plain: str) -> bool:
    """Whether a clause begins with answering or writing to somebody, so that "that …" is no note."""
    return bool(_ANSWERS.match(plain) or re.match(r"write (?:to|her|him|them)\b", plain))


def draft(view: View) -> str | None:
    """An answer to a mail, or a mail that can be sent, as distinct from a text about a job."""
    plain = view.plain
    if _NOT_WRITING.match(plain) or (
        view.text.rstrip().endswith("?") and re.match(r"(?:did|has|have|how|when|why|which|who|what)\b", plain)
    ):
        return None
    if _ANSWERS.match(plain) and not re.search(r"\b(?:question|frage|pregunta)\b", plain):
        return "draft_email"
    if not _TELLS.match(plain):
        return "draft_email" if _goes_on(view) or _made_otherwise(view) else None
    if (
        DECLINES.search(plain)
        and _BY_MAIL.search(plain)
        and name_in(view.text)
        and not re.search(r"\b(?:write|draft|compose|schreib)", plain)
    ):
        return "draft_email"
    if _PAPERS.search(plain) and (_SENDS_ONE.match(plain) or has_made(view)):
        return None
    return "draft_email" if _to_somebody(view) else None


def _made_otherwise(view: View) -> bool:
    """Whether the mail just drafted is wanted in another tone or language."""
    memory = view.situation.memory
    if view.situation.before or memory.last_tool != "draft_email" or view.kinds or len(view.plain.split()) > 12:
        return False
    return bool(mail_tone_of(view.text) or language_wanted(view.text)) and not _ASKING.search(view.plain)


def _goes_on(view: View) -> bool:
    """What was missing when a mail could not be drafted just now: "that I am free on Tuesday"."""
    if view.situation.memory.unwritten is None or view.situation.before or view.text.rstrip().endswith("?"):
        return False
    return (
        bool(re.match(r"(?:that|dass|que|say|just|it'?s|a|an|the|decline|thanks?|i|i'm|i'll|yes|no|to)\b", view.plain))
        and not view.kinds
    )


def _to_somebody(view: View) -> bool:
    plain, situation = view.plain, view.situation
    here = at_hand(situation) in {"mail", "draft"} and not view.kinds & {"job", "resume"}
    if (address := address_in(view.text)) and "@" in address:
        return True
    if _IN_REPLY.search(plain) or _WITH_MAIL.match(plain):
        return bool(name_in(view.text) or references("job", view.text, situation) or named_writer(plain) or here)
    if named_writer(plain):
        return not re.search(r"\b(?:call|linkedin|appointment|meeting)\b", plain)
    if DECLINES.search(plain) and (
        re.search(rf"\b(?:the|their|this|that) {ONE_MAIL}\b|\binvitation\b", plain)
        and (_BY_MAIL.search(plain) or here or re.search(rf"\b{ONE_MAIL}\b", plain))
    ):
        return True
    if re.match(rf"{_BEGIN}(?:tell|let|inform|notify|sag|dis|dile)\b", plain):
        return bool(own_words(view.text)[1] or purpose_of(plain) or DECLINES.search(plain)) and (
            bool(name_in(view.text)) or here or bool(it("mail", view.text, situation))
        )
    if re.match(rf"{_BEGIN}(?:follow(?:ing)? up with|chase|nudge|relance)\b", plain):
        return bool(name_in(view.text) or references("job", view.text, situation) or here)
    if _SENDS_ONE.match(plain) and (_NEW_MAIL.search(plain) or purpose_of(plain)):
        return bool(name_in(view.text) or references("job", view.text, situation) or here)
    if re.search(rf"\b{ONE_MAIL}\s*#?\d", plain):
        return True
    return here and _at_the_mail(view)


def _at_the_mail(view: View) -> bool:
    """Whether a clause right after a mail says what to answer it."""
    plain = view.plain
    if view.named & {"delete", "undo", "note"} or is_note(plain, view.named):
        return False
    verb = re.match(
        rf"{_BEGIN}(?:thank|declin\w*|turn|accept\w*|confirm|cancel|propose|suggest|offer|ask|write|draft|say|"
        rf"bedank\w*|lehn\w*|remercie|refuse|decline|agradece|rechaza)\b",
        plain,
    )
    return bool(verb) and bool(
        _THIRD.search(plain)
        or pointed("mail", view.text, view.situation)
        or name_in(view.text)
        or len(plain.split()) <= 6
    )


def send(view: View) -> str | None:
    """A draft that should go out now."""
    plain, situation = view.plain, view.situation
    if wrote(view) and _THAT_SENDS.search(plain) and not _NEW_MAIL.search(plain) and not view.kinds - {"tailored"}:
        return "beyond:text"
    if wrote(view) or has_made(view) or _PAPERS.search(plain) or view.kinds & {"job", "resume"}:
        return None
    if re.search(rf"\b{DRAFT}\b", plain) and (_SENDS.match(plain) or _TO_SEND.search(plain)):
        return "send_email"
    here = at_hand(situation) == "draft"
    if here and _SENDS.match(plain) and not _NEW_MAIL.search(plain):
        return (
            "send_email"
            if pointed("draft", view.text, situation) or _THAT_SENDS.search(plain) or len(plain.split()) <= 4
            else None
        )
    if here and re.search(r"\b(?:off it goes|off with it|ab damit|send it off)\b", plain):
        return "send_email"
    return (
        "send_email" if _CLITIC.match(plain.strip(" .!")) or (_THAT_SENDS.search(plain) and _negatable(plain)) else None
    )


def _negatable(plain: str) -> bool:
    return bool(_SENDS.match(re.sub(r"^(?:don'?t|do not|never|please don'?t) ", "", plain)))


def discard(view: View) -> str | None:
    """A draft that is not wanted."""
    plain, situation = view.plain, view.situation
    if not _DROPS.match(plain) or view.kinds & {"job", "resume"}:
        return None
    if re.search(rf"\b{DRAFT}\b", plain):
        return "discard_draft"
    if at_hand(situation) != "draft" or re.search(rf"\b{ONE_MAIL} #?\d", plain):
        return None
    return "discard_draft" if pointed("draft", view.text, situation) or _DROPS_IT.search(plain) else None


def drafts(view: View) -> str | None:
    """What was drafted and what was sent."""
    plain = view.plain
    if not _OF_DRAFTS.search(plain) or view.kinds & {"job", "resume", "tailored"} or _PAPERS.search(plain):
        return None
    if wrote(view) or not (_ASKING.search(plain) or len(plain.split()) <= 3):
        return None
    return "list_drafts"
