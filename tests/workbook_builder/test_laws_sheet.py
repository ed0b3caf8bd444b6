"""The sheet Laws: the optimum of every law for a budget, and the chart of models beside the laws."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import golden_parts
import pytest
from lxml import etree

from plm_ratios.analysis import scaling_laws
from plm_ratios.catalog import load
from plm_ratios.comparison.label_placement import PlotArea
from plm_ratios.workbook_builder.laws_sheet import AREA, BUDGET, DEFAULT_BUDGET, SHEET, TABLE
from workbook_files import fresh, opened, parts

NAMESPACES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}


@pytest.fixture
def path() -> Path:
    return fresh("native")


@pytest.fixture
def table(path: Path) -> list[dict[str, Any]]:
    """The rows of the table, by header."""
    sheet = opened(path, values=True)[SHEET]
    header, *rows = sheet[opened(path)[SHEET].tables[TABLE].ref]
    return [dict(zip([cell.value for cell in header], [cell.value for cell in row])) for row in rows]


@pytest.fixture
def chart(path: Path) -> etree._Element:
    read = parts(path)
    return etree.fromstring(read[golden_parts.chart_part(read, SHEET)])


def test_every_law_has_a_row_with_its_optimum_or_none(table: list[dict[str, Any]]) -> None:
    assert [row["Id"] for row in table] == [law.id for law in scaling_laws.laws()]
    for row, law in zip(table, scaling_laws.laws(), strict=True):
        sizes = [row["Optimal parameters"], row["Optimal tokens"], row["Tokens per parameter"]]
        if law.gives_sizes:
            best = scaling_laws.optimum(DEFAULT_BUDGET, law)
            assert sizes == pytest.approx([best.parameters, best.tokens, best.ratio], rel=1e-9)
        else:
            assert sizes == ["#N/A"] * 3


def test_it_says_which_laws_are_asked_outside_their_range(table: list[dict[str, Any]]) -> None:
    for row, law in zip(table, scaling_laws.laws(), strict=True):
        if not law.ranges:
            assert row["Inside its range"] == "not on record"
        elif law.gives_sizes:
            assert (row["Inside its range"] == "yes") == (scaling_laws.outside(DEFAULT_BUDGET, law) == "")


def test_the_chart_holds_every_model_with_both_numbers(path: Path, chart: etree._Element) -> None:
    wanted = {
        model.name for model in load().models if model.value("params_total") and model.value("tokens_seen")
    }
    sheet = opened(path, values=True)[SHEET]
    shown = []
    for series in chart.iterfind(".//c:ser", NAMESPACES):
        if series.findtext(".//c:tx//c:v", "", NAMESPACES).startswith("models: "):
            cells = series.findtext("c:xVal//c:f", "", NAMESPACES).replace("$", "").partition("!")[2]
            shown += [sheet.cell(row[0].row, 1).value for row in sheet[cells]]
    assert sorted(shown) == sorted(wanted)
    inside = [(model.value("params_total"), model.value("tokens_seen")) for model in map(load().model, shown)]
    assert all(AREA.left <= n <= AREA.right and AREA.bottom <= d <= AREA.top for n, d in inside)


def test_every_law_with_sizes_is_a_line_and_the_labels_name_them(chart: etree._Element) -> None:
    names = [
        series.findtext(".//c:tx//c:v", "", NAMESPACES) for series in chart.iterfind(".//c:ser", NAMESPACES)
    ]
    drawn = {law.name for law in scaling_laws.laws() if law.gives_sizes and not law.revises}
    assert drawn <= set(names)
    assert not {law.name for law in scaling_laws.laws() if law.revises} & set(names)
    assert "your budget" in names
    labels = " ".join(text for text in chart.xpath("//c:dLbl//a:t/text()", namespaces=NAMESPACES))
    assert all(law.name in labels for law in scaling_laws.protein_laws())
    assert "20 tokens per parameter" in labels


def test_both_axes_are_logarithmic_visible_and_named(chart: etree._Element) -> None:
    axes = chart.findall(".//c:valAx", NAMESPACES)
    assert len(axes) == 2
    for axis in axes:
        assert axis.find("c:scaling/c:logBase", NAMESPACES).get("val") == "10"
        deleted = axis.find("c:delete", NAMESPACES)
        assert deleted is None or deleted.get("val") == "0"
        assert "log scale" in "".join(axis.itertext())


def test_what_few_people_need_is_folded_up_and_the_chart_still_reads_it(
    path: Path, chart: etree._Element
) -> None:
    sheet = opened(path)[SHEET]
    header = {cell.value: cell.column_letter for cell in sheet[7]}
    folded = [name for name in header if name and sheet.column_dimensions[header[name]].hidden]
    assert "Source" in folded and "Optimal tokens" not in folded
    (points,) = (row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == "Models in the chart")
    assert sheet.row_dimensions[points].hidden
    assert chart.find(".//c:plotVisOnly", NAMESPACES) is None


def test_every_law_says_what_to_keep_in_mind(path: Path) -> None:
    said = " ".join(str(cell.value) for (cell,) in opened(path)[SHEET].iter_rows(min_col=2, max_col=2))
    assert all(caveat in said for law in scaling_laws.laws() for caveat in law.caveats)


def test_the_budget_is_a_named_input(path: Path) -> None:
    book = opened(path)
    sheet, _, cell = book.defined_names[BUDGET].attr_text.partition("!")
    assert book[sheet][cell.replace("$", "")].value == DEFAULT_BUDGET
    rules = book[SHEET].data_validations.dataValidation
    assert any(cell.replace("$", "") in str(rule.sqref) and rule.operator == "greaterThan" for rule in rules)


@pytest.mark.parametrize("power", [-1.0, -0.5, 0.3, 1.0])
def test_a_line_is_clipped_where_it_leaves_the_area(power: float) -> None:
    area = PlotArea(1e3, 1e9, 1e4, 1e8)
    ends = area.clip(lambda x: 1e6 * (x / 1e6) ** power)
    for x, y in ends:
        assert y == pytest.approx(1e6 * (x / 1e6) ** power, rel=1e-9)
        edges = (x / area.left, x / area.right, y / area.bottom, y / area.top)
        assert min(abs(math.log10(edge)) for edge in edges) < 1e-9
    assert ends[0][0] < ends[1][0]
