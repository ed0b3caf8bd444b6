"""The table of models is found, and its columns told apart, in workbooks that people changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from plm_ratios.errors import PlmError
from plm_ratios.workbook_builder import FLAVOURS, compare_columns
from plm_ratios.workbook_reader import comparison_table, filled_workbook
from plm_ratios.workbook_reader.comparison_table import HEADERS, ORDERS
from workbook_files import fresh, opened

GERMAN = {
    "Model": "Modell",
    "Parameters": "Parameter",
    "Tokens per parameter": "Token je Parameter",
    "Times target": "Mal das Ziel",
    "Verdict": "Urteil",
    compare_columns.CHART_HEADER: "Bild",
    "Source": "Quelle",
    "Sequences": "Sequenzen",
    "Tokens": "Token",
    "Ratio: sequences": "Sequenzen je P.",
    "Ratio: unique": "Eigene je P.",
    "Ratio: seen": "Gesehene je P.",
    "Ratio: effective": "Wirksame je P.",
    "Target line": "Ziellinie",
}
UNREAD = (compare_columns.CHART_HEADER, "Target line")
TYPED = ("C7", 1_000_000_000)  # the parameters of ESM-2 15B, in the second row


class Made:
    """A workbook like ours with two models, as small as can be; the table stands in B5:O7."""

    def __init__(self, folder: Path):
        self.path = folder / "made.xlsx"
        self.book = openpyxl.Workbook()
        self.sheet: Worksheet = self.book.active  # type: ignore[assignment]
        self.sheet.title = "Compare"
        self.headers = list(HEADERS)
        self.has_table = True

    def read(self, fill: Callable[[Any], object] = lambda book: None) -> filled_workbook.Filled:
        for row in (["Basis", "sequences"], ["Average length", 325], ["Target", 20], []):
            self.sheet.append(row)
        at = self.headers.index("Model") if "Model" in self.headers else 0
        models = [["=1+1"] * len(self.headers) for _ in range(2)]
        models[0][at], models[1][at] = "ESM-2 8M", "ESM-2 15B"
        for cells in (self.headers, *models):
            self.sheet.append([None, *cells])
        last = get_column_letter(len(self.headers) + 1)
        if self.has_table:
            self.sheet.add_table(Table(displayName="Comparison", ref=f"B5:{last}7"))
        fill(self.book)
        self.book.save(self.path)
        return filled_workbook.read(self.path)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


def names(found: filled_workbook.Filled) -> list[str]:
    return [row.name for row in found.rows]


@pytest.mark.parametrize("flavour", sorted(FLAVOURS))
def test_the_headers_are_those_of_a_new_workbook(flavour: str) -> None:
    book = opened(fresh(flavour))
    table = book["Compare"].tables["Comparison"]
    assert tuple(table.column_names[: len(HEADERS)]) == HEADERS
    after = book["Compare"].column_dimensions[get_column_letter(len(HEADERS) + 1)]
    assert after.hidden and after.max == len(table.column_names)
    assert set(book.sheetnames) - {"Compare"} - comparison_table._OTHERS <= {"xlwings.conf", "_IntelliSense_"}


class TestColumns:
    @pytest.mark.parametrize("gone", range(1, len(HEADERS)))
    def test_a_column_that_was_deleted_is_done_without(self, made: Made, gone: int) -> None:
        del made.headers[gone]
        found = made.read()
        assert names(found) == ["ESM-2 8M", "ESM-2 15B"] and not found.remarks
        assert len(found.shown[0]) == sum(header in made.headers for header in comparison_table.FIELDS)

    @pytest.mark.parametrize("has_table", [True, False])
    def test_several_columns_too(self, made: Made, has_table: bool) -> None:
        made.headers, made.has_table = ["Model", "Parameters", "Verdict"], has_table
        found = made.read(lambda book: put(book, "C7", "14B"))
        assert found.rows[1].typed == {"parameters": 14e9} and not found.remarks

    def test_without_the_column_of_the_models_there_is_nothing_to_compare(self, made: Made) -> None:
        del made.headers[0]
        with pytest.raises(
            PlmError, match=r"^Compare has no column Model: row 5 says Parameters, Tokens per .*"
        ) as said:
            made.read()
        assert str(said.value).endswith("Call the column of the models Model.")

    @pytest.mark.parametrize(
        ("order", "header"), [(order, header) for order in range(3) for header in ORDERS[order][1:]]
    )
    def test_a_renamed_column_is_known_by_its_place(self, made: Made, order: int, header: str) -> None:
        made.headers = [GERMAN[each] if each == header else each for each in ORDERS[order]]
        found = made.read(lambda book: put(book, *TYPED))
        assert found.rows[1].typed == {"parameters": 1e9}
        said = f'Row 5 of Compare was read with "{GERMAN[header]}" as {header}.'
        assert found.remarks == ((said,) if header not in UNREAD else ())

    @pytest.mark.parametrize("order", [0, 1, 2])
    @pytest.mark.parametrize("count", [1, 2, 3, 12, 13])
    def test_so_are_translated_ones(self, made: Made, count: int, order: int) -> None:
        made.headers = list(ORDERS[order])
        made.headers[:count] = [GERMAN[header] for header in made.headers[:count]]
        found = made.read(lambda book: put(book, *TYPED))
        assert names(found) == ["ESM-2 8M", "ESM-2 15B"] and found.rows[1].typed == {"parameters": 1e9}
        (remark,) = found.remarks
        assert remark.startswith('Row 5 of Compare was read with "Modell" as Model')
        read = [header for header in ORDERS[order][:count] if header not in UNREAD]
        assert remark.count(" as ") == len(read)

    def test_headers_may_be_spelt_otherwise(self, made: Made) -> None:
        made.headers = [header.upper().replace(" ", "\u00a0") for header in HEADERS]
        assert made.read(lambda book: put(book, *TYPED)).rows[1].typed == {"parameters": 1e9}

    def test_a_column_that_may_be_two_is_an_error_where_numbers_are_typed_in_it(self, made: Made) -> None:
        made.headers[1:3] = ["Parameter"]  # one of two is gone, and the other renamed
        said = (
            "Compare has no column Parameters or Tokens per parameter, and numbers are typed below "
            '"Parameter" in Compare!C5.'
        )
        with pytest.raises(PlmError) as error:
            made.read(lambda book: put(book, *TYPED))
        assert str(error.value).startswith(said) and "call it so" in str(error.value)

    @pytest.mark.parametrize("number", [1e9, "1B"])
    def test_so_is_one_of_typed_numbers_only(self, made: Made, number: object) -> None:
        """Nothing tells it from a column of somebody's own, which has taken the place of ours."""
        made.headers[1] = "Layers"

        def fill(book: Any) -> None:
            put(book, "C6", number)
            put(book, "C7", number)

        with pytest.raises(PlmError, match='no column Parameters, and numbers are typed below "Layers"'):
            made.read(fill)

    def test_columns_of_somebodys_own_are_theirs(self, made: Made) -> None:
        made.headers.insert(3, "Notes")
        made.headers.append("Year")

        def fill(book: Any) -> None:
            put(book, "E7", 1)
            put(book, "P7", 2023)

        found = made.read(fill)
        assert names(found) == ["ESM-2 8M", "ESM-2 15B"] and not found.remarks
        assert not found.rows[1].typed

    def test_one_of_their_own_beside_a_deleted_one(self, made: Made) -> None:
        made.headers[1] = "Remarks"

        def fill(book: Any) -> None:
            put(book, "C6", "small")
            put(book, "C7", "large")

        found = made.read(fill)
        assert names(found) == ["ESM-2 8M", "ESM-2 15B"] and not found.remarks and not found.rows[1].typed

    def test_columns_in_another_order_are_known_by_their_headers_alone(self, made: Made) -> None:
        made.headers = [*reversed(HEADERS)]
        assert made.read(lambda book: put(book, "N7", 1e9)).rows[1].typed == {"parameters": 1e9}

    def test_in_another_order_a_renamed_one_is_not_guessed(self, made: Made) -> None:
        made.headers = ["Model", "Tokens per parameter", "Parameter", *HEADERS[3:]]
        made.headers[3], made.headers[4] = made.headers[4], made.headers[3]
        with pytest.raises(PlmError, match='no column Parameters, and numbers are typed below "Parameter"'):
            made.read(lambda book: put(book, "D7", 1e9))


