"""What the form of a clause, and the moment it is said in, make more or less likely: cues that examples alone miss."""

import re

from agents.offline.arguments import job_fields, pages_of, status_of
from agents.offline.clauses import starts_note
from agents.offline.language import concepts, words
from agents.offline.plan import Kind, Later
from agents.offline.references import Reference, Situation, bare_kind, kinds_named, pointed_at, references
from agents.offline.wordings import BEST, BOTH, LINE, ORDINAL, quoted, urls

Bonus = dict[str, float]
BEYOND = "beyond:"
_QUESTION = re.compile(
    r"^(?:and |so |ok |okay )*(?:which|what|where|when|show|list|how many|any|find|do i|have i|are there|is there|did any|who|for which|in which|search|give me|gimme|"
    r"display|filter|welche|wo|wie viele|zeig|wer|quel|ou|combien|montre|affiche|cual|que|donde|cuant|muestra|the ones|those|all|everything|only|"
    r"remote|hybrid|my (?:\w+ )?(?:jobs|positions|roles|ones|applications|interviews|offers|rejections)|jobs|roles|positions|postings)"
)
_BOARDS = re.compile(
    r"(?<!\bat )(?<!\bfrom )(?<!\bby )(?<!\bbei )(?<!\bchez )(?<!\ben )\b(?:linkedin|indeed|glassdoor|stepstone|monster|xing|google|infojobs|job ?boards?|internet|online|the web|websites?|im netz|hacker news|ziprecruiter|"
    r"wellfound|angellist)\b"
)
_HOW_TO = re.compile(
    r"^(?:and |so )?(?:how (?:do|can|could|would|should) (?:i|you|we|one)|how to|wie (?:kann|konnte) ich|comment (?:puis|je|faire|on)|como (?:puedo|se|hago))\b"
)
_FOLLOW_UP = re.compile(r"^(?:and|what about|how about|und|was ist mit|et|y|and what about|and how about)\b.{0,40}$")
_SAME = re.compile(
    r"^(?:ok |okay |now |and |also |then |please )*(?:(?:do |make )?(?:the |exactly the )?same (?:thing |again )?(?:for|with|to)|for|one for|again for|"
    r"same for|nochmal fur|pour|para|fur)\b.{0,40}$"
)
_FOR_ME = re.compile(
    r"\b(?:for me|on my behalf|in my name|fur mich|pour moi|a mi place|por mi|en mi nombre|automatically)\b"
)
_REPEATED = frozenset({"explain_match", "show_job", "set_job_status", "tailor_resume"})


def bonuses(text: str, plain: str, situation: Situation) -> Bonus:
    """What form and situation add to or take from the scores of labels. `plain`: the folded clause without its polite beginning."""
    found: Bonus = {}
    named, kinds = concepts(plain), kinds_named(plain)
    if _is_note(plain, named):
        return {"add_job_note": 0.8}
    for part in (
        _status(text, plain, named, situation),
        _which_kind(plain, kinds, situation),
        _job_or_jobs(text, plain, named, kinds, situation),
        _about_tailoring(text, plain, named, kinds, situation),
        _outside(plain, named),
        _shape(text, plain, named, situation),
    ):
        for label, bonus in part.items():
            found[label] = found.get(label, 0.0) + bonus
    return found


def _is_note(plain: str, named: frozenset[str]) -> bool:
    opening = r"(?:add|make|put|write|leave|attach|jot|note|comment|remember|remind|notiz|notier\w*|merk\w*|ajoute|anade|agrega)\b"
    if re.match(r"(?:what|which|show|list|where|read|do i|did i|any|are there|is there|welche|was|quel|que)\b", plain):
        return False
    return starts_note(plain) or ("note" in named and bool(re.match(opening, plain)))


