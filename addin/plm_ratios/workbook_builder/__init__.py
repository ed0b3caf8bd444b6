"""Builds the workbook, always from scratch, byte for byte the same from the same source.

building            the entry point: build()
flavours, inputs    what is built: for which program, with which models and numbers
"""

from __future__ import annotations

from .flavours import FLAVOURS, Flavour, flavour, for_suffix
from .inputs import Inputs

__all__ = ["FLAVOURS", "Flavour", "Inputs", "flavour", "for_suffix"]
