"""What a recalculation writes and what it leaves, with a stand-in for Calc."""

import re
import stat

import pytest

from plm_ratios.errors import HostError, PlmError
from plm_ratios.functions.cells import CellError
from plm_ratios.ooxml.addresses import Address
from plm_ratios.ooxml.package import Package
from plm_ratios.recalculation import CannotRecalculate, default_target, recalculate
from plm_ratios.recalculation.calc_results import UnexpectedAnswer
from plm_ratios.recalculation.update import FunctionsMissing

from .conftest import parts_of, rewrite, values_of, without_values

OURS = {"functions": ["RATIO", "MODELS"], "prefix": "PLM.F."}
NAME = CellError("#NAME?")


def run(path, calc, **more):
    return recalculate(path, calc, **{**OURS, **more})


@pytest.fixture
def book(new, tmp_path):
    """A1 to A3 call RATIO; nothing else."""
    with new() as book:
        sheet = book.add_worksheet()
        for row in range(3):
            sheet.write_formula(row, 0, f"=RATIO(B{row + 1})", None, 1)
    return tmp_path / "book.xlsx"


def test_values_and_nothing_else(book, fake):
    report = run(book, fake({"Sheet1": {"A1": 1 / 3, "A2": CellError("#N/A"), "A3": 1.0}}))
    assert report.target.name == "book.recalculated.xlsx"
    assert values_of(report.target) == {"A1": ("n", repr(1 / 3)), "A2": ("e", "#N/A"), "A3": ("n", "1")}
    before, after = parts_of(book), parts_of(report.target)
    sheet = "xl/worksheets/sheet1.xml"
    assert without_values(before.pop(sheet)) == without_values(after.pop(sheet))
    assert before == after
    assert (report.recalculated, report.changed, report.kept) == (3, 2, [])
    assert str(report) == "book.recalculated.xlsx: 3 formulas calculated, 2 cells changed."


def test_calc_sees_its_own_names_and_no_macros(new, tmp_path, fake):
    vba = tmp_path / "vba.bin"
    vba.write_bytes(b"a VBA project")
    with new("book.xlsm") as book:
        book.add_vba_project(vba)
        sheet = book.add_worksheet()
        sheet.write_formula("A1", '=IF(B1="RATIO(",_xludf.ratio(B1),MYRATIO(B1))', None, 3)
        sheet.data_validation("C1", {"validate": "list", "source": "=MODELS()"})
        rule = {"type": "formula", "criteria": "=RATIO($B1)>20", "format": book.add_format({"bold": True})}
        sheet.conditional_format("A1:A3", rule)
        book.define_name("ours", '=RATIO("ESM-2 15B")')
        columns = [{"header": "model"}, {"header": "ratio", "formula": "=RATIO(Table1[@[model]])"}]
        sheet.add_table("E1:F3", {"columns": columns})
        sheet.add_sparkline("H1", {"range": "Sheet1!A1:A3"})
    calc = fake({"Sheet1": {"A1": 4.0, "F2": 1.0, "F3": 1.0}})
    report = run(tmp_path / "book.xlsm", calc)
    seen = calc.opened[1].package
    sheet = seen.parts["xl/worksheets/sheet1.xml"].decode()
    assert 'IF(B1="RATIO(",PLM.F.RATIO(B1),MYRATIO(B1))' in sheet
    assert "<formula1>PLM.F.MODELS()</formula1>" in sheet
    assert "<formula>PLM.F.RATIO($B1)&gt;20</formula>" in sheet
    assert ">PLM.F.RATIO(Table1[[#This Row],[model]])</f>" in sheet
    assert b"<calculatedColumnFormula>PLM.F.RATIO(" in seen.parts["xl/tables/table1.xml"]
    assert b'>PLM.F.RATIO("ESM-2 15B")</definedName>' in seen.parts["xl/workbook.xml"]
    assert "xl/vbaProject.bin" not in seen.parts
    assert b"vbaProject" not in seen.parts["xl/_rels/workbook.xml.rels"]
    assert b"macroEnabled" not in seen.parts["[Content_Types].xml"]
    assert report.target.name == "book.recalculated.xlsm"
    before, after = parts_of(tmp_path / "book.xlsm"), parts_of(report.target)
    assert after["xl/vbaProject.bin"] == b"a VBA project"
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml"}


