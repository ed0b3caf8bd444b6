"""Numbers as sources state them: "~650M", "over 60M", "40-60M". Such a number keeps its words in a note."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Callable

from ..catalog.typed_numbers import usual
from ..errors import PlmError

_ABOUT = r"~|≈|about|around|approximately|approx\.?|roughly|circa|ca\.|c\.|nearly|almost"
_BOUND = r">=?|≥|over|more than|at least|<=?|≤|under|less than|at most|up to"
_NUMBER = re.compile(
    rf"(?:{_ABOUT}|{_BOUND})\s*(?P<number>[\d.].*?)\+?|(?P<plus>[\d.].*?)\s*\+", re.IGNORECASE
)
_RANGE = re.compile(
    r"(?:between\s+)?(?P<low>[\d.][\d.,_' ]*?)\s*(?P<unit>[a-z]*)\s*(?:-|\bto\b|\band\b)\s*(?P<high>[\d.].*)",
    re.I,
)


@dataclass(frozen=True)
class StatedNumber:
    """A number that its source gives with a reserve.

    value   the number; None for a range
    range   the lowest and the highest, or None
    words   as the source has it
    """

    words: str
    value: float | None = None
    range: tuple[float, float] | None = None

    @property
    def note(self) -> str:
        """What WHY repeats."""
        return f'The source says "{self.words}".'


def stated(text: str, read: Callable[[str], float]) -> float | StatedNumber:
    """The number in a text, which may say "about" or "over" before it, or be a range.

    Parameters
    ----------
    text : as somebody typed it
    read : reads one plain number, and raises PlmError

    Raises
    ------
    PlmError : what `read` raises, where the text is none of these; a range that goes downwards
    """
    try:
        return read(text)
    except PlmError as error:
        plain = " ".join(usual(text).split())
        single = _NUMBER.fullmatch(plain)
        if single:
            return StatedNumber(text.strip(), value=read(single["number"] or single["plus"]))
        between = _RANGE.fullmatch(plain)
        if not between:
            raise
        high = between["high"]
        suffix = between["unit"] or (re.search(r"[a-z]+$", high, re.I) or [""])[0]
        lowest, highest = read(between["low"] + suffix), read(high)
        if not lowest < highest:
            raise PlmError(f'"{text}" is no range from the lowest to the highest number.') from error
        return StatedNumber(text.strip(), range=(lowest, highest))
