"""What a spreadsheet function is: a name, arguments that read cells, help, and what it gives.

Every host calls a Function the same way: with cell values or ranges in, and cell values or ranges
out. Reading, broadcasting over ranges and turning errors into error values happen here, once.
"""

from __future__ import annotations

import math
from functools import lru_cache, partial
from typing import Any, Callable, Iterable, NamedTuple, Sequence

from ..catalog import Catalog
from ..catalog.folding import word
from ..catalog.in_use import load, settle, unsettle
from ..catalog.typed_names import oddities
from ..errors import NotAvailable, OutOfRange, PlmError, WrongValue, shown
from .cells import CellError, broadcast, flatten, is_blank, is_range, to_number, to_size

QUOTE_THE_NAME = (
    'The name is blank. Put it in quotes, as in =RATIO("ESM-2 15B"): '
    "without quotes, ESM2 is the address of an empty cell."
)


class Argument(NamedTuple):
    """One argument.

    name      as the function wizard shows it; a legal VBA name
    help      one sentence for the wizard
    kind      "name", "number", "text" or "any": what a typed cell should hold
    read      turns a cell value (None where omitted) into the value the function works with
    optional  may be left out
    whole     takes a range as one list of cells instead of going through it cell by cell
    offers    gives the words that a host may offer while the argument is typed. Hosts that do so take one
              cell there: only for arguments where a range is of little use
    """

    name: str
    help: str
    kind: str
    read: Callable[[Any], Any]
    optional: bool = False
    whole: bool = False
    offers: Callable[[], Sequence[str]] | None = None


class _Answers(NamedTuple):
    """How a function answers while this catalog is in use."""

    catalog: Catalog
    once: Callable[..., Any]
    remembered: Callable[..., Any]


class Function:
    """A spreadsheet function; calling it takes cell values and gives cell values.

    gives     "number", "text" or "table" (rows with a header, which spill)
    examples  formulas as a person types them
    """

    def __init__(
        self,
        name: str,
        summary: str,
        arguments: tuple[Argument, ...],
        gives: str,
        examples: tuple[str, ...],
        compute: Callable[..., Any],
    ):
        self.name = name
        self.summary = summary
        self.arguments = arguments
        self.gives = gives
        self.examples = examples
        self.compute = compute
        self._answers: _Answers | None = None

    def __call__(self, *cells: Any) -> Any:
        missing = len(self.arguments) - len(cells)
        if missing < 0:
            raise TypeError(f"{self.name} takes at most {len(self.arguments)} arguments, not {len(cells)}.")
        if missing:
            cells += (None,) * missing
        catalog = load()
        answers = self._answers
        if answers is None or answers.catalog is not catalog:
            answers = self._answers = self._answers_by(catalog)
        for cell in cells:
            if isinstance(cell, (list, tuple)):  # is_range, without a call for every argument of every cell
                break
        else:
            return answers.remembered(*cells)
        ranged = [index for index, cell in enumerate(cells) if is_range(cell)]
        spread = [index for index in ranged if not self.arguments[index].whole]
        if not spread:
            return answers.once(*cells)
        if self.gives == "table":  # a table for every cell of a range fits into no sheet
            return CellError(WrongValue.cell)
        return self._over_ranges(cells, spread, answers.remembered if spread == ranged else answers.once)

    def _answers_by(self, catalog: Catalog) -> _Answers:
        """Answers of this catalog, of which none outlives it.

        Functions are pure and a sheet asks the same again and again, so the answers to single cells are
        kept: a cell then costs little more than its host's own call. Tables are not: a caller that changed
        a cached list would change all later answers.
        """
        once = partial(self._once, catalog)
        remembered = once if self.gives == "table" else lru_cache(maxsize=4096, typed=True)(once)
        return _Answers(catalog, once, remembered)

    def forget(self) -> None:
        """Forgets all answers."""
        self._answers = None

    def _once(self, catalog: Catalog, *cells: Any) -> Any:
        """The answer to single cells, by this catalog from beginning to end."""
        token = settle(catalog)
        try:
            values = []
            for argument, cell in zip(self.arguments, cells):
                if isinstance(cell, CellError):
                    return cell
                values.append(argument.read(cell))
            result = self.compute(*values)
            if isinstance(result, list):
                return [[_carried(cell) for cell in row] for row in result]
            if isinstance(result, float) and not math.isfinite(result):
                raise OutOfRange("The result is too large for a number.")
            return result
        except PlmError as error:
            return CellError(error.cell)
        finally:
            unsettle(token)

    def _over_ranges(
        self, cells: tuple[Any, ...], spread: list[int], once: Callable[..., Any]
    ) -> list[list[Any]]:
        """Goes through the ranges at the positions `spread` cell by cell; a blank stays blank."""
        filled = list(cells)

        def element(*values: Any) -> Any:
            for index, value in zip(spread, values):
                if is_blank(value):
                    return None
                filled[index] = value
            return once(*filled)

        return broadcast(tuple(cells[index] for index in spread), element)

    @property
    def usage(self) -> str:
        """The call as help texts show it: RATIO(model, [basis], [length])."""
        names = (f"[{a.name}]" if a.optional else a.name for a in self.arguments)
        return f"{self.name}({', '.join(names)})"


