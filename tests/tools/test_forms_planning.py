"""Plans of forms: every value with what it rests on, nothing guessed, nothing cut."""

import random
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from tools.applications.forms.destination import moved_between, settled_values, site_of, stable, unseen_between
from tools.applications.forms.fitting import fit, fit_day, option_for
from tools.applications.forms.knowing import parts_of, understood
from tools.applications.forms.planning import OWN_WORDS, Material, digest_of, plan_form
from tools.applications.forms.questions import known_as
from tools.applications.forms.sameness import changes_between
from tools.applications.forms.schemas import (
    ApplicationForm,
    Destination,
    FieldOption,
    FormField,
    FormPlan,
    PageValue,
    PlannedField,
)
from tools.applications.submissions.asking import refused_boxes
from tools.applications.submissions.wording import approval_text, hear
from tools.job_profiles.schemas import Answer, AnswerSource, AnswerValue
from tools.resumes.schemas import BulletDetail, ContactDetail, Detail, PositionDetail, ResumeFact, Span

TODAY = date(2026, 3, 2)
NAME, MAIL = "Đặng Thị Ánh Nguyễn-Öztürk", "anh@example.org"


def fact(detail: Detail, text: str, parent: ResumeFact | None = None) -> ResumeFact:
    """A fact with its words."""
    span = Span(start=0, end=len(text))
    return ResumeFact(id=uuid4(), text=text, span=span, detail=detail, parent_id=parent.id if parent else None)


JOB = fact(PositionDetail(employer="Northwind", title="Engineer", start="2020-03", current=True), "Engineer, Northwind")
FACTS = [
    fact(ContactDetail(field="name", value=NAME), NAME), fact(ContactDetail(field="email", value=MAIL), MAIL),
    fact(ContactDetail(field="phone", value="+41 44 123 45 67"), "+41 44 123 45 67"),
    fact(ContactDetail(field="location", value="Zürich, Schweiz"), "Zürich, Schweiz"),
    JOB, fact(BulletDetail(), "Built services in Python", JOB),
]  # fmt: skip


def field(label: str, kind: str = "text", options: Sequence[str] = (), **more: Any) -> FormField:
    """A field as the reader gives it; choices stand as their own group."""
    choices = [FieldOption(label=option, value=option.lower()) for option in options]
    group = label if kind in {"radio", "checkbox"} and options else None
    return FormField.model_validate(
        {"kind": kind, "label": label, "group": group, "options": choices, "required": True, **more}
    )


def answer(key: str, question: str, category: str, **value: Any) -> Answer:
    """A kept answer of the person's own."""
    return Answer(
        id=uuid4(), profile_id=uuid4(), key=key, question=question, category=category,  # type: ignore[arg-type]
        value=AnswerValue(**value), source=AnswerSource(kind="person"), updated_at=datetime(2026, 1, 1),
    )  # fmt: skip


def plan(fields: Sequence[FormField], language: str = "en", speaks: str | None = None, **material: Any) -> FormPlan:
    """The plan of a form with these fields; `speaks` is the language of the facts."""
    form = ApplicationForm(url="https://example.com/apply", language=language, fields=list(fields))
    known = understood(form.fields, [known_as(one, language) for one in form.fields])
    return plan_form(form, known, Material(**{"facts": FACTS, "today": TODAY, "language": speaks, **material}))


def only(one: FormField, **material: Any) -> PlannedField:
    """The plan of one field."""
    return plan([one], **material).fields[0]


@pytest.mark.parametrize(("one", "value"), [
    (field("Full name"), NAME), (field("E-Mail", "email"), MAIL), (field("Ville"), "Zürich"),
    (field("Country", "select", ["-", "Germany", "Switzerland"]), ["Switzerland"]),
    (field("Land", "select", ["Deutschland (+49)", "Schweiz (+41)"]), ["Schweiz (+41)"]),
    (field("Phone", "tel", pattern=r"\d{10,15}"), "0041441234567"),
    (field("Current company"), "Northwind"),
    (field("How many years of experience do you have with Python?", "number"), "6"),
])  # fmt: skip
def test_what_facts_say_is_filled_in_with_their_words(one: FormField, value: Any) -> None:
    done = only(one)
    assert (done.options or done.value, done.open) == (value, False)
    assert done.source is not None
    assert done.source.words
    assert done.source.words in {each.text for each in FACTS}


