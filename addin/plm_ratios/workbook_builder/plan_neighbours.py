"""The published models that are nearest in size to what the sheet Plan advises, found by plain formulas.

How far each model is away stands in a hidden column of the table on the sheet Catalog, so that models that
people add there take part.
"""

from __future__ import annotations

import math
from typing import Any

from ..analysis import planning, ratios
from ..catalog import Model, load
from .plan_inputs import EXAMPLE, OBJECTIVE, PLAN_OK
from .plan_sums_sheet import SIZE

COUNT = 3
DISTANCE = "Distance to the plan"  # the hidden column
FAR = 9e99  # of a model of another objective, and of one without the numbers
_TABLE = "CatalogTable"
_DIGITS = 6  # of a distance: the last ones are not the same in every program where sizes are nearly equal
_TIES = 1e9  # a row is this part of a distance: of two models of one size, the upper one comes first
_SHOWN = ("Model", "Objective", "Parameters", "Tokens seen", "Ratio: seen", "Ratio: effective")
_NONE = "–"


def distance_formula() -> str:
    """The column: how far a model is away in ln N."""
    known = 'AND([@[Kind]]="protein",ISNUMBER([@[Parameters]]),ISNUMBER([@[Tokens seen]]))'
    masked, causal = (f'ISNUMBER(SEARCH("{each}",[@[Objective]]))' for each in ("MLM", "CLM"))
    fits = f'IF({OBJECTIVE}="MLM",{masked},{causal})'
    far = f"ROUND(ABS(LN([@[Parameters]]/{SIZE})),{_DIGITS})+ROW()/{_TIES:.0f}"
    return f"=IF({known},IF({fits},{far},9E+99),9E+99)"


def distance(model: Model, size: float, objective: str, row: int) -> float:
    """What the formula gives in a row of the sheet, counted from 1."""
    parameters = model.value("params_total")
    seen = model.value("tokens_seen")
    if model.kind != "protein" or not parameters or seen is None or objective not in model.objective:
        return FAR
    return round(abs(math.log(parameters / size)), _DIGITS) + row / _TIES


def distances(first: int) -> list[float]:
    """The column in a new workbook, in which the first model stands in that row, counted from 1."""
    size = planning.optimum(EXAMPLE.flops, EXAMPLE.unique).parameters
    return [distance(model, size, EXAMPLE.objective, row) for row, model in enumerate(load().models, first)]


def nearest(size: float, objective: str) -> list[Model]:
    """The nearest models, the nearest first: those of neighbours(), and people's own."""
    models = [(distance(model, size, objective, row), row, model) for row, model in enumerate(load().models)]
    return [model for far, _, model in sorted(models, key=lambda each: each[:2]) if far < FAR][:COUNT]


def formulas(place: int) -> list[str]:
    """Those of a row of the list."""
    distances = f"{_TABLE}[{DISTANCE}]"
    smallest = f"SMALL({distances},{place + 1})"
    cells = []
    for header in _SHOWN:
        found = f"INDEX({_TABLE}[{header}],MATCH({smallest},{distances},0))"
        shown = f'IF({found}="","{_NONE}",{found})'
        cells.append(f'=IF({PLAN_OK},IF({smallest}<9E+98,{shown},"{_NONE}"),"")')
    return cells


def rows() -> list[list[Any]]:
    """Their cells for the inputs of a new workbook."""
    size = planning.optimum(EXAMPLE.flops, EXAMPLE.unique).parameters
    return [row(model) for model in nearest(size, EXAMPLE.objective)]


def row(model: Model) -> list[Any]:
    """The cells of a model."""
    shown = [ratios.known(ratios.ratio, model, basis) for basis in ("seen", "effective")]
    numbers = (model.value("params_total"), model.value("tokens_seen"), *shown)
    return [model.name, model.objective, *(_NONE if number is None else number for number in numbers)]
