"""The charts over time as a picture: ratios above, training tokens below, over the same dates."""

from __future__ import annotations

from typing import Callable, Sequence

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from ..comparison.compare import Comparison
from . import picture_page, time_points
from .picture_page import EDGE, LABEL, TEXT, WIDTH, Page, Picture, Texts
from .themes import VERDICTS, Theme
from .time_points import Dated, Panel

_LEFT, _RIGHT = 0.75, 0.15
_TOP, _BETWEEN, _BELOW = 0.25, 0.4, 0.7
_PLOT = 2.75  # inches: the height of each plot


def draw(
    found: Sequence[Dated], compared: Comparison, texts: Callable[[Sequence[str]], Texts], look: Theme
) -> Picture:
    """The models over time; `texts` takes the notes on the chart."""
    width = WIDTH - 2 * EDGE - _LEFT - _RIGHT
    shown = time_points.panels(found, compared, (width, _PLOT), LABEL)
    written = texts(time_points.notes(found, compared, shown))
    page = picture_page.page(written, _TOP + _BETWEEN + _BELOW + 2 * _PLOT, look)
    upper, lower = shown
    # A picture is never lower than a slide would be; what is over goes below the plots.
    over = page.room.height - (_TOP + _BETWEEN + _BELOW + 2 * _PLOT)
    below = _BELOW + over
    _draw_panel(page, upper, compared, look, _TOP, below + _PLOT + _BETWEEN, years=False)
    _draw_panel(page, lower, compared, look, _TOP + _PLOT + _BETWEEN, below, years=True)
    verdicts = {time_points.verdict(each, compared) for each in found}
    page.legend(
        [
            Line2D([], [], label=verdict, marker="o", color=f"#{look.verdicts[verdict]}", linestyle="none")
            for verdict in VERDICTS
            if verdict in verdicts
        ]
    )
    return page.figure.described(written.title, time_points.described(found, compared))


def _draw_panel(
    page: Page, panel: Panel, compared: Comparison, look: Theme, top: float, bottom: float, years: bool
) -> None:
    axes = page.axes(_LEFT, _RIGHT, top, bottom)
    axes.set_yscale("log")
    axes.set_xlim(*panel.years)
    axes.set_ylim(*panel.ends)
    picture_page.log_axis(axes.yaxis, *panel.ends)
    axes.grid(axis="y", color=f"#{look.grid}", linewidth=0.7, zorder=0)
    for year in range(panel.years[0], panel.years[1] + 1):
        axes.axvline(year, color=f"#{look.grid}", linewidth=0.7, zorder=0)
    whole = range(*panel.years)
    axes.set_xticks([year + 0.5 for year in whole], [str(year) if years else "" for year in whole])
    axes.tick_params(axis="x", pad=6)
    axes.set_title(panel.title, fontsize=TEXT, color=f"#{look.muted}", loc="left", pad=6)
    for box in panel.boxes:
        axes.add_patch(
            Rectangle((box.year, box.low), 1, box.high - box.low, color=f"#{look.header}", zorder=0.5)
        )
        ends = (box.year, box.year + 1)
        axes.plot(ends, (box.middle, box.middle), color=f"#{look.muted}", linewidth=1.2, zorder=1)
    for family in panel.families:
        across, up = zip(*family)
        axes.plot(across, up, color=f"#{look.muted}", linewidth=0.6, zorder=1.5)
    if panel.target:
        dashes = (0, (4, 3))
        axes.axhline(compared.target, color=f"#{look.target}", linewidth=1.4, linestyle=dashes, zorder=1.2)
        name = panel.target
        picture_page.label(axes, name.text, name.anchor, name.side, look.target, weight="bold", distance=3.0)
    for each, value in panel.points:
        axes.plot(
            [each.year],
            [value],
            marker="o",
            markersize=6,
            color=f"#{look.verdicts[time_points.verdict(each, compared)]}",
            markeredgecolor=f"#{look.background}",
            zorder=3,
        )
    for name in panel.names:
        ground = look.background if name.masks else ""
        picture_page.label(axes, name.text, name.anchor, name.side, look.text, ground, distance=3.0)
