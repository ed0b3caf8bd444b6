"""Finds the table of models of the sheet Compare in a workbook that people changed: its sheet, its row of
headers, and which column is which.

The table is the one that programs know as Comparison, wherever it was moved; where a program lost that, the
one on the sheet of the inputs, or on the sheet Compare. No other sheet stands in for one that has lost its
headers, least of all the sheet Slide, which shows part of the table only. Columns go by their headers. One
that somebody renamed or translated goes by its place among the others, where nothing else could be meant.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Iterable, NamedTuple, Sequence

from ..analysis import ratios
from ..catalog import load
from ..catalog.folding import fold
from ..errors import PlmError
from ..functions.cells import parse_number
from ..ooxml.package import NotAWorkbook
from ..workbook_builder.compare_sheet import SHEET, TABLE
from .open_workbook import Cell, Opened, address

MODEL = "Model"
# The columns of numbers, and what a row calls them.
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
# Every column that a new workbook has, in its order.
HEADERS = (MODEL, *FIELDS, "Target line")
ESSENTIAL = (MODEL, "Tokens per parameter")  # by these a table is known on a sheet of any name
# Names of the inputs, and the labels beside them.
INPUTS = {"Basis": "Basis", "AverageLength": "Average length", "Target": "Target"}
# The other sheets of a workbook. Some repeat a part of the table, which is none to fill in.
_OTHERS = frozenset(
    ("Start", "What-if", "Claims", "Laws", "Slide", "Catalog", "Datasets", "Sources", "Functions")
)
_LOOKED_AT = 100  # rows from the top among which the headers stand
_ENOUGH = 3  # headers that make a row ours where the one of the models is not among them


class Found(NamedTuple):
    """Where the table is, counted from 0, and what to remark about it.

    columns   by their headers in a new workbook
    """

    sheet: str
    header: int
    columns: dict[str, int]
    remarks: tuple[str, ...]


def find(book: Opened) -> Found:
    """The table; NotAWorkbook where there is none, PlmError where it has lost what it cannot do without."""
    sheet, header, span = _place(book)
    cells = book.rows(sheet)[header]
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
    """Sheet, row of headers and columns of the table."""
    for table in book.tables:
        if table.name.casefold() == TABLE.casefold():
            header, top = _header(book, table.sheet), table.box.top - 1
            # Programs that know nothing of tables leave its place as it was when they insert rows.
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
    """The columns whose headers are ours, however they are spelt; the first of each."""
    known = {fold(header): header for header in HEADERS}
    found: dict[str, int] = {}
    for x, text in texts.items():
        if fold(text) in known:
            found.setdefault(known[fold(text)], x)
    return found


def _header(book: Opened, sheet: str) -> int | None:
    """The row with most of our headers; None where no row has enough of them."""
    best, most = None, 0
    for number, cells in enumerate(book.top(sheet, _LOOKED_AT)):
        found = _by_header({x: cell.text for x, cell in enumerate(cells)})
        enough = len(found) >= (2 if MODEL in found else _ENOUGH)
        if enough and len(found) > most:
            best, most = number, len(found)
    return best


def _is_table_of_models(book: Opened, sheet: str) -> bool:
    """Whether this is a sheet like Compare under another name: inputs on top, and a table below."""
    header = None if sheet in _OTHERS else _header(book, sheet)
    if header is None:
        return False
    rows = book.top(sheet, _LOOKED_AT)
    columns = _by_header({x: cell.text for x, cell in enumerate(rows[header])})
    labels = {cell.text for cells in rows[:header] for cell in cells[:1]}
    return all(each in columns for each in ESSENTIAL) and INPUTS["Basis"] in labels


class _Gap(NamedTuple):
    """Headers of ours that are not there, and columns with other headers, between the same neighbours."""

    headers: list[str]
    columns: list[int]

    @property
    def is_clear(self) -> bool:
        """Whether each header can only be meant by one column."""
        return bool(self.headers) and len(self.headers) == len(self.columns)


def _gaps(columns: dict[str, int], texts: dict[int, str]) -> list[_Gap]:
    """Where headers of ours are missing; nothing where the columns were put into another order."""
    known = [(HEADERS.index(header), x) for header, x in columns.items()]
    known.sort()
    if any(one[1] > other[1] for one, other in pairwise(known)):
        return []
    edges = [(-1, -1), *known, (len(HEADERS), max(texts, default=0) + 1)]
    return [
        _Gap(list(HEADERS[first + 1 : last]), [x for x in texts if left < x < right])
        for (first, left), (last, right) in pairwise(edges)
    ]


def _below(book: Opened, sheet: str, header: int, x: int) -> Sequence[Cell]:
    return [cells[x] for cells in book.rows(sheet)[header + 1 :] if x < len(cells)]


def _could_be(book: Opened, sheet: str, header: int, name: str, x: int) -> bool:
    """Whether a column holds what ours of that name does: names of models, or formulas."""
    cells = _below(book, sheet, header, x)
    if name == MODEL:
        return any(load().find(cell.text) for cell in cells if cell.text)
    return any(cell.is_formula for cell in cells)


def _require_nothing_lost(
    book: Opened, sheet: str, header: int, columns: dict[str, int], texts: dict[int, str]
) -> None:
    """A column that was deleted is done without, since its numbers follow from the others. But where one of
    ours is missing, and a column beside it holds numbers that somebody typed, it may be that one."""
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
    """Whether a row that names a model has a number in this column that no formula worked out."""
    if max(x, model) >= len(cells) or cells[x].is_formula or cells[model].is_blank:
        return False
    shown = cells[x].shown
    if isinstance(shown, str):
        return parse_number(shown) is not None
    return isinstance(shown, (int, float)) and not isinstance(shown, bool)
