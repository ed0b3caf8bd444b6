"""The functions as LAMBDA definitions, with the helpers that they call, in an order in which each calls only
helpers before it."""

from __future__ import annotations

from ...functions import FUNCTIONS
from ...functions.signature import Function
from . import helpers, number_functions, typed_numbers
from .definition import Definition, definition

_HELPERS = {**helpers.LAYOUTS, **typed_numbers.LAYOUTS}
_FUNCTIONS = {**number_functions.LAYOUTS}


def _comment(function: Function) -> str:
    """The summary of a function and its arguments, as much as a comment holds."""
    return f"{function.summary} {function.usage}"


DEFINITIONS: dict[str, Definition] = {
    **{
        name: definition(name, layout, "Serves the functions of plm-ratios.", helper=True)
        for name, layout in _HELPERS.items()
    },
    **{name: definition(name, layout, _comment(FUNCTIONS[name])) for name, layout in _FUNCTIONS.items()},
}
