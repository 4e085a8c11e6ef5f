"""Arguments for what is asked about tailored resumes, letters and files, out of a clause and its situation."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from agents.offline.facts_said import correction_of
from agents.offline.language import fold, repaired
from agents.offline.letters_said import format_of, language_wanted, length_of, purpose_of, speaks_of, tone_of
from agents.offline.lines_said import bare_place, line_of, line_shown, points_back
from agents.offline.plan import Filled, Later
from agents.offline.references import Reference, Situation, focused, pointed_at, references
from agents.offline.steering_said import paper_of, sections_ordered, steering_of, template_of
from agents.offline.versions_said import steps_back, versions_of
from agents.offline.vocabulary import name_said, named_words
from agents.offline.wordings import TAILORED, quoted
from tools.registry import AnySpec

Reader = Callable[[str, Situation], Any]
_TAILORED_NUMBER = re.compile(rf"\b(?:{TAILORED}|tailored|session)\s*(?:number|no\.?|nr\.?|#)?\s*(\d{{1,5}})\b")
_DOCUMENT_NUMBER = re.compile(
    r"\b(?:documents?|letters?|mails?|e-?mails?|dokument|anschreiben|brief|lettre|documento|carta|correo)\s*"
    r"(?:number|no\.?|nr\.?|#)?\s*(\d{1,5})\b"
)
_TO_WHOM = re.compile(
    r"\b(?:to|for|an|addressed to|attention of|a l'attention de|dirigid[oa] a)\s+((?:Ms|Mrs|Mr|Dr|Prof|Frau|Herrn?|"
    r"Madame|Monsieur|Mme|Señora?|Sra?|Dra?)\.?\s+"
    r"[A-ZÀ-Þ][\w'’-]+(?:\s+[A-ZÀ-Þ][\w'’-]+)*)"
)
_SENT_TO = re.compile(r"\b(?i:to|an|à|a|aan|naar|for|für|pour|para) ([A-ZÀ-Þ][\w&.-]+(?: (?:[A-ZÀ-Þ][\w&.-]+|&))*)")
_FREE = re.compile(
    r"\b(?:(?:i am|i'm|i could do|i can do|am) (?:free|available)|free|available|verfugbar|kann(?: ich)?|zeit|"
    r"disponible|puedo)\s+(?:on |at |am |um |le |el |a )?(.+)$"
)
_NEW_WORDS = re.compile(
    r"\b(?:to|as|into|zu|in|en|por|par|a|so that it (?:says|reads)|should (?:say|read)|it should (?:say|read)|"
    r"(?:say|says|read|reads))\s*:?\s+(.{4,})$"
)
_BACK_IN = re.compile(
    r"\b(?:re-?add|bring back|put back|add|include|restore|remets|ajoute|recupera|agrega)\s+(?:the |my |la |le |"
    r"les |el |los |las )?(?:left[- ]out )?(.{2,60}?)(?:\s+(?:that|which) (?:was|were|you) left out|\s+again|"
    r"\s+back(?: in)?)?[.!?]*$|"
    r"\bleft[- ]out (?:fact|line|part|bit|one)?\s*(?:about|on|with)\s+(.{2,40}?)(?:\s+(?:should|must|back|in|"
    r"again)\b.*)?$"
)
_SKIPS = re.compile(r"\b(?:skip|uberspring\w*|passe|salta|omite)\b.*\b(?:question|frage|pregunta)\b")
_FACT_KINDS = (
    r"skills?|positions?|job titles?|titles|jobs|bullets?|education|degrees?|contact(?: details)?|languages?|"
    r"projects?|links?|certificates?|awards?|publications?|summary|dates|"
    r"kenntnisse|fahigkeiten|stellen|titel|sprachen|ausbildung|projekte|zertifikate|competences|postes|langues|"
    r"formation|projets|habilidades|puestos|idiomas|formacion|proyectos"
)
_KIND_NAMES = {
    "job titles": "positions",
    "job title": "positions",
    "titles": "positions",
    "jobs": "positions",
    "titel": "positions",
}
_LEADING = re.compile(
    r"^(?:(?:en|in|dans) (?:my|meinem|mon|mi) (?:resume|cv|lebenslauf|curr[ií]culum) |"
    r"(?:get|the|my|meine?|mes|mon|mis?|les|de|d[eu]|los|las|curr[ií]culum)\s+)+",
    re.IGNORECASE,
)
_OF_THE_RESUME = re.compile(
    r"^(?:(?:my|the|it|this|that|mein\w*|mon|mi)\b ?)*(?:resume|cv|lebenslauf|curriculum|"
    r"source|text|words?|file|it)?$|^(?:resume|cv) \d+$"
)
_ABOUT_FACTS = re.compile(
    r"\b(?:did you|do you) (?:take|read|get) (.{2,30}?) from\b|"
    r"\b(?:does it say|it says?|says?|mentions?|mention|about|regarding|state|read about|dice|pone|sobre|"
    r"question de|parle(?:-t-il)? de|steht(?: in meinem lebenslauf)?|dice mi curriculum)\s+"
    r"(.{2,40}?)(?=\s+(?:beside|next to|with|from|in|on|dans|en|im|in meinem)\b|[?.!]|$)|"
    r"\b(?:where|wo|ou|donde) (?:does|do|did|is|are|ist|steht|est|esta|viene)\s+(?:the |my |it |"
    r"you )?(.{2,30}?) (?:come|stand|written|from|stated|mentioned|herkommt)\b"
)
_NO_QUESTIONS = re.compile(
    r"\b(?:without (?:asking|any questions|questions|bothering)|(?:don'?t|do not) (?:ask|bother)|"
    r"no questions?|skip (?:the |all |any )?questions?|"
    r"ask (?:me )?nothing|ohne (?:nach|ruck)?(?:fragen?|zu fragen)|keine (?:ruck)?fragen|"
    r"frag(?:e)? (?:mich )?nicht|sans (?:me )?(?:poser de )?question\w*|sans (?:rien )?(?:me )?demander|"
    r"ne me demande rien|sin (?:preguntar\w*|preguntas)|no me preguntes|zonder (?:te )?vragen)\b"
)


def wants_no_questions(text: str) -> bool:
    """Whether nothing is to be asked back on the way."""
    return bool(_NO_QUESTIONS.search(repaired(text)))


def tailoring_details(text: str) -> dict[str, Any]:
    """How a resume is to be tailored: what steers it, and `ask` False where no questions are wanted."""
    details = steering_of(text)
    return {**details, "ask": False} if wants_no_questions(text) else details


def letter_details(text: str) -> dict[str, Any]:
    """How a letter or mail is to be: tone, length, language, what it should speak of."""
    details = {
        "tone": tone_of(text), "length": length_of(text), "language": language_wanted(text), "prompt": speaks_of(text),
    }  # fmt: skip
    return {name: value for name, value in details.items() if value}


def fill_document_tool(spec: AnySpec, text: str, situation: Situation) -> Filled:
    """Arguments for one of the tools in `OF_DOCUMENTS`; what is required and was not said is `missing`."""
    fields = spec.input.model_fields
    found: dict[str, Any] = {}
    for name in fields:
        reader = _READERS.get((spec.name, name)) or _READERS.get(("", name))
        value = reader(text, situation) if reader else None
        if value not in (None, "", [], {}):
            found[name] = value
    missing = next((name for name, field in fields.items() if field.is_required() and name not in found), None)
    return Filled((found,), missing)


def fill_correction(_spec: AnySpec, text: str, situation: Situation) -> Filled:
    """Arguments for a correction of a resume."""
    found: dict[str, Any] = dict(correction_of(text))
    if resume := _resume(text, situation):
        found["resume"] = resume
    return Filled((found,), None if found.keys() - {"resume"} else "value")


def _tailored(text: str, _situation: Situation) -> str | None:
    match = _TAILORED_NUMBER.search(fold(text))
    return match[1] if match else None


def _document(text: str, situation: Situation) -> str | None:
    """A document's number, or the company it was written for."""
    if match := _DOCUMENT_NUMBER.search(fold(text)):
        return match[1]
    named = {str(entry.number): entry.company for entry in situation.memory.known["job"].values()}
    jobs = [named.get(str(job), str(job)) for job in references("job", text, situation) if not isinstance(job, Later)]
    return jobs[0] if len(jobs) == 1 and jobs[0] and not jobs[0].isdigit() else None


