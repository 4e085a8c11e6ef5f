"""Plans put into forms of eight systems in a real Chromium and handed in: the server's record is the plan."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import date
from uuid import uuid4

import pytest

from tests.conftest import needs
from tests.peers.ats import PAGES, TWICE, AtsServer, Received, serving_forms
from tools.addresses import AddressGuard
from tools.applications.forms.filling.answering import PageAnswer, Seen, around, judge
from tools.applications.forms.filling.steps import fill, picture
from tools.applications.forms.filling.submitting import submit
from tools.applications.forms.knowing import understood
from tools.applications.forms.planning import Letter, Material, open_fields, plan_form
from tools.applications.forms.questions import known_as
from tools.applications.forms.reading.page import read_form
from tools.applications.forms.schemas import ApplicationForm, FormPlan, PlannedFile
from tools.browser import Browser, find_chromium
from tools.job_profiles.schemas import AnswerValue
from tools.resumes.schemas import ContactDetail, ResumeFact, Span

RESUME, LETTER = b"Mara Lindqvist\nBackend engineer", b"Dear team,\nI build payment services."
TODAY = date(2026, 3, 2)
CONTACTS = {
    "name": "Mara Lindqvist", "email": "mara.lindqvist@example.com", "phone": "+46 70 555 01 22",
    "location": "Uppsala, Sweden",
}  # fmt: skip
# What the person answers, by words of the question: everything that no resume says.
SAID = {
    "authorized to work in Sweden": "Yes", "sponsorship": "No", "Which of these do you speak": ["English", "Swedish"],
    "notice period": "Three months", "gender?": "I prefer not to answer", "When can you start": date(2026, 12, 1),
    "years of experience": "6", "Verfügbar ab": date(2026, 12, 1), "Gehaltsvorstellung": "80000 EUR",
    "Führerschein": "yes", "permis de travail": "no", "relocate": "Yes", "Anrede": "Frau",
    "Eintrittsdatum": date(2026, 12, 1), "Pensum": "100%", "Where are you based": "Uppsala, Sweden",
}  # fmt: skip
FILES = {
    "greenhouse": {"job_application[resume]": RESUME, "job_application[cover_letter]": LETTER},
    "lever": {"resume": RESUME}, "ashby": {"_systemfield_resume": RESUME}, "workable": {"resume": RESUME},
    "personio": {"categorised_documents[cv][]": RESUME, "categorised_documents[cover-letter][]": LETTER},
    "teamtailor": {"candidate[resume]": RESUME}, "smartrecruiters": {"resume": RESUME}, "plain": {"lebenslauf": RESUME},
}  # fmt: skip
WORDS = {
    "greenhouse": {"first_name": "Mara", "last_name": "Lindqvist", "country": "Sweden", "boolean_value": "Yes"},
    "lever": {"name": "Mara Lindqvist", "field0": "No", "field2": "Three months"},
    "ashby": {"_systemfield_name": "Mara Lindqvist", "b1": "Yes", "c1": "Uppsala, Sweden", "d1": "Decline"},
    "workable": {"firstname": "Mara", "QA_1": "12/01/2026", "QA_2": "false", "QA_3": "6", "gdpr": "true"},
    "personio": {"last_name": "Lindqvist", "available_from": "01.12.2026", "custom_attribute_77": "11",
                 "salary_expectations": "80000 EUR"},
    "teamtailor": {"first_name": "Mara", "boolean": "false", "consent_given": "1"},
    "smartrecruiters": {"firstName": "Mara", "relocate": "Yes", "consent": "true"},
    "plain": {"name": "Lindqvist", "land": "SE", "eintritt": "2026-12-01", "pensum": "100%", "anrede": "f"},
}  # fmt: skip


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for this file, with loopback named as allowed."""
    needs("chromium", find_chromium() is not None)
    async with Browser(AddressGuard(frozenset({"127.0.0.1"}))) as opened:
        yield opened


