"""The functions as LAMBDA definitions, with the helpers that they call, in an order in which each calls only
helpers before it."""

from __future__ import annotations

from ...functions import FUNCTIONS
from ...functions.signature import Function
from . import (
    helpers,
    law_helpers,
    list_helpers,
    number_functions,
    plan_functions,
    plan_helpers,
    repeat_helpers,
    table_functions,
    text_functions,
    text_helpers,
    typed_numbers,
)
from .constants import with_constants
from .definition import Definition, definition

_HELPERS = {
    **helpers.EARLY,
    **repeat_helpers.SUMS,
    **typed_numbers.LAYOUTS,
    **helpers.LATE,
    **list_helpers.LAYOUTS,
    **text_helpers.WORDS,
    **repeat_helpers.SENTENCES,
    **text_helpers.LAYOUTS,
    **law_helpers.LAYOUTS,
    **plan_helpers.LAYOUTS,
}
_FUNCTIONS = {
    **number_functions.LAYOUTS,
    **table_functions.LAYOUTS,
    **text_functions.LAYOUTS,
    **plan_functions.LAYOUTS,
}


def _comment(function: Function) -> str:
    """The summary of a function and how it is called."""
    return f"{function.summary} {function.usage}"


DEFINITIONS: dict[str, Definition] = {
    **{
        name: definition(name, with_constants(layout), "Serves the functions of plm-ratios.", helper=True)
        for name, layout in _HELPERS.items()
    },
    **{
        name: definition(name, with_constants(_FUNCTIONS[name]), _comment(function))
        for name, function in FUNCTIONS.items()
    },
}
