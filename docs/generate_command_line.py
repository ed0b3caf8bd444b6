"""Writes docs/command_line.md, the reference of what the commands print for programs.

python docs/generate_command_line.py
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from plm_ratios.comparison.records import FIELDS
from plm_ratios.records.changes import CHANGE_FIELDS, NUMBER_FIELDS
from plm_ratios.records.claims import CLAIM_FIELDS
from plm_ratios.records.diversity import DIVERSITY_FIELDS
from plm_ratios.records.entries import DATASET_FIELDS, FACT_FIELDS, FOUND_FIELDS, MODEL_FIELDS
from plm_ratios.records.fields import Field
from plm_ratios.records.laws import LAW_FIELDS
from plm_ratios.records.plans import PLAN_FIELDS

REFERENCE = Path(__file__).parent / "command_line.md"

_HEAD = """# The command line

Generated from `addin/plm_ratios/records/` and `addin/plm_ratios/comparison/records.py` by `make docs`.
`plm-ratios COMMAND --help` explains each command, with examples.

    plm-ratios compare ESM-2 "ProGen2-xlarge" --basis seen --sort
    plm-ratios catalog search uniref50 CLM
    plm-ratios laws "Cheng MLM"
    plm-ratios plan --gpu H100 --count 8 --days 7 --sequences 60M

## What is the same in all commands

- **Models** are named one after another, or with `--model` (also `--models`), which may be repeated; commas
  will do in both: `compare esm2-15b,progen2`. A family stands for its models. Names match without regard to
  case, blanks, dashes, underscores and quotes; `facebook/esm2_t48_15B_UR50D` is known by its last part.
- **`--basis`** is `sequences`, `unique` or `seen`, in any case. **`--avglen`** is in residues,
  **`--target`** in tokens per parameter. Numbers may be typed as `15e9`, `15B` or `15 billion`; the point
  is the decimal point.
- **`--force`** replaces files that are there; without it nothing is replaced.
- **Exit codes**: 0 done, 1 a check found something wrong, 2 it could not do what was asked, 130 stopped
  with Ctrl-C. What went wrong is one line on standard error.
- **Completion**: `plm-ratios --install-completion` makes your shell complete commands, options, names of
  models and datasets, bases and laws. Lower case is completed with ids, capitals with names in one word,
  such as `ESM-2-15B`.

## Output for programs

`compare`, `claims`, `laws`, `plan`, `catalog list`, `catalog search`, `catalog show` and `catalog changes`
print a table for people. With `--json` they print a JSON list of records instead, with `--csv -` the same
records as CSV, and with `--csv FILE.csv` they also write them to a file:

    plm-ratios compare ESM-2 --json
    plm-ratios catalog show esm2-15b --csv -
    plm-ratios claims --csv claims.csv

Numbers are full numbers. Where there is none, JSON holds null and CSV an empty cell. Lists are joined by
semicolons in CSV. The fields below stay as they are; new ones come at the end. `count` has a form of its own
([Your own sequences](corpus.md)).
"""

_TABLES: tuple[tuple[str, Sequence[Field]], ...] = (
    ("compare", FIELDS),
    ("claims", CLAIM_FIELDS),
    ("claims --diversity", DIVERSITY_FIELDS),
    ("laws", LAW_FIELDS),
    ("plan", PLAN_FIELDS),
    ("catalog list", MODEL_FIELDS),
    ("catalog list --datasets", DATASET_FIELDS),
    ("catalog search", FOUND_FIELDS),
    ("catalog show", FACT_FIELDS),
    ("catalog changes", CHANGE_FIELDS),
    ("catalog changes WORKBOOK", NUMBER_FIELDS),
)


def text() -> str:
    """The whole page."""
    return _HEAD + "".join(section(command, fields) for command, fields in _TABLES)


def section(command: str, fields: Sequence[Field]) -> str:
    """The fields of a command."""
    rows = (
        f"| `{field.name}` | {field.type} | {field.description} | {field.unit} |".replace("  |", " |")
        for field in fields
    )
    return "\n".join(
        ["", f"### {command}", "", "| field | type | what it holds | unit |", "|---|---|---|---|", *rows, ""]
    )


if __name__ == "__main__":
    REFERENCE.write_text(text(), encoding="utf-8")
    print(f"Wrote {REFERENCE}")
