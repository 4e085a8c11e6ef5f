"""Resume cases: where their bytes come from. HTML sources are printed to PDF so that layouts are tested as PDFs."""

from pathlib import Path
from typing import Any

import weasyprint

from tools.yaml_text import parse_yaml


def load_cases(path: Path) -> list[dict[str, Any]]:
    """The cases of kind `resume` in a cases file."""
    data = parse_yaml(path.read_text(encoding="utf-8"))
    return [case for case in data["cases"] if case["kind"] == "resume"]


def case_content(case: dict[str, Any], folder: Path) -> tuple[bytes, str]:
    """The file of a case and its name; `folder` holds the cases file. Raises OSError when it is missing."""
    if "text" in case:
        return str(case["text"]).encode(), str(case.get("filename", "resume.txt"))
    path = folder / str(case["file"])
    if path.suffix == ".html" and case.get("printed", True):
        printed: bytes = weasyprint.HTML(filename=str(path)).write_pdf()
        return printed, f"{path.stem}.pdf"
    return path.read_bytes(), path.name
