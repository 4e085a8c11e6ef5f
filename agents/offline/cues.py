"""What the form of a clause, and the moment it is said in, make more or less likely: cues that examples alone miss."""

import re

from agents.offline.arguments import job_fields, status_of
from agents.offline.cues_answers import answer_tool
from agents.offline.cues_applications import application_tool
from agents.offline.cues_around import around_tool
from agents.offline.cues_documents import document_tool
from agents.offline.cues_email import email_tool, leaning_to_mail
from agents.offline.cues_facts import fact_tool
from agents.offline.cues_jobs import Bonus, View, about_jobs, about_tailoring
from agents.offline.cues_openings import about_openings
from agents.offline.cues_versions import use_tool
from agents.offline.history import kind_of_tool
from agents.offline.jobs_said import added_job
from agents.offline.language import concepts, word_concepts, words
from agents.offline.notes import is_note
from agents.offline.plan import Kind
from agents.offline.preparing_said import preparing_tool
from agents.offline.references import Situation, bare_kind, kinds_named, references
from agents.offline.wordings import ORDINAL, urls
from agents.offline.zones_said import zone_tool

BEYOND = "beyond:"
_QUESTION = re.compile(
    r"^(?:and |so |ok |okay )*(?:which|what|where|when|show|list|how many|any|find|do i|have i|"
    r"are there|is there|did any|who|"
    r"for which|in which|search|give me|gimme|display|filter|welche|wo|wie viele|zeig|wer|quel|ou|"
    r"combien|montre|affiche|cual|"
    r"que|donde|cuant|muestra|the ones|those|all|everything|only|remote|hybrid|jobs|roles|positions|postings|"
    r"my (?:\w+ )?(?:jobs|positions|roles|ones|applications|interviews|offers|rejections))"
)
_ADVICE = re.compile(
    r"(?:what|how) (?:should|do|can|would) i (?:say|answer|ask(?! you)|wear|prepare|negotiate|"
    r"behave)\b"
)
_HOW_TO = re.compile(
    r"^(?:and |so )?(?:how (?:do|can|could|would|should) (?:i|you|we|one)|how to|how (?:i|we|one) (?:can|could|"
    r"should|do)|wie (?:kann|konnte) ich|"
    r"comment (?:puis|je|faire|on)|como (?:puedo|se|hago))\b"
)
_THAT = re.compile(r"\b(?:that|this|it|last|just|previous|das|letzte\w*|ca|derni\w+|eso|ultim\w+)\b")
_FOLLOW_UP = re.compile(r"^(?:and|what about|how about|und|was ist mit|et|y|and what about|and how about)\b.{0,40}$")
_SAME = re.compile(
    r"^(?:ok |okay |now |and |also |then |please )*(?:(?:do |make )?(?:the |"
    r"exactly the )?same (?:thing |again )?(?:for|with|to)|"
    r"for|one for|again for|same for|nochmal fur|pour|para|fur)\b.{0,40}$"
)
_FOR_ME = re.compile(
    r"(?:(?<!not )(?<!n.t )\bfor me\b|\b(?:on my behalf|in my name|fur mich|pour moi|a mi place|"
    r"por mi|en mi nombre|automatically)\b)"
)
_SENDS = re.compile(
    r"(?:send|forward|submit|mail|schick|envoie|envia)\w*\b.*\b(?:resume|cv|lebenslauf|curriculum|"
    r"application|it|them)\b"
)
_CONTACTS = re.compile(
    r"(?:call|phone|contact|message|text|ping|reach|write|reply|respond|answer|tell|ask)\b.*"
    r"\b(?:recruiter|hiring manager|company|hr|them|employer|manager)\b"
)
_OFF_THE_LIST = re.compile(
    r"\b(?:from|off|out of) (?:my|the) (?:\w+ )?(?:records?|lists?|board|pipeline|tracker|system)\b"
)
_WRITES = re.compile(r"(?:write|schreib\w*|ecris|escribe)\b")
_APPLIES = re.compile(
    r"(?:(?:please |bitte |now |ok |go ahead and |can you |could you |would you |i want (?:you )?to |"
    r"i'd like (?:you )?to |kannst du |peux-tu |puedes )*)"
    r"(?:(?:easy )?apply (?:again )?(?:to|for|at|on)\b|apply$|"
    r"(?:submit|hand in|send in|file|send) (?:\w+ ){0,2}application\b|"
    r"fill (?:in|out) .{0,25}\bform\b|bewirb dich\b|(?:reich|schick)\w* meine bewerbung\b|"
    r"full\w* .{0,25}formular\b|postule[rz]?\b|(?:envoie|depose)\w* ma candidature\b|remplis .{0,12}formulaire\b|"
    r"postula\b|solicita (?:el|la|este)\b|(?:envia|manda) mi (?:candidatura|solicitud)\b|rellena .{0,12}formulario\b)"
)
_MANY = re.compile(
    r"\b(?:all|every|everything|everywhere|each|these|those|automatically|alle|allen|toutes?|tous|todas?|todos?)\b"
)
_TRANSLATES = re.compile(r"(?:translate|ubersetz\w*|tradui\w*|traduc\w*)\b")
_NEGOTIATES = re.compile(r"\b(?:negotiat|negoci|verhandl)\w*")
_MAIL = re.compile(r"\be-?mails?\b|\binbox\b|\bcorreo\b|\bmail\b")
_MY_OWN = re.compile(r"\b(?:my|mein\w*|mon|mi)\b(?!.*\bfor (?:it|that|this|the|job)\b)")
_ABOUT_IT = re.compile(
    r"\b(?:they|it|there|the (?:job|role|position|company|posting)|sie|ils|ellos|dafur|dort|da|dabei|drin|"
    r"la-bas|alli|ahi|hay que|piden|one)\b"
)
_NOT_ABOUT_IT = frozenset({"compare", "proof", "change", "undo", "check", "help", "outside"})
_REPEATED = frozenset({"explain_match", "show_job", "set_job_status", "tailor_resume"})
_OWN_WORD: dict[str, tuple[str, ...]] = {
    "delete": ("delete_job", "delete_resume"), "compare": ("compare_jobs", "compare_resumes"),
    "undo": ("undo_last_change",), "history": ("list_changes",), "primary": ("set_primary_resume",),
    "tailor": ("tailor_resume",), "proof": ("show_proof",), "note": ("add_job_note",), "check": ("check_resume",),
    "gap": ("explain_match",), "why": ("explain_match",), "help": ("help",),
    "rejected": ("set_job_status",), "dismissed": ("set_job_status",), "accepted": ("set_job_status",),
    "offered": ("set_job_status",), "mark": ("set_job_status",),
}  # fmt: skip
_PAIRS = (
    ("compare_resumes", "compare_jobs"), ("delete_resume", "delete_job"), ("list_resumes", "list_jobs"),
    ("show_resume", "show_job"), ("add_resume", "add_job"),
)  # fmt: skip
_AMONG_MINE = re.compile(r"\b(?:among|amongst|out of|of|from|in) (?:mine|my|these|those|them|the list|the saved)\b")
_WRITING = ("set_primary_resume", "set_job_status", "add_job_note", "delete_job", "delete_resume", "add_resume")
_ASKING = re.compile(
    r"(?:and |but |so )*(?:what(?!ever| about)|which|where|when|who|whose|how(?! about)|why|does|do|is|are|was|"
    r"were|did|has|"
    r"have (?:i|we|they|you)|welche\w*|was|wo|wann|wer|wie|warum|wieso|hat(?! \w+ mich)|ist|quel\w*|ou|quand|"
    r"qui|combien|"
    r"pourquoi|est-ce|que|cual\w*|donde|cuando|quien|cuant\w*|como|por que)\b"
)
_ACTS = frozenset({"compare", "tailor", "delete", "note", "undo", "mark", "check", "make"})


