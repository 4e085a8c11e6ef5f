"""Cues for letters, mails, templates and files: which tool a clause about one of them means."""

import re

from agents.offline.cues_jobs import View
from agents.offline.cues_lines import points_at_line
from agents.offline.document_context import ASKING, ASKS_USE, LISTS, TELLS_USE, has_made, knows_tailored, wrote
from agents.offline.letters_said import (
    LETTER,
    MAIL,
    format_of,
    language_wanted,
    length_of,
    purpose_of,
    speaks_of,
    tone_of,
)
from agents.offline.lines_said import points_back
from agents.offline.references import references

_WRITES = re.compile(
    r"\b(?:writ\w+|draft\w*|compos\w+|prepar\w+|creat\w+|mak\w+|generat\w+|produc\w+|need|want|do|give|get|"
    r"schreib\w*|entw[iue]rf\w*|verfass\w*|erstell\w*|formulier\w*|mach|brauch\w*|redig\w*|ecri\w*|"
    r"prepare\w*|fais|redact\w*|escrib\w*|prepara\w*|haz\w*|necesito|schrijf|stel|maak)\b"
)
_SHOWS = re.compile(
    r"^(?:(?:please|can you|could you|let me|i want to|kannst du|puedes|peux-tu) )*(?:show|open|read|see|view|"
    r"display|look at|print|zeig\w*|offne|lies|anzeigen|montre\w*|affiche\w*|ouvre|lis|muestra\w*|abre|"
    r"ver|lee|ensena\w*|toon|laat)\b"
)
_DOCUMENTS = re.compile(
    r"\b(?:documents?|dokumente?n?|documentos?|documenten?|(?:my|meine|mes|mis) (?:letters|"
    r"files|mails|briefe|dateien|lettres|fichiers|cartas|archivos)|letters (?:and|you|i)|cover letters)\b"
)
_ONE_DOCUMENT = re.compile(
    r"\b(?:document|letter|mail|dokument|brief|lettre|documento|carta|"
    r"anschreiben) (?:number |no\.? |nr\.? |#)?\d+\b"
)
_TEMPLATES = re.compile(
    r"\b(?:templates?|designs?|layouts?|looks|styles|vorlagen?|muster|gestaltungen|modeles?|"
    r"gabarits?|maquettes?|plantillas?|disenos?|estilos|sjablonen|formats|file formats|formate|formatos)\b"
)
_REDO = re.compile(
    r"\b(?:again|another|new|different|other|redo|rewrite|regenerate|once more|nochmal\w*|neu|"
    r"andere\w*|encore|nouvelle|autre|de nouveau|otra|nuevo|nueva|opnieuw)\b"
)
_LETTER = re.compile(
    rf"\b(?:{LETTER}|(?:the|my|this|that|your) letter|(?:das|dem|den) (?:brief|schreiben)|(?:la|ma|"
    rf"cette) lettre|(?:la|mi|esta) carta)\b"
)
_ANY_LETTER = re.compile(
    r"\b(?:an?|einen?|une|una) (?!resignation|thank)(?:\w+ ){0,2}(?:letter|brief|lettre|"
    r"carta)\b"
)
_MANY = re.compile(r"\b(?:letters|lettres|cartas|briefe)\b")
_HAVE_I = re.compile(
    r"\b(?:do i have|have i|have you|are there|habe ich|hast du|gibt es|ai-je|as-tu|y a-t-il|tengo|hay|has)\b"
)
_IS_WANTED = re.compile(r"\b(?:need|want|require|ask|necessary|mandatory|verlangt|braucht|demande|piden|exige)\w*\b")
_BEGINS_WRITING = re.compile(
    r"^(?:write|draft|compose|make|create|prepare|i need|schreib|verfass|entwirf|erstell|"
    r"ecris|redige|fais|escribe|redacta|haz)\w*\b"
)
_ANEW = re.compile(
    r"\b(?:re-?write|re-?do|re-?generate|re-?phrase|reword|rework|change|adjust|make (?:the|my|this|that) letter|"
    r"another version|again|anew|once more|formulier\w*|formulier\w* .{0,40}\bneu|uberarbeit\w*|"
    r"mach\w* (?:das|den) (?:anschreiben|brief)|umschreib\w*|nochmal\w*|noch einmal|reecri\w*|refais|reformul\w*|"
    r"modifie|reescrib\w*|rehaz|vuelve a escribir|cambia|herschrijf)\b|"
    r"\b(?:letter|anschreiben|lettre|carta)\b.{0,20}\b(?:should be|is too|soll|ist zu|est trop|es demasiado|"
    r"doit etre|debe ser)\b"
)
_OTHERWISE = re.compile(
    r"\b(?:instead|rather|shorter|longer|half (?:as|the)|twice as|less|friendlier|warmer|softer|(?<!not )too "
    r"(?!soon|late)\w+|cut (?:it|the)|"
    r"loosen|tone (?:it )?(?:down|up)|stattdessen|lieber|kurzer|langer|weniger|freundlicher|lockerer|(?<!nicht "
    r")zu (?:lang|kurz|steif|formell)\w*|"
    r"plutot|plus (?:court|long|chaleureu)\w*|moins|(?<!pas )trop|mas (?:corta|larga|cercana)|menos|demasiado|en vez)\b"
)
_TAKES_AWAY = re.compile(
    r"^(?:delete|remove|erase|throw (?:it |that |this )?(?:away|out)|discard|bin|trash|get rid of|losch\w*|"
    r"entfern\w*|wirf|supprim\w*|efface|jette|borra\w*|elimina\w*|tira|descarta)\b"
)
_SAME = re.compile(r"\b(?:the same|one (?:more )?for|dasselbe|das gleiche|la meme chose|lo mismo)\b")
_READS_FILES = re.compile(
    r"\b(?:upload\w*|attach\w*|hochlad\w*|import\w*|here is|here's|hier ist|voici|aqui esta|"
    r"read my|add my|save my|this is my)\b"
)
_MAIL = re.compile(
    rf"\b(?:draft something|write something|a few lines|a line to|{MAIL}|\w*mail|letter|brief|lettre|"
    rf"carta)\b"
)
_THANKS = re.compile(r"thank (?!you\b|u\b|s\b|god\b)\w+.*\b(?:for|interview|fur)\b")
_THANK_YOU_NOTE = re.compile(r"\bthank[- ]you note\b")
_LOOKS = re.compile(r"(?:check|read|sync|open|show|list|find|did|has|have|is|are|what|which|any)\b")
_TELLS = re.compile(r"(?:i|they|he|she|we|ich|sie|j'ai|ils|me|acme)\b")
_WANTS = re.compile(r"(?:i (?:want|need|would|'d)|i'd|ich (?:brauche|mochte|will)|j'ai besoin)")
_REPLIES = re.compile(r"\b(?:reply|respond|answer|antworte?|reponds?|responde)\b")
_ANY_MAIL = re.compile(r"(?:e-?)?mail |ask .*\bby e-?mail|thank |an? |eine? |une? |un ")
_USES = re.compile(r"(?:use|switch|take|with|in|make|put|render|nimm|verwende|utilise|usa)\b")
_AS_PDF = re.compile(r"\b(?:export|as|als|en|convert|save)\b")
_CAN = re.compile(r"\b(?:can|could) (?:i|you)\b")
_HANDS_OUT = re.compile(
    r"\b(?:as|in|als|en|im|to|into|give|get|have|export\w*|download|save|send|need|want|convert|make|gib|"
    r"exportier\w*|"
    r"speicher\w*|donne\w*|exporte\w*|telecharge\w*|dame|descarga\w*|exporta\w*|quiero|brauche|file|version|"
    r"please|bitte|geef|au format|como)\b"
)