def test_shared_formulas(book, fake):
    def share(data):
        data = data.replace(b"<f>RATIO(B1)</f>", b'<f t="shared" ref="A1:A3" si="0">RATIO(B1)</f>')
        for row in (b"2", b"3"):
            data = data.replace(b"<f>RATIO(B%s)</f>" % row, b'<f t="shared" si="0"/>')
        return data

    rewrite(book, {"xl/worksheets/sheet1.xml": share})
    calc = fake({"Sheet1": {"A1": 5.0, "A2": 6.0, "A3": "text"}})
    report = run(book, calc)
    assert b'si="0">PLM.F.RATIO(B1)</f>' in calc.opened[1].package.parts["xl/worksheets/sheet1.xml"]
    assert values_of(report.target) == {"A1": ("n", "5"), "A2": ("n", "6"), "A3": ("str", "text")}
    assert (
        b'<c r="A3" t="str"><f t="shared" si="0"/><v>text</v></c>'
        in parts_of(report.target)["xl/worksheets/sheet1.xml"]
    )


def test_what_calc_does_not_know_keeps_its_value(new, tmp_path, fake):
    with new() as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=MYFUNCTION(1)", None, 7)
        sheet.write_formula("A2", "=A1*2", None, 0)
        sheet.write_formula("A3", "=[1]Sheet1!A1+1", None, 8)
        sheet.write_formula("A4", '=CELL("filename")', None, "kept.xlsx")
        sheet.write_formula("A5", "=mine+1", None, 9)
        sheet.write_formula("A6", "=elsewhere", None, 10)
        book.define_name("mine", "=MYFUNCTION(2)")
    calc = fake({"Sheet1": {"A2": 14.0, "A6": NAME}}, unknown=("MYFUNCTION",))
    report = run(tmp_path / "book.xlsx", calc)
    assert {kept.cell: kept.reason for kept in report.kept} == {
        "A1": "Calc does not know MYFUNCTION",
        "A3": "it reads another workbook",
        "A4": "CELL answers about the file and program it runs in",
        "A5": "the name mine cannot be calculated: Calc does not know MYFUNCTION",
        "A6": "Calc does not know a name in it, or in a cell it reads",
    }
    assert str(report.kept[0]) == "Sheet1!A1 keeps its value: Calc does not know MYFUNCTION"
    # What depends on them is calculated from the values they keep: they are constants for Calc.
    seen = calc.opened[1].package.parts["xl/worksheets/sheet1.xml"]
    assert b'<c r="A1"><v>7</v></c><' in seen
    assert b'<c r="A4" t="str"><v>kept.xlsx</v></c>' in seen
    values = values_of(report.target)
    assert [values[f"A{row}"][1] for row in range(1, 7)] == ["7", "14", "8", "kept.xlsx", "9", "10"]
    assert (report.recalculated, report.changed) == (1, 1)


def test_a_function_the_workbook_defines_itself_is_not_ours(new, tmp_path, fake):
    with new() as book:
        book.add_worksheet().write_formula("A1", "=RATIO(1)", None, 7)
        book.define_name("Ratio", "=_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)")
    calc = fake({}, unknown=("RATIO", "_xlfn.LAMBDA"))
    report = run(tmp_path / "book.xlsx", calc)
    assert [kept.reason for kept in report.kept] == ["Calc does not know RATIO"]
    assert values_of(report.target)["A1"] == ("n", "7")


def test_a_calc_without_our_functions_is_noticed(book, fake):
    with pytest.raises(FunctionsMissing, match=r"no function PLM\.F\.RATIO"):
        run(book, fake({}, unknown=("PLM.F.RATIO",)))
    assert not default_target(book).exists()


