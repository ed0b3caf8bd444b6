"""Writes docs/functions.md, the reference of the spreadsheet functions.

python docs/generate.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plm_ratios.catalog import use_bundled_only
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.functions.signature import Function
from plm_ratios.workbook_builder.functions_sheet import evaluate

REFERENCE = Path(__file__).parent / "functions.md"

_HEAD = """# The functions

Generated from `addin/plm_ratios/functions/definitions.py` by `make docs`. The functions mean the same in
every host; Calc in a locale with a decimal comma separates arguments by semicolons.

Every argument may be a single value or a range; a range in gives a range of the same shape out,
and a row of models with a column of bases combines as Excel combines them. A blank inside a range
stays blank, an error value goes out unchanged. Names match without regard to case, spaces, dashes
and underscores, quotes around them, and characters that nobody sees. Of a path or an address, such as
`facebook/esm2_t48_15B_UR50D`, the last part counts.

Numbers may be typed as text: with a suffix or a word (`"650M"`, `"15 bn"`, `"1.2 trillion"`), with a power of
ten (`"3e9"`, `"1.5 × 10^9"`), and with spaces, apostrophes, underscores or commas between thousands
(`"65 000 000"`, `"65'000'000"`, `"65,000,000"`). The decimal sign is the point. A text that people read
differently is `#VALUE!`, and WHY says how it can be read: `"1,234"` and `"45.500"` may be thousands or
decimals, `"1,5B"` has a decimal comma. Numbers that are no text, such as 45.5 in a cell, are never in doubt.

Whole columns will do: the blanks at their end make no rows in a table. NEAREST, BASES and SPREAD read a
column of models as a whole and leave out its header: the first filled cell, where it resembles no model's
name or says Model, Name or the like.

| error | when |
|---|---|
| `#N/A` | no such model, dataset or law, no number on that basis, or a name without quotes |
| `#VALUE!` | text where a number belongs, a basis or kind that does not exist |
| `#NUM!` | negative, zero where a size belongs, or too large |
| `#DIV/0!` | tokens per zero parameters |

`=WHY(...)` with the arguments of `=RATIO(...)` gives the reason.
"""

_LONGEST = 160


def text() -> str:
    """The whole page."""
    return _HEAD + "".join(section(function) for function in FUNCTIONS.values())


def section(function: Function) -> str:
    """One function: usage, arguments, examples with their results."""
    return "\n".join(
        ["", f"## {function.name}", "", f"`={function.usage}`", "", function.summary, "", *_body(function)]
    )


def _body(function: Function) -> Iterator[str]:
    if function.arguments:
        yield "| argument | meaning |"
        yield "|---|---|"
        for argument in function.arguments:
            name = f"[{argument.name}]" if argument.optional else argument.name
            yield f"| `{name}` | {argument.help} |"
        yield ""
    for example in function.examples:
        yield f"`{example}` gives {_shown(evaluate(example))}"
        yield ""


def _shown(value: object) -> str:
    if isinstance(value, list):
        rows, columns = len(value), len(value[0])
        return f"a table of {rows} rows and {columns} column{'s' * (columns > 1)}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value == int(value) and value < 1e15 else f"{value:.6g}"
    words = str(value)
    assert not isinstance(value, CellError), "examples work"
    return f'"{words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " ..."}"'


if __name__ == "__main__":
    use_bundled_only()
    REFERENCE.write_text(text(), encoding="utf-8")
    print(f"Wrote {REFERENCE.name}")
