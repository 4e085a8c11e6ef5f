"""What one clause means: the chooser's scores, moved by what its form and the conversation make certain."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from agents.offline.arguments import emphasis_of, pages_of, status_of
from agents.offline.choosing import Chooser
from agents.offline.clauses import starts_note, stripped
from agents.offline.language import concepts, fold, repaired, words
from agents.offline.plan import Kind, Later
from agents.offline.references import Reference, Situation, bare_kind, kinds_named, pointed_at, references
from agents.offline.wordings import BEST, BOTH, LINE, URL, quoted, urls

Bonus = dict[str, float]
Sense = Literal["tool", "beyond", "talk", "unclear", "kept", "hypothetical", "detail"]
BEYOND, TALK = "beyond:", "talk:"
FLOOR = 0.27
_REPEATED = frozenset({"explain_match", "show_job", "set_job_status", "tailor_resume"})
_QUESTION = re.compile(
    r"^(?:and |so |ok |okay )*(?:which|what|where|when|show|list|how many|any|find|do i|have i|are there|is there|did any|who|for which|in which|search|give me|gimme|"
    r"display|filter|welche|wo|wie viele|zeig|wer|quel|ou|combien|montre|affiche|cual|que|donde|cuant|muestra|the ones|those|all|everything|only|"
    r"remote|hybrid|my|jobs|roles|positions|postings)"
)
_NEGATED = re.compile(
    r"^(?:(?:please|pls|and|but|also|for now|just|bitte|aber|mais|pero|s'il te plait|por favor|no,|nein,|non,)[, ]+)*(?:don'?t|do not|never|no need to|you (?:don'?t|do not) (?:need|have) to|"
    r"i (?:don'?t|do not) want you to|you (?:should ?n'?t|must ?n'?t|should not|must not)|not to|without|ne |n'|no (?:borr|elimin|quit|adapt|cambi|anad|agreg|hag|marqu|ajust|person)|"
    r"(?:i'd|i would) rather (?:you )?(?:not|didn'?t)|stop|avoid|hold off(?: on)?|nicht\b)"
)
_NOT_NEGATED = re.compile(
    r"don'?t (?:forget|you|i|we|worry|want (?:job|it|the|this|that)|think)|why don'?t|never ?mind|stop$|ne m'(?:a|ont)|didn'?t"
)
_LATE_NEGATION = re.compile(
    r"\b(?:nicht|nichts|nothing|rien|nada|niemals|pas|keinesfalls|auf keinen fall)\b[.! ]*(?:mehr|an|losch\w*|entfern\w*|jetzt|noch|encore|maintenant|zu)?[.! ]*$"
)
_WHAT_IF = re.compile(
    r"^(?:so |and |but )*(?:what (?:happens|would happen|will happen|if)|if i|would it|suppose|imagine|should i (?:delete|remove|drop|undo)|is it (?:safe|ok|okay|possible|bad) |"
    r"would you|what does deleting|was (?:passiert|ware|ist) wenn|was passiert|wenn ich|que se passe|si je|que pasa(?:ria)? si|si borro)"
)
_CAPABILITY = re.compile(
    r"^(?:can|could|do|are|kannst|peux|puedes) (?:you|du|tu|i)\b|^(?:are you able|is it possible|do you (?:know how|support|offer|handle))"
)
_HOW_TO = re.compile(
    r"^(?:and |so )?(?:how (?:do|can|could|would|should) (?:i|you|we|one)|how to|wie (?:kann|konnte) ich|comment (?:puis|je|faire|on)|como (?:puedo|se|hago))\b"
)
_BOARDS = re.compile(
    r"(?<!\bat )(?<!\bfrom )(?<!\bby )(?<!\bbei )(?<!\bchez )(?<!\ben )\b(?:linkedin|indeed|glassdoor|stepstone|monster|xing|google|infojobs|job ?boards?|internet|online|the web|websites?|im netz|hacker news|ziprecruiter|"
    r"wellfound|angellist)\b"
)
_FOLLOW_UP = re.compile(r"^(?:and|what about|how about|und|was ist mit|et|y|and what about|and how about)\b.{0,40}$")
_SAME = re.compile(
    r"^(?:ok |okay |now |and |also |then |please )*(?:(?:do |make )?(?:the |exactly the )?same (?:thing |again )?(?:for|with|to)|for|one for|again for|"
    r"same for|nochmal fur|pour|para|fur)\b.{0,40}$"
)
_FOR_ME = re.compile(
    r"\b(?:for me|on my behalf|in my name|fur mich|pour moi|a mi place|por mi|en mi nombre|automatically)\b"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The sense of a clause; `label` is the tool's name, or the topic of what lies beyond, or the kind of small talk."""

    text: str
    sense: Sense
    label: str
    score: float
    firm: bool = True


