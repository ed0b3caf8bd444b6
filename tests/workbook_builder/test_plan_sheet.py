"""The sheets Plan, PlanSums and Accelerators: what each law advises for compute and sequences.

What they show for other inputs is in tests/engines.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import golden_parts
import pytest
from lxml import etree

from breaches import every_breach
from plm_ratios.analysis import hardware, planning
from plm_ratios.analysis.accelerators import accelerators
from plm_ratios.analysis.neighbours import neighbours
from plm_ratios.catalog import load
from plm_ratios.catalog.citations import short_reference
from plm_ratios.cli.plan import _laws as laws_of_the_command
from plm_ratios.functions import FUNCTIONS
from plm_ratios.ooxml.formula_names import calls
from plm_ratios.workbook_builder import accelerators_sheet, plan_inputs, plan_laws, plan_sums_sheet
from plm_ratios.workbook_builder.plan_inputs import EXAMPLE
from workbook_files import fresh, opened, parts

CHART = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
}
FLOPS = hardware.compute("H100 SXM", 8, 7 * 24, 0.35)
UNIQUE = 60e6 * 286


@pytest.fixture
def path() -> Path:
    return fresh("native")


@pytest.fixture
def sheet(path: Path) -> Any:
    return opened(path, values=True)["Plan"]


@pytest.fixture
def rows(path: Path, sheet: Any) -> dict[str, dict[str, Any]]:
    """The rows of the table of laws by the id of the law."""
    header, *rows = sheet[opened(path)["Plan"].tables[plan_laws.TABLE].ref]
    read = [dict(zip([cell.value for cell in header], [cell.value for cell in row])) for row in rows]
    return {row["Id"]: row for row in read}


@pytest.fixture
def chart(path: Path) -> etree._Element:
    read = parts(path)
    return etree.fromstring(read[golden_parts.chart_part(read, "Plan")])


def below(sheet: Any, heading: str, columns: int) -> list[list[Any]]:
    """The rows below a heading and its header, up to the first blank one."""
    (start,) = (row for row in range(1, sheet.max_row) if str(sheet.cell(row, 1).value).startswith(heading))
    found = []
    for row in sheet.iter_rows(start + 2, sheet.max_row, 1, columns, values_only=True):
        if row[1] is None:
            break
        found.append(list(row))
    return found


@pytest.mark.parametrize(
    ("law", "size", "tokens", "epochs", "share"),
    [
        ("20", "3.7", 75, "4.4", 92),
        ("cheng-mlm", "1.8", 153, "8.9", 81),
        ("cheng-clm", "2.1", 133, "7.8", 83),
    ],
)
def test_eight_h100_for_a_week_on_60_million_sequences(
    rows: dict[str, dict[str, Any]], law: str, size: str, tokens: int, epochs: str, share: int
) -> None:
    row = rows[law]
    assert f"{row['Parameters'] / 1e9:.1f}" == size
    assert round(row["Tokens"] / 1e9) == tokens
    assert f"{row['Epochs']:.1f}" == epochs
    assert round(row["Effective share"] * 100) == share


def test_it_has_the_laws_of_the_command_with_what_they_advise(rows: dict[str, dict[str, Any]]) -> None:
    assert list(rows) == [law.id for law in laws_of_the_command(None, None)]
    for law, row in rows.items():
        plan = planning.plan(FLOPS, UNIQUE, law)
        shown = [row[header] for header in ("Parameters", "Tokens", "Epochs", "Effective tokens", "Steps")]
        wanted = [plan.best.parameters, plan.best.tokens, plan.epochs, plan.effective]
        assert shown == pytest.approx([*wanted, plan.best.tokens / 1e6], rel=1e-12)
        assert row["Limited by"] == plan.limited_by
        assert ("extrapolation" in row["Note"]) == any("extrapolation" in note for note in plan.notes)
        assert ("repeats for new" in row["Note"]) == any("no repeats" in note for note in plan.notes)


def test_masked_models_are_warned_of_more_than_seven_passes(rows: dict[str, dict[str, Any]]) -> None:
    warned = {law for law, row in rows.items() if "got worse after" in row["Note"]}
    assert warned == {law for law, row in rows.items() if row["Epochs"] > 7}
    assert warned and warned != set(rows)
    causal = planning.plan(FLOPS, UNIQUE, "Cheng CLM")
    assert "got worse" not in plan_laws.note(causal, "CLM")


def test_the_halvings_end_at_the_exact_optimum(path: Path) -> None:
    book = opened(path, values=True)
    _, _, cell = book.defined_names[plan_sums_sheet.SIZE].attr_text.replace("$", "").partition("!")
    best = planning.optimum(FLOPS, UNIQUE)
    assert book["PlanSums"][cell].value == pytest.approx(best.parameters, rel=1e-12)
    for flops, unique in ((1e17, 1e12), (1e26, 1e6), (1e22, 25e9), (1e20, 1e9)):
        found = plan_sums_sheet.halvings(flops, unique)[-1].middle
        assert found == pytest.approx(math.log(planning.optimum(flops, unique).parameters), rel=1e-13)


def test_the_nearest_models_are_those_of_the_command(sheet: Any) -> None:
    best = planning.optimum(FLOPS, UNIQUE).parameters
    shown = below(sheet, "Published models", 6)
    wanted = neighbours(best, "MLM")
    assert [row[0] for row in shown] == [each.model.name for each in wanted]
    assert [row[4] for row in shown] == pytest.approx([each.ratio for each in wanted])


def test_sizes_of_the_same_loss_and_which_are_out_of_reach(sheet: Any) -> None:
    shown = below(sheet, "The same loss", 7)
    for row, choice in zip(shown, planning.loss_equivalent(FLOPS, UNIQUE), strict=True):
        numbers = [choice.parameters, choice.tokens, choice.epochs, choice.compute]
        assert [row[2], row[3], row[5], row[6]] == [
            "–" if number is None else pytest.approx(number, rel=1e-9) for number in numbers
        ]
        assert (row[1] == "out of reach") == (choice.tokens is None)
    assert [row[1] for row in shown].count("out of reach") == 1
    assert shown[3][1] == EXAMPLE.days


def test_the_best_size_reaches_its_own_loss_however_often_data_repeat() -> None:
    for unique in (1e3, 1e6, 5e5, 1e12):
        best, *_ = planning.loss_equivalent(1e23, unique, (1.0,))
        assert best.compute == pytest.approx(1)


class TestChart:
    def test_its_title_names_the_law_and_what_is_counted(self, chart: etree._Element) -> None:
        title = " ".join(chart.xpath("//c:title[1]//a:t/text()", namespaces=CHART))
        assert "Muennighoff et al. 2023" in title and "effective tokens" in title

    def test_parameters_stand_on_a_log_axis_and_every_size_has_one(
        self, path: Path, chart: etree._Element
    ) -> None:
        assert chart.xpath("count(//c:valAx/c:scaling/c:logBase)", namespaces=CHART) == 1
        across = chart.xpath("//c:xVal//c:f/text()", namespaces=CHART)
        assert across and all(cells.startswith("PlanSums!$J$") for cells in across)
        values = [cell.value for (cell,) in opened(path, values=True)["PlanSums"]["J5:J11"]]
        assert all(isinstance(value, float) for value in values)

    def test_what_is_out_of_reach_is_not_drawn(self, path: Path) -> None:
        values = [cell.value for (cell,) in opened(path, values=True)["PlanSums"]["O5:O11"]]
        assert values[0] == "#N/A" and values[3] == pytest.approx(1)

    def test_points_carry_their_compute_and_the_best_its_name(self, chart: etree._Element) -> None:
        best = chart.xpath("//c:ser[c:tx//c:v='best size']", namespaces=CHART)
        assert best[0].xpath("string(c:dLbls/c:showSerName/@val)", namespaces=CHART) == "1"
        assert chart.xpath("count(//c:ser/c:dLbls/c:showVal[@val='1'])", namespaces=CHART) == 2

    def test_it_has_alt_text(self, path: Path) -> None:
        read = parts(path)
        drawing = etree.fromstring(
            read[golden_parts.linked(read, golden_parts.sheet_part(read, "Plan"), "drawing")]
        )
        (text,) = drawing.xpath("//xdr:cNvPr/@descr", namespaces=CHART)
        assert "compute" in text


def test_accelerators_have_their_peak_and_their_source(path: Path) -> None:
    book = opened(path, values=True)["Accelerators"]
    header, *found = book[opened(path)["Accelerators"].tables[accelerators_sheet.TABLE].ref]
    names = [cell.value for cell in header]
    with every_breach() as at:
        for row, chip in zip(found, accelerators(), strict=True):
            with at(chip.id):
                cells = dict(zip(names, (cell.value for cell in row)))
                assert (cells["Accelerator"], cells["Peak (FLOP/s)"]) == (chip.name, chip.peak)
                assert cells["Source of the peak"] == short_reference(chip.facts["peak"][0])


def test_accelerators_and_datasets_are_chosen_from_lists_of_all(path: Path) -> None:
    book = opened(path)
    rules = {rule.formula1: str(rule.sqref) for rule in book["Plan"].data_validations.dataValidation}
    for name, cell, wanted in (
        (accelerators_sheet.NAMES, "B4", [each.name for each in accelerators()]),
        (plan_inputs.DATASET_NAMES, "B8", [each.name for each in load().datasets]),
    ):
        assert rules[name] == cell
        sheet, _, cells = book.defined_names[name].attr_text.partition("!")
        assert [row.value for (row,) in book[sheet][cells.replace("$", "")]] == wanted


def test_it_calls_no_function_of_ours_where_others_do() -> None:
    book = opened(fresh("calc"))
    for name in ("Plan", "PlanSums"):
        cells = (cell.value for row in book[name].iter_rows() for cell in row if cell.data_type == "f")
        called = {each.rpartition(".")[2] for cell in cells for each in calls(str(cell))}
        assert called and not called & set(FUNCTIONS)


class TestFirstScreen:
    """On a laptop of 1366 x 768 pixels, at 100 %."""

    def test_all_columns_and_the_laws_begin_on_it(self, path: Path) -> None:
        sheet = opened(path)["Plan"]
        shown = [each for each in sheet.column_dimensions.values() if not each.hidden]
        assert max(each.max for each in shown) == plan_laws.SHOWN
        assert sum(int(each.width * 7 + 0.5) * (each.max - each.min + 1) for each in shown) <= 1320
        first = sheet.tables[plan_laws.TABLE].ref.partition(":")[0]
        heights = [sheet.row_dimensions[row].height or 15 for row in range(1, int(first[1:]) + 3)]
        assert sum(heights) * 4 / 3 <= 560

    def test_no_words_beside_an_input_are_cut(self, path: Path) -> None:
        sheet = opened(path)["Plan"]
        for row in range(4, 16):
            assert sheet.cell(row, 3).value
            assert [sheet.cell(row, column).value for column in range(4, 12)] == [None] * 8
