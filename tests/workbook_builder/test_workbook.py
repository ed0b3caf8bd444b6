"""The workbook as a file: reproducible, complete, readable by others."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import golden_parts
import pandas
import pytest
from lxml import etree

from plm_ratios.catalog import load
from plm_ratios.comparison.compare import DEFAULT_MODELS
from plm_ratios.errors import PlmError, UnknownName
from plm_ratios.files import FileExists
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import ERROR_TEXTS, NA
from plm_ratios.ooxml.formula_names import calls
from plm_ratios.slides.themes import LIGHT
from plm_ratios.workbook_builder import FLAVOURS, Inputs, ranking
from plm_ratios.workbook_builder.building import build
from workbook_files import fresh, opened, parsed, parts

SHEETS = "Start Compare Bases What-if Claims Laws Plan Slide Catalog Datasets".split()
SHEETS += ["Accelerators", "Sources", "Functions"]
LAMBDA_SHEET = "PLM"  # in the flavour lambda alone
MAIN = golden_parts.MAIN
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CHART = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
}


@pytest.fixture(scope="module", params=sorted(FLAVOURS))
def workbook(request: pytest.FixtureRequest) -> Path:
    """A fresh workbook of each flavour."""
    return fresh(request.param)


@pytest.fixture(scope="module")
def native() -> Path:
    return fresh("native")


def shown(path: Path) -> list[str]:
    """The sheets that a workbook shows."""
    return [*SHEETS, LAMBDA_SHEET] if path.stem == "lambda" else SHEETS


def formulas(path: Path) -> list[tuple[str, str]]:
    """Every formula of a workbook with the cell it stands in."""
    found = []
    for sheet in opened(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formula = getattr(cell.value, "text", cell.value)
                    found.append((f"{sheet.title}!{cell.coordinate}", formula))
    return found


def test_it_has_the_sheets_of_the_design(workbook: Path) -> None:
    sheets = opened(workbook).worksheets
    assert [sheet.title for sheet in sheets if sheet.sheet_state == "visible"] == shown(workbook)


def test_an_error_value_is_stored_as_one(workbook: Path) -> None:
    """As a text it would look the same, but ISNA and IFERROR would not see it."""
    values = [
        (f"{name}!{cell.address}", cell.value)
        for name, sheet in parsed(workbook).sheets.items()
        for cell in sheet.formulas()
        if cell.value and cell.value.text in ERROR_TEXTS
    ]
    assert values
    assert not [place for place, value in values if value.kind != "e"]


def test_every_formula_is_stored_with_its_value(workbook: Path) -> None:
    read = parts(workbook)
    compared = 0
    for sheet in SHEETS:
        for cell in etree.fromstring(read[golden_parts.sheet_part(read, sheet)]).iter(f"{MAIN}c"):
            if cell.find(f"{MAIN}f") is None:
                continue
            compared += 1
            value = cell.find(f"{MAIN}v")
            assert value is not None, f"{sheet}!{cell.get('r')}"
            # Where rows are left for more models, and where there is nothing to warn of, a formula shows
            # nothing: an empty text.
            quiet = sheet in ("What-if", "Slide", "Bases", "Catalog")
            quiet = quiet or (sheet, cell.get("r")) == ("Compare", "A3")
            empty = quiet and cell.get("t") == "str"
            assert value.text or empty, f"{sheet}!{cell.get('r')}"
    assert compared > 200


@pytest.mark.parametrize(
    "flavours",
    [
        ("excel", "native"),
        pytest.param(tuple(sorted({*FLAVOURS} - {"excel", "native"})), marks=pytest.mark.slow),
    ],
)
def test_the_same_source_gives_the_same_bytes_on_any_day(tmp_path: Path, flavours: tuple[str, ...]) -> None:
    program = """
import sys, datetime, time
later = datetime.timedelta(days=int(sys.argv[2]))
class Day(datetime.datetime):
    now = classmethod(lambda cls, tz=None: super().now(tz) + later)
    utcnow = classmethod(lambda cls: super().utcnow() + later)
    today = classmethod(lambda cls: super().today() + later)
datetime.datetime, clock = Day, time.time
time.time = lambda: clock() + later.total_seconds()
from pathlib import Path
from plm_ratios.workbook_builder import FLAVOURS
from plm_ratios.workbook_builder.building import build
for name in sys.argv[3:]:
    build(Path(sys.argv[1]) / (name + FLAVOURS[name].suffix), FLAVOURS[name])
