"""The add-in: runs inside LibreOffice's own Python and answers Calc's calls with FUNCTIONS.

Needs the standard library, uno and the core, nothing else. The folder that extension.py writes holds
this file as the component, and the core beside it under pythonpath/, where LibreOffice looks for it.
"""

from __future__ import annotations

import re
import traceback
from functools import lru_cache
from typing import Any, Callable

import uno
import unohelper
from com.sun.star.lang import Locale, XServiceInfo, XServiceName
from com.sun.star.sheet import XAddIn

from plm_ratios.catalog import load
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.hosts.calc import interface
from plm_ratios.hosts.calc.values import WRONG_VALUE, to_matrix, to_single

_BY_METHOD = {interface.method_name(name): function for name, function in FUNCTIONS.items()}
_XFunctions = uno.getClass(interface.interface_name())
_SERVICES = (interface.SERVICE, "com.sun.star.sheet.AddIn")
_REMEMBERED = 50_000  # answers a function; a sheet that asks for more starts afresh

# Taking in a matrix of texts or blanks costs LibreOffice 7.4 the square of its rows: a minute for a
# whole column, as in =RATIO(A:A). So a range longer than _LONG rows ends at its last entry, but not
# before _KEPT rows, and Calc shows #N/A below.
_LONG, _KEPT = 100_000, 10_000

_NUMBER = re.compile(r"[+-]?\d+[.,]\d+(E[+-]?\d+)?")


def _method(function: Any) -> Callable[..., Any]:
    """The method of a function.

    Answers to single values are remembered as Calc takes them, by the values as Calc gives them. The
    core remembers its answers too; turning arguments and answer around takes longer than that (see
    bench/calc_cells.py), and Calc goes through the range of a function that gives text cell by cell.
    What is remembered goes with its catalog: somebody may edit models of their own while Calc runs.
    """
    answers = _single if interface.returned_type(function) == interface.ANY else _matrix
    catalog: Any = None
    remembered: dict[tuple[Any, ...], Any] = {}

    def method(self: Any, *arguments: Any) -> Any:
        nonlocal catalog, remembered
        if (newest := load()) is not catalog:
            catalog, remembered = newest, {}
        try:
            return remembered[arguments]
        except KeyError:
            pass
        cells = _cells(arguments)
        answer = answers(function, cells)
        if tuple not in map(type, cells):
            if len(remembered) >= _REMEMBERED:
                remembered.clear()
            remembered[arguments] = answer
        return answer

    return method


def _matrix(function: Any, cells: list[Any]) -> Any:
    """The answer of a function that gives numbers or a table."""
    return to_matrix(_call(function, cells))


def _single(function: Any, cells: list[Any]) -> Any:
    """The answer of a function that gives text. A range cannot be answered; see interface.py."""
    described = zip(cells, function.arguments)
    answer = _call(function, [_as_number(cell) if each.kind == "any" else cell for cell, each in described])
    return WRONG_VALUE if isinstance(answer, list) else to_single(answer)


def _as_number(cell: Any) -> Any:
    """The number in a cell, which Calc hands over as a text with the decimal sign of the locale. A text that
    somebody typed arrives just so: 1.234 is then taken for a decimal, which elsewhere is ambiguous."""
    if isinstance(cell, str) and _NUMBER.fullmatch(cell):
        sign = _decimal_separator()
        if sign in cell:
            return float(cell.replace(sign, "."))
    return cell


@lru_cache(maxsize=1)
def _decimal_separator() -> str:
    """The sign that Calc itself puts into a number as text; it depends on the settings of the office."""
    context = uno.getComponentContext()
    access = context.ServiceManager.createInstanceWithContext("com.sun.star.sheet.FunctionAccess", context)
    return str(access.callFunction("CONCATENATE", (0.5, "")))[1:2]


def _cells(arguments: tuple[Any, ...]) -> list[Any]:
    """Arguments as cell values; whole columns without the blanks below their last entry."""
    cells = [_cell(argument) for argument in arguments]
    ranges = [cell for cell in cells if type(cell) is tuple]
    if any(len(rows) > _LONG for rows in ranges):
        height = max(_KEPT, *map(_height, ranges))
        return [cell[:height] if type(cell) is tuple else cell for cell in cells]
    return cells


def _cell(argument: Any) -> Any:
    """An argument as cell values: what Calc wraps as a 1 x 1 matrix is a single cell again."""
    if type(argument) is tuple and len(argument) == 1 and len(argument[0]) == 1:
        return argument[0][0]
    return argument


def _height(rows: tuple[tuple[Any, ...], ...]) -> int:
    """Rows down to the last one that is not blank."""
    height = len(rows)
    while height and all(cell == "" for cell in rows[height - 1]):
        height -= 1
    return height


def _call(function: Any, cells: list[Any]) -> Any:
    """The function's answer. Its own errors come as values; any other exception is a bug of ours,
    told on standard error, and #VALUE! to the reader."""
    try:
        return function(*cells)
    except Exception:
        traceback.print_exc()
        return CellError("#VALUE!")


class Functions(unohelper.Base, _XFunctions, XAddIn, XServiceName, XServiceInfo):  # type: ignore[misc]
    """What Calc sees: a method for each function (set below), and its names and help texts.

    The texts stand in CalcAddIns.xcu as well, for the time before this is loaded.
    """

    def __init__(self, context: Any) -> None:
        self._locale = Locale("en", "US", "")

    # XAddIn. The misspelling is LibreOffice's.
    def getProgrammaticFuntionName(self, shown: str) -> str:
        return interface.method_name(shown) if shown in FUNCTIONS else ""

    def getDisplayFunctionName(self, method: str) -> str:
        return _BY_METHOD[method].name if method in _BY_METHOD else ""

    def getFunctionDescription(self, method: str) -> str:
        return _BY_METHOD[method].summary if method in _BY_METHOD else ""

    def getDisplayArgumentName(self, method: str, index: int) -> str:
        return _argument(method, index, "name")

    def getArgumentDescription(self, method: str, index: int) -> str:
        return _argument(method, index, "help")

    def getProgrammaticCategoryName(self, method: str) -> str:
        return interface.CATEGORY

    def getDisplayCategoryName(self, method: str) -> str:
        return interface.CATEGORY

    # XLocalizable, XServiceName, XServiceInfo
    def setLocale(self, locale: Any) -> None:
        self._locale = locale

    def getLocale(self) -> Any:
        return self._locale

    def getServiceName(self) -> str:
        return interface.SERVICE

    def getImplementationName(self) -> str:
        return interface.SERVICE

    def supportsService(self, name: str) -> bool:
        return name in _SERVICES

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return _SERVICES


def _argument(method: str, index: int, what: str) -> str:
    arguments = _BY_METHOD[method].arguments if method in _BY_METHOD else ()
    return str(getattr(arguments[index], what)) if 0 <= index < len(arguments) else ""


for _name, _function in _BY_METHOD.items():
    setattr(Functions, _name, _method(_function))

g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816  LibreOffice looks for this name
g_ImplementationHelper.addImplementation(Functions, interface.SERVICE, _SERVICES)
