"""plm-ratios excel doctor: every fault that keeps a workbook from its Python has a remedy that can be
typed or clicked, and a machine without faults has none."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path, PurePath, PureWindowsPath
from types import SimpleNamespace
from typing import Any

import pytest
from fake_machine import (
    AUTOMATION,
    CLICK_TO_RUN,
    COMMON_POLICY,
    HOME,
    LIBRARIES,
    POLICY,
    RECORD,
    SECURITY,
    VERSION,
    FakeMachine,
    machine,
    workbook,
)

from plm_ratios import __version__
from plm_ratios.catalog import load
from plm_ratios.errors import PlmError
from plm_ratios.hosts.excel.commands import SOURCE
from plm_ratios.hosts.excel.doctor import findings
from plm_ratios.hosts.excel.machine import Machine, ThisMachine
from plm_ratios.hosts.findings import Finding

REINSTALL = f"pip install --force-reinstall --no-deps xlwings=={VERSION}"
NEW = "plm-ratios new comparison.xlsm --flavour excel"
PLAIN = "plm-ratios new comparison.xlsx"
BOOK = rf"{HOME}\Documents\comparison.xlsm"
OURS = workbook(xlwings_version=VERSION, plm_ratios_version=__version__, catalog_edition=load().edition)
EMPTY_ZIP = b"PK\x05\x06" + bytes(18)
PROGRAM = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
OUTLOOK = r"HKLM\SOFTWARE\Microsoft\Office\16.0\Outlook"


def faults(found: list[Finding]) -> list[str]:
    """What needs fixing."""
    return [finding.what for finding in found if finding.remedy]


def only_fault(fake: Machine, book: PurePath | None = None) -> Finding:
    """The one thing that needs fixing."""
    (fault,) = (finding for finding in findings(fake, book) if finding.remedy)
    return fault


def named(fake: Machine, what: str, book: PurePath | None = None) -> Finding:
    """What was found of one thing."""
    (finding,) = (finding for finding in findings(fake, book) if finding.what == what)
    return finding


HEALTHY = {
    "python.org": (r"C:\Python312\python.exe", r"C:\Python312", ""),
    "python.org, for one user": (
        rf"{HOME}\AppData\Local\Programs\Python\Python312\python.exe",
        rf"{HOME}\AppData\Local\Programs\Python\Python312",
        "",
    ),
    "venv": (rf"{HOME}\work\.venv\Scripts\python.exe", rf"{HOME}\work\.venv", r"C:\Python312"),
    "conda": (rf"{HOME}\miniconda3\envs\plm\python.exe", rf"{HOME}\miniconda3\envs\plm", ""),
    "uv venv": (
        rf"{HOME}\work\.venv\Scripts\python.exe",
        rf"{HOME}\work\.venv",
        rf"{HOME}\AppData\Roaming\uv\python\cpython-3.12.1-windows-x86_64-none",
    ),
    "uv tool": (
        rf"{HOME}\AppData\Roaming\uv\tools\plm-ratios\Scripts\python.exe",
        rf"{HOME}\AppData\Roaming\uv\tools\plm-ratios",
        rf"{HOME}\AppData\Roaming\uv\python\cpython-3.12.1-windows-x86_64-none",
    ),
    "pipx": (
        rf"{HOME}\pipx\venvs\plm-ratios\Scripts\python.exe",
        rf"{HOME}\pipx\venvs\plm-ratios",
        r"C:\Python312",
    ),
}


class TestHealthy:
    @pytest.mark.parametrize("kind", HEALTHY)
    def test_nothing_needs_fixing(self, kind: str) -> None:
        fake = machine(*HEALTHY[kind])
        fake.put(BOOK, OURS)
        assert faults(findings(fake)) == []
        assert faults(findings(fake, PureWindowsPath(BOOK))) == []

    def test_it_says_which_versions_are_here(self) -> None:
        fake = machine()
        assert "3.12.1" in named(fake, "Python").found
        assert (
            __version__ in named(fake, "plm-ratios").found
            and load().edition in named(fake, "plm-ratios").found
        )
        assert VERSION in named(fake, "xlwings").found
        assert "16.0.17328.20162, 64-bit" in named(fake, "Excel").found

    def test_32_bit_excel_starts_a_64_bit_python(self) -> None:
        fake = machine()
        fake.set(CLICK_TO_RUN, Platform="x86")
        del fake.files[PureWindowsPath(r"C:\Python312", LIBRARIES[0])]
        assert faults(findings(fake)) == []
        assert LIBRARIES[1] in named(fake, "xlwings' DLL").found

    def test_a_plm_ratios_that_does_not_pin_xlwings_takes_any(self) -> None:
        fake = machine()
        fake.distributions["plm-ratios"].requires = ["openpyxl>=3.1"]
        assert faults(findings(fake)) == []

    def test_a_pin_for_windows_only_is_a_pin(self) -> None:
        fake = machine()
        fake.distributions["plm-ratios"].requires = ['xlwings==0.37.9; sys_platform == "win32"']
        assert only_fault(fake).remedy.endswith("-m pip install xlwings==0.37.9")


class TestOtherSystems:
    @pytest.mark.parametrize(
        ("platform", "commands"),
        [("darwin", [PLAIN]), ("linux", ["plm-ratios calc install", PLAIN]), ("freebsd14", [PLAIN])],
    )
    def test_it_names_what_works_there(self, platform: str, commands: list[str]) -> None:
        fault = only_fault(FakeMachine(platform=platform))
        assert fault.what == "System"
        for command in commands:
            assert command in fault.remedy

    def test_a_workbook_of_plain_formulas_is_fine_there_too(self) -> None:
        fake = FakeMachine(platform="darwin")
        book = fake.put("C:/plain.xlsx", workbook())
        assert "no Python" in named(fake, "Workbook", book).found


class TestPython:
    @pytest.mark.parametrize("environment", [False, True])
    def test_of_the_microsoft_store(self, environment: bool) -> None:
        store = r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_3.12.2800.0_x64"
        alias = (
            rf"{HOME}\AppData\Local\Microsoft\WindowsApps\PythonSoftwareFoundation.Python.3.12_qbz5n2kfra8p0"
        )
        own = rf"{HOME}\work\.venv"
        fake = (
            machine(rf"{own}\Scripts\python.exe", own, store)
            if environment
            else machine(rf"{alias}\python.exe", store)
        )
        fault = next(finding for finding in findings(fake) if finding.what == "Python")
        assert "Microsoft Store" in fault.found
        assert "python.org" in fault.remedy and f"uv tool install {SOURCE}" in fault.remedy

    def test_of_uvx_is_gone_tomorrow(self) -> None:
        cached = rf"{HOME}\AppData\Local\uv\cache\archive-v0\Zk3J"
        fault = only_fault(machine(rf"{cached}\Scripts\python.exe", cached))
        assert f"uv tool install {SOURCE}" in fault.remedy

    def test_with_a_path_that_vba_cannot_read(self) -> None:
        home = r"C:\Users\Ада\.venv"
        fake = machine(rf"{home}\Scripts\python.exe", home, r"C:\Python312", recorded=False)
        fault = next(finding for finding in findings(fake) if finding.what == "Path of Python")
        assert "Ада"[0] in fault.found
        assert r"C:\plm-ratios\Scripts\plm-ratios excel install" in fault.remedy

    def test_with_an_umlaut_is_fine_in_western_europe(self) -> None:
        home = r"C:\Users\Jürgen\.venv"
        assert faults(findings(machine(rf"{home}\Scripts\python.exe", home, r"C:\Python312"))) == []


class TestPackages:
    def test_no_xlwings(self) -> None:
        fake = machine()
        del fake.distributions["xlwings"]
        assert only_fault(fake).remedy == rf"C:\Python312\python.exe -m pip install xlwings=={VERSION}"

    def test_another_xlwings_than_plm_ratios_is_made_for(self) -> None:
        fake = machine()
        fake.distributions["xlwings"].version = "0.36.0"
        fake.put(r"C:\Python312\xlwings64-0.36.0.dll")
        fault = only_fault(fake)
        assert fault.what == "xlwings" and "0.36.0" in fault.found
        assert fault.remedy.endswith(f"-m pip install xlwings=={VERSION}")

    @pytest.mark.parametrize("module", ["pywintypes", "pythoncom", "win32com"])
    def test_no_pywin32_or_half_of_it(self, module: str) -> None:
        fake = machine()
        fake.modules.remove(module)
        assert only_fault(fake).remedy.endswith("-m pip install --force-reinstall pywin32")
        assert only_fault(fake).found == "incomplete"

    def test_in_an_environment_of_uv_there_is_no_pip(self) -> None:
        fake = machine(*HEALTHY["uv tool"], installer="uv")
        fake.put(fake.prefix / "pyvenv.cfg", b"home = C:\\\nimplementation = CPython\nuv = 0.8.9\n")
        del fake.distributions["xlwings"]
        assert only_fault(fake).remedy == f"uv pip install --python {fake.executable} xlwings=={VERSION}"

    def test_a_path_with_a_space_is_quoted(self) -> None:
        fake = machine(r"C:\Program Files\Python312\python.exe", r"C:\Program Files\Python312")
        del fake.distributions["xlwings"]
        remedy = only_fault(fake).remedy
        assert remedy.startswith(
            rf'"C:\Program Files\Python312\python.exe" -m pip install xlwings=={VERSION}'
        )
        assert "PowerShell" in remedy

    def test_plm_ratios_outside_the_folder_where_the_workbook_looks(self) -> None:
        fake = machine()
        fake.distributions["plm-ratios"].location = fake.user_base / "Python312" / "site-packages"
        fault = only_fault(fake)
        assert fault.what == "plm-ratios" and "-m venv" in fault.remedy


def without_library(**arguments: Any) -> FakeMachine:
    """A machine on which xlwings' DLL is not beside Python."""
    fake = machine(**arguments)
    for library in LIBRARIES:
        del fake.files[fake.prefix / library]
    return fake


