"""The functions as text: for Excel Labs, and as named functions of Google Sheets."""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ironcalc
import pytest
import xlsxwriter
from openpyxl.utils import FORMULAE
from xlsxwriter.utility import xl_range_abs

from cli.command_line import Run
from engines.programs import cell_value
from golden.generate import VECTORS
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.lambdas import excel_labs, inlining, sheet
from plm_ratios.hosts.lambdas import named_functions as for_sheets
from plm_ratios.hosts.lambdas.definition import Definition
from plm_ratios.hosts.lambdas.definitions import DEFINITIONS
from plm_ratios.hosts.lambdas.formula_tree import calls, parse, write
from plm_ratios.hosts.lambdas.inlining import PREFIX
from plm_ratios.hosts.lambdas.named_functions import IN_SHEETS, NamedFunction
from plm_ratios.hosts.lambdas.named_functions import text as named_functions_text
from plm_ratios.hosts.lambdas.stored_form import bound_names, stored

SAMPLE = 40  # every so many vectors in the usual tests


@functools.cache
def module_text() -> str:
    return excel_labs.module_text()


@functools.cache
def named_functions() -> list[NamedFunction]:
    return for_sheets.named_functions()


@functools.cache
def standing_alone() -> dict[str, Definition]:
    """The functions for Excel Labs."""
    return inlining.self_contained(DEFINITIONS, PREFIX)


class TestExcelLabs:
    DEFINED = re.compile(r"/\*\* (.+) \*/\n(\w+) = ([^;]+(?:;[^;\n][^;]*)*);\n")

    def test_every_function_is_defined_with_its_comment(self) -> None:
        text = module_text()
        read = {name: (comment, formula) for comment, name, formula in self.DEFINED.findall(text)}
        ours = standing_alone()
        assert read.keys() == ours.keys() == {PREFIX + name for name in FUNCTIONS}
        for name, (comment, formula) in read.items():
            assert comment == ours[name].comment
            assert flat(formula) == flat(ours[name].text)

    def test_it_holds_only_what_excel_labs_reads(self) -> None:
        text = module_text()
        assert not re.search(r"[\t\r]", text)
        assert not re.findall(r"^[^/\n]*\b[\w]+\.[A-Za-z]\w* =", text, re.MULTILINE)  # no dots in names
        assert text.endswith(";\n")

    def test_the_first_lines_say_how_the_tables_get_there(self) -> None:
        head = module_text().partition("\n\n")[0]
        assert "sheet PLM" in head.replace("\n// ", " ") and "Move or Copy" in head.replace("\n// ", " ")
        assert all(line.startswith("// ") for line in head.splitlines())


def flat(formula: str) -> str:
    return re.sub(r"\s", "", formula)


class TestNamedFunctions:
    def test_there_is_one_for_every_function(self) -> None:
        found = named_functions()
        assert [each.name for each in found] == list(FUNCTIONS)
        for each in found:
            assert [about for _, about in each.arguments] == [a.help for a in FUNCTIONS[each.name].arguments]

    def test_they_hold_nothing_that_sheets_lacks(self) -> None:
        for each in named_functions():
            nodes = parse(each.formula)
            bound = {
                name.upper()
                for call in calls(nodes)
                if call.name.upper() in ("LET", "LAMBDA")
                for name in bound_names(call)
            }
            called = {call.name.upper() for call in calls(nodes)} - {"", "ARRAYFORMULA"} - bound
            assert called <= (FORMULAE | IN_SHEETS), each.name
            placeholders = {name.upper() for name, _ in each.arguments}
            assert not called & placeholders
            unquoted = re.sub(r'"[^"]*"', '""', each.formula)
            assert not re.search(r"Plm\w+|#(N/A|VALUE|NUM|DIV)|ISOMITTED|\[", unquoted), each.name

    def test_a_name_is_one_that_sheets_accepts(self) -> None:
        for each in named_functions():
            for name in (each.name, *(name for name, _ in each.arguments)):
                assert re.fullmatch(r"[A-Za-z_]\w*", name) and len(name) < 255
                assert not re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*", name)

    def test_they_answer_as_the_lambdas_do(self, tmp_path: Path) -> None:
        assert_same(vectors()[::SAMPLE], tmp_path)

    @pytest.mark.slow
    @pytest.mark.parametrize("part", range(4))
    def test_they_answer_as_the_lambdas_do_to_every_call(self, part: int, tmp_path: Path) -> None:
        assert_same(vectors()[part::4], tmp_path)


