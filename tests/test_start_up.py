"""The core stays light: no third-party imports, and nothing read until it is needed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import plm_ratios

PACKAGE = Path(plm_ratios.__file__).parent
HEAVY = ("numpy", "pandas", "yaml", "xlwings", "openpyxl", "xlsxwriter", "lxml", "pydantic", "rich", "typer")


def loaded_after(code: str) -> set[str]:
    """Names of the modules that a fresh interpreter has after running the code."""
    start = f"import sys, json; sys.path.insert(0, {str(PACKAGE.parent)!r})"
    program = f"{start}; {code}; print(json.dumps(sorted(sys.modules)))"
    ran = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(ran.stdout.splitlines()[-1]))


def test_the_core_imports_no_heavy_library() -> None:
    loaded = loaded_after('from plm_ratios.functions import FUNCTIONS; FUNCTIONS["RATIO"]("ESM-2 15B")')
    assert not loaded & set(HEAVY)


def test_the_catalog_is_read_on_first_use_only() -> None:
    code = "import plm_ratios.catalog as c; assert not c.in_use.was_read(); c.load(); c.load()"
    assert loaded_after(code + "; assert c.in_use.was_read() and c.bundled.cache_info().misses == 1")


def test_the_laws_are_read_on_first_use_only() -> None:
    start = "from plm_ratios import functions; from plm_ratios.analysis import law_book as laws"
    code = f"{start}; assert laws._book.cache_info().currsize == 0; laws.laws(); laws.law('20')"
    assert loaded_after(code + "; assert laws._book.cache_info().misses == 1")


@pytest.mark.parametrize(
    ("command", "spared"),
    [
        ("export ESM-2 --to a.csv", {"matplotlib", "pptx", "openpyxl", "xlsxwriter", "numpy"}),
        ("export ESM-2 --to a.xlsx", {"matplotlib", "pptx", "openpyxl", "numpy"}),
        ("export ESM-2 --to a.pptx", {"openpyxl", "matplotlib.figure"}),
        ("export ESM-2 --to a.png", {"pptx", "openpyxl", "xlsxwriter"}),
        ("count --no-duplicates a.fasta", {"numpy", "fsspec", "distributed", "openpyxl"}),
        ("compare ESM-2", {"matplotlib", "pptx", "openpyxl", "xlsxwriter", "numpy", "yaml"}),
    ],
)
def test_a_command_imports_what_it_needs(command: str, spared: set[str], tmp_path: Path) -> None:
    """A person waits for each library: matplotlib takes longer to import than a table to write."""
    (tmp_path / "a.fasta").write_text(">a\nMKV\n")
    code = (
        "import sys; from plm_ratios.cli import main\n"
        f"sys.argv[1:] = {command.split()!r}\n"
        "try: main()\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert not spared & set(ran.stderr.split())
