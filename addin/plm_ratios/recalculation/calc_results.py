"""What Calc returns for a workbook: which of its functions Calc knows, and the values it calculates.

The caller passes the session (plm_ratios.hosts.calc.session.CalcSession, or a stand-in in tests).
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol
from xml.sax.saxutils import escape

from ..errors import HostError, HostTooSlow, PlmError
from ..ooxml.addresses import Address, Area
from ..ooxml.cached_values import number_text
from ..ooxml.package import PLAIN_WORKBOOK, Package
from ..ooxml.workbook import Book
from ..ooxml.worksheet import Sheet, Value
from .calc_copy import Probes

_SHEET_NAME = "Sheet1"
_CANARY = "NO.SUCH.FUNCTION"  # if Calc claims to know it, its other answers are not reliable

_UNREADABLE = "Calc cannot read its formula, or that of a cell it reads"
#: What Calc shows for a call that it does not make because of its arguments, such as a range with an
#: error value passed to a function of an add-in.
NOT_CALLED = "Err:504"
REFUSALS = {f"Err:{code}": _UNREADABLE for code in (501, 504, *range(507, 514), 516, 517, 518, 520, 533)} | {
    "Err:522": "it depends on its own result",
    "Err:523": "it depends on its own result",
}
#: Calc's other errors that have no name in Excel; its files have #VALUE! for all of them.
NUMBER_ERRORS = frozenset({"Err:502", "Err:503"})


class UnexpectedAnswer(PlmError):
    """Calc's answer shows that its results cannot be relied on."""


class DocumentProtocol(Protocol):
    """An open spreadsheet."""

    def __enter__(self) -> DocumentProtocol: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def calculate(self) -> float: ...
    def values(self, sheet: str, address: str) -> list[list[Any]]: ...
    def shown(self, sheet: str, address: str) -> list[list[str]]: ...
    def save(self, path: str | os.PathLike[str], kind: str | None = None) -> Path: ...


class CalcProtocol(Protocol):
    """A running Calc."""

    def open(self, path: str | os.PathLike[str]) -> DocumentProtocol: ...


def unknown_functions(calc: CalcProtocol, names: Iterable[str], folder: Path) -> set[str]:
    """Returns those of the functions, spelled as in files, that this Calc does not know.

    Calc itself is asked, since the answer depends on its version: a workbook calls each of them
    without arguments, and only for an unknown name does Calc answer #NAME?.
    """
    candidates = sorted({*names, _CANARY})
    # A name with a sheet or file before it belongs to that file.
    unknown = {name for name in candidates if "!" in name}
    candidates = [name for name in candidates if name not in unknown]
    path = folder / "functions.xlsx"
    _write_calls(path, candidates)
    with calc.open(path) as document:
        document.calculate()
        given = document.values(_SHEET_NAME, f"A1:A{len(candidates)}")
    unknown |= {name for name, (value,) in zip(candidates, given, strict=True) if str(value) == "#NAME?"}
    if _CANARY not in unknown:
        raise UnexpectedAnswer("Calc does not say which functions it knows, so its values cannot be used.")
    return unknown - {_CANARY}


