"""The page that every picture is drawn on: title, label, footnote, and a box for the chart between them."""

from __future__ import annotations

import contextlib
import io
import math
import warnings
from typing import Any, Iterator, NamedTuple, Sequence

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from . import measure, scale
from .box import Box
from .themes import Theme

WIDTH = 10.0  # inches
LOWEST = WIDTH * 9 / 16
EDGE = 0.3  # inches around everything
TEXT, LABEL, NOTE = 9.5, 8.0, 7.5  # points
DOTS = 200  # per inch
# Marker shapes by their names in Office's charts.
MARKS = {"triangle": "^", "circle": "o", "square": "s", "diamond": "D"}
_DOTS_ON_SCREEN = 100
_TITLE, _SUBTITLE = 14.0, 10.0  # points
_MOST_TITLE_LINES = 3
_LEGEND_ROW = 0.21  # inches from one row of a legend to the next
_SYMBOL = 0.55  # inches of an entry of a legend besides its text
_SHORT = 150.0  # an axis from its lower to its upper end
_BETWEEN = 0.08  # inches between two notes
_ANCHORS = {  # of a label: in which direction from its point it stands, and its alignment
    "right": ((1, 0), "left", "center_baseline"),
    "left": ((-1, 0), "right", "center_baseline"),
    "above": ((0, 1), "center", "bottom"),
    "below": ((0, -1), "center", "top"),
}
# For names in letters that DejaVu Sans lacks, those of these fonts that are installed.
_FURTHER = ("Noto Sans CJK JP", "Noto Sans CJK SC", "Microsoft YaHei", "Yu Gothic", "PingFang SC")


class Picture(Figure):
    """A figure that a notebook shows as it is, also where pyplot was never imported.

    title         the finding, or what somebody wrote instead
    description   what the chart shows, in words
    """

    title = description = ""

    def described(self, title: str, description: str) -> Picture:
        """The same figure, which keeps both texts for its file."""
        self.title, self.description = title, description
        return self

    def _repr_png_(self) -> bytes:
        written = io.BytesIO()
        with silent():
            self.savefig(written, format="png", dpi=_DOTS_ON_SCREEN, facecolor=self.get_facecolor())
        return written.getvalue()


class Texts(NamedTuple):
    """What is written around a chart: a finding as its title, what is shown below it, notes at the foot."""

    title: str
    label: str
    notes: tuple[str, ...]


class Page(NamedTuple):
    """A figure with its texts, and the box that is left for the chart."""

    figure: Picture
    room: Box
    height: float
    look: Theme

    def axes(self, left: float, right: float, top: float, bottom: float) -> Axes:
        """Axes in the box, that many inches from its edges."""
        room = self.room
        axes = self.figure.add_axes(
            (
                (room.left + left) / WIDTH,
                1 - (room.bottom - bottom) / self.height,
                (room.width - left - right) / WIDTH,
                (room.height - top - bottom) / self.height,
            )
        )
        axes.set_facecolor("none")
        for edge in ("top", "right", "left", "bottom"):
            axes.spines[edge].set_visible(False)
        axes.tick_params(length=0, labelsize=TEXT, labelcolor=f"#{self.look.text}")
        return axes

    def legend(self, handles: Sequence[Any]) -> None:
        """A legend at the foot of the box, if there is more than one thing to tell apart."""
        if len(handles) < 2:
            return
        self.figure.legend(
            handles=handles,
            loc="lower center",
            bbox_to_anchor=(0.5, 1 - self.room.bottom / self.height),
            ncols=_legend_columns([handle.get_label() for handle in handles]),
            frameon=False,
            fontsize=TEXT,
            labelcolor=f"#{self.look.text}",
            handlelength=1.6,
            columnspacing=1.6,
            borderpad=0.1,
        )


def legend_height(texts: Sequence[str]) -> float:
    """Inches that a legend of these texts takes at the foot of the box; none if there is only one."""
    return math.ceil(len(texts) / _legend_columns(texts)) * _LEGEND_ROW if len(texts) > 1 else 0.0


def _legend_columns(texts: Sequence[str]) -> int:
    """One row if all texts fit into it; else as many columns as the widest one allows."""
    width = WIDTH - 2 * EDGE
    wide = [measure.width(text, TEXT) + _SYMBOL for text in texts]
    return len(texts) if sum(wide) <= width else max(1, int(width / max(wide)))