class TestLibrary:
    def test_removed_by_antivirus(self) -> None:
        fault = only_fault(without_library())
        assert LIBRARIES[0] in fault.found and LIBRARIES[1] not in fault.found
        assert REINSTALL in fault.remedy and "antivirus" in fault.remedy

    def test_only_the_one_of_excels_bits_counts(self) -> None:
        fake = machine()
        del fake.files[fake.prefix / LIBRARIES[1]]
        assert faults(findings(fake)) == []
        fake.set(CLICK_TO_RUN, Platform="x86")
        assert REINSTALL in only_fault(fake).remedy

    def test_installed_for_one_account_only(self) -> None:
        """pip install --user, and the Python for all users without an administrator."""
        fake = without_library()
        for library in LIBRARIES:
            fake.put(fake.user_base / library)
        fault = only_fault(fake)
        assert str(fake.user_base) in fault.found
        assert rf"C:\Python312\python.exe -m venv {HOME}\plm-ratios" in fault.remedy
        assert rf"{HOME}\plm-ratios\Scripts\plm-ratios excel install" in fault.remedy

    def test_missing_from_condas_package(self) -> None:
        fake = without_library(
            executable=rf"{HOME}\miniconda3\python.exe", prefix=rf"{HOME}\miniconda3", installer="conda"
        )
        fault = only_fault(fake)
        assert "conda" in fault.found
        assert REINSTALL in fault.remedy and "antivirus" not in fault.remedy

    def test_of_another_version_is_none(self) -> None:
        fake = without_library()
        fake.put(r"C:\Python312\xlwings64-0.36.0.dll")
        assert REINSTALL in only_fault(fake).remedy

    @pytest.mark.parametrize("bits", [64, 32])
    def test_where_excels_bits_are_not_known_both_must_be_there(self, bits: int) -> None:
        fake = machine()
        del fake.registry[CLICK_TO_RUN]
        assert faults(findings(fake)) == []
        assert "not known" in named(fake, "xlwings' DLL").found
        del fake.files[fake.prefix / f"xlwings{bits}-{VERSION}.dll"]
        assert f"xlwings{bits}" in only_fault(fake).found


