"""Whether text can be told from what it stands on, by the colours a PDF really draws."""

from collections.abc import Iterable
from ctypes import c_uint
from typing import Any, NamedTuple

import numpy
from numpy.typing import NDArray
from pypdfium2.raw import FPDFPageObj_GetFillColor

Colour = tuple[int, int, int]
Picture = NDArray[numpy.uint8]
_SCALE = 1.0
"""Pixels per point of the picture that grounds are read from."""
_LARGE, _LARGE_BOLD = 18.0, 14.0
"""Points from which WCAG 2.2 calls text large, and asks 3:1 of it instead of 4.5:1 (level AA)."""


class Faint(NamedTuple):
    """A piece of text that does not stand out enough: its words, colours as `#rrggbb`, and the ratio of the two."""

    text: str
    colour: str
    ground: str
    ratio: float
    needed: float


def faint_texts(page: Any, texts: Iterable[Any]) -> list[Faint]:
    """Of one page's text objects, those whose contrast to what they stand on is below WCAG's level AA."""
    picture: Picture = page.render(scale=_SCALE, rev_byteorder=True).to_numpy()[:, :, :3]
    return [faint for item in texts if (faint := _faint(item, picture)) is not None]


def contrast(first: Colour, second: Colour) -> float:
    """WCAG's ratio of two colours, from 1 (the same) to 21 (black on white)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _faint(item: Any, picture: Picture) -> Faint | None:
    colour, words = _fill(item), item.extract().strip()
    if colour is None or not words:
        return None
    ground = _ground(item.get_bounds(), picture)
    ratio = contrast(colour, ground)
    if ratio >= 4.5:
        return None
    size = item.get_font_size() * abs(item.get_matrix().d)
    needed = 3.0 if size >= (_LARGE_BOLD if "Bold" in item.get_font().get_base_name() else _LARGE) else 4.5
    return Faint(words, _hex(colour), _hex(ground), ratio, needed) if ratio < needed else None


def _ground(bounds: tuple[float, float, float, float], picture: Picture) -> Colour:
    """The commonest colour around a text: strokes are thin, and their edges are blended into many shades."""
    left, bottom, right, top = (round(edge * _SCALE) for edge in bounds)
    height = picture.shape[0]
    cut = picture[max(0, height - top - 2) : height - bottom + 2, max(0, left - 2) : right + 2].reshape(-1, 3)
    codes = cut.astype(numpy.uint32) @ numpy.array([65536, 256, 1], dtype=numpy.uint32)
    found, counts = numpy.unique(codes, return_counts=True)
    code = int(found[counts.argmax()])
    return code >> 16, code >> 8 & 255, code & 255


def _fill(item: Any) -> Colour | None:
    """The colour a text is filled with, None where it is nearly transparent."""
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not FPDFPageObj_GetFillColor(item, red, green, blue, alpha) or alpha.value < 128:
        return None
    return red.value, green.value, blue.value


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
