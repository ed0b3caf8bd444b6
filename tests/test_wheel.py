"""The wheel, built from the source and installed in empty environments, works from any folder."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import extras

ROOT = Path(__file__).parent.parent
BROWSER = {"sys_platform": "emscripten", "extra": ""}


def run(*command: object, folder: Path) -> str:
    ran = subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    extras.module("build")
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, folder=folder)
    (built,) = folder.glob("*.whl")
    return built


def environment(folder: Path, *packages: object) -> Path:
    """A virtual environment with these packages and nothing else; gives its folder of programs."""
    venv.create(folder, with_pip=False)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", programs / "python"]  # ours works on another environment
    run(*pip, "install", "--quiet", "--no-compile", *packages, folder=folder)
    return programs


def test_it_holds_the_package_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "plm_ratios/data/catalog.json" in names
    assert "plm_ratios/data/laws.json" in names
    assert "plm_ratios/data/accelerators.json" in names
    assert "plm_ratios/data/models/esm-2.yaml" in names
    assert "plm_ratios/hosts/excel/modules/PlmCall.bas" in names
    assert "plm_ratios/hosts/excel/addin/ribbon.xml" in names
    assert "plm_ratios/hosts/excel/addin/modules/PlmRibbon.bas" in names
    assert "plm_ratios/hosts/sheets/functions.js" in names
    assert "plm_ratios/hosts/pane/pane.css" in names
    assert "plm_ratios/site/templates/model.html" in names
    for name in ("plm_ratios.xlsm", "plm_ratios.xlam"):
        shipped = zipfile.ZipFile(wheel).read(f"plm_ratios/workbook/{name}")
        assert shipped == (ROOT / "workbook" / name).read_bytes()
    assert all(name.startswith(("plm_ratios/", "plm_ratios-")) for name in names)
    assert any(name.endswith("licenses/LICENSE-DATA") for name in names)


def test_a_browser_is_asked_for_no_other_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
        listed = message_from_bytes(archive.read(name)).get_all("Requires-Dist", [])
    asked = [Requirement(each) for each in listed if "extra ==" not in each]
    assert {"xlwings", "typer"} <= {each.name for each in asked}
    assert [each.name for each in asked if not each.marker or each.marker.evaluate(BROWSER)] == []


def test_the_functions_need_no_other_package(wheel: Path, tmp_path: Path) -> None:
    programs = environment(tmp_path / "empty", "--no-deps", "--no-index", wheel)
    program = 'import plm_ratios; print(plm_ratios.ratio("ESM-2 15B", basis="seen"))'
    assert run(programs / "python", "-c", program, folder=tmp_path).strip() == "57.6"


# What README and the pages say is run in an environment into which the source was installed.
@pytest.mark.slow
@pytest.mark.host  # the index of packages
def test_the_command_line_works_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    programs = environment(tmp_path / "full", wheel)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert "ESM-2 15B" in run(programs / "plm-ratios", "compare", "ESM-2", folder=elsewhere)
    assert "all rules hold" in run(programs / "plm-ratios", "catalog", "check", folder=elsewhere)
    run(programs / "plm-ratios", "new", "comparison.xlsx", folder=elsewhere)
    assert zipfile.is_zipfile(elsewhere / "comparison.xlsx")
