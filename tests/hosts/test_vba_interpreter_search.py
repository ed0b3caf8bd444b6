"""How the workbook's VBA finds the Python that has plm-ratios, on machines that a test describes.

PlmInterpreter runs in LibreOffice's VBA engine; a stub stands for PlmMachine and answers from a
description in a cell: one line for each file, variable, interpreter in the registry, line of a text file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from hosts.test_vba_in_calc import CANARY, MACHINE, for_calc, workbook
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.hosts.excel import project, record
from plm_ratios.vbaproject import standard_module

STUB = standard_module(
    """\
Attribute VB_Name = "PlmMachine"
Option Explicit

Private machine As String

' What PlmPrepare says on a machine, and the variables it sets.
Public Function PREPARED(description As Variant) As Variant
    machine = vbLf & description.Value & vbLf
    PREPARED = PlmInterpreter.PlmPrepare() & vbLf
    PREPARED = PREPARED & All("set ")
End Function

Public Function PlmIsMac() As Boolean
    PlmIsMac = InStr(machine, vbLf & "mac" & vbLf) > 0
End Function

Public Function PlmLibrary() As String
    PlmLibrary = "xlwings64-1.2.3.dll"
End Function

Public Function PlmFolder() As String
    PlmFolder = First("folder ")
End Function

Public Function PlmSetting(key As String) As String
    PlmSetting = First("setting " & key & "=")
End Function

Public Function PlmVariable(name As String) As String
    PlmVariable = First("variable " & name & "=")
End Function

Public Sub PlmSetVariable(name As String, value As String)
    machine = machine & "set " & name & "=" & value & vbLf
End Sub

Public Function PlmExpanded(text As String) As String
    PlmExpanded = Replace(text, "%USERPROFILE%", PlmVariable("USERPROFILE"))
End Function

' As Dir$ does, without regard to case; * only at the end.
Public Function PlmFileThere(path As String) As Boolean
    If Right$(path, 1) = "*" Then
        PlmFileThere = InStr(LCase$(machine), LCase$(vbLf & "file " & Left$(path, Len(path) - 1))) > 0
    Else
        PlmFileThere = InStr(LCase$(machine), LCase$(vbLf & "file " & path & vbLf)) > 0
    End If
End Function

' Asks no server: the drives of the network are those that the description names.
Public Function PlmOnNetwork(path As String) As Boolean
    PlmOnNetwork = Left$(path, 2) = "\\\\" Or First("network " & Left$(path, 2)) <> ""
End Function

Public Sub PlmPause(seconds As Double)
End Sub

Public Function PlmLines(path As String) As String
    PlmLines = All("line " & path & "=")
End Function

Public Function PlmRegistered() As String
    PlmRegistered = All("registered ")
End Function

Private Function First(prefix As String) As String
    Dim found As String

    found = All(prefix)
    If found <> "" Then First = Left$(found, InStr(found, vbLf) - 1)
End Function

' The rests of all lines that begin so, each with a line end.
Private Function All(prefix As String) As String
    Dim entry As Variant

    For Each entry In Split(machine, vbLf)
        If Left$(entry, Len(prefix)) = prefix Then All = All & Mid$(entry, Len(prefix) + 1) & vbLf
    Next entry
