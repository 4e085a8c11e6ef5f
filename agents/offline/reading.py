"""What one clause means: the chooser's scores, moved by what its form and the conversation make certain."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agents.offline.asking import TRACKING, advice, forbidden, reads_instead
from agents.offline.canonical import canonical
from agents.offline.choosing import Choice, Chooser
from agents.offline.clauses import stripped
from agents.offline.cues import BEYOND, bonuses, of_kind, surely_meant
from agents.offline.discovery import refined
from agents.offline.documents import WRITING, letter_details, tailoring_details
from agents.offline.email_references import at_hand
from agents.offline.language import concepts, fold, repaired
from agents.offline.names_lower import only_name
from agents.offline.notes import is_note
from agents.offline.references import Situation, kinds_named, references
from agents.offline.wavering import wavers
from agents.offline.wordings import QUOTED, URL

Sense = Literal["tool", "beyond", "talk", "unclear", "kept", "hypothetical", "detail"]
TALK = "talk:"
SEARCH = "search_jobs"
FLOOR = 0.27
NEAREST, _NEAR = 3, 0.18
# Tools that no bonus speaks for, nor against: bonuses for others may not drown what their own examples say so clearly.
_UNSPOKEN = frozenset(
    {
        "export_applications", "import_applications", "negotiation_sheet", "prepare_job", "show_preparation",
        "tell_story", "what_next", "show_analytics", "add_contact", "list_templates", "list_documents",
        "show_document", "rewrite_letter", "export_resume", "list_applications", "reply_chance",
    }
)  # fmt: skip
_CLEAR, _CLEAR_OUTSIDE, _CLEARER = 0.42, 0.55, 0.15
_RUN_ON = 10  # words: what is dictated without a stop is looked at a piece at a time as well
_PIECE, _STRIDE, _PIECES_COUNT = 8, 3, 0.9
_WEAK = 0.45
_OTHERWISE, _HARDLY = 0.6, 0.1
SURE = 1.0  # what its form makes certain is not weighed against examples
# What is asked for by saying no: "stop watching", "never show me", "I don't like this one".
_ASKED_BY_NO = frozenset(
    {
        "list_applications",
        "stop_watching",
        "set_wishes",
        "rate_job",
        "reset_ranking",
        "show_new",
        "explain_order",
        "search_jobs",
        "drop_wishes",
        "set_answer",
        "forget_answer",
        "show_wishes",
        "steer_tailoring",
        "reject_line",
        "correct_fact",
        "write_email",
        "write_cover_letter",
        "rewrite_letter",
    }
)
_NEGATED = re.compile(
    r"^(?:(?:please|pls|and|but|also|for now|just|bitte|aber|mais|pero|s'il te plait|por favor|"
    r"no|nope|nah|nein|non|wait|stop|hey|ok|okay|actually)[,!. ]+)*(?:don'?t|do not|never|no need to|"
    r"i (?:did not|didn'?t|never) (?:ask|"
    r"want|tell) you to|you (?:don'?t|do not) (?:need|"
    r"have) to|"
    r"i (?:don'?t|do not) want you to|you (?:should ?n'?t|must ?n'?t|should not|must not)|not to|"
    r"without|ne |n'|no (?:borr|elimin|quit|adapt|cambi|anad|agreg|hag|marqu|ajust|person)|"
    r"(?:i'd|i would) rather (?:you )?(?:not|didn'?t)|stop|avoid|hold off(?: on)?|nicht\b)"
)
# "Don't want that one any more" has decided; "don't accept it yet" forbids.
_FORBIDS = re.compile(
    r"\b(?:mark|set|change|move|update|put)\b|"
    r"\b(?:don'?t|do not|never|nicht|ne|no) (?:\w+ ){0,2}?(?:accept|decline|reject|withdraw|submit|apply|close|cancel|"
    r"sign|archive|dismiss|annehmen|ablehnen|absagen|zuruckziehen|accepte\w*|refuse\w*|retire\w*|aceptes|rechaces|retires)\b"
)
_NOT_NEGATED = re.compile(
    r"don'?t (?:forget|you\b|i|we|worry|want (?:job|it|the|this|that)|think)|why don'?t|never ?mind|"
    r"let me (?:forget|miss)|let (?:it|that|this) slip|stop$|ne m'(?:a|ont)|didn'?t(?! (?:ask|want|tell) you)"
)
_LATE_NEGATION = re.compile(
    r"\b(?:nicht|nichts|nothing|rien|nada|niemals|pas|keinesfalls|auf keinen fall)\b[.! ]*(?:mehr|"
    r"an|losch\w*|entfern\w*|jetzt|noch|encore|maintenant|zu)?[.! ]*$"
)
_WHAT_IF = re.compile(
    r"^(?:so |and |but )*(?:what (?:happens|would happen|will happen|if)|if i|would it|suppose|"
    r"imagine|should i (?:delete|remove|drop|undo)|is it (?:safe|ok|okay|possible|bad) |"
    r"what does deleting|was (?:passiert|ware|ist) wenn|was passiert|wenn ich|"
    r"que se passe|si je|que pasa(?:ria)? si|si borro)"
)
_MAY_SUPPOSE = frozenset({"help", "explain_match", "compare_jobs", "show_job", "show_line_cost"})
_LEFT_ALONE = re.compile(
    r"^(?:just )?(?:leave|keep|lass|laisse|deja) (?:\S+ ){1,4}(?:alone|untouched|in peace|as (?:it|they) (?:is|"
    r"are)|in ruhe|tranquil\w*|where (?:it|they) (?:is|are))\b|"
    r"^(?:hands off|don'?t touch)\b"
)
_CAPABILITY = re.compile(
    r"^(?:can|could|do|are|kannst|peux|puedes) (?:you|du|tu|i)\b|^(?:are you able|is it possible|"
    r"do you (?:know how|support|offer|handle))"
)
_DO_YOU_THINK = re.compile(r"do (?:i\b|you (?:think|reckon|believe|guess|suppose)\b)")


@dataclass(frozen=True, slots=True)
class Reading:
    """The sense of a clause; `label`: the tool's name, the topic of what lies beyond, or the kind of talk."""

    text: str
    sense: Sense
    label: str
    score: float
    firm: bool = True
    near: tuple[str, ...] = ()


