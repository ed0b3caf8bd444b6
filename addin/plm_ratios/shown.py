"""Numbers and short phrases as tables, charts and captions show them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from . import ratios

NONE = "–"  # where there is no number

# The same as number formats of cells, as far as these have conditions: three sections, two thresholds.
COUNT_FORMAT = '[>=1000000000000]0.00,,,,"T";[>=1000000000]0.0,,,"B";0.0,,"M"'
RATIO_FORMAT = "[>=100]#,##0;[>=10]0.0;0.00"

_TOO_LONG = 1e15  # to be written out
_SCALES = ((1e12, "T", 2), (1e9, "B", 1), (1e6, "M", 1))


def count(number: float | None) -> str:
    """A count as the workbook shows it.

    >>> count(15_000_000_000), count(325), count(None)
    ('15.0B', '325', '–')
    """
    if number is None:
        return NONE
    for scale, letter, digits in _SCALES:
        if number >= scale:
            return f"{_rounded(number / scale, digits)}{letter}"
    return _rounded(number, 0)


def ratio(number: float | None) -> str:
    """A ratio with as many digits as it deserves.

    >>> ratio(1.625), ratio(57.6), ratio(1568.2), ratio(0.0042)
    ('1.63', '57.6', '1,568', '0.0042')
    """
    if number is None:
        return NONE
    if number >= 10:
        return _rounded(number, 0 if number >= 100 else 1)
    return _rounded(number, 2) if number >= 0.1 else f"{number:.2g}"


def _rounded(number: float, digits: int) -> str:
    """Rounded as spreadsheets do it, halves away from zero, with thousands marked."""
    if number >= _TOO_LONG:
        return f"{number:.3g}"
    return f"{Decimal(repr(float(number))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,}"


def basis(basis: str, avglen: float) -> str:
    """A basis with the length that goes with it.

    >>> basis("sequences", 325.0), basis("seen", 325.0)
    ('sequences x 325 residues', 'seen')
    """
    return f"{basis} x {avglen:g} residues" if basis == ratios.BASES[0] else basis
