"""plm-ratios excel addin: into the folder that Excel opens, whole or not at all, once, and out again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
from fake_machine import HOME, POLICY, RECORD, ROAMING, SECURITY, FakeMachine, machine

from hosts import addin_file
from plm_ratios import __version__
from plm_ratios.errors import HostError
from plm_ratios.hosts.excel import addin_places, doctor, doctor_addin, record
from plm_ratios.hosts.excel.addin import package
from plm_ratios.hosts.excel.addin.installing import install, uninstall
from plm_ratios.hosts.excel.machine import ThisMachine
from plm_ratios.hosts.findings import Finding

XLSTART = PureWindowsPath(rf"{ROAMING}\Microsoft\Excel\XLSTART\plm_ratios.xlam")
ADDINS = PureWindowsPath(rf"{ROAMING}\Microsoft\AddIns\plm_ratios.xlam")
OPTIONS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Options"
MANAGED = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Resiliency\AddinList"
OURS = addin_file.SHIPPED.read_bytes()
OLDER = OURS[:40]  # no zip file: of a version that cannot be told


@pytest.fixture
def fake() -> FakeMachine:
    return machine(recorded=False)


@pytest.fixture(autouse=True)
def _built_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The add-in is built in the first test, and in the others as it was."""
    if request.function is not TestInstall.test_it_lies_where_excel_opens_it_and_is_the_shipped_one:
        monkeypatch.setattr(package, "content", lambda: OURS)


class TestInstall:
    def test_it_lies_where_excel_opens_it_and_is_the_shipped_one(self, fake: FakeMachine) -> None:
        said = install(fake)
        assert fake.files[XLSTART] == OURS
        assert str(XLSTART) in said and __version__ in said and "pLM ratios" in said

    def test_it_notes_the_python_as_for_workbooks(self, fake: FakeMachine) -> None:
        said = install(fake)
        assert record.read(fake) == fake.executable
        assert "plm-ratios new" not in said and str(fake.executable) in said

    @pytest.mark.parametrize(
        ("before", "named"),
        [(OURS, f"place of {__version__}"), (OLDER, "unknown version")],
        ids=["same", "unknown"],
    )
    def test_an_older_one_is_replaced(self, fake: FakeMachine, before: bytes, named: str) -> None:
        fake.put(XLSTART, before)
        assert named in install(fake)
        assert fake.files[XLSTART] == OURS

    def refused(self, fake: FakeMachine, *words: str) -> None:
        """One line that names the fix, and nothing changed."""
        before = dict(fake.files)
        with pytest.raises(HostError) as refusal:
            install(fake)
        assert "\n" not in str(refusal.value)
        assert all(word in str(refusal.value) for word in words)
        assert fake.files == before

    def test_while_excel_is_open_nothing_is_changed(self, fake: FakeMachine) -> None:
        fake.running.add("Excel.exe")
        self.refused(fake, "Excel is open", "close all its windows")

    def test_a_python_that_excel_cannot_use_is_refused(self, fake: FakeMachine) -> None:
        del fake.distributions["xlwings"]
        self.refused(fake, "Excel cannot use this Python")

    def test_a_file_in_use_is_one_sentence(self, fake: FakeMachine) -> None:
        fake.put(XLSTART, OLDER)
        fake.locked.add(XLSTART)
        with pytest.raises(HostError, match="Close Excel, and run this again") as refusal:
            install(fake)
        assert "\n" not in str(refusal.value)
        assert fake.files[XLSTART] == OLDER

    def test_an_account_without_a_folder_is_refused(self, fake: FakeMachine) -> None:
        del fake.variables["APPDATA"]
        self.refused(fake, "APPDATA")

    def test_a_second_copy_is_named_with_what_to_do(self, fake: FakeMachine) -> None:
        fake.put(ADDINS, OURS)
        fake.set(OPTIONS, OPEN='"plm_ratios.xlam"')
        said = install(fake)
        assert str(ADDINS) in said and "Untick" in said
        assert fake.files[ADDINS] == OURS


