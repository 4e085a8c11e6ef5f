"""The templates documents can be set in: folders with a manifest, a page and a style, ours and the user's own."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field
from pydantic import ValidationError as Invalid

from store.errors import NotFoundError, ValidationError
from tools.tailoring.schemas import Paper
from tools.yaml_text import parse_yaml

SectionName = Literal[
    "summary", "skills", "experience", "projects", "education", "certificates", "languages", "other"
]  # fmt: skip
TemplateKind = Literal["resume", "letter"]
MANIFEST, PAGE, STYLE = "manifest.yaml", "template.html.j2", "style.css"


class Sections(BaseModel):
    """Where sections stand. Without an order they stand as the document has them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    order: list[SectionName] = []
    sidebar: list[SectionName] = Field(default=[], description="Those of the narrow column, which is read first")
    labels: dict[SectionName, dict[str, str]] = Field(
        default={}, description="Headings by language that differ from the usual ones"
    )


class Manifest(BaseModel):
    """What a template is: everything about it that is not its page or its style."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$", description="The name of its folder")
    title: str = Field(min_length=1, max_length=60)
    description: str = Field(min_length=1, max_length=300)
    kind: TemplateKind = "resume"
    columns: Literal[1, 2] = 1
    papers: list[Paper] = Field(default=["a4", "letter"], min_length=1)
    fonts: list[str] = Field(min_length=1, description="Families, the first that is installed is taken")
    languages: list[str] = Field(default=[], description="Two-letter codes; empty: every language")
    densities: list[str] = Field(
        default=["regular"], min_length=1, description="Classes of the page, the roomiest first; pages decide which"
    )
    row_characters: int = Field(
        default=64, ge=1, description="How many characters have room beside a date; longer lines take it in"
    )
    sections: Sections = Sections()


class Catalogue(BaseModel):
    """All templates by name, and what is wrong with folders that hold none."""

    templates: list[Manifest]
    problems: list[str] = []


@dataclass(frozen=True)
class Template:
    """A template and the folder it lies in."""

    manifest: Manifest
    folder: Path


def own_folder() -> Path:
    """The folder of the templates that come with the package."""
    return Path(str(files("tools.tailoring.documents") / "templates"))


def catalogue(added: Path | None = None) -> Catalogue:
    """Every template of the package and of the folder `added`, which may be absent; one there replaces ours."""
    found: dict[str, Manifest] = {}
    problems: list[str] = []
    for folder in (folder for root in (own_folder(), added) if root for folder in _folders(root)):
        try:
            found[folder.name] = _load(folder).manifest
        except ValidationError as problem:
            problems.append(problem.message)
    return Catalogue(templates=[found[name] for name in sorted(found)], problems=problems)


def find(name: str, kind: TemplateKind = "resume", added: Path | None = None) -> Template:
    """The template of that name.

    Raises `NotFoundError` (`TEMPLATE_UNKNOWN`), which names those there are, and `ValidationError`
    (`TEMPLATE_BROKEN`), which names the file and the field.
    """
    for root in filter(None, (added, own_folder())):
        folder = next((folder for folder in _folders(root) if folder.name == name), None)
        if folder is not None and (template := _load(folder)).manifest.kind == kind:
            return template
    known = ", ".join(item.name for item in catalogue(added).templates if item.kind == kind)
    raise NotFoundError(
        f"There is no {kind} template “{name}”. There are: {known}.", code="TEMPLATE_UNKNOWN", details={"name": name}
    )


def _folders(root: Path) -> list[Path]:
    return sorted(path for path in root.iterdir() if (path / MANIFEST).is_file()) if root.is_dir() else []


def _load(folder: Path) -> Template:
    path = folder / MANIFEST
    missing = next((name for name in (PAGE, STYLE) if not (folder / name).is_file()), None)
    if missing:
        raise _broken(folder / missing, "the file is missing. Every template has one beside its manifest.")
    try:
        manifest = Manifest.model_validate(parse_yaml(path.read_text(encoding="utf-8")) or {})
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _broken(path, f"it is not YAML in UTF-8: {error}") from error
    except Invalid as error:
        raise _broken(path, "; ".join(_complaint(item["loc"], item["msg"]) for item in error.errors())) from error
    if manifest.name != folder.name:
        raise _broken(path, f"name: says “{manifest.name}”, and the folder is called “{folder.name}”.")
    return Template(manifest, folder)


def _complaint(place: tuple[int | str, ...], said: str) -> str:
    return f"{'.'.join(map(str, place)) or 'the whole file'}: {said}"


def _broken(path: Path, said: str) -> ValidationError:
    return ValidationError(
        f"The template {path.parent.name} cannot be used. {path.parent.name}/{path.name}: {said}",
        code="TEMPLATE_BROKEN",
        details={"file": f"{path.parent.name}/{path.name}"},
    )
