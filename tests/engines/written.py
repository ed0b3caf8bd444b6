"""Every formula that stands in a workbook file, wherever it stands: cells, tables, names, charts, rules."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

_HOLD_FORMULAS = ("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "definedName")
_STRUCTURED = re.compile(r"\b([A-Za-z_]\w*)\[((?:[^\[\]]|\[[^\]]*\])*)\]")
_COLUMN = re.compile(r"\[([^\]]*)\]")
_QUOTED = re.compile(r'"[^"]*"')


class Written(NamedTuple):
    """A formula, with the part of the file, the cell or name, and whether it is an array formula."""

    part: str
    place: str
    text: str
    is_array: bool


def written(path: Path) -> list[Written]:
    """Every formula of a workbook."""
    return [formula for part, root in _parts(path) for formula in _formulas(part, root)]


def columns(path: Path) -> dict[str, list[str]]:
    """The names of the columns of each table."""
    return {
        root.get("displayName", ""): [column.get("name", "") for column in root.iter("{*}tableColumn")]
        for part, root in _parts(path)
        if part.startswith("xl/tables/")
    }


def dangling(formula: str, known: dict[str, list[str]]) -> list[str]:
    """The tables and columns that a formula names and that are not there.

    >>> dangling('Comparison[[#This Row],[Modell]]&"Nowhere[x]"', {"Comparison": ["Model"]})
    ['Comparison[Modell]']
    """
    missing = []
    for table, inside in _STRUCTURED.findall(_QUOTED.sub('""', formula)):
        if table not in known:
            missing.append(table)
            continue
        named = _COLUMN.findall(inside) or [inside]
        missing += [
            f"{table}[{name}]" for name in named if not name.startswith("#") and name not in known[table]
        ]
    return missing


def _parts(path: Path) -> Iterator[tuple[str, etree._Element]]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.match(r"xl/(workbook|worksheets/|tables/|charts/)", name) and name.endswith(".xml"):
                yield name, etree.fromstring(archive.read(name))


def _formulas(part: str, root: etree._Element) -> Iterator[Written]:
    for element in root.iter(*(f"{{*}}{name}" for name in _HOLD_FORMULAS)):
        if element.text:
            owner = element if element.get("name") else element.getparent()
            place = owner.get("r") or owner.get("name") or owner.get("sqref") or ""
            yield Written(part, place, element.text, element.get("t") == "array")
