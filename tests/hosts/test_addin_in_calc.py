"""The add-in's VBA, as read out of the shipped file, run in LibreOffice's VBA engine.

There is no Python behind it there. In its place a stub knows every golden vector: it takes what VBA hands
over, finds the vector with exactly these arguments, and gives its answer, which goes back through VBA.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_range

from golden.generate import VECTORS, decode
from hosts import addin_file
from hosts.test_vba_in_calc import (
    CANARY,
    ERRORS,
    MACHINE,
    RENAMED,
    WITH_CONDITIONS,
    XLWINGS,
    for_calc,
)
from hosts.test_vba_in_interpreter import same
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.vbaproject import Module, Project, class_module, standard_module

# The types that the procedures of the ribbon are given, which LibreOffice does not know.
RIBBON_TYPES = (" As IRibbonControl", " As IRibbonUI")

STUB = class_module(
    """\
Attribute VB_Name = "StubPython"
Option Explicit

Private known As Variant
Private answers As Object
Private blocks As Object
Private last As Long

' Sheet V has a row for each vector: function, answer, number of arguments, and two cells for each argument.
Public Function CallUDF(moduleName As String, functionName As String, given As Variant) As Variant
    Dim tried As Long
    Dim row As Long

    If IsEmpty(known) Then
        known = ThisWorkbook.Worksheets("V").UsedRange.Value
        Set answers = ThisWorkbook.Worksheets("R")
        Set blocks = ThisWorkbook.Worksheets("X")
    End If
    row = last
    For tried = 1 To UBound(known, 1)
        row = row + 1
        If row > UBound(known, 1) Then row = 1
        If known(row, 1) = functionName Then
            If Fits(row, given) Then
                last = row
                CallUDF = Answer(CStr(known(row, 2)))
                Exit Function
            End If
        End If
    Next tried
    CallUDF = "no vector of " & functionName
End Function

Private Function Answer(where As String) As Variant
    Dim row As Long
    Dim made() As Variant
    Dim area As Object

    Set area = answers.Range(where)
    If area.Columns.Count = 1 And area.Rows.Count = 1 Then
        Answer = Shown(area.Value)
    ElseIf area.Rows.Count = 1 Then
        ReDim made(0 To area.Columns.Count - 1)
        For row = 1 To area.Columns.Count
            made(row - 1) = Shown(area.Cells(1, row).Value)
        Next row
        Answer = made
    Else
        Answer = Table(area.Value)
    End If
End Function

Private Function Table(values As Variant) As Variant
    Dim row As Long
    Dim column As Long
    Dim made() As Variant

    ReDim made(0 To UBound(values, 1) - 1, 0 To UBound(values, 2) - 1)
    For row = 1 To UBound(values, 1)
        For column = 1 To UBound(values, 2)
            made(row - 1, column - 1) = Shown(values(row, column))
        Next column
    Next row
    Table = made
End Function

Private Function Shown(value As Variant) As Variant
    Shown = value
    If IsEmpty(value) Then Shown = ""
End Function

Private Function Fits(row As Long, given As Variant) As Boolean
    Dim index As Long
    Dim place As Long

    If known(row, 3) <> UBound(given) - LBound(given) + 1 Then Exit Function
    For index = 0 To known(row, 3) - 1
        place = 4 + 2 * index
        If Not Same(given(LBound(given) + index), CStr(known(row, place)), known(row, place + 1)) Then
            Exit Function
        End If
    Next index
    Fits = True
End Function

Private Function Same(given As Variant, kind As String, expected As Variant) As Boolean
    Dim row As Long
    Dim column As Long
    Dim block As Variant

    If IsArray(given) Then
        If kind <> "range" Then Exit Function
        block = blocks.Range(expected).Value
        If UBound(block, 1) <> UBound(given, 1) Or UBound(block, 2) <> UBound(given, 2) Then Exit Function
        For row = 1 To UBound(block, 1)
            For column = 1 To UBound(block, 2)
                If IsError(given(row, column)) Then
                    If block(row, column) <> CStr(given(row, column)) Then Exit Function
                Else
                    If VarType(block(row, column)) <> VarType(given(row, column)) Then Exit Function
                    If block(row, column) <> given(row, column) Then Exit Function
                End If
            Next column
        Next row
        Same = True
        Exit Function
    End If
    Select Case kind
        Case "blank": Same = IsEmpty(given)
        Case "empty text": If VarType(given) = 8 Then Same = given = ""
        Case "boolean": If VarType(given) = 11 Then Same = CStr(given) = expected
        Case "value": If VarType(given) = VarType(expected) Then Same = given = expected
    End Select
