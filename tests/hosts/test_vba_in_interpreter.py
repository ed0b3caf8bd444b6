"""The workbook's VBA in a second engine that is not Excel's, pyOpenVBA's, with the real Python behind it.

Unlike LibreOffice's engine this one knows #If, Value2, omitted arguments and error values in cells. It runs
the modules as they are, but for two: xlwings, whose `#Const` with a comment behind it does not parse here,
and PlmMachine, of which only that runs which needs no Windows. What a formula hands over goes through our
VBA to xlwings' own COM server and our functions, and the answer comes back through VBA.
"""

# ruff: noqa: N803 (arguments are named as Excel's and Windows' own objects name them)

from __future__ import annotations

import importlib
import json
import math
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from types import ModuleType
from typing import Any

import pytest
from pyopenvba.apps.excel import ExcelApplication, Range
from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.interpreter import (
    EMPTY,
    MISSING,
    ModuleRuntime,
    VBAArray,
    VBACompileError,
    VBADate,
    VBAErrorValue,
    VBAInt,
    VBAObject,
    VBARuntimeError,
    _ast,
    member,
    method,
    parse_module,
    setter,
)

from golden.generate import VECTORS, decode
from golden.shares import shared_out
from hosts.excel_on_linux import ERRORS, Excel
from hosts.test_vba_in_calc import MACHINE, PYTHON, SCRIPTS, XLWINGS
from hosts.test_vba_interpreter_search import CASES, STUB
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.hosts.excel import check, project
from plm_ratios.hosts.excel.addin import project as addin_project
from plm_ratios.slides import excel_button
from plm_ratios.vbaproject import Module, standard_module

MODULES = {module.name: module for module in project.modules(1)}
AT_ONCE = 500  # golden vectors that one engine answers before it is started anew, with empty sheets
# Such lines are data for Excel's dialogs; the engine takes them for statements.
PROCEDURE_ATTRIBUTE = re.compile(r"^Attribute \w+\.VB_.*\r\n", re.MULTILINE)

# In the place of xlwings: the COM server, and a note of what a button asked for.
WITH_PYTHON = standard_module(
    """\
Attribute VB_Name = "xlwings"
Option Explicit

Public Const XLWINGS_VERSION As String = "1.2.3"

Public Function XLPy() As Object
    Set XLPy = CreateObject("xlwings")
End Function

Public Sub RunPython(command As String)
    Debug.Print command
End Sub
"""
)


# What goes over COM, and back.


def to_com(value: Any) -> Any:
    """What pywin32 hands to Python of a value of VBA."""
    if isinstance(value, VBAArray):
        if value.dimensions == 1:
            return tuple(map(to_com, value.elements()))
        (top, bottom), (left, right) = value.bounds
        return tuple(
            tuple(to_com(value.get([row, column])) for column in range(left, right + 1))
            for row in range(top, bottom + 1)
        )
    if value is EMPTY:
        return None
    if isinstance(value, VBAErrorValue):
        return 0x800A0000 - 2**32 + value.number
    if isinstance(value, VBAInt):
        return int(value)
    assert type(value) in (float, str, bool), f"{value!r} goes to Python"
    return value


def from_com(value: Any) -> Any:
    """What VBA is handed of an answer of Python."""
    if not isinstance(value, (list, tuple)):
        assert type(value) in (float, str, bool), f"{value!r} comes from Python"
        return value
    if not isinstance(value[0], (list, tuple)):
        return VBAArray([(0, len(value) - 1)], items=list(map(from_com, value)))
    array = VBAArray([(0, len(value) - 1), (0, len(value[0]) - 1)])
    for number, row in enumerate(value):
        for place, cell in enumerate(row):
            array.set([number, place], from_com(cell))
    return array


class Python(VBAObject):
    """The object that XLPy() gives: xlwings' COM server."""

    def __init__(self) -> None:
        self.server = importlib.import_module("xlwings.com_server").XLPython()
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    @method
    def CallUDF(self, module: str, function: str, given: VBAArray) -> Any:
        values = to_com(given)
        self.calls.append((function, values))
        try:
            return from_com(self.server.CallUDF(module, function, values))
        except AttributeError as error:  # of Python, as pywin32 hands it to VBA
            raise VBARuntimeError(-2147352567, str(error)) from error


# The engine.


class ModuleOf(VBAObject):
    """A standard module as an object, for calls like PlmCall.PlmForget; the engine knows none."""

    def __init__(self, runtime: ModuleRuntime, engine: ExcelApplication) -> None:
        self.runtime, self.engine = runtime, engine

    def vba_get(self, name: str, args: Sequence[object] = (), named: dict[str, object] | None = None) -> Any:
        procedure = self.runtime.procedure(name)
        assert procedure is not None, f"{self.runtime.name} has no {name}"
        assert procedure.scope != "private", f"{name} of {self.runtime.name} is private"
        return self.engine.interpreter.call(procedure, self.runtime, list(args), named or {})


AUTOMATIC, MANUAL = -4105, -4135


