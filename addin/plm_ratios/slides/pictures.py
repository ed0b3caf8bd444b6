"""The charts as pictures for documents, PNG or SVG, in the same style as those of the deck.

In an SVG texts stay texts, which can be searched and edited.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import warnings
from pathlib import Path
from typing import Any, Callable, Iterator, NamedTuple, Sequence

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, NullLocator

from .. import formatting
from ..analysis import ratios
from ..comparison import captions
from ..comparison.compare import Comparison
from ..errors import NotAvailable, WrongValue
from . import bars, measure, plane_layout
from .box import Box
from .scale import are_long
from .themes import MARKERS, VERDICTS, Theme

_WIDTH = 10.0  # inches
_LOWEST = _WIDTH * 9 / 16
_BAR = 0.27  # inches from one bar to the next, at least
_DOTS = 200  # per inch
_DOTS_ON_SCREEN = 100
_TITLE, _SUBTITLE, _TEXT, _NOTE = 15.0, 10.5, 9.5, 7.5  # points
_EDGE = 0.3  # inches around everything
_BETWEEN = 0.08  # inches between two notes
_WIDEST_NAMES = 0.4  # of the picture
_SOURCES_SHOWN = 8
_MARKS = {"triangle": "^", "circle": "o", "square": "s"}
_ANCHORS = {  # of a label: its distance from its point, in points, and its alignment
    "right": ((5, 0), "left", "center"),
    "left": ((-5, 0), "right", "center"),
    "above": ((0, 5), "center", "bottom"),
    "below": ((0, -5), "center", "top"),
}
# For names in letters that DejaVu Sans lacks, those of these fonts that are installed.
_FURTHER = ("Noto Sans CJK JP", "Noto Sans CJK SC", "Microsoft YaHei", "Yu Gothic", "PingFang SC")


class _Page(NamedTuple):
    """A figure with its texts, and the box that is left for the chart."""

    figure: Picture
    room: Box
    height: float

    def axes(self, left: float, right: float, top: float, bottom: float, look: Theme) -> Axes:
        """Axes in the box, that many inches from its edges."""
        room = self.room
        axes = self.figure.add_axes(
            (
                (room.left + left) / _WIDTH,
                1 - (room.bottom - bottom) / self.height,
                (room.width - left - right) / _WIDTH,
                (room.height - top - bottom) / self.height,
            )
        )
        axes.set_facecolor("none")
        for edge in ("top", "right", "left", "bottom"):
            axes.spines[edge].set_visible(False)
        axes.tick_params(length=0, labelsize=_TEXT, labelcolor=f"#{look.text}")
        return axes


def write(
    path: Path, kind: str, chart: str, compared: Comparison, title: str, date: datetime.date, look: Theme
) -> None:
    """Write the chart "ratio" or "plane" as "png" or "svg". Raises NotAvailable if nothing can be drawn."""
    picture = draw(chart, compared, title, date, look)
    with matplotlib.rc_context(_settings()), _silent():
        metadata: dict[str, Any] = {"Title": title, "Description": picture.description}
        # Without the time and the version of matplotlib, so that the same chart gives the same bytes.
        metadata.update({"Date": None, "Creator": None} if kind == "svg" else {"Software": None})
        picture.savefig(path, format=kind, dpi=_DOTS, facecolor=f"#{look.background}", metadata=metadata)


def draw(chart: str, compared: Comparison, title: str, date: datetime.date, look: Theme) -> Picture:
    """The chart "ratio" or "plane" as a figure of matplotlib.

    Raises
    ------
    WrongValue : no such chart
    NotAvailable : nothing can be drawn
    """
    if chart not in _CHARTS:
        raise WrongValue(f'There is no chart "{chart}". Choose {ratios.alternatives(CHARTS)}.')
    if not compared.drawn:
        raise NotAvailable(
            f'None of these models has a ratio on the basis "{compared.basis}": there is nothing to draw.'
        )
    with matplotlib.rc_context(_settings()), _silent():
        picture, description = _CHARTS[chart](compared, title, date, look)
    picture.description = description
    return picture


class Picture(Figure):
    """A figure that a notebook shows as it is, also where pyplot was never imported.

    description   what the chart shows, in words
    """

    description = ""

    def _repr_png_(self) -> bytes:
        written = io.BytesIO()
        with _silent():
            self.savefig(written, format="png", dpi=_DOTS_ON_SCREEN, facecolor=self.get_facecolor())
        return written.getvalue()


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """A letter that no font has is drawn as a box; the rest of the text is not affected."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


