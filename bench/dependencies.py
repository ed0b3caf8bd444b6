"""Workbooks in which much depends on our functions: running sums and whole columns, as people write them."""

from __future__ import annotations

import time
from pathlib import Path

import xlsxwriter

from plm_ratios.functions import FUNCTIONS
from plm_ratios.ooxml.formula_names import from_any_host
from plm_ratios.ooxml.formulas import Formulas
from plm_ratios.ooxml.workbook import Book
from plm_ratios.recalculation.dependencies import Dependencies


def workbook(path: Path, rows: int) -> None:
    """Four formulas a row; one calls our functions."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for row in range(1, rows + 1):
        sheet.write_formula(f"A{row}", f"=H{row}+1", None, 1)
        sheet.write_formula(f"B{row}", f"=SUM($A$1:A{row})", None, 1)
        sheet.write_formula(f"C{row}", f"=A{row}/SUM(A:A)+COUNTIF(B:B,1)", None, 1)
        sheet.write_formula(f"D{row}", "=SUM(F:F)" if row > 1 else '=RATIO("ESM-2 15B")', None, 1)
    sheet.write_formula("F1", "=SUM(B:B)", None, 1)
    sheet.write_formula(f"A{rows // 2}", "=D1", None, 1)
    book.close()


def seconds(path: Path) -> float:
    """The time that the search takes in a workbook that has been read."""
    formulas = Formulas(from_any_host(FUNCTIONS, "PLM.F."))
    read = Book.open(path)
    start = time.perf_counter()
    Dependencies(read, formulas).changing({})
    return time.perf_counter() - start