class TestUninstall:
    def test_it_removes_the_add_in_and_leaves_the_note(self, fake: FakeMachine) -> None:
        install(fake)
        said = uninstall(fake)
        assert XLSTART not in fake.files and PureWindowsPath(RECORD) in fake.files
        assert "keep the values" in said and "plm-ratios freeze" in said

    def test_nothing_to_remove_is_fine(self, fake: FakeMachine) -> None:
        assert "nothing was changed" in uninstall(fake)

    @pytest.mark.parametrize("how", ["open", "in use"])
    def test_while_excel_has_it_it_stays(self, fake: FakeMachine, how: str) -> None:
        install(fake)
        if how == "open":
            fake.running.add("EXCEL.EXE")
        else:
            fake.locked.add(XLSTART)
        with pytest.raises(HostError, match=r"[Cc]lose"):
            uninstall(fake)
        assert XLSTART in fake.files


@pytest.mark.parametrize("run", [install, uninstall])
@pytest.mark.parametrize(
    ("platform", "command"),
    [("linux", "plm-ratios calc install"), ("darwin", "plm-ratios new comparison.xlsx")],
)
def test_elsewhere_it_says_what_to_use_there(run: object, platform: str, command: str) -> None:
    fake = FakeMachine(platform=platform)
    with pytest.raises(HostError, match="Excel on Windows") as refusal:
        (install if run is install else uninstall)(fake)
    assert command in str(refusal.value) and fake.files == {}


