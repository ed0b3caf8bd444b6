"""The chart of ratios on a slide: native bars on a log axis, which start at the target.

The line at the target is the axis of the models, which crosses the axis of ratios there. So a bar shows how
many times over or under the target a model is; otherwise bars on a log axis begin at some arbitrary
power of ten.
"""

from __future__ import annotations

import datetime
from typing import Any, Sequence

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE

from ..analysis import ratios
from ..comparison.compare import Comparison
from ..comparison.rows import Row
from . import bars, measure
from .box import Box
from .canvas import describe, emu
from .cell_labels import CellLabel, labels_from_cells
from .chart_data import factor_cells, ratio_book
from .chart_marks import (
    NUMBERS,
    SMALL,
    axis_title,
    crosses_at_the_end,
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
from .themes import VERDICTS, Theme

MOST_BARS = 18  # on one slide, so that names are at least 10 points high
_FACTOR_POINTS = 10.0
_WIDEST_NAMES = 0.42  # of the chart
_RIGHT = 0.15  # inches to the right of the plot
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
    drawn, every = bars.bars(rows, most, points), bars.bars(compared.drawn, most, points)
    # As wide as labels on any slide, so that all plots are in the same place.
    left = bars.widest(every, points) + 0.2
    inches = box.width - left - _RIGHT
    longest = max(measure.width(bar.factor(compared.target), _FACTOR_POINTS) for bar in every)
    low, high = axis = bars.ends(compared, (longest + 0.15) / inches)
    verdicts = _ordered({_verdict(bar, compared) for bar in drawn})
    data = CategoryChartData()
    data.categories = [bar.label for bar in drawn]
    for verdict in verdicts:
        data.add_series(verdict, [bar.ratio if _verdict(bar, compared) == verdict else None for bar in drawn])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *emu(box), data)
    chart = frame.chart
    _draw_bars(chart, drawn, compared.target, look)
    _draw_axes(chart, axis, compared.target, points, look)
    place(
        chart._chartSpace.chart.plotArea,
        left / box.width,
        _TOP / box.height,
        inches / box.width,
        1 - (_TOP + _BELOW) / box.height,
    )
    along = (left + inches * share(compared.target, low, high)) / box.width
    label_target(chart, compared.target, along, box.width, look)
    empty = [at for at, series in enumerate(chart.plots[0].series) if not any(series.values)]
    legend(chart, empty, look)
    chart.part.chart_workbook.update_from_xlsx_blob(ratio_book(drawn, compared.target, date, verdicts))
    sound_ids(chart)
    describe(frame, "Chart of ratios", bars.described(rows, compared))


def _verdict(bar: bars.Bar, compared: Comparison) -> str:
    return ratios.verdict(bar.ratio, compared.target)


def _ordered(occurring: set[str]) -> list[str]:
    """The verdicts as series. All of them, so that a bar whose ratio is edited gets its colour.

    A single one that does not occur is in the middle: LibreOffice counts the entries of a legend of bars from
    the other end, and would leave out another one.
    """
    absent = [verdict for verdict in VERDICTS if verdict not in occurring]
    if len(absent) != 1:
        return list(VERDICTS)
    first, last = (verdict for verdict in VERDICTS if verdict in occurring)
    return [first, *absent, last]


def _draw_bars(chart: Any, drawn: Sequence[bars.Bar], target: float, look: Theme) -> None:
    plot = chart.plots[0]
    plot.overlap, plot.gap_width = 100, _gap_width(len(drawn))
    plot.vary_by_categories = False
    factors = [CellLabel(bar.factor(target), "outEnd", look.background) for bar in drawn]
    for series in plot.series:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(look.verdicts[series.name])
        series.invert_if_negative = False
        # All of them in each series: a bar whose ratio is edited may move to another one.
        labels_from_cells(series, factor_cells(len(drawn)), factors, _FACTOR_POINTS, look.muted)


def _gap_width(number: int) -> int:
    """What is free between so many bars, in percent of one."""
    return 300 if number < 3 else 120 if number < 6 else 45


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
    letters(across.tick_labels.font, SMALL, look.text)
    across.tick_labels.number_format, across.tick_labels.number_format_is_linked = (
        "0E+00" if are_long(*ends) else NUMBERS,
        False,
    )
    axis_title(across, bars.AXIS, SMALL, look.muted)
