"""What a formula costs in LibreOffice Calc: ours beside a do-nothing function and native formulas.

    python bench/calc_cells.py [--rows 10000] [--repeats 9]

One Calc runs them all, one after the other, several times over; medians count. Each line is a sheet
of its own with the same column of model names, recalculated in full.
"""

from __future__ import annotations

import argparse
import math
import statistics
from pathlib import Path
from typing import Callable, NamedTuple

from plm_ratios.analysis.ratios import AVERAGE_LENGTH
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.functions.signature import Function
from plm_ratios.hosts.calc import interface
from plm_ratios.hosts.calc.document import CalcDocument
from plm_ratios.hosts.calc.session import CalcSession

SERVICE = "plmbench.F"
SHEET, TABLE = "Sheet1", "Catalog"
AIM_CALL = 1.3  # RATIO at most this many times a do-nothing function of the same signature


class Case(NamedTuple):
    """A way to fill column B from the names in column A."""

    label: str
    put: Callable[[CalcDocument, str], None]


def write_nothing(folder: Path) -> None:
    """Writes the do-nothing extension: our own generator, with a component of its own."""
    ratio = FUNCTIONS["RATIO"]
    cell = ratio.arguments[0]._replace(name="cell", optional=True)  # optional: declared `any`
    functions = {
        "NOTHING": Function("NOTHING", "Does nothing.", (cell,), "text", (), lambda value: value),
        "LIKERATIO": Function(
            "LIKERATIO", "Does nothing.", ratio.arguments, ratio.gives, (), lambda *values: 1.0
        ),
    }
    texts = {
        "META-INF/manifest.xml": interface.manifest(),
        "description.xml": interface.description("Do nothing", "1.0", "org.plm-ratios.bench"),
        interface.IDL_FILE: interface.idl(functions, SERVICE),
        interface.CONFIGURATION_FILE: interface.configuration(functions, SERVICE),
        interface.COMPONENT_FILE: Path(__file__).with_name("calc_nothing.py").read_text("utf-8"),
    }
    for path, text in texts.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def cases(models: int) -> list[Case]:
    """The cases; the native formula does RATIO's sum over the table of `models` rows."""
    names, sequences, parameters = (f"${TABLE}.${c}$1:${c}${models}" for c in "ABC")
    found = f"MATCH(A1;{names};0)"
    native = f"=INDEX({sequences};{found})*{AVERAGE_LENGTH:g}/INDEX({parameters};{found})"

    def fill(formula: str) -> Callable[[CalcDocument, str], None]:
        return lambda document, column: document.fill(SHEET, column, formula)

    def array(formula: str) -> Callable[[CalcDocument, str], None]:
        return lambda document, column: document.array(
            SHEET, column, formula.format(column.replace("B", "A"))
        )

    return [
        Case("native INDEX/MATCH, a cell each", fill(native)),
        Case("do nothing: any(any), a cell each", fill("=NOTHING(A1)")),
        Case("do nothing: RATIO's signature, a cell each", fill("=LIKERATIO(A1)")),
        Case("RATIO, a cell each", fill("=RATIO(A1)")),
        Case("VERDICT(RATIO), a cell each", fill("=VERDICT(RATIO(A1))")),
        Case("do nothing: RATIO's signature, one range call", array("=LIKERATIO({})")),
        Case("RATIO, one range call", array("=RATIO({})")),
        Case("VERDICT(RATIO), one range call", array("=VERDICT(RATIO({}))")),
    ]


def table() -> list[list[object]]:
    """Name, sequences and parameters of every model that has a ratio."""
    rows = []
    for (name,) in FUNCTIONS["MODELS"]():
        row = [name, FUNCTIONS["SEQS"](name), FUNCTIONS["PARAMS"](name)]
        if not any(isinstance(cell, CellError) for cell in row):
            rows.append(row)
    return rows


def measure(rows: int, repeats: int) -> dict[str, float]:
    """Median seconds of each case."""
    catalog = table()
    with CalcSession(more={"nothing": write_nothing}) as calc:
        documents = {}
        for case in cases(len(catalog)):
            document = documents[case.label] = calc.new()
            document.add_sheet(TABLE)
            document.set(TABLE, "A1", catalog)
            document.set(SHEET, "A1", [[catalog[row % len(catalog)][0]] for row in range(rows)])
            case.put(document, f"B1:B{rows}")
        _check(documents, rows)
        seconds: dict[str, list[float]] = {label: [] for label in documents}
        for _ in range(repeats):
            for label, document in documents.items():
                seconds[label].append(document.calculate())
    return {label: statistics.median(each) for label, each in seconds.items()}


def _check(documents: dict[str, CalcDocument], rows: int) -> None:
    """All ways to the ratio must agree, or the times mean nothing."""
    column = f"B1:B{rows}"
    native, single, ranged = (
        [row[0] for row in documents[label].values(SHEET, column)]
        for label in ("native INDEX/MATCH, a cell each", "RATIO, a cell each", "RATIO, one range call")
    )
    assert single == ranged
    assert all(math.isclose(a, b, rel_tol=1e-12) for a, b in zip(native, single))


def report(medians: dict[str, float], rows: int) -> None:
    """The table, with each case as a multiple of the native formulas and of the do-nothing function."""
    native = medians["native INDEX/MATCH, a cell each"]
    nothing = medians["do nothing: RATIO's signature, a cell each"]
    print(f"{rows:,} rows; median of full recalculations")
    print(f"{'':48}{'ms':>8}{'us/row':>9}{'x native':>10}{'x nothing':>11}")
    for label, taken in medians.items():
        each = taken / rows * 1e6
        print(f"{label:48}{taken * 1e3:8.1f}{each:9.2f}{taken / native:10.2f}{taken / nothing:11.2f}")
    ours = medians["RATIO, a cell each"]
    least = medians["do nothing: any(any), a cell each"]
    ranged = medians["RATIO, one range call"] / native
    print(f"aim: RATIO at most {AIM_CALL} x a do-nothing function of its signature: {ours / nothing:.2f}")
    print(f"     (and {ours / least:.2f} x the least that any add-in function costs)")
    print(f"aim: one range call faster than the native cells: {ranged:.2f} x")


def main() -> None:
    """Runs the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=9)
    options = parser.parse_args()
    report(measure(options.rows, options.repeats), options.rows)


if __name__ == "__main__":
    main()