def letter(view: View) -> str | None:
    """A letter: written, shown, taken away, or wanted otherwise than it was written."""
    plain, named = view.plain, bool(_LETTER.search(view.plain))
    if not named and wrote(view):
        return _once_more(view) or ("rewrite_letter" if _changes_letter(view) else None)
    if not named:
        return "write_cover_letter" if has_made(view) and _ANY_LETTER.search(plain) else None
    asks = ASKING.match(plain) and _IS_WANTED.search(plain)
    if asks and references("job", view.text, view.situation):
        return "show_job"
    if asks or view.named & {"note"} or ASKS_USE.search(plain) or TELLS_USE.search(plain):
        return None
    if (
        (_MANY.search(plain) or _HAVE_I.search(plain))
        and (LISTS.search(plain) or _SHOWS.match(plain))
        and not _WRITES.match(plain)
    ):
        return "list_documents"
    if _TAKES_AWAY.match(plain):
        return "remove_document"
    if _SHOWS.match(plain) or (format_of(view.text) and not _BEGINS_WRITING.match(plain)):
        return "show_document"
    if _OTHERWISE.search(plain) and not _BEGINS_WRITING.match(plain) and not _ANY_LETTER.search(plain):
        return "rewrite_letter"
    if _ANEW.search(plain) and not references("job", view.text, view.situation):
        return "rewrite_letter"
    return "write_cover_letter" if re.search(rf"\b{LETTER}\b", plain) else None


