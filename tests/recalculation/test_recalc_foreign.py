"""Formulas of other people keep what their program stored, unless something behind them is new. The real Calc
calculates, with our functions in it."""

import re
from typing import ClassVar

import pytest

from plm_ratios.functions import FUNCTIONS
from plm_ratios.recalculation import recalculate
from plm_ratios.recalculation.calc_results import UnexpectedAnswer

from .conftest import parts_of, rewrite, values_of

RATIO = FUNCTIONS["RATIO"]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def saved_by_excel(new, tmp_path):
    """A workbook as a program leaves it that calculates: its values count. Cells are formulas with the
    values that are stored for them, or constants."""

    def write(cells, arrays=(), prepare=None, sheet="Sheet1", change=None):
        with new() as book:
            page = book.add_worksheet(sheet)
            for place, content in cells.items():
                if isinstance(content, tuple):
                    page.write_formula(place, f"={content[0]}", None, content[1])
                else:
                    page.write(place, content)
            for area, formula, value in arrays:
                page.write_array_formula(area, f"{{={formula}}}", None, value)
            if prepare:
                prepare(book, page)
        settle = {"xl/workbook.xml": lambda data: data.replace(b' fullCalcOnLoad="1"', b"")}
        rewrite(tmp_path / "book.xlsx", {**settle, **(change or {})})
        return tmp_path / "book.xlsx"

    return write


def texts(path, sheet="Sheet1"):
    return {place: value[1] for place, value in values_of(path, sheet).items() if value}


def test_what_depends_on_nothing_new_keeps_its_value(saved_by_excel, calc):
    """The stored values are wrong on purpose, so that any other opinion shows."""
    cells = {
        "A1": ('TEXT(12.5,"[h].00")', "300.00"),
        "A2": ("SUBTOTAL(9,B1:B3)", 99),
        "A3": ("A2+1", 100),
        "A4": ('RATIO("ESM-2 15B")', 0),
        "A5": ("A4+A2", 0),
        "A6": ("OFFSET(B1,1,0)+A2", 0),
        "A7": ("SUM(A2:A3)", 199),
        "B1": 1,
        "B2": 2,
        "B3": 3,
    }
    report = recalculate(saved_by_excel(cells), calc)
    found = texts(report.target)
    assert [found[place] for place in ("A1", "A2", "A3", "A7")] == ["300.00", "99", "100", "199"]
    assert float(found["A4"]) == RATIO("ESM-2 15B")
    assert float(found["A5"]) == pytest.approx(RATIO("ESM-2 15B") + 99)  # from the value that is kept
    assert found["A6"] == "101"
    assert (report.recalculated, report.changed, report.untouched) == (3, 3, 4)
    assert str(report).endswith(
        "3 formulas calculated, 3 cells changed, 4 that depend on nothing new left alone."
    )


def test_calc_is_not_even_started_where_nothing_is_new(saved_by_excel):
    report = recalculate(saved_by_excel({"A1": ("1+1", 7)}), None)
    assert texts(report.target) == {"A1": "7"}
    assert (report.recalculated, report.untouched) == (0, 1)


def test_a_file_that_asks_for_calculation_gets_it(new, tmp_path, calc):
    """Placeholders of a writer that does not calculate are no values."""
    with new() as book:
        book.add_worksheet().write_formula("A1", "=1+1", None, 0)
    assert texts(recalculate(tmp_path / "book.xlsx", calc).target) == {"A1": "2"}


def test_a_shared_formula_whose_first_cell_keeps_its_value(saved_by_excel, calc):
    """C1 states the text for C1 to C3; only C2 reads a call of ours."""

    def share(data):
        data = data.replace(b"<f>B1*$D$1</f>", b'<f t="shared" ref="C1:C3" si="0">B1*$D$1</f>')
        return re.sub(rb"<f>B[23]\*\$D\$1</f>", b'<f t="shared" si="0"/>', data)

    cells = {"B1": 1, "B2": ('RATIO("ESM-2 15B")', 0), "B3": 3, "D1": 10}
    cells |= {f"C{row}": (f"B{row}*$D$1", 77) for row in (1, 2, 3)}
    report = recalculate(saved_by_excel(cells, change={SHEET: share}), calc)
    found = texts(report.target)
    assert (found["C1"], found["C3"]) == ("77", "77")
    assert float(found["C2"]) == pytest.approx(10 * RATIO("ESM-2 15B"))
    assert b'<f t="shared" si="0"/>' in parts_of(report.target)[SHEET]


