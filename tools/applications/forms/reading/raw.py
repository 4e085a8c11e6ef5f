"""What the script gives of one frame: plain data of a foreign page, bounded before anything looks at it."""

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

LONG = 1_000
CONTROLS, BUTTONS, OPTIONS = 1_000, 600, 400
# Characters that are no text, and those that only turn its direction.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def plain(value: Any) -> str:
    """A page's string without control and direction characters, at most LONG long; "" for anything else."""
    return _UNSEEN.sub("", value[: LONG * 20])[: LONG * 20] if isinstance(value, str) else ""


Text = Annotated[str, BeforeValidator(plain)]


class _Raw(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class RawLabels(_Raw):
    """Texts that may name a control, by how they are tied to it."""

    labelledby: Text = ""
    of: Text = ""
    aria: Text = ""
    inside: Text = ""
    wrapper: Text = ""
    after: Text = ""
    before: Text = ""
    host: Text = ""
    legend: Text = ""
    face: Text = ""
    row: Text = ""
    title: Text = ""
    placeholder: Text = ""


class RawOption(_Raw):
    """One entry of a list."""

    label: Text = ""
    value: Text | None = None
    off: bool = False
    locator: Text | None = None


class RawHidden(_Raw):
    """What keeps a control from being seen: how, which element, and how many fields that element holds."""

    how: str
    self: bool = True
    words: Text = ""
    controls: int = 0
    peer: int = -1
    peers: int = 0
    id: int = -1
    outer: "RawHidden | None" = None


class RawControl(_Raw):
    """One control as it stands in the document."""

    index: int = 0
    tag: str = "input"
    type: str = ""
    kind: str = ""
    role: Text = ""
    name: Text | None = None
    id: Text | None = None
    words: Text = ""
    form: int = -1
    region: int = -1
    around: list[Text] = []
    labels: RawLabels = RawLabels()
    group: str | None = None
    question: Text = ""
    mates: int = 1
    styled: bool = False
    pressable: list[RawOption] = []
    required: bool = False
    aria_required: bool = False
    options: list[RawOption] = Field(default=[], max_length=OPTIONS)
    multiple: bool = False
    max_length: int | None = None
    accept: Text = ""
    autocomplete: Text | None = None
    help: Text = ""
    value: Text = ""
    chosen: list[Text] = Field(default=[], max_length=OPTIONS)
    checked: bool | None = None
    disabled: bool = False
    readonly: bool = False
    inputmode: str | None = None
    pattern: Text | None = None
    min: Text | None = None
    max: Text | None = None
    max_size: Text | None = None
    popup: str | None = None
    autolist: str | None = None
    listed: bool = False
    aria_hidden: bool = False
    tabindex: str | None = None
    hidden: RawHidden | None = None
    front: Text = ""
    label_shown: bool = False
    locator: Text = ""
    face: Text | None = None


class RawButton(_Raw):
    """A button, or a link that may lead to a form."""

    text: Text = ""
    tag: str = "button"
    type: str = "button"
    form: int = -1
    region: int = -1
    around: list[Text] = []
    words: Text = ""
    shown: bool = True
    disabled: bool = False
    href: Text | None = None
    locator: Text = ""
    action: Text | None = None
    method: Text | None = None


class RawKept(_Raw):
    """A value that a form sends and nobody sees."""

    name: Text
    value: Text = ""


class RawForm(_Raw):
    """A form element."""

    words: Text = ""
    action: Text = ""
    role: Text = ""
    around: list[Text] = []
    shown: bool = True
    heading: Text = ""
    goes_to: Text = ""
    method: str = "get"
    hidden: list[RawKept] = Field(default=[], max_length=200)


class RawMark(_Raw):
    """An element that may be a check for robots, or a frame: `area` is left, top, width, height in px."""

    tag: str = ""
    words: Text = ""
    src: Text = ""
    size: str | None = None
    shown: bool = False
    area: list[float] = [0, 0, 0, 0]


class RawFrame(_Raw):
    """One frame of a page; `path` are the indices of the frames that lead to it, outermost first."""

    path: list[int] = []
    cut: bool = False
    status: int = 0
    title: Text = ""
    language: Text = ""
    url: Text = ""
    controls: list[RawControl] = Field(default=[], max_length=CONTROLS)
    buttons: list[RawButton] = Field(default=[], max_length=BUTTONS)
    forms: list[RawForm] = []
    marks: list[RawMark] = []
    headings: list[Text] = []
    text: Text = ""
    markup: Text = ""