End Function
"""
)


# What LibreOffice's formulas cannot hand over: error values and arguments left out before others arrive as 0,
# and TRUE as 1. These vectors are called from VBA. It takes any error value alone for an argument left out:
# these vectors the other engine runs alone.
DIRECT = """\
Attribute VB_Name = "Direct"
Option Explicit

' The cells of an area of sheet X, with error values.
Private Function Block(where As String) As Variant
    Dim row As Long
    Dim column As Long
    Dim made As Variant

    made = ThisWorkbook.Worksheets("X").Range(where).Value
    For row = 1 To UBound(made, 1)
        For column = 1 To UBound(made, 2)
            If Left$(CStr(made(row, column)), 6) = "Error " Then
                made(row, column) = CVErr(CLng(Mid$(made(row, column), 7)))
            End If
        Next column
    Next row
    Block = made
End Function
"""


class Omitted:
    """An argument left out before others."""


class Vector(NamedTuple):
    """A call with its answer."""

    function: str
    arguments: list[Any]
    answer: Any

    @property
    def direct(self) -> bool:
        """Whether formulas of LibreOffice cannot hand its arguments over."""
        cells = [cell for argument in self.arguments for row in as_cells(argument) for cell in row]
        return any(isinstance(cell, (bool, CellError, Omitted)) for cell in cells)


def vectors() -> list[Vector]:
    """All that this engine can be asked; what is left out at the end is not there."""
    found = []
    for line in VECTORS.read_text(encoding="utf-8").splitlines():
        vector = json.loads(line)
        given = [Omitted() if each == {"omitted": True} else decode(each) for each in vector["a"]]
        while given and isinstance(given[-1], Omitted):
            given.pop()
        if not any(isinstance(cell, CellError) for cell in given):
            found.append(Vector(vector["f"], given, decode(vector["r"])))
    return found


def as_cells(value: Any) -> list[list[Any]]:
    return value if isinstance(value, list) else [[value]]


def modules(direct: str) -> list[Module]:
    """Those of the shipped add-in, but for the few that need Windows; and one with calls."""
    made = {}
    for name, module in addin_file.modules().items():
        if name not in WITH_CONDITIONS:
            text = module.text
            for kind in RIBBON_TYPES:
                text = text.replace(kind, " As Object")
            made[name] = for_calc(module._replace(text=text))
    return [*made.values(), XLWINGS, MACHINE, CANARY, STUB, standard_module(direct)]


class Book:
    """A workbook in which every vector is a formula."""

    def __init__(self, path: Path, asked: list[Vector]) -> None:
        self.places: list[tuple[int, int, int]] = []  # of each answer: first row, rows, columns
        self.direct = DIRECT
        self.rows = dict.fromkeys("SXR", 0)
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
            self.sheets = {name: book.add_worksheet(name) for name in "SXRVQ"}  # as many as the add-in has
            book.set_vba_name("ThisWorkbook")
            for number, sheet in enumerate(self.sheets.values(), 1):
                sheet.set_vba_name(f"Sheet{number}")
            for number, vector in enumerate(asked):
                self.add(number, vector)
            book.add_vba_project(io.BytesIO(Project(modules(self.direct)).to_bytes()), is_stream=True)

    def add(self, number: int, vector: Vector) -> None:
        """Writes a formula, and for the stub what it must be given and what it answers."""
        rows = as_cells(vector.answer)
        written, entries = [], []
        for argument in vector.arguments:
            text, *entry = self.argument(argument, vector.direct)
            written.append(text)
            entries += entry
        count = len(FUNCTIONS[vector.function].arguments)
        entries += ["blank", None] * (count - len(vector.arguments))
        self.sheets["V"].write_row(number, 0, [vector.function, self.block("R", rows), count, *entries])
        call = f"{RENAMED.get(vector.function, vector.function)}({','.join(written)})"
        if vector.direct:
            name = f"DIRECT{number}"
            self.direct += f"\nPublic Function {name}() As Variant\n    {name} = {call}\nEnd Function\n"
            call = f"{name}()"
        top = self.rows["S"]
        self.rows["S"] += len(rows)
        self.places.append((top, len(rows), len(rows[0])))
        if len(rows) == len(rows[0]) == 1:
            self.sheets["S"].write_formula(top, 0, f"={call}")
        else:
            area = xl_range(top, 0, top + len(rows) - 1, len(rows[0]) - 1)
            self.sheets["S"].write_array_formula(area, f"{{={call}}}")

    def argument(self, value: Any, direct: bool) -> tuple[str, str, Any]:
        """How a formula, or VBA, writes an argument, and what the stub must be given for it."""
        entry = self.entry(value)
        if isinstance(value, (Omitted, bool)):
            return str(value) if isinstance(value, bool) else "", *entry
        if isinstance(value, list):
            area = self.block("X", value)
            written = f'Block("{area}")' if direct else f"X!{area}"
            return (
                (written, "range", area)
                if len(value) * len(value[0]) > 1
                else (written, *self.entry(value[0][0]))
            )
        if value is None or (isinstance(value, str) and (not value.isprintable() or len(value) > 200)):
            cell = self.block("X", [[value]])
            return f'ThisWorkbook.Worksheets("X").Range("{cell}").Value' if direct else f"X!{cell}", *entry
        if isinstance(value, str):
            return '"' + value.replace('"', '""') + '"', *entry
        return repr(float(value)).upper(), *entry

    @staticmethod
    def entry(value: Any) -> tuple[str, Any]:
        """The kind and the value of what VBA must hand over."""
        if value is None or isinstance(value, Omitted):
            return "blank", None
        if isinstance(value, bool):
            return "boolean", str(value)
        return ("empty text", None) if value == "" else ("value", value)

    def block(self, name: str, rows: list[list[Any]]) -> str:
        """Writes rows below all others of a sheet; gives their address."""
        top = self.rows[name]
        self.rows[name] += len(rows)
        for row, cells in enumerate(rows, top):
            for column, cell in enumerate(cells):
                if isinstance(cell, CellError):
                    text = cell.text if name == "R" else f"Error {ERRORS[cell.text]}"
                    self.sheets[name].write_string(row, column, text)
                elif isinstance(cell, str):
                    self.sheets[name].write_string(row, column, cell)
                elif cell is not None:
                    self.sheets[name].write_number(row, column, float(cell))
        return xl_range(top, 0, top + len(rows) - 1, len(rows[0]) - 1)


def as_rows(value: Any) -> list[list[Any]]:
    """An answer as the cells of this engine show it, in which an error value is a text."""
    return [
        [f"Error {ERRORS[cell.text]}" if isinstance(cell, CellError) else cell for cell in row]
        for row in as_cells(value)
    ]


def test_every_vector(calc: CalcSession, tmp_path: Path) -> None:
    asked = vectors()
    path = tmp_path / "vectors.xlsm"
    book = Book(path, asked)
    wide = max(columns for _, _, columns in book.places)
    with calc.open(path, macros=True) as document:
        document.calculate()
        shown = document.values("S", xl_range(0, 0, book.rows["S"] - 1, wide - 1))
    wrong = []
    for vector, (top, tall, columns) in zip(asked, book.places):
        found = [row[:columns] for row in shown[top : top + tall]]
        if not same(as_rows(vector.answer), found):
            wrong.append(f"{vector}\n   gives {found}")
    assert not wrong, f"{len(wrong)} of {len(asked)} vectors differ:\n" + "\n".join(wrong[:20])
    assert len(asked) > 0.98 * len(VECTORS.read_text(encoding="utf-8").splitlines())
    assert sum(vector.direct for vector in asked) < 0.06 * len(asked)