def read(text: str, chooser: Chooser, situation: Situation, granted: frozenset[str], firm: bool = True) -> Reading:
    """What the clause asks for, in this situation."""
    folded = repaired(fold(text)).strip()
    plain = stripped(folded)
    if detail := _detail(text, plain, situation):
        return Reading(text, detail, "tailor_resume", 1.0, firm)
    scores = {choice.label: choice.score for choice in chooser.choices(_neutral(plain or folded, text, situation))}
    for label, bonus in _bonuses(text, plain or folded, situation).items():
        if label in scores:
            scores[label] += bonus
    for name in granted:
        if name in scores:
            scores[name] += 0.03
    label = max(scores, key=lambda name: scores[name])
    return _judged(text, folded, label, scores, firm)


def _judged(text: str, folded: str, label: str, scores: Mapping[str, float], firm: bool) -> Reading:
    score = scores[label]
    if score < FLOOR:
        return Reading(text, "unclear", "", score, firm)
    for prefix, sense in ((BEYOND, "beyond"), (TALK, "talk")):
        if label.startswith(prefix):
            return Reading(text, "beyond" if sense == "beyond" else "talk", label.removeprefix(prefix), score, firm)
    if _is_negated(folded, label):
        return Reading(text, "kept", label, score, firm)
    if _WHAT_IF.search(folded) and label not in {"help", "explain_match", "compare_jobs", "show_job"}:
        return Reading(text, "hypothetical", label, score, firm)
    if _asks_ability(folded, label):
        return Reading(text, "tool", "help", score, firm)
    return Reading(text, "tool", label, score, firm)


def _is_negated(folded: str, label: str) -> bool:
    if label in {"add_job_note", "help"} or _NOT_NEGATED.search(folded):
        return False
    if label == "set_job_status" and not re.search(r"\b(?:mark|set|change|move|update|put)\b", folded):
        return False
    return bool(_NEGATED.search(folded)) or bool(_LATE_NEGATION.search(folded)) and not folded.rstrip().endswith("?")


def _asks_ability(folded: str, label: str) -> bool:
    """`can you compare resumes?` asks what is possible; `can you compare my resumes?` asks to do it."""
    if label in {"help", "list_jobs", "undo_last_change", "show_proof", "explain_match"} or not _CAPABILITY.search(
        folded
    ):
        return False
    return not re.search(
        r"\d|\b(?:my|the|this|that|these|those|it|them|me|all|both|mein\w*|mi|mis|mon|mes|ma|le|la|el|a|an)\b", folded
    )


def _detail(text: str, plain: str, situation: Situation) -> Sense | None:
    """A clause that only says how to tailor: pages, emphasis."""
    steps = situation.before
    tailoring = bool(steps) and steps[-1].tool == "tailor_resume"
    if not tailoring and situation.memory.newest_kind != "tailored":
        return None
    if not pages_of(text) and not emphasis_of(text):
        return None
    named = concepts(plain)
    if named & {"resume", "job"} and not tailoring:
        return None
    return None if named & {"why", "proof", "compare", "delete", "note"} else "detail"


