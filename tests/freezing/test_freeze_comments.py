"""Formulas kept in comments, in the parts in which Excel keeps them; comments that are there survive."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from plm_ratios.freezing import freeze
from recalculation.conftest import parts_of
from workbook_files import copied

from .conftest import LINK, SHEET, TYPES, WORKBOOK, Write

STRICT_LINK = "http://purl.oclc.org/ooxml/officeDocument/relationships"
COMMENTS = "xl/comments1.xml"
DRAWING = "xl/drawings/vmlDrawing1.vml"


def comments(path: Path, sheet: str = "Sheet1") -> dict[str, str]:
    page = openpyxl.load_workbook(path)[sheet]
    return {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}


def boxes(path: Path, part: str = DRAWING) -> dict[str, tuple[int, int]]:
    """The boxes of comments in a drawing, by the ids of their shapes: row and column, from 0."""
    root = ElementTree.fromstring(parts_of(path)[part])
    found = {}
    for shape in root.iter("{urn:schemas-microsoft-com:vml}shape"):
        data = shape.find("{urn:schemas-microsoft-com:office:excel}ClientData")
        assert data is not None
        if data.get("ObjectType") == "Note":
            texts = {each.tag.rpartition("}")[2]: each.text or "" for each in data}
            found[shape.get("id", "")] = (int(texts["Row"]), int(texts["Column"]))
    return found


def test_each_formula_is_in_a_comment_of_its_cell(saved: Write) -> None:
    cells = {
        "A1": ("RATIO(B1)", 1),
        "C9": ('IF(TOKENS(2,3)>5,"a<b",_xlfn.XLOOKUP(1,B:B,B:B))', "a<b"),
        "A3": ("A1", 1),
    }
    target = freeze(saved(cells), comments=True).target
    assert comments(target) == {"A1": "=RATIO(B1)", "C9": '=IF(TOKENS(2,3)>5,"a<b",XLOOKUP(1,B:B,B:B))'}
    assert boxes(target) == {"_x0000_s1025": (0, 0), "_x0000_s1026": (8, 2)}


@pytest.mark.parametrize(
    "stored",
    ["_xldudf_PLM_RATIO(B1)", r"'C:\a b\plm_ratios.xlam'!RATIO(B1)", "[1]!RATIO(B1)", "PLM.F.RATIO(B1)"],
)
def test_as_it_is_typed(saved: Write, stored: str) -> None:
    assert comments(freeze(saved({"A1": (stored, 1)}), comments=True).target) == {"A1": "=RATIO(B1)"}


def test_an_area_has_one_comment_and_a_shared_formula_one_in_each_cell(saved: Write) -> None:
    def fill(book, page):
        page.write_array_formula("D1:D2", "{=RATIO(B1:B2)}", None, 1)
        page.write_dynamic_array_formula("E1:E2", "=RATIO(B1:B2)", None, 1)
        for place in ("D2", "E2"):
            page.write(place, 2)

    def share(data):
        data = data.replace(b"<f>RATIO(B1)</f>", b'<f t="shared" ref="A1:A2" si="0">RATIO(B1)</f>')
        return data.replace(b"<f>RATIO(B2)</f>", b'<f t="shared" si="0"/>')

    cells = {"A1": ("RATIO(B1)", 1), "A2": ("RATIO(B2)", 2)}
    assert comments(freeze(saved(cells, fill, {SHEET: share}), comments=True).target) == {
        "A1": "=RATIO(B1)", "A2": "=RATIO(B2)", "D1": "{=RATIO(B1:B2)}", "E1": "=RATIO(B1:B2)"
    }  # fmt: skip


def test_comments_that_are_there_survive(saved: Write) -> None:
    def comment(book, page):
        page.write_comment("A1", "checked by Kim", {"author": "Kim"})
        page.write_comment("B1", "a model", {"author": "Kim"})

    book = saved({"A1": ("RATIO(B1)", 1), "A2": ("RATIO(B2)", 2), "B1": "ESM-2 15B"}, comment)
    target = freeze(book, comments=True).target
    assert comments(target) == {"A1": "checked by Kim\n=RATIO(B1)", "A2": "=RATIO(B2)", "B1": "a model"}
    before, after = parts_of(book), parts_of(target)
    assert list(boxes(target).values()) == [(0, 0), (0, 1), (1, 0)]
    assert len(set(boxes(target))) == 3
    end = before[DRAWING].rindex(b"</xml>")
    assert after[DRAWING].startswith(before[DRAWING][:end])
    assert before[SHEET].replace(b"<f>RATIO(B1)</f>", b"").replace(b"<f>RATIO(B2)</f>", b"") == after[SHEET]
    assert before.keys() == after.keys()


def test_a_thread_is_left_as_it_is_and_that_is_said(saved: Write) -> None:
    def comment(book, page):
        page.write_comment("A1", "[Threaded comment] ...")

    thread = {
        "xl/threadedComments/threadedComment1.xml": (
            b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
            b'<threadedComment ref="A1" id="{1}"><text>Really?</text></threadedComment></ThreadedComments>'
        ),
        "xl/worksheets/_rels/sheet1.xml.rels": lambda data: data.replace(
            b"</Relationships>",
            b'<Relationship Id="rT" Target="../threadedComments/threadedComment1.xml" '
            b'Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"/></Relationships>',
        ),
    }
    book = saved({"A1": ("RATIO(B1)", 1), "A2": ("RATIO(B2)", 2)}, comment, thread)
    report = freeze(book, comments=True)
    assert comments(report.target) == {"A1": "[Threaded comment] ...", "A2": "=RATIO(B2)"}
    assert report.remarks == ["No formula was added to the threads of comments at Sheet1!A1 (=RATIO(B1))."]
    part = "xl/threadedComments/threadedComment1.xml"
    assert parts_of(report.target)[part] == parts_of(book)[part]


def test_buttons_in_the_same_drawing_survive(tmp_path: Path) -> None:
    book = copied(tmp_path / "book.xlsm", "excel")
    target = freeze(book, comments=True).target
    before, after = parts_of(book), parts_of(target)
    for part in [name for name in before if name.endswith(".vml")]:
        assert after[part].startswith(before[part][: before[part].rindex(b"</xml>")])
    numbers = [
        number
        for name in after
        if name.endswith(".vml")
        for number in re.findall(rb'<v:shape [^>]*id="_x0000_s(\d+)"', after[name])
    ]
    assert len(numbers) == len(set(numbers)) > 200


def test_the_sheet_points_to_the_drawing_in_the_right_place(saved: Write) -> None:
    """After the page setup, before tables: Excel refuses any other order. Bars of the newer kind bring a list
    of extensions into their conditional format, and another one to the end."""

    def around(book, page):
        page.set_landscape()
        page.add_table("C1:D3")
        page.conditional_format("E1:E9", {"type": "data_bar", "data_bar_2010": True})

    target = freeze(saved({"A1": ("RATIO(B1)", 1)}, around), comments=True).target
    data = parts_of(target)[SHEET]
    assert data.index(b"<extLst>") < data.index(b"<legacyDrawing")
    children = [child.tag.rpartition("}")[2] for child in ElementTree.fromstring(data)]
    assert children[-4:] == ["pageSetup", "legacyDrawing", "tableParts", "extLst"]


def test_a_pointer_to_a_drawing_that_is_missing_is_replaced(saved: Write) -> None:
    astray = {
        SHEET: lambda data: data.replace(
            b"</worksheet>", f'<legacyDrawing xmlns:r="{LINK}" r:id="rId9"/></worksheet>'.encode()
        )
    }
    target = freeze(saved({"A1": ("RATIO(B1)", 1)}, change=astray), comments=True).target
    assert parts_of(target)[SHEET].count(b"<legacyDrawing") == 1
    assert comments(target) == {"A1": "=RATIO(B1)"}
    assert boxes(target)


def test_in_the_strict_form_of_the_format_new_parts_are_strict_too(saved: Write) -> None:
    pairs = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        LINK.encode(): STRICT_LINK.encode(),
    }

    def strict(data):
        for usual, other in pairs.items():
            data = data.replace(usual, other)
        return data

    names = ("_rels/.rels", "xl/_rels/workbook.xml.rels", WORKBOOK, SHEET)
    book = saved({"A1": ("RATIO(B1)", 1)}, change=dict.fromkeys(names, strict))
    parts = parts_of(freeze(book, comments=True).target)
    assert b'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"' in parts[COMMENTS]
    kinds = re.findall(rb'Type="([^"]*)"', parts["xl/worksheets/_rels/sheet1.xml.rels"])
    assert kinds == [f"{STRICT_LINK}/{kind}".encode() for kind in ("comments", "vmlDrawing")]
    assert b"legacyDrawing" in parts[SHEET]


@pytest.mark.parametrize("commented", [True, False])
def test_a_validator_of_the_format_finds_nothing(saved: Write, commented: bool) -> None:
    def around(book, page):
        page.add_table("C1:D3")
        if commented:
            page.write_comment("B1", "a model")

    cells = {"A1": ("RATIO(B1)", 1), "A2": ("WHY(B1)", " a text"), "B1": "ESM-2 15B"}
    assert not _faults(freeze(saved(cells, around), comments=True).target)


@pytest.mark.slow
@pytest.mark.parametrize("flavour", ["calc", "excel"])
def test_nor_in_our_workbooks_anything_new(tmp_path: Path, flavour: str) -> None:
    book = copied(tmp_path / ("book.xlsm" if flavour == "excel" else "book.xlsx"), flavour)
    target = freeze(book, comments=True, as_stored=True).target
    assert _faults(target) <= _faults(book)


def _faults(path: Path) -> set[str]:
    validator = OpenXmlValidator(file_format=FileFormat.OFFICE_2019)
    return {f"{each.part_uri} {each.description}" for each in validator.validate(str(path)).errors}


def test_many_comments_take_further_blocks_of_numbers(saved: Write) -> None:
    cells = {f"A{row}": (f"TOKENS({row},2)", 2 * row) for row in range(1, 1101)}
    target = freeze(saved(cells), comments=True).target
    assert len(boxes(target)) == 1100
    assert b'data="1,2"' in parts_of(target)[DRAWING]


def test_content_types_and_relationships_name_the_new_parts(saved: Write) -> None:
    parts = parts_of(freeze(saved({"A1": ("RATIO(B1)", 1)}), comments=True).target)
    assert b'PartName="/xl/comments1.xml"' in parts[TYPES]
    assert b'Extension="vml"' in parts[TYPES]
    relationships = parts["xl/worksheets/_rels/sheet1.xml.rels"].decode()
    assert f'Type="{LINK}/comments" Target="../comments1.xml"' in relationships
    assert f'Type="{LINK}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"' in relationships
    assert parts[WORKBOOK] and parts[COMMENTS]
