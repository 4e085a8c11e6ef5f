"""Cues for letters, mails, templates and files: which tool a clause about one of them means."""

import re

from agents.offline.cues_jobs import View
from agents.offline.cues_lines import points_at_line
from agents.offline.document_context import ASKING, ASKS_USE, LISTS, TELLS_USE, has_made, knows_tailored, wrote
from agents.offline.letters_said import LETTER, MAIL, format_of, length_of, purpose_of, speaks_of, tone_of
from agents.offline.lines_said import points_back

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
_READS_FILES = re.compile(
    r"\b(?:upload\w*|attach\w*|hochlad\w*|import\w*|here is|here's|hier ist|voici|aqui esta|"
    r"read my|add my|save my|this is my)\b"
)


def letter(view: View) -> str | None:
    plain = view.plain
    named = re.search(rf"\b{LETTER}\b", plain)
    if named and re.search(r"\b(?:note|remember|remind)\b", plain):
        return None
    if (
        named
        and ASKING.match(plain)
        and re.search(
            r"\b(?:need|want|require|ask|necessary|mandatory|verlang\w*|"
            r"braucht|demande|piden|exige)\w*\b",
            plain,
        )
    ):
        return None
    if named and (ASKS_USE.search(plain) or TELLS_USE.search(plain)):
        return None
    if (
        named
        and re.search(r"\bletters\b|\blettres\b|\bcartas\b", plain)
        and LISTS.search(plain)
        and not _WRITES.match(plain)
    ):
        return "list_documents"
    if named and _SHOWS.match(plain):
        return "show_document"
    if named and format_of(view.text) and not re.match(r"(?:write|draft|schreib|ecris|escribe|compose)", plain):
        return "show_document"
    if named:
        return "write_cover_letter"
    if wrote(view) and _changes_letter(view):
        situation = view.situation
        last = situation.before[-1].tool if situation.before else situation.memory.last_tool
        return "write_email" if last == "write_email" else "write_cover_letter"
    return None


def _changes_letter(view: View) -> bool:
    """Whether a clause after a letter says how it should be instead."""
    if view.kinds & {"job", "resume", "tailored"} or len(view.plain.split()) > 14 or ASKING.match(view.plain):
        return False
    if format_of(view.text):
        return False
    says_how = tone_of(view.text) or length_of(view.text) or speaks_of(view.text)
    return (bool(says_how) and not points_at_line(view)) or bool(
        _REDO.search(view.plain) and "undo" not in view.named and not view.named & {"list", "find"}
    )


def mail(view: View) -> str | None:
    plain = view.plain
    mail = re.search(rf"\b(?:{MAIL}|letter|brief|lettre|carta)\b", plain) or re.match(
        r"thank (?!you\b|u\b|s\b|"
        r"god\b)\w+.*\b(?:for|interview|fur)\b",
        plain,
    )
    if not mail or ("note" in view.named and not re.search(r"\bthank[- ]you note\b", plain)) or not purpose_of(plain):
        return None
    if re.match(r"(?:check|read|sync|open|show|list|find|did|has|have|is|are|what|which|any)\b", plain):
        return None
    told = re.match(r"(?:i|they|he|she|we|ich|sie|j'ai|ils|me|acme)\b", plain) and not re.match(
        r"(?:i (?:want|need|"
        r"would|'d)|ich (?:brauche|mochte|will)|j'ai besoin)",
        plain,
    )
    return (
        None
        if told or not (_WRITES.search(plain) or re.match(r"thank |an? |eine? |une? |un ", plain))
        else "write_email"
    )


def template_list(view: View) -> str | None:
    if not _TEMPLATES.search(view.plain) or not (LISTS.search(view.plain) or _SHOWS.match(view.plain)):
        return None
    if re.match(
        r"(?:use|switch|take|with|in|make|put|render|nimm|verwende|utilise|usa)\b", view.plain
    ) or view.kinds & {"job"}:
        return None
    return "list_templates"


def export(view: View) -> str | None:
    kind = format_of(view.text)
    if kind is None or _READS_FILES.search(view.plain) or view.situation.attached or wrote(view):
        return None
    if _DOCUMENTS.search(view.plain) and LISTS.search(view.plain):
        return None
    if kind == "pdf":  # the PDF is there as it is made; asking where it is lists what was tailored
        return (
            "export_resume"
            if has_made(view)
            and re.search(r"\b(?:export|as|als|en|convert|save)\b", view.plain)
            and not ASKING.match(view.plain)
            else None
        )
    if ASKING.match(view.plain) and not re.search(r"\b(?:can|could) (?:i|you)\b", view.plain):
        return None
    if "job" in view.kinds and "resume" not in view.kinds and not has_made(view):
        return None
    asks = re.search(
        r"\b(?:as|in|als|en|im|to|into|give|get|export\w*|download|save|send|need|want|convert|make|"
        r"gib|exportier\w*|speicher\w*|donne\w*|exporte\w*|telecharge\w*|dame|descarga\w*|exporta\w*|quiero|brauche|"
        r"file|version|please|bitte|geef)\b",
        view.plain,
    )
    short = len(view.plain.split()) <= 4
    return "export_resume" if asks or (short and knows_tailored(view)) else None


def document(view: View) -> str | None:
    plain = view.plain
    if _ONE_DOCUMENT.search(plain) or (wrote(view) and _SHOWS.match(plain) and points_back(view.text)):
        if re.search(r"\b(?:delete|remove|erase|losch\w*|supprim\w*|borra\w*|elimina\w*)\b", plain):
            return "delete_document"
        return "show_document" if _SHOWS.match(plain) or format_of(view.text) else None
    if wrote(view) and format_of(view.text) and not _READS_FILES.search(plain):
        return "show_document"
    if (
        _DOCUMENTS.search(plain)
        and (LISTS.search(plain) or _SHOWS.match(plain))
        and not view.kinds & {"job"}
        and "tailored" not in view.named
    ):
        return "list_documents"
    return None