def surely_meant(text: str, plain: str, situation: Situation) -> str | None:
    """The tool for facts, mail, lines, versions or letters that the form of a clause makes certain."""
    view = _view(text, plain.lstrip("¿¡ "), situation)
    if added_job(text):
        return "add_job"
    tools = (zone_tool, preparing_tool, answer_tool, application_tool, around_tool, fact_tool, use_tool, email_tool)
    if meant := next((tool for known in tools if (tool := known(view))), None):
        return meant
    return None if is_note(view.plain, view.named) else document_tool(view)


def _view(text: str, plain: str, situation: Situation) -> View:
    return View(text, plain, concepts(plain), frozenset(kinds_named(plain)), situation)


def bonuses(text: str, plain: str, situation: Situation) -> Bonus:
    """What form and situation add to the scores of labels; `plain`: folded, without its polite beginning."""
    view = _view(text, plain, situation)
    if is_note(plain, view.named):
        return {"add_job_note": 0.8}
    # What cannot be taken back is never guessed: without a word for deleting it is hardly meant.
    found: Bonus = (
        {} if "delete" in view.named or plain.startswith("del ") else {"delete_job": -0.5, "delete_resume": -0.5}
    )
    parts = (
        _spoken_for(view),
        leaning_to_mail(view),
        _only_asks(view),
        _status(view),
        _which_kind(view),
        *about_jobs(view),
        about_tailoring(view),
        *about_openings(view),
        _outside(view),
        _shape(view),
    )
    for part in parts:
        for label, bonus in part.items():
            found[label] = found.get(label, 0.0) + bonus
    return found