"""
    digests = []
    for seed, day in (("1", "0"), ("2", "400")):
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-c", program, str(folder), day, *flavours]
        subprocess.run(command, env=environment, check=True)
        digests.append([hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())])
    assert digests[0] == digests[1]


def test_the_inputs_are_named(workbook: Path) -> None:
    names = opened(workbook).defined_names
    assert {"Basis", "AverageLength", "Target", "ModelNames", "InputsOk"} <= set(names)
    assert names["Basis"].attr_text == "Compare!$B$4"


def test_the_default_comparison_holds_the_families_of_the_essay(native: Path) -> None:
    table = pandas.read_excel(native, sheet_name="Compare", header=9)
    models = table["Model"].dropna().tolist()
    assert models == [load().model(name).name for name in DEFAULT_MODELS]
    assert {load().model(name).family for name in models} >= {"ESM-2", "ProGen2", "xTrimoPGLM"}


def test_its_numbers_are_those_of_the_functions(workbook: Path) -> None:
    table = pandas.read_excel(workbook, sheet_name="Compare", header=9).dropna(subset=["Model"])
    assert table["Tokens per parameter"].tolist() == pytest.approx(
        [FUNCTIONS["RATIO"](model) for model in table["Model"]], rel=1e-12
    )
    by_seen = table.dropna(subset=["Ratio: seen"])
    assert by_seen["Ratio: seen"].tolist() == pytest.approx(
        [FUNCTIONS["RATIO"](model, "seen") for model in by_seen["Model"]], rel=1e-12
    )


def test_native_calls_no_function_of_ours(native: Path) -> None:
    called = {name for _, formula in formulas(native) for name in calls(formula)}
    assert called
    assert not called & set(FUNCTIONS)


def test_the_calc_flavour_calls_every_function() -> None:
    called = {name for _, formula in formulas(fresh("calc")) for name in calls(formula)}
    assert {f"PLM.F.{name}" for name in FUNCTIONS} <= called
    assert not called & set(FUNCTIONS)


def test_models_are_chosen_from_a_list_of_all(workbook: Path) -> None:
    book = opened(workbook)
    rules = book["Compare"].data_validations.dataValidation
    assert any(rule.type == "list" and rule.formula1 == "ModelNames" for rule in rules)
    sheet, _, cells = book.defined_names["ModelNames"].attr_text.partition("!")
    listed = [cell.value for (cell,) in book[sheet.strip("'")][cells.replace("$", "")]]
    assert listed == [model.name for model in load().models]


def test_sources_hold_every_claim(native: Path) -> None:
    claims = pandas.read_excel(native, sheet_name="Sources", header=3)
    entries = (*load().models, *load().datasets)
    assert len(claims) == sum(len(facts) for entry in entries for facts in entry.facts.values())
    assert (claims["Confidence"].isin(["high", "medium", "low"])).all()
    cited = claims["Source"].notna() & claims["Place"].notna()
    assert (cited | claims["Derived as"].notna()).all()


def test_datasets_link_to_the_models_trained_on_them(native: Path) -> None:
    table = pandas.read_excel(native, sheet_name="Datasets", header=3).set_index("Id")
    assert "ESM-2 15B" in table.loc["ur50d-2021_04-esm2", "Models trained on it"]
    assert len(table) == len(load().datasets)


def part(path: Path, name: str) -> etree._Element:
    return etree.fromstring(parts(path)[name])


class TestChart:
    """Axes, parts of the bars, labels: checked in the XML, since programs differ in their defaults."""

    def test_stacked_bars_on_a_log_axis_that_finds_its_own_ends(self, workbook: Path) -> None:
        chart = part(workbook, "xl/charts/chart1.xml")
        assert chart.xpath("string(//c:barDir/@val)", namespaces=CHART) == "bar"
        assert chart.xpath("string(//c:grouping/@val)", namespaces=CHART) == "stacked"
        assert chart.xpath("string(//c:valAx/c:scaling/c:logBase/@val)", namespaces=CHART) == "10"
        assert not chart.xpath("//c:scaling/c:min | //c:scaling/c:max", namespaces=CHART)
        assert not chart.xpath("//c:legend", namespaces=CHART)

    def test_the_first_model_stands_at_the_top_and_the_numbers_below(self, workbook: Path) -> None:
        chart = part(workbook, "xl/charts/chart1.xml")
        assert chart.xpath("string(//c:catAx/c:scaling/c:orientation/@val)", namespaces=CHART) == "maxMin"
        assert chart.xpath("string(//c:valAx/c:crosses/@val)", namespaces=CHART) == "max"

    def test_it_reads_columns_of_the_table_so_that_it_grows_with_it(self, workbook: Path) -> None:
        book = opened(workbook)
        first, last = book["Compare"].tables["Comparison"].ref.split(":")
        rows = range(int(first[1:]) + 1, int(last.strip(LETTERS)) + 1)
        for cells in part(workbook, "xl/charts/chart1.xml").xpath("//c:ser//c:f/text()", namespaces=CHART):
            top, _, bottom = cells.replace("$", "").removeprefix("Compare!").partition(":")
            assert (int(top.strip(LETTERS)), int(bottom.strip(LETTERS))) == (rows[0], rows[-1])

    def test_hidden_columns_are_drawn(self, workbook: Path) -> None:
        chart = part(workbook, "xl/charts/chart1.xml")
        assert not chart.xpath("//c:plotVisOnly", namespaces=CHART)  # as Excel writes it

    def test_names_are_in_the_order_of_the_ratios(self, workbook: Path) -> None:
        chart = part(workbook, "xl/charts/chart1.xml")
        names = chart.xpath("//c:ser[1]/c:cat//c:v/text()", namespaces=CHART)
        models = [load().model(name).name for name in DEFAULT_MODELS]
        assert names == sorted(models, key=FUNCTIONS["RATIO"], reverse=True)

    def test_its_colours_are_those_of_slides(self, workbook: Path) -> None:
        chart = part(workbook, "xl/charts/chart1.xml")
        fills = chart.xpath("//c:ser/c:spPr/a:solidFill/a:srgbClr/@val", namespaces=CHART)
        few, near, more = LIGHT.verdicts.values()
        assert fills == [few, near, LIGHT.target, near, more]

    def test_it_has_alt_text(self, workbook: Path) -> None:
        drawing = part(workbook, "xl/drawings/drawing1.xml")
        (text,) = drawing.xpath("//xdr:cNvPr/@descr", namespaces=CHART)
        assert "tokens per parameter of each model" in text


class TestBars:
    """A bar is a stack of parts, which a log axis draws from the target to the ratio."""

    @pytest.mark.parametrize("ratio", [0.004, 1.41, 10.0, 19.9, 20.0, 20.1, 40.0, 40.1, 1642.0])
    def test_the_parts_add_up_to_the_ratio_or_the_target(self, ratio: float) -> None:
        start, few, below, mark, above, more, *_ = (
            0 if value == NA else value for value in ranking.parts(ratio, 20)
        )
        assert start + few + below + mark + above + more == pytest.approx(
            max(ratio, 20 * 1.015) if ratio > 20 * 0.985 else 20 * 1.015
        )
        assert start == min(ratio, 20 * 0.985)

    @pytest.mark.parametrize(
        ("ratio", "labels"), [(1.25, (16, None, None)), (15, (None, 2, None)), (60, (None, None, 3))]
    )
    def test_one_label_says_the_factor(self, ratio: float, labels: tuple[float | None, ...]) -> None:
        """A smaller number than 2 is no label: the number formats of the chart leave it out."""
        assert tuple(value if value >= 2 else None for value in ranking.parts(ratio, 20)[6:]) == labels

    def test_no_value_is_zero_or_less_which_a_log_axis_refuses(self) -> None:
        values = [value for ratio in (0.0, 1e-6, 19.7, 20.3, 1e9) for value in ranking.parts(ratio, 20)]
        assert all(value == NA or value > 0 for value in values)


class TestFirstScreen:
    """What a person sees on opening the workbook on a laptop of 1366 x 768 pixels, at 100 %."""

    WIDE, HIGH = 1320, 560  # pixels of cells

    @pytest.mark.parametrize("models", [1, 16])
    def test_inputs_table_and_chart_are_on_it(self, models: int) -> None:
        path = fresh("native", models=DEFAULT_MODELS[:models])
        sheet = opened(path)["Compare"]
        right = sum(pixels(sheet, letter) for letter in "ABCDEF")
        heights = {row: sheet.row_dimensions[row].height or 15 for row in range(1, 11 + models)}
        assert right <= self.WIDE
        assert sum(heights.values()) * 4 / 3 <= self.HIGH
        drawing = part(path, "xl/drawings/drawing1.xml")
        start, end = (
            [int(drawing.findtext(f".//xdr:{corner}/xdr:{place}", "", CHART)) for place in ("col", "row")]
            for corner in ("from", "to")
        )
        assert start == [5, 10] and end[0] == 5
        assert end[1] <= 26

    def test_the_chart_grows_with_the_models(self) -> None:
        """20 pixels a model, so that the names do not overlap."""
        path = fresh("native", models=tuple(model.id for model in load().models[:60]))
        assert part(path, "xl/drawings/drawing1.xml").findtext(".//xdr:to/xdr:row", "", CHART) == "70"
        chart = part(path, "xl/charts/chart1.xml")
        assert chart.xpath("string(//c:catAx/c:tickLblSkip/@val)", namespaces=CHART) == "1"

    @pytest.mark.parametrize("flavour", ["native", "lite"])
    def test_no_message_is_cut_by_the_cell_beside_it(self, flavour: str) -> None:
        sheet = opened(fresh(flavour))["Compare"]
        for cell in ("A1", "A3", "C4", "C5", "C6", "C7", "F9"):
            row, column = sheet[cell].row, sheet[cell].column
            beside = [sheet.cell(row, other).value for other in range(column + 1, 14)]
            assert beside == [None] * len(beside), cell

    def test_cells_that_only_formulas_read_are_hidden(self, workbook: Path) -> None:
        book = opened(workbook)
        _, cell = book.defined_names["InputsOk"].attr_text.split("!")
        assert book["Compare"].column_dimensions["O"].hidden and cell.startswith("$P$")


def pixels(sheet: Any, letter: str) -> int:
    """The width of a column in Excel, with its standard font."""
    return int(sheet.column_dimensions[letter].width * 7 + 0.5)


def test_tables_have_unique_names_and_headers(workbook: Path) -> None:
    book = opened(workbook)
    tables = [table for sheet in book.worksheets for table in sheet.tables.values()]
    of_lambdas = {table.name for table in tables if table.name.startswith("Plm")}
    assert bool(of_lambdas) == (workbook.stem == "lambda")
    assert {table.name for table in tables} == {
        "Comparison",
        "Stages",
        "WhatIf",
        "CatalogTable",
        "LawTable",
        "PlanTable",
        "AcceleratorTable",
        "Datasets",
        "Sources",
        "Ranges",
        "Spellings",
    } | of_lambdas
    for table in tables:
        headers = [column.name for column in table.tableColumns]
        assert len(set(headers)) == len(headers)


def test_titles_freeze_panes_and_no_merged_cells(workbook: Path) -> None:
    for sheet in opened(workbook).worksheets:
        assert sheet["A1"].value
        assert not sheet.merged_cells.ranges
        assert sheet.freeze_panes or sheet.title in ("Start", "Slide") or sheet.sheet_state == "hidden"


def test_other_models_basis_and_target() -> None:
    path = fresh("native", models=("esm2-15b", "evo2-40b"), basis="seen", avglen=200.0, target=10.0)
    table = pandas.read_excel(path, sheet_name="Compare", header=9).dropna(subset=["Model"])
    assert table["Model"].tolist() == ["ESM-2 15B", "Evo 2 40B"]
    assert table["Tokens per parameter"].tolist() == pytest.approx([57.6, 9.3e12 / 40.3e9])
    assert table["Times target"].tolist() == pytest.approx([5.76, 9.3e12 / 40.3e9 / 10])


class TestWriting:
    """A workbook is whole or not there, and nothing of the user's is lost."""

    def test_an_existing_file_is_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "mine.xlsx"
        path.write_text("precious")
        with pytest.raises(FileExists, match="--force"):
            build(path, FLAVOURS["native"])
        assert path.read_text() == "precious"

    def test_unless_it_may_be_replaced(self, tmp_path: Path) -> None:
        path = tmp_path / "mine.xlsx"
        path.write_text("old")
        assert zipfile.is_zipfile(build(path, FLAVOURS["native"], replace=True))

    def test_a_failure_leaves_nothing_behind(self, tmp_path: Path) -> None:
        with pytest.raises(UnknownName):
            build(tmp_path / "b.xlsx", FLAVOURS["native"], Inputs(models=("no such model",)))
        assert not list(tmp_path.iterdir())

    def test_the_suffix_must_fit(self, tmp_path: Path) -> None:
        with pytest.raises(PlmError, match=r"name it b\.xlsx"):
            build(tmp_path / "b.csv", FLAVOURS["native"])

    def test_the_folder_must_be_there(self, tmp_path: Path) -> None:
        with pytest.raises(PlmError, match="There is no folder"):
            build(tmp_path / "nowhere" / "b.xlsx", FLAVOURS["native"])