class Results:
    """The values of every cell of a workbook, calculated by Calc."""

    def __init__(self, calc: CalcProtocol, copy: Package, folder: Path, original: Path | None = None):
        source, saved = folder / "workbook.xlsx", folder / "calculated.xlsx"
        with source.open("wb") as file:
            copy.write(file)
        self._document = _opened(calc, source, original)
        self._document.calculate()
        self._document.save(saved, "xlsx")
        self._book = Book.open(saved)
        self._book.require_small()
        self._sheets: dict[str, Sheet] = {}
        self._names = {name.casefold(): name for name in self._book.sheet_names}

    def __enter__(self) -> Results:
        return self

    def __exit__(self, *failure: Any) -> None:
        self._document.__exit__(*failure)

    def sheet(self, name: str) -> Sheet | None:
        """A sheet's cells as saved by Calc, with numbers of 15 digits; read when it is first asked for, since
        most cells of many workbooks lie in sheets without formulas."""
        known = self._calc_name(name)
        if known not in self._book.sheet_parts:
            return None
        if known not in self._sheets:
            self._sheets[known] = self._book.sheet(known, spans=False)
        return self._sheets[known]

    def size(self, name: str, probes: Probes) -> tuple[int, int] | None:
        """Rows and columns of a dynamic array's result; (1, 1) for an error, None if unknown."""
        sheet = self.sheet(name)
        counted = [sheet.value(place) if sheet else None for place in probes]
        if any(value is None for value in counted):
            return None
        rows, columns = (int(float(value.text)) if value and value.kind == "n" else 1 for value in counted)
        return rows, columns

    def shown(self, name: str, places: Iterable[Address]) -> dict[Address, str]:
        """The text that each cell shows. In Calc's files, a formula that Calc cannot read is #VALUE! like
        any wrong value; in the open document it shows an error number such as "Err:508"."""
        return {place: self._document.shown(self._calc_name(name), str(place))[0][0] for place in places}

    def rows(self, name: str, area: Area) -> list[list[Any]]:
        """The values of an area, with numbers in full precision."""
        return self._document.values(self._calc_name(name), str(area))

    def _calc_name(self, name: str) -> str:
        """A sheet's name as Calc spells it."""
        return self._names.get(name.casefold(), name)

    def exact(self, name: str, places: Iterable[Address]) -> dict[Address, Value]:
        """The numbers in these cells in full precision, from the open document; Calc's files round them."""
        found: dict[Address, Value] = {}
        for box, cells in _boxes(sorted(places)):
            rows = self.rows(name, box)
            for cell in cells:
                number = rows[cell.row - box.first.row][cell.column - box.first.column]
                if isinstance(number, (int, float)):
                    found[cell] = Value("n", number_text(float(number)))
        return found


def _opened(calc: CalcProtocol, copy: Path, original: Path | None) -> DocumentProtocol:
    """Open the copy in Calc. Raises UnexpectedAnswer if Calc refuses it, and says which file is at fault."""
    try:
        return calc.open(copy)
    except HostTooSlow:
        raise
    except HostError as reason:
        if original is None:
            raise
        try:
            with calc.open(original):
                pass
        except HostError:
            raise UnexpectedAnswer(f"{original.name}: {reason}") from reason
        raise UnexpectedAnswer(
            f"LibreOffice reads {original.name}, but not the copy of it to calculate in, so nothing was "
            "written. The file is not at fault: please report this."
        ) from reason


def _boxes(places: list[Address]) -> list[tuple[Area, list[Address]]]:
    """Groups the places into few areas, without large areas that hold none of them."""
    boxes: list[tuple[Area, list[Address]]] = []
    for place in places:
        if boxes:
            box, inside = boxes[-1]
            left = min(box.first.column, place.column)
            right = max(box.last.column, place.column)
            wider = Area(Address(box.first.row, left), Address(place.row, right))
            if wider.height * wider.width <= 4 * len(inside) + 1000:
                inside.append(place)
                boxes[-1] = (wider, inside)
                continue
        boxes.append((Area(place, place), [place]))
    return boxes


def _write_calls(path: Path, names: list[str]) -> None:
    """Write the smallest workbook that calls each function in a cell of its own."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    worksheet = PLAIN_WORKBOOK.replace("sheet.main", "worksheet")
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><f>{escape(name)}()</f></c></row>'
        for row, name in enumerate(names, start=1)
    )
    link = '<Relationships xmlns="{0}"><Relationship Id="a" Type="{1}/{2}" Target="{3}"/></Relationships>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/workbook.xml" ContentType="{PLAIN_WORKBOOK}"/>'
        f'<Override PartName="/sheet.xml" ContentType="{worksheet}"/></Types>',
        "_rels/.rels": link.format(package, office, "officeDocument", "workbook.xml"),
        "workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
        f'<sheet name="{_SHEET_NAME}" sheetId="1" r:id="a"/></sheets></workbook>',
        "_rels/workbook.xml.rels": link.format(package, office, "worksheet", "sheet.xml"),
        "sheet.xml": f"<worksheet {main}><sheetData>{rows}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