def _settings() -> Any:
    here = {font.name for font in font_manager.fontManager.ttflist}
    return {
        "font.family": ["DejaVu Sans", *(name for name in _FURTHER if name in here)],
        "svg.fonttype": "none",
        "svg.hashsalt": "plm-ratios",
    }


def _ratios(compared: Comparison, title: str, date: datetime.date, look: Theme) -> tuple[Picture, str]:
    """Draw bars that start at the target, as in the deck, but all in one picture, which grows with them."""
    rows = compared.drawn
    missing = ", ".join(row.name for row in compared.missing)
    notes = [f"Without a ratio on this basis: {missing}."] if missing else []
    page = _page(compared, title, date, look, notes, len(rows) * _BAR + 1.3)
    drawn = bars.bars(rows, _WIDTH * _WIDEST_NAMES, _TEXT)
    axes = page.axes(bars.widest(drawn, _TEXT) + 0.12, 0.25, 0.3, 0.85, look)
    low, high = bars.ends(compared)
    target = compared.target
    colours = [f"#{look.verdicts[ratios.verdict(bar.ratio, target)]}" for bar in drawn]
    axes.set_xscale("log")
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlim(low, high)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    lengths = [bar.ratio - target for bar in drawn]
    axes.barh(range(len(rows)), lengths, left=target, height=0.68, color=colours, zorder=2)
    axes.set_yticks(range(len(rows)), [bar.label for bar in drawn])
    write = _in_powers if are_long(low, high) else _in_full
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: write(value)))
    axes.grid(axis="x", color=f"#{look.grid}", linewidth=0.7, zorder=0)
    axes.axvline(target, color=f"#{look.target}", linewidth=1.4, linestyle=(0, (4, 3)), zorder=3)
    axes.annotate(
        f"target: {target:g}",
        (target, 1),
        (0, 4),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="center",
        fontsize=_TEXT,
        fontweight="bold",
        color=f"#{look.target}",
    )
    axes.set_xlabel(bars.AXIS, fontsize=_TEXT, color=f"#{look.muted}")
    handles = [Patch(color=f"#{look.verdicts[verdict]}", label=verdict) for verdict in VERDICTS]
    _legend(page, handles, look)
    return page.figure, bars.described(rows, compared)


def _plane(compared: Comparison, title: str, date: datetime.date, look: Theme) -> tuple[Picture, str]:
    """Draw models in the plane of parameters and tokens, as in the deck."""
    left, right, top, bottom = 0.75, plane_layout.MARGIN_RIGHT, plane_layout.MARGIN_TOP, 0.85
    height = _LOWEST * 1.15
    title = plane_layout.TITLE if title == captions.TITLE else title
    probe = _page(compared, title, date, look, ["x " * 200], height)
    found = plane_layout.plan(compared, probe.room.width - left - right, probe.room.height - top - bottom)
    if found is None:
        raise NotAvailable("None of these models has both parameters and tokens: there is nothing to draw.")
    note = plane_layout.note(found, _WIDTH - 2 * _EDGE, _NOTE)
    page = _page(compared, title, date, look, [note], height)
    axes = page.axes(left, right, top, bottom, look)
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
            "marker": _MARKS[MARKERS[verdict]],
            "color": f"#{look.verdicts[verdict]}",
            "linestyle": "none",
        }
        x, y = zip(*(point.place for point in points))
        axes.plot(x, y, markersize=6, markeredgecolor=f"#{look.background}", zorder=3, clip_on=False, **mark)
        handles.append(Line2D([], [], label=verdict, **mark))
        for point in points:
            if point.side:
                _label(
                    axes,
                    point.name,
                    point.place,
                    point.side,
                    look.text,
                    look.background if point.masks else "",
                )
    axes.set_xlabel(plane_layout.ACROSS, fontsize=_TEXT, color=f"#{look.muted}")
    axes.set_ylabel(plane_layout.UP, fontsize=_TEXT, color=f"#{look.muted}")
    _legend(page, handles, look)
    return page.figure, plane_layout.described(found, compared)


