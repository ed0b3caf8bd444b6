"""Writes a copy of a workbook in which values stand in place of calls of our functions.

A cell whose formula calls one of them becomes the value that is stored for it, as a whole; every formula
that does not stays, and calculates from the values. The workbook itself is never changed.

    report = freeze(Path("book.xlsx"), Path("book values.xlsx"))
"""

from __future__ import annotations

import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import PlmError
from ..files import replacing
from ..ooxml.package import Package
from ..ooxml.part_lists import remove_parts, remove_relationships
from ..ooxml.references import shifted
from ..ooxml.workbook import Book
from ..ooxml.worksheet import Cell
from ..recalculation import recalculate
from ..recalculation.dependencies import VOLATILE, Dependencies
from .calls import Calls
from .cells import Constants
from .comments import with_comments
from .links import without_our_links
from .macros import leave_out_macros
from .report import Report, listed
from .surroundings import remarks, without_calls_in_tables


class CannotFreeze(PlmError):
    """The workbook's values cannot be used, or the copy cannot be written to the requested place."""


def default_target(source: Path) -> Path:
    """The default place of the copy: "book values.xlsx" beside book.xlsx."""
    return source.with_name(f"{source.stem} values{source.suffix}")


def freeze(
    source: Path,
    target: Path | None = None,
    *,
    comments: bool = False,
    force: bool = False,
    recalc: bool = False,
    as_stored: bool = False,
) -> Report:
    """Write a copy of `source` in which cells that call our functions hold their values.

    Parameters
    ----------
    source, target
        An .xlsx or .xlsm workbook, and where the copy goes; `default_target` says where without it. A copy
        of an .xlsm workbook may be an .xlsx file, which holds no macros.
    comments
        Keep each formula in a comment of its cell.
    force
        Replace `target` if it is there already. It is never `source` itself.
    recalc
        Calculate the values with LibreOffice first.
    as_stored
        Take whatever is stored, also where it is nothing, an error that only says that the functions were
        missing, or a placeholder of a program that does not calculate.

    Returns
    -------
    Report
        What became values, and what was left.

    Raises
    ------
    NotAWorkbook
        The file cannot be used.
    CannotFreeze
        A value is missing, or the copy cannot go where it is to go.
    """
    source = Path(source)
    original = Book.open(source)
    target = default_target(source) if target is None else Path(target)
    _check_target(source, target, force)
    with _calculated(source, original, recalc) as book:
        report = Report(source, target)
        package = _frozen(book, report, comments, as_stored, calculated=recalc)
        if target.suffix.lower() == ".xlsx" and source.suffix.lower() != ".xlsx":
            report.remarks += leave_out_macros(package, book.part)
        elif any(link.kind.endswith("/vbaProject") for link in package.relationships(book.part)):
            report.remarks.append("The macros stay in the copy; name an .xlsx file to leave them out.")
        if any(part.startswith("_xmlsignatures/") for part in package.parts):
            report.remarks.append("The workbook is signed; the signature does not hold for the copy.")
    mode = stat.S_IMODE(source.stat().st_mode)
    with replacing(target, force, mode) as unfinished, unfinished.open("wb") as file:
        package.write(file)
    return report


@contextmanager
def _calculated(source: Path, book: Book, recalc: bool) -> Iterator[Book]:
    """The workbook, with the values of a recalculation where that is wanted."""
    if not recalc:
        yield book
        return
    with tempfile.TemporaryDirectory(prefix="plm-ratios-") as folder:
        copy = Path(folder) / source.name
        recalculate(source, None, copy)
        yield Book.open(copy)


def _check_target(source: Path, target: Path, force: bool) -> None:
    """Raises CannotFreeze, before any work is done, if the copy cannot go there."""
    kinds = {source.suffix.lower(), *([".xlsx"] if source.suffix.lower() == ".xlsm" else [])}
    if target.suffix.lower() not in kinds:
        fitting = " or ".join(sorted(kinds, reverse=True))
        raise CannotFreeze(f"The copy of {source.name} is a {fitting} file; name it so, not {target.name}.")
    if not target.parent.is_dir():
        raise CannotFreeze(f"There is no folder {target.parent}. Make it first.")
    if target.is_dir():
        raise CannotFreeze(f"{target} is a folder. Name a file.")
    if target.exists() and target.samefile(source):
        raise CannotFreeze(f"The copy would take the place of {source.name}; name another file.")
    if target.exists() and not force:
        raise CannotFreeze(
            f"{target} exists already. Name another file with --to, or replace it with --force."
        )


