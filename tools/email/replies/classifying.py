"""What a mail of an employer says of an application, by the words that show it. Pure; no model takes part.

Phrases (phrases.v1.tsv) are looked for in what the sender says in this mail and a person can see. Orders to machines
are no evidence. How sure an answer is was counted: confidence.v1.tsv holds how often such evidence was right.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tools.email.message import Mail
from tools.email.replies.evidence import Evidence, best, evidence_in, folded_line, table_rows
from tools.email.replies.meetings import invitations, meeting_of
from tools.email.replies.naming import company_of, requisition_of, role_of
from tools.email.replies.orders import orders_in, without_orders
from tools.email.replies.schemas import Meeting, Reply, ReplyKind
from tools.email.replies.speaking import seen, sentences, spoken_text

ACT_AT = 0.95
COUNTED = "confidence.v1.tsv"
_UNTRUSTED = 0.5
_LEANS = 4
# The order in which kinds win over each other where each is said with equal weight.
_ORDER: tuple[ReplyKind, ...] = (
    "rejection", "offer", "reschedule", "interview", "assessment", "outreach", "question", "application_received",
)  # fmt: skip
_GRAVE = ("rejection", "offer", "interview", "reschedule")
_APPLYING = re.compile(
    r"\b(?:appl(?:ication|y|ied|ying|icants?)|candida\w+|positions?|roles?|jobs?|interview\w*|vacanc\w+|hiring|hire|"
    r"recruit\w+|careers?|"
    r"cv|resume|bewerb\w+|stelle\w*|vorstellungsgesprach\w*|karriere|poste|entretien|recrutement|postul\w+|puesto|"
    r"vacante|"
    r"entrevista|seleccion|proceso|sollicit\w+|vacature|functie|vaga|colloquio|posizione|selezione|assunzione|"
    r"processo seletivo|"
    r"offer|gesprach|gesprek|unterlagen|assessment|contract|vertrag\w*|contrat\w*|employment|profil\w*|trial shift|"
    r"salary)\b"
)
_OWN = re.compile(
    r"\b(?:your|the)\s+(?:\w+\s+){0,3}(?:application|candidacy|interview|assessment|profile|cv|resume)|you(?:'ve|"
    r" have)? applied|for applying|"
    r"for the (?:\w+ ){0,5}(?:position|role|post|vacancy|job)|position of|post of|role of|(?:ihre|ihrer|deine|"
    r"deiner|die) (?:online)?bewerbung|"
    r"fur (?:ihre|deine) bewerbung|vorstellungsgesprach|(?:votre|ta) candidature|(?:tu|su|sua|tua|la sua|"
    r"la tua) candidatura|"
    r"(?:je|uw) sollicitatie|poste de|puesto de|vaga de|posizione di"
)
_ASKS = re.compile(
    r"\?\s*$|\b(?:please (?:confirm|let|reply|choose|pick|select|send|share|return)|let me know|let us know|(?:pick|"
    r"choose|book) a (?:time|slot)|"
    r"bitte (?:\w+ )?bestatigen|terminvorschlag|merci de|confirmez|por favor|confirm(?:a|e|ar) (?:tu|su)?|elige|"
    r"dinos|choose a slot|sag uns)\b"
)
_TURN = re.compile(r"\b(?:but|instead|however|aber|stattdessen|mais|pero|sino|echter|porem|mas|pero|invece)\b")
_REPLY = re.compile(r"^(?:re|aw|antw|sv|res|rif)\s*:", re.I)


@dataclass(frozen=True, slots=True)
class _Verdict:
    kind: ReplyKind
    strength: str
    evidence: Evidence | None


def classify(mail: Mail) -> Reply:
    """The class of a mail with the sentence that shows it, what it names, and when it asks to meet."""
    suspicious = [*orders_in(mail), *_unseen_evidence(mail)]
    lines = _lines(mail)
    verdict = _verdict(mail, lines)
    spoken = "\n".join(lines[1:])
    meeting = meeting_of(mail, lines[1:]) if verdict.kind in ("interview", "reschedule", "question") else None
    return Reply(
        kind=verdict.kind,
        confidence=_confidence(verdict, bool(suspicious)),
        quote=_quote(mail, verdict, lines),
        company=company_of(mail, _named(mail, spoken)),
        role=role_of(mail, spoken),
        requisition_id=requisition_of(mail, spoken),
        meeting=meeting,
        needs_answer=_needs_answer(verdict.kind, lines, meeting),
        suspicious=suspicious,
    )


def _lines(mail: Mail) -> list[str]:
    """What is judged: the subject first, then the sentences that the sender says and that give no orders."""
    return [_subject(mail), *without_orders(sentences(spoken_text(mail)))]


def _subject(mail: Mail) -> str:
    """The subject as evidence; that of an answer was written for an earlier mail."""
    return f"subject: {'' if _REPLY.match(mail.subject.strip()) else ' '.join(without_orders([mail.subject]))}"


def _named(mail: Mail, spoken: str) -> str:
    """The words that may name the employer: the signature stands below what is said."""
    return "\n".join([spoken, *without_orders(line for line in mail.text.split("\n")[-6:] if not line.startswith(">"))])


def _verdict(mail: Mail, lines: Sequence[str]) -> _Verdict:
    return _arranged(mail, _invited(mail, _judged(mail, lines), lines), lines)


def _judged(mail: Mail, lines: Sequence[str]) -> _Verdict:
    found = best(evidence_in(lines))
    folded = folded_line(f"{mail.sender.name or ''} {' '.join(lines)}")
    anchored, own = bool(_APPLYING.search(folded)), bool(_OWN.search(folded))
    scores = {kind: _score(found[kind], kind, anchored, own) for kind in _ORDER if kind in found}
    scores = {kind: score for kind, score in scores.items() if score >= 1.5}
    if not scores:
        return _Verdict("other", "nothing" if "other" not in found else "said", None)
    other = found.get("other", [])
    bulk = ("bulk" in found or mail.is_bulk) and not own
    if other and other[0].weight + 0.25 * bulk >= min(3.75, max(scores.values()) + 0.25):
        return _Verdict("other", "said", None)
    if bulk and max(scores.values()) < 3.5:
        return _Verdict("other", "bulk", None)
    kind = _winner(found, scores, lines)
    return _Verdict(kind, _strength(kind, found, scores), found[kind][0])


def _score(evidence: Sequence[Evidence], kind: str, anchored: bool, own: bool) -> float:
    """The heaviest evidence, a little more for a second sentence and for speaking of the person's own application."""
    score = evidence[0].weight + 0.25 * (len(evidence) > 1)
    if len(evidence) > 1 and evidence[0].weight == 1:
        score += 0.5
    if kind not in ("outreach", "application_received"):
        score += 0.5 * own - (2 if kind == "reschedule" else 1.5) * (not anchored)
    return score


