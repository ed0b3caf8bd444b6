"""The script prepare_slide, run by xlwings in Pyodide; what it asks of Excel is calculated by a real Calc."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings
from playwright.sync_api import Browser

from hosts.lite_actions import carry_out, save
from hosts.lite_stand_in import PYODIDES, StandIn, stand_in
from plm_ratios.catalog import load
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.calc import locate
from plm_ratios.hosts.lite import program
from plm_ratios.recalculation import recalculate

NAMES = ("esm2-15b", "ProGen2-xlarge", "nobody", "", "AIDO.Protein-16B", "ESM-2 15B")


@pytest.fixture(scope="module")
def lite(chromium: Browser, node: str) -> Iterator[StandIn]:
    with stand_in(chromium, PYODIDES[-1], program.main(program.INSIDE)) as running:
        yield running


def book(*names: str, selection: str = "", sheets: tuple[str, ...] = (), tables: Any = ()) -> dict[str, Any]:
    """A workbook as xlwings' JavaScript describes it to a script: names below a heading, and other sheets."""
    first = {"name": "Mine", "values": [["Models"], *([name] for name in names)], **_NOTHING}
    others = [{"name": name, "values": [[]], **_NOTHING} for name in sheets]
    if tables:
        others[-1]["tables"] = [{"name": name} for name in tables]
    return {
        "client": "Office.js",
        "version": xlwings.__version__,
        "book": {
            "name": "mine.xlsx",
            "active_sheet_index": 0,
            "selection": selection or f"A2:A{len(names) + 1}",
        },
        "names": [],
        "sheets": [first, *others],
    }


_NOTHING: dict[str, Any] = {"pictures": [], "tables": [], "charts": []}


def test_a_sheet_of_the_selected_models(lite: StandIn, libreoffice: locate.Calc, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    carry_out(lite.run("prepare_slide", book(*NAMES))["actions"], made)
    assert made.sheetnames == ["Sheet", "Slide"]
    report = recalculate(save(made, tmp_path / "made.xlsx"), None, tmp_path / "calculated.xlsx")
    sheet = openpyxl.load_workbook(report.target, data_only=True)["Slide"]

    shown = ["ProGen2-xlarge", "ESM-2 15B", "AIDO.Protein-16B"]
    assert sheet["A1"].value == (
        "Tokens per parameter of 3 protein language models, 2 with a number on this basis"
    )
    assert [sheet[f"A{row}"].value for row in (5, 6, 7, 8)] == [*shown, None]
    assert sheet["A2"].value == "basis: sequences x 325 residues; target: 20 tokens per parameter"
    assert sheet["B4"].value == "Tokens per parameter (sequences)"
    for row, name in ((5, shown[0]), (6, shown[1])):
        ratio = FUNCTIONS["RATIO"](name)
        expected = [ratio, FUNCTIONS["PARAMS"](name), ratio / 20, FUNCTIONS["VERDICT"](ratio)]
        assert [sheet.cell(row, column).value for column in range(2, 6)] == pytest.approx(expected)
    assert [sheet.cell(7, column).value for column in (2, 4, 5)] == ["–", "–", "no number on this basis"]
    footnote = sheet["A26"].value
    for said in ("Basis: sequences", "325 residues", "20 tokens per parameter", load().edition):
        assert said in footnote
    (chart,) = openpyxl.load_workbook(report.target)["Slide"]._charts
    assert chart.series[0].val.numRef.f == "'Slide'!$B$5:$B$7"


def test_an_input_that_cannot_be_used_is_no_missing_number(
    lite: StandIn, libreoffice: locate.Calc, tmp_path: Path
) -> None:
    made = openpyxl.Workbook()
    carry_out(lite.run("prepare_slide", book("ESM-2 15B"))["actions"], made)
    made["Slide"]["M3"] = 0
    report = recalculate(save(made, tmp_path / "made.xlsx"), None, tmp_path / "calculated.xlsx")
    sheet = openpyxl.load_workbook(report.target, data_only=True)["Slide"]
    assert [sheet[f"{column}5"].value for column in "BCDE"] == ["–", 15e9, "–", "input not usable"]
    assert sheet["A2"].value == "The inputs beside the page cannot be used."
    assert "0 residues" not in sheet["A26"].value


def test_it_says_what_it_did_and_what_excel_cannot_do(lite: StandIn) -> None:
    (said,) = lite.run("prepare_slide", book(*NAMES))["printed"]
    assert said.startswith("The sheet Slide shows 3 models. Left out, because no model is called so: nobody.")
    assert "cannot write a PowerPoint file" in said


def test_a_sheet_slide_of_somebody_else_stays(lite: StandIn) -> None:
    actions = lite.run("prepare_slide", book("ESM-2 15B", sheets=("slide", "Slide 2")))["actions"]
    assert actions[0] == {**actions[0], "func": "addSheet", "args": [3, "Slide 3"]}
    assert {action["sheet_position"] for action in actions[1:]} == {3}


def test_our_own_workbook_has_its_slide_already(lite: StandIn) -> None:
    ours = book("ESM-2 15B", sheets=("Slide", "Compare"), tables=("Comparison",))
    actions = lite.run("prepare_slide", ours)["actions"]
    assert [(action["func"], action["args"]) for action in actions] == [("activateSheet", [1])]


def test_there_is_room_for_twenty(lite: StandIn) -> None:
    names = [model.name for model in load().models[:23]]
    (said,) = lite.run("prepare_slide", book(*names))["printed"]
    assert "It has room for 20; 3 are left out." in said


@pytest.mark.parametrize("names", [("nobody", "UniRef50"), ("", "")])
def test_without_a_model_it_says_what_to_select(lite: StandIn, names: tuple[str, ...]) -> None:
    answer = lite.run("prepare_slide", book(*names))
    assert answer["error"] == (
        "No model is selected. Select the cells that hold the models' names, then run the script again."
    )
