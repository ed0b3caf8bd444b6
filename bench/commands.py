"""Commands as people start them, each beside the least that a library of others does for the same files."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from measuring import Measured, compared, in_turn

ADDIN = Path(__file__).resolve().parent.parent / "addin"
OURS = (
    sys.executable,
    "-c",
    f"import sys; sys.path.insert(0, {str(ADDIN)!r}); from plm_ratios.cli import main; main()",
)

EMPTY_FILES = """
import sys
from matplotlib.figure import Figure
from pptx import Presentation
deck = Presentation()
deck.slides.add_slide(deck.slide_layouts[5])
deck.save(sys.argv[1] + "/empty.pptx")
for kind in ("png", "svg"):
    figure = Figure(figsize=(10, 5.625))
    figure.add_subplot()
    figure.savefig(sys.argv[1] + "/empty." + kind, dpi=200)
"""
EMPTY_DECK = """
import sys
from pptx import Presentation
deck = Presentation()
deck.slides.add_slide(deck.slide_layouts[5])
deck.save(sys.argv[1] + "/empty.pptx")
"""
EMPTY_BOOK = """
import sys
from openpyxl import Workbook
Workbook().save(sys.argv[1] + "/empty.xlsx")
"""
YAML = f"""
from pathlib import Path
import yaml
for path in Path({str(ADDIN / "plm_ratios" / "data")!r}).rglob("*.yaml"):
    yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
"""
EXPORT_AIM, RECALC_AIM = 1.6, 1.5


def rows(rounds: int) -> Iterator[Measured]:
    """Whole programs, from start to end."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _of_files(folder, rounds)
        yield from _of_catalogs(folder, rounds)
        if shutil.which("soffice"):
            yield from _of_recalc(folder, rounds)


def _of_files(folder: str, rounds: int) -> Iterator[Measured]:
    kinds = ("deck.pptx", "chart.png", "chart.svg", "table.csv", "values.xlsx")
    targets = [word for kind in kinds for word in ("--to", f"{folder}/{kind}")]
    ways = {
        "--version": _program(*OURS, "--version"),
        "bare": _program(sys.executable, "-c", "pass"),
        "files": _program(*OURS, "export", "--force", *targets),
        "empty files": _program(sys.executable, "-c", EMPTY_FILES, folder),
        "deck": _program(*OURS, "export", "--force", "--to", f"{folder}/deck.pptx"),
        "empty deck": _program(sys.executable, "-c", EMPTY_DECK, folder),
        "workbook": _program(*OURS, "new", "--force", f"{folder}/new.xlsx"),
        "empty book": _program(sys.executable, "-c", EMPTY_BOOK, folder),
    }
    taken = in_turn(ways, rounds)
    for what, ours, against, theirs, aim in (
        ("--version", "--version", "bare Python", "bare", None),
        ("export of 5 files", "files", "empty files of the same libraries", "empty files", EXPORT_AIM),
        ("export of a deck", "deck", "an empty deck of python-pptx", "empty deck", None),
        ("new workbook", "workbook", "an empty workbook of openpyxl", "empty book", None),
    ):
        yield compared("Command", what, against, taken[ours], taken[theirs], aim)


def _of_catalogs(folder: str, rounds: int) -> Iterator[Measured]:
    data = Path(folder) / "data"
    shutil.copytree(ADDIN / "plm_ratios" / "data", data)
    ways = {
        "catalog check": _program(*OURS, "catalog", "check"),
        "catalog build": _program(*OURS, "catalog", "build", "--data", str(data)),
        "yaml": _program(sys.executable, "-c", YAML),
    }
    taken = in_turn(ways, rounds)
    for what in ("catalog check", "catalog build"):
        yield compared("Command", what, "PyYAML reading the files", taken[what], taken["yaml"])


def _of_recalc(folder: str, rounds: int) -> Iterator[Measured]:
    book = f"{folder}/small.xlsx"
    subprocess.run((*OURS, "new", book), check=True, stdout=subprocess.DEVNULL)
    profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
    convert = ("soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", f"{folder}/out", book)
    ways = {
        "recalc": _program(*OURS, "recalc", book, "--out", f"{folder}/again.xlsx", "--force"),
        "conversion": _program(*convert),
    }
    taken = in_turn(ways, rounds)
    what = "recalc of a new workbook"
    yield compared(
        "Command", what, "LibreOffice converting it", taken["recalc"], taken["conversion"], RECALC_AIM
    )


def _program(*command: str) -> Callable[[], object]:
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
