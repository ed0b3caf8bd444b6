"""The workbook for xlwings Lite: parts as Lite saves them, what it carries, and every value visible."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from cli.command_line import Run
from own_models import ONE, Mine
from plm_ratios import __version__
from plm_ratios.errors import PlmError
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import NA, CellError
from plm_ratios.hosts.calc.document import CalcDocument
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.hosts.lite import package, parts, program
from plm_ratios.hosts.lite.safe_names import MOST_FILES, require_safe
from plm_ratios.ooxml.addresses import Address, Area
from plm_ratios.ooxml.formula_names import calls
from plm_ratios.workbook_builder import FLAVOURS
from plm_ratios.workbook_builder.building import build
from workbook_files import copied

WE = "{http://schemas.microsoft.com/office/webextensions/webextension/2010/11}"
WETP = "{http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("lite") / "comparison.xlsx", FLAVOURS["lite"])


def part(path: Path, name: str) -> Any:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


class TestPartsHaveTheShapeOfThoseThatLiteSaves:
    """Read off six workbooks that builds 11 to 18 of xlwings Lite saved in 2025."""

    def test_the_package_points_to_the_panes(self, path: Path) -> None:
        (pointing,) = [
            (each.get("Type"), each.get("Target"))
            for each in part(path, "_rels/.rels")
            if "webextension" in each.get("Type")
        ]
        assert pointing == (
            "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes",
            "xl/webextensions/taskpanes.xml",
        )

    def test_the_types_are_declared(self, path: Path) -> None:
        declared = {
            each.get("PartName"): each.get("ContentType")
            for each in part(path, "[Content_Types].xml").iter(f"{CONTENT_TYPES}Override")
        }
        vendor = "application/vnd.ms-office.webextension"
        assert declared["/xl/webextensions/taskpanes.xml"] == f"{vendor}taskpanes+xml"
        assert declared["/xl/webextensions/webextension1.xml"] == f"{vendor}+xml"

    def test_the_pane_is_docked_and_closed(self, path: Path) -> None:
        panes = part(path, "xl/webextensions/taskpanes.xml")
        (pane,) = panes
        assert (panes.tag, pane.tag) == (f"{WETP}taskpanes", f"{WETP}taskpane")
        assert list(pane.attrib) == ["dockstate", "visibility", "width", "row"]
        assert (pane.get("dockstate"), pane.get("visibility")) == ("right", "0")
        (reference,) = pane
        (relationship,) = part(path, "xl/webextensions/_rels/taskpanes.xml.rels")
        assert reference.tag == f"{WETP}webextensionref"
        assert relationship.get("Id") == reference.get(f"{R}id")
        assert relationship.get("Target") == "webextension1.xml"
        assert relationship.get("Type").endswith("/office/2011/relationships/webextension")

    def test_the_extension_is_lite_from_the_store(self, path: Path) -> None:
        extension = part(path, "xl/webextensions/webextension1.xml")
        assert [each.tag for each in extension] == [
            f"{WE}reference",
            f"{WE}alternateReferences",
            f"{WE}properties",
            f"{WE}bindings",
            f"{WE}snapshot",
            f"{WE}extLst",
        ]
        assert list(extension.attrib) == ["id"]
        references = [dict(each.attrib) for each in extension.iter(f"{WE}reference")]
        shared = {"id": "wa200008175", "version": "1.0.0.0", "storeType": "OMEX"}
        assert references == [{**shared, "store": "en-US"}, {**shared, "store": "WA200008175"}]

    def test_the_properties_are_json_texts(self, path: Path) -> None:
        extension = part(path, "xl/webextensions/webextension1.xml")
        stored = {each.get("name"): json.loads(each.get("value")) for each in extension.iter(f"{WE}property")}
        assert set(stored) == {"main.py", "requirements.txt", "pyodideVersion", "addinVersion"}
        assert all(isinstance(value, str) for value in stored.values())
        assert "xlwings" in stored["requirements.txt"]

    def test_it_says_that_there_are_custom_functions(self, path: Path) -> None:
        listed = part(path, "xl/webextensions/webextension1.xml").find(f"{WE}extLst")
        assert [(each.tag, each.get("uri"), each[0].tag) for each in listed] == [
            (f"{A}ext", "{D87F86FE-615C-45B5-9D79-34F1136793EB}", f"{WE}containsCustomFunctions"),
            (f"{A}ext", "{7C84B067-C214-45C3-A712-C9D94CD141B2}", f"{WE}customFunctionIdList"),
        ]


@pytest.mark.parametrize("route", program.ROUTES)
def test_what_was_stored_comes_out_as_it_went_in(route: str, tmp_path: Path) -> None:
    path = build(tmp_path / "book.xlsx", FLAVOURS["lite"], route=route)
    assert parts.read(path) == program.files(route)


def test_texts_that_xml_and_json_could_spoil_survive(path: Path, tmp_path: Path) -> None:
    difficult = {"main.py": 'a = "<&>\'\\n"\n\tb = """\r\n–\u2028𝛼"""\n', "requirements.txt": ""}
    plain = build(tmp_path / "plain.xlsx", FLAVOURS["native"])
    parts.add(plain, difficult)
    assert parts.read(plain) == difficult


def test_a_file_that_is_carried_twice(tmp_path: Path) -> None:
    """Only one of them runs, and nobody here can say which."""
    book, odd = copied(tmp_path / "a.xlsx", "native"), tmp_path / "odd.xlsx"
    parts.add(book, {"main.py": "harm()", "mbin.py": "harmless"})
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(odd, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"mbin.py", b"main.py"))
    with pytest.raises(PlmError, match=r"odd\.xlsx carries 'main\.py' twice"):
        parts.read(odd)


def test_a_workbook_without_python_says_so(tmp_path: Path) -> None:
    with pytest.raises(PlmError, match=r"plain\.xlsx carries no Python for xlwings Lite"):
        parts.read(build(tmp_path / "plain.xlsx", FLAVOURS["native"]))


def test_formulas_are_stored_as_excel_stores_functions_without_a_namespace(path: Path) -> None:
    ours: set[str] = set()
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    text = getattr(cell.value, "text", cell.value)
                    ours |= {name for name in calls(text) if name.split("_")[-1].upper() in FUNCTIONS}
    tables = {name for name, function in FUNCTIONS.items() if function.gives == "table"}
    assert ours == {f"_xldudf_{name}" for name in FUNCTIONS if name not in tables}


def test_values_show_before_anything_runs(path: Path, calc: CalcSession) -> None:
    stored = openpyxl.load_workbook(path, data_only=True)
    row = next(row for row in stored["Compare"].iter_rows(values_only=True) if row[0] == "ESM-2 15B")
    assert FUNCTIONS["RATIO"]("ESM-2 15B") in row
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    formulas = [cell for sheet in sheets for cell in part(path, sheet).iter(f"{MAIN}c") if len(cell)]
    assert len([cell for cell in formulas if cell.find(f"{MAIN}f") is not None]) > 500
    assert [cell.get("r") for cell in formulas if cell.find(f"{MAIN}v") is None] == []
    with calc.open(path) as document:
        rows = {row[0]: row for row in document.values("Compare", "A11:AG26")}
        assert FUNCTIONS["RATIO"]("ESM-2 15B") in rows["ESM-2 15B"]
        for sheet in document.sheets:
            texts = texts_and_errors(document, sheet, "A1:P300")
            assert not [text for text in texts if text.startswith(("#NAME", "Err:"))], sheet


def test_while_the_functions_sleep_nothing_is_said_of_the_models(path: Path, calc: CalcSession) -> None:
    """#N/A would mean that there is no number; here it means that nobody answers."""
    with calc.open(path) as document:
        document.set("Compare", "B6", 30.0)
        document.calculate()
        (headline,), (warning,) = (document.values("Compare", cell)[0] for cell in ("A1", "A3"))
        assert headline == "The functions do not answer, so there is nothing to compare yet."
        assert warning == "The functions do not answer: click xlwings Lite on the Home tab."
        assert document.values("Compare", "E11:E12") == [[NA], [NA]]


