"""The VBA of the workbook: our modules, the functions, and xlwings' own, as text and as a project."""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Mapping

from ... import vbaproject
from ...errors import HostError
from ...functions import FUNCTIONS
from ...vbaproject.modules import WORKBOOK, Module
from . import wrappers

WORKBOOK_MODULE = "ThisWorkbook"
_OURS = (
    "PlmButtons",
    "PlmCalculation",
    "PlmCall",
    "PlmFault",
    "PlmInterpreter",
    "PlmMachine",
    "PlmPython",
    "PlmStart",
)
_PASTED = f"{WORKBOOK_MODULE}.txt"
_VERSION = re.compile(r"^'Version: (\S+)", re.MULTILINE)
_NAME_LINE = re.compile(r"\AAttribute VB_Name = .*?(\r?\n)")
# What stands for itself in VBA (texts, comments to the end of the line), or else a name.
_TEXT_COMMENT_OR_NAME = re.compile(r'"[^"\r\n]*"|\'[^\r\n]*|\b[A-Za-z]\w*')


def sheet_module(number: int) -> str:
    """The name of the module of a sheet, numbered from 1: its code name."""
    return f"Sheet{number}"


def texts() -> dict[str, str]:
    """File name to text of every module that can be imported by hand, and of the code to paste into the
    workbook's own."""
    return {
        _PASTED: read(_PASTED),
        **{f"{name}.bas": read(f"{name}.bas") for name in _OURS},
        f"{wrappers.FUNCTIONS_MODULE}.bas": wrappers.functions_module(),
        f"{wrappers.HELP_MODULE}.bas": wrappers.help_module(),
        **texts_of_xlwings(),
    }


def read(name: str) -> str:
    """The text of one of our modules, by the name of its file."""
    return (files(__package__) / "modules" / name).read_text(encoding="ascii")


def texts_of_xlwings() -> dict[str, str]:
    """File name to text of the modules that xlwings ships for workbooks, private and in our spelling."""
    return {
        "xlwings.bas": private(in_our_spelling(_of_xlwings("xlwings.bas"))),
        "Dictionary.cls": in_our_spelling(_of_xlwings("addin/Dictionary.cls")),
    }


def private(text: str) -> str:
    """A module whose procedures only the workbook's own code sees: Excel offers none of them to people, as
    functions or as macros. In xlwings' there are some forty, and =ReadFile("...") would read files."""
    return _NAME_LINE.sub(r"\g<0>Option Private Module\1", text, count=1)


def in_our_spelling(text: str) -> str:
    """A module in which the names of our functions have capitals, as VBA has one spelling for a name in the
    whole project: with a variable `source` somewhere, Excel may show =source(...).

    It means the same, since VBA does not tell names apart by case.
    """

    def spelt(found: re.Match[str]) -> str:
        return found[0].upper() if found[0].upper() in FUNCTIONS else found[0]

    return _TEXT_COMMENT_OR_NAME.sub(spelt, text)


def modules(sheets: int) -> list[Module]:
    """The modules of a workbook with that many sheets."""
    found = texts()
    return of_texts(found, sheets, found.pop(_PASTED))


def of_texts(found: Mapping[str, str], sheets: int, of_workbook: str = "") -> list[Module]:
    """The modules of a project: those of the workbook, with its code, and of its sheets, and those that
    texts give by the names of their files."""
    documents = [
        vbaproject.document_module(WORKBOOK_MODULE, of_workbook, base=WORKBOOK),
        *(vbaproject.document_module(sheet_module(number)) for number in range(1, sheets + 1)),
    ]
    others = [
        vbaproject.class_module(text) if name.endswith(".cls") else vbaproject.standard_module(text)
        for name, text in found.items()
    ]
    return documents + others


def project(sheets: int) -> bytes:
    """vbaProject.bin for a workbook with that many sheets."""
    return vbaproject.Project(modules(sheets)).to_bytes()


def xlwings_version() -> str:
    """The version of xlwings whose module goes into the workbook; its library must be of the same."""
    found = _VERSION.search(_of_xlwings("xlwings.bas"))
    if found is None:
        raise HostError("The module of xlwings does not say its version. Install xlwings again.")
    return found[1]


def _of_xlwings(name: str) -> str:
    """A text that xlwings ships for workbooks that carry its code, unchanged."""
    spec = find_spec("xlwings")  # not imported: it looks for Excel
    if spec is None or spec.origin is None:
        raise HostError("xlwings is not installed. Run: pip install xlwings")
    path = Path(spec.origin).with_name("xlwings.bas").parent / name
    return path.read_bytes().decode("ascii")
