"""The chart of the sheet Plan: what the same loss costs at other sizes."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from ..analysis import planning, repetition
from ..comparison.sheet_styles import BLUE, GREY, GRID, TEXT, VERMILLION
from . import plan_sums_sheet
from .book import WorkbookBuilder

_SIZE = {"width": 590, "height": 335}
_SIZES = '[>=1000000000000]0,,,,"T";[>=1000000000]0,,,"B";0,,"M"'
_FACTOR = '0.00"x"'


def plan_chart(book: WorkbookBuilder, sheet: Worksheet, at: tuple[int, int]) -> None:
    """Add the chart at a cell. Each point carries its compute; what is out of reach is not drawn."""
    first = plan_sums_sheet.CHOICES_ROW + 1
    last = first + len(planning.FACTORS) - 1
    best = first + planning.FACTORS.index(1.0)
    across, up = (plan_sums_sheet.choice_column(name) for name in ("parameters", "compute"))
    page = plan_sums_sheet.SHEET
    chart = book.workbook.add_chart({"type": "scatter", "subtype": "straight"})

    def add(name: str, rows: tuple[int, int], colour: str, size: int, line: Any, labels: Any) -> None:
        marker = {"type": "circle", "size": size, "fill": {"color": colour}, "border": {"color": "#FFFFFF"}}
        chart.add_series(
            {
                "name": name,
                "categories": [page, rows[0], across, rows[1], across],
                "values": [page, rows[0], up, rows[1], up],
                "line": line,
                "marker": marker,
                "data_labels": labels,
            }
        )

    font = {"size": 9, "color": TEXT}
    line = {"color": BLUE, "width": 2}
    for side, rows, others in (("left", (first, best), best - first), ("right", (best, last), last - best)):
        # The labels stand outside of the curve; the best size has one of its own.
        own: list[dict[str, Any]] = [{}] * others
        custom = [*own, {"delete": True}] if side == "left" else [{"delete": True}, *own]
        numbers = {"value": True, "num_format": _FACTOR, "font": font, "position": side, "custom": custom}
        add(f"{'smaller' if side == 'left' else 'larger'} sizes", rows, BLUE, 7, line, numbers)
    name = {"series_name": True, "font": {**font, "bold": True, "color": VERMILLION}, "position": "below"}
    add("best size", (best, best), VERMILLION, 10, {"none": True}, name)
    law = repetition.repetition_law()
    chart.set_title(
        {
            "name": f"Compute for the same loss, by size\n{law.name} ({law.source.short}): effective tokens",
            "name_font": {"size": 11, "color": TEXT, "bold": True},
            "overlay": False,
        }
    )
    chart.set_legend({"none": True})
    axis = {
        "crossing": "min",
        "line": {"color": GREY},
        "num_font": {"size": 9, "color": GREY},
        "name_font": {"size": 10, "bold": False},
        "major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.75}},
    }
    chart.set_x_axis({**axis, "name": "parameters (log scale)", "log_base": 10, "num_format": _SIZES})
    chart.set_y_axis({**axis, "name": "compute, best size = 1", "min": 0.8, "num_format": '0.0"x"'})
    chart.set_size(_SIZE)
    chart.show_na_as_empty_cell()
    sheet.insert_chart(
        *at,
        chart,
        {
            "description": "Scatter chart: how much compute models of other sizes need for the loss of the "
            "best one, when the training data are repeated.",
            "object_position": 2,
        },
    )
