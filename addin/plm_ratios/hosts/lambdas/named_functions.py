"""The functions as named functions of Google Sheets, to be typed into Data > Named functions.

They are the same formulas, in what Sheets has: ranges of the sheet PLM in place of columns of tables, no
optional arguments ("" stands for one that is left out), and no error values written as such
(https://support.google.com/docs/answer/12504534 says what a named function may be called and hold).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from ...functions import FUNCTIONS
from ...version import __version__
from .definition import Definition
from .definitions import DEFINITIONS
from .formula_tree import Call, Name, Node, write
from .inlining import self_contained, top_lambda
from .sheet import HEADER_ROW, SHEET, Placed, placed

#: Functions of Excel that the formulas may use and that Sheets has, beside those of Excel 2007
#: (https://support.google.com/docs/table/25273).
IN_SHEETS = frozenset(
    "BYCOL BYROW CHOOSECOLS CHOOSEROWS CONCAT FILTER HSTACK IFNA IFS LAMBDA LET MAKEARRAY MAP MAXIFS MINIFS "
    "RANDARRAY REDUCE SCAN SEQUENCE SORT SWITCH TEXTJOIN TOCOL TOROW UNICHAR UNICODE UNIQUE VSTACK WRAPCOLS "
    "WRAPROWS XLOOKUP XMATCH XOR".split()
)
# A formula of Sheets that gives the error value, where Excel writes the value itself.
_ERRORS = {"#N/A": "NA()", "#VALUE!": 'VALUE("x")', "#NUM!": "SQRT(-1)", "#DIV/0!": "(1/0)"}
_STRUCTURED = re.compile(r"(?P<table>\w+)\[(?P<inside>.*)\]")
_PART = re.compile(r"\[([^\[\]]+)\]")
_WIDTH = 100


@dataclass(frozen=True)
class NamedFunction:
    """What the form of Sheets asks for.

    arguments   pairs of placeholder and description
    """

    name: str
    description: str
    arguments: tuple[tuple[str, str], ...]
    formula: str


def named_functions() -> list[NamedFunction]:
    """All of them, in the order of the functions."""
    translator = _Translator(placed())
    found = self_contained(DEFINITIONS)
    return [translator.function(found[name]) for name in FUNCTIONS if name in found]


class _Translator:
    def __init__(self, tables: Iterable[Placed]):
        self._tables = {place.table.name.upper(): place for place in tables}

    def function(self, definition: Definition) -> NamedFunction:
        function = FUNCTIONS[definition.name]
        body = top_lambda(definition.text).arguments[-1]
        formula = f"=ARRAYFORMULA({write(self._nodes(body)).strip()})"
        arguments = tuple(
            (name, argument.help)
            for name, argument in zip(definition.parameters, function.arguments, strict=True)
        )
        return NamedFunction(definition.name, function.summary, arguments, formula)

    def _nodes(self, nodes: Iterable[Node]) -> list[Node]:
        return [self._node(node) for node in nodes]

    def _node(self, node: Node) -> Node:
        if isinstance(node, Name):
            return Name(self._reference(node.text))
        if not isinstance(node, Call):
            return _ERRORS.get(node, node)
        if _is_about_omission(node):
            return Call("", [self._nodes(node.arguments[2])])
        arguments = [self._nodes(argument) for argument in node.arguments]
        return _IN_SHEETS.get(node.name.upper(), Call)(node.name, arguments)

    def _reference(self, text: str) -> str:
        found = _STRUCTURED.fullmatch(text)
        place = self._tables.get((found["table"] if found else text).upper())
        if place is None:
            return text.strip("[]")
        return _range(place, found["inside"] if found else "")


def _filter(name: str, arguments: list[list[Node]]) -> Call:
    """FILTER, whose third argument says in Excel what to give where nothing is left; in Sheets it is one more
    condition."""
    if len(arguments) < 3:
        return Call(name, arguments)
    kept, which, otherwise = arguments
    counted: list[Node] = [Call("", [which]), "*1"]
    none: list[Node] = [Call("SUM", [counted]), "=0"]
    filtered: list[Node] = [Call(name, [kept, which])]
    return Call("IF", [none, otherwise, filtered])


def _sort(_: str, arguments: list[list[Node]]) -> Call:
    """SORTBY, which Sheets calls SORT; where Excel has 1 or -1, Sheets has TRUE or FALSE."""
    keys: list[list[Node]] = []
    for key, order in zip(arguments[1::2], arguments[2::2], strict=True):
        keys += [key, [str(write(order).strip() == "1").upper()]]
    return Call("SORT", [arguments[0], *keys])


_IN_SHEETS = {"FILTER": _filter, "SORTBY": _sort}


def _is_about_omission(call: Call) -> bool:
    """Whether a call is IF(ISOMITTED(x), ..., ...). In Sheets nothing can be left out, and what is blank
    counts as left out anyway."""
    condition = call.arguments[0]
    asked = condition[0] if len(condition) == 1 else None
    return call.name.upper() == "IF" and isinstance(asked, Call) and asked.name.upper() == "ISOMITTED"


def _range(place: Placed, inside: str) -> str:
    """The range of a sheet that Table[inside] means. Raises ValueError for what is not used here."""
    parts = _PART.findall(inside) if inside.startswith("[") else [inside]
    items = {part for part in parts if part.startswith("#")} or {"#Data"}
    columns = [part for part in parts if part and not part.startswith("#")]
    if not items <= {"#All", "#Data", "#Headers"} or len(columns) > 2:
        raise ValueError(f"{place.table.name}[{inside}] cannot be written for Google Sheets.")
    headers = HEADER_ROW + 1
    top = headers if items & {"#All", "#Headers"} else headers + 1
    bottom = headers if items == {"#Headers"} else headers + len(place.table.rows)
    ends = [place.column_of(column) for column in columns]
    left, right = (ends[0], ends[-1]) if ends else (place.column, place.column + len(place.table.headers) - 1)
    first, last = (
        f"${get_column_letter(column + 1)}${row}" for column, row in ((left, top), (right, bottom))
    )
    return f"{SHEET}!{first}:{last}"


_STEPS = (
    f"plm-ratios {__version__}: the functions as named functions of Google Sheets.",
    "1. Upload a workbook written by: plm-ratios new FILE.xlsx --flavour lambda. Open it in Google Sheets, "
    "and save it as a Google spreadsheet. Its sheet PLM holds the tables that the formulas below read. Write "
    "the workbook anew whenever you write this text: the formulas name its cells, and a catalog with other "
    "models has them elsewhere.",
    "2. Data > Named functions > Add new function. Copy name, description, placeholders and formula from "
    "here. Those that you do not need may be left out: no function calls another one.",
    "3. In another spreadsheet: copy the sheet PLM into it (right-click its tab, Copy to) and call the copy "
    "PLM; then Data > Named functions > Import function.",
    'Every argument has to be given: "" stands for one that is left out, as in =RATIO("ESM-2 15B","",""). '
    "Formulas are written with commas; where your spreadsheet's locale separates arguments by semicolons, "
    "set the locale to United States while you paste (File > Settings).",
)


def text() -> str:
    """The steps, then each function as the form of Sheets asks for it, to copy from."""
    steps = [line for step in _STEPS for line in textwrap.wrap(step, _WIDTH, subsequent_indent="   ")]
    return "\n".join([*steps, *(line for function in named_functions() for line in _lines(function)), ""])


def _lines(function: NamedFunction) -> list[str]:
    placeholders = [f"  {name}: {about}" for name, about in function.arguments]
    return [
        "",
        "=" * _WIDTH,
        f"Name: {function.name}",
        f"Description: {function.description}",
        *(["Argument placeholders:", *placeholders] if placeholders else []),
        "Formula definition:",
        function.formula,
    ]
