"""Which file of applications somebody asks for, of which stages, and the rows they pasted."""

import re
from typing import Any

from agents.offline.language import fold
from agents.offline.plan import Filled
from agents.offline.references import Situation
from agents.offline.tables_said import application_table
from tools.applications.stages import stage_of
from tools.applications.transfer.delimited import delimiter_of
from tools.registry import AnySpec

_FORMATS = (
    ("zip", r"\bzip\b|\beverything\b.*\barchive\b|\ball my data\b|\balle meine daten\b|\btoutes mes donnees\b"),
    ("pdf", r"\bpdf\b|\bprint\w*\b|\breport\b|\bbericht\b|\brapport\b|\binforme\b"),
    ("csv", r"\bcsv\b|\bcomma\b"),
    ("json", r"\bjson\b"),
    ("xlsx", r"\bexcel\b|\bxlsx?\b|\bspread ?sheet\b|\bworkbook\b|\btabelle\b|\btableur\b|\bhoja de calculo\b"),
)
_AS_FILE = re.compile(
    r"\b(?:csv|xlsx?|excel|spread ?sheet|json|zip|back ?up|exceltabelle|excelliste|tableur|sicherung|sauvegarde|"
    r"copia de seguridad)\b|"
    r"\b(?:as|in|into|als|en|to|auf) (?:an? |one |une? |un |eine? )?pdf\b"
)
_OF_APPLICATIONS = re.compile(
    r"\b(?:everything|all|whole|applications|tracker|board|records?|where i applied|ones|data|alles|alle|bewerbung\w*|"
    r"candidatures|tout|solicitudes|candidaturas|todo)\b"
)
_OTHER_FILES = re.compile(
    r"\b(?:import\w*|read (?:in|my)|upload\w*|attach\w*|here(?:'s| is)|load|take in|bring|in here|into here|"
    r"ubernimm|einlesen|importe|from (?:a|my|an) "
    r"|resumes?|cvs?|lebenslauf\w*|letters?|anschreiben|lettre|carta|skills?|jobs?|stellen|experience|mails?|tailored|document\w*|"
    r"contract|story|stories|notes?|prep\w*)\b"
)
_STAGE = re.compile(
    r"\b(rejected|declined|accepted|withdrawn|screening|interviewing|interview|abgelehnte\w*|refusees?|rechazadas?|"
    r"offers?)\b"
)
_STEMS = {"abgelehnte": "abgelehnt", "refusees": "refusee", "rechazadas": "rechazada", "offers": "offer"}
_ORDER = re.compile(r"\b(dmy|mdy|day first|month first)\b")


def wants_file(plain: str) -> bool:
    """Whether a folded clause wants the applications as a file."""
    return bool(_AS_FILE.search(plain) and _OF_APPLICATIONS.search(plain)) and not _OTHER_FILES.search(plain)


def fill_export(_spec: AnySpec, text: str, _situation: Situation) -> Filled:
    """Format and stages of an export; all applications as Excel where nothing is said."""
    folded = fold(text)
    found: dict[str, Any] = {}
    if wanted := next((name for name, pattern in _FORMATS if re.search(pattern, folded)), None):
        found["format"] = wanted
    words = [
        next((stem for said, stem in _STEMS.items() if word.startswith(said)), word) for word in _STAGE.findall(folded)
    ]
    stages = list(dict.fromkeys(stage for word in words if (stage := stage_of(word))))
    if stages:
        found["status"] = stages
    return Filled((found,))


def _stem(word: str) -> str:
    return next((stem for said, stem in _STEMS.items() if word.startswith(said)), word)


def fill_import(_spec: AnySpec, text: str, _situation: Situation) -> Filled:
    """The rows that were pasted, and the order of their dates."""
    table = table_in(text)
    return Filled(({**({"table": table} if table else {}), **order_said(text)},))


def order_said(text: str) -> dict[str, str]:
    """The order of dates that somebody says, as an argument."""
    order = _ORDER.search(fold(text))
    return {"date_order": {"day first": "dmy", "month first": "mdy"}.get(order[1], order[1])} if order else {}


def table_in(text: str) -> str | None:
    """The lines of a text that are a table: two or more with the same mark between their cells."""
    if known := application_table(text):
        return known
    lines = text.splitlines()
    for start in range(len(lines) - 1):
        mark = delimiter_of("\n".join(lines[start : start + 2]))
        if lines[start].count(mark) >= 1 and lines[start].count(mark) == lines[start + 1].count(mark):
            return "\n".join(lines[start:])
    return None
