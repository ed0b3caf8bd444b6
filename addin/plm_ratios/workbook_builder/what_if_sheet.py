"""The sheet What-if: users enter numbers of their own models and get ratio and optimum."""

from __future__ import annotations

from typing import Any

from ..analysis import ratios, repetition
from ..comparison import effective
from ..comparison.sheet_styles import COUNT, PLAIN, RATIO, SCIENTIFIC
from .book import Column, WorkbookBuilder
from .effective_formula import effective_formula
from .inputs import Inputs
from .verdict_formula import verdict_formula

SHEET, TABLE = "What-if", "WhatIf"
_TABLE_ROW = 3
_BLANK_ROWS = 8
INPUTS = ("Model", "Parameters", "Sequences", "Average length", "Tokens seen")  # headers of the input columns

# Made-up models that show how to fill in a row: name, parameters, sequences, length, tokens seen.
EXAMPLES: tuple[tuple[str, float, float, float, float | None], ...] = (
    ("Example: 650M parameters on 45M sequences", 650e6, 45e6, 311, None),
    ("Example: 3B parameters, 200B tokens seen", 3e9, 45e6, 311, 200e9),
)


def write(book: WorkbookBuilder, inputs: Inputs) -> None:
    """Add the sheet."""
    sheet = book.sheet(
        SHEET,
        "What if: your own models",
        "Type over the orange cells. The target is that of the sheet Compare; "
        "the optimum is the size that meets it. Tokens seen may stay blank. On the basis effective, repeats "
        f"count less, {effective.BEWARE}.",
    )
    rows = [_row(*example, inputs.target) for example in EXAMPLES]
    rows += [[None] * 5 + [""] * 12 for _ in range(_BLANK_ROWS)]
    book.table(sheet, _TABLE_ROW, TABLE, _columns(book.flavour.has_functions), rows)
    first, last = _TABLE_ROW + 1, _TABLE_ROW + len(rows)
    sheet.data_validation(
        first,
        1,
        last,
        4,
        {
            "validate": "decimal",
            "criteria": ">",
            "value": 0,
            "error_title": "Not a number above zero",
            "error_message": "Type a number above zero, such as 650000000 or 6.5E8.",
        },
    )
    sheet.freeze_panes(_TABLE_ROW + 1, 1)


def _columns(functions: bool) -> list[Column]:
    parameters, sequences, length, seen = (
        f"[@[{header}]]" for header in ("Parameters", "Sequences", "Average length", "Tokens seen")
    )
    tokens, by_sequences = "[@[Tokens: sequences x length]]", "[@[Ratio: sequences]]"
    by_seen, by_effective = "[@[Ratio: seen]]", "[@[Ratio: effective]]"

    def when(needed: tuple[str, ...], body: str) -> str:
        """The body, calculated if the needed cells are filled; blank otherwise."""
        filled = ",".join(f"ISNUMBER({cell})" for cell in needed)
        return f'=IF(AND({filled}),{body},"")'

    def aimed(body: str) -> str:
        """The body, calculated if the target is usable. A text would count as a large number if compared."""
        return f"IF(ISNUMBER(Target),IF(Target>0,{body},NA()),NA())"

    def verdict(ratio: str) -> str:
        if functions:
            return f"VERDICT({ratio},Target)"
        return aimed(f"IF({ratio}>0,{verdict_formula(ratio)},NA())")

    # If no tokens seen are entered, one pass over the sequences: the least that the model would see.
    used = f"IF(ISNUMBER({seen}),{seen},{tokens})"
    flops = f"FLOPS({parameters},{used})" if functions else f"6*{parameters}*{used}"
    return [
        Column("Model", 40, "input"),
        Column("Parameters", 13, "input", COUNT),
        Column("Sequences", 13, "input", COUNT),
        Column("Average length", 10, "input", PLAIN),
        Column("Tokens seen", 13, "input", COUNT),
        Column(
            "Tokens: sequences x length",
            14,
            "calculation",
            COUNT,
            when(
                (sequences, length), f"TOKENS({sequences},{length})" if functions else f"{sequences}*{length}"
            ),
        ),
        Column("Ratio: sequences", 11, "output", RATIO, when((tokens, parameters), f"{tokens}/{parameters}")),
        Column("Ratio: seen", 11, "output", RATIO, when((seen, parameters), f"{seen}/{parameters}")),
        Column(
            "Ratio: effective",
            11,
            "output",
            RATIO,
            when((tokens, seen, parameters), f"{effective_formula(tokens, seen)}/{parameters}"),
        ),
        Column("Verdict: sequences", 25, "result", "", when((by_sequences,), verdict(by_sequences))),
        Column("Verdict: seen", 25, "result", "", when((by_seen,), verdict(by_seen))),
        Column("Verdict: effective", 25, "result", "", when((by_effective,), verdict(by_effective))),
        Column(
            "Optimal tokens", 12, "calculation", COUNT, when((parameters,), aimed(f"{parameters}*Target"))
        ),
        Column(
            "Optimal parameters: sequences",
            14,
            "calculation",
            COUNT,
            when((tokens,), aimed(f"{tokens}/Target")),
        ),
        Column("Optimal parameters: seen", 14, "calculation", COUNT, when((seen,), aimed(f"{seen}/Target"))),
        Column("FLOPs: seen, or one pass", 12, "calculation", SCIENTIFIC, when((parameters, used), flops)),
        Column("Check", 40, "message", "", _check(parameters, sequences, length, seen)),
    ]


def _check(*cells: str) -> str:
    """A formula that says in words what keeps a row from calculating."""
    parameters, sequences, length, seen = cells
    typed = f"[@[{INPUTS[1]}]:[{INPUTS[-1]}]]"
    without_length = f"AND(ISBLANK({length}),OR(ISNUMBER({sequences}),ISBLANK({seen})))"
    return (
        f'=IF(COUNTA({typed})=0,"",'
        f'IF(COUNTA({typed})>COUNT({typed}),"Numbers only: write 650000000 or 6.5E8.",'
        f'IF(COUNTIF({typed},"<=0")>0,"Every number must be above zero.",'
        f'IF(ISBLANK({parameters}),"Still blank: Parameters.",'
        f'IF(AND(ISBLANK({sequences}),ISBLANK({seen})),"Still blank: Sequences, or Tokens seen.",'
        f'IF({without_length},"Still blank: Average length.","ok"))))))'
    )


def _row(
    name: str, parameters: float, sequences: float, length: float, seen: float | None, target: float
) -> list[Any]:
    tokens = ratios.tokens(sequences, length)
    by_sequences = ratios.tokens_per_parameter(tokens, parameters)
    by_seen = ratios.tokens_per_parameter(seen, parameters) if seen else None
    worth = repetition.effective_tokens(tokens, seen, repetition.r_star()) if seen else None
    by_effective = ratios.tokens_per_parameter(worth, parameters) if worth else None
    return [
        name,
        parameters,
        sequences,
        length,
        seen,
        tokens,
        by_sequences,
        by_seen or "",
        by_effective or "",
        ratios.verdict(by_sequences, target),
        ratios.verdict(by_seen, target) if by_seen else "",
        ratios.verdict(by_effective, target) if by_effective else "",
        parameters * target,
        tokens / target,
        seen / target if seen else "",
        ratios.flops(parameters, seen or tokens),
        "ok",
    ]
