"""The data of the chart of bases on a slide: a block of cells for each series, one below the other.

What is drawn between and beside the points is a formula over the cells of the points, so that a ratio changed
there moves everything in its row.
"""

from __future__ import annotations

from typing import Sequence

from ..comparison import captions
from ..comparison.findings import BY_BASIS
from . import basis_points
from .basis_points import BasisPoint, BasisRow
from .chart_data import Formula, ratio_text
from .xy_blocks import GAP, Block, Cells, first_rows, padded

_ACROSS = "Tokens per parameter"
_TITLES = {
    "between": "between the bases",
    "names": "names",
    "lowest": "lowest ratio",
    "highest": "highest ratio",
}


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
    pieces = 3 * len(rows)
    sizes = {
        "between": pieces,
        **{f"range {basis}": pieces for basis in bases if ranged[basis]},
        **{f"points {basis}": len(drawn[basis]) for basis in bases},
        "names": len(rows),
        "lowest": len(rows),
        "highest": len(rows),
    }
    first = dict(zip(sizes, first_rows(list(sizes.values()))))
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
        made.append(Block(_title(role, basis), name, first[name], padded(cells[name], size), _ACROSS))
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
