"""A formula with short names for what it binds inside, where the readable one is longer than Excel takes."""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterable, Iterator, Mapping

from .formula_tree import Call, Name, Node, calls, parse, write
from .rules import wrong_name
from .stored_form import bound_names


def shortened(formula: str) -> str:
    """The same formula with names of one or two letters; the parameters of the outermost LAMBDA stay, since
    people see them.

    >>> shortened("LAMBDA(model,[kind],LET(found,LOWER(model),pick,LAMBDA(text,text&kind),pick(found)))")
    'LAMBDA(model,[kind],LET(a,LOWER(model),d,LAMBDA(b,b&kind),d(a)))'
    """
    nodes = parse(formula)
    outermost = nodes[0]
    assert isinstance(outermost, Call)
    kept = {name.upper(): name for name in bound_names(outermost)}
    taken = {call.name.upper() for call in calls(nodes)} | kept.keys()
    renamer = _Renamer(name for name in _short_names() if name.upper() not in taken)
    *parameters, body = outermost.arguments
    return write([Call(outermost.name, [*parameters, renamer.nodes(body, kept)])])


def _short_names() -> Iterator[str]:
    """Letters, and pairs of them, but for those that mean something else."""
    letters = string.ascii_lowercase
    pairs = map("".join, itertools.product(letters, repeat=2))
    return (name for name in (*letters, *pairs) if not wrong_name(name))


class _Renamer:
    def __init__(self, names: Iterator[str]):
        self._names = names

    def nodes(self, nodes: Iterable[Node], scope: Mapping[str, str]) -> list[Node]:
        return [self._node(node, scope) for node in nodes]

    def _node(self, node: Node, scope: Mapping[str, str]) -> Node:
        if isinstance(node, Name):
            return Name(scope.get(node.text.upper(), node.text))
        if not isinstance(node, Call):
            return node
        name = scope.get(node.name.upper(), node.name)
        if node.name.upper() in ("LAMBDA", "LET"):
            return Call(name, self._binding(node, dict(scope)))
        return Call(name, [self.nodes(argument, scope) for argument in node.arguments])

    def _binding(self, call: Call, scope: dict[str, str]) -> list[list[Node]]:
        """The arguments of LAMBDA and LET; a value of LET does not know the name that it gets."""
        arguments: list[list[Node]] = []
        is_let = call.name.upper() == "LET"
        for place, name in enumerate(bound_names(call)):
            value = self.nodes(call.arguments[2 * place + 1], scope) if is_let else None
            short = scope[name.upper()] = next(self._names)
            declared = call.single(2 * place if is_let else place)
            optional = declared is not None and declared.text.startswith("[")
            arguments.append([Name(f"[{short}]" if optional else short)])
            arguments += [] if value is None else [value]
        return [*arguments, self.nodes(call.arguments[-1], scope)]
