"""Finds the table of models of the sheet Compare in a workbook that a user changed: its sheet, its header
row, and its columns.

The table is the one called Comparison, wherever it was moved; if a program removed the table, it is the one
on the sheet of the inputs, or on the sheet Compare. If that one has lost its headers, no other sheet is used
instead, least of all the sheet Slide, which shows part of the table only. Columns are found by their
headers; a renamed or translated one by its position among the others, if that is unambiguous.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Iterable, NamedTuple, Sequence

from ..analysis import ratios
from ..catalog import load
from ..catalog.folding import fold
from ..catalog.typed_numbers import typed_number
from ..errors import PlmError
from ..ooxml.package import NotAWorkbook
from ..workbook_builder import compare_columns
from ..workbook_builder.compare_sheet import SHEET, TABLE
from .open_workbook import Cell, Opened, address

MODEL = "Model"
# The columns of numbers, and their names in a row.
FIELDS = {
    "Parameters": "parameters",
    "Sequences": "sequences",
    "Tokens": "tokens",
    **{f"Ratio: {basis}": f"ratio_{basis}" for basis in ratios.BASES},
    "Tokens per parameter": "ratio",
    "Times target": "times_target",
    "Verdict": "verdict",
    "Source": "source",
}
# Every column that a new workbook shows, in its order; hidden ones come after them.
HEADERS = tuple(compare_columns.shown(functions=False))
# The same before there was a fourth basis.
_ON_THREE_BASES = tuple(header for header in HEADERS if header != "Ratio: effective")
# The order in which workbooks up to version 0.1.0 have them.
EARLIER_HEADERS = (
    MODEL,
    "Parameters",
    "Sequences",
    "Tokens",
    *(f"Ratio: {basis}" for basis in ratios.BASES[:3]),
    "Tokens per parameter",
    "Times target",
    "Verdict",
    "Source",
    "Target line",
)
ORDERS = (HEADERS, _ON_THREE_BASES, EARLIER_HEADERS)
ESSENTIAL = (MODEL, "Tokens per parameter")  # the headers that identify the table on any sheet
# Names of the inputs, and the labels next to them.
INPUTS = {"Basis": "Basis", "AverageLength": "Average length", "Target": "Target"}
# The other sheets of a workbook. Some repeat part of the table, but not to be filled in.
_OTHERS = frozenset(
    "Start Bases What-if Claims Laws Plan Slide Catalog Datasets Accelerators Sources Functions Ranges "
    "Spellings Stages PlanSums PLM".split()
)
_LOOKED_AT = 100  # rows from the top in which the headers are looked for
_ENOUGH = 3  # known headers that identify the header row if the one of the models is not among them


class Found(NamedTuple):
    """Where the table is, counted from 0, and remarks about it.

    columns   by their headers in a new workbook
    """

    sheet: str
    header: int
    columns: dict[str, int]
    remarks: tuple[str, ...]


def find(book: Opened) -> Found:
    """Find the table. Raises NotAWorkbook if there is none, PlmError if an indispensable part is missing."""
    sheet, header, span = _place(book)
    rows = book.rows(sheet)
    if header >= len(rows):
        raise NotAWorkbook(f'{book.path.name} is damaged: the sheet "{sheet}" lacks the row of its headers.')
    cells = rows[header]
    texts = {x: cells[x].text for x in span if x < len(cells) and cells[x].text}
    columns = _by_header(texts)
    renamed: list[str] = []
    for gap in _gaps(columns, texts):
        if gap.is_clear and all(_could_be(book, sheet, header, name, x) for name, x in zip(*gap)):
            columns.update(zip(gap.headers, gap.columns))
            renamed += [f'"{texts[x]}" as {name}' for name, x in zip(*gap) if name in (MODEL, *FIELDS)]
    remarks = [f"Row {header + 1} of {sheet} was read with {', '.join(renamed)}."] if renamed else []
    if MODEL not in columns:
        raise PlmError(
            f"{sheet} has no column {MODEL}: row {header + 1} says {', '.join(texts.values())}. "
            f"Call the column of the models {MODEL}."
        )
    _require_nothing_lost(book, sheet, header, columns, texts)
    others = [each for each in book.sheets if each != sheet and _is_table_of_models(book, each)]
    if others:
        verb = (
            "has a table of models too, which was"
            if len(others) == 1
            else "have tables of models too, which were"
        )
        remarks.append(f"The models are those of the sheet {sheet}; {' and '.join(others)} {verb} left out.")
    return Found(sheet, header, columns, tuple(remarks))


def _place(book: Opened) -> tuple[str, int, Iterable[int]]:
    """Sheet, header row and columns of the table."""
    for table in book.tables:
        if table.name.casefold() == TABLE.casefold():
            header, top = _header(book, table.sheet), table.box.top - 1
            # Programs that do not support tables leave its range unchanged when they insert rows.
            if header is None or header == top:
                return table.sheet, top, range(table.box.left - 1, table.box.right)
            return table.sheet, header, _row_of(book, table.sheet, header)
    inputs = book.named("Basis")
    for sheet in dict.fromkeys([*([inputs[0]] if inputs else []), SHEET]):
        header = _header(book, sheet) if sheet in book.sheets else None
        if header is not None:
            return sheet, header, _row_of(book, sheet, header)
    for sheet in book.sheets:
        if _is_table_of_models(book, sheet):
            header = _header(book, sheet)
            assert header is not None, "it has just been found"
            return sheet, header, _row_of(book, sheet, header)
    raise NotAWorkbook(
        f"{book.path.name} is no workbook of plm-ratios: it has no table of models with the "
        f"columns {' and '.join(ESSENTIAL)}. plm-ratios new writes one."
    )


def _row_of(book: Opened, sheet: str, header: int) -> Iterable[int]:
    return range(len(book.rows(sheet)[header]))


def _by_header(texts: dict[int, str]) -> dict[str, int]:
    """The columns with a known header, however it is spelled; the first of each."""
    known = {fold(header): header for header in HEADERS}
    found: dict[str, int] = {}
    for x, text in texts.items():
        if fold(text) in known:
            found.setdefault(known[fold(text)], x)
    return found


def _header(book: Opened, sheet: str) -> int | None:
    """The row with most of the known headers; None if no row has enough of them."""
    best, most = None, 0
    for number, cells in enumerate(book.top(sheet, _LOOKED_AT)):
        found = _by_header({x: cell.text for x, cell in enumerate(cells)})
        enough = len(found) >= (2 if MODEL in found else _ENOUGH)
        if enough and len(found) > most:
            best, most = number, len(found)
    return best


def _is_table_of_models(book: Opened, sheet: str) -> bool:
    """True if this is a sheet like Compare under another name: inputs at the top, and a table below."""
    header = None if sheet in _OTHERS else _header(book, sheet)
    if header is None:
        return False
    rows = book.top(sheet, _LOOKED_AT)
    columns = _by_header({x: cell.text for x, cell in enumerate(rows[header])})
    labels = {cell.text for cells in rows[:header] for cell in cells[:1]}
    return all(each in columns for each in ESSENTIAL) and INPUTS["Basis"] in labels


class _Gap(NamedTuple):
    """Known headers that are missing, and columns with other headers, between the same neighbours."""

    headers: list[str]
    columns: list[int]

    @property
    def is_clear(self) -> bool:
        """True if only one column can be meant by each header."""
        return bool(self.headers) and len(self.headers) == len(self.columns)


def _gaps(columns: dict[str, int], texts: dict[int, str]) -> list[_Gap]:
    """The places where known headers are missing; none if the columns are in another order than those of a
    new workbook or an earlier one. Where several are possible, it is the one that explains every place."""
    found = [_gaps_in(order, columns, texts) for order in ORDERS]
    possible = [gaps for gaps in found if gaps is not None]
    clear = [gaps for gaps in possible if all(gap.is_clear for gap in gaps if gap.headers)]
    return next(iter([*clear, *possible]), [])


def _gaps_in(order: Sequence[str], columns: dict[str, int], texts: dict[int, str]) -> list[_Gap] | None:
    """The places where headers of that order are missing; None if the columns have another order."""
    if not set(columns) <= set(order):  # one that no workbook with this order has
        return None
    present = [(order.index(header), x) for header, x in columns.items()]
    present.sort()
    if any(one[1] > other[1] for one, other in pairwise(present)):
        return None
    edges = [(-1, -1), *present, (len(order), max(texts, default=0) + 1)]
    return [
        _Gap(list(order[first + 1 : last]), [x for x in texts if left < x < right])
        for (first, left), (last, right) in pairwise(edges)
    ]


def _below(book: Opened, sheet: str, header: int, x: int) -> Sequence[Cell]:
    return [cells[x] for cells in book.rows(sheet)[header + 1 :] if x < len(cells)]


def _could_be(book: Opened, sheet: str, header: int, name: str, x: int) -> bool:
    """True if a column holds what the one of that name does: names of models, or formulas."""
    cells = _below(book, sheet, header, x)
    if name == MODEL:
        return any(load().find(cell.text) for cell in cells if cell.text)
    return any(cell.is_formula for cell in cells)


def _require_nothing_lost(
    book: Opened, sheet: str, header: int, columns: dict[str, int], texts: dict[int, str]
) -> None:
    """Raises PlmError if a column next to the place of a missing one holds numbers that a user typed, since
    it may be that column. A deleted column is not needed, since its numbers follow from the others."""
    strange = [x for x in texts if x not in columns.values()]
    absent = [name for name in HEADERS if name not in columns]
    for gap in _gaps(columns, texts) or [_Gap(absent, strange)]:
        missing = [name for name in gap.headers if name in FIELDS]
        for x in gap.columns if missing else []:
            if any(_is_typed_number(cells, x, columns[MODEL]) for cells in book.rows(sheet)[header + 1 :]):
                raise PlmError(
                    f"{sheet} has no column {' or '.join(missing)}, and numbers are typed below "
                    f'"{texts[x]}" in {address(sheet, header, x)}. If that is the column, call it so; if it '
                    "is one of your own, move it to the right of the table."
                )


def _is_typed_number(cells: Sequence[Cell], x: int, model: int) -> bool:
    """True if a row that names a model has a number in this column that is not from a formula."""
    if max(x, model) >= len(cells) or cells[x].is_formula or cells[model].is_blank:
        return False
    shown = cells[x].shown
    if isinstance(shown, str):
        return typed_number(shown) is not None
    return isinstance(shown, (int, float)) and not isinstance(shown, bool)
