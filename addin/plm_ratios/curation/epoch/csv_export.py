"""Reads an export of Epoch AI's models, with any column names and any encoding.

Exports rename, add and drop columns, and spreadsheets save them in other encodings and with
other separators. So columns are found by their names, never by their position, and a file that
could only be read by guessing is rejected with one sentence.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Iterator, NamedTuple

from ...characters import cleaned
from .opening import NotAnExportError, text_of

# Our name of a column: the names it has had, the preferred one first. Compared by `_plain`.
COLUMNS: dict[str, tuple[str, ...]] = {
    "model": ("Model", "System", "Model name", "Name"),
    "domain": ("Domain",),
    "task": ("Task", "Tasks"),
    "title": ("Reference", "Title"),
    "abstract": ("Abstract",),
    "published": ("Publication date", "Date", "Release date"),
    "modified": ("Last modified",),
    "parameters": ("Parameters", "Parameter count"),
    "parameters_notes": ("Parameters notes", "Parameter notes"),
    "compute": ("Training compute (FLOP)", "Training compute (FLOPs)", "Training compute"),
    "compute_notes": ("Training compute notes",),
    "dataset": ("Training dataset", "Training datasets"),
    "dataset_notes": ("Training dataset notes",),
    "size": (  # what they count differs: see size_columns.py
        "Training dataset size (datapoints)",
        "(DEPRECATED) Training dataset size (datapoints)",
        "Training dataset size (total)",
        "Training dataset size (gradients)",
        "Training dataset size",
        "Dataset size",
    ),
    "size_notes": ("Dataset size notes", "Training dataset size notes"),
    "epochs": ("Epochs",),
    "confidence": ("Confidence",),
    "accessibility": ("Model accessibility", "Accessibility"),
    "base": ("Base model",),
    "finetune": ("Finetune compute (FLOP)", "Fine-tune compute (FLOP)"),
    "hardware": ("Training hardware",),
    "chips": ("Hardware quantity",),
    "hours": ("Training time (hours)", "Training time (hour)"),
    "time_notes": ("Training time notes",),
    "chip_hours": ("Training chip-hours",),
    "utilization": ("Hardware utilization (MFU)", "Hardware utilization"),
}
REQUIRED = ("model", "parameters", "size")
_NUMBERS = ("parameters", "size", "compute", "epochs")

TOO_MUCH = 1e40  # above any count in training; products of smaller numbers do not overflow
_BLANK = {"", "nan", "none", "null", "n/a", "na", "unknown", "-"}
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


# How Python's reader says that a text in quotation marks goes on to the end, or for longer than any text: the
# limit is one of the process, which other libraries raise.
_NOT_CLOSED = ("field larger than field limit", "unexpected end of data")


class EpochRow(NamedTuple):
    """One model. `cells` holds the text of each column of COLUMNS that exists and is not blank.

    number    of the row in the file, the header being row 1
    headers   the names that the columns of `cells` have in this file
    decimal   the decimal sign of the file
    """

    number: int
    cells: dict[str, str]
    headers: dict[str, str]
    decimal: str = "."

    def text(self, column: str) -> str:
        """The text of a cell, or ""."""
        return self.cells.get(column, "")

    def value(self, column: str) -> float | None:
        """The number in a cell; None if it is blank or holds no number above zero."""
        return read_number(self.text(column), self.decimal)

    def unreadable(self) -> list[str]:
        """The number columns that hold something else."""
        return [c for c in _NUMBERS if self.text(c) and self.value(c) is None]


class Export(NamedTuple):
    """An export: its rows, the newest date in it, and notes about the file for the user."""

    rows: list[EpochRow]
    date: str
    dated_by: str
    remarks: list[str]


def read_export(path: Path) -> Export:
    """Read a file. Raises NotAnExportError, with one sentence, if it could only be read by guessing."""
    text, remarks = text_of(path)
    text = cleaned(text)
    if not text.endswith(("\n", "\r")):
        remarks.append("The file does not end with a line break: its last row may have been cut off.")
    delimiter, lines = _lines(text, path)
    rows = list(_rows(lines, delimiter, path))
    if not rows:
        raise NotAnExportError(f"{path} has a header and no rows.")
    if delimiter == ";" and any("," in row.text(column) for row in rows for column in _NUMBERS):
        rows = [row._replace(decimal=",") for row in rows]  # saved with a comma as the decimal sign
    found = {column for row in rows for column in row.cells}
    missing = [COLUMNS[c][0] for c in ("task", "size_notes", "epochs", "compute") if c not in found]
    if missing:
        remarks.append(f"The file has no {', '.join(missing)}; less of it can be mapped with certainty.")
    for column, header in (("modified", "newest change"), ("published", "newest model")):
        dates = [found_date[0] for row in rows if (found_date := _DATE.match(row.text(column)))]
        if dates:
            return Export(rows, max(dates), header, remarks)
    return Export(rows, "", "", remarks)


def _plain(header: str) -> str:
    """A header in the form used for comparison: lower-case words."""
    return " ".join(re.findall(r"[a-z0-9]+", header.lower()))


_KNOWN = {
    _plain(name): (column, rank) for column, names in COLUMNS.items() for rank, name in enumerate(names)
}


def _lines(text: str, path: Path) -> tuple[str, str]:
    """The separator with which the first line has the most known columns, and the text from there on."""
    first, _, rest = text.partition("\n")
    if re.fullmatch(r"\ufeff?\"?sep=.\"?\r?", first):  # a line that tells Excel the separator
        text = rest
    scores = {}
    for delimiter in ",;\t":
        try:
            header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error:
            header = []
        scores[delimiter] = len({_KNOWN[_plain(name)][0] for name in header if _plain(name) in _KNOWN})
    best = max(scores, key=lambda delimiter: scores[delimiter])
    if not scores[best]:
        raise NotAnExportError(
            f'{path} is no export of Epoch AI\'s models: its first line has no column "Model" or "System".'
        )
    return best, text


def _rows(text: str, delimiter: str, path: Path) -> Iterator[EpochRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    places: list[tuple[str, int, str]] = []
    width = number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if number == 1:
                places, width = _places(cells, path)
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) < width or any(cell.strip() for cell in cells[width:]):
                raise NotAnExportError(
                    f"{path} is damaged or cut off: row {number} has {len(cells)} cells, the header has "
                    f"{width}. Export it again."
                )
            held: dict[str, str] = {}
            headers: dict[str, str] = {}
            for column, place, header in places:
                text_of = cells[place].strip()
                if column not in held and text_of.lower() not in _BLANK:
                    held[column], headers[column] = text_of, header
            yield EpochRow(number, held, headers)
    except csv.Error as error:
        reason = "a quotation mark is missing" if str(error).startswith(_NOT_CLOSED) else str(error)
        raise NotAnExportError(
            f"{path} is damaged or cut off in row {number + 1}: {reason}. Export it again."
        ) from None


def _size_of_another_name(header: str) -> tuple[str, int] | None:
    """The column of sizes under a name that it has not had so far, after all others."""
    is_size = header.strip().lower().startswith("training dataset size (")
    return ("size", len(COLUMNS["size"])) if is_size else None


def _places(header: list[str], path: Path) -> tuple[list[tuple[str, int, str]], int]:
    """The position of each known column, the preferred of two names first, and the count of named ones."""
    found: dict[tuple[str, int], tuple[int, str]] = {}
    for place, name in enumerate(header):
        key = _KNOWN.get(_plain(name)) or _size_of_another_name(name)
        if key is None:
            continue
        if key in found:
            raise NotAnExportError(f'{path} has two columns called "{name.strip()}". Take one out.')
        found[key] = (place, name.strip())
    columns = {column for column, _ in found}
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        names = ", ".join(f'"{COLUMNS[column][0]}"' for column in missing)
        raise NotAnExportError(f"{path} is no export of Epoch AI's models: it has no column {names}.")
    width = max(place for place, name in enumerate(header) if name.strip()) + 1
    return [(column, *found[column, rank]) for column, rank in sorted(found)], width


_GROUPED = {
    ".": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"),
    ",": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?"),
}


def read_number(text: str, decimal: str = ".") -> float | None:
    """A number above zero as exports and spreadsheets write it, or None.

    >>> read_number("9000000001.0"), read_number("1.2E+010"), read_number("1,200,000"), read_number("12 B")
    (9000000001.0, 12000000000.0, 1200000.0, None)
    >>> read_number("1,2E+10", decimal=","), read_number("1.200.000", decimal=","), read_number("-5")
    (12000000000.0, 1200000.0, None)
    """
    text = text.strip().replace("\u00a0", "")
    group = "," if decimal == "." else "."
    if _GROUPED[decimal].fullmatch(text):
        text = text.replace(group, "")
    if decimal == "," and "," in text:
        text = text.replace(",", ".", 1)
    if not re.fullmatch(r"\d+(\.\d*)?(e[+-]?\d{1,4})?", text, re.IGNORECASE):
        return None
    number = float(text)
    return number if 0 < number < TOO_MUCH else None
