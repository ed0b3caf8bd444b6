"""The chart of bases on a slide: a native scatter chart, a row for each model, a series for each basis.

Lines between points and ranges are series of their own, whose pieces are separated by empty cells. Error bars
would do for both, but LibreOffice draws none from left to right.
"""

from __future__ import annotations

import datetime
import math
from typing import Any, Sequence

from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE

from ..comparison import captions
from ..comparison.compare import Comparison
from . import basis_blocks, basis_points, measure
from .basis_points import BasisRow
from .box import Box
from .canvas import describe, emu
from .cell_labels import CellLabel, labels_from_cells
from .chart_data import blocks_book
from .chart_marks import (
    NUMBERS,
    SMALL,
    axis_title,
    label_target,
    legend,
    letters,
    line,
    log_scale,
    place,
    share,
    sound_ids,
)
from .scale import are_long
from .themes import BASIS_MARKERS, Theme
from .xy_blocks import Block, chart_data, leave_gaps

MOST_ROWS = 16  # on one slide
_NUMBER_POINTS = 9.0
_INSIDE = 1.005  # LibreOffice leaves out what is on the very edge of the plot
_MARKER = 8  # points
_ASIDE = 0.06  # inches from the middle of a marker to the box of its number
_WIDEST_NAMES = 0.4  # of the chart
_TOP, _BELOW, _RIGHT = 0.30, 0.92, 0.15  # inches around the plot


def name_points(number: int) -> float:
    """The size of names next to that many rows."""
    return 12.0 if number <= 12 else 10.5


def add(
    slide: Any,
    box: Box,
    rows: Sequence[BasisRow],
    compared: Comparison,
    look: Theme,
    date: datetime.date,
    every: Sequence[BasisRow] = (),
) -> None:
    """Add the chart of some rows. `every` are those of all slides, which have one axis in one place."""
    points = name_points(len(rows))
    names = [_name(each, box, points) for each in rows]
    left = max(measure.width(_name(each, box, points), points) for each in every or rows) + 0.2
    inches = box.width - left - _RIGHT
    low, high = axis = basis_points.ends(every or rows, compared.target, _beside(every or rows, inches))
    aside = 10 ** (_ASIDE / inches * math.log10(high / low))
    shifts = [basis_points.shifts(each, axis, inches) for each in rows]
    blocks = basis_blocks.blocks(rows, names, shifts, low * _INSIDE, aside)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *emu(box), chart_data(blocks))
    chart = frame.chart
    for series, block in zip(chart.plots[0].series, blocks):
        leave_gaps(series, block)
        _draw(series, block, rows, points, look)
    _draw_axes(chart, axis, len(rows), compared.target, look)
    wide, tall = box.width, box.height
    place(
        chart._chartSpace.chart.plotArea,
        left / wide,
        _TOP / tall,
        inches / wide,
        1 - (_TOP + _BELOW) / tall,
    )
    along = (left + inches * share(compared.target, low, high)) / wide
    label_target(chart, compared.target, along, wide, look)
    legend(chart, [at for at, block in enumerate(blocks) if not block.role.startswith("points")], look)
    chart.part.chart_workbook.update_from_xlsx_blob(blocks_book(blocks, date))
    sound_ids(chart)
    describe(frame, "Chart of bases", basis_points.described(rows, compared))


def _name(each: BasisRow, box: Box, points: float) -> str:
    return measure.elided(captions.name(each.row), box.width * _WIDEST_NAMES, points)


def _beside(rows: Sequence[BasisRow], inches: float) -> float:
    """What the longest number beside the points takes of a plot of that width."""
    numbers = (basis_points.number(each.highest, each.row) for each in rows)
    return (max(measure.width(text, _NUMBER_POINTS) for text in numbers) + _ASIDE + 0.1) / inches


def _draw(series: Any, block: Block, rows: Sequence[BasisRow], points: float, look: Theme) -> None:
    role, _, basis = block.role.partition(" ")
    if role == "points":
        series.format.line.fill.background()
        _draw_markers(series, basis, rows, look)
        return
    series.marker.style = XL_MARKER_STYLE.NONE
    if role in ("between", "range"):
        line(series.format, look.bases.get(basis, look.muted), 2.25 if basis else 1.0)
        series.smooth = False
        return
    series.format.line.fill.background()
    side = "r" if role == "highest" else "l"
    size = points if role == "names" else _NUMBER_POINTS
    ground = "" if role == "names" else look.background  # no line goes through a number
    labels = [CellLabel(text, side, ground) for text in block.texts]
    labels_from_cells(series, block.text_cells, labels, size, look.text)


def _draw_markers(series: Any, basis: str, rows: Sequence[BasisRow], look: Theme) -> None:
    colour = look.bases[basis]
    _mark(series.marker, basis, colour, colour, look.background)
    drawn = [point for each in rows for point in each.points if point.basis == basis]
    for number, point in enumerate(drawn):
        if point.doubtful:
            _mark(series.points[number].marker, basis, colour, look.background, colour)


def _mark(marker: Any, basis: str, colour: str, fill: str, edge: str) -> None:
    marker.style = getattr(XL_MARKER_STYLE, BASIS_MARKERS[basis].upper())
    marker.size = _MARKER + (BASIS_MARKERS[basis] == "triangle")  # which looks smaller
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = RGBColor.from_string(fill)
    line(marker.format, edge, 1.5 if edge == colour else 0.5)


def _draw_axes(chart: Any, ends: tuple[float, float], rows: int, target: float, look: Theme) -> None:
    across, up = chart.category_axis, chart.value_axis
    log_scale(across, *ends)
    across.crosses, across.crosses_at = XL_AXIS_CROSSES.CUSTOM, target
    up.crosses = XL_AXIS_CROSSES.MINIMUM
    up.minimum_scale, up.maximum_scale, up.major_unit = 0.4, rows + 0.6, 1
    up.has_major_gridlines, across.has_major_gridlines = False, True
    up.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    across.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    up.major_tick_mark = across.major_tick_mark = XL_TICK_MARK.NONE
    line(up.format, look.target, 1.75, MSO_LINE.DASH)
    line(across.format, look.grid, 0.75)
    line(across.major_gridlines.format, look.grid, 0.75)
    letters(across.tick_labels.font, SMALL, look.text)
    numbers = "0E+00" if are_long(*ends) else NUMBERS
    across.tick_labels.number_format, across.tick_labels.number_format_is_linked = numbers, False
    axis_title(across, basis_points.AXIS, SMALL, look.muted)
