"""What a formula costs in the Python behind Excel: ours beside a do-nothing function, through xlwings.

    python bench/excel_calls.py [--rows 10000] [--repeats 9]

xlwings' own Windows code (COM server, conversion of arguments and results) runs under the stand-in of
the tests; what Excel and COM themselves add is not in the figures. Both functions are called in turn,
several times over; medians count.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any, Callable

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "hosts"))

from excel_on_linux import UDFS, windows  # noqa: E402 # it lives with the tests that use it

from plm_ratios.catalog import load  # noqa: E402


def do_nothing() -> ModuleType:
    """A module with a function of RATIO's signature and options that gives its first argument back."""
    from xlwings import arg, func

    module = ModuleType("bench_nothing")
    module.__file__ = __file__

    def NOTHING(model: Any, basis: Any = None, length: Any = None) -> Any:
        return model

    described: Any = NOTHING
    for name in ("model", "basis", "length"):
        described = arg(name, ndim=2, err_to_str=True)(described)
    module.NOTHING = func(described)  # type: ignore[attr-defined]
    return module


def seconds(call: Callable[..., Any], *arguments: str) -> float:
    start = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - start


def main() -> None:
    """Prints microseconds a cell, and ours as a multiple of the do-nothing function."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=9)
    options = parser.parse_args()
    models = load().models
    names = [models[row % len(models)].name for row in range(options.rows)]
    column = tuple((name,) for name in names)
    with windows():
        from xlwings.com_server import XLPython

        sys.modules["bench_nothing"] = do_nothing()
        server = XLPython()
        functions = {"do nothing": ("bench_nothing", "NOTHING"), "RATIO": (UDFS, "RATIO")}

        def each(module: str, name: str) -> None:
            for model in names:
                server.CallUDF(module, name, (model, None, None))

        def whole(module: str, name: str) -> None:
            server.CallUDF(module, name, (column, None, None))

        print(f"{options.rows} rows, median of {options.repeats}, microseconds a row")
        for label, run in (("a cell each", each), ("one range", whole)):
            times: dict[str, list[float]] = {what: [] for what in functions}
            for _ in range(options.repeats):
                for what, place in functions.items():
                    times[what].append(seconds(run, *place))
            nothing, ratio = (statistics.median(times[what]) for what in functions)
            per_row = 1e6 / options.rows
            print(
                f"{label:12} do nothing {nothing * per_row:7.2f}   RATIO {ratio * per_row:7.2f}   "
                f"{ratio / nothing:.2f} times"
            )


if __name__ == "__main__":
    main()
