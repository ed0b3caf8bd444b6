"""The workbook for Excel: a file with macros, as Excel would write it.

Excel is not at hand here, so what only Excel would judge is compared with what Excel itself writes,
read by independent readers, validated, and calculated by LibreOffice.
"""

from __future__ import annotations

import io
import re
import zipfile
from importlib.metadata import version
from pathlib import Path

import golden_parts
import olefile
import openpyxl
import pandas
import pytest
from lxml import etree
from oletools.olevba import VBA_Parser
from openxml_audit import FileFormat

from open_xml import objections
from plm_ratios import __version__
from plm_ratios.catalog import load
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.hosts.excel import project
from plm_ratios.hosts.excel.workbook_names import EXPORT_REPORT, REPORT
from plm_ratios.ooxml.formula_names import calls
from plm_ratios.recalculation import recalculate
from plm_ratios.workbook_builder import FLAVOURS, shipped
from workbook_files import fresh as new
from workbook_files import opened

SHIPPED = golden_parts.WORKBOOK
MAIN = golden_parts.MAIN

# A finding of the validator, and why the file stands as it is.
EXPLAINED = (
    # Office writes <c16r3:dispNaAsBlank val="1"/>, and so does XlsxWriter, after files of Excel's. The
    # validator takes its schema from the Open XML SDK, which lists the attribute as c16r3:val.
    re.compile(r"dispNaAsBlank\[1\]: The 'val' attribute is not declared"),
)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook built from the source as it is now."""
    return shipped.write(tmp_path_factory.mktemp("excel") / "plm_ratios.xlsm")


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def reviewed(fresh: Path) -> dict[str, str]:
    """The parts of the workbook that people have looked at."""
    return golden_parts.parts(fresh)


@pytest.fixture(scope="module")
def package(fresh: Path) -> dict[str, bytes]:
    """The parts of the workbook by name."""
    return parts(fresh)


class TestShipped:
    """workbook/plm_ratios.xlsm, which is committed and comes with the package."""

    def test_it_is_what_the_source_builds(self, package: dict[str, bytes]) -> None:
        committed = parts(SHIPPED)
        different = [name for name in package if committed.get(name) != package[name]]
        assert list(committed) == list(package), "Build it again: make workbook"
        assert not different, f"{different} differ from what the source builds. Build it again: make workbook"

    def test_calc_calculates_exactly_the_stored_values(
        self, tmp_path: Path, calc: CalcSession, package: dict[str, bytes]
    ) -> None:
        """Only the function names are mapped to Calc's and the VBA left out; every cell is compared."""
        target = tmp_path / "calculated.xlsm"
        report = recalculate(SHIPPED, calc, target)
        assert report.recalculated > 250
        assert not [*report.kept, *report.resized, *report.notes]
        before, after = (openpyxl.load_workbook(path, data_only=True) for path in (SHIPPED, target))
        different = [
            f"{sheet.title}!{cell.coordinate}: stored {cell.value!r}, calculated {again!r}"
            for sheet in before.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.value != (again := after[sheet.title][cell.coordinate].value)
        ]
        assert not different


