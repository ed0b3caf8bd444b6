"""Values in place of calls of our functions; everything else stays, byte for byte."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plm_ratios.freezing import CannotFreeze, default_target, freeze
from plm_ratios.functions import FUNCTIONS
from plm_ratios.workbook_builder import FLAVOURS
from recalculation.conftest import parts_of, values_of
from workbook_files import copied

from .conftest import LINK, SHEET, TYPES, WORKBOOK, Write, held, linked

PATH = r"'C:\Users\A B\AddIns\plm_ratios.xlam'!"


class TestCells:
    def test_a_call_becomes_its_value_and_what_reads_it_stays_a_formula(self, saved: Write) -> None:
        book = saved({"A1": ("RATIO(B1)", 1.41), "A2": ("A1*2", 2.82), "B1": "ESM-2 15B"})
        report = freeze(book)
        assert held(report.target) == {"A1": 1.41, "A2": "=A1*2", "B1": "ESM-2 15B"}
        assert (report.frozen, report.cells, report.remarks) == (["Sheet1!A1"], 1, [])
        assert str(report) == "book values.xlsx: 1 formula became values, in 1 cell."

    def test_a_formula_with_a_call_inside_becomes_a_value_as_a_whole(self, saved: Write) -> None:
        report = freeze(saved({"A1": ('IF(RATIO("ESM-2 15B")>1,"above",B1)', "above")}))
        assert held(report.target) == {"A1": "above"}

    @pytest.mark.parametrize(
        ("value", "stored"),
        [
            (1.5, ("n", "1.5")),
            (" a & <b> ", ("str", " a & <b> ")),
            ("#N/A", ("e", "#N/A")),
            (True, ("b", "1")),
        ],
    )
    def test_every_kind_of_value_keeps_its_kind(
        self, saved: Write, value: object, stored: tuple[str, str]
    ) -> None:
        report = freeze(saved({"A1": ("WHY(B1)", value)}))
        assert values_of(report.target)["A1"] == stored
        assert b' t="str"' not in parts_of(report.target)[SHEET]  # only formulas give such texts

    def test_an_empty_text_stays_one(self, saved: Write) -> None:
        empty = {SHEET: lambda data: data.replace(b"<v>x</v>", b"<v></v>")}
        report = freeze(saved({"A1": ("WHY(B1)", "x")}, change=empty))
        assert values_of(report.target)["A1"] == ("str", "")

    @pytest.mark.parametrize(
        "call",
        [
            *("RATIO(", "ratio(", "@RATIO(", "_xludf.RATIO(", "_xll.RATIO(", "_xldudf_RATIO("),
            *("_xldudf_PLM_RATIO(", "PLM_RATIO(", "plm.ratio(", "PLM.F.RATIO(", "_xll.PLM.RATIO("),
            *("[1]!RATIO(", "plm_ratios.xlam!RATIO(", PATH + "RATIO(", "@" + PATH + "Ratio("),
            "'https://example.org/add-ins/plm_ratios (1).xlam'!RATIO(",
        ],
    )
    def test_every_spelling_that_files_hold_is_one_of_ours(self, saved: Write, call: str) -> None:
        assert held(freeze(saved({"A1": (f'1+{call}"ESM-2 15B")', 2.41)})).target) == {"A1": 2.41}

    def test_also_as_google_sheets_exports_it(self, saved: Write) -> None:
        wrapped = 'IFERROR(__xludf.DUMMYFUNCTION("RATIO(""ESM-2 15B"")"),1.41)'
        assert held(freeze(saved({"A1": (wrapped, 1.41)})).target) == {"A1": 1.41}

    @pytest.mark.parametrize(
        "other",
        [
            *("MYRATIO(1)", '"RATIO("&B1', "RATIO", "'RATIO('!A1", "X.RATIO(1)"),
            *(r"'C:\Users\A B\other.xlam'!RATIO(1)", "ratios.xlam!RATIO(1)", "Sheet1!RATIO(1)"),
        ],
    )
    def test_what_only_looks_like_a_call_stays(self, saved: Write, other: str) -> None:
        book = saved({"A1": (other, 1)})
        report = freeze(book)
        assert parts_of(report.target) == parts_of(book)
        assert str(report) == "No cell of book.xlsx calls our functions, so nothing had to change."

    def test_a_numbered_add_in_of_somebody_else_is_not_ours(self, saved: Write) -> None:
        cells = {"A1": ("[1]!RATIO(1)", 1), "A2": ("[2]!RATIO(1)", 2)}
        book = saved(cells, change=linked("finance.xlam", "file:///C:\\A%20B\\PLM_Ratios.xlam"))
        assert held(freeze(book).target) == {"A1": "=[1]!RATIO(1)", "A2": 2}

    def test_nothing_but_the_cells_changes(self, saved: Write) -> None:
        book = saved({"A1": ("RATIO(B1)", 1.41), "A2": ("SUM(A1)", 1.41), "B1": "ESM-2 15B"})
        before, after = parts_of(book), parts_of(freeze(book).target)
        assert before[SHEET].replace(b"<f>RATIO(B1)</f>", b"") == after.pop(SHEET)
        assert {name: data for name, data in before.items() if name != SHEET} == after


class TestAreas:
    def test_an_array_formula_becomes_values_in_its_whole_area(self, saved: Write) -> None:
        def fill(book, page):
            page.write_array_formula("B1:C2", "{=BASES(A1)}", None, "seen")
            for place, value in (("C1", "x & y"), ("B2", "unique")):
                page.write_string(place, value)
            page.write_number("C2", 3)

        report = freeze(saved({"A1": "ESM-2 15B"}, fill))
        assert held(report.target) == {
            "A1": "ESM-2 15B",
            "B1": "seen",
            "C1": "x & y",
            "B2": "unique",
            "C2": 3,
        }
        assert (report.frozen, report.cells) == (["Sheet1!B1"], 4)

    def test_a_dynamic_array_loses_the_mark_of_one(self, saved: Write) -> None:
        def fill(book, page):
            page.write_dynamic_array_formula("B1:B2", "=RATIO(A1:A2)", None, 1.41)
            page.write_number("B2", 2)

        data = parts_of(freeze(saved({}, fill)).target)[SHEET]
        assert b"cm=" not in data
        assert b"<f" not in data

    def test_an_array_of_which_only_the_first_value_is_stored_is_refused(self, saved: Write) -> None:
        def fill(book, page):
            page.write_dynamic_array_formula("B1:B3", "=RATIO(A1:A3)", None, 1.41)

        first_only = {SHEET: lambda data: re.sub(rb'<c r="B[23]"><v>0</v></c>', b"", data)}
        with pytest.raises(CannotFreeze, match="holds no values for Sheet1!B1"):
            freeze(saved({}, fill, first_only))

    def test_of_a_shared_formula_all_cells_become_values(self, saved: Write) -> None:
        cells = {f"A{row}": (f"RATIO(B{row})", row) for row in (1, 2, 3)} | {"C1": ("B1", 0)}
        share = _share(b"RATIO(B%d)", b"A")
        assert held(freeze(saved(cells, change={SHEET: share})).target) == {
            "A1": 1, "A2": 2, "A3": 3, "C1": "=B1"
        }  # fmt: skip

    def test_a_formula_of_its_own_in_such_a_group_stands_alone(self, saved: Write) -> None:
        cells = {f"A{row}": (f"RATIO(B{row})", row) for row in (1, 2, 3)}
        share = _share(b"RATIO(B%d)", b"A")

        def with_own(data):
            return share(data).replace(
                b'<c r="A3"><f t="shared" si="0"/>', b'<c r="A3"><f t="shared" si="0">B3+1</f>'
            )

        report = freeze(saved(cells, change={SHEET: with_own}))
        assert held(report.target) == {"A1": 1, "A2": 2, "A3": "=B3+1"}
        assert b"<f>B3+1</f>" in parts_of(report.target)[SHEET]

    def test_a_data_table_over_a_call_keeps_its_values(self, saved: Write) -> None:
        """With a value on its edge, every cell of it would show that value."""
        cells = {"B1": ("A9+RATIO(A8)", 3), "A2": 1, "A3": 2, "B2": ("0", 4), "B3": 5}
        table = {
            SHEET: lambda data: data.replace(b"<f>0</f>", b'<f t="dataTable" ref="B2:B3" dt2D="0" r1="A9"/>')
        }
        assert held(freeze(saved(cells, change=table)).target) == {
            "B1": 3,
            "A2": 1,
            "A3": 2,
            "B2": 4,
            "B3": 5,
        }

    def test_a_data_table_over_other_formulas_stays(self, saved: Write) -> None:
        cells = {"B1": ("A9+NOW()", 3), "A2": 1, "A3": 2, "B2": ("0", 4), "B3": 5, "D1": ("RATIO(E1)", 1)}
        table = {
            SHEET: lambda data: data.replace(b"<f>0</f>", b'<f t="dataTable" ref="B2:B3" dt2D="0" r1="A9"/>')
        }
        report = freeze(saved(cells, change=table))
        assert report.frozen == ["Sheet1!D1"]
        assert b'<f t="dataTable"' in parts_of(report.target)[SHEET]


def _share(formula: bytes, column: bytes):
    """Makes the formulas of rows 1 to 3 a shared one, as Excel stores what was filled down."""

    def share(data):
        first = b'<f t="shared" ref="%s1:%s3" si="0">%s</f>' % (column, column, formula % 1)
        data = data.replace(b"<f>%s</f>" % (formula % 1), first)
        for row in (2, 3):
            data = data.replace(b"<f>%s</f>" % (formula % row), b'<f t="shared" si="0"/>')
        return data

    return share


class TestValuesThatAreNone:
    def test_a_formula_without_a_value_is_refused_and_named(self, saved: Write) -> None:
        none = {SHEET: lambda data: data.replace(b"<v>7</v>", b"")}
        book = saved({"A1": ("RATIO(B1)", 7), "A2": ("RATIO(B2)", 8)}, change=none)
        with pytest.raises(CannotFreeze) as refused:
            freeze(book)
        assert "book.xlsx holds no values for Sheet1!A1." in str(refused.value)
        assert 'plm-ratios freeze "book.xlsx" --recalc' in str(refused.value)
        assert [path.name for path in book.parent.iterdir()] == ["book.xlsx"]

    @pytest.mark.parametrize("value", ["#NAME?", "#BUSY!", "#SPILL!", "Loading..."])
    def test_so_is_an_error_that_says_that_the_functions_were_not_there(
        self, saved: Write, value: str
    ) -> None:
        as_error = {SHEET: lambda data: data.replace(b' t="str"', b' t="e"') if value[0] == "#" else data}
        book = saved({f"A{row}": (f"RATIO(B{row})", value) for row in range(1, 13)}, change=as_error)
        with pytest.raises(CannotFreeze, match=r"Sheet1!A10 \(.*\) and 2 more\. .*--as-stored"):
            freeze(book)

    def test_so_are_placeholders_of_a_program_that_does_not_calculate(self, saved: Write) -> None:
        ask = {WORKBOOK: lambda data: data.replace(b"<calcPr ", b'<calcPr fullCalcOnLoad="1" ')}
        book = saved({"A1": ("RATIO(B1)", 0)}, change=ask)
        with pytest.raises(CannotFreeze, match="placeholders"):
            freeze(book)
        assert held(freeze(book, as_stored=True).target) == {"A1": 0}

    def test_on_request_they_are_taken_as_they_are(self, saved: Write) -> None:
        none = {SHEET: lambda data: data.replace(b"<v>7</v>", b"")}
        book = saved({"A1": ("RATIO(B1)", 7), "A2": ("RATIO(B1)", "#NAME?")}, change=none)
        assert held(freeze(book, as_stored=True).target) == {"A2": "#NAME?"}

    def test_libreoffice_calculates_them_first(self, saved: Write, libreoffice: object) -> None:
        ask = {WORKBOOK: lambda data: data.replace(b"<calcPr ", b'<calcPr fullCalcOnLoad="1" ')}
        cells = {
            "A1": ('RATIO("ESM-2 15B","seen")', 0), "A2": (PATH + "TOKENS(2,3)", 0), "A3": ("A1+A2", 0),
        }  # fmt: skip
        book = saved(cells, change=ask)
        before = book.read_bytes()
        report = freeze(book, recalc=True)
        found = held(report.target)
        assert (found["A1"], found["A2"], found["A3"]) == (pytest.approx(57.6, rel=1e-3), 6, "=A1+A2")
        assert report.source == book
        assert book.read_bytes() == before

    @pytest.mark.parametrize("asks", [True, False])
    def test_what_libreoffice_cannot_calculate_either_is_told_or_refused(
        self, saved: Write, libreoffice: object, asks: bool
    ) -> None:
        """Its value may count, unless the file says that its values are placeholders."""
        ask = {
            WORKBOOK: lambda data: data.replace(b"<calcPr ", b'<calcPr fullCalcOnLoad="1" ') if asks else data
        }
        cells = {"A1": ("SUM(RATIO(B1:B2))", 5), "B1": ("NA()", "#N/A"), "B2": "ESM-2 15B"}
        book = saved(cells, change=ask)
        if asks:
            with pytest.raises(CannotFreeze, match=r"could not calculate .* Sheet1!A1 keeps its value"):
                freeze(book, recalc=True)
            assert [path.name for path in book.parent.iterdir()] == ["book.xlsx"]
        else:
            report = freeze(book, recalc=True)
            assert held(report.target)["A1"] == 5
            assert report.remarks[0].startswith("Sheet1!A1 keeps its value: ")


class TestWhatIsAround:
    def test_the_column_of_a_table_forgets_its_formula(self, saved: Write) -> None:
        def table(book, page):
            columns = [
                {"header": "model"},
                {"header": "ratio", "formula": "=RATIO(T[[#This Row],[model]])"},
                {"header": "double", "formula": "=T[[#This Row],[ratio]]*2"},
            ]
            page.add_table("A1:C3", {"columns": columns, "name": "T"})

        book = saved({}, table)
        report = freeze(book)
        part = parts_of(report.target)["xl/tables/table1.xml"]
        assert b"RATIO" not in part
        assert re.findall(rb"<calculatedColumnFormula>([^<]*)<", part) == [b"T[[#This Row],[ratio]]*2"]
        assert held(report.target)["C2"] == "=T[[#This Row],[ratio]]*2"

    def test_a_total_that_calls_a_function_becomes_a_value(self, saved: Write) -> None:
        def table(book, page):
            columns = [
                {"header": "model", "total_function": '=VERDICT("x")', "total_value": "near & on"},
                {"header": "n", "total_function": "=TOKENS(2,3)", "total_value": 6},
            ]
            page.add_table("A1:B4", {"columns": columns, "total_row": True})

        report = freeze(saved({}, table))
        part = parts_of(report.target)["xl/tables/table1.xml"]
        assert b"totalsRowFormula" not in part
        assert b'totalsRowLabel="near &amp; on"' in part
        assert (held(report.target)["A4"], held(report.target)["B4"]) == ("near & on", 6)

    def test_cells_that_use_a_name_that_calls_a_function_become_values(self, saved: Write) -> None:
        def names(book, page):
            book.define_name("of_esm", '=RATIO("ESM-2 15B")')
            book.define_name("doubled", "=of_esm*2")

        report = freeze(saved({"A1": ("of_esm", 1), "A2": ("1+doubled", 3)}, names))
        assert held(report.target) == {"A1": 1, "A2": 3}
        assert [remark.partition(" calls")[0].partition(" call")[0] for remark in report.remarks] == [
            "The name doubled",
            "The name of_esm",
        ]

    def test_rules_stay_and_are_told(self, saved: Write) -> None:
        def rules(book, page):
            rule = {"type": "formula", "criteria": "=RATIO($A1)>20", "format": book.add_format()}
            page.conditional_format("A1:A9", rule)
            page.data_validation("B1", {"validate": "custom", "value": "=TOKENS(B1)>1"})
            page.data_validation("C1", {"validate": "custom", "value": "=C1>1"})

        book = saved({"A1": "ESM-2 15B"}, rules)
        report = freeze(book)
        assert parts_of(report.target) == parts_of(book)
        assert [remark.partition(" calls")[0] for remark in report.remarks] == [
            "A conditional format of Sheet1",
            "A data validation of Sheet1",
        ]

    def test_a_function_of_that_name_in_the_workbook_itself_is_not_ours(self, saved: Write) -> None:
        def own(book, page):
            book.define_name("RATIO", "=_xlfn.LAMBDA(_xlpm.x,_xlpm.x*2)")

        report = freeze(saved({"A1": ("RATIO(2)", 4), "A2": ("TOKENS(2,3)", 6)}, own))
        assert held(report.target) == {"A1": "=RATIO(2)", "A2": 6}
        assert report.remarks == ["This workbook defines RATIO itself, so calls of it stay formulas."]

    def test_in_a_workbook_whose_names_are_our_functions_calls_of_them_are(self, saved: Write) -> None:
        def own(book, page):
            for name in ("RATIO", "PLMVERSION"):
                book.define_name(name, "=_xlfn.LAMBDA(_xlpm.x,_xlpm.x*2)")

        cells = {"A1": ("RATIO(2)", 4), "A2": ("SUM(_xlfn.MAP(B1:B2,RATIO))", 6)}
        report = freeze(saved(cells, own))
        assert held(report.target) == {"A1": 4, "A2": 6}
        assert report.remarks == ["The functions themselves are names of this workbook, and stay in it."]

    def test_so_are_those_of_names_with_our_prefix(self, saved: Write) -> None:
        def pasted(book, page):
            book.define_name("PLM_RATIO", "=_xlfn.LAMBDA(_xlpm.x,_xlpm.x*2)")
            book.define_name("RATIO", "=_xlfn.LAMBDA(_xlpm.x,_xlpm.x*3)")

        cells = {
            "A1": ("PLM_RATIO(2)", 4),
            "A2": ("SUM(_xlfn.MAP(B1:B2,PLM_RATIO))", 6),
            "A3": ("RATIO(2)", 6),
        }
        assert held(freeze(saved(cells, pasted)).target) == {"A1": 4, "A2": 6, "A3": "=RATIO(2)"}

    def test_the_order_of_calculation_is_left_to_excel(self, saved: Write) -> None:
        chain = {
            "xl/calcChain.xml": b'<calcChain><c r="A2" i="1"/><c r="A1"/></calcChain>',
            TYPES: lambda data: data.replace(
                b"</Types>", b'<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'
            ),
            "xl/_rels/workbook.xml.rels": lambda data: data.replace(
                b"</Relationships>",
                f'<Relationship Id="rChain" Type="{LINK}/calcChain" Target="calcChain.xml"/></Relationships>'
                .encode(),
            ),
        }  # fmt: skip
        book = saved({"A1": ("RATIO(B1)", 1), "A2": ("A1", 1)}, change=chain)
        parts = parts_of(freeze(book).target)
        assert "xl/calcChain.xml" not in parts
        assert not [name for name, data in parts.items() if b"calcChain" in data]


class TestLinks:
    def test_the_link_to_the_add_in_goes_with_the_last_call(self, saved: Write) -> None:
        book = saved({"A1": ("[1]!RATIO(B1)", 1)}, change=linked("/C:/AddIns/plm_ratios.xlam"))
        parts = parts_of(freeze(book).target)
        assert not [name for name, data in parts.items() if b"externalLink" in data or "externalLink" in name]
        assert b"externalReference" not in parts[WORKBOOK]

    def test_other_links_get_their_numbers(self, saved: Write) -> None:
        def more(book, page):
            book.define_name("other", "=[3]Data!$A$1")
            page.conditional_format("E1", {"type": "formula", "criteria": "=E1>[2]!limit"})

        cells = {
            "A1": ("[1]!RATIO(B1)", 1),
            "A2": ("\"[3]!\"&[2]Data!A1+'[3]My data'!A1", 5),
            "A3": ("SUM([2]Data!A1:[2]Data!A2)", 6),
        }
        book = saved(cells, more, linked("plm_ratios.xlam", "b.xlsx", "c.xlsx"))
        target = freeze(book).target
        assert held(target) == {
            "A1": 1, "A2": '="[3]!"&[1]Data!A1+\'[2]My data\'!A1', "A3": "=SUM([1]Data!A1:[1]Data!A2)"
        }  # fmt: skip
        parts = parts_of(target)
        assert b">[2]Data!$A$1<" in parts[WORKBOOK]
        assert b"E1&gt;[1]!limit" in parts[SHEET]
        assert parts["xl/externalLinks/externalLink3.xml"]
        assert b"c.xlsx" in parts["xl/externalLinks/_rels/externalLink3.xml.rels"]

    def test_a_link_that_something_else_needs_stays(self, saved: Write) -> None:
        def name(book, page):
            book.define_name("of_esm", '=[1]!RATIO("ESM-2 15B")')

        book = saved({"A1": ("of_esm", 1)}, name, linked("plm_ratios.xlam"))
        report = freeze(book)
        assert "xl/externalLinks/externalLink1.xml" in parts_of(report.target)
        assert "Excel may ask about the link" in report.remarks[-1]

    def test_links_that_cannot_be_numbered_anew_keep_theirs(self, saved: Write) -> None:
        button = {"xl/drawings/other.xml": b'<xdr:sp macro="[2]!Start"/>'}
        book = saved({"A1": ("[1]!RATIO(1)", 1)}, change={**linked("plm_ratios.xlam", "b.xlsm"), **button})
        report = freeze(book)
        assert "xl/externalLinks/externalLink1.xml" in parts_of(report.target)
        assert "could not be numbered anew" in report.remarks[-1]


class TestWhereTheCopyGoes:
    @pytest.fixture
    def book(self, saved: Write) -> Path:
        return saved({"A1": ("RATIO(B1)", 1)})

    def test_beside_the_workbook(self, book: Path) -> None:
        assert default_target(book) == book.with_name("book values.xlsx")

    def test_never_over_the_workbook(self, book: Path) -> None:
        for force in (True, False):
            with pytest.raises(CannotFreeze, match=r"would take the place of book\.xlsx"):
                freeze(book, book, force=force)

    def test_over_another_file_only_on_request(self, book: Path) -> None:
        taken = book.with_name("taken.xlsx")
        taken.write_text("somebody's")
        with pytest.raises(CannotFreeze, match="exists already"):
            freeze(book, taken)
        assert taken.read_text() == "somebody's"
        assert held(freeze(book, taken, force=True).target) == {"A1": 1}

    @pytest.mark.parametrize("name", ["a.xlsm", "a.ods", "a"])
    def test_under_a_name_that_fits(self, book: Path, name: str) -> None:
        with pytest.raises(CannotFreeze, match=r"is a \.xlsx file; name it so"):
            freeze(book, book.with_name(name))


class TestOurWorkbooks:
    """The workbooks that we write hold values of formulas, for programs that do not calculate."""

    @pytest.mark.parametrize("flavour", [name for name in FLAVOURS if name != "native"])
    def test_no_call_is_left(self, tmp_path: Path, flavour: str) -> None:
        book = copied(tmp_path / f"book{FLAVOURS[flavour].suffix}", flavour)
        asks = b"fullCalcOnLoad" in parts_of(book)[WORKBOOK]
        report = freeze(book, as_stored=asks)
        assert len(report.frozen) >= len(FUNCTIONS)
        assert not re.findall(rf"\b(?:{'|'.join(FUNCTIONS)})\(", _formulas(report.target))

    def test_one_of_plain_formulas_is_the_same_file(self, tmp_path: Path) -> None:
        book = copied(tmp_path / "book.xlsx", "native")
        report = freeze(book)
        assert report.target.read_bytes() == book.read_bytes()

    def test_macros_stay_and_that_is_said(self, tmp_path: Path) -> None:
        book = copied(tmp_path / "book.xlsm", "excel")
        report = freeze(book)
        before, after = parts_of(book), parts_of(report.target)
        assert after["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]
        assert report.remarks[-1].startswith("The macros stay in the copy")

    def test_an_xlsx_copy_holds_no_macros_and_its_buttons_call_none(self, tmp_path: Path) -> None:
        book = copied(tmp_path / "book.xlsm", "excel")
        report = freeze(book, tmp_path / "for Kim.xlsx")
        parts = parts_of(report.target)
        assert not [name for name, data in parts.items() if "vba" in name.lower() or b"vbaProject" in data]
        assert b"macroEnabled" not in parts[TYPES]
        assert not [name for name, data in parts.items() if re.search(rb'FmlaMacro|macro="[^"]', data)]
        assert report.remarks[-1].endswith("buttons that ran them do nothing now.")
        assert held(report.target, "Compare")


def _formulas(path: Path) -> str:
    """All formulas of the worksheets and tables."""
    found = [
        formula.decode()
        for part, data in parts_of(path).items()
        if part.startswith(("xl/worksheets/", "xl/tables/"))
        for formula in re.findall(rb"<(?:f|calculatedColumnFormula|totalsRowFormula)\b[^>]*>([^<]*)<", data)
    ]
    assert found
    return "\n".join(found)
