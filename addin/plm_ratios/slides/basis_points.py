"""The points of the chart of bases, for slides and pictures: a row for each model, a point for each basis.

A basis on which a model has no number has no point. A point carries the range between its sources where they
disagree, and whether the number is of low confidence.
"""

from __future__ import annotations

import math
from typing import Iterable, NamedTuple, Sequence

from .. import formatting
from ..analysis import ratios
from ..analysis.spread import spread
from ..comparison import captions, effective
from ..comparison.compare import Comparison
from ..comparison.rows import Row
from ..errors import NotAvailable
from .scale import fitting_beside

AXIS = "tokens per parameter (log scale)"
RANGES = (
    "A line in the colour of a basis: from the lowest to the highest ratio that "
    f"sources{effective.FITS} give."
)
SHADED = f"Shaded: within a factor of {ratios.NEAR:g} of the target."
DOUBTFUL = "Hollow: a number of low confidence."
_DOUBTFUL = "low"
_MARKER = 0.13  # inches between two markers that just touch
_SHIFT = 0.17  # of the distance between two rows, by which markers that would touch make way


class BasisPoint(NamedTuple):
    """The ratio of a model on one basis; `range` where sources disagree, `doubtful` where it is weak."""

    basis: str
    ratio: float
    range: tuple[float, float] | None = None
    doubtful: bool = False


class BasisRow(NamedTuple):
    """A model with its points in the order of the bases, one at least."""

    row: Row
    points: tuple[BasisPoint, ...]

    @property
    def lowest(self) -> BasisPoint:
        """The point with the lowest ratio."""
        return min(self.points, key=lambda point: point.ratio)

    @property
    def highest(self) -> BasisPoint:
        """The point with the highest ratio."""
        return max(self.points, key=lambda point: point.ratio)

    @property
    def reach(self) -> tuple[float, float]:
        """From the lowest to the highest that is drawn, ranges included."""
        drawn = [end for point in self.points for end in (point.ratio, *(point.range or ()))]
        return min(drawn), max(drawn)


def subtitle(compared: Comparison) -> str:
    """What is compared on which bases, with which target."""
    bases, length = ", ".join(ratios.BASES), f"average length: {compared.avglen:g} residues"
    return f"{captions.label(compared)}; bases: {bases}; {length}; target: {compared.target:g}"


def basis_rows(rows: Iterable[Row]) -> list[BasisRow]:
    """The models that have a ratio on any basis, in their order."""
    found = (BasisRow(row, _points(row)) for row in rows)
    return [each for each in found if each.points]


def without_any(compared: Comparison) -> list[Row]:
    """The models that have a ratio on no basis."""
    return [row for row in compared.rows if not _points(row)]


def shown_bases(rows: Sequence[BasisRow]) -> list[str]:
    """The bases that occur."""
    return [
        basis for basis in ratios.BASES if any(point.basis == basis for each in rows for point in each.points)
    ]


def ends(rows: Sequence[BasisRow], target: float, beside: float, tight: bool = False) -> tuple[float, float]:
    """The ends of the axis; `beside` is what a number takes of the width of the plot, on both sides, and
    `tight` whether the grid does not begin where the axis does."""
    reached = [target, *(end for each in rows for end in each.reach)]
    return fitting_beside(min(reached), max(reached), beside, beside, tight)


def shifts(each: BasisRow, axis: tuple[float, float], inches: float) -> dict[str, float]:
    """How far each point of a row is drawn below (or above, if negative) its middle, in rows.

    Parameters
    ----------
    axis : its ends
    inches : the width of the plot
    """
    per_decade = inches / math.log10(axis[1] / axis[0])
    groups: list[list[BasisPoint]] = []
    for point in sorted(each.points, key=lambda point: point.ratio):
        near = groups and math.log10(point.ratio / groups[-1][-1].ratio) * per_decade < _MARKER
        groups = [*groups[:-1], [*groups[-1], point]] if near else [*groups, [point]]
    return {
        point.basis: (at - (len(group) - 1) / 2) * 2 * _SHIFT
        for group in groups
        for at, point in enumerate(group)
    }


def number(point: BasisPoint, row: Row) -> str:
    """The ratio of a point, marked where it is the user's own."""
    return captions.number(row, f"ratio_{point.basis}")


def notes(rows: Sequence[BasisRow], without: Sequence[Row], shaded: bool = False) -> list[str]:
    """What the marks mean that occur, and who has no ratio at all."""
    drawn = [point for each in rows for point in each.points]
    said = [
        text
        for text, occurs in (
            (SHADED, shaded),
            (RANGES, any(point.range for point in drawn)),
            (DOUBTFUL, any(point.doubtful for point in drawn)),
        )
        if occurs
    ]
    missing = [f"Without a ratio on any basis: {', '.join(row.name for row in without)}."] if without else []
    return [" ".join(said), *missing] if said else missing


def described(rows: Sequence[BasisRow], compared: Comparison) -> str:
    """The chart in words, for users who cannot see it."""
    models = "; ".join(
        f"{captions.name(each.row)} "
        + ", ".join(f"{point.basis} {formatting.ratio(point.ratio)}" for point in each.points)
        for each in rows
    )
    return (
        f"Dot chart on a log scale: tokens per parameter on each basis, a row for each model, with a line at "
        f"the target of {compared.target:g}. {models}."
    )


def _points(row: Row) -> tuple[BasisPoint, ...]:
    values = ((basis, getattr(row, f"ratio_{basis}")) for basis in ratios.BASES)
    return tuple(_point(row, basis, ratio) for basis, ratio in values if ratio)


def _point(row: Row, basis: str, ratio: float) -> BasisPoint:
    if row.model is None or f"ratio_{basis}" in row.user_fields or row.kind != ratios.PARAMETER_KINDS[0]:
        return BasisPoint(basis, ratio)
    try:
        found = spread(row.model, basis, row.average_length)
    except NotAvailable:
        return BasisPoint(basis, ratio)
    reach = (found.lowest.ratio, found.highest.ratio) if found.disagree else None
    return BasisPoint(basis, ratio, reach, found.preferred.confidence == _DOUBTFUL)