class TestErrors:
    def test_of_two_errors_the_old_one_stays(self, saved_by_excel, calc):
        """RANK without a match is #N/A in Excel and #VALUE! in Calc; both inputs are numbers."""
        cells = {
            "A1": ('RATIO("ESM-2 15B")', 1.0),
            "A2": ("RANK(9,A1:B1)", "#N/A"),
            "A3": ("IF(ISNA(A2),0,1)", 0),
            "A4": ("OFFSET(A1,-5,0)", "#REF!"),
            "A5": ("ERROR.TYPE(A4)+A1*0", 4),
            "B1": 5,
        }
        report = recalculate(saved_by_excel(cells), calc)
        found = texts(report.target)
        assert [found[f"A{row}"] for row in (2, 3, 4, 5)] == ["#N/A", "0", "#REF!", "4"]
        assert report.turned == []

    def test_an_error_of_ours_is_seen_through_other_formulas(self, saved_by_excel, calc):
        cells = {
            "A1": ('RATIO("nonsense")', "#NUM!"),
            "A2": ("A1*2", "#NUM!"),
            "A3": ("SUM(A1:A2)", "#NUM!"),
            "B1": ("TOKENS(2,3)", "#N/A"),
            "B2": ("1/(B1-6)", "#N/A"),
        }
        found = texts(recalculate(saved_by_excel(cells), calc).target)
        assert [found[place] for place in ("A1", "A2", "A3", "B1", "B2")] == ["#N/A"] * 3 + ["6", "#DIV/0!"]

    def test_functions_that_were_not_there(self, saved_by_excel, calc):
        cells = {"A1": ("TOKENS(-1)", "#NAME?"), "A2": ("A1+1", "#NAME?"), "A3": ("LN(A1)", "#NAME?")}
        assert set(texts(recalculate(saved_by_excel(cells), calc).target).values()) == {"#NUM!"}

    def test_what_calc_has_no_name_for(self, saved_by_excel, calc):
        """Err:502 in Calc, #NUM! in Excel: the values were numbers, so there is no old error to keep."""
        cells = {"A1": ('RATIO("ESM-2 15B")', 3), "A2": ("LN(A1-2)", 0), "A3": ("SQRT(A1-5)", 3)}
        report = recalculate(saved_by_excel(cells), calc)
        found = texts(report.target)
        assert (found["A2"], found["A3"]) == ("#NUM!", "#NUM!")
        assert report.turned_into_errors() == (
            "2 cells held a value and now show an error: Sheet1!A2 (#NUM!), Sheet1!A3 (#NUM!)."
        )

    def test_an_error_that_was_stored_as_a_text_is_no_loss(self, saved_by_excel, calc):
        as_text = lambda data: data.replace(b' t="e"', b' t="str"')  # noqa: E731
        book = saved_by_excel({"A1": ('RATIO("nonsense")', "#N/A")}, change={SHEET: as_text})
        report = recalculate(book, calc)
        assert values_of(report.target)["A1"] == ("e", "#N/A")
        assert (report.changed, report.turned) == (1, [])

    def test_only_the_first_cells_are_named(self, saved_by_excel, calc):
        cells = {f"A{row}": ('RATIO("nonsense")', 1) for row in range(1, 14)}
        said = recalculate(saved_by_excel(cells), calc).turned_into_errors()
        assert said.startswith(
            "13 cells held a value and now show an error: Sheet1!A1 (#N/A), Sheet1!A2 (#N/A),"
        )
        assert said.endswith("Sheet1!A10 (#N/A) and 3 more.")


