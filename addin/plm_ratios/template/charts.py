"""The chart of ratios: columns on a log axis, with a line at the target."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from .book import Book
from .styles import BLUE, GREY, RATIO, VERMILLION

# At the foot of the bars, where the line at the target does not cross them.
_LABELS = {
    "value": True,
    "num_format": RATIO,
    "position": "inside_base",
    "font": {"size": 9, "bold": True, "color": "#FFFFFF"},
}
# Bars on a log axis need a foot.
_LOWEST = 0.1
_SIZE = {"width": 860, "height": 500}


def ratio_chart(
    book: Book,
    sheet: Worksheet,
    at: tuple[int, int],
    rows: tuple[int, int],
    names: int,
    values: int,
    target: int,
    captions: tuple[tuple[int, int], tuple[int, int]],
) -> None:
    """Adds the chart at a cell. `names`, `values` and `target` are columns of the rows; `captions`
    are cells that say the basis and the target in words, which become the names of the series."""
    page = sheet.get_name()
    categories = [page, rows[0], names, rows[1], names]
    chart = book.workbook.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": [page, *captions[0]],
            "categories": categories,
            "values": [page, rows[0], values, rows[1], values],
            "fill": {"color": BLUE},
            "gap": 40,
            "data_labels": _LABELS,
        }
    )
    line = book.workbook.add_chart({"type": "line"})
    line.add_series(
        {
            "name": [page, *captions[1]],
            "categories": categories,
            "values": [page, rows[0], target, rows[1], target],
            "line": {"color": VERMILLION, "width": 1.75, "dash_type": "dash"},
            "marker": {"type": "none"},
        }
    )
    chart.combine(line)
    chart.set_title({"name": "Tokens per parameter of protein language models", "name_font": {"size": 14}})
    chart.set_legend({"position": "top", "font": {"size": 11}})
    chart.set_x_axis(
        {"num_font": {"size": 10, "rotation": -45}, "line": {"color": GREY}, "label_position": "low"}
    )
    chart.set_y_axis(
        {
            "log_base": 10,
            "crossing": "min",
            "min": _LOWEST,
            "name": "tokens per parameter (log scale)",
            "name_font": {"size": 10, "bold": False},
            "num_format": "General",
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
            "line": {"color": GREY},
        }
    )
    chart.set_size(_SIZE)
    chart.show_na_as_empty_cell()
    sheet.insert_chart(
        *at,
        chart,
        {
            "description": "Column chart, log scale: tokens per parameter of each model in the table "
            "Comparison on the chosen basis, with a dashed line at the target.",
            "object_position": 3,
        },
    )
