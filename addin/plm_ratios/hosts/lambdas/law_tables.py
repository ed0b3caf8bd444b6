"""The table of scaling laws."""

from __future__ import annotations

from ...analysis import explanations, law_book, planning, repetition, scaling_laws
from ...analysis.power_law import UNITS, Law
from ...functions import law_tables
from ...functions.messages import said
from .table import Cell, Table

_MORE = (
    "Parameters at 1 FLOP",
    "Tokens at 1 FLOP",
    "Exponent of tokens",
    "FLOPs each",
    "Joined",
    "Ratio",
    *(f"{unit[:1].upper()}{unit[1:]} {end}" for unit in UNITS.values() for end in ("from", "to")),
    "About",
    "Without sizes",
    "Without range",
    "Revises",
    "Repeated",
    "Masked",
)


def laws_table() -> Table:
    """What LAWS gives, then the powers of compute and the sentences that other functions need."""
    header, *rows = law_tables.laws_table()
    laws = scaling_laws.laws()
    listed = [[*row, *_more(law)] for row, law in zip(rows, laws)]
    return Table("PlmLaws", (*header, *_MORE), listed + list(map(_of_repetition, law_book.repetition_laws())))


def _of_repetition(law: Law) -> list[Cell]:
    """The row of a law that LAWS does not list: WHY tells about it, and others say that it gives no sizes."""
    known: dict[str, Cell] = {"Law": law.name, "Domain": law.domain, "Objective": law.objective, "Id": law.id}
    return [*(known.get(each) for each in law_tables.LAWS_HEADER), *_more(law)]


def _more(law: Law) -> list[Cell]:
    ranges = [law.range(what) or (None, None) for what in UNITS]
    powers: list[Cell] = [None] * 6
    if law.gives_sizes:
        line = law.power_law
        powers = [
            line.parameters_at_one,
            line.tokens_at_one,
            line.tokens_exponent,
            line.flops_each,
            line.joined,
            line.ratio,
        ]
    return [
        *powers,
        *(bound for bounds in ranges for bound in bounds),
        explanations.about_law(law),
        said(lambda: law.power_law) or None,
        (scaling_laws.outside(1.0, law) if not law.ranges else "") or None,
        next((place for place, each in enumerate(scaling_laws.laws(), 1) if each.id == law.revises), None),
        *_about_repeats(law),
    ]


def _about_repeats(law: Law) -> list[Cell]:
    """What PLAN says of a law where data are repeated, with the slot {n} for the passes: more often than it
    knows, and so often that it may harm a masked model."""
    planned = planning.plans_repeats(law)
    known = planning.STRETCHED if planned else planning.NO_REPEATS.format(law=law.name, epochs="{n}")
    harm = planned or law.objective == "MLM"
    return [known, " ".join(repetition.repetition_law().warnings.get("MLM", ())) if harm else None]