class TestExcel:
    def test_not_installed(self) -> None:
        fake = machine()
        del fake.registry[AUTOMATION]
        assert PLAIN in only_fault(fake).remedy

    def test_too_old(self) -> None:
        fake = machine()
        del fake.registry[CLICK_TO_RUN]
        fake.registry[AUTOMATION] = {"": "Excel.Application.15"}
        assert PLAIN in only_fault(fake).remedy

    @pytest.mark.parametrize(("written", "bits"), [("x86", "32-bit"), ("x64", "64-bit")])
    def test_of_the_older_installer(self, written: str, bits: str) -> None:
        fake = machine()
        del fake.registry[CLICK_TO_RUN]
        fake.set(OUTLOOK, Bitness=written)
        assert f"16, {bits}" in named(fake, "Excel").found

    @pytest.mark.parametrize(
        ("program", "fault"),
        [
            (
                r"C:\Program Files\WindowsApps\Microsoft.Office.Desktop.Excel_16051_x86\Office16\EXCEL.EXE",
                True,
            ),
            (r"C:\Program Files\Microsoft Office\Root\Office16\EXCEL.EXE", False),
        ],
    )
    def test_of_the_microsoft_store(self, program: str, fault: bool) -> None:
        fake = machine()
        fake.registry[PROGRAM] = {"": program}
        assert faults(findings(fake)) == ["Excel"] * fault
        if fault:
            assert "Microsoft Store" in named(fake, "Excel").found
            assert "office.com" in named(fake, "Excel").remedy and PLAIN in named(fake, "Excel").remedy


