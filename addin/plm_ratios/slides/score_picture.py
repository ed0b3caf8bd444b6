"""The chart of scores as a picture."""

from __future__ import annotations

from typing import Any, Callable, Sequence

from matplotlib.lines import Line2D
from matplotlib.ticker import FormatStrFormatter, MultipleLocator

from ..comparison.compare import Comparison
from . import picture_page, score_points
from .picture_page import EDGE, LABEL, MARKS, TEXT, WIDTH, Picture, Texts
from .score_points import Scored
from .themes import Theme, family_look

_LEFT, _RIGHT, _TOP = 0.75, 0.2, 0.3
_NUMBERS = 0.55  # inches: the height of the numbers and the title below the plot
_PLOT = 4.4  # inches: the height of the plot


def draw(
    found: Sequence[Scored], compared: Comparison, texts: Callable[[Sequence[str]], Texts], look: Theme
) -> Picture:
    """Scores over ratios; `texts` takes the notes on the chart."""
    written = texts(score_points.notes(found, compared))
    shown = score_points.plot(found, (WIDTH - 2 * EDGE - _LEFT - _RIGHT, _PLOT), LABEL)
    below = _NUMBERS + picture_page.legend_height([family.name for family in shown.families])
    page = picture_page.page(written, _TOP + _PLOT + below, look)
    over = page.room.height - (_TOP + _PLOT + below)  # a picture is never lower than a slide
    axes = page.axes(_LEFT, _RIGHT, _TOP, below + over)
    axes.set_xscale("log")
    axes.set_xlim(*shown.ratios)
    axes.set_ylim(*shown.scores)
    picture_page.log_axis(axes.xaxis, *shown.ratios)
    axes.yaxis.set_major_locator(MultipleLocator(shown.step))
    axes.yaxis.set_major_formatter(FormatStrFormatter("%.2g"))
    axes.tick_params(axis="x", pad=7)  # the numbers of both axes meet in the corner
    axes.grid(color=f"#{look.grid}", linewidth=0.7, zorder=0)
    axes.set_title(score_points.UP, fontsize=TEXT, color=f"#{look.muted}", loc="left", pad=6)
    axes.set_xlabel(score_points.ACROSS, fontsize=TEXT, color=f"#{look.muted}")
    handles = []
    for number, family in enumerate(shown.families):
        colour, mark = family_look(look, number)
        style: dict[str, Any] = {"color": f"#{colour}", "marker": MARKS[mark], "markersize": 6.0}
        for line in family.lines:
            axes.plot(
                [each.ratio for each in line],
                [each.score for each in line],
                linewidth=1.0,
                markeredgecolor=f"#{look.background}",
                markeredgewidth=0.5,
                zorder=3,
                **style,
            )
        for each in family.members:
            axes.plot([each.ratio] * 2, each.ends, color=f"#{colour}", linewidth=1.0, zorder=2)
        handles.append(Line2D([], [], label=family.name, linewidth=1.0, **style))
    for name in shown.names:
        ground = look.background if name.masks else ""
        picture_page.label(axes, name.text, name.place, name.side, look.text, ground, distance=3.0)
    page.legend(handles)
    return page.figure.described(written.title, score_points.described(found, compared))
