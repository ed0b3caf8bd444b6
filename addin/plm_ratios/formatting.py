"""Numbers as tables, charts and sentences show them."""

from __future__ import annotations

NONE = "–"  # where there is no number

# For cells. Formats of cells have two conditions at most, so they show 650.0M where count() shows 650M.
COUNT_FORMAT = '[>=1000000000000]0.00,,,,"T";[>=1000000000]0.0,,,"B";0.0,,"M"'
RATIO_FORMAT = "[>=100]#,##0;[>=10]0.0;0.00"

_TOO_LONG = 1e15  # to be written out
_LETTERS = ((1e12, "T"), (1e9, "B"), (1e6, "M"))
_WORDS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def count(number: float | None) -> str:
    """A count to three digits, from a million up; smaller ones in full.

    >>> count(15_000_000_000), count(21_125_000_000), count(999_999_999), count(56_393), count(None)
    ('15B', '21.1B', '1B', '56,393', '–')
    """
    if number is None:
        return NONE
    for scale, letter in _LETTERS:
        if number >= 0.9995 * scale:
            return f"{_three_digits_at_most(number / scale)}{letter}"
    return _rounded(number, 0)


def _three_digits_at_most(number: float) -> str:
    digits = _rounded(number, 0 if number >= 99.95 else 1 if number >= 9.995 else 2)
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


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
    from decimal import ROUND_HALF_UP, Decimal  # for tables only: keeps start-up short

    return f"{Decimal(repr(float(number))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,}"


def human(number: float) -> str:
    """A number as people say it, to three digits: 21.1 billion.

    >>> human(21_125_000_000), human(325), human(1_408), human(0.0312)
    ('21.1 billion', '325', '1,408', '0.0312')
    """
    for scale, word in _WORDS:
        if number >= scale:
            return f"{_three_digits(number / scale)} {word}"
    return _three_digits(number)


def _three_digits(number: float) -> str:
    return f"{number:,.0f}" if number >= 999.5 else f"{number:.3g}"


def in_full(number: float) -> str:
    """A number with all its digits, thousands marked.

    >>> in_full(27e9), in_full(0.27)
    ('27,000,000,000', '0.27')
    """
    return f"{number:,.0f}" if number == int(number) else f"{number:,}"
