"""How the search for what depends on our functions grows with a workbook: ten times as many formulas, each of
which reads ten times as many cells.

    python bench/dependencies.py [--rows 2500] [--repeats 3]

Running sums and whole columns, the worst that people write. The fastest of the repeats counts; the time for
one formula should hardly grow.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import xlsxwriter

from plm_ratios.functions import FUNCTIONS
from plm_ratios.ooxml.formula_names import from_any_host
from plm_ratios.ooxml.formulas import Formulas
from plm_ratios.ooxml.workbook import Book
from plm_ratios.recalculation.dependencies import Dependencies

AIM = 2  # times the cost of a formula in the smaller workbook, at most


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


def seconds(path: Path, repeats: int) -> float:
    """The time that the search takes in a workbook that has been read."""
    fastest = float("inf")
    formulas = Formulas(from_any_host(FUNCTIONS, "PLM.F."))
    for _ in range(repeats):
        read = Book.open(path)
        start = time.perf_counter()
        Dependencies(read, formulas).changing({})
        fastest = min(fastest, time.perf_counter() - start)
    return fastest


def main(rows: int, repeats: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        each = []
        for size in (rows, 10 * rows):
            path = Path(folder) / f"{size}.xlsx"
            workbook(path, size)
            took = seconds(path, repeats)
            each.append(took / size / 4)
            print(f"{4 * size:7,} formulas: {took:6.2f} s, {each[-1] * 1e6:5.1f} microseconds for one")
    print(f"a formula of the larger one costs {each[1] / each[0]:.1f} x as much (aim: {AIM} x)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=2500)
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    main(given.rows, given.repeats)