class Application(VBAObject):
    """Excel itself, as far as our modules use it; the engine's own lacks MacroOptions."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.described: list[dict[str, Any]] = []
        self.bar: Any = False
        self.status: list[Any] = []
        self.calculation = AUTOMATIC

    @method
    def MacroOptions(
        self,
        Macro: Any = MISSING,
        Description: Any = MISSING,
        HasMenu: Any = MISSING,
        MenuText: Any = MISSING,
        HasShortcutKey: Any = MISSING,
        ShortcutKey: Any = MISSING,
        Category: Any = MISSING,
        StatusBar: Any = MISSING,
        HelpContextID: Any = MISSING,
        HelpFile: Any = MISSING,
        ArgumentDescriptions: Any = MISSING,
    ) -> Any:
        given = {name: value for name, value in locals().items() if value is not MISSING and name != "self"}
        self.described.append(given)
        self.book.saved = False  # the help is written into the project
        return EMPTY

    @member
    def Calculation(self) -> Any:
        return self.calculation

    @member
    def StatusBar(self) -> Any:
        return self.bar

    @setter("StatusBar")
    def _set_status(self, value: Any) -> None:
        self.bar = value
        self.status.append(value)


class Sheet(VBAObject):
    """A worksheet, as far as calculating goes; what else it can is the engine's."""

    def __init__(self, real: Any, log: list[str], faults: set[str]) -> None:
        self.real, self.log, self.faults, self.enabled = real, log, faults, True

    def vba_get(self, name: str, args: Sequence[object] = (), named: dict[str, object] | None = None) -> Any:
        if name.lower() in ("usedrange", "dirty", "calculate", "enablecalculation"):
            return super().vba_get(name, args, named)
        return self.real.vba_get(name, args, named)

    @property
    def title(self) -> str:
        return str(self.real.vba_get("Name"))

    @member
    def UsedRange(self) -> Any:
        return self  # it is asked for Dirty only

    @method
    def Dirty(self) -> Any:
        if self.title in self.faults:
            raise VBARuntimeError(1004, "Dirty method of Range class failed")
        self.log.append(f"mark {self.title}")
        return EMPTY

    @method
    def Calculate(self) -> Any:
        self.log.append(f"calculate {self.title}")
        self.calculated()
        return EMPTY

    def calculated(self) -> None:
        """What a test lets cells do."""

    @member
    def EnableCalculation(self) -> Any:
        return self.enabled

    @setter("EnableCalculation")
    def _set_enabled(self, value: Any) -> None:
        self.enabled = bool(value)
        self.log.append(f"switch {self.title} {'on' if value else 'off'}")


class Book(VBAObject):
    """ThisWorkbook, with the sheets above."""

    def __init__(self, real: Any) -> None:
        self.real = real
        self.log: list[str] = []  # what happened to the sheets
        self.faults: set[str] = set()  # names of sheets whose ranges cannot be marked
        self.sheets: dict[str, Sheet] = {}

    def vba_get(self, name: str, args: Sequence[object] = (), named: dict[str, object] | None = None) -> Any:
        if name.lower() != "worksheets":
            return self.real.vba_get(name, args, named)
        if not args:
            return self.real.vba_get(name)
        found = self.real.vba_get(name, args)
        return self.sheets.setdefault(str(found.vba_get("Name")), Sheet(found, self.log, self.faults))

    def vba_set(self, name: str, value: Any, *more: Any, **options: Any) -> None:
        self.real.vba_set(name, value, *more, **options)


class Host(ExcelBridge):
    """What the modules find around them."""

    def __init__(self, engine: ExcelApplication, objects: dict[str, VBAObject]) -> None:
        super().__init__(engine.application)
        self.engine, self.objects = engine, objects
        self.double = Application(engine.workbook)
        self.book: Book | None = None

    def global_object(self, name: str) -> Any:
        if name == "application":
            return self.double
        if name == "thisworkbook":
            self.book = self.book or Book(super().global_object(name))
            return self.book
        runtime = self.engine.interpreter.modules.get(name)
        if runtime is not None and not runtime.is_class and name != "thisworkbook":
            return ModuleOf(runtime, self.engine)
        return super().global_object(name)

    def create(self, type_name_: str) -> Any:
        return self.objects[type_name_]


class Engine:
    """A workbook with our modules, run."""

    modules = MODULES
    host_of = Host

    def __init__(self, *more: Module, **objects: VBAObject) -> None:
        self.excel = self.started()
        self.book = self.excel.add_workbook()
        self.host = self.excel.interpreter.host = self.host_of(self.excel, objects)
        for module in {**self.modules, "PlmMachine": MACHINE, **{one.name: one for one in more}}.values():
            text = PROCEDURE_ATTRIBUTE.sub("", module.text)
            self.excel.add_module(text, name=module.name, kind=module.kind)
        self.sheet = self.excel.sheet(1)

    def started(self) -> ExcelApplication:
        """Excel, before any workbook of the user is there."""
        return ExcelApplication()

    def run(self, name: str, *arguments: Any) -> Any:
        """What a procedure gives: error values as CellError, rows as lists."""
        given = (
            to_value(argument) if isinstance(argument, CellError) else argument for argument in arguments
        )
        return plain(self.excel.run(name, *given))

    def cells(self, address: str, value: Any = None) -> Range:
        """A range as a formula hands it over, with a value or rows in it."""
        found = self.sheet.sheet.vba_get("Range", [address])
        assert isinstance(found, Range)
        rows = value if isinstance(value, list) else [[value]]
        for number, row in enumerate(rows, 1):
            for place, cell in enumerate(row, 1):
                if cell is not None:
                    found.vba_get("Cells", [number, place]).vba_set(
                        "Value", f"'{cell}" if isinstance(cell, str) else to_value(cell)
                    )
        return found


