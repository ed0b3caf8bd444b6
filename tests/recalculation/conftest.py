"""Workbooks to work on, and a stand-in for Calc that gives what it is told."""

from __future__ import annotations

import contextlib
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from plm_ratios.functions.cells import CellError
from plm_ratios.ooxml.addresses import Address, Area
from plm_ratios.ooxml.cached_values import number_text, with_values
from plm_ratios.ooxml.workbook import Book
from plm_ratios.ooxml.worksheet import Value


class FakeCalc:
    """Gives the values it is told, {"Sheet1": {"A1": 2.0}}, and knows all functions but `unknown`."""

    def __init__(self, given: dict[str, dict[str, Any]], unknown: tuple[str, ...] = ()):
        self.given = given
        self.unknown = unknown
        self.opened: list[Book] = []

    def open(self, path: str | os.PathLike[str]) -> FakeDocument:
        book = Book.open(Path(path))
        self.opened.append(book)
        return FakeDocument(self, book)


class FakeDocument:
    def __init__(self, calc: FakeCalc, book: Book):
        self.calc = calc
        self.book = book

    def __enter__(self) -> FakeDocument:
        return self

    def __exit__(self, *failure: object) -> None:
        pass

    def calculate(self) -> float:
        return 0.0

    def values(self, sheet: str, address: str) -> list[list[Any]]:
        area = Area.parse(address)
        cells = self.book.sheets[sheet].cells
        given = {Address.parse(place): value for place, value in self.calc.given.get(sheet, {}).items()}
        rows = []
        for row in range(area.first.row, area.last.row + 1):
            rows.append([])
            for column in range(area.first.column, area.last.column + 1):
                place = Address(row, column)
                formula = cells[place].formula if place in cells else None
                called = formula.text.removesuffix("()") if formula else ""
                rows[-1].append(
                    CellError("#NAME?")
                    if called in (*self.calc.unknown, "NO.SUCH.FUNCTION")
                    else given.get(place)
                )
        return rows

    def shown(self, sheet: str, address: str) -> list[list[str]]:
        return [[str(value) for value in row] for row in self.values(sheet, address)]

    def save(self, path: str | os.PathLike[str], kind: str | None = None) -> Path:
        package = self.book.package.copy()
        for name, part in self.book.sheet_parts.items():
            given = self.calc.given.get(name, {})
            values = {Address.parse(place): as_stored(value) for place, value in given.items()}
            package.parts[part] = with_values(self.book.sheets[name], values)
        with Path(path).open("wb") as file:
            package.write(file)
        return Path(path)


def as_stored(value: Any) -> Value | None:
    """A value as Calc writes it into a file: numbers with 15 digits."""
    if value is None:
        return None
    if isinstance(value, CellError):
        return Value("e", str(value))
    if isinstance(value, bool):
        return Value("b", str(int(value)))
    if isinstance(value, str):
        return Value("str", value)
    return Value("n", number_text(float(f"{value:.15g}")))


@pytest.fixture
def fake() -> type[FakeCalc]:
    return FakeCalc


@pytest.fixture
def new(tmp_path: Path):
    """A new workbook to write: `with new("book.xlsx") as book: ...`."""

    @contextlib.contextmanager
    def write(name: str = "book.xlsx") -> Iterator[xlsxwriter.Workbook]:
        book = xlsxwriter.Workbook(tmp_path / name)
        yield book
        book.close()

    return write


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(path: Path, change: dict[str, Any]) -> None:
    """Replace parts of a workbook: by bytes, or by what a function makes of them; None drops one."""
    with zipfile.ZipFile(path) as archive:
        entries = [(info, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in entries:
            new = change.get(info.filename, data)
            new = new(data) if callable(new) else new
            if new is not None:
                archive.writestr(info, new)
        for name in change.keys() - {info.filename for info, _ in entries}:
            archive.writestr(name, change[name])


def values_of(path: Path, sheet: str = "Sheet1") -> dict[str, Any]:
    """The cached values by address, as (kind, text)."""
    cells = Book.open(path).sheets[sheet].cells
    return {str(place): tuple(cell.value) if cell.value else None for place, cell in cells.items()}


def without_values(data: bytes) -> bytes:
    """A worksheet without what a recalculation may change."""
    data = re.sub(rb"<v>[^<]*</v>|<v/>", b"", data)
    return re.sub(rb'(<c r="[A-Z0-9]+"[^>]*?) t="[a-z]+"', rb"\1", data).replace(b"></c>", b"/>")
