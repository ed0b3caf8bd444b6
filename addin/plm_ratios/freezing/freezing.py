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

from ..files import replacing
from ..ooxml.package import Package
from ..ooxml.part_lists import remove_parts, remove_relationships
from ..ooxml.references import shifted
from ..ooxml.workbook import Book
from ..ooxml.worksheet import Cell
from ..recalculation import Report as Recalculated
from ..recalculation import recalculate
from .calls import Calls
from .cells import Constants
from .comments import with_comments
from .links import without_our_links
from .macros import leave_out_macros
from .report import CannotFreeze, Report, listed
from .selection import constants_of
from .stored_values import check_values
from .surroundings import remarks, without_calls_in_tables


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
    report = Report(source, target)
    with _calculated(source, original, recalc) as (book, done):
        constants = constants_of(book, calls := Calls(book))
        if not as_stored:
            check_values(book, constants, done)
        package = _frozen(book, constants, calls, report, comments)
        if done:
            told = [done.turned_into_errors(), *(f"{kept}." for kept in done.kept)]
            report.remarks += filter(None, told)
        if target.suffix.lower() == ".xlsx" and source.suffix.lower() != ".xlsx":
            report.remarks += leave_out_macros(package, book.part)
        elif any(link.kind.endswith("/vbaProject") for link in package.relationships(book.part)):
            without = "; name an .xlsx file to leave them out" if target.suffix.lower() == ".xlsm" else ""
            report.remarks.append(f"The macros stay in the copy{without}.")
        if any(part.startswith("_xmlsignatures/") for part in package.parts):
            report.remarks.append("The workbook is signed; the signature does not hold for the copy.")
    mode = stat.S_IMODE(source.stat().st_mode)
    with replacing(target, force, mode) as unfinished, unfinished.open("wb") as file:
        package.write(file)
    return report


@contextmanager
def _calculated(source: Path, book: Book, recalc: bool) -> Iterator[tuple[Book, Recalculated | None]]:
    """The workbook, with the values of a recalculation where that is wanted, and its report."""
    if not recalc:
        yield book, None
        return
    with tempfile.TemporaryDirectory(prefix="plm-ratios-") as folder:
        copy = Path(folder) / source.name
        done = recalculate(source, None, copy)
        yield Book.open(copy), done


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


def _frozen(
    book: Book, constants: dict[str, Constants], calls: Calls, report: Report, comments: bool
) -> Package:
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