class TestPackage:
    """What makes the file one with macros."""

    def test_names_of_workbook_and_sheets_agree_with_the_project(self, package: dict[str, bytes]) -> None:
        workbook = etree.fromstring(package["xl/workbook.xml"])
        names = [workbook.find(f"{MAIN}workbookPr").get("codeName")]
        for sheet in workbook.iter(f"{MAIN}sheet"):
            part = etree.fromstring(package[golden_parts.sheet_part(package, sheet.get("name"))])
            names.append(part.find(f"{MAIN}sheetPr").get("codeName"))
        with olefile.OleFileIO(io.BytesIO(package["xl/vbaProject.bin"])) as file:
            text = file.openstream("PROJECT").read().decode("cp1252")
        assert re.findall("^Document=(.+)/", text, re.MULTILINE) == names

    def test_content_types_and_relationships_name_every_part_once(self, package: dict[str, bytes]) -> None:
        types = etree.fromstring(package["[Content_Types].xml"])
        overrides = [e.get("PartName") for e in types if e.get("PartName")]
        assert len(set(overrides)) == len(overrides)
        assert {name.lstrip("/") for name in overrides} <= set(package)
        extensions = {e.get("Extension") for e in types if e.get("Extension")}
        for name in package:
            assert f"/{name}" in overrides or name.rpartition(".")[2] in extensions, name
        for name, data in package.items():
            if name.endswith(".rels"):
                ids = [link.get("Id") for link in etree.fromstring(data)]
                assert len(set(ids)) == len(ids)

    def test_the_vba_of_the_file_is_our_text(self, fresh: Path) -> None:
        """Read back from the workbook by oletools, whose own reading leaves out the attribute lines."""
        book = opened(fresh)
        wanted = {module.name: module.text for module in project.modules(len(book.sheetnames))}
        parser = VBA_Parser(str(fresh))
        found = {name.rpartition(".")[0]: code for _, _, name, code in parser.extract_macros()}
        parser.close()
        assert set(found) == set(wanted)
        for name, code in found.items():
            assert without_attributes(code) == without_attributes(wanted[name]), name

    def test_its_properties_say_what_wrote_it(self, fresh: Path) -> None:
        properties = opened(fresh).custom_doc_props
        assert properties["plm-ratios version"].value == __version__
        assert properties["catalog edition"].value == load().edition
        assert properties["xlwings version"].value == version("xlwings") == project.xlwings_version()

    def test_excel_takes_the_stored_values_when_it_opens_the_file(self, package: dict[str, bytes]) -> None:
        """With macros blocked, a calculation on opening would turn every number into #NAME?."""
        settings = etree.fromstring(package["xl/workbook.xml"]).find(f"{MAIN}calcPr")
        assert settings.get("fullCalcOnLoad") is None
        assert int(settings.get("calcId")) >= 191029

    @pytest.mark.parametrize("name", sorted(golden_parts.parts(SHIPPED)))
    def test_its_markup_is_the_one_that_was_reviewed(self, reviewed: dict[str, str], name: str) -> None:
        golden = (golden_parts.FOLDER / name).read_text(encoding="utf-8")
        message = "If meant: make golden-parts, and look at the difference"
        assert reviewed[name] == golden, message


# The one that we ship, by the rules of today; the others, and the older rules, are for the slow tests.
DIFFERENT = {("excel", FileFormat.MICROSOFT_365)}
VALIDATED = [
    pytest.param(flavour, year, marks=[] if (flavour, year) in DIFFERENT else [pytest.mark.slow])
    for flavour in sorted(FLAVOURS)
    for year in (FileFormat.MICROSOFT_365, FileFormat.OFFICE_2019)
]


@pytest.mark.parametrize(("flavour", "year"), VALIDATED)
def test_a_validator_finds_nothing_that_is_not_explained(flavour: str, year: FileFormat) -> None:
    path = new(flavour)
    found = objections(path, year)
    assert not [finding for finding in found if not any(why.search(finding) for why in EXPLAINED)]


class TestFormulas:
    def test_every_function_is_called_by_its_plain_name(self, fresh: Path) -> None:
        called = {name for _, text, _ in formulas(parts(fresh)) for name in calls(text)}
        assert set(FUNCTIONS) <= called

    def test_outside_tables_calls_are_dynamic_arrays_so_that_excel_shows_no_at_sign(
        self, package: dict[str, bytes]
    ) -> None:
        plain = [
            (sheet, text)
            for sheet, text, dynamic in formulas(package)
            if not dynamic and set(calls(text)) & set(FUNCTIONS)
        ]
        assert {sheet for sheet, _ in plain} == {"Compare", "What-if"}
        # In tables, where arrays may not stand, the formula refers to the row it stands in.
        assert all("[#This Row]" in text for _, text in plain)

    def test_nothing_stands_where_a_dynamic_array_spills(self, fresh: Path) -> None:
        """Below each there is room for a few more rows, except below the last, where all is free."""
        sheet = opened(fresh)["Functions"]
        areas = [
            (cell.value.ref, cell.row)
            for (cell,) in sheet.iter_rows(min_col=1, max_col=1)
            if hasattr(cell.value, "ref")
        ]
        assert len(areas) == sum(function.gives == "table" for function in FUNCTIONS.values())
        for ref, row in areas:
            last = openpyxl.utils.cell.range_boundaries(ref)[3]
            below = [other for _, other in areas if other > row]
            assert not below or min(below) - last > 10

    def test_no_name_is_that_of_a_function(self, fresh: Path) -> None:
        book = opened(fresh)
        names = {*book.defined_names, *(name for sheet in book.worksheets for name in sheet.tables)}
        assert not {name.upper() for name in names} & set(FUNCTIONS)

    def test_compare_holds_the_numbers_of_the_twin_without_macros(self, fresh: Path) -> None:
        twin = new("native")
        ours, theirs = (pandas.read_excel(path, sheet_name="Compare", header=9) for path in (fresh, twin))
        numbers = [column for column in theirs.columns if column != "Source"]
        pandas.testing.assert_frame_equal(ours[numbers], theirs[numbers], check_exact=True)