class TestDoctor:
    """What status says, and the doctor with it."""

    def only_fault(self, fake: FakeMachine) -> Finding:
        (fault,) = (finding for finding in doctor_addin.look(fake) if finding.remedy)
        assert fault in doctor.findings(fake)
        return fault

    def test_that_it_is_not_installed_is_no_fault(self, fake: FakeMachine) -> None:
        (finding,) = doctor_addin.look(fake)
        assert "plm-ratios excel addin install" in finding.found and not finding.remedy

    def test_an_installed_one_of_this_version_is_well(self, fake: FakeMachine) -> None:
        install(fake)
        (finding,) = doctor_addin.look(fake)
        assert __version__ in finding.found and str(XLSTART) in finding.found and not finding.remedy
        assert finding in doctor.findings(fake)

    def test_one_of_another_version_is_to_be_replaced(self, fake: FakeMachine) -> None:
        fake.put(XLSTART, OLDER)
        assert self.only_fault(fake).remedy == "Close Excel, then: plm-ratios excel addin install"

    @pytest.mark.parametrize(
        ("value", "path"),
        [
            ('"plm_ratios.xlam"', ADDINS),
            ("plm_ratios.xlam", ADDINS),
            (r'/R "D:\tools\PLM_ratios.xlam"', PureWindowsPath(r"D:\tools\plm_ratios.xlam")),
        ],
    )
    def test_a_second_one_that_was_ticked_is_a_fault(
        self, fake: FakeMachine, value: str, path: PureWindowsPath
    ) -> None:
        install(fake)
        fake.put(path, OURS)
        fake.set(OPTIONS, OPEN='"C:\\other.xlam"', OPEN1=value)
        fault = self.only_fault(fake)
        assert str(path).lower() in fault.found.lower() and "ticked" in fault.found
        assert fault.remedy.startswith("Untick it")

    def test_so_is_one_that_lies_in_addins(self, fake: FakeMachine) -> None:
        install(fake)
        fake.put(ADDINS, OURS)
        assert self.only_fault(fake).remedy == f"Close Excel and delete {ADDINS}"

    def test_and_one_in_the_second_startup_folder(self, fake: FakeMachine) -> None:
        install(fake)
        fake.set(OPTIONS, AltStartup=r"D:\start")
        fake.put(r"D:\start\plm_ratios.xlam", OURS)
        assert "second startup folder" in self.only_fault(fake).found

    def test_one_that_lies_in_addins_alone_is_not_opened(self, fake: FakeMachine) -> None:
        fake.put(ADDINS, OURS)
        assert "plm-ratios excel addin install" in self.only_fault(fake).remedy

    def test_one_that_was_ticked_alone_works(self, fake: FakeMachine) -> None:
        fake.put(ADDINS, OURS)
        fake.set(OPTIONS, OPEN='"plm_ratios.xlam"')
        (finding,) = doctor_addin.look(fake)
        assert "ticked" in finding.found and not finding.remedy

    def test_one_that_was_ticked_and_is_of_another_version_goes_first(self, fake: FakeMachine) -> None:
        fake.put(ADDINS, OLDER)
        fake.set(OPTIONS, OPEN='"plm_ratios.xlam"')
        remedy = self.only_fault(fake).remedy
        assert remedy.startswith("Untick it") and remedy.endswith("Then: plm-ratios excel addin install")

    @pytest.mark.parametrize(("value", "faults"), [("0", 1), (0, 1), ("1", 0), ("2", 0)])
    def test_an_organization_may_disable_it(self, fake: FakeMachine, value: str | int, faults: int) -> None:
        install(fake)
        fake.set(MANAGED, **{"plm_ratios.xlam": value})
        found = [finding for finding in doctor_addin.look(fake) if finding.remedy]
        assert len(found) == faults
        assert not found or "List of managed add-ins" in found[0].found

    @pytest.mark.parametrize("place", [POLICY, SECURITY])
    def test_where_no_location_is_trusted_the_setting_for_macros_counts(
        self, fake: FakeMachine, place: str
    ) -> None:
        install(fake)
        fake.set(rf"{place}\Trusted Locations", AllLocationsDisabled=1)
        assert not [finding for finding in doctor_addin.look(fake) if finding.remedy]
        fake.set(SECURITY, vbawarnings=4)
        (fault,) = (finding for finding in doctor_addin.look(fake) if finding.remedy)
        assert "trusted locations are switched off" in fault.found

    def test_an_account_without_a_folder_is_no_fault_of_a_workbook(self, fake: FakeMachine) -> None:
        del fake.variables["APPDATA"]
        (finding,) = doctor_addin.look(fake)
        assert "APPDATA" in finding.found and not finding.remedy


class TestVersion:
    def test_it_is_a_property_of_the_file(self) -> None:
        assert addin_places.version(OURS) == __version__

    @pytest.mark.parametrize(
        "content", [None, b"", b"text", OURS[:-30]], ids=["none", "empty", "text", "cut"]
    )
    def test_of_what_is_no_add_in_there_is_none(self, content: bytes | None) -> None:
        assert addin_places.version(content) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="is about other systems")
def test_where_no_programs_can_be_listed_none_is_said_to_run() -> None:
    assert not ThisMachine().runs("EXCEL.EXE")


def test_a_program_that_runs_is_found_in_the_list_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = '"EXCEL.EXE","4242","Console","1","180,000 K"\n'
    ended = subprocess.CompletedProcess([], 0, listed, "")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: ended)
    assert ThisMachine().runs("EXCEL.EXE") and ThisMachine().runs("excel.exe")
    assert not ThisMachine().runs("CEL.EXE")


def test_the_folder_that_excel_opens_stays_when_it_is_empty(tmp_path: Path) -> None:
    file = tmp_path / "XLSTART" / "plm_ratios.xlam"
    ThisMachine().write(file, b"add-in")
    assert ThisMachine().remove(file, folder=False)
    assert file.parent.is_dir()


def test_the_place_is_fixed() -> None:
    """Formulas that were saved where the add-in was missing name it."""
    assert addin_places.target(machine()) == XLSTART
    assert str(XLSTART).startswith(HOME)