def _neutral(plain: str, text: str, situation: Situation) -> str:
    """The clause as the chooser sees it: addresses and names stand for themselves no longer."""
    neutral = URL.sub("this link", plain)
    named = references("job", text, situation)
    for entry in situation.memory.known["job"].values():
        company = fold(entry.company or "")
        if company and str(entry.number) in named:
            neutral = re.sub(rf"\b{re.escape(company)}\b", "acme", neutral)
    for entry in situation.memory.known["resume"].values():
        neutral = neutral.replace(fold(entry.name), "resume 2") if entry.name else neutral
    return neutral


def _bonuses(text: str, plain: str, situation: Situation) -> Bonus:
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
        return {BEYOND + "apply": 0.5}
    if _QUESTION.search(plain) and not re.search(r"\b(?:mark|set|change|move|update)\b", plain):
        one = references("job", text, situation)
        return {"show_job" if len(one) == 1 else "list_jobs": 0.5, "set_job_status": -0.4}
    if "interview" in named and re.search(r"\b(?:prepare|practi[cs]e|mock|questions|train|coach)\b", plain):
        return {BEYOND + "advice": 0.4}
    return {"set_job_status": 0.45, BEYOND + "apply": -0.3, BEYOND + "world": -0.2}


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
    if named or kinds or bare_kind(plain, situation.memory) not in {None, "job"}:
        return named
    return pointed_at("job", text, situation)


def _job_or_jobs(text: str, plain: str, named: frozenset[str], kinds: set[Kind], situation: Situation) -> Bonus:
    jobs = _jobs_meant(text, plain, kinds, situation)
    found: Bonus = {}
    if len(jobs) == 1 and not re.search(r"\b(?:do i have|have i got|any|anything|find|search)\b", plain):
        found |= {
            "list_jobs": -0.3,
            "show_job": 0.12,
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
    elif re.search(
        r"\b(?:jobs|postings|positions|roles|ones|stellen|offres|empleos|trabajos)\b", plain
    ) and not named & {"compare", "fit", "score"}:
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
    if "proof" in named and (quoted(text) or re.search(rf"\b{LINE}\b", plain)):
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
    if re.match(r"(?:translate|ubersetz\w*|tradui\w*|traduc\w*)\b", plain):
        return {BEYOND + "translate": 0.5}
    if re.search(r"\be-?mails?\b|\binbox\b|\bcorreo\b|\bmail\b", plain) and "note" not in named:
        return {BEYOND + "mail": 0.4}
    return (
        {BEYOND + "apply": 0.4}
        if _FOR_ME.search(plain) and re.match(r"(?:apply|submit|bewirb|postule|solicita)", plain)
        else {}
    )


def _shape(text: str, plain: str, named: frozenset[str], situation: Situation) -> Bonus:
    """Addresses, how-to questions, and follow-ups such as "and the third one?"."""
    if urls(text) and not re.match(r"(?:delete|remove|note)", plain):
        return {"add_job": 0.25, BEYOND + "world": -0.3, BEYOND + "boards": -0.3}
    if _HOW_TO.search(plain) and not named & {"fit", "gap", "score"}:
        return {"help": 0.6}
    return _follow_up(text, plain, named, situation)


def _follow_up(text: str, plain: str, named: frozenset[str], situation: Situation) -> Bonus:
    """The last thing again, for another job: "and the third one?", "now the same for job 2"."""
    last = situation.before[-1].tool if situation.before else situation.memory.last_tool
    acts = named & {"compare", "tailor", "delete", "note", "undo", "mark", "check", "make"}
    if last is None or acts or len(words(plain)) > 8 or not references("job", text, situation):
        return {}
    if _SAME.search(plain) and last in _REPEATED:
        return {last: 0.8}
    if _FOLLOW_UP.search(plain):
        return {last if last in _REPEATED - {"tailor_resume"} else "show_job": 0.7}
    return {}
