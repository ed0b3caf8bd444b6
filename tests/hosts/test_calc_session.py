"""A session starts cleanly, says what is wrong in one sentence, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import Iterator

import pypdf
import pytest
import xlsxwriter

from plm_ratios.functions.cells import CellError
from plm_ratios.hosts.bundle import PACKAGE
from plm_ratios.hosts.calc import extension, interface, locate
from plm_ratios.hosts.calc.document import CalcDocument
from plm_ratios.hosts.calc.session import CalcFailed, CalcSession, CalcTooSlow, starting

HOLD = """
import time
from plm_ratios.hosts.calc.session import CalcSession
with CalcSession() as calc, calc.new() as document:
    print(calc.process_id, flush=True)
    {work}
"""
IDLE = "time.sleep(120)"
BUSY = 'document.fill("Sheet1", "B1:B20000", "=SUMPRODUCT(A$1:A$20000*A$1:A$20000)")'  # about a minute
PATIENCE = 20.0


def test_the_version(calc: CalcSession) -> None:
    assert calc.version.count(".") >= 2


def test_values_come_back_as_they_were_put(sheet: CalcDocument) -> None:
    rows = [
        [1.0, "text", None],
        [-2.5, "=not a formula", CellError("#N/A")],
        [CellError("#VALUE!"), CellError("#NUM!"), CellError("#DIV/0!")],
    ]
    sheet.set("Sheet1", "B2", rows)
    assert sheet.values("Sheet1", "B2:D4") == rows
    sheet.set("Sheet1", "A1", True)
    sheet.set("Sheet1", "A2", CellError("#REF!"))
    sheet.set("Sheet1", "A3", "single")
    sheet.set("Sheet1", "A4", None)
    assert sheet.values("Sheet1", "A1:A4") == [[1.0], [CellError("#REF!")], ["single"], [None]]
    assert sheet.shown("Sheet1", "A1:A1") == [["TRUE"]]


def test_a_saved_file_opens_with_its_formulas(calc: CalcSession, sheet: CalcDocument, tmp_path: Path) -> None:
    sheet.set("Sheet1", "A1", "ESM-2 15B")
    sheet.formula("Sheet1", "B1", '=RATIO(A1,"seen")')
    for kind in ("xlsx", "ods"):
        with calc.open(sheet.save(tmp_path / f"saved.{kind}")) as saved:
            assert saved.sheets == ["Sheet1"]
            assert saved.formulas("Sheet1", "B1") == [['=PLM.F.RATIO(A1;"seen")']]
            saved.set("Sheet1", "A1", "ProGen2-xlarge")
            saved.calculate()
            assert saved.values("Sheet1", "B1") == [[54.6875]]
            assert sorted(path.name for path in tmp_path.iterdir() if "lock" in path.name) == []
    assert sheet.save(tmp_path / "saved.pdf").read_bytes().startswith(b"%PDF")


def test_a_sheet_on_one_page_of_a_size(sheet: CalcDocument, tmp_path: Path) -> None:
    sheet.set("Sheet1", "A1", [[f"cell {row} {place}" for place in range(30)] for row in range(120)])
    sheet.set_page("Sheet1", 40 / 3, 7.5, 0.35, 0.2)
    (page,) = pypdf.PdfReader(sheet.save(tmp_path / "page.pdf")).pages
    assert [float(side) for side in page.mediabox] == pytest.approx([0, 0, 960, 540], abs=0.05)
    words = page.extract_text()
    assert "cell 0 0" in words
    assert "cell 119 29" in words
    assert "Page" not in words, "no header or footer"


def test_a_chart_as_a_picture(calc: CalcSession, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "chart.xlsx")
    page = book.add_worksheet("Page")
    page.write_column("A1", [1, 10, 100])
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Page!$A$1:$A$3"})
    page.insert_chart("C1", chart, {"x_scale": 2})
    book.close()
    with calc.open(tmp_path / "chart.xlsx") as opened:
        picture = opened.chart_png("Page", tmp_path / "chart.png", width=1200).read_bytes()
        with pytest.raises(CalcFailed, match="has 1 charts"):
            opened.chart_png("Page", tmp_path / "none.png", number=1)
    width, height = struct.unpack(">II", picture[16:24])
    assert picture.startswith(b"\x89PNG")
    assert width == 1200
    assert 300 < height < 500


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda book: book.values("Nowhere", "A1"), 'There is no sheet "Nowhere". There are: Sheet1.'),
        (lambda book: book.values("Sheet1", "not an address"), "is not the address of a cell or range"),
        (lambda book: book.save("book.doc"), 'cannot save as "doc"'),
    ],
)
def test_a_wrong_request_is_one_sentence(sheet: CalcDocument, ask: object, sentence: str) -> None:
    with pytest.raises(CalcFailed) as failed:
        ask(sheet)  # type: ignore[operator]
    assert sentence in str(failed.value)
    assert "\n" not in str(failed.value)


def test_a_file_that_is_no_spreadsheet(calc: CalcSession, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        calc.open(tmp_path / "missing.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(CalcFailed):
        calc.open(tmp_path / "broken.xlsx")
    assert calc.evaluate(["TOKENS(2,3)"]) == [6.0]  # and it still works


def test_settings_of_ours_reach_the_add_in_and_nothing_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLM_RATIOS_ANYTHING", "x")
    monkeypatch.setenv("VIRTUAL_ENV", "y")
    monkeypatch.setenv("PYTHONHOME", "z")
    settings = CalcSession()._settings(Path("soffice"), Path(tempfile.gettempdir()))
    assert settings["environment"]["PLM_RATIOS_ANYTHING"] == "x"
    assert not {"VIRTUAL_ENV", "PYTHONHOME"} & set(settings["environment"])


@pytest.fixture
def nothing_left(libreoffice: locate.Calc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files of a session, which must be empty in the end."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path
    assert wait_for(lambda: not list(tmp_path.iterdir())), list(tmp_path.rglob("*"))[:9]


def test_an_add_in_that_does_not_load_is_told(nothing_left: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = extension.files()
    files[interface.COMPONENT_FILE] = b"raise ImportError('broken on purpose')\n"
    monkeypatch.setattr(extension, "files", lambda: files)
    with pytest.raises(CalcFailed, match="the functions did not load"), CalcSession():
        pass


FAULT = b"""
def _fault(*cells):
    raise SystemError("a fault of ours")
