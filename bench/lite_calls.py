"""xlwings Lite, as near as it runs without Excel: Pyodide in Chromium, beside functions that do nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from asked import NOTHING, PER_CELL, TABLE, TABLE_ROWS, column, title
from measuring import Measured, compared, in_turn, one_of

from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.lite import program

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import browsers  # these two live with the tests
from hosts.lite_stand_in import PYODIDES, StandIn, stand_in

ONE_CELL = 20  # calls of one cell that are timed together


def rows(rounds: int, size: int) -> Iterator[Measured]:
    """Each function beside one that gives its first argument back, in the same workbook."""
    chromium = browsers.find()
    assert chromium, "Chromium is not installed."
    main = program.main(program.INSIDE) + _nothing()
    with browsers.running(chromium) as browser, stand_in(browser, PYODIDES[-1], main) as lite:
        for function in (*PER_CELL, TABLE):
            for many in (TABLE_ROWS,) if function == TABLE else (1, size):
                cells = column(function, many)
                ways = {called: _way(lite, called, cells) for called in (function, NOTHING + function)}
                taken = in_turn(ways, rounds)
                what = f"{function} of one cell" if many == 1 else title(function, many, True)
                ours, nothing = taken.values()
                yield compared("Lite", what, "a do-nothing function", ours, nothing)


def _way(lite: StandIn, called: str, cells: list[Any]) -> Any:
    argument = cells[0] if len(cells) == 1 else {"range": [[cell] for cell in cells]}
    calls = ONE_CELL if len(cells) == 1 else 1
    return one_of(calls, lambda: lite.answers([(called, [argument])] * calls))


def _nothing() -> str:
    """Functions of our functions' arguments that give the first one back, as people add them to main.py."""
    text = "\n\nfrom xlwings import arg as _arg, func as _func\n"
    for function in (*PER_CELL, TABLE):
        first, *more = (argument.name for argument in FUNCTIONS[function].arguments)
        options = "".join(f'@_arg("{name}", ndim=2, err_to_str=True)\n' for name in (first, *more))
        heading = ", ".join([first, *(f"{name}=None" for name in more)])
        text += f"\n@_func\n{options}def {NOTHING}{function}({heading}):\n    return {first}\n"
    return text
