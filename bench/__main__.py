"""Measures everything, and writes the table.

    python bench [--only start,calc] [--rounds 9] [--to bench/RESULTS.md]

Takes some fifteen minutes, in which the machine should do nothing else. Parts whose programs are not
installed are left out, and named. With --only the rows are printed, and written only where --to says.
"""

from __future__ import annotations

import argparse
import compileall
import datetime
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import results
from measuring import Measured, Row, together

HERE = Path(__file__).resolve().parent
SIZE = 10_000  # cells of a column
MEGABYTES = 200
PROCESSES = 3  # of each part
_PART = """
import importlib, json, os, sys
out = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)  # what servers print is no row
name, *numbers = sys.argv[1:]
for row in importlib.import_module(name).rows(*map(int, numbers)):
    print(json.dumps(row), file=out)
"""


class Part(NamedTuple):
    """A part of the table.

    module      what measures it, in a process of its own: what one part leaves in memory would slow the next
    share       of the rounds that were asked for
    size        what it is asked for beside the rounds
    programs    what must be installed
    """

    module: str
    share: float = 1.0
    size: tuple[int, ...] = ()
    programs: tuple[str, ...] = ()


PARTS = {
    "start": Part("start_up", 2),
    "core": Part("core_calls", 1, (SIZE,), ("node",)),
    "calc": Part("calc_cells", 1, (SIZE,), ("soffice",)),
    "excel": Part("excel_calls", 1, (SIZE,)),
    "server": Part("server_calls", 1, (SIZE,)),
    "load": Part("server_load", 0.4, (12,)),
    "lite": Part("lite_calls", 0.5, (SIZE,), ("node",)),
    "sheets": Part("sheets_calls", 1, (SIZE,), ("node",)),
    "lambda": Part("lambda_cells"),
    "commands": Part("commands", 0.5),
    "count": Part("counting", 0.5, (MEGABYTES,)),
    "elsewhere": Part("counting_elsewhere", 0.3, (MEGABYTES,)),
    "growth": Part("growth", 0.3, (), ("node",)),
}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").split("\n\n", 1)[0], formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--only", help=f"some of: {','.join(PARTS)}", default=",".join(PARTS))
    parser.add_argument("--rounds", type=int, default=9, help="of most measurements; 9 where left out")
    parser.add_argument("--to", type=Path, help="the page to write; bench/RESULTS.md for all parts")
    options = parser.parse_args()
    asked = options.only.split(",")
    for name in asked:
        if name not in PARTS:
            parser.error(f"There is no part {name}. Choose some of: {', '.join(PARTS)}")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(HERE.parent / "addin", quiet=1)  # people start what was compiled before
    load = [os.getloadavg()[0]]
    rows: list[Row] = []
    for name, part in PARTS.items():
        if name not in asked:
            continue
        missing = [program for program in part.programs if not shutil.which(program)]
        if missing:
            print(f"{name}: left out, {', '.join(missing)} is not installed", file=sys.stderr)
            continue
        for row in _measured(part, max(1, round(options.rounds * part.share / PROCESSES))):
            rows.append(row)
            print(results.line(row), flush=True)
    load.append(os.getloadavg()[0])
    page = options.to or (HERE / "RESULTS.md" if set(asked) == set(PARTS) else None)
    if page is None:
        return
    results.write(page, rows, datetime.date.today().isoformat(), load)
    print(f"Wrote {page}")


def _measured(part: Part, rounds: int) -> list[Row]:
    """Of some processes, so many rounds each: what lies where in memory, and which hashes meet, stays the
    same within one, and would pass for no spread at all."""
    command = [sys.executable, "-c", _PART, part.module, *map(str, (rounds, *part.size))]
    found = []
    for _ in range(PROCESSES):
        ran = subprocess.run(command, cwd=HERE, stdout=subprocess.PIPE, text=True)
        if ran.returncode:
            raise SystemExit(f"{part.module} ended with exit code {ran.returncode}: see above")
        found.append([Measured(*json.loads(said)) for said in ran.stdout.splitlines()])
    return [together(each) for each in zip(*found, strict=True)]


if __name__ == "__main__":
    main()