class TestCommands:
    def test_each_writes_its_text_and_says_what_to_do_next(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.chdir(tmp_path)
        for command, name, text in (
            ("labs", "plm_excel_labs.txt", module_text()),
            ("sheets", "plm_named_functions.txt", named_functions_text()),
        ):
            end = run("lambda", command)
            assert (end.code, end.err) == (0, "")
            assert end.out.startswith(f"Wrote {name}\nNext: ")
            assert Path(name).read_text(encoding="utf-8") == text

    def test_the_text_for_sheets_holds_what_its_form_asks_for(self) -> None:
        steps, *entries = named_functions_text().split("=" * 100)
        assert "Data > Named functions" in steps and "sheet PLM" in " ".join(steps.split())
        for entry, function in zip(entries, named_functions(), strict=True):
            lines = entry.strip().splitlines()
            assert lines[:2] == [f"Name: {function.name}", f"Description: {function.description}"]
            assert lines[-2:] == ["Formula definition:", function.formula]
            assert all(f"  {name}: {about}" in lines for name, about in function.arguments)


def vectors() -> list[dict[str, Any]]:
    return [json.loads(line) for line in VECTORS.read_text(encoding="utf-8").splitlines()]


def assert_same(asked: Sequence[dict[str, Any]], folder: Path) -> None:
    """Names of the workbook with their helpers, definitions that stand alone, and those of Sheets give
    the same answers, in one workbook and one engine. That the first answer as Python is tested elsewhere."""
    path = folder / "forms.xlsx"
    book = xlsxwriter.Workbook(path, {"strings_to_urls": False})
    forms = {prefix: book.add_worksheet(f"Form {prefix}") for prefix in ("", "PLM_", "SHEETS_")}
    given = Given(book)
    write_tables(book.add_worksheet(sheet.SHEET))
    for definition in DEFINITIONS.values():
        book.define_name(definition.name, f"={stored(definition.text, DEFINITIONS)}")
    for definition in standing_alone().values():
        book.define_name(definition.name, f"={stored(definition.text)}")
    for each in named_functions():
        book.define_name(f"SHEETS_{each.name}", f"={stored(as_lambda(each))}")
    top, places = 0, []
    for vector in asked:
        name, arguments = vector["f"], list(map(given.formula, vector["a"]))
        missing = len(FUNCTIONS[name].arguments) - len(arguments)
        everything = [argument or '""' for argument in [*arguments, *[""] * missing]]
        for prefix, worksheet in forms.items():
            written = ",".join(everything if prefix == "SHEETS_" else arguments)
            worksheet.write_dynamic_array_formula(top, 0, top, 0, f"={prefix}{name}({written})")
        rows = vector["r"].get("range", [[0]]) if isinstance(vector["r"], dict) else [[0]]
        places.append((top, len(rows), len(rows[0])))
        top += len(rows) + 1
    book.close()
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    differing = []
    for vector, (first, high, wide) in zip(asked, places):
        cells = [(first + y + 1, x + 1) for y in range(high) for x in range(wide)]
        named, alone, in_sheets = (
            [cell_value(model.get_cell_value(form, *cell)) for cell in cells] for form in range(3)
        )
        if not (alike(named, alone) and alike(named, in_sheets)):
            differing.append((vector["f"], vector["a"], named[:3], alone[:3], in_sheets[:3]))
    assert not differing, f"{len(differing)} of {len(asked)} calls differ"


def alike(ones: list[Any], others: list[Any]) -> bool:
    """Whether values are the same; of what was searched for by halving, the last digits are by chance."""
    return all(
        math.isclose(one, other, rel_tol=1e-12)
        if isinstance(one, float) and isinstance(other, float)
        else one == other
        for one, other in zip(ones, others, strict=True)
    )


def as_lambda(function: NamedFunction) -> str:
    """The named function as Excel has it: ARRAYFORMULA is what it does anyway, SORT is its SORTBY."""
    body = function.formula.removeprefix("=ARRAYFORMULA(").removesuffix(")")
    nodes = parse(body)
    for call in calls(nodes):
        if call.name == "SORT":
            call.name = "SORTBY"
            orders = {"TRUE": "1", "FALSE": "-1"}
            call.arguments = [
                [orders[write(each)]] if write(each) in orders else each for each in call.arguments
            ]
    body = write(nodes)
    return f"LAMBDA({''.join(f'{name}, ' for name, _ in function.arguments)}{body})"


def write_tables(worksheet: Any) -> None:
    for place in sheet.placed():
        rows, left = place.table.rows, place.column
        options = {"name": place.table.name, "columns": [{"header": name} for name in place.table.headers]}
        last = (sheet.HEADER_ROW + len(rows), left + len(place.table.headers) - 1)
        worksheet.add_table(sheet.HEADER_ROW, left, *last, options)
        for y, row in enumerate(rows, sheet.HEADER_ROW + 1):
            for x, value in enumerate(row, left):
                if isinstance(value, str):
                    worksheet.write_string(y, x, value)
                elif value is not None:
                    worksheet.write(y, x, value)


class Given:
    """The sheet with the ranges that calls read."""

    def __init__(self, book: xlsxwriter.Workbook):
        self._sheet = book.add_worksheet("Given")
        self._row = 1  # the first row stays empty

    def formula(self, argument: Any) -> str:
        """An argument as it stands in a call; nothing where it is left out."""
        if argument is None:
            return "Given!$A$1"
        if isinstance(argument, str):
            quoted = argument.replace('"', '""')
            return f'"{quoted}"'
        if isinstance(argument, bool):
            return str(argument).upper()
        if not isinstance(argument, dict):
            return repr(argument)
        if "omitted" in argument:
            return ""
        return argument["error"] if "error" in argument else self._range(argument["range"])

    def _range(self, rows: list[list[Any]]) -> str:
        top = self._row
        for row in rows:
            for column, value in enumerate(row):
                if isinstance(value, str):
                    self._sheet.write_string(self._row, column, value)
                elif value is not None:
                    text = isinstance(value, (dict, bool))
                    self._sheet.write(self._row, column, f"={self.formula(value)}" if text else value)
            self._row += 1
        return f"Given!{xl_range_abs(top, 0, self._row - 1, len(rows[0]) - 1)}"
