"""What people did to the workbook before they exported it: moved, renamed, extended, saved elsewhere."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from plm_ratios.catalog import load
from plm_ratios.comparison.rows import RowRequest
from plm_ratios.comparison.terms import Terms
from plm_ratios.errors import PlmError
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.workbook_builder import FLAVOURS
from plm_ratios.workbook_reader import filled_workbook
from workbook_files import copied, fresh

MODELS = ("esm2-15b", "progen2-xlarge")
LONG = ("Claims", "Laws", "Catalog", "Datasets", "Sources", "Functions")


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook that compares two models, without the sheets that take openpyxl long and hold no inputs."""
    book = openpyxl.load_workbook(fresh("native", models=MODELS))
    for name in LONG:
        del book[name]
    path = tmp_path_factory.mktemp("short") / "short.xlsx"
    book.save(path)
    return path


@pytest.fixture
def book(short: Path) -> Any:
    """The same, to be changed and saved."""
    return openpyxl.load_workbook(short)


@pytest.fixture
def whole() -> Any:
    """A workbook with all its sheets, to be changed and saved."""
    return openpyxl.load_workbook(fresh("native", models=MODELS))


def read(book: Any, tmp_path: Path, terms: Terms | None = None) -> filled_workbook.Filled:
    book.save(tmp_path / "saved.xlsx")
    return filled_workbook.read(tmp_path / "saved.xlsx", terms)


def names(found: filled_workbook.Filled) -> list[str]:
    return [row.name for row in found.rows]


@pytest.mark.parametrize("flavour", sorted(FLAVOURS))
def test_a_fresh_workbook_holds_its_inputs_and_nothing_typed(flavour: str) -> None:
    path = fresh(flavour, models=MODELS, basis="seen", avglen=311.0, target=10.0)
    found = filled_workbook.read(path)
    assert (found.basis, found.avglen, found.target) == ("seen", 311.0, 10.0)
    assert found.rows == (
        RowRequest("ESM-2 15B", {}, "Compare!A11"),
        RowRequest("ProGen2-xlarge", {}, "Compare!A12"),
    )
    assert not found.remarks
    assert found.shown[0]["ratio"] == filled_workbook.Shown("Compare!C11", 57.6)


@pytest.mark.parametrize("sheets", ["book", "whole"])
def test_rows_typed_below_the_table(request: pytest.FixtureRequest, sheets: str, tmp_path: Path) -> None:
    book = request.getfixturevalue(sheets)
    book["Compare"]["A13"] = "ESM-2 3B"
    book["Compare"]["A20"] = " ProGen3-46B "
    found = read(book, tmp_path)
    assert names(found) == ["ESM-2 15B", "ProGen2-xlarge", "ESM-2 3B", "ProGen3-46B"]
    assert found.rows[-1].place == "Compare!A20"


def test_names_in_several_lines_or_with_stray_characters(book: Any, tmp_path: Path) -> None:
    book["Compare"]["A11"] = "ESM-2\n 15B"
    book["Compare"]["A12"] = "ProGen2\u200b-xlarge\t"
    assert names(read(book, tmp_path)) == ["ESM-2 15B", "ProGen2-xlarge"]


def test_a_renamed_sheet(book: Any, tmp_path: Path) -> None:
    """openpyxl renames no references; Excel does, so they are renamed here too."""
    book["Compare"].title = "Our models"
    for defined in book.defined_names.values():
        defined.attr_text = defined.attr_text.replace("Compare!", "'Our models'!")
    found = read(book, tmp_path)
    assert names(found) == ["ESM-2 15B", "ProGen2-xlarge"]
    assert found.rows[0].place == "Our models!A11"


def test_names_that_a_program_lost(book: Any, tmp_path: Path) -> None:
    book["Compare"]["B4"] = "seen"
    for name in list(book.defined_names):
        del book.defined_names[name]
    found = read(book, tmp_path)
    assert (found.basis, found.avglen, found.target) == ("seen", 325.0, 20.0)


