"""Tables that fit into the terminal: numbers are never cut, columns without room are left out.

Columns are left out by their rank, the highest first, and a line below the table names them. Only when no
other column may be left out, texts are wrapped between words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

_GAP = 2  # between columns, where nothing else is asked for
# SIMPLE_HEAD in ASCII: rich would put bars between the columns, for which there is no room.
_ASCII_HEAD = box.Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)


@dataclass(frozen=True)
class TerminalColumn:
    """A column with its cells, which may hold markup.

    rank   when it is left out of a narrow table: the highest first, 0 never
    wraps  whether its cells may be wrapped between words
    """

    header: str
    cells: Sequence[str]
    rank: int = 0
    wraps: bool = False
    right: bool = False
    style: str = ""

    @property
    def width(self) -> int:
        """The width in which every cell fits on one line."""
        return max(map(cell_len, self._texts))

    @property
    def least(self) -> int:
        """The width below which a cell would be cut."""
        words = (word for text in self._texts for word in text.split())
        return max(map(cell_len, words)) if self.wraps else self.width

    @property
    def _texts(self) -> list[str]:
        return [self.header, *(Text.from_markup(cell, emoji=False).plain for cell in self.cells)]


def show(
    console: Console,
    columns: Sequence[TerminalColumn],
    title: str = "",
    notes: Sequence[str] = (),
    gap: int = _GAP,
) -> None:
    """Print as much of a table as fits into the console, and notes below it."""
    shown = fitting(columns, console.width, gap)
    head = _ASCII_HEAD if console.options.ascii_only else box.SIMPLE_HEAD
    table = Table(
        box=head,
        show_header=any(column.header for column in shown),
        show_edge=False,
        pad_edge=False,
        padding=(0, gap - 1, 0, 0),
    )
    for column in shown:
        table.add_column(
            column.header,
            justify="right" if column.right else "left",
            style=column.style,
            header_style="bold",
            no_wrap=not column.wraps,
            min_width=column.least,
            overflow="fold",
        )
    for cells in zip(*(column.cells for column in shown)):
        table.add_row(*cells)
    if title:
        console.print(Text(title, style="italic"))
    console.print(table)
    left = [column.header for column in columns if column not in shown]
    if left:
        console.print(f"[dim]No room here for: {', '.join(left)}. A wider window shows them.[/dim]")
    for note in notes:
        console.print(note, style="dim")


def fits(columns: Sequence[TerminalColumn], width: int, gap: int = _GAP) -> bool:
    """True if all columns fit side by side, each on one line."""
    return sum(column.width + gap for column in columns) - gap <= width


def fitting(columns: Sequence[TerminalColumn], width: int, gap: int = _GAP) -> list[TerminalColumn]:
    """The columns that fit side by side, in their order, always including those of rank 0."""
    shown = list(columns)
    while not fits(shown, width, gap):
        last = max(shown, key=lambda column: column.rank)
        if not last.rank:
            break
        shown.remove(last)
    return shown
