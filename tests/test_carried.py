"""LibreOffice and xlwings Lite carry the functions along, as files: whatever is carried must be whole, and
run in the Python that is there."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import extras
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.calc import extension
from plm_ratios.hosts.lite import package

OLDEST_PYTHON = {"LibreOffice": "3.8", "xlwings Lite": "3.12"}
# xlwings is there in Lite, and tests/hosts/test_lite_pyodide.py imports these beside it.
NEEDS_XLWINGS = {"plm_ratios.udfs", "plm_ratios.hosts.lite.slide"}
FOLDERS = {
    "LibreOffice": {"analysis", "catalog", "data", "functions", "hosts"},
    "xlwings Lite": {"analysis", "catalog", "comparison", "data", "functions", "hosts", "records"},
}
EXAMPLES = {
    "TOKENS": (65e6, 325),
    "RATIO": ("ESM-2 15B", "seen"),
    "WHY": ("ESM-2 15B",),
    "PLAN": (1e21, "60M"),
}


def in_libreoffice() -> dict[str, bytes]:
    """The modules that the extension brings; its component itself needs the office around it."""
    start = "pythonpath/"
    return {path[len(start) :]: text for path, text in extension.files().items() if path.startswith(start)}


CARRIED: dict[str, Callable[[], dict[str, bytes]]] = {
    "LibreOffice": in_libreoffice,
    "xlwings Lite": package.files,
}


@pytest.fixture(scope="module", params=CARRIED)
def host(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def folder(host: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the host carries, as files in a folder with nothing else of ours."""
    root = tmp_path_factory.mktemp("carried")
    for path, content in CARRIED[host]().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


def alone(folder: Path, program: str, libraries: bool = False) -> Any:
    """What a program prints as JSON that has the carried files and the standard library; xlwings too, where
    it may have libraries."""
    start = f"import importlib, json, sys; sys.path.insert(0, {str(folder)!r})"
    command = [sys.executable, "-I", *([] if libraries else ["-S"]), "-B", "-c", f"{start}\n{program}"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def modules(folder: Path) -> list[str]:
    found = (path.relative_to(folder).with_suffix("") for path in folder.rglob("*.py"))
    return sorted(".".join(path.parts).removesuffix(".__init__") for path in found)


def is_folder(folder: Path, module: str) -> bool:
    return folder.joinpath(*module.split(".")).is_dir()


def test_every_module_can_be_imported(folder: Path) -> None:
    wanted = [name for name in modules(folder) if name not in NEEDS_XLWINGS]
    assert "plm_ratios.functions" in wanted
    program = f"print(json.dumps([importlib.import_module(name).__file__ for name in {wanted!r}]))"
    assert all(Path(path).is_relative_to(folder) for path in alone(folder, program))


def test_no_folder_is_carried_that_the_functions_do_not_need(host: str, folder: Path) -> None:
    package = folder / "plm_ratios"
    assert {path.name for path in package.iterdir() if path.is_dir()} == FOLDERS[host]


def test_no_module_beside_the_folders_is_carried_in_vain(folder: Path) -> None:
    """Each is there because another one imports it, but for the one that xlwings Lite itself imports."""
    carried = {name for name in modules(folder) if name.count(".") == 1 and not is_folder(folder, name)}
    wanted = [name for name in modules(folder) if name not in carried]
    program = (
        f"files = [importlib.import_module(name).__file__ for name in {wanted!r}]\n"
        "print(json.dumps([files, list(sys.modules)]))"
    )
    files, loaded = alone(folder, program, libraries=True)
    assert all(Path(path).is_relative_to(folder) for path in files)
    assert carried - {"plm_ratios.udfs"} == carried & set(loaded)


def test_the_functions_answer_as_here(folder: Path) -> None:
    program = (
        "from plm_ratios.functions import FUNCTIONS\n"
        f"print(json.dumps({{name: FUNCTIONS[name](*cells) for name, cells in {EXAMPLES!r}.items()}}))"
    )
    expected = {name: FUNCTIONS[name](*cells) for name, cells in EXAMPLES.items()}
    assert alone(folder, program) == json.loads(json.dumps(expected))


def test_the_oldest_python_suffices(host: str, folder: Path) -> None:
    vermin = shutil.which("vermin", path=str(Path(sys.executable).parent))
    if vermin is None:
        extras.absent(extras.how_to_get("vermin"))
    command = [vermin, f"-t={OLDEST_PYTHON[host]}-", "--no-tips", "--violations"]
    ran = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
