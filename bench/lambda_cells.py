"""The LAMBDA workbook in IronCalc, beside native formulas over the same tables: cells without any add-in."""

from __future__ import annotations

import math
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from asked import column, names
from measuring import Measured, compared, in_turn

from plm_ratios.analysis.ratios import AVERAGE_LENGTH
from plm_ratios.functions import FUNCTIONS

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from hosts.lambda_engine import Calls  # it lives with the tests that use it

CELLS = 200


def rows(rounds: int) -> Iterator[Measured]:
    """A cell each; IronCalc calculates all of a workbook, so each case is a workbook of its own."""
    with tempfile.TemporaryDirectory() as folder:
        catalog = [[name, FUNCTIONS["SEQS"](name), FUNCTIONS["PARAMS"](name)] for name in names()]
        for function in ("RATIO", "TOKENS", "VERDICT"):
            ways = {}
            answers = []
            for kind in ("ours", "native"):
                calls = Calls(Path(folder))
                area = calls.argument([[cell] for cell in column(function, CELLS)]).partition(":")[0]
                first = int(area.rpartition("A")[2])
                table = calls.argument(catalog)
                cells = [f"Ranges!A{first + place}" for place in range(CELLS)]
                formulas = [
                    calls.call(function, []).replace("()", f"({cell})")
                    if kind == "ours"
                    else _native(function, cell, table)
                    for cell in cells
                ]
                answers.append([each[0][0] for each in calls.answers([(text, 1, 1) for text in formulas])])
                ways[kind] = _again(calls)
            _check(*answers)
            taken = in_turn(ways, rounds)
            yield compared(
                "LAMBDA", f"{function} in {CELLS} cells", "native formulas", taken["ours"], taken["native"]
            )


def _native(function: str, cell: str, table: str) -> str:
    """The same without a function of ours; `table` has names, sequences and parameters."""
    if function == "TOKENS":
        return f"{cell}*{AVERAGE_LENGTH:g}"
    if function == "VERDICT":
        return f'IF({cell}<10,"too few tokens",IF({cell}>40,"more tokens than optimal","near optimal"))'
    top, bottom = (part.rpartition("!")[2][1:] for part in table.split(":"))
    known, sequences, parameters = (f"Ranges!{c}{top}:{c}{bottom}" for c in "ABC")
    place = f"MATCH({cell},{known},0)"
    return f"INDEX({sequences},{place})*{AVERAGE_LENGTH:g}/INDEX({parameters},{place})"


def _again(calls: Calls) -> Callable[[], object]:
    return lambda: calls.answers([])


def _check(ours: list[object], native: list[object]) -> None:
    """Both must agree, or the times mean nothing."""
    for one, other in zip(ours, native):
        same = one == other or (
            isinstance(one, float) and isinstance(other, float) and math.isclose(one, other, rel_tol=1e-9)
        )
        assert same, (one, other)
