"""xlwings as it runs behind Excel on Windows, without Windows and without Excel.

What runs is xlwings' own code: its decorators, its COM server, its conversion of arguments and results.
Doubled are only its neighbours: pywin32, the Windows parts of ctypes, and the few objects of Excel that
it touches. They hand over what pywin32 hands over:

    a number               float, always; as Range.Value also Decimal (currency) and a date
    an empty cell          None
    an error value         a negative int
    an omitted argument    the int -2147352572
    a range                a tuple of rows; a tuple of cells where VBA has an array of one dimension
    a Range object         a bare COM pointer

Arguments are written as Python values: None, 325.0, "ESM-2 15B", True, a datetime, a Decimal, CellError
or ExcelError for errors, MISSING, and a list of rows for a range.
"""

from __future__ import annotations

import atexit
import ctypes
import importlib
import math
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, NamedTuple
from unittest import mock

import plm_ratios
from plm_ratios.functions.cells import CellError

UDFS = "plm_ratios.udfs"

# Excel's numbers of its errors, as VBA's CVErr() takes them.
ERRORS = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
    "#GETTING_DATA": 2043,
    "#SPILL!": 2045,
    "#CONNECT!": 2046,
    "#BLOCKED!": 2047,
    "#UNKNOWN!": 2048,
    "#FIELD!": 2049,
    "#CALC!": 2050,
}
PARAMETER_NOT_FOUND = -2147352572
RANGE_INTERFACE = "{00020846-0000-0000-C000-000000000046}"


class ExcelError(NamedTuple):
    """An error value of Excel; CellError knows only those that the core knows."""

    text: str


class Missing:
    """An argument that the formula leaves out."""

    def __repr__(self) -> str:
        return "omitted"


MISSING = Missing()


# Excel's objects, as far as xlwings looks at them.


class Application:
    Version = "16.0"
    Hwnd = 1

    def __init__(self) -> None:
        self.macro_options: dict[str, dict[str, Any]] = {}

    def MacroOptions(self, name: str, **options: Any) -> None:
        self.macro_options[name] = options


