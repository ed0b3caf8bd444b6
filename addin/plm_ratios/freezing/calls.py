"""Which formulas call our functions: directly, in any spelling that files hold, or through names."""

from __future__ import annotations

import re
from collections.abc import Callable

from openpyxl.formula.tokenizer import Token

from ..functions import FUNCTIONS
from ..hosts.calc.interface import QUALIFIED_PREFIX
from ..ooxml.formula_names import (
    UnreadableFormula,
    from_any_host,
    opens_call,
    renamer,
    tokens,
    without_sheets_wrapper,
)
from ..ooxml.formulas import Formulas
from ..ooxml.references import References
from ..ooxml.workbook import Book
from ..recalculation.our_functions import defined, our_spellings

_VERSION = "PLMVERSION"
_PREFIX = "PLM_"  # of the functions where they are pasted into a workbook
_STORED_PREFIX = re.compile(r"_xl(?:fn|ws|pm|op|udf|eta)\.(?:_xlws\.)?", re.IGNORECASE)
_PASSED_ON = "_XLETA."  # what Excel puts before a function that is an argument itself: MAP(A1:A3,ABS)


class Calls:
    """Finds calls of our functions in a workbook's formulas."""

    def __init__(self, book: Book):
        #: The names of the workbook, in capitals, that are our functions as LAMBDAs: Excel before 2024 knows
        #: none, so calls of them are ours like all others.
        self.lambdas = _our_lambdas(book)
        spellings = our_spellings(book)
        for spelling, calcs in from_any_host(FUNCTIONS, QUALIFIED_PREFIX).items():
            if spelling.upper() in self.lambdas:
                spellings[spelling] = calcs
        self.formulas = Formulas(spellings, book.links)
        bare = {spelling: calcs.removeprefix(QUALIFIED_PREFIX) for spelling, calcs in spellings.items()}
        self._to_bare = renamer(bare, book.links)
        self._references = References(book, self.formulas)
        self._known: dict[tuple[str, str], bool] = {}
        self._mentioned = _mentions(book, self.lambdas)
        #: Our functions that the workbook defines otherwise: calls of them are not ours.
        self.defined_otherwise = {
            name for name in FUNCTIONS if name.casefold() in defined(book)
        } - self.lambdas

    def found_in(self, text: str, sheet: str) -> bool:
        """True if a formula of this sheet calls one of our functions."""
        if not self._mentioned(text):
            return False
        if (sheet, text) not in self._known:
            texts = [text, *self._references.name_formulas(text, sheet)]
            self._known[sheet, text] = any(map(self._is_direct, texts))
        return self._known[sheet, text]

    def as_typed(self, text: str) -> str:
        """A stored formula as Excel shows it where our functions are at hand."""
        try:
            items = tokens(self._to_bare(without_sheets_wrapper(text)))
        except UnreadableFormula:
            return text
        plain = (
            _STORED_PREFIX.sub("", token.value)
            if opens_call(token) or token.subtype == Token.RANGE
            else token.value
            for token in items
        )
        return "=" + "".join(plain)

    def _is_direct(self, text: str) -> bool:
        if self.formulas.calls_ours(text):
            return True
        parsed = self.formulas.parsed(text)
        return parsed is not None and any(map(self._is_passed_on, parsed.operands))

    def _is_passed_on(self, operand: str) -> bool:
        """True for one of our functions that is itself an argument: MAP(A1:A3,RATIO)."""
        name = operand.upper()
        return name in self.lambdas or (
            name.startswith(_PASSED_ON) and name.removeprefix(_PASSED_ON) in FUNCTIONS
        )


def _mentions(book: Book, lambdas: set[str]) -> Callable[[str], object]:
    """Finds texts that may call our functions: by name, or by a name that itself may. Reading a formula is
    slow, and most formulas of a workbook do not."""
    patterns = [rf"(?:{'|'.join(FUNCTIONS)})\(", *map(re.escape, [_PASSED_ON, *sorted(lambdas)])]
    while True:
        search = re.compile("|".join(patterns), re.IGNORECASE).search
        found = [re.escape(name.name) for name in book.names if search(name.formula)]
        if not set(found) - set(patterns):
            return search
        patterns += set(found) - set(patterns)


def _our_lambdas(book: Book) -> set[str]:
    """The names that are our functions: those with our prefix, and all where there is a PLMVERSION, which
    nobody else has."""
    lambdas = {name.name.upper() for name in book.names if "LAMBDA(" in name.formula.upper()}
    bare = FUNCTIONS.keys() if _VERSION in lambdas else set()
    return lambdas & {*bare, *(_PREFIX + name for name in FUNCTIONS)}
