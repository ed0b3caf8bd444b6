"""Writes the VBA of the functions: one short function each, and their help for Excel's wizard.

xlwings generates such functions too, when people press "Import Functions"; but in those an error
becomes a text, which IFERROR and ISNA do not see.
"""

from __future__ import annotations

import re
from typing import Iterable

from ...functions import CATEGORY, FUNCTIONS
from ...functions.signature import Function, check_names

FUNCTIONS_MODULE, HELP_MODULE = "PlmFunctions", "PlmHelp"
_LONGEST_HELP = 255  # characters that Application.MacroOptions takes

# Names that VBA keeps for itself ([MS-VBAL] 3.3.5.2), as far as they could name a function or argument.
_RESERVED = frozenset(
    "abs addressof and any array as attribute boolean byref byte byval call case cbool cbyte ccur cdate "
    "cdbl cdec cdecl cint circle clng clnglng clngptr close const csng cstr currency cvar cverr date "
    "debug decimal declare defbool defbyte defcur defdate defdbl defdec defint deflng deflnglng deflngptr "
    "defobj defsng defstr defvar dim do doevents double each else elseif empty end endif enum eqv erase "
    "error event exit false fix for friend function get global gosub goto if imp implements in input "
    "inputb int integer is lbound len lenb let like lineinput lock long longlong longptr loop lset me mod "
    "new next not nothing null on open option optional or paramarray preserve print private psat public "
    "put raiseevent redim rem resume return rset scale seek select set sgn shared single spc static step "
    "stop string sub tab then to true type typeof ubound unlock until variant wend while with withevents "
    "write xor".split()
)


def functions_module(functions: Iterable[Function] = FUNCTIONS.values()) -> str:
    """The text of the module with one VBA function for each of FUNCTIONS."""
    parts = [
        f'Attribute VB_Name = "{FUNCTIONS_MODULE}"',
        "Option Explicit",
        "",
        "' One function for each of plm-ratios; generated from the list of functions in Python.",
    ]
    for function in functions:
        parts += ["", *_wrapper(function)]
    return "\n".join(parts) + "\n"


def help_module(functions: Iterable[Function] = FUNCTIONS.values()) -> str:
    """The text of the module that gives Excel's wizard the category and the help of each argument."""
    calls = []
    for function in functions:
        arguments = ", ".join(_text(argument.help, function) for argument in function.arguments)
        summary = _text(function.summary, function)
        calls.append(f"    Describe {_text(function.name, function)}, {summary}, Array({arguments})")
    return "\n".join(
        [
            f'Attribute VB_Name = "{HELP_MODULE}"',
            "Option Explicit",
            "Option Private Module",
            "",
            "' Help for the function wizard; generated from the list of functions in Python.",
            "",
            "Public Sub PlmDescribe()",
            *calls,
            "End Sub",
            "",
            "Private Sub Describe(functionName As String, summary As String, helps As Variant)",
            "    On Error Resume Next  ' a workbook without help calculates as well",
            "    If UBound(helps) < LBound(helps) Then",
            "        Application.MacroOptions Macro:=functionName, Description:=summary, _",
            f'            Category:="{CATEGORY}"',
            "    Else",
            "        Application.MacroOptions Macro:=functionName, Description:=summary, _",
            f'            Category:="{CATEGORY}", ArgumentDescriptions:=helps',
            "    End If",
            "End Sub",
            "",
        ]
    )


def check(function: Function) -> None:
    """ValueError where Excel or VBA would not take a name, or the wizard a text."""
    names = [function.name, *(argument.name for argument in function.arguments)]
    for name in names:
        if not re.fullmatch(r"[A-Za-z]\w{0,254}", name, re.ASCII) or name.lower() in _RESERVED:
            raise ValueError(f"{name} ({function.usage}) is no name for VBA.")
    if len({name.lower() for name in names}) < len(names):
        raise ValueError(f"{function.usage}: VBA does not tell apart names that differ in case only.")
    check_names(function, (other for other in FUNCTIONS.values() if other.name != function.name))
    if re.fullmatch(r"[A-Z]{1,3}\d+|R\d*C\d*|R|C", function.name, re.IGNORECASE):
        raise ValueError(f"{function.name} is the address of a cell.")
    for text in (function.summary, *(argument.help for argument in function.arguments)):
        if len(text) > _LONGEST_HELP or not text.isascii():
            raise ValueError(
                f"{function.usage}: help for the wizard is at most {_LONGEST_HELP} ASCII letters."
            )


def _wrapper(function: Function) -> list[str]:
    check(function)
    name = function.name
    declared = ", ".join(
        f"{'Optional ' if argument.optional else ''}{argument.name} As Variant"
        for argument in function.arguments
    )
    given = ", ".join(argument.name for argument in function.arguments)
    return [
        f"Public Function {name}({declared}) As Variant",
        f"Attribute {name}.VB_Description = {_text(function.summary, function)}",
        f'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n14"',
        f'    {name} = PlmCall.PlmAnswer("{name}", Array({given}))',
        "End Function",
    ]


def _text(text: str, function: Function) -> str:
    """A text as VBA writes it."""
    check(function)
    return '"' + text.replace('"', '""') + '"'