class Components:
    """The VBA modules of a workbook: component name to text."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        if name not in self.texts:
            raise ComError(-2147352567, "Exception occurred.", None, None)
        return name

    def Remove(self, name: str) -> None:
        del self.texts[name]

    def Import(self, path: str) -> None:
        text = Path(path).read_text()
        self.texts[text.split('"')[1]] = text


class Workbook:
    Name = "plm_ratios.xlsm"

    def __init__(self) -> None:
        self.Application = Application()
        self.Worksheets = [Worksheet(self)]
        self.VBProject = SimpleNamespace(VBComponents=Components())


class Worksheet:
    Name = "Compare"

    def __init__(self, workbook: Workbook) -> None:
        self.Parent = workbook
        self.Application = workbook.Application


class Range:
    """Cells of a sheet. Value2, unlike Value, gives dates and currency as plain numbers."""

    def __init__(self, value: Any, sheet: Worksheet) -> None:
        self.Worksheet = sheet
        rows = value if isinstance(value, list) else [[value]]
        self.Row = self.Column = 1
        self.Rows, self.Columns = SimpleNamespace(Count=len(rows)), SimpleNamespace(Count=len(rows[0]))
        self.Value, self.Value2 = _variant(value, dates=True), _variant(value, dates=False)


def _variant(value: Any, dates: bool) -> Any:
    """A value or rows of values as pywin32 hands them to Python."""
    if isinstance(value, list):
        if len(value) == 1 and len(value[0]) == 1:
            return _variant(value[0][0], dates)
        return tuple(tuple(_variant(cell, dates) for cell in row) for row in value)
    if isinstance(value, (CellError, ExcelError)):
        return 0x800A0000 - 2**32 + ERRORS[value.text]
    if isinstance(value, datetime):
        return ComTime.combine(value.date(), value.time(), timezone.utc) if dates else serial(value)
    if isinstance(value, Decimal):
        return value if dates else float(value)
    return float(value) if type(value) is int else value


def serial(moment: datetime) -> float:
    """The number that a date cell holds."""
    return (moment - datetime(1899, 12, 30)).total_seconds() / 86400


# pywin32.


class ComError(Exception):
    @property
    def hresult(self) -> int:
        return int(self.args[0])


class ComTime(datetime):
    """pywintypes.TimeType: a datetime in UTC."""


class Pointer:
    """PyIDispatch: a COM object as a COM server is given it, not yet good for anything."""

    def __init__(self, target: Any) -> None:
        self.target = target

    def GetTypeInfo(self) -> Pointer:
        return self

    def GetTypeAttr(self) -> SimpleNamespace:
        return SimpleNamespace(iid=RANGE_INTERFACE if isinstance(self.target, Range) else "{another}")

    def GetDocumentation(self, member: int) -> tuple[str, None, int, None]:
        return type(self.target).__name__, None, 0, None


class Dispatched:
    """CDispatch: a COM object that answers."""

    def __init__(self, pointer: Pointer) -> None:
        self._oleobj_ = pointer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._oleobj_.target, name)


def _dispatch(target: Any, *_: Any, **__: Any) -> Any:
    return Dispatched(target) if isinstance(target, Pointer) else target


def _unwrap(target: Any) -> Any:
    raise ComError(-2147467262, "No such interface supported", None, None)  # none of our own objects


def _pywin32() -> dict[str, ModuleType]:
    """The modules of pywin32, each with no more than xlwings uses."""
    contents: dict[str, dict[str, Any]] = {
        "pywintypes": {"IID": str, "TimeType": ComTime, "com_error": ComError, "error": OSError},
        "pythoncom": {
            "CoInitialize": lambda: None,
            "IID_IDispatch": "IDispatch",
            "TypeIIDs": {"IDispatch": Pointer},
            "com_error": ComError,
            "ole_error": ComError,
            "__file__": "pythoncom.dll",
        },
        "win32api": {},
        "win32con": {},
        "win32event": {},
        "win32gui": {},
        "win32process": {"GetWindowThreadProcessId": lambda window: (1, 4242)},
        "win32timezone": {},
        "win32com": {"__path__": []},
        "win32com.client": {
            "CDispatch": Dispatched,
            "CoClassBaseClass": type("CoClassBaseClass", (), {}),
            "Dispatch": _dispatch,
            "DispatchBaseClass": type("DispatchBaseClass", (), {}),
            "DispatchEx": _dispatch,
        },
        "win32com.server": {"__path__": []},
        "win32com.server.dispatcher": {},
        "win32com.server.policy": {},
        "win32com.server.util": {"unwrap": _unwrap},
    }
    modules = {}
    for name, content in contents.items():
        module = modules[name] = ModuleType(name)
        vars(module).update(content)
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(modules[parent], child, module)
    return modules


# Windows, and back.

_loaded: dict[str, ModuleType] = {}  # kept by windows() for the next time, which then costs nothing


@contextmanager
def windows() -> Iterator[None]:
    """In here `import xlwings` gives what it gives on Windows, and the functions are described to it.

    Before and after, all modules and their contents are as on Linux: whoever imports xlwings or the
    functions outside never meets these.
    """
    importlib.import_module("xlwings")  # so that what it imports itself does not come in below
    outside = _take_out()
    try:
        if not _loaded:
            _loaded.update(_load())
        _put_in(_loaded)
        yield
    finally:
        inside = _take_out()
        if _loaded:
            _loaded.update(inside)
        _put_in(outside)


def _load() -> dict[str, ModuleType]:
    with ExitStack() as patched:
        patched.enter_context(mock.patch.object(sys, "platform", "win32"))
        for name in ("windll", "oledll", "PyDLL"):
            patched.enter_context(mock.patch.object(ctypes, name, mock.MagicMock(), create=True))
        patched.enter_context(mock.patch.dict(os.environ))
        os.environ.pop("XLWINGS_ON_SERVER", None)
        patched.callback(os.chdir, os.getcwd())  # the COM server moves about while it looks for pywin32
        _put_in(_pywin32())
        xlwings = importlib.import_module("xlwings")
    assert xlwings.has_pywin32, "xlwings found a part of pywin32 missing that has no double yet"
    atexit.unregister(xlwings._xlwindows.cleanup)  # it would look for Excel programs to end
    return _take_out()


def _take_out() -> dict[str, ModuleType]:
    vars(plm_ratios).pop("udfs", None)
    roots = {"xlwings", *(name for name in _pywin32() if "." not in name)}
    names = [name for name in sys.modules if name.split(".")[0] in roots or name == UDFS]
    return {name: sys.modules.pop(name) for name in names}


def _put_in(modules: dict[str, ModuleType]) -> None:
    sys.modules.update(modules)
    if UDFS in modules:
        vars(plm_ratios)["udfs"] = modules[UDFS]


class Excel:
    """Excel with a workbook, and xlwings' COM server beside it; lives inside windows()."""

    def __init__(self) -> None:
        self.workbook = Workbook()
        self._sheet = self.workbook.Worksheets[0]
        self._server = importlib.import_module("xlwings.com_server").XLPython()

    def call(self, name: str, *arguments: Any) -> Any:
        """What the cells show of a call by the workbook's own VBA.

        It sends Value2 of every range, and nothing (Empty) for what the formula leaves out.
        """
        given = (None if argument is MISSING else argument for argument in arguments)
        return self.call_with(name, *(Range(argument, self._sheet).Value2 for argument in given))

    def call_with_ranges(self, name: str, *arguments: Any) -> Any:
        """The same by VBA as xlwings writes it: Range objects, the workbook and the calling cell."""
        given = [
            PARAMETER_NOT_FOUND if argument is MISSING else self._pointer(argument) for argument in arguments
        ]
        return shown(self._server.CallUDF(UDFS, name, tuple(given), self.workbook, self._pointer(None)))

    def call_with(self, name: str, *variants: Any) -> Any:
        """The same with arguments as pywin32 hands them over."""
        return shown(self._server.CallUDF(UDFS, name, variants))

    def import_functions(self) -> str:
        """xlwings' own "Import Functions"; gives the VBA that it writes into the workbook."""
        importlib.import_module("xlwings.udfs").import_udfs(UDFS, self.workbook)
        return str(self.workbook.VBProject.VBComponents.texts["xlwings_udfs"])

    def _pointer(self, value: Any) -> Pointer:
        return Pointer(Range(value, self._sheet))


def shown(result: Any) -> Any:
    """What cells show of an answer: a value, or rows. The workbook's VBA makes error texts errors."""
    if not isinstance(result, (list, tuple)):
        return _carried(result)
    rows = result if result and isinstance(result[0], (list, tuple)) else [result]
    if len({len(row) for row in rows}) != 1 or not rows[0]:
        raise AssertionError(f"COM carries no rows of different or no length: {result}")
    return [[_carried(cell) for cell in row] for row in rows]


def _carried(cell: Any) -> Any:
    if type(cell) not in (float, str, bool) or (isinstance(cell, float) and not math.isfinite(cell)):
        raise AssertionError(f"Excel cannot take {cell!r}, a {type(cell).__name__}")
    return CellError(cell) if isinstance(cell, str) and cell in ERRORS else cell
