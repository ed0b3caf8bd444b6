"""Recalculate a workbook with Calc, and keep everything of it but the values.

Calc's own save loses VBA projects and renames functions, so its file is only read: the values go
into a copy of the user's file, in which formulas, names, styles, charts, VBA and every part that
holds no values stay byte for byte.

    report = recalculate(Path("book.xlsm"))     # writes book.recalculated.xlsm
"""

from __future__ import annotations

import stat
import tempfile
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from ..errors import PlmError
from ..files import replacing
from ..ooxml.formula_names import from_any_host
from ..ooxml.package import Package
from ..ooxml.workbook import Book
from .calc_results import CalcProtocol
from .report import Report
from .update import Update


class CannotRecalculate(PlmError):
    """The recalculation cannot be done, or its result not be written where asked."""


def default_target(source: Path) -> Path:
    """Where the result goes unless told: book.recalculated.xlsx beside book.xlsx."""
    return source.with_name(f"{source.stem}.recalculated{source.suffix}")


def recalculate(
    source: Path,
    calc: CalcProtocol | None = None,
    target: Path | None = None,
    *,
    overwrite: bool = False,
    functions: Iterable[str] | None = None,
    prefix: str | None = None,
) -> Report:
    """Calculate every formula of the workbook `source` in Calc, and write a copy with the values.

    Without `calc`, a Calc is started for the purpose, once it is clear that the workbook can be used.
    `functions` and `prefix` are the bare names of our functions and what Calc's names of them begin
    with; both are those of the add-in unless told. Raises NotAWorkbook for files that cannot be
    used, CannotRecalculate where there is no place for the result.
    """
    source = Path(source)
    book = Book.open(source)
    target = default_target(source) if target is None else Path(target)
    check_target(source, target, overwrite)
    report = Report(source, target)
    update = Update(book, _our_functions(book, functions, prefix), report)
    if update.needed:
        with tempfile.TemporaryDirectory(prefix="plm-ratios-") as folder, _running(calc) as running:
            update.run(running, Path(folder))
    update.finish()
    _write(update.package, target, stat.S_IMODE(source.stat().st_mode), overwrite)
    return report


def _running(calc: CalcProtocol | None) -> AbstractContextManager[CalcProtocol]:
    """The Calc that was given, or one of our own."""
    if calc is not None:
        return nullcontext(calc)
    from ..hosts.calc.session import CalcSession

    return CalcSession()


def check_target(source: Path, target: Path, overwrite: bool = False) -> None:
    """Refuse a place for the result that would destroy something, before any work is done."""
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


def _our_functions(book: Book, functions: Iterable[str] | None, prefix: str | None) -> dict[str, str]:
    """Every spelling of our functions, mapped to Calc's; without those the workbook defines itself."""
    if functions is None:
        from ..functions import FUNCTIONS

        functions = FUNCTIONS
    if prefix is None:
        from ..hosts.calc.interface import QUALIFIED_PREFIX

        prefix = QUALIFIED_PREFIX
    own = {name.name.casefold() for name in book.names}  # a LAMBDA with a name is called like a function
    return from_any_host([name for name in functions if name.casefold() not in own], prefix)


def _write(package: Package, target: Path, mode: int, overwrite: bool) -> None:
    try:
        with replacing(target, overwrite, mode) as unfinished, unfinished.open("wb") as file:
            package.write(file)
    except OSError as reason:
        raise CannotRecalculate(f"{target.parent} cannot be written to: {reason.strerror}.") from reason
