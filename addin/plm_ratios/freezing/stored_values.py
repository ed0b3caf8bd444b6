"""Whether the values that a workbook holds can stand for its formulas."""

from __future__ import annotations

from collections.abc import Mapping

from ..ooxml.workbook import Book
from ..recalculation import Report as Recalculated
from .cells import Constants
from .report import CannotFreeze, listed


def check_values(book: Book, constants: Mapping[str, Constants], done: Recalculated | None) -> None:
    """Raises CannotFreeze where the stored values cannot stand for the formulas; `done` is the report of a
    recalculation, if there was one."""
    file = book.path.name
    if not any(each.places for each in constants.values()):
        return
    missing = [f"{name}!{place}" for name, each in constants.items() for place in each.without_value()]
    if missing:
        raise CannotFreeze(f"{file} holds no values for {listed(missing)}. {_calculate(book)}.")
    if book.asks_for_calculation and done:
        ours = {f"{name}!{place}" for name, each in constants.items() for place in each.places}
        kept = [str(each) for each in done.kept if f"{each.sheet}!{each.cell}" in ours]
        if kept:
            raise CannotFreeze(f"LibreOffice could not calculate every formula of {file}. {listed(kept)}.")
    elif book.asks_for_calculation:
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
