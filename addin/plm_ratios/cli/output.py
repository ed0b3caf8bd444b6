"""What commands print: tables, numbers as people read them, errors."""

from __future__ import annotations

import math
import sys
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ..cells import CellError
from ..explain import version
from ..findings import Finding

# Wide enough for the comparison when the output goes to a file or a pipe, which have no width.
_PIPE_WIDTH = 170

_SCALES = ((1e12, "T", 2), (1e9, "B", 1), (1e6, "M", 1))


def console() -> Console:
    """A console for standard output."""
    return Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False)


def show_findings(title: str, findings: list[Finding], fault: str = "missing") -> None:
    """What was found as a table, and below it what to do: a command that a column folds in the middle
    cannot be copied.

    fault   the mark of a finding that has a remedy
    """
    table = Table(title=title, title_justify="left")
    for header in ("", "What", "Found"):
        table.add_column(header, overflow="fold")
    for finding in findings:
        mark = f"[yellow]{fault}[/yellow]" if finding.remedy else "[green]ok[/green]"
        table.add_row(mark, escape(finding.what), escape(finding.found))
    console().print(table)
    for finding in findings:
        if finding.remedy:
            console().print(f"[yellow]{fault}[/yellow] {escape(finding.what)}:")
            console().print(f"    {finding.remedy}", markup=False, soft_wrap=True)


def fail(message: str) -> NoReturn:
    """One line on standard error, and exit code 1."""
    print(f"plm-ratios: {message}", file=sys.stderr)
    raise SystemExit(1)


def refuse_impossible(avglen: float, target: float) -> None:
    """Fails where an average length or a target is no size."""
    for number, what in ((avglen, "average length"), (target, "target")):
        if not 0 < number < math.inf:
            fail(f"The {what} must be a finite number above zero; it is {number:g}.")


def show_version(asked: bool) -> None:
    """Prints the version and stops, where it was asked for."""
    if asked:
        print(version())
        raise typer.Exit


def count(value: Any) -> str:
    """A count as the workbook shows it: 15.0B."""
    if not isinstance(value, (int, float)):
        return _other(value)
    for scale, letter, digits in _SCALES:
        if value >= scale:
            return f"{value / scale:.{digits}f}{letter}"
    return f"{value:,.0f}"


def ratio(value: Any) -> str:
    """A ratio with as many digits as it deserves."""
    if not isinstance(value, (int, float)):
        return _other(value)
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _other(value: Any) -> str:
    if value is None or isinstance(value, CellError):
        return "[dim]–[/dim]"
    return escape(str(value))