def _line(text: str, situation: Situation) -> str | None:
    """The line that is named, or the one last dealt with."""
    named = line_of(text) or bare_place(text)
    return named or (situation.memory.line if points_back(text) or not _speaks_of_all(text) else None)


def _speaks_of_all(text: str) -> bool:
    return bool(re.search(r"\b(?:all|every|each|lines|sentences|alle|jede|toutes|todas|everything)\b", fold(text)))


def _proved_line(text: str, situation: Situation) -> str | None:
    named = line_of(text) or bare_place(text) or line_shown(text)
    return named or (situation.memory.line if points_back(text) else None)


def _version(text: str, situation: Situation) -> int | None:
    found = versions_of(text)
    if found:
        return found[0]
    newest = situation.memory.version
    return newest - 1 if steps_back(text) and newest and newest > 1 else None


def _versions(text: str, situation: Situation) -> list[int]:
    found = versions_of(text)
    newest = situation.memory.version
    if not found and steps_back(text) and newest and newest > 1:
        return [newest - 1, newest]
    return found


def _before(text: str, situation: Situation) -> int | None:
    return min(_versions(text, situation), default=None)


def _after(text: str, situation: Situation) -> int | None:
    found = _versions(text, situation)
    return max(found) if len(found) > 1 else None


def _other(text: str, _situation: Situation) -> str | None:
    """The second of two tailored resumes that are compared."""
    both = re.search(
        rf"\b{TAILORED} (\d{{1,5}})\b.*?\b(?:and|with|to|vs|und|mit|et|avec|y|"
        rf"con) (?:{TAILORED} )?(\d{{1,5}})\b",
        fold(text),
    )
    return both[2] if both else None


