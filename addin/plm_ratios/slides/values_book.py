"""The comparison as a workbook of values: no formulas, so that it shows the same in every program."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, Sequence

from ..analysis import claim_tests
from ..analysis.essay_claims import CLAIMS
from ..catalog import load
from ..comparison import captions
from ..comparison.compare import Comparison
from ..comparison.records import FIELDS, records
from ..comparison.sheet_styles import COUNT, PLAIN, RATIO
from ..workbook_builder.book import Column, WorkbookBuilder
from ..workbook_builder.flavours import Flavour

_VALUES = Flavour("values", ".xlsx", None, "nothing: values only")
_TABLE_ROW = 3
_FORMATS = {
    "parameters": COUNT,
    "sequences": COUNT,
    "tokens": COUNT,
    "average_length": PLAIN,
    "target": PLAIN,
}
_WIDTHS = {"model": 30, "source": 60, "own_values": 30, "verdict": 25, "catalog_edition": 14}


def write(path: Path, compared: Comparison, title: str, date: datetime.date) -> None:
    """Write the sheets Comparison, Claims, Sources and Columns."""
    book = WorkbookBuilder(path, _VALUES)
    footnote = captions.footnote(compared, date)
    _comparison(book, compared, title, footnote)
    _claims(book, compared, footnote)
    _table(
        book,
        "Sources",
        "Sources of the comparison",
        footnote,
        [
            Column("No.", 6, "number"),
            Column("Source", 90),
            Column("Year", 8, "number"),
            Column("Address", 60),
        ],
        [
            [number, source.title, source.year, source.url or None]
            for number, source in enumerate(captions.sources(compared.rows), 1)
        ],
    )
    _table(
        book,
        "Columns",
        "What the columns of the sheet Comparison hold",
        footnote,
        [Column("Column", 24), Column("Holds", 100), Column("Unit", 24)],
        [[field.name, field.description, field.unit or None] for field in FIELDS],
    )
    book.save()


def _comparison(book: WorkbookBuilder, compared: Comparison, title: str, footnote: str) -> None:
    columns = [
        Column(
            field.name,
            _WIDTHS.get(field.name, 13),
            "number" if field.type == "number" else "line",
            _FORMATS.get(field.name, RATIO) if field.type == "number" else "",
        )
        for field in FIELDS
    ]
    rows = [list(record.values()) for record in records(compared)]
    _table(book, "Comparison", f"{title}, {captions.subtitle(compared)}", footnote, columns, rows)


def _claims(book: WorkbookBuilder, compared: Comparison, footnote: str) -> None:
    rows = [
        [claim.name, test, answer.answer, answer.why]
        for claim in CLAIMS
        for test, answer in claim_tests.answers(claim, avglen=compared.avglen, target=compared.target).items()
    ]
    columns = [Column("Claim", 46), Column("Tested on", 14), Column("Answer", 14), Column("Why", 100)]
    essay = load().sources["essay"]
    title = f"The claims of the essay, tested: {essay.title}, {essay.url}"
    _table(book, "Claims", title, footnote, columns, rows)


def _table(
    book: WorkbookBuilder,
    name: str,
    title: str,
    footnote: str,
    columns: list[Column],
    rows: Sequence[Sequence[Any]],
) -> None:
    sheet = book.sheet(name, title, footnote)
    book.table(sheet, _TABLE_ROW, f"{name}Table", columns, rows)
    sheet.freeze_panes(_TABLE_ROW + 1, 1)
