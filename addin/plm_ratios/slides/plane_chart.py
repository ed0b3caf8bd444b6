"""The chart in the plane of parameters and tokens on a slide: native, with its data."""

from __future__ import annotations

import datetime
import math
from typing import Any

from pptx.chart.data import XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn

from ..analysis import scaling_laws
from ..comparison.compare import Comparison
from . import measure, plane_layout
from .box import Box
from .canvas import describe, emu
from .chart_data import plane_book
from .chart_marks import axis_title, ground, legend, letters, line, log_scale, place, sound_ids
from .themes import MARKERS, VERDICTS, Theme

_SMALL = 11.0  # points
_LEFT, _BELOW = 1.0, 0.7  # inches left of the plot; below it for the axis, without the legend
_LEGEND_LINE, _LEGEND_SYMBOL = 0.26, 0.7  # inches: height of a line of the legend, room for one symbol in it
_RIGHT, _TOP = plane_layout.MARGIN_RIGHT, plane_layout.MARGIN_TOP
_IN_LETTERS = '[>=1000000000000]0,,,,"T";[>=1000000000]0,,,"B";0,,"M"'
_SIDES = {
    "right": XL_LABEL_POSITION.RIGHT,
    "left": XL_LABEL_POSITION.LEFT,
    "above": XL_LABEL_POSITION.ABOVE,
    "below": XL_LABEL_POSITION.BELOW,
}


def plan(compared: Comparison, box: Box) -> plane_layout.Plan | None:
    """The contents of the chart in a box."""
    return plane_layout.plan(compared, box.width - _LEFT - _RIGHT, box.height - _TOP - _below(box.width))


def _below(width: float) -> float:
    """Inches below the plot, with a legend of at most three verdicts and two lines without labels."""
    longest = (*VERDICTS, *sorted((law.name for law in scaling_laws.laws()), key=len)[-2:])
    wide = sum(measure.width(text, _SMALL) + _LEGEND_SYMBOL for text in longest)
    return _BELOW + _LEGEND_LINE * math.ceil(wide / width)


def add(
    slide: Any, box: Box, found: plane_layout.Plan, compared: Comparison, look: Theme, date: datetime.date
) -> None:
    """Add the chart."""
    groups = plane_layout.groups(found, compared, VERDICTS)
    data = XyChartData()
    blocks = []
    # LibreOffice does not draw the lines of series that have fewer points than another series.
    number = max(2, *(len(points) for _, points in groups))
    for each in found.lines:
        data_series = data.add_series(each.name)
        for on_it in each.through(number):
            data_series.add_data_point(*on_it)
        blocks.append((each.name, [(on_it, each.name) for on_it in each.through(number)]))
    for verdict, points in groups:
        data_series = data.add_series(verdict)
        for point in points:
            data_series.add_data_point(*point.place)
        blocks.append((verdict, [(point.place, point.row.name) for point in points]))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *emu(box), data)
    chart = frame.chart
    series = list(chart.plots[0].series)
    for drawn, each in zip(series, found.lines):
        _draw_line(drawn, each, number, look)
    for drawn, (verdict, points) in zip(series[len(found.lines) :], groups):
        _draw_points(drawn, verdict, points, look)
    _draw_axes(chart, found, look)
    wide, high = box.width, box.height
    plot = (_LEFT / wide, _TOP / high, 1 - (_LEFT + _RIGHT) / wide, 1 - (_TOP + _below(wide)) / high)
    place(chart._chartSpace.chart.plotArea, *plot)
    chart.has_title = False
    legend(chart, [n for n, each in enumerate(found.lines) if each not in found.unlabelled], look)
    chart.part.chart_workbook.update_from_xlsx_blob(plane_book(blocks, date))
    sound_ids(chart)
    describe(frame, "Chart of parameters and tokens", plane_layout.described(found, compared))


def _draw_line(series: Any, each: plane_layout.LawLine, number: int, look: Theme) -> None:
    colour = look.target if each.law is None else look.laws[each.law % len(look.laws)]
    dashed = MSO_LINE.DASH if each.dashed or each.law is None else None
    line(series.format, colour, 1.75, dashed)
    series.marker.style = XL_MARKER_STYLE.NONE
    if each.label:
        _label(series.points[number - 1], each.label, each.side, colour, bold=True)


def _draw_points(series: Any, verdict: str, points: list[plane_layout.Point], look: Theme) -> None:
    series.format.line.fill.background()
    marker = series.marker
    marker.style = getattr(XL_MARKER_STYLE, MARKERS[verdict].upper())
    marker.size = 8
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = RGBColor.from_string(look.verdicts[verdict])
    line(marker.format, look.background, 0.5)
    for number, point in enumerate(points):
        if point.side:
            _label(series.points[number], point.name, point.side, look.text)
            if point.masks:
                ground(series.points[number].data_label, look.background)


def _label(point: Any, text: str, side: str, colour: str, bold: bool = False) -> None:
    label = point.data_label
    frame = label.text_frame
    frame.text = text
    frame.word_wrap = False
    letters(frame.paragraphs[0].runs[0].font, plane_layout.LABEL_POINTS, colour, bold)
    label.position = _SIDES[side]


def _draw_axes(chart: Any, found: plane_layout.Plan, look: Theme) -> None:
    area = found.area
    for axis, low, high, title in (
        (chart.category_axis, area.left, area.right, plane_layout.ACROSS),
        (chart.value_axis, area.bottom, area.top, plane_layout.UP),
    ):
        log_scale(axis, low, high)
        axis.has_major_gridlines = True
        line(axis.major_gridlines.format, look.grid, 0.75)
        line(axis.format, look.grid, 0.75)
        # Keeps the lowest numbers of the two axes apart in their corner.
        axis.major_tick_mark = XL_TICK_MARK.OUTSIDE
        letters(axis.tick_labels.font, _SMALL, look.text)
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = (
            _IN_LETTERS if plane_layout.in_letters(low, high) else "0E+00",
            False,
        )
        axis._element.find(qn("c:crosses")).set("val", "min")
        axis_title(axis, title, _SMALL, look.muted)
