"""Writes docs/python.md, the reference of the Python interface, from its docstrings.

python docs/generate_python.py
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from plm_ratios import api
from plm_ratios.catalog import use_bundled_only

REFERENCE = Path(__file__).parent / "python.md"

_HEAD = """# In Python

Generated from the docstrings of `addin/plm_ratios/api/` by `make docs`. `help(plm_ratios)` is the short tour.

## A worked example

How many tokens for each parameter did well-known models see? In a notebook the last line of a cell shows a
table; here it is text.

```pycon
>>> import plm_ratios
>>> table = plm_ratios.compare(["ESM-2 15B", "ProGen2-xlarge", "xTrimoPGLM-100B"], basis="seen")
>>> table
EXAMPLE
```

The bold column of the notebook is the chosen basis. `table.plot()` draws the chart that `plm-ratios export`
draws, as a Figure of matplotlib: `table.plot().savefig("chart.png")`; others are `"bases"`, `"time"`,
`"score"` and `"plane"`. A row is a dictionary, a column a list,
and all of it a DataFrame:

```pycon
>>> table[0]["tokens_per_parameter"], table["verdict"]
(57.6, ['more tokens than optimal', 'more tokens than optimal', 'near optimal'])
>>> frame = table.to_pandas()
>>> frame.loc[frame["times_target"] > 2, "model"].tolist()
['ESM-2 15B', 'ProGen2-xlarge']
```

A column of your own goes in as it is, and comes out with the same index. Where no source states a number, it
is NaN:

```pycon
>>> import pandas
>>> mine = pandas.DataFrame({"model": ["ESM-2 15B", "ProGen2-large"]}, index=["a", "b"])
>>> mine["ratio"] = plm_ratios.ratio(mine["model"], basis="seen")
>>> mine
           model  ratio
a      ESM-2 15B   57.6
b  ProGen2-large    NaN
```

A model of your own takes part with its numbers, and is marked in the table:

```pycon
>>> ours = {"name": "Ours", "parameters": "1.5B", "tokens_seen": "60B"}
>>> plm_ratios.compare(["ESM-2 15B", ours], basis="seen")["verdict"]
['more tokens than optimal', 'near optimal']
```

Every number has its source:

```pycon
>>> print(plm_ratios.why("ESM-2 15B", "seen").split(" Beware")[0])
WHY
>>> [row["confidence"] for row in plm_ratios.sources("ESM-2 15B") if row["quantity"] == "tokens_seen"]
['medium', 'medium']
```

## What goes in, and what comes out

| given | comes out |
|---|---|
| a value | a number or a text; what is wrong is raised |
| a list, a tuple, anything else that can be iterated | a list |
| a pandas Series | a Series with the same index |
| an array, or a pandas Index | an array |

Several lists go in step, so they must be equally long; a single value goes with each of their values. In a
list, a blank (None, NaN, an empty text) gives None, and so does a number that no source states. In a Series
or an array of numbers it is NaN. An unknown name or a wrong value raises, and the message says at which
position.

Names match without regard to case, spaces, dashes and underscores. Numbers may be typed as text with a
suffix: `"650M"`, `"15B"`, `"1.2T"`, `"3e9"`.

| error | when | in a cell |
|---|---|---|
| `UnknownName` | no such model, dataset or family; `.nearest` holds similar names | `#N/A` |
| `FamilyName` | a kind of UnknownName: the name of a family, where a model's belongs | `#N/A` |
| `UnknownLaw` | a kind of UnknownName: no such scaling law | `#N/A` |
| `UnknownAccelerator` | a kind of UnknownName: no such GPU or TPU | `#N/A` |
| `NotAvailable` | no source states the number | `#N/A` |
| `WrongValue` | text where a number belongs, a basis that does not exist | `#VALUE!` |
| `OutOfRange` | negative, zero where a size belongs, or too large | `#NUM!` |
| `DivisionByZero` | tokens per zero parameters | `#DIV/0!` |

All are kinds of `PlmError`, which is a ValueError. Each function below that a spreadsheet has too
([functions.md](functions.md)) gives the same answers there.
"""

THEMES = {
    "Compare models": ("compare", "ratio", "bases", "spread", "verdict", "nearest"),
    "Sizes": (
        *("parameters", "sequences", "average_length", "model_tokens", "epochs"),
        *("tokens", "tokens_per_parameter", "flops"),
    ),
    "Quality": ("score",),
    "Scaling laws": ("laws", "optimal_tokens", "optimal_parameters", "optimal", "frontier"),
    "Planning": ("plan", "compute", "gpu_hours", "mfu", "accelerators"),
    "Sources": ("why", "source", "sources", "claims"),
    "Catalog": ("models", "catalog_table", "about"),
}
_TABLES = """
## Tables

