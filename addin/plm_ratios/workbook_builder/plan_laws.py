"""The table of laws on the sheet Plan: what each advises for the budget and the distinct tokens."""

from __future__ import annotations

from typing import Any

from .. import formatting
from ..analysis import planning, repetition, scaling_laws
from ..analysis.cautions import HARMFUL_PASSES
from ..analysis.power_law import UNITS, Law
from ..comparison.sheet_styles import COUNT, RATIO, SCIENTIFIC
from . import plan_inputs
from .book import Column
from .effective_formula import effective_formula
from .plan_inputs import EXAMPLE, PLAN_OK
from .plan_sums_sheet import DISTINCT, FLOPS, SIZE

TABLE = "PlanTable"
UNUSABLE = "An input above cannot be used; the words beside it say why."
COUNTS_REPEATS = "Counts repeats."
NO_REPEATS = "Takes repeats for new data."
MASKED = "Large masked models got worse after 7 to 8 passes."
NOTE = "Note"
SHOWN = 11  # columns; the others are hidden
_NO_RANGE = "Its fitted range is not on record."
_SIZES = ("Parameters at 1 FLOP", "Exponent of parameters", "Tokens at 1 FLOP", "Exponent of tokens")
# What a range is of, the column with the number that lies in it, or a name.
_RANGES = (("flops", FLOPS), ("parameters", "[@[Parameters]]"), ("tokens", "[@[Tokens]]"))


def laws() -> tuple[Law, ...]:
    """The laws of the table: the rule of 20, the one of repeated data, and those made for proteins."""
    return (scaling_laws.law("20"), repetition.repetition_law(), *scaling_laws.protein_laws())


def columns() -> list[Column]:
    """The columns as the sheet shows them, and after these the hidden ones with the constants of the laws."""

    def usable(body: str) -> str:
        return f'=IF({PLAN_OK},{body},"")'

    at_one, power, tokens_at_one, tokens_power = (f"[@[{header}]]" for header in _SIZES)
    parameters, tokens, epochs = "[@[Parameters]]", "[@[Tokens]]", "[@[Epochs]]"
    by_law = f"IF(ISNUMBER({at_one}),{at_one}*{FLOPS}^{power},{SIZE})"
    tokens_by_law = f"IF(ISNUMBER({at_one}),{tokens_at_one}*{FLOPS}^{tokens_power},{FLOPS}/(6*{SIZE}))"
    return [
        Column("Law", 25),
        Column("Made for", 22),
        Column("Parameters", 9.4, "output", COUNT, usable(by_law)),
        Column("Tokens", 9.4, "output", COUNT, usable(tokens_by_law)),
        Column("Tokens per parameter", 9.4, "output", RATIO, usable(f"{tokens}/{parameters}")),
        Column("Epochs", 9.4, "output", RATIO, usable(f"{tokens}/{DISTINCT}")),
        Column("Effective tokens", 9.4, "calculation", COUNT, usable(effective_formula(DISTINCT, tokens))),
        Column("Effective share", 9.4, "calculation", "0%", usable(f"[@[Effective tokens]]/{tokens}")),
        Column("Steps", 9.4, "calculation", "#,##0", usable(f"{tokens}/{plan_inputs.BATCH}")),
        Column(
            "Limited by",
            9.4,
            "result",
            "",
            usable(f'IF({epochs}>{planning.FREE_REPEATS:g},"{planning.DATA}","{planning.COMPUTE}")'),
        ),
        Column(NOTE, 58, "note", "", _note()),
        *(Column(header, 12, "number", SCIENTIFIC) for header in _SIZES),
        *(
            Column(f"{what} {edge}", 12, "number", SCIENTIFIC)
            for what, _ in _RANGES
            for edge in ("from", "to")
        ),
        *(Column(f"Beyond {what}", 12) for what, _ in _RANGES),
        Column("Always", 12),
        Column("On repeats", 12),
        Column("Many passes", 12, "number"),
        Column("Id", 12),
    ]


def _note() -> str:
    beyond = '""'
    for what, value in reversed(_RANGES):
        low, high = f"[@[{what} from]]", f"[@[{what} to]]"
        outside = f"IF(ISNUMBER({low}),OR({value}<{low},{value}>{high}),FALSE)"
        beyond = f'IF({outside},[@[Beyond {what}]]&" ",{beyond})'
    said = ["[@[Always]]", beyond]
    said.append('IF([@[Epochs]]>[@[Many passes]],[@[On repeats]],"")')
    masked = f'IF([@[Epochs]]>{HARMFUL_PASSES:g},"{MASKED}","")'
    said.append(f'IF({plan_inputs.OBJECTIVE}="MLM",{masked},"")')
    return f'=IF({PLAN_OK},TRIM({"&".join(said)}),"{UNUSABLE}")'


def rows() -> list[list[Any]]:
    """Their cells for the inputs of a new workbook."""
    return [_row(law) for law in laws()]


def _row(law: Law) -> list[Any]:
    unique = EXAMPLE.unique
    plan = planning.plan(EXAMPLE.flops, unique, law)
    best = plan.best
    ranges = [law.range(what) for what, _ in _RANGES]
    return [
        law.name,
        f"{'proteins' if law.domain == 'protein' else law.domain}, {law.objective}",
        best.parameters,
        best.tokens,
        best.ratio,
        plan.epochs,
        plan.effective,
        plan.effective / best.tokens,
        best.tokens / EXAMPLE.batch,
        plan.limited_by,
        note(plan, EXAMPLE.objective),
        *_powers(law),
        *(edge for found in ranges for edge in (found or (None, None))),
        *(_beyond(what, found) for (what, _), found in zip(_RANGES, ranges)),
        "".join(f"{each} " for each in _always(law)) or None,
        f"{planning.STRETCHED} " if law.is_of_repetition else f"{NO_REPEATS} ",
        repetition.EXTRAPOLATED if law.is_of_repetition else 1,
        law.id,
    ]


def note(plan: planning.Plan, objective: str) -> str:
    """What to beware of in a row: planning.Plan.notes in fewer words, for the objective that was chosen."""
    law = plan.law
    said = _always(law)
    for what, _ in _RANGES:
        found, value = law.range(what), getattr(plan.best, what)
        if found and not found[0] <= value <= found[1]:
            said.append(_beyond(what, found) or "")
            break
    if law.is_of_repetition:
        said += [planning.STRETCHED] if plan.epochs > repetition.EXTRAPOLATED else []
    elif plan.epochs > 1:
        said.append(NO_REPEATS)
    if plan.epochs > HARMFUL_PASSES and objective == "MLM":
        said.append(MASKED)
    return " ".join(said)


def _always(law: Law) -> list[str]:
    """What is said of a law whatever the inputs are."""
    return [COUNTS_REPEATS] * law.is_of_repetition + [_NO_RANGE] * (not law.ranges)


def _powers(law: Law) -> list[float | None]:
    if not law.gives_sizes:
        return [None] * len(_SIZES)
    found = law.power_law
    return [found.parameters_at_one, found.parameters_exponent, found.tokens_at_one, found.tokens_exponent]


def _beyond(what: str, fitted: tuple[float, float] | None) -> str | None:
    """What is said of a number outside the range of the law."""
    if fitted is None:
        return None
    low, high = (_in_words(number) if what == "flops" else formatting.human(number) for number in fitted)
    return f"An extrapolation: fitted from {low} to {high} {UNITS[what]}."


def _in_words(number: float) -> str:
    return f"{number:.3g}".replace("e+", "E")
