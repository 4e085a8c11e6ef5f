"""A form that is filled in and waits for its yes, put down without a browser."""

from uuid import UUID, uuid4

from store import submissions as store
from store.database import transaction
from tools.applications.forms.planning import digest_of
from tools.applications.forms.schemas import (
    ApplicationForm,
    FieldOption,
    FormField,
    FormPlan,
    PlannedField,
    ValueSource,
)
from tools.context import Actor, Services

PNG = b"\x89PNG\r\n\x1a\n"


def small_plan() -> FormPlan:
    """A name that is known, and a gender that nobody has said."""
    name = FormField(kind="text", label="Full name", name="name", required=True, locator="input#name")
    choices = [FieldOption(label=label, value=label.lower()) for label in ("Woman", "Man")]
    gender = FormField(kind="select", label="Gender", name="gender", options=choices, locator="select#gender")
    form = ApplicationForm(url="http://127.0.0.1:9/form", fields=[name, gender], submit_label="Send")
    said = ValueSource(kind="resume", id=uuid4(), name="your resume", words="Mirela Kovač")
    plan = FormPlan(
        form=form,
        fields=[
            PlannedField(
                id="f0", field=name, key="full_name", category="contact", value="Mirela Kovač", source=said
            ),
            PlannedField(id="f1", field=gender, key="gender", category="equal_opportunity", why="Only you can say."),
        ],
    )  # fmt: skip
    return plan.model_copy(update={"digest": digest_of(plan), "pictures": 2})


async def waiting_submission(services: Services, actor: Actor, job_id: UUID) -> UUID:
    """Its id."""
    plan = small_plan()
    async with transaction(services.sessions) as session:
        made = await store.begin(session, actor, job_id=job_id, url=plan.form.url, key=f"{job_id}:test")
        assert made is not None
        await store.move(
            session, actor, made, before=("planning",), state="waiting", plan=plan.model_dump(mode="json"),
            digest=plan.digest, screenshots=[PNG + b"1", PNG + b"2"],
        )  # fmt: skip
    return made
