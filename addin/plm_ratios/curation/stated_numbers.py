"""Numbers as sources state them: "~650M", "over 60M", "40-60M". Such a number keeps its words in a note."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Callable, Iterator

from ..catalog.typed_numbers import usual
from ..errors import PlmError

_ABOUT = r"~|≈|about|around|approximately|approx\.?|roughly|circa|ca\.|c\.|nearly|almost"
_BOUND = r">=?|≥|over|more than|at least|<=?|≤|under|less than|at most|up to"
_NUMBER = re.compile(
    rf"(?:{_ABOUT}|{_BOUND})\s*(?P<number>[\d.].*?)\+?|(?P<plus>[\d.].*?)\s*\+", re.IGNORECASE
)
# Where a range may be parted; the sign of a power (10^-6, 1e-6) is no such place.
_BETWEEN = re.compile(r"(?<![\^e ])\s*-\s*(?=[\d.])|\s+(?:to|and)\s+", re.IGNORECASE)
_FIRST = re.compile(rf"(?:between|from|{_ABOUT})\s*(?=[\d.])", re.IGNORECASE)
_POWERS = ("^", "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹")
_DIGITS = re.compile(r"[\d.,_' ]*[\d.,]")


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
        plain = re.sub(r"(?<=[a-zA-Z])\.$", "", " ".join(usual(text).split()))  # "45 mio."
        for low, high in _parted(_FIRST.sub("", plain, 1)):
            try:
                lowest, highest = read(low), read(high)
            except PlmError:
                continue
            if not lowest < highest:
                raise PlmError(f'"{text}" is no range from the lowest to the highest number.') from error
            return StatedNumber(text.strip(), range=(lowest, highest))
        single = _NUMBER.fullmatch(plain)
        if single:
            return StatedNumber(text.strip(), value=read(single["number"] or single["plus"]))
        if plain != text.strip():
            return read(plain)
        raise


def _parted(text: str) -> Iterator[tuple[str, str]]:
    """The two ends of what may be a range; "40-60M" means 40M to 60M."""
    for between in _BETWEEN.finditer(text):
        low, high = text[: between.start()].strip(), text[between.end() :].strip()
        digits = _DIGITS.match(high)
        unit = high[digits.end() :] if digits else ""
        if not _DIGITS.fullmatch(low):
            yield low, high
        elif not unit.startswith(_POWERS):  # 5-10^7: nobody knows whether the power is of both
            yield low + unit, high