@pytest.fixture
async def forms() -> AsyncIterator[AtsServer]:
    """The forms, with nothing received yet."""
    async with serving_forms() as served:
        yield served


def facts() -> list[ResumeFact]:
    """A resume's contact lines."""
    return [
        ResumeFact.model_validate(
            {"id": uuid4(), "text": value, "span": Span(start=0, end=len(value)),
             "detail": ContactDetail.model_validate({"field": field, "value": value})}
        )
        for field, value in CONTACTS.items()
    ]  # fmt: skip


def planned_file(kind: str, name: str, content: bytes) -> PlannedFile:
    """A file as a plan names it."""
    sha256 = hashlib.sha256(content).hexdigest()
    return PlannedFile.model_validate(
        {"kind": kind, "name": name, "media_type": "text/plain", "size": len(content), "sha256": sha256}
    )


def planned(form: ApplicationForm) -> FormPlan:
    """The plan with the person's answers to what it asks, consent included; optional boxes stay as they are."""
    known = understood(form.fields, [known_as(one, form.language) for one in form.fields])
    given = {}
    for number, one in enumerate(form.fields):
        asked = one.group or one.label or ""
        said = next((value for words, value in SAID.items() if words in asked), None)
        if isinstance(said, date):
            given[f"f{number}"] = AnswerValue(date=said)
        elif said is not None:
            given[f"f{number}"] = AnswerValue.model_validate({"options" if isinstance(said, list) else "text": said})
        elif one.kind == "checkbox" and one.required and not one.options:
            given[f"f{number}"] = AnswerValue(checked=True)
    letter = Letter(planned_file("letter", "letter.txt", LETTER), LETTER.decode())
    material = Material(
        facts=facts(), given=given, resume=planned_file("resume", "cv.txt", RESUME), letter=letter, today=TODAY
    )
    return plan_form(form, known, material)


async def handed_in(browser: Browser, url: str) -> tuple[FormPlan, PageAnswer | None]:
    """Read, plan, fill and send a form; the plan and what the page answered."""
    async with browser.visiting(url) as page:
        plan = planned(await read_form(page, url=url))
        assert open_fields(plan) == [], [one.why for one in open_fields(plan)]
        contents = {"resume": RESUME, "letter": LETTER}
        files = {
            one.id: {"name": one.file.name, "mimeType": one.file.media_type, "buffer": contents[one.file.kind]}
            for one in plan.fields if one.file is not None
        }  # fmt: skip
        filled = await fill(page, plan, files)  # type: ignore[arg-type]
        assert filled.unfilled == []
        png = await picture(page)
        assert png is not None
        assert png.startswith(b"\x89PNG")
        return plan, await submit(page, filled.form, _nothing)


async def _nothing() -> None:
    """The click may be made."""


def is_the_plan(name: str, sent: Received) -> None:
    """What the server took is what was planned: values, choices by their own codes, files by their bytes."""
    assert {key: (file.name, file.sha256) for key, file in sent.files.items()} == {
        key: ("letter.txt" if content is LETTER else "cv.txt", hashlib.sha256(content).hexdigest())
        for key, content in FILES[name].items()
    }
    assert {key: sent.value(key) for key in WORDS[name]} == WORDS[name]


async def test_each_system_s_form_is_filled_and_handed_in_as_planned(browser: Browser, forms: AtsServer) -> None:
    outcomes = await asyncio.gather(*(handed_in(browser, forms.url(name)) for name in PAGES))
    for name, (plan, answer) in zip(PAGES, outcomes, strict=True):
        assert answer is not None
        assert answer.outcome == "submitted", (name, answer)
        (sent,) = forms.of(name)
        is_the_plan(name, sent)
        # What nobody asked for is in nobody's hands: no gender, no marketing, no second page's answer.
        values = [value for listed in sent.values.values() for value in listed]
        texts = [one.value for one in plan.fields if one.value and not one.file and one.field.kind == "text"]
        assert set(texts) <= set(values), name
        assert not {key for key in sent.values if "marketing" in key or "future" in key or key.endswith("[gender]")}


