"""A field of a record."""

from __future__ import annotations

from typing import Iterable, NamedTuple


class Field(NamedTuple):
    """A column: its name, its type as Frictionless Table Schema names it, what it holds, and its unit."""

    name: str
    type: str
    description: str
    unit: str = ""


def names(fields: Iterable[Field]) -> tuple[str, ...]:
    """The names of fields, in their order."""
    return tuple(field.name for field in fields)