@pytest.mark.parametrize(("one", "why"), [
    (field("First name"), "Neither your resume"),
    (field("Country", "select", ["Germany", "France"]), "none of the choices"),
    (field("Full name", max_length=10), "the form takes 10"), (field("E-Mail", pattern="[a-z]+"), "not in the form"),
    (field("How many years of experience do you have with Rust?", "number"), "Neither your resume"),
    (field("Upload a photo of your passport", "file"), "neither your resume nor the letter"),
    (field("Password", "password"), "only you can make"),
    (field("I agree to the processing of my data", "checkbox"), "never guessed"),
    (field("What is your salary expectation?", "number"), "never guessed"),
    (field("Do you have a disability?", "radio", ["Yes", "No", "I do not wish to answer"]), "never guessed"),
    (field("Gender", "select", ["-", "Woman", "Man"], value="Woman"), "only you can say"),
])  # fmt: skip
def test_what_nothing_says_is_asked_with_the_reason_and_never_cut_or_guessed(one: FormField, why: str) -> None:
    done = only(one)
    assert done.open
    assert why in str(done.why)
    assert (done.value, done.options, done.checked, done.source) == (None, [], None, None)
    left = only(one.model_copy(update={"required": False, "value": None}))
    assert (left.open, left.value, left.options, left.checked) == (False, None, [], None)


def test_a_trap_stays_empty_and_a_tick_of_the_page_s_own_is_taken_away() -> None:
    assert only(field("Leave this field blank")).value is None
    assert only(field("Name", unseen=True)).value is None
    assert only(field("I agree to sell my data", "checkbox", required=False, checked=True)).checked is False


def test_own_answers_fit_the_field_in_any_of_its_languages_and_consent_only_to_its_own_words() -> None:
    permit = answer("work_authorization", "Are you authorised to work?", "legal", text="yes")
    kept = {"answers": {"work_authorization": permit}}
    assert only(field("Are you legally authorized to work?", "radio", ["Oui", "Non"]), **kept).options == ["Oui"]
    assert only(field("Are you authorised to work?", "select", ["Ja", "Nein"]), **kept).options == ["Ja"]
    assert only(field("Are you authorised to work?", "select", ["Yes, citizen", "Yes, permit", "No"]), **kept).open
    box = field("I agree to the privacy policy of Acme", "checkbox")
    key = known_as(box, "en").key
    other = answer(key, "I agree to the privacy policy of Example", "consent", checked=True)
    assert only(box, answers={key: other}).open
    same = answer(key, "I agree to the privacy policy of Acme", "consent", checked=True)
    assert only(box, answers={key: same}).checked is True
    refused = only(box, answers={key: same.model_copy(update={"value": AnswerValue(checked=False)})})
    assert (refused.open, refused.checked) == (True, None)


@pytest.mark.parametrize(("key", "before", "value", "asked", "stands"), [
    ("notice_period", "Notice period (months)", {"text": "3"}, field("Notice period (weeks)", "number"), False),
    ("notice_period", "Notice period (months)", {"text": "3"}, field("Kündigungsfrist in Monaten", "number"), True),
    ("notice_period", "Notice period", {"text": "3 months"}, field("Notice period (weeks)"), True),
    ("salary", "Expected salary per month (CHF)", {"text": "7000"}, field("Expected salary per year (CHF)"), False),
    ("salary", "Expected salary in CHF", {"text": "90000"}, field("Expected salary in EUR"), False),
    ("salary", "Expected salary in EUR", {"text": "90000"}, field("Salary expectation (€)"), True),
    ("salary", "Expected salary ($)", {"text": "90k"}, field("Salary expectation (€)"), False),
    ("start_date", "Start date", {"date": date(2026, 1, 1)}, field("Start date", "date"), False),
    ("start_date", "Start date", {"date": date(2026, 5, 1)}, field("Start date", "date"), True),
    ("sponsorship", "Do you need visa sponsorship?", {"text": "no"},
     field("Will you now or in the future need visa sponsorship?", "radio", ["Yes", "No"]), False),
    ("sponsorship", "Will you now or in the future need visa sponsorship?", {"text": "no"},
     field("Do you need visa sponsorship?", "radio", ["Yes", "No"]), True),
])  # fmt: skip
def test_a_kept_answer_stands_for_its_own_unit_time_and_day_only(
    key: str, before: str, value: dict[str, Any], asked: FormField, stands: bool
) -> None:
    kept = answer(key, before, "salary" if key == "salary" else "logistics", **value)
    done = only(asked, answers={key: kept})
    assert done.key == key
    assert (done.open, bool(done.value or done.options)) == (not stands, stands)


