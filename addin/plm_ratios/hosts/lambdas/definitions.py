"""The functions as LAMBDA definitions, with the helpers that they call, in an order in which each calls only
helpers before it."""

from __future__ import annotations

from ...functions import FUNCTIONS
from ...functions.signature import Function
from .definition import Definition, definition
from .helpers import HELPERS
from .number_functions import LAYOUTS as NUMBERS

LAYOUTS = {**NUMBERS}


def _comment(function: Function) -> str:
    """The summary of a function and its arguments, as much as a comment holds."""
    return f"{function.summary} {function.usage}"


DEFINITIONS: dict[str, Definition] = {
    **HELPERS,
    **{name: definition(name, layout, _comment(FUNCTIONS[name])) for name, layout in LAYOUTS.items()},
}