async def test_what_a_server_does_after_the_click_is_never_taken_for_a_yes(browser: Browser, forms: AtsServer) -> None:
    told = {
        "lever": "hangup", "workable": "refuse", "personio": "error500", "teamtailor": "duplicate", "ashby": "refuse",
        "plain": "silent",
    }  # fmt: skip
    forms.variants.update(told)
    answers = await asyncio.gather(*(handed_in(browser, forms.url(name)) for name in told))
    outcome = {name: answer.outcome if answer else None for name, (_, answer) in zip(told, answers, strict=True)}
    assert outcome == {
        "lever": "unknown", "workable": "refused", "personio": "unknown", "teamtailor": "duplicate", "ashby": "refused",
        "plain": "submitted",
    }  # fmt: skip
    refused = answers[list(told).index("workable")][1]
    assert refused is not None
    assert "phone number is invalid" in refused.why
    duplicate = answers[list(told).index("teamtailor")][1]
    assert duplicate is not None
    assert duplicate.words is not None
    assert duplicate.words in TWICE.lower()
    assert [len(forms.of(name)) for name in told] == [1, 0, 1, 0, 0, 1]


def test_what_a_page_answered_is_its_confirmation_and_not_its_menu_and_foot() -> None:
    page = (
        "Menu\nJobs\nAbout us\nThank you for applying, Mara! We will write to you soon. Best, Crumb\n© Crumb\nImprint"
    )
    said = judge(
        Seen(url="https://example.com/b", text=page, statuses=[200]), Seen(url="https://example.com/a", text="")
    )
    assert (said.outcome, said.text) == ("submitted", "Thank you for applying, Mara! We will write to you soon.")
    over = around("Menu\nVielen Dank für\nIhre Bewerbung\n© Crumb\nImprint", "dank fur ihre bewerbung")
    assert over == "Vielen Dank für Ihre Bewerbung"
    assert around("Nothing of the kind", "thank you") == "Nothing of the kind"


@pytest.mark.parametrize(("text", "errors", "outcome"), [
    ("Ihre Bewerbung konnte nicht übermittelt werden.", [], "unknown"),
    ("Votre candidature n'a pas été envoyée.", [], "unknown"),
    ("Su solicitud no ha sido enviada.", [], "unknown"), ("La candidatura non è stata inviata.", [], "unknown"),
    ("Thank you for your application, but it could not be saved.", [], "unknown"),
    ("Once your application has been received, we write to you. Choose a picture.", [], "unknown"),
    ("Bitte füllen Sie alle Pflichtfelder aus.", [], "unknown"), ("El campo teléfono es obligatorio.", [], "unknown"),
    ("Le numéro de téléphone est invalide. Merci de corriger.", [], "unknown"),
    ("Telefon: die Eingabe ist falsch", [], "unknown"),
    ("Thank you for your interest. Please correct the errors below.", [], "unknown"),
    ("Thank you for applying", ["Ungültige Telefonnummer"], "unknown"),
    ("Telefon", ["Ungültige Telefonnummer"], "refused"),
    ("Vielen Dank für Ihre Bewerbung, wir melden uns, sobald wir sie gelesen haben.", [], "submitted"),
    ("Thank you for applying! If you have already applied for another role, tell us.", [], "submitted"),
    ("Sie haben sich bereits für diese Stelle beworben.", [], "duplicate"), ("Danke!", [], "submitted"),
])  # fmt: skip
def test_only_what_a_page_says_plainly_is_taken_for_a_yes(text: str, errors: list[str], outcome: str) -> None:
    before = Seen(url="https://x.example/form", text="Send your application")
    seen = Seen(url="https://x.example/sent", text=text, statuses=[200], errors=errors, form_is_there=bool(errors))
    assert judge(seen, before).outcome == outcome
    late = judge(seen.model_copy(update={"statuses": [], "silent": True, "errors": []}), before)
    assert late.outcome in {"unknown", "duplicate"}
