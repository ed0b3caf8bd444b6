"""The chart of ratios as a picture: bars from the target, all of them in one, which grows with them."""

from __future__ import annotations

from matplotlib.patches import Patch

from ..analysis import ratios
from ..comparison.compare import Comparison
from . import bars, measure, picture_page
from .picture_page import LABEL, TEXT, WIDTH, Page
from .themes import VERDICTS, Theme

_PITCH = 0.27  # inches from one bar to the next, at least
_THICKEST = 0.45  # inches
_WIDEST_NAMES = 0.4  # of the picture
_TOP, _BELOW = 0.3, 0.85  # inches above and below the plot
_RIGHT = 0.25  # inches to the right of it


def body(compared: Comparison) -> float:
    """The height of the chart in inches, at least."""
    return len(compared.drawn) * _PITCH + _TOP + _BELOW + 0.15


def draw(page: Page, compared: Comparison, look: Theme) -> None:
    """Draw a bar for each model that has a ratio on the page."""
    rows, target = compared.drawn, compared.target
    drawn = bars.bars(rows, WIDTH * _WIDEST_NAMES, TEXT)
    left = bars.widest(drawn, TEXT) + 0.12
    axes = page.axes(left, _RIGHT, _TOP, _BELOW)
    room = measure.width(max((bar.factor(target) for bar in drawn), key=len), LABEL) + 0.1
    low, high = bars.ends(compared, room / (page.room.width - left - _RIGHT), tight=True)
    verdicts = [ratios.verdict(bar.ratio, target) for bar in drawn]
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.barh(
        range(len(rows)),
        [bar.ratio - target for bar in drawn],
        left=target,
        height=min(0.68, _THICKEST * len(rows) / (page.room.height - _TOP - _BELOW)),
        color=[f"#{look.verdicts[verdict]}" for verdict in verdicts],
        zorder=2,
    )
    for at, bar in enumerate(drawn):
        side = "left" if bar.ratio < target else "right"
        picture_page.label(axes, bar.factor(target), (bar.ratio, at), side, look.muted, look.background)
    axes.set_yticks(range(len(rows)), [bar.label for bar in drawn])
    picture_page.log_axis(axes.xaxis, low, high)
    axes.grid(axis="x", color=f"#{look.grid}", linewidth=0.7, zorder=0)
    picture_page.target_line(axes, target, look)
    axes.set_xlabel(bars.AXIS, fontsize=TEXT, color=f"#{look.muted}")
    page.legend(
        [
            Patch(color=f"#{look.verdicts[verdict]}", label=verdict)
            for verdict in VERDICTS
            if verdict in verdicts
        ]
    )
