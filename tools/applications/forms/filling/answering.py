"""What a page answered to a form that was sent in: received, refused, or nobody can tell. Pure.

In doubt nothing is taken for received, and nothing for refused: what may have gone out is never sent again by itself.
"""

import re
from typing import Literal

from pydantic import BaseModel

from tools.applications.plain_words import plain_words

# "elsewhere": the page would have sent it to somebody whom the plan does not name, and nothing left.
Outcome = Literal["submitted", "refused", "duplicate", "captcha", "elsewhere", "unknown"]

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


# What stands before such words, or among them, and takes them back: "could not be sent", "once it was received".
_TAKEN_BACK = re.compile(
    r"\b(?:not|no|never|cannot|unable|failed|fails|without|yet|before|once|when|as soon as|after|if|until|unless|"
    r"n t|can t|couldn t|hasn t|wasn t|nicht|kein\w*|bevor|sobald|wenn|nachdem|falls|gescheitert|pas|ne|"
    r"aucun\w*|jamais|avant|lorsque|des que|une fois|apres|echoue\w*|ningun\w*|nunca|antes|cuando|una vez|"
    r"despues|fallid\w+|non|nessun\w*|prima|quando|dopo|appena)\b"
)
_BUT = re.compile(
    r"\b(?:but|however|unfortunately|could not|was not|failed|aber|jedoch|leider|konnte\w*|allerdings|mais|toutefois|"
    r"malheureusement|pero|sin embargo|lamentablemente|ma|tuttavia|purtroppo)\b"
)
# Also said to whom nothing was taken from: it counts where the server took the form and the page shows it no more.
_POLITE = re.compile(r"your interest|interes$")
_TROUBLE = re.compile(
    r"error|problem|expired|wrong|went wrong|failed|failure|try again|sign in|log in|not found|denied|"
    r"invalid|missing|required|incorrect|incomplete|rejected|unavailable|maintenance|unable|could not|cannot|can t|"
    r"too (?:large|many|long)|"
    r"please (?:check|correct|enter|provide|fill|complete|choose|select|review|fix)|"
    r"fehler|fehlt|fehlen|abgelaufen|anmelden|leider|ungultig|unvollstandig|erforderlich|pflicht|fehlgeschlagen|"
    r"bitte (?:\w+ ){0,6}(?:aus|ein|an|korrigieren|prufen|uberprufen|wahlen|erganzen|angeben|versuchen)|"
    r"konnte\w*|nicht (?:moglich|verfugbar|gefunden)|abgelehnt|wartung|zu (?:gross|lang)|"
    r"erreur|echoue|echec|expiree?|connectez|invalide|manquant\w*|obligatoires?|requis\w*|incorrect\w*|veuillez|"
    r"corrige\w*|completez|remplir|renseigner|impossible|indisponible|refuse\w*|reessay\w*|"
    r"iniciar sesion|caducad|error\w*|invalid\w+|no valid\w+|obligatori\w+|requerid\w+|falta\w*|incorrect\w+|"
    r"corrij\w+|rellen\w+|complete\w* (?:los|el|todos)|seleccione|introduzca|no (?:se )?(?:ha|pudo|puede|es posible)|"
    r"rechazad\w+|vuelva a|errore|scadut|accedi|non valid\w+|mancant\w+|obbligatori\w+|richiest\w+|compil\w+|"
    r"riprova\w*|impossibile"
)
_THANKING_ADDRESS = re.compile(
    r"thank|danke?\b|merci|gracias|grazie|confirm|success|submitted|received|bestatig|bestaetig|erfolg|eingegangen|"
    r"felicit|exito|conferma|inviat|complete[d]?\b"
)
# All that a page may say, in so few words, to be taken for a quiet yes.
_BARE_YES = re.compile(
    r"(?:(?:ok|okay|done|success\w*|thanks?|thank you|sent|received|danke|fertig|erledigt|gesendet|erfolgreich|merci|"
    r"envoye\w*|recue?|gracias|enviad\w|recibid\w|hecho|grazie|inviat\w|fatto)(?: |$))+"
)


_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")
MOST_SAID = 600


class Seen(BaseModel):
    """What stands there after the click: `statuses` of the answers to what was sent, `dropped` where one broke off,
    `silent` where none came. `errors` are what the page complains of, `invalid` the fields that it marks.
    """

    url: str
    text: str
    errors: list[str] = []
    invalid: list[str] = []
    form_is_there: bool = True
    statuses: list[int] = []
    dropped: bool = False
    silent: bool = False
    captcha: bool = False


