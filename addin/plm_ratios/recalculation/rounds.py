"""Has Calc calculate a workbook again until no cell that it cannot calculate disturbs others.

A cell that Calc cannot calculate is an error to all cells that read it. So each such cell is replaced by
its right value as a constant (it is set aside), and the workbook is calculated again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..ooxml.addresses import Address
from ..ooxml.formulas import Formulas
from ..ooxml.workbook import Book
from ..ooxml.worksheet import Cell, Sheet, Value
from . import function_calls
from .calc_copy import CalcCopy
from .calc_results import NOT_CALLED, NUMBER_ERRORS, REFUSALS, CalcProtocol, Results, UnexpectedAnswer
from .dependencies import Dependencies, Places
from .true_errors import NAME_ERROR, NUMBER_ERROR, VALUE_ERROR, Errors, reads_any
from .unsupported import LARGEST_ARRAY

#: How often the workbook is calculated at most because of cells that are set aside.
_MOST_ROUNDS = 12
#: In this many first rounds, only the cells at the start of a chain of refused cells, each reading the one
#: before, are set aside. After that, all cells that Calc refuses are.
_PATIENT_ROUNDS = 8
#: If Calc refuses more cells than this at once, the starts of their chains are not looked for.
_MOST_REFUSED = 2_000

Values = dict[Address, Value | None]
Given = dict[str, Values]  # by sheet

_NO_ERROR_VALUES = "Calc hands our functions no range that holds an error value"


class Rounds:
    """Calculates a workbook. `kept` holds the cells that keep their values, with the reason; it grows."""

    def __init__(
        self,
        book: Book,
        formulas: Formulas,
        dependencies: Dependencies,
        bare_names: Mapping[str, str],
        kept: dict[str, dict[Address, str]],
    ):
        self._book = book
        self._formulas = formulas
        self._dependencies = dependencies
        self._bare_names = dict(bare_names)
        self.kept = kept
        #: Dynamic arrays: the size that the file has room for, and that of the result.
        self.sizes: dict[tuple[str, Address], tuple[tuple[int, int], tuple[int, int]]] = {}
        self._errors_that_stay: Places = {name: set() for name in book.sheets}
        self._answers: Given = {name: {} for name in book.sheets}
        self._calls_not_made: dict[tuple[str, Address], Cell] = {}
        self._changing: Places | None = None

    @property
    def changing(self) -> Places:
        """The formula cells that get a new value, as far as known yet."""
        if self._changing is None:
            aside = {name: {*self.kept[name], *self._errors_that_stay[name]} for name in self.kept}
            self._changing = self._dependencies.changing(aside, self._book.asks_for_calculation)
        return self._changing

    def forget(self) -> None:
        """Forget `changing`, because more cells are kept now."""
        self._changing = None

    def calculate(self, calc: CalcProtocol, folder: Path, constants: Mapping[str, Values]) -> Given:
        """Returns the new values of all cells that are neither kept nor constants."""
        given: Given | None = None
        for number in range(_MOST_ROUNDS):
            given, done = self._round(calc, folder, constants, patient=number < _PATIENT_ROUNDS)
            if done:
                break
        if given is None:
            raise UnexpectedAnswer("Calc refuses other formulas each time it is asked; nothing was written.")
        for name, answers in self._answers.items():
            given[name].update(
                (place, value) for place, value in answers.items() if place not in constants.get(name, {})
            )
        return given

    def _round(
        self, calc: CalcProtocol, folder: Path, constants: Mapping[str, Values], patient: bool
    ) -> tuple[Given | None, bool]:
        """Calculate once. Returns the values, or None if cells must be set aside first, and whether this
        round is the last."""
        live: dict[str, list[Cell]] = {}
        held: Given = {}
        for name, sheet in self._book.sheets.items():
            fixed = {**self._answers[name], **constants.get(name, {})}
            live[name] = [
                cell
                for cell in sheet.formulas()
                if cell.address in self.changing[name] and cell.address not in fixed
            ]
            places = {cell.address for cell in live[name]}
            stored = {cell.address: cell.value for cell in sheet.formulas() if cell.address not in places}
            held[name] = {place: value for place, value in stored.items() if value is not None}
            held[name].update(fixed)
        copy = CalcCopy(self._book, self._formulas)
        with Results(calc, copy.build(held), folder, self._book.path) as results:
            shown = {name: self._shown(name, cells, results) for name, cells in live.items()}
            if self._answer(live, shown, results) or self._refuse(live, shown, results, patient):
                self._changing = None
                return None, False
            given = {name: self._take(name, live[name], shown[name], results, copy) for name in live}
            done = not self._keep_errors(live, given)
        return given, done

    def _shown(self, name: str, cells: list[Cell], results: Results) -> dict[Address, str]:
        """What Calc shows in the cells whose error is unspecific in its file."""
        if not cells:
            return {}
        calculated = results.sheet(name)
        if calculated is None or not any(cell.address in calculated.cells for cell in cells):
            raise UnexpectedAnswer(f'Calc gave no values for the sheet "{name}"; nothing was written.')
        wrong = [cell.address for cell in cells if calculated.value(cell.address) == VALUE_ERROR]
        return results.shown(name, wrong)

    def _answer(
        self, live: Mapping[str, list[Cell]], shown: Mapping[str, dict[Address, str]], results: Results
    ) -> bool:
        """Calculate in Python the calls of our functions that Calc does not make. Returns True if a result
        is new. Those calculated before are calculated again, as they may read one another."""
        for name, cells in live.items():
            not_called = [cell for cell in cells if shown[name].get(cell.address) == NOT_CALLED]
            self._calls_not_made.update({(name, cell.address): cell for cell in not_called})
        found = False
        for (name, _), cell in self._calls_not_made.items():
            values = self._own_answer(name, cell, results)
            if values is not None and values.items() - self._answers[name].items():
                self._answers[name].update(values)
                found = True
        return found

    def _own_answer(self, name: str, cell: Cell, results: Results) -> Values | None:
        text = self._dependencies.text(name, cell)
        try:
            rows = function_calls.answer(
                self._formulas.spell(text),
                self._bare_names,
                lambda operand: self._dependencies.meant(operand, name, cell),
                results.rows,
            )
        except function_calls.NotPlain:
            return None
        area = cell.formula.area if cell.formula and cell.formula.kind == "array" else None
        if area is None:
            return {cell.address: function_calls.stored(rows[0][0])}
        values: Values = dict(function_calls.spread(rows, area))
        if cell.dynamic:
            size = len(rows), max(map(len, rows))
            self.sizes[name, cell.address] = ((area.height, area.width), size)
            for place in values:
                beyond = place.row - area.first.row >= size[0] or place.column - area.first.column >= size[1]
                values[place] = None if beyond else values[place]
        return values

    def _refuse(
        self,
        live: Mapping[str, list[Cell]],
        shown: Mapping[str, dict[Address, str]],
        results: Results,
        patient: bool,
    ) -> bool:
        """Keep the cells that Calc cannot calculate, although it knows the functions. Returns True if there
        are any. If `patient`, only those that read no other of them are kept."""
        refused: dict[tuple[str, Address], str] = {}
        for name, cells in live.items():
            calculated = results.sheet(name) if cells else None
            for cell in cells:
                value = calculated.value(cell.address) if calculated else None
                error = shown[name].get(cell.address, "")
                if calculated is None or cell.address not in calculated.cells:
                    refused[name, cell.address] = "Calc gave no value for it"
                elif value == NAME_ERROR and cell.value not in (None, NAME_ERROR):
                    refused[name, cell.address] = "Calc does not know a name in it, or in a cell it reads"
                elif error == NOT_CALLED and self._dependencies.is_ours(name, cell):
                    refused[name, cell.address] = _NO_ERROR_VALUES
                elif error in REFUSALS:
                    refused[name, cell.address] = REFUSALS[error]
        first = refused
        if patient and 1 < len(refused) <= _MOST_REFUSED:
            cells_of = self._book.sheets
            first = {
                (name, place): reason
                for (name, place), reason in refused.items()
                if not reads_any(
                    self._dependencies.reads(name, cells_of[name].cells[place]),
                    (other for other in refused if other != (name, place)),
                )
            }
        for (name, place), reason in (first or refused).items():
            self.kept[name][place] = reason
        return bool(refused)

    def _keep_errors(self, live: Mapping[str, list[Cell]], given: Given) -> bool:
        """Find the cells that keep their stored errors. Returns True if there are new ones."""
        if self._book.asks_for_calculation:
            return False
        changes = {
            (name, place): (self._book.sheets[name].value(place), value)
            for name, values in given.items()
            for place, value in {**values, **self._answers[name]}.items()
        }
        errors = Errors(self._dependencies, changes)
        found = False
        for name, cells in live.items():
            staying = {
                cell.address for cell in cells if errors.stays(name, cell, given[name].get(cell.address))
            }
            self._errors_that_stay[name] |= staying
            found |= bool(staying)
        if found:
            self._changing = None
        return found

    def _take(
        self, name: str, cells: list[Cell], shown: Mapping[Address, str], results: Results, copy: CalcCopy
    ) -> Values:
        """Returns the values of a sheet's formulas, and of the cells they fill."""
        if not cells:
            return {}
        sheet, calculated = self._book.sheets[name], results.sheet(name)
        given: Values = {}
        for cell in cells:
            assert calculated
            given[cell.address] = calculated.value(cell.address)
            if shown.get(cell.address) in NUMBER_ERRORS:
                given[cell.address] = NUMBER_ERROR
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
                given[place] = old  # the same in every digit, so that nothing is written
        return given

    def _fill_area(
        self, name: str, cell: Cell, calculated: Sheet, results: Results, copy: CalcCopy, given: Values
    ) -> None:
        """Set the other cells of an array formula. Cells that the result no longer reaches are blank for a
        dynamic array, and #N/A for an array formula of the old kind, as in Excel."""
        area = cell.formula.area if cell.formula else None
        if area is None or area.height * area.width > LARGEST_ARRAY:
            return
        rows, columns = area.height, area.width
        if probes := copy.probes.get(name, {}).get(cell.address):
            size = results.size(name, probes) or (rows, columns)
            self.sizes[name, cell.address] = ((rows, columns), size)
            rows, columns = size
        for place in area.cells():
            if place != cell.address:
                inside = place.row < area.first.row + rows and place.column < area.first.column + columns
                given[place] = calculated.value(place) if inside else None


def _settle_kind(value: Value | None, old: Value | None) -> Value | None:
    """Calc stores some numbers as booleans and the reverse; if both fit, the old value decides."""
    if value is None:
        return None
    if value.kind == "b" and value.text not in ("0", "1"):
        return Value("n", value.text)
    if value.kind == "n" and old and old.kind == "b" and value.text in ("0", "1"):
        return Value("b", value.text)
    return value
