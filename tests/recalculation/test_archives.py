"""Archives that lie, are packed oddly, or hold far too much: refused with a sentence, within memory."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from plm_ratios.errors import PlmError
from plm_ratios.ooxml import sizes
from plm_ratios.ooxml.archive import LIMITS
from plm_ratios.ooxml.package import NotAWorkbook, Package
from plm_ratios.ooxml.workbook import Book
from plm_ratios.workbook_reader import open_workbook

SHEET = "xl/worksheets/sheet1.xml"
DOCTYPE = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaa'>]>"
Change = Callable[[dict[str, bytes]], bytes]


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    """Those of a small workbook."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("One").write_row("A1", ["text", 1, "=1+1"])
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, more: int = 0) -> bytes:
    """An archive of them, the first sheet by another method; and empty entries beside them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data, method if name == SHEET else None)
        for number in range(more):
            archive.writestr(f"xl/media/{number}", b"")
    return file.getvalue()


def claiming(data: bytes, local: int, central: int, kind: str, value: int) -> bytes:
    """The archive with a field of the sheet's two headers changed: at these places in them."""
    changed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        offset = archive.getinfo(SHEET).header_offset
    struct.pack_into(kind, changed, offset + local, value)
    listed = changed.rindex(b"PK\x01\x02", 0, changed.rindex(SHEET.encode()))
    struct.pack_into(kind, changed, listed + central, value)
    return bytes(changed)


def overlapping(parts: dict[str, bytes]) -> bytes:
    """Three entries whose content is the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.writestr("xl/media/a", b"\0" * 10_000)
        first = archive.getinfo("xl/media/a")
        for name in "bc":
            again = zipfile.ZipInfo(f"xl/media/{name}")
            for field in ("CRC", "compress_size", "file_size", "compress_type", "header_offset"):
                setattr(again, field, getattr(first, field))
            archive.filelist.append(again)
    return file.getvalue()


def prefixed(name: str, text: str = DOCTYPE, encoding: str = "utf-8") -> Change:
    """The archive with a text after the declaration of a part."""

    def change(parts: dict[str, bytes]) -> bytes:
        old = parts[name].decode("utf-8").replace("UTF-8", encoding.upper())
        head, _, rest = old.partition("?>")
        return packed({**parts, name: f"{head}?>{text}{rest}".encode(encoding)})

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(lambda parts: packed(parts, zipfile.ZIP_LZMA), "is packed with LZMA", id="lzma"),
        pytest.param(lambda parts: packed(parts, zipfile.ZIP_BZIP2), "is packed with BZIP2", id="bzip2"),
        pytest.param(
            lambda parts: claiming(packed(parts), 8, 10, "<H", 99),
            "packed with AES encryption",
            id="method-99",
        ),
        pytest.param(
            lambda parts: claiming(packed(parts), 8, 10, "<H", 77), "with method 77", id="method-77"
        ),
        pytest.param(
            lambda parts: claiming(packed(parts), 6, 8, "<H", 1), "protected with a password", id="encrypted"
        ),
        pytest.param(lambda parts: claiming(packed(parts), 22, 24, "<I", 100), "is damaged", id="less"),
        pytest.param(
            lambda parts: claiming(packed(parts), 22, 24, "<I", 90_000), "shorter than it says", id="more"
        ),
        pytest.param(
            lambda parts: claiming(packed(parts), 22, 24, "<I", 0xFFFFFFFF),
            "is damaged|unpack to",
            id="zip64",
        ),
        pytest.param(
            lambda parts: claiming(packed(parts), 30, 42, "<I", 7), "is damaged", id="another-place"
        ),
        pytest.param(overlapping, "two of its parts are in the same place", id="overlapping"),
        pytest.param(lambda parts: packed({**parts, "xl/../../x": b""}), "called 'xl/../../x'", id="above"),
        pytest.param(lambda parts: packed({**parts, "XL\\workbook.xml": b""}), "a part twice", id="twice"),
        pytest.param(lambda parts: packed(parts)[:-30], "is damaged", id="cut-at-the-end"),
        pytest.param(
            lambda parts: packed(parts, more=LIMITS.entries), "more than 10,000 files", id="many-entries"
        ),
        pytest.param(
            lambda parts: packed({**parts, "xl/media/a": b"\0" * (65 << 20)}), "unpack to 68 MB", id="bomb"
        ),
        pytest.param(prefixed("docProps/core.xml"), "core.xml: it holds a DOCTYPE", id="doctype"),
        pytest.param(
            prefixed("docProps/core.xml", encoding="utf-16"),
            "core.xml: it holds a DOCTYPE",
            id="doctype-utf16",
        ),
        pytest.param(
            prefixed("[Content_Types].xml"), r"\[Content_Types\].xml: it holds a DOCTYPE", id="doctype-types"
        ),
        pytest.param(
            prefixed("xl/theme/theme1.xml", f"<!-- {'long ' * 2000} -->{DOCTYPE}"),
            "theme1.xml: it holds a DOCTYPE",
            id="doctype-later",
        ),
        pytest.param(
            lambda parts: packed({**parts, "xl/styles.xml": b"<?xml version='1.0' encoding='UTF-7'?><a/>"}),
            "styles.xml: it is not well-formed XML",
            id="other-encoding",
        ),
    ],
)
def test_every_reader_refuses(parts: dict[str, bytes], tmp_path: Path, change: Change, says: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(change(parts))
    for read in (lambda: Book.open(path).sheets, lambda: open_workbook.open_book(path)):
        with pytest.raises(PlmError, match=says) as refused:
            read()
        assert str(refused.value).startswith("book.xlsx")
        assert "\n" not in str(refused.value)


def test_what_is_declared_counts_not_the_name(parts: dict[str, bytes], tmp_path: Path) -> None:
    """A part of any name may be XML; a picture may hold a DOCTYPE, as drawing programs write it."""
    path = tmp_path / "book.xlsx"
    types, odd = "[Content_Types].xml", f"<?xml version='1.0'?>{DOCTYPE}<a/>".encode()
    for kind, refused in (("application/x-sheet+xml", True), ("image/svg+xml", False)):
        declared = f'<Override PartName="/xl/odd.bin" ContentType="{kind}"/></Types>'.encode()
        changed = {**parts, types: parts[types].replace(b"</Types>", declared), "xl/odd.bin": odd}
        path.write_bytes(packed(changed))
        if refused:
            with pytest.raises(PlmError, match=r"odd\.bin: it holds a DOCTYPE"):
                Package.open(path)
        else:
            assert Package.open(path).parts["xl/odd.bin"] == odd


def peak(work: Callable[[], object]) -> int:
    """Bytes that some work has in memory at most."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_what_an_archive_says_of_its_size_is_not_believed(parts: dict[str, bytes], tmp_path: Path) -> None:
    """Python's zipfile unpacks all there is, and cuts it to the size that was declared."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(claiming(packed({**parts, SHEET: b" " * 40_000_000}), 22, 24, "<I", 100))

    def read() -> None:
        with pytest.raises(NotAWorkbook, match="is damaged"):
            _ = Book.open(path).sheets

    assert peak(read) < 10_000_000


def test_pictures_are_copied_but_never_in_memory(parts: dict[str, bytes], tmp_path: Path) -> None:
    path, copy = tmp_path / "book.xlsx", tmp_path / "copy.xlsx"
    picture = {f"xl/media/{number}.bin": b"\0" * 20_000_000 for number in range(3)}
    path.write_bytes(packed({**parts, **picture}))

    def read() -> None:
        book = Book.open(path)
        assert book.sheets
        with copy.open("wb") as file:
            book.package.copy().write(file)

    assert peak(read) < 10_000_000
    with zipfile.ZipFile(copy) as archive:
        assert archive.namelist() == [*parts, *picture]
        assert archive.testzip() is None


def test_more_to_read_than_fits(
    parts: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(packed(parts))
    monkeypatch.setattr(sizes, "MOST_CELLS", 3)  # three cells and their row
    for read in (lambda: Book.open(path).sheets, lambda: open_workbook.open_book(path)):
        with pytest.raises(NotAWorkbook, match=r"^book.xlsx has more than 3 cells"):
            read()
    package = Package.open(path)
    monkeypatch.setattr(package.parts._archive, "_limits", LIMITS._replace(read=1000))
    with pytest.raises(NotAWorkbook, match=r"^book.xlsx has parts of more than 0 MB to read"):
        dict(package.parts)


def test_a_stray_cell_in_the_last_column_costs_little(parts: dict[str, bytes], tmp_path: Path) -> None:
    """Rows are filled up to their last cell: 2,000 of these would be 33 million cells."""
    path = tmp_path / "book.xlsx"
    rows = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (row, row) for row in range(3, 2003))
    end = b"</sheetData>"
    path.write_bytes(packed({**parts, SHEET: parts[SHEET].replace(end, rows + end)}))
    opened = open_workbook.open_book(path)
    found = opened.rows("One")
    assert [cell.text for cell in found[0][:2]] == ["text", "1"]
    assert {len(row) for row in found[2:]} == {0}
