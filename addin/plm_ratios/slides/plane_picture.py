"""The plane of parameters and tokens as a picture, with the same contents as on a slide."""

from __future__ import annotations

from typing import Any, Callable, Sequence

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ..comparison.compare import Comparison
from ..errors import NotAvailable
from . import picture_page, plane_layout, plane_lines
from .picture_page import EDGE, LABEL, MARKS, NOTE, TEXT, WIDTH, Picture, Texts
from .plane_layout import OBJECTIVES, Point
from .plane_lines import COMPUTE, LAW, RATIO, TARGET, PlaneLine
from .themes import VERDICTS, Theme

_LEFT = 0.75
_TOP, _BOTTOM = plane_layout.MARGIN_TOP, 1.02
_BODY = 5.7
_NOTE_LINES = 8  # at most: a picture grows with them
_STYLES: dict[str, dict[str, Any]] = {
    TARGET: {"linewidth": 1.4, "linestyle": (0, (4, 3))},
    LAW: {"linewidth": 1.4},
    RATIO: {"linewidth": 0.9, "linestyle": (0, (1, 2.5))},
    COMPUTE: {"linewidth": 0.6},
}


def draw(compared: Comparison, texts: Callable[[Sequence[str]], Texts], look: Theme) -> Picture:
    """The models in the plane; `texts` takes the notes on the chart."""
    right = plane_layout.margin_right(compared)
    found = plane_layout.plan(compared, WIDTH - 2 * EDGE - _LEFT - right, _BODY - _TOP - _BOTTOM, LABEL)
    if found is None:
        raise NotAvailable("None of these models has both parameters and tokens: there is nothing to draw.")
    written = texts([plane_layout.note(found, WIDTH - 2 * EDGE, NOTE, _NOTE_LINES)])
    page = picture_page.page(written, _BODY, look)
    axes = page.axes(_LEFT, right, _TOP, _BOTTOM)
    _draw_axes(axes, found, look)
    handles: list[Any] = []
    for line in found.lines:
        handles += _draw_line(axes, line, found, look)
    for verdict, points in plane_layout.groups(found, compared, VERDICTS):
        colour = f"#{look.verdicts[verdict]}"
        for point in points:
            _draw_point(axes, point, colour, look)
        handles.append(Line2D([], [], label=verdict, marker="o", color=colour, linestyle="none"))
    if len(found.objectives) > 1:
        for objective in found.objectives:
            mark = MARKS[OBJECTIVES[objective]]
            handles.append(
                Line2D([], [], label=objective, marker=mark, color=f"#{look.muted}", linestyle="none")
            )
    page.legend(handles)
    return page.figure.described(written.title, plane_layout.described(found, compared))


def _draw_axes(axes: Axes, found: plane_layout.Plan, look: Theme) -> None:
    area = found.area
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(area.left, area.right)
    axes.set_ylim(area.bottom, area.top)
    for axis, low, high in ((axes.xaxis, area.left, area.right), (axes.yaxis, area.bottom, area.top)):
        picture_page.log_axis(axis, low, high)
    for edge in ("left", "bottom"):
        axes.spines[edge].set_visible(True)
        axes.spines[edge].set_color(f"#{look.muted}")
    axes.tick_params(length=4, width=0.8, color=f"#{look.muted}")
    axes.set_xlabel(plane_layout.ACROSS, fontsize=TEXT, color=f"#{look.muted}")
    axes.set_ylabel(plane_layout.UP, fontsize=TEXT, color=f"#{look.muted}")


def _draw_line(axes: Axes, line: PlaneLine, found: plane_layout.Plan, look: Theme) -> list[Line2D]:
    """Draw a line. Returns its handles for the legend: none if it is labelled."""
    colour = f"#{plane_lines.colour(line, look)}"
    style = dict(_STYLES[line.kind], color=colour)
    if line.dashed:
        style["linestyle"] = (0, (4, 3))
    (first, last) = line.ends
    axes.plot((first[0], last[0]), (first[1], last[1]), zorder=1 if line.kind == COMPUTE else 1.5, **style)
    if line.label:
        faint = line.kind == COMPUTE
        picture_page.label(
            axes,
            line.label,
            line.through(found.line_points)[line.at],
            line.side,
            look.muted if faint else colour[1:],
            weight="normal" if line.kind in (COMPUTE, RATIO) else "bold",
            points=7.0 if faint else LABEL,
            distance=2.0 if faint else 5.0,
        )
    return [Line2D([], [], label=line.name, **style)] if line in found.unlabelled else []


def _draw_point(axes: Axes, point: Point, colour: str, look: Theme) -> None:
    for (left, foot), (right, top) in point.bars:
        axes.plot((left, right), (foot, top), color=colour, linewidth=1.3, alpha=0.8, zorder=2)
    axes.plot(
        [point.place[0]],
        [point.place[1]],
        marker=MARKS[OBJECTIVES[point.objective]],
        markersize=7,
        color=colour,
        markeredgecolor=f"#{look.background}",
        zorder=3,
        clip_on=False,
    )
    if point.side:
        ground = look.background if point.masks else ""
        picture_page.label(axes, point.name, point.anchor, point.side, look.text, ground, distance=2.5)
