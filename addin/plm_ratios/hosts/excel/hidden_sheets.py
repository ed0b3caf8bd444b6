"""Rows of the hidden sheets that the workbook with macros and the add-in have both."""

from __future__ import annotations

from typing import Any, Sequence

from ...functions import FUNCTIONS
from .workbook_names import FOUND_BY_VBA, SETTINGS_SHEET

__all__ = ["HELP_SHEET", "SETTINGS_SHEET", "Rows", "help_rows", "settings_rows"]

Rows = Sequence[Sequence[Any]]

# From it the add-in Excel-DNA IntelliSense shows help while the user types.
HELP_SHEET = "_IntelliSense_"

# Settings of xlwings (docs.xlwings.org, "User Config"). Blank ones are included, so that the user's
# settings for other workbooks do not decide which Python starts for this one.
_SETTINGS: tuple[tuple[str, str | bool, str], ...] = (
    (
        "INTERPRETER_WIN",
        FOUND_BY_VBA,
        "As it stands, the workbook finds the Python that has plm-ratios. To name one, write the path of "
        "its python.exe here.",
    ),
    ("INTERPRETER_MAC", "", "For the buttons on a Mac: the path of a Python with plm-ratios."),
    ("CONDA PATH", "", "Not needed: environments of conda are found like any other."),
    ("CONDA ENV", "", "Not needed either."),
    ("PYTHONPATH", "", "More folders for Python to import from."),
    (
        "UDF MODULES",
        "plm_ratios.udfs",
        "Where the functions are. The workbook holds them: do not import them.",
    ),
    (
        "ADD_WORKBOOK_TO_PYTHONPATH",
        False,
        "With FALSE, Python files beside the workbook do not get in the way.",
    ),
    ("USE UDF SERVER", False, "With FALSE, a button starts a Python of its own, apart from the functions'."),
    ("DEBUG UDFS", False, "For developers of plm-ratios."),
    ("SHOW CONSOLE", False, "TRUE shows Python's window, with what it prints."),
)


def settings_rows() -> Rows:
    """What xlwings reads: a name, its value and what it means; the first row is the sheet's first."""
    return _SETTINGS


def help_rows() -> Rows:
    """The form that Excel-DNA IntelliSense reads: name, description, help topic, then pairs of argument and
    description."""
    rows = [["FunctionInfo", "1"]]
    for function in FUNCTIONS.values():
        texts = [function.name, function.summary, ""]
        for argument in function.arguments:
            texts += [f"[{argument.name}]" if argument.optional else argument.name, argument.help]
        rows.append(texts)
    return rows
