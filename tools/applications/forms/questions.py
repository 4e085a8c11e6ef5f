"""How a form's question is understood. Pure."""

from tools.applications.forms.schemas import FormField
from tools.job_profiles.alike import key_of
from tools.job_profiles.questions import CATEGORIES, question_called
from tools.job_profiles.schemas import KnownAs


def known_as(field: FormField, language: str) -> KnownAs:  # noqa: ARG001
    """The known question a field asks, else the folded words of its own."""
    asked = field.group or field.label or field.name or ""
    key = question_called(asked)
    if key is not None:
        return KnownAs(key=key, category=CATEGORIES[key], is_known=True)
    consent = field.kind == "checkbox" and not field.options
    return KnownAs(key=key_of(asked), category="consent" if consent else "other", is_known=False)
