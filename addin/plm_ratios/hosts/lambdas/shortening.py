"""A formula with short names for what it binds inside, where the readable one is longer than Excel takes.

Excel takes 8,192 letters, so a name is used again where the other one of that name is not known. No name
hides another one, nor is it bound once more in what it stands for.
"""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Union

from .formula_tree import Call, Name, Node, calls, parse, write
from .rules import wrong_name
from .stored_form import bound_names


def shortened(formula: str) -> str:
    """The same formula without spaces and with names of one or two letters; the parameters of the outermost
    LAMBDA stay, since people see them.

    >>> shortened("LAMBDA(model,[kind],LET(found,LOWER(model),pick,LAMBDA(text,text&kind),pick(found)))")
    'LAMBDA(model,[kind],LET(b,LOWER(model),d,LAMBDA(a,a&kind),d(b)))'
    """
    nodes = parse(formula)
    outermost = nodes[0]
    assert isinstance(outermost, Call)
    *parameters, body = outermost.arguments
    kept = tuple(map(_Bound, bound_names(outermost)))
    reader = _Reader()
    written = reader.nodes(body, kept)
    _give_names(reader.found, {call.name.upper() for call in calls(nodes)}, kept)
    declared = "".join(f"{write(parameter).strip()}," for parameter in parameters)
    inside = "".join(part.name if isinstance(part, _Bound) else part for part in written)
    return f"{outermost.name}({declared}{inside})"


@dataclass(eq=False)
class _Bound:
    """What a LAMBDA or a LET binds: its name, how often it stands in the formula, and what may not be called
    alike."""

    name: str
    uses: int = 1
    apart: set[_Bound] = field(default_factory=set)

    def keep_apart(self, others: Iterable[_Bound]) -> None:
        for other in others:
            self.apart.add(other)
            other.apart.add(self)


_Scope = Sequence[_Bound]
_Part = Union[str, _Bound]


class _Reader:
    """Reads which name is which, and writes the formula in parts, of which names may still change."""

    def __init__(self) -> None:
        self.found: list[_Bound] = []

    def nodes(self, nodes: Iterable[Node], scope: _Scope) -> list[_Part]:
        return [part for node in nodes for part in self._node(node, scope)]

    def _node(self, node: Node, scope: _Scope) -> list[_Part]:
        if isinstance(node, Name):
            return [self._use(node.text, scope)]
        if not isinstance(node, Call):
            return [node] if node.strip() else []
        if node.name.upper() in ("LAMBDA", "LET"):
            return [node.name, "(", *self._binding(node, scope), ")"]
        name = self._use(node.name, scope)
        arguments = [[*self.nodes(argument, scope), ","] for argument in node.arguments]
        return [name, "(", *itertools.chain(*arguments[:-1], arguments[-1][:-1]), ")"]

    def _use(self, text: str, scope: _Scope) -> _Part:
        for bound in reversed(scope):
            if bound.name.upper() == text.upper():
                bound.uses += 1
                return bound
        return text

    def _binding(self, call: Call, scope: _Scope) -> list[_Part]:
        """The arguments of LAMBDA and LET; a value of LET does not know the name that it gets."""
        parts: list[_Part] = []
        beside: list[_Bound] = []
        step = 2 if call.name.upper() == "LET" else 1
        for place, name in enumerate(bound_names(call)):
            bound = _Bound(name)
            declared = call.single(step * place)
            before = len(self.found)
            value = [*self.nodes(call.arguments[2 * place + 1], [*scope, *beside]), ","] if step == 2 else []
            optional = declared is not None and declared.text.startswith("[")
            parts += ["[", bound, "]", ",", *value] if optional else [bound, ",", *value]
            bound.keep_apart([*scope, *beside, *self.found[before:]])
            beside.append(bound)
        self.found += beside
        return [*parts, *self.nodes(call.arguments[-1], [*scope, *beside])]


def _give_names(found: Iterable[_Bound], called: set[str], kept: Iterable[_Bound]) -> None:
    """Names in place of those found, the shortest where they are used most."""
    given = {bound: bound.name.upper() for bound in kept}
    for bound in sorted(found, key=lambda each: -each.uses):
        taken = called | {given[other] for other in bound.apart if other in given}
        bound.name = next(name for name in _short_names() if name.upper() not in taken)
        given[bound] = bound.name.upper()


def _short_names() -> Iterator[str]:
    """Letters, and pairs of them, but for those that mean something else."""
    letters = string.ascii_lowercase
    pairs = map("".join, itertools.product(letters, repeat=2))
    return (name for name in (*letters, *pairs) if not wrong_name(name))