def test_booleans(new, tmp_path, fake):
    with new() as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=B1=1", None, True)
        sheet.write_formula("A2", "=B1=1", None, 0)
        sheet.write_formula("A3", "=B1=1", None, True)
    report = run(tmp_path / "book.xlsx", fake({"Sheet1": {"A1": 0.0, "A2": True, "A3": 2.0}}))
    assert values_of(report.target) == {"A1": ("b", "0"), "A2": ("b", "1"), "A3": ("n", "2")}


def test_an_array_formula_fills_its_area(new, tmp_path, fake):
    with new() as book:
        sheet = book.add_worksheet()
        sheet.write_array_formula("A1:B2", "{=MODELS()}", None, 0)
        sheet.write("A4", "constant")
    path = tmp_path / "book.xlsx"
    # Some writers store the first cell only.
    keep_first = lambda data: re.sub(rb'<row r="2".*?</row>|<c r="B1">.*?</c>', b"", data)  # noqa: E731
    rewrite(path, {"xl/worksheets/sheet1.xml": keep_first})
    report = run(path, fake({"Sheet1": {"A1": "a", "B1": 1.5, "A2": "b", "B2": CellError("#N/A")}}))
    values = values_of(report.target)
    assert values.pop("A4") == ("str", "constant")
    assert values == {"A1": ("str", "a"), "B1": ("n", "1.5"), "A2": ("str", "b"), "B2": ("e", "#N/A")}
    assert report.changed == 4


@pytest.mark.parametrize(
    ("size", "filled", "resized"),
    [((2, 2), "A1 B1 A2 B2", None), ((3, 1), "A1 A2", (3, 1)), ((1, 5), "A1 B1", (1, 5))],
)
def test_a_dynamic_array_of_another_size(new, tmp_path, fake, size, filled, resized):
    with new() as book:
        book.add_worksheet().write_dynamic_array_formula("A1:B2", "=MODELS()", None, 0)
    given = dict.fromkeys(filled.split(), "x")
    given |= {place: CellError("#N/A") for place in ("A1", "B1", "A2", "B2") if place not in given}
    calc = fake({"Sheet1": {**given, "XFD1": float(size[0]), "XFC1": float(size[1])}})
    report = run(tmp_path / "book.xlsx", calc)
    probe = b'<c r="XFD1"><f t="array" ref="XFD1">ROWS(PLM.F.MODELS())</f>'
    assert probe in calc.opened[1].package.parts["xl/worksheets/sheet1.xml"]
    values = values_of(report.target)
    assert {place for place, value in values.items() if value == ("str", "x")} == set(filled.split())
    assert all(value in (None, ("str", "x")) for value in values.values())
    assert [found.given for found in report.resized] == ([resized] if resized else [])
    assert b'<f t="array" ref="A1:B2">' in parts_of(report.target)["xl/worksheets/sheet1.xml"]


@pytest.fixture
def charted(new, tmp_path):
    with new() as book:
        sheet = book.add_worksheet("My data")
        for row, name in enumerate(["a", "b", "c"]):
            sheet.write(row, 0, name)
            sheet.write_formula(row, 1, f"=RATIO(A{row + 1})", None, row)
            sheet.write_formula(row, 2, f'=A{row + 1}&"!"', None, f"{name}?")
        chart = book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "categories": "='My data'!$A$1:$A$3",
                "values": "='My data'!$B$1:$B$3",
                "data_labels": {
                    "value": True,
                    "custom": [{"value": f"='My data'!$C${row}"} for row in (1, 2, 3)],
                },
            }
        )
        sheet.insert_chart("E1", chart)
    return tmp_path / "book.xlsx"


def test_charts_show_the_new_values(charted, fake):
    given = {"B1": 5.5, "B2": CellError("#N/A"), "B3": 2.0, "C1": "a<!", "C2": "b?", "C3": "c!"}
    report = run(charted, fake({"My data": given}))
    before, after = (parts_of(path)["xl/charts/chart1.xml"].decode() for path in (charted, report.target))
    assert re.findall(r"<c:numCache>.*?</c:numCache>", after) == [
        '<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="3"/>'
        '<c:pt idx="0"><c:v>5.5</c:v></c:pt>'
        '<c:pt idx="1"><c:v>#N/A</c:v></c:pt><c:pt idx="2"><c:v>2</c:v></c:pt></c:numCache>'
    ]
    texts = re.findall(r"<c:strCache>.*?</c:strCache>", after)
    assert [re.findall("<c:v>(.*?)</c:v>", text) for text in texts] == [
        ["a&lt;!"],
        ["b?"],
        ["c!"],
        ["a", "b", "c"],
    ]
    drop = lambda text: re.sub("<c:v>.*?</c:v>", "", text)  # noqa: E731
    assert drop(before) == drop(after)
    assert report.chart_points == 4
    assert report.notes == []


