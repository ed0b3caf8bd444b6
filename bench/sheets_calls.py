"""Google Sheets, as far as JavaScript goes: the script in Node.js, beside functions that do nothing in it.

Node.js runs the engine that Apps Script runs, V8; what Google adds is in no figure.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from asked import NOTHING, PER_CELL, TABLE, TABLE_ROWS, column, title
from measuring import Measured, compared

from plm_ratios.hosts.sheets.code import code

TIMING = Path(__file__).parent.parent / "tests" / "js" / "sheets_timing.mjs"


def rows(rounds: int, size: int) -> Iterator[Measured]:
    """Each function beside one that gives its first argument back; both load the same script."""
    cases = [
        (function, many)
        for function in (*PER_CELL, TABLE)
        for many in ((TABLE_ROWS,) if function == TABLE else (1, size))
    ]
    calls = []
    for function, many in cases:
        cells = column(function, many)
        given = [cells[0] if many == 1 else [[cell] for cell in cells]]
        calls += [(function, given), (NOTHING, given)]
    taken = in_node(calls, rounds)
    for (function, many), ours, nothing in zip(cases, taken[::2], taken[1::2]):
        what = f"{function} of one cell" if many == 1 else title(function, many, True)
        yield compared("Sheets", what, "a do-nothing function", ours, nothing)


def in_node(calls: Sequence[tuple[str, Sequence[Any]]], rounds: int) -> list[list[float]]:
    """Seconds of each round, for each call of a function with arguments."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "Code.gs"
        script.write_text(f"{code()}\nfunction {NOTHING}(value) {{ return value; }}\n", encoding="utf-8")
        ran = subprocess.run(
            ["node", str(TIMING), str(script)],
            input=json.dumps({"rounds": rounds, "calls": calls}),
            capture_output=True,
            text=True,
            check=True,
        )
    return [[milliseconds / 1000 for milliseconds in each] for each in json.loads(ran.stdout)]
