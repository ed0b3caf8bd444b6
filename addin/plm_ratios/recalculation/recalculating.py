"""Recalculates a workbook with Calc and changes nothing but its values.

Calc loses VBA projects and renames functions when it saves, so its file is only read: the values are
written into a copy of the user's file, in which formulas, names, styles, charts, VBA and every part that
holds no values stay the same byte for byte.

    report = recalculate(Path("book.xlsm"))     # writes book.recalculated.xlsm
"""

from __future__ import annotations

import re
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import HostTooSlow, PlmError
from ..files import replacing
from ..ooxml.addresses import Address
from ..ooxml.package import Package
from ..ooxml.workbook import Book
from ..system_errors import sentence
from .our_functions import our_spellings
from .report import Report

if TYPE_CHECKING:
    from .calc_results import CalcProtocol

#: Seconds that LibreOffice may take for a workbook; one with 100,000 formulas takes about a minute.
SECONDS = 600.0
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_FAR = 10_000_000  # cells of a sheet, empty ones included


class CannotRecalculate(PlmError):
    """The recalculation cannot be done, or its result cannot be written to the requested place."""


def default_target(source: Path) -> Path:
    """The default place of the result: book.recalculated.xlsx next to book.xlsx."""
    return source.with_name(f"{source.stem}.recalculated{source.suffix}")


def recalculate(
    source: Path,
    calc: CalcProtocol | None = None,
    target: Path | None = None,
    *,
    overwrite: bool = False,
    functions: Iterable[str] | None = None,
    prefix: str | None = None,
    seconds: float = SECONDS,
) -> Report:
    """Calculate every formula of the workbook `source` in Calc, and write a copy with the values.

    Without `calc`, a Calc starts while the workbook is read, and is ended after `seconds` if it has not
    finished; a file that is no workbook, or one without formulas, needs none. `functions` are the bare
    names of our functions, and `prefix` what Calc's names of them begin with; the defaults are those of
    the add-in. Raises NotAWorkbook if the file cannot be used, and CannotRecalculate if the result cannot
    be written.
    """
    source = Path(source)
    book = Book.open(source)
    target = default_target(source) if target is None else Path(target)
    check_target(source, target, overwrite)
    report = Report(source, target)
    names = our_spellings(book, functions, prefix)
    try:
        with _running(calc, seconds) if _may_calculate(book) else nullcontext(None) as begun:
            from .update import Update  # and openpyxl with it, while Calc starts

            update = Update(book, names, report)
            if begun and update.needed:
                update.prepare()
                running = begun()
                with _folder(running) as folder:
                    update.run(running, folder)
    except HostTooSlow as reason:
        raise CannotRecalculate(_too_slow(book, seconds)) from reason
    update.finish()
    _write(update.package, target, stat.S_IMODE(source.stat().st_mode), overwrite)
    return report


def _may_calculate(book: Book) -> bool:
    """False if no cell can hold a formula: looked up in the bytes, before anything is parsed."""
    return any(_FORMULA.search(book.package.parts[part]) for part in book.sheet_parts.values())


def _running(calc: CalcProtocol | None, seconds: float) -> AbstractContextManager[Callable[[], CalcProtocol]]:
    """What gives the Calc that was passed, or waits for a new session of our own."""
    if calc is not None:
        return nullcontext(lambda: calc)
    from ..hosts.calc.session import starting

    return starting(seconds=seconds, check=False)  # Update asks, where a cell calls our functions


@contextmanager
def _folder(calc: CalcProtocol) -> Iterator[Path]:
    """A folder for copies; inside that of the session, which goes also where this process is killed."""
    inside: Path | None = getattr(calc, "folder", None)
    # A Calc that is being ended may still write into it; it goes with the session then.
    with tempfile.TemporaryDirectory(
        prefix="plm-ratios-", dir=inside, ignore_cleanup_errors=inside is not None
    ) as made:
        yield Path(made)


def _too_slow(book: Book, seconds: float) -> str:
    said = f"{book.path.name}: LibreOffice did not finish within {seconds:g} seconds, so nothing was written."
    if far := _far_cells(book):
        said += f" {far}"
    return f"{said} Or allow more time: plm-ratios recalc --timeout {max(60, round(seconds) * 4)}."


def _far_cells(book: Book) -> str:
    """A sentence about the sheet that is far larger than what it holds, the usual reason; "" if none is."""
    worst, said = _FAR, ""
    for name, sheet in book.sheets.items():
        row = max((place.row for place in sheet.cells), default=1)
        column = max((place.column for place in sheet.cells), default=1)
        if row * column > worst:
            worst = row * column
            said = (
                f'Its sheet "{name}" reaches to {Address(row, column)} with {len(sheet.cells):,} cells: '
                "delete the rows and columns that lie far out."
            )
    return said


def check_target(source: Path, target: Path, overwrite: bool = False) -> None:
    """Raises CannotRecalculate, before any work is done, if the result would overwrite something."""
    if not target.parent.is_dir():
        raise CannotRecalculate(f"There is no folder {target.parent}.")
    if target.suffix.lower() != source.suffix.lower():
        raise CannotRecalculate(f"The copy stays a {source.suffix} file; name it so, not {target.name}.")
    if target.exists():
        if source.exists() and target.samefile(source):
            raise CannotRecalculate(f"The result would take the place of {source.name}; name another file.")
        if not overwrite:
            raise CannotRecalculate(f"{target} exists already; name another, or use --force.")
        if not target.is_file():
            raise CannotRecalculate(f"{target} is not a file.")


def _write(package: Package, target: Path, mode: int, overwrite: bool) -> None:
    try:
        with replacing(target, overwrite, mode) as unfinished, unfinished.open("wb") as file:
            package.write(file)
    except OSError as reason:
        raise CannotRecalculate(sentence(reason)) from reason
