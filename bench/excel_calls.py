"""Excel on Windows, as far as Python goes: xlwings' own code behind Excel, beside functions that do nothing.

xlwings' COM server and its conversion of arguments and results run under the stand-in of the tests; what
Excel and COM themselves add is in no figure.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from asked import NOTHING, PER_CELL, TABLE, TABLE_ROWS, column, title
from measuring import Measured, compared, in_turn

from plm_ratios.functions import FUNCTIONS

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "hosts"))

from excel_on_linux import UDFS, windows  # it lives with the tests that use it

IDLE = "bench_nothing"
RANGE_AIM = 2.0


def rows(rounds: int, size: int) -> Iterator[Measured]:
    """Each function beside one with the same arguments and options."""
    with windows():
        from xlwings.com_server import XLPython

        sys.modules[IDLE] = _do_nothing()
        server = XLPython()
        for function in (*PER_CELL, TABLE):
            for whole in (True,) if function == TABLE else (False, True):
                many = TABLE_ROWS if function == TABLE else size
                ways = {
                    called: _way(server, module, called, column(function, many), whole)
                    for module, called in ((UDFS, function), (IDLE, NOTHING + function))
                }
                taken = in_turn(ways, rounds)
                yield compared(
                    "Excel",
                    title(function, many, whole),
                    "a do-nothing function",
                    taken[function],
                    taken[NOTHING + function],
                    RANGE_AIM if whole and function != TABLE else None,
                )


def _way(server: Any, module: str, called: str, cells: list[Any], whole: bool) -> Callable[[], object]:
    omitted = (None,) * (len(FUNCTIONS[called.removeprefix(NOTHING)].arguments) - 1)
    if whole:
        area = tuple((cell,) for cell in cells)
        return lambda: server.CallUDF(module, called, (area, *omitted))

    def each() -> None:
        for cell in cells:
            server.CallUDF(module, called, (cell, *omitted))

    return each


def _do_nothing() -> ModuleType:
    """Functions of our functions' arguments and options that give their first argument back."""
    from xlwings import arg, func

    module = ModuleType(IDLE)
    module.__file__ = __file__
    for name in (*PER_CELL, TABLE):
        arguments = [each.name for each in FUNCTIONS[name].arguments]
        heading = ", ".join([arguments[0], *(f"{each}=None" for each in arguments[1:])])
        exec(f"def {NOTHING}{name}({heading}):\n    return {arguments[0]}\n", vars(module))
        described: Any = vars(module)[NOTHING + name]
        for each in arguments:
            described = arg(each, ndim=2, err_to_str=True)(described)
        setattr(module, NOTHING + name, func(described))
    return module
