"""Spreadsheet engines by other people, each asked for the value of every formula of a workbook.

An engine gets files with no stored value in them and gives what it calculates: numbers, texts, booleans,
None for a blank, CellError for an error value.
"""

from __future__ import annotations

import functools
import json
import subprocess
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import ironcalc
import openpyxl
from openpyxl.formula.tokenizer import Token
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from engines.native import Native, Place
from plm_ratios.functions.cells import ERROR_TEXTS, CellError
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.ooxml.formula_names import tokens

Values = dict[Place, Any]


def by_calc(calc: CalcSession, path: Path, native: Native) -> Values:
    """LibreOffice Calc, on the workbook as it is."""
    found: Values = {}
    with calc.open(path) as document:
        document.calculate()
        for name in dict.fromkeys(sheet for sheet, _ in native.formulas):
            rows = document.values(name, f"A1:{native.book[name].dimensions.rpartition(':')[2]}")
            for place in native.formulas:
                if place[0] == name:
                    row, column = coordinate_to_tuple(place[1])
                    found[place] = rows[row - 1][column - 1]
    return found


def by_ironcalc(path: Path, native: Native, given: Values) -> Values:
    """IronCalc, on the workbook as it is. The cells that it cannot calculate are given to it."""
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    numbers = {name: number for number, name in enumerate(native.book.sheetnames)}

    def at(place: Place) -> tuple[int, int, int]:
        return numbers[place[0]], *coordinate_to_tuple(place[1])

    for place, value in given.items():
        model.set_user_input(*at(place), _typing(value))
    model.evaluate()
    asked = native.formulas.keys() - given.keys()
    return {place: cell_value(model.get_cell_value(*at(place))) for place in asked}


def by_gnumeric(program: str, flat: Workbook, folder: Path) -> Values:
    """Gnumeric, through its ssconvert."""
    asked, calculated = folder / "asked.xlsx", folder / "calculated.xlsx"
    flat.save(asked)
    command = [program, "--recalc", str(asked), str(calculated)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # Gnumeric's file has no default style
        read = openpyxl.load_workbook(calculated, data_only=True)
    return {place: cell_value(read[place[0]][place[1]].value) for place in formulas_of(flat)}


def by_hyperformula(node: str, flat: Iterable[Workbook]) -> list[Values]:
    """HyperFormula, which takes cells rather than files; all workbooks in one go."""
    script = Path(__file__).parents[1] / "js" / "hyperformula.mjs"  # beside the packages that it imports
    asked, places = [], []
    for book in flat:
        asked.append(_cells(book))
        places.append(formulas_of(book))
    answer = subprocess.run(
        [node, str(script)], input=json.dumps(asked), capture_output=True, text=True, check=True, timeout=300
    )
    found = []
    for wanted, sheets in zip(places, json.loads(answer.stdout), strict=True):
        values: Values = {}
        for sheet, address in wanted:
            row, column = coordinate_to_tuple(address)
            values[sheet, address] = cell_value(sheets[sheet][row - 1][column - 1])
        found.append(values)
    return found


def formulas_of(book: Workbook) -> list[Place]:
    """The cells with formulas."""
    return [
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def _cells(book: Workbook) -> dict[str, Any]:
    def held(cell: Any) -> Any:
        if isinstance(cell.value, ArrayFormula):
            return f"=ARRAYFORMULA({_without_exponents(cell.value.text).removeprefix('=')})"
        if cell.data_type == "f":
            return _without_exponents(cell.value)
        if cell.data_type == "e":
            return cell.value
        # A text could be read as a person's typing.
        return f"'{cell.value}" if isinstance(cell.value, str) else cell.value

    sheets = {
        sheet.title: [[held(cell) for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets
    }
    names = {name: defined.attr_text for name, defined in book.defined_names.items()}
    return {"sheets": sheets, "names": names}


@functools.cache
def _without_exponents(formula: str) -> str:
    """HyperFormula reads no number such as 9E+99 in a formula."""
    return "=" + "".join(
        str(token.value).replace("E+", "*10^") if token.subtype == Token.NUMBER else str(token.value)
        for token in tokens(formula)
    )


def _typing(value: Any) -> str:
    """What a person types for a value."""
    if isinstance(value, CellError):
        return str(value)
    return f"'{value}" if isinstance(value, str) else repr(value)


def cell_value(value: Any) -> Any:
    """A value as cells hold it, from an engine's own."""
    text = str(value)
    if text in ERROR_TEXTS:
        return CellError(text)
    if isinstance(value, (int, float, bool, type(None))):
        return value
    return None if text == "empty" else text