def _status(text: str, plain: str, named: frozenset[str], situation: Situation) -> Bonus:
    status = status_of(text)
    if status is None:
        return {} if "mark" in named else {"set_job_status": -0.35}
    if _FOR_ME.search(plain) and not re.search(r"\b(?:applied|rejected|rejected me)\b", plain):
        return {BEYOND + "apply": 0.8}
    if _QUESTION.search(plain) and not re.search(r"\b(?:mark|set|change|move|update)\b", plain):
        one = references("job", text, situation)
        return {"show_job" if len(one) == 1 else "list_jobs": 0.5, "set_job_status": -0.4}
    if re.match(r"(?:what|how) (?:should|do|can|would) i (?:say|answer|ask|wear|prepare|negotiate|behave)\b", plain):
        return {BEYOND + "advice": 0.7}
    if "interview" in named and re.search(r"\b(?:prepare|practi[cs]e|mock|questions|train|coach)\b", plain):
        return {BEYOND + "advice": 0.4}
    told = bool(re.match(r"(?:i|i've|i'm|we|they|ich|j'ai|he|me)\b", plain))
    return {"set_job_status": 0.75 if told else 0.45, BEYOND + "apply": -0.3, BEYOND + "world": -0.2}


def _which_kind(plain: str, kinds: set[Kind], situation: Situation) -> Bonus:
    """A sentence that names resumes and no jobs means the resume tool, and the other way round."""
    if situation.attached and "job" not in kinds:
        return _leaning("resume", 0.3)
    if not kinds and (only := bare_kind(plain, situation.memory)) in {"job", "resume"}:
        return _leaning("resume" if only == "resume" else "job", 0.25)
    if kinds == {"resume"}:
        return _leaning("resume", 0.18)
    if kinds == {"job"}:
        return _leaning("job", 0.18)
    return {}


def _leaning(kind: str, by: float) -> Bonus:
    sign = by if kind == "resume" else -by
    pairs = (
        ("delete_resume", "delete_job"),
        ("compare_resumes", "compare_jobs"),
        ("list_resumes", "list_jobs"),
        ("show_resume", "show_job"),
        ("add_resume", "add_job"),
    )
    return {name: (sign if index == 0 else -sign) for pair in pairs for index, name in enumerate(pair)}


def _jobs_meant(text: str, plain: str, kinds: set[Kind], situation: Situation) -> tuple[Reference, ...]:
    """The jobs a clause is about, by name or by "it"."""
    if kinds == {"resume"}:
        both = BOTH.search(plain) and bare_kind(plain, situation.memory) == "job"
        return references("job", text, situation) if both else ()
    named = tuple(job for job in references("job", text, situation) if not isinstance(job, Later))
    by_number = re.search(rf"\d|\b(?:{ORDINAL}|both|all)\b", plain)
    if (
        named
        and not by_number
        and re.search(r"\b(?:jobs|positions|roles|postings|stellen|offres|ofertas|empleos|trabajos)\b", plain)
    ):
        return named if len(named) > 1 else ()
    if named or kinds or bare_kind(plain, situation.memory) not in {None, "job"}:
        return named
    return pointed_at("job", text, situation)


