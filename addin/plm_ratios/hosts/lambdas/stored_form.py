"""LAMBDA formulas as people type them, and as Excel stores them in a file.

| typed | stored | who says so |
|---|---|---|
| `LET(`, `VSTACK(`, any function newer than 2007 | `_xlfn.LET(` | [1], [2] section 2.2.2 |
| `FILTER(`, `SORT(` | `_xlfn._xlws.FILTER(` | [1] |
| a parameter or a name of LET: `x`, `f(2)` | `_xlpm.x`, `_xlpm.f(2)` | [1], [3] |
| an optional parameter where it is declared: `[x]` | `_xlop.x`, used as `_xlpm.x` | [3] |
| a function passed by its name: `MAP(A1:A3,ABS)` | `_xleta.ABS` | [3] |
| a spilled range: `A1#` | `_xlfn.ANCHORARRAY(A1)` | [1] |

[1] XlsxWriter, "Working with Formulas": https://xlsxwriter.readthedocs.io/working_with_formulas.html
[2] MS-XLSX: https://learn.microsoft.com/openspecs/office_standards/ms-xlsx
[3] What Excel for Mac saved, collected by others in October 2026: probe F9 of
https://github.com/lerzegov/xln. Excel drops a name whose parameter is stored as `[_xlpm.x]`, and removes the
blanks between parameters, which is done here too.

Names of functions, of other names and of tables stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.utils import FORMULAE

from ...ooxml.formula_names import UnreadableFormula
from .formula_tree import Call, Name, Node, parse, write

#: Functions newer than Excel 2007, as far as Excel 2024 has them on all its systems, by their stored prefix.
NEWER = {
    "_xlfn.": frozenset(
        "ARRAYTOTEXT BYCOL BYROW CHOOSECOLS CHOOSEROWS CONCAT DROP EXPAND HSTACK IFNA IFS ISOMITTED LAMBDA "
        "LET MAKEARRAY MAP MAXIFS MINIFS NUMBERVALUE RANDARRAY REDUCE SCAN SEQUENCE SORTBY SWITCH TAKE "
        "TEXTAFTER TEXTBEFORE TEXTJOIN TEXTSPLIT TOCOL TOROW UNICHAR UNICODE UNIQUE VALUETOTEXT VSTACK "
        "WRAPCOLS WRAPROWS XLOOKUP XMATCH XOR".split()
    ),
    "_xlfn._xlws.": frozenset("FILTER SORT".split()),
}
_PREFIXES = {name: prefix for prefix, names in NEWER.items() for name in names}
_OLDER = FORMULAE - _PREFIXES.keys()
_BOUND, _OPTIONAL, _BY_NAME, _ANCHOR = "_xlpm.", "_xlop.", "_xleta.", "_xlfn.ANCHORARRAY"
# What takes a function as its last argument.
_TAKES_A_FUNCTION = frozenset("BYCOL BYROW MAKEARRAY MAP REDUCE SCAN".split())

Scope = frozenset[str]


def stored(formula: str, names: Iterable[str] = ()) -> str:
    """A formula as a file stores it. `names` are the workbook's own names that it may call.

    Raises UnreadableFormula if it calls anything else that is no function of Excel.

    >>> stored("LAMBDA(model, [kind], IF(ISOMITTED(kind), PLM_AT(model), model))", ["PLM_AT"])
    '_xlfn.LAMBDA(_xlpm.model,_xlop.kind, IF(_xlfn.ISOMITTED(_xlpm.kind), PLM_AT(_xlpm.model), _xlpm.model))'
    """
    writer = _Writer(frozenset(name.upper() for name in names))
    return write(writer.nodes(parse(formula), frozenset()))


def typed(formula: str) -> str:
    """A stored formula as people type it."""
    return write(_typed(parse(formula)))


def bound_names(call: Call) -> list[str]:
    """The parameters of a LAMBDA, or the names of a LET, in their order, without brackets.

    Raises UnreadableFormula where something else stands in the place of a name.
    """
    step = 2 if call.name.upper() == "LET" else 1
    found = []
    for place in range(0, len(call.arguments) - 1, step):
        name = call.single(place)
        if name is None:
            raise UnreadableFormula(
                f"{call.name} needs a name in the place of: {write(call.arguments[place])}"
            )
        found.append(name.text.strip("[]"))
    return found


class _Writer:
    def __init__(self, names: Scope):
        self._names = names

    def nodes(self, nodes: Iterable[Node], scope: Scope) -> list[Node]:
        return [self._node(node, scope) for node in nodes]

    def _node(self, node: Node, scope: Scope) -> Node:
        if isinstance(node, Call):
            return self._call(node, scope)
        return self._name(node.text, scope) if isinstance(node, Name) else node

    def _name(self, text: str, scope: Scope) -> Node:
        if text.startswith("@"):
            raise UnreadableFormula(f"Implicit intersection is not stored by plm-ratios: {text}")
        if text.endswith("#"):
            return Call(_ANCHOR, [[self._name(text[:-1], scope)]])
        return Name(_BOUND + text if text.upper() in scope else text)

    def _call(self, call: Call, scope: Scope) -> Call:
        name = call.name.upper()
        if name in ("LAMBDA", "LET"):
            arguments = self._binding(call, scope)
        else:
            arguments = [self.nodes(argument, scope) for argument in call.arguments]
            passed = call.single(-1) if name in _TAKES_A_FUNCTION else None
            if passed and passed.text.upper() not in scope:
                blank = [node for node in call.arguments[-1] if isinstance(node, str)]
                arguments[-1] = [*blank, Name(self._passed(passed.text))]
        return Call(self._function(call.name, scope), arguments)

    def _binding(self, call: Call, scope: Scope) -> list[list[Node]]:
        """The arguments of LAMBDA and LET: each name of LET may be used in what follows it."""
        bound, body = bound_names(call), call.arguments[-1]
        if call.name.upper() == "LAMBDA":
            declared = [call.single(place) for place in range(len(bound))]
            optional = [name is not None and name.text.startswith("[") for name in declared]
            parameters = [Name((_OPTIONAL if each else _BOUND) + name) for name, each in zip(bound, optional)]
            inner = scope.union(name.upper() for name in bound)
            arguments: list[list[Node]] = [[parameter] for parameter in parameters]
            return [*arguments, self.nodes(body, inner)]
        arguments = []
        for name, spelled, value in zip(bound, call.arguments[:-1:2], call.arguments[1:-1:2]):
            blank = [node for node in spelled if isinstance(node, str)]
            arguments += [[*blank, Name(_BOUND + name)], self.nodes(value, scope)]
            scope = scope | {name.upper()}
        return [*arguments, self.nodes(body, scope)]

    def _function(self, name: str, scope: Scope) -> str:
        folded = name.upper()
        if folded in scope:
            return _BOUND + name
        if not folded or folded in self._names or folded in _OLDER:
            return name
        if folded in _PREFIXES:
            return _PREFIXES[folded] + name
        raise UnreadableFormula(f"{name} is neither a function of Excel nor one of this workbook's names.")

    def _passed(self, name: str) -> str:
        if name.upper() in self._names:
            return name
        return _BY_NAME + name


def _typed(nodes: Iterable[Node]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, Call) and node.name == _ANCHOR:
            found.append(Name(write(_typed(node.arguments[0])) + "#"))
        elif isinstance(node, Call):
            found.append(Call(_bare(node.name), [_typed(argument) for argument in node.arguments]))
        else:
            found.append(Name(_bare(node.text)) if isinstance(node, Name) else node)
    return found


def _bare(text: str) -> str:
    if text.startswith(_OPTIONAL):
        return f"[{text.removeprefix(_OPTIONAL)}]"
    for prefix in ("_xlfn._xlws.", "_xlfn.", _BOUND, _BY_NAME):
        if text.startswith(prefix):
            return text.removeprefix(prefix)
    return text
