"""The pages for contributors speak of files that are there, and draw the floors that are checked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tomllib
import yaml

from plm_ratios import __version__

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "addin" / "plm_ratios"
PAGES = ("docs/architecture.md", "CONTRIBUTING.md")


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_path_is_there(page: str) -> None:
    """As `folder/`, `name.py` or `folder/*.js`; from the root, the package, or a folder of the same line."""
    missing = []
    for line in text_of(page).splitlines():
        paths = re.findall(r"`([\w./*-]+(?:/|\.(?:py|js|md|json|jsonl|toml|yaml|bas)))`", line)
        folders = [PACKAGE / path for path in paths if path.endswith("/")]
        for path in paths:
            if not any(list(base.glob(path.rstrip("/"))) for base in (ROOT, PACKAGE, *folders)):
                missing.append(path)
    assert not missing


def test_every_module_of_the_package_is_there() -> None:
    for module in re.findall(r"`plm_ratios\.([\w.]+)`", text_of(PAGES[0])):
        path = PACKAGE.joinpath(*module.split("."))
        assert path.with_suffix(".py").exists() or path.is_dir(), module


def test_the_drawing_shows_the_floors_that_are_checked() -> None:
    drawing = text_of(PAGES[0]).split("```text")[1].split("```")[0]
    drawn = []
    for line in drawing.splitlines():
        rooms = re.split(r" {4,}", line.strip())[0:-1] if line.strip(" |") else []
        if rooms:
            drawn.append({room for words in rooms for room in words.split()})
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    floors = next(contract for contract in contracts if contract["id"] == "floors")["layers"]
    assert drawn == [set(re.findall(r"\w+", floor)) for floor in floors]


def test_every_folder_of_the_package_is_explained() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders == set(re.findall(r"^\| `(\w+)/` \|", text_of(PAGES[0]), re.MULTILINE))


def test_the_files_that_take_long_are_there() -> None:
    names = re.findall(r'^    "([\w/]+\.py)",$', text_of("tests/conftest.py"), re.MULTILINE)
    assert names
    assert not [name for name in names if not (ROOT / "tests" / name).exists()]


def test_the_citation_names_this_version() -> None:
    citation = yaml.safe_load(text_of("CITATION.cff"))
    assert citation["version"] == __version__
    assert citation["license"] == ["MIT", "CC-BY-4.0"]
