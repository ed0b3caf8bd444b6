"""The hidden sheet Stages: models that were trained in stages on different data, a row for each stage.

What repeats are worth is summed over stages, which the table on the sheet Catalog does.
"""

from __future__ import annotations

from ..analysis import ratios, repetition
from ..catalog import Entry, Model, load
from ..comparison.sheet_styles import COUNT
from .book import Column, WorkbookBuilder
from .effective_formula import TOKENS, effective_or_blank

SHEET, TABLE = "Stages", "Stages"
_HEADER_ROW = 3
_QUANTITIES = {"Sequences": "sequences", "Unique tokens": "tokens_unique", "Tokens seen": "tokens_seen"}


def write(book: WorkbookBuilder, avglen: float) -> None:
    """Add the sheet, hidden, if any model has stages."""
    found = stages()
    if not found:
        return
    sheet = book.sheet(
        SHEET,
        "Models that were trained in stages",
        "On the basis effective, repeats are counted in each stage, and the stages added up.",
    )
    columns = [
        Column("Model", 30),
        Column("Stage", 30),
        *(Column(header, 14, "number", COUNT) for header in _QUANTITIES),
        Column(
            TOKENS, 14, "number", COUNT, effective_or_blank(*(f"[@[{header}]]" for header in _QUANTITIES))
        ),
    ]
    rows = [
        [
            model.name,
            stage.name,
            *(stage.value(quantity) for quantity in _QUANTITIES.values()),
            repetition.effective_tokens(part.distinct(avglen), part.seen.value or 0.0, repetition.r_star()),
        ]
        for model, stage, part in found
    ]
    book.table(sheet, _HEADER_ROW, TABLE, columns, rows)
    sheet.freeze_panes(_HEADER_ROW + 1, 1)
    sheet.hide()


def summed(model: str, otherwise: str) -> str:
    """Effective tokens of a model: the sum over its stages, or what else is given where it has none."""
    if not stages():
        return otherwise
    of_model = f"({TABLE}[Model]={model})"
    # Not SUMIF, which takes a name for a pattern.
    total = f"IF(InputsOk,SUMPRODUCT({of_model}*{TABLE}[{TOKENS}]),NA())"
    return f"=IF(SUMPRODUCT({of_model}*1)>0,{total},{otherwise.removeprefix('=')})"


def stages() -> list[tuple[Model, Entry, repetition.Part]]:
    """Every stage on record, with its model and what was counted in it."""
    return [
        (model, stage, part)
        for model in load().models
        for stage, part in zip(
            model.stages, repetition.parts(model) if ratios.has_number(model, "effective") else ()
        )
    ]
