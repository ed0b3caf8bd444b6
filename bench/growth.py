"""How time grows: cells in the functions, in xlwings' path and in the script of Sheets; formulas in recalc;
bytes in count."""

from __future__ import annotations

import gc
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import dependencies
from asked import column
from core_calls import in_python
from counting import OURS, proteins, seconds
from measuring import Measured, growth, in_turn
from sheets_calls import in_node

from plm_ratios.cli import OBJECTS

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "hosts"))

from excel_on_linux import UDFS, windows  # it lives with the tests that use it

AIM = 1.05
CELLS = (1_000, 10_000, 100_000, 1_000_000)
MEGABYTES = (10, 100, 1000, 2000)


def rows(rounds: int) -> Iterator[Measured]:
    """The exponent of each, which is 1 where ten times as much takes ten times as long."""
    what = f"RATIO of {CELLS[0]:,} to {CELLS[-1]:,} cells"
    columns = [[[cell] for cell in column("RATIO", size)] for size in CELLS]
    calls = [("RATIO", (cells,)) for cells in columns]
    yield growth("Python", what, CELLS, in_python(calls, rounds), AIM)
    yield growth("Sheets", what, CELLS, in_node(calls, rounds), AIM)
    with windows():
        from xlwings.com_server import XLPython

        server = XLPython()
        taken = []
        for cells in columns:
            area = tuple(map(tuple, cells))
            ask = partial(server.CallUDF, UDFS, "RATIO", (area, None, None))
            taken.append(in_turn({"RATIO": ask}, rounds)["RATIO"])
        yield growth("Excel", what, CELLS, taken, AIM)
    yield _formulas(rounds)
    yield _bytes(rounds)


def _formulas(rounds: int) -> Measured:
    gc.set_threshold(OBJECTS)  # as the command has it
    sizes = (10_000, 100_000)
    with tempfile.TemporaryDirectory() as folder:
        taken = []
        for size in sizes:
            path = Path(folder) / f"{size}.xlsx"
            dependencies.workbook(path, size // 4)
            taken.append([dependencies.seconds(path) for _ in range(rounds)])
    what = f"search of {sizes[0]:,} to {sizes[-1]:,} formulas for what depends on ours"
    return growth("recalc", what, sizes, taken, AIM)


def _bytes(rounds: int) -> Measured:
    """Time over that of a tiny file: a program starts once, however much it counts."""
    with tempfile.TemporaryDirectory() as folder:
        path, tiny = Path(folder) / "a.fasta", Path(folder) / "tiny.fasta"
        tiny.write_text(">a\nMKV\n", encoding="ascii")
        proteins(path, 10_000_000)
        block = path.read_bytes()
        taken = []
        written = MEGABYTES[0]
        for size in MEGABYTES:
            with open(path, "ab") as file:
                for _ in range((size - written) // MEGABYTES[0]):
                    file.write(block)
            written = size
            taken.append([_over(path, tiny) for _ in range(rounds)])
    what = f"count --no-duplicates of {MEGABYTES[0]} MB to {MEGABYTES[-1] / 1000:g} GB"
    return growth("Count", what, MEGABYTES, taken, AIM)


def _over(path: Path, tiny: Path) -> float:
    command = (*OURS, "count", "--no-duplicates")
    return max(seconds((*command, str(path)))[0] - seconds((*command, str(tiny)))[0], 1e-3)
