"""The chart in the plane of parameters and tokens on a slide: native, with its data."""

from __future__ import annotations

import datetime
import math
from typing import Any, Sequence

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn

from ..analysis import scaling_laws
from ..comparison.compare import Comparison
from . import measure, plane_layout, plane_lines
from .box import Box
from .canvas import describe, emu
from .cell_labels import CellLabel, labels_from_cells
from .chart_data import blocks_book
from .chart_marks import SMALL, axis_title, legend, letters, line, log_scale, number_format, place, sound_ids
from .plane_layout import OBJECTIVES, Plan, Point
from .plane_lines import COMPUTE, LAW, RATIO, TARGET, PlaneLine
from .themes import VERDICTS, Theme
from .xy_blocks import GAP, Block, Cells, chart_data, first_rows, leave_gaps, padded

_LEFT, _BELOW = 1.0, 0.78  # inches left of the plot; below it for the axis, without the legend
_LEGEND_LINE, _LEGEND_SYMBOL = 0.26, 0.7  # inches: height of a line of the legend, room for one symbol in it
_TOP = plane_layout.MARGIN_TOP
_SIDES = {
    "right": XL_LABEL_POSITION.RIGHT,
    "left": XL_LABEL_POSITION.LEFT,
    "above": XL_LABEL_POSITION.ABOVE,
    "below": XL_LABEL_POSITION.BELOW,
}
_SIDE_CODES = {"right": "r", "left": "l", "above": "t", "below": "b"}
_WIDTHS = {TARGET: 1.75, LAW: 1.75, RATIO: 1.0, COMPUTE: 0.75}  # points


def plan(compared: Comparison, box: Box) -> Plan | None:
    """The contents of the chart in a box."""
    right = plane_layout.margin_right(compared)
    return plane_layout.plan(
        compared, box.width - _LEFT - right, box.height - _TOP - _below(compared, box.width)
    )


def _below(compared: Comparison, width: float) -> float:
    """Inches below the plot, with a legend of all verdicts and objectives, and two lines without labels."""
    laws = sorted((law.name for law in scaling_laws.protein_laws()), key=len)[-2:]
    longest = (*VERDICTS, *OBJECTIVES, *(laws if compared.basis == "seen" else ()))
    column = max(measure.width(text, SMALL) for text in longest) + _LEGEND_SYMBOL
    return _BELOW + _LEGEND_LINE * math.ceil(len(longest) / max(1, int(width / column)))


def add(slide: Any, box: Box, found: Plan, compared: Comparison, look: Theme, date: datetime.date) -> None:
    """Add the chart."""
    groups = plane_layout.groups(found, compared, VERDICTS)
    blocks = _blocks(found, groups)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *emu(box), chart_data(blocks))
    chart = frame.chart
    drawn = iter(zip(chart.plots[0].series, blocks))
    for each in found.lines:
        series, block = next(drawn)
        _draw_line(series, each, found, look)
    for series, block in drawn:
        leave_gaps(series, block)
        role, _, which = block.role.partition(" ")
        if role == "ranges":
            series.marker.style = XL_MARKER_STYLE.NONE
            line(series.format, look.verdicts[which], 1.5)
            series.smooth = False
        elif role == "points":
            _draw_points(series, which, dict(groups)[which], look)
        elif role == "names":
            _draw_names(series, block, found, look)
        else:
            series.format.line.fill.background()
            _mark(series.marker, OBJECTIVES[which], look.muted, look)
    _draw_axes(chart, found, look)
    wide, high = box.width, box.height
    right = plane_layout.margin_right(compared)
    below = _below(compared, wide)
    place(
        chart._chartSpace.chart.plotArea,
        _LEFT / wide,
        _TOP / high,
        1 - (_LEFT + right) / wide,
        1 - (_TOP + below) / high,
    )
    chart.has_title = False
    legend(chart, _not_in_legend(blocks, found), look)
    chart.part.chart_workbook.update_from_xlsx_blob(blocks_book(blocks, date))
    sound_ids(chart)
    describe(frame, "Chart of parameters and tokens", plane_layout.described(found, compared))