@pytest.mark.parametrize(("one", "shown", "is_open"), [
    (field("Channel", "select", ["Post", "Mail"], value="mail", required=False), "Mail", False),
    (field("Channel", "select", ["Post", "Mail"], value="mail"), None, True),
    (field("Channel", "radio", ["Post", "Mail"], value="Mail"), None, True),
    (field("Kanal", "select", ["Bitte wählen", "Post"], value="bitte wählen", required=False), None, False),
    (field("Reference", value="R-7", readonly=True), "R-7", False), (field("Motto", value="Carpe diem"), None, True),
    (field("Motto", value="Carpe diem", required=False), "Carpe diem", False),
    (field("Gender", "select", ["Woman", "Man"], value="woman", required=False), None, True),
    (field("Expected salary", value="4000", required=False), None, True),
    (field("Post me news", "checkbox", checked=True), None, True),
])  # fmt: skip
def test_what_the_page_itself_chose_is_shown_as_its_own_and_asked_where_it_matters(
    one: FormField, shown: str | None, is_open: bool
) -> None:
    whole = plan([one])
    (done,) = whole.fields
    assert (", ".join(done.options) or done.value, done.open) == (shown, is_open)
    told = approval_text(whole, "Cook at Acme")
    assert (f"{shown} [the page's own choice" in told) is (shown is not None)


def test_left_empty_means_that_what_the_page_put_there_is_taken_away_or_that_it_cannot_be() -> None:
    for one, cleared, is_open in (
        (field("Motto", value="Carpe diem", required=False), True, False),
        (field("Gender", "select", ["-", "Woman", "Man"], value="woman", required=False), True, False),
        (field("Gender", "select", ["Woman", "Man"], value="woman", required=False), False, True),
        (field("Gender", "radio", ["Woman", "Man"], value="Woman", required=False), False, True),
        (field("Motto", required=False), False, False),
    ):
        done = only(one, given={"f0": None})
        assert (done.cleared, done.open, done.options or done.value) == (cleared, is_open, None), one
    towns = field("Towns", "select", ["Bern", "Chur"], value="Bern, Chur", multiple=True, required=False)
    assert only(towns).cleared


def test_random_forms_hold_no_value_without_a_source_and_no_guess_about_the_person() -> None:
    rng = random.Random(7)
    labels = [
        "Full name", "Gender", "Salary expectation", "Do you need visa sponsorship?", "Ethnicity", "City", "Notes",
        "Are you a protected veteran?", "Lohnvorstellung", "Geburtsdatum", "I consent to data processing", "Website",
        "Avez-vous un permis de travail ?", "Why us?", "Date of birth", "Haben Sie Vorstrafen?", "Phone", "Resume",
    ]  # fmt: skip
    kinds = ["text", "select", "radio", "checkbox", "number", "date", "textarea", "combobox", "tel", "file"]
    for _ in range(300):
        fields = []
        for label in rng.sample(labels, 6):
            kind = rng.choice(kinds)
            options = ["-", "Yes", "No", "Woman", "Schweiz"] if kind in {"select", "radio"} else []
            value = rng.choice([None, None, "Yes", "Woman"]) if options else None
            checked = rng.choice([None, True]) if kind == "checkbox" and not options else None
            required = rng.random() < 0.5
            fields.append(field(label, kind, options, required=required, value=value, checked=checked))
        for one in plan(fields).fields:
            said = one.value is not None or bool(one.options) or one.checked is True
            assert not said or one.source is not None
            assert not said or one.category not in OWN_WORDS, (one.field.label, one.field.kind, one.value)


def test_questions_in_words_are_answered_by_proved_lines_of_ones_own_or_asked() -> None:
    asked = field("Please describe your experience with Python.", "textarea")
    done = only(asked, speaks="en")
    assert done.value is not None
    assert done.value.endswith("built services in Python.")
    assert done.source is not None
    assert done.source.words == "Built services in Python"
    for other in (
        asked.model_copy(update={"label": "Describe your experience with Rust."}),
        asked.model_copy(update={"label": "Why do you want to work with Python here?"}),
    ):
        assert (only(other, speaks="en").value, only(other, speaks="en").open) == (None, True)
    assert only(asked, language="en", speaks="de").value is None
    short = only(asked.model_copy(update={"max_length": 10}), speaks="en")
    assert (short.value, short.open) == (None, True)


def test_options_and_days_are_met_by_meaning_or_not_at_all() -> None:
    both = [FieldOption(label="Yes"), FieldOption(label="Yes, with a permit"), FieldOption(label="No")]
    assert option_for("yes", both) is both[0]
    assert option_for("ja", both) is None  # two choices say yes
    assert option_for("CH", [FieldOption(label="Suisse"), FieldOption(label="Suède")]) == FieldOption(label="Suisse")
    assert fit_day(date(2026, 12, 1), field("Verfügbar ab", placeholder="TT.MM.JJJJ")).value == "01.12.2026"
    assert fit_day(date(2026, 12, 1), field("Start", placeholder="MM/DD/YYYY")).value == "12/01/2026"
    assert fit_day(date(2026, 12, 1), field("Start", "date", min="2027-01-01")).why
    assert fit("80'000", field("Lohn", "number")).value == "80000"
    assert fit("about 80", field("Lohn", "number")).why
    slow = field("Code", pattern=r"(a+)+$")
    assert fit("a" * 60 + "!", slow).value  # never tried here: it would take for ever