def texts_and_errors(document: CalcDocument, sheet: str, area: str) -> list[str]:
    """What those cells of an area show that hold a text or an error; Calc is asked for each error alone."""
    first = Area.parse(area).first
    found = []
    for row, cells in enumerate(document.values(sheet, area), first.row):
        for column, cell in enumerate(cells, first.column):
            if isinstance(cell, CellError):
                found += document.shown(sheet, str(Address(row, column)))[0]
            elif isinstance(cell, str):
                found.append(cell)
    return found


def test_an_error_is_among_what_is_shown(sheet: CalcDocument) -> None:
    sheet.set("Sheet1", "B2", [["text", 1.0], [None, None]])
    sheet.formula("Sheet1", "C3", "=NOSUCHNAME")
    sheet.formula("Sheet1", "D4", "=1+")
    assert texts_and_errors(sheet, "Sheet1", "B2:D9") == ["text", "#NAME?", "Err:520"]


def test_the_same_source_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    assert build(tmp_path / "again.xlsx", FLAVOURS["lite"]).read_bytes() == path.read_bytes()


def test_main_runs_where_the_package_is_not_installed(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(program.main(program.INSIDE), encoding="utf-8")
    asked = (
        "import sys; sys.modules['plm_ratios'] = None; sys.path = sys.path[:1] + [p for p in sys.path[1:] "
    )
    asked += "if 'addin' not in p]; import main; print(main.RATIO('ESM-2 15B', 'seen'), main.slide.__file__)"
    ran = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={"PATH": "", "TMPDIR": str(tmp_path)},
    )
    assert ran.stdout.startswith(f"57.6 {tmp_path}/plm-ratios-"), ran.stderr


