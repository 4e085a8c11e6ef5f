"""What the sender of a mail says in it: without earlier mails below, signatures, and what nobody can see."""

import re
from functools import lru_cache

from tools.email.message import Mail
from tools.email.replies.hiding import Seen, seen_of_html

_WROTE = re.compile(
    r"^(?:On|Am|Le|El|Op|Em|Il|W dniu|Den)\b.{4,160}(?:wrote|schrieb|écrit|escribió|schreef|escreveu|scritto|"
    r"napisał|skrev)"
    r"\b.{0,120}:\s*$",
    re.I,
)
_DIVIDES = re.compile(
    r"^\s*[-_]{2,}\s*(?:original message|ursprüngliche nachricht|originalnachricht|message d'origine|message original|"
    r"mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|forwarded message|"
    r"weitergeleitete nachricht|message transféré|mensaje reenviado)\b|^_{12,}\s*$",
    re.I,
)
_FROM = re.compile(r"^\W*(?:From|Von|De|Da|Van)\W{0,2}:\W?\s*\S", re.I)
_SENT = re.compile(
    r"^\W*(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Fecha|Data|Inviato|Verzonden|To|An|À|Para|Aan|A|Subject|"
    r"Betreff|Objet|"
    r"Asunto|Assunto|Oggetto|Onderwerp)\W{0,2}:",
    re.I,
)
_SIGNED = re.compile(
    r"^(?:(?:kind|best|warm|warmest|kindest) (?:regards|wishes)|regards|sincerely|yours (?:sincerely|faithfully|truly)|"
    r"cheers|best|mit (?:freundlichen|besten|herzlichen) grüßen|(?:freundliche|viele|liebe|beste|herzliche) grüße|"
    r"lg|mfg|"
    r"(?:bien )?cordialement|sincères salutations|(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?|atentamente|"
    r"met vriendelijke groet(?:en)?|groet(?:jes|en)?|atenciosamente|cumprimentos|cordiali saluti|"
    r"distinti saluti)[\s,.!]*$",
    re.I,
)
_ENDS = re.compile(
    r"(?<=[.!?…])(?<!\b[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|Nr|No|St|ca|Fr|Hr|Sr|ev)\.)(?<!\b(?:Mrs|Sra|bzw|vgl|inc|Ltd|Inc|"
    r"e\.g|z\.B)\.)"
    r"(?<!(?<!\d)\d\.)(?<!(?<!\d)\d\d\.)[\"”»)]*\s+(?=[\"“„«(¿¡]?[A-ZÀ-ÖØ-Þ¿¡\d])"
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|<[^<>\s]+>")
_ENOUGH, MOST_READ = 40, 40_000


@lru_cache(maxsize=4)  # each step of reading a mail asks for it, and what it holds may be megabytes
def _seen(markup: str) -> Seen:
    return seen_of_html(markup)


def seen(mail: Mail) -> Seen:
    """What a person sees of the mail and what its HTML hides."""
    return _seen(mail.html) if mail.html else Seen(mail.text)


def spoken_text(mail: Mail) -> str:
    """The sender's own words that a person can see, without quoted mail and signature, line breaks kept."""
    return _unsigned(_latest(_visible(mail)[:MOST_READ], forwarded=mail.is_forwarded))


def sentences(text: str) -> list[str]:
    """The text's sentences, each as it stands but on one line; lines that were only wrapped are joined."""
    return [part.strip() for paragraph in _paragraphs(text) for part in _ENDS.split(paragraph) if part.strip()]


def quote_stands(mail: Mail, quote: str) -> bool:
    """Whether the words stand in the mail's text or subject exactly, but for the width of white space."""
    wanted = " ".join(quote.split())
    return bool(wanted) and any(wanted in " ".join(text.split()) for text in (mail.text, mail.subject))


def _visible(mail: Mail) -> str:
    """The text without the lines that its HTML does not show."""
    if not mail.html:
        return mail.text
    shown = seen(mail)
    there = _letters(shown.words)
    if len(there) < _ENOUGH:
        return mail.text if not shown.hidden else shown.words
    return "\n".join("" if line.strip() and not _stands(line, there) else line for line in mail.text.split("\n"))


def _stands(line: str, there: str) -> bool:
    plain = _letters(_ADDRESS.sub("", line))
    return plain in there


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def _latest(text: str, forwarded: bool) -> str:
    """The text above earlier mails; a forwarded mail with nothing above it is what was meant."""
    lines, kept = text.split("\n"), list[str]()
    for number, line in enumerate(lines):
        if line.lstrip().startswith(">"):
            continue
        if _begins_history(lines, number):
            if _answers_below(lines, number):
                continue
            below = "\n".join(lines[number + 1 :])
            return below if forwarded and len("".join(kept).strip()) < _ENOUGH else "\n".join(kept)
        kept.append(line)
    return "\n".join(kept)


def _begins_history(lines: list[str], number: int) -> bool:
    line = lines[number]
    if _DIVIDES.match(line) or _WROTE.match(line) or _WROTE.match(f"{line} {_next(lines, number)}"):
        return True
    return bool(_FROM.match(line)) and any(_SENT.match(below) for below in lines[number + 1 : number + 4])


def _answers_below(lines: list[str], number: int) -> bool:
    """Whether the earlier mail is marked line by line, so that an answer may stand below it."""
    following = [line for line in lines[number + 1 : number + 4] if line.strip()]
    return bool(following) and any(line.lstrip().startswith(">") for line in following[:2])


def _next(lines: list[str], number: int) -> str:
    return lines[number + 1] if number + 1 < len(lines) else ""


def _unsigned(text: str) -> str:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.rstrip() == "--" or (number and _SIGNED.match(line.strip())):
            return "\n".join(lines[:number]).strip()
    return text.strip()


def _paragraphs(text: str) -> list[str]:
    found: list[str] = []
    width = max((len(line) for line in text.split("\n")), default=0)
    for line in text.split("\n"):
        if found and found[-1] and line.strip() and _wrapped(found[-1], line.strip(), width):
            found[-1] = f"{found[-1]} {line.strip()}"
        else:
            found.append(line.strip())
    return [paragraph for paragraph in found if paragraph]


def _wrapped(above: str, line: str, width: int) -> bool:
    """Whether a line goes on with the sentence above it."""
    last = above[-1]
    if last in ".!?:;" or re.match(r"[-*•–>]|\d+[.)]\s", line):
        return False
    return line[:1].islower() or (last == "," and len(above) > 60) or (width < 100 and len(above) % 1000 > 45)