def _job_or_jobs(text: str, plain: str, named: frozenset[str], kinds: set[Kind], situation: Situation) -> Bonus:
    jobs = _jobs_meant(text, plain, kinds, situation)
    found: Bonus = {}
    if jobs and "resume" in kinds and "compare" in named and not re.search(r"\b(?:resumes|cvs|lebenslaufe)\b", plain):
        found |= {"compare_resumes": -0.6}
    if (
        kinds == {"resume"}
        and "compare" in named
        and not re.search(r"\b(?:resumes|cvs|lebenslaufe|which|welche\w*|quel|cual)\b|\d", plain)
    ):
        found |= {"compare_resumes": -0.4, "check_resume": 0.15}
    if (
        not jobs
        and situation.memory.firm.get("job")
        and named & {"fit", "score", "gap"}
        and "compare" not in named
        and "resume" not in kinds
    ):
        found |= {"explain_match": 0.35, "compare_jobs": -0.3}
    if len(jobs) == 1 and not re.search(r"\b(?:do i have|have i got|any|anything|find|search)\b", plain):
        found |= {
            "list_jobs": -0.3,
            "show_job": 0.25 if "show" in named else 0.12,
            "explain_match": 0.1 if named & {"fit", "why", "gap", "score"} else 0.0,
        }
        if not re.search(r"\b(?:others?|rest|anderen|autres|otros)\b", plain):
            found["compare_jobs"] = -0.3
        if named & {"compare", "score", "why", "gap", "fit"}:
            found |= {"explain_match": 0.35, "show_job": 0.0}
    elif len(jobs) > 1 and (
        named & {"compare", "fit", "why"} or re.search(r"\b(?:or|vs|versus|than|ahead of|next to|oder|ou)\b", plain)
    ):
        found |= {"compare_jobs": 0.6, "explain_match": -0.3, "compare_resumes": -0.8}
    elif len(jobs) > 1:
        found |= {"list_jobs": -0.3, "show_job": 0.15}
    elif (
        re.search(r"\b(?:jobs|postings|positions|roles|ones|stellen|offres|empleos|trabajos)\b", plain)
        and not named & {"compare", "fit"}
        and not re.match(r"(?:score|rate|grade)\b", plain)
    ):
        found |= {"list_jobs": 0.15, "show_job": -0.15}
    if "resume" in kinds and re.search(
        r"\b(?:good|strong|enough|right|fit|match\w*|suit\w*|qualif\w*)\b.*\b(?:for|with|to|against) (?:it|this|that|them|the (?:job|role|position|first|second)|job|role|position)\b",
        plain,
    ):
        found["explain_match"] = found.get("explain_match", 0.0) + 0.5
    if re.search(r"\b(?:resumes|cvs|lebenslaufe)\b", plain) and not named & {
        "compare",
        "fit",
        "delete",
        "tailored",
        "tailor",
    }:
        found |= {"list_resumes": 0.5, "show_resume": -0.4}
    if re.match(r"(?:search|find|filter)\b", plain) and not kinds - {"job"} and not BEST.search(plain):
        found["list_jobs"] = found.get("list_jobs", 0.0) + 0.25
    if {"compare", "which"} <= named and "resume" not in kinds:
        found["compare_jobs"] = found.get("compare_jobs", 0.0) + 0.2
    if "delete" in named and "resume" in kinds and re.search(r"\bjobs?\b|\bstelle\b|\bposting\b", plain) is None:
        found |= {"delete_job": -0.3}
    return found


def _about_tailoring(text: str, plain: str, named: frozenset[str], kinds: set[Kind], situation: Situation) -> Bonus:
    found: Bonus = {}
    after_tailoring = situation.memory.newest_kind == "tailored" or any(
        step.tool == "tailor_resume" for step in situation.before
    )
    if (
        "tailor" in named
        and ("resume" in kinds or "job" in kinds)
        and not re.search(r"\b(?:which|list|have you|did i|already|what)\b", plain)
    ):
        found["tailor_resume"] = 0.25
    if (
        "make" in named
        and ("resume" in kinds or pages_of(text))
        and (references("job", text, situation) or "job" in kinds)
    ):
        found["tailor_resume"] = found.get("tailor_resume", 0.0) + 0.3
    if after_tailoring and "change" in named:
        found |= {"show_changes": 0.4, "list_changes": -0.3}
    if after_tailoring and "proof" in named:
        found["show_proof"] = 0.3
    if "proof" in named and not found.get("show_changes") and (quoted(text) or re.search(rf"\b{LINE}\b", plain)):
        found["show_proof"] = found.get("show_proof", 0.0) + 0.35
    return found


