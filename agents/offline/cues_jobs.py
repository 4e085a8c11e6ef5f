"""Cues about one job, several, or all, and about tailoring: which of the near neighbours among the tools is meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agents.offline.arguments import pages_of, remote_of
from agents.offline.plan import Kind, Later
from agents.offline.references import Reference, Situation, bare_kind, pointed_at, references
from agents.offline.wordings import BEST, BOTH, LINE, ORDINAL, quoted

Bonus = dict[str, float]
_PLURAL_JOBS = re.compile(r"\b(?:jobs|positions|roles|postings|stellen|offres|ofertas|empleos|trabajos)\b")
_PLURAL_RESUMES = re.compile(r"\b(?:resumes|cvs|lebenslaufe|curriculums|(?:mes|les|tous) cv)\b")
_FIT_FOR = re.compile(
    r"\b(?:good|strong|enough|right|fit|match\w*|suit\w*|qualif\w*)\b.*\b(?:for|with|to|against) "
    r"(?:it|this|that|them|the (?:job|role|position|first|second)|job|role|position)\b"
)
_BETWEEN = re.compile(r"\b(?:or|vs|versus|than|ahead of|next to|oder|ou)\b")
_WHY = re.compile(r"(?:why|warum|wieso|weshalb|pourquoi|por que)\b")
_RANKED = re.compile(r"(?:(?:show|list|give|see|what are)(?: me)? )?(?:the |my )?(?:top|best) (?:\d+|three|five|ten)\b")
_ASKS_FIT = re.compile(r"(?:how (?:well|does|do|good|close)|does|do|is|am|would|could|can) ")
_ASKS_ABOUT = re.compile(r"(?:how|why|which|who|is|does|do|wie|warum|welche\w*|pourquoi|quel\w*|por que|cual)\b")
_LOOKING = re.compile(r"\b(?:do i have|have i got|any|anything|find|search)\b")


@dataclass(frozen=True, slots=True)
class View:
    """A clause with what is seen in it at once; `plain` is folded, `named` its concepts, `kinds` the nouns in it."""

    text: str
    plain: str
    named: frozenset[str]
    kinds: frozenset[Kind]
    situation: Situation


def about_jobs(view: View) -> Iterator[Bonus]:
    """Cues from how many jobs the clause points at, and from resumes named beside them."""
    jobs = _jobs_meant(view)
    yield _beside_resumes(view, jobs)
    if len(jobs) == 1:
        yield _one(view)
    elif jobs:
        yield _several(view)
    else:
        yield _none(view)
    if {"compare", "which"} <= view.named and "resume" not in view.kinds:
        yield {"compare_jobs": 0.2}


def _jobs_meant(view: View) -> tuple[Reference, ...]:
    """The jobs a clause is about, by name or by "it"; a name beside a plural is a filter, not a job."""
    situation = view.situation
    if view.kinds == {"resume"}:
        both = BOTH.search(view.plain) and bare_kind(situation.memory) == "job"
        return references("job", view.text, situation) if both else ()
    named = tuple(job for job in references("job", view.text, situation) if not isinstance(job, Later))
    by_number = re.search(rf"\d|\b(?:{ORDINAL}|both|all)\b", view.plain)
    if named and not by_number and _PLURAL_JOBS.search(view.plain):
        return named if len(named) > 1 else ()
    if named or view.kinds or bare_kind(situation.memory) not in {None, "job"}:
        return named
    return pointed_at("job", view.text, situation)


def _one(view: View) -> Bonus:
    if _LOOKING.search(view.plain):
        return _none(view)
    found: Bonus = {"list_jobs": -0.3, "show_job": 0.25 if "show" in view.named else 0.12}
    if "show" in view.named and BEST.search(view.plain):
        return {"show_job": 0.5, "compare_jobs": -0.4, "list_jobs": -0.3}
    if not re.search(r"\b(?:others?|rest|anderen|autres|otros)\b", view.plain):
        found["compare_jobs"] = -0.3
    if re.search(r"\bthan (?:the|my|all) (?:the )?(?:others?|rest)\b", view.plain):
        found["compare_jobs"] = 0.5
    elif _WHY.match(view.plain):
        found["explain_match"] = 0.7
    elif _ASKS_FIT.match(view.plain) and "fit" in view.named:
        found |= {"explain_match": 0.6, "show_job": 0.0}
    elif view.named & {"compare", "score", "why", "gap", "fit"}:
        found |= {"explain_match": 0.35, "show_job": 0.0}
    return found


def _several(view: View) -> Bonus:
    if _RANKED.match(view.plain):
        return {"list_jobs": 0.6, "show_job": -0.3}
    asks = _ASKS_ABOUT.match(view.plain) and not view.named & {"attribute", "show", "delete"}
    if view.named & {"compare", "fit", "why", "score"} or _BETWEEN.search(view.plain) or asks:
        return {"compare_jobs": 0.6, "explain_match": -0.3, "compare_resumes": -0.8}
    return {"list_jobs": -0.3, "show_job": 0.15}


def _none(view: View) -> Bonus:
    found: Bonus = {}
    memory = view.situation.memory
    asks_fit = view.named & {"fit", "score", "gap"} and "compare" not in view.named and "resume" not in view.kinds
    if asks_fit and memory.firm.get("job"):
        found |= {"explain_match": 0.35, "compare_jobs": -0.3}
    plural = _PLURAL_JOBS.search(view.plain) or re.search(r"\bones\b", view.plain)
    if plural and not view.named & {"compare", "fit"} and not re.match(r"(?:score|rate|grade)\b", view.plain):
        found |= {"list_jobs": 0.3, "show_job": -0.3}
    if _RANKED.match(view.plain) or (remote_of(view.plain) and not view.plain.startswith(("is ", "can ", "does "))):
        found["list_jobs"] = found.get("list_jobs", 0.0) + 0.35
    if _LOOKING.search(view.plain) and view.kinds <= {"job"} and not view.named & {"compare", "fit", "note"}:
        found["list_jobs"] = found.get("list_jobs", 0.0) + 0.2
    searches = re.match(r"(?:search|find|filter)\b", view.plain) and not BEST.search(view.plain)
    if searches and view.kinds <= {"job"}:
        found["list_jobs"] = found.get("list_jobs", 0.0) + 0.25
    return found


def _beside_resumes(view: View, jobs: tuple[Reference, ...]) -> Bonus:
    if "resume" not in view.kinds:
        return {}
    found: Bonus = {}
    if _BETWEEN.search(view.plain) and not jobs and len(re.findall(rf"\d|\b{ORDINAL}\b", view.plain)) > 1:
        return {"compare_resumes": 0.5}
    plural, named = _PLURAL_RESUMES.search(view.plain), view.named
    if "compare" in named and not plural:
        if jobs:
            found |= {"compare_resumes": -0.6}
        elif view.kinds == {"resume"} and not re.search(r"\b(?:which|welche\w*|quel|cual)\b|\d", view.plain):
            found |= {"compare_resumes": -0.7, "check_resume": 0.3}
    if _FIT_FOR.search(view.plain):
        found["explain_match"] = 0.5
    elif not jobs and view.kinds == {"resume"} and not view.situation.memory.firm.get("job"):
        found["explain_match"] = -0.4
    if plural and not named & {"compare", "fit", "delete", "tailored", "tailor"}:
        found |= {"list_resumes": 0.5, "show_resume": -0.4}
    if "delete" in named and "job" not in view.kinds:
        found["delete_job"] = -0.3
    return found


def about_tailoring(view: View) -> Bonus:
    """Cues for making a tailored resume, and for what is asked about one that was just made."""
    found: Bonus = {}
    named, plain, situation = view.named, view.plain, view.situation
    asks = re.search(r"\b(?:which|list|have you|did i|already|what)\b", plain)
    if "tailor" in named and view.kinds & {"resume", "job"} and not asks:
        found["tailor_resume"] = 0.25
    about_job = "job" in view.kinds or references("job", view.text, situation)
    if "make" in named and ("resume" in view.kinds or pages_of(view.text)) and about_job:
        found["tailor_resume"] = found.get("tailor_resume", 0.0) + 0.3
    made = situation.memory.newest_kind == "tailored" or any(step.tool == "tailor_resume" for step in situation.before)
    if named & {"compare", "change"} and re.search(r"\b(?:originals?|before and after|tailored version)\b", plain):
        return found | {"show_changes": 0.5, "list_tailored": -0.3}
    if made and "change" in named:
        return found | {"show_changes": 0.4, "list_changes": -0.3, "show_proof": 0.3 if "proof" in named else 0.0}
    if "proof" in named:
        pointed = quoted(view.text) or re.search(rf"\b{LINE}\b", plain)
        found["show_proof"] = (0.3 if made else 0.0) + (0.35 if pointed else 0.0)
    return found
