"""What cannot be exported: one clear line, exit code 2, and every file as it was."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from pptx import Presentation

from cli.command_line import Ended, Run
from documented import ROOT
from plm_ratios.hosts.calc import locate
from plm_ratios.slides import deck
from plm_ratios.slides.export import ORDERS
from slides.templates import corporate
from workbook_files import copied

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return copied(tmp_path / "mine.xlsx", "native")


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(end: Ended, *words: str) -> None:
    assert end.code == 2
    assert end.out == ""
    assert len(end.err.splitlines()) == 1 and end.err.startswith("plm-ratios: "), end.err
    for word in words:
        assert word in end.err


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class TestWorkbook:
    """Files that are no workbook of ours, or cannot be read."""

    def export(self, run: Run, path: Path, *words: str) -> Ended:
        before = everything(path.parent)
        deck = path.parent / "deck.pptx"
        deck.write_bytes(b"precious")
        end = run("export", str(path), "--to", str(deck), "--force", *words)
        assert deck.read_bytes() == b"precious"
        deck.unlink()
        assert everything(path.parent) == before
        return end

    def test_not_there(self, run: Run, tmp_path: Path) -> None:
        refused(self.export(run, tmp_path / "gone.xlsx"), "There is no file", "gone.xlsx")

    def test_not_ours(self, run: Run, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.active.append(["Model", "Price"])
        book.save(tmp_path / "other.xlsx")
        words = ("other.xlsx is no workbook of plm-ratios", "plm-ratios new writes one")
        refused(self.export(run, tmp_path / "other.xlsx"), *words)

    @pytest.mark.parametrize(
        ("lock", "program"), [("~$mine.xlsx", "Excel"), (".~lock.mine.xlsx#", "LibreOffice")]
    )
    def test_open_elsewhere(self, run: Run, workbook: Path, lock: str, program: str) -> None:
        workbook.with_name(lock).write_bytes(b"\x04Anna")
        words = (f"mine.xlsx is open in {program}", "Save and close it there", f"delete {workbook.parent}")
        refused(self.export(run, workbook), *words)

    def test_encrypted(self, run: Run, workbook: Path, tmp_path: Path) -> None:
        """Encrypted for real, as Excel does it."""
        with workbook.open("rb") as plain, (tmp_path / "secret.xlsx").open("wb") as file:
            OOXMLFile(plain).encrypt("password", file)
        words = ("secret.xlsx is protected with a password", "save it without one first")
        refused(self.export(run, tmp_path / "secret.xlsx"), *words)

    @pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
    def test_cut_short(self, run: Run, workbook: Path, tmp_path: Path, kept: float) -> None:
        data = workbook.read_bytes()
        path = tmp_path / "cut.xlsx"
        path.write_bytes(data[: int(len(data) * kept)])
        refused(self.export(run, path), "cut.xlsx is damaged")

    @pytest.mark.parametrize(
        ("part", "old", "new"),
        [
            ("xl/workbook.xml", b"</workbook>", b""),
            ("xl/worksheets/sheet2.xml", b"</sheetData>", b"<row"),
            ("xl/sharedStrings.xml", b"<si>", b"<si"),
            ("xl/styles.xml", b"</styleSheet>", b""),
            ("xl/workbook.xml", b'<definedName name="', b'<definedName nome="'),
            ("xl/workbook.xml", b"<sheet name=", b"<sheet nome="),
        ],
    )
    def test_damaged_inside(
        self, run: Run, workbook: Path, tmp_path: Path, part: str, old: bytes, new: bytes
    ) -> None:
        path = tmp_path / "damaged.xlsx"
        with zipfile.ZipFile(workbook) as source, zipfile.ZipFile(path, "w") as target:
            for name in source.namelist():
                data = source.read(name)
                if name == part:
                    assert old in data
                    data = data.replace(old, new)
                target.writestr(name, data)
        end = self.export(run, path)
        refused(end, "damaged.xlsx")
        assert "<class" not in end.err

    @pytest.mark.parametrize(
        ("name", "data", "words"),
        [
            ("a.xlsx", b"", "is empty"),
            ("a.csv", b"model,ratio\n", "is not an .xlsx or .xlsm workbook"),
            ("a.xls", OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "old .xls format"),
        ],
    )
    def test_other_kinds(self, run: Run, tmp_path: Path, name: str, data: bytes, words: str) -> None:
        (tmp_path / name).write_bytes(data)
        refused(self.export(run, tmp_path / name), words)

    def test_a_folder(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "folder").mkdir()
        refused(self.export(run, tmp_path / "folder"), "is a folder")

    @pytest.mark.parametrize(
        ("cell", "value", "words"),
        [
            ("B4", "all", ['Compare!B4 should hold the basis; it holds "all"', "give --basis"]),
            ("B4", None, ["Compare!B4 should hold the basis; it is blank"]),
            (
                "B5",
                "long",
                ['Compare!B5 should hold the average length, a number above zero; it holds "long"'],
            ),
            ("B5", 0, ["Compare!B5", 'it holds "0"', "--avglen"]),
            ("B6", -20, ["Compare!B6 should hold the target", "--target"]),
            ("B6", None, ["Compare!B6", "it is blank"]),
        ],
    )
    def test_an_input_that_cannot_be_used(
        self, run: Run, workbook: Path, tmp_path: Path, cell: str, value: object, words: list[str]
    ) -> None:
        book = openpyxl.load_workbook(workbook)
        book["Compare"][cell] = value
        book.save(tmp_path / "typed.xlsx")
        refused(self.export(run, tmp_path / "typed.xlsx"), *words)
        instead = {"B4": ("--basis", "seen"), "B5": ("--avglen", "300"), "B6": ("--target", "20")}[cell]
        target = str(tmp_path / "instead.csv")
        assert run("export", str(tmp_path / "typed.xlsx"), *instead, "--to", target).code == 0

    def test_a_table_without_models(self, run: Run, workbook: Path, tmp_path: Path) -> None:
        book = openpyxl.load_workbook(workbook)
        for row in range(11, 27):
            book["Compare"][f"A{row}"] = None
        book.save(tmp_path / "blank.xlsx")
        refused(self.export(run, tmp_path / "blank.xlsx"), "names no models")


class TestTargets:
    def test_what_is_there_stays_unless_forced(self, run: Run, in_folder: Path) -> None:
        Path("deck.pptx").write_text("precious")
        before = everything(in_folder)
        refused(
            run("export", "--to", "chart.svg", "--to", "deck.pptx"), "deck.pptx exists already", "--force"
        )
        assert everything(in_folder) == before
        assert run("export", "--to", "deck.pptx", "--force").code == 0
        assert len(Presentation("deck.pptx").slides) > 4

    def test_the_data_package_of_another_table_stays(self, run: Run, in_folder: Path) -> None:
        Path("datapackage.json").write_text("{}")
        refused(run("export", "--to", "t.csv"), "datapackage.json exists already")
        assert not Path("t.csv").exists()

    def test_the_workbook_itself_is_never_replaced(self, run: Run, workbook: Path) -> None:
        before = workbook.read_bytes()
        end = run("export", str(workbook), "--to", str(workbook), "--force")
        refused(end, "is what the export is made from")
        assert workbook.read_bytes() == before

    def test_a_deck_that_is_open_in_powerpoint(self, run: Run, in_folder: Path) -> None:
        Path("deck.pptx").write_text("open")
        Path("~$deck.pptx").write_text("lock")
        refused(run("export", "--to", "deck.pptx", "--force"), "deck.pptx is open in PowerPoint")
        assert Path("deck.pptx").read_text() == "open"

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["--to", "deck.key"], ['ends in ".key"', ".pptx, .png, .svg, .pdf, .csv, .xlsx"]),
            (["--to", "deck"], ['ends in ""']),
            (["--to", "nowhere/deck.pptx"], ["There is no folder nowhere"]),
            (["--to", "a.svg", "--to", "a.svg"], ["a.svg would be written twice"]),
            (["--to", "a.csv", "--to", "b.csv"], ["datapackage.json would be written twice"]),
            (["--to", "a.svg", "--models", "ESM2 15G"], ['No model is called "ESM2 15G"', "ESM-2 15B"]),
            (["--to", "a.svg", "--basis", "all"], ['There is no basis "all"']),
            (["--to", "a.svg", "--avglen", "0"], ["The average length must be"]),
            (["--to", "a.svg", "--theme", "pink"], ['There is no theme "pink". Choose "light" or "dark".']),
            (["--to", "a.svg", "--chart", "pie"], ['There is no chart "pie". Choose ratio']),
            (["--to", "a.svg", "--models", "ESM-2 15B", "--basis", "unique"], ["there is nothing to draw"]),
            (
                ["--to", "a.pptx", "--slides", "ratio,pie"],
                ['There is no slide "pie". Choose "opening", "ratio", ', '"sources".'],
            ),
            (["--to", "a.svg", "--slides", "ratio"], ["--slides says what a deck shows", "--to deck.pptx"]),
            (["--to", "a.svg", "--order", "size"], ['There is no order "size". Choose "ratio" or "given".']),
            (["--to", "a.svg", "--order", "given", "--sort"], ["contradict each other"]),
            (
                ["--to", "a.pptx", "--slides", "ratio", "--model", "ESM-2 15B", "--basis", "unique"],
                ['On the basis "unique" these slides have nothing to show: ratio.'],
            ),
            (["--to", "a.pptx", "--template", "gone.pptx"], ["There is no template gone.pptx"]),
            (
                ["--to", "a.pptx", "--template", "a.pptx", "--theme", "dark"],
                ["--template or --theme, not both"],
            ),
        ],
    )
    def test_what_makes_no_sense_is_one_line(
        self, run: Run, in_folder: Path, words: list[str], said: list[str]
    ) -> None:
        refused(run("export", *words), *said)
        assert everything(in_folder) == {}

    def test_one_that_fails_keeps_the_others_from_being_written(self, run: Run, in_folder: Path) -> None:
        words = ("--models", "ESM-2 15B", "--basis", "unique", "--to", "t.csv", "--to", "a.svg")
        refused(run("export", *words), "there is nothing to draw")
        assert everything(in_folder) == {}

    def test_a_pdf_needs_libreoffice(
        self, run: Run, in_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(locate.SOFFICE_VARIABLE, str(in_folder / "no-soffice"))
        locate.find.cache_clear()
        try:
            refused(run("export", "--to", "a.svg", "--to", "s.pdf"), locate.SOFFICE_VARIABLE)
        finally:
            locate.find.cache_clear()
        assert everything(in_folder) == {}


class TestTemplate:
    def export(self, run: Run, template: Path) -> Ended:
        before = everything(template.parent)
        end = run("export", "--to", str(template.parent / "deck.pptx"), "--template", str(template))
        assert everything(template.parent) == before
        return end

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "is not a PowerPoint file, or it is damaged"),
            (b"PK\x03\x04 and then nothing", "is damaged: File is not a zip file"),
            (lambda: zipped({"ppt/media/a.bin": b"\0" * (65 << 20)}), "would unpack to 68 MB"),
            (zipped({"ppt/a.xml": b"<!DOCTYPE a []><a/>"}), "part ppt/a.xml: it holds a DOCTYPE"),
            (zipped({"ppt/a.xml": b"<a/>"}, zipfile.ZIP_LZMA), "is packed with LZMA"),
            (
                lambda: zipped({f"ppt/{number}": b"" for number in range(10_001)}),
                "holds more than 10,000 files",
            ),
            (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
            (OLE + b"\0" * 600, "old .ppt format"),
        ],
    )
    def test_no_deck(self, run: Run, tmp_path: Path, data: bytes | Callable[[], bytes], words: str) -> None:
        (tmp_path / "t.pptx").write_bytes(data() if callable(data) else data)
        refused(self.export(run, tmp_path / "t.pptx"), "t.pptx", words)

    def test_a_workbook(self, run: Run, workbook: Path) -> None:
        refused(self.export(run, workbook), "is a workbook, not a .pptx or .potx")

    def test_with_macros(self, run: Run, tmp_path: Path) -> None:
        plain = corporate(tmp_path / "plain.pptx", dark=False, wide=True)
        path = tmp_path / "t.pptm"
        with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                data = old.read(name).replace(
                    b"vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
                    b"vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
                )
                new.writestr(name, data)
        refused(self.export(run, path), "has macros")

    @pytest.mark.parametrize(
        ("part", "old", "new"),
        [
            ("ppt/slideLayouts/slideLayout6.xml", b"p:spTree", b"p:spTre"),
            ("ppt/slideMasters/slideMaster1.xml", b"p:clrMap", b"p:clrMop"),
        ],
    )
    def test_damaged_where_it_is_looked_at_late(
        self, run: Run, tmp_path: Path, part: str, old: bytes, new: bytes
    ) -> None:
        plain = tmp_path / "plain.pptx"
        Presentation().save(str(plain))
        with zipfile.ZipFile(plain) as before, zipfile.ZipFile(tmp_path / "t.pptx", "w") as after:
            assert old in before.read(part)
            for name in before.namelist():
                data = before.read(name)
                after.writestr(name, data.replace(old, new) if name == part else data)
        refused(self.export(run, tmp_path / "t.pptx"), "t.pptx cannot be read as a deck")

    def test_without_a_title_or_without_room(self, run: Run, tmp_path: Path) -> None:
        deck = Presentation()
        for layout in list(deck.slide_layouts):
            if layout.name != "Blank":
                deck.slide_layouts.remove(layout)
        deck.save(str(tmp_path / "blank.pptx"))
        refused(self.export(run, tmp_path / "blank.pptx"), "no layout with a title")
        deck = Presentation()
        for page in (deck.slide_master, deck.slide_layouts[5]):
            page.placeholders[0].top, page.placeholders[0].height = 0, deck.slide_height - 914400
        deck.save(str(tmp_path / "full.pptx"))
        refused(self.export(run, tmp_path / "full.pptx"), 'The layout "Title Only"', "leaves no room")


@pytest.mark.skipif(os.name != "posix", reason="sends the signal of Ctrl-C as POSIX has it")
def test_ctrl_c_leaves_nothing_half_written(tmp_path: Path, libreoffice: locate.Calc) -> None:
    """Stopped while LibreOffice prints the PDF, after the deck has been made."""
    (tmp_path / "deck.pptx").write_bytes(b"precious")
    words = ["--to", "deck.pptx", "--to", "s.pdf", "--force"]
    command = [sys.executable, "-m", "plm_ratios.cli", "export", *words]
    running = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".s.*.pdf")) and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=90)
    assert running.returncode == 130
    assert "Stopped; nothing was left half-written." in err
    assert everything(tmp_path) == {str(tmp_path / "deck.pptx"): b"precious"}


def test_help_teaches(run: Run) -> None:
    text = run("export", "--help").words
    for word in ("--template", "--theme", ".pptx", "datapackage.json", "Example: plm-ratios export"):
        assert word in text
    names = [kind.name for kind in deck.KINDS]
    assert ", ".join(names) in text and set(ORDERS) <= set(text.split())
    page = (ROOT / "docs" / "slides.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in page for name in names)
