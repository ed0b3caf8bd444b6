"""Derived values: formulas over quantities, recomputed by every build."""

from __future__ import annotations

import ast
from typing import Any

from simpleeval import InvalidExpression, SimpleEval

from .. import architecture
from .files import Draft
from .schema import Claim, Dataset, Model

EXACT_COUNT = "exact_count"


class FormulaError(ValueError):
    """A formula that cannot be computed; the message says why."""


class Derivation:
    """Computes the values of claims, following formulas from entry to entry."""

    def __init__(self, draft: Draft):
        self._entries = {entry.id: entry for entry in draft.entries}
        self._pending: list[tuple[str, str]] = []

    def value(self, entry: Model | Dataset, claim: Claim) -> float | int | None:
        """The number of a claim; None for a range."""
        if claim.value is not None:
            return _tidy(claim.value)
        return None if claim.formula is None else self._evaluate(entry, claim.formula)

    def quantity(self, entry: Model | Dataset, quantity: str) -> float | int:
        """The preferred number of a quantity."""
        step = (entry.id, quantity)
        if step in self._pending:
            circle = " -> ".join(f"{i}.{q}" for i, q in (*self._pending, step))
            raise FormulaError(f"the formula runs in a circle: {circle}")
        for claim in entry.facts.get(quantity, []):
            self._pending.append(step)
            try:
                value = self.value(entry, claim)
            finally:
                self._pending.pop()
            if value is not None:
                return value
        raise FormulaError(f"{entry.id} has no {quantity}")

    def exact_count(self, entry: Model | Dataset) -> int:
        """Parameters counted from the architecture of a model."""
        if not isinstance(entry, Model) or entry.architecture is None:
            raise FormulaError(f"{entry.id} names no architecture to count")
        known = {q: int(self.quantity(entry, q)) for q in entry.facts if self._is_stated(entry, q)}
        try:
            return architecture.count(entry.architecture.family, known)
        except ValueError as error:
            raise FormulaError(str(error)) from None

    def _is_stated(self, entry: Model | Dataset, quantity: str) -> bool:
        """Counting must not wait for quantities that themselves wait for the count."""
        return any(claim.value is not None for claim in entry.facts[quantity])

    def _evaluate(self, entry: Model | Dataset, formula: str) -> float | int:
        def name(node: ast.Name) -> float | int:
            return self.exact_count(entry) if node.id == EXACT_COUNT else self.quantity(entry, node.id)

        def of(other: str, quantity: str) -> float | int:
            if other not in self._entries:
                raise FormulaError(f'there is no entry "{other}"')
            return self.quantity(self._entries[other], quantity)

        evaluator = SimpleEval(functions={"of": of}, names=name)
        try:
            result: Any = evaluator.eval(formula)
        except (InvalidExpression, SyntaxError, ZeroDivisionError) as error:
            raise FormulaError(f"cannot compute {formula!r}: {error}") from None
        if not isinstance(result, (int, float)) or not result > 0:
            raise FormulaError(f"{formula!r} gives {result!r}, not a number above zero")
        return _tidy(result)


def _tidy(number: float | int) -> float | int:
    """Whole numbers as integers, others to twelve digits: the same bytes on every machine."""
    number = float(f"{number:.12g}") if isinstance(number, float) else number
    return int(number) if number == int(number) else number