def _winner(found: Mapping[str, list[Evidence]], scores: Mapping[ReplyKind, float], lines: Sequence[str]) -> ReplyKind:
    """The kind said with the most weight; what is graver wins among equals."""
    heaviest = max(min(3, found[kind][0].weight) for kind in scores)
    candidates = [kind for kind in _ORDER if kind in scores and found[kind][0].weight >= heaviest]
    leading = candidates[0]
    if leading == "rejection" and "interview" in candidates and _turned(found, lines):
        return "interview"
    if leading in ("interview", "reschedule") and "outreach" in candidates and "application_received" not in scores:
        return "outreach"
    if leading == "outreach" and "application_received" in scores and "question" in scores:
        return "question"
    if leading == "outreach" and "application_received" in candidates:
        return "application_received"
    if leading == "application_received":
        return next(
            (kind for kind in _ORDER if kind in scores and kind != "outreach" and found[kind][0].weight >= 2), leading
        )
    return leading


def _turned(found: Mapping[str, list[Evidence]], lines: Sequence[str]) -> bool:
    """Whether a refusal turns into an invitation: not this role, but come and talk about that one."""
    said, invited = found["rejection"][0], found["interview"][0]
    return invited.sentence >= said.sentence and bool(_TURN.search(folded_line(lines[invited.sentence])))