def test_a_name_is_only_split_where_something_says_so() -> None:
    assert parts_of("Mara Lindqvist", ["mara.lindqvist@example.com"]) == ("Mara", "Lindqvist")
    assert parts_of("Nguyễn, Ánh", []) == ("Ánh", "Nguyễn")
    assert parts_of("Ánh NGUYỄN", []) == ("Ánh", "NGUYỄN")
    assert parts_of(NAME, [MAIL]) is None
    assert parts_of("Mara Lindqvist", ["lindqvist@example.com"]) is None


def test_a_yes_is_bound_to_every_value_and_to_the_address() -> None:
    first = plan([field("Full name"), field("Notes", required=False)])
    there = Destination(action="https://example.com/send", method="post")
    first = first.model_copy(update={"form": first.form.model_copy(update={"goes_to": there})})
    first = first.model_copy(update={"digest": digest_of(first)})
    elsewhere: tuple[dict[str, Any], ...] = (
        {"action": "https://other.example/send"}, {"method": "get"}, {"frames": ["https://a.example/f"]},
        {"receivers": ["files.example"]},
    )  # fmt: skip
    moved = [first.form.model_copy(update={"goes_to": there.model_copy(update=one)}) for one in elsewhere]
    moved.append(first.form.model_copy(update={"page_values": [PageValue(name="job", value="7")]}))
    changed = [
        *(first.model_copy(update={"form": form}) for form in moved),
        first.model_copy(update={"form": first.form.model_copy(update={"url": "https://example.com/other"})}),
        first.model_copy(
            update={"fields": [first.fields[0].model_copy(update={"value": "Somebody"}), first.fields[1]]}
        ),
        first.model_copy(update={"fields": [first.fields[0], first.fields[1].model_copy(update={"value": "x"})]}),
    ]
    assert digest_of(first) == first.digest
    assert len({first.digest, *map(digest_of, changed)}) == 9
    shown = approval_text(first, "Cook at Acme")
    assert NAME in shown
    assert "To: https://example.com/apply" in shown
    assert "Received by: example.com\n" in shown
    assert "Left empty: Notes." in shown
    same = first.form.model_copy(deep=True)
    same.fields[0].locator = "elsewhere"
    assert changes_between(first.form, same) is None
    same.fields[0].required = False
    assert "Full name" in str(changes_between(first.form, same))
    assert [moved_between(first.form, form) for form in (first.form, *moved[:3])] == [
        None,
        "The form goes to another address now: other.example (another host than the page's, example.com) instead of "
        "example.com.",
        "The form goes to another address now: example.com, in the address of the next page instead of example.com.",
        "The form stands in another frame now: https://a.example/f instead of the page itself.",
    ]


@pytest.mark.parametrize(("url", "kept"), [
    ("https://X.example/f;jsessionid=1A?job=7&csrf=ab12#top", "https://x.example/f?job=7&csrf="),
    ("https://b.example/embed?token=4012345&validityToken=ab", "https://b.example/embed?token=4012345&validityToken="),
    ("https://b.example/?id=0b9a5c56-35a5-4ad8-9c3a-2f3a1f6f4f10&t=1764230000",
     "https://b.example/?id=0b9a5c56-35a5-4ad8-9c3a-2f3a1f6f4f10&t="),
])  # fmt: skip
def test_an_address_is_held_against_itself_without_what_differs_at_every_visit(url: str, kept: str) -> None:
    assert stable(url) == kept


@pytest.mark.parametrize(("one", "other", "same"), [
    ("https://jobs.example.com/1", "https://api.example.com/x", True),
    ("https://a.co.uk/1", "https://b.co.uk/1", False),
    ("https://a.s3.amazonaws.com/1", "https://b.s3.amazonaws.com/1", False),
    ("http://127.0.0.1:81/", "http://127.0.0.1:82/", False),
    ("https://a.example@b.example/", "https://a.example/", False),
])  # fmt: skip
def test_who_answers_at_an_address_is_told_by_its_registered_name(one: str, other: str, same: bool) -> None:
    assert (site_of(one) == site_of(other)) is same


