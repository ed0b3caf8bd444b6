"""The functions as the text of a module for Excel Labs, Microsoft's add-in with an editor for formulas.

Its forms are those of its documentation (https://github.com/microsoft/advanced-formula-environment):
`NAME = formula;`, a comment `/** ... */` before it that becomes the comment of the name, no tabs and no
carriage returns.
"""

from __future__ import annotations

import textwrap

from ...version import __version__
from .definition import Definition
from .definitions import DEFINITIONS
from .formula_tree import Call, write
from .inlining import PREFIX, self_contained, top_lambda
from .sheet import SHEET

_WIDTH = 100
_HEAD = (
    f"plm-ratios {__version__}: tokens per parameter of protein language models, as LAMBDA functions.",
    f"They read the tables of the sheet {SHEET}: in a workbook that plm-ratios new FILE.xlsx --flavour "
    "lambda wrote, right-click its tab, Move or Copy, choose your workbook, and tick Create a copy. Then "
    "paste this text into the module Workbook of Excel Labs, Advanced formula environment, and save it.",
)


def module_text() -> str:
    """The whole text, one definition after another.

    >>> "PLM_RATIO = LAMBDA(" in module_text()
    True
    """
    head = [f"// {line}" for part in _HEAD for line in textwrap.wrap(part, _WIDTH)]
    definitions = self_contained(DEFINITIONS, PREFIX).values()
    return "\n\n".join(["\n".join(head), *map(_definition, definitions)]) + "\n"


def _definition(definition: Definition) -> str:
    comment = definition.comment.replace("*/", "* /")
    return f"/** {comment} */\n{definition.name} = {_laid_out(definition.text)};"


def _laid_out(text: str) -> str:
    """A definition with each name that its LET binds on a line of its own."""
    *parameters, body = top_lambda(text).arguments
    declared = "".join(f"{write(parameter).strip()}, " for parameter in parameters)
    inner = [node for node in body if not (isinstance(node, str) and not node.strip())]
    let = inner[0] if len(inner) == 1 else None
    if not isinstance(let, Call) or let.name.upper() != "LET":
        return text
    arguments = [write(argument).strip() for argument in let.arguments]
    pairs = [f"    {name}, {value}," for name, value in zip(arguments[:-1:2], arguments[1:-1:2])]
    return "\n".join([f"LAMBDA({declared}LET(", *pairs, f"    {arguments[-1]}", "))"])