class TestSheetsForExcelOnly:
    def test_the_settings_of_xlwings_begin_in_a1_without_a_gap(self, fresh: Path) -> None:
        sheet = opened(fresh)["xlwings.conf"]
        assert sheet.sheet_state == "hidden"
        names = [row[0] for row in sheet.iter_rows(values_only=True)]
        assert all(names)
        assert len({name.upper() for name in names}) == len(names)
        assert dict(sheet.iter_rows(max_col=2, values_only=True))["UDF MODULES"] == "plm_ratios.udfs"

    def test_the_interpreter_on_it_is_the_variable_that_the_macros_set(self, fresh: Path) -> None:
        settings = dict(opened(fresh)["xlwings.conf"].iter_rows(max_col=2, values_only=True))
        macro = project.texts()["PlmInterpreter.bas"]
        assert f'FOUND_ON_SHEET As String = "{settings["INTERPRETER_WIN"]}"' in macro
        assert f'FOUND As String = "{settings["INTERPRETER_WIN"].strip("%")}"' in macro

    def test_it_holds_no_key_of_a_licence(self, package: dict[str, bytes]) -> None:
        assert not any(b"LICENSE_KEY" in data for name, data in package.items() if name.endswith(".xml"))

    def test_help_while_typing_names_each_function_and_argument(self, fresh: Path) -> None:
        """The form that Excel-DNA IntelliSense reads: name, description, help topic, then pairs of
        argument and description."""
        sheet = opened(fresh)["_IntelliSense_"]
        rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
        assert sheet.sheet_state == "hidden"
        assert rows[0][0] == "FunctionInfo"
        assert [row[0] for row in rows[1:]] == list(FUNCTIONS)
        for row, function in zip(rows[1:], FUNCTIONS.values(), strict=True):
            assert row[1] == function.summary
            assert [text.strip("[]") for text in row[2::2]] == [a.name for a in function.arguments]
            assert row[3::2] == [argument.help for argument in function.arguments]
        assert all(sheet.cell(row, 3).value is None for row in range(1, sheet.max_row + 1))


class TestButtons:
    def test_the_cells_that_the_macros_write_are_named(self, fresh: Path) -> None:
        names = opened(fresh).defined_names
        macros = project.texts()["PlmStart.bas"]
        for constant, text in re.findall(r'Const (\w+_CELL) As String = "(\w+)"', macros):
            assert text in names, constant
        assert {REPORT, EXPORT_REPORT} <= set(names)

    def test_the_file_does_not_claim_that_python_answered(self, fresh: Path) -> None:
        book = opened(fresh)
        sheet, _, cell = book.defined_names["Status"].attr_text.partition("!")
        assert str(book[sheet][cell.replace("$", "")].value).startswith("No macro has run")

    def test_each_button_runs_a_macro_that_is_there_and_says_what_it_does(
        self, package: dict[str, bytes]
    ) -> None:
        macros, described = [], []
        for sheet in ("Start", "Slide"):
            part = golden_parts.linked(package, golden_parts.sheet_part(package, sheet), "vmlDrawing")
            drawing = etree.fromstring(package[part])
            buttons = drawing.xpath("//*[local-name()='shape'][@*[local-name()='button']]")
            macros += [
                text.rpartition("!")[2] for text in drawing.xpath("//*[local-name()='FmlaMacro']/text()")
            ]
            described += [shape.get("alt") for shape in buttons]
        public = re.findall(r"^Public Sub (\w+)\(\)", project.texts()["PlmButtons.bas"], re.MULTILINE)
        assert macros == public
        assert len(described) == len(public)
        assert all(described)


def formulas(package: dict[str, bytes]) -> list[tuple[str, str, bool]]:
    """Sheet, formula, and whether it is a dynamic array, of every formula."""
    workbook = etree.fromstring(package["xl/workbook.xml"])
    found = []
    for sheet in workbook.iter(f"{MAIN}sheet"):
        part = etree.fromstring(package[golden_parts.sheet_part(package, sheet.get("name"))])
        for cell in part.iter(f"{MAIN}c"):
            formula = cell.find(f"{MAIN}f")
            if formula is not None:
                found.append((sheet.get("name"), formula.text, cell.get("cm") == "1"))
    return found


def without_attributes(code: str) -> list[str]:
    lines = [line for line in code.replace("\r\n", "\n").split("\n") if not line.startswith("Attribute ")]
    while lines and not lines[-1]:
        lines.pop()
    return lines
