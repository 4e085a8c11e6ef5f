"""How news is led up to: "got a mail from Acme saying they picked another" is "Acme picked another"."""

import re

from agents.offline.language import fold

_NEWS = (
    r"(?:e-?mail|mail|letter|message|call|phone call|text|voicemail|reply|answer|response|note|word|nachricht|"
    r"anruf|brief|antwort|courriel|appel|reponse|correo|llamada|mensaje|respuesta)"
)
_NAME = (
    r"(?P<name>[\w&.'-]+(?: (?!(?:saying|that|where|in|telling|who|and|which|dass|que|called|wrote|rang|"
    r"said)\b)[\w&.'-]+){0,2}?)"
)
_GOT = re.compile(
    rf"^(?:(?:and|so|well|hey|ok|i|i've|ive|we|just|finally|today|yesterday|now|hab|habe|ich|gerade|eben|j'ai|je|"
    rf"he|viens de)[, ]+)*"
    rf"(?:got|gotten|received|had|have|there was|bekommen|recu|recevoir|recibido) "
    rf"(?:this |an? |another |the |eine?n? |une? )?(?:\w+ )?{_NEWS} (?:back )?(?:from|by|von|de|de la part de) "
    rf"(?:the )?{_NAME},? "
    r"(?:saying|that says?|to say|telling me|in which|where|that|dass|in der steht|disant|que|diciendo)(?: that| "
    r"dass| que)?,? "
    r"(?:they(?=\b)|he\b|she\b|it\b|we\b|sie\b|ils\b)(?P<verb>'?\w*)"
)
_CALLED = re.compile(
    rf"^(?:(?:and|so|well|hey|ok|the)[, ]+)*{_NAME} (?:just |finally |has |have )*(?:called|rang|phoned|emailed|"
    rf"mailed|wrote|texted|answered|"
    r"replied|got back to me|came back|reached out)(?: me| back| to me| yesterday| today| this morning)* "
    r"(?:and |to say |saying )(?:said |told me |say )?(?:that )?(?:they|he|she)(?P<verb>'?\w*)\b"
)
_VERBS = {"'re": " are", "'ve": " have", "'d": " would", "'ll": " will"}


def without_lead(text: str) -> str:
    """The clause with the employer as the one who does what the news is, where one is named.

    >>> without_lead("just got an email from acme saying they picked somebody else")
    'acme picked somebody else'
    """
    folded = fold(text)
    for pattern in (_GOT, _CALLED):
        if (match := pattern.match(folded)) is not None and len(folded) == len(text):
            name = text[match.start("name") : match.end("name")]
            return name + _VERBS.get(match["verb"], match["verb"]) + text[match.end() :]
    return text