def _once_more(view: View) -> str | None:
    """The same for another job: "write another one for job 1"."""
    situation = view.situation
    last = situation.before[-1].tool if situation.before else situation.memory.last_tool
    same = _REDO.search(view.plain) or _SAME.search(view.plain)
    if last not in {"write_cover_letter", "write_email"} or not same or "resume" in view.kinds:
        return None
    return last if references("job", view.text, situation) else None


def _changes_letter(view: View) -> bool:
    """Whether a clause after a letter says how it should be instead."""
    if view.kinds & {"job", "resume", "tailored"} or len(view.plain.split()) > 14 or ASKING.match(view.plain):
        return False
    if format_of(view.text) or points_at_line(view) or view.named & {"undo", "list", "delete"}:
        return False
    how = tone_of(view.text) or length_of(view.text) or speaks_of(view.text) or language_wanted(view.text)
    return bool(how) or bool(_REDO.search(view.plain))


def mail(view: View) -> str | None:
    """A mail about an application, with what it is for."""
    plain = view.plain
    if "note" in view.named and not _THANK_YOU_NOTE.search(plain):
        return None
    if not (_MAIL.search(plain) or _THANKS.match(plain)) or not purpose_of(plain):
        return None
    if _LOOKS.match(plain) or (_TELLS.match(plain) and not _WANTS.match(plain)):
        return None
    if _REPLIES.search(plain):
        return None
    return "write_email" if _WRITES.search(plain) or _ANY_MAIL.match(plain) else None


def template_list(view: View) -> str | None:
    """Which templates there are."""
    if not _TEMPLATES.search(view.plain) or not (LISTS.search(view.plain) or _SHOWS.match(view.plain)):
        return None
    return None if _USES.match(view.plain) or view.kinds & {"job"} else "list_templates"


def export(view: View) -> str | None:
    """A tailored resume as a file of another format."""
    kind, plain = format_of(view.text), view.plain
    if kind is None or _READS_FILES.search(plain) or view.situation.attached or wrote(view):
        return None
    if _DOCUMENTS.search(plain) and LISTS.search(plain):
        return None
    if kind == "pdf":  # the PDF is there as soon as it is made; asking where it is lists what was tailored
        as_pdf = _AS_PDF.search(plain) and not ASKING.match(plain)
        return "export_resume" if as_pdf and (has_made(view) or "tailored" in view.kinds) else None
    if ASKING.match(plain) and not _CAN.search(plain):
        return None
    if "job" in view.kinds and "resume" not in view.kinds and not has_made(view):
        return None
    short = len(plain.split()) <= 4
    return "export_resume" if _HANDS_OUT.search(plain) or (short and knows_tailored(view)) else None


def document(view: View) -> str | None:
    """A document by its number, the one just made, or all of them."""
    plain = view.plain
    back = wrote(view) and points_back(view.text) and not view.kinds
    if _ONE_DOCUMENT.search(plain) or back:
        if _TAKES_AWAY.match(plain):
            return "remove_document"
        if _SHOWS.match(plain) or format_of(view.text):
            return "show_document"
        return "rewrite_letter" if _ONE_DOCUMENT.search(plain) and _ANEW.search(plain) else None
    if wrote(view) and format_of(view.text) and not _READS_FILES.search(plain):
        return "show_document"
    listed = _DOCUMENTS.search(plain) and (LISTS.search(plain) or _SHOWS.match(plain))
    return "list_documents" if listed and "tailored" not in view.named else None