class TestSheet:
    def test_the_table_goes_before_names_and_sheets(self, made: Made) -> None:
        def fill(book: Any) -> None:
            made.sheet.title = "Ours"
            book.create_sheet("Compare").append(["Model", "Tokens per parameter", "Parameters"])

        found = made.read(fill)
        assert found.rows[0].place == "Ours!B6"

    @pytest.mark.filterwarnings("ignore:File may not be readable")
    def test_rows_inserted_by_a_program_that_knows_no_tables(self, made: Made) -> None:
        found = made.read(lambda book: made.sheet.insert_rows(1, 3))
        assert names(found) == ["ESM-2 8M", "ESM-2 15B"] and found.rows[0].place == "Compare!B9"

    @pytest.mark.parametrize("name", ["Slide", "Functions"])
    def test_no_other_sheet_stands_in_for_compare(self, made: Made, name: str) -> None:
        """They show parts of a table with the same headers."""
        made.headers[0], made.headers[2] = "Modell", "Token je Parameter"

        def fill(book: Any) -> None:
            other = book.create_sheet(name)
            other.append(["Model", "Tokens per parameter", "Parameters"])
            other.append(["and 11 more", 1.5, 1e9])

        assert names(made.read(fill)) == ["ESM-2 8M", "ESM-2 15B"]

    def test_nor_for_one_that_is_gone(self, tmp_path: Path) -> None:
        book = openpyxl.load_workbook(fresh("native"))
        del book["Compare"]
        book.save(tmp_path / "b.xlsx")
        with pytest.raises(
            PlmError, match=r"b\.xlsx .* has no table of models with the columns Model and Tokens per"
        ):
            filled_workbook.read(tmp_path / "b.xlsx")

    def test_a_copied_sheet_is_mentioned(self, made: Made) -> None:
        def copied(book: Any) -> None:
            book.copy_worksheet(made.sheet).title = "Compare (2)"

        found = made.read(copied)
        assert names(found) == ["ESM-2 8M", "ESM-2 15B"]
        assert found.remarks == (
            "The models are those of the sheet Compare; Compare (2) has a table of models too, "
            "which was left out.",
        )

    def test_two_copies_are_one_remark(self, made: Made) -> None:
        def copied(book: Any) -> None:
            for name in ("A", "B"):
                book.copy_worksheet(made.sheet).title = name

        (remark,) = made.read(copied).remarks
        assert remark.endswith("; A and B have tables of models too, which were left out.")


def put(book: Any, cell: str, value: object) -> None:
    """Types a value on the first sheet."""
    book.worksheets[0][cell] = value
