"""The rows of the table on the sheet Slide, and the cells far from the page that choose and order them.

For every row of the table Comparison a helper says what its ratio counts as and at which place of the slide
it stands. For every row of the slide another one looks up which row of the table that is.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from .. import formatting
from ..catalog import load
from ..comparison import captions
from ..comparison.compare import Comparison, largest_first
from ..comparison.slide_layout import HEADERS, MOST
from ..functions.cells import NA
from . import ranking
from .book import Computed
from .catalog_sheets import BUNDLED, CATALOG_TABLE, ORIGIN
from .compare_columns import CATALOG_ROW, TABLE, UNUSABLE
from .slide_page import FIRST_ROW, TABLE_COLUMN

HELPERS = 20  # the first column of the helpers
LAST_HELPER = HELPERS + 6 + len(ranking.SEGMENTS) - 1
_MODELS, _NAMES, _RATIOS = (f"{TABLE}[{header}]" for header in ("Model", ranking.NAME, HEADERS[2]))
_CATALOG_ROWS, _VERDICTS = f"{TABLE}[{CATALOG_ROW}]", f"{TABLE}[{HEADERS[-1]}]"
# Helpers for rows of a table that grew after it was written.
_FEWEST, _MORE = 60, 40
# What a row's ratio counts as, if it is none: left out; shown, because an input is wrong or a function does
# not answer, which is no missing number.
_LEFT_OUT, _SHOWN = -1, 0


class _Row(NamedTuple):
    """The values of the helpers for a row of the table."""

    number: float
    place: int
    names: str
    other: int


class SlideRows:
    """Formulas with their values for a comparison."""

    NUMBER, PLACE, NAMES, OTHER, POSITION, VALUE, SEGMENTS = range(7)  # columns of the helpers

    def __init__(self, compared: Comparison):
        self._compared = compared
        self._ordered = largest_first(compared).drawn
        self._length = max(_FEWEST, len(compared.rows) + _MORE)
        #: Cells and formulas for the words around the table.
        self.count = f'SUMPRODUCT(({_MODELS}<>"")*1)'
        self.drawn = f"SUMPRODUCT(({self._all(self.NUMBER)}>={_SHOWN})*1)"
        self.missing = f"({self.count}-{self.drawn})"
        self.missing_names = self._at(self._length - 1, self.NAMES)
        self.other = f"SUM({self._all(self.OTHER)})"
        names = xl_range_abs(FIRST_ROW, TABLE_COLUMN, FIRST_ROW + MOST - 1, TABLE_COLUMN)
        self.marked = f'SUMPRODUCT((RIGHT({names},2)=" {captions.USER_MARK}")*1)'

    def shown(self, number: int) -> list[Computed]:
        """The cells of a row of the slide; #N/A as words, other errors unchanged."""
        position = self._at(number, self.POSITION)

        def cell(header: str, missing: str) -> str:
            found = f"INDEX({TABLE}[{header}],{position})"
            return f'=IF({position}=0,"",IF(ISNA({found}),"{missing}",{found}))'

        formulas = [f'=IF({position}=0,"",{_marked(position)})']
        formulas += [cell(header, formatting.NONE) for header in HEADERS[1:-1]]
        formulas.append(cell(HEADERS[-1], UNUSABLE))
        values: list[Any] = [""] * len(HEADERS)
        if number < len(self._ordered):
            row = self._ordered[number]
            values = [captions.name(row), row.parameters, row.ratio, row.times_target, row.verdict]
        return [Computed(formula, value) for formula, value in zip(formulas, values)]

    def helpers(self) -> dict[tuple[int, int], Computed]:
        """The helpers by row and column."""
        found: dict[tuple[int, int], Computed] = {}
        names = ""
        for row in range(self._length):
            formulas, values = self._of_table(row), self._values(row, names)
            names = values.names
            found.update(self._cells(row, zip(formulas, values)))
        for row in range(MOST):
            found.update(self._cells(row, self._of_slide(row), self.POSITION))
        return found

    def _of_table(self, row: int) -> list[str]:
        def of(column: str) -> str:
            return f"INDEX({column},{row + 1})"

        number, before = self._at(row, self.NUMBER), self._at(row - 1, self.NAMES) if row else '""'
        upto = f"{self._at(0, self.NUMBER)}:{number}"
        ratio = of(_RATIOS)

        def of_model(body: str, without: str) -> str:
            """The body, if the row is one of the table and names a model."""
            return f'IF(ROWS({_MODELS})<{row + 1},{without},IF({of(_MODELS)}="",{without},{body}))'

        counts = f"IF(ISNUMBER({ratio}),{ratio},IF(InputsOk,IF(ISNA({ratio}),{_LEFT_OUT},{_SHOWN}),{_SHOWN}))"
        larger = f"SUMPRODUCT(({self._all(self.NUMBER)}>{number})*1)+SUMPRODUCT(({upto}={number})*1)"
        earlier = f"SUMPRODUCT(({upto}>={_SHOWN})*1)"
        ranked = f'IF({ranking.RANKED_BY}="{ranking.AS_LISTED}",{earlier},{larger})'
        unknown = f'IF({of(_VERDICTS)}="{captions.UNKNOWN}"," ({captions.UNKNOWN})","")'
        listed = f'IF({number}<0,IF({before}="","",", ")&{of(_NAMES)}&{unknown},"")'
        kind = f"INDEX({CATALOG_TABLE}[Kind],{of(_CATALOG_ROWS)})"
        return [
            f"={of_model(counts, str(_LEFT_OUT))}",
            f"=IF({number}<0,0,{ranked})",
            f"={before}&" + of_model(listed, '""'),
            "=" + of_model(f'IF({of(_CATALOG_ROWS)}=0,0,IF(OR({kind}="dna",{kind}="rna"),1,0))', "0"),
        ]

    def _values(self, row: int, names: str) -> _Row:
        rows = self._compared.rows
        if row >= len(rows):
            return _Row(_LEFT_OUT, 0, names, 0)
        found = rows[row]
        other = int(found.model is not None and found.model.reads_nucleotides)
        if found.ratio is None:
            return _Row(_LEFT_OUT, 0, f"{names}{', ' if names else ''}{found.name}", other)
        place = sum((each.ratio or -math.inf) > found.ratio for each in rows)
        place += sum(each.ratio == found.ratio for each in rows[: row + 1])
        return _Row(found.ratio, place, names, other)

    def _of_slide(self, row: int) -> list[tuple[str, Any]]:
        """Which row of the table it is, its ratio and its bar; #N/A is not drawn."""
        position, value = self._at(row, self.POSITION), self._at(row, self.VALUE)
        ratio = xl_rowcol_to_cell(FIRST_ROW + row, TABLE_COLUMN + 2, True, True)
        found: Any = NA
        place, parts = 0, [found] * len(ranking.SEGMENTS)
        if row < len(self._ordered):
            found = self._ordered[row].ratio
            place = self._compared.rows.index(self._ordered[row]) + 1
            parts = ranking.parts(found, self._compared.target)
        return [
            (f"=IFERROR(MATCH({row + 1},{self._all(self.PLACE)},0),0)", place),
            (f"=IF({position}=0,NA(),IF(ISNUMBER({ratio}),{ratio},NA()))", found),
            *(
                (f"=IF({position}=0,NA(),{formula.removeprefix('=')})", part)
                for formula, part in zip(ranking.segments(value).values(), parts, strict=True)
            ),
        ]

    @staticmethod
    def _cells(row: int, cells: Any, first: int = 0) -> dict[tuple[int, int], Computed]:
        return {
            (FIRST_ROW + row, HELPERS + column): Computed(formula, value)
            for column, (formula, value) in enumerate(cells, first)
        }

    @staticmethod
    def _at(row: int, column: int) -> str:
        return str(xl_rowcol_to_cell(FIRST_ROW + row, HELPERS + column, True, True))

    def _all(self, column: int) -> str:
        return str(xl_range_abs(FIRST_ROW, HELPERS + column, FIRST_ROW + self._length - 1, HELPERS + column))


def _marked(position: str) -> str:
    """The name, marked if the model is the user's own according to the sheet Catalog."""
    name, row = f"INDEX({_NAMES},{position})", f"INDEX({_CATALOG_ROWS},{position})"
    if not load().user_entries:
        return f'{name}&""'
    bundled = f'IF({row}=0,TRUE,INDEX({CATALOG_TABLE}[{ORIGIN}],{row})="{BUNDLED}")'
    return f'{name}&IF({bundled},""," {captions.USER_MARK}")'
