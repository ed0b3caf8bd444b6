"""Numbers as people type them: 650M, 15 billion, 65 000 000, 6,50,00,000, 1.5 × 10⁹.

What people in different countries read differently (1,234) is never guessed at: it is an Ambiguous, with its
readings. The decimal sign is the point. hosts/sheets/numbers.js reads numbers likewise.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from ..errors import OutOfRange, WrongValue, shown
from .folding import seen, unquoted

# The power of ten behind each word that may follow a number.
SUFFIXES = {
    **dict.fromkeys(("k", "thousand"), 3),
    **dict.fromkeys(("m", "mn", "mln", "mio", "million", "millions"), 6),
    **dict.fromkeys(("b", "bn", "bln", "g", "mrd", "billion", "billions"), 9),
    **dict.fromkeys(("t", "tn", "trn", "trillion", "trillions"), 12),
}
TWO_READINGS = "can be read as {first} ({marks}) or as {second} ({others}). Type {typed} or {other}."
ONE_READING = "can only be read as {first} ({marks}), and the point is the decimal point here. Type {typed}."
AS_NUMBER = "As a number, it {says}"
# What a mark may be: keys are for the two languages, values for the reader.
MARKS = {
    "comma": "a comma between thousands",
    "anyComma": "a comma between digits",
    "point": "a point between thousands",
    "points": "points between thousands",
    "decimalComma": "a decimal comma",
    "decimalPoint": "a decimal point",
    "both": "points between thousands and a decimal comma",
}

# Other forms of spaces, minus signs, apostrophes and digits; what is not named here stays, and is no number.
_USUAL = {
    **dict.fromkeys(map(ord, "\xa0\u1680\u202f\u205f\u3000"), " "),
    **dict.fromkeys(range(0x2000, 0x200B), " "),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212\ufe63"), "-"),
    **dict.fromkeys(map(ord, "\u2019\u02bc"), "'"),
    **{full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)},
}
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = str.maketrans(_SUPERSCRIPTS + "⁺⁻", "0123456789+-")

# Patterns are compiled on first use, to keep start-up short: few cells hold a number as text.
# A part that ends in a space never comes first, so that no text takes longer than its length.
_FLAGS = re.IGNORECASE | re.ASCII
_DIGITS = r"(?P<digits>[\d.,_' ]*[\d.,])"
_PLAIN = rf"(?P<sign>[+-]?){_DIGITS}(?: *e(?P<exponent>[+-]?\d+)| *(?P<suffix>[a-z]+))?"
_POWER = (
    rf"(?P<sign>[+-]?)(?:{_DIGITS} *[x×*·⋅] *)?"
    rf"10(?: *\^ *(?P<exponent>[+-]?\d+)|(?P<raised>[⁺⁻]?[{_SUPERSCRIPTS}]+))"
)
_DECIMAL = r"(\d*)(?:\.(\d*))?"
_GROUPED = (  # 65 000 000; 65,000,000.5; 1,234.5; 6,50,00,000
    r"\d{1,3}(?:([ _'])\d{3}(?:\1\d{3})*|(?:,\d{3}){2,}|,\d{3}(?=\.\d))(?:\.\d*)?"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?"
)
_THOUSANDS = r"(?!0+[.,])\d{1,3}"
_COMMA = rf"({_THOUSANDS}),(\d{{3}})"
_POINT = rf"({_THOUSANDS})\.(\d{{3}})"
_POINTS = rf"{_THOUSANDS}(?:\.\d{{3}}){{2,}}"
_DECIMAL_COMMA = rf"(\d*|\d{{1,3}}([ _'])\d{{3}}(?:\2\d{{3}})*|{_THOUSANDS}(?:\.\d{{3}})+),(\d+)"


class Ambiguous(NamedTuple):
    """A text that is a number to some readers, and another one, or none, to others.

    readings   each as it would be typed here, and what its marks are taken for
    advice     what to type instead, for each of the readings
    """

    readings: tuple[tuple[str, str], ...]
    advice: tuple[str, ...]

    @property
    def says(self) -> str:
        """The predicate of a sentence about the text, and what to type instead."""
        (first, marks), (second, others) = self.readings[0], self.readings[-1]
        text = ONE_READING if len(self.readings) == 1 else TWO_READINGS
        return text.format(
            first=shown(first),
            marks=MARKS[marks],
            second=shown(second),
            others=MARKS[others],
            typed=shown(self.advice[0]),
            other=shown(self.advice[-1]),
        )


def typed_number(text: str) -> float | Ambiguous | None:
    """The number that somebody typed; None where it is not one, Ambiguous where readers would disagree.

    >>> typed_number("650M"), typed_number("1.5 × 10⁹"), typed_number("65 000 000"), typed_number("many")
    (650000000.0, 1500000000.0, 65000000.0, None)
    >>> typed_number("45.500").says
    'can be read as 45500 (a point between thousands) or as 45.500 (a decimal point). Type 45500 or 45.5.'
    """
    plain = unquoted(text if text.isascii() else usual(text))
    found = re.fullmatch(_PLAIN, plain, _FLAGS) or re.fullmatch(_POWER, plain, _FLAGS)
    if not found:
        return None
    parts = found.groupdict()
    exponent = parts["exponent"] or (parts.get("raised") or "").translate(_RAISED)
    if not exponent:
        power = SUFFIXES.get((parts.get("suffix") or "").lower(), 0 if not parts.get("suffix") else None)
        if power is None:
            return None
        exponent = str(power)
    if parts["digits"] is None:
        return float(f"{parts['sign']}1e{exponent}")
    rest = plain[found.end("digits") :]
    read = _read(parts["digits"], rest)
    if isinstance(read, str):
        return float(f"{parts['sign']}{read}e{exponent}")
    return _around(parts["sign"], read, rest) if read else None


def from_command_line(text: str, what: str = "number") -> float:
    """The number in an argument of a command, where a literal of Python (1.234, 1e21) is always a decimal.

    Parameters
    ----------
    text : what was typed; all that typed_number() reads will do
    what : names the quantity in messages, such as "average length"

    Returns
    -------
    a finite number, of any sign

    Raises
    ------
    WrongValue : no number, or one that readers would disagree about; the message says the readings
    OutOfRange : larger than any number holds
    """
    try:
        number: float | Ambiguous | None = float(text) if any(c.isdigit() for c in text) else None
    except ValueError:
        number = typed_number(text)
    if isinstance(number, Ambiguous):
        raise WrongValue(f'The {what} "{shown(text)}" {number.says}')
    if number is None:
        raise WrongValue(f'The {what} must be a number; "{shown(text)}" is not one.')
    if not math.isfinite(number):
        raise OutOfRange(f"The {what} must be a finite number.")
    return number


def as_number(text: str) -> tuple[str, ...]:
    """A sentence about a text that was meant as a number, if it is an ambiguous one."""
    number = typed_number(text)
    return (AS_NUMBER.format(says=number.says),) if isinstance(number, Ambiguous) else ()


def usual(text: str) -> str:
    """Digits of every script, spaces, signs and apostrophes in their usual form."""
    plain = seen(text).translate(_USUAL)
    return "".join(str(int(c)) if c.isdecimal() else c for c in plain)


def _read(digits: str, rest: str) -> str | Ambiguous | None:
    """The digits as Python writes them. `rest` is the suffix or the power that follows, which settles that
    a point is a decimal one."""
    if not any(c.isdigit() for c in digits):
        return None
    point = re.fullmatch(_POINT, digits, _FLAGS)
    if point and not rest:
        return _two_readings(point, "point", "decimalPoint", rest)
    if re.fullmatch(_DECIMAL, digits, _FLAGS):
        return digits
    if re.fullmatch(_GROUPED, digits, _FLAGS):
        return re.sub("[,_' ]", "", digits)
    comma = re.fullmatch(_COMMA, digits, _FLAGS)
    if comma:
        return _two_readings(comma, "comma", "decimalComma", rest)
    if re.fullmatch(_POINTS, digits, _FLAGS):
        return _one_reading(digits.replace(".", ""), "points")
    decimal = re.fullmatch(_DECIMAL_COMMA, digits, _FLAGS)
    if decimal:
        whole = re.sub("[._' ]", "", decimal[1]) or "0"
        number = f"{whole}.{decimal[3]}"
        # English spreadsheets pass over a comma wherever it is.
        if decimal[1].isdigit() and decimal[1].strip("0"):
            joined = decimal[1] + decimal[3]
            return Ambiguous(((number, "decimalComma"), (joined, "anyComma")), (number, joined))
        return _one_reading(number, "both" if "." in decimal[1] else "decimalComma")
    return None


def _one_reading(number: str, marks: str) -> Ambiguous:
    return Ambiguous(((number, marks),), (number,))


def _two_readings(found: re.Match[str], grouping: str, decimal: str, rest: str) -> Ambiguous:
    whole, fraction = found.groups()
    return Ambiguous(
        ((whole + fraction, grouping), (f"{whole}.{fraction}", decimal)),
        (whole + fraction, f"{whole}.{fraction}" if rest else _unmistakable(whole, fraction)),
    )


def _unmistakable(whole: str, fraction: str) -> str:
    """A decimal with other than three digits after the point, which nobody takes for thousands."""
    short = fraction.rstrip("0")
    return f"{whole}.{short + '0' * (len(short) == 3)}" if short else whole


def _around(sign: str, read: Ambiguous, rest: str) -> Ambiguous:
    """The same with the sign before it, and with what follows."""
    return Ambiguous(
        tuple((f"{sign}{number}{rest}", marks) for number, marks in read.readings),
        tuple(f"{sign}{number}{rest}" for number in read.advice),
    )