def _frozen(book: Book, report: Report, comments: bool, as_stored: bool, calculated: bool) -> Package:
    calls = Calls(book)
    constants = {name: Constants(sheet, _formulas(book, name, calls)) for name, sheet in book.sheets.items()}
    if not as_stored:
        _check_values(book, constants, calculated)
    package = book.package.copy()
    for name, of_sheet in constants.items():
        if of_sheet.places:
            package.parts[book.sheet_parts[name]] = of_sheet.written()
            report.cells += len(of_sheet.places)
            report.frozen += [f"{name}!{cell.address}" for cell in of_sheet.formulas]
    report.remarks += remarks(book, calls)
    without_calls_in_tables(package, book, calls)
    if report.frozen:
        _drop_calculation_order(package, book)
    report.remarks += without_our_links(package, book)
    if comments:
        report.remarks += _comment(package, book, constants, calls)
    return package


def _formulas(book: Book, name: str, calls: Calls) -> list[Cell]:
    """The cells of a sheet whose formulas are to become values."""
    sheet = book.sheets[name]
    found = [cell for cell in sheet.formulas() if calls.found_in(sheet.formula_text(cell), name)]
    tables = [cell for cell in sheet.formulas() if cell.formula and cell.formula.kind == "dataTable"]
    return found + (_what_if(book, name, tables, calls) if tables else [])


def _what_if(book: Book, name: str, tables: list[Cell], calls: Calls) -> list[Cell]:
    """The data tables that try inputs on a formula which depends on our functions: with a value there, all
    their cells would show that value."""
    dependencies = Dependencies(book, calls.formulas)
    others = {
        on: {cell.address for cell in sheet.formulas() if not _may_pass_on(dependencies, on, cell)}
        for on, sheet in book.sheets.items()
    }
    changing = dependencies.changing(others)[name]
    found = []
    for table in tables:
        area = table.formula.area if table.formula else None
        beside = [
            place
            for place in changing
            if area
            and area.first.row - 1 <= place.row <= area.last.row
            and area.first.column - 1 <= place.column <= area.last.column
            and place not in (table.address,)
        ]
        if beside:
            found.append(table)
    return found


def _may_pass_on(dependencies: Dependencies, sheet: str, cell: Cell) -> bool:
    """False for what changes of itself, and not because one of our functions does."""
    if dependencies.is_ours(sheet, cell):
        return True
    return cell.value is not None and VOLATILE.isdisjoint(dependencies.functions(sheet, cell))


def _check_values(book: Book, constants: dict[str, Constants], calculated: bool) -> None:
    """Raises CannotFreeze where the stored values cannot stand for the formulas."""
    file = book.path.name
    if not any(each.places for each in constants.values()):
        return
    missing = [f"{name}!{place}" for name, each in constants.items() for place in each.without_value()]
    if missing:
        raise CannotFreeze(f"{file} holds no values for {listed(missing)}. {_calculate(book)}.")
    if book.asks_for_calculation and not calculated:
        raise CannotFreeze(
            f"{file} was saved by a program that does not calculate, so its values may be placeholders. "
            f"{_calculate(book)}, or take them as they are with --as-stored."
        )
    wrong = [
        f"{name}!{place} ({value.text})"
        for name, each in constants.items()
        for place in each.without_answer()
        if (value := book.sheets[name].value(place))
    ]
    if wrong:
        raise CannotFreeze(
            f"{file} holds no answers for {listed(wrong)}. {_calculate(book)}, or take them as they are with "
            "--as-stored."
        )


def _calculate(book: Book) -> str:
    return (
        "Calculate them where the functions are, in Excel or by LibreOffice "
        f'(plm-ratios freeze "{book.path.name}" --recalc)'
    )


def _drop_calculation_order(package: Package, book: Book) -> None:
    """Remove the list of formulas in the order in which Excel calculated them. Excel makes a new one, but
    calls a file damaged whose list names a cell without a formula."""
    gone = remove_relationships(package, book.part, lambda kind, _: kind.endswith("/calcChain"))
    if gone:
        remove_parts(package, gone)


def _comment(package: Package, book: Book, constants: dict[str, Constants], calls: Calls) -> list[str]:
    left = []
    for name, of_sheet in constants.items():
        formulas = {cell.address: _shown(book, name, cell, calls) for cell in of_sheet.formulas}
        threads = with_comments(package, book.sheet_parts[name], formulas)
        left += [f"{name}!{place} ({formulas[place]})" for place in threads]
    if not left:
        return []
    return [f"No formula was added to the threads of comments at {listed(left)}."]


def _shown(book: Book, name: str, cell: Cell, calls: Calls) -> str:
    """A cell's formula as Excel shows it."""
    sheet, formula = book.sheets[name], cell.formula
    assert formula
    if formula.kind == "dataTable":
        return "{=TABLE(...)}"
    stated = sheet.stated(cell).address
    down, across = cell.address.row - stated.row, cell.address.column - stated.column
    typed = calls.as_typed(sheet.formula_text(cell))
    if down or across:
        typed = "=" + shifted(typed.removeprefix("="), down, across)
    return f"{{{typed}}}" if formula.kind == "array" and not cell.dynamic else typed