def _job(text: str, situation: Situation) -> Reference | None:
    """The job that is named or pointed at, else the one last dealt with."""
    found = references("job", text, situation) or pointed_at("job", text, situation)
    return found[0] if found else focused("job", situation)


def _named_job(text: str, situation: Situation) -> Reference | None:
    """The job that is named outright."""
    plain = re.sub(r"(?i)\b(?:versions?|fassung|version|versión|v)\s*\d+\b", " ", text)
    found = [job for job in references("job", plain, situation) if not isinstance(job, Later)]
    sent = _SENT_TO.search(plain)
    return found[0] if found else sent[1] if sent else None


def _resume(text: str, situation: Situation) -> Reference | None:
    found = (
        references("resume", text, situation)
        if re.search(r"\b(?:resume|cv|lebenslauf|curriculum) (?:number |no\.? |#)?\d|\.\w{2,4}\b", fold(text))
        else ()
    )
    return found[0] if found else None


def _steered(name: str) -> Reader:
    return lambda text, _situation: steering_of(text).get(name)


def _direction(text: str, _situation: Situation) -> str | None:
    return name_said("directions", fold(text))


def _own_words(text: str, _situation: Situation) -> str | None:
    """How the person words a line: what is quoted last, what follows a colon, or "to"."""
    quotes = re.findall(r"[\"“„«]([^\"“”„«»]{4,})[\"”“»]", text)
    if quotes:
        return str(quotes[-1]).strip()
    if colon := re.search(r":\s+(.{4,})$", text):
        return colon[1].strip()
    match = _NEW_WORDS.search(fold(text))
    return text[match.start(1) : match.end(1)].strip() if match else None


def _left_out(text: str, situation: Situation) -> str | None:
    """The left-out fact that is wanted back."""
    if line := line_of(text):
        return line
    match = _BACK_IN.search(fold(text))
    return text[match.start(1) : match.end(1)].strip(" .!?") if match else _line(text, situation)