def to_value(value: Any) -> Any:
    """A value as VBA has it."""
    if isinstance(value, CellError):
        return VBAErrorValue(ERRORS[value.text])
    return VBADate.from_datetime(value) if isinstance(value, datetime) else value


TEXTS = {number: text for text, number in ERRORS.items()}


def plain(value: Any) -> Any:
    """An answer as cells show it; xlwings gives a single row as an array of one dimension."""
    if isinstance(value, list):
        rows = value if isinstance(value[0], list) else [value]
        return [[plain(cell) for cell in row] for row in rows]
    return CellError(TEXTS[value.number]) if isinstance(value, VBAErrorValue) else value


@pytest.fixture
def python(excel: Excel) -> Python:
    return Python()


@pytest.fixture
def engine(python: Python) -> Engine:
    return Engine(WITH_PYTHON, xlwings=python)


# What Excel's compiler would say before anything runs; no engine here says it.

NAMES_OF_EXCEL = {"application", "thisworkbook"}
NAMES_OF_VBA = set(
    "array ccur cdate cdbl clng cstr createobject cverr dir$ empty environ$ eof err false format$ freefile"
    " getobject instr instrrev isarray isempty iserror ismissing isobject lbound lcase$ left$ len mid$ msgbox"
    " now nothing replace right$ split timer trim$ true typename ubound ucase$ vartype vbcr vbdefaultbutton2"
    " vbdirectory vbexclamation vbhidden vbinformation vblf vbquestion vbreadonly vbstring vbsystem vbyes"
    " vbyesno".split()
)
READ = {
    name: parse_module(module.text, name=name, kind=module.kind)
    for name, module in {**{one.name: one for one in addin_project.modules(1)}, **MODULES}.items()
    if name not in ("xlwings", "Dictionary")
}
STANDARD = {name.lower(): module for name, module in READ.items() if module.kind == "standard"}
PUBLIC = {
    procedure.name.lower(): procedure
    for module in STANDARD.values()
    for procedure in module.procedures
    if procedure.scope != "private"
}
CONSTANTS = {constant.lower() for consts in READ["PlmConstants"].constants for constant, _, _ in consts.names}
OF_XLWINGS = {"xlpy", "runpython", "xlwings_version"}

Procedure = tuple[_ast.Module, _ast.Procedure]
PROCEDURES = {
    f"{name}.{procedure.name}": (module, procedure)
    for name, module in READ.items()
    for procedure in module.procedures
}


def nodes(tree: Any) -> Iterator[Any]:
    """Every part of what was parsed."""
    if isinstance(tree, (list, tuple)):
        for part in tree:
            yield from nodes(part)
    elif is_dataclass(tree):
        yield tree
        for field in fields(tree):
            yield from nodes(getattr(tree, field.name))


def types(module: _ast.Module, procedure: _ast.Procedure) -> dict[str, str]:
    """Name to type of all that is declared for a procedure: in it, and at the head of its module."""
    found = {decl.name: decl.declared for dim in module.variables for decl in dim.decls}
    found |= {one.name: one.declared for one in procedure.params}
    for dim in nodes(procedure.body):
        if isinstance(dim, _ast.Dim):
            found |= {decl.name: "an array" if decl.is_array else decl.declared for decl in dim.decls}
    found[procedure.name] = procedure.returns
    return {name.lower(): declared.lower() for name, declared in found.items()}


def called(module: _ast.Module, callee: Any) -> _ast.Procedure | None:
    """The procedure of ours that a name, or a name behind a module's, calls."""
    if isinstance(callee, _ast.Name):
        own = {procedure.name.lower(): procedure for procedure in module.procedures}
        return own.get(callee.name.lower(), PUBLIC.get(callee.name.lower()))
    if isinstance(callee, _ast.Member) and isinstance(callee.target, _ast.Name):
        other = STANDARD.get(callee.target.name.lower())
        if other is not None:
            found = {one.name.lower(): one for one in other.procedures if one.scope != "private"}
            assert callee.name.lower() in found, f"{other.name} offers no {callee.name}"
            return found[callee.name.lower()]
    return None


