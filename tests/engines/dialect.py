"""What spreadsheet programs do not agree on, as rules that a formula of ours has to keep.

Each rule is about a difference that was seen between Excel's documented ways and Calc, or another engine.
`breaches` gives a sentence for each place in which a formula would depend on it.

    booleans     In Excel every boolean is greater than every number and text, and SUM leaves booleans in
                 arrays out; in Calc TRUE is 1. So: no comparison of a boolean with anything else, no
                 boolean handed to SUM and its like. Times 1 makes a number of it.
    empty text   "" is greater than every number in Excel; in arithmetic it is an error there, and zero in
                 Calc by some settings. A reference to a blank cell is 0. So: nothing that may be "" is
                 calculated with or compared by order, and no formula is but a reference to a blank.
    wildcards    MATCH, COUNTIF, SEARCH and others take * ? ~ in what people typed for wildcards. So: what
                 is looked for is a text of ours without them, a number, or escaped.
    arrays       What stands for a whole range is calculated cell by cell in array formulas only, and in
                 SUMPRODUCT; elsewhere some programs take one cell of it. AND and OR make one value of it.
    numbers      A text that looks like a number is one in some programs. So: no arithmetic with texts.
                 Files know E in numbers, not e.
                 No rule helps where a number becomes a text: TEXT rounds halves in each program's own way,
                 and & writes up to 20 digits in Gnumeric. Only texts for people are made so.
    functions    Only those that every version of Excel since 2010 has, and ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import formualizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import FORMULAE

from plm_ratios.functions import FUNCTIONS
from plm_ratios.ooxml.formula_names import tokens

Node = dict[str, Any]
Kinds = frozenset[str]
#: Whether something is true of what a reference names.
Tells = Callable[[str], bool]

#: The cells that say whether inputs can be used: booleans.
TELLING = ("InputsOk", "ComputeOk", "DataOk", "PlanOk")

NUMBER, TEXT, EMPTY, BOOLEAN, ERROR = "number", "text", "empty text", "boolean", "error"
ANY: Kinds = frozenset((NUMBER, TEXT, EMPTY, BOOLEAN, ERROR))

_ORDER = {"<", ">", "<=", ">="}
_COMPARISONS = _ORDER | {"=", "<>"}
_BOOLEANS = {
    "AND",
    "OR",
    "NOT",
    "ISNUMBER",
    "ISTEXT",
    "ISBLANK",
    "ISERROR",
    "ISNA",
    "ISLOGICAL",
    "TRUE",
    "FALSE",
}
_NUMBERS = set(
    "ABS AVERAGE COLUMNS COUNT COUNTA COUNTIF EXP LN LOG MATCH MAX MIN ROUND ROW ROWS SEARCH SQRT SUM "
    "SMALL SUMPRODUCT VALUE".split()
)
_TEXTS = {"LEFT", "LOWER", "MID", "RIGHT", "SUBSTITUTE", "TEXT", "TRIM", "UPPER"}
_ADD_UP = {"AVERAGE", "COUNT", "MAX", "MIN", "PRODUCT", "SUM", "SUMPRODUCT"}
_COLLAPSE = {"AND", "OR"}
#: Functions that take ranges, so that these need no array formula; others take one cell.
_TAKE_RANGES = (
    _ADD_UP | _COLLAPSE | {"COLUMNS", "COUNTA", "COUNTIF", "INDEX", "MATCH", "ROW", "ROWS", "SMALL", "SUMIF"}
)
#: Which argument of a function is looked for with wildcards.
_LOOKED_FOR = {"MATCH": 0, "VLOOKUP": 0, "HLOOKUP": 0, "SEARCH": 0, "COUNTIF": 1, "SUMIF": 1, "AVERAGEIF": 1}
_WILDCARD = re.compile("[*?~]")
_SEVERAL_CELLS = re.compile(r"^(?!.*#This Row).*(\[|:)|\w:\w")
_SMALL_E = re.compile(r"\d\.?\d*e[+-]?\d")


def breaches(
    formula: str,
    is_array: bool = False,
    is_typed: Tells = lambda reference: True,
    is_blank: Tells = lambda reference: True,
) -> list[str]:
    """A sentence for each place in which programs would disagree about the formula.

    `is_typed` tells whether people's own texts may stand in what a reference names, `is_blank` whether
    nothing may.
    """
    text = formula if formula.startswith("=") else f"={formula}"
    tree: Node = formualizer.parse(text).to_dict()
    found = list(_Reader(is_array, is_typed).breaches(tree))
    if tree["node_type"] == "Reference" and is_blank(tree["reference"]):
        found.append(f"{tree['reference']} alone is 0 where the cell is blank")
    found += [
        f"{token.value} has a small e, which files do not know"
        for token in tokens(text)
        if token.subtype == Token.NUMBER and _SMALL_E.search(token.value)
    ]
    return list(dict.fromkeys(found))


class _Reader:
    def __init__(self, is_array: bool, is_typed: Tells):
        self._is_array = is_array
        self._is_typed = is_typed

    def breaches(self, node: Node, arrays: bool | None = None) -> Iterator[str]:
        arrays = self._is_array if arrays is None else arrays
        kind = node["node_type"]
        if kind == "BinaryOp":
            yield from self._operation(node)
        elif kind == "UnaryOp" and TEXT in _kinds(node["operand"]) and _kinds(node["operand"]) != ANY:
            yield f"{node['operator']} on a text"
        elif kind == "Function":
            yield from self._call(node)
        if not arrays:
            yield from _ranges(node)
        within = arrays or (kind == "Function" and node["name"].upper() == "SUMPRODUCT")
        for child in _children(node):
            yield from self.breaches(child, within)

    def _operation(self, node: Node) -> Iterator[str]:
        operator, sides = node["operator"], (node["left"], node["right"])
        left, right = map(_kinds, sides)
        if operator in _COMPARISONS:
            if (left == {BOOLEAN}) != (right == {BOOLEAN}):
                yield f"{operator} between a boolean and something else; booleans come after all numbers"
            if {NUMBER} in (left, right) and not (left & right - {ERROR}):
                yield f"{operator} between a number and a text"
            if operator in _ORDER and any(EMPTY in side and side != ANY for side in (left, right)):
                yield f"{operator} with what may be an empty text, which is greater than every number"
        elif operator != "&":
            for side in (left, right):
                if side != ANY and side & {TEXT, EMPTY}:
                    yield f"{operator} with what may be a text"

    def _call(self, node: Node) -> Iterator[str]:
        name, arguments = node["name"].upper(), node["args"]
        if name not in FORMULAE and name not in FUNCTIONS:
            yield f"{name} is no function that every Excel has"
        if name in _ADD_UP:
            for argument in arguments:
                if _kinds(argument) == {BOOLEAN}:
                    yield f"{name} of booleans, which it leaves out"
        if name in _COLLAPSE and self._is_array and any(map(_is_range, arguments)):
            yield f"{name} makes one value of a whole range"
        if name in _LOOKED_FOR and len(arguments) > _LOOKED_FOR[name]:
            wanted = arguments[_LOOKED_FOR[name]]
            exact = len(arguments) < 3 or arguments[2].get("value") == 0
            if (name != "MATCH" or exact) and not self._is_literal(wanted):
                yield f"{name} takes * ? ~ in what it looks for as wildcards"

    def _is_literal(self, node: Node) -> bool:
        """Whether no wildcard can be in it."""
        kind = node["node_type"]
        if kind == "Literal":
            return not _WILDCARD.search(str(node["value"]))
        if kind == "Reference" and not _is_range(node):
            return not self._is_typed(node["reference"])
        if kind == "Function" and node["name"].upper() == "SUBSTITUTE":
            return _escaped(node) == set("*?~")
        return TEXT not in _kinds(node)


def _ranges(node: Node) -> Iterator[str]:
    """Ranges that are calculated cell by cell in array formulas only."""
    if node["node_type"] in ("BinaryOp", "UnaryOp"):
        sides = [child for child in _children(node) if child["node_type"] == "Reference" and _is_range(child)]
        for side in sides:
            yield f"{node['operator']} on {side['reference']}, all of it, without being an array formula"
    elif node["node_type"] == "Function":
        name = node["name"].upper()
        function = FUNCTIONS.get(name)
        for argument in node["args"]:
            reference = argument["node_type"] == "Reference" and _is_range(argument)
            if reference and name not in _TAKE_RANGES and function is None:
                yield f"{name} of {argument['reference']}, all of it, without being an array formula"


def _kinds(node: Node) -> Kinds:
    """What a part of a formula may give; ANY where that depends on cells."""
    kind = node["node_type"]
    if kind == "Literal":
        value = node["value"]
        if isinstance(value, bool):
            return frozenset({BOOLEAN})
        if isinstance(value, str):
            return frozenset({TEXT if value else EMPTY})
        return frozenset({NUMBER})
    if kind == "BinaryOp":
        if node["operator"] in _COMPARISONS:
            return frozenset({BOOLEAN})
        return frozenset({TEXT if node["operator"] == "&" else NUMBER})
    if kind == "UnaryOp":
        return frozenset({NUMBER})
    if kind != "Function":
        return frozenset({BOOLEAN}) if node.get("reference") in TELLING else ANY
    name, arguments = node["name"].upper(), node["args"]
    if name == "IF":
        branches = [_kinds(branch) for branch in arguments[1:]]
        return frozenset().union(*branches, *([{BOOLEAN}] if len(branches) < 2 else []))
    if name == "IFERROR":
        return _kinds(arguments[0]) | _kinds(arguments[1])
    for names, given in ((_BOOLEANS, BOOLEAN), (_NUMBERS, NUMBER), (_TEXTS, TEXT), ({"NA"}, ERROR)):
        if name in names:
            return frozenset({given})
    return ANY


def _escaped(node: Node) -> set[str]:
    """The wildcards before which a chain of SUBSTITUTE puts a tilde, the tilde itself first."""
    if node["node_type"] != "Function" or node["name"].upper() != "SUBSTITUTE":
        return set()
    inner, old, new = node["args"][:3]
    before = _escaped(inner)
    if new.get("value") != f"~{old.get('value')}" or (old["value"] == "~" and before):
        return set()
    return before | {old["value"]}


def _is_range(node: Node) -> bool:
    return node["node_type"] == "Reference" and bool(_SEVERAL_CELLS.search(node["reference"]))


def _children(node: Node) -> list[Node]:
    return [node[name] for name in ("left", "right", "operand") if name in node] + node.get("args", [])
