"""The workbook's VBA in a VBA engine that is not Excel's: LibreOffice's.

The modules are those of the workbook; in place of Python answers a stub, which says what it was given.
Where one module does not compile, LibreOffice lets every function give "": hence a canary.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import xlsxwriter

from hosts.excel_on_linux import ERRORS as EXCEL_ERRORS
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import ERROR_TEXTS
from plm_ratios.functions.signature import Argument, Function
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.hosts.excel import project
from plm_ratios.vbaproject import Module, Project, class_module, standard_module

# What LibreOffice 7.4 does otherwise than Excel; each is changed in the copy that runs here.

# It knows no #If: the modules that have it are left out, and stubs take their places.
WITH_CONDITIONS = ("xlwings", "Dictionary", "PlmMachine")
# `Compare` names nothing there, as if it could only stand in `Option Compare`. The name in quotes, which
# goes to Python, stays.
RENAMED = {"COMPARE": "COMPARING"}
# A Range has no Value2 there. Its Value differs from it for dates and currency only.
VALUE2, VALUE = ".Value2", ".Value"
# Further, and shown by no test here: CVErr(2042) appears in a cell as the text "Error 2042"; an error
# value in a cell arrives as 0, and so does an argument left out before others.

CANARY = standard_module(
    """\
Attribute VB_Name = "Canary"
Option Explicit

Public Function CANARY42() As Variant
    CANARY42 = 42
End Function
"""
)

XLWINGS = standard_module(
    """\
Attribute VB_Name = "xlwings"
Option Explicit

Public Const XLWINGS_VERSION As String = "0.0.0"
Private attempts As Long
Private down As Boolean
Private fault As String
Private gone As Long
Private goneForGood As Boolean
Private ran As String

Public Function XLPy() As Object
    attempts = attempts + 1
    If down Then Err.Raise FaultNumber(), "xlwings", FaultText()
    Set XLPy = New StubPython
End Function

' What Windows and xlwings say where Python cannot be started.
Private Function FaultNumber() As Long
    FaultNumber = 1000
    If fault = "permission" Then FaultNumber = 70
End Function

Private Function FaultText() As String
    Select Case fault
        Case "denied": FaultText = "Could not create Python process." & vbCrLf & "Access is denied."
        Case "verweigert": FaultText = "Could not create Python process." & vbCrLf & "Zugriff verweigert"
        Case "store": FaultText = "Could not activate Python COM server, hr = -2147221164 1000"
        Case "permission": FaultText = "Permission denied"
        Case Else: FaultText = "the stub is down"
    End Select
End Function

Public Sub RunPython(command As String)
    ran = command
End Sub

' The error with which the next call ends, or 0.
Public Function TakeGone() As Long
    TakeGone = gone
    If Not goneForGood Then gone = 0
End Function

Public Function ATTEMPTSMADE() As Variant
    ATTEMPTSMADE = attempts
End Function

' Plays a few words: what happens to Python, and what cells do; gives what was asked for.
Public Function PLAY(script As String) As Variant
    Dim word As Variant

    PlmCall.PlmForget
    PlmMachine.ForgetPauses
    attempts = 0
    down = False
    fault = ""
    gone = 0
    goneForGood = False
    ran = ""
    PLAY = ""
    For Each word In Split(script, ", ")
        Select Case Split(word, " ")(0)
            Case "down"
                down = True
                fault = Mid$(word, 6)
            Case "up"
                down = False
                gone = 0
                goneForGood = False
            Case "forget": PlmCall.PlmForget
            Case "lost": gone = CLng(Split(word, " ")(1))
            Case "losing"
                gone = CLng(Split(word, " ")(1))
                goneForGood = True
            Case "ask": PLAY = PLAY & CStr(SEQS("give brief")) & "; "
            Case "bad": PLAY = PLAY & CStr(SEQS("give nothing known")) & "; "
            Case "attempts": PLAY = PLAY & attempts & "; "
            Case "pauses": PLAY = PLAY & PlmMachine.PausesMade() & "; "
            Case "versions": PLAY = PLAY & PlmCall.PlmVersions() & "; "
            Case "check": PlmButtons.PlmCheckSetup
            Case "export": PlmButtons.PlmExportSlides
            Case "ran": PLAY = PLAY & Replace(ran, ";", ",") & "; "
            Case "reason": PLAY = PLAY & PlmCall.PlmReason() & "; "
        End Select
    Next word
End Function
"""
)

STARTS_DOWN = XLWINGS._replace(
    text=XLWINGS.text.replace("    If down Then", "    If True Then"),
)

PYTHON = class_module(
    """\
