"""ratios.verdict() as a formula, for workbooks without our functions."""

from __future__ import annotations

from ..analysis import ratios


def verdict_formula(ratio: str) -> str:
    """The verdict on a ratio, which is a cell or a formula, against the workbook's name Target.

    >>> verdict_formula("B2")
    'IF(B2*2<Target,"too few tokens",IF(B2<=Target*2,"near optimal","more tokens than optimal"))'
    """
    near = f'IF({ratio}<=Target*{ratios.NEAR:g},"{ratios.NEAR_OPTIMAL}","{ratios.MORE}")'
    return f'IF({ratio}*{ratios.NEAR:g}<Target,"{ratios.TOO_FEW}",{near})'
