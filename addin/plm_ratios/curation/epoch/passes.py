"""What a dataset size counts, by other numbers of its row: the epochs, the tokens seen, the compute."""

from __future__ import annotations

import re
from typing import Iterator

from . import size_columns
from .csv_export import EpochRow
from .notes import SAME, numbers, plain, same
from .size_reading import SEEN, UNIQUE, SizeReading

SAME_WITH_EPOCHS = 0.05


def by_other_numbers(
    size: float, row: EpochRow, parameters: float | None, compute: float | None
) -> Iterator[SizeReading | None]:
    """What these numbers prove, if the column counts all tokens."""
    if size_columns.counts_datapoints(row):
        yield _by_passes(size, row)
        yield _by_compute(size, row, parameters, compute)


_SEEN_BEFORE = re.compile(
    r"\b(saw|sees?|seen|processed|proceeded for|trained on)\W*(approximately|about|around|a total of)?\W*$",
    re.I,
)
_SEEN_AFTER = re.compile(r"\W*tokens (seen|from Table \d+ at:[^(]*\(This is total tokens over)", re.I)


def _by_passes(size: float, row: EpochRow) -> SizeReading | None:
    """Size x epochs equals the tokens seen according to the notes."""
    epochs = row.value("epochs")
    if not epochs or epochs < 1.5:
        return None
    text = " ".join(row.text("size_notes").split())
    for number in numbers(text):
        before, after = text[max(0, number.start - 40) : number.start], text[number.end : number.end + 140]
        seen = _SEEN_BEFORE.search(before) or _SEEN_AFTER.match(after)
        if seen and abs(size * epochs / number.value - 1) <= SAME_WITH_EPOCHS:
            return SizeReading(
                UNIQUE, f"{plain(epochs)} epochs of it make the {plain(number.value)} tokens seen"
            )
    return None


def _by_compute(
    size: float, row: EpochRow, parameters: float | None, compute: float | None
) -> SizeReading | None:
    """The tokens that follow from the compute equal the size, or the size times the epochs."""
    if not parameters or not compute or row.text("base"):  # compute then includes the base model's
        return None
    if any(same(size, number.value) for number in numbers(row.text("compute_notes"))):
        return None  # computed from the size itself: agreement proves nothing
    epochs = row.value("epochs") or 1
    paid = compute / (6 * parameters)
    reason = f"{compute:.3g} FLOP / (6 x {plain(parameters)} parameters) is {paid:.3g} tokens"
    if epochs < 1.5 and abs(paid / size - 1) <= SAME:
        return SizeReading(SEEN, reason)
    if epochs >= 1.5 and abs(paid / (size * epochs) - 1) <= SAME_WITH_EPOCHS:
        return SizeReading(UNIQUE, f"{reason}, {plain(epochs)} times the size")
    return None
