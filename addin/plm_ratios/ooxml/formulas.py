"""The formulas of a workbook, spelled for Calc; each text is parsed only once.

Parsing a formula is the slow part, and several parts of a recalculation need the result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .formula_names import (
    UnreadableFormula,
    called,
    leading,
    opens_call,
    renamer,
    tokens,
    without_sheets_wrapper,
)

if TYPE_CHECKING:
    from openpyxl.formula.tokenizer import Token

# Calc 7.4 gives #NAME? for T[#All], which Excel writes, but reads T[[#All]]; both mean the same.
_SHORT_ITEM = re.compile(r"\[(#[A-Za-z ]+)\]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """The parts of a formula: the functions it calls, the references and names it reads, and whether it
    makes a range from results of functions (INDEX(...):INDEX(...))."""

    calls: tuple[str, ...]
    operands: tuple[str, ...]
    joins: bool


class Formulas:
    """Spells formulas for Calc and parses them. `names` maps the spellings of our functions to Calc's, and
    `links` holds the files that the workbook numbers."""

    def __init__(self, names: Mapping[str, str], links: Mapping[int, str] | None = None):
        self._rename = renamer(names, links)
        self._ours = {spelling.upper() for spelling in names.values()}
        self._spelled: dict[str, str] = {}
        self._parsed: dict[str, Parsed | None] = {}

    def spell(self, formula: str) -> str:
        """A formula as spelled for Calc; one that cannot be read is returned unchanged."""
        if formula not in self._spelled:
            try:
                self._spelled[formula] = _long_items(self._rename(without_sheets_wrapper(formula)))
            except UnreadableFormula:
                self._spelled[formula] = formula
        return self._spelled[formula]

    def parsed(self, formula: str) -> Parsed | None:
        """The parts of a formula as spelled for Calc; None if it cannot be read."""
        if formula not in self._parsed:
            try:
                self._parsed[formula] = _parse(self.spell(formula))
            except UnreadableFormula:
                self._parsed[formula] = None
        return self._parsed[formula]

    def is_ours(self, function: str) -> bool:
        """True if this is Calc's name of one of our functions."""
        return function.upper() in self._ours

    def calls_ours(self, formula: str) -> bool:
        """True if a formula calls one of our functions directly."""
        parsed = self.parsed(formula)
        return parsed is not None and any(map(self.is_ours, parsed.calls))


def _parse(formula: str) -> Parsed:
    found: list[str] = []
    reads: list[str] = []
    joins = False
    for token in tokens(formula):
        if opens_call(token):
            found += filter(None, [called(token)])  # none in (A1):(B2)
            before = leading(token)
            joins |= ":" in before
            if len(before) > 1 and before.endswith(":"):
                reads.append(before[:-1].lstrip("@"))
        elif token.type == token.OPERAND and token.subtype == token.RANGE:
            joins |= token.value.startswith(":")
            reads.append(token.value.lstrip("@:"))
    return Parsed(tuple(found), tuple(reads), joins)


def _long_items(formula: str) -> str:
    if "[#" not in formula:
        return formula

    def respelled(token: Token) -> str:
        text = str(token.value)
        if token.type != token.OPERAND or token.subtype != token.RANGE or "[[" in text:
            return text
        return _SHORT_ITEM.sub(r"[[\1]]", text)

    return ("=" if formula.startswith("=") else "") + "".join(map(respelled, tokens(formula)))