def _status(view: View) -> Bonus:
    if _ADVICE.match(view.plain):
        return {BEYOND + "advice": 0.7}
    if "delete" in view.named and _OFF_THE_LIST.search(view.plain):
        return {"set_job_status": -0.4}
    if status_of(view.text) is None:
        told = "mark" in view.named or (references("job", view.text, view.situation) and not _ASKING.match(view.plain))
        return {} if told else {"set_job_status": -0.35}
    if _FOR_ME.search(view.plain) and not re.search(r"\b(?:applied|rejected)\b", view.plain):
        return {BEYOND + "apply" if _MANY.search(view.plain) else "apply_to_job": 0.8}
    if (_QUESTION.search(view.plain) or _looks(view.plain)) and not re.search(
        r"\b(?:mark|set|change|move|update)\b", view.plain
    ):
        one = references("job", view.text, view.situation)
        return {"show_job" if len(one) == 1 else "list_jobs": 0.5, "set_job_status": -0.4}
    if re.match(r"(?:re)?(?:schedule|book|arrange|set up|organi[sz]e|plan)\b", view.plain):
        return {BEYOND + "calendar": 0.6}
    if "interview" in view.named and re.search(r"\b(?:prepare|practi[cs]e|mock|questions|train|coach)\b", view.plain):
        return {BEYOND + "advice": 0.4}
    told = bool(re.match(r"(?:i|i've|i'm|we|they|ich|j'ai|he|me)\b", view.plain))
    found: Bonus = {"set_job_status": 0.55, BEYOND + "apply": -0.3, BEYOND + "world": -0.2}
    return found | {"set_job_status": 0.75, "list_jobs": -0.3} if told else found


def _spoken_for(view: View) -> Bonus:
    """A little for the tool whose own word is said: what decides where no example is near."""
    acts = view.named & _OWN_WORD.keys()
    found: Bonus = {}
    for concept in acts:
        for label in _OWN_WORD[concept]:
            found[label] = 0.2 if len(acts) == 1 else 0.1
    return found


def _only_asks(view: View) -> Bonus:
    """A question changes nothing, what reads is meant rather than what writes; what is "among mine" is on the list."""
    if _AMONG_MINE.search(view.plain):
        return {"search_jobs": -0.5}
    if view.plain.startswith("remind me") and not is_note(view.plain, view.named):
        return {"add_job_note": -0.7, "remind_me": -0.7}
    return dict.fromkeys(_WRITING, -0.4) if _ASKING.match(view.plain) else {}


def _looks(plain: str) -> bool:
    """Whether the sentence starts with a word for listing, showing or finding."""
    first = words(plain)[:3]
    if not first or first[0][0] == "i":
        return False
    return bool(word_concepts(first[0]) & {"list", "show", "find", "which"}) or bool({"list", "overview"} & set(first))


def of_kind(text: str, plain: str, situation: Situation, scores: dict[str, float]) -> dict[str, float]:
    """The scores with what was meant for the other kind of thing given to the tool for the kind at hand.

    "toss the first one" is like many a sentence about jobs; after a list of resumes it means a resume.
    """
    view = _view(text, plain, situation)
    kind, pairs = _leaning_to(view)
    moved = dict(scores)
    for pair in pairs:
        meant, other = pair if kind == "resume" else pair[::-1]
        if meant in moved and other in moved:
            moved[meant], moved[other] = max(scores[meant], scores[other]), min(scores[meant], scores[other]) - 0.2
    return moved


def _leaning_to(view: View) -> tuple[str, tuple[tuple[str, str], ...]]:
    if view.situation.attached and "job" not in view.kinds:
        return "resume", _PAIRS[1:]
    if len(view.kinds) == 1 and view.kinds <= {"job", "resume"}:
        return next(iter(view.kinds)), _PAIRS[1:]
    if view.kinds:
        return "job", ()
    resumes = view.situation.memory.known["resume"]
    if resumes and references("resume", view.text, view.situation) and not _called_job(view):
        return "resume", _PAIRS
    only = _at_hand(view.situation)
    return (only, _PAIRS) if only in {"job", "resume"} and not _called_job(view) else ("job", ())


def _which_kind(view: View) -> Bonus:
    """A sentence that names resumes and no jobs means the resume tool, and the other way round."""
    if view.situation.attached and "job" not in view.kinds:
        return _leaning("resume", 0.3)
    resumes = view.situation.memory.known["resume"]
    if not view.kinds and resumes and references("resume", view.text, view.situation) and not _called_job(view):
        return {label: by for label, by in _leaning("resume", 0.5).items() if not label.startswith(("compare", "list"))}
    if not view.kinds and (only := _at_hand(view.situation)) in {"job", "resume"}:
        return _leaning("resume" if only == "resume" else "job", 0.45)
    return _leaning(next(iter(view.kinds)), 0.18) if len(view.kinds) == 1 and "tailored" not in view.kinds else {}


