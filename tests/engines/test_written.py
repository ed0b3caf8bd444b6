"""The formulas that the builder writes: every name in them is there, and no two programs read them
differently."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engines.dialect import TELLING, breaches
from engines.native import Native, Place, read
from engines.typed_inputs import Typed
from engines.written import columns, dangling, written
from plm_ratios.functions import FUNCTIONS
from plm_ratios.ooxml.formula_names import rename
from plm_ratios.workbook_builder import FLAVOURS
from workbook_files import fresh


# Formulas for Lite are those for Excel with other names of functions; those of LAMBDA are those of native.
@pytest.fixture(
    scope="module",
    params=[
        pytest.param(name, marks=[pytest.mark.slow] if name in ("lite", "lambda") else [])
        for name in sorted(FLAVOURS)
    ],
)
def path(request: pytest.FixtureRequest) -> Path:
    return fresh(request.param)


def test_every_table_and_column_that_a_formula_names_is_there(path: Path) -> None:
    known = columns(path)
    formulas = written(path)
    assert len(formulas) > 600
    assert {"Comparison", "WhatIf", "LawTable", "CatalogTable"} <= known.keys()
    missing = {
        f"{formula.part} {formula.place}": dangling(formula.text, known)
        for formula in formulas
        if dangling(formula.text, known)
    }
    assert not missing


def test_the_formula_of_a_column_is_that_of_each_of_its_cells(path: Path) -> None:
    """Excel repairs a table whose column says something else."""
    native = read(path)
    of_columns = {
        (formula.part, formula.place): formula.text
        for formula in written(path)
        if formula.part.startswith("xl/tables/") and formula.place
    }
    stated = set(of_columns.values())
    assert stated
    for table in native.tables.values():
        for column in table.columns.values():
            cells = (native.book[table.sheet].cell(row, column) for row in range(table.first, table.last + 1))
            texts = {cell.value.removeprefix("=") for cell in cells if cell.data_type == "f"}
            assert len(texts) <= 1
            assert texts <= stated


def test_no_formula_depends_on_what_programs_disagree_about(path: Path) -> None:
    native = read(path)
    wrong = []
    for place, formula in native.formulas.items():
        cells = _Cells(native, place[0])
        found = breaches(plain(formula), place in native.arrays, cells.is_typed, cells.is_blank)
        # A LAMBDA that the workbook defines is called like a function.
        found = [
            sentence for sentence in found if sentence.partition(" ")[0] not in native.book.defined_names
        ]
        wrong += [f"{place[0]}!{place[1]}: {sentence}" for sentence in found]
    assert not wrong


class _Cells:
    """What stands in the cells that the formulas of a sheet name."""

    def __init__(self, native: Native, sheet: str):
        self._native = native
        self._sheet = sheet
        self._inputs = native.typed_cells(Typed())

    def is_typed(self, name: str) -> bool:
        """Whether a text of other people's may stand there: it is theirs, or a formula may give it."""
        if not _CELL.fullmatch(name):
            return name not in TELLING
        place = self._place(name)
        held = str(self._native.book[place[0]][place[1]].value)
        return place in self._inputs or bool(re.search("[*?~]", held)) or held.startswith("=")

    def is_blank(self, name: str) -> bool:
        """Whether nothing may stand there."""
        if not _CELL.fullmatch(name):
            return name in ("Basis", "AverageLength", "Target", "Budget") or "[" in name
        place = self._place(name)
        return place in self._inputs or self._native.book[place[0]][place[1]].value is None

    def _place(self, name: str) -> Place:
        sheet, _, address = name.rpartition("!")
        return sheet.strip("'") or self._sheet, address.replace("$", "")


_CELL = re.compile(r"(.+!)?\$?[A-Z]+\$?\d+")


def plain(formula: str) -> str:
    """A formula with the names of functions that people type."""
    prefixes = {flavour.prefix for flavour in FLAVOURS.values() if flavour.prefix}
    names = {prefix + name: name for prefix in prefixes for name in FUNCTIONS}
    return rename(formula, names)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ('=(ISNUMBER(SEARCH("MLM",A1))>0)', "> between a boolean and something else"),
        ("=IF(TRUE=A1,1,2)", "= between a boolean and something else"),
        ("=IF(InputsOk=1,1,2)", "= between a boolean and something else"),
        ('=IF(1<"a",1,2)', "< between a number and a text"),
        ('=IF(IF(A1=1,"",2)>0,1,2)', "> with what may be an empty text"),
        ('=IF(A1=1,"",2)*3', "* with what may be a text"),
        ('="5"+1', "+ with what may be a text"),
        ("=(A1&A2)/2", "/ with what may be a text"),
        ('=-"5"', "- on a text"),
        ("=SUM(A1>1)", "SUM of booleans"),
        ("=SUMPRODUCT(A1:A3>1)", "SUMPRODUCT of booleans"),
        ("=MATCH(A1,B1:B9,0)", "MATCH takes * ? ~"),
        ('=COUNTIF(B1:B9,A1&"x")', "COUNTIF takes * ? ~"),
        ('=SEARCH("ESM*",A1)', "SEARCH takes * ? ~"),
        ('=MATCH(SUBSTITUTE(A1,"*","~*"),B1:B9,0)', "MATCH takes * ? ~"),
        ('=MATCH(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(A1,"*","~*"),"?","~?"),"~","~~"),B1:B9,0)', "MATCH takes"),
        ("=A1:A3*2", "* on A1:A3, all of it"),
        ("=T[Model]&1", "& on T[Model], all of it"),
        ("=ABS(A1:A3)", "ABS of A1:A3, all of it"),
        ("=SUM(A1:A3*2)", "* on A1:A3, all of it"),
        ("=A1*1e21", "1e21 has a small e"),
        ("=TEXTJOIN(A1)", "TEXTJOIN is no function that every Excel has"),
        ("=A1", "A1 alone is 0 where the cell is blank"),
    ],
)
def test_a_breach_is_told_in_a_sentence(formula: str, said: str) -> None:
    assert any(sentence.startswith(said) for sentence in breaches(formula)), breaches(formula)


@pytest.mark.parametrize(
    "formula",
    [
        '=(ISNUMBER(SEARCH("MLM",A1))*1>0)',
        '=IF(A1="","",A1*2)',
        '=IF(ISNUMBER(A1),IF(A1>0,"yes","no"),NA())',
        '=MATCH(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(A1,"~","~~"),"*","~*"),"?","~?"),B1:B9,0)',
        '=MATCH("ESM-2 15B",B1:B9,0)',
        '=COUNTIF(A1:D1,"<=0")>0',
        '=SUMPRODUCT((A1:A3<>"")*1)',
        "=SUM(A1:A3)/COUNT(A1:A3)",
        '=RATIO(A1:A3,"seen")',
        "=INDEX(T[[#This Row],[a]:[b]],1,2)*2",
        "=A1*9E+99",
    ],
)
def test_what_all_programs_read_alike_is_no_breach(formula: str) -> None:
    assert breaches(formula) == []


def test_arrays_are_calculated_cell_by_cell_in_array_formulas() -> None:
    assert breaches("=SUM(A1:A3*2)", is_array=True) == []
    assert breaches("=SUM(IF(AND(A1:A3),1,2))", is_array=True) == ["AND makes one value of a whole range"]