def read(
    text: str, chooser: Chooser, situation: Situation, granted: frozenset[str], firm: bool = True, *,
    writing: frozenset[str] = frozenset(),
) -> Reading:  # fmt: skip
    """What the clause asks for, in this situation; `writing` names the tools that no question may reach."""
    folded = repaired(QUOTED.sub(' "" ', text)).strip()
    plain = stripped(folded)
    if _LEFT_ALONE.search(plain):
        return Reading(text, "talk", "fine", 1.0, firm)
    if detail := _detail(text, plain, situation):
        return Reading(text, detail, situation.before[-1].tool, 1.0, firm)
    if SEARCH in granted and at_hand(situation) is None and refined(text, plain, situation) is not None:
        return Reading(text, "detail", situation.before[-1].tool if situation.before else SEARCH, 1.0, firm)
    if advice(plain, folded) and "line" not in concepts(plain):
        return Reading(text, "beyond", "advice", 1.0, firm)
    sure = surely_meant(text, plain or folded, situation)
    if sure == "correct_fact" and _said_otherwise(sure, neutral(plain or folded, text, situation), chooser):
        sure = None
    if sure is not None and sure in chooser.labels:
        reading = _real(_judged(text, folded, sure, {sure: SURE}, firm, sure=True), plain or folded)
        if not (reading.sense == "tool" and forbidden(sure, text, plain, folded, writing)):
            return reading
    scores = _scores(text, plain or folded, chooser, situation, granted)
    label = sure if sure in scores and sure is not None else max(scores, key=lambda name: scores[name])
    if label == f"{TALK}how" and (references("job", text, situation) or only_name(text)):
        del scores[label]  # "how is it going with Acme" greets nobody
        label = max(scores, key=lambda name: scores[name])
    reading = _judged(text, folded, label, scores, firm)
    if reading.sense == "tool" and forbidden(label, text, plain, folded, writing):
        instead = reads_instead(label, text, situation, scores, writing)
        return _judged(text, folded, instead, scores | {instead: SURE if label in TRACKING else scores[instead]}, firm)
    return _real(reading, plain or folded)


def _real(reading: Reading, plain: str) -> Reading:
    """The reading, or as what is only weighed where nothing has happened that the record could keep."""
    if reading.sense == "tool" and reading.label in TRACKING and wavers(plain):
        return replace(reading, sense="hypothetical")
    return reading


def _scores(text: str, plain: str, chooser: Chooser, situation: Situation, granted: frozenset[str]) -> dict[str, float]:
    """How near the clause is to every label, moved by what its form makes likely."""
    choices = _choices(neutral(plain, text, situation), chooser)
    scores = of_kind(text, plain, situation, {choice.label: choice.score for choice in choices})
    for label, bonus in bonuses(text, plain, situation).items():
        if label in scores:
            scores[label] += bonus
    for name in granted:
        if name in scores:
            scores[name] += 0.03
    if clear := _said_clearly(choices, scores, plain):
        scores[clear] = max(scores.values()) + 0.01
    return scores


def _choices(said: str, chooser: Chooser) -> Sequence[Choice]:
    """Every label with its score, best first; what runs on and is near to nothing as a whole also by its pieces."""
    whole, told = chooser.choices(said), said.split()
    if len(told) <= _RUN_ON or whole[0].score >= _WEAK:
        return whole
    best = {choice.label: choice.score for choice in whole}
    for start in range(0, len(told) - _PIECE + _STRIDE, _STRIDE):
        for choice in chooser.choices(" ".join(told[start : start + _PIECE])):
            best[choice.label] = max(best[choice.label], _PIECES_COUNT * choice.score)
    return sorted((Choice(label, score) for label, score in best.items()), key=lambda choice: -choice.score)


