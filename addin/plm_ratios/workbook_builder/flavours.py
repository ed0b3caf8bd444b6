"""The flavours of a workbook, one for each kind of spreadsheet program.

One file cannot serve every host, because the file stores the names of add-in functions
differently. The builder writes formulas as users type them, and the flavour maps the names.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from ..errors import WrongValue
from ..functions import FUNCTIONS
from ..hosts.calc.interface import QUALIFIED_PREFIX
from ..ooxml.formula_names import OFFICE_ADD_IN_PREFIX, calls, rename


@dataclass(frozen=True)
class Flavour:
    """A kind of workbook.

    suffix     of the file
    prefix     before each of our function names in the file; None if the file has no functions
    needs      what has to be installed for the formulas to calculate, in words
    macros     whether the functions are VBA in the workbook, which calls Python
    lite       whether the workbook carries the functions' Python, for xlwings Lite
    lambdas    whether the functions are LAMBDA formulas, names of the workbook: for people to type. The
               sheets themselves need none, so that they calculate in every program
    spills     whether formulas that return several cells are dynamic arrays, which find their own size;
               otherwise they are array formulas over a fixed range
    """

    name: str
    suffix: str
    prefix: str | None
    needs: str
    macros: bool = False
    lite: bool = False
    lambdas: bool = False
    spills: bool = False

    @property
    def has_functions(self) -> bool:
        """True if formulas call our functions; otherwise they are plain look-ups."""
        return self.prefix is not None

    @property
    def answers_calls(self) -> bool:
        """True if people can type calls of our functions into its cells."""
        return self.has_functions or self.lambdas

    def formula(self, text: str) -> str:
        """A formula with the function names of this flavour."""
        return _renamed(text, self.prefix) if self.prefix else text

    def guarded(self, text: str) -> str:
        """A formula that returns #N/A if its value is an error, also in a program without the functions.

        Excel keeps stored values until the functions answer. Calc keeps all but errors: it calculates
        those again when it opens the file, and would show #NAME? in their place.
        """
        if not self.lite or not set(calls(text)).intersection(FUNCTIONS):
            return text
        return f"=IFERROR({text.removeprefix('=')},NA())"


@functools.lru_cache(maxsize=4096)
def _renamed(formula: str, prefix: str) -> str:
    """A formula with a prefix before each of our functions; the rows of a table share one formula."""
    return rename(formula, {name: prefix + name for name in FUNCTIONS})


FLAVOURS = {
    flavour.name: flavour
    for flavour in (
        Flavour(
            "excel",
            ".xlsm",
            "",
            "Excel on Windows, and Python with plm-ratios (plm-ratios excel doctor tells what is missing)",
            macros=True,
            spills=True,
        ),
        Flavour(
            "calc",
            ".xlsx",
            QUALIFIED_PREFIX,
            "LibreOffice Calc with the plm-ratios add-in (plm-ratios calc install)",
        ),
        Flavour(
            "lite",
            ".xlsx",
            OFFICE_ADD_IN_PREFIX,
            "Excel 2021 or newer on Windows or Mac, or Excel on the web, with the free add-in xlwings Lite",
            lite=True,
        ),
        Flavour(
            "lambda",
            ".xlsx",
            None,
            "Excel 365, Excel 2024, Excel for Mac or Excel on the web: no macros, no Python, no add-in",
            lambdas=True,
            spills=True,
        ),
        Flavour("native", ".xlsx", None, "nothing: plain formulas, no macros, no add-in"),
    )
}


def for_suffix(suffix: str) -> Flavour:
    """The default flavour of a file with this suffix."""
    return FLAVOURS["excel" if suffix.lower() == FLAVOURS["excel"].suffix else "native"]


def flavour(name: str) -> Flavour:
    """The flavour with that name. Raises WrongValue, which lists the names, if there is none."""
    found = FLAVOURS.get(name.lower())
    if found is None:
        raise WrongValue(f'There is no flavour "{name}". Choose one of {", ".join(FLAVOURS)}.')
    return found
