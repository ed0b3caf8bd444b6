"""The chart of ratios on a slide: native bars on a log axis, which start at the target.

The line at the target is the axis of the models, which crosses the axis of ratios there. So a bar shows how
many times over or under the target a model is; otherwise bars on a log axis begin at some arbitrary
power of ten.
"""

from __future__ import annotations

import datetime
import math
from typing import Any, Sequence

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn

from ..analysis import ratios
from ..comparison.compare import Comparison
from ..comparison.rows import Row
from . import bars, measure
from .box import Box
from .canvas import describe, emu
from .chart_data import ratio_book
from .chart_marks import axis_title, crosses_at_the_end, letters, line, log_scale, place, sound_ids
from .scale import are_long
from .themes import VERDICTS, Theme

MOST_BARS = 18  # on one slide, so that names are at least 10 points high
_SMALL = 11.0  # points
_NUMBERS = "[>=1]#,##0;General"
_WIDEST_NAMES = 0.42  # of the chart
_TOP, _BELOW = 0.30, 0.92  # inches above the plot for the target, below it for the axis and the legend


def name_points(number: int) -> float:
    """The size of names next to that many bars."""
    return 12.0 if number <= 14 else 10.5


def add(
    slide: Any, box: Box, rows: Sequence[Row], compared: Comparison, look: Theme, date: datetime.date
) -> None:
    """Add the chart of some of the models that have a ratio."""
    points = name_points(len(rows))
    most = box.width * _WIDEST_NAMES
    drawn = bars.bars(rows, most, points)
    low, high = bars.ends(compared)
    data = CategoryChartData()
    data.categories = [bar.label for bar in drawn]
    for verdict in VERDICTS:
        data.add_series(verdict, [bar.ratio if _verdict(bar, compared) == verdict else None for bar in drawn])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *emu(box), data)
    chart = frame.chart
    _draw_bars(chart, len(rows), look)
    _draw_axes(chart, (low, high), compared.target, points, look)
    # As wide as labels on any slide, so that all plots are in the same place.
    left = (bars.widest(bars.bars(compared.drawn, most, points), points) + 0.2) / box.width
    width = 1 - left - 0.35 / box.width
    place(
        chart._chartSpace.chart.plotArea,
        left,
        _TOP / box.height,
        width,
        1 - (_TOP + _BELOW) / box.height,
    )
    _label_target(chart, box, left, width * _share(compared.target, low, high), look, compared)
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    letters(chart.legend.font, _SMALL, look.text)
    chart.part.chart_workbook.update_from_xlsx_blob(ratio_book(drawn, compared.target, date))
    sound_ids(chart)
    describe(frame, "Chart of ratios", bars.described(rows, compared))


def _verdict(bar: bars.Bar, compared: Comparison) -> str:
    return ratios.verdict(bar.ratio, compared.target)


def _share(value: float, low: float, high: float) -> float:
    return math.log(value / low) / math.log(high / low)


def _draw_bars(chart: Any, number: int, look: Theme) -> None:
    plot = chart.plots[0]
    plot.overlap, plot.gap_width = 100, 120 if number < 6 else 45
    plot.vary_by_categories = False
    for series in plot.series:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(look.verdicts[series.name])
        series.invert_if_negative = False


def _draw_axes(chart: Any, ends: tuple[float, float], target: float, points: float, look: Theme) -> None:
    across, down = chart.value_axis, chart.category_axis
    log_scale(across, *ends)
    across.crosses, across.crosses_at = XL_AXIS_CROSSES.CUSTOM, target
    down.reverse_order = True  # the first model at the top,
    crosses_at_the_end(across)  # and the numbers at the bottom
    down.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    down.major_tick_mark = across.major_tick_mark = XL_TICK_MARK.NONE
    line(down.format, look.target, 1.75, MSO_LINE.DASH)
    line(across.format, look.grid, 0.75)
    line(across.major_gridlines.format, look.grid, 0.75)
    letters(down.tick_labels.font, points, look.text)
    letters(across.tick_labels.font, _SMALL, look.text)
    across.tick_labels.number_format, across.tick_labels.number_format_is_linked = (
        "0E+00" if are_long(*ends) else _NUMBERS,
        False,
    )
    axis_title(across, bars.AXIS, _SMALL, look.muted)


def _label_target(chart: Any, box: Box, left: float, along: float, look: Theme, compared: Comparison) -> None:
    """Use the title of the chart as the label of the line: no other text of a chart can be positioned."""
    text = f"target: {compared.target:g}"
    chart.has_title = True
    chart.chart_title.include_in_layout = False
    chart.chart_title.text_frame.text = text
    letters(chart.chart_title.text_frame.paragraphs[0].runs[0].font, _SMALL, look.target, bold=True)
    wide = measure.width(text, _SMALL) / box.width
    start = min(max(left + along - wide / 2, 0), 1 - wide - 0.02)
    place(chart._chartSpace.chart.find(qn("c:title")), start, 0.0)
