"""Workbooks as a program leaves them that has our functions: each formula with its value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook

from recalculation.conftest import rewrite

SHEET = "xl/worksheets/sheet1.xml"
WORKBOOK = "xl/workbook.xml"
TYPES = "[Content_Types].xml"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Cells = Mapping[str, Any]
Write = Callable[..., Path]


@pytest.fixture
def saved(tmp_path: Path) -> Write:
    """Writes a workbook: {"A1": ("RATIO(B1)", 1.41), "B1": "ESM-2 15B"} are a formula with its value, and a
    constant. `prepare` adds what else the sheet holds, `change` replaces parts."""

    def write(cells: Cells, prepare: Any = None, change: Any = None, name: str = "book.xlsx") -> Path:
        with xlsxwriter.Workbook(tmp_path / name) as book:
            page = book.add_worksheet("Sheet1")
            for place, content in cells.items():
                if isinstance(content, tuple):
                    page.write_formula(place, f"={content[0]}", None, content[1])
                else:
                    page.write(place, content)
            if prepare:
                prepare(book, page)
        calculated = {WORKBOOK: lambda data: data.replace(b' fullCalcOnLoad="1"', b"")}
        rewrite(tmp_path / name, calculated)
        rewrite(tmp_path / name, change or {})
        return tmp_path / name

    return write


def held(path: Path, sheet: str = "Sheet1") -> dict[str, Any]:
    """What the cells hold, as openpyxl reads them: constants, and formulas as texts that begin with =."""
    page = load_workbook(path)[sheet]
    return {cell.coordinate: cell.value for row in page.iter_rows() for cell in row if cell.value is not None}


def linked(*files: str) -> dict[str, Any]:
    """Changes of parts that give a workbook links to these files, numbered from 1."""
    overrides, relationships, listed = "", "", ""
    parts: dict[str, Any] = {}
    for number, file in enumerate(files, 1):
        part = f"xl/externalLinks/externalLink{number}.xml"
        overrides += f'<Override PartName="/{part}" ContentType="application/x+xml"/>'
        relationships += (
            f'<Relationship Id="rLink{number}" Type="{LINK}/externalLink" '
            f'Target="externalLinks/externalLink{number}.xml"/>'
        )
        listed += f'<externalReference xmlns:r="{LINK}" r:id="rLink{number}"/>'
        parts[part] = b"<externalLink/>"
        parts[f"xl/externalLinks/_rels/externalLink{number}.xml.rels"] = (
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{LINK}/externalLinkPath" Target="{file}" TargetMode="External"/>'
            "</Relationships>"
        ).encode()
    return {
        **parts,
        TYPES: lambda data: data.replace(b"</Types>", overrides.encode() + b"</Types>"),
        "xl/_rels/workbook.xml.rels": lambda data: data.replace(
            b"</Relationships>", relationships.encode() + b"</Relationships>"
        ),
        WORKBOOK: lambda data: re.sub(
            rb"(<definedNames>|<calcPr)",
            f"<externalReferences>{listed}</externalReferences>".encode() + rb"\1",
            data,
            count=1,
        ),
    }
