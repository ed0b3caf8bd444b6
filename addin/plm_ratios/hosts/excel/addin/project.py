"""The VBA of the add-in: what it shares with the workbook, the tab's own modules, and xlwings'."""

from __future__ import annotations

from importlib.resources import files

from .... import vbaproject
from ....catalog import load
from ....functions.tables import COMPARE_HEADER
from ....vbaproject.modules import Module
from ....version import __version__
from .. import project, wrappers
from ..addin_places import FILE_NAME

NAME = "PlmRatios"  # of the project, which the editor shows beside those of workbooks

_SHARED = ("PlmCalculation", "PlmCall", "PlmFault", "PlmInterpreter", "PlmMachine", "PlmPython")
_OWN = ("PlmChoice", "PlmInsert", "PlmLinks", "PlmRibbon")


def texts() -> dict[str, str]:
    """File name to text of every module but those of sheets."""
    own = files(__package__) / "modules"
    return {
        **{f"{name}.bas": project.read(f"{name}.bas") for name in _SHARED},
        **{f"{name}.bas": (own / f"{name}.bas").read_text(encoding="ascii") for name in _OWN},
        "PlmConstants.bas": _constants(),
        f"{wrappers.FUNCTIONS_MODULE}.bas": wrappers.functions_module(),
        **project.texts_of_xlwings(),
    }


def modules(sheets: int) -> list[Module]:
    """The modules of an add-in with that many sheets."""
    return project.of_texts(texts(), sheets)


def binary(sheets: int) -> bytes:
    """vbaProject.bin for an add-in with that many sheets."""
    return vbaproject.Project(modules(sheets), NAME).to_bytes()


def _constants() -> str:
    return "\n".join(
        [
            'Attribute VB_Name = "PlmConstants"',
            "Option Explicit",
            "Option Private Module",
            "",
            "' What the modules must know of Python; generated.",
            "",
            f'Public Const PLM_VERSION As String = "plm-ratios {__version__}, catalog {load().edition}"',
            f'Public Const PLM_FILE_NAME As String = "{FILE_NAME}"',
            "",
            "' What COMPARE gives for a name: a row of so many columns, below a header.",
            f"Public Const PLM_COLUMNS_OF_COMPARE As Long = {len(COMPARE_HEADER)}",
            "",
        ]
    )
