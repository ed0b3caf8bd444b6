"""What a comparison may be asked to use instead of what a workbook says."""

from __future__ import annotations

from typing import NamedTuple


class Terms(NamedTuple):
    """Basis, average length and target that replace the workbook's."""

    basis: str | None = None
    avglen: float | None = None
    target: float | None = None