def test_columns_in_another_order(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Compare"
    for row in (
        ["Basis", "unique"],
        ["Average length", 300],
        ["Target", 25],
        [],
        ["Tokens per parameter", "Model", "Parameters"],
        [None, "ESM-2 15B", 14e9],
    ):
        sheet.append(row)
    found = read(book, tmp_path)
    assert (found.basis, found.avglen, found.target) == ("unique", 300.0, 25.0)
    assert found.rows == (RowRequest("ESM-2 15B", {"parameters": 14e9}, "Compare!B6"),)


def test_a_title_typed_on_the_sheet_slide(book: Any, tmp_path: Path) -> None:
    assert read(book, tmp_path).title == ""
    book["Slide"]["A1"] = " Our models "
    assert read(book, tmp_path).title == "Our models"
    del book["Slide"]
    assert read(book, tmp_path).title == ""


class TestTyped:
    @pytest.mark.parametrize(
        ("cell", "value", "own"),
        [
            ("B11", 14e9, {"parameters": 14e9}),
            ("B11", "14B", {"parameters": 14e9}),
            ("H11", 70_000_000, {"sequences": 7e7}),
            ("I11", 1e12, {"tokens": 1e12}),
            ("L11", 55, {"ratio_seen": 55.0}),
            ("C11", 1.5, {"ratio": 1.5}),
            ("E11", "fine", {"verdict": "fine"}),
            ("G11", "my notes", {"source": "my notes"}),
        ],
    )
    def test_over_a_formula_it_is_taken(
        self, book: Any, tmp_path: Path, cell: str, value: object, own: dict[str, object]
    ) -> None:
        book["Compare"][cell] = value
        found = read(book, tmp_path)
        assert found.rows[0].typed == own
        assert not found.remarks

    @pytest.mark.parametrize("value", ["about 14B", 0, -3, True])
    def test_what_is_no_number_is_remarked_on_and_left_out(
        self, book: Any, tmp_path: Path, value: object
    ) -> None:
        book["Compare"]["B11"] = value
        found = read(book, tmp_path)
        assert not found.rows[0].typed
        (remark,) = found.remarks
        assert remark.startswith(f'Compare!B11 holds "{value}", which is no number above zero')

    def test_what_can_be_read_in_two_ways_is_left_out_too(self, book: Any, tmp_path: Path) -> None:
        book["Compare"]["B11"] = "1,234M"
        found = read(book, tmp_path)
        assert not found.rows[0].typed
        assert found.remarks == (
            'Compare!B11 holds "1,234M". It can be read as 1234M (a comma between thousands) or as 1.234M '
            "(a decimal comma). Type 1234M or 1.234M. It is left out, and the catalog's value is used.",
        )

    def test_a_cleared_formula_is_worked_out_again(self, book: Any, tmp_path: Path) -> None:
        book["Compare"]["B11"] = None
        found = read(book, tmp_path)
        assert not found.rows[0].typed and not found.remarks

    def test_numbers_without_a_name_are_remarked_on(self, book: Any, tmp_path: Path) -> None:
        book["Compare"]["A12"] = None
        book["Compare"]["B12"] = 1e9
        found = read(book, tmp_path)
        assert names(found) == ["ESM-2 15B"]
        assert found.remarks == (
            "Compare!A12 is blank, so the numbers typed beside it are left out. Type a name there.",
        )


class TestWhatIf:
    def test_the_examples_are_nobodys(self, book: Any, tmp_path: Path) -> None:
        assert names(read(book, tmp_path)) == ["ESM-2 15B", "ProGen2-xlarge"]

    def test_models_stand_below_those_compared(self, book: Any, tmp_path: Path) -> None:
        for cell, value in (("A7", "Mine"), ("B7", 1e9), ("C7", 1e8), ("D7", 200)):
            book["What-if"][cell] = value
        found = read(book, tmp_path)
        own = {"parameters": 1e9, "sequences": 1e8, "average_length": 200.0}
        assert found.rows[-1] == RowRequest("Mine", own, "What-if!A7", alone=True)

    def test_one_that_compare_names_stands_there(self, book: Any, tmp_path: Path) -> None:
        for cell, value in (("A7", "Mine"), ("B7", 1e9), ("E7", 1e10)):
            book["What-if"][cell] = value
        book["Compare"]["A11"] = "mine"
        found = read(book, tmp_path)
        assert names(found) == ["Mine", "ProGen2-xlarge"]
        assert found.rows[0].typed == {"parameters": 1e9, "tokens_seen": 1e10}

    def test_one_that_is_called_like_a_model_of_the_catalog_stays_apart(
        self, book: Any, tmp_path: Path
    ) -> None:
        for cell, value in (("A7", "ESM-2 15B"), ("B7", 1e9), ("E7", 1e10)):
            book["What-if"][cell] = value
        found = read(book, tmp_path)
        assert [(row.name, row.alone) for row in found.rows] == [
            ("ESM-2 15B", False),
            ("ProGen2-xlarge", False),
            ("ESM-2 15B", True),
        ]

    @pytest.mark.parametrize(
        ("cells", "remark"),
        [
            ({"A7": "Mine", "C7": 1e8, "D7": 200}, "What-if!A7 is left out: Parameters is blank."),
            (
                {"A7": "Mine", "B7": "1,234M"},
                'What-if!B7 is left out: Parameters "1,234M" can be read as 1234M (a comma between '
                "thousands) or as 1.234M (a decimal comma). Type 1234M or 1.234M.",
            ),
            ({"A7": "Mine", "B7": "lots"}, 'What-if!B7 is left out: Parameters is "lots", not a number.'),
            (
                {"A7": "Mine", "B7": 1e9, "E7": -3},
                "What-if!E7 is left out: Tokens seen is -3; it must be above",
            ),
            ({"A7": "Mine", "B7": "0"}, "What-if!B7 is left out: Parameters is 0; it must be above zero."),
            ({"B7": 1e9}, "What-if!A7 is left out: Model is blank."),
            (
                {"A7": "Mine", "B7": 1e9, "E7": 1e9, "A8": "MINE", "B8": 2e9, "E8": 1e9},
                "What-if!A8 is left out: MINE is listed above already.",
            ),
            ({"A4": "Name"}, "has no row with the headers"),
        ],
    )
    def test_what_cannot_be_taken_is_remarked_on(
        self, book: Any, tmp_path: Path, cells: dict[str, object], remark: str
    ) -> None:
        for cell, value in cells.items():
            book["What-if"][cell] = value
        (said,) = read(book, tmp_path).remarks
        assert remark in said

    def test_numbers_may_be_typed_as_text_as_on_compare(self, book: Any, tmp_path: Path) -> None:
        for cell, value in (
            ("A7", "Mine"),
            ("B7", "650M"),
            ("C7", "65,000,000"),
            ("D7", "200"),
            ("E7", "1.2 T"),
        ):
            book["What-if"][cell] = value
        found = read(book, tmp_path)
        own = {"parameters": 6.5e8, "sequences": 6.5e7, "average_length": 200.0, "tokens_seen": 1.2e12}
        assert found.rows[-1] == RowRequest("Mine", own, "What-if!A7", alone=True)
        assert not found.remarks

    def test_without_the_sheet(self, book: Any, tmp_path: Path) -> None:
        del book["What-if"]
        assert names(read(book, tmp_path)) == ["ESM-2 15B", "ProGen2-xlarge"]


def test_terms_stand_in_for_inputs_even_for_bad_ones(book: Any, tmp_path: Path) -> None:
    book["Compare"]["B4"], book["Compare"]["B5"] = "all", "long"
    with pytest.raises(PlmError, match="Compare!B4 should hold the basis"):
        read(book, tmp_path)
    found = read(book, tmp_path, Terms("seen", 300.0))
    assert (found.basis, found.avglen, found.target) == ("seen", 300.0, 20.0)


def test_formulas_among_the_inputs_count_by_what_they_show(calc: CalcSession, tmp_path: Path) -> None:
    path = copied(tmp_path / "fresh.xlsx", "native", models=MODELS)
    with calc.open(path) as document:
        document.formula("Compare", "B5", "=300+11")
        document.formula("Compare", "A12", '="ESM-2 "&"3B"')
        document.calculate()
        document.save(tmp_path / "saved.xlsx")
    found = filled_workbook.read(tmp_path / "saved.xlsx")
    assert found.avglen == 311.0
    assert names(found) == ["ESM-2 15B", "ESM-2 3B"]


@pytest.mark.filterwarnings("error")
def test_what_openpyxl_warns_of_is_kept_from_the_user(book: Any, tmp_path: Path) -> None:
    """Programs other than Excel write styles without a default one, and openpyxl says so."""
    book.save(tmp_path / "saved.xlsx")
    with zipfile.ZipFile(tmp_path / "saved.xlsx") as old, zipfile.ZipFile(tmp_path / "bare.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/styles.xml":
                data = re.sub(rb"<cellStyles.*</cellStyles>", b"", data)
            new.writestr(name, data)
    with pytest.raises(UserWarning, match="no default style"):
        openpyxl.load_workbook(tmp_path / "bare.xlsx")
    assert names(filled_workbook.read(tmp_path / "bare.xlsx")) == ["ESM-2 15B", "ProGen2-xlarge"]


def test_a_stray_cell_at_the_foot_of_the_sheet_costs_no_minutes(book: Any, tmp_path: Path) -> None:
    book["Compare"]["A1048576"] = "far away"
    assert names(read(book, tmp_path)) == ["ESM-2 15B", "ProGen2-xlarge"]


class TestHidden:
    """The slide shows what the sheet shows."""

    def test_hidden_rows_are_left_out_and_counted(self, book: Any, tmp_path: Path) -> None:
        book["Compare"].row_dimensions[11].hidden = True
        book["Compare"]["B11"] = "no number"
        found = read(book, tmp_path)
        assert names(found) == ["ProGen2-xlarge"]
        assert found.hidden == 1 and len(found.shown) == 1
        assert found.remarks == (
            "The row of Compare!A11 is hidden and was left out. Show the rows, or give --hidden to take "
            "them in.",
        )

    def test_a_filter_hides_rows_too(self, book: Any, tmp_path: Path) -> None:
        sheet = book["Compare"]
        for row in (13, 14, 15):
            sheet[f"A{row}"] = "ESM-2 3B"
        sheet.tables["Comparison"].autoFilter.add_filter_column(0, ["ESM-2 15B"])
        for row in (12, 13, 14, 15, 16):
            sheet.row_dimensions[row].hidden = True
        found = read(book, tmp_path)
        assert names(found) == ["ESM-2 15B"]
        assert found.remarks[0].startswith("4 rows are hidden, the first at Compare!A12, and were left out.")

    def test_all_of_them_can_be_asked_for(self, book: Any, tmp_path: Path) -> None:
        book["Compare"].row_dimensions[11].hidden = True
        book.save(tmp_path / "saved.xlsx")
        found = filled_workbook.read(tmp_path / "saved.xlsx", hidden=True)
        assert names(found) == ["ESM-2 15B", "ProGen2-xlarge"]
        assert found.hidden == 0 and not found.remarks

    def test_models_of_what_if_alike(self, book: Any, tmp_path: Path) -> None:
        sheet = book["What-if"]
        for row, name in ((7, "Mine"), (8, "Yours"), (9, "Theirs")):
            sheet[f"A{row}"], sheet[f"B{row}"], sheet[f"E{row}"] = name, 1e9, 1e10
        sheet.row_dimensions[7].hidden = sheet.row_dimensions[8].hidden = True
        book["Compare"]["A11"] = "Yours"  # shown here, with the numbers that it has there
        book["Compare"]["A12"] = "Theirs"
        book["Compare"].row_dimensions[12].hidden = True
        found = read(book, tmp_path)
        assert names(found) == ["Yours"]
        assert found.rows[0].typed == {"parameters": 1e9, "tokens_seen": 1e10}
        assert found.hidden == 2


class TestTexts:
    """Excel and others write characters that XML cannot hold, or would change, as _xHHHH_."""

    TEXTS = (
        ("ESM-2 650M_x000D_", "ESM-2 650M"),
        ("ESM-2_x000d__x000a_650M", "ESM-2 650M"),
        ("_x0045_SM-2 650M", "ESM-2 650M"),
        ("My_x005F_x000D_model", "My_x000D_model"),  # somebody's own underscores, escaped by the program
        ("_xZZZZ_ x000D_", "_xZZZZ_ x000D_"),
        ("Mine_xD83D_", "Mine"),  # half of a character
    )

    @pytest.mark.parametrize("way", ["shared", "inline", "result"])
    @pytest.mark.parametrize(("written", "meant"), TEXTS)
    def test_they_are_read_as_what_they_stand_for(
        self, tmp_path: Path, way: str, written: str, meant: str
    ) -> None:
        path = with_text(tmp_path, written, way)
        assert filled_workbook.read(path).rows[0].name == meant


def with_text(folder: Path, text: str, way: str) -> Path:
    """The fresh workbook with this text, as it is to stand in the file, in the first row of the table."""
    cell = '<c r="A11"[^>]*>.*?</c>'
    changes = {
        "shared": ("xl/sharedStrings.xml", "<t>ESM-2 15B</t>", f"<t>{text}</t>"),
        "inline": ("xl/worksheets/sheet2.xml", cell, f'<c r="A11" t="inlineStr"><is><t>{text}</t></is></c>'),
        "nowhere": ("xl/worksheets/sheet2.xml", cell, '<c r="A11" t="s"><v>99999</v></c>'),
        "result": ("xl/worksheets/sheet2.xml", cell, f'<c r="A11" t="str"><f>B1</f><v>{text}</v></c>'),
    }
    part, old, new = changes[way]
    path = folder / "written.xlsx"
    with zipfile.ZipFile(fresh("native", models=MODELS)) as given, zipfile.ZipFile(path, "w") as made:
        for name in given.namelist():
            data = given.read(name)
            if name == part:
                data, count = re.subn(old.encode(), new.encode(), data)
                assert count == 1
            made.writestr(name, data)
    return path


def test_a_cell_that_points_to_no_text_is_blank(tmp_path: Path) -> None:
    path = with_text(tmp_path, "", "nowhere")
    assert names(filled_workbook.read(path)) == ["ProGen2-xlarge"]


@pytest.mark.parametrize(
    "typed",
    [
        "ESM-2 15B\u200b",
        "\uff25\uff33\uff2d-2\u200915B",
        "\u201cESM-2 15B\u201d",
        "'esm2\u00ad-15b'",
        "ESM-2\x0b15B",
    ],
)
def test_a_cell_means_the_same_model_to_a_function_and_here(tmp_path: Path, typed: str) -> None:
    path = with_text(tmp_path, typed.replace("\x0b", "_x000B_"), "shared")
    (row, _) = filled_workbook.read(path).rows
    assert load().model(row.name) is load().model("ESM-2 15B")
    assert FUNCTIONS["RATIO"](typed, "seen") == FUNCTIONS["RATIO"](row.name, "seen") == 57.6


@pytest.mark.parametrize("basis", ["Seen\u200b", "\uff53een", " \u201cseen\u201d "])
def test_a_basis_means_the_same_to_a_function_and_here(book: Any, tmp_path: Path, basis: str) -> None:
    book["Compare"]["B4"] = basis
    assert read(book, tmp_path).basis == "seen"
    assert FUNCTIONS["RATIO"]("ESM-2 15B", basis) == 57.6
