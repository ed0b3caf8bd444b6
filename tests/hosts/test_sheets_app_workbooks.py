"""The comparison and the slide of Google Sheets as workbooks: calculated by the real Calc, and in the
shape in which Sheets lets people download them, read by `plm-ratios export`."""

from __future__ import annotations

import csv

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula
from pptx import Presentation
from sheets_person import parts, play, with_commas

from plm_ratios.analysis import ratios
from plm_ratios.comparison import compare
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.hosts.sheets.export import export
from plm_ratios.recalculation import recalculate

DEFAULTS = [ratios.as_model(model).name for model in compare.DEFAULT_MODELS]
FIRST, LAST = 9, 8 + len(DEFAULTS)


@pytest.fixture(scope="module")
def played(node, tmp_path_factory):
    script = tmp_path_factory.mktemp("sheets") / "script"
    export(script, replace=False)
    steps = (
        ["run", "newComparison"],
        ["type", "Comparison", "B4", 300],
        ["type", "Comparison", "B5", "seen"],
        ["type", "Comparison", f"A{LAST}", "ESM-2 35M"],
        ["run", "prepareSlide"],
    )
    return play(node, script, *steps)


@pytest.fixture(scope="module")
def names():
    return [*DEFAULTS[:-1], "ESM-2 35M"]


@pytest.fixture
def plain(played, tmp_path):
    """The same formulas as Calc can read them: what spills in Sheets is an array formula."""
    book = openpyxl.Workbook()
    for name in ("Comparison", "Slide"):
        sheet = book.create_sheet(name)
        for cell, value in played.sheets[name]["values"].items():
            sheet[cell] = value
        for cell, formula in played.sheets[name]["formulas"].items():
            if not formula.startswith("={"):
                sheet[cell] = with_commas(formula)
                continue
            header, below = parts(formula)
            sheet[cell] = with_commas(f"={header}")
            area = f"{cell[0]}{FIRST}:{cell[0]}{LAST}"
            if below.startswith("ARRAYFORMULA("):
                below = below.removeprefix("ARRAYFORMULA(").removesuffix(")")
            sheet[f"{cell[0]}{FIRST}"] = ArrayFormula(area, with_commas(f"={below}"))
    path = tmp_path / "plain.xlsx"
    book.save(path)
    return path


def test_calc_gets_the_numbers_of_python(plain, played, names, calc):
    report = recalculate(plain, calc)
    assert report.kept == []
    book = openpyxl.load_workbook(report.target, data_only=True)
    sheet, slide = book["Comparison"], book["Slide"]
    for row, name in enumerate(names, FIRST):
        ratio = FUNCTIONS["RATIO"](name, "seen")
        expected = [
            FUNCTIONS["PARAMS"](name),
            *(FUNCTIONS["RATIO"](name, basis, 300) for basis in ratios.BASES),
            ratio,
            FUNCTIONS["VERDICT"](ratio),
            FUNCTIONS["SOURCE"](name, "seen"),
        ]
        found = [sheet.cell(row, column).value for column in range(2, 10)]
        expected = [str(each) if isinstance(each, CellError) else each for each in expected]
        assert [close(each) for each in found] == [close(each) for each in expected]
    assert (sheet["K8"].value, sheet["L8"].value) == ("basis: seen", "target: 20 tokens per parameter")
    # What our stand-in for Sheets shows there.
    for cell, shown in played.sheets["Slide"]["shown"].items():
        assert close(slide[cell].value or "") == close(shown), cell


def close(value):
    """A number to twelve digits."""
    return float(f"{value:.12g}") if isinstance(value, float) else value


@pytest.fixture
def downloaded(played, tmp_path):
    """A file like those of File > Download > Microsoft Excel: formulas that Excel does not know are
    wrapped, with what they showed beside; so are the cells into which they spilled."""
    path = tmp_path / "downloaded.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in played.order:
            sheet, told = book.add_worksheet(name), played.sheets[name]
            for cell, value in told["shown"].items():
                formula = told["formulas"].get(cell)
                if cell in told["values"]:
                    sheet.write(cell, value)
                elif formula and not formula.startswith("={"):
                    sheet.write_formula(cell, with_commas(formula), None, value)
                elif value != "":
                    sheet.write_formula(cell, wrapped(formula or '="COMPUTED_VALUE"', value), None, value)
        for name, place in played.names.items():
            sheet_name, cell = place.split("!")
            book.define_name(name, f"='{sheet_name}'!${cell[0]}${cell[1:]}")
    return path


def wrapped(formula, value):
    def quoted(text):
        return '"' + text.replace('"', '""') + '"'

    shown = quoted(value) if isinstance(value, str) else value
    return f"=IFERROR(__xludf.DUMMYFUNCTION({quoted(with_commas(formula)[1:])}),{shown})"


def test_a_downloaded_comparison_becomes_a_deck(run, downloaded, names, tmp_path):
    deck, table = tmp_path / "deck.pptx", tmp_path / "table.csv"
    ended = run("export", str(downloaded), "--to", str(deck), "--to", str(table))
    assert (ended.code, ended.err) == (0, "")
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["model"] for row in rows] == names
    found = [float(row["tokens_per_parameter"]) if row["tokens_per_parameter"] else None for row in rows]
    expected = [FUNCTIONS["RATIO"](name, "seen") for name in names]
    assert found == [each if isinstance(each, float) else None for each in expected]
    titles = [slide.shapes.title.text for slide in Presentation(str(deck)).slides if slide.shapes.title]
    assert titles[0].startswith("By tokens seen, ")


def test_recalculating_a_downloaded_comparison_breaks_nothing(downloaded, played, calc):
    report = recalculate(downloaded, calc)
    sheet = openpyxl.load_workbook(report.target, data_only=True)["Comparison"]
    for cell, shown in played.sheets["Comparison"]["shown"].items():
        assert (sheet[cell].value or "") == shown, cell