class TestAnErrorInARange:
    """Calc hands such a range to none of our functions; the functions themselves take it."""

    MODELS: ClassVar = {"A1": "ESM-2 15B", "A2": ("NA()", "#N/A"), "A3": "ESM-2 3B"}

    def test_of_an_array_formula(self, saved_by_excel, calc):
        arrays = [("B1:B4", "RATIO(A1:A3)", 0), ("D1:D3", 'RATIO(A1:A3,"seen",300)', 0)]
        cells = {**self.MODELS, "C1": ("B1*2", 0), "C2": ("ISNA(B2)", 0), "C3": ("MAX(B3,B1)", 0)}
        report = recalculate(saved_by_excel(cells, arrays), calc)
        found = texts(report.target)
        assert (found["B2"], found["B4"], found["D2"]) == ("#N/A", "#N/A", "#N/A")
        assert [float(found[p]) for p in ("B1", "B3")] == [RATIO("ESM-2 15B"), RATIO("ESM-2 3B")]
        assert [float(found[p]) for p in ("D1", "D3")] == [
            RATIO(m, "seen", 300) for m in ("ESM-2 15B", "ESM-2 3B")
        ]
        assert float(found["C1"]) == pytest.approx(2 * RATIO("ESM-2 15B"))
        assert found["C2"] == "1"
        assert float(found["C3"]) == pytest.approx(RATIO("ESM-2 3B"))
        assert report.kept == []

    def test_through_names_tables_and_other_calls(self, saved_by_excel, calc):
        def prepare(book, page):
            book.define_name("models", "=Sheet1!$A$1:$A$3")
            page.add_table("F1:G3", {"name": "T", "columns": [{"header": "model"}, {"header": "x"}]})
            page.write("F2", "ESM-2 15B")
            page.write_formula("F3", "=1/0", None, "#DIV/0!")

        arrays = [
            ("B1:B3", "RATIO(models)", 0),
            ("C1:C3", "VERDICT(B1:B3)", 0),
            ("D1:D2", "RATIO(T[model])", 0),
        ]
        found = texts(recalculate(saved_by_excel(self.MODELS, arrays, prepare), calc).target)
        assert [float(found["B1"]), found["B2"], float(found["B3"])] == [
            RATIO("ESM-2 15B"),
            "#N/A",
            RATIO("ESM-2 3B"),
        ]
        assert [found["C1"], found["C2"]] == [FUNCTIONS["VERDICT"](RATIO("ESM-2 15B")), "#N/A"]
        assert [float(found["D1"]), found["D2"]] == [RATIO("ESM-2 15B"), "#DIV/0!"]

    def test_inside_a_larger_formula_the_value_is_kept_and_the_reason_told(self, saved_by_excel, calc):
        cells = {**self.MODELS, "B1": ("SUM(RATIO(A1:A3))", 5), "B2": ("B1+1", 6)}
        report = recalculate(saved_by_excel(cells), calc)
        found = texts(report.target)
        assert (found["B1"], found["B2"]) == ("5", "6")
        assert [str(kept) for kept in report.kept] == [
            "Sheet1!B1 keeps its value: Calc hands our functions no range that holds an error value"
        ]


def test_short_spellings_of_table_parts(saved_by_excel, calc):
    def prepare(book, page):
        columns = [{"header": "key"}, {"header": "model"}]
        page.add_table(
            "A1:B3", {"name": "T", "columns": columns, "data": [["x", "ESM-2 15B"], ["y", "ESM-2 3B"]]}
        )

    cells = {
        "D1": ('RATIO(VLOOKUP("y",T[#All],2,FALSE))', 0),
        "D2": ("ROWS(T[#Data])+0*D1", 0),
        "D3": ("COUNTA(T[#Headers])+0*D1", 0),
        "D4": ('"T[#All]"&D2', ""),
    }
    found = texts(recalculate(saved_by_excel(cells, prepare=prepare), calc).target)
    assert float(found["D1"]) == RATIO("ESM-2 3B")
    assert [found[f"D{row}"] for row in (2, 3, 4)] == ["2", "2", "T[#All]2"]


