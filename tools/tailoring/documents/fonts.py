"""The fonts documents are set in: those that came with the package, then the system's."""

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from xml.sax.saxutils import escape

from weasyprint.text.fonts import FontConfiguration

_GROUP = "fontpkg.family"
"""Font packages name themselves under this group of entry points, so that installing one is enough."""


def fonts() -> FontConfiguration:
    """The fonts for the calling thread: Pango's maps must not be shared between threads, and are slow to make."""
    return _fonts(threading.get_ident())


@lru_cache(maxsize=1)
def packaged_folders() -> tuple[Path, ...]:
    """The folders of the installed font packages."""
    found = (Path(entry.load().ROOT) / "files" for entry in entry_points(group=_GROUP))
    return tuple(sorted(folder for folder in found if folder.is_dir()))


@lru_cache(maxsize=4)
def _fonts(_thread: int) -> FontConfiguration:
    with _font_list():
        return FontConfiguration()


@contextmanager
def _font_list() -> Iterator[None]:
    """Let fontconfig read the system's list and the packaged folders while a configuration is made."""
    system = os.environ.get("FONTCONFIG_FILE")
    folders = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in packaged_folders())
    listed = (
        f'<fontconfig><include ignore_missing="yes">{escape(system or "fonts.conf")}</include>{folders}</fontconfig>'
    )
    with tempfile.NamedTemporaryFile("w", suffix=".conf", encoding="utf-8") as file:
        file.write(f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">{listed}')
        file.flush()
        os.environ["FONTCONFIG_FILE"] = file.name
        try:
            yield
        finally:
            if system is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = system