POLICY_RULES = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
OWN_RULES = r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
INTUNE = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
CHILDREN = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
WIN32 = "92E97FA1-2EDF-4476-BDD6-9DD0B4DDDC7B"
PROGRAMS = "3B576869-A4EC-4529-8536-B80A7769E899"


class TestSecurityRules:
    """Rules of Microsoft Defender by which Excel may not start Python."""

    @pytest.mark.parametrize("key", [POLICY_RULES, OWN_RULES])
    @pytest.mark.parametrize("rule", [CHILDREN, WIN32, CHILDREN.lower()])
    @pytest.mark.parametrize("value", ["1", 1, "6", 6])  # group policy writes texts, the machine numbers
    def test_a_rule_that_blocks_or_warns(self, key: str, rule: str, value: str | int) -> None:
        fake = machine()
        fake.registry[key] = {rule: value}
        fault = only_fault(fake)
        assert fault.what == "Security rules" and rule.upper() in fault.found
        assert "exclusion" in fault.remedy
        for way in ("--flavour lite", PLAIN, "plm-ratios server new"):
            assert way in fault.remedy

    @pytest.mark.parametrize("key", [POLICY_RULES, OWN_RULES])
    @pytest.mark.parametrize("value", ["0", 0, "2", 2, "5", 5, "", "x"])
    def test_a_rule_that_is_off_or_only_watches(self, key: str, value: str | int) -> None:
        fake = machine()
        fake.registry[key] = {CHILDREN: value, WIN32: value}
        assert faults(findings(fake)) == []
        assert ("audit" in named(fake, "Security rules").found) == (str(value) == "2")

    def test_no_rules_are_said_to_be_none(self) -> None:
        assert named(machine(), "Security rules").found == "nothing in the way"

    def test_both_rules_are_told_one_by_one(self) -> None:
        fake = machine()
        fake.registry[POLICY_RULES] = {CHILDREN: "1", WIN32: "6"}
        assert faults(findings(fake)) == ["Security rules"] * 2

    def test_a_rule_against_writing_programs_is_not_in_the_way(self) -> None:
        fake = machine()
        fake.registry[POLICY_RULES] = {PROGRAMS: "1"}
        assert faults(findings(fake)) == []
        assert "executable content" in named(fake, "Security rules").found

    def test_the_organization_decides_where_it_did(self) -> None:
        fake = machine()
        fake.registry[POLICY_RULES], fake.registry[OWN_RULES] = {CHILDREN: "0"}, {CHILDREN: 1}
        assert faults(findings(fake)) == []
        fake.registry[POLICY_RULES], fake.registry[OWN_RULES] = {CHILDREN: "1"}, {CHILDREN: 0}
        assert faults(findings(fake)) == ["Security rules"]

    @pytest.mark.parametrize(("state", "blocked"), [("1", True), ("6", True), ("2", False), ("0", False)])
    def test_rules_from_intune(self, state: str, blocked: bool) -> None:
        fake = machine()
        fake.registry[INTUNE] = {"ASRRules": f"{PROGRAMS.lower()}=1|{CHILDREN.lower()}={state}"}
        assert faults(findings(fake)) == ["Security rules"] * blocked

    def test_without_excel_they_do_not_matter(self) -> None:
        fake = machine()
        del fake.registry[AUTOMATION]
        fake.registry[OWN_RULES] = {CHILDREN: 1}
        assert faults(findings(fake)) == ["Excel"]