Attribute VB_Name = "StubPython"
Option Explicit

' Says what it was given, or gives what it was asked for: "give", a form, and a text.
Public Function CallUDF(moduleName As String, functionName As String, given As Variant) As Variant
    Dim lost As Long
    Dim index As Long
    Dim count As Long

    lost = TakeGone()
    If lost <> 0 Then Err.Raise lost, "RPC", "the stub is lost"
    If UBound(given) >= LBound(given) Then
        If Left$(Said(given(LBound(given))), 12) = "String give " Then
            CallUDF = Gift(Mid$(given(LBound(given)), 6))
            Exit Function
        End If
        For index = LBound(given) To UBound(given)
            CallUDF = CallUDF & " | " & Said(given(index))
            count = count + 1
        Next index
    End If
    CallUDF = moduleName & " " & functionName & " " & count & CallUDF
End Function

Private Function Gift(wish As String) As Variant
    Dim text As String
    Dim table(1, 2) As Variant

    text = Mid$(wish, InStr(wish, " ") + 1)
    Select Case Split(wish, " ")(0)
        Case "brief": Gift = "ok"
        Case "number": Gift = 12.5
        Case "text": Gift = text
        Case "row": Gift = Array("first", text, 7)
        Case "table"
            table(0, 0) = "name"
            table(0, 1) = "value"
            table(0, 2) = ""
            table(1, 0) = text
            table(1, 1) = 1.25
            table(1, 2) = text
            Gift = table
        Case Else: Err.Raise 513, "Python", "a Python error"
    End Select
End Function

Private Function Said(value As Variant) As String
    Dim row As Long
    Dim column As Long

    If Not IsArray(value) Then
        Said = SaidCell(value)
        Exit Function
    End If
    For row = LBound(value, 1) To UBound(value, 1)
        Said = Said & "["
        For column = LBound(value, 2) To UBound(value, 2)
            If column > LBound(value, 2) Then Said = Said & ", "
            Said = Said & SaidCell(value(row, column))
        Next column
        Said = Said & "]"
    Next row
End Function

Private Function SaidCell(value As Variant) As String
    If IsEmpty(value) Then
        SaidCell = "Empty"
    ElseIf IsError(value) Then
        SaidCell = "an error value"
    Else
        SaidCell = TypeName(value) & " " & CStr(value)
    End If
End Function
"""
)

# A machine on which Python is found at once.
MACHINE = standard_module(
    """\
Attribute VB_Name = "PlmMachine"
Option Explicit

Private pauses As Long

Public Function PlmIsMac() As Boolean
End Function

Public Function PlmLibrary() As String
    PlmLibrary = "library.dll"
End Function

Public Function PlmFolder() As String
End Function

Public Function PlmSetting(key As String) As String
End Function

Public Function PlmVariable(name As String) As String
    If name = "PLM_RATIOS_PYTHON" Then PlmVariable = "C:\\py\\python.exe"
End Function

Public Sub PlmSetVariable(name As String, value As String)
End Sub

Public Function PlmExpanded(text As String) As String
End Function

Public Function PlmFileThere(path As String) As Boolean
    PlmFileThere = True
End Function

Public Function PlmOnNetwork(path As String) As Boolean
End Function

Public Sub PlmPause(seconds As Double)
    pauses = pauses + 1
End Sub

Public Function PlmLines(path As String) As String
End Function

Public Function PlmRegistered() As String
End Function

Public Sub ForgetPauses()
    pauses = 0
End Sub

Public Function PausesMade() As Long
    PausesMade = pauses
End Function
"""
)

STUBS = (XLWINGS, PYTHON, MACHINE, CANARY)


def for_calc(module: Module) -> Module:
    """The copy of a module that LibreOffice takes."""
    text = module.text.replace(VALUE2, VALUE)
    for name, other in RENAMED.items():
        text = re.sub(rf'(?<!")\b{name}\b(?!")', other, text)
    return module._replace(text=text)


def modules() -> list[Module]:
    """All modules of a workbook of one sheet that need no stub."""
    return [for_calc(module) for module in project.modules(1) if module.name not in WITH_CONDITIONS]


def workbook(
    path: Path, modules: Iterable[Module], cells: Mapping[str, Any], arrays: Mapping[str, str] | None = None
) -> Path:
    """A workbook with a sheet S: address to value or formula, and range to array formula."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_vba_project(io.BytesIO(Project(list(modules)).to_bytes()), is_stream=True)
        book.set_vba_name("ThisWorkbook")
        sheet = book.add_worksheet("S")
        sheet.set_vba_name("Sheet1")
        for address, value in cells.items():
            sheet.write(address, value)
        for address, formula in (arrays or {}).items():
            sheet.write_array_formula(address, formula)
    return path


