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

from typing import Callable

LONGEST_SHOWN = 100  # characters of what somebody typed, inside a sentence
_ALL_DATASETS = "plm-ratios catalog list --datasets shows all."


def shown(typed: object) -> str:
    """What somebody typed, as a sentence shows it: the beginning of a long text, and "…"."""
    text = str(typed)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


class PlmError(ValueError):
    """Base of all errors; str(error) is one plain sentence that names the fix.

    cell    what a cell shows
    where   which of several values is wrong, as the beginning of the sentence; "" for a single value
    """

    cell = "#VALUE!"
    where = ""

    def __str__(self) -> str:
        return self.where + self._sentence()

    def _sentence(self) -> str:
        return super().__str__()


class NotAvailable(PlmError):
    """The catalog holds no such number."""

    cell = "#N/A"


class UnknownName(NotAvailable):
    """No entry goes by this name.

    The nearest names, and remarks on the name itself, are looked up only when the message or
    `nearest` is read: that takes longer than to see that there is no such name, and most cells show no more
    than #N/A.
    """

    where_all_are = "=CATALOG(), or plm-ratios catalog list, shows all."

    def __init__(
        self,
        what: str,
        name: str,
        find_nearest: Callable[[], tuple[str, ...]] = tuple,
        warnings: tuple[str, ...] = (),
        find_remarks: Callable[[], tuple[str, ...]] = tuple,
    ):
        super().__init__(what, name)
        self.what = what
        self.name = name
        self._find_nearest = find_nearest
        self._warnings = warnings
        self._find_remarks = find_remarks
        self._nearest: tuple[str, ...] | None = None

    @property
    def nearest(self) -> tuple[str, ...]:
        """The closest names, at most four."""
        if self._nearest is None:
            self._nearest = self._find_nearest()
        return self._nearest

    def _sentence(self) -> str:
        all_of_them = _ALL_DATASETS if self.what == "dataset" else self.where_all_are
        hint = f"Nearest: {', '.join(self.nearest)}." if self.nearest else all_of_them
        remarks = self._find_remarks()
        return " ".join([f'No {self.what} is called "{shown(self.name)}".', *remarks, hint, *self._warnings])


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


class HostTooSlow(HostError):
    """A spreadsheet program did not finish in the time that it was given, and was ended."""
