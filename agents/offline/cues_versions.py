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
    r"\b(?:go(?:ing)? back|back to|get back|restor\w*|revert\w*|return|roll(?:ing)? back|reset|use|take|bring back|"
    r"put back|switch|undo to|reinstate|zuruck\w*|wiederherstell\w*|stell\w*|nimm|"
    r"wieder|revien\w*|retabli\w*|restaur\w*|retour\w*|repren\w*|remets|vuelve|volver|recupera\w*|regresa|usa|terug|"
    r"herstel)\b"
)


def use_tool(view: View) -> str | None:
    """Which version went where, told or asked; judged before notes: "note that version 2 went to Acme" is none."""
    versioned = speaks_of_versions(view.text) or "tailored" in view.kinds
    if ASKS_USE.search(view.plain) and (
        versioned
        or (
            re.search(
                r"\b(?:resume|cv|lebenslauf|curriculum|letter|"
                r"anschreiben|lettre|carta)\b",
                view.plain,
            )
            and "job" not in view.kinds
        )
    ):
        return "list_uses"
    if not TELLS_USE.search(view.plain) or view.text.rstrip().endswith("?"):
        return None
    it = has_made(view) and re.search(
        r"\b(?:it|this(?: one)?|that(?: one)?|ihn|sie|es|das|le|l'|la|"
        r"lo)\b",
        view.plain,
    )
    return "record_use" if versioned or it else None


def version(view: View) -> str | None:
    """Versions of a resume or a tailored resume: listed, compared, gone back to."""
    if not (speaks_of_versions(view.text) or steps_back(view.text)) or re.search(rf"\b{LETTER}\b", view.plain):
        return None
    of_resume = _means_resume(view)
    if not versions_of(view.text) and re.search(r"\b(?:originals?|before and after)\b", view.plain):
        return None
    if len(versions_of(view.text)) == 2 or (_COMPARES.search(view.plain) and not _wants_tailoring(view)):
        return "show_resume_versions" if of_resume else "compare_versions"
    if (
        not of_resume
        and versions_of(view.text)
        and re.search(
            r"\b(?:make|set|mark)\b.*\b(?:current|active|newest|"
            r"final)|\b(?:liked?|prefer\w*|was) .{0,20}\b(?:version|v)\b.{0,12}\b(?:better|best|more)?",
            view.plain,
        )
    ):
        return "restore_version"
    number = versions_of(view.text) or steps_back(view.text)
    if number and _RESTORES.search(view.plain) and not ASKING.match(view.plain):
        return "restore_resume_version" if of_resume else "restore_version"
    if LISTS.search(view.plain) or _EARLIER.search(view.plain):
        if re.search(r"\b(?:job|jobs|stelle|poste)\b", view.plain):
            return None
        if of_resume:
            kept = _EARLIER.search(view.plain) or re.search(
                r"\b(?:kept|there|stored|this|resume \d|cv \d|"
                r"lebenslauf \d)\b",
                view.plain,
            )
            return "show_resume_versions" if kept else None
        return "list_versions" if knows_tailored(view) or "tailored" in view.kinds else None
    return None


def _wants_tailoring(view: View) -> bool:
    return bool(view.named & {"tailor"}) and bool(view.kinds & {"job"})


def _means_resume(view: View) -> bool:
    """Whether versions are those of an uploaded resume, not of a tailored one."""
    if "tailored" in view.kinds or (
        "tailored" in view.named
        and re.search(r"\b(?:tailored|adapted|angepasst\w*|zugeschnitten\w*|adapte|adaptado)\b", view.plain)
    ):
        return False
    if "resume" in view.kinds:
        return not has_made(view) or bool(
            re.search(
                r"\b(?:resume|cv|lebenslauf) \d|\bupload\w*|"
                r"\boriginal",
                view.plain,
            )
        )
    return not has_made(view) and view.situation.memory.newest_kind == "resume"
