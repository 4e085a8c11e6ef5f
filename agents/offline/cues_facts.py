"""Cues for what a resume has wrong or lacks, for facts beside their words, and for resumes made one."""

import re

from agents.offline.arguments import status_of
from agents.offline.cues_jobs import View
from agents.offline.document_context import has_made
from agents.offline.facts_said import FactSaid, fact_said
from agents.offline.history import kind_of_tool
from agents.offline.language import fold
from agents.offline.references import references
from agents.offline.steering_said import sections_ordered
from agents.offline.wordings import LINE, RESUME

_MERGES = re.compile(
    r"\b(?:(?:roll|turn|make) .{0,30}\binto one|merg\w*|combin\w*|unif\w*|unite|join|consolidat\w*|"
    r"put .{0,30}together|make one (?:out )?of|"
    r"one (?:single )?(?:resume|cv|record) (?:out )?of|zusammenfuhr\w*|zusammenleg\w*|"
    r"fuhr\w* .{0,60}zusammen|leg\w* .{0,60}zusammen|vereinig\w*|kombinier\w*|fusionn\w*|reuni\w*|regroup\w*|"
    r"fusion\w*|junta\w*|unifica\w*|samenvoeg\w*|combineer)\b"
)
_RECORD = re.compile(
    r"\b(?:career record|record of my career|master (?:resume|cv)|gesamtlebenslauf|karriereakte|"
    r"dossier de carriere|historial (?:laboral|profesional) completo)\b"
)
_RESUMES = re.compile(
    r"\b(?:resumes|cvs|lebenslaufe|curriculums|curricula|(?:mes|les|tous|deux|both|all|alle|beide|"
    r"mis|los|dos) (?:my |mes |mis |meine )?(?:cv|resumes?|lebenslaufe|curriculums?))\b|\b(?:resume|cv|lebenslauf|"
    r"curriculum) \d+ .{0,12}\b\d"
)
_ASKING = re.compile(
    r"^(?:which|what|where|who|when|how|why|is|are|does|did|do|was|were|can|welche\w*|wo|wer|wann|"
    r"wie|warum|ist|quel\w*|ou|qui|pourquoi|comment|est|cual\w*|donde|quien|por que|como)\b"
)
_SEES = re.compile(
    r"^(?:show|list|find|search|look|open|see|compare|tailor|zeig\w*|such\w*|finde|vergleich\w*|"
    r"montre\w*|cherche\w*|compare|muestra\w*|busca\w*|compara\w*)\b"
)
_WORDS_OF = re.compile(
    r"\bwhere (?:in )?my (?:resume|cv) (?:mentions|says|names|speaks of)\b|"
    r"\b(?:words?|passages?|places?|text)\b.{0,40}\b(?:read|taken|come|comes|came) from\b|\bou mon cv parle\b|"
    r"\b(?:where (?:in|on) (?:my|the) (?:resume|cv)|(?:words?|lines?|text|passage|place|source) (?:it|they|that|"
    r"this|you|these) (?:\w+ )?(?:come|comes|came|read|took|were|was|stand\w*)|"
    r"beside (?:its|the|their) (?:source|words|text)|next to (?:its|the|their) (?:source|words|text)|with (?:the|"
    r"their) (?:words|sources?|source text)|which words|(?:wo|an welcher stelle) (?:in|steht)|"
    r"mit (?:ihrer|der) stelle im text|ou (?:est-il|est-ce|dans mon cv)|donde (?:dice|pone|aparece|esta))\b"
)
_NOT_ACHIEVED = re.compile(
    r"\b(?:i|we|ich|wir|j'ai|je|yo|he)\b(?:'ve|'ll|'m| have| will| need| want| must| should| habe|"
    r" am)?(?: \w+)? (?:spoke|talk\w*|call\w*|met|meet|mail\w*|email\w*|wrote to|sent|heard|appl\w*|need|want\w*|"
    r"like\w*|will|must|should|"
    r"interview\w*|wait\w*|prefer\w*|gesprochen|telefoniert|geschrieben|beworben|parle|appele|envoye|postule|hable|"
    r"llame|envie|ask\w*|know\w*|contact\w*|saw|visit\w*)\b"
)
_IN_RESUME = re.compile(
    rf"\b(?:in|on|to|from|of|out of|into|aus|in|zu|auf|im|dans|de|sur|en|a) (?:the |my |"
    rf"meine[mnr]? |dem |den |mon |le |mi |el )*{RESUME}\b"
)
_OF_A_JOB = re.compile(
    r"(?<!my )(?<!mon )(?<!mi )\b(?:job|stelle|poste|empleo|offer|application|bewerbung|note|notiz|"
    r"remind\w*)s?\b(?! title)"
)
_ABOUT_ME = re.compile(r"\b(?:my|mein\w*|mon|ma|mes|mi|mis|mijn|i|ich|je|j'ai|j'etais|yo|estuve|trabaje|ik)\b")
_SPELLED = re.compile(r"\b(?:spelled|written|called|geschrieben|schreibt sich|s'ecrit|se escribe)\b")
_MAKES = re.compile(
    r"\b(?:make|build|creat|updat|up to date|refresh|renew|merge|erstell|mach|aktualisier|cree|fais|crea|haz|"
    r"actualiza)\w*\b"
)
_ONE_HAS = re.compile(
    r"\bwhat (?:does|is in|do).*\b(?:resume|cv) \d+\b.*\b(?:that|which|but|and)\b.*\b(?:resume|"
    r"cv)?\s*\d+ (?:does ?n'?o?t|lacks?|misses|hasn'?t|has not)"
)
_OF_KINDS = frozenset({"skill", "language", "certificate", "education", "award", "project"})
_EXPERIENCE = re.compile(
    r"^(?:i|ich|j'ai|j'|je|we|wir|nous|yo|he|ik)\b|\b(?:habe|hatte|ai|he|heb)\b|^[a-z]+ed\b|^(?:led|built|ran|wrote|"
    r"taught|sold|won|grew|cut)\b"
)


