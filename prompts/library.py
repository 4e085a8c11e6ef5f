"""Prompts: one Markdown file each, with front matter, one copy, hashed."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

import yaml


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as its file states it; `hash` is of the whole file, so every run can record what it used."""

    id: str
    version: int
    inputs: tuple[str, ...]
    text: str
    hash: str

    def fill(self, **values: str) -> str:
        """The text with its inputs filled in; a missing or unknown input is a bug and raises KeyError."""
        if set(values) != set(self.inputs):
            raise KeyError(f"prompt {self.id} takes {sorted(self.inputs)}, was given {sorted(values)}")
        return Template(self.text).substitute(values)


@cache
def load(prompt_id: str) -> Prompt:
    """The prompt in `prompts/<prompt_id>.md`. Raises FileNotFoundError when there is none."""
    source = (files("prompts") / f"{prompt_id}.md").read_text(encoding="utf-8")
    _, front, text = source.split("---\n", 2)
    meta = yaml.safe_load(front)
    return Prompt(
        id=meta["id"],
        version=int(meta["version"]),
        inputs=tuple(meta.get("inputs") or ()),
        text=text.strip(),
        hash=hashlib.sha256(source.encode()).hexdigest()[:16],
    )