class TestMacros:
    @pytest.mark.parametrize("setting", [None, 1, 2])
    def test_that_run_or_ask_are_fine(self, setting: int | None) -> None:
        fake = machine()
        if setting:
            fake.set(SECURITY, VBAWarnings=setting)
        assert faults(findings(fake)) == []

    @pytest.mark.parametrize("setting", [3, 4])
    def test_switched_off_by_the_person(self, setting: int) -> None:
        fake = machine()
        fake.set(SECURITY, VBAWarnings=setting)
        assert "Trust Center Settings > Macro Settings" in only_fault(fake).remedy

    @pytest.mark.parametrize("setting", [3, 4])
    def test_switched_off_by_the_organization(self, setting: int) -> None:
        fake = machine()
        fake.set(SECURITY, VBAWarnings=1)
        fake.set(POLICY, vbawarnings=setting)
        fault = only_fault(fake)
        assert "organization" in fault.found
        assert PLAIN in fault.remedy and "Macro Settings" not in fault.remedy

    def test_the_organization_decides_where_it_did(self) -> None:
        fake = machine()
        fake.set(SECURITY, VBAWarnings=4)
        fake.set(POLICY, vbawarnings=2)
        assert faults(findings(fake)) == []

    def test_in_a_trusted_location_run_whatever_is_set(self) -> None:
        fake = machine()
        book = fake.put(BOOK, OURS)
        fake.set(POLICY, vbawarnings=4)
        fake.set(COMMON_POLICY, enablemacrotrustlevel=1)
        fake.streams[book] = b"[ZoneTransfer]\r\nZoneId=3\r\n"
        assert faults(findings(fake, book)) == ["Macros", "Places for macros", "Mark of the Web"]
        location = rf"{SECURITY}\Trusted Locations\Location3"
        fake.set(location, Path=r"%USERPROFILE%\documents" + "\\")
        assert faults(findings(fake, book)) == []

    def test_a_trusted_location_holds_for_folders_below_only_where_it_says_so(self) -> None:
        fake = machine()
        book = fake.put(rf"{HOME}\Documents\models\comparison.xlsm", OURS)
        fake.set(SECURITY, VBAWarnings=4)
        location = rf"{SECURITY}\Trusted Locations\Location3"
        fake.set(location, Path=rf"{HOME}\Documents")
        assert faults(findings(fake, book)) == ["Macros"]
        fake.set(location, AllowSubfolders=1)
        assert faults(findings(fake, book)) == []

    def test_allowed_in_some_places_only(self) -> None:
        fake = machine()
        fake.set(COMMON_POLICY, enablemacrotrustlevel=1)
        assert "Trusted Locations > Add new location" in only_fault(fake).remedy
        fake.variables["OneDrive"] = rf"{HOME}\OneDrive"
        assert faults(findings(fake, fake.put(rf"{HOME}\OneDrive\comparison.xlsm", OURS))) == []


