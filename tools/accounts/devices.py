"""What a browser's User-Agent says, in the few words a person recognises their device by."""

import re

# Order matters: Edge and Opera also say Chrome, Chrome also says Safari, Android also says Linux.
_PROGRAMS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone|iPod"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux|X11"),
)


def device_name(user_agent: str | None) -> str:
    """For example "Firefox on Linux"; a program that is no browser by its own first word; else "Unknown device"."""
    text = "".join(character for character in user_agent or "" if character.isprintable())[:1000]
    program, system = _first(_PROGRAMS, text), _first(_SYSTEMS, text)
    if program and system:
        return f"{program} on {system}"
    words = text.split()
    return (program or system or (words[0] if words else "Unknown device"))[:100]


def _first(table: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((name for name, pattern in table if re.search(pattern, text)), None)
