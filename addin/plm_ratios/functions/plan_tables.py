"""The tables of planning: plans for compute budgets, and the accelerators on record."""

from __future__ import annotations

from typing import Any

from ..analysis import planning
from ..analysis.accelerators import Accelerator, accelerators
from ..catalog.citations import source_name
from .law_tables import Read, filled, table

PLAN_HEADER = (
    "Law",
    "FLOPs",
    "Parameters",
    "Tokens",
    "Tokens per parameter",
    "Epochs",
    "Effective tokens",
    "Steps",
    "Limited by",
    "Note",
)
ACCELERATORS_HEADER = (
    "Accelerator",
    "Maker",
    "Kind",
    "Released",
    "Peak (FLOP/s, dense BF16)",
    "Precision",
    "Memory (bytes)",
    "Source",
    "Id",
)


def plan_table(
    budget: Any, law: Any, unique: float, batch: float, read_budget: Read, read_law: Read
) -> list[list[Any]]:
    """A plan for each budget and law, which go in step, one a row; what one row lacks is #N/A there, and its
    note says why.

    unique   distinct tokens
    batch    tokens of a step
    """

    def row(budget: Any, law: Any) -> list[Any]:
        cells: list[Any] = [law, budget, *[None] * 7]

        def fill() -> str:
            found, flops = read_law(law), read_budget(budget)
            cells[:2] = found.name, flops
            plan = planning.plan(flops, unique, found)
            best = plan.best
            cells[2:] = (
                best.parameters,
                best.tokens,
                best.ratio,
                plan.epochs,
                plan.effective,
                best.tokens / batch,
                plan.limited_by,
            )
            return " ".join(plan.notes)

        return filled(cells, fill)

    return table(PLAN_HEADER, (budget, law), row)


def accelerators_table() -> list[list[Any]]:
    """Every accelerator on record; blank where no source states a number."""
    return [list(ACCELERATORS_HEADER), *map(_accelerator_row, accelerators())]


def _accelerator_row(found: Accelerator) -> list[Any]:
    peak = found.facts["peak"][0]
    return [
        found.name,
        found.maker,
        found.kind,
        found.released or None,
        found.peak,
        found.precision,
        found.memory,
        source_name(peak),
        found.id,
    ]