@pytest.mark.parametrize(
    ("change", "points", "note"),
    [
        (lambda chart: chart.replace("'My data'!$B$1:$B$3", "book.xlsx!numbers"), 2, None),
        (lambda chart: chart.replace("'My data'!$B$1:$B$3", "book.xlsx!none"), 0, "neither a reference"),
        (lambda chart: chart.replace("'My data'!$B$1:$B$3", "('My data'!$B$1,'My data'!$B$2:$B$3)"), 2, None),
        (lambda chart: chart.replace("'My data'!$B$1:$B$3", "'My data'!$B$1:$B$2"), 0, "only some of these"),
        (lambda chart: re.sub("<c:numCache>.*?</c:numCache>", "", chart), 0, None),
        (lambda chart: chart.replace('<c:pt idx="0"><c:v>0</c:v></c:pt>', ""), 2, None),
    ],
)
def test_charts_with_other_references(charted, fake, change, points, note):
    name = (
        b"<definedNames><definedName name=\"numbers\">'My data'!$B$1:$B$3</definedName></definedNames><calcPr"
    )
    rewrite(
        charted,
        {
            "xl/charts/chart1.xml": lambda data: change(data.decode()).encode(),
            "xl/workbook.xml": lambda data: data.replace(b"<calcPr", name),
        },
    )
    given = {"B1": 5.5, "B2": 1.0, "B3": 3.0, "C1": "a?", "C2": "b?", "C3": "c?"}
    report = run(charted, fake({"My data": given}))
    chart = parts_of(report.target)["xl/charts/chart1.xml"].decode()
    assert report.chart_points == points
    if points:
        cache = re.search("<c:numCache>.*?</c:numCache>", chart)[0]
        assert re.findall('<c:pt idx="(.)"><c:v>(.*?)</c:v>', cache) == [("0", "5.5"), ("1", "1"), ("2", "3")]
    else:
        assert chart == parts_of(charted)["xl/charts/chart1.xml"].decode()
    assert len(report.notes) == (1 if note else 0)
    assert all(note in found for found in report.notes)


def test_a_constant_in_a_chart_is_never_old(charted, fake):
    """LibreOffice writes the name of a series that is no reference so."""
    constant = lambda data: data.replace(b"'My data'!$C$1<", b'"10 B"<')  # noqa: E731
    rewrite(charted, {"xl/charts/chart1.xml": constant})
    report = run(
        charted, fake({"My data": {"B1": 5.0, "B2": 1.0, "B3": 2.0, "C1": "x", "C2": "y", "C3": "z"}})
    )
    assert report.notes == []
    assert b'<c:f>"10 B"</c:f>' in parts_of(report.target)["xl/charts/chart1.xml"]


def test_numbers_that_a_chart_shows_formatted_are_left(charted, fake):
    def swap(data):
        """Labels that read the numbers of column B, shown with a unit."""
        return data.replace(b"!$C$", b"!$B$").replace(b"<c:v>b?</c:v>", b"<c:v>1 B</c:v>")

    rewrite(charted, {"xl/charts/chart1.xml": swap})
    given = {"B1": 0.0, "B2": 9.0, "B3": 2.0, "C1": "a?", "C2": "b?", "C3": "c?"}
    report = run(charted, fake({"My data": given}))
    assert b"<c:v>1 B</c:v>" in parts_of(report.target)["xl/charts/chart1.xml"]
    assert report.notes == [
        "A chart shows old values until Excel opens it "
        "('My data'!$B$2: the chart shows these numbers with a format)."
    ]


