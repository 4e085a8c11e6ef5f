"""What a page answered to a form that was sent in: received, refused, or nobody can tell. Pure.

In doubt nothing is taken for received, and nothing for refused: what may have gone out is never sent again by itself.
"""

import re
from typing import Literal

from pydantic import BaseModel

from tools.applications.plain_words import plain_words

Outcome = Literal["submitted", "refused", "duplicate", "captcha", "unknown"]

_THANKS = re.compile(
    r"thank(?:s| you) for (?:applying|your (?:application|interest|submission))|"
    r"application (?:was |has been |is |were )?(?:successfully |now )?(?:submitted|received|sent|complete)|"
    r"(?:we|we ve|we have) received your application|successfully (?:submitted|applied)|you have successfully applied|"
    r"(?:vielen )?dank fur (?:ihre|deine) bewerbung|bewerbung (?:\w+ ){0,4}(?:eingegangen|erhalten|ubermittelt|"
    r"abgeschickt|gesendet|versendet)|"
    r"(?:erfolgreich|wurde) (?:ubermittelt|abgesendet|beworben)|"
    r"merci (?:pour|de) (?:votre|ta) candidature|merci d avoir postule|candidature (?:\w+ ){0,4}(?:envoyee|recue|"
    r"transmise|enregistree)|"
    r"gracias por (?:tu|su) (?:solicitud|candidatura|postulacion|interes)|(?:solicitud|candidatura|postulacion) "
    r"(?:\w+ ){0,4}(?:enviada|recibida|registrada)|"
    r"grazie per (?:la tua|la sua|esserti|aver)\w* ?(?:candidatura|candidat\w+|inviato)|candidatura (?:\w+ ){0,4}"
    r"(?:inviata|ricevuta)"
)
_TWICE = re.compile(
    r"(?:you (?:have )?already|you ve already) applied|already (?:submitted|have) an application|duplicate application|"
    r"bereits (?:\w+ ){0,4}beworben|bewerbung (?:\w+ ){0,3}bereits (?:\w+ ){0,2}(?:erhalten|vor)|"
    r"deja (?:postule|candidate|envoye)|ya (?:has|ha|te has|se ha) (?:\w+ ){0,2}(?:aplicado|postulado|inscrito|"
    r"presentado)|(?:hai|ha|ti sei|si e) gia (?:inviato|candidat\w+)"
)
_CAPTCHA = re.compile(
    r"captcha|not a robot|kein roboter|pas un robot|no soy un robot|non sono un robot|verify you are human"
)


_TROUBLE = re.compile(
    r"error|failed|sorry|expired|timed out|try again|sign in|log in|not found|denied|fehler|abgelaufen|anmelden|"
    r"leider|erreur|echoue|expiree|connectez|iniciar sesion|caducad|errore|scadut|accedi"
)


_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")
MOST_SAID = 600


class Seen(BaseModel):
    """What stands there after the click: `statuses` of the answers to what was sent, `dropped` where one broke off."""

    url: str
    text: str
    errors: list[str] = []
    form_is_there: bool = True
    statuses: list[int] = []
    dropped: bool = False
    captcha: bool = False


class PageAnswer(BaseModel):
    """What the page answered, kept with the submission. `words` are the page's own that it was told by."""

    outcome: Outcome
    words: str | None = None
    why: str
    url: str
    status: int | None = None
    text: str = ""


def judge(seen: Seen, before: Seen) -> PageAnswer:
    """What became of the form: by the page's own words first, then by the server's answer and the form's absence.

    Words that stood there before the click say nothing about it.
    """
    said, already = plain_words(seen.text), plain_words(before.text)
    thanks, twice = _new(_THANKS, said, already), _new(_TWICE, said, already)
    status = seen.statuses[-1] if seen.statuses else None
    broken = seen.dropped or (status is not None and status >= 500)
    if twice:
        return _answer("duplicate", seen, "The page says that you have applied already.", twice)
    taken = status is not None and status < 400
    if thanks and not broken and (taken or not (seen.form_is_there and seen.errors)):
        return _answer("submitted", seen, "The page says that it was received.", thanks)
    if broken:
        how = "broke off" if seen.dropped else f"answered with an error ({status})"
        return _answer("unknown", seen, f"The server {how}; the application may have arrived all the same.")
    if seen.captcha or (seen.form_is_there and _CAPTCHA.search(said)):
        return _answer("captcha", seen, "The page wants to see a person: it shows a CAPTCHA.")
    if seen.form_is_there and (seen.errors or (status is not None and 400 <= status < 500)):
        told = "; ".join(seen.errors) or f"answer {status}"
        return _answer("refused", seen, f"The page did not take it: {told}", seen.errors[0] if seen.errors else None)
    quiet = not seen.form_is_there and not seen.errors and not _TROUBLE.search(said)
    if taken and quiet and seen.url != before.url:
        return _answer("submitted", seen, "The server took it and the form is gone; the page says nothing more.")
    return _answer("unknown", seen, "The page does not say whether it was received.")


def _new(pattern: re.Pattern[str], said: str, already: str) -> str | None:
    """The first words of a pattern that the page did not say before."""
    return next((found[0] for found in pattern.finditer(said) if found[0] not in already), None)


def is_told(seen: Seen, before: Seen) -> bool:
    """Whether the page has said something that can be judged, so that nobody has to wait any longer."""
    return judge(seen, before).outcome != "unknown" or seen.dropped or any(status >= 500 for status in seen.statuses)


def _answer(outcome: Outcome, seen: Seen, why: str, words: str | None = None) -> PageAnswer:
    status = seen.statuses[-1] if seen.statuses else None
    text = around(seen.text, words) if words else seen.text[:4_000]
    return PageAnswer(outcome=outcome, words=words, why=why, url=seen.url, status=status, text=text)


def around(text: str, words: str) -> str:
    """The sentence of a page that says the words, with the one after it: not its menu and its foot. Pure."""
    wanted = plain_words(words)
    sentences = [one.strip() for one in _SENTENCE_ENDS.split(text) if one.strip()]
    for length in (1, 2, 3):  # the words may run over a line
        for place in range(len(sentences)):
            if wanted in plain_words(" ".join(sentences[place : place + length])):
                return " ".join(sentences[place : place + max(length, 2)])[:MOST_SAID]
    return text[:MOST_SAID]
