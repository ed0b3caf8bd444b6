"""Derived values: formulas over quantities, computed again in every build."""

from __future__ import annotations

import ast
import operator
import sys
from typing import Any, Callable

from simpleeval import InvalidExpression, SimpleEval

from ..analysis import parameter_counts
from ..catalog import fold
from ..catalog.facts import QUANTITIES
from .schema import Accelerator, Dataset, Fact, Law, Model
from .yaml_files import Draft

EXACT_COUNT = "exact_count"

# A formula consists of sums of numbers, quantities and of("entry", "quantity") only.
_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
}
_MOST_LEVELS = 30
_GRAMMAR = (ast.BinOp, ast.UnaryOp, ast.Constant, ast.Name, ast.Call)


class FormulaError(ValueError):
    """A formula cannot be computed; the message says why."""


class Derivation:
    """Computes the values of facts, following formulas from entry to entry."""

    def __init__(self, draft: Draft):
        self._entries = {fold(alias): entry for entry in draft.entries for alias in entry.aliases}
        self._entries.update({entry.id: entry for entry in draft.entries})
        self.accelerators = {each.id: each for each in draft.accelerators}
        self._refused = draft.refused
        self._pending: list[tuple[str, str]] = []
        # Formulas name each other, and could double the work at each level. What was found is kept, with the
        # levels below it, so that the order of questions makes no difference.
        self._found: dict[tuple[int, str], tuple[float | int, int]] = {}
        self._below = 0

    def value(self, entry: Model | Dataset | Law | Accelerator, fact: Fact) -> float | int | None:
        """The number of a fact; None for a range."""
        if fact.value is not None:
            return _tidy(fact.value)
        if fact.formula is None or isinstance(entry, (Law, Accelerator)):  # these have no formulas
            return None
        return self._evaluate(entry, fact.formula)

    def quantity(self, entry: Model | Dataset, quantity: str) -> float | int:
        """The preferred number of a quantity. Raises FormulaError if there is none."""
        known = self._found.get((id(entry), quantity))
        if known is None:
            before, self._below = self._below, 0
            value = self._computed(entry, quantity)
            known = self._found[id(entry), quantity] = value, self._below + 1
            self._below = before
        value, levels = known
        if len(self._pending) + levels > _MOST_LEVELS:
            raise _too_many_levels(entry)
        self._below = max(self._below, levels)
        return value

    def _computed(self, entry: Model | Dataset, quantity: str) -> float | int:
        step = (entry.id, quantity)
        if step in self._pending:
            circle = " -> ".join(f"{i}.{q}" for i, q in (*self._pending, step))
            raise FormulaError(f"the formula runs in a circle: {circle}")
        if len(self._pending) >= _MOST_LEVELS:
            raise _too_many_levels(entry)
        for fact in entry.facts.get(quantity, []):
            self._pending.append(step)
            try:
                value = self.value(entry, fact)
            finally:
                self._pending.pop()
            if value is not None:
                return value
        raise FormulaError(f"{entry.id} has no {quantity}")

    def refuses(self, id: str, file: str) -> bool:
        """Whether an entry is missing because it, or its file, cannot be read: that is reported already."""
        return id in self._refused or file in self._refused

    def exact_count(self, entry: Model | Dataset) -> int:
        """The number of parameters counted from the architecture of a model."""
        if not isinstance(entry, Model) or entry.architecture is None:
            raise FormulaError(f"{entry.id} names no architecture to count")
        family = parameter_counts.FAMILIES.get(entry.architecture.family)
        # Only what is needed: other quantities may themselves depend on the count.
        taken = (*family.needs, *family.uses) if family else ()
        needed = {q: int(self.quantity(entry, q)) for q in entry.facts if q in taken}
        try:
            return parameter_counts.count(entry.architecture.family, needed)
        except ValueError as error:
            raise FormulaError(str(error)) from None

    def _evaluate(self, entry: Model | Dataset, formula: str) -> float | int:
        def name(node: ast.Name) -> float | int:
            if node.id == EXACT_COUNT:
                return self.exact_count(entry)
            return self.quantity(entry, _known_quantity(node.id))

        def of(other: str, quantity: str) -> float | int:
            found = self._entries.get(other) or self._entries.get(fold(other))  # by an id that it had
            if found is None:
                reason = "cannot be read" if self.refuses(other, "datasets.yaml") else "does not exist"
                raise FormulaError(f'the entry "{other}" {reason}')
            return self.quantity(found, _known_quantity(quantity))

        evaluator = SimpleEval(operators=_OPERATORS, functions={"of": of}, names=name)
        evaluator.nodes = {kind: handle for kind, handle in evaluator.nodes.items() if kind in _GRAMMAR}
        try:
            tree = ast.parse(formula, mode="eval").body
            result: Any = evaluator.eval(formula, previously_parsed=tree)
        except (InvalidExpression, SyntaxError, TypeError, ArithmeticError) as error:
            shown = formula if len(formula) <= 200 else f"{formula[:60]}..."
            raise FormulaError(f"cannot compute {shown!r}: {str(error)[:200]}") from None
        except (RecursionError, MemoryError):
            raise FormulaError(f"cannot compute {formula[:60]!r}...: it is nested too deeply") from None
        if type(result) not in (int, float) or not 0 < result <= sys.float_info.max:
            raise FormulaError(f"{formula!r} gives {_shown(result)}, not a number above zero")
        return _tidy(result)


def _too_many_levels(entry: Model | Dataset) -> FormulaError:
    return FormulaError(
        f"formulas name each other over more than {_MOST_LEVELS} levels, down to {entry.id}; write a number"
    )


def _known_quantity(quantity: str) -> str:
    if quantity not in QUANTITIES:
        raise FormulaError(f'there is no quantity "{quantity}"; choose one of {", ".join(QUANTITIES)}')
    return quantity


def _shown(result: Any) -> str:
    return "more than any number holds" if type(result) is int and result > 0 else repr(result)


_EXACT = 2**53  # up to here a float holds every whole number


def _tidy(number: float | int) -> float | int:
    """Whole numbers as integers, others rounded to twelve digits: the same bytes on every machine."""
    number = float(f"{number:.12g}") if isinstance(number, float) or number > _EXACT else number
    return int(number) if number == int(number) and number <= _EXACT else number
