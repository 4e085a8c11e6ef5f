"""When a clause is about applications in and out of files."""

import re

from agents.offline.cues_jobs import View

_MINE = re.compile(
    r"\b(?:applications|application (?:list|board|tracker|data)|job tracker|bewerbungen|bewerbungsliste|candidatures|"
    r"solicitudes|candidaturas|postulaciones|everything i applied to)\b"
)
_TRACKERS = re.compile(
    r"\b(?:huntr|jobsync|teal|simplify|linkedin (?:data|export|download)|another tracker|other tracker|trello)\b"
)
_IN = re.compile(
    r"\b(?:import\w*|migrat\w*|bring\w* (?:in|over)|read(?:s|ing)? (?:them |it )?in|move (?:my|the|over)|"
    r"load (?:my|the|in)|take over|transfer\w*|lies\b.*\bein|einlesen|ubernimm|importer|importe|importa\w*|upload\w*)\b"
)
_OUT = re.compile(
    r"\b(?:export\w*|download\w*|back ?up|dump\w*|herunter\w*|telecharg\w*|descarg\w*|exporter|exporte|exporta\w*)\b|"
    r"\b(?:as|in|into|to|als|en|au format|a) (?:an? |ein\w* |un )?(?:excel|csv|xlsx|json|zip|spreadsheet|pdf)\b|"
    r"\b(?:pdf|spreadsheet|excel sheet|zip|workbook) (?:of|with|report of) (?:all )?(?:of )?(?:my|the)\b"
)


def transfer(view: View) -> str | None:
    """Importing, where applications or another tracker are named with it; exporting, where applications are."""
    mine, trackers = _MINE.search(view.plain), _TRACKERS.search(view.plain)
    if _IN.search(view.plain) and (mine or trackers):
        return "import_applications"
    return "export_applications" if mine and _OUT.search(view.plain) else None