def page(texts: Texts, body: float, look: Theme) -> Page:
    """A figure with title, label and notes, and a box of that height in inches."""
    width = WIDTH - 2 * EDGE
    blocks = [measure.wrapped(text, width, NOTE) for text in texts.notes]
    title = _title_lines(texts.title, width)
    label = measure.wrapped(texts.label, width, _SUBTITLE)
    head = measure.height(len(title), _TITLE) + measure.height(len(label), _SUBTITLE) + 0.2
    below = sum(measure.height(len(block), NOTE) + _BETWEEN for block in blocks)
    height = max(LOWEST, EDGE + head + body + below + EDGE * 0.6)
    figure = Picture(figsize=(WIDTH, height), facecolor=f"#{look.background}")

    def text(line: str, top: float, points: float, colour: str, weight: str = "normal") -> float:
        where = (EDGE / WIDTH, 1 - top / height)
        figure.text(*where, line, fontsize=points, color=f"#{colour}", va="top", fontweight=weight)
        return top + measure.height(1, points)

    top = EDGE
    for line in title:
        top = text(line, top, _TITLE, look.text, "bold")
    top += 0.03
    for line in label:
        top = text(line, top, _SUBTITLE, look.muted)
    top = height - EDGE * 0.6 - below
    room = Box(EDGE, EDGE + head, width, top - EDGE - head)
    for block in blocks:
        for line in block:
            top = text(line, top, NOTE, look.muted)
        top += _BETWEEN
    return Page(figure, room, height, look)


def _title_lines(title: str, width: float) -> list[str]:
    """The lines of a title, about equally long; what exceeds the last one is left out."""
    lines = measure.wrapped(title, width, _TITLE, bold=True)
    if len(lines) > _MOST_TITLE_LINES:
        rest = " ".join(lines[_MOST_TITLE_LINES - 1 :])
        return [*lines[: _MOST_TITLE_LINES - 1], measure.elided(rest, width, _TITLE, bold=True)]
    for tenths in range(int(width * 10), int(width * 5), -1):
        narrower = measure.wrapped(title, tenths / 10, _TITLE, bold=True)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def label(
    axes: Axes,
    text: str,
    place: tuple[float, float],
    side: str,
    colour: str,
    ground: str = "",
    weight: str = "normal",
    points: float = LABEL,
    distance: float = 5.0,
) -> None:
    """Write a text on one side of a place in the plot, with a background if `ground` is a colour.

    `distance` is that from the place, in points.
    """
    (right, up), across, down = _ANCHORS[side]
    offset = (right * distance, up * distance)
    box = {"facecolor": f"#{ground}", "edgecolor": "none", "pad": 0.8} if ground else None
    axes.annotate(
        text,
        place,
        offset,
        textcoords="offset points",
        ha=across,
        va=down,
        fontsize=points,
        color=f"#{colour}",
        fontweight=weight,
        bbox=box,
        zorder=4,
        annotation_clip=False,
    )


def log_axis(axis: Any, low: float, high: float) -> None:
    """Numbers at the powers of ten of a log axis with those ends; on a short one also between them."""
    axis.set_major_locator(LogLocator(10.0, subs=(1.0, 2.0, 5.0) if high / low < _SHORT else (1.0,)))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: scale.written(value, low, high)))


def target_line(axes: Axes, target: float, look: Theme) -> None:
    """The line at the target, with its number above the plot."""
    axes.axvline(target, color=f"#{look.target}", linewidth=1.4, linestyle=(0, (4, 3)), zorder=2.5)
    axes.annotate(
        f"target: {target:g}",
        (target, 1),
        (0, 4),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="center",
        fontsize=TEXT,
        fontweight="bold",
        color=f"#{look.target}",
    )


def settings() -> Any:
    """The settings of matplotlib under which pictures are drawn and written."""
    here = {font.name for font in font_manager.fontManager.ttflist}
    return {
        "font.family": ["DejaVu Sans", *(name for name in _FURTHER if name in here)],
        "svg.fonttype": "none",
        "svg.hashsalt": "plm-ratios",
        "text.parse_math": False,  # a dollar sign in a name is one
    }


@contextlib.contextmanager
def silent() -> Iterator[None]:
    """A letter that no font has is drawn as a box; the rest of the text is not affected."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield
