"""Workbooks that other people made, with formulas of ours put into each of their sheets.

Excel and other programs saved them. They come with packages of Python that are installed, and with packages
of Debian.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

import extras
from plm_ratios.freezing import freeze
from plm_ratios.ooxml.addresses import Address
from plm_ratios.ooxml.cached_values import cell_tag, insertions
from plm_ratios.ooxml.package import PLAIN_WORKBOOK, Package
from plm_ratios.ooxml.part_lists import set_content_type
from plm_ratios.ooxml.workbook import Book
from plm_ratios.ooxml.xml_edits import splice
from recalculation.conftest import parts_of

IN_PYTHON = [
    *("xlwings/addin/xlwings.xlam", "xlwings/quickstart.xlsm", "xlwings/quickstart_standalone.xlsm"),
    *("xlwings/quickstart_addin.xlam", "xlwings/quickstart_addin_ribbon.xlam"),
    *(f"pyopenvba/_templates/blank_files/blank_{name}" for name in ("workbook.xlsm", "workbook.xlsx")),
    "pyopenvba/_templates/blank_files/blank_excel_addin.xlam",
]
DEBIAN = ("r-cran-openxlsx", "r-cran-readxl")
LARGE = "openxlsx/readTest.xlsx"  # it takes openpyxl seconds
IN_DEBIAN = [
    *("openxlsx/ColorTabs3.xlsx", "openxlsx/cloneEmptyWorksheetExample.xlsx"),
    *("openxlsx/cloneWorksheetExample.xlsx", "openxlsx/groupTest.xlsx", "openxlsx/inlineStr.xlsx"),
    *("openxlsx/loadExample.xlsx", "openxlsx/loadPivotTables.xlsx", "openxlsx/loadThreadComment.xlsx"),
    *("openxlsx/namedRegions.xlsx", "openxlsx/namedRegions2.xlsx", "openxlsx/namedRegions3.xlsx"),
    *("openxlsx/read_failure_test.xlsx", "readxl/clippy.xlsx", "readxl/datasets.xlsx"),
    *("readxl/deaths.xlsx", "readxl/geometry.xlsx", "readxl/type-me.xlsx"),
]
# A drawing that these name is missing in them, so openpyxl opens none of them.
TOO_DAMAGED = {"cloneEmptyWorksheetExample.xlsx", "cloneWorksheetExample.xlsx", "datasets.xlsx"}

FOREIGN = [
    *IN_PYTHON,
    *(pytest.param(name, marks=(pytest.mark.host, pytest.mark.slow)) for name in (*IN_DEBIAN, LARGE)),
]

# Formulas by column, each with its type and value as stored, and what openpyxl reads where it is a value.
OURS: dict[int, tuple[str, str, str, Any]] = {
    1: ('RATIO("ESM-2 15B","seen")', "", "57.6", 57.6),
    2: ("_xldudf_PLM_VERDICT(1.4)", "str", " far below &lt;20&gt; &amp; more", " far below <20> & more"),
    3: ("@PLM.RATIO(B1)&gt;1", "b", "1", True),
    4: (r"'C:\Users\A B\AddIns\plm_ratios.xlam'!RATIO(&quot;none&quot;)", "e", "#N/A", "#N/A"),
    5: ('IFERROR(__xludf.DUMMYFUNCTION("TOKENS(2,3)"),6)', "", "6", 6),
}
FILLED = {6: "=MODELS(1)", 7: 2, 8: 3}  # an array formula over three cells
THEIRS = 9  # a formula of theirs, which stays


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of Debian, unpacked and not installed."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        extras.absent("Debian's packages can only be had on Debian.")
    folder = tmp_path_factory.mktemp("debian")
    got = subprocess.run(["apt-get", "download", *DEBIAN], cwd=folder, capture_output=True, text=True)
    if got.returncode:
        extras.absent(f"Debian's packages cannot be had: apt-get update. {got.stderr.strip()}")
    for package in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "--extract", package, folder], check=True)
    return folder / "usr" / "lib" / "R" / "site-library"


@pytest.fixture
def foreign(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A workbook of somebody else, with formulas of ours below what each sheet holds."""
    package, _, file = request.param.partition("/")
    if request.param in IN_PYTHON:
        found = find_spec(package)
        if found is None or found.origin is None:
            extras.absent(extras.how_to_get(package))
        path = Path(found.origin).parent / file
    else:
        path = request.getfixturevalue("unpacked") / package / "extdata" / file
    return with_ours(path, tmp_path / path.name)


def with_ours(path: Path, target: Path) -> Path:
    package = Package.open(path)
    for part, data in package.parts.items():  # sheets that hold nothing yet
        package.parts[part] = re.sub(rb"<((?:\w+:)?sheetData)\s*/>", rb"<\1></\1>", data)
    book = Book(package.copy(), path)
    for name, part in book.sheet_parts.items():
        package.parts[part] = splice(package.parts[part], _added(book, name))
    with target.open("wb") as file:
        package.write(file)
    return target


def last_row(book: Book, sheet: str) -> int:
    """The last row; that of ours, once they are there."""
    return max((row.number for row in book.sheets[sheet].rows), default=0)


def _added(book: Book, sheet: str) -> list[Any]:
    c, f, v = (cell_tag(book.sheets[sheet], name).decode() for name in "cfv")
    row = last_row(book, sheet) + 2
    cells = {}
    for column, (formula, kind, value, _) in OURS.items():
        typed = f' t="{kind}"' if kind else ""
        place = Address(row, column)
        cells[place] = f'<{c} r="{place}"{typed}><{f}>{formula}</{f}><{v}>{value}</{v}></{c}>'
    first, last = Address(row, min(FILLED)), Address(row, max(FILLED))
    cells[first] = f'<{c} r="{first}"><{f} t="array" ref="{first}:{last}">MODELS(1)</{f}><{v}>1</{v}></{c}>'
    for column in list(FILLED)[1:]:
        place = Address(row, column)
        cells[place] = f'<{c} r="{place}"><{v}>{FILLED[column]}</{v}></{c}>'
    theirs = Address(row, THEIRS)
    cells[theirs] = f'<{c} r="{theirs}"><{f}>SUM({Address(row, 1)},1)</{f}><{v}>58.6</{v}></{c}>'
    return insertions(book.sheets[sheet], {place: markup.encode() for place, markup in cells.items()})


def opened(path: Path, values: bool = False) -> openpyxl.Workbook:
    """A workbook as openpyxl opens it, which refuses add-ins for their content type."""
    package = Package.open(path)
    set_content_type(package, package.workbook_part() or "", PLAIN_WORKBOOK)
    file = io.BytesIO()
    package.write(file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what openpyxl would not keep
        return openpyxl.load_workbook(file, data_only=values)


def as_read(path: Path, values: bool) -> dict[str, dict[str, Any]]:
    """What openpyxl reads, from any kind of workbook: values, or formulas."""
    book = opened(path, values)
    return {
        page.title: {
            cell.coordinate: cell.value for row in page.iter_rows() for cell in row if cell.value is not None
        }
        for page in book.worksheets
    }


def test_there_are_over_twenty() -> None:
    assert len(IN_PYTHON) + len(IN_DEBIAN) > 20


@pytest.mark.parametrize("foreign", FOREIGN, indirect=True)
def test_every_value_stays_and_no_other_byte_changes(foreign: Path) -> None:
    book = Book.open(foreign)
    # Some of them were last written by programs that do not calculate, and say so.
    target = freeze(foreign, as_stored=book.asks_for_calculation).target
    before, after = parts_of(foreign), parts_of(target)
    listed = {"[Content_Types].xml", "xl/_rels/workbook.xml.rels"} if "xl/calcChain.xml" in before else set()
    assert before.keys() - after.keys() <= {"xl/calcChain.xml"}
    assert not after.keys() - before.keys()
    sheets = {part: name for name, part in book.sheet_parts.items()}
    for part in after:
        if part in sheets:
            row = last_row(book, sheets[part])
            assert _without_row(after[part], row) == _without_row(before[part], row)
        elif part not in listed:
            assert after[part] == before[part], part
    if foreign.name in TOO_DAMAGED:
        return
    assert as_read(target, values=True) == as_read(foreign, values=True)
    ours, stayed = as_read(target, values=False), as_read(foreign, values=False)
    for name in book.sheet_parts:
        row = last_row(book, name)
        for column, (_, _, _, value) in OURS.items():
            place = str(Address(row, column))
            assert str(stayed[name].pop(place)).startswith("=")
            assert ours[name].pop(place) == value
        first = str(Address(row, min(FILLED)))
        assert isinstance(stayed[name].pop(first), ArrayFormula)
        assert ours[name].pop(first) == 1
        assert ours[name][str(Address(row, THEIRS))] == f"=SUM({Address(row, 1)},1)"
    assert _texts(ours) == _texts(stayed)


def _without_row(data: bytes, row: int) -> bytes:
    """A worksheet without the row of ours, which must be there."""
    rest, count = re.subn(rb'<(\w+:)?row r="%d">.*?</(\w+:)?row>' % row, b"", data, flags=re.DOTALL)
    assert count == 1
    return rest


def _texts(cells: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Array formulas as their texts, which can be compared."""
    return {
        name: {
            place: (value.ref, value.text) if isinstance(value, ArrayFormula) else value
            for place, value in of_sheet.items()
        }
        for name, of_sheet in cells.items()
    }


@pytest.mark.parametrize(
    "foreign",
    ["openxlsx/loadThreadComment.xlsx", "readxl/deaths.xlsx", "xlwings/quickstart.xlsm"],
    indirect=True,
)
def test_libreoffice_shows_the_values(foreign: Path, calc: Any) -> None:
    book = Book.open(foreign)
    target = freeze(foreign, comments=True).target
    with calc.open(target) as document:
        document.calculate()
        for name in book.sheet_parts:
            row = last_row(book, name)
            (found,) = document.values(name, f"A{row}:I{row}")
            expected = [value for *_, value in OURS.values()] + [1, *list(FILLED.values())[1:], 58.6]
            assert [str(value) for value in found] == [
                str(float(v)) if isinstance(v, (int, float)) else v for v in expected
            ]


@pytest.mark.host
@pytest.mark.parametrize(
    "foreign", ["openxlsx/loadThreadComment.xlsx", "xlwings/quickstart.xlsm"], indirect=True
)
def test_comments_of_theirs_survive_those_of_ours(foreign: Path) -> None:
    before, after = _comments(foreign), _comments(freeze(foreign, comments=True).target)
    for name, comments in before.items():
        assert {place: after[name].pop(place) for place in comments} == comments
        assert len(after[name]) == len(OURS) + 1
        assert '=RATIO("ESM-2 15B","seen")' in after[name].values()


def _comments(path: Path) -> dict[str, dict[str, str]]:
    return {
        page.title: {
            cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment
        }
        for page in opened(path).worksheets
    }
