"""The named inputs that all sheets use, and the defaults of a new workbook."""

from __future__ import annotations

from dataclasses import dataclass

from ..analysis import ratios
from ..comparison.compare import DEFAULT_MODELS


@dataclass(frozen=True)
class Inputs:
    """What a new workbook compares, and how."""

    models: tuple[str, ...] = DEFAULT_MODELS
    basis: str = "sequences"
    avglen: float = ratios.AVERAGE_LENGTH
    target: float = ratios.TARGET