End Function
"""
)

LIBRARY = "xlwings64-1.2.3.dll"
HOME = r"C:\Users\ann"
LOCAL = rf"{HOME}\AppData\Local"
ROAMING = rf"{HOME}\AppData\Roaming"
FOLDER = rf"{HOME}\papers\ratios"  # of the workbook
RECORD = rf"{LOCAL}\plm-ratios\python.txt"
ENVIRONMENTS = rf"{HOME}\.conda\environments.txt"


@dataclass
class Machine:
    """A Windows on which a workbook opens."""

    files: list[str] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    registered: list[str] = field(default_factory=list)
    lines: dict[str, list[str]] = field(default_factory=dict)  # text file to its lines
    settings: dict[str, str] = field(default_factory=dict)  # the sheet xlwings.conf
    folder: str = FOLDER
    network: list[str] = field(default_factory=list)  # drives: ["Z:"]
    mac: bool = False

    def described(self) -> str:
        own = {"USERPROFILE": HOME, "LOCALAPPDATA": LOCAL, "APPDATA": ROAMING}
        settings = {"INTERPRETER_WIN": "%PLM_RATIOS_INTERPRETER%"}  # what the workbook is built with
        lines = [
            *(f"file {file}" for file in self.files),
            *(f"variable {name}={value}" for name, value in {**own, **self.variables}.items()),
            *(f"registered {python}" for python in self.registered),
            *(f"line {path}={line}" for path, lines in self.lines.items() for line in lines),
            *(f"setting {name}={value}" for name, value in {**settings, **self.settings}.items()),
            *(f"network {drive} is one" for drive in self.network),
            f"folder {self.folder}",
        ]
        return "\n".join([*lines, "mac"] if self.mac else lines)


def python(root: str, package: bool = True, library: bool = True) -> list[str]:
    """The files of an installation of Python."""
    files = [rf"{root}\python.exe"]
    files += [rf"{root}\Lib\site-packages\plm_ratios\__init__.py"] if package else []
    return files + ([rf"{root}\{LIBRARY}"] if library else [])


def venv(root: str, package: bool = True, library: bool = True) -> list[str]:
    """The files of a virtual environment."""
    _, *rest = python(root, package, library)
    return [rf"{root}\Scripts\python.exe", *rest]


class Case(NamedTuple):
    """A machine, and the interpreter that is to be found on it, or what the message must hold."""

    machine: Machine
    found: str = ""
    message: tuple[str, ...] = ()


GOOD = r"C:\good"
OTHER = r"D:\other"
PY312 = rf"{LOCAL}\Programs\Python\Python312"
NOT_THERE = "there is no such file"
NO_LIBRARY = f"{LIBRARY} is not beside it. In a command prompt, type: plm-ratios excel doctor"
NOTHING = (
    "No Python with plm-ratios was found.",
    "pip install path\\to\\the\\source",
    "plm-ratios excel install",
    "Check set-up",
)

CASES = {
    "python.org, in the registry": Case(
        Machine(files=python(PY312), registered=[rf"{PY312}\python.exe"]), rf"{PY312}\python.exe"
    ),
    "the second in the registry": Case(
        Machine(
            files=[*python(OTHER, package=False), *python(PY312)],
            registered=[rf"{OTHER}\python.exe", "", rf"{PY312}\python.exe"],
        ),
        rf"{PY312}\python.exe",
    ),
    "registered, but no longer there": Case(
        Machine(files=python(GOOD)[1:], registered=[rf"{GOOD}\python.exe"]), message=NOTHING
    ),
    ".venv beside the workbook": Case(
        Machine(files=venv(rf"{FOLDER}\.venv")), rf"{FOLDER}\.venv\Scripts\python.exe"
    ),
    "venv beside the workbook": Case(
        Machine(files=venv(rf"{FOLDER}\venv")), rf"{FOLDER}\venv\Scripts\python.exe"
    ),
    ".venv in the folder above": Case(
        Machine(files=venv(rf"{HOME}\papers\.venv")), rf"{HOME}\papers\.venv\Scripts\python.exe"
    ),
    ".venv two folders above": Case(Machine(files=venv(rf"{HOME}\.venv")), message=NOTHING),
    "beside the workbook before the folder above": Case(
        Machine(files=[*venv(rf"{HOME}\papers\.venv"), *venv(rf"{FOLDER}\venv")]),
        rf"{FOLDER}\venv\Scripts\python.exe",
    ),
    "a library within Scripts": Case(
        Machine(
            files=[*venv(rf"{FOLDER}\.venv", library=False), rf"{FOLDER}\.venv\Scripts\{LIBRARY}"],
        ),
        rf"{FOLDER}\.venv\Scripts\python.exe",
    ),
    "installed for development": Case(
        Machine(
            files=[
                *venv(rf"{FOLDER}\.venv", package=False),
                rf"{FOLDER}\.venv\Lib\site-packages\plm_ratios-1.0.dist-info\METADATA",
            ],
        ),
        rf"{FOLDER}\.venv\Scripts\python.exe",
    ),
    "a workbook on the web": Case(
        Machine(files=python(PY312), registered=[rf"{PY312}\python.exe"], folder=""), rf"{PY312}\python.exe"
    ),
    "uv tool": Case(
        Machine(files=venv(rf"{ROAMING}\uv\tools\plm-ratios")),
        rf"{ROAMING}\uv\tools\plm-ratios\Scripts\python.exe",
    ),
    "pipx": Case(
        Machine(files=venv(rf"{HOME}\pipx\venvs\plm-ratios")),
        rf"{HOME}\pipx\venvs\plm-ratios\Scripts\python.exe",
    ),
    "pipx, as it was for a while": Case(
        Machine(files=venv(rf"{LOCAL}\pipx\pipx\venvs\plm-ratios")),
        rf"{LOCAL}\pipx\pipx\venvs\plm-ratios\Scripts\python.exe",
    ),
    "conda, through environments.txt": Case(
        Machine(
            files=[*python(rf"{HOME}\miniconda3", package=False), *python(rf"{HOME}\miniconda3\envs\plm")],
            lines={ENVIRONMENTS: [rf"{HOME}\miniconda3", rf"{HOME}\miniconda3\envs\plm", ""]},
        ),
        rf"{HOME}\miniconda3\envs\plm\python.exe",
    ),
    "conda, in the environment of Excel": Case(
        Machine(files=python(GOOD), variables={"CONDA_PREFIX": GOOD}), rf"{GOOD}\python.exe"
    ),
    "an environment that was activated": Case(
        Machine(files=venv(GOOD), variables={"VIRTUAL_ENV": GOOD}), rf"{GOOD}\Scripts\python.exe"
    ),
    "on the path": Case(
        Machine(
            files=python(GOOD), variables={"PATH": rf"C:\Windows\system32;;C:\Windows; {GOOD}\ ;D:\tools"}
        ),
        rf"{GOOD}\python.exe",
    ),
    "Scripts on the path": Case(
        Machine(files=venv(GOOD), variables={"PATH": rf"{GOOD}\Scripts"}), rf"{GOOD}\Scripts\python.exe"
    ),
    # A server that is gone keeps whoever asks for a file waiting.
    "on the path, but on a server": Case(
        Machine(files=python(r"\\server\py"), variables={"PATH": r"C:\Windows; \\server\py"}), message=NOTHING
    ),
    "on the path, but on a drive of the network": Case(
        Machine(
            files=[*python(r"Z:\py"), *python(GOOD)], variables={"PATH": rf"Z:\py;{GOOD}"}, network=["Z:"]
        ),
        rf"{GOOD}\python.exe",
    ),
    "named, on a drive of the network": Case(
        Machine(files=python(r"Z:\py"), lines={RECORD: [r"Z:\py\python.exe"]}, network=["Z:"]),
        r"Z:\py\python.exe",
    ),
    "a workbook on a server, and its environment beside it": Case(
        Machine(files=venv(r"\\server\papers\.venv"), folder=r"\\server\papers"),
        r"\\server\papers\.venv\Scripts\python.exe",
    ),
    "a path in other letters": Case(
        Machine(files=python(GOOD), registered=[r"c:\GOOD\Python.exe"]), r"c:\GOOD\Python.exe"
    ),
    # The note of `plm-ratios excel install`.
    "the note": Case(
        Machine(files=venv(GOOD), lines={RECORD: [rf"{GOOD}\Scripts\python.exe"]}),
        rf"{GOOD}\Scripts\python.exe",
    ),
    "the note before all others": Case(
        Machine(
            files=[
                *python(GOOD),
                *venv(rf"{FOLDER}\.venv"),
                *venv(OTHER),
                *python(PY312),
                *venv(rf"{ROAMING}\uv\tools\plm-ratios"),
                *venv(rf"{HOME}\pipx\venvs\plm-ratios"),
            ],
            variables={"VIRTUAL_ENV": OTHER, "CONDA_PREFIX": PY312, "PATH": PY312},
            registered=[rf"{PY312}\python.exe"],
            lines={RECORD: [rf"{GOOD}\python.exe"], ENVIRONMENTS: [PY312]},
        ),
        rf"{GOOD}\python.exe",
    ),
    "a note that is out of date": Case(
        Machine(
            files=python(PY312), registered=[rf"{PY312}\python.exe"], lines={RECORD: [rf"{GOOD}\python.exe"]}
        ),
        rf"{PY312}\python.exe",
    ),
    "the variable before the note": Case(
        Machine(
            files=[*python(GOOD), *python(OTHER)],
            variables={"PLM_RATIOS_PYTHON": rf"{OTHER}\python.exe"},
            lines={RECORD: [rf"{GOOD}\python.exe"]},
        ),
        rf"{OTHER}\python.exe",
    ),
    # xlwings reads the sheet itself, so that nothing has to be set.
    "the sheet before the note and the variable": Case(
        Machine(
            files=[*python(GOOD), *python(OTHER)],
            settings={"INTERPRETER_WIN": rf"{OTHER}\python.exe"},
            variables={"PLM_RATIOS_PYTHON": rf"{GOOD}\python.exe"},
            lines={RECORD: [rf"{GOOD}\python.exe"]},
        ),
    ),
    "the sheet, with a variable in the path": Case(
        Machine(files=python(rf"{HOME}\py"), settings={"INTERPRETER_WIN": r"%USERPROFILE%\py\python.exe"}),
    ),
    "a sheet that says nothing": Case(
        Machine(files=python(PY312), registered=[rf"{PY312}\python.exe"], settings={"INTERPRETER_WIN": ""}),
        rf"{PY312}\python.exe",
    ),
    # What does not fit is passed over.
    "without plm-ratios": Case(
        Machine(
            files=[*venv(rf"{FOLDER}\.venv", package=False), *python(PY312)],
            registered=[rf"{PY312}\python.exe"],
        ),
        rf"{PY312}\python.exe",
    ),
    "without the library": Case(
        Machine(
            files=[*venv(rf"{FOLDER}\.venv", library=False), *python(PY312)],
            registered=[rf"{PY312}\python.exe"],
        ),
        rf"{PY312}\python.exe",
    ),
    "with the library of another version": Case(
        Machine(
            files=[*venv(rf"{FOLDER}\.venv", library=False), rf"{FOLDER}\.venv\xlwings64-1.2.2.dll"],
        ),
        message=(rf"plm-ratios is installed in {FOLDER}\.venv\Scripts\python.exe, but", NO_LIBRARY),
    ),
    # Where nothing fits, the message says what to do.
    "nothing": Case(Machine(), message=NOTHING),
    "only Pythons without plm-ratios": Case(
        Machine(
            files=[*python(PY312, package=False), *venv(GOOD, package=False)],
            registered=[rf"{PY312}\python.exe"],
            variables={"VIRTUAL_ENV": GOOD},
        ),
        message=NOTHING,
    ),
    "two without the library: the first is named": Case(
        Machine(
            files=[*venv(GOOD, library=False), *python(PY312, library=False)],
            registered=[rf"{PY312}\python.exe"],
            variables={"VIRTUAL_ENV": GOOD},
        ),
        message=(rf"plm-ratios is installed in {GOOD}\Scripts\python.exe, but", NO_LIBRARY),
    ),
    "a variable that names nothing": Case(
        Machine(files=python(GOOD)[1:], variables={"PLM_RATIOS_PYTHON": rf"{GOOD}\python.exe"}),
        message=(rf"The variable PLM_RATIOS_PYTHON names {GOOD}\python.exe", NOT_THERE),
    ),
    "a variable that names one without the library": Case(
        Machine(files=python(GOOD, library=False), variables={"PLM_RATIOS_PYTHON": rf"{GOOD}\python.exe"}),
        message=(rf"The variable PLM_RATIOS_PYTHON names {GOOD}\python.exe", NO_LIBRARY),
    ),
    "a wrong variable is no reason to search": Case(
        Machine(
            files=python(PY312),
            registered=[rf"{PY312}\python.exe"],
            variables={"PLM_RATIOS_PYTHON": rf"{GOOD}\python.exe"},
        ),
        message=("PLM_RATIOS_PYTHON", NOT_THERE),
    ),
    "a sheet that names nothing": Case(
        Machine(settings={"INTERPRETER_WIN": r"%USERPROFILE%\py\python.exe"}),
        message=(rf"The sheet xlwings.conf names {HOME}\py\python.exe", NOT_THERE),
    ),
    "a sheet that names one without the library": Case(
        Machine(files=python(GOOD, library=False), settings={"INTERPRETER_WIN": rf"{GOOD}\python.exe"}),
        message=(rf"The sheet xlwings.conf names {GOOD}\python.exe", NO_LIBRARY),
    ),
    "a Mac": Case(
        Machine(mac=True, files=python(PY312), registered=[rf"{PY312}\python.exe"]),
        message=("Excel on a Mac does not run Python functions", "plm-ratios new comparison.xlsx"),
    ),
}


class Answer(NamedTuple):
    """What PlmPrepare said, and the variables that it set."""

    message: str
    variables: list[str]


@pytest.fixture(scope="module")
def answers(calc: CalcSession, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """The answers to all cases, from one workbook with a row for each."""
    modules = [module for module in project.modules(1) if module.kind == "document"]
    modules = [module._replace(text=module.text.replace("PlmStart.PlmOpen", "")) for module in modules]
    modules += [for_calc(module) for module in project.modules(1) if module.name == "PlmInterpreter"]
    cells = {f"A{row}": case.machine.described() for row, case in enumerate(CASES.values(), 1)}
    cells |= {f"B{row}": f"=PREPARED(A{row})" for row in range(1, len(CASES) + 1)}
    path = workbook(tmp_path_factory.mktemp("vba") / "search.xlsm", [*modules, STUB, CANARY], cells)
    with calc.open(path, macros=True) as document:
        document.calculate()
        found = [str(value).split("\n") for (value,) in document.values("S", f"B1:B{len(CASES)}")]
    return {name: Answer(message, lines[:-1]) for name, (message, *lines) in zip(CASES, found)}


@pytest.mark.parametrize("name", CASES)
def test_the_interpreter_is_found_or_the_message_says_what_to_do(
    answers: dict[str, Answer], name: str
) -> None:
    case, answer = CASES[name], answers[name]
    assert answer.variables == ([f"PLM_RATIOS_INTERPRETER={case.found}"] if case.found else [])
    assert all(part in answer.message for part in case.message), answer.message
    if not case.message:
        assert answer.message == ""


def test_every_message_fits_a_cell_of_any_language(answers: dict[str, Answer]) -> None:
    for name, answer in answers.items():
        assert answer.message.isascii() and len(answer.message) < 255, name


def test_the_note_is_where_plm_ratios_excel_install_writes_it() -> None:
    machine: Any = SimpleNamespace(variable={"LOCALAPPDATA": LOCAL}.get)
    assert str(record.place(machine)) == RECORD
    assert record.VARIABLE == "PLM_RATIOS_PYTHON"


def test_the_stubs_answer_whatever_plmmachine_answers() -> None:
    (machine,) = (module for module in project.modules(1) if module.name == "PlmMachine")
    wanted = {line for line in machine.text.split("\r\n") if line.startswith("Public ")}
    assert len(wanted) == 12
    for stub in (STUB, MACHINE):
        assert wanted <= set(stub.text.split("\r\n"))
