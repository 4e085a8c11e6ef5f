"""Pure: which of a control's texts is its label, and what the label says of whether it must be filled."""

import re
from dataclasses import dataclass

from tools.applications.forms.reading.raw import RawControl
from tools.applications.forms.reading.words import folded, says, words

_EDGES = " \t\n:*✱∗＊⁎"
# A line that only marks: "*", "✱", "(required)", "Requis.", "Optional".
_LONGEST = 300
_STAR = re.compile(r"^\s*[*✱∗＊⁎]+\s*|\s*[*✱∗＊⁎]+\s*[:.]?\s*$")
_GENERATED = re.compile(r"^[:\d]|:r|radix|^(?:react|downshift|headlessui|mui|uid|input)[-_]?[\da-z]*\d|[0-9a-f]{12,}")


@dataclass(frozen=True, slots=True)
class Label:
    """A label as shown without its mark; `required` and `optional` are what the mark said."""

    text: str | None
    required: bool = False
    optional: bool = False


def read_label(raw: str, *, file: bool = False) -> Label:
    """Take the marks off a text and leave what names the field; a file field's captions name nothing."""
    if not raw:
        return Label(None)
    kept: list[str] = []
    required = optional = False
    for line in raw.split("\n"):
        if file and kept:
            # What follows the name of a document are the captions of its button, and marks.
            required, optional = required or _unmarked(line)[1], optional or _unmarked(line)[2]
            continue
        line = " ".join(line.split())
        rest, marked_required, marked_optional = _unmarked(line)
        required, optional = required or marked_required, optional or marked_optional
        if rest and not (file and _is_caption(rest)):
            kept.append(rest)
    text = " ".join(kept)
    if len(text) > _LONGEST and len(kept) > 1:
        text = kept[0]
    return Label(text[:1_000] or None, required, optional)


def _unmarked(line: str) -> tuple[str, bool, bool]:
    line, required = _lead(line)
    starred = bool(_STAR.search(line))
    line = _STAR.sub("", line).strip()
    required = required or starred
    optional = False
    for _ in range(2):
        plain = folded(line).rstrip(".:")
        if _whole("required", plain):
            return "", True, optional
        if _whole("optional", plain):
            return "", required, True
        if (cut := _cut(line, "optional")) is not None:
            line, optional = cut, True
        elif (cut := _cut(line, "required")) is not None:
            line, required = cut, True
    return _STAR.sub("", line).strip(_EDGES), required, optional


def _lead(line: str) -> tuple[str, bool]:
    """A line without a mark that opens it ("Required. I agree …") or follows a star ("Name* Required")."""
    head, dot, rest = line.partition(". ")
    if dot and _whole("required", folded(head)):
        return rest.strip(), True
    name, star, mark = line.rpartition("*")
    if star and name and _whole("required", folded(mark)):
        return name.strip(), True
    return line, False


def _whole(name: str, plain: str) -> bool:
    return bool(plain) and words(name).fullmatch(plain.strip()) is not None


def _cut(line: str, name: str) -> str | None:
    """A line without the mark in brackets, or after a dash, at its end."""
    match = re.search(r"\s*(?:\(([^()]{2,40})\)|\[([^\[\]]{2,40})\]|[-–—]\s*([\w ]{2,30}))\s*[*:.]?$", line)
    if match is None:
        return None
    mark = folded(next(group for group in match.groups() if group))
    return line[: match.start()].strip() if _whole(name, mark) else None


def _is_caption(text: str) -> bool:
    return words("file_caption").fullmatch(folded(text).strip(" .:+")) is not None


def label_of(control: RawControl) -> Label:
    """The label of one control: of what is tied to it first, then of what stands near."""
    tied = control.labels
    is_file, is_choice = control.type == "file", bool(control.kind in ("radio", "checkbox"))
    own = tied.of if control.type == "file" else _shorter(tied.of, tied.before)
    if is_choice:
        order = [tied.of, tied.inside, tied.labelledby, tied.wrapper, tied.aria, tied.after, tied.host]
        order += [tied.before if control.mates == 1 else "", tied.title]
    elif is_file:
        order = [tied.labelledby, own, tied.legend, *_headings(tied.before), tied.host, tied.aria, tied.face]
    else:
        order = [tied.labelledby, own, tied.host, tied.aria, tied.face if control.tag == "select" else ""]
        order += [tied.before, tied.legend, tied.placeholder, tied.title, tied.row]
    read = [read_label(text, file=is_file) for text in order]
    marks = [one for one, text in zip(read, order, strict=True) if text and text != tied.aria]
    if not is_choice:
        marks += [read_label(text) for text in (tied.of, tied.before, tied.legend, tied.placeholder) if text]
    chosen = next((one.text for one in read if one.text), None)
    optional = any(one.optional for one in marks)
    return Label(chosen, any(one.required for one in marks) and not optional, optional)


def _headings(before: str) -> list[str]:
    """Texts over a file field, the likeliest name of the document first: one with a mark, else the topmost."""
    texts = [text for text in reversed(before.split("\n\n")) if text]
    return sorted(texts, key=lambda text: not read_label(text, file=True).required)


def _shorter(of: str, before: str) -> str:
    """A label that wraps its control may hold notes too; what stands before the control is its head."""
    head = before.strip()
    return head if head and len(head) < len(of) and of.strip().startswith(head.split("\n")[0]) else of


def name_of(control: RawControl) -> str | None:
    """The control's name, or its id unless a script made it up."""
    if control.name:
        return control.name
    return control.id if control.id and not _GENERATED.search(control.id) else None


def is_trap(control: RawControl) -> bool:
    """Whether a text asks people to leave the field empty."""
    tied = control.labels
    return says("trap", tied.of, tied.labelledby, tied.aria, tied.before, tied.placeholder, control.words)
