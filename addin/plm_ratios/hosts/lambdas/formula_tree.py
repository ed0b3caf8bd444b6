"""A formula as a tree of calls: what is bound where can be told only of whole arguments.

Both spellings are read, the one that people type and the one that a file stores.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Union

from openpyxl.formula.tokenizer import Token

from ...ooxml.formula_names import UnreadableFormula, opens_call, tokens

Node = Union[str, "Name", "Call"]


@dataclass(frozen=True)
class Name:
    """What stands in a formula without quotes and without parentheses: a cell, a range, a name."""

    text: str


@dataclass
class Call:
    """A function's name, or nothing for parentheses and for what is called in place, with its arguments."""

    name: str
    arguments: list[list[Node]] = field(default_factory=list)

    def single(self, place: int) -> Name | None:
        """The argument at that place, if it is one name and nothing else; blanks around it do not count."""
        found = [node for node in self.arguments[place] if not (isinstance(node, str) and not node.strip())]
        return found[0] if len(found) == 1 and isinstance(found[0], Name) else None


def parse(formula: str) -> list[Node]:
    """The nodes of a formula, which written again are the formula.

    Raises UnreadableFormula if parentheses are missing.

    >>> write(parse('IF(A1="(",SUM( B1,C1),-1)'))
    'IF(A1="(",SUM( B1,C1),-1)'
    """
    top: list[Node] = []
    open_calls: list[Call] = []
    here = top
    in_array = False
    for token in tokens(formula):
        text = str(token.value)
        if token.type == Token.ARRAY:
            in_array = token.subtype == Token.OPEN
        if opens_call(token) or (token.type == Token.PAREN and token.subtype == Token.OPEN):
            call = Call(text[:-1], [[]])
            here.append(call)
            open_calls.append(call)
            here = call.arguments[-1]
        elif token.type in (Token.FUNC, Token.PAREN):
            if not open_calls:
                raise UnreadableFormula(f"A parenthesis is closed that was never opened: {formula}")
            open_calls.pop()
            here = open_calls[-1].arguments[-1] if open_calls else top
        elif token.type == Token.SEP and open_calls and not in_array:
            open_calls[-1].arguments.append([])
            here = open_calls[-1].arguments[-1]
        elif token.type == Token.OPERAND and token.subtype == Token.RANGE:
            here.append(Name(text))
        else:
            here.append(text)
    if open_calls:
        raise UnreadableFormula(f"A parenthesis is not closed: {formula}")
    return top


def write(nodes: Iterable[Node]) -> str:
    """The formula of these nodes."""
    written = []
    for node in nodes:
        if isinstance(node, Call):
            written.append(f"{node.name}({','.join(map(write, node.arguments))})")
        else:
            written.append(node.text if isinstance(node, Name) else node)
    return "".join(written)


def calls(nodes: Iterable[Node]) -> list[Call]:
    """All calls among the nodes and inside of them, the outer ones first."""
    found: list[Call] = []
    for node in nodes:
        if isinstance(node, Call):
            found.append(node)
            for argument in node.arguments:
                found += calls(argument)
    return found


def depth(nodes: Iterable[Node]) -> int:
    """How deep calls and parentheses are nested; 1 for SUM(A1)."""
    inner = [
        1 + max((depth(argument) for argument in node.arguments), default=0)
        for node in nodes
        if isinstance(node, Call)
    ]
    return max(inner, default=0)


def texts(nodes: Iterable[Node]) -> list[str]:
    """The texts in quotes, with their quotes, in their order."""
    found: list[str] = []
    for node in nodes:
        if isinstance(node, Call):
            for argument in node.arguments:
                found += texts(argument)
        elif isinstance(node, str) and node.startswith('"'):
            found.append(node)
    return found
