"""The tables that the formulas read: the catalog, worked out as far as no typed number matters.

They are derived from the catalog in use, with the models of user catalogs.
"""

from __future__ import annotations

from itertools import zip_longest

from ...analysis import accelerators, explanations
from ...analysis.spread import HEADER as SPREAD_HEADER
from ...functions import plan_tables
from ...functions import tables as spilled
from ...functions.law_tables import FRONTIER_HEADER, OPTIMAL_HEADER
from . import entry_tables, letters, repeat_tables
from .law_tables import laws_table
from .table import Table
from .text_tables import quantities_table, suffixes_table, texts_table
from .why_tables import why_table

_HEADERS = {
    "COMPARE": spilled.COMPARE_HEADER,
    "BASES": spilled.BASES_HEADER,
    "SPREAD": SPREAD_HEADER,
    "OPTIMAL": OPTIMAL_HEADER,
    "FRONTIER": FRONTIER_HEADER,
    "PLAN": plan_tables.PLAN_HEADER,
}


def tables() -> list[Table]:
    """Every table: first those that a reader may want to see."""
    return [
        _catalog(),
        laws_table(),
        _accelerators(),
        entry_tables.entries_table(),
        entry_tables.names_table(),
        why_table(),
        entry_tables.sources_table(),
        entry_tables.spread_table(),
        repeat_tables.repeats_table(),
        Table("PlmHeaders", tuple(_HEADERS), [list(row) for row in zip_longest(*_HEADERS.values())]),
        texts_table(),
        quantities_table(),
        suffixes_table(),
        Table("PlmLetters", letters.HEADERS, letters.letters()),
    ]


def _catalog() -> Table:
    """What CATALOG gives."""
    header, *rows = spilled.catalog_table()
    return Table("PlmCatalog", tuple(header), rows)


def _accelerators() -> Table:
    """What ACCELERATORS gives, and what WHY says of each."""
    header, *rows = plan_tables.accelerators_table()
    told = map(explanations.about_accelerator, accelerators.accelerators())
    return Table("PlmAccelerators", (*header, "About"), [[*row, about] for row, about in zip(rows, told)])