def _said_otherwise(label: str, said: str, chooser: Chooser) -> bool:
    """Whether the examples hardly name a label and strongly another: "I put my name under the contract"."""
    nearest, *_ = choices = chooser.choices(said)
    return nearest.score >= _OTHERWISE and next(choice.score for choice in choices if choice.label == label) < _HARDLY


def _said_clearly(choices: Sequence[Choice], scores: Mapping[str, float], plain: str) -> str | None:
    """The label that the examples alone name, where the bonuses have made another of it that they hardly name."""
    nearest, meant = choices[0], max(scores, key=lambda name: scores[name])
    outside = nearest.label.startswith(BEYOND)
    if nearest.label not in _UNSPOKEN and not outside:
        return None
    if nearest.score < (_CLEAR_OUTSIDE if outside else _CLEAR) or '""' in plain or is_note(plain, concepts(plain)):
        return None
    said = next(choice.score for choice in choices if choice.label == meant)
    return nearest.label if nearest.score - said >= _CLEARER else None


def _judged(
    text: str, folded: str, label: str, scores: Mapping[str, float], firm: bool, *, sure: bool = False
) -> Reading:
    score = scores[label]
    if score < FLOOR:
        order = sorted(scores, key=lambda name: -scores[name])
        near = tuple(
            name for name in order[:NEAREST] if scores[name] >= _NEAR and not name.startswith((BEYOND, TALK, "help"))
        )
        return Reading(text, "unclear", "", score, firm, near)
    for prefix, sense in ((BEYOND, "beyond"), (TALK, "talk")):
        if label.startswith(prefix):
            return Reading(text, "beyond" if sense == "beyond" else "talk", label.removeprefix(prefix), score, firm)
    if _is_negated(folded, label):
        return Reading(text, "kept", label, score, firm)
    if _WHAT_IF.search(stripped(folded)) and label not in _MAY_SUPPOSE:
        return Reading(text, "hypothetical", label, score, firm)
    if not sure and _asks_ability(folded, label):
        return Reading(text, "tool", "help", score, firm)
    return Reading(text, "tool", label, score, firm)


def _is_negated(folded: str, label: str) -> bool:
    if label in {"add_job_note", "help"} | _ASKED_BY_NO or _NOT_NEGATED.search(folded):
        return False
    if label == "set_job_status" and not _FORBIDS.search(folded):
        return False
    return bool(_NEGATED.search(folded)) or (bool(_LATE_NEGATION.search(folded)) and not folded.rstrip().endswith("?"))


def _asks_ability(folded: str, label: str) -> bool:
    """`can you compare resumes?` asks what is possible; `can you compare my resumes?` asks to do it."""
    always = {
        "help",
        "list_jobs",
        "undo_last_change",
        "show_proof",
        "explain_match",
        "watch_jobs",
        "check_job",
        SEARCH,
        "show_wishes",
    }
    if label in always or not _CAPABILITY.search(folded) or _DO_YOU_THINK.match(folded):
        return False
    if label == "set_job_status" and re.search(r"\b(?:as|to|into|down|auf|als|comme|a)\b", folded):
        return False  # "can you mark Acme as rejected": where it goes is said
    return not re.search(
        r"\d|\b(?:my|the|this|that|these|those|it|them|me|all|both|mein\w*|mi|mis|mon|mes|ma|le|la|el|"
        r"a|an|die|der|das|den|dem|meine\w*|les|las|los|une?|einen?|nummer|dies\w*|cet\w*|est\w*)\b",
        folded,
    )


def _detail(text: str, plain: str, situation: Situation) -> Sense | None:
    """A clause that only says how what this message asks for is to be: pages, emphasis, template, tone, length."""
    last = situation.before[-1].tool if situation.before else ""
    details = tailoring_details(text) if last == "tailor_resume" else letter_details(text) if last in WRITING else {}
    if not details or (last in WRITING and kinds_named(plain)):
        return None
    return None if concepts(plain) & {"why", "proof", "compare", "delete", "note"} else "detail"


def neutral(plain: str, text: str, situation: Situation) -> str:
    """The clause as the chooser sees it: addresses and names stand for themselves no longer."""
    neutral = URL.sub("this link", plain)
    named = references("job", text, situation)
    for entry in situation.memory.known["job"].values():
        company = fold(entry.company or "")
        if company and str(entry.number) in named:
            neutral = re.sub(rf"\b{re.escape(company)}\b", "acme", neutral)
    for name in named:
        if isinstance(name, str) and not name.isdigit():
            neutral = re.sub(rf"\b{re.escape(fold(name))}\b", "acme", neutral)
    for entry in situation.memory.known["resume"].values():
        neutral = neutral.replace(fold(entry.name), "resume 2") if entry.name else neutral
    return canonical(neutral, one_job=len(named) == 1 and "acme" not in neutral)