`compare`, `bases`, `spread`, `laws`, `optimal`, `frontier`, `plan`, `accelerators`, `sources`, `claims` and
`catalog_table` give a `Table`; that of `compare` is a `ComparisonTable`. Both show themselves in a notebook
and at the prompt.

| of a table | gives |
|---|---|
METHODS
"""


def text() -> str:
    """The whole page."""
    head = _HEAD.replace("EXAMPLE", repr(_example())).replace("WHY", _why())
    reference = "".join(f"\n## {theme}\n{''.join(map(_section, names))}" for theme, names in THEMES.items())
    return head + reference + _TABLES.replace("METHODS", "\n".join(_methods()))


def _example() -> api.ComparisonTable:
    return api.compare(["ESM-2 15B", "ProGen2-xlarge", "xTrimoPGLM-100B"], basis="seen")


def _why() -> str:
    return api.why("ESM-2 15B", "seen").split(" Beware")[0]


def _methods() -> Iterator[str]:
    yield "| `len(table)`, `for row in table`, `table.rows` | its rows, as dictionaries |"
    yield '| `table[0]`, `table["model"]`, `table[:5]` | a row, a column as a list, the first rows |'
    for owner in (api.Table, api.ComparisonTable):
        for name, member in vars(owner).items():
            if name.startswith("_") or name == "rows":
                continue
            usage = f".{name}" if isinstance(member, property) else f".{name}{_signature(member)}"
            of = "" if owner is api.Table else ", of compare only"
            summary = (inspect.getdoc(member) or "").partition("\n\n")[0].replace("\n", " ")
            yield f"| `{usage}`{of} | {summary} |"


def _section(name: str) -> str:
    """One function: usage, what it gives, its arguments, errors, and an example with its result."""
    function = getattr(api, name)
    summary, sections, examples = _parts(inspect.getdoc(function) or "")
    lines = [f"### {name}", "", f"`plm_ratios.{name}{_signature(function)}`", "", summary, ""]
    if "Parameters" in sections:
        lines += ["| argument | meaning |", "|---|---|"]
        lines += [f"| `{argument}` | {meaning} |" for argument, meaning in _entries(sections["Parameters"])]
        lines.append("")
    if "Returns" in sections:
        lines += [f"Returns: {' '.join(sections['Returns'].split())}.", ""]
    if "Raises" in sections:
        raised = (f"`{error}` ({why})" for error, why in _entries(sections["Raises"]))
        lines += [f"Raises: {'; '.join(raised)}.", ""]
    if examples:
        lines += ["```pycon", _qualified(examples), "```", ""]
    return "\n" + "\n".join(lines[:-1]) + "\n"


def _signature(function: object) -> str:
    assert callable(function)
    shown = [
        str(each.replace(annotation=inspect.Parameter.empty))
        for each in inspect.signature(function).parameters.values()
        if each.name != "self"
    ]
    return f"({', '.join(shown)})".replace("'", '"').replace(".0", "")


def _parts(docstring: str) -> tuple[str, dict[str, str], str]:
    """Summary, sections by their heading, and examples of a docstring."""
    prose, _, examples = docstring.partition(">>> ")
    summary, *rest = re.split(r"^(\w+)\n-+\n", prose, flags=re.MULTILINE)
    sections = {heading: body.strip("\n") for heading, body in zip(rest[::2], rest[1::2])}
    said = summary.strip().replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n\n")
    return said, sections, f">>> {examples}" if examples else ""


def _entries(section: str) -> Iterator[tuple[str, str]]:
    """The entries of a section: "name : meaning", over several lines."""
    for entry in re.split(r"\n(?=\S)", section):
        name, _, meaning = " ".join(entry.split()).partition(" : ")
        yield name, meaning


def _qualified(examples: str) -> str:
    """The examples as somebody writes them who has imported plm_ratios."""
    names = "|".join(name for names in THEMES.values() for name in names)
    return "\n".join(
        re.sub(rf"(?<![\w.])({names})\(", r"plm_ratios.\1(", line)
        if line.startswith((">>>", "..."))
        else line
        for line in examples.splitlines()
    )


if __name__ == "__main__":
    use_bundled_only()
    REFERENCE.write_text(text(), encoding="utf-8")
    print(f"Wrote {REFERENCE.name}")