_CHARTS: dict[str, Callable[..., tuple[Picture, str]]] = {"ratio": _ratios, "plane": _plane}
CHARTS = tuple(_CHARTS)


def _page(
    compared: Comparison, title: str, date: datetime.date, look: Theme, notes: Sequence[str], body: float
) -> _Page:
    """Returns a figure with title, subtitle and footnote, and a box of that height in inches."""
    width = _WIDTH - 2 * _EDGE
    foot = (
        f"{captions.footnote(compared, date)} {captions.sources_in_short(compared, _SOURCES_SHOWN)}".strip()
    )
    blocks = [measure.wrapped(text, width, _NOTE) for text in (*notes, foot)]
    head = measure.height(1, _TITLE) + measure.height(1, _SUBTITLE) + 0.2
    below = sum(measure.height(len(block), _NOTE) + _BETWEEN for block in blocks)
    height = max(_LOWEST, _EDGE + head + body + below + _EDGE * 0.6)
    figure = Picture(figsize=(_WIDTH, height), facecolor=f"#{look.background}")

    def text(line: str, top: float, points: float, colour: str, weight: str = "normal") -> float:
        where = (_EDGE / _WIDTH, 1 - top / height)
        figure.text(*where, line, fontsize=points, color=f"#{colour}", va="top", fontweight=weight)
        return top + measure.height(1, points)

    top = text(measure.elided(title, width, _TITLE, bold=True), _EDGE, _TITLE, look.text, "bold")
    text(measure.elided(captions.subtitle(compared), width, _SUBTITLE), top, _SUBTITLE, look.muted)
    top = height - _EDGE * 0.6 - below
    room = Box(_EDGE, _EDGE + head, width, top - _EDGE - head)
    for block in blocks:
        for line in block:
            top = text(line, top, _NOTE, look.muted)
        top += _BETWEEN
    return _Page(figure, room, height)


def _draw_line(axes: Axes, line: plane_layout.LawLine, found: plane_layout.Plan, look: Theme) -> list[Line2D]:
    """Draw a line. Returns its handles for the legend: none if it is labelled."""
    colour = look.target if line.law is None else look.laws[line.law % len(look.laws)]
    dashes: Any = (0, (4, 3)) if line.dashed or line.law is None else "-"
    (first, last) = line.ends
    style: dict[str, Any] = {"color": f"#{colour}", "linewidth": 1.4, "linestyle": dashes}
    axes.plot((first[0], last[0]), (first[1], last[1]), zorder=1, **style)
    if line.label:
        _label(axes, line.label, last, line.side, colour, weight="bold")
    return [Line2D([], [], label=line.name, **style)] if line in found.unlabelled else []


def _label(
    axes: Axes, text: str, place: Any, side: str, colour: str, ground: str = "", weight: str = "normal"
) -> None:
    offset, across, down = _ANCHORS[side]
    box = {"facecolor": f"#{ground}", "edgecolor": "none", "pad": 0.8} if ground else None
    axes.annotate(
        text,
        place,
        offset,
        textcoords="offset points",
        ha=across,
        va=down,
        fontsize=plane_layout.LABEL_POINTS - 1,
        color=f"#{colour}",
        fontweight=weight,
        bbox=box,
        zorder=2,
        annotation_clip=False,
    )


def _legend(page: _Page, handles: Sequence[Any], look: Theme) -> None:
    page.figure.legend(
        handles=handles,
        loc="lower center",
        bbox_to_anchor=(0.5, 1 - page.room.bottom / page.height),
        ncols=len(handles),
        frameon=False,
        fontsize=_TEXT,
        labelcolor=f"#{look.text}",
        handlelength=1.6,
        columnspacing=1.6,
        borderpad=0.1,
    )


def _in_full(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def _in_powers(value: float) -> str:
    return f"{value:.0E}"


def _in_letters(value: float) -> str:
    return formatting.count(value)
