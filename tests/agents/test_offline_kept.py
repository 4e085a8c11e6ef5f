"""What the offline model learned is kept, and a kept file that is damaged or of other examples is never relied on."""

from pathlib import Path

import numpy as np
import pytest

from agents.offline.choosing import Choice, Chooser
from tools.embedding import LocalEmbedder

EXAMPLES = {
    "list_jobs": ("list my jobs", "show all jobs", "which jobs do I have"),
    "undo": ("undo that", "take it back", "mach das rückgängig"),
}
SAID = ("show me the jobs", "please undo it", "zeig alles")


@pytest.fixture
def chooser(tmp_path: Path) -> Chooser:
    """Learned, and kept in the test's folder."""
    return Chooser(EXAMPLES, LocalEmbedder().embed_sync, tmp_path)


def said_to(chooser: Chooser) -> list[list[Choice]]:
    """What it chooses for every sentence."""
    return [chooser.choices(text) for text in SAID]


def test_what_was_kept_chooses_exactly_as_what_was_learned(chooser: Chooser, tmp_path: Path) -> None:
    plain = Chooser(EXAMPLES, LocalEmbedder().embed_sync)
    again = Chooser(EXAMPLES, LocalEmbedder().embed_sync, tmp_path)
    assert len(list(tmp_path.glob("offline-*.npz"))) == 1
    assert said_to(chooser) == said_to(plain) == said_to(again)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"no archive at all" * 50])
def test_a_damaged_file_is_learned_anew_and_mended(chooser: Chooser, tmp_path: Path, content: bytes) -> None:
    (kept,) = tmp_path.glob("offline-*.npz")
    kept.write_bytes(content)
    assert said_to(Chooser(EXAMPLES, LocalEmbedder().embed_sync, tmp_path)) == said_to(chooser)
    with np.load(kept) as mended:
        assert "weights" in mended.files


def test_other_examples_are_learned_beside(chooser: Chooser, tmp_path: Path) -> None:
    Chooser({**EXAMPLES, "help": ("what can you do",)}, LocalEmbedder().embed_sync, tmp_path)
    assert len(list(tmp_path.glob("offline-*.npz"))) == 2


def test_a_folder_that_cannot_be_written_to_keeps_nothing(chooser: Chooser, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert said_to(Chooser(EXAMPLES, LocalEmbedder().embed_sync, tmp_path / "file")) == said_to(chooser)
