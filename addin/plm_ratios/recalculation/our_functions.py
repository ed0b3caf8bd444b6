"""Which calls in a workbook are calls of our functions."""

from __future__ import annotations

from collections.abc import Iterable

from ..ooxml.formula_names import from_any_host
from ..ooxml.workbook import Book


def our_spellings(
    book: Book, functions: Iterable[str] | None = None, prefix: str | None = None
) -> dict[str, str]:
    """Maps every spelling in which files hold our functions to Calc's, without those that the workbook itself
    defines.

    `functions` are the bare names, and `prefix` what Calc's names of them begin with; the defaults are those
    of the add-in.
    """
    if functions is None:
        from ..functions import FUNCTIONS

        functions = FUNCTIONS
    if prefix is None:
        from ..hosts.calc.interface import QUALIFIED_PREFIX

        prefix = QUALIFIED_PREFIX
    spellings = from_any_host(functions, prefix)
    own = defined(book)
    return {name: calcs for name, calcs in spellings.items() if name.casefold() not in own}


def defined(book: Book) -> set[str]:
    """The names, folded, that the workbook defines: one that holds a LAMBDA is called like a function. Excel
    itself notes with #NAME? that it once met an unknown function."""
    return {name.name.casefold() for name in book.names if name.formula != "#NAME?"}
