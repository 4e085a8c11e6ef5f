"""What goes into each field of a form, with what it rests on. Pure.

A value is a fact's, the profile's, an answer's or a document's, in its exact words; what cannot be said so is asked
where the form insists, and stays empty elsewhere. Legal, salary, equal-opportunity and consent questions are answered
by the person's own answer to them, or not at all.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tools.applications.forms.fitting import Fit, choices_of, fit, fit_day, option_for, yes_or_no
from tools.applications.forms.knowing import Known, known_of
from tools.applications.forms.reading.words import says
from tools.applications.forms.schemas import (
    ApplicationForm,
    FormField,
    FormPlan,
    PlannedField,
    PlannedFile,
    ValueSource,
)
from tools.applications.plain_words import plain_words
from tools.job_profiles.schemas import Answer, AnswerValue, JobProfile, KnownAs
from tools.resumes.schemas import ResumeFact

# Never read out of a resume, a profile's contact fields or a page: the person's own answer, or nothing.
OWN_WORDS = frozenset({"legal", "salary", "equal_opportunity", "consent"})
_IS_LETTER = re.compile(
    r"cover letter|anschreiben|motivationsschreiben|bewerbungsschreiben|lettre de motivation|carta de presentacion|"
    r"lettera di (?:presentazione|motivazione)|motivation letter|letter of motivation"
)
_IS_RESUME = re.compile(r"\b(?:resume|cv|curriculum(?: vitae)?|lebenslauf)\b")
_LATER = re.compile(r"\b(?:future|later|ever|kunftig|zukunft|spater|avenir|futuro)\b")
# What a bare number says depends on the unit that its question names.
_MEASURED = frozenset({"notice_period", "salary", "workload"})
_BARE = re.compile(r"[\d\s.,'’k]+", re.IGNORECASE)
_UNITS = {
    "hour": re.compile(r"\b(?:hour\w*|stunden?\w*|heures?|horas?|ore)\b"),
    "day": re.compile(r"\b(?:days?|daily|tage?n?|tages\w*|jours?|giorni|dias?)\b"),
    "week": re.compile(r"\b(?:week\w*|wochen?|wochentlich\w*|semaines?|settimane|semanas?)\b"),
    "month": re.compile(r"\b(?:month\w*|monat\w*|mois|mensuel\w*|mesi|mensile|mes(?:es)?|mensual\w*)\b"),
    "year": re.compile(r"\b(?:year\w*|annual\w*|annum|jahr\w*|ans?|annuel\w*|anno|annu\w+|anos?|anual\w*)\b"),
    "percent": re.compile(r"\b(?:percent\w*|prozent|pourcent\w*|stellenprozent)\b"),
    "net": re.compile(r"\b(?:net|netto|nets?|neto)\b"),
    "gross": re.compile(r"\b(?:gross|brutto\w*|brute?|lordo|bruto)\b"),
    "thousand": re.compile(r"\b(?:thousands?|tausend|milliers|miles|k)\b"),
}
_CURRENCY = re.compile(r"\b(?:chf|eur|usd|gbp|sek|nok|dkk|pln|czk|cad|aud)\b")
_SPELLED = (("€", " eur "), ("$", " usd "), ("£", " gbp "), ("%", " percent "), ("euros", "eur"), ("euro", "eur"))
CHOICES = frozenset({"select", "combobox", "radio"})
PAGE_CHOICE = "the page's own choice"


@dataclass(frozen=True)
class Letter:
    """The newest letter for the job, as text and as a file."""

    file: PlannedFile
    text: str


@dataclass(frozen=True)
class Material:
    """What a form may be filled from. `answers` are the kept ones by their key, `given` those for this form alone;
    `elsewhere` were given to the same question for another place, and say nothing here.

    `language` is the facts': sentences of theirs only go into a form that is written in it.
    """

    facts: Sequence[ResumeFact] = ()
    profile: JobProfile | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    given: Mapping[str, AnswerValue | None] = field(default_factory=dict)
    elsewhere: Mapping[str, Answer] = field(default_factory=dict)
    resume: PlannedFile | None = None
    letter: Letter | None = None
    today: date | None = None
    language: str | None = None


def plan_form(form: ApplicationForm, known: Sequence[KnownAs], material: Material) -> FormPlan:
    """The plan, with its digest; `known` says how each field's question is understood, in the fields' order."""
    if material.language is not None and material.language[:2] != form.language[:2]:
        material = replace(material, language=None)
    fields = [
        _planned(f"f{number}", one, meant, material)
        for number, (one, meant) in enumerate(zip(form.fields, known, strict=True))
    ]
    plan = FormPlan(form=form, fields=fields, given=dict(material.given), notes=_notes(form, material))
    return plan.model_copy(update={"digest": digest_of(plan)})


def digest_of(plan: FormPlan) -> str:
    """The hash of all that would be sent and where to: what a yes is bound to."""
    sent = [
        {
            "id": one.id, "label": one.field.label or one.field.group, "name": one.field.name, "kind": one.field.kind,
            "value": one.value, "options": one.options, "checked": one.checked, "cleared": one.cleared,
            "codes": [each.value for each in one.field.options if each.label in one.options],
            "file": one.file.sha256 if one.file else None, "file_name": one.file.name if one.file else None,
        }
        for one in plan.fields
    ]  # fmt: skip
    there = plan.form.goes_to.model_dump() if plan.form.goes_to is not None else None
    unseen = [[one.name, one.value] for one in plan.form.page_values]
    whole = {
        "url": plan.form.url, "submit": plan.form.submit_label, "fields": sent, "goes_to": there, "unseen": unseen,
    }  # fmt: skip
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def open_fields(plan: FormPlan) -> list[PlannedField]:
    """The fields that the person has to be asked about."""
    return [one for one in plan.fields if one.open]


def _notes(form: ApplicationForm, material: Material) -> list[str]:
    notes = list(form.notes)
    if form.wants_letter == "required" and material.letter is None:
        notes.append("The form wants a cover letter, and there is none for this job yet.")
    return notes


def _planned(name: str, one: FormField, meant: KnownAs, material: Material) -> PlannedField:
    base = PlannedField(id=name, field=one, key=meant.key, category=meant.category)
    if is_trap(one):
        return base.model_copy(update={"why": "People do not see it: it is there for programs, and stays empty."})
    if one.kind == "password":
        return _left(base, "It wants an account with a password, which only you can make.")
    if name in material.given:
        return _answered(base, material.given[name], "your answer for this form")
    if one.kind == "file":
        return _with_file(base, material)
    answer = material.answers.get(meant.key)
    if answer is not None and _may_stand_for(answer, one, meant, material.today):
        return _from_answer(base, answer)
    if (other := material.elsewhere.get(meant.key)) is not None:
        base = base.model_copy(update={"why": _said_elsewhere(other)})
    return _only_own_words(base) if meant.category in OWN_WORDS else _from_facts(base, meant, material)


def _from_facts(base: PlannedField, meant: KnownAs, material: Material) -> PlannedField:
    """What resume, profile and letter say to a question that may be answered from them."""
    one = base.field
    if one.kind == "textarea" and (meant.key == "cover_letter" or _is_letter(one)):
        return _with_letter(base, material)
    for known in known_of(one, meant, material.facts, material.profile, material.today, material.language):
        done = _put(base, known)
        if done.value is not None or done.options or done.checked is not None:
            return done
        base = base.model_copy(update={"why": done.why})
    return _untouched(base)


def is_trap(one: FormField) -> bool:
    """Whether a field is one that people do not see, and programs fill."""
    return one.unseen or says("trap", one.label, one.group, one.name, one.help)


def _may_stand_for(answer: Answer, one: FormField, meant: KnownAs, today: date | None) -> bool:
    """Whether a kept answer is one to this very question: consent to its very words, numbers in its unit."""
    asked, before, said = plain_words(_question(one)), plain_words(answer.question), _words_of(answer.value)
    if meant.category == "consent":
        return before == asked
    if meant.key == "sponsorship":  # none needed, ever, says that none is needed now; not the other way round
        return _is_later(before) == _is_later(asked) or (_is_later(before) and yes_or_no(said) is False)
    if meant.key == "start_date" and answer.value.date is not None and today is not None:
        return answer.value.date >= today
    if meant.key in _MEASURED and _BARE.fullmatch(said):
        helped = f"{_question(one)} {one.placeholder or ''} {one.help or ''}"
        return _units_of(answer.question) == _units_of(helped)
    return True


def _said_elsewhere(answer: Answer) -> str:
    place = answer.source.place
    where = f"for {place}" if place is not None else "without a place"
    return f"You said “{_words_of(answer.value)}” {where}, and it depends on the place of the job."


def _is_later(question: str) -> bool:
    return _LATER.search(question) is not None


def _units_of(question: str) -> frozenset[str]:
    """The units in which a question wants a number: spans of time, currencies, gross or net."""
    said = question.casefold()
    for sign, spelled in _SPELLED:
        said = said.replace(sign, spelled)
    said = plain_words(said)
    return frozenset(name for name, pattern in _UNITS.items() if pattern.search(said)) | set(_CURRENCY.findall(said))


def _question(one: FormField) -> str:
    return (one.group or one.label if one.options else one.label or one.group) or one.name or ""


def _from_answer(base: PlannedField, answer: Answer) -> PlannedField:
    done = _answered(base, answer.value, answer.question)
    source = done.source.model_copy(update={"id": answer.id}) if done.source else None
    return done.model_copy(update={"source": source})


def _answered(base: PlannedField, value: AnswerValue | None, name: str) -> PlannedField:
    """The person's own answer, where it fits the field; None says that it is to stay empty."""
    if value is None:
        return _left(base, "You want it left empty.") if base.field.required else _emptied(base, "You left it empty.")
    done = _of_value(base.field, value)
    if isinstance(done, bool):
        if base.field.required and not done and (base.category == "consent" or not base.field.hidden_control):
            return _left(base, "The form does not go out without this box, and you have not ticked it.")
        source = ValueSource(kind="answer", name=name, words="yes" if done else "no")
        return base.model_copy(update={"checked": done, "source": source, "why": None})
    if done.why is not None:
        return _left(base, f"Your answer does not fit: {done.why}", always=True)
    source = ValueSource(kind="answer", name=name, words=_words_of(value))
    return base.model_copy(update={"value": done.value, "options": list(done.options), "source": source, "why": None})