class TestMarkOfTheWeb:
    @pytest.mark.parametrize("zone", [3, 4])
    def test_a_workbook_from_the_internet(self, zone: int) -> None:
        fake = machine()
        book = fake.put(r"C:\Users\ada\Ada's\comparison.xlsm", OURS)
        fake.streams[book] = f"[ZoneTransfer]\r\nZoneId={zone}\r\nHostUrl=https://example.org\r\n".encode()
        remedy = only_fault(fake, book).remedy
        assert "Properties > General > Unblock" in remedy
        assert r"Unblock-File -LiteralPath 'C:\Users\ada\Ada''s\comparison.xlsm'" in remedy
        assert "Trusted Locations" in remedy

    @pytest.mark.parametrize(
        "content", [b"[ZoneTransfer]\r\nZoneId=1\r\n", b"[ZoneTransfer]\r\nZoneId=2\r\n", b""]
    )
    def test_a_workbook_from_nearer(self, content: bytes) -> None:
        fake = machine()
        book = fake.put(BOOK, OURS)
        fake.streams[book] = content
        assert faults(findings(fake, book)) == []

    @pytest.mark.parametrize(("order", "blocked"), [(1, True), (0, False)])
    def test_the_organization_decides_where_it_did(self, order: int, blocked: bool) -> None:
        fake = machine()
        book = fake.put(BOOK, OURS)
        fake.streams[book] = b"[ZoneTransfer]\r\nZoneId=3\r\n"
        fake.set(POLICY, blockcontentexecutionfrominternet=order)
        assert faults(findings(fake, book)) == ["Mark of the Web"] * blocked


class TestInterpreter:
    def test_nothing_recorded(self) -> None:
        assert only_fault(machine(recorded=False)).remedy == "plm-ratios excel install"

    def test_an_environment_beside_the_workbook_needs_no_record(self) -> None:
        fake = machine(*HEALTHY["venv"], recorded=False)
        assert faults(findings(fake, fake.put(rf"{HOME}\work\comparison.xlsm", OURS))) == []
        assert faults(findings(fake, fake.put(rf"{HOME}\work\books\comparison.xlsm", OURS))) == []
        elsewhere = fake.put(rf"{HOME}\comparison.xlsm", OURS)
        assert only_fault(fake, elsewhere).remedy == "plm-ratios excel install"

    def test_an_environment_of_something_else_beside_the_workbook_is_passed_over(self) -> None:
        fake = machine(recorded=False)
        book = fake.put(rf"{HOME}\work\comparison.xlsm", OURS)
        fake.put(rf"{HOME}\work\.venv\Scripts\python.exe")
        assert only_fault(fake, book).found.startswith("none recorded")
        fake.put(rf"{HOME}\work\.venv\Lib\site-packages\plm_ratios\__init__.py")
        assert only_fault(fake, book).found.startswith("another one")

    def test_beside_a_workbook_in_onedrive_excel_does_not_look(self) -> None:
        fake = machine(*HEALTHY["venv"], recorded=False)
        fake.variables["OneDriveCommercial"] = HOME
        book = fake.put(rf"{HOME}\work\comparison.xlsm", OURS)
        assert only_fault(fake, book).remedy == "plm-ratios excel install"

    def test_another_python_is_recorded(self) -> None:
        fake = machine()
        other = r"C:\Python311\python.exe"
        fake.put(RECORD, f"{other}\r\n".encode())
        assert "no such file" in only_fault(fake).found
        fake.put(other)
        remedy = only_fault(fake).remedy
        assert "plm-ratios excel install" in remedy
        assert f"{other} -m plm_ratios.cli excel doctor" in remedy

    def test_the_variable_goes_before_the_record(self) -> None:
        fake = machine()
        fake.variables["PLM_RATIOS_PYTHON"] = r"D:\gone\python.exe"
        assert r"setx PLM_RATIOS_PYTHON C:\Python312\python.exe" in only_fault(fake).remedy
        fake.variables["PLM_RATIOS_PYTHON"] = r"c:\python312\PYTHON.EXE"
        fake.put(RECORD, b"D:\\gone\\python.exe\r\n")
        assert faults(findings(fake)) == []

    def test_a_path_on_the_sheet_of_settings_goes_before_everything(self) -> None:
        fake = machine()
        fake.variables["PLM_RATIOS_PYTHON"] = str(fake.executable)
        book = fake.put(BOOK, workbook(r"%USERPROFILE%\old\python.exe", xlwings_version=VERSION))
        fault = only_fault(fake, book)
        assert rf"{HOME}\old\python.exe" in fault.found
        assert "INTERPRETER_WIN" in fault.remedy and "%PLM_RATIOS_INTERPRETER%" in fault.remedy
        fake.put(BOOK, workbook(r"C:\Python312\python.exe", xlwings_version=VERSION))
        assert faults(findings(fake, book)) == []


