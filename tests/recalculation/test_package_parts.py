"""Parts put into a package, and what is written into those that list them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from plm_ratios.ooxml.package import CONTENT_TYPES, Package
from plm_ratios.ooxml.workbook import Book
from plm_ratios.ooxml.xml_edits import DamagedPart, append
from workbook_files import fresh

PART, TYPE = "xl/more/one.xml", "application/x-one+xml"


@pytest.fixture(scope="module")
def workbook() -> Path:
    return fresh("native")


def written(package: Package, path: Path) -> Path:
    with path.open("wb") as file:
        package.write(file)
    return path


def test_a_part_comes_after_all_others(workbook: Path, tmp_path: Path) -> None:
    package = Package.open(workbook)
    package.add(PART, b"<one/>")
    types = package.parts[CONTENT_TYPES]
    package.parts[CONTENT_TYPES] = append(
        types, "Types", f'<Override PartName="/{PART}" ContentType="{TYPE}"/>'
    )
    with (
        zipfile.ZipFile(written(package, tmp_path / "more.xlsx")) as more,
        zipfile.ZipFile(workbook) as before,
    ):
        assert more.namelist() == [*before.namelist(), PART]
        for name in before.namelist():
            assert name == CONTENT_TYPES or more.read(name) == before.read(name)
    again = Package.open(tmp_path / "more.xlsx")
    assert again.parts[PART] == b"<one/>"
    assert again.content_type(PART) == TYPE


def test_a_part_is_found_at_once_by_any_case(workbook: Path) -> None:
    package = Package.open(workbook)
    package.add(PART, b"<one/>")
    assert package.find(f"/{PART.upper()}") == PART


def test_a_copy_keeps_its_parts_to_itself(workbook: Path, tmp_path: Path) -> None:
    package = Package.open(workbook)
    package.copy().add(PART, b"<one/>")
    assert written(package, tmp_path / "same.xlsx").read_bytes() == workbook.read_bytes()


@pytest.mark.parametrize("there", [CONTENT_TYPES, CONTENT_TYPES.upper()])
def test_a_part_that_is_there_is_not_added(workbook: Path, there: str) -> None:
    with pytest.raises(AssertionError, match="there already"):
        Package.open(workbook).add(there, b"<one/>")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<Types><A/></Types>", b"<Types><A/><B/></Types>"),
        (b"<x:Types xmlns:x='u'>\n</x:Types >\n", b"<x:Types xmlns:x='u'>\n<B/></x:Types >\n"),
        (b"<Types></Types><!-- </Types> -->", b"<Types><B/></Types><!-- </Types> -->"),
    ],
)
def test_more_goes_to_the_end_of_an_element(data: bytes, expected: bytes) -> None:
    assert append(data, "Types", "<B/>") == expected


@pytest.mark.parametrize("local", ["TRUE", "-1", "99", "9" * 5000, ""])
def test_a_name_of_no_sheet_is_one_of_the_workbook(tmp_path: Path, local: str) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.defined_names["Own"] = DefinedName("Own", attr_text="Sheet!$A$1", localSheetId=0)
    book.save(path)
    package = Package.open(path)
    content = package.parts["xl/workbook.xml"]
    assert b'localSheetId="0"' in content
    changed = content.replace(b'localSheetId="0"', b'localSheetId="%b"' % local.encode())
    package.parts["xl/workbook.xml"] = changed
    (name,) = Book(package, path).names
    assert (name.name, name.sheet) == ("Own", None)


@pytest.mark.parametrize("data", [b"<other/>", b"<all><Types/><Types/></all>"])
def test_a_list_that_is_missing_or_there_twice_is_damage(data: bytes) -> None:
    with pytest.raises(DamagedPart, match="elements Types, where it needs one"):
        append(data, "Types", "<Override/>")
