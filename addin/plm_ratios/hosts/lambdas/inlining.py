"""Definitions that stand alone: the helpers that a function calls are bound inside it.

A name that calls other names breaks when it is copied alone, and when Excel Labs imports it under the name
of a module, since calls are not renamed (https://github.com/microsoft/Excel-Labs/issues/17). So no function
calls another one, and helpers become names of a LET: PLM_CELL is f_cell there, unlike any name of a workbook.
(IronCalc, which calculates the formulas in the tests, finds no bound function whose name has capitals.)
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

from ...ooxml.formula_names import UnreadableFormula, renamer
from .definition import Definition
from .formula_tree import Call, calls, parse, write
from .limits import SHORTER
from .rules import LONGEST_FORMULA
from .shortening import shortened

PREFIX = "PLM_"


def self_contained(definitions: Mapping[str, Definition], prefix: str = "") -> dict[str, Definition]:
    """The functions among the definitions, by their names with the prefix, each without calls of another.

    Raises ValueError if a function calls another one, or a helper one that is defined after it.
    """
    found = {}
    for name, definition in definitions.items():
        if not definition.helper:
            text = _bound(definition, {**definitions, **_shorter(name, definitions)})
            if len(text) > LONGEST_FORMULA:
                text = shortened(text)
            comment = definition.comment.replace(f"{name}(", f"{prefix}{name}(")
            found[prefix + name] = definition._replace(name=prefix + name, text=text, comment=comment)
    return found


def _bound(definition: Definition, definitions: Mapping[str, Definition]) -> str:
    helpers = needed(definition, definitions)
    if not helpers:
        return definition.text
    names = {name: f"f_{name.removeprefix(PREFIX).lower()}" for name in helpers}
    inside = renamer(names)
    *parameters, body = top_lambda(inside(definition.text)).arguments
    bindings = "".join(f"{short}, {inside(definitions[name].text)}, " for name, short in names.items())
    declared = "".join(f"{write(parameter).strip()}, " for parameter in parameters)
    return f"LAMBDA({declared}LET({bindings}{write(body).strip()}))"


def _shorter(name: str, definitions: Mapping[str, Definition]) -> dict[str, Definition]:
    """The helpers that do less in one function than elsewhere."""
    return {
        helper: definitions[helper]._replace(text=text)
        for helper, text in SHORTER.get(name, {}).items()
        if helper in definitions
    }


def needed(definition: Definition, definitions: Mapping[str, Definition]) -> list[str]:
    """The helpers that a definition calls, directly or through others, in the order of their definition."""
    order = list(definitions)
    found: set[str] = set()
    open_names = [definition.name]
    while open_names:
        name = open_names.pop()
        for called in _called(definitions[name].text, definitions):
            if not definitions[called].helper:
                raise ValueError(f"{name} calls {called}, which is a function and not a helper.")
            if definitions[name].helper and order.index(called) >= order.index(name):
                raise ValueError(f"{name} calls {called}, which must be defined before it.")
            if called not in found:
                found.add(called)
                open_names.append(called)
    return sorted(found, key=order.index)


def top_lambda(text: str) -> Call:
    """The LAMBDA that a definition is. Raises UnreadableFormula if it is anything else."""
    nodes = parse(text)
    if len(nodes) != 1 or not isinstance(nodes[0], Call) or nodes[0].name.upper() != "LAMBDA":
        raise UnreadableFormula(f"This is not one LAMBDA: {text}")
    return nodes[0]


def _called(text: str, names: Iterable[str]) -> list[str]:
    spelled = {name.upper(): name for name in names}
    return [spelled[name] for name in _names_called(text) if name in spelled]


@functools.cache  # of a helper it is asked for each function
def _names_called(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(call.name.upper() for call in calls(parse(text))))