class PageAnswer(BaseModel):
    """What the page answered, kept with the submission. `words` are the page's own that it was told by.

    `elsewhere` are hosts that the page tried to send to and the plan did not name; it was held back from them.
    `passed_on` are those to which the server passed the form on.
    """

    outcome: Outcome
    words: str | None = None
    why: str
    url: str
    status: int | None = None
    text: str = ""
    elsewhere: list[str] = []
    passed_on: list[str] = []


def judge(seen: Seen, before: Seen) -> PageAnswer:
    """What became of the form: by the page's own words first, then by the server's answer and the form's absence.

    Words that stood there before the click say nothing about it.
    """
    already = plain_words(before.text)
    thanks, twice = _said(_THANKS, seen.text, already), _said(_TWICE, seen.text, already)
    status = seen.statuses[-1] if seen.statuses else None
    taken = status is not None and status < 400
    broken = seen.dropped or (seen.silent and not taken) or (status is not None and status >= 500)
    complaints = _complaints(seen, before)
    if twice:
        return _answer("duplicate", seen, "The page says that you have applied already.", twice)
    if thanks and _POLITE.search(thanks) and not (taken and not complaints and _is_gone(seen)):
        thanks = None
    if thanks and not broken and not (seen.form_is_there and complaints):
        return _answer("submitted", seen, "The page says that it was received.", thanks)
    if broken:
        return _answer("unknown", seen, f"{_broken(seen, status)}; the application may have arrived all the same.")
    if seen.captcha or (seen.form_is_there and _CAPTCHA.search(plain_words(seen.text))):
        return _answer("captcha", seen, "The page wants to see a person: it shows a CAPTCHA.")
    if seen.form_is_there and not thanks and (complaints or (status is not None and 400 <= status < 500)):
        told = "; ".join(complaints) or f"answer {status}"
        return _answer("refused", seen, f"The page did not take it: {told}", complaints[0] if complaints else None)
    if taken and _is_quiet(seen, before) and seen.url != before.url:
        return _answer("submitted", seen, "The server took it and the form is gone; the page says nothing more.")
    if thanks:
        return _answer("unknown", seen, f"The page thanks, and complains: {'; '.join(complaints)}.", thanks)
    return _answer("unknown", seen, "The page does not say whether it was received.")


def _broken(seen: Seen, status: int | None) -> str:
    if status is not None and status >= 500:
        return f"The server answered with an error ({status})"
    return "The server broke off" if seen.dropped else "The server had not answered after a minute"


def _complaints(seen: Seen, before: Seen) -> list[str]:
    """What the page complains of since the click. Thanks may stand in a box made for errors, and a form that was
    emptied behind them marks its fields.
    """
    told = [one for one in seen.errors if one not in before.errors and _said(_THANKS, one, "") is None]
    if told or _said(_THANKS, seen.text, plain_words(before.text)):
        return told
    return [one for one in seen.invalid if one not in before.invalid]


def _is_gone(seen: Seen) -> bool:
    """Whether the form is there no more, and no word of trouble stands in its place."""
    return not seen.form_is_there and _TROUBLE.search(plain_words(seen.text)) is None


def _is_quiet(seen: Seen, before: Seen) -> bool:
    """Whether the form is gone without a word of trouble: the page says a bare yes, or its address thanks."""
    if seen.errors or not _is_gone(seen) or _THANKS.search(plain_words(seen.text)):
        return False
    already = {plain_words(one) for one in before.text.splitlines()}
    lines = (plain_words(one) for one in seen.text.splitlines())
    new = " ".join(one for one in lines if one and one not in already)
    return _BARE_YES.fullmatch(new) is not None or _THANKING_ADDRESS.search(plain_words(seen.url)) is not None


def _said(pattern: re.Pattern[str], text: str, already: str) -> str | None:
    """The first words of a pattern that the page did not say before and does not take back in the same sentence."""
    sentences = [plain_words(one) for one in _SENTENCE_ENDS.split(text)]
    whole = plain_words(text)
    if not any(pattern.search(one) for one in sentences):
        sentences = [whole]  # the words run over a line
    for plain in sentences:
        for found in pattern.finditer(plain):
            around_it = plain[max(0, found.start() - 40) : found.end()], plain[found.end() : found.end() + 40]
            if found[0] not in already and not (_TAKEN_BACK.search(around_it[0]) or _BUT.search(around_it[1])):
                return found[0]
    return None


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
