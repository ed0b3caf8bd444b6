"""What Calc is not to see is left out of the copy for it, and stays in the user's file."""

import re

import openpyxl

from plm_ratios.functions import FUNCTIONS
from plm_ratios.ooxml.workbook import Book
from plm_ratios.recalculation import recalculate
from plm_ratios.recalculation.left_out import leave_out

from .conftest import parts_of, rewrite, values_of

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
)
_LINK = f'<Relationship Id="%s" Type="{OFFICE}/%s" Target="%s"/>'

_CACHE = (
    f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" r:id="rId1" refreshOnLoad="1" recordCount="2">'
    '<cacheSource type="worksheet"><worksheetSource ref="H1:I3" sheet="Sheet1"/></cacheSource>'
    '<cacheFields count="2"><cacheField name="month"><sharedItems count="2"><s v="Jan"/><s v="Feb"/>'
    '</sharedItems></cacheField><cacheField name="sum"><sharedItems containsSemiMixedTypes="0" '
    'containsString="0" containsNumber="1" minValue="1" maxValue="2"/></cacheField></cacheFields>'
    "</pivotCacheDefinition>"
)
_RECORDS = (
    f'<pivotCacheRecords xmlns="{MAIN}" count="2"><r><x v="0"/><n v="1"/></r><r><x v="1"/><n v="2"/></r>'
    "</pivotCacheRecords>"
)
_PIVOT = (
    f'<pivotTableDefinition xmlns="{MAIN}" name="P" cacheId="7" dataCaption="Values">'
    '<location ref="A1:B4" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="2">'
    '<pivotField axis="axisRow" showAll="0"><items count="3"><item x="0"/><item x="1"/><item t="default"/>'
    '</items></pivotField><pivotField dataField="1" showAll="0"/></pivotFields>'
    '<rowFields count="1"><field x="0"/></rowFields><rowItems count="3"><i><x/></i><i><x v="1"/></i>'
    '<i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems>'
    '<dataFields count="1"><dataField name="Sum" fld="1"/></dataFields></pivotTableDefinition>'
)


def with_pivot(path):
    """Make A1:B4 of Sheet1 a pivot table of H1:I3, with parts as Excel writes them."""
    types = "".join(
        f'<Override PartName="/xl/{part}" ContentType="{TYPE}.{kind}+xml"/>'
        for part, kind in (
            ("pivotTables/pivotTable1.xml", "pivotTable"),
            ("pivotCache/pivotCacheDefinition1.xml", "pivotCacheDefinition"),
            ("pivotCache/pivotCacheRecords1.xml", "pivotCacheRecords"),
        )
    )
    cache = "pivotCache/pivotCacheDefinition1.xml"
    link = _LINK % ("rId70", "pivotCacheDefinition", cache)
    caches = '<pivotCaches><pivotCache cacheId="7" r:id="rId70"/></pivotCaches></workbook>'
    new = {
        "[Content_Types].xml": lambda data: data.replace(b"</Types>", types.encode() + b"</Types>"),
        "xl/workbook.xml": lambda data: data.replace(b"</workbook>", caches.encode()),
        "xl/_rels/workbook.xml.rels": lambda data: data.replace(
            b"</Relationships>", link.encode() + b"</Relationships>"
        ),
        "xl/worksheets/_rels/sheet1.xml.rels": _RELS
        % (_LINK % ("rId1", "pivotTable", "../pivotTables/pivotTable1.xml")),
        "xl/pivotTables/pivotTable1.xml": _PIVOT,
        "xl/pivotTables/_rels/pivotTable1.xml.rels": _RELS
        % (_LINK % ("rId1", "pivotCacheDefinition", f"../{cache}")),
        f"xl/{cache}": _CACHE,
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": _RELS
        % (_LINK % ("rId1", "pivotCacheRecords", "pivotCacheRecords1.xml")),
        "xl/pivotCache/pivotCacheRecords1.xml": _RECORDS,
    }
    rewrite(path, new)


def pivoted(new, tmp_path):
    """A pivot table whose cells show other numbers than its data now give, as until Excel refreshes it."""
    with new() as book:
        sheet = book.add_worksheet()
        for row, line in enumerate([["Month", "Sum"], ["Jan", 10], ["Feb", 20], ["Total", 30]]):
            sheet.write_row(row, 0, line)
        for row, line in enumerate([["month", "sum"], ["Jan", 1], ["Feb", 2]]):
            sheet.write_row(row, 7, line)
        sheet.write_formula("D1", '=RATIO("ESM-2 15B")*B4', None, 0)
        sheet.write_formula("D2", '=VLOOKUP("Total",A:B,2,FALSE)+D1*0', None, 0)
        sheet.write_formula("D3", "=SUM(B2:B3)+D1*0", None, 0)
    with_pivot(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def test_cells_of_a_pivot_table_are_what_the_file_shows(new, tmp_path, calc):
    path = pivoted(new, tmp_path)
    report = recalculate(path, calc)
    found = {place: value[1] for place, value in values_of(report.target).items() if value}
    assert float(found["D1"]) == 30 * FUNCTIONS["RATIO"]("ESM-2 15B")
    assert (found["D2"], found["D3"], found["B4"]) == ("30", "30", "30")
    before, after = parts_of(path), parts_of(report.target)
    assert {name for name in before if before[name] != after.get(name)} == {"xl/worksheets/sheet1.xml"}


def test_nothing_in_the_copy_points_to_what_was_left_out(new, tmp_path):
    path = pivoted(new, tmp_path)
    book = Book.open(path)
    package = book.package.copy()
    leave_out(package, book.part, list(book.sheet_parts.values()))
    assert not [part for part in package.parts if "pivot" in part]
    assert not [part for part, data in package.parts.items() if re.search(rb"/pivot|<pivot", data)]
    with (tmp_path / "copy.xlsx").open("wb") as file:
        package.write(file)
    assert openpyxl.load_workbook(tmp_path / "copy.xlsx")["Sheet1"]["B4"].value == 30


def test_sparklines(new, tmp_path):
    with new() as made:
        sheet = made.add_worksheet()
        sheet.write_row("A1", [1, 2, 3])
        sheet.add_sparkline("D1", {"range": "Sheet1!A1:C1"})
    book = Book.open(tmp_path / "book.xlsx")
    package = book.package.copy()
    leave_out(package, book.part, list(book.sheet_parts.values()))
    assert b"sparkline" in book.package.parts["xl/worksheets/sheet1.xml"]
    assert b"<x14:sparkline" not in package.parts["xl/worksheets/sheet1.xml"]
