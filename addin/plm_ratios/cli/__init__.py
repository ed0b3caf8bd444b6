"""The command line: plm-ratios."""

from __future__ import annotations

import gc
import sys

import typer

from ..catalog import in_use
from ..errors import HostError, PlmError
from . import exit_codes
from .lazy_commands import group_of
from .output import fail, print, sentence, show_version, suit_terminal
from .usage import run

# Objects between two searches for garbage. Python's 700 suit what runs for days; for what ends within
# seconds, they are a tenth of its time.
OBJECTS = 50_000

app = typer.Typer(
    cls=group_of(
        {
            "demo": "demo.demo",
            "compare": "compare.compare",
            "claims": "claims.claims",
            "laws": "laws.laws",
            "count": "count.count",
            "plan": "plan.plan",
            "new": "workbook.new",
            "recalc": "workbook.recalc",
            "freeze": "freeze.freeze",
            "export": "export.export",
            "doctor": "doctor.doctor",
            "catalog": "catalog.app",
            "calc": "calc.app",
            "excel": "excel.app",
            "lite": "lite.app",
            "lambda": "lambdas.app",
            "sheets": "sheets.app",
            "server": "server.app",
        }
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",  # fills lines that the docstrings break
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Tokens per parameter of protein language models: compare them here, in workbooks with live "
    "formulas, in Excel, Google Sheets or LibreOffice Calc.\n\nStart with: plm-ratios demo",
)


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
    gc.set_threshold(OBJECTS)
    with in_use.settled():  # all that a command writes goes by one catalog
        try:
            code = run(app, "plm-ratios")
        except (PlmError, HostError, OSError) as error:
            fail(sentence(error))
        if code == exit_codes.STOPPED:
            print("Stopped; nothing was left half-written.", file=sys.stderr)
        elif code == exit_codes.DONE:
            from . import user_catalog

            user_catalog.warn()
        raise SystemExit(code)
