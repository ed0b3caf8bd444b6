"""The work of a recalculation: from a workbook to the same workbook with the values Calc gives."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..errors import PlmError
from .book import Book
from .cached import with_values
from .calc_copy import CalcCopy
from .calculation import Calc, Results, unknown_functions
from .charts import refresh
from .grid import Address
from .names import UnreadableFormula, calls, operands, renamer, without_sheets_wrapper
from .obstacles import Obstacles
from .report import Kept, Report, Resized
from .sheet import Cell, Sheet, Value

#: An array formula can claim a whole sheet; filling that in would only cost memory.
_LARGEST_ARRAY = 2_000_000
_NAME_ERROR, _VALUE_ERROR = Value("e", "#NAME?"), Value("e", "#VALUE!")

#: How often tables and the cells that depend on them are calculated in turn, at most.
_ROUNDS = 4

Values = dict[Address, Value | None]
Given = dict[str, Values]  # by sheet


class FunctionsMissing(PlmError):
    """The Calc at hand does not have our functions."""

    cell = "#NAME?"


class Update:
    """One recalculation. After `run`, `package` holds the result and `report` what was done."""

    def __init__(self, book: Book, names: Mapping[str, str], report: Report):
        self.package = book.package.copy()
        self.report = report
        self.report.sheets = {name: len(sheet.formulas()) for name, sheet in book.sheets.items()}
        self._book = book
        self._names = names
        self._rename = renamer(names)
        self._spelled: dict[str, str] = {}
        self._kept: dict[str, dict[Address, str]] = {name: {} for name in book.sheets}
        self._refused = False
        self._new: Given = {}
        self._sizes: dict[tuple[str, Address], tuple[tuple[int, int], tuple[int, int]]] = {}

    @property
    def needed(self) -> bool:
        """False where no cell holds a formula."""
        return any(self.report.sheets.values())

    def run(self, calc: Calc, folder: Path) -> None:
        """Calculate in `calc`, with files in `folder`."""
        sheets = self._book.sheets
        self._set_aside(calc, folder)
        given = self._settled(calc, folder)
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
        self._refresh_charts()
        self._fill_report()

    def _settled(self, calc: Calc, folder: Path) -> Given:
        """The values of all cells, calculated as often as it takes.

        Calc does not find text that one of our functions filled into an area: =A2="x" is FALSE,
        MATCH misses it. So where there are such tables, the other cells are calculated again with
        the tables as constants, and the tables with the others as constants, until nothing changes.
        """
        given = self._calculated(calc, folder, {})
        if self._refused:  # again, with these as constants too
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

    def _calculated(self, calc: Calc, folder: Path, constants: Mapping[str, Values]) -> Given:
        """What Calc gives for the cells that are neither kept nor constants."""
        held: Given = {}
        for name, kept in self._kept.items():
            stored = {place: self._book.sheets[name].value(place) for place in kept}
            held[name] = {place: value for place, value in stored.items() if value is not None}
        _update(held, constants)
        copy = CalcCopy(self._book, self._spell)
        with Results(calc, copy.build(held), folder) as results:
            return {name: self._take(name, results, copy, constants.get(name, {})) for name in held}

    def _spell(self, formula: str) -> str:
        """A formula as Calc is to see it; one that cannot be read stays and is reported."""
        if formula not in self._spelled:
            try:
                self._spelled[formula] = self._rename(without_sheets_wrapper(formula))
            except UnreadableFormula:
                self._spelled[formula] = formula
        return self._spelled[formula]

    def _set_aside(self, calc: Calc, folder: Path) -> None:
        """Find the cells that keep their values."""
        obstacles = Obstacles(self._book, self._spell)
        unknown = unknown_functions(calc, obstacles.functions(), folder)
        ours = {name.upper() for name in self._names.values()}
        if missing := sorted(name for name in unknown if name.upper() in ours):
            raise FunctionsMissing(f"This Calc has no function {missing[0]}; was the add-in loaded?")
        obstacles.settle(unknown)
        for name, sheet in self._book.sheets.items():
            for cell in sheet.formulas():
                if reason := obstacles.reason(cell, formula_text(sheet, cell)):
                    self._kept[name][cell.address] = reason

    def _take(self, name: str, results: Results, copy: CalcCopy, constants: Values) -> Values:
        """The values of a sheet's formulas, and of the cells they fill."""
        sheet, calculated = self._book.sheets[name], results.sheet(name)
        kept = self._kept[name]
        given: Values = {}
        live = [cell for cell in sheet.formulas() if not (cell.address in kept or cell.address in constants)]
        refused = self._refusals(name, live, results)
        self._refused |= bool(refused)
        kept.update(refused)
        for cell in live:
            if calculated is None or cell.address in refused:
                continue
            given[cell.address] = calculated.value(cell.address)
            if cell.formula and cell.formula.kind == "array":
                self._fill_area(name, cell, calculated, results, copy, given)
        for place, value in given.items():
            given[place] = _settle_kind(value, sheet.value(place))
        numbers = [place for place, value in given.items() if value and value.kind == "n"]
        fresh = [place for place in numbers if given[place] != sheet.value(place)]
        given.update(results.exact(name, fresh))
        for place, value in given.items():
            old = sheet.value(place)
            if value is not None and value.same(old):
                given[place] = old  # to the last digit, so that nothing is written
        return given

    def _refusals(self, name: str, cells: list[Cell], results: Results) -> dict[Address, str]:
        """The cells that Calc cannot calculate, although it knows the functions; and why."""
        calculated = results.sheet(name)
        refused: dict[Address, str] = {}
        suspect: list[Address] = []
        for cell in cells:
            if calculated is None or cell.address not in calculated.cells:
                refused[cell.address] = "Calc gave no value for it"
                continue
            value = calculated.value(cell.address)
            if value == _NAME_ERROR and cell.value not in (None, _NAME_ERROR):
                refused[cell.address] = "Calc does not know a name in it, or in a cell it reads"
            elif value == _VALUE_ERROR and cell.value != _VALUE_ERROR:
                suspect.append(cell.address)
        return refused | results.refusals(name, suspect)

    def _fill_area(
        self, name: str, cell: Cell, calculated: Sheet, results: Results, copy: CalcCopy, given: Values
    ) -> None:
        """The other cells of an array formula. A dynamic array leaves those blank that its result no
        longer reaches; an array formula of the old kind shows #N/A there, as Excel does."""
        area = cell.formula.area if cell.formula else None
        if area is None or area.height * area.width > _LARGEST_ARRAY:
            return
        rows, columns = area.height, area.width
        if probes := copy.probes.get(name, {}).get(cell.address):
            size = results.size(name, probes) or (rows, columns)
            self._sizes[name, cell.address] = ((rows, columns), size)
            rows, columns = size
        for place in area.cells():
            if place != cell.address:
                inside = place.row < area.first.row + rows and place.column < area.first.column + columns
                given[place] = calculated.value(place) if inside else None

    def _tables_with_text(self, given: Given) -> dict[str, set[Address]]:
        """The cells of array formulas that call our functions and give text."""
        ours = {spelling.upper() for spelling in self._names.values()}
        found: dict[str, set[Address]] = {}
        for name, values in given.items():
            for cell in self._book.sheets[name].formulas():
                formula = cell.formula
                if formula and formula.kind == "array" and formula.area and cell.address in values:
                    area = {place for place in formula.area.cells() if place in values}
                    called = {function.upper() for function in calls(self._spell(formula.text))}
                    if called & ours and any(is_text(values[place]) for place in area):
                        found.setdefault(name, set()).update(area)
        return found

    def _read_cells(self, tables: Mapping[str, set[Address]]) -> bool:
        """True where a table's formula reads cells, whose values may depend on another table."""
        return any(
            operands(cell.formula.text)
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
                formula = formula_text(sheet, sheet.cells[address])
                report.kept.append(Kept(name, str(address), formula, reason))
        for (name, address), (stored, size) in self._sizes.items():
            if stored != size:
                report.resized.append(Resized(name, str(address), stored, size))
        report.recalculated = sum(report.sheets.values()) - len(report.kept)
        report.changed = sum(map(len, self._new.values()))


def formula_text(sheet: Sheet, cell: Cell) -> str:
    """A cell's formula; for a follower of a shared formula that of the cell which states it."""
    assert cell.formula
    if cell.formula.text or cell.formula.group is None:
        return cell.formula.text
    return sheet.shared.get(cell.formula.group, "")


def _is_new(value: Value | None, old: Value | None) -> bool:
    """An empty text where the file has no value shows the same; some writers store it so."""
    return value != old and not (old is None and value == Value("str", ""))


def is_text(value: Value | None) -> bool:
    """True for a text that is not empty."""
    return value is not None and value.kind == "str" and value.text != ""


def _settle_kind(value: Value | None, old: Value | None) -> Value | None:
    """Calc calls some numbers booleans and the reverse; go by what the cell held, where both fit."""
    if value is None:
        return None
    if value.kind == "b" and value.text not in ("0", "1"):
        return Value("n", value.text)
    if value.kind == "n" and old and old.kind == "b" and value.text in ("0", "1"):
        return Value("b", value.text)
    return value


def _only(given: Mapping[str, Values], places: Mapping[str, set[Address]]) -> Given:
    """The values at some places."""
    return {
        name: {place: value for place, value in values.items() if place in places.get(name, ())}
        for name, values in given.items()
    }


def _update(given: Given, more: Mapping[str, Values]) -> None:
    for name, values in more.items():
        given.setdefault(name, {}).update(values)