class TestWorkbook:
    def test_made_for_another_xlwings(self) -> None:
        fake = machine()
        book = fake.put(BOOK, workbook(xlwings_version="0.36.0", plm_ratios_version="0.0.9"))
        fault = only_fault(fake, book)
        assert "0.36.0" in fault.found and VERSION in fault.found
        assert fault.remedy == NEW

    def test_made_by_a_newer_plm_ratios(self) -> None:
        fake = machine()
        book = fake.put(BOOK, workbook(xlwings_version=VERSION, plm_ratios_version="99.10"))
        assert only_fault(fake, book).remedy.endswith("-m pip install --upgrade " + SOURCE)

    def test_made_by_an_older_one_with_an_older_catalog_is_fine(self) -> None:
        fake = machine()
        properties = {"plm_ratios_version": "0.0.1", "catalog_edition": "2020-01-01"}
        book = fake.put(BOOK, workbook(xlwings_version=VERSION, **properties))
        assert faults(findings(fake, book)) == []
        assert "2020-01-01" in named(fake, "Workbook", book).found

    def test_of_somebody_else_says_nothing(self) -> None:
        fake = machine()
        assert faults(findings(fake, fake.put(BOOK, workbook()))) == []

    def test_of_plain_formulas_needs_nothing_of_all_this(self) -> None:
        fake = machine()
        book = fake.put(rf"{HOME}\comparison.xlsx", workbook())
        fake.streams[book] = b"[ZoneTransfer]\r\nZoneId=3\r\n"
        assert faults(findings(fake, book)) == []

    @pytest.mark.parametrize("content", [b"text", b"", workbook()[:-30], EMPTY_ZIP])
    def test_that_is_none_is_refused(self, content: bytes) -> None:
        fake = machine()
        with pytest.raises(PlmError, match="or it is damaged"):
            findings(fake, fake.put(BOOK, content))

    def test_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(PlmError, match="no file"):
            findings(machine(), PureWindowsPath(BOOK))


class TestWhereTheWorkbookLies:
    @pytest.mark.parametrize("variable", ["OneDrive", "OneDriveConsumer", "OneDriveCommercial"])
    def test_onedrive_is_fine_with_a_record(self, variable: str) -> None:
        fake = machine()
        fake.variables[variable] = rf"{HOME}\OneDrive - Lab"
        book = fake.put(rf"{HOME}\OneDrive - Lab\models\comparison.xlsm", OURS)
        assert faults(findings(fake, book)) == []
        assert "OneDrive" in named(fake, "Workbook's folder", book).found

    def test_sharepoint_is_recognized_by_where_it_is_mounted(self) -> None:
        fake = machine()
        fake.set(r"HKCU\Software\SyncEngines\Providers\OneDrive\1f2e", MountPoint=rf"{HOME}\Lab\Models")
        book = fake.put(rf"{HOME}\Lab\Models\comparison.xlsm", OURS)
        assert "SharePoint" in named(fake, "Workbook's folder", book).found

    @pytest.mark.parametrize("path", [r"\\10.0.0.7\lab\comparison.xlsm", r"N:\comparison.xlsm"])
    def test_a_server_that_windows_takes_for_the_internet(self, path: str) -> None:
        fake = machine()
        fake.shares["N:"] = r"\\files.example.org\lab"
        remedy = only_fault(fake, fake.put(path, OURS)).remedy
        assert "Copy" in remedy and "Local intranet > Sites" in remedy
        assert ("10.0.0.7" in remedy) != ("files.example.org" in remedy)

    def test_a_server_of_the_intranet(self) -> None:
        fake = machine()
        fake.shares["N:"] = r"\\files\lab"
        book = fake.put(r"N:\comparison.xlsm", OURS)
        assert faults(findings(fake, book)) == []
        assert r"\\files\lab" in named(fake, "Workbook's folder", book).found


