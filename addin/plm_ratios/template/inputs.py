"""The named inputs that every sheet shares, and the defaults of a fresh workbook."""

from __future__ import annotations

from dataclasses import dataclass

from .. import ratios

# The families of the essay, then the models that people ask about most.
DEFAULT_MODELS = (
    "esm2-650m",
    "esm2-3b",
    "esm2-15b",
    "progen2-base",
    "progen2-large",
    "progen2-xlarge",
    "xtrimopglm-100b",
    "esm1b",
    "protbert-bfd",
    "prott5-xl-u50",
    "ankh-large",
    "protgpt2",
    "rita-xl",
    "esm3-98b",
    "esmc-600m",
    "progen3-46b",
)


@dataclass(frozen=True)
class Inputs:
    """What a fresh workbook compares, and how."""

    models: tuple[str, ...] = DEFAULT_MODELS
    basis: str = "sequences"
    avglen: float = ratios.AVERAGE_LENGTH
    target: float = ratios.TARGET
