"""plm-ratios excel install: it records this Python for workbooks, where a workbook can start it."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pytest
from fake_machine import HOME, LIBRARIES, RECORD, FakeMachine, machine

from plm_ratios.errors import HostError
from plm_ratios.hosts.excel import record
from plm_ratios.hosts.excel.commands import SOURCE
from plm_ratios.hosts.excel.install import install, uninstall


def recorded(fake: FakeMachine) -> bytes | None:
    """The content of the record."""
    return fake.files.get(PureWindowsPath(RECORD))


class TestInstall:
    def test_it_records_this_python_and_says_what_comes_next(self) -> None:
        fake = machine(recorded=False)
        assert "plm-ratios new comparison.xlsm --flavour excel" in install(fake)
        assert record.read(fake) == fake.executable

    def test_the_record_is_one_line_as_vba_reads_it(self) -> None:
        home = r"C:\Users\Jürgen\.venv"
        fake = machine(rf"{home}\Scripts\python.exe", home, r"C:\Python312", recorded=False)
        install(fake)
        assert recorded(fake) == b"C:\\Users\\J\xfcrgen\\.venv\\Scripts\\python.exe\r\n"
        assert record.read(fake) == fake.executable

    def test_it_replaces_the_record_of_another_python(self) -> None:
        fake = machine()
        fake.put(RECORD, b"D:\\old\\python.exe\r\n")
        install(fake)
        assert record.read(fake) == fake.executable

    def test_it_says_where_a_variable_goes_before_the_record(self) -> None:
        fake = machine(recorded=False)
        fake.variables["PLM_RATIOS_PYTHON"] = r"D:\other\python.exe"
        assert r"PLM_RATIOS_PYTHON names D:\other\python.exe" in install(fake)
        fake.variables["PLM_RATIOS_PYTHON"] = str(fake.executable)
        assert "PLM_RATIOS_PYTHON" not in install(fake)

    def test_without_excel_it_records_all_the_same(self) -> None:
        fake = machine(recorded=False)
        fake.registry.clear()
        install(fake)
        assert record.read(fake) == fake.executable

    def refused(self, fake: FakeMachine, *words: str) -> None:
        """One line that names the fix, and no record."""
        with pytest.raises(HostError) as refusal:
            install(fake)
        assert "\n" not in str(refusal.value)
        for word in words:
            assert word in str(refusal.value)
        assert recorded(fake) is None

    def test_a_python_without_xlwings_dll_is_refused(self) -> None:
        fake = machine(recorded=False)
        for library in LIBRARIES:
            del fake.files[fake.prefix / library]
        self.refused(fake, "--force-reinstall --no-deps xlwings==")

    def test_a_python_of_the_microsoft_store_is_refused(self) -> None:
        store = r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_3.12.2800.0_x64"
        self.refused(machine(rf"{store}\python.exe", store, recorded=False), f"uv tool install {SOURCE}")

    def test_a_path_that_vba_cannot_read_is_refused(self) -> None:
        home = r"C:\Users\Ада\.venv"
        fake = machine(rf"{home}\Scripts\python.exe", home, r"C:\Python312", recorded=False)
        self.refused(fake, r"C:\plm-ratios\Scripts\plm-ratios excel install")

    def test_so_is_a_record_that_vba_could_not_read(self) -> None:
        fake = machine(recorded=False)
        fake.variables["LOCALAPPDATA"] = r"C:\Users\Ада\AppData\Local"
        self.refused(fake, r"setx PLM_RATIOS_PYTHON C:\Python312\python.exe")

    def test_an_account_without_a_folder_is_refused(self) -> None:
        fake = machine(recorded=False)
        del fake.variables["LOCALAPPDATA"]
        self.refused(fake, "LOCALAPPDATA")


class TestUninstall:
    def test_it_removes_the_record(self) -> None:
        fake = machine()
        assert "gone" in uninstall(fake)
        assert recorded(fake) is None and record.read(fake) is None

    def test_nothing_to_remove_is_fine(self) -> None:
        assert "nothing was changed" in uninstall(machine(recorded=False))


class TestRecord:
    @pytest.mark.parametrize("content", [b"", b"\r\n"])
    def test_an_empty_one_is_none(self, content: bytes) -> None:
        fake = machine()
        fake.put(RECORD, content)
        assert record.read(fake) is None

    def test_only_its_first_line_counts(self) -> None:
        fake = machine()
        fake.put(RECORD, b"C:\\one\\python.exe\r\nC:\\two\\python.exe\r\n")
        assert record.read(fake) == PureWindowsPath(r"C:\one\python.exe")

    def test_it_lies_in_the_local_folder_of_the_account(self) -> None:
        assert str(record.place(machine())) == rf"{HOME}\AppData\Local\plm-ratios\python.txt"


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
