"""Chart markup for which python-pptx has no API."""

from __future__ import annotations

import math
from typing import Any, Iterable, Sequence

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LEGEND_POSITION
from pptx.oxml.ns import qn
from pptx.util import Pt

from . import measure
from .scale import step
from .themes import Theme

SMALL = 11.0  # points: the size of axes and legends
# Of an axis of ratios, up to millions.
NUMBERS = '[>=1000000]#,##0,,"M";[>=1]#,##0;General'


def number_format(low: float, high: float) -> str:
    """The format of counts on an axis with those ends, as 100M: a format has two conditions at most."""
    if low < 1e-3 or high > 1e15:
        return "0E+00"
    if low >= 1e6:
        return '[>=1000000000000]0,,,,"T";[>=1000000000]0,,,"B";0,,"M"'
    return '[>=1000000000]#,##0,,,"B";[>=1000000]0,,"M";General'


def log_scale(axis: Any, low: float, high: float) -> None:
    """Set a log axis between two powers of ten."""
    axis.minimum_scale, axis.maximum_scale = low, high
    axis.major_unit = step(low, high)
    scaling = axis._element.find(qn("c:scaling"))
    base = etree.Element(qn("c:logBase"))
    base.set("val", "10")
    scaling.insert(0, base)


def crosses_at_the_end(axis: Any) -> None:
    """Make an axis cross the other one at its far end."""
    axis._element.find(qn("c:crosses")).set("val", "max")


def place(
    element: Any, left: float, top: float, width: float | None = None, height: float | None = None
) -> None:
    """Put a title, or with a width the plot itself, at a position: fractions of the chart."""
    layout = element.find(qn("c:layout"))
    if layout is None:
        layout = etree.Element(qn("c:layout"))
        element.insert(0 if element.find(qn("c:tx")) is None else 1, layout)  # a title's text comes first
    for old in list(layout):
        layout.remove(old)
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    values: dict[str, object] = {"xMode": "edge", "yMode": "edge", "x": round(left, 5), "y": round(top, 5)}
    if width is not None and height is not None:
        values = {"layoutTarget": "inner", **values, "w": round(width, 5), "h": round(height, 5)}
    for name, value in values.items():
        etree.SubElement(manual, qn(f"c:{name}")).set("val", str(value))


def line(format_: Any, colour: str, points: float, dash: Any = None) -> None:
    """Set the colour and width of a line."""
    format_.line.color.rgb = RGBColor.from_string(colour)
    format_.line.width = Pt(points)
    if dash is not None:
        format_.line.dash_style = dash


def letters(font: Any, points: float, colour: str, bold: bool = False) -> None:
    """Set the size and colour of text."""
    font.size = Pt(points)
    font.bold = bold
    font.color.rgb = RGBColor.from_string(colour)


def axis_title(axis: Any, text: str, points: float, colour: str) -> None:
    """Set the title of an axis."""
    axis.has_title = True
    axis.axis_title.text_frame.text = text
    letters(axis.axis_title.text_frame.paragraphs[0].runs[0].font, points, colour)


def legend(chart: Any, without: Sequence[int], look: Theme) -> None:
    """Add a legend below the plot, without some series; none if that leaves less than two."""
    chart.has_legend = len(list(chart.plots[0].series)) - len(without) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        letters(chart.legend.font, SMALL, look.text)
        _drop_from_legend(chart, without)


def _drop_from_legend(chart: Any, series: Iterable[int]) -> None:
    """Remove from the legend what is labelled in the chart."""
    legend = chart.legend._element
    at = list(legend).index(legend.find(qn("c:legendPos"))) + 1
    for place, number in enumerate(series, at):
        entry = etree.Element(qn("c:legendEntry"))
        etree.SubElement(entry, qn("c:idx")).set("val", str(number))
        etree.SubElement(entry, qn("c:delete")).set("val", "1")
        legend.insert(place, entry)


def ground(label: Any, colour: str) -> None:
    """Give a label a background, so that it can be read over a line."""
    element = label._dLbl
    shape = etree.Element(qn("c:spPr"))
    fill = etree.SubElement(shape, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr")).set("val", colour)
    element.find(qn("c:tx")).addnext(shape)


def sound_ids(chart: Any) -> None:
    """Number the axes as the schema requires: python-pptx gives them negative numbers."""
    for name in ("c:axId", "c:crossAx"):
        for element in chart._chartSpace.iter(qn(name)):
            element.set("val", element.get("val").lstrip("-"))


def share(value: float, low: float, high: float) -> float:
    """Where a number is on a log axis: 0 at its lower end, 1 at its upper one."""
    return math.log(value / low) / math.log(high / low)


def label_target(chart: Any, target: float, along: float, inches: float, look: Theme) -> None:
    """Use the title of the chart as the label of the line at the target.

    No other text of a chart can be positioned.

    Parameters
    ----------
    along : where the line is, as a fraction of the chart
    inches : the width of the chart
    """
    text = f"target: {target:g}"
    chart.has_title = True
    chart.chart_title.include_in_layout = False
    chart.chart_title.text_frame.text = text
    letters(chart.chart_title.text_frame.paragraphs[0].runs[0].font, SMALL, look.target, bold=True)
    wide = measure.width(text, SMALL) / inches
    place(chart._chartSpace.chart.find(qn("c:title")), min(max(along - wide / 2, 0), 1 - wide - 0.02), 0.0)