@pytest.mark.parametrize("name", ["sheet1", "SHEET1", "sHEET1"])
def test_a_first_sheet_whose_name_differs_from_calcs_in_case_only(new, tmp_path, calc, name):
    with new() as book:
        first, other = book.add_worksheet(name), book.add_worksheet("Summary")
        first.write("A1", "ESM-2 15B")
        first.write_formula("B1", "=RATIO(A1)", None, 0)
        formulas = [f"{name}!B1*2", f'RATIO({name}!A1,"seen")', f'INDIRECT("{name}!A1")', f"SUM({name}!B:B)"]
        for row, formula in enumerate(formulas):
            other.write_formula(row, 0, f"={formula}", None, 0)
    report = recalculate(tmp_path / "book.xlsx", calc)
    ratio = RATIO("ESM-2 15B")
    assert float(texts(report.target, name)["B1"]) == ratio
    found = texts(report.target, "Summary")
    assert float(found["A1"]) == pytest.approx(2 * ratio)
    assert float(found["A2"]) == RATIO("ESM-2 15B", "seen")
    assert found["A3"] == "ESM-2 15B"
    assert float(found["A4"]) == pytest.approx(ratio)
    assert report.kept == []


def test_a_sheet_without_any_value_is_a_failure(new, tmp_path, fake):
    """Never a copy in which a whole sheet was left out."""

    class Forgetful(fake):
        def open(self, path):
            document = super().open(path)
            document.book.sheet_parts.pop("Gone", None)
            document.save = lambda target, kind=None: rewrite_without(document, target)
            return document

    def rewrite_without(document, target):
        package = document.book.package.copy()
        part = document.book.part
        package.parts[part] = package.parts[part].replace(b'name="Gone"', b'name="Gone -1"')
        with open(target, "wb") as file:
            package.write(file)

    with new() as book:
        book.add_worksheet("Gone").write_formula("A1", "=RATIO(B1)", None, 1)
    with pytest.raises(UnexpectedAnswer, match='no values for the sheet "Gone"'):
        recalculate(tmp_path / "book.xlsx", Forgetful({}), functions=["RATIO"], prefix="PLM.F.")
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


def test_errors_below_one_another_do_not_make_calc_refuse_the_copy(saved_by_excel, calc):
    """An error stored in the last cell of an array formula, right above a typed one."""
    cells = {"E1": "ESM-2 15B", "F1": "ESM-2 3B", "C2": "#N/A"}
    typed = lambda data: re.sub(  # noqa: E731
        rb'<c r="C2"[^>]*><v>\d+</v></c>', b'<c r="C2" t="e"><v>#N/A</v></c>', data
    )
    tail = lambda data: typed(data).replace(  # noqa: E731
        b'<c r="C1"><v>0</v></c>', b'<c r="C1" t="e"><v>#N/A</v></c>'
    )
    book = saved_by_excel(cells, [("A1:C1", "RATIO(E1:F1)", 0)], change={SHEET: tail})
    assert texts(book)["C1"] == texts(book)["C2"] == "#N/A"
    found = texts(recalculate(book, calc).target)
    assert float(found["B1"]) == RATIO("ESM-2 3B")
    assert (found["C1"], found["C2"]) == ("#N/A", "#N/A")


@pytest.mark.parametrize(
    "cell", [b'<c r="A9" t="s"><v/></c>', b'<c r="A9" t="s"><v>999</v></c>', b'<c r="A9"><v>x</v></c>']
)
def test_a_value_that_nobody_can_read_stops_nothing(saved_by_excel, calc, cell):
    add = lambda data: data.replace(b"</sheetData>", b'<row r="9">%s</row></sheetData>' % cell)  # noqa: E731
    report = recalculate(saved_by_excel({"A1": ("TOKENS(2,3)", 0)}, change={SHEET: add}), calc)
    assert texts(report.target)["A1"] == "6"
    assert cell in parts_of(report.target)[SHEET]


def test_a_long_row_of_refused_cells_keeps_no_other_cell_from_its_value(saved_by_excel, calc):
    """Each of them cannot be calculated itself, and reads the one before."""
    cells = {"B1": ('RATIO("ESM-2 15B")', 0), "D1": ("NA()", "#N/A"), "D2": "ESM-2 15B"}
    for row in range(1, 21):
        before = f"A{row - 1}" if row > 1 else "B1"
        cells[f"A{row}"] = (f"SUM(RATIO(D1:D2))+{before}*0", row)
    report = recalculate(saved_by_excel(cells), calc)
    assert [kept.cell for kept in report.kept] == [f"A{row}" for row in range(1, 21)]
    values = texts(report.target)
    assert float(values["B1"]) == pytest.approx(RATIO("ESM-2 15B"))
    assert [values[f"A{row}"] for row in range(1, 21)] == [str(row) for row in range(1, 21)]
