"""Compares what the formulas of a workbook showed when it was saved with what their inputs give here."""

from __future__ import annotations

from typing import Any, Iterator, Mapping, Sequence, Tuple

from .. import formatting
from ..catalog import load
from ..comparison.compare import compare
from ..comparison.rows import Row
from ..workbook_reader.filled_workbook import Filled, Shown
from ..workbook_reader.verify import same

_MOST_ROWS = 3  # rows with errors that get a sentence each
# What a formula shows if its function was not loaded, or not yet.
_NOT_ANSWERED = ("#NAME?", "#GETTING_DATA", "#BUSY!", "#CONNECT!", "#BLOCKED!")


def differences(found: Filled) -> list[str]:
    """Where formulas showed something else than calculated here, a sentence for each row. If many showed
    errors, or nothing was calculated, one sentence covers all of them."""
    compared = compare(found.rows, found.basis, found.avglen, found.target)
    remarks = []
    if found.edition and found.edition != load().edition:
        remarks.append(
            f"The workbook was built with catalog edition {found.edition}; the numbers here are of "
            f"{load().edition}."
        )
    cells = [cell for showed in found.shown for cell in showed.values()]
    if cells and all(cell.value is None for cell in cells):
        return [*remarks, "The file holds no calculated values, so there was nothing to compare ours with."]
    pairs = list(zip(compared.rows, found.shown))
    errors = {at: list(_errors(*pair)) for at, pair in enumerate(pairs)}
    faulty = [at for at, cells in errors.items() if cells]
    asleep = _none_answered(pairs, errors)
    together = asleep or len(faulty) > _MOST_ROWS
    if faulty and together:
        cells = [cell for at in faulty for cell in errors[at]]
        remarks.append(_about(cells, found.asleep if asleep else ""))
    changed = (_of_row(row, showed, [] if together else errors[at]) for at, (row, showed) in enumerate(pairs))
    return [*remarks, *filter(None, changed)]


Pairs = Sequence[Tuple[Row, Mapping[str, Shown]]]
Errors = Mapping[int, Sequence[Shown]]


def _none_answered(pairs: Pairs, errors: Errors) -> bool:
    """True if nothing was calculated when the file was saved: a function was missing, or no formula shows
    a number that is calculated here too."""
    if any(cell.value in _NOT_ANSWERED for cells in errors.values() for cell in cells):
        return True
    return not any(
        getattr(row, field) not in (None, "") and _agree(cell.value, getattr(row, field))
        for row, showed in pairs
        for field, cell in showed.items()
    )


def _errors(row: Row, showed: Mapping[str, Shown]) -> Iterator[Shown]:
    """The cells with an error that is no valid result: there is a number here, or a function was missing."""
    for field, cell in showed.items():
        expected = field != "source" and getattr(row, field) not in (None, "")
        if _is_error(cell.value) and (expected or cell.value in _NOT_ANSWERED):
            yield cell


def _about(errors: list[Shown], asleep: str) -> str:
    """All cells with errors in one sentence, with the common reason."""
    kinds = list(dict.fromkeys(cell.value for cell in errors))
    what = kinds[0] if len(kinds) == 1 else f"{', '.join(kinds[:-1])} or {kinds[-1]}"
    one = len(errors) == 1
    where = f"1 formula shows {what}, in" if one else f"{len(errors)} formulas show {what}, the first in"
    why = f": {asleep}" if asleep else ", where there are numbers here"
    return f"{where} {errors[0].cell}{why}. The numbers here are worked out anew."


def _of_row(row: Row, showed: Mapping[str, Shown], errors: Sequence[Shown]) -> str:
    """One sentence for a row that showed something else: numbers one by one, errors together; "" if it did
    not."""
    sentences = [
        f"{cell.cell} shows {_text(cell.value)}, worked out anew it is {_text(getattr(row, field))}"
        for field, cell in showed.items()
        if field != "source" and not _is_error(cell.value) and not _agree(cell.value, getattr(row, field))
    ]
    if errors:
        cells = ", ".join(cell.cell for cell in errors)
        sentences.append(f"{cells}: the file shows {errors[0].value}, where there are numbers here")
    return f"{row.name}: {'; '.join(sentences)}." if sentences else ""


def _is_error(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("#")


def _agree(stored: Any, ours: Any) -> bool:
    """True if a formula showed the value calculated here, or nothing if there is no number here."""
    return stored in (None, "") if ours in (None, "") else same(stored, ours)


def _text(value: Any) -> str:
    if value in (None, ""):
        return formatting.NONE
    return f"{value:.6g}" if isinstance(value, (int, float)) else str(value)