def test_the_package_inside_is_what_the_functions_need_and_no_more() -> None:
    held = package.files()
    assert "plm_ratios/functions/definitions.py" in held
    folders = {path.split("/")[1] for path in held if path.count("/") > 1}
    assert folders == {"analysis", "catalog", "comparison", "data", "functions", "hosts", "records"}
    assert not [name for name in held if name.endswith(".yaml")]
    assert package.unpack(package.as_text(package.archive())) == {
        name: content.decode("utf-8") for name, content in held.items()
    }


class TestCommands:
    def test_new_names_the_flavour(self, run: Run, tmp_path: Path) -> None:
        ended = run("new", str(tmp_path / "a.xlsx"), "--flavour", "lite", "--route", "index")
        assert ended.code == 0
        assert "xlwings Lite" in ended.out
        assert f"plm-ratios=={__version__}" in parts.read(tmp_path / "a.xlsx")["requirements.txt"]

    def test_main_writes_both_files(self, run: Run, tmp_path: Path) -> None:
        ended = run("lite", "main", str(tmp_path / "new" / "folder"))
        assert ended.code == 0
        assert (tmp_path / "new" / "folder" / "main.py").read_text("utf-8") == program.main(program.INSIDE)
        assert "Paste main.py" in ended.out

    def test_main_replaces_nothing_unasked(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "requirements.txt").write_text("mine")
        ended = run("lite", "main", str(tmp_path))
        assert (ended.code, len(ended.err.splitlines())) == (2, 1)
        assert "--force" in ended.err
        assert [file.name for file in tmp_path.iterdir()] == ["requirements.txt"]
        assert (tmp_path / "requirements.txt").read_text() == "mine"
        assert run("lite", "main", str(tmp_path), "--force").code == 0

    def test_a_route_that_there_is_not(self, run: Run, tmp_path: Path) -> None:
        ended = run("lite", "main", str(tmp_path), "--route", "moon")
        assert ended.code == 2
        assert ended.err == 'plm-ratios: There is no route "moon" to the package. Choose inside or index.\n'

    def test_extract_gives_everything_back(self, run: Run, path: Path, tmp_path: Path) -> None:
        assert run("lite", "extract", str(path), str(tmp_path)).code == 0
        assert (tmp_path / "main.py").read_text("utf-8") == program.main(program.INSIDE)
        for name, content in package.files().items():
            assert (tmp_path / name).read_bytes() == content

    def test_extract_takes_own_models_along(self, run: Run, mine: Mine, tmp_path: Path) -> None:
        mine.write(ONE)
        assert run("new", str(tmp_path / "a.xlsx"), "--flavour", "lite").code == 0
        assert run("lite", "extract", str(tmp_path / "a.xlsx"), str(tmp_path)).code == 0
        assert (tmp_path / "own" / "0" / "catalog.json").read_bytes() == mine.json.read_bytes()

    @pytest.mark.parametrize(
        ("names", "says"),
        [
            (["..\\out.py"], "with the character '\\\\'"),
            (["C:out.py"], "with the character ':'"),
            (["safe\u202egpj.py"], "with the character '\\u202e'"),
            (["a\x1b[31m.py"], "with the character '\\x1b'"),
            (["a\nb.py"], "with the character '\\n'"),
            (["CON.py"], "takes for a device"),
            (["a/com1"], "takes for a device"),
            (["lpt\u00b9.tar.gz"], "takes for a device"),
            ([".bashrc.py"], "would be hidden"),
            (["a/.git/x.py"], "would be hidden"),
            (["a.py."], "which Windows leaves out"),
            (["a /b.py"], "which Windows leaves out"),
            (["a//b.py"], "an empty part"),
            (["a" * 120 + ".py"], "too long"),
            (["a/" * 120 + "b.py"], "too long"),
            (["A.py", "a.py"], "do not tell apart"),
            (["\u00e9.py", "e\u0301.py"], "do not tell apart"),
            (["main.py", "main.py/b.py"], "do not tell apart"),
            (["Main/b.py", "main"], "do not tell apart"),
            ([f"{number}.py" for number in range(MOST_FILES + 1)], "more than 2,000 files"),
        ],
        ids=lambda value: ascii(value[0])[:30] if isinstance(value, list) else "",
    )
    def test_names_that_are_unsafe_on_some_system_are_refused_on_all(
        self, names: list[str], says: str
    ) -> None:
        with pytest.raises(PlmError) as refused:
            require_safe(names, Path("review"))
        assert says in str(refused.value)
        assert str(refused.value).endswith("so nothing was written.")
        assert str(refused.value).isprintable()

    def test_names_that_are_safe(self) -> None:
        require_safe(["main.py", "a/b.py", "a/c.py", "console.py", "Ünï 1.0 (copy).py", "a/b/c"], Path("x"))

    @pytest.mark.parametrize("name", ["../out.py", "/tmp/out.py", "a/../../out.py"])
    def test_extract_stays_in_its_folder(self, run: Run, name: str, tmp_path: Path) -> None:
        book = build(tmp_path / "evil.xlsx", FLAVOURS["native"])
        parts.add(book, {"main.py": "", name: "evil"})
        ended = run("lite", "extract", str(book), str(tmp_path / "review"))
        assert ended.code == 2
        assert "outside" in ended.err
        assert sorted(path.name for path in tmp_path.iterdir()) == ["evil.xlsx"]

    @pytest.mark.parametrize(
        ("files", "says"),
        [
            ({"a.py": b" " * (60 << 20)}, "would unpack to 63 MB"),
            ({f"{number}.py": b"" for number in range(2_001)}, "holds more than 2,000 files"),
            ({"a.py": b"\xff"}, "a file in it is not text"),
            ({"a/NUL.py": b""}, "called 'a/NUL.py', which Windows takes for a device"),
            ({"a": b"", "a/b.py": b""}, "do not tell apart"),
        ],
        ids=["bomb", "many", "not-text", "device", "below-a-file"],
    )
    def test_extract_of_an_archive_that_is_not_ours(
        self, run: Run, tmp_path: Path, files: dict[str, bytes], says: str
    ) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        module = tmp_path / "module.py"
        module.write_text(f"_PACKAGE = {package.as_text(packed.getvalue())!r}\n", encoding="utf-8")
        ended = run("lite", "extract", str(module), str(tmp_path / "review" / "here"))
        assert (ended.code, len(ended.err.splitlines())) == (2, 1)
        assert says in ended.err
        assert not (tmp_path / "review").exists()

    def test_extract_hides_nothing(self, run: Run, tmp_path: Path) -> None:
        """What is shown must be what runs: nothing in the package takes the place of main.py."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("Main.py", "harmless")
        book = copied(tmp_path / "a.xlsx", "native")
        parts.add(book, {"main.py": f"harm()\n_PACKAGE = {package.as_text(packed.getvalue())!r}\n"})
        ended = run("lite", "extract", str(book), str(tmp_path / "review"))
        assert ended.code == 2
        assert "'main.py' and 'Main.py', which some systems do not tell apart" in ended.err
        assert not (tmp_path / "review").exists()

    def test_extract_makes_no_folders_where_a_file_is_in_the_way(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "review").mkdir()
        (tmp_path / "review" / "b.py").write_text("mine")
        book = copied(tmp_path / "a.xlsx", "native")
        parts.add(book, {"main.py": "", "a/b/c.py": "", "b.py": ""})
        ended = run("lite", "extract", str(book), str(tmp_path / "review"))
        assert ended.code == 2
        assert [path.name for path in (tmp_path / "review").rglob("*")] == ["b.py"]

    def test_extract_of_a_damaged_archive(self, run: Run, tmp_path: Path) -> None:
        book = build(tmp_path / "a.xlsx", FLAVOURS["native"])
        parts.add(book, {"main.py": '_PACKAGE = "bm8gemlw"\n'})
        ended = run("lite", "extract", str(book), str(tmp_path / "review"))
        assert (ended.code, ended.err) == (
            2,
            "plm-ratios: The archive of the package is damaged: File is not a zip file.\n",
        )
