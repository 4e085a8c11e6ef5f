"""The judge of letters judges: what cannot be proved, what is clumsy and what was let in are found."""

from pathlib import Path

import pytest

from evals.case_files import CasesError
from evals.scorers.letters import judge, load, tally
from tools.tailoring.choice.relevance import no_similarity

CASES = """
resumes:
  cook: |
    Ada Linde
    ada@example.org

    Experience
    Cook, Harbour Kitchen, 2019 - 2022
    - Cooked 80 covers a night
    - Trained 2 apprentices
postings:
  kitchen: |
    Sous Chef
    Company: Fern Hotel

    Requirements
    - Training of apprentices
cases:
- {id: plain, resume: cook, posting: kitchen, mentions: [Fern Hotel]}
- {id: wrong, resume: cook, posting: kitchen, mentions: [Paris], never: [covers]}
- id: planted
  resume: cook
  posting: kitchen
  model:
  - {text: I trained 2 apprentices., facts: [apprentices], honest: true}
  - {text: I cooked 80 covers a night., facts: [covers], honest: true}
  - {text: I trained 20 apprentices., facts: [apprentices], honest: false}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "letters.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_letters_are_written_and_judged(tmp_path: Path) -> None:
    plain, wrong, planted = (judge(case, no_similarity) for case in load(written(tmp_path, CASES)))
    assert (plain.proved, plain.invented, plain.clumsy, plain.unheard) == (plain.sentences, [], [], [])
    assert wrong.invented == ["must never be said: covers"]
    assert wrong.unheard == ["should be said: Paris"]
    assert (planted.honest, planted.refused, planted.invented) == ([True, True], [True], [])
    figures = tally([plain, wrong, planted])
    assert figures["true"] == (2, 3)
    assert figures["heard"] == (2, 3)
    assert figures["refused"] == (1, 1)


def test_a_case_that_names_no_resume_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CasesError, match="there is no resume 'nobody'"):
        load(
            written(
                tmp_path,
                CASES.replace(
                    "resume: cook, posting: kitchen, mentions: [Fern",
                    "resume: nobody, posting: kitchen, mentions: [Fern",
                ),
            )
        )