def test_what_a_page_sends_unseen_may_only_change_where_it_always_does() -> None:
    first = [PageValue(name="job", value="7"), PageValue(name="seed", value="1"), PageValue(name="file", value="")]
    again = [PageValue(name="job", value="7"), PageValue(name="seed", value="2"), PageValue(name="file", value="")]
    kept = settled_values(first, again, again)
    assert [one.value for one in kept] == ["7", None, ""]
    planned = ApplicationForm(url="https://x.example", page_values=kept, goes_to=Destination())
    for name, value, uploads, told in (
        ("job", "8", False, "“job” is “8” instead of “7”"), ("seed", "3", False, None), ("file", "f1", True, None),
        ("file", "f1", False, "“file”"), ("consent", "1", False, "“consent” is “1” instead of “nothing”"),
    ):  # fmt: skip
        values = [*(one for one in again if one.name != name), PageValue(name=name, value=value)]
        now = planned.model_copy(update={"page_values": values})
        said = unseen_between(planned, now, uploads=uploads)
        assert (told is None and said is None) or (told is not None and told in str(said)), (name, said)


def test_typed_answers_go_to_the_questions_they_are_numbered_with() -> None:
    asked = plan([
        field("Do you need sponsorship?", "radio", ["Yes, I do", "No, I do not"]), field("Start", "date"),
        field("Motivation"), field("I agree to the terms", "checkbox"),
    ])  # fmt: skip
    heard = hear("1. no\n2: 1 April 2026\n3) Because: I like it; really\n4 = ja", asked, today=TODAY)
    assert heard.unclear == {}
    assert heard.answers == {
        "f0": AnswerValue(options=["No, I do not"]), "f1": AnswerValue(date=date(2026, 4, 1)),
        "f2": AnswerValue(text="Because: I like it; really"), "f3": AnswerValue(checked=True),
    }  # fmt: skip
    assert set(hear("1: perhaps\n2: soon", asked, today=TODAY).unclear) == {1, 2}
    assert hear("go on then", asked, today=TODAY).answers == {}


@pytest.mark.parametrize(
    ("said", "first", "second"),
    [
        ("1 no, 2 yes", "Non", "Yes"), ("1. no 2. yes", "Non", "Yes"), ("1: no; 2: yes", "Non", "Yes"),
        ("1 no 2 yes", "Non", "Yes"), ("no and yes", "Non", "Yes"), ("non, oui", "Non", "Yes"),
        ("1: no, never, 2: yes", "Non", "Yes"), ("ja / nein", "Oui", "No"), ("1: never and 2: of course", "Non", "Yes"),
    ],
)  # fmt: skip
def test_answers_on_one_line_are_understood(said: str, first: str, second: str) -> None:
    asked = plan([field("Permis ?", "radio", ["Oui", "Non"]), field("Move?", "radio", ["Yes", "No"])])
    heard = hear(said, asked, today=TODAY)
    assert heard.unclear == {}
    assert heard.answers == {"f0": AnswerValue(options=[first]), "f1": AnswerValue(options=[second])}


def test_a_list_is_only_taken_for_answers_where_it_can_be_one() -> None:
    asked = plan([field("Motivation"), field("Move?", "radio", ["Yes", "No"])])
    assert hear("I like it, truly", asked, today=TODAY).answers == {}
    assert hear("1: 3 months and 2 days\n2: no", asked, today=TODAY).answers["f0"] == AnswerValue(
        text="3 months and 2 days"
    )
    alone = plan([field("Move?", "radio", ["Yes", "No"])])
    assert hear("no, never", alone, today=TODAY).answers == {"f0": AnswerValue(options=["No"])}
    assert set(hear("perhaps", alone, today=TODAY).unclear) == {1}


def test_a_refused_box_is_an_answer_and_not_asked_again() -> None:
    asked = plan([field("I agree to the terms", "checkbox")])
    heard = hear("no", asked, today=TODAY)
    assert heard.answers == {"f0": AnswerValue(checked=False)}
    refused = refused_boxes(asked.model_copy(update={"given": heard.answers}))
    assert refused is not None
    assert "“I agree to the terms”" in refused
    assert refused_boxes(asked) is None


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("Vancouver, BC", None), ("San Francisco, CA", None), ("Vancouver, BC, Canada", "Canada"),
        ("Bern, CH", "CH"), ("Uppsala, Sweden", "Sweden"),
    ],
)  # fmt: skip
def test_only_what_names_a_country_is_taken_for_one(written: str, country: str | None) -> None:
    lives = [fact(ContactDetail(field="location", value=written), written)]
    assert only(field("Country", "combobox"), facts=lives).value == country
