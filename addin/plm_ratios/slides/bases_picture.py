"""The chart of bases as a picture: what each basis says of each model, on one line."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ..analysis import ratios
from ..comparison import captions
from ..comparison.compare import Comparison
from ..comparison.findings import BY_BASIS
from . import basis_points, measure, picture_page
from .basis_points import BasisPoint, BasisRow
from .picture_page import LABEL, MARKS, TEXT, Page
from .themes import BASIS_MARKERS, Theme

LEAST_PITCH, ROOMY_PITCH = 0.25, 0.34  # inches from a row to the next: of many rows, of few
_FEW = 20
_WIDEST_NAMES = 0.4  # of the picture
_TOP, _BELOW = 0.3, 0.85  # inches above and below the plot
_RADIUS = 0.07  # inches from the middle of a marker to its edge
_RIGHT = 0.1  # inches to the right of it


def body(rows: list[BasisRow]) -> float:
    """The height of the chart in inches."""
    return len(rows) * (ROOMY_PITCH if len(rows) <= _FEW else LEAST_PITCH) + _TOP + _BELOW


def draw(page: Page, rows: list[BasisRow], compared: Comparison, look: Theme) -> None:
    """Draw a row for each model on the page."""
    names = [measure.elided(_name(each), picture_page.WIDTH * _WIDEST_NAMES, TEXT) for each in rows]
    left = max(measure.width(name, TEXT) for name in names) + 0.15
    axes = page.axes(left, _RIGHT, _TOP, _BELOW)
    inches = page.room.width - left - _RIGHT
    widest = max(measure.width(basis_points.number(each.highest, each.row), LABEL) for each in rows)
    low, high = axis = basis_points.ends(rows, compared.target, (widest + 0.15) / inches, tight=True)
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    picture_page.log_axis(axes.xaxis, low, high)
    axes.set_yticks(range(len(rows)), names)
    axes.grid(axis="x", color=f"#{look.grid}", linewidth=0.7, zorder=0)
    axes.axvspan(
        compared.target / ratios.NEAR, compared.target * ratios.NEAR, color=f"#{look.header}", zorder=0.5
    )
    picture_page.target_line(axes, compared.target, look)
    for at, each in enumerate(rows):
        axes.plot(
            (each.lowest.ratio, each.highest.ratio), (at, at), color=f"#{look.muted}", linewidth=1.1, zorder=2
        )
        shifts = basis_points.shifts(each, axis, inches)
        for point in each.points:
            _draw_point(axes, point, at + shifts[point.basis], look)
        _draw_numbers(axes, each, at, compared.target, math.log10(high / low) / inches, look)
    axes.set_xlabel(basis_points.AXIS, fontsize=TEXT, color=f"#{look.muted}")
    page.legend([_handle(basis, look) for basis in basis_points.shown_bases(rows)])


def _name(each: BasisRow) -> str:
    return captions.name(each.row)


def _draw_point(axes: Axes, point: BasisPoint, at: float, look: Theme) -> None:
    colour = f"#{look.bases[point.basis]}"
    if point.range:
        axes.plot(point.range, (at, at), color=colour, linewidth=1.6, marker="|", markersize=8, zorder=2.2)
    axes.plot(
        [point.ratio],
        [at],
        marker=MARKS[BASIS_MARKERS[point.basis]],
        markersize=_size(point.basis),
        markerfacecolor=f"#{look.background}" if point.doubtful else colour,
        markeredgecolor=colour if point.doubtful else f"#{look.background}",
        markeredgewidth=1.6 if point.doubtful else 0.8,
        zorder=3,
        clip_on=False,
    )


def _draw_numbers(axes: Axes, each: BasisRow, at: int, target: float, decades: float, look: Theme) -> None:
    """The lowest ratio on the left of all that is drawn in the row, the highest on its right. One that is
    written over the line at the target hides it. `decades` go into an inch."""
    first, last = each.reach
    shown = [(each.highest, last, "right")]
    if len(each.points) > 1:
        shown.append((each.lowest, first, "left"))
    for point, end, side in shown:
        text = basis_points.number(point, each.row)
        beside = abs(math.log10(end / point.ratio)) / decades < _RADIUS
        distance = 7.0 if beside else 4.0
        reach = 10 ** ((measure.width(text, LABEL) + distance / 72) * decades)
        over = end < target < end * reach if side == "right" else end / reach < target < end
        ground = look.header if over else ""
        picture_page.label(axes, text, (end, at), side, look.text, ground, distance=distance)


def _handle(basis: str, look: Theme) -> Line2D:
    return Line2D(
        [],
        [],
        label=BY_BASIS[basis],
        marker=MARKS[BASIS_MARKERS[basis]],
        color=f"#{look.bases[basis]}",
        markersize=_size(basis),
        linestyle="none",
    )


def _size(basis: str) -> float:
    """A triangle fills half of the square that it stands in."""
    return 9.5 if BASIS_MARKERS[basis] == "triangle" else 8.0
