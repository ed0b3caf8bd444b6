"""The data of the chart of bases on a slide: a block of cells for each series, one below the other.

What is drawn between and beside the points is a formula over the cells of the points, so that a ratio changed
there moves everything in its row.
"""

from __future__ import annotations

from typing import NamedTuple, Sequence, Tuple, Union

from ..comparison import captions
from ..comparison.findings import BY_BASIS
from . import basis_points
from .basis_points import BasisPoint, BasisRow
from .chart_data import SHEET, Formula, ratio_text

Cell = Union[float, str, Formula, None]
Cells = Tuple[Cell, Cell, Cell]  # ratio, position, and what is there
GAP: Cells = (None, None, None)  # between two pieces of a line
_TITLES = {
    "between": "between the bases",
    "names": "names",
    "lowest": "lowest ratio",
    "highest": "highest ratio",
}


class Block(NamedTuple):
    """The cells of one series: ratio, position, and what is there.

    role    "points", "between", "range", "names", "lowest" or "highest"
    basis   that of points and ranges
    first   the row of the sheet in which its first cells are; the header is in the row above
    """

    name: str
    role: str
    first: int
    rows: tuple[Cells, ...]
    basis: str = ""

    @property
    def header(self) -> tuple[str, str, str]:
        """The texts above the cells."""
        return "Tokens per parameter", self.name, "What is there"

    @property
    def values(self) -> list[tuple[float | str | None, ...]]:
        """What the cells show."""
        return [tuple(cell.value if isinstance(cell, Formula) else cell for cell in row) for row in self.rows]

    @property
    def texts(self) -> list[str]:
        """What the labels say."""
        return [str(row[2] or "") for row in self.values]

    @property
    def text_cells(self) -> str:
        """Where the labels are."""
        return f"{SHEET}!$C${self.first}:$C${self.first + len(self.rows) - 1}"


def blocks(
    rows: Sequence[BasisRow],
    names: Sequence[str],
    shifts: Sequence[dict[str, float]],
    low: float,
    aside: float,
) -> list[Block]:
    """The series in the order in which they are drawn, lines before the points that lie on them.

    Parameters
    ----------
    names : of the models, as they are shown
    shifts : how far the points of each row are drawn below its middle
    low : the lower end of the axis, where names are
    aside : the factor by which numbers are away from the marker that they belong to
    """
    found = [
        _Placed(each, float(len(rows) - at), shift) for at, (each, shift) in enumerate(zip(rows, shifts))
    ]
    bases = basis_points.shown_bases(rows)
    drawn = {basis: [(each, point) for each in found for point in each.on(basis)] for basis in bases}
    ranged = {
        basis: [(each, point) for each, point in drawn[basis] if point.range is not None] for basis in bases
    }
    # LibreOffice does not draw the lines of series that have fewer points than another series.
    pieces = 3 * len(rows)
    sizes = {
        "between": pieces,
        **{f"range {basis}": pieces for basis in bases if ranged[basis]},
        **{f"points {basis}": len(drawn[basis]) for basis in bases},
        "names": len(rows),
        "lowest": len(rows),
        "highest": len(rows),
    }
    first: dict[str, int] = {}
    below = 2
    for name, size in sizes.items():
        first[name] = below
        below += size + 2
    for basis in bases:
        for number, (each, _) in enumerate(drawn[basis], first[f"points {basis}"]):
            each.points_at.append(f"A{number}")
        for number, (each, _) in enumerate(ranged[basis]):
            start = first[f"range {basis}"] + 3 * number
            each.ranges_at.extend((f"A{start}", f"A{start + 1}"))
    cells: dict[str, list[Cells]] = {
        "between": [piece for each in found for piece in each.between()],
        "names": [(low, each.middle, name) for each, name in zip(found, names)],
        "lowest": [each.lowest(aside) for each in found],
        "highest": [each.highest(aside) for each in found],
    }
    for basis in bases:
        cells[f"points {basis}"] = [
            (point.ratio, each.height(basis), each.name) for each, point in drawn[basis]
        ]
        cells[f"range {basis}"] = [
            piece
            for each, point in ranged[basis]
            for piece in (*((end, each.height(basis), each.name) for end in point.range or ()), GAP)
        ]
    made = []
    for name, size in sizes.items():
        role, _, basis = name.partition(" ")
        filled = tuple(cells[name]) + (GAP,) * (size - len(cells[name]))
        made.append(Block(_title(role, basis), role, first[name], filled, basis))
    return made


class _Placed:
    """A model with its position, and the cells in which its ratios and its ranges are."""

    def __init__(self, shown: BasisRow, middle: float, shifts: dict[str, float]):
        self._shown = shown
        self._shifts = shifts
        self.middle = middle
        self.name = captions.name(shown.row)
        self.points_at: list[str] = []
        self.ranges_at: list[str] = []

    def on(self, basis: str) -> list[BasisPoint]:
        """The point on a basis, if there is one."""
        return [point for point in self._shown.points if point.basis == basis]

    def height(self, basis: str) -> float:
        """Where the point on a basis is drawn."""
        return self.middle - self._shifts[basis]

    def between(self) -> tuple[Cells, ...]:
        """The ends of the line between all points, and a gap."""
        first, last = self._shown.lowest.ratio, self._shown.highest.ratio
        return (
            (self._formula("MIN", self.points_at, first), self.middle, self.name),
            (self._formula("MAX", self.points_at, last), self.middle, self.name),
            GAP,
        )

    def lowest(self, aside: float) -> Cells:
        """Where the lowest ratio is written, unless it is the only one."""
        text = None if len(self._shown.points) == 1 else self._text("MIN", self._shown.lowest)
        return self._beside("MIN", self._shown.reach[0], 1 / aside), self.middle, text

    def highest(self, aside: float) -> Cells:
        """Where the highest ratio is written."""
        text = self._text("MAX", self._shown.highest)
        return self._beside("MAX", self._shown.reach[1], aside), self.middle, text

    def _beside(self, function: str, end: float, times: float) -> Formula:
        cells = ",".join([*self.points_at, *self.ranges_at])
        return Formula(f"={function}({cells})*{times:.4g}", end * float(f"{times:.4g}"))

    def _formula(self, function: str, cells: Sequence[str], value: float) -> Formula:
        return Formula(f"={function}({','.join(cells)})", value)

    def _text(self, function: str, point: BasisPoint) -> Formula:
        shown = basis_points.number(point, self._shown.row)
        mark = captions.USER_MARK if shown.endswith(captions.USER_MARK) else ""
        return Formula(ratio_text(f"{function}({','.join(self.points_at)})", mark), shown)


def _title(role: str, basis: str) -> str:
    if role == "points":
        return BY_BASIS[basis]
    return f"{BY_BASIS[basis]}, range of the sources" if role == "range" else _TITLES[role]