def _of_value(one: FormField, value: AnswerValue) -> Fit | bool:
    """What an answer comes to in a field: words, options, or whether a lone box is ticked."""
    if one.kind == "checkbox" and not one.options:
        said = value.checked if value.checked is not None else yes_or_no(value.text or " ".join(value.options or []))
        return Fit(why="say yes or no.") if said is None else said
    if value.date is not None:
        return fit_day(value.date, one)
    if value.checked is not None:
        return fit("yes" if value.checked else "no", one)
    if value.options is not None and one.options:
        found = [option_for(wanted, choices_of(one)) for wanted in value.options]
        labels = tuple(option.label for option in found if option is not None)
        if len(labels) < len(found) or (len(labels) > 1 and not one.multiple):
            return Fit(why=f"“{', '.join(value.options)}” is not among its choices.")
        return Fit(options=labels)
    return fit(value.text or ", ".join(value.options or []), one)


def _words_of(value: AnswerValue) -> str:
    if value.options is not None:
        return ", ".join(value.options)
    return (
        value.text if value.text is not None else str(value.date) if value.date else ("yes" if value.checked else "no")
    )


def _only_own_words(base: PlannedField) -> PlannedField:
    if chosen := page_choice(base.field):
        return _left(base, f"The page has chosen “{chosen}”, and only you can say whether that is so.", always=True)
    return _without_tick(base) or _left(base, base.why or "Only you can answer this; it is never guessed.")


