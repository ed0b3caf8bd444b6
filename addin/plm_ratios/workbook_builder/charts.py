"""The chart of ratios: columns on a log axis, with a line at the target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from xlsxwriter.worksheet import Worksheet

from ..comparison.sheet_styles import BLUE, GREY, RATIO, VERMILLION
from .book import WorkbookBuilder

# Bars on a log axis need a lowest value.
LOWEST = 0.1


class Cells(NamedTuple):
    """The cells that a chart of ratios reads: `names`, `values` and `target` are columns of the rows from
    the first to the last; `captions` are cells with the basis and the target in words, which become the
    names of the series."""

    sheet: str
    rows: tuple[int, int]
    names: int
    values: int
    target: int
    captions: tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class ChartStyle:
    """Sizes in pixels, letters in points.

    title     "" if the sheet has the title
    slanted   whether the names are slanted, for bars that are narrower than a name
    upright   whether the values are turned upright in their bars, for bars that are narrower than a number
    framed    whether the chart has a border
    lowest    the lowest value of the axis
    sizes     whether the chart grows and shrinks with the cells below it
    texts     labels in the bars instead of their values
    about     whose tokens per parameter it shows, for the alt text
    """

    width: int = 860
    height: int = 500
    title: str = "Tokens per parameter of protein language models"
    letters: int = 10
    legend: int = 11
    labels: int = 9
    slanted: bool = True
    upright: bool = False
    framed: bool = True
    lowest: float = LOWEST
    sizes: bool = False
    texts: tuple[str, ...] = ()
    about: str = "each model in the table Comparison on the chosen basis"


def ratio_chart(
    book: WorkbookBuilder,
    sheet: Worksheet,
    at: tuple[int, int],
    cells: Cells,
    look: ChartStyle = ChartStyle(),
) -> None:
    """Add the chart at a cell of a sheet, which can be another sheet than the one that it reads."""
    categories = [cells.sheet, cells.rows[0], cells.names, cells.rows[1], cells.names]
    chart = book.workbook.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": [cells.sheet, *cells.captions[0]],
            "categories": categories,
            "values": [cells.sheet, cells.rows[0], cells.values, cells.rows[1], cells.values],
            "fill": {"color": BLUE},
            "gap": 40,
            "data_labels": _labels(look),
        }
    )
    line = book.workbook.add_chart({"type": "line"})
    line.add_series(
        {
            "name": [cells.sheet, *cells.captions[1]],
            "categories": categories,
            "values": [cells.sheet, cells.rows[0], cells.target, cells.rows[1], cells.target],
            "line": {"color": VERMILLION, "width": 1.75, "dash_type": "dash"},
            "marker": {"type": "none"},
        }
    )
    chart.combine(line)
    chart.set_title({"name": look.title, "name_font": {"size": 14}} if look.title else {"none": True})
    chart.set_legend({"position": "top", "font": {"size": look.legend}})
    names = {"size": look.letters, **({"rotation": -45} if look.slanted else {})}
    chart.set_x_axis({"num_font": names, "line": {"color": GREY}, "label_position": "low"})
    chart.set_y_axis(
        {
            "log_base": 10,
            "crossing": "min",
            "min": look.lowest,
            "name": "tokens per parameter (log scale)",
            "name_font": {"size": look.letters, "bold": False},
            "num_font": {"size": look.letters},
            "num_format": "General",
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
            "line": {"color": GREY},
        }
    )
    if not look.framed:
        chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": look.width, "height": look.height})
    chart.show_na_as_empty_cell()
    sheet.insert_chart(
        *at,
        chart,
        {
            "description": f"Column chart, log scale: tokens per parameter of {look.about}, "
            "with a dashed line at the target.",
            "object_position": 1 if look.sizes else 3,
        },
    )


def _labels(look: ChartStyle) -> dict[str, Any]:
    """The values at the lower ends of the bars, where the line at the target does not cross them."""
    font: dict[str, Any] = {"size": look.labels, "bold": True, "color": "#FFFFFF"}
    if look.upright:
        font["rotation"] = -90
    labels = {"value": True, "num_format": RATIO, "position": "inside_base", "font": font}
    if look.texts:
        labels["custom"] = [{"value": text, "font": font} for text in look.texts]
    return labels