def test_a_workbook_without_formulas_is_copied(new, tmp_path):
    with new() as book:
        book.add_worksheet().write("A1", 1)
    report = run(tmp_path / "book.xlsx", None)
    assert parts_of(report.target) == parts_of(tmp_path / "book.xlsx")
    assert report.recalculated == report.changed == 0


class TestTarget:
    def test_never_the_source(self, book, fake, tmp_path):
        link = tmp_path / "link.xlsx"
        link.symlink_to(book)
        for target in (book, link, tmp_path / "." / "book.xlsx"):
            with pytest.raises(CannotRecalculate, match="take the place of"):
                run(book, fake({}), target=target, overwrite=True)

    def test_an_existing_file_only_when_told(self, book, fake, tmp_path):
        target = tmp_path / "result.xlsx"
        target.write_bytes(b"something")
        with pytest.raises(CannotRecalculate, match="exists already"):
            run(book, fake({}), target=target)
        assert target.read_bytes() == b"something"
        run(book, fake({"Sheet1": {"A1": 2.0, "A2": 2.0, "A3": 2.0}}), target=target, overwrite=True)
        assert values_of(target)["A1"] == ("n", "2")

    @pytest.mark.parametrize("name", ["none/result.xlsx", "result.xlsm", "result"])
    def test_other_places_are_refused(self, book, fake, tmp_path, name):
        with pytest.raises(CannotRecalculate):
            run(book, fake({}), target=tmp_path / name)

    def test_permissions_are_those_of_the_source(self, book, fake):
        book.chmod(0o640)
        assert stat.S_IMODE(run(book, fake({})).target.stat().st_mode) == 0o640

    @pytest.mark.parametrize("moment", ["calculate", "save", "write"])
    def test_ctrl_c_leaves_nothing(self, book, fake, monkeypatch, tmp_path, moment):
        def interrupt(*_):
            raise KeyboardInterrupt

        calc = fake({"Sheet1": {"A1": 2.0}})
        if moment == "write":
            real, calls = Package.write, []

            def write(package, file):
                calls.append(file)
                if len(calls) == 2:  # the first is the copy for Calc
                    file.write(b"half a file")
                    raise KeyboardInterrupt
                real(package, file)

            monkeypatch.setattr(Package, "write", write)
        else:
            monkeypatch.setattr(f"{type(calc).__module__}.FakeDocument.{moment}", interrupt)
        before = {path: path.read_bytes() for path in tmp_path.iterdir()}
        with pytest.raises(KeyboardInterrupt):
            run(book, calc)
        assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_every_error_is_one_of_ours(tmp_path):
    with pytest.raises(PlmError):
        recalculate(tmp_path / "none.xlsx", None)


def test_default_target(tmp_path):
    assert default_target(tmp_path / "a.b.xlsm").name == "a.b.recalculated.xlsm"
    assert Address.parse("A1") == (1, 1)


@pytest.mark.parametrize(
    ("refuses_all", "says"), [(True, "^book.xlsx: it will not open"), (False, "The file is not at fault")]
)
def test_a_copy_that_calc_refuses(book, fake, refuses_all, says):
    """The file is blamed only where Calc refuses the file itself."""

    class Refusing(fake):
        def open(self, path):
            if path.name == "functions.xlsx" or (path == book and not refuses_all):
                return super().open(path)
            raise HostError("it will not open")

    with pytest.raises(UnexpectedAnswer, match=says):
        run(book, Refusing({}))
    assert not default_target(book).exists()


def test_an_array_that_claims_a_whole_sheet_is_left_to_excel(book, fake):
    """Calc would fill it until there is no memory."""
    huge = b'<f t="array" ref="A1:XFD1048576">RATIO(B1)</f>'
    rewrite(book, {"xl/worksheets/sheet1.xml": lambda data: data.replace(b"<f>RATIO(B1)</f>", huge)})
    report = run(book, fake({"Sheet1": {"A2": 6.0, "A3": 7.0}}))
    assert [str(kept) for kept in report.kept] == [
        "Sheet1!A1 keeps its value: it fills more than 2,000,000 cells"
    ]
    assert values_of(report.target)["A2"] == ("n", "6")
