"""Cues for versions of resumes and tailored resumes, and for which version went where."""

import re

from agents.offline.cues_jobs import View
from agents.offline.document_context import ASKING, ASKS_USE, LISTS, TELLS_USE, has_made, knows_tailored
from agents.offline.letters_said import LETTER
from agents.offline.versions_said import speaks_of_versions, steps_back, versions_of

_EARLIER = re.compile(
    r"\b(?:history|verlauf|historique|historial|earlier|former|older|previous|past|fruhere\w*|"
    r"anterior\w*|ancienne?s?|precedent\w*)\b"
)
_COMPARES = re.compile(
    r"\b(?:compar\w*|chang\w*|differ\w*|diff|between|versus|vs|side by side|unterschied\w*|geandert|verandert|"
    r"anders|zwischen|vergleich\w*|difference\w*|entre|change\w*|cambi\w*|diferencia\w*|"
    r"verschil\w*|tussen|vergelijk)\b"
)
_RESTORES = re.compile(
    r"\b(?:put .{0,40}\bback|go(?:ing)? back|back to|get back|restor\w*|revert\w*|return|roll(?:ing)? back|reset|"
    r"use|take|bring back|"
    r"put back|switch|undo to|reinstate|zuruck\w*|wiederherstell\w*|stell\w*|nimm|"
    r"wieder|revien\w*|retabli\w*|restaur\w*|retour\w*|repren\w*|remets|vuelve|volver|recupera\w*|regresa|usa|terug|"
    r"herstel)\b"
)
_PAPERS = re.compile(r"\b(?:resumes?|cvs?|lebenslauf|curriculum|letter|anschreiben|lettre|carta)\b")
_WHICH_ONE = re.compile(r"(?:which one|what did i (?:send|submit|give)|welche[rsn]? hat|lequel|cual)\b")
_IT = re.compile(r"\b(?:it|this(?: one)?|that(?: one)?|ihn|sie|es|das|le|l'|la|lo)\b")
_ORIGINAL = re.compile(r"\b(?:originals?|before and after)\b")
_LIKED = re.compile(
    r"\b(?:make|set|mark)\b.*\b(?:current|active|newest|final)\b|"
    r"\b(?:liked?|prefer\w*|mochte|prefere\w*|prefiero|gustaba)\b.{0,20}\b(?:version|fassung|v\s?\d)|"
    r"\b(?:version|fassung|v)\s?\d+ .{0,16}\b(?:better|best|nicer|besser|mieux|meilleure?|mejor)\b"
)
_OF_A_JOB = re.compile(r"\b(?:jobs?|stellen?|postes?|empleos?)\b")
_KEPT = re.compile(r"\b(?:kept|are there|stored|this|gibt es|y a-t-il|hay|existe\w*|(?:resume|cv|lebenslauf) \d)\b")
_TAILORED = re.compile(r"\b(?:tailored|adapted|angepasst\w*|zugeschnitten\w*|adapte|adaptado)\b")
_UPLOADED = re.compile(r"\b(?:resume|cv|lebenslauf) \d|\bupload\w*|\boriginal")


def use_tool(view: View) -> str | None:
    """Which version went where, told or asked; judged before notes: "note that version 2 went to Acme" is none."""
    versioned = speaks_of_versions(view.text) or "tailored" in view.kinds
    papers = _PAPERS.search(view.plain) or (has_made(view) and _WHICH_ONE.match(view.plain))
    if ASKS_USE.search(view.plain) and (versioned or (papers and "job" not in view.kinds)):
        return "list_uses"
    if not TELLS_USE.search(view.plain) or view.text.rstrip().endswith("?") or _LIKED.search(view.plain):
        return None
    return "record_use" if versioned or (has_made(view) and _IT.search(view.plain)) else None


def version(view: View) -> str | None:
    """Versions of a resume or a tailored resume: listed, compared, gone back to."""
    if not (speaks_of_versions(view.text) or steps_back(view.text)) or re.search(rf"\b{LETTER}\b", view.plain):
        return None
    of_resume, numbers = _means_resume(view), versions_of(view.text)
    if not numbers and _ORIGINAL.search(view.plain):
        return None
    if len(numbers) == 2 or (_COMPARES.search(view.plain) and not view.named & {"tailor"} - view.named & {"tailored"}):
        return "show_resume_versions" if of_resume else "compare_versions"
    if (numbers or steps_back(view.text)) and _goes_back(view.plain):
        return "restore_resume_version" if of_resume else "restore_version"
    return _listed(view, of_resume=of_resume)


def _goes_back(plain: str) -> bool:
    return bool(_LIKED.search(plain) or (_RESTORES.search(plain) and not ASKING.match(plain)))


def _listed(view: View, *, of_resume: bool) -> str | None:
    if not (LISTS.search(view.plain) or _EARLIER.search(view.plain)) or _OF_A_JOB.search(view.plain):
        return None
    if of_resume:
        return "show_resume_versions" if _EARLIER.search(view.plain) or _KEPT.search(view.plain) else None
    return "list_versions" if knows_tailored(view) or "tailored" in view.kinds else None


def _means_resume(view: View) -> bool:
    """Whether versions are those of an uploaded resume, not of a tailored one."""
    if "tailored" in view.kinds or _TAILORED.search(view.plain):
        return False
    if "resume" in view.kinds:
        return not has_made(view) or bool(_UPLOADED.search(view.plain))
    return not has_made(view) and view.situation.memory.newest_kind == "resume"
