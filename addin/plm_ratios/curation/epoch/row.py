"""One row of Epoch AI's export: its model, and its numbers, cleaned and corrected."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...catalog import Catalog, Model, fold
from .csv_export import EpochRow
from .dataset_size import read_count, read_size
from .known_rows import Known
from .notes import numbers, plain
from .size_columns import counts_datapoints, nothing_said
from .size_reading import SEEN, SEQUENCES, SizeReading
from .stages import are_mixed


class Numbers(NamedTuple):
    """The cleaned and corrected numbers of a row, and what its dataset size counts.

    read                what the size counts; with `instead`, the number that counts stands in the notes
    cleaned, corrected  what was done to a number, by column, in full sentences
    dropped             numbers that stay out, by column, in full sentences
    """

    parameters: float | None
    size: float | None
    compute: float | None
    epochs: float | None
    read: SizeReading
    cleaned: dict[str, str]
    corrected: dict[str, str]
    dropped: dict[str, str]

    @property
    def basis(self) -> str:
        """The quantity that the size counts, or ""."""
        return self.read.basis

    @property
    def counted(self) -> float | None:
        """The number on that basis: the size, or the number of the notes that counts instead of it."""
        return (self.read.instead or self.size) if self.read.basis else None

    def said(self, column: str) -> str:
        """What was done to a number, followed by a space."""
        sentence = self.corrected.get(column) or self.cleaned.get(column)
        return f"{sentence} " if sentence else ""


def name_of(row: EpochRow) -> str:
    """The name of a row on one line."""
    return " ".join(row.text("model").split())


def same_model(row: EpochRow, catalog: Catalog, known: Known) -> Model | None:
    """The catalog's model that a row describes."""
    name = name_of(row)
    for each in (known.id_of(name), name, re.sub(r"[()]", " ", name)):
        found = catalog.named(each) if each else None
        if isinstance(found, Model):
            return found
    return None


def family_of(row: EpochRow, catalog: Catalog) -> list[str]:
    """The names of the catalog's models of the family that a row describes, if there are several."""
    name = fold(name_of(row))
    found = [model.name for model in catalog.models if fold(model.family) == name]
    return found if name and len(found) > 1 else []


def read_numbers(row: EpochRow, known: Known) -> Numbers:
    """The numbers of a row, cleaned of rounding artefacts and corrected if they are known to be wrong."""
    cleaned: dict[str, str] = {}
    corrected: dict[str, str] = {}
    name = name_of(row)

    def number(column: str) -> float | None:
        raw = row.value(column)
        if raw is None:
            return None
        value = clean(raw, row.text("size_notes") if column == "size" else "")
        wrong = known.corrected(name, column, raw)
        if wrong:
            instead = f"corrected to {plain(wrong.instead)}" if wrong.instead else "left out"
            corrected[column] = f"Epoch AI's {shown(value)} was {instead}. {wrong.why}"
            return wrong.instead
        if value != raw and column != "compute":
            cleaned[column] = (
                f"Epoch AI's file has {row.text(column)}, a rounding artefact of {plain(value)}."
            )
        return value

    parameters, size, compute = number("parameters"), number("size"), number("compute")
    read = _what_counts(row, known, size, parameters, compute)
    epochs = row.value("epochs")
    why = _why_no_epochs(row, read) if epochs else ""
    dropped = {"epochs": f"Epoch AI's {plain(epochs)} epochs stay out: {why}."} if epochs and why else {}
    return Numbers(parameters, size, compute, None if dropped else epochs, read, cleaned, corrected, dropped)


def _why_no_epochs(row: EpochRow, read: SizeReading) -> str:
    """Why the epochs of a row are none of the data that were counted; "" if they are."""
    if are_mixed(row.text("compute_notes")):
        return "the notes on compute have pre-training and fine-tuning, and do not say which it was"
    if read.basis == SEQUENCES and read.instead:
        return "nothing says that they are of the sequences in the notes"
    if read.basis == SEEN and (row.value("epochs") or 0) <= 1:
        return "the size counts the tokens seen, so that one pass over it says nothing"
    return ""


def _what_counts(
    row: EpochRow, known: Known, size: float | None, parameters: float | None, compute: float | None
) -> SizeReading:
    if size is None:
        # A cell that holds something else is no blank.
        return (None if row.text("size") else read_count(row)) or SizeReading("", "")
    read = read_size(size, row, parameters, compute)
    if not read.basis and not counts_datapoints(row):
        read = read_count(row) or read
    looked_up = known.reading(name_of(row), size)
    if not looked_up:
        return read
    why = looked_up.why[0].lower() + looked_up.why[1:].rstrip(".")
    if not looked_up.basis and not counts_datapoints(row):
        why += f"; {nothing_said(row)}"
    if looked_up.basis == read.basis:
        return read._replace(why=why, weak=looked_up.weak)
    return SizeReading(looked_up.basis or "", why, weak=looked_up.weak)


_NOISE = 1e-3  # how far a whole number is off after sums and averages of floating point, in exports so far


def clean(number: float, notes: str = "") -> float:
    """A number without the noise that floating point and sums added to it.

    Exports of early 2025 hold numbers that are one too large, some of them after further rounding. So one is
    taken off where at most four digits are left then, or where the notes state that number.

    >>> clean(9000000001.0), clean(12000000001.000015), clean(3.2245199999999995e22), clean(4.06)
    (9000000000.0, 12000000000.0, 3.22452e+22, 4.06)
    >>> clean(740001.0000000013), clean(6316.999999999998, "6,316 proteins"), clean(1301)
    (740000.0, 6316.0, 1301)
    """
    if number >= 1e15:
        return float(f"{number:.9g}")
    whole = round(number)
    noisy = number != whole
    if number < 1e6 and (not noisy or abs(number - whole) > min(_NOISE, 1e-9 * number)):
        return number
    stated = {each.value for each in numbers(notes)}
    if whole - 1 in stated and whole not in stated:
        return float(whole - 1)
    if whole % 10 == 1 and len(str(whole - 1).rstrip("0")) <= 4:
        whole -= 1
    return float(whole)


def two_numbers(text: str) -> list[float]:
    """The numbers of a cell that holds two of them, as "2260275840,2290000001", which are no thousands.

    >>> two_numbers("2260275840,2290000001"), two_numbers("1,200,000")
    ([2260275840.0, 2290000001.0], [])
    """
    parts = re.fullmatch(r"\s*(\d{4,40}(?:\.\d+)?)\s*[,;]\s*(\d{4,40}(?:\.\d+)?)\s*", text)
    return [float(parts[1]), float(parts[2])] if parts else []


def shown(number: float) -> str:
    """A number in full, or with its power of ten where it is too long to read."""
    return f"{number:.4g}" if number >= 1e15 else plain(number)
