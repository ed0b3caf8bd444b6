"""Workbooks of several writers, recalculated by the real Calc with our functions in it."""

import re
import socket
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula
from PIL import Image

from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.calc import locate
from plm_ratios.hosts.calc.locate import HostMissing
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.recalculation import CannotRecalculate, NotAWorkbook, recalculate

from .conftest import parts_of, rewrite, values_of, without_values

RATIO, TOKENS, VERDICT, MODELS, COMPARE = (
    FUNCTIONS[name] for name in ("RATIO", "TOKENS", "VERDICT", "MODELS", "COMPARE")
)
NAMES = ["ESM-2 15B", "ProGen2-xlarge", "xTrimoPGLM-100B"]


def cached(path, sheet, address):
    return openpyxl.load_workbook(path, data_only=True)[sheet][address].value


def formulas(path):
    book = openpyxl.load_workbook(path)
    found = {}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                value = cell.value
                if isinstance(value, ArrayFormula):
                    value = (value.ref, value.text)
                if cell.data_type == "f":
                    found[sheet.title, cell.coordinate] = value
    return found


def assert_only_values_differ(source, target):
    before, after = parts_of(source), parts_of(target)
    assert list(before) == list(after)
    for name in before:
        if name.startswith("xl/worksheets/sheet"):
            assert without_values(before[name]) == without_values(after[name]), name
        elif name.startswith("xl/charts/"):
            drop = [re.sub(rb"<c:v>.*?</c:v>", b"", part) for part in (before[name], after[name])]
            assert drop[0] == drop[1], name
        else:
            assert before[name] == after[name], name
    assert formulas(source) == formulas(target)


@pytest.fixture
def rich(new, tmp_path):
    """A macro workbook with what workbooks have; its cached values are all 0."""
    vba = tmp_path / "vbaProject.bin"
    vba.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000)
    with new("rich.xlsm") as book:
        book.add_vba_project(vba)
        book.set_vba_name("ThisWorkbook")
        sheet = book.add_worksheet("It's mine")
        other = book.add_worksheet("Data")
        book.add_chartsheet("Chart").set_chart(_chart(book))
        other.write_row("A1", ["basis", "sequences"])
        other.write_row("A2", ["length", 325])
        book.define_name("basis", "=Data!$B$1")
        book.define_name("esm", '=RATIO("ESM-2 15B",basis)')
        columns = [
            {"header": "model"},
            {"header": "ratio", "formula": "=RATIO(Table1[@[model]],basis,Data!$B$2)"},
            {"header": "verdict", "formula": "=VERDICT(Table1[@[ratio]])"},
            {"header": "twice", "formula": "=_xludf.RATIO(Table1[@[model]])*2"},
        ]
        sheet.add_table("A1:D4", {"columns": columns, "data": [[name] for name in NAMES]})
        sheet.write_formula("F1", "=esm")
        sheet.write_formula("F2", "=AVERAGE(Table1[ratio])")
        sheet.write_formula("F3", '=IFERROR(RATIO("nonsense"),"none: RATIO(")')
        sheet.write_formula("F4", "=ISNA(RATIO(ESM2))")
        sheet.write_formula("F5", "=MYMACRO(A2)", None, 42)
        sheet.write_formula("F6", "=IFERROR(F5,-1)+1")
        sheet.write_formula("F7", "=TOKENS(65E6)")
        sheet.write_array_formula("H1:H3", "{=RATIO(A2:A4)}")
        sheet.write_dynamic_array_formula("J1:K3", "=COMPARE(A2:A4)")
        sheet.write_formula("F8", '=MATCH("ESM-2 15B",J1:J3,0)')
        sheet.data_validation("A2:A4", {"validate": "list", "source": "=MODELS()"})
        rule = {"type": "formula", "criteria": "=RATIO($A2)>5", "format": book.add_format({"bold": True})}
        sheet.conditional_format("A2:A4", rule)
        sheet.write_comment("A1", "RATIO(")
        sheet.insert_chart("A10", _chart(book))
        sheet.add_sparkline("N1", {"range": "'It''s mine'!B2:B4"})
        sheet.insert_button("N3", {"macro": "run"})
    return tmp_path / "rich.xlsm"