def _outside(plain: str, named: frozenset[str]) -> Bonus:
    if re.search(
        r"\bcover(?:ing)? letter|\bmotivation letter|\banschreiben|\bmotivationsschreiben|lettre de motivation|carta de presentacion",
        plain,
    ):
        return {BEYOND + "cover_letter": 0.7}
    if _BOARDS.search(plain) and named & {"find", "show", "list", "add"}:
        return {BEYOND + "boards": 0.6}
    if re.match(
        r"(?:send|forward|submit|mail|schick|envoie|envia)\w*\b.*\b(?:resume|cv|lebenslauf|curriculum|application|it|them)\b",
        plain,
    ):
        return {BEYOND + "apply": 0.5}
    if re.match(r"(?:write|schreib\w*|ecris|escribe)\b", plain) and not named & {"resume", "job", "note", "line"}:
        return {BEYOND + "write": 0.4}
    contacts = (
        r"(?:call|phone|contact|message|text|ping|reach|write|reply|respond|answer|tell|ask)\b.*"
        r"\b(?:recruiter|hiring manager|company|hr|them|employer|manager)\b"
    )
    if re.match(contacts, plain) and "note" not in named:
        return {BEYOND + "mail": 0.5}
    if re.match(r"(?:translate|ubersetz\w*|tradui\w*|traduc\w*)\b", plain):
        return {BEYOND + "translate": 0.5}
    if re.search(r"\be-?mails?\b|\binbox\b|\bcorreo\b|\bmail\b", plain) and "note" not in named:
        return {BEYOND + "mail": 0.4}
    return (
        {BEYOND + "apply": 0.9}
        if _FOR_ME.search(plain) and re.match(r"(?:apply|submit|bewirb|postule|solicita)", plain)
        else {}
    )


def _shape(text: str, plain: str, named: frozenset[str], situation: Situation) -> Bonus:
    """Addresses, how-to questions, and follow-ups such as "and the third one?"."""
    if (
        urls(text)
        and not named & {"compare", "tailor", "fit", "make"}
        and not re.match(r"(?:delete|remove|note)", plain)
    ):
        return {"add_job": 0.25, BEYOND + "world": -0.3, BEYOND + "boards": -0.3}
    if "check" in named and kinds_named(plain) == {"resume"} and re.search(r"\b(?:my|mein\w*|mon|mi)\b", plain):
        return {"check_resume": 0.3}
    if _HOW_TO.search(plain) and not named & {"fit", "gap", "score", "outside"}:
        return {"help": 0.6}
    if (
        re.match(r"(?:add|save|track|store|keep|new)\b", plain)
        and not kinds_named(plain) - {"job"}
        and job_fields(text)
    ):
        return {"add_job": 0.6}
    about_it = re.search(r"\b(?:they|it|there|the (?:job|role|position|company|posting)|sie|ils|ellos)\b", plain)
    asks = named & {"compare", "proof", "change", "undo", "check", "help", "outside"}
    if text.rstrip().endswith("?") and about_it and situation.memory.firm.get("job") and not asks:
        return {"show_job": 0.3} if "job" in situation.memory.focus else {}
    return _follow_up(text, plain, named, situation)


def _follow_up(text: str, plain: str, named: frozenset[str], situation: Situation) -> Bonus:
    """The last thing again, for another job: "and the third one?", "now the same for job 2"."""
    last = situation.before[-1].tool if situation.before else situation.memory.last_tool
    acts = named & {"compare", "tailor", "delete", "note", "undo", "mark", "check", "make"}
    if last is None or acts or len(words(plain)) > 8 or not references("job", text, situation):
        return {}
    if _SAME.search(plain) and last in _REPEATED:
        return {last: 0.8}
    if _FOLLOW_UP.search(plain) and last == "compare_jobs":
        return {"explain_match": 0.7}
    if _FOLLOW_UP.search(plain):
        return {last if last in _REPEATED - {"tailor_resume"} else "show_job": 0.7}
    return {}
