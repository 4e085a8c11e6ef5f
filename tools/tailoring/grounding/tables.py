"""The data files beside the prover: YAML tables and word lists, read once."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from tools.yaml_text import parse_yaml


@lru_cache(maxsize=16)
def load(name: str) -> Any:
    """A YAML file of the data folder."""
    return parse_yaml((files(__package__) / "data" / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=32)
def word_set(name: str) -> frozenset[str]:
    """A word list of `grammar.yaml`."""
    return frozenset(load("grammar.yaml")[name].split())


@lru_cache(maxsize=8)
def word_list(name: str) -> frozenset[str]:
    """A list of phrases of `grammar.yaml`, each of several words."""
    return frozenset(load("grammar.yaml")[name])