def _chart(book):
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": "='It''s mine'!$B$1",
            "categories": "='It''s mine'!$A$2:$A$4",
            "values": "='It''s mine'!$B$2:$B$4",
            "data_labels": {
                "value": True,
                "custom": [{"value": f"='It''s mine'!$C${row}"} for row in (2, 3, 4)],
            },
        }
    )
    return chart


def check_rich(path, basis="sequences", length=325.0):
    sheet = openpyxl.load_workbook(path, data_only=True)["It's mine"]
    value = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}
    ratios = [RATIO(name, basis, length) for name in NAMES]
    assert [value[f"B{row}"] for row in (2, 3, 4)] == pytest.approx(ratios, rel=1e-15)
    assert [value[f"C{row}"] for row in (2, 3, 4)] == [VERDICT(ratio) for ratio in ratios]
    assert value["D2"] == pytest.approx(2 * RATIO(NAMES[0]))
    assert value["F1"] == pytest.approx(RATIO(NAMES[0], basis))
    assert value["F2"] == pytest.approx(sum(ratios) / 3)
    assert value["F3"] == "none: RATIO("
    assert value["F4"] is True
    assert value["F7"] == TOKENS(65e6)
    assert [value[f"H{row}"] for row in (1, 2, 3)] == pytest.approx(
        [RATIO(name) for name in NAMES], rel=1e-15
    )
    table = COMPARE([[name] for name in NAMES])
    assert [[value[f"{column}{row}"] for column in "JK"] for row in (1, 2, 3)] == [
        row[:2] for row in table[:3]
    ]
    assert value["F8"] == 2.0


def test_a_macro_workbook(rich, calc, tmp_path):
    report = recalculate(rich, calc)
    check_rich(report.target)
    assert_only_values_differ(rich, report.target)
    assert [(kept.cell, kept.reason) for kept in report.kept] == [("F5", "Calc does not know MYMACRO")]
    assert cached(report.target, "It's mine", "F5") == 42
    assert cached(report.target, "It's mine", "F6") == 43
    height, width = len(COMPARE([[name] for name in NAMES])), len(COMPARE([[name] for name in NAMES])[0])
    assert [(found.cell, found.given) for found in report.resized] == [("J1", (height, width))]
    for chart in ("chart1", "chart2"):
        text = parts_of(report.target)[f"xl/charts/{chart}.xml"].decode()
        numbers = re.search("<c:numCache>.*?</c:numCache>", text)[0]
        assert [float(found) for found in re.findall("<c:v>(.*?)</c:v>", numbers)] == [
            RATIO(n) for n in NAMES
        ]
        assert VERDICT(RATIO(NAMES[0])) in text
    again = recalculate(report.target, calc, tmp_path / "again.xlsm")
    assert again.changed == again.chart_points == 0
    assert parts_of(again.target) == parts_of(report.target)


def test_it_starts_a_calc_of_its_own_only_for_a_workbook(calc, tmp_path, new, monkeypatch):
    with new() as book:
        book.add_worksheet().write_formula("A1", "=TOKENS(2,3)")
    assert values_of(recalculate(tmp_path / "book.xlsx").target)["A1"] == ("n", "6")
    monkeypatch.setattr(CalcSession, "_launch", lambda _: pytest.fail("Calc was started"))
    (tmp_path / "no.xlsx").write_bytes(b"no workbook")
    with pytest.raises(NotAWorkbook):
        recalculate(tmp_path / "no.xlsx")
    with new() as book:
        book.add_worksheet().write("A1", 3)
    assert recalculate(tmp_path / "book.xlsx", overwrite=True).recalculated == 0