def calculated(calc: CalcSession, path: Path, formulas: list[str], *more: Module) -> list[Any]:
    """The values of formulas in a new workbook, whose VBA runs; `more` modules take the places of others."""
    made = {module.name: module for module in (*modules(), *STUBS, *more)}
    cells = {**INPUTS, **{f"F{row}": formula for row, formula in enumerate(formulas, 1)}}
    with calc.open(workbook(path, made.values(), cells), macros=True) as document:
        document.calculate()
        return [value for (value,) in document.values("S", f"F1:F{len(formulas)}")]


INPUTS = {"A1": 5, "B1": 1.5, "A2": "hi", "B2": "b"}

# Ways to write an argument, and what Python must be given for it.
WAYS = (
    ("A1", "Double 5"),
    ('"text"', "String text"),
    ("A1:B2", "[Double 5, Double 1.5][String hi, String b]"),
    ("7.5", "Double 7.5"),
    ("A9", "Empty"),
    ("B2", "String b"),
    ("A1:A3", "[Double 5][String hi][Empty]"),
)


class Call(NamedTuple):
    """A formula, and what the stub must say to it."""

    formula: str
    said: str


def call(function: Function, arguments: Iterable[Argument], first_way: int) -> Call:
    """A call with the arguments given, each in another way, and the other arguments left out."""
    ways = list(islice(cycle(WAYS), first_way, first_way + len(list(arguments))))
    given = [said for _, said in ways] + ["Empty"] * (len(function.arguments) - len(ways))
    name = RENAMED.get(function.name, function.name)
    said = f"plm_ratios.udfs {function.name} {len(given)}" + "".join(f" | {one}" for one in given)
    return Call(f"={name}({','.join(written for written, _ in ways)})", said)


CALLS = {}
for number, function in enumerate(FUNCTIONS.values()):
    needed = [argument for argument in function.arguments if not argument.optional]
    CALLS[f"{function.name} with all arguments"] = call(function, function.arguments, number)
    CALLS[f"{function.name} with those it needs"] = call(function, needed, number)
for written, said in WAYS:
    CALLS[f"a single argument {written}"] = Call(f"=SEQS({written})", f"plm_ratios.udfs SEQS 1 | {said}")