class Registry:
    """The module winreg, over two views of one registry."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, HKEY_CLASSES_ROOT = "HKCU", "HKLM", "HKCR"
    KEY_READ, KEY_WOW64_64KEY, KEY_WOW64_32KEY = 1, 256, 512

    def __init__(self, **views: dict[str, dict[str, Any]]) -> None:
        self.views = {self.KEY_WOW64_64KEY: views["in_64"], self.KEY_WOW64_32KEY: views["in_32"]}

    def OpenKey(self, root: str, path: str, _: int, access: int) -> Any:
        view = self.views[access - self.KEY_READ]
        key = f"{root}\\{path}"
        if not any(known == key or known.startswith(f"{key}\\") for known in view):
            raise FileNotFoundError(key)
        below = [known[len(key) + 1 :] for known in view if known.startswith(f"{key}\\")]
        return contextlib.nullcontext(SimpleNamespace(values=view.get(key, {}), below=below))

    def QueryValueEx(self, opened: Any, name: str) -> tuple[Any, int]:
        if name not in opened.values:
            raise FileNotFoundError(name)
        return opened.values[name], 1

    def QueryInfoKey(self, opened: Any) -> tuple[int]:
        return (len(opened.below),)

    def EnumKey(self, opened: Any, number: int) -> str:
        name: str = opened.below[number]
        return name


class TestThisMachine:
    def test_it_is_the_one_that_runs_the_tests(self) -> None:
        here = ThisMachine()
        assert str(here.executable) == sys.executable and here.platform == sys.platform
        assert here.version("openpyxl") and here.version("no such thing") is None
        assert here.imports("json") and not here.imports("no_such_thing")
        assert any(line.startswith("openpyxl") for line in here.requirements("plm-ratios"))
        assert here.requirements("no such thing") == [] and here.installer("no such thing") == ""
        assert here.location("no such thing") is None and here.location("openpyxl")

    def test_files_are_written_whole_and_leave_nothing_behind(self, tmp_path: Path) -> None:
        here, path = ThisMachine(), tmp_path / "plm-ratios" / "python.txt"
        assert here.read(path) is None and not here.is_file(path) and not here.remove(path)
        here.write(path, b"one")
        here.write(path, b"two")
        assert here.read(path) == b"two" and [file.name for file in path.parent.iterdir()] == ["python.txt"]
        assert here.remove(path) and list(tmp_path.iterdir()) == []

    def test_a_folder_with_other_files_stays(self, tmp_path: Path) -> None:
        here, path = ThisMachine(), tmp_path / "plm-ratios" / "python.txt"
        here.write(path, b"one")
        (path.parent / "mine.txt").touch()
        assert here.remove(path) and [file.name for file in path.parent.iterdir()] == ["mine.txt"]

    def test_an_alternate_data_stream_is_named_after_a_colon(self, tmp_path: Path) -> None:
        (tmp_path / "book.xlsm:Zone.Identifier").write_bytes(b"ZoneId=3")
        assert ThisMachine().read(tmp_path / "book.xlsm", "Zone.Identifier") == b"ZoneId=3"

    @pytest.mark.skipif(sys.platform == "win32", reason="has a registry of its own")
    def test_without_windows_there_is_no_registry(self) -> None:
        assert ThisMachine().registry_value(AUTOMATION, "") is None
        assert ThisMachine().registry_keys(SECURITY) == []

    def test_it_reads_both_views_of_the_registry(self, monkeypatch: pytest.MonkeyPatch) -> None:
        views = {
            "in_64": {
                CLICK_TO_RUN: {"Platform": "x64"},
                OUTLOOK: {},
                rf"{SECURITY}\A": {},
                rf"{SECURITY}\B": {},
            },
            "in_32": {CLICK_TO_RUN: {"Platform": "x86"}, OUTLOOK: {"Bitness": "x86"}},
        }
        monkeypatch.setitem(sys.modules, "winreg", Registry(**views))  # type: ignore[arg-type]
        monkeypatch.setattr(sys, "platform", "win32")
        here = ThisMachine()
        assert here.registry_value(CLICK_TO_RUN, "Platform") == "x64"
        assert here.registry_value(OUTLOOK, "Bitness") == "x86"
        assert here.registry_value(AUTOMATION, "") is None
        assert here.registry_keys(SECURITY) == ["A", "B"] and here.registry_keys(POLICY) == []