def test_where_nothing_changes_no_libreoffice_need_be_there(tmp_path, new, monkeypatch):
    def missing():
        raise HostMissing("LibreOffice is not here.")

    monkeypatch.setattr(locate, "find", missing)
    with new() as book:
        book.add_worksheet().write_formula("A1", "=1+1", None, 2)
    as_saved = {"xl/workbook.xml": lambda data: data.replace(b' fullCalcOnLoad="1"', b"")}
    rewrite(tmp_path / "book.xlsx", as_saved)
    assert recalculate(tmp_path / "book.xlsx").changed == 0
    with new() as book:
        book.add_worksheet().write_formula("A1", "=TOKENS(2,3)", None, 6)
    with pytest.raises(HostMissing, match="not here"):
        recalculate(tmp_path / "book.xlsx", overwrite=True)


def test_an_input_changed(rich, calc):
    """A changed cell, put into the XML: openpyxl would lose most of the workbook."""
    change = {
        "xl/sharedStrings.xml": lambda data: data.replace(b">sequences<", b">seen<"),
        "xl/worksheets/sheet2.xml": lambda data: data.replace(b"<v>325</v>", b"<v>300</v>"),
    }
    rewrite(rich, change)
    report = recalculate(rich, calc)
    check_rich(report.target, "seen", 300.0)


def test_calc_opens_the_result(rich, calc):
    target = recalculate(rich, calc).target
    with calc.open(target) as document:
        (ratios,) = zip(*document.values("It's mine", "B2:B4"), strict=True)
    assert list(ratios) == pytest.approx([RATIO(name) for name in NAMES], rel=1e-15)


