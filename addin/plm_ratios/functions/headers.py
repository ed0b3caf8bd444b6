"""Which first cell of a column of names is its header: whole columns have one, =NEAREST(20,"seen",A:A).

A misspelt model must not pass for a header, and so drop out without a word. Hence what resembles a model's
name is none, but for a few words that only ever head a column.
"""

from __future__ import annotations

from typing import Any, Callable

from ..catalog import fold, load
from ..catalog.typed_names import look_up
from .cells import to_rows

# As fold() leaves them. "Protein language model" resembles ProteinLM, and "pLM" is a part of many names.
HEADERS = (
    "model",
    "models",
    "modelname",
    "modelnames",
    "name",
    "names",
    "languagemodel",
    "languagemodels",
    "plm",
    "plms",
    "proteinlanguagemodel",
    "proteinlanguagemodels",
    "proteinmodel",
    "proteinmodels",
)


def below_header(read: Callable[[Any], list[str] | None]) -> Callable[[Any], list[str] | None]:
    """The same reader of models' names, but that it leaves out the header of a column."""

    def read_below(value: Any) -> list[str] | None:
        names = read(value)
        if names is None or len(names) < 2 or not _is_column(value) or not _is_header(names[0]):
            return names
        return names[1:]

    return read_below


def _is_column(value: Any) -> bool:
    return all(len(row) == 1 for row in to_rows(value))


def _is_header(name: str) -> bool:
    catalog = load()
    if look_up(name, catalog.model_keys):
        return False
    return fold(name) in HEADERS or not catalog.nearest(name, "model")
