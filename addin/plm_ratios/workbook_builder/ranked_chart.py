"""The chart of the sheet Compare: a bar for each model, from the target to its ratio, on a log axis.

It reads the columns that ranking.py describes. It has no legend: the labels at the bars say what the colours
mean, and Excel and Calc do not agree on which entries of a bar chart's legend a number stands for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

from xlsxwriter.worksheet import Worksheet

from ..analysis import ratios
from ..comparison.sheet_styles import GREY, GRID, TEXT, VERDICT_COLOURS, VERDICT_TEXTS
from . import compare_columns, ranking
from .book import WorkbookBuilder

_FACTOR = '[>=10]#,##0"x {0}";[>=2]0.0"x {0}";""'
_TICKS = "[>=1]#,##0;General"
AXIS = "tokens per parameter (log scale); the dark line is the target"
# Series from the inside out: column of the table, colour of its bars.
_PARTS: tuple[tuple[str, str], ...] = (
    (ranking.START, ""),
    (ranking.TOO_FEW, VERDICT_COLOURS[ratios.TOO_FEW]),
    (ranking.NEAR_BELOW, VERDICT_COLOURS[ratios.NEAR_OPTIMAL]),
    (ranking.MARK, TEXT),
    (ranking.NEAR_ABOVE, VERDICT_COLOURS[ratios.NEAR_OPTIMAL]),
    (ranking.MORE, VERDICT_COLOURS[ratios.MORE]),
)
_LABELS: tuple[tuple[str, str, str], ...] = (
    (ranking.LABEL_BELOW, _FACTOR.format("below"), VERDICT_TEXTS[ratios.TOO_FEW]),
    (ranking.LABEL_NEAR, '[>=2]"near";""', VERDICT_TEXTS[ratios.NEAR_OPTIMAL]),
    (ranking.LABEL_ABOVE, _FACTOR.format("above"), VERDICT_TEXTS[ratios.MORE]),
)
_NONE: dict[str, Any] = {"fill": {"none": True}, "border": {"none": True}}
_WIDE_GAPS = 5  # up to so many bars: they would be thicker than letters are high


@dataclass(frozen=True)
class ChartLook:
    """Sizes in pixels, letters in points.

    axis    the name of the axis; "" if the sheet has it
    plot    left, top, width and height of the bars' area as parts of the chart; None leaves it to programs
    sizes   whether the chart grows and shrinks with the cells below it
    about   whose tokens per parameter it shows, for the alt text
    """

    size: tuple[int, int]
    letters: float = 9
    axis: str = AXIS
    plot: tuple[float, float, float, float] | None = None
    sizes: bool = False
    about: str = "each model in the table Comparison on the chosen basis"


def ranked_chart(
    book: WorkbookBuilder,
    sheet: Worksheet,
    at: tuple[int, int],
    rows: tuple[int, int],
    size: tuple[int, int],
) -> None:
    """Add the chart at a cell of the sheet Compare.

    Parameters
    ----------
    rows : the first and the last row of the table
    size : width and height in pixels
    """
    page, count = sheet.get_name(), rows[1] - rows[0] + 1

    def cells(header: str) -> list[Any]:
        column = compare_columns.position(header)
        return [page, rows[0], column, rows[1], column]

    draw(book, sheet, at, cells, count, ChartLook(size))


def draw(
    book: WorkbookBuilder,
    sheet: Worksheet,
    at: tuple[int, int],
    cells: Callable[[str], list[Any]],
    count: int,
    look: ChartLook,
) -> None:
    """Add the chart at a cell of any sheet.

    Parameters
    ----------
    cells : gives for each header of ranking.py the cells that it stands over, in the words of XlsxWriter
    count : how many bars there are
    """
    letters = look.letters
    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    shared = {"categories": cells(ranking.RANKED), "gap": 300 if count <= _WIDE_GAPS else 45}
    for header, colour in _PARTS:
        fill = {"fill": {"color": colour}, "border": {"none": True}} if colour else _NONE
        chart.add_series({"name": header, "values": cells(header), **shared, **fill})
    for header, number_format, colour in _LABELS:
        labels = {
            "value": True,
            "num_format": number_format,
            "position": "inside_base",
            "font": {"size": letters, "color": colour},
        }
        chart.add_series({"name": header, "values": cells(header), "data_labels": labels, **shared, **_NONE})
    chart.set_title({"none": True})
    chart.set_legend({"none": True})
    chart.set_y_axis(
        {
            "reverse": True,  # the first model at the top,
            "crossing": "max",  # and the numbers at the bottom
            "label_position": "low",
            "interval_unit": 1,
            "num_font": {"size": letters, "color": TEXT},
            "line": {"none": True},
            "major_tick_mark": "none",
            "major_gridlines": {"visible": False},
        }
    )
    chart.set_x_axis(
        {
            "log_base": 10,
            "crossing": "min",
            **({"name": look.axis} if look.axis else {}),
            "name_font": {"size": letters, "bold": False, "color": GREY},
            "num_font": {"size": letters, "color": GREY},
            "num_format": _TICKS,
            "line": {"none": True},
            "major_tick_mark": "none",
            "major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.75}},
        }
    )
    chart.set_chartarea({"border": {"none": True}})
    if look.plot:
        chart.set_plotarea({"layout": dict(zip(("x", "y", "width", "height"), look.plot))})
    chart.set_size({"width": look.size[0], "height": look.size[1]})
    chart.show_na_as_empty_cell()
    chart.show_hidden_data()  # the columns that it reads
    sheet.insert_chart(
        *at,
        chart,
        {
            "description": f"Bar chart, log scale: tokens per parameter of {look.about}, from the target, "
            "the largest ratio first.",
            "object_position": 1 if look.sizes else 2,  # it moves with the cells
        },
    )