def _answer(text: str, _situation: Situation) -> str | None:
    """The answer itself, behind the words that say which question it is for."""
    if _SKIPS.search(fold(text)):
        return "skip"
    if colon := re.search(r":\s+(.+)$", text):
        return colon[1].strip()
    match = re.search(
        r"\b(?:question|frage|pregunta)\b.{0,40}?(?:\b(?:with|mit|avec|con|is|ist|est|es)|"
        r"[,.])\s+(.+)$",
        fold(text),
    )
    return text[match.start(1) : match.end(1)].strip() if match else None


def _about(text: str, _situation: Situation) -> str | None:
    """What facts are asked about: what is quoted, a kind of fact, or words after "about", "mention", "say"."""
    if said := quoted(text):
        return said
    match = _ABOUT_FACTS.search(fold(text))
    named = next((group for group in (match.groups() if match else ()) if group), None)
    if match and named:
        start = match.start(match.groups().index(named) + 1)
        kept = _LEADING.sub("", text[start : start + len(named)]).strip(" .?!")
        if kept and not _OF_THE_RESUME.search(fold(kept)):
            return kept
    kinds = re.search(rf"\b({_FACT_KINDS})\b", fold(text))
    return _KIND_NAMES.get(kinds[1], kinds[1]) if kinds else None


def _recipient(text: str, _situation: Situation) -> str | None:
    match = _TO_WHOM.search(text)
    return match[1] if match else None


def _details(text: str, _situation: Situation) -> list[str]:
    match = _FREE.search(fold(text))
    return [text[match.start(1) : match.end(1)].strip(" .!")] if match else []


def _kind(text: str, _situation: Situation) -> str | None:
    folded = fold(text)
    found = [kind for kind, said in named_words("document_kinds") if re.search(rf"\b(?:{said})\b", folded)]
    return found[0] if len(found) == 1 else None


def _alone(read: Callable[[str], Any]) -> Reader:
    return lambda text, _situation: read(text)


STEERING = "steer_tailoring"
WRITING = frozenset({"write_cover_letter", "rewrite_letter", "write_email"})
_STEERING = ("shorter", "longer", "pages", "emphasise", "play_down", "drop", "keep")
_READERS: Mapping[tuple[str, str], Reader] = {
    ("", "tailored"): _tailored, ("", "document"): _document, ("", "line"): _line, ("", "fact"): _left_out,
    ("answer_question", "answer"): _answer, ("show_facts", "about"): _about,
    ("show_proof", "line"): _proved_line, ("", "version"): _version, ("compare_versions", "before"): _before,
    ("compare_versions", "after"): _after, ("", "other"): _other, ("write_cover_letter", "job"): _job,
    ("", "job"): _named_job, ("", "resume"): _resume, ("", "direction"): _direction, ("edit_line", "text"): _own_words,
    ("order_sections", "sections"): _alone(sections_ordered), ("", "recipient"): _recipient, ("", "details"): _details,
    ("list_documents", "kind"): _kind, ("", "tone"): _alone(tone_of), ("", "length"): _alone(length_of),
    ("", "language"): _alone(language_wanted), ("", "prompt"): _alone(speaks_of), ("", "mail"): _alone(purpose_of),
    ("", "format"): _alone(format_of), ("", "template"): _alone(template_of), ("", "paper"): _alone(paper_of),
    **{("steer_tailoring", name): _steered(name) for name in _STEERING},
}  # fmt: skip
OF_DOCUMENTS = frozenset({
    "show_proof", "steer_tailoring", "reject_line", "accept_line", "add_line", "move_line", "edit_line",
    "order_sections", "show_line_cost", "list_versions", "compare_versions", "restore_version", "record_use",
    "list_uses", "export_resume", "write_cover_letter", "write_email", "rewrite_letter", "show_document",
    "list_documents", "remove_document",
    "list_templates", "restore_resume_version", "show_resume_versions", "show_facts", "answer_question",
})  # fmt: skip
