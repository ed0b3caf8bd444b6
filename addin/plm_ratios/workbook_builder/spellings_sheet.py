"""The hidden sheet Spellings: every name that a model goes by, as the sheet Compare looks it up.

A formula cannot fold names as the functions do. It leaves out case, spaces, dashes and underscores, which is
what people vary; the spellings of the table are written the same way.
"""

from __future__ import annotations

from ..catalog import load
from .book import Column, WorkbookBuilder, literally

SHEET, TABLE = "Spellings", "Spellings"
_HEADER_ROW = 3
# Hyphens, minus sign and dashes look alike in print, and texts copied from web pages hold other spaces.
_LEFT_OUT = "-_ \u00a0\u2010\u2011\u2013\u2212"


def write(book: WorkbookBuilder) -> None:
    """Add the sheet, hidden: nobody needs to see it."""
    sheet = book.sheet(
        SHEET,
        "Spellings of the models' names",
        "Names, aliases and ids without case, spaces, dashes and underscores; the sheet Compare finds "
        "models by them.",
    )
    columns = [Column("Spelling", 40), Column("Model", 30)]
    book.table(sheet, _HEADER_ROW, TABLE, columns, [list(each) for each in spellings().items()])
    sheet.freeze_panes(_HEADER_ROW + 1, 1)
    sheet.hide()


def spellings() -> dict[str, str]:
    """The model's name for each spelling of its name, its aliases and its id."""
    found: dict[str, str] = {}
    for model in load().models:
        for name in (model.name, model.id, *model.aliases):
            found.setdefault(spelling(name), model.name)
    return found


def spelling(name: str) -> str:
    """A name as the table holds it.

    >>> spelling("ESM-2 15B"), spelling("esm2_t48_15B_UR50D")
    ('esm215b', 'esm2t4815bur50d')
    """
    return name.lower().translate(dict.fromkeys(map(ord, _LEFT_OUT)))


def place_formula(name: str, models: str) -> str:
    """Which row of a column of models has a name, however it is spelled; 0 where none has.

    The names of the column itself are looked up first: people add models of their own to it.
    """
    folded = name
    for character in _LEFT_OUT:
        folded = f'SUBSTITUTE({folded},"{character}","")'
    model = f"INDEX({TABLE}[Model],MATCH({literally(f'LOWER({folded})')},{TABLE}[Spelling],0))"
    return f"IFERROR(MATCH({literally(name)},{models},0),IFERROR(MATCH({literally(model)},{models},0),0))"
