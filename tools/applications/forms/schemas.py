"""What an application form is: its questions as they stand on the page, and the plan of what goes into each."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from tools.job_profiles.schemas import AnswerCategory, AnswerValue

FieldKind = Literal[
    "text", "email", "tel", "url", "number", "date", "textarea", "select", "combobox", "radio", "checkbox", "file",
    "password",
]  # fmt: skip
Ats = Literal[
    "greenhouse", "lever", "ashby", "workable", "personio", "teamtailor", "smartrecruiters", "plain",
]  # fmt: skip
Obstacle = Literal["captcha", "login", "closed", "no_form", "unreachable", "account_needed"]


class FieldOption(BaseModel):
    """One choice of a list, a radio group or a set of boxes: its label as shown, its value as sent."""

    label: str
    value: str | None = None
    locator: str | None = Field(default=None, description="Of its own button, in a radio group or a set of boxes")


class FormField(BaseModel):
    """One control of a form; radio buttons, and boxes, of one name are one, and `group` holds their question.

    `locator` finds it again: the frame's index path and a selector that pierces open shadow roots; `step` is the page
    of a multi-step form on which it stands, from 0.
    """

    kind: FieldKind
    label: str | None = Field(default=None, description="As shown, without the mark of a required field")
    name: str | None = None
    group: str | None = Field(default=None, description="The question above a set of radio buttons or boxes")
    required: bool = False
    options: list[FieldOption] = []
    multiple: bool = False
    max_length: int | None = None
    accept: list[str] = Field(default=[], description="File types, as the page states them")
    max_bytes: int | None = None
    placeholder: str | None = None
    autocomplete: str | None = None
    help: str | None = None
    value: str | None = Field(default=None, description="What the page has put there")
    readonly: bool = False
    checked: bool | None = None
    hidden_control: bool = Field(default=False, description="A widget stands in front of the real control")
    pattern: str | None = None
    min: str | None = None
    max: str | None = None
    step: int = 0
    frame: list[int] = []
    locator: str | None = None
    face: str | None = Field(default=None, description="The locator of the widget in front of a hidden control")
    unseen: bool = Field(default=False, description="Nobody sees it, the page's scripts fill it: never to be filled")


class Destination(BaseModel):
    """Where a form goes. Addresses are without what differs at every visit (tokens, times).

    `frames` are those of the frames that the fields are in; `receivers` hosts beside these that the page was seen to
    send to, which the plan names. `files_at_once`: the page takes a file as soon as it is chosen.
    """

    action: str | None = None
    method: Literal["get", "post", "script"] = "script"
    frames: list[str] = []
    receivers: list[str] = []
    files_at_once: bool = False


class PageValue(BaseModel):
    """What a page sends with a form in a field that nobody sees; no `value` where it is another at every visit."""

    name: str
    value: str | None = None


class ApplicationForm(BaseModel):
    """The form of one application page, or why there is none (`obstacle`, worded in `why`)."""

    url: str
    ats: Ats = "plain"
    language: str = "en"
    title: str | None = None
    fields: list[FormField] = []
    submit_label: str | None = None
    submit_locator: str | None = None
    submit_frame: list[int] = []
    steps: int = 1
    wants_letter: Literal["required", "optional", "no"] = "no"
    wants_portfolio: Literal["required", "optional", "no"] = "no"
    obstacle: Obstacle | None = None
    why: str | None = None
    notes: list[str] = Field(default=[], description="What to know before filling: an invisible check, parts not read")
    goes_to: Destination | None = None
    page_values: list[PageValue] = []


class ValueSource(BaseModel):
    """What a value rests on; `words` are exact words of it."""

    kind: Literal["resume", "profile", "answer", "document", "page"]
    id: UUID | None = None
    name: str
    words: str | None = None


class PlannedFile(BaseModel):
    """A file that goes out with a form: which version of what, and the hash of its very bytes."""

    kind: Literal["resume", "tailored", "letter"]
    resume_id: UUID | None = None
    tailored_resume_id: UUID | None = None
    version: int | None = None
    document_id: UUID | None = None
    name: str
    media_type: str
    size: int
    sha256: str


class PlannedField(BaseModel):
    """One field with what goes into it. Without a value it stays empty (`why`), or is `open`: the person is asked.

    `id` names it within its plan, `key` the question it asks in the bank of answers. `cleared`: what the page has put
    there is taken away. `offered` are choices that the page showed only once something was typed.
    """

    id: str = ""
    field: FormField
    key: str
    category: AnswerCategory
    value: str | None = None
    options: list[str] = []
    checked: bool | None = None
    document_id: UUID | None = None
    file: PlannedFile | None = None
    source: ValueSource | None = None
    open: bool = False
    cleared: bool = False
    offered: list[str] = []
    why: str | None = None


class FormPlan(BaseModel):
    """What would be sent, field by field; `digest` is what a yes is bound to.

    `profile_id` is the job profile it is filled from. `given` are the answers for this form alone, by the id of the
    field (None: leave it empty); `notes` say what else the person should know before a yes. `rounds` counts the times
    that the person was asked, `unclear` is what could not be understood of the last answer.
    """

    form: ApplicationForm
    fields: list[PlannedField] = []
    profile_id: UUID | None = None
    given: dict[str, AnswerValue | None] = {}
    notes: list[str] = []
    rounds: int = 0
    unclear: list[str] = []
    digest: str = ""
    pictures: int = Field(default=0, description="How many pictures of it there are: one a step of the form")
