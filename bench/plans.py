"""What plans cost: PLAN for a column of budgets, in Python and in Google Sheets.

    python bench/plans.py [--rows 1000] [--repeats 3]

For each budget the best model is searched. The fastest of the repeats counts. Node.js stands for Google
Sheets; where it is absent, Python alone is measured.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path
from random import Random

from unknown_names import in_node

from plm_ratios.catalog import use_bundled_only
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.sheets.code import code

SEQUENCES = 60e6


def in_python(column: list[list[float]]) -> float:
    """Milliseconds for a column of budgets."""
    start = time.perf_counter()
    FUNCTIONS["PLAN"](column, SEQUENCES)
    return (time.perf_counter() - start) * 1000


def main(rows: int, repeats: int) -> None:
    use_bundled_only()
    budgets = Random(1)
    column = [[10 ** budgets.uniform(17, 26)] for _ in range(rows)]
    in_python(column[:1])  # reads the catalog
    measured = {"Python": min(in_python(column) for _ in range(repeats))}
    if shutil.which("node"):
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder) / "Code.gs"
            script.write_text(code(), encoding="utf-8")
            (measured["Node.js"],) = in_node(script, [("PLAN", column, SEQUENCES)], repeats)
    print(f"{rows:,} plans, fastest of {repeats}")
    for host, taken in measured.items():
        print(f"{host:8} {taken:7.0f} ms   (aim: less than a second for a thousand)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--repeats", type=int, default=3)
    main(**vars(parser.parse_args()))