@pytest.fixture(scope="module")
def said(calc: CalcSession, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the stub said to each of CALLS."""
    path = tmp_path_factory.mktemp("vba") / "calls.xlsm"
    return dict(zip(CALLS, calculated(calc, path, [call.formula for call in CALLS.values()])))


class TestCompiling:
    """Every module is VBA, as far as LibreOffice knows it."""

    def test_the_canary_answers(self, calc: CalcSession, tmp_path: Path) -> None:
        assert calculated(calc, tmp_path / "canary.xlsm", ["=CANARY42()"]) == [42.0]

    @pytest.mark.parametrize("fault", ["If True Them", "x = = 1", "End Function", "Next", "Dim End"])
    def test_the_canary_notices_a_fault(self, calc: CalcSession, tmp_path: Path, fault: str) -> None:
        code = f'Attribute VB_Name = "Faulty"\nOption Explicit\n\nSub Wrong()\n    {fault}\nEnd Sub\n'
        values = calculated(calc, tmp_path / "fault.xlsm", ["=CANARY42()"], standard_module(code))
        assert values != [42.0]

    def test_what_is_changed_for_calc_is_little(self) -> None:
        ours = {module.name: module for module in project.modules(1)}
        changed = [
            (before, after)
            for module in modules()
            for before, after in zip(ours[module.name].text.split("\r\n"), module.text.split("\r\n"))
            if before != after
        ]
        assert [before.strip() for before, _ in changed if VALUE2 in before] == ["ValuesOf = area.Value2"]
        assert len(changed) == 5  # and the function COMPARE: its head, two attributes and its answer


class TestCalls:
    """What a formula says reaches Python."""

    @pytest.mark.parametrize("name", CALLS)
    def test_arguments_arrive(self, said: dict[str, Any], name: str) -> None:
        assert said[name] == CALLS[name].said

    def test_a_whole_column_arrives_as_far_as_the_sheet_is_used(
        self, calc: CalcSession, tmp_path: Path
    ) -> None:
        # Used are the columns A to F and, with the four formulas in F, four rows.
        empty_column, empty_row = "[Empty]" * 4, f"[{', '.join(['Empty'] * 6)}]"
        arguments = {
            "A:A": "[Double 5][String hi][Empty][Empty]",
            "9:9": empty_row,
            "C:D": "[Empty, Empty]" * 4,
            "H:H": empty_column,
        }
        answers = calculated(calc, tmp_path / "whole.xlsm", [f"=SEQS({argument})" for argument in arguments])
        assert answers == [f"plm_ratios.udfs SEQS 1 | {given}" for given in arguments.values()]


# Those that our VBA makes again; Excel has more.
ERRORS = {text: EXCEL_ERRORS[text] for text in ERROR_TEXTS}
TEXTS = ["# of models", "#", "#hashtag", "#N/A yet", "#n/a", " #N/A", "#VALUE", "#SOMETHING!", "text", "1"]


class TestAnswers:
    """What Python answers stands in the cells, with error values for its error texts."""

    @pytest.fixture(scope="class")
    @classmethod
    def shown(cls, calc: CalcSession, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[Any]]]:
        """For each text the answers "text", "row" and "table" with it, one below the other."""
        arrays = {}
        for number, text in enumerate([*ERRORS, *TEXTS]):
            top = 5 * number + 1
            arrays[f"A{top}:A{top}"] = f'=SEQS("give text {text}")'
            arrays[f"A{top + 1}:C{top + 1}"] = f'=SEQS("give row {text}")'
            arrays[f"A{top + 2}:C{top + 3}"] = f'=SEQS("give table {text}")'
        path = tmp_path_factory.mktemp("vba") / "answers.xlsm"
        with calc.open(workbook(path, [*modules(), *STUBS], {}, arrays), macros=True) as document:
            document.calculate()
            rows = document.values("S", f"A1:C{5 * len(ERRORS) + 5 * len(TEXTS)}")
        texts = [*ERRORS, *TEXTS]
        return {text: rows[5 * number : 5 * number + 4] for number, text in enumerate(texts)}

    @pytest.mark.parametrize("text", [*ERRORS, *TEXTS])
    def test_alone(self, shown: dict[str, list[list[Any]]], text: str) -> None:
        assert shown[text][0][0] == (f"Error {ERRORS[text]}" if text in ERRORS else text)

    @pytest.mark.parametrize("text", [*ERRORS, *TEXTS])
    def test_in_a_row(self, shown: dict[str, list[list[Any]]], text: str) -> None:
        wanted = f"Error {ERRORS[text]}" if text in ERRORS else text
        assert shown[text][1] == ["first", wanted, 7.0]

    @pytest.mark.parametrize("text", [*ERRORS, *TEXTS])
    def test_in_a_table(self, shown: dict[str, list[list[Any]]], text: str) -> None:
        wanted = f"Error {ERRORS[text]}" if text in ERRORS else text
        assert shown[text][2:4] == [["name", "value", ""], [wanted, 1.25, wanted]]

    def test_a_number_and_a_failure(self, calc: CalcSession, tmp_path: Path) -> None:
        formulas = ['=SEQS("give number")', '=SEQS("give nothing known")']
        assert calculated(calc, tmp_path / "number.xlsm", formulas) == [12.5, "Error 2029"]


NAME = "Error 2029"
DOCTOR = "In a command prompt, type: plm-ratios excel doctor"
DENIED = (
    "Windows did not let Excel start Python (access denied): a security rule may forbid it. Ask those who "
    "look after this computer for an exclusion. plm-ratios new comparison.xlsx makes a workbook without "
    "macros."
)
STORE = (
    "Excel cannot reach the Python that it started (error -2147221164). So it is with the Excel of the "
    "Microsoft Store: install Office from office.com. plm-ratios new comparison.xlsx makes a workbook "
    "without macros."
)
BUSY = "Python or Excel was busy with something else. Press Recalculate."

# The errors with which VBA learns that Python has gone.
GONE = (462, -2147023174, -2147023170, -2147417848)
# Those with which it learns that Python or Excel is busy: call rejected, try again later.
BUSY_ERRORS = (-2147418111, -2147417846)

SCRIPTS = {
    "ask, ask, attempts": ["ok", "ok", "1"],
    # A failure in Python is no wrong input: not #VALUE!. The connection stays, and the reason is kept.
    "bad, ask, bad, attempts": [NAME, "ok", NAME, "1"],
    "bad, ask, reason": [NAME, "ok", f"plm-ratios failed (error 513): a Python error. {DOCTOR}"],
    "bad, forget, reason": [NAME, ""],
    # Python cannot be reached: tried once, and remembered.
    "down, ask, ask, ask, attempts": [NAME, NAME, NAME, "1"],
    "down, ask, reason": [NAME, "Python did not start: the stub is down"],
    "down, ask, up, ask, attempts": [NAME, NAME, "1"],
    "down, ask, forget, reason, ask, attempts": [NAME, "", NAME, "2"],
    "down, ask, up, forget, ask, attempts, reason": [NAME, "ok", "2", ""],
    "down, versions, reason": ["", "Python did not start: the stub is down"],
    # Who keeps Python from starting is told from Python that is broken.
    "down denied, ask, reason": [NAME, DENIED],
    "down verweigert, ask, reason": [NAME, DENIED],
    "down permission, ask, reason": [NAME, DENIED],
    "down store, ask, reason": [NAME, STORE],
    "down denied, ask, ask, attempts": [NAME, NAME, "1"],
    "versions, reason": ["plm_ratios.udfs VERSIONS 0", ""],
    # A server that is lost is started again once; the cell does not notice.
    **{f"ask, lost {number}, ask, ask, attempts": ["ok", "ok", "ok", "2"] for number in GONE},
    "ask, lost 462, down, ask, ask, attempts": ["ok", NAME, NAME, "2"],
    # One that is lost again and again is given up.
    "losing 462, ask, attempts": [NAME, "2"],
    "losing 462, ask, ask, ask, attempts": [NAME, NAME, NAME, "2"],
    "losing 462, ask, reason": [
        NAME,
        "Python stopped twice while it answered. In a command prompt, type: plm-ratios excel doctor",
    ],
    "losing 462, ask, up, forget, ask, attempts": [NAME, "ok", "3"],
    # The buttons that have Python do something.
    "check, ran": ["import plm_ratios.hosts.excel.check as check, check.main()"],
    "export, ran, attempts": ["import plm_ratios.slides.excel_button as button, button.main()", "1"],
    # One that is busy is asked again, on the same connection, and the cell does not notice.
    **{f"ask, lost {number}, ask, attempts, pauses": ["ok", "ok", "1", "1"] for number in BUSY_ERRORS},
    # One that stays busy is given up after two seconds, for all cells together.
    **{f"losing {number}, ask, attempts, pauses, reason": [NAME, "1", "20", BUSY] for number in BUSY_ERRORS},
    "losing -2147418111, ask, ask, ask, pauses": [NAME, NAME, NAME, "20"],
    "losing -2147418111, ask, up, ask, lost -2147418111, ask, pauses": [NAME, "ok", "ok", "21"],
    "losing -2147418111, ask, forget, ask, pauses": [NAME, NAME, "40"],
    "losing -2147418111, versions, reason": ["", BUSY],
    # Another error is no reason to start it again.
    "ask, lost 1004, ask, attempts, pauses": ["ok", NAME, "1", "0"],
    "ask, lost 1004, ask, reason": [
        "ok",
        NAME,
        f"plm-ratios failed (error 1004): the stub is lost. {DOCTOR}",
    ],
    "lost 458, ask, reason": [
        NAME,
        f"Python gave a number that this Excel cannot take (error 458). {DOCTOR}",
    ],
}


class TestConnection:
    """Python is started when it is needed, and a failure costs one attempt."""

    @pytest.fixture(scope="class")
    @classmethod
    def played(cls, calc: CalcSession, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
        path = tmp_path_factory.mktemp("vba") / "connection.xlsm"
        values = calculated(calc, path, [f'=PLAY("{script}")' for script in SCRIPTS])
        return {script: str(value).split("; ")[:-1] for script, value in zip(SCRIPTS, values)}

    @pytest.mark.parametrize("script", SCRIPTS)
    def test_a_script(self, played: dict[str, list[str]], script: str) -> None:
        assert played[script] == SCRIPTS[script]

    def test_a_sheet_full_of_cells_tries_once(self, calc: CalcSession, tmp_path: Path) -> None:
        cells = {f"B{row}": f"=RATIO(A{row})" for row in range(1, 101)} | {"C1": "=ATTEMPTSMADE()"}
        made = [*modules(), *(stub for stub in STUBS if stub.name != "xlwings"), STARTS_DOWN]
        with calc.open(workbook(tmp_path / "down.xlsm", made, cells), macros=True) as document:
            for _ in range(2):  # the second time all attempts of the first are counted
                document.calculate()
            assert document.values("S", "B1:B100") == [[NAME]] * 100
            assert document.values("S", "C1:C1") == [[1.0]]
