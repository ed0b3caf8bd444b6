"""The tables of scaling laws: the laws, optima for budgets, models compared with their optima.

Law and number, or law and model, may be ranges, read in step. What one row lacks is #N/A in that
row, and its note says why; the other rows are not affected.
"""

from __future__ import annotations

from typing import Any, Callable, Sequence

from ..analysis import cautions, cost, ratios, scaling_laws
from ..analysis.power_law import Law
from ..errors import PlmError
from .cells import CellError, broadcast, columns, is_blank

LAWS_HEADER = (
    "Law",
    "Domain",
    "Objective",
    "Counts",
    "Fitted from",
    "Fitted to",
    "Fitted in",
    "Exponent of parameters",
    "Tokens per parameter at 1e21 FLOPs",
    "Costs 6ND",
    "Caveats",
    "Source",
    "Id",
)
OPTIMAL_HEADER = (
    "Law",
    "FLOPs",
    "Parameters",
    "Tokens",
    "Tokens per parameter",
    "Lowest tokens per parameter",
    "Highest tokens per parameter",
    "Note",
)
FRONTIER_HEADER = (
    "Model",
    "Law",
    "FLOPs",
    "Parameters",
    "Tokens seen",
    "Tokens per parameter",
    "Optimal parameters",
    "Optimal tokens",
    "Optimal tokens per parameter",
    "Times optimal parameters",
    "Note",
)

Read = Callable[[Any], Any]


def laws_table() -> list[list[Any]]:
    """Every law on record; blank where it says nothing."""
    return [list(LAWS_HEADER), *(_law_row(law) for law in scaling_laws.laws())]


def _law_row(law: Law) -> list[Any]:
    unit, low, high = law.fitted
    return [
        law.name,
        law.domain,
        law.objective,
        law.counts,
        low,
        high,
        unit,
        law.exponent,
        scaling_laws.optimum(scaling_laws.EXAMPLE_BUDGET, law).ratio if law.gives_sizes else None,
        law.six_nd,
        " ".join(law.caveats),
        law.source.short,
        law.id,
    ]


def optimal_table(flops: Any, law: Any, read_flops: Read, read_law: Read) -> list[list[Any]]:
    """The best use of compute budgets, one a row; the lowest and highest ratio where a law was read anew."""

    def row(flops: Any, law: Any) -> list[Any]:
        cells: list[Any] = [law, flops, *[None] * 3]
        readings: list[Any] = [None, None]

        def fill() -> str:
            found, budget = read_law(law), read_flops(flops)
            cells[:2] = found.name, budget
            best = scaling_laws.optimum(budget, found)
            cells[2:] = best.parameters, best.tokens, best.ratio
            readings[:] = scaling_laws.ratio_range(budget, found) or readings
            return scaling_laws.outside(budget, found)

        *numbers, note = filled(cells, fill)
        return [*numbers, *readings, note]

    return table(OPTIMAL_HEADER, (flops, law), row)


def frontier_table(models: Any, law: Any, read_model: Read, read_law: Read) -> list[list[Any]]:
    """Models compared with the optimum at their own compute, one a row."""

    def row(model: Any, law: Any) -> list[Any]:
        cells: list[Any] = [model, law, *[None] * 8]

        def fill() -> str:
            wanted = read_law(law)
            cells[1] = wanted.name
            found = ratios.as_model(read_model(model))
            cells[0] = found.name
            parameters = cells[3] = ratios.parameters(found)
            cells[4] = ratios.model_tokens(found, "seen")
            cells[5] = ratios.ratio(found, "seen")
            flops = cells[2] = cost.training_flops(found)
            best = scaling_laws.optimum(flops, wanted)
            cells[6:] = best.parameters, best.tokens, best.ratio, parameters / best.parameters
            return " ".join(
                filter(None, (scaling_laws.outside(flops, wanted), *cautions.in_full(found, wanted, best)))
            )

        return filled(cells, fill)

    return table(FRONTIER_HEADER, (models, law), row)


def filled(cells: list[Any], fill: Callable[[], str]) -> list[Any]:
    """The row with its note; what could not be filled in holds the error, and the note says why."""
    try:
        note = fill()
    except PlmError as error:
        return [CellError(error.cell) if cell is None else cell for cell in cells] + [str(error)]
    return [*cells, note or None]


def table(header: Sequence[str], values: tuple[Any, Any], row: Callable[..., list[Any]]) -> list[list[Any]]:
    """Rows under a header for two values, single cells or ranges read in step; the second one is a law."""

    def kept(first: Any, law: Any) -> list[Any]:
        if is_blank(first):
            return [None] * len(header)
        for cell in (first, law):
            if isinstance(cell, CellError):
                return [cell] * len(header)
        return row(first, law)

    return [list(header), *(rows[0] for rows in broadcast(columns(*values), kept))]
