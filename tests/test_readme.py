"""What the README says of the code is what the code says."""

import re
from pathlib import Path

from api.cli.diagrams import diagrams
from store.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


def test_diagrams_are_those_of_the_code() -> None:
    readme = (ROOT / "README.md").read_text()
    for name, mermaid in diagrams().items():
        assert f"### {name}\n\n```mermaid\n{mermaid}\n```" in readme, (
            f"run `jobwright graphs` and put {name} in the README"
        )


def test_every_setting_is_in_the_example_file() -> None:
    listed = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    wanted = {name.upper() for name in Settings.model_fields} - {"HOST", "PORT"} | {"JOBWRIGHT_HOST", "JOBWRIGHT_PORT"}
    assert wanted <= listed, wanted - listed
    assert listed <= wanted, listed - wanted


def test_links_lead_somewhere() -> None:
    readme = (ROOT / "README.md").read_text()
    targets = [link for link in re.findall(r"\]\(([^)#]+)\)", readme) if "://" not in link]
    assert targets
    assert not [target for target in targets if not (ROOT / target).exists()]
