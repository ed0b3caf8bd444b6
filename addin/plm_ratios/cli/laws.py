"""plm-ratios laws"""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import typer
from rich.markup import escape

from ..analysis import scaling_laws
from ..analysis.explanations import about_law
from ..analysis.power_law import Law
from ..records.fields import names
from ..records.laws import LAW_FIELDS, law_records
from . import machine_output, options, output, tables
from .tables import TerminalColumn


def complete_laws(incomplete: str) -> list[tuple[str, str]]:
    """Ids of laws for the shell."""
    return [(law.id, law.name) for law in scaling_laws.laws() if law.id.startswith(incomplete.lower())]


def laws(
    law: Optional[list[str]] = typer.Argument(
        None,
        metavar="[LAW]...",
        help="Laws by any of their names. Without any: all.",
        autocompletion=complete_laws,
    ),
    json: bool = options.JSON,
    csv: Optional[Path] = options.CSV,
    force: bool = options.FORCE,
) -> None:
    """List the scaling laws: what each is about, what it advises, what to beware of.

    Example: plm-ratios laws

    Example: plm-ratios laws "Cheng MLM" --json
    """
    asked = [scaling_laws.law(name) for name in law or ()] or list(scaling_laws.laws())
    ids = {each.id for each in asked}
    records = [record for record in law_records() if record["id"] in ids]
    machine_output.show(records, names(LAW_FIELDS), lambda: _print(asked, bool(law)), json, csv, force)


def _print(laws: list[Law], in_full: bool) -> None:
    console = output.console()
    if in_full:
        for law in laws:
            console.print(escape(about_law(law)))
        return
    columns = [
        TerminalColumn("Law", [escape(law.name) for law in laws], wraps=True),
        TerminalColumn("Id", [escape(law.id) for law in laws], rank=2),
        TerminalColumn("Domain", [law.domain for law in laws]),
        TerminalColumn("Objective", [law.objective for law in laws]),
        TerminalColumn("Exponent", [f"{law.exponent:.3g}" for law in laws], rank=1, right=True),
        TerminalColumn("At 1e21 FLOPs", [output.ratio(_advised(law)) for law in laws], right=True),
        TerminalColumn("Source", [escape(law.source.short) for law in laws], rank=3, wraps=True),
    ]
    tables.show(
        console,
        columns,
        title="Scaling laws, and the tokens per parameter that they advise at 1e21 FLOPs",
        notes=[
            "Exponent: optimal parameters grow as compute to this power. plm-ratios laws NAME says what to "
            "beware of."
        ],
    )


def _advised(law: Law) -> float | None:
    return scaling_laws.optimum(scaling_laws.EXAMPLE_BUDGET, law).ratio if law.gives_sizes else None
