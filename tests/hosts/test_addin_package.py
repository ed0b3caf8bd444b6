"""plm_ratios.xlam as a file: what makes it an add-in, compared with add-ins that work in the field.

Excel is not at hand here. The add-ins that xlwings ships are, in every environment.
"""

from __future__ import annotations

import io
import re
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from oletools.olevba import VBA_Parser
from openxml_audit import FileFormat

from hosts import addin_file
from open_xml import objections
from plm_ratios import __version__
from plm_ratios.catalog import load
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.excel import addin_places, hidden_sheets
from plm_ratios.hosts.excel.addin import lists, package, project

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
RIBBON = "http://schemas.microsoft.com/office/2006/01/customui"
GENUINE = {
    path.name: path
    for path in Path(find_spec("xlwings").origin).parent.rglob("*.xlam")  # type: ignore[union-attr,arg-type]
}
PARTS = addin_file.parts()
# In the tables of names of images in [MS-CUSTOMUI] and [MS-CUSTOMUI2], all of them.
IMAGES = {
    "CalculateNow",
    "EditLinks",
    "ErrorChecking",
    "FileSaveAsPowerPointPptx",
    "FindDialog",
    "FunctionWizard",
    "Info",
    "PasteValues",
    "TableInsertExcel",
}


def genuine(name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(GENUINE[name]) as archive:
        return {part: archive.read(part) for part in archive.namelist()}


def main_type(parts: dict[str, bytes]) -> str:
    (kind,) = (
        element.get("ContentType", "")
        for element in etree.fromstring(parts["[Content_Types].xml"])
        if element.get("PartName") == "/xl/workbook.xml"
    )
    return kind


def root_relationships(parts: dict[str, bytes]) -> dict[str, str]:
    """Target to type."""
    return {link.get("Target"): link.get("Type") for link in etree.fromstring(parts["_rels/.rels"])}


def children(parts: dict[str, bytes]) -> list[str]:
    """The elements of the part of the workbook, in their order."""
    return [etree.QName(child).localname for child in etree.fromstring(parts["xl/workbook.xml"])]


class TestShipped:
    def test_it_is_what_the_source_builds_byte_for_byte(self) -> None:
        built = package.content()
        assert package.content() == built
        assert addin_file.SHIPPED.read_bytes() == built, "Build it again: make workbook"

    def test_it_says_what_wrote_it(self) -> None:
        assert addin_places.version(addin_file.SHIPPED.read_bytes()) == __version__


@pytest.mark.parametrize("name", sorted(GENUINE))
class TestShape:
    """Equal to genuine add-ins in what makes them add-ins."""

    def test_the_main_part_has_the_same_type(self, name: str) -> None:
        assert main_type(PARTS) == main_type(genuine(name))

    def test_the_window_is_hidden(self, name: str) -> None:
        for parts in (PARTS, genuine(name)):
            (view,) = etree.fromstring(parts["xl/workbook.xml"]).iter(f"{MAIN}workbookView")
            assert view.get("visibility") == "hidden"

    def test_the_elements_of_the_workbook_stand_in_the_same_order(self, name: str) -> None:
        theirs = [child for child in children(genuine(name)) if child in children(PARTS)]
        assert [child for child in children(PARTS) if child in theirs] == theirs

    def test_what_a_package_must_relate_to_has_the_same_types(self, name: str) -> None:
        theirs = set(root_relationships(genuine(name)).values())
        ours = set(root_relationships(PARTS).values())
        assert {kind for kind in theirs if "extensibility" not in kind} <= ours


class TestRibbon:
    def test_it_is_declared_as_in_the_add_in_of_xlwings(self) -> None:
        theirs, ours = (root_relationships(parts) for parts in (genuine("xlwings.xlam"), PARTS))
        assert theirs["customUI/customUI.xml"] == ours["customUI/customUI.xml"]
        assert etree.fromstring(PARTS["customUI/customUI.xml"]).nsmap[None] == RIBBON
        assert etree.fromstring(genuine("xlwings.xlam")["customUI/customUI.xml"]).nsmap[None] == RIBBON

    def test_it_is_the_markup_of_the_source(self) -> None:
        assert PARTS["customUI/customUI.xml"].decode() == package.ribbon()

    def test_its_images_are_names_that_office_knows(self) -> None:
        assert set(re.findall(r'imageMso="(\w+)"', package.ribbon())) == IMAGES

    def test_elements_and_attributes_are_ones_that_genuine_ribbons_use(self) -> None:
        """With few more, which the schema customUI.xsd has (the whole was validated by it)."""
        theirs = set()
        for name in ("xlwings.xlam", "quickstart_addin_ribbon.xlam"):
            for element in etree.fromstring(genuine(name)["customUI/customUI.xml"]).iter():
                theirs |= {etree.QName(element).localname, *element.attrib}
        ours = set()
        for element in etree.fromstring(PARTS["customUI/customUI.xml"]).iter():
            ours |= {etree.QName(element).localname, *element.attrib}
        assert ours - theirs == {
            "comboBox",
            "dropDown",
            "getItemCount",
            "getItemLabel",
            "getSelectedItemIndex",
            "onLoad",
            "sizeString",
        }


@pytest.mark.parametrize(
    "year", [FileFormat.MICROSOFT_365, pytest.param(FileFormat.OFFICE_2019, marks=pytest.mark.slow)]
)
def test_a_validator_finds_nothing(year: FileFormat) -> None:
    assert objections(addin_file.SHIPPED, year) == []


class TestProject:
    def test_two_readers_find_every_module_as_the_source_writes_it(self) -> None:
        wanted = {module.name: module.text for module in project.modules(5)}
        assert {name: module.text for name, module in addin_file.modules().items()} == wanted
        parser = VBA_Parser(str(addin_file.SHIPPED))
        found = {Path(name).stem: code for _, _, name, code in parser.extract_macros()}
        parser.close()
        assert set(found) == set(wanted)
        for name, code in found.items():
            assert body(code) == body(wanted[name]), name

    def test_sheets_and_workbook_have_the_names_of_their_modules(self) -> None:
        workbook = etree.fromstring(PARTS["xl/workbook.xml"])
        documents = [name for name, module in addin_file.modules().items() if module.kind == "document"]
        assert documents[0] == workbook.find(f"{MAIN}workbookPr").get("codeName") == "ThisWorkbook"
        sheets = [
            etree.fromstring(PARTS[f"xl/worksheets/sheet{number}.xml"]).find(f"{MAIN}sheetPr").get("codeName")
            for number in range(1, len(documents))
        ]
        assert sheets == documents[1:]

    def test_people_are_offered_our_functions_and_nothing_else(self) -> None:
        """Functions of a module without this option stand in the wizard; macros, in the list of macros."""
        offered = [
            name
            for name, module in addin_file.modules().items()
            if module.kind == "standard" and "\nOption Private Module\r" not in module.text
        ]
        assert offered == ["PlmFunctions"]

    def test_loading_it_starts_nothing(self) -> None:
        for name, module in addin_file.modules().items():
            assert not re.search(r"Sub (Workbook_Open|Auto_Open)\b", module.text), name


class TestHelp:
    """Written into the file: there is no macro that gives it, and nothing that would have to be saved."""

    def test_every_argument_is_described_in_its_place(self) -> None:
        workbook = etree.fromstring(PARTS["xl/workbook.xml"])
        (extension,) = workbook.iter(f"{MAIN}ext")
        assert workbook[-1] is extension.getparent()
        described = {name.get("name"): name[0] for name in extension.iter(f"{X14}definedName")}
        assert list(described) == [name for name, function in FUNCTIONS.items() if function.arguments]
        for name, texts in described.items():
            arguments = FUNCTIONS[name].arguments
            assert int(texts.get("count")) == len(arguments)
            assert [(int(text.get("index")), text.text) for text in texts] == [
                (index, argument.help) for index, argument in enumerate(arguments)
            ]

    def test_every_function_says_in_its_vba_what_it_is_for(self) -> None:
        text = addin_file.modules()["PlmFunctions"].text
        for function in FUNCTIONS.values():
            summary = function.summary.replace('"', '""')
            assert f'Attribute {function.name}.VB_Description = "{summary}"\r' in text

    def test_no_macro_describes_functions(self) -> None:
        for name, module in addin_file.modules().items():
            if name != "xlwings":
                assert "MacroOptions" not in module.text, name


class TestSheets:
    @pytest.fixture(scope="class")
    @classmethod
    def book(cls) -> openpyxl.Workbook:
        """The sheets, in a copy that says it is a workbook, for openpyxl opens no add-in."""
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w") as archive:
            for name, content in PARTS.items():
                archive.writestr(name, content.replace(b".addin.macroEnabled", b".sheet.macroEnabled"))
        return openpyxl.load_workbook(copy)

    def test_they_hold_what_xlwings_and_intellisense_read_and_the_lists(
        self, book: openpyxl.Workbook
    ) -> None:
        written = {hidden_sheets.SETTINGS_SHEET: hidden_sheets.settings_rows()}
        written |= {hidden_sheets.HELP_SHEET: hidden_sheets.help_rows(), **lists.sheets()}
        assert book.sheetnames == list(written)
        for name, rows in written.items():
            found = [
                [cell for cell in row if cell is not None] for row in book[name].iter_rows(values_only=True)
            ]
            assert found == [[stored(cell) for cell in row if cell not in (None, "")] for row in rows], name

    def test_the_list_of_models_is_the_catalog(self, book: openpyxl.Workbook) -> None:
        names = [name for (name,) in book[lists.MODELS].iter_rows(min_row=2, max_col=1, values_only=True)]
        assert names == [model.name for model in load().models]

    def test_title_and_description_are_those_of_the_list_of_add_ins(self, book: openpyxl.Workbook) -> None:
        assert (book.properties.title, book.properties.description) == (package.TITLE, package.DESCRIPTION)


def stored(cell: Any) -> Any:
    """A cell as XlsxWriter writes it, which is enough for a list that people choose from."""
    return float(f"{cell:.16G}") if isinstance(cell, float) else cell


def body(code: str) -> list[str]:
    """The lines without attributes, which olevba leaves out."""
    lines = [line for line in code.replace("\r\n", "\n").split("\n") if not line.startswith("Attribute ")]
    while lines and not lines[-1]:
        lines.pop()
    return lines