class TestReading:
    """Our modules, those of the add-in too, are VBA to a second parser, and keep rules that only Excel's
    compiler checks."""

    @pytest.mark.parametrize("fault", ["If True Them", "x = = 1", "x = (1", "With x"])
    def test_the_parser_notices_a_fault(self, fault: str) -> None:
        with pytest.raises(VBACompileError):
            parse_module(f"Option Explicit\r\nSub S()\r\n    {fault}\r\nEnd Sub\r\n", name="Faulty")

    @pytest.mark.parametrize("name", READ)
    def test_a_module_has_no_statement_that_the_parser_does_not_know(self, name: str) -> None:
        strange = [node.text for node in nodes(READ[name]) if isinstance(node, _ast.Unsupported)]
        known = ("Attribute ", "Open ", "Line Input ", "Close ")  # it knows them, and does not run them
        assert [text for text in strange if not text.startswith(known)] == []

    @pytest.mark.parametrize("name", PROCEDURES)
    def test_every_name_is_declared(self, name: str) -> None:
        module, procedure = PROCEDURES[name]
        known = set(types(module, procedure)) | {one.name.lower() for one in module.procedures}
        known |= {constant.lower() for consts in module.constants for constant, _, _ in consts.names}
        known |= {*PUBLIC, *STANDARD, *CONSTANTS, *OF_XLWINGS, *NAMES_OF_EXCEL, *NAMES_OF_VBA}
        used = {node.name.lower() for node in nodes(procedure.body) if isinstance(node, _ast.Name)}
        assert used - known == set()

    @pytest.mark.parametrize("name", PROCEDURES)
    def test_no_name_is_declared_twice(self, name: str) -> None:
        _, procedure = PROCEDURES[name]
        declared = [procedure.name, *(one.name for one in procedure.params)]
        for dim in nodes(procedure.body):
            if isinstance(dim, _ast.Dim):
                declared += [decl.name for decl in dim.decls]
        assert len({one.lower() for one in declared}) == len(declared)

    @pytest.mark.parametrize("name", PROCEDURES)
    def test_our_procedures_are_called_with_the_arguments_they_take(self, name: str) -> None:
        module, procedure = PROCEDURES[name]
        known = types(module, procedure)
        for node in nodes(procedure.body):
            if isinstance(node, _ast.Index):
                target, arguments = called(module, node.target), node.args
            elif isinstance(node, _ast.CallStmt):
                target, arguments = called(module, node.callee), node.args
            else:
                continue
            if target is None or (isinstance(node, _ast.CallStmt) and isinstance(node.callee, _ast.Index)):
                continue
            needed = sum(not one.optional for one in target.params)
            assert needed <= len(arguments) <= len(target.params), f"{target.name} in line {node.line}"
            for argument, parameter in zip(arguments, target.params):
                # "ByRef argument type mismatch": a variable must be of the very type.
                if not parameter.by_val and isinstance(argument.value, _ast.Name):
                    given = known.get(argument.value.name.lower())
                    assert given is None or parameter.declared.lower() in ("variant", given), (
                        f"{argument.value.name} for {target.name} in line {node.line}"
                    )


# Formulas, all the way.


def same(expected: Any, found: Any) -> bool:
    """Whether the cells show the same; a range of one cell is that cell, and a blank is an empty text."""
    if isinstance(expected, list) and len(expected) == len(expected[0]) == 1:
        expected = expected[0][0]
    if isinstance(found, list) and len(found) == len(found[0]) == 1:
        found = found[0][0]
    if isinstance(expected, list) and isinstance(found, list):
        return [len(row) for row in expected] == [len(row) for row in found] and all(
            same(one, other) for row, others in zip(expected, found) for one, other in zip(row, others)
        )
    if isinstance(expected, (int, float)) and isinstance(found, float):
        return math.isclose(expected, found, rel_tol=1e-12)
    return bool(expected == found) or {expected, found} == {None, ""}


def vectors() -> list[str]:
    """Every golden vector."""
    lines = VECTORS.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 1000
    return lines


def answers_as_golden(lines: list[str], start: Callable[[], Engine], in_cells: bool) -> None:
    """Golden vectors give the same in an engine, their arguments written as constants or in cells."""
    wrong = []
    for number, line in enumerate(lines):
        if number % AT_ONCE == 0:
            engine = start()
            engine.cells(f"A{20 * AT_ONCE + 1}", "the end")  # blanks at the end of a range belong to it
        vector = json.loads(line)
        arguments = []
        for place, written in enumerate(vector["a"]):
            if written == {"omitted": True}:
                arguments.append(MISSING)
                continue
            value = decode(written)
            if isinstance(value, list) or value is None or in_cells:
                rows = value if isinstance(value, list) else [[value]]
                area = engine.cells("A1").vba_get("Offset", [20 * (number % AT_ONCE), 20 * place])
                area = area.vba_get("Resize", [len(rows), len(rows[0])])
                value = engine.cells(area.vba_get("Address"), rows)
            arguments.append(value)
        found = engine.run(vector["f"], *arguments)
        if not same(decode(vector["r"]), found):
            wrong.append(f"{line}\n   gives {found}")
    assert not wrong, f"{len(wrong)} of {len(lines)} vectors differ:\n" + "\n".join(wrong)