def _called_job(view: View) -> bool:
    """Whether a job is named, by more than a number that a resume may have as well."""
    named = references("job", view.text, view.situation)
    return bool(named) and (
        bare_kind(view.situation.memory) == "job" or not re.search(rf"\d|\b(?:{ORDINAL}|both|all)\b", view.plain)
    )


def _at_hand(situation: Situation) -> Kind | None:
    """What kind of thing this turn, or else the last result, is about."""
    return kind_of_tool(situation.before[-1].tool) if situation.before else bare_kind(situation.memory)


def _leaning(kind: str, by: float) -> Bonus:
    sign = by if kind == "resume" else -by
    # Only the unfitting one of each pair is moved, so that a sentence that means neither does not come to mean one.
    return {pair[index]: -2 * abs(sign) for pair in _PAIRS for index in (0, 1) if (index == 0) == (sign < 0)}


def _outside(view: View) -> Bonus:
    """Requests that look like a tool's, and are not."""
    plain, named = view.plain, view.named
    if _APPLIES.match(plain) and "tailor" not in named:
        many = bool(_MANY.search(plain))
        return (
            {BEYOND + "apply": 1.3} if many else {"apply_to_job": 0.9, "set_job_status": -0.3, BEYOND + "apply": -0.4}
        )
    checks: tuple[tuple[bool, str, float], ...] = (
        (bool(_SENDS.match(plain) and _MANY.search(plain)), "apply", 0.5),
        (bool(_WRITES.match(plain) and not named & {"resume", "job", "note", "line"}), "write", 0.4),
        (bool(_CONTACTS.match(plain) and "note" not in named), "mail", 0.5),
        (bool(_TRANSLATES.match(plain)), "translate", 0.5),
        (bool(_NEGOTIATES.search(plain) and "note" not in named), "advice", 0.5),
        (bool(_MAIL.search(plain) and "note" not in named), "mail", 0.4),
    )
    return next(({BEYOND + topic: bonus} for holds, topic, bonus in checks if holds), {})


def _shape(view: View) -> Bonus:
    """Addresses, how-to questions, fields of a job, and questions about the one thing just shown."""
    plain, named = view.plain, view.named
    if len(urls(view.text)) == 1 and named & {"fit", "gap", "score"} and "compare" not in named:
        return {"explain_match": 0.4, "compare_jobs": -0.2}
    if (
        urls(view.text)
        and not named & {"compare", "tailor", "fit", "make"}
        and not re.match(r"(?:delete|remove|note)", plain)
    ):
        return {"add_job": 0.25, BEYOND + "world": -0.3, BEYOND + "web": -0.3}
    if "check" in named and view.kinds == {"resume"} and _MY_OWN.search(plain):
        return {"check_resume": 0.3}
    if _HOW_TO.search(plain) and named & {"undo"} and _THAT.search(plain):
        return {"undo_last_change": 0.5, "help": -0.3}
    if _HOW_TO.search(plain) and not named & {"fit", "gap", "score", "outside"}:
        return {"help": 0.6}
    if (
        re.match(r"(?:add|save|track|store|keep|new|create|enter|log|record|put)\b", plain)
        and view.kinds <= {"job"}
        and job_fields(view.text)
    ):
        return {"add_job": 0.6}
    return _about_it(view) or _follow_up(view)


def _about_it(view: View) -> Bonus:
    """`do they offer a bonus?` after one job was shown."""
    memory = view.situation.memory
    about = _ABOUT_IT.search(view.plain) or "attribute" in view.named
    asked = view.text.rstrip().endswith("?") and about and not view.named & _NOT_ABOUT_IT
    return {"show_job": 0.3} if asked and memory.firm.get("job") and "job" in memory.focus else {}


def _follow_up(view: View) -> Bonus:
    """The last thing again, for another job: "and the third one?", "now the same for job 2"."""
    situation = view.situation
    last = situation.before[-1].tool if situation.before else situation.memory.last_tool
    if last is None or view.named & _ACTS or len(words(view.plain)) > 8:
        return {}
    if not references("job", view.text, situation):
        return {}
    if _SAME.search(view.plain) and last in _REPEATED:
        return {last: 0.8}
    if not _FOLLOW_UP.search(view.plain):
        return {}
    if last == "compare_jobs":
        return {"explain_match": 1.5}
    return {last if last in _REPEATED - {"tailor_resume"} else "show_job": 0.9}
