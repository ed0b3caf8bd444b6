"""The chart of the sheet Bases: a row for each model with a point for each basis, and a line between them.

A scatter chart: what stands at a point's height is its row. An axis of numbers has no names, so each name is
the label of a series of one point at the left edge; the label of a series follows its cell in every program,
which labels of single points do not.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Sequence

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from ..analysis import ratios
from ..comparison.sheet_styles import BASIS_COLOURS, GREY, GRID, TEXT
from .book import WorkbookBuilder

MARKERS = {"sequences": "circle", "unique": "diamond", "seen": "square", "effective": "triangle"}
_NAMES_WIDTH = 0.27  # of the chart
_BELOW = 70  # pixels for the axis and the legend
_BETWEEN = {"color": "#A6A6A6", "width": 1.5}
_NONE: dict[str, Any] = {"line": {"none": True}, "marker": {"type": "none"}}


class Cells(NamedTuple):
    """What the chart reads: rows from the first to the last, and columns.

    names, place, left, low         of each model: its name, the height of its row, the left edge, and its
                                    lowest ratio
    span                            how far it is from there to the highest, and the height of that line
    across, up                      columns of the points of each basis
    range_low, range_span           of each basis: the lowest ratio that sources give, and how far it is from
                                    there to the highest
    weak_up                         of each basis: the height of the points that are hollow
    target                          row and column of the two ends of the line: across in it, up in the next
    caption                         the cell that names the target
    """

    rows: tuple[int, int]
    names: int
    place: int
    left: int
    low: int
    span: tuple[int, int]
    across: Sequence[int]
    up: Sequence[int]
    range_low: Sequence[int]
    range_span: Sequence[int]
    weak_up: Sequence[int]
    target: tuple[int, int]
    caption: tuple[int, int]


def bases_chart(
    book: WorkbookBuilder, sheet: Worksheet, at: tuple[int, int], cells: Cells, width: int, row: int
) -> None:
    """Add the chart at a cell, beside the table: `row` is the height of its rows in pixels."""
    page, (first, last) = sheet.get_name(), cells.rows
    count, span = last - first + 1, cells.span[0]

    def column(number: int) -> list[Any]:
        return [page, first, number, last, number]

    chart = book.workbook.add_chart({"type": "scatter", "subtype": "straight"})

    def add_line(name: str, low: int, up: int, span: int, line: dict[str, Any]) -> None:
        """Lines to the right from points that are not shown themselves."""
        chart.add_series(
            {
                "name": name,
                "categories": column(low),
                "values": column(up),
                "x_error_bars": {
                    "type": "custom",
                    "plus_values": f"={page}!{xl_range_abs(first, span, last, span)}",
                    "minus_values": [0],
                    "direction": "plus",
                    "end_style": 0,
                    "line": line,
                },
                **_NONE,
            }
        )

    def add_points(name: str, basis: str, across: int, up: int, fill: str, border: str) -> None:
        marker = {
            "type": MARKERS[basis],
            "size": 8,
            "fill": {"color": fill},
            "border": {"color": border},
        }
        chart.add_series(
            {
                "name": name,
                "categories": column(across),
                "values": column(up),
                "line": {"none": True},
                "marker": marker,
            }
        )

    add_line("from the lowest to the highest", cells.low, cells.span[1], span, _BETWEEN)
    for basis, low, up, apart in zip(ratios.BASES, cells.range_low, cells.up, cells.range_span):
        thick = {"color": BASIS_COLOURS[basis], "width": 3}
        add_line(f"what sources give: {basis}", low, up, apart, thick)
    for basis, across, up in zip(ratios.BASES, cells.across, cells.up):
        add_points(basis, basis, across, up, BASIS_COLOURS[basis], "#FFFFFF")
    for basis, across, up in zip(ratios.BASES, cells.across, cells.weak_up):
        add_points(f"low confidence: {basis}", basis, across, up, "#FFFFFF", BASIS_COLOURS[basis])
    top, x = cells.target
    chart.add_series(
        {
            "name": [page, *cells.caption],
            "categories": [page, top, x, top + 1, x],
            "values": [page, top, x + 1, top + 1, x + 1],
            "line": {"color": TEXT, "dash_type": "dash", "width": 1.25},
            "marker": {"type": "none"},
        }
    )
    for number in range(first, last + 1):
        chart.add_series(
            {
                "name": [page, number, cells.names],
                "categories": [page, number, cells.left, number, cells.left],
                "values": [page, number, cells.place, number, cells.place],
                "data_labels": {
                    "series_name": True,
                    "position": "left",
                    "font": {"size": 9, "color": TEXT},
                },
                **_NONE,
            }
        )
    _draw(chart, count)
    height = count * row + _BELOW
    layout = {"x": _NAMES_WIDTH, "y": 0.001, "width": 0.97 - _NAMES_WIDTH, "height": count * row / height}
    chart.set_plotarea({"layout": layout})
    chart.set_size({"width": width, "height": height})
    sheet.insert_chart(
        *at,
        chart,
        {
            "description": "Scatter chart, log scale: tokens per parameter of the models of the sheet "
            "Compare on each basis, with a dashed line at the target.",
            "object_position": 2,  # moves with the cells
        },
    )


def _draw(chart: Any, count: int) -> None:
    """Axes, legend and frame."""
    bases = len(ratios.BASES)
    lines, hollow = range(1 + bases), range(1 + 2 * bases, 1 + 3 * bases)
    names = range(2 + 3 * bases, 2 + 3 * bases + count)
    chart.set_title({"none": True})
    chart.set_legend(
        {
            "position": "bottom",
            "font": {"size": 9, "color": TEXT},
            "delete_series": [*lines, *hollow, *names],
        }
    )
    chart.set_x_axis(
        {
            "log_base": 10,
            "crossing": "min",
            "num_font": {"size": 9, "color": GREY},
            "num_format": "[>=1]#,##0;General",
            "line": {"none": True},
            "major_tick_mark": "none",
            "major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.75}},
        }
    )
    chart.set_y_axis(
        {
            "min": 0.5,
            "max": count + 0.5,
            "major_unit": 1,
            "reverse": True,  # the first model at the top,
            "crossing": "max",  # and the numbers at the bottom
            "label_position": "none",
            "line": {"none": True},
            "major_tick_mark": "none",
            "major_gridlines": {"visible": False},
        }
    )
    chart.set_chartarea({"border": {"none": True}})
    chart.show_na_as_empty_cell()
    chart.show_hidden_data()  # the columns that it reads