def check_names(function: Function, others: Iterable[Function]) -> None:
    """ValueError where an argument of one function is called like another function, or like itself.

    VBA and LAMBDA ignore the case of names: Excel would show AVGLEN as avglen, or not find it.
    """
    together = (function, *others)
    names = {each.name.lower() for each in together}
    for each in together:
        for argument in each.arguments:
            if argument.name.lower() in names:
                clash = argument.name.upper()
                raise ValueError(f"{each.usage}: a function is called {clash}. Call the argument otherwise.")


def _carried(cell: Any) -> Any:
    """A cell of a table; no host has a cell for infinity."""
    too_large = isinstance(cell, float) and not math.isfinite(cell)
    return CellError(OutOfRange.cell) if too_large else cell


def name_of(what: str) -> Callable[[Any], str]:
    """Reads the name of a model or dataset. A blank is the trap of a name without quotes."""

    def read(cell: Any) -> str:
        if isinstance(cell, str) and cell.strip():
            return cell
        if is_blank(cell) or cell == 0:  # Calc passes an empty cell as 0
            raise NotAvailable(QUOTE_THE_NAME)
        # Hosts differ in whether a whole number reaches Python as 42 or 42.0.
        value = f"{cell:.15g}" if isinstance(cell, float) else cell
        raise NotAvailable(f"A {what}'s name belongs here, in quotes, not the value {shown(value)}.")

    return read


def names_of(what: str) -> Callable[[Any], list[str] | None]:
    """Reads every name of a range, leaving out blanks. None stands for an omitted range, and a single
    blank cell counts as omitted too."""
    one = name_of(what)

    def read(value: Any) -> list[str] | None:
        if not is_range(value) and (is_blank(value) or value == 0):  # Calc passes an empty cell as 0
            return None
        cells = flatten(value)
        for cell in cells:
            if isinstance(cell, CellError):
                raise IncomingError(cell)
        return [one(cell) for cell in cells if not is_blank(cell) and cell != 0]

    return read


def number(what: str) -> Callable[[Any], float]:
    """Reads a number >= 0; a blank counts as 0."""
    return lambda cell: to_number(cell, what)


def size(what: str, default: float | None = None) -> Callable[[Any], float]:
    """Reads a number > 0; a blank is the default where there is one."""
    return lambda cell: default if is_blank(cell) and default is not None else to_size(cell, what)


def choice(what: str, options: Sequence[str], default: str | None = None) -> Callable[[Any], str]:
    """Reads one of a few words, without regard to case; a blank is the default where there is one."""
    known = {word(option): option for option in options}
    listed = ", ".join(f'"{option}"' for option in options)

    def read(cell: Any) -> str:
        if isinstance(cell, str) and cell.strip():
            found = known.get(cell) or known.get(word(cell))
            if found is None:
                wrong = f'There is no {what} "{shown(cell)}".'
                raise WrongValue(" ".join([wrong, *oddities(cell), f"Choose one of {listed}."]))
            return found
        if (is_blank(cell) or cell == 0) and default is not None:  # Calc passes an empty cell as 0
            return default
        raise WrongValue(f"The {what} must be one of {listed}.")

    return read


class IncomingError(PlmError):
    """An error value found inside a range: it goes out unchanged."""

    def __init__(self, error: CellError):
        super().__init__(f"A cell of the range holds {error}.")
        self.cell = str(error)
