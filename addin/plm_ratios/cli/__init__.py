"""The command line: plm-ratios."""

from __future__ import annotations

import sys

import typer

from ..errors import PlmError
from . import calc, catalog, compare, demo, doctor, workbook
from .output import fail, show_version

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Tokens per parameter of protein language models: compare them here, in workbooks with live "
    "formulas, or in LibreOffice Calc.\n\nStart with: plm-ratios demo",
)
app.command()(demo.demo)
app.command()(compare.compare)
app.command()(workbook.new)
app.command()(workbook.recalc)
app.command()(doctor.doctor)
app.add_typer(catalog.app, name="catalog")
app.add_typer(calc.app, name="calc")


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=show_version, is_eager=True, help="Show version and catalog edition."
    ),
) -> None:
    """Options that go before a command."""


def main() -> None:
    """Runs the command line; what goes wrong is one line on standard error and a non-zero exit."""
    from ..hosts.calc.locate import HostMissing
    from ..hosts.calc.session import CalcFailed

    try:
        app()
    except (PlmError, HostMissing, CalcFailed) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.strerror or error}: {error.filename}" if error.filename else str(error))
    except KeyboardInterrupt:
        print("Stopped; nothing was left half-written.", file=sys.stderr)
        raise SystemExit(130) from None