def fact_tool(view: View) -> str | None:
    """The tool for facts or for merging resumes that a clause surely means; None where it is about neither."""
    return _merge(view) or _facts(view) or _correction(view)


def _merge(view: View) -> str | None:
    if _ASKING.match(view.plain) and not view.plain.startswith(("can ", "could ", "do ")):
        return None
    record = _RECORD.search(view.plain) and _MAKES.search(view.plain)
    several = _MERGES.search(view.plain) and _RESUMES.search(view.plain) and "job" not in view.kinds
    return "merge_resumes" if record or several else None


def _facts(view: View) -> str | None:
    if _ONE_HAS.search(view.plain):
        return "compare_resumes"
    if not _WORDS_OF.search(view.plain) or (has_made(view) and "resume" not in view.kinds) or "job" in view.kinds:
        return None
    return "show_facts" if "tailored" not in view.kinds else None


def _correction(view: View) -> str | None:
    if _ASKING.match(view.plain) or _SEES.match(view.plain) or view.text.rstrip().endswith("?"):
        return None
    said = None if sections_ordered(view.text) else fact_said(view.text)
    return "correct_fact" if said is not None and _about_resume(view, said) else None


def _about_resume(view: View, said: FactSaid) -> bool:
    """Whether a correction is one of the resume, not of a job, a note, a wish, or a line of the tailored one."""
    if _IN_RESUME.search(view.plain) and "tailored" not in view.kinds:
        return True
    if re.search(rf"\b{LINE}\b", view.plain) and (has_made(view) or said.action == "change"):
        return False
    if _OF_A_JOB.search(view.plain) or _names_known_job(view):
        return False
    if said.action == "add":
        return said.kind in _OF_KINDS | {"summary"} or _is_achievement(view, said)
    if said.action in {"remove", "move"}:
        return said.kind in _OF_KINDS | {"position", "bullet"}
    if said.fields:
        mine = (
            _ABOUT_ME.search(view.plain)
            or said.about
            or (_SPELLED.search(view.plain) and not view.situation.memory.firm.get("job"))
        )
        return bool(mine) and status_of(view.text) is None
    return bool(said.text) and _at_resume(view)


def _is_achievement(view: View, said: FactSaid) -> bool:
    """Whether what is added is something done at work, rather than something to remember."""
    done = _EXPERIENCE.search(fold(said.text or ""))
    return said.kind == "bullet" and bool(done) and not _NOT_ACHIEVED.search(view.plain)


def _names_known_job(view: View) -> bool:
    """Whether a job on the list is meant by its number; an employer's name alone may as well be that of the resume."""
    named = [job for job in references("job", view.text, view.situation) if isinstance(job, str)]
    known = view.situation.memory.known["job"]
    companies = {fold(entry.company or "") for entry in known.values()}
    return any(
        fold(name) in companies or (name.isdigit() and int(name) in known and not re.search(r"\d{4}", view.text))
        for name in named
    )


def _at_resume(view: View) -> bool:
    last = view.situation.before[-1].tool if view.situation.before else view.situation.memory.last_tool
    return last is not None and kind_of_tool(last) == "resume"
