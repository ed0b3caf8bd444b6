"""What an export says where the formulas of a workbook showed errors: one sentence, with what they have in
common."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from cli.command_line import Run
from plm_ratios.comparison.compare import DEFAULT_MODELS
from plm_ratios.ooxml.cached_values import with_values
from plm_ratios.ooxml.workbook import Book
from plm_ratios.ooxml.worksheet import Value
from plm_ratios.workbook_builder import FLAVOURS
from workbook_files import copied, fresh, parsed

MODELS = ("esm2-15b", "progen2-xlarge")


def with_errors(flavour: str, folder: Path, errors: dict[str, str], models: tuple[str, ...] = MODELS) -> Path:
    """A new workbook in which formulas of these columns show these errors; "*" is for all."""
    suffix = FLAVOURS[flavour].suffix
    book = parsed(fresh(flavour, models=models))
    sheet = book.sheets["Compare"]
    cells = {}
    for place, cell in sheet.cells.items():
        error = errors.get(str(place)[:1], errors.get("*"))
        if cell.formula and place.row > 10 and error:
            cells[place] = Value("e", error)
    package = book.package.copy()
    package.parts[book.sheet_parts["Compare"]] = with_values(sheet, cells)
    path = folder / f"errors{suffix}"
    with path.open("wb") as file:
        package.write(file)
    return path


@pytest.mark.parametrize("error", ["#NAME?", "#VALUE!", "#N/A", "#REF!", "#NUM!", "#DIV/0!", "#BUSY!"])
@pytest.mark.parametrize("flavour", ["excel", "calc", pytest.param("lite", marks=pytest.mark.slow)])
def test_functions_that_were_not_there_are_one_note_whatever_the_cells_show(
    run: Run, tmp_path: Path, flavour: str, error: str
) -> None:
    end = run("export", str(with_errors(flavour, tmp_path, {"*": error})), "--to", str(tmp_path / "t.csv"))
    assert end.code == 0
    (note,) = end.err.splitlines()
    assert f"formulas show {error}, the first in Compare!B11: the functions were not there when" in note


def test_several_kinds_of_errors_are_one_note(run: Run, tmp_path: Path) -> None:
    path = with_errors("calc", tmp_path, {"B": "#NAME?", "H": "#VALUE!", "I": "#N/A"})
    end = run("export", str(path), "--to", str(tmp_path / "t.csv"))
    (note,) = end.err.splitlines()
    assert note.startswith("note: 6 formulas show #NAME?, #VALUE! or #N/A, the first in Compare!B11: ")


def test_a_few_rows_with_errors_are_named_one_by_one(run: Run, tmp_path: Path) -> None:
    """The other cells show what we have, so the functions were there."""
    end = run("export", str(with_errors("calc", tmp_path, {"B": "#N/A"})), "--to", str(tmp_path / "t.csv"))
    assert end.err.splitlines() == [
        "note: ESM-2 15B: Compare!B11: the file shows #N/A, where there are numbers here.",
        "note: ProGen2-xlarge: Compare!B12: the file shows #N/A, where there are numbers here.",
    ]


def test_many_of_them_are_one_note_without_a_reason(run: Run, tmp_path: Path) -> None:
    path = with_errors("calc", tmp_path, {"B": "#N/A"}, DEFAULT_MODELS)
    (note,) = run("export", str(path), "--to", str(tmp_path / "t.csv")).err.splitlines()
    assert note == (
        f"note: {len(DEFAULT_MODELS)} formulas show #N/A, the first in Compare!B11, where there are numbers "
        "here. The numbers here are worked out anew."
    )


def test_where_we_have_no_number_an_error_is_the_answer(run: Run, tmp_path: Path) -> None:
    """Column K is the ratio by unique tokens, which no source gives for these two."""
    path = with_errors("native", tmp_path, {"K": "#N/A"})
    assert run("export", str(path), "--to", str(tmp_path / "t.csv")).err == ""


def test_a_native_workbook_without_its_catalog_says_so(run: Run, tmp_path: Path) -> None:
    """It has no functions that could be missing."""
    path = with_errors("native", tmp_path, {"*": "#REF!"})
    part = Book.open(path)
    (tmp_path / "gone").mkdir()
    gone = without_sheet(part, "Catalog", tmp_path / "gone" / "a.xlsx")
    end = run("export", str(gone), "--to", str(tmp_path / "t.csv"))
    (note,) = end.err.splitlines()
    assert (
        "#REF!, the first in Compare!B11: the sheet Catalog, in which they look numbers up, is gone." in note
    )
    assert "functions" not in note


def without_sheet(book: Book, name: str, path: Path) -> Path:
    """A copy without a sheet, its part left unused as some programs do."""
    package = book.package.copy()
    text = package.parts[book.part].decode()
    start = text.index('<sheet name="' + name)
    package.parts[book.part] = (text[:start] + text[text.index(">", start) + 1 :]).encode()
    with path.open("wb") as file:
        package.write(file)
    return path


class TestHidden:
    @pytest.fixture
    def workbook(self, tmp_path: Path) -> Path:
        """Three models; the second is hidden, and its parameters are typed."""
        models = ("esm2-15b", "progen2-xlarge", "rita-xl")
        book = openpyxl.load_workbook(copied(tmp_path / "a.xlsx", "native", models=models))
        book["Compare"].row_dimensions[12].hidden = True
        book["Compare"]["B12"] = 1e9
        book.save(tmp_path / "b.xlsx")
        return tmp_path / "b.xlsx"

    def models(self, run: Run, workbook: Path, *words: str) -> tuple[list[str], str]:
        table = workbook.with_name("t.csv")
        end = run("export", str(workbook), "--to", str(table), "--force", *words)
        assert end.code == 0
        return [line.split(",")[0] for line in table.read_text(encoding="utf-8").splitlines()[1:]], end.err

    def test_they_are_left_out_with_a_note(self, run: Run, workbook: Path) -> None:
        names, said = self.models(run, workbook)
        assert names == ["ESM-2 15B", "RITA-XL"]
        assert (
            "note: The row of Compare!A12 is hidden and was left out. Show the rows, or give --hidden" in said
        )

    def test_the_option_takes_them_in(self, run: Run, workbook: Path) -> None:
        names, said = self.models(run, workbook, "--hidden")
        assert names == ["ESM-2 15B", "ProGen2-xlarge", "RITA-XL"] and "hidden" not in said

    def test_one_that_is_named_keeps_what_was_typed_for_it(self, run: Run, workbook: Path) -> None:
        names, said = self.models(run, workbook, "--models", "ProGen2-xlarge")
        assert names == ["ProGen2-xlarge"] and "hidden" not in said
        assert ",1000000000.0," in workbook.with_name("t.csv").read_text(encoding="utf-8")

    def test_where_all_are_hidden_the_option_is_named(self, run: Run, workbook: Path) -> None:
        book = openpyxl.load_workbook(workbook)
        for row in (11, 13):
            book["Compare"].row_dimensions[row].hidden = True
        book.save(workbook)
        end = run("export", str(workbook), "--to", str(workbook.with_name("t.csv")))
        assert end.code == 2 and "b.xlsx is in a hidden row. Show some, or give --hidden." in end.err