class TestFormulas:
    """From the text of a formula through VBA, xlwings and our function back to an Excel value."""

    # With their arguments in cells the add-in answers all of them, by the same modules.
    def test_vectors_of_every_kind_as_constants(self, python: Python) -> None:
        answers_as_golden(
            shared_out(vectors(), True), lambda: Engine(WITH_PYTHON, xlwings=python), in_cells=False
        )

    @pytest.mark.slow
    @pytest.mark.parametrize("in_cells", [False, True], ids=["as constants", "in cells"])
    def test_every_vector(self, python: Python, in_cells: bool) -> None:
        answers_as_golden(vectors(), lambda: Engine(WITH_PYTHON, xlwings=python), in_cells)

    def test_numbers_and_texts(self, engine: Engine) -> None:
        assert engine.run("TOKENS", 65e6, 325.0) == 65e6 * 325
        assert engine.run("TOKENS", engine.cells("A1", 65e6), engine.cells("B1", 325.0)) == 65e6 * 325
        assert engine.run("VERDICT", 1.4) == FUNCTIONS["VERDICT"](1.4)

    def test_arguments_left_out_are_blank(self, engine: Engine, python: Python) -> None:
        assert engine.run("RATIO", "ESM-2 15B", MISSING, 200.0) == FUNCTIONS["RATIO"](
            "ESM-2 15B", None, 200.0
        )
        engine.run("RATIO", "ESM-2 15B")
        engine.run("PLMVERSION")
        assert python.calls == [
            ("RATIO", ("ESM-2 15B", None, 200.0, None)),
            ("RATIO", ("ESM-2 15B", None, None, None)),
            ("PLMVERSION", ()),
        ]

    def test_a_table_with_errors_in_it(self, engine: Engine) -> None:
        names = [["ESM-2 15B"], [None], ["nope"]]
        wanted = FUNCTIONS["COMPARE"](names)
        found = engine.run("COMPARE", engine.cells("A1:A3", names))
        assert any(isinstance(cell, CellError) for row in found for cell in row)
        assert same(wanted, found)
        spread = engine.run("RATIO", engine.cells("A1:A3"))
        assert spread == [[FUNCTIONS["RATIO"]("ESM-2 15B")], [""], [CellError("#N/A")]]

    @pytest.mark.parametrize("text", ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"])
    def test_an_error_value_in_a_cell_comes_through(self, engine: Engine, text: str) -> None:
        assert engine.run("RATIO", engine.cells("A1", CellError(text))) == CellError(text)
        found = engine.run("RATIO", engine.cells("A1:B1", [[CellError(text), "ESM-2 15B"]]))
        assert found == [[CellError(text), FUNCTIONS["RATIO"]("ESM-2 15B")]]

    def test_dates_arrive_as_numbers(self, engine: Engine, python: Python) -> None:
        day = datetime(2024, 1, 2)
        engine.run("TOKENS", engine.cells("A1", day), engine.cells("B1:B2", [[day], [1.5]]))
        assert python.calls == [("TOKENS", (45293.0, ((45293.0,), (1.5,))))]

    @pytest.mark.parametrize(
        ("address", "arrives"),
        [
            ("A:A", ((1.0,), (None,), (3.0,))),
            ("A:B", ((1.0, None), (None, 2.0), (3.0, None))),
            ("A:D", ((1.0, None), (None, 2.0), (3.0, None))),
            ("1:1", ((1.0, None),)),
            ("2:3", ((None, 2.0), (3.0, None))),
            ("3:900", ((3.0, None),)),
            ("A2:XFD2", ((None, 2.0),)),
            ("F:F", ((None,), (None,), (None,))),
        ],
    )
    def test_whole_columns_and_rows_are_cut_to_what_is_used(
        self, engine: Engine, python: Python, address: str, arrives: Any
    ) -> None:
        engine.cells("A1:B3", [[1.0, None], [None, 2.0], [3.0, None]])
        engine.run("SEQS", engine.cells(address))
        assert python.calls == [("SEQS", (arrives,))]

    def test_a_whole_column_is_counted_from_its_top(self, engine: Engine, python: Python) -> None:
        engine.cells("C3:D5", [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
        engine.run("SEQS", engine.cells("D:D"))
        engine.run("SEQS", engine.cells("5:5"))
        assert python.calls == [
            ("SEQS", (((None,), (None,), (2.0,), (4.0,), (6.0,)),)),
            ("SEQS", (((None, None, 5.0, 6.0),),)),
        ]

    def test_a_whole_column_of_an_empty_sheet_is_a_blank(self, engine: Engine, python: Python) -> None:
        assert engine.run("SEQS", engine.cells("A:A")) == CellError("#N/A")
        assert python.calls == [("SEQS", (None,))]

    def test_a_range_in_two_parts_is_a_wrong_value(self, engine: Engine) -> None:
        assert engine.run("RATIO", engine.cells("A1,C3")) == CellError("#VALUE!")

    def test_a_function_of_python_that_fails_is_no_wrong_value(self, engine: Engine) -> None:
        assert engine.run("PlmAnswer", "NOSUCHFUNCTION", VBAArray([(0, -1)])) == CellError("#NAME?")
        assert "NOSUCHFUNCTION" in engine.run("PlmReason")


# What the other engine runs too.


@pytest.fixture(scope="module")
def player() -> Engine:
    return Engine(XLWINGS, PYTHON)


@pytest.fixture(scope="module")
def searcher() -> Engine:
    return Engine(WITH_PYTHON, STUB)


@pytest.mark.parametrize("script", SCRIPTS)
def test_both_engines_agree_on_the_connection(player: Engine, script: str) -> None:
    assert player.run("PLAY", script).split("; ")[:-1] == SCRIPTS[script]


@pytest.mark.parametrize("name", CASES)
def test_both_engines_agree_on_the_interpreter(searcher: Engine, name: str) -> None:
    case = CASES[name]
    message, *variables = searcher.run("PREPARED", searcher.cells("A1", case.machine.described())).split("\n")
    assert variables == [*([f"PLM_RATIOS_INTERPRETER={case.found}"] if case.found else []), ""]
    assert all(part in message for part in case.message)
    assert bool(message) == bool(case.message)


# Opening the workbook, and its buttons.


class Nowhere(VBAObject):
    """A COM server that cannot be started."""

    @method
    def CallUDF(self, module: str, function: str, given: Any) -> Any:
        raise VBARuntimeError(-2147023174, "The RPC server is unavailable.")


VERSION = FUNCTIONS["PLMVERSION"]()


class TestOpening:
    """What Workbook_Open does: help for the wizard, Python started, a line on the sheet Start."""

    STATUS_CELL, VERSION_CELL = "$B$3", "$B$4"

    @staticmethod
    def recalculated(engine: Engine) -> list[str]:
        """What was done to the sheets."""
        return engine.host.book.log if engine.host.book else []

    def opened(self, engine: Engine, version: str | None = VERSION, saved: bool = True) -> Engine:
        """A workbook that was written by a version, once Excel has opened it."""
        if version is not None:
            engine.cells(self.VERSION_CELL, version)
            for name, cell in (("Status", self.STATUS_CELL), ("AddInVersion", self.VERSION_CELL)):
                engine.excel.add_named_range(name, f"=Sheet1!{cell}")
        engine.book.saved = saved
        engine.excel.freeze_clock(datetime(2025, 3, 4, 15, 6))
        engine.run("ThisWorkbook.Workbook_Open")
        return engine

    def test_the_status_says_what_answered(self, engine: Engine) -> None:
        self.opened(engine)
        said = engine.sheet.value(self.STATUS_CELL)
        assert isinstance(said, str)
        assert said.startswith(f"Python answered on 2025-03-04 15:06: {VERSION}, Python ")
        assert engine.host.double.status == ["plm-ratios: starting Python ...", False]

    @pytest.mark.parametrize(
        ("before", "after"),
        [(False, False), ("FALSE", False), ("Another add-in at work", "Another add-in at work")],
    )
    def test_the_status_bar_says_afterwards_what_it_said_before(
        self, engine: Engine, before: Any, after: Any
    ) -> None:
        engine.host.double.bar = before
        self.opened(engine)
        assert engine.host.double.bar == after
        assert engine.host.double.status[0] == "plm-ratios: starting Python ..."

    def test_the_wizard_learns_of_every_function_once(self, engine: Engine) -> None:
        described = self.opened(engine).host.double.described
        assert [options["Macro"] for options in described] == list(FUNCTIONS)
        for options, function in zip(described, FUNCTIONS.values()):
            assert options["Category"] == "pLM ratios"
            assert options["Description"] == function.summary
            helps = options["ArgumentDescriptions"].elements() if "ArgumentDescriptions" in options else []
            assert list(helps) == [argument.help for argument in function.arguments]

    def test_a_workbook_of_this_version_is_not_calculated_anew(self, engine: Engine) -> None:
        self.opened(engine)
        assert self.recalculated(engine) == []

    def test_closing_a_workbook_that_nobody_changed_asks_no_question(self, engine: Engine) -> None:
        self.opened(engine)
        assert engine.host.double.described, "which Excel counts as a change"
        assert engine.sheet.value(self.STATUS_CELL), "and so it does a text in a cell"
        assert engine.book.saved

    def test_a_workbook_with_changes_keeps_them(self, engine: Engine) -> None:
        self.opened(engine, saved=False)
        assert not engine.book.saved

    @pytest.mark.parametrize("version", ["plm-ratios 0.0.1, catalog of 1999", ""])
    def test_a_workbook_of_another_version_is_calculated_anew(self, engine: Engine, version: str) -> None:
        self.opened(engine, version=version)
        assert self.recalculated(engine) == ["mark Sheet1", "calculate Sheet1"]
        assert not engine.book.saved

    def test_without_python_the_status_says_why(self, excel: Excel) -> None:
        engine = self.opened(Engine(WITH_PYTHON, xlwings=Nowhere()), version="older")
        said = engine.sheet.value(self.STATUS_CELL)
        assert said == (
            "The functions show #NAME?. Python stopped twice while it answered."
            " In a command prompt, type: plm-ratios excel doctor"
        )
        assert engine.run("RATIO", "ESM-2 15B") == CellError("#NAME?")
        assert self.recalculated(engine) == []
        assert engine.host.double.status[-1] is False
        assert engine.book.saved

    def test_a_workbook_without_the_sheet_start_works_as_well(self, engine: Engine) -> None:
        self.opened(engine, version=None)
        assert engine.run("RATIO", "ESM-2 15B") == FUNCTIONS["RATIO"]("ESM-2 15B")

    def test_the_button_calculates(self, engine: Engine) -> None:
        engine.run("PlmRecalculate")
        assert self.recalculated(engine) == ["mark Sheet1", "calculate Sheet1"]
        assert engine.excel.dialogs == []

    def test_a_failure_while_cells_are_calculated_stands_on_the_sheet_start(
        self, python: Python, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        engine = self.opened(Engine(WITH_PYTHON, xlwings=python))

        def calculate(sheet: Sheet) -> None:  # a cell asks for what Python does not have
            shown = engine.run("PlmAnswer", "NOSUCHFUNCTION", VBAArray([(0, -1)]))
            assert shown == CellError("#NAME?")

        monkeypatch.setattr(Sheet, "calculated", calculate)
        engine.run("PlmRecalculate")
        said = engine.sheet.value(self.STATUS_CELL)
        assert isinstance(said, str)
        assert said.startswith(
            "Cells show #NAME? because of a failure. plm-ratios failed (error -2147352567): "
        )
        assert "NOSUCHFUNCTION" in said and said.endswith("plm-ratios excel doctor")

    @pytest.mark.parametrize("button", ["PlmRecalculate", "PlmCheckSetup", "PlmExportSlides"])
    def test_a_button_that_reaches_nothing_leaves_nothing_to_save(self, button: str) -> None:
        engine = self.opened(Engine(WITH_PYTHON, xlwings=Nowhere()))
        engine.run(button)
        assert "#NAME?" in str(engine.sheet.value(self.STATUS_CELL))
        assert engine.book.saved

    @pytest.mark.parametrize("button", ["PlmRecalculate", "PlmCheckSetup", "PlmExportSlides"])
    def test_without_python_a_button_says_why(self, button: str) -> None:
        engine = Engine(WITH_PYTHON, xlwings=Nowhere())
        engine.run(button)
        ((kind, said, title, _),) = engine.excel.dialogs
        assert (kind, title) == ("MsgBox", "plm-ratios")
        assert "plm-ratios excel doctor" in said
        assert self.recalculated(engine) == []
        assert engine.excel.console == []

    @pytest.mark.parametrize("button", ["PlmCheckSetup", "PlmExportSlides"])
    def test_a_button_that_may_not_start_a_python_of_its_own_says_so(
        self, python: Python, button: str
    ) -> None:
        denied = WITH_PYTHON.text.replace(
            "    Debug.Print command", '    Err.Raise 70, "VBA", "Permission denied"'
        )
        engine = Engine(WITH_PYTHON._replace(text=denied), xlwings=python)
        engine.run(button)
        ((_, said, _, _),) = engine.excel.dialogs
        assert "access denied" in said and "exclusion" in said

    @pytest.mark.parametrize(
        ("button", "module"), [("PlmCheckSetup", check), ("PlmExportSlides", excel_button)]
    )
    def test_a_button_has_python_do_its_work(
        self, engine: Engine, button: str, module: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        engine.run(button)
        (command,) = engine.excel.console
        pressed = []
        monkeypatch.setattr(module, "main", lambda: pressed.append(button))
        exec(compile(command, "the command", "exec"), {})
        assert pressed == [button]
        assert engine.excel.dialogs == []


class TestCalculating:
    """The workbook is calculated anew, and no other that is open."""

    def calculated(self, engine: Engine, mode: int = AUTOMATIC) -> list[str]:
        for name in ("Second", "Third"):
            engine.book.add_sheet(name)
        engine.host.double.calculation = mode
        engine.run("PlmCalculate", engine.host.global_object("thisworkbook"))
        assert engine.host.book is not None
        return engine.host.book.log

    @staticmethod
    def steps(*names: str) -> list[str]:
        return [step for name in names for step in (f"mark {name}", f"calculate {name}")]

    def test_every_sheet_once_where_excel_does_the_rest(self, engine: Engine) -> None:
        assert self.calculated(engine) == self.steps("Sheet1", "Second", "Third")

    def test_to_and_fro_where_calculation_is_manual(self, engine: Engine) -> None:
        order = ("Sheet1", "Second", "Third")
        assert self.calculated(engine, MANUAL) == self.steps(*order, *reversed(order), *order)

    def test_the_mode_stays_and_other_workbooks_are_left_alone(self, engine: Engine) -> None:
        # The double knows neither CalculateFull nor Calculate, and Calculation cannot be set.
        self.calculated(engine, MANUAL)
        assert engine.host.double.calculation == MANUAL

    def test_a_sheet_whose_range_cannot_be_marked_is_marked_as_a_whole(self, engine: Engine) -> None:
        engine.run("PlmFolder")
        engine.host.global_object("thisworkbook").faults.add("Second")
        log = self.calculated(engine)
        assert log[2:5] == ["switch Second off", "switch Second on", "calculate Second"]
        assert log[-2:] == self.steps("Third")

    def test_a_sheet_that_somebody_switched_off_stays_as_it_is(self, engine: Engine) -> None:
        book = engine.host.global_object("thisworkbook")
        book.vba_get("Worksheets", ["Sheet1"]).enabled = False
        assert self.calculated(engine) == self.steps("Second", "Third")


# PlmMachine, as far as it asks nobody but the workbook and WScript.Shell.


class Variables(VBAObject):
    """WshEnvironment."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    @member(default=True)
    def Item(self, Name: Any) -> Any:
        return self.values[Name]

    @setter("Item")
    def _set_item(self, Name: Any, value: Any) -> None:
        self.values[Name] = value


class Shell(VBAObject):
    """WScript.Shell."""

    def __init__(self, registry: dict[str, str]) -> None:
        self.registry, self.variables = registry, Variables()

    @method
    def Environment(self, Type: Any) -> Any:
        assert Type == "Process"
        return self.variables

    @method
    def ExpandEnvironmentStrings(self, Source: Any) -> Any:
        return Source.replace("%HOME%", r"C:\Users\ann")

    @method
    def RegRead(self, Name: Any) -> Any:
        if Name not in self.registry:
            raise VBARuntimeError(-2147024894, "The system cannot find the file specified.")
        return self.registry[Name]


class Drive(VBAObject):
    """A drive of Windows: 2 is a disk of this computer, 3 one of the network."""

    def __init__(self, kind: int) -> None:
        self.kind = kind

    @member
    def DriveType(self) -> Any:
        return self.kind


class FileSystem(VBAObject):
    """Scripting.FileSystemObject."""

    def __init__(self, kinds: dict[str, int]) -> None:
        self.kinds = kinds

    @method
    def GetDrive(self, Name: Any) -> Any:
        if Name not in self.kinds:
            raise VBARuntimeError(68, "Device unavailable")
        return Drive(self.kinds[Name])


class TestMachine:
    """What PlmMachine gives, on Windows of 64 bits; the engine has no files, variables or WMI."""

    KEY = "HKCU\\Software\\Python\\PythonCore\\3.12\\InstallPath\\"

    @pytest.fixture
    def engine(self) -> Engine:
        registry = {self.KEY: "C:\\Python312\\"}
        drives = FileSystem({"C:": 2, "Z:": 3})
        return Engine(
            MODULES["PlmMachine"],
            WITH_PYTHON,
            **{"WScript.Shell": Shell(registry), "Scripting.FileSystemObject": drives},
        )

    @pytest.mark.parametrize(
        ("path", "network"),
        [
            (r"\\server\share\py", True),
            ("//server/share/py", True),
            (r"Z:\py", True),
            (r"C:\py", False),
            (r"Q:\py", False),  # there is no such drive
            ("py", False),
            ("", False),
        ],
    )
    def test_a_path_on_the_network(self, engine: Engine, path: str, network: bool) -> None:
        assert engine.run("PlmOnNetwork", path) is network

    def test_a_pause_takes_its_time_and_ends(self, engine: Engine) -> None:
        start = time.monotonic()
        engine.run("PlmPause", 0.05)
        assert time.monotonic() - start > 0.04

    def test_the_library_is_xlwings_of_64_bits(self, engine: Engine) -> None:
        assert engine.run("PlmLibrary") == "xlwings64-1.2.3.dll"
        assert engine.run("PlmIsMac") is False

    @pytest.mark.parametrize(
        ("path", "folder"),
        [(r"C:\work", r"C:\work"), ("https://d.docs.live.net/1/papers", ""), ("", "")],
    )
    def test_the_folder_of_the_workbook(self, engine: Engine, path: str, folder: str) -> None:
        engine.book.path = path
        assert engine.run("PlmFolder") == folder

    def test_the_sheet_of_settings(self, engine: Engine) -> None:
        assert engine.run("PlmSetting", "INTERPRETER_WIN") == ""
        sheet = engine.book.add_sheet("xlwings.conf")
        for row, (key, value) in enumerate([("PYTHONPATH", "x"), ("Interpreter_Win", r"C:\p.exe")], 1):
            sheet.vba_get("Cells", [row, 1]).vba_set("Value", key)
            sheet.vba_get("Cells", [row, 2]).vba_set("Value", value)
        assert engine.run("PlmSetting", "INTERPRETER_WIN") == r"C:\p.exe"
        assert engine.run("PlmSetting", "interpreter_win") == r"C:\p.exe"
        assert engine.run("PlmSetting", "LOG_FILE") == ""

    def test_a_variable_is_set_for_what_excel_starts(self, engine: Engine) -> None:
        engine.run("PlmSetVariable", "PLM_RATIOS_INTERPRETER", r"C:\p.exe")
        assert engine.host.objects["WScript.Shell"].variables.values == {
            "PLM_RATIOS_INTERPRETER": r"C:\p.exe"
        }

    def test_variables_in_a_path_are_filled_in(self, engine: Engine) -> None:
        assert engine.run("PlmExpanded", r"%HOME%\p.exe") == r"C:\Users\ann\p.exe"

    def test_an_interpreter_in_the_registry(self, engine: Engine) -> None:
        registry = engine.host.objects["WScript.Shell"].registry
        assert engine.run("Executable", self.KEY) == r"C:\Python312\python.exe"
        registry[self.KEY] = r"C:\Python312"
        assert engine.run("Executable", self.KEY) == r"C:\Python312\python.exe"
        registry[self.KEY + "ExecutablePath"] = r"D:\conda\python.exe"
        assert engine.run("Executable", self.KEY) == r"D:\conda\python.exe"
        assert engine.run("Executable", "HKLM\\nothing\\") == ""
