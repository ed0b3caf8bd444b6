"""The sheet Accelerators: what the sheet Plan lets people choose from, each number with its source."""

from __future__ import annotations

from typing import Any

from ..analysis.accelerators import Accelerator, accelerators
from ..catalog.citations import short_reference
from ..comparison.sheet_styles import SCIENTIFIC
from . import printing
from .book import Column, WorkbookBuilder

SHEET = "Accelerators"
TABLE = "AcceleratorTable"  # not "Accelerators": ACCELERATORS is a function
NAMES = "AcceleratorNames"  # the column of names, for drop-downs
NAME, PEAK, IN_WORDS = "Accelerator", "Peak (FLOP/s)", "In words"
_TABLE_ROW = 3
_GIGABYTES = '0,,," GB"'


def write(book: WorkbookBuilder) -> None:
    """Add the sheet with one accelerator a row."""
    sheet = book.sheet(
        SHEET,
        "Accelerators: what a chip can do at most",
        "Peak of dense matrix products in BF16, or in FP16 where the chip has no BF16; never the figure with "
        "sparsity, which is twice as high. Training reaches a share of it, the utilization.",
    )
    columns = [
        Column(NAME, 20),
        Column("Maker", 12),
        Column("Kind", 9),
        Column("Released", 12),
        Column(PEAK, 14, "number", SCIENTIFIC),
        Column("Precision", 11),
        Column("Memory", 10, "number", _GIGABYTES),
        Column("Source of the peak", 60),
        Column("Source of the memory", 60),
        Column("Note", 60),
        Column("Id", 16),
        Column(IN_WORDS, 40, hidden=True),
    ]
    rows = [_row(each) for each in accelerators()]
    book.table(sheet, _TABLE_ROW, TABLE, columns, rows)
    sheet.freeze_panes(_TABLE_ROW + 1, 1)
    printing.on_several_pages(sheet, _TABLE_ROW)
    book.name(NAMES, sheet, _TABLE_ROW + 1, 0, _TABLE_ROW + len(rows))


def _row(each: Accelerator) -> list[Any]:
    sources = [each.fact(quantity) for quantity in ("peak", "memory")]
    return [
        each.name,
        each.maker,
        each.kind,
        each.released or None,
        each.peak,
        each.precision,
        each.memory,
        *(short_reference(fact) if fact else None for fact in sources),
        each.note or None,
        each.id,
        in_words(each),
    ]


def in_words(each: Accelerator) -> str:
    """What the sheet Plan says beside the accelerator that was chosen."""
    memory = f", {each.memory / 1e9:.0f} GB" if each.memory else ""
    peak = f"{each.peak / 1e12:,.4g} TFLOP/s at most, dense {each.precision}{memory}"
    return f"{peak}; source: sheet {SHEET}"
