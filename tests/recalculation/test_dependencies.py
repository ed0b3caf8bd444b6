"""What depends on our functions, on volatile ones or on cells without a value; and what does not."""

import pytest

from plm_ratios.ooxml.addresses import Address
from plm_ratios.ooxml.formula_names import from_any_host
from plm_ratios.ooxml.formulas import Formulas
from plm_ratios.ooxml.references import shifted
from plm_ratios.ooxml.workbook import Book
from plm_ratios.recalculation.dependencies import Dependencies

from .conftest import rewrite

OURS = from_any_host(["RATIO", "MODELS"], "PLM.F.")


@pytest.fixture
def changing(new, tmp_path):
    """Which of some formulas change: {"C1": "B1*2"}, on Sheet1 unless named. Sheet1!A1 calls RATIO, and all
    other formulas have values."""

    def ask(formulas, change=None, prepare=None, sheets=("Sheet1", "Other", "My sheet"), kept=()):
        with new() as book:
            made = {name: book.add_worksheet(name) for name in sheets}
            made["Sheet1"].write_formula("A1", '=RATIO("ESM-2 15B")', None, 1)
            for place, formula in formulas.items():
                sheet, _, cell = place.rpartition("!")
                made[sheet or "Sheet1"].write_formula(cell, f"={formula}", None, 1)
            if prepare:
                prepare(book, made)
        path = tmp_path / "book.xlsx"
        change = change or {}
        rewrite(path, change)
        read = Book.open(path)
        found = Dependencies(read, Formulas(OURS)).changing({"Sheet1": set(map(Address.parse, kept))})
        return {
            (f"{name}!" if name != "Sheet1" else "") + str(place)
            for name, places in found.items()
            for place in places
        } - {"A1"}

    return ask


@pytest.mark.parametrize(
    ("formula", "depends"),
    [
        ("A1*2", True),
        ("$A$1", True),
        ("A2", False),
        ("SUM(A1:B9)", True),
        ("SUM(A2:B9)", False),
        ("SUM(A:A)", True),
        ("SUM(B:D)", False),
        ("SUM($1:$1)", True),
        ("SUM(2:1048576)", False),
        ("SUM(Other!A1:B9)", False),
        ("Sheet1!A1", True),
        ("sheet1!a1", True),
        ("SUM(Other:'My sheet'!A1)", False),
        ("SUM(Sheet1:Other!A1)", True),
        ("SUM('Sheet1:My sheet'!A1:A3)", True),
        ("SUM('Sheet1:My sheet'!A2:A3)", False),
        ('"A1"', False),
        ("Nowhere!A1", False),
        ("no_such_name", False),
        ("SUM(B1:INDEX(A:A,1))", True),
        ("SUM(INDEX(5:5,1):INDEX(1:1,3))", True),
        ("SUM(INDEX(B2:B5,1):INDEX(C3:C5,2))", False),
        ("SUM(B3:INDEX(C3:C5,2):A9)", False),
        ("SUM(Sheet1!B1:Sheet1!A3)", True),
        ("SUM((A2:B9 A1:A4))", True),
        ("@A:A", True),
        ("NOW()", True),
        ("_xlfn.RANDARRAY(2)", True),
        ("RANDBETWEEN(1,2)", True),
        ("OFFSET(B1,1,1)", True),
        ('INDIRECT("B1")', True),
        ("TODAYS(1)", False),
        ("ESM2", False),
    ],
)
def test_references(changing, formula, depends):
    assert changing({"F9": formula}) == ({"F9"} if depends else set())


def test_through_other_cells_and_sheets(changing):
    chain = {"B1": "A1", "Other!C3": "Sheet1!B1", "C1": "SUM(Other!C:C)", "D1": "Other!D3", "E1": "D1&C2"}
    assert changing(chain) == {"B1", "Other!C3", "C1"}


def test_nothing_spreads_through_a_cell_that_keeps_its_value(changing):
    assert changing({"B1": "A1", "C1": "B1"}, kept=["B1"]) == set()


@pytest.mark.parametrize(
    ("name", "stands_for", "formula", "depends"),
    [
        ("ours", '=RATIO("ESM-2 3B")', "ours+1", True),
        ("reads", "=Sheet1!$A$1", "reads", True),
        ("other", "=Sheet1!$B$1", "other", False),
        ("twice", "=reads_later*2", "twice", False),
        ("left", "=Sheet1!A1", "left", False),  # F9 from A1 means F9 itself
        ("moving", "=OFFSET(Sheet1!$B$1,0,1)", "moving", True),
        ("Other!own", "=Sheet1!$A$1", "own", False),
        ("Other!own", "=Sheet1!$A$1", "Other!own", True),
    ],
)
def test_names(changing, name, stands_for, formula, depends):
    found = changing({"F9": formula}, prepare=lambda book, _: book.define_name(name, stands_for))
    assert found == ({"F9"} if depends else set())


def test_a_relative_name_counts_from_the_cell_that_uses_it(changing):
    name = lambda book, _: book.define_name("above_left", "=Sheet1!XFD1048576")  # noqa: E731
    assert changing({"B2": "above_left", "B3": "above_left"}, prepare=name) == {"B2"}


