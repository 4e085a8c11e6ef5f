"""A tool's arguments out of a clause and the situation it is said in: one call, several, or what is missing."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from agents.offline import arguments as slots
from agents.offline import discovery, rating
from agents.offline.answers_said import answer_said, asked_about
from agents.offline.around_filling import AROUND, fill_around
from agents.offline.cues_applications import fill_several, finer_stage, mistaken
from agents.offline.documents import OF_DOCUMENTS, fill_correction, fill_document_tool, wants_no_questions
from agents.offline.email_filling import OF_MAIL, fill_mail_tool
from agents.offline.history import kind_of_tool
from agents.offline.language import fold
from agents.offline.names_lower import only_name
from agents.offline.plan import Filled, Kind, Later
from agents.offline.preparing_said import OF_PREPARING, fill_preparing
from agents.offline.references import Reference, Situation, focused, pointed_at, references, told
from agents.offline.steering_said import paper_of, template_of
from agents.offline.times import past_day
from agents.offline.transfer_said import fill_export, fill_import
from agents.offline.wishes_said import wishes_dropped
from agents.offline.wordings import BEST, RESUME, THOSE, clean_url, urls
from agents.offline.zones_said import fill_zone
from tools.registry import AnySpec

_ONE_OF = {"add_job": ("url", "text", "title")}
_ASK_FIRST = frozenset({"delete_job", "delete_resume", "delete_application"})
_TAKES_THE_WINNER = frozenset({"explain_match", "show_job", "tailor_resume"})
_AGAIN = re.compile(
    r"\b(?:again|once more|a second time|noch ?mals?|noch ein\w* mal|erneut|encore une fois|otra vez|de nuevo)\b"
)
TextSlot = Callable[[str], Any]
_AWAITED = re.compile(
    r"\b(?:applications?|bewerbungen|candidatures|solicitudes|candidaturas)\b.*\b(?:pending|outstanding|waiting|"
    r"unanswered|in progress|under way|out there|offen|laufen|en cours|pendientes|abiertas)\b|"
    r"\b(?:pending|outstanding|unanswered|ongoing|offene|laufende) (?:applications?|bewerbungen)\b|\b(?:waiting|"
    r"wait) (?:to hear|for (?:an )?(?:answer|reply|response|news))|\b(?:haven'?t|not) heard\b|\bheard nothing\b"
)
_LIST_SLOTS: dict[str, TextSlot] = {"remote": slots.remote_of, "limit": slots.limit_of}


def fill(spec: AnySpec, text: str, situation: Situation) -> Filled:
    """Arguments for the tool from the clause. Several references for a tool that takes one make several calls."""
    fields = spec.input.model_fields
    if spec.name in OF_DOCUMENTS:
        return fill_document_tool(spec, text, situation)
    if spec.name in OF_MAIL:
        return fill_mail_tool(spec, text, situation)
    if spec.name in AROUND:
        return fill_around(spec, text, situation)
    if spec.name in _OF_ITS_OWN:
        return _OF_ITS_OWN[spec.name](spec, text, situation)
    shared = {
        name: value for name in fields if (value := _plain_slot(spec.name, name, text, situation)) not in (None, [], "")
    }
    calls: list[dict[str, Any]] = [shared]
    for kind in ("job", "resume", "tailored"):
        if kind in fields:
            found = _single(spec.name, kind, text, situation, alone=not {"job", "jobs"} & set(fields))
            required = fields[kind].is_required()
            calls = [{**call, kind: value} for call in calls for value in found] if found else calls
            if required and not found:
                return Filled((shared,), missing=kind)
    missing = next((name for name, field in fields.items() if field.is_required() and name not in calls[0]), None)
    if spec.name in _ONE_OF and not any(name in shared for name in _ONE_OF[spec.name]):
        missing = _ONE_OF[spec.name][0]
    if missing is None and "url" in fields and len(addresses := urls(text)) > 1:
        calls = [{"url": address} for address in addresses]
    return Filled(tuple(calls), missing)


def _search(spec: AnySpec, text: str, situation: Situation) -> Filled:
    return Filled((_known_fields(spec, discovery.search_of(text, situation)),))


def _watch(spec: AnySpec, text: str, situation: Situation) -> Filled:
    found = _known_fields(spec, discovery.watch_of(text, situation))
    return Filled((found,), None if set(found) - {"pace"} else "watched_companies")


def _stop(_spec: AnySpec, text: str, situation: Situation) -> Filled:
    named = rating.watch_named(text, situation.memory)
    return Filled(({"watch": named},)) if named else Filled(({},), "watch")


def _news(_spec: AnySpec, text: str, situation: Situation) -> Filled:
    hours = discovery.hours_said(text, situation)
    return Filled(({"hours": hours} if hours else {},))


def _sources(_spec: AnySpec, text: str, _situation: Situation) -> Filled:
    boards = discovery.sources_said(text)
    return Filled(({"sources": boards} if boards else {},))


def _order(_spec: AnySpec, text: str, situation: Situation) -> Filled:
    found = rating.order_of(text, situation)
    missing = next((name for name in ("first", "second") if name not in found), None)
    return Filled((found,), missing)


def _verdict(spec: AnySpec, text: str, situation: Situation) -> Filled:
    jobs = _single(spec.name, "job", text, situation, alone=False)
    verdict = {"verdict": rating.verdict_of(text)}
    return Filled(tuple({"job": job} | verdict for job in jobs)) if jobs else Filled((verdict,), "job")


def _check(spec: AnySpec, text: str, situation: Situation) -> Filled:
    required = spec.input.model_fields["job"].is_required()
    jobs = rating.checked_in(text, situation, required=required)
    return Filled(tuple({"job": job} for job in jobs) or ({},), "job" if required and not jobs else None)


def _wishes(spec: AnySpec, text: str, situation: Situation) -> Filled:
    listed = frozenset(name for name, field in spec.input.model_fields.items() if "list" in str(field.annotation))
    found = _known_fields(spec, rating.wishes_of(text, situation, listed))
    return Filled((found,), None if found else "wishes")


def _answer(_spec: AnySpec, text: str, _situation: Situation) -> Filled:
    said = answer_said(text)
    if said is None:
        return Filled(({},), "answer")
    asked = {"about": said.about} if said.about else {"question": said.question} if said.question else {}
    return Filled((asked | {"answer": said.value},), None if asked else "question")


def _answers(spec: AnySpec, text: str, _situation: Situation) -> Filled:
    about = asked_about(text)
    required = spec.input.model_fields["about"].is_required()
    return Filled(({"about": about} if about else {},), "about" if required and not about else None)


def _dropped(_spec: AnySpec, text: str, _situation: Situation) -> Filled:
    found = wishes_dropped(text)
    return Filled(({"wishes": found},)) if found else Filled(({},), "wishes")


def _market(spec: AnySpec, text: str, situation: Situation) -> Filled:
    return Filled((_known_fields(spec, discovery.search_of(text, situation)),))


def _apply(spec: AnySpec, text: str, situation: Situation) -> Filled:
    """One job, the address of its form where one is said, and whether it is to go out a second time."""
    jobs = _single(spec.name, "job", text, situation, alone=False)
    more: dict[str, Any] = {"again": True} if _AGAIN.search(fold(text)) else {}
    more |= {"url": addresses[0]} if len(addresses := urls(text)) == 1 else {}
    return Filled(tuple({"job": job} | more for job in jobs) or (more,), None if jobs else "job")


def _known_fields(spec: AnySpec, found: Mapping[str, Any]) -> dict[str, Any]:
    """Only what the tool takes."""
    return {name: value for name, value in found.items() if name in spec.input.model_fields}


_OF_ITS_OWN: Mapping[str, Callable[[AnySpec, str, Situation], Filled]] = {
    "export_applications": fill_export, "import_applications": fill_import,
    "search_jobs": _search, "watch_jobs": _watch, "stop_watching": _stop, "resume_watch": _stop,
    "show_new": _news, "ingest_jobs": _sources,
    "explain_order": _order, "rate_job": _verdict, "check_job": _check, "set_wishes": _wishes, "drop_wishes": _dropped,
    **dict.fromkeys(OF_PREPARING, fill_preparing),
    "show_market": _market, "correct_fact": fill_correction, "set_answer": _answer, "show_answers": _answers,
    "forget_answer": _answers, "list_applications": fill_several, "move_applications": fill_several,
    "apply_to_job": _apply, "set_time_zone": fill_zone,
}  # fmt: skip


def _plain_slot(tool: str, name: str, text: str, situation: Situation) -> Any:
    """Arguments that are not one reference."""
    if name in {"jobs", "resumes"}:
        return _several(tool, "job" if name == "jobs" else "resume", text, situation)
    if name == "url":
        return next(iter(urls(text)), None)
    if tool == "add_job" and name in {"title", "company", "location", "remote"}:
        return None if urls(text) else slots.job_fields(text).get(name)
    if tool == "set_job_status" and name == "status" and (stage := finer_stage(text)):
        return stage
    if tool == "set_job_status" and name == "correction":
        return mistaken(text)
    if tool == "set_job_status" and name == "on":
        day = past_day(fold(text), situation.today)
        return day.isoformat() if day is not None else None
    if tool == "list_jobs":
        return _list_slot(name, text)
    return _named_slot(name, text)


def _named_slot(name: str, text: str) -> Any:
    readers: dict[str, TextSlot] = {
        "status": slots.status_of, "note": slots.note_of, "pages": slots.pages_of, "emphasise": slots.emphasis_of,
        "limit": slots.limit_of, "topic": slots.topic_of, "template": template_of, "paper": paper_of,
        "ask": lambda said: False if wants_no_questions(said) else None,
    }  # fmt: skip
    return readers[name](text) if name in readers else None


def _list_slot(name: str, text: str) -> Any:
    folded = fold(text)
    if name == "status":
        status = slots.status_of(text)
        if status is None and _AWAITED.search(folded):
            return "applied"
        if status == "offer" and (
            other := slots.status_of(re.sub(r"\boffers?\b(?! (?:me|from|letter))", "jobs", folded))
        ):
            status = other
        return (
            None
            if status == "saved" and not re.search(r"status|not applied|haven'?t applied|noch nicht", folded)
            else status
        )
    if name == "query":
        return slots.query_of(_without_filters(text))
    if name == "sort":
        by = re.search(r"\b(?:sort|order|sorted|ordered|sortiert|alphabetical\w*)\b.*?\b(company|title)\b", folded)
        return by[1] if by else slots.sort_of(text)
    if name == "order":
        return "asc" if re.search(r"\b(?:oldest|ascending|lowest|worst|alphabetical\w*)\b", folded) else None
    if name == "min_score":
        least = re.search(
            r"(?:above|over|at least|more than|better than|>=?|mindestens|uber|plus de|mas de)\s*(\d{2,3})\b", folded
        )
        return float(least[1]) if least else None
    return _LIST_SLOTS[name](text) if name in _LIST_SLOTS else None


def _without_filters(text: str) -> str:
    """The text without what is said about status, score and count, so that only search words are left."""
    return re.sub(
        r"(?i)\b(?:by|with|above|over)?\s*(?:a\s+)?(?:match(?:ing)?\s+)?(?:score|rank|fit)s?\b.*$|"
        r"\b(?:i(?:'ve| have)?|that|which|who)\s+(?:\w+\s+)?(?:appl(?:ied|y)|reject\w*|offer\w*|"
        r"interview\w*)\b.*$|"
        r"\b(?:oldest|newest|alphabetical\w*|sorted|ordered?|first|interviewing|status|applied|"
        r"rejected|dismissed|offers?|accepted)\b",
        " ",
        text,
    )


def _single(tool: str, kind: Kind, text: str, situation: Situation, *, alone: bool) -> tuple[Reference, ...]:
    """The references for an argument that takes one; `alone` when the tool has no other to confuse it with."""
    if kind == "tailored":
        return references(kind, text, situation) if re.search(r"\d", text) else ()
    if kind == "resume":
        return _resume(tool, text, situation, alone=alone)
    if tool == "add_job_note" and (note := slots.note_of(text)):
        found = _noted(text.replace(note, " "), note, situation)
    else:
        found = references(kind, text, situation) or pointed_at(kind, text, situation)
    if found or tool in _ASK_FIRST:
        return found
    weak = focused(kind, situation, firm=tool not in _TAKES_THE_WINNER) or only_name(text)
    return (weak,) if weak is not None else ()


def _noted(lead: str, note: str, situation: Situation) -> tuple[Reference, ...]:
    """The job a note is for: named before the note, else a known one that the note itself names."""
    found = references("job", lead, situation) or pointed_at("job", lead, situation)
    if found or situation.before:
        return found
    return tuple(job for job in references("job", note, situation) if isinstance(job, str) and job.isdigit())[:1]


def _resume(tool: str, text: str, situation: Situation, *, alone: bool) -> tuple[Reference, ...]:
    folded = told(text)
    if alone or re.search(rf"\b{RESUME}\b|\.(?:pdf|docx?|txt|md)\b", folded):
        found = references("resume", text, situation)
        if found and (
            alone
            or re.search(
                rf"{RESUME}.{{0,12}}\d|(?:first|second|third|last|1st|2nd|3rd)\s+{RESUME}|\.\w{{2,4}}\b", folded
            )
        ):
            return found[:1] if not alone else found
    if situation.attached:
        return (situation.attached[-1],)
    if situation.added("resume"):
        return (Later("added", "resume", situation.added("resume") - 1),)
    if alone and (tool in {"delete_resume", "set_primary_resume"} or not re.search(rf"\bmy {RESUME}\b", folded)):
        return pointed_at("resume", text, situation)
    return ()


def _several(tool: str, kind: Kind, text: str, situation: Situation) -> list[Reference]:
    """References for an argument that takes many; empty means all."""
    folded = told(text)
    found = references(kind, BEST.sub(" ", folded) if BEST.search(folded) else text, situation)
    if len(found) > 1:
        return list(found)
    if re.search(r"\b(?:the (?:others?|rest)|my others?|alle|todas?|autres)\b", folded):
        return []
    if situation.added(kind) > 1:
        return [Later("every", kind)]
    if THOSE.search(folded) and (group := pointed_at(kind, text, situation)):
        return list(group)
    if len(found) == 1 and kind_of_tool(tool) == kind:
        focus = focused(kind, situation)
        together = [
            *found,
            *([focus] if focus not in (None, *found) and re.search(r"\b(?:it|this|that)\b", folded) else []),
        ]
        return [item for item in together if item is not None]
    return []


def address_of(text: str) -> str:
    """A single address written alone."""
    return clean_url(text.strip())