def _strength(kind: ReplyKind, found: Mapping[str, list[Evidence]], scores: Mapping[ReplyKind, float]) -> str:
    """How well it is shown: hinted, said, said twice or of this application, or said beside something graver."""
    weight = found[kind][0].weight
    rivals = [other for other in _GRAVE if other != kind and other in found and found[other][0].weight >= 3]
    if rivals and kind in _GRAVE and not (kind == "reschedule" and rivals == ["interview"]):
        return "contested"
    if weight < 3:
        return "hinted" if scores[kind] < 2.5 else "spoken for"
    return "said of this" if scores[kind] >= 3.5 else "said"


def _invited(mail: Mail, verdict: _Verdict, lines: Sequence[str]) -> _Verdict:
    """What an invitation adds: a calendar event of an interview is one, whatever its cover mail says."""
    events = invitations(mail)
    if not events or verdict.kind not in ("other", "application_received", "question"):
        return verdict
    if not re.search(
        r"\binterview|vorstellungsgespr|entretien|entrevista|sollicitatiegesprek|colloquio", "\n".join(lines), re.I
    ):
        return verdict
    return _Verdict("reschedule" if events[0].method == "CANCEL" else "interview", "invitation", verdict.evidence)


def _arranged(mail: Mail, verdict: _Verdict, lines: Sequence[str]) -> _Verdict:
    """Whether an invitation goes on to a time, or asks for one; what only speaks of interviews seldom does."""
    if (verdict.kind, verdict.strength) != ("interview", "said of this"):
        return verdict
    meeting = meeting_of(mail, lines[1:])
    if (meeting is None or meeting.starts_at is None) and not _asks(lines):
        return verdict
    return _Verdict("interview", "arranged", verdict.evidence)


def _quote(mail: Mail, verdict: _Verdict, lines: Sequence[str]) -> str | None:
    if verdict.kind == "other":
        return None
    if verdict.evidence is None or verdict.evidence.sentence == 0:
        return mail.subject or None
    return lines[verdict.evidence.sentence]


def _confidence(verdict: _Verdict, suspicious: bool) -> float:
    """How often such evidence was right; few cases of one kind lean on those of the same strength of all kinds."""
    right, judged = _counted().get((verdict.kind, verdict.strength), (0, 0))
    alike = [counts for (_, strength), counts in _counted().items() if strength == verdict.strength]
    pooled = (sum(one for one, _ in alike) + 1) / (sum(one for _, one in alike) + 2)
    counted = round((right + _LEANS * pooled) / (judged + _LEANS), 3)
    return min(counted, _UNTRUSTED) if suspicious else counted


def strength_of(mail: Mail) -> tuple[ReplyKind, str]:
    """The kind and the name of the strength of its evidence, as confidence is counted by."""
    verdict = _verdict(mail, _lines(mail))
    return verdict.kind, verdict.strength


@cache
def _counted() -> dict[tuple[str, str], tuple[int, int]]:
    return {(kind, strength): (int(right), int(judged)) for kind, strength, right, judged in table_rows(COUNTED)}


def _needs_answer(kind: ReplyKind, lines: Sequence[str], meeting: Meeting | None) -> bool:
    if kind == "question":
        return True
    if kind not in ("interview", "reschedule", "offer", "outreach", "assessment"):
        return False
    return bool(meeting and meeting.method == "REQUEST") or _asks(lines)


def _asks(lines: Sequence[str]) -> bool:
    return any(_ASKS.search(folded_line(line)) for line in lines[1:])


def _unseen_evidence(mail: Mail) -> list[str]:
    """Hidden sentences that say something grave which the person is not shown."""
    shown = seen(mail)
    lines = [line for line in sentences(shown.hidden) if line not in shown.words]
    grave = {one.sentence for one in evidence_in(lines) if one.kind in _GRAVE and one.weight >= 3} if lines else set()
    return [lines[number][:300] for number in sorted(grave)]
