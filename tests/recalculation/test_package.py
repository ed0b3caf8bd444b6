"""What is no workbook is refused with a sentence; what is one is written back as it was."""

import io
import struct
import zipfile

import pytest

from plm_ratios.errors import PlmError
from plm_ratios.ooxml import package as package_module
from plm_ratios.ooxml.package import NotAWorkbook, Package
from plm_ratios.ooxml.workbook import Book

from .conftest import parts_of, rewrite

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def workbook(new, tmp_path):
    with new() as book:
        book.add_worksheet("One & two").write("A1", "text")
        book.add_chartsheet("Chart")
        book.add_worksheet("Last").write_formula("A1", "=1+1")
        book.define_name("total", "='One & two'!$A$1:$A$3")
        book.define_name("Last!local", "=Last!$B$2")
    return tmp_path / "book.xlsx"


def zip_of(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xlsx", b"", "is empty"),
        ("a.csv", b"model,ratio\n", "is not an .xlsx or .xlsm workbook"),
        ("a.xls", _OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "old .xls format"),
        ("a.xlsx", _OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.xlsx", b"PK\x03\x04 and then nothing", "is damaged"),
        ("a.ods", zip_of(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"),
        ("a.zip", zip_of(readme=b"hello"), "zip file, but not a workbook"),
    ],
)
def test_other_files_are_refused(tmp_path, name, data, says):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(NotAWorkbook, match=says) as refused:
        Package.open(path)
    assert isinstance(refused.value, PlmError)
    assert "\n" not in str(refused.value)
    assert name in str(refused.value)


def test_what_is_not_there_is_refused(tmp_path):
    with pytest.raises(NotAWorkbook, match="no file"):
        Package.open(tmp_path / "none.xlsx")
    with pytest.raises(NotAWorkbook, match="is a folder"):
        Package.open(tmp_path)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (b"application/vnd.ms-excel.sheet.binary.macroEnabled.main", "binary workbook"),
        (
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "not a workbook",
        ),
    ],
)
def test_other_office_files_are_refused(workbook, kind, says):
    plain = package_module.PLAIN_WORKBOOK.encode()
    rewrite(workbook, {"[Content_Types].xml": lambda data: data.replace(plain, kind)})
    with pytest.raises(NotAWorkbook, match=says):
        Package.open(workbook)


def test_damage_is_noticed(workbook):
    data = bytearray(workbook.read_bytes())
    at = data.index(b"xl/worksheets/sheet1.xml") + 60
    data[at] ^= 0xFF
    workbook.write_bytes(data)
    with pytest.raises(NotAWorkbook, match="is damaged"):
        Package.open(workbook)


def test_a_missing_sheet_is_noticed(workbook):
    rewrite(workbook, {"xl/worksheets/sheet2.xml": None})
    with pytest.raises(NotAWorkbook, match='"Last" is missing'):
        Book.open(workbook)


def test_a_zip_bomb_is_not_unpacked(workbook, monkeypatch):
    rewrite(workbook, {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * (70 << 20)})
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(NotAWorkbook, match="unpack to 73 MB"):
        Package.open(workbook)


def test_a_lie_about_the_size_does_not_help(workbook):
    """An entry that declares fewer bytes than it holds fails its checksum."""
    rewrite(workbook, {"xl/worksheets/sheet1.xml": b" " * 100_000})
    data = workbook.read_bytes()
    workbook.write_bytes(data.replace(struct.pack("<I", 100_000), struct.pack("<I", 100)))
    with pytest.raises(NotAWorkbook, match="is damaged"):
        Package.open(workbook)


def test_a_part_stored_twice_is_refused(workbook):
    with zipfile.ZipFile(workbook, "a") as archive:
        archive.writestr("XL/workbook.xml", b"another")
    with pytest.raises(NotAWorkbook, match="holds a part twice"):
        Package.open(workbook)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda data: data[:-9], "not well-formed"),
        (lambda data: data.replace(b"?>", b"?><!DOCTYPE x [<!ENTITY a 'aaaa'>]>", 1), "DOCTYPE"),
        (lambda data: data.decode().replace("UTF-8", "UTF-16").encode("utf-16"), "UTF-16|encoding"),
    ],
)
def test_parts_that_cannot_be_read(workbook, part, damage, says):
    rewrite(workbook, {part: damage})
    with pytest.raises(PlmError, match=says) as refused:
        _ = Book.open(workbook).sheets
    assert str(refused.value).startswith(f"book.xlsx, part {part}: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("old", "odd", "says"),
    [
        (b'<c r="A1"', b'<c r="first"', "a cell has no place"),
        (b'<row r="1"', b'<row r="one"', "a row is numbered 'one'"),
        (b"<f>1+1</f>", b'<f t="array" ref="all">1+1</f>', "a formula fills no area"),
    ],
)
def test_places_that_are_none(workbook, old, odd, says):
    rewrite(workbook, {"xl/worksheets/sheet2.xml": lambda data: data.replace(old, odd)})
    with pytest.raises(PlmError, match=f"^book.xlsx, part xl/worksheets/sheet2.xml: {says}"):
        _ = Book.open(workbook).sheets


def test_names_of_parts_with_backslashes(workbook, tmp_path):
    """Some exporters write them, and Excel reads them. They stay as they are in what is written."""
    odd = tmp_path / "odd.xlsx"
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(odd, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            name = info.filename.replace("/", "\\").replace("[Content_Types]", "[content_types]")
            new.writestr(name, data.replace(b"/xl/workbook", b"\\xl\\workbook"))
    book = Book.open(odd)
    assert book.sheet_names == ["One & two", "Chart", "Last"]
    assert book.strings == ["text"]
    copies = {plain: io.BytesIO() for plain in (False, True)}
    for plain, file in copies.items():
        book.package.plain_names = plain
        book.package.write(file)
    with zipfile.ZipFile(odd) as old, zipfile.ZipFile(copies[False]) as new:
        assert new.namelist() == old.namelist()
    with zipfile.ZipFile(copies[True]) as new:
        assert {"xl/worksheets/sheet1.xml", "[Content_Types].xml"} <= set(new.namelist())


def test_writing_gives_the_same_package(workbook, tmp_path):
    copy = tmp_path / "copy.xlsx"
    with copy.open("wb") as file:
        Package.open(workbook).write(file)
    assert parts_of(copy) == parts_of(workbook)
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(copy) as new:
        for one, other in zip(old.infolist(), new.infolist(), strict=True):
            assert (one.filename, one.date_time, one.compress_type, one.external_attr) == (
                other.filename, other.date_time, other.compress_type, other.external_attr,
            )  # fmt: skip


def test_structure(workbook):
    book = Book.open(workbook)
    assert book.sheet_names == ["One & two", "Chart", "Last"]
    assert book.sheet_parts == {"One & two": "xl/worksheets/sheet1.xml", "Last": "xl/worksheets/sheet2.xml"}
    assert book.strings == ["text"]
    assert book.find_sheet("LAST") == "Last"
    assert [(sheet, str(area)) for sheet, area in book.areas("book.xlsx!total")] == [("One & two", "A1:A3")]
    assert [(sheet, str(area)) for sheet, area in book.areas("Last!local")] == [("Last", "B2:B2")]
    for reference in ("Nowhere!$A$1", "total", "OFFSET(Last!$A$1,1,1)", "Last!none"):
        if reference != "total":
            with pytest.raises(ValueError):
                book.areas(reference)
