"""What unknown names cost beside known ones: a column of distinct names, in Python and in Google Sheets.

    python bench/unknown_names.py [--rows 10000] [--repeats 3]

Known names are names of the catalog in as many spellings; unknown ones are the same with letters wrong. Both
are asked in turn, and the fastest of the repeats counts. Node.js stands for Google Sheets; where it is
absent, Python alone is measured.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from itertools import count, islice
from pathlib import Path
from typing import Any

from plm_ratios.catalog import load, use_bundled_only
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.sheets.code import code

TIMING = Path(__file__).parent.parent / "tests" / "js" / "sheets_timing.mjs"
AIMS = {"WHY": 10, "RATIO": 3}  # times the cost of known names, at most


def columns(rows: int) -> tuple[list[list[str]], list[list[str]]]:
    """Known and unknown names, each of them once."""
    names = [model.name for model in load().models]
    known = ([f"{name}{' ' * spaces}"] for spaces in count() for name in names)
    wrong = ([f"{name[:-2]}q{name[-1]}{number}"] for number in count(1) for name in names)
    unknown = (cell for cell in wrong if load().find(cell[0]) is None)
    return list(islice(known, rows)), list(islice(unknown, rows))


def in_python(function: str, column: list[list[str]]) -> float:
    """Milliseconds for a column that was never asked for."""
    FUNCTIONS[function].forget()
    start = time.perf_counter()
    FUNCTIONS[function](column)
    return (time.perf_counter() - start) * 1000


def in_node(script: Path, asked: Sequence[tuple[Any, ...]], repeats: int) -> list[float]:
    """Milliseconds for each call, a function and its arguments, in a script that has just been loaded."""
    calls = [json.dumps({"f": name, "a": given, "times": repeats}) for name, *given in asked]
    ran = subprocess.run(
        ["node", str(TIMING), str(script)], input="\n".join(calls), capture_output=True, text=True, check=True
    )
    return list(map(float, ran.stdout.split()))


def main(rows: int, repeats: int) -> None:
    use_bundled_only()
    both = columns(rows)
    for name in AIMS:
        FUNCTIONS[name]([[str(number)] for number in range(9)])  # reads the catalog
    asked = [(name, column) for name in AIMS for column in both]
    rounds = [[in_python(*each) for each in asked] for _ in range(repeats)]
    measured = {"Python": [min(times) for times in zip(*rounds)]}
    if shutil.which("node"):
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder) / "Code.gs"
            script.write_text(code(), encoding="utf-8")
            measured["Node.js"] = in_node(script, asked, repeats)
    print(f"{rows:,} distinct names, fastest of {repeats}")
    for host, times in measured.items():
        for (name, aim), known, unknown in zip(AIMS.items(), times[::2], times[1::2]):
            print(
                f"{host:8} {name:6} known {known:7.0f} ms   unknown {unknown:7.0f} ms   "
                f"{unknown / known:5.1f} x   (aim: at most {aim})"
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=3)
    main(**vars(parser.parse_args()))
