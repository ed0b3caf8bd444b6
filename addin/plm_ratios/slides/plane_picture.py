"""The plane of parameters and tokens as a picture, with the same contents as on a slide."""

from __future__ import annotations

from typing import Any, Callable, Sequence

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, NullLocator

from .. import formatting
from ..comparison.compare import Comparison
from ..errors import NotAvailable
from . import picture_page, plane_layout
from .picture_page import EDGE, MARKS, NOTE, TEXT, WIDTH, Picture, Texts
from .themes import MARKERS, VERDICTS, Theme

_LEFT, _RIGHT = 0.75, plane_layout.MARGIN_RIGHT
_TOP, _BOTTOM = plane_layout.MARGIN_TOP, 0.85
_BODY = 5.3


def draw(compared: Comparison, texts: Callable[[Sequence[str]], Texts], look: Theme) -> Picture:
    """The models in the plane; `texts` takes the notes on the chart."""
    found = plane_layout.plan(compared, WIDTH - 2 * EDGE - _LEFT - _RIGHT, _BODY - _TOP - _BOTTOM)
    if found is None:
        raise NotAvailable("None of these models has both parameters and tokens: there is nothing to draw.")
    written = texts([plane_layout.note(found, WIDTH - 2 * EDGE, NOTE)])
    page = picture_page.page(written, _BODY, look)
    axes = page.axes(_LEFT, _RIGHT, _TOP, _BOTTOM)
    area = found.area
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(area.left, area.right)
    axes.set_ylim(area.bottom, area.top)
    for axis, low, high in ((axes.xaxis, area.left, area.right), (axes.yaxis, area.bottom, area.top)):
        write = _in_letters if plane_layout.in_letters(low, high) else _in_powers
        axis.set_major_formatter(FuncFormatter(lambda value, _, write=write: write(value)))
        axis.set_minor_locator(NullLocator())
    axes.tick_params(axis="x", pad=8)  # keeps the lowest numbers of the two axes apart in their corner
    axes.grid(color=f"#{look.grid}", linewidth=0.7, zorder=0)
    handles: list[Any] = []
    for line in found.lines:
        handles += _draw_line(axes, line, found, look)
    for verdict, points in plane_layout.groups(found, compared, VERDICTS):
        mark: dict[str, Any] = {
            "marker": MARKS[MARKERS[verdict]],
            "color": f"#{look.verdicts[verdict]}",
            "linestyle": "none",
        }
        x, y = zip(*(point.place for point in points))
        axes.plot(x, y, markersize=6, markeredgecolor=f"#{look.background}", zorder=3, clip_on=False, **mark)
        handles.append(Line2D([], [], label=verdict, **mark))
        for point in points:
            if point.side:
                picture_page.label(
                    axes,
                    point.name,
                    point.place,
                    point.side,
                    look.text,
                    look.background if point.masks else "",
                )
    axes.set_xlabel(plane_layout.ACROSS, fontsize=TEXT, color=f"#{look.muted}")
    axes.set_ylabel(plane_layout.UP, fontsize=TEXT, color=f"#{look.muted}")
    page.legend(handles)
    return page.figure.described(written.title, plane_layout.described(found, compared))


def _draw_line(axes: Axes, line: plane_layout.LawLine, found: plane_layout.Plan, look: Theme) -> list[Line2D]:
    """Draw a line. Returns its handles for the legend: none if it is labelled."""
    colour = look.target if line.law is None else look.laws[line.law % len(look.laws)]
    dashes: Any = (0, (4, 3)) if line.dashed or line.law is None else "-"
    (first, last) = line.ends
    style: dict[str, Any] = {"color": f"#{colour}", "linewidth": 1.4, "linestyle": dashes}
    axes.plot((first[0], last[0]), (first[1], last[1]), zorder=1, **style)
    if line.label:
        picture_page.label(axes, line.label, last, line.side, colour, weight="bold")
    return [Line2D([], [], label=line.name, **style)] if line in found.unlabelled else []


def _in_powers(value: float) -> str:
    return f"{value:.0E}"


def _in_letters(value: float) -> str:
    return formatting.count(value)
