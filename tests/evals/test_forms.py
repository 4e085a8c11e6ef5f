"""The scorer of forms: what it counts, and the labels' conventions that it undoes."""

import json
from pathlib import Path

from evals.scorers.forms import Expected, Labels, score_form
from evals.suites import forms
from tools.applications.forms.schemas import ApplicationForm, FieldOption, FormField


def test_fields_are_found_by_name_else_label_and_judged_one_by_one() -> None:
    labels = Labels(
        fields=[
            Expected("text", "a", "First", required=True),
            Expected("email", None, "E-mail *", required=False),
            Expected("radio", "c", None, options=["Yes", "No"]),
            Expected("text", "d", "Gone"),
        ],
        submits=["Send"],
    )
    form = ApplicationForm(
        url="https://x.example",
        submit_label="Send it",
        fields=[
            FormField(kind="text", name="a", label="First"),
            FormField(kind="text", label="e-mail"),
            FormField(kind="radio", name="c", options=[FieldOption(label="Yes")]),
            FormField(kind="text", name="newsletter"),
        ],
    )
    counts = score_form(labels, form, ["", "", "", ""])
    told = {name: (one.right, one.wrong, one.missed) for name, one in counts.items()}
    assert told == {
        "fields": (3, 1, 1),
        "kinds": (2, 0, 1),
        "required": (1, 0, 1),
        "options": (0, 0, 1),
        "submit": (0, 0, 1),
    }


def test_the_conventions_of_labelled_pages(tmp_path: Path) -> None:
    entries = [
        {"kind": "select", "label": None, "name": None, "required": False, "options_count": 0},
        {"kind": "radio", "label": "Yes", "name": "visa", "required": True},
        {"kind": "radio", "label": "No", "name": "visa", "required": True},
        {"kind": "tel", "label": "*\nPhone\n+41", "name": "phone", "required": False},
        {"kind": "combobox", "label": "*\nPhone\n+41", "name": None, "required": False},
    ]
    schema = {"fields": entries, "files": [], "verdict": {"submit_labels": ["Accept all", "Send"]}}
    folder = tmp_path / "job_pages" / "swiss_forms"
    folder.mkdir(parents=True)
    (folder / "one.expected.json").write_text(json.dumps({"landed_url": "https://x.example/#a", "schema": schema}))
    (folder / "one.html").write_text("<form></form>")
    (found,) = forms.shared(tmp_path)
    (case,) = found.cases
    assert [(one.kind, one.name, one.options, one.required) for one in case.labels.fields] == [
        ("radio", "visa", ["Yes", "No"], True),
        ("tel", "phone", None, True),
    ]
    assert (case.labels.submits, case.url) == (["Send"], "https://x.example/")
