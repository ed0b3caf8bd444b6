"""The chart of models in the plane of parameters and tokens, with lines of equal compute and of laws."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from xlsxwriter.worksheet import Worksheet

from ..catalog import load
from ..comparison.compare import DEFAULT_MODELS
from ..comparison.label_placement import Labels, PlotArea
from ..comparison.sheet_styles import BLUE, GREY, VERMILLION
from .book import WorkbookBuilder

_GREEN, _ORANGE, _PURPLE = "#009E73", "#E69F00", "#CC79A7"
_SIZE = {"width": 610, "height": 580}
_PLOT = (520, 470)  # pixels; the size of a label of 9 points, in pixels:
_LETTER, _LABEL_HEIGHT = 5.5, 14
_SIZES = '[>=1000000000000]0,,,,"T";[>=1000000000]0,,,"B";0,,"M"'
_MARKERS = (("circle", BLUE), ("triangle", VERMILLION), ("square", GREY))
_LINES = {
    "budget": {"color": "#BFBFBF", "width": 0.75, "dash_type": "dash"},
    "text": {"color": _ORANGE, "width": 1.5},
    "protein": {"color": _GREEN, "width": 2},
    "yours": {"color": _PURPLE, "width": 2, "dash_type": "round_dot"},
}


_FIRST = ("budget", "yours", "protein", "text")  # the order in which lines get their labels
_FALLING = ("budget", "yours")
_RISING_SIDES = ((1, "left"), (0, "above"), (0, "right"))  # of their ends, the right one first
_CLOSE = 0.15  # decades of tokens: the height of a label


class Points(NamedTuple):
    """Models of one group, in rows starting at `row`: parameters in column 2, tokens in column 3."""

    label: str
    row: int
    names: list[str]
    places: list[tuple[float, float]]


class LawSeries(NamedTuple):
    """A line by its two ends, in two rows: parameters in `column`, tokens in the next one."""

    label: str
    kind: str
    row: int
    column: int
    places: list[tuple[float, float]]


def plane_chart(
    book: WorkbookBuilder,
    sheet: Worksheet,
    at: tuple[int, int],
    area: PlotArea,
    points: list[Points],
    lines: list[LawSeries],
) -> None:
    """Add the chart at a cell. Every line is labelled at its end, and the well-known models by name."""
    page = sheet.get_name()
    labels = Labels(area, _PLOT, _LABEL_HEIGHT, lambda text: len(text) * _LETTER)
    texts = _line_labels(labels, lines)
    named = _model_labels(labels, points)
    chart = book.workbook.add_chart({"type": "scatter", "subtype": "straight"})
    for line, text in zip(lines, texts):
        first, second = (line.row, line.column), (line.row + 1, line.column + 1)
        chart.add_series(
            {
                "name": line.label,
                "categories": [page, first[0], first[1], second[0], first[1]],
                "values": [page, first[0], second[1], second[0], second[1]],
                "line": _LINES[line.kind],
                "marker": {"type": "none"},
                "data_labels": text,
            }
        )
    for group, (marker, color) in zip(points, _MARKERS):
        last = group.row + len(group.names) - 1
        shown: list[Any] = [
            {"value": name, "font": {"size": 9}} if name in named else {"delete": True}
            for name in group.names
        ]
        chart.add_series(
            {
                "name": f"models: {group.label}",
                "categories": [page, group.row, 2, last, 2],
                "values": [page, group.row, 3, last, 3],
                "line": {"none": True},
                "marker": {
                    "type": marker,
                    "size": 7,
                    "fill": {"color": color},
                    "border": {"color": "#FFFFFF"},
                },
                "data_labels": {"value": True, "position": "above", "custom": shown},
            }
        )
    chart.set_title({"none": True})
    only_models = list(range(len(lines)))  # the lines have labels of their own
    chart.set_legend({"position": "top", "font": {"size": 10}, "delete_series": only_models})
    axis = {
        "log_base": 10,
        "major_unit": 10,
        "crossing": "min",
        "num_format": _SIZES,
        "major_gridlines": {"visible": True, "line": {"color": "#E5E5E5"}},
        "line": {"color": GREY},
        "name_font": {"size": 10, "bold": False},
    }
    chart.set_x_axis({**axis, "min": area.left, "max": area.right, "name": "parameters (log scale)"})
    chart.set_y_axis({**axis, "min": area.bottom, "max": area.top, "name": "tokens seen (log scale)"})
    chart.set_size(_SIZE)
    chart.show_hidden_data()  # its cells are folded up
    sheet.insert_chart(
        *at,
        chart,
        {
            "description": "Scatter chart, log scales: parameters and tokens seen of the models, lines of "
            "equal training compute, and the compute-optimal line of each law.",
            "object_position": 2,  # it moves when columns before it are unfolded
        },
    )


def _line_labels(labels: Labels, lines: list[LawSeries]) -> list[dict[str, Any]]:
    """A label for each line, at its right end or next to its left end; one for lines that overlap.

    Lines of compute fall to the right, where the laws end, so their labels are at the left.
    """
    found: dict[int, tuple[str, int, str]] = {}
    for number in sorted(range(len(lines)), key=lambda number: _FIRST.index(lines[number].kind)):
        line = lines[number]
        sides = ((0, "right"),) if line.kind in _FALLING else _RISING_SIDES
        if _ends_close_to(line, [lines[other] for other in found]):
            continue
        for end, side in sides:
            if labels.take(line.places[end], line.label, side, inside=line.kind not in _FALLING):
                more = sum(_ends_close_to(other, [line]) for other in lines) - 1
                text = f"{line.label}, and {more} more" if more > 0 else line.label
                found[number] = (text, end, side)
                break
    return [_label(line, *found.get(number, ("", 0, "right"))) for number, line in enumerate(lines)]


def _ends_close_to(line: LawSeries, others: list[LawSeries]) -> bool:
    """True if a line ends within the height of a label from another one of its kind."""
    height = math.log10(line.places[1][1])
    return any(
        other.kind == line.kind and abs(math.log10(other.places[1][1]) - height) < _CLOSE
        for other in others
        if line.kind not in _FALLING
    )


def _label(line: LawSeries, text: str, end: int, side: str) -> dict[str, Any]:
    hidden: dict[str, Any] = {"delete": True}
    ends = [hidden, hidden]
    if text:
        font = {"size": 9, "italic": line.kind == "budget", "color": _LINES[line.kind]["color"]}
        ends[end] = {"value": text, "font": font}
    return {"value": True, "position": side, "custom": ends}


def _model_labels(labels: Labels, points: list[Points]) -> set[str]:
    """The well-known models whose names fit, the largest first."""
    famous = {load().model(name).name for name in DEFAULT_MODELS}
    places = [
        (place, name) for group in points for name, place in zip(group.names, group.places) if name in famous
    ]
    return {name for place, name in sorted(places, reverse=True) if labels.take(place, name, "above")}
