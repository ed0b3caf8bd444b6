"""Every way into a spreadsheet that docs/which_way.md names has a test that runs it, as near as can be."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "which_way.md"

# The tests that run a way, by the words in bold with which its row begins.
RUN_BY = {
    "Plain formulas": (
        "tests/engines/test_engines.py::test_every_formula_gives_what_python_says",
        "tests/engines/test_engines.py::test_what_is_stored_in_a_fresh_workbook_is_what_python_says",
    ),
    "Workbook with macros": (
        "tests/hosts/test_vba_in_interpreter.py::TestFormulas::test_vectors_of_every_kind_as_constants",
        "tests/hosts/test_vba_in_interpreter.py::TestFormulas::test_every_vector",
        "tests/hosts/test_vba_in_calc.py::TestAnswers::test_in_a_table",
        "tests/hosts/test_excel_udfs.py::test_every_vector",
    ),
    "Add-in": (
        "tests/hosts/test_addin_in_interpreter.py::test_every_vector",
        "tests/hosts/test_addin_in_calc.py::test_every_vector",
    ),
    "LAMBDA formulas": (
        "tests/hosts/test_lambda_vectors.py::TestGoldenVectors",
        "tests/workbook_builder/test_lambda_workbook.py"
        "::test_another_engine_gives_for_every_call_what_is_stored",
    ),
    "LAMBDA formulas as text": (
        "tests/hosts/test_lambda_texts.py::TestExcelLabs",
        "tests/hosts/test_lambda_rules.py",
    ),
    "xlwings Lite in a workbook": (
        "tests/hosts/test_lite_pyodide.py::test_every_golden_vector",
        "tests/hosts/test_lite_workbook.py::test_what_was_stored_comes_out_as_it_went_in",
    ),
    "xlwings Lite, personal module": (
        "tests/hosts/test_lite_pyodide.py::test_every_golden_vector",
        "tests/hosts/test_lite_personal.py::test_what_is_loaded_second_brings_nothing_but_can_still_call_them",
    ),
    "Server": ("tests/hosts/test_server_functions.py::test_every_vector",),
    "Google Sheets, script": ("tests/hosts/test_sheets_functions.py::test_every_vector",),
    "Google Sheets, named functions": (
        "tests/hosts/test_lambda_texts.py::TestNamedFunctions::test_they_answer_as_the_lambdas_do",
    ),
    "LibreOffice Calc": (
        "tests/hosts/test_calc_golden.py::test_every_vector",
        "tests/hosts/test_calc_extension.py::test_install_use_and_uninstall_as_an_ordinary_user",
    ),
    "Python and command line": (
        "tests/api/test_twins.py::test_a_twin_answers_as_the_cell",
        "tests/test_documented_commands.py::test_the_commands_of_a_page_work_in_their_order",
        "tests/test_wheel.py::test_the_command_line_works_from_any_folder",
    ),
}


def rows() -> list[dict[str, str]]:
    """The rows of the table, by its headings."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def way(row: dict[str, str]) -> str:
    """The words in bold with which a row begins."""
    found = re.match(r"\*\*(.+?)\*\*", row["Way"])
    assert found, row["Way"]
    return found[1]


def test_each_way_has_a_row_and_each_row_a_test_that_runs_it() -> None:
    assert [way(row) for row in rows()] == list(RUN_BY)


@pytest.mark.parametrize("named", [each for tests in RUN_BY.values() for each in tests])
def test_the_test_is_there(named: str) -> None:
    path, *names = named.split("::")
    body = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    for name in names:
        (found,) = [each for each in body if getattr(each, "name", None) == name]
        body = getattr(found, "body", [])


@pytest.mark.parametrize("row", rows(), ids=way)
class TestRow:
    def test_it_begins_with_the_command_to_type(self, row: dict[str, str]) -> None:
        assert re.search(r"`(plm-ratios|pip) [^`]+`", row["Way"])

    def test_no_cell_is_left_open(self, row: dict[str, str]) -> None:
        assert all(row.values())

    def test_it_says_what_was_not_run(self, row: dict[str, str]) -> None:
        assert re.search(r"\b(No|Not)\b", row["Run here, and not run"])

    def test_nothing_claims_a_run_in_excel_or_google_sheets(self, row: dict[str, str]) -> None:
        for sentence in re.split(r"(?<=[.;]) ", row["Run here, and not run"]):
            if re.search(r"\bin (Excel|Google Sheets)\b", sentence):
                assert sentence.startswith(("Not", "No "))
