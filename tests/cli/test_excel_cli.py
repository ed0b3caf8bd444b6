"""plm-ratios excel, as people type it: on this machine, and on a Windows that is not there."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path, PurePath

import pytest

from cli.command_line import Run
from hosts import fake_machine
from plm_ratios import cli
from plm_ratios.hosts.excel import addin_places, doctor, project
from plm_ratios.hosts.findings import Finding
from workbook_files import copied

ADD_IN = ["excel addin install", "excel addin uninstall", "excel addin status"]
COMMANDS = ["excel doctor", "excel install", "excel uninstall", "excel modules", *ADD_IN]
not_windows = pytest.mark.skipif(sys.platform == "win32", reason="is about other systems")


@pytest.fixture(autouse=True)
def _a_plain_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder to work in, and a terminal of a known width."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What the doctor finds instead of this machine."""
    here: list[Finding] = []
    monkeypatch.setattr(doctor, "findings", lambda machine, workbook: here)
    return here


class TestHelp:
    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_command_gives_an_example(self, run: Run, command: str) -> None:
        text = run(*command.split(), "--help").out
        example = next(line for line in text.splitlines() if "Example:" in line).partition("plm-ratios ")[2]
        assert " ".join(shlex.split(example)).startswith(command)

    def test_without_a_command_it_lists_them(self, run: Run) -> None:
        listed = run("excel").words
        assert all(command.split()[1] in listed for command in COMMANDS)

    def test_the_main_help_says_whom_it_is_for(self, run: Run) -> None:
        assert "Excel on Windows" in run("--help").words


class TestDoctor:
    def test_where_nothing_needs_fixing_it_ends_with_0(self, run: Run, found: list[Finding]) -> None:
        found += [Finding("Python", "3.12.1"), Finding("Excel", "16")]
        end = run("excel", "doctor")
        assert end.code == 0
        assert "Python" in end.out and "3.12.1" in end.out and "to fix" not in end.out

    def test_where_something_does_it_ends_with_1(self, run: Run, found: list[Finding]) -> None:
        found += [Finding("Python", "3.12.1"), Finding("xlwings", "not installed", "pip install xlwings")]
        end = run("excel", "doctor")
        assert end.code == 1 and end.err == ""
        assert "to fix xlwings:" in end.words and "pip install xlwings" in end.words

    def test_a_remedy_stands_on_one_line_however_long(self, run: Run, found: list[Finding]) -> None:
        remedy = 'C:\\Users\\ada\\python.exe -m pip install "plm-ratios[server]" [bold] ' + "x" * 200
        found.append(Finding("[bold]", "C:\\[red]", remedy))
        end = run("excel", "doctor")
        assert f"    {remedy}" in end.out.splitlines()
        assert "[bold]" in end.out and "C:\\[red]" in end.out

    @not_windows
    def test_elsewhere_it_says_what_this_machine_can_do(self, run: Run) -> None:
        end = run("excel", "doctor")
        assert end.code == 1
        assert "Excel on Windows" in end.words and "plm-ratios new comparison.xlsx" in end.words

    @not_windows
    def test_it_looks_at_a_workbook_of_ours(self, run: Run) -> None:
        copied(Path("my.xlsx"), "native")
        assert "plain formulas, which need no macros" in run("excel", "doctor", "my.xlsx").words

    def test_the_workbook_is_looked_at_where_it_lies(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        asked: list[PurePath | None] = []
        monkeypatch.setattr(doctor, "findings", lambda machine, workbook: asked.append(workbook) or [])
        run("excel", "doctor", "my.xlsm")
        run("excel", "doctor")
        assert asked == [tmp_path / "my.xlsm", None]

    @pytest.mark.parametrize("name", ["gone.xlsm", ".", "text.xlsm", "empty.xlsm"])
    def test_what_is_no_workbook_is_one_line(self, run: Run, name: str) -> None:
        Path("text.xlsm").write_text("no workbook")
        Path("empty.xlsm").touch()
        end = run("excel", "doctor", name)
        assert end.code == 2 and end.out == ""
        assert len(end.err.splitlines()) == 1 and end.err.startswith("plm-ratios: ")

    def test_two_workbooks_are_a_slip_of_the_hand(self, run: Run) -> None:
        assert run("excel", "doctor", "a.xlsm", "b.xlsm").code == 2


@not_windows
@pytest.mark.parametrize("command", ["excel install", "excel uninstall", *ADD_IN])
def test_elsewhere_it_changes_nothing_and_says_what_to_use(run: Run, command: str) -> None:
    end = run(*command.split())
    assert end.code == 2 and end.out == ""
    assert len(end.err.splitlines()) == 1 and "plm-ratios new comparison.xlsx" in end.err
    assert list(Path().iterdir()) == []


def test_the_other_doctor_points_here(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.doctor, "_calc", list)
    assert "plm-ratios excel doctor" in run("doctor").words


class TestAddInStatus:
    @pytest.mark.parametrize(("installed", "code"), [(True, 0), (False, 0), ("older", 1)])
    def test_it_ends_with_1_where_something_needs_fixing(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, installed: bool | str, code: int
    ) -> None:
        fake = fake_machine.machine()
        monkeypatch.setattr("plm_ratios.hosts.excel.machine.ThisMachine", lambda: fake)
        if installed:
            assert run("excel", "addin", "install").code == 0
        if installed == "older":
            fake.put(addin_places.target(fake), b"older")
        end = run("excel", "addin", "status")
        assert end.code == code and "Add-in" in end.out
        assert ("plm-ratios excel addin install" in end.words) == (installed is not True)


class TestModules:
    """The VBA as text, for people who import it by hand."""

    def test_it_writes_every_module_with_the_line_ends_that_excel_imports(self, run: Run) -> None:
        end = run("excel", "modules", "vba")
        assert end.code == 0
        written = {path.name: path.read_bytes() for path in Path("vba").iterdir()}
        assert written.keys() == project.texts().keys()
        for name, data in written.items():
            assert data.replace(b"\r\n", b"").count(b"\n") == 0, name
            assert data.decode("ascii").split() == project.texts()[name].split()

    def test_it_replaces_nothing_unless_told(self, run: Run) -> None:
        Path("vba").mkdir()
        Path("vba/PlmCall.bas").write_text("mine")
        refused = run("excel", "modules", "vba")
        assert refused.code == 2
        assert "--force" in refused.err
        assert [path.name for path in Path("vba").iterdir()] == ["PlmCall.bas"]
        assert Path("vba/PlmCall.bas").read_text() == "mine"
        assert run("excel", "modules", "vba", "--force").code == 0
        assert Path("vba/PlmCall.bas").read_text() != "mine"
