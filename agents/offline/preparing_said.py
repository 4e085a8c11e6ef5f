"""What is said of preparing for a job: which tool its form makes certain, and the arguments it holds."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from agents.offline.cues_jobs import View
from agents.offline.language import fold
from agents.offline.names_lower import only_name
from agents.offline.plan import Filled
from agents.offline.references import Reference, Situation, focused, pointed_at, references
from agents.offline.wordings import SMALL
from tools.registry import AnySpec

OF_PREPARING = frozenset({"prepare_job", "show_preparation", "tell_story"})
_TALK = r"(?:interviews?|vorstellungsgesprach\w*|gesprach\w*|entretiens?|entrevistas?)"
_PREPARES = re.compile(
    r"\b(?:get|make|have) me (?:\w+ )?(?:ready|prepared|fit|set)\b|\bprep(?:are|ping)? (?:me|us|for|everything)\b|"
    r"\bprep(?:are)? (?:the |my )?(?:job|position|role|posting)\b|\b(?:help|"
    r"assist) (?:me )?(?:to )?(?:get ready|prep)|"
    rf"\b{_TALK} prep(?:aration)?\b|\bprep notes for\b|\bbrief me (?:on|for|about)\b|"
    r"\b(?:i'?m|i am) (?:well )?prepared for\b|\bmake me ready\b|"
    r"\bbereite? (?:mich|uns|alles)\b|\bmach(?:e|t)? mich (?:fit|bereit)\b|\bvorbereit(?:en|ung)\b.*\b(?:auf|fur)\b|"
    rf"\bprepare[- ](?:moi|nous)\b|\bpreparer (?:a |pour )?(?:le|la|l'|l |mon|cet|un)\s?(?:{_TALK}|poste|candidature)|"
    rf"\bpreparame\b|\bpreparar(?:me)? (?:para )?(?:la|mi|una|el) (?:{_TALK}|empleo|puesto)"
)
_OTHER_WORK = re.compile(
    r"\b(?:prep|prepar\w*|prepping|bereite?)\b.{0,12}\b(?:[\w-]+ )*(?:resumes?|cv|lebenslauf|letters?|anschreiben|"
    r"lettre|carta|curriculum|e-?mails?|mails?|answer|reply)\b"
)
_LOOKS = re.compile(r"^(?:(?:please|and|ok|okay|now|can you|could you|let me|bitte) )*(?:show|see|open|read|"
    r"display|give me|"
                    r"let me see|zeig\w*|montre\w*|affiche|muestra\w*|ensena\w*|what|where|wo|was|ou|"
                    r"donde)\b")  # fmt: skip
_NOTES = re.compile(
    r"\b(?:preparations?|prep(?: notes?| sheet)?|vorbereitung\w*|preparacion|notas? de preparacion|"
    r"notes? de preparation)\b"
)
_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ask", re.compile(
        r"\b(?:what|which|any)\b(?: \w+)?(?: questions?)? (?:should|can|could|do|might|would) (?:i|"
        r"we) ask (?!for\b|you\b)|"
        r"\b(?:what|which|any)\b(?: \w+)?(?: questions?)? (?:should|can|could|do|might) (?:i|we) ask\??$|"
        r"\bquestions? (?:for me |i (?:can|could|should) |should i )?(?:to )?ask (?:them|the|acme|in the|at the)\b|"
        r"\bwas (?:soll|sollte|kann|konnte) ich (?:\w+ )?fragen\b|\bwelche fragen (?:soll|sollte|kann|konnte) ich\b|"
        r"\b(?:que|quelles questions) (?:dois|puis|devrais|pourrais)[- ]je (?:leur |lui )?(?:demander|poser)\b|"
        r"\bque (?:les |le )?(?:debo|deberia|puedo|podria) preguntar\w*"
    )),
    ("questions", re.compile(
        r"\b(?:will|would|might|could|may|are|is|do|does)\b(?: \w+){1,3} (?:likely |probably |going to |to |"
        r"want to )*ask"
        r"(?: me| us| in| at|\??$)|\bquestions? (?:to expect|(?:will|might|could) (?:be asked|come up)|i(?:'ll|"
        r" will) get)|"
        r"\bwas (?:werden|wird|konnten|wollen)\b.*\bfragen\b|\bwelche fragen (?:werden|wird|kommen|stellen|konnten)\b|"
        r"\b(?:que|quelles questions) (?:vont|va|pourraient|peuvent)[- ]?(?:ils|elles|on)? ?(?:me |"
        r"nous )?(?:demander|poser)|"
        r"\bque(?: preguntas)? me (?:van|va|pueden|podrian)(?: a)? (?:preguntar|hacer)|"
        r"\bque preguntas me (?:hara|haran)"
    )),
    ("stories", re.compile(
        r"\b(?:my|star|interview|which|what) (?:own )?stories\b|\bmeine geschichten\b|\bmes histoires\b|"
        r"\bmis historias\b"
    )),
    ("flags", re.compile(
        r"\bred flags?\b|\bwarning signs?\b|\bwarnsignale?\b|\banything (?:\w+ )?(?:odd|fishy|suspicious|"
        r"strange|shady) "
        r"(?:about|in|with)\b|\bsignaux d'alerte\b|\bsenales de alerta\b|\bbanderas rojas\b"
    )),
    ("company", re.compile(
        r"\b(?:what|anything)\b.*\b(?:we|you|i) (?:\w+ )?know (?:about|of)\b.*\b(?:employer|company)\b|"
        r"\bwas (?:wissen|weisst|weiss)\b.*\b(?:arbeitgeber|firma|unternehmen)\b|"
        r"\bque (?:sait|sais|savons)\b.*\b(?:employeur|entreprise)\b|\bque (?:sabemos|sabes|"
        r"se sabe)\b.*\b(?:empresa)\b"
    )),
)  # fmt: skip
_STORY = re.compile(
    r"\b(?:stor(?:y|ies)|geschichte|histoire|historia)\s*(?:number |no\.? |nr\.? )?#?\s*s?(\d{1,2})\b|\bs(\d{1,2})\b|"
    rf"\b(?:stor(?:y|ies)|geschichte|histoire|historia) ({'|'.join(SMALL)})\b"
)
_STORY_PARTS: Mapping[str, str] = {
    "result": r"\b(?:results?|outcome|came (?:out )?of|ergebnis|heraus|resultat|resultado)\b",
    "task": r"\b(?:tasks?|job was|aufgabe|tache|tarea)\b",
    "action": r"\b(?:actions?|what i did|handlung|hice|ai fait)\b",
    "situation": r"\b(?:situations?|background|situacion)\b",
}
_NO_LETTER = re.compile(
    r"\b(?:no|without(?: an?)?|ohne|kein\w*|sans|sin) (?:\w+ )?(?:letter|anschreiben|lettre|carta)\b"
)
_LETTER = re.compile(r"\b(?:letter|anschreiben|lettre|carta)\b")


def preparing_tool(view: View) -> str | None:
    """The tool for preparing that a clause surely means; None where it is about none."""
    plain = view.plain
    if _STORY.search(plain) and _part_told(plain) and _words_told(view.text):
        return "tell_story"
    if part_asked(plain) or (_NOTES.search(plain) and _LOOKS.match(plain)):
        return "show_preparation"
    if _PREPARES.search(plain) and not _OTHER_WORK.search(plain.split(" and ")[0]):
        return "prepare_job"
    return None


def fill_preparing(spec: AnySpec, text: str, situation: Situation) -> Filled:
    """Arguments of a tool for preparing."""
    return _FILLERS[spec.name](text, situation)


def part_asked(plain: str) -> str | None:
    """Which part of the notes is asked for; None for all of them."""
    return next((part for part, said in _PARTS if said.search(plain)), None)


def _prepare(text: str, situation: Situation) -> Filled:
    plain = fold(text)
    letter = {"letter": False} if _NO_LETTER.search(plain) else {"letter": True} if _LETTER.search(plain) else {}
    jobs = _jobs(text, situation)
    return Filled(tuple({"job": job, **letter} for job in jobs)) if jobs else Filled((letter,), "job")


def _show(text: str, situation: Situation) -> Filled:
    part = part_asked(fold(text))
    told: dict[str, Any] = {"part": part} if part else {}
    return Filled(tuple({"job": job, **told} for job in _jobs(text, situation)) or (told,))


def _tell(text: str, situation: Situation) -> Filled:
    plain = fold(text)
    found = _STORY.search(plain)
    told: dict[str, Any] = {"story": f"S{found[1] or found[2] or SMALL[found[3]]}"} if found else {}
    part, words = _part_told(plain), _words_told(text)
    told |= {name: value for name, value in (("part", part), ("text", words)) if value}
    job = focused("job", situation)
    if isinstance(job, str):
        told["job"] = job
    return Filled((told,), next((name for name in ("story", "part", "text") if name not in told), None))


def _jobs(text: str, situation: Situation) -> tuple[Reference, ...]:
    named = references("job", text, situation) or pointed_at("job", text, situation)
    if named:
        return named
    focus = focused("job", situation)
    named_only = focus or only_name(text)
    return (named_only,) if named_only is not None else ()


def _part_told(plain: str) -> str | None:
    head, _, rest = plain.partition(":")
    begun = re.split(r"\b(?:was|were|is|war|etait|fue)\b", rest)[0]
    told = (head, begun if len(begun.split()) <= 4 else "")
    return next((part for text in told for part, said in _STORY_PARTS.items() if re.search(said, text)), None)


def _words_told(text: str) -> str | None:
    """The person's own words: what follows a colon, else what follows "was", "were", "is"."""
    _, colon, after = text.partition(":")
    if colon and after.strip():
        return after.strip()
    found = re.search(r"\b(?:was|were|is|war|était|fue)\b:?\s+(.{4,})$", text)
    return found[1].strip() if found else None


_FILLERS: Mapping[str, Callable[[str, Situation], Filled]] = {
    "prepare_job": _prepare, "show_preparation": _show, "tell_story": _tell,
}  # fmt: skip
