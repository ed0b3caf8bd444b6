"""The VBA of the workbook: our modules, the functions, and xlwings' own, as text and as a project."""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from ... import vbaproject
from ...errors import HostError
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
    "PlmStart",
)
_PASTED = f"{WORKBOOK_MODULE}.txt"
_VERSION = re.compile(r"^'Version: (\S+)", re.MULTILINE)


def sheet_module(number: int) -> str:
    """The name of the module of a sheet, numbered from 1: its code name."""
    return f"Sheet{number}"


def texts() -> dict[str, str]:
    """File name to text of every module that can be imported by hand, and of the code to paste into the
    workbook's own."""
    folder = files(__package__) / "modules"
    ours = {f"{name}.bas": (folder / f"{name}.bas").read_text(encoding="ascii") for name in _OURS}
    return {
        _PASTED: (folder / _PASTED).read_text(encoding="ascii"),
        **ours,
        f"{wrappers.FUNCTIONS_MODULE}.bas": wrappers.functions_module(),
        f"{wrappers.HELP_MODULE}.bas": wrappers.help_module(),
        "xlwings.bas": _of_xlwings("xlwings.bas"),
        "Dictionary.cls": _of_xlwings("addin/Dictionary.cls"),
    }


def modules(sheets: int) -> list[Module]:
    """The modules of a workbook with that many sheets."""
    found = texts()
    documents = [
        vbaproject.document_module(WORKBOOK_MODULE, found.pop(_PASTED), base=WORKBOOK),
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
    """A text that xlwings ships for workbooks that carry its code, as it stands."""
    spec = find_spec("xlwings")  # not imported: it looks for Excel
    if spec is None or spec.origin is None:
        raise HostError("xlwings is not installed. Run: pip install xlwings")
    path = Path(spec.origin).with_name("xlwings.bas").parent / name
    return path.read_bytes().decode("ascii")
