"""A workbook filled in the way a person does it: other models, basis and target, numbers and a model of
their own, a blank row, a typo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.recalculation import recalculate
from plm_ratios.workbook_builder import FLAVOURS
from workbook_files import copied, fresh

BASIS, AVGLEN, TARGET = "seen", 311.0, 30.0
TYPO = "ESM2 15G"
OWN, OWN_NUMBERS = "Our 2B", {"parameters": 2e9, "tokens_seen": 1.2e11}
NAMED_IN_COMPARE = "Our 500M"

# What is typed, cell by cell. Row 12 is cleared, row 15 gets a number instead of a formula.
TYPED: tuple[tuple[str, str, Any], ...] = (
    ("Compare", "B4", BASIS),
    ("Compare", "B5", AVGLEN),
    ("Compare", "B6", TARGET),
    ("Compare", "A11", "xTrimoPGLM-100B"),
    ("Compare", "A12", None),
    ("Compare", "A13", TYPO),
    ("Compare", "A14", "esm2-15b"),
    ("Compare", "A15", "ProGen2-xlarge"),
    ("Compare", "B15", 7e9),
    ("Compare", "A16", NAMED_IN_COMPARE),
    *(("Compare", f"A{row}", None) for row in range(17, 27)),
    ("What-if", "A7", OWN),
    ("What-if", "B7", OWN_NUMBERS["parameters"]),
    ("What-if", "E7", OWN_NUMBERS["tokens_seen"]),
    ("What-if", "A8", NAMED_IN_COMPARE),
    ("What-if", "B8", 5e8),
    ("What-if", "C8", 1e8),
    ("What-if", "D8", 200.0),
    ("What-if", "E8", 1e10),
    ("What-if", "A9", "Without parameters"),
    ("What-if", "C9", 1e8),
)
# The models in the order of the sheet, and their ratios by tokens seen.
RATIOS: dict[str, float | None] = {
    "xTrimoPGLM-100B": 10.0,
    TYPO: None,
    "ESM-2 15B": 57.6,
    "ProGen2-xlarge": 50.0,
    NAMED_IN_COMPARE: 20.0,
    OWN: 60.0,
}
VERDICTS = {
    "xTrimoPGLM-100B": "too few tokens",
    "ESM-2 15B": "near optimal",
    "ProGen2-xlarge": "near optimal",
    NAMED_IN_COMPARE: "near optimal",
    OWN: "near optimal",
}


def in_calc(flavour: str, folder: Path, calc: CalcSession) -> Path:
    """Filled in and saved in LibreOffice Calc, which calculates its formulas."""
    path = copied(folder / f"fresh_{flavour}{FLAVOURS[flavour].suffix}", flavour)
    with calc.open(path) as document:
        for sheet, cell, value in TYPED:
            document.set(sheet, cell, value)
        document.calculate()
        return document.save(folder / f"filled_{flavour}.xlsx", "xlsx")


def for_excel(flavour: str, folder: Path, calc: CalcSession) -> Path:
    """A workbook with functions for Excel, filled in, and its formulas calculated. Calc does not know the
    functions by the names that such a workbook has for them, so they are calculated in a copy."""
    suffix = FLAVOURS[flavour].suffix
    book = openpyxl.load_workbook(fresh(flavour), keep_vba=FLAVOURS[flavour].macros)
    for sheet, cell, value in TYPED:
        book[sheet][cell] = value
    typed = folder / f"typed_{flavour}{suffix}"
    book.save(typed)
    target = folder / f"filled_{flavour}{suffix}"
    recalculate(typed, calc, target)
    return target
