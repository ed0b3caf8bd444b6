"""The command line: plm-ratios."""

from __future__ import annotations

import sys

import typer

from ..catalog import in_use
from ..errors import HostError, PlmError
from . import (
    calc,
    catalog,
    claims,
    compare,
    count,
    demo,
    doctor,
    excel,
    exit_codes,
    export,
    freeze,
    lambdas,
    laws,
    lite,
    plan,
    server,
    sheets,
    user_catalog,
    workbook,
)
from .output import fail, print, sentence, show_version, suit_terminal
from .usage import run

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",  # fills lines that the docstrings break
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Tokens per parameter of protein language models: compare them here, in workbooks with live "
    "formulas, in Excel, Google Sheets or LibreOffice Calc.\n\nStart with: plm-ratios demo",
)
app.command()(demo.demo)
app.command()(compare.compare)
app.command()(claims.claims)
app.command()(laws.laws)
app.command()(count.count)
app.command()(plan.plan)
app.command()(workbook.new)
app.command()(workbook.recalc)
app.command()(freeze.freeze)
app.command()(export.export)
app.command()(doctor.doctor)
app.add_typer(catalog.app, name="catalog")
app.add_typer(calc.app, name="calc")
app.add_typer(excel.app, name="excel")
app.add_typer(lite.app, name="lite")
app.add_typer(lambdas.app, name="lambda")
app.add_typer(sheets.app, name="sheets")
app.add_typer(server.app, name="server")


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=show_version, is_eager=True, help="Show version and catalog edition."
    ),
) -> None:
    """Options that go before a command."""


def main() -> None:
    """Run the command line; a failure is one line on standard error, with an exit code of exit_codes.py."""
    suit_terminal()
    with in_use.settled():  # all that a command writes goes by one catalog
        try:
            code = run(app, "plm-ratios")
        except (PlmError, HostError, OSError) as error:
            fail(sentence(error))
        if code == exit_codes.STOPPED:
            print("Stopped; nothing was left half-written.", file=sys.stderr)
        elif code == exit_codes.DONE:
            user_catalog.warn()
        raise SystemExit(code)