for _name in ("EPOCHS", "PLMVERSION"):
    object.__setattr__(FUNCTIONS[_name], "compute", _fault)
"""


def test_a_fault_of_ours_is_an_error_value(nothing_left: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = extension.files()
    files["pythonpath/plm_ratios/functions/definitions.py"] += FAULT
    monkeypatch.setattr(extension, "files", lambda: files)
    with CalcSession() as calc:
        wrong = CellError("#VALUE!")
        assert calc.evaluate(['EPOCHS("ESM-2 15B")', "PLMVERSION()", "TOKENS(2,3)"]) == [wrong, wrong, 6.0]


def test_it_starts_from_the_folder_of_a_virtual_environment(
    libreoffice: locate.Calc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice's own Python takes the folder it is started in for its home if one lies there."""
    venv.create(tmp_path / "environment", with_pip=False)
    monkeypatch.chdir(tmp_path / "environment")
    with CalcSession() as session:
        assert session.evaluate(["TOKENS(2,3)"]) == [6.0]


def test_two_sessions_at_once(calc: CalcSession, nothing_left: Path) -> None:
    with CalcSession() as other:
        assert other.evaluate(["TOKENS(2,3)"]) == calc.evaluate(["TOKENS(2,3)"])


def test_an_office_that_does_not_start_is_told(nothing_left: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = locate.find()
    monkeypatch.setattr(locate, "find", lambda: locate.Calc(Path("/bin/false"), found.python))
    with pytest.raises(CalcFailed, match="ended while starting"), CalcSession():
        pass
    monkeypatch.setattr(locate, "find", lambda: locate.Calc(sleeper(nothing_left.parent), found.python))
    with pytest.raises(CalcFailed, match="did not answer within 1 seconds"), CalcSession(start_seconds=1):
        pass


def sleeper(folder: Path) -> Path:
    """A program that starts and never answers."""
    program = folder / "sleeper"
    program.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def test_an_exception_inside_the_session_ends_it(nothing_left: Path) -> None:
    session = CalcSession()
    with pytest.raises(ZeroDivisionError), session:
        raise ZeroDivisionError
    assert session.process_id
    assert not alive(session.process_id)
    with pytest.raises(CalcFailed, match="not running"):
        session.evaluate(["1+1"])


def test_a_session_that_starts_meanwhile_answers(nothing_left: Path) -> None:
    with starting(check=False) as begun:
        assert begun().evaluate(["TOKENS(2,3)"]) == [6.0]
        assert begun() is begun()


@pytest.mark.parametrize("seconds", [0.0, 1.0])
def test_one_that_is_still_starting_ends_with_whoever_wanted_it(nothing_left: Path, seconds: float) -> None:
    def give_up() -> None:
        with starting():
            time.sleep(seconds)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        give_up()


def test_one_that_does_not_start_is_told_to_who_waits(
    nothing_left: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = locate.find()
    monkeypatch.setattr(locate, "find", lambda: locate.Calc(sleeper(nothing_left.parent), found.python))
    with starting(start_seconds=1.0) as begun, pytest.raises(CalcFailed, match="did not answer within 1"):
        begun()


def test_after_an_interruption_the_session_refuses(
    nothing_left: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next request would be given the answer to the interrupted one."""
    with CalcSession() as calc:
        monkeypatch.setattr("plm_ratios.hosts.calc.session._REQUEST", 0.0)
        with pytest.raises(CalcFailed, match="did not finish"):
            calc.evaluate(["TOKENS(2,3)"])
        monkeypatch.undo()
        with pytest.raises(CalcFailed, match="interrupted"):
            calc.evaluate(["TOKENS(2,3)"])


def test_work_that_takes_too_long_is_ended(nothing_left: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Calc does not hear that it should stop while it calculates: it is ended from under it."""
    with CalcSession(seconds=3600) as calc:
        process = calc.process_id
        document = calc.new()
        monkeypatch.setattr(calc, "_ends", 0.0)
        with pytest.raises(CalcTooSlow, match="LibreOffice did not finish within 3600 seconds"):
            document.fill("Sheet1", "B1:B20000", "=SUMPRODUCT(A$1:A$20000*A$1:A$20000)")
    assert wait_for(lambda: not alive(process))


@pytest.mark.skipif(os.name != "posix", reason="signals are sent as on Linux and macOS")
@pytest.mark.parametrize(
    ("how", "work"),
    [
        pytest.param("SIGINT", IDLE, id="SIGINT-idle"),
        pytest.param("SIGINT", BUSY, id="SIGINT-busy", marks=pytest.mark.slow),
        pytest.param("SIGKILL", BUSY, id="SIGKILL-busy", marks=pytest.mark.slow),
        # One that is idle is no harder to end; and a program that does nothing about SIGTERM ends of it as of
        # SIGKILL.
        pytest.param("SIGKILL", IDLE, id="SIGKILL-idle", marks=pytest.mark.slow),
        pytest.param("SIGTERM", IDLE, id="SIGTERM-idle", marks=pytest.mark.slow),
        pytest.param("SIGTERM", BUSY, id="SIGTERM-busy", marks=pytest.mark.slow),
    ],
)
def test_a_killed_session_leaves_nothing(nothing_left: Path, how: str, work: str) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD.format(work=work)],
        env={**os.environ, "TMPDIR": str(nothing_left), "PYTHONPATH": str(PACKAGE.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert holder.stdout is not None
    with holder:
        process = int(holder.stdout.readline())
        assert alive(process)
        time.sleep(0.5)  # let it get to work
        holder.send_signal(getattr(signal, how))
    assert wait_for(lambda: not alive(process))


def alive(group: int) -> bool:
    """Whether any process of an office's group still runs."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(what: object) -> bool:
    """Whether something becomes true while we wait."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        if what():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False
