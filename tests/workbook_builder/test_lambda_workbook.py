"""The workbook of the flavour lambda: the functions are names of it, and answer without anything else."""

from __future__ import annotations

from pathlib import Path

import ironcalc
import openpyxl
import pytest
from golden_parts import MAIN, sheet_part
from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple

from cli.command_line import Run
from engines.programs import cell_value
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.hosts.lambdas.definitions import DEFINITIONS
from plm_ratios.hosts.lambdas.sheet import SHEET
from plm_ratios.hosts.lambdas.stored_form import stored, typed
from plm_ratios.ooxml.formula_names import calls
from plm_ratios.recalculation import recalculate
from workbook_files import fresh, opened, parts

FIRST_TABLE = len(FUNCTIONS) + 6  # the row of the sheet Functions below which tables spill


@pytest.fixture(scope="module")
def path() -> Path:
    return fresh("lambda")


@pytest.fixture(scope="module")
def calculated(path: Path) -> ironcalc.Model:
    """Calculated by IronCalc, without stored values in the way of tables that spill, and without names of
    cells that are also those of parameters: it takes such a parameter for the cell. Excel does not, since a
    file tells them apart (_xlpm.basis)."""
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    examples, number = opened(path)["Functions"], opened(path).sheetnames.index("Functions")
    for row in examples.iter_rows(min_row=FIRST_TABLE):
        for cell in row:
            if cell.value is not None and cell.data_type != "f":
                model.set_user_input(number, cell.row, cell.column, "")
    parameters = {name for definition in DEFINITIONS.values() for name in definition.parameters}
    for name in opened(path).defined_names:
        if name.lower() in parameters:
            model.delete_defined_name(name, None)
    model.evaluate()
    return model


def formulas(path: Path) -> dict[tuple[str, str], str]:
    return {
        (sheet.title, cell.coordinate): getattr(cell.value, "text", cell.value)
        for sheet in opened(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def of_the_functions(path: Path) -> dict[tuple[str, str], str]:
    """The formulas that call our functions."""
    return {place: text for place, text in formulas(path).items() if set(calls(text)) & set(DEFINITIONS)}


class TestNames:
    def test_every_function_is_a_name_with_help(self, path: Path) -> None:
        names = opened(path).defined_names
        for name, definition in DEFINITIONS.items():
            assert names[name].attr_text == stored(definition.text, DEFINITIONS)
            assert names[name].comment == definition.comment
            assert typed(names[name].attr_text).replace(" ", "") == definition.text.replace(" ", "")

    def test_no_name_of_the_workbook_is_there_twice(self, path: Path) -> None:
        """Names of tables, of cells and of functions are one list in Excel, whatever the size of letters."""
        book = opened(path)
        names = [name.upper() for name in book.defined_names]
        names += [table.upper() for sheet in book.worksheets for table in sheet.tables]
        assert len(set(names)) == len(names)

    def test_they_stand_in_the_order_of_excel(self, path: Path) -> None:
        written = etree.fromstring(parts(path)["xl/workbook.xml"]).findall(f"{MAIN}definedNames/*")
        names = [name.get("name").removeprefix("_xlnm.").lower() for name in written]
        assert names == sorted(names)
        assert set(map(str.lower, FUNCTIONS)) <= set(names)

    def test_the_properties_of_the_file_list_only_names_of_cells(self, path: Path) -> None:
        listed = {
            element.text for element in etree.fromstring(parts(path)["docProps/app.xml"]).iter("{*}lpstr")
        }
        assert "Basis" in listed
        assert not listed & set(FUNCTIONS)


class TestSheets:
    def test_all_but_two_sheets_are_those_of_plain_formulas(self, path: Path) -> None:
        """They calculate in programs that do not know LAMBDA."""
        ours, native = formulas(path), formulas(fresh("native"))
        differing = {place for place in ours if ours[place] != native.get(place)}
        assert {sheet for sheet, _ in differing} == {"Functions", SHEET}
        assert not native.keys() - ours.keys()
        assert differing == of_the_functions(path).keys()

    def test_examples_are_stored_as_formulas_that_may_return_several_cells(self, path: Path) -> None:
        """Otherwise Excel shows =@RATIO(...)."""
        read = parts(path)
        for cell in etree.fromstring(read[sheet_part(read, "Functions")]).iter(f"{MAIN}c"):
            formula = cell.find(f"{MAIN}f")
            if formula is not None:
                assert cell.get("cm") == "1" and formula.get("t") == "array"

    def test_the_sheet_of_the_tables_names_every_function_and_helper(self, path: Path) -> None:
        """Excel takes a name along with a copied sheet where a formula of the sheet uses it."""
        sheet = opened(path)[SHEET]
        called = {name for cell in sheet["B"] if cell.data_type == "f" for name in calls(cell.value)}
        assert set(DEFINITIONS) <= called
        assert {cell.value for cell in sheet["A"][4 : 4 + len(FUNCTIONS)]} == set(FUNCTIONS)

    def test_excel_keeps_the_stored_values_when_it_opens_the_file(self, path: Path) -> None:
        """An Excel without LAMBDA would show #NAME? in their place."""
        settings = etree.fromstring(parts(path)["xl/workbook.xml"]).find(f"{MAIN}calcPr")
        assert settings.get("fullCalcOnLoad") is None


class TestCommands:
    def test_it_is_exported_as_a_plain_workbook_is(self, run: Run, path: Path, tmp_path: Path) -> None:
        tables = []
        for name, book in (("lambda", path), ("native", fresh("native"))):
            assert run("export", str(book), "--to", str(tmp_path / f"{name}.csv"), "--force").code == 0
            tables.append((tmp_path / f"{name}.csv").read_text(encoding="utf-8"))
        assert tables[0] == tables[1]

    def test_recalc_leaves_calls_of_names_of_the_workbook_to_excel(
        self, path: Path, calc: CalcSession, tmp_path: Path
    ) -> None:
        """They are the workbook's own, whatever they are called."""
        report = recalculate(path, calc, tmp_path / "again.xlsx")
        assert (report.changed, report.kept, report.turned) == (0, [], [])
        assert parts(report.target)["xl/workbook.xml"] == parts(path)["xl/workbook.xml"]


def test_another_engine_gives_for_every_call_what_is_stored(path: Path, calculated: ironcalc.Model) -> None:
    values = openpyxl.load_workbook(path, data_only=True)
    wrong = {}
    for sheet, address in of_the_functions(path):
        got = cell_value(
            calculated.get_cell_value(values.sheetnames.index(sheet), *coordinate_to_tuple(address))
        )
        wanted = values[sheet][address].value
        if got != (pytest.approx(wanted, rel=1e-9) if isinstance(wanted, float) else wanted):
            wrong[sheet, address] = (got, wanted)
    assert not wrong


def test_tables_spill_as_they_are_stored(path: Path, calculated: ironcalc.Model) -> None:
    values = openpyxl.load_workbook(path, data_only=True)
    sheet, number = values["Functions"], values.sheetnames.index("Functions")
    compared = 0
    for row in sheet.iter_rows(min_row=FIRST_TABLE):
        for cell in row:
            if cell.value is not None and not str(cell.value).startswith("="):
                got = cell_value(calculated.get_cell_value(number, cell.row, cell.column))
                wanted = CellError(cell.value) if cell.data_type == "e" else cell.value
                assert got == (pytest.approx(wanted, rel=1e-9) if isinstance(wanted, float) else wanted)
                compared += 1
    assert compared > 1000
