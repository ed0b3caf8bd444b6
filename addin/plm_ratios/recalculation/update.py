"""Turns a workbook into the same workbook with the values that Calc calculates."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..errors import PlmError
from ..ooxml.addresses import Address
from ..ooxml.cached_values import with_values
from ..ooxml.formulas import Formulas
from ..ooxml.workbook import Book
from ..ooxml.worksheet import Value
from .calc_results import CalcProtocol, unknown_functions
from .chart_caches import refresh
from .dependencies import Dependencies
from .report import Kept, Report, Resized, TurnedError
from .rounds import Given, Rounds, Values
from .unsupported import Obstacles

#: How often, at most, tables and the cells that depend on them are calculated in turn.
_ROUNDS = 4


class FunctionsMissing(PlmError):
    """This Calc does not have our functions."""

    cell = "#NAME?"


class Update:
    """One recalculation. After `run`, `package` holds the result and `report` what was done."""

    def __init__(self, book: Book, names: Mapping[str, str], report: Report):
        self.package = book.package.copy()
        self.report = report
        self.report.sheets = {name: len(sheet.formulas()) for name, sheet in book.sheets.items()}
        self._book = book
        self._names = names
        self._formulas = Formulas(names, book.links)
        self._dependencies = Dependencies(book, self._formulas)
        self._kept: dict[str, dict[Address, str]] = {name: {} for name in book.sheets}
        # The shortest spelling of each is the bare name.
        bare = {names[spelling].upper(): spelling for spelling in sorted(names, key=len, reverse=True)}
        self._rounds = Rounds(book, self._formulas, self._dependencies, bare, self._kept)
        self._new: Given = {}
        self._obstacles = Obstacles(book, self._formulas)

    @property
    def needed(self) -> bool:
        """False if no cell holds a formula to calculate."""
        return any(self.report.sheets.values()) and any(self._rounds.changing.values())

    def prepare(self) -> None:
        """Read the formulas, which needs no Calc; `run` finds them read."""
        self._obstacles.functions()

    def run(self, calc: CalcProtocol, folder: Path) -> None:
        """Calculate in `calc`, with files in `folder`."""
        sheets = self._book.sheets
        self._set_aside(calc, folder)
        given = self._settled(calc, folder) if any(self._rounds.changing.values()) else {}
        for name, values in given.items():
            sheet = sheets[name]
            new = {
                place: value
                for place, value in values.items()
                if place not in self._kept[name] and _is_new(value, sheet.value(place))
            }
            if new:
                self._new[name] = new
                self.package.parts[self._book.sheet_parts[name]] = with_values(sheet, new)

    def finish(self) -> None:
        """Bring charts up to date, and fill in the report."""
        self._refresh_charts()
        self._fill_report()

    def _settled(self, calc: CalcProtocol, folder: Path) -> Given:
        """Returns the values of all cells, after as many calculations as needed.

        Calc does not find text that one of our functions filled into an area: =A2="x" is FALSE,
        MATCH misses it. So if there are such tables, the other cells are calculated again with
        the tables as constants, and the tables with the others as constants, until nothing changes.
        """
        given = self._calculated(calc, folder, {})
        tables = self._tables_with_text(given)
        others = {
            name: {place for place in values if place not in tables.get(name, ())}
            for name, values in given.items()
        }
        if not tables or not any(others.values()):
            return given
        for _ in range(_ROUNDS):
            _update(given, self._calculated(calc, folder, _only(given, tables)))
            if not self._read_cells(tables):
                return given
            again = _only(self._calculated(calc, folder, _only(given, others)), tables)
            if again == _only(given, tables):
                return given
            _update(given, again)
        self.report.notes.append("Tables that depend on one another may show values of an earlier step.")
        return given

    def _calculated(self, calc: CalcProtocol, folder: Path, constants: Mapping[str, Values]) -> Given:
        return self._rounds.calculate(calc, folder, constants)

    def _set_aside(self, calc: CalcProtocol, folder: Path) -> None:
        """Find the cells that keep their values. Raises FunctionsMissing if Calc lacks our functions."""
        obstacles = self._obstacles
        unknown = unknown_functions(calc, obstacles.functions(), folder)
        if missing := sorted(filter(self._formulas.is_ours, unknown)):
            raise FunctionsMissing(f"This Calc has no function {missing[0]}; was the add-in loaded?")
        obstacles.settle(unknown)
        changing = self._rounds.changing
        for name, sheet in self._book.sheets.items():
            for cell in sheet.formulas():
                if cell.address in changing[name] and (
                    reason := obstacles.reason(cell, sheet.formula_text(cell))
                ):
                    self._kept[name][cell.address] = reason
        self._rounds.forget()

    def _tables_with_text(self, given: Given) -> dict[str, set[Address]]:
        """The cells of array formulas that call our functions and give text."""
        found: dict[str, set[Address]] = {}
        for name, values in given.items():
            for cell in self._book.sheets[name].formulas():
                formula = cell.formula
                if formula and formula.kind == "array" and formula.area and cell.address in values:
                    area = {place for place in formula.area.cells() if place in values}
                    if self._formulas.calls_ours(formula.text) and any(
                        is_text(values[place]) for place in area
                    ):
                        found.setdefault(name, set()).update(area)
        return found

    def _read_cells(self, tables: Mapping[str, set[Address]]) -> bool:
        """True if a table's formula reads cells, whose values may depend on another table."""
        return any(
            self._dependencies.reads(name, cell)
            for name, places in tables.items()
            for cell in self._book.sheets[name].formulas()
            if cell.formula and cell.address in places
        )

    def _refresh_charts(self) -> None:
        def lookup(sheet: str, place: Address) -> tuple[Value | None, bool]:
            values = self._new.get(sheet, {})
            if place in values:
                return values[place], True
            return self._book.sheets[sheet].value(place), False

        parts = self.package.parts
        for part in self.package.parts_of_type("drawingml.chart+xml"):
            parts[part], points, left = refresh(parts[part], self._book, lookup)
            self.report.chart_points += points
            self.report.notes += [f"A chart shows old values until Excel opens it ({why})." for why in left]
        if self._new and self.package.parts_of_type("ms-office.chartex+xml"):
            self.report.notes.append("Charts of the newer kinds show old values until Excel opens them.")
        if self._new and self.package.parts_of_type("spreadsheetml.pivotTable+xml"):
            self.report.notes.append("Pivot tables show old values until Excel refreshes them.")

    def _fill_report(self) -> None:
        report = self.report
        for name, kept in self._kept.items():
            sheet = self._book.sheets[name]
            for address, reason in sorted(kept.items()):
                formula = sheet.formula_text(sheet.cells[address])
                report.kept.append(Kept(name, str(address), formula, reason))
        for name, values in self._new.items():
            for address, value in sorted(values.items()):
                old = self._book.sheets[name].value(address)
                # A writer may have stored the error as a text, which shows the same.
                if value and value.kind == "e" and old and old.kind != "e" and old.text != value.text:
                    report.turned.append(TurnedError(name, str(address), value.text))
        for (name, address), (stored, size) in self._rounds.sizes.items():
            if stored != size:
                report.resized.append(Resized(name, str(address), stored, size))
        report.recalculated = sum(map(len, self._rounds.changing.values()))
        report.untouched = sum(report.sheets.values()) - report.recalculated - len(report.kept)
        report.changed = sum(map(len, self._new.values()))


def _is_new(value: Value | None, old: Value | None) -> bool:
    """False if nothing visible changes: an empty text where the file has no value shows the same."""
    return value != old and not (old is None and value == Value("str", ""))


def is_text(value: Value | None) -> bool:
    """True for a text that is not empty."""
    return value is not None and value.kind == "str" and value.text != ""


def _only(given: Mapping[str, Values], places: Mapping[str, set[Address]]) -> Given:
    """The values at some places."""
    return {
        name: {place: value for place, value in values.items() if place in places.get(name, ())}
        for name, values in given.items()
    }


def _update(given: Given, more: Mapping[str, Values]) -> None:
    for name, values in more.items():
        given.setdefault(name, {}).update(values)