def _without_tick(base: PlannedField) -> PlannedField | None:
    """A lone box that the page has ticked, with the tick taken away; None for all else, and where it must be ticked."""
    one = base.field
    if one.kind != "checkbox" or not one.checked or one.required or one.options:
        return None
    return base.model_copy(update={"checked": False, "why": "The page had ticked it for you; you did not."})


def _with_file(base: PlannedField, material: Material) -> PlannedField:
    one = base.field
    named = f"{one.label or ''} {one.group or ''} {one.name or ''} {one.locator or ''}"
    said = plain_words(named.replace("_", " "))
    wants_letter = base.key == "cover_letter" or (base.key != "resume" and _IS_LETTER.search(said) is not None)
    wants_resume = base.key == "resume" or (base.key != "cover_letter" and _IS_RESUME.search(said) is not None)
    file = (material.letter.file if material.letter else None) if wants_letter and not wants_resume else material.resume
    if not wants_letter and not wants_resume:
        return _left(base, "It wants a file that is neither your resume nor the letter.")
    if file is None:
        return _left(base, "There is no letter for this job yet." if wants_letter else "There is no resume to send.")
    if why := _refused(file, base.field):
        return _left(base, why)
    source = ValueSource(
        kind="document", id=file.document_id or file.tailored_resume_id or file.resume_id, name=file.name
    )
    document = {"document_id": file.document_id, "file": file, "value": file.name}
    return base.model_copy(update={**document, "source": source})


