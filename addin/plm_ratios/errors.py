"""What can go wrong, and which cell error each shows.

PlmError                 a plain sentence for the reader; `cell` is what a cell shows
├── NotAvailable         #N/A     no such model, or no number on that basis
│   └── UnknownName      #N/A     the name is in no catalog; `nearest` holds the closest ones
├── WrongValue           #VALUE!  text where a number belongs, an unknown basis
├── OutOfRange           #NUM!    negative, zero where a size belongs, or not finite
└── DivisionByZero       #DIV/0!  tokens per zero parameters

HostError                a spreadsheet program is missing or failed; no cell ever shows it
"""

from __future__ import annotations

_WHERE_ALL_ARE = " =CATALOG(), or plm-ratios catalog list, shows all."


class PlmError(ValueError):
    """Base of all errors; str(error) is one plain sentence that names the fix."""

    cell = "#VALUE!"


class NotAvailable(PlmError):
    """The catalog holds no such number."""

    cell = "#N/A"


class UnknownName(NotAvailable):
    """No entry goes by this name."""

    def __init__(self, what: str, name: str, nearest: tuple[str, ...] = (), trouble: tuple[str, ...] = ()):
        hint = f" Nearest: {', '.join(nearest)}." if nearest else _WHERE_ALL_ARE
        super().__init__(" ".join([f'No {what} is called "{name}".{hint}', *trouble]))
        self.name = name
        self.nearest = nearest


class WrongValue(PlmError):
    """A value of the wrong kind."""

    cell = "#VALUE!"


class OutOfRange(PlmError):
    """A number outside what the quantity can be."""

    cell = "#NUM!"


class DivisionByZero(PlmError):
    """Division by zero."""

    cell = "#DIV/0!"


class HostError(RuntimeError):
    """A spreadsheet program is missing or failed; the message is one sentence that names the fix."""
