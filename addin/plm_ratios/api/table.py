"""A table that shows itself: as text, as HTML in a notebook, and as a DataFrame, a dictionary or JSON."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Iterable, Iterator, NamedTuple, Sequence, overload

from .. import formatting
from . import markup

if TYPE_CHECKING:
    import pandas

COUNT, RATIO, NUMBER, TEXT = "count", "ratio", "number", "text"
_MOST_ROWS = 30  # as text; a notebook shows all
_WIDEST = 44  # characters of a column of text


class Column(NamedTuple):
    """A column.

    name     its key in rows, and its name in a DataFrame
    header   as people read it
    kind     COUNT, RATIO, NUMBER (with all its digits) or TEXT
    shown    whether the table shows it; rows and DataFrames have all columns
    marked   whether it stands out
    """

    name: str
    header: str
    kind: str = TEXT
    shown: bool = True
    marked: bool = False


class Table:
    """Rows of values under named columns; each row is a dictionary, None where there is no number.

    A notebook shows it as HTML and a terminal as text. `table[0]` is a row, `table["model"]` a column, and
    `table[:5]` the first rows.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Any]],
        caption: str = "",
        notes: Sequence[str] = (),
    ):
        self._columns = tuple(columns)
        self._rows = [list(row) for row in rows]
        self.caption = caption
        self.notes = tuple(notes)

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self._columns]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Every row as a dictionary from the names of columns to values."""
        return [dict(zip(self.columns, row)) for row in self._rows]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows)

    @overload
    def __getitem__(self, key: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, key: str) -> list[Any]: ...
    @overload
    def __getitem__(self, key: slice) -> Table: ...
    def __getitem__(self, key: int | str | slice) -> Any:
        if isinstance(key, slice):
            return self._cut(key)
        if isinstance(key, int):
            return dict(zip(self.columns, self._rows[key]))
        if key not in self.columns:
            raise KeyError(f"There is no column {key!r}. There are: {', '.join(self.columns)}.")
        at = self.columns.index(key)
        return [row[at] for row in self._rows]

    def _cut(self, part: slice) -> Table:
        return Table(self._columns, self._rows[part], self.caption, self.notes)

    def to_pandas(self) -> pandas.DataFrame:
        """The table as a DataFrame of pandas, with NaN where there is no number.

        Raises
        ------
        ModuleNotFoundError : pandas is not installed
        """
        try:
            import pandas
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError(
                "pandas is not installed. Install it: pip install pandas", name="pandas"
            ) from error
        frame = pandas.DataFrame(self._rows, columns=self.columns)
        numbers = [column.name for column in self._columns if column.kind != TEXT]
        return frame.astype(dict.fromkeys(numbers, "float64"))

    def to_dict(self) -> dict[str, list[Any]]:
        """The table as a dictionary from the names of columns to lists of values."""
        return {name: self[name] for name in self.columns}

    def to_json(self, indent: int | None = None) -> str:
        """The table as JSON: a list with an object for each row, null where there is no number."""
        rows = [{name: _plain(value) for name, value in row.items()} for row in self]
        return json.dumps(rows, ensure_ascii=False, indent=indent)

    def __repr__(self) -> str:
        lines = self._texts()
        more = len(lines) - _MOST_ROWS
        return markup.as_text(
            [column.header for column in self._shown()],
            [[_elided(text) for text in line] for line in (lines[:_MOST_ROWS] if more > 0 else lines)],
            [column.kind != TEXT for column in self._shown()],
            self.caption,
            (*([f"{more} more rows. .to_pandas() gives all."] if more > 0 else []), *self.notes),
        )

    def _repr_html_(self) -> str:
        shown = self._shown()
        return markup.as_html(
            [column.header for column in shown],
            self._texts(),
            [column.kind != TEXT for column in shown],
            [column.marked for column in shown],
            self.caption,
            self.notes,
        )

    def _shown(self) -> list[Column]:
        return [column for column in self._columns if column.shown]

    def _texts(self) -> list[list[str]]:
        """What the columns that are shown say."""
        return [
            [_said(column, value) for column, value in zip(self._columns, row) if column.shown]
            for row in self._rows
        ]


def _said(column: Column, value: Any) -> str:
    """What a cell says."""
    if value is None:
        return "" if column.kind == TEXT else formatting.NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if column.kind == TEXT:
        return str(value)
    if column.kind == NUMBER:
        return formatting.in_full(value) if value < 1e15 else f"{value:.3g}"
    return formatting.count(value) if column.kind == COUNT else formatting.ratio(value)


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _elided(text: str) -> str:
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1].rstrip()}…"