def _refused(file: PlannedFile, one: FormField) -> str | None:
    if one.max_bytes is not None and file.size > one.max_bytes:
        return f"{file.name} has {file.size:,} bytes, and the form takes {one.max_bytes:,}."
    ending = f".{file.name.rpartition('.')[2].lower()}"
    taken = [kind.strip().lower() for kind in one.accept]
    fits = not taken or any(
        kind in {ending, file.media_type, "*/*"} or (kind.endswith("/*") and file.media_type.startswith(kind[:-1]))
        for kind in taken
    )
    return None if fits else f"{file.name} is not of a type that the form takes ({', '.join(taken)})."


def _is_letter(one: FormField) -> bool:
    said = plain_words(f"{one.label or ''} {one.name or ''}")
    return _IS_LETTER.search(said) is not None


def _with_letter(base: PlannedField, material: Material) -> PlannedField:
    letter = material.letter
    if letter is None:
        return _left(base, "There is no letter for this job yet.")
    done = fit(letter.text, base.field)
    if done.value is None:
        return _left(base, f"The letter does not fit: {done.why}")
    source = ValueSource(kind="document", id=letter.file.document_id, name=letter.file.name, words=letter.text[:200])
    return base.model_copy(update={"value": done.value, "document_id": letter.file.document_id, "source": source})


def _put(base: PlannedField, known: Known) -> PlannedField:
    if base.field.kind == "checkbox" and not base.field.options:
        return base.model_copy(update={"why": "Only you can tick a box."})
    done = fit(known.value, base.field)
    if done.value is None and not done.options:
        return base.model_copy(update={"why": done.why})
    return base.model_copy(
        update={"value": done.value, "options": list(done.options), "source": known.source, "why": None}
    )


def _untouched(base: PlannedField) -> PlannedField:
    """A field that nothing is known for. What the page itself has put there is asked about where the form insists on an
    answer, and shown as the page's own elsewhere; the rest is asked or stays empty.
    """
    one = base.field
    if (chosen := page_choice(one)) is None:
        return _without_tick(base) or _left(base, base.why or "Neither your resume nor your profile says this.")
    if one.required and not one.readonly:
        return _left(base, f"The page has put “{chosen}” there itself; say whether that is your answer.")
    source = ValueSource(kind="page", name=PAGE_CHOICE, words=one.value)
    shown = {"options": [chosen]} if one.kind in CHOICES else {"value": chosen}
    return base.model_copy(update={**shown, "source": source, "why": None})


def page_choice(one: FormField) -> str | None:
    """What a page has put there by itself, as it is shown; None for nothing, and for an invitation to choose.

    Boxes, and lists that take several, are answered by the person alone: what is ticked there is taken away.
    """
    if not one.value or one.kind in {"checkbox", "file"} or (one.multiple and one.options):
        return None
    if one.kind not in CHOICES or not one.options:
        return one.value
    same = [option for option in one.options if one.kind != "radio" and option.value == one.value]
    chosen = next(iter(same), None) or option_for(one.value, one.options)
    if chosen is None:
        return one.value
    return chosen.label if chosen in choices_of(one) else None


def _emptied(base: PlannedField, why: str) -> PlannedField:
    """A field that stays empty by the person's word, or because nobody chose what the page has put there."""
    one = base.field
    emptied = base.model_copy(update={"why": why, "source": None})
    several = bool(one.multiple and one.value and one.kind in CHOICES)
    if not several and (chosen := page_choice(one)) is None:
        return emptied
    fixed = one.readonly or one.kind == "radio" or (bool(one.options) and len(choices_of(one)) == len(one.options))
    if not several and fixed:
        return _left(base, f"The page has chosen “{chosen}”, and it cannot be left empty there.", always=True)
    return emptied.model_copy(update={"cleared": True})


def _left(base: PlannedField, why: str, *, always: bool = False) -> PlannedField:
    """Open where the form insists on it (or always), else empty; with the reason."""
    if not (base.field.required or always):
        return _emptied(base, why)
    return base.model_copy(update={"open": True, "why": why, "source": None})
