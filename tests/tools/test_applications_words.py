"""The words of applications: one vocabulary for stages on every surface, and no heading that is two fields."""

from collections import Counter
from importlib.resources import files

import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from tools.applications.plain_words import heading_words
from tools.applications.schemas import ApplicationStatus
from tools.applications.stages import Stage, stage_of, vocabulary
from tools.applications.transfer.headings import headings


def _twice(*listed: list[str]) -> list[str]:
    return [
        word for word, times in Counter(heading_words(one) for words in listed for one in words).items() if times > 1
    ]


def test_every_word_has_one_meaning() -> None:
    """No word stands at two stages, and none at two fields: the later would silently count."""
    stages = yaml.safe_load(files("tools.applications").joinpath("stages.v1.yaml").read_text(encoding="utf-8"))
    columns = yaml.safe_load(
        files("tools.applications.transfer").joinpath("columns.v1.yaml").read_text(encoding="utf-8")
    )
    assert _twice(*stages["words"].values()) == []
    assert _twice(*columns["words"].values()) == []
    assert len(headings().words) == sum(map(len, columns["words"].values()))


def test_what_a_file_may_say_the_api_may_say() -> None:
    """Every word of the vocabulary is taken by both, and means the same; a sentence is for files only."""
    api: TypeAdapter[Stage] = TypeAdapter(ApplicationStatus)
    for word, stage in vocabulary().words.items():
        assert (api.validate_python(word), stage_of(word)) == (stage, stage)
        assert api.validate_python(word.capitalize().replace(" ", "_")) == stage
    with pytest.raises(ValidationError):
        api.validate_python("they said no after the second interview")


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        ("2nd round 🎤", "interviewing"), ("noch keine Rückmeldung", "applied"), ("Keine Antwort", "rejected"),
        ("Not applied yet", "preparing"), ("❌", "rejected"), ("✅", None), ("Declined the offer", "declined"),
        ("Absage am 12.06.", "rejected"), ("Entretien le 18/02", "interviewing"), ("not an offer", None), ("", None),
    ],
)  # fmt: skip
def test_sayings_are_read_for_what_they_are_about(said: str, stage: Stage | None) -> None:
    """Dates, pictures and numbers aside; what may be either is not guessed."""
    assert stage_of(said) == stage
