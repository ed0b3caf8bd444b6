"""Writes the golden parts anew from the shipped workbook: look at what changed before committing.

    python tests/workbook_builder/golden_parts.py

They are what only Excel would judge: chart, table, validation, names, dynamic arrays, buttons, and what
makes the package one with macros.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from pathlib import Path

from lxml import etree

FOLDER = Path(__file__).parent / "golden"
WORKBOOK = Path(__file__).parents[2] / "workbook" / "plm_ratios.xlsm"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def parts(path: Path) -> dict[str, str]:
    """File name to text of every golden part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        read = {name: archive.read(name) for name in archive.namelist()}
    workbook = etree.fromstring(read["xl/workbook.xml"])
    compare = etree.fromstring(read[sheet_part(read, "Compare")])
    functions = etree.fromstring(read[sheet_part(read, "Functions")])
    start, slide = (etree.fromstring(read[sheet_part(read, name)]) for name in ("Start", "Slide"))
    (comparison,) = (
        etree.fromstring(data)
        for name, data in read.items()
        if name.startswith("xl/tables/") and b'displayName="Comparison"' in data
    )
    return {
        "metadata.xml": _pretty(etree.fromstring(read["xl/metadata.xml"])),
        "names.xml": _pretty(workbook.find(f"{MAIN}definedNames")),
        "calculation.xml": _pretty(workbook.find(f"{MAIN}calcPr")),
        "validation.xml": _pretty(compare.find(f"{MAIN}dataValidations")),
        "dynamic_cells.xml": _pretty(_cells(functions)),
        "dynamic_cell_compare.xml": _pretty(_cells(compare)),
        "chart_compare.xml": _pretty(_chart(read, "Compare")),
        "chart_bases.xml": _pretty(_chart(read, "Bases")),
        "chart_laws.xml": _pretty(_chart(read, "Laws")),
        "chart_plan.xml": _pretty(_chart(read, "Plan")),
        "chart_slide.xml": _pretty(_chart(read, "Slide")),
        "table.xml": _pretty(comparison),
        "drawing.xml": _linked(read, "Compare", "drawing"),
        "drawing_slide.xml": _linked(read, "Slide", "drawing"),
        "buttons.xml": _linked(read, "Start", "vmlDrawing"),
        "buttons_slide.xml": _linked(read, "Slide", "vmlDrawing"),
        "start_sheet.xml": _pretty(_without_rows(start)),
        "slide_sheet.xml": _pretty(_without_rows(slide)),
        "content_types.xml": _pretty(_of_macros(read["[Content_Types].xml"])),
        "relationships.xml": _pretty(_of_macros(read["xl/_rels/workbook.xml.rels"])),
    }


def sheet_part(read: dict[str, bytes], name: str) -> str:
    """The part of the sheet of that name."""
    workbook = etree.fromstring(read["xl/workbook.xml"])
    (wanted,) = (sheet.get(RELATION) for sheet in workbook.iter(f"{MAIN}sheet") if sheet.get("name") == name)
    links = etree.fromstring(read["xl/_rels/workbook.xml.rels"])
    (target,) = (link.get("Target") for link in links if link.get("Id") == wanted)
    return f"xl/{target}"


def linked(read: dict[str, bytes], part: str, kind: str) -> str:
    """The part that another one has a relationship to, by the last word of the relationship's type."""
    folder, _, name = part.rpartition("/")
    links = etree.fromstring(read[f"{folder}/_rels/{name}.rels"])
    (target,) = (link.get("Target") for link in links if link.get("Type").endswith(f"/{kind}"))
    return posixpath.normpath(posixpath.join(folder, target))


def _linked(read: dict[str, bytes], sheet: str, kind: str) -> str:
    return _pretty(etree.fromstring(read[linked(read, sheet_part(read, sheet), kind)]))


def chart_part(read: dict[str, bytes], sheet: str) -> str:
    """The part of the only chart on a sheet."""
    return linked(read, linked(read, sheet_part(read, sheet), "drawing"), "chart")


def _chart(read: dict[str, bytes], sheet: str) -> etree._Element:
    """The chart of a sheet, without the numbers of the catalog, which are compared elsewhere."""
    chart = etree.fromstring(read[chart_part(read, sheet)])
    for cache in chart.xpath("//*[local-name()='strCache' or local-name()='numCache']"):
        cache.getparent().remove(cache)
    return chart


def _cells(sheet: etree._Element) -> etree._Element:
    """The first cells of dynamic arrays, without their values."""
    found = etree.Element(f"{MAIN}cells", nsmap={None: MAIN[1:-1]})
    for cell in sheet.iter(f"{MAIN}c"):
        if cell.get("cm"):
            for value in cell.findall(f"{MAIN}v"):
                cell.remove(value)
            found.append(cell)
    return found


def _without_rows(sheet: etree._Element) -> etree._Element:
    sheet.remove(sheet.find(f"{MAIN}sheetData"))
    return sheet


def _of_macros(part: bytes) -> etree._Element:
    """What a workbook without macros does not have."""
    root = etree.fromstring(part)
    for element in root:
        text = etree.tostring(element).decode()
        if not re.search("vba|macro|metadata|Metadata|vml", text):
            root.remove(element)
    return root


def _pretty(element: etree._Element) -> str:
    etree.indent(element)
    text = etree.tostring(element, pretty_print=True).decode()
    assert isinstance(text, str)
    return text


if __name__ == "__main__":
    for name, text in parts(WORKBOOK).items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"Wrote {FOLDER / name}")
