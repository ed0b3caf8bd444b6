"""The charts over time on a slide: two native scatter charts side by side, ratios and training tokens."""

from __future__ import annotations

import datetime
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
from pptx.oxml.ns import qn

from ..comparison import captions
from ..comparison.compare import Comparison
from . import time_points
from .box import Box
from .canvas import describe, emu
from .cell_labels import CellLabel, labels_from_cells
from .chart_data import blocks_book
from .chart_marks import NUMBERS, SMALL, legend, letters, line, log_scale, number_format, place, sound_ids
from .themes import VERDICTS, Theme
from .time_points import Dated, Name, Panel
from .xy_blocks import GAP, Block, Cells, chart_data, first_rows, leave_gaps, padded

_NAME_POINTS = 9.0
_LEFT, _RIGHT, _TOP, _BELOW = 0.8, 0.15, 0.35, 0.75  # inches around each plot
_BETWEEN = 0.2  # inches between the charts
_MOST_YEARS = 7  # written one by one
_LINES = {"outlines": 1.0, "medians": 2.0, "families": 0.5}  # points
_SIDE_CODES = {"right": "r", "left": "l", "above": "t", "below": "b"}


def panels(found: Sequence[Dated], compared: Comparison, box: Box) -> tuple[Panel, Panel]:
    """The contents of the two charts in a box."""
    width = (box.width - _BETWEEN) / 2 - _LEFT - _RIGHT
    return time_points.panels(found, compared, (width, box.height - _TOP - _BELOW), _NAME_POINTS)


def add(
    slide: Any,
    box: Box,
    shown: tuple[Panel, Panel],
    compared: Comparison,
    look: Theme,
    date: datetime.date,
) -> None:
    """Add the two charts."""
    width = (box.width - _BETWEEN) / 2
    for number, panel in enumerate(shown):
        if panel.points:
            left = box.left + number * (width + _BETWEEN)
            _add(slide, Box(left, box.top, width, box.height), panel, compared, look, date)


def _add(slide: Any, box: Box, panel: Panel, compared: Comparison, look: Theme, date: datetime.date) -> None:
    blocks = _blocks(panel, compared)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *emu(box), chart_data(blocks))
    chart = frame.chart
    for series, block in zip(chart.plots[0].series, blocks):
        leave_gaps(series, block)
        _draw(series, block, panel, look)
    _draw_axes(chart, panel, compared.target, look)
    wide, high = box.width, box.height
    place(
        chart._chartSpace.chart.plotArea,
        _LEFT / wide,
        _TOP / high,
        1 - (_LEFT + _RIGHT) / wide,
        1 - (_TOP + _BELOW) / high,
    )
    chart.has_title = True
    chart.chart_title.include_in_layout = False
    chart.chart_title.text_frame.text = panel.title
    letters(chart.chart_title.text_frame.paragraphs[0].runs[0].font, SMALL, look.muted)
    place(chart._chartSpace.chart.find(qn("c:title")), _LEFT / wide, 0.0)
    legend(chart, [at for at, block in enumerate(blocks) if not block.role.startswith("points")], look)
    chart.part.chart_workbook.update_from_xlsx_blob(blocks_book(blocks, date))
    sound_ids(chart)
    what = panel.title.partition(" (")[0]
    dates = [each for each, _ in panel.points]
    describe(frame, f"Chart of {what} over time", time_points.described(dates, compared))


def _blocks(panel: Panel, compared: Comparison) -> list[Block]:
    """The series in the order in which they are drawn: boxes, medians, families, points, names."""
    outlines: list[Cells] = []
    medians: list[Cells] = []
    for box in panel.boxes:
        first, last, said = float(box.year), box.year + 1.0, str(box.year)
        corners = ((first, box.low), (first, box.high), (last, box.high), (last, box.low), (first, box.low))
        outlines += [*((*corner, said) for corner in corners), GAP]
        medians += [(first, box.middle, said), (last, box.middle, said), GAP]
    families: list[Cells] = []
    for members in panel.families:
        families += [*((*member, None) for member in members), GAP]
    cells = [
        ("middle half of a year", "outlines", outlines),
        ("median of a year", "medians", medians),
        ("families", "families", families),
    ]
    for verdict in VERDICTS:
        drawn: list[Cells] = [
            (each.year, value, captions.name(each.row))
            for each, value in panel.points
            if time_points.verdict(each, compared) == verdict
        ]
        cells.append((verdict, f"points {verdict}", drawn))
    cells.append(("names", "names", [(*name.anchor, name.text) for name in _names(panel)]))
    cells = [each for each in cells if each[2]]
    longest = max(len(rows) for _, _, rows in cells)
    # Those that are drawn as lines, and the first one: see padded().
    filled = [
        (name, role, padded(rows, longest if role in _LINES or not number else len(rows)))
        for number, (name, role, rows) in enumerate(cells)
    ]
    starts = first_rows([len(rows) for _, _, rows in filled])
    return [Block(name, role, first, rows, "Released") for (name, role, rows), first in zip(filled, starts)]


def _names(panel: Panel) -> list[Name]:
    return [*panel.names, *([panel.target] if panel.target else [])]


def _draw(series: Any, block: Block, panel: Panel, look: Theme) -> None:
    role, _, verdict = block.role.partition(" ")
    series.smooth = False
    if role == "points":
        series.format.line.fill.background()
        series.marker.style = XL_MARKER_STYLE.CIRCLE
        series.marker.size = 7
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = RGBColor.from_string(look.verdicts[verdict])
        line(series.marker.format, look.background, 0.5)
        return
    series.marker.style = XL_MARKER_STYLE.NONE
    if role == "names":
        series.format.line.fill.background()
        labels = [
            CellLabel(name.text, _SIDE_CODES[name.side], look.background if name.masks else "")
            for name in _names(panel)
        ]
        labels += [CellLabel("", "r")] * (len(block.rows) - len(labels))
        labels_from_cells(series, block.text_cells, labels, _NAME_POINTS, look.text)
    else:
        line(series.format, look.muted, _LINES[role])


def _draw_axes(chart: Any, panel: Panel, target: float, look: Theme) -> None:
    across, up = chart.category_axis, chart.value_axis
    across.minimum_scale, across.maximum_scale = panel.years
    across.major_unit = 1 if panel.years[1] - panel.years[0] <= _MOST_YEARS else 2
    log_scale(up, *panel.ends)
    if panel.target:  # the axis of the years is the line at the target
        up.crosses, up.crosses_at = XL_AXIS_CROSSES.CUSTOM, target
        line(across.format, look.target, 1.75, MSO_LINE.DASH)
    else:
        up.crosses = XL_AXIS_CROSSES.MINIMUM
        line(across.format, look.grid, 0.75)
    across.crosses = XL_AXIS_CROSSES.MINIMUM
    line(up.format, look.grid, 0.75)
    for axis, numbers in ((across, "0"), (up, NUMBERS if panel.target else number_format(*panel.ends))):
        axis.has_major_gridlines = True
        line(axis.major_gridlines.format, look.grid, 0.75)
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        axis.major_tick_mark = XL_TICK_MARK.NONE
        letters(axis.tick_labels.font, SMALL, look.text)
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = numbers, False
