"""The chart of scores on a slide: a native scatter chart, with a series for each family."""

from __future__ import annotations

import datetime
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml.ns import qn

from ..comparison import captions
from . import score_points
from .box import Box
from .canvas import describe, emu
from .cell_labels import CellLabel, labels_from_cells
from .chart_data import blocks_book
from .chart_marks import NUMBERS, SMALL, axis_title, legend, letters, line, log_scale, place, sound_ids
from .scale import are_long
from .score_points import Plot
from .themes import Theme, family_look
from .xy_blocks import GAP, Block, Cells, chart_data, first_rows, leave_gaps, padded

NAME_POINTS = 9.0
_LEFT, _RIGHT, _TOP, _BELOW = 0.8, 0.2, 0.35, 1.1  # inches around the plot
_SIDE_CODES = {"right": "r", "left": "l", "above": "t", "below": "b"}
_MARKS = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "triangle": XL_MARKER_STYLE.TRIANGLE,
}


def size(box: Box) -> tuple[float, float]:
    """Width and height of the plot in a box."""
    return box.width - _LEFT - _RIGHT, box.height - _TOP - _BELOW


def add(slide: Any, box: Box, shown: Plot, alt: str, look: Theme, date: datetime.date) -> None:
    """Add the chart."""
    blocks = _blocks(shown)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *emu(box), chart_data(blocks))
    chart = frame.chart
    for series, block in zip(chart.plots[0].series, blocks):
        leave_gaps(series, block)
        _draw(series, block, shown, look)
    _draw_axes(chart, shown, look)
    wide, high = size(box)
    place(
        chart._chartSpace.chart.plotArea,
        _LEFT / box.width,
        _TOP / box.height,
        wide / box.width,
        high / box.height,
    )
    chart.has_title = True
    chart.chart_title.include_in_layout = False
    chart.chart_title.text_frame.text = score_points.UP
    letters(chart.chart_title.text_frame.paragraphs[0].runs[0].font, SMALL, look.muted)
    place(chart._chartSpace.chart.find(qn("c:title")), _LEFT / box.width, 0.0)
    legend(chart, [at for at, block in enumerate(blocks) if not block.role.startswith("family")], look)
    chart.part.chart_workbook.update_from_xlsx_blob(blocks_book(blocks, date))
    sound_ids(chart)
    describe(frame, "Chart of scores", alt)


def _blocks(shown: Plot) -> list[Block]:
    """The series in the order in which they are drawn: errors and models of each family, names."""
    cells: list[tuple[str, str, list[Cells]]] = []
    for number, family in enumerate(shown.families):
        errors: list[Cells] = []
        for each in family.members:
            if each.fact.standard_error:
                errors += [*((each.ratio, end, None) for end in each.ends), GAP]
        if errors:
            cells.append((f"{family.name}: standard errors", f"errors {number}", errors))
    for number, family in enumerate(shown.families):
        models: list[Cells] = []
        for joined in family.lines:
            models += [(each.ratio, each.score, captions.name(each.row)) for each in joined]
            models.append(GAP)
        cells.append((family.name, f"family {number}", models))
    cells.append(("names", "names", [(*name.place, name.text) for name in shown.names]))
    longest = max(len(rows) for _, _, rows in cells)
    # All are lines but the names: see padded().
    filled = [(name, role, padded(rows, longest)) for name, role, rows in cells if rows]
    starts = first_rows([len(rows) for _, _, rows in filled])
    return [
        Block(name, role, first, rows, "Tokens per parameter")
        for (name, role, rows), first in zip(filled, starts)
    ]


def _draw(series: Any, block: Block, shown: Plot, look: Theme) -> None:
    role, _, number = block.role.partition(" ")
    series.smooth = False
    if role == "names":
        series.marker.style = XL_MARKER_STYLE.NONE
        series.format.line.fill.background()
        labels = [
            CellLabel(name.text, _SIDE_CODES[name.side], look.background if name.masks else "")
            for name in shown.names
        ]
        labels += [CellLabel("", "r")] * (len(block.rows) - len(labels))
        labels_from_cells(series, block.text_cells, labels, NAME_POINTS, look.text)
        return
    colour, mark = family_look(look, int(number))
    line(series.format, colour, 1.25)
    if role == "errors":
        series.marker.style = XL_MARKER_STYLE.NONE
        return
    series.marker.style = _MARKS[mark]
    series.marker.size = 7
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = RGBColor.from_string(colour)
    line(series.marker.format, look.background, 0.5)


def _draw_axes(chart: Any, shown: Plot, look: Theme) -> None:
    across, up = chart.category_axis, chart.value_axis
    log_scale(across, *shown.ratios)
    up.minimum_scale, up.maximum_scale = shown.scores
    up.major_unit = shown.step
    axis_title(across, score_points.ACROSS, SMALL, look.muted)
    numbers = "0E+00" if are_long(*shown.ratios) else NUMBERS
    for axis, written in ((across, numbers), (up, "0.0#")):
        axis.crosses = XL_AXIS_CROSSES.MINIMUM
        axis.has_major_gridlines = True
        line(axis.format, look.grid, 0.75)
        line(axis.major_gridlines.format, look.grid, 0.75)
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        axis.major_tick_mark = XL_TICK_MARK.NONE
        letters(axis.tick_labels.font, SMALL, look.text)
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = written, False