@pytest.mark.parametrize(
    ("formula", "depends"),
    [
        ("SUM(T[ratio])", True),
        ("SUM(T[size])", False),
        ("SUM(T)", True),
        ("ROWS(T[#All])", True),
        ("COUNTA(T[#Headers])", False),
        ("SUM(T[[#Data],[size]:[ratio]])", True),
        ("T[[#Totals],[ratio]]", False),
        ("SUM(T[[#Headers],[#Data],[size]])", False),
    ],
)
def test_tables(changing, formula, depends):
    def prepare(book, sheets):
        columns = [{"header": "size"}, {"header": "ratio"}]
        sheets["Other"].add_table("C5:D8", {"name": "T", "columns": columns, "total_row": True})
        sheets["Other"].write_formula("D6", '=RATIO("ESM-2 3B")', None, 1)

    assert changing({"F9": formula}, prepare=prepare) == {"Other!D6"} | ({"F9"} if depends else set())


def test_this_row_of_a_table(changing):
    def prepare(book, sheets):
        columns = [{"header": "ratio"}, {"header": "twice"}]
        sheets["Other"].add_table("C5:D7", {"name": "T", "columns": columns})
        sheets["Other"].write_formula("C6", '=RATIO("ESM-2 3B")', None, 1)
        for cell in ("D6", "D7"):
            sheets["Other"].write_formula(cell, "=T[[#This Row],[ratio]]*2", None, 1)

    assert changing({}, prepare=prepare) == {"Other!C6", "Other!D6"}


def test_the_area_of_an_array_formula(changing):
    def prepare(book, sheets):
        sheets["Other"].write_array_formula("A1:A3", "{=MODELS()}", None, 1)
        sheets["Other"].write_array_formula("C1:C3", "{=TRANSPOSE(E1:G1)}", None, 1)

    formulas = {"B1": "Other!A3", "B2": "Other!C3", "B3": "Other!A4"}
    assert changing(formulas, prepare=prepare) == {"Other!A1", "B1"}


def test_shared_formulas_read_what_stands_beside_each(changing):
    def share(data):
        data = data.replace(b"<f>A1*2</f>", b'<f t="shared" ref="B1:B3" si="0">A1*2</f>')
        return data.replace(b"<f>A2*2</f>", b'<f t="shared" si="0"/>').replace(
            b"<f>A3*2</f>", b'<f t="shared" si="0"/>'
        )

    formulas = {"B1": "A1*2", "B2": "A2*2", "B3": "A3*2"}
    assert changing(formulas, {"xl/worksheets/sheet1.xml": share}) == {"B1"}


def test_a_cell_without_a_value_and_what_reads_it(changing):
    drop = {"xl/worksheets/sheet1.xml": lambda data: data.replace(b"<f>5+5</f><v>1</v>", b"<f>5+5</f>")}
    assert changing({"B1": "5+5", "C1": "B1", "D1": "6+6"}, drop) == {"B1", "C1"}


@pytest.mark.parametrize(
    ("formula", "elsewhere"),
    [
        ("A1*$B2+C$3+$D$4", "B3*$B4+D$3+$D$4"),
        ("SUM('My A1 sheet'!A1:B2,Other!C:C)", "SUM('My A1 sheet'!B3:C4,Other!D:D)"),
        ('IF(A1="A1",T[[#This Row],[A1]],ratio1)', 'IF(B3="A1",T[[#This Row],[A1]],ratio1)'),
        ("A1:INDEX(B:B,2)", "B3:INDEX(C:C,2)"),
        ("XFD1", "#REF!"),
    ],
)
def test_the_text_of_a_shared_formula_elsewhere(formula, elsewhere):
    assert shifted(formula, 2, 1) == elsewhere


def test_running_sums_and_whole_columns(new, tmp_path):
    """Every formula reads up to 2,500 cells."""
    rows = 2_500
    with new() as book:
        sheet = book.add_worksheet()
        for row in range(rows):
            sheet.write_formula(row, 0, f"=H{row + 1}+1", None, 1)
            sheet.write_formula(row, 1, f"=SUM($A$1:A{row + 1})", None, 1)
            sheet.write_formula(row, 2, f"=A{row + 1}/SUM(A:A)+COUNTIF(B:B,1)", None, 1)
            sheet.write_formula(row, 3, "=SUM(F:F)" if row else '=RATIO("ESM-2 15B")', None, 1)
        sheet.write_formula("F1", "=SUM(B:B)", None, 1)
        sheet.write_formula(f"A{rows // 2}", "=D1", None, 1)
    read = Book.open(tmp_path / "book.xlsx")
    assert len(read.sheets["Sheet1"].formulas()) == 4 * rows + 1
    found = Dependencies(read, Formulas(OURS)).changing({})["Sheet1"]
    # A in the middle, the sums from there on, the column that reads whole columns, D as it reads F, F.
    assert len(found) == 1 + (rows - rows // 2 + 1) + rows + rows + 1