def _blocks(found: Plan, groups: Sequence[tuple[str, list[Point]]]) -> list[Block]:
    """The series in the order in which they are drawn: lines, ranges, points, and what only has an entry in
    the legend."""
    number = found.line_points
    cells: list[tuple[str, str, tuple[Cells, ...]]] = [
        (each.name, each.kind, tuple((*on_it, each.name) for on_it in each.through(number)))
        for each in found.lines
    ]
    for verdict, points in groups:
        pieces = [
            piece
            for point in points
            for first, last in point.bars
            for piece in ((*first, point.row.name), (*last, point.row.name), GAP)
        ]
        if pieces:
            cells.append((f"{verdict}, range of the sources", f"ranges {verdict}", padded(pieces, number)))
    for verdict, points in groups:
        cells.append(
            (verdict, f"points {verdict}", tuple((*point.place, point.row.name) for point in points))
        )
    named = [point for point in found.points if point.side]
    if named:
        cells.append(("names", "names", tuple((*point.anchor, point.name) for point in named)))
    if len(found.objectives) > 1:
        cells += [(objective, f"objective {objective}", (GAP,)) for objective in found.objectives]
    starts = first_rows([len(rows) for _, _, rows in cells])
    return [Block(name, role, first, rows, "Parameters") for (name, role, rows), first in zip(cells, starts)]


def _not_in_legend(blocks: Sequence[Block], found: Plan) -> list[int]:
    """The numbers of the series that need no entry: what is labelled, and all that only helps to draw."""
    lines = [each in found.unlabelled for each in found.lines]
    others = [block.role.startswith(("points", "objective")) for block in blocks[len(lines) :]]
    return [number for number, wanted in enumerate([*lines, *others]) if not wanted]


def _draw_line(series: Any, each: PlaneLine, found: Plan, look: Theme) -> None:
    colour = plane_lines.colour(each, look)
    dashed = each.dashed or each.kind == TARGET
    dash = MSO_LINE.DASH if dashed else MSO_LINE.SQUARE_DOT if each.kind == RATIO else None
    line(series.format, colour, _WIDTHS[each.kind], dash)
    series.marker.style = XL_MARKER_STYLE.NONE
    series.smooth = False
    if each.label:
        label = series.points[range(found.line_points)[each.at]].data_label
        label.text_frame.text = each.label
        label.text_frame.word_wrap = False
        letters(
            label.text_frame.paragraphs[0].runs[0].font,
            plane_layout.LABEL_POINTS,
            look.muted if each.kind == COMPUTE else colour,
            bold=each.kind in (TARGET, LAW),
        )
        label.position = _SIDES[each.side]


def _draw_points(series: Any, verdict: str, points: Sequence[Point], look: Theme) -> None:
    series.format.line.fill.background()
    colour, (usual, *_) = look.verdicts[verdict], OBJECTIVES.values()
    _mark(series.marker, usual, colour, look)
    for number, point in enumerate(points):
        shape = OBJECTIVES[point.objective]
        if shape != usual:
            _mark(series.points[number].marker, shape, colour, look)


def _mark(marker: Any, shape: str, colour: str, look: Theme) -> None:
    marker.style = getattr(XL_MARKER_STYLE, shape.upper())
    marker.size = 8
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = RGBColor.from_string(colour)
    line(marker.format, look.background, 0.5)


def _draw_names(series: Any, block: Block, found: Plan, look: Theme) -> None:
    series.format.line.fill.background()
    series.marker.style = XL_MARKER_STYLE.NONE
    labels = [
        CellLabel(point.name, _SIDE_CODES[point.side], look.background if point.masks else "")
        for point in found.points
        if point.side
    ]
    labels_from_cells(series, block.text_cells, labels, plane_layout.LABEL_POINTS, look.text)


def _draw_axes(chart: Any, found: Plan, look: Theme) -> None:
    area = found.area
    for axis, low, high, title in (
        (chart.category_axis, area.left, area.right, plane_layout.ACROSS),
        (chart.value_axis, area.bottom, area.top, plane_layout.UP),
    ):
        log_scale(axis, low, high)
        axis.has_major_gridlines = False
        line(axis.format, look.muted, 0.75)
        # Keeps the lowest numbers of the two axes apart in their corner.
        axis.major_tick_mark = XL_TICK_MARK.OUTSIDE
        letters(axis.tick_labels.font, SMALL, look.text)
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = (
            number_format(low, high),
            False,
        )
        axis._element.find(qn("c:crosses")).set("val", "min")
        axis_title(axis, title, SMALL, look.muted)