def test_a_workbook_written_by_openpyxl(calc, tmp_path):
    """No cached values at all, and no cells under array formulas."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    for row, name in enumerate(NAMES, start=1):
        sheet.cell(row, 1, name)
        sheet.cell(row, 2, f"=RATIO(A{row})")
        sheet.cell(row, 3, f'=IF(B{row}>5,"many","few")')
        sheet.cell(row, 4, f"=B{row}>5")
        sheet.cell(row, 5, f'=WHY(A{row},"no such basis")')
    sheet["G2"] = ArrayFormula("G2:H6", "=COMPARE(A1:A3)")
    sheet["J1"] = '=MATCH("ProGen2-xlarge",G2:G6,0)'
    sheet["J2"] = "=RATIO(INDEX(G2:G6,J1))"
    sheet["J3"] = "=1/0"
    source = tmp_path / "book.xlsx"
    book.save(source)
    report = recalculate(source, calc)
    value = {
        c.coordinate: c.value
        for row in openpyxl.load_workbook(report.target, data_only=True)["Data"]
        for c in row
    }
    ratios = [RATIO(name) for name in NAMES]
    assert [value[f"B{row}"] for row in (1, 2, 3)] == pytest.approx(ratios, rel=1e-15)
    assert [value[f"C{row}"] for row in (1, 2, 3)] == ["many" if ratio > 5 else "few" for ratio in ratios]
    assert [value[f"D{row}"] for row in (1, 2, 3)] == [ratio > 5 for ratio in ratios]
    assert "no such basis" in value["E1"]
    table = COMPARE([[name] for name in NAMES])
    assert [[value[f"{c}{r}"] for c in "GH"] for r in range(2, 6)] == [row[:2] for row in table]
    assert value["G6"] == value["H6"] == "#N/A"  # the array formula is longer than its result
    assert (value["J1"], value["J3"]) == (3, "#DIV/0!")
    assert value["J2"] == pytest.approx(ratios[1])
    assert formulas(source) == formulas(report.target)
    assert report.kept == []


def test_a_workbook_saved_by_calc(calc, tmp_path):
    source = tmp_path / "saved.xlsx"
    with calc.new() as document:
        document.set("Sheet1", "A1", [[name] for name in NAMES])
        document.fill("Sheet1", "B1:B3", "=RATIO(A1)")
        document.formula("Sheet1", "C1", '=VERDICT(B1)&" of "&A1')
        document.array("Sheet1", "E1:E3", "=RATIO(A1:A3)")
        document.calculate()
        document.save(source)
    assert b"PLM.F.RATIO(" in parts_of(source)["xl/worksheets/sheet1.xml"].upper()
    report = recalculate(source, calc)
    assert report.kept == []
    assert report.changed == 0  # Calc had calculated it
    assert parts_of(report.target) == parts_of(source)
    rewrite(source, {"xl/sharedStrings.xml": lambda data: data.replace(b"ESM-2 15B", b"ESM-2 3B")})
    report = recalculate(source, calc, overwrite=True)
    assert float(values_of(report.target)["B1"][1]) == pytest.approx(RATIO("ESM-2 3B"))
    assert float(values_of(report.target)["E1"][1]) == pytest.approx(RATIO("ESM-2 3B"))
    assert values_of(report.target)["C1"] == ("str", f"{VERDICT(RATIO('ESM-2 3B'))} of ESM-2 3B")


def test_every_hosts_spelling(new, calc, tmp_path):
    spellings = ["RATIO", "ratio", "_xludf.RATIO", "_xldudf_PLM_RATIO", "_xll.RATIO", "PLM.F.RATIO"]
    spellings += ["[1]!RATIO", "plm_ratios.xlam!RATIO", "PLM_RATIO", "PLM.RATIO"]
    spellings += [r"'C:\Users\A B\AddIns\plm_ratios.xlam'!RATIO"]
    with new() as book:
        sheet = book.add_worksheet()
        for row, spelling in enumerate(spellings):
            sheet.write_formula(row, 0, f'={spelling}("ESM-2 15B")')
        exported = '=IFERROR(__xludf.DUMMYFUNCTION("RATIO(""ESM-2 15B"")"),7)'  # from Google Sheets
        sheet.write_formula(len(spellings), 0, exported, None, 7)
    report = recalculate(tmp_path / "book.xlsx", calc)
    assert report.kept == []
    numbers = [float(text) for _, text in values_of(report.target).values()]
    assert numbers == [RATIO("ESM-2 15B")] * (len(spellings) + 1)


def test_a_function_of_another_add_in_keeps_its_value_and_is_named_in_full(new, calc, tmp_path):
    other = r"'C:\Users\A B\finance.xlam'!RATIO"
    with new() as book:
        book.add_worksheet().write_formula("A1", f"={other}(1)+TOKENS(2,3)", None, 5)
    report = recalculate(tmp_path / "book.xlsx", calc)
    assert [kept.reason for kept in report.kept] == [f"Calc does not know {other}"]
    assert values_of(report.target)["A1"] == ("n", "5")


def test_errors_keep_their_kind(new, calc, tmp_path):
    wrong = {
        '=RATIO("nonsense")': "#N/A",
        '=TOKENS("text")': "#VALUE!",
        "=TOKENS(-1)": "#NUM!",
        '=RATIO("ESM-2 15B","none")': "#VALUE!",
        "=1/0": "#DIV/0!",
        '=INDIRECT("nowhere")': "#REF!",
        "=RATIO(nowhere)": "#NAME?",
    }
    with new() as book:
        sheet = book.add_worksheet()
        for row, formula in enumerate(wrong):
            sheet.write_formula(row, 0, formula, None, "#NAME?" if "nowhere)" in formula else 0)
    report = recalculate(tmp_path / "book.xlsx", calc)
    assert [value[1] for value in values_of(report.target).values()] == list(wrong.values())


def test_what_calc_refuses_keeps_its_value(new, calc, tmp_path):
    """The cells that read them are calculated from the values they keep."""
    with new() as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=SUM(1,,,2 3)", None, 7)
        sheet.write_formula("A2", "=IFERROR(A1,-1)+1", None, 0)
        sheet.write_formula("A3", "=A3+1", None, 5)
        sheet.write_formula("A4", '=TOKENS("text")', None, 6)
        sheet.write_formula("A5", "=ABS(nowhere)", None, 3)
        sheet.write_formula("A6", "=IFERROR(A5,-1)", None, 0)
    report = recalculate(tmp_path / "book.xlsx", calc)
    assert [kept.cell for kept in report.kept] == ["A1", "A3", "A5"]
    assert "cannot read its formula" in report.kept[0].reason
    assert "its own result" in report.kept[1].reason
    assert [text for _, text in values_of(report.target).values()] == ["7", "8", "5", "#VALUE!", "3", "3"]


def test_functions_of_newer_excels(new, calc, tmp_path):
    """Which of them Calc knows depends on its version; those it does not know keep their values."""
    with new() as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=_xlfn.IFS(1=1,RATIO(B1))", None, 0)
        sheet.write("B1", "ESM-2 15B")
        sheet.write_formula("A2", "=_xlfn.NOSUCH(RATIO(B1))", None, 5)
        sheet.write_formula("A3", "=SUM(INDEX(A:A,1):INDEX(A:A,2))", None, 0)
    report = recalculate(tmp_path / "book.xlsx", calc)
    assert [(kept.cell, kept.reason) for kept in report.kept] == [("A2", "Calc does not know _xlfn.NOSUCH")]
    ratio = RATIO("ESM-2 15B")
    values = values_of(report.target)
    assert [float(values[place][1]) for place in ("A1", "A2", "A3")] == pytest.approx([ratio, 5, ratio + 5])


def test_ten_thousand_formulas(new, calc, tmp_path):
    with new() as book:
        sheet = book.add_worksheet()
        for row in range(10_000):
            sheet.write(row, 0, NAMES[row % 3])
            sheet.write_formula(row, 1, f"=RATIO(A{row + 1})")
    report = recalculate(tmp_path / "book.xlsx", calc)
    assert (report.recalculated, report.changed) == (10_000, 10_000)
    values = values_of(report.target)
    assert all(float(values[f"B{row + 1}"][1]) == RATIO(NAMES[row % 3]) for row in range(0, 10_000, 97))
    assert zipfile.is_zipfile(report.target)


def test_a_workbook_that_takes_too_long(new, tmp_path, libreoffice, monkeypatch):
    """The usual reason is said, a cell far out; nothing is written, and nothing left in the folders."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    with new("far.xlsx") as book:
        sheet = book.add_worksheet("Models")
        sheet.write_formula("A1", "=1+1")
        sheet.write("XFD1048576", "stray")
    with pytest.raises(CannotRecalculate) as refused:
        recalculate(tmp_path / "far.xlsx", seconds=0.5)
    assert str(refused.value) == (
        "far.xlsx: LibreOffice did not finish within 0.5 seconds, so nothing was written. Its sheet "
        '"Models" reaches to XFD1048576 with 2 cells: delete the rows and columns that lie far out. Or '
        "allow more time: plm-ratios recalc --timeout 60."
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["far.xlsx", "scratch"]
    assert list(scratch.iterdir()) == []


def test_nothing_is_fetched(new, tmp_path, calc):
    """LibreOffice would get a picture by its address, and so tell the address's owner who reads the file."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        Image.new("RGB", (2, 2)).save(tmp_path / "dot.png")
        with new("links.xlsx") as book:
            sheet = book.add_worksheet("Sheet1")
            sheet.insert_image("C1", str(tmp_path / "dot.png"))
            sheet.write_formula("A1", f'=_xlfn.WEBSERVICE("{address}/service")', None, "kept")
            sheet.write_formula("A2", f"='{address}/[other.xlsx]One'!A1", None, 5)
            sheet.write_formula("A3", f"=INDIRECT(\"'{address}/other.ods'#$One.A1\")")
            sheet.write_formula("A4", "=1+1")
        link = (
            '<Relationship Id="rId9" TargetMode="External" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
            f'Target="{address}/dot.png"/></Relationships>'
        ).encode()
        rewrite(
            tmp_path / "links.xlsx",
            {
                "xl/drawings/_rels/drawing1.xml.rels": lambda data: data.replace(b"</Relationships>", link),
                "xl/drawings/drawing1.xml": lambda data: data.replace(b'r:embed="rId1"', b'r:link="rId9"'),
            },
        )
        with calc.open(tmp_path / "links.xlsx") as document:  # also as it is, not only in our copy
            document.calculate()
            document.save(tmp_path / "links.pdf")
        recalculate(tmp_path / "links.xlsx", calc)
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):  # nobody has knocked
            listener.accept()
    values = values_of(tmp_path / "links.recalculated.xlsx")
    assert [values[cell][1] for cell in ("A1", "A2", "A4")] == ["kept", "5", "2"]