class TestPaper:
    @pytest.mark.parametrize("name", ["Start", "Claims", "Laws", "Plan", "Slide"])
    def test_what_fits_is_printed_on_one_page_of_a4(self, workbook: Path, name: str) -> None:
        sheet = opened(workbook)[name]
        assert sheet.print_area
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 1) == (1, 1)

    @pytest.mark.parametrize(
        "name", ["Compare", "Catalog", "Datasets", "Accelerators", "Sources", "Functions"]
    )
    def test_what_is_long_repeats_its_header_and_numbers_its_pages(self, workbook: Path, name: str) -> None:
        sheet = opened(workbook)[name]
        assert sheet.print_title_rows
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.oddFooter.right.text == "Page &P of &N"


class TestStart:
    def test_every_sheet_that_it_names_is_there(self, workbook: Path) -> None:
        book = opened(workbook)
        links = [cell.value for (cell,) in book["Start"]["D1:D40"] if cell.hyperlink]
        assert set(links) == set(shown(workbook)) - {"Start"}

    def test_functions_are_promised_only_where_they_are(self) -> None:
        for name, flavour in FLAVOURS.items():
            said = " ".join(
                str(cell.value) for row in opened(fresh(name))["Start"].iter_rows() for cell in row
            )
            assert ("WHY" in said) == flavour.answers_calls
