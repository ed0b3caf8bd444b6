"""Measures texts, so that none exceeds its box.

The font of a slide depends on the computer that shows it. Texts are measured in DejaVu Sans, which
comes with matplotlib and is wider than the usual fonts of slides; a text that fits in it fits in those.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

import matplotlib
from PIL import ImageFont

_POINTS = 72.0  # per inch
_SIZE = 100  # pixels at which letters are measured
_SAFETY = 1.04  # for the few fonts that are wider still
_LINE = 1.2  # height of a line, in heights of the font
ELLIPSIS = "…"


def width(text: str, points: float, bold: bool = False) -> float:
    """Width of a line of text in inches."""
    return _pixels(text, bold) * points * _SAFETY / _SIZE / _POINTS


def height(lines: int, points: float) -> float:
    """Height in inches of that many lines."""
    return lines * points * _LINE / _POINTS


def elided(text: str, inches: float, points: float, bold: bool = False) -> str:
    """The text, with its middle left out if it is too wide: the ends of names tell sizes apart."""
    text = " ".join(text.split())
    if width(text, points, bold) <= inches:
        return text
    for kept in range(len(text) - 1, 0, -1):
        head = text[: (kept + 1) // 2].rstrip()
        tail = text[len(text) - kept // 2 :].lstrip()
        shorter = f"{head}{ELLIPSIS}{tail}"
        if width(shorter, points, bold) <= inches:
            return shorter
    return ELLIPSIS


def wrapped(text: str, inches: float, points: float, bold: bool = False) -> list[str]:
    """The lines of a text in a box; words wider than the box are broken, after a mark if they have one."""
    lines: list[str] = []
    line, filled = "", 0.0  # a line and its width, which is that of its words: letters are not kerned here
    blank = width(" ", points, bold)
    for word in text.split():
        longer = f"{line} {word}" if line else word
        wide = width(word, points, bold) + (filled + blank if line else 0.0)
        if wide <= inches:
            line, filled = longer, wide
            continue
        if line:
            lines.append(line)
        while width(word, points, bold) > inches and len(word) > 1:
            fitting = _fitting(word, inches, points, bold)
            fitting = max((word.rfind(mark, 0, fitting) + 1 for mark in "/-_"), default=0) or fitting
            lines.append(word[:fitting])
            word = word[fitting:]
        line, filled = word, width(word, points, bold)
    return [*lines, line] if line else lines


def line_count(text: str, inches: float, points: float, bold: bool = False) -> int:
    """How many lines wrapped() makes of a text."""
    blank = width(" ", points, bold)
    lines, filled = 0, 0.0
    for wide in _word_widths(text, points, bold):
        if wide > inches:
            return len(wrapped(text, inches, points, bold))
        longer = wide + (filled + blank)
        if lines and longer <= inches:
            filled = longer
        else:
            lines, filled = lines + 1, wide
    return lines


def widest_word(text: str, points: float) -> float:
    """Width in inches of the widest word of a text."""
    return max(_word_widths(text, points, False), default=0.0)


def cut(text: str, inches: float, points: float, most: int, bold: bool = False) -> str:
    """As much of a text as fits in that many lines of a box."""
    lines = wrapped(text, inches, points, bold)
    if len(lines) <= most:
        return text
    kept = " ".join(lines[:most])
    while kept and len(wrapped(kept + ELLIPSIS, inches, points, bold)) > most:
        kept = kept[:-1]
    return kept.rstrip(" .,;") + ELLIPSIS


def _fitting(word: str, inches: float, points: float, bold: bool) -> int:
    """How many letters of a word fit, of which at least one stays for the next line."""
    high = len(word) - 1
    low = 1
    while low < high:
        middle = (low + high + 1) // 2
        if width(word[:middle], points, bold) <= inches:
            low = middle
        else:
            high = middle - 1
    return low


@lru_cache(maxsize=8192)
def _word_widths(text: str, points: float, bold: bool) -> tuple[float, ...]:
    return tuple(width(word, points, bold) for word in text.split())


@lru_cache(maxsize=8192)
def _pixels(text: str, bold: bool) -> float:
    """Width of a text in pixels at _SIZE."""
    return sum(_letter(letter, bold) for letter in text)


@lru_cache(maxsize=4096)
def _letter(letter: str, bold: bool) -> float:
    """Width in pixels at _SIZE. East Asian letters, which the font lacks, count as wide as high."""
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.1 * _SIZE
    return float(_font(bold).getlength(letter))


@lru_cache(maxsize=2)
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name), _SIZE)
