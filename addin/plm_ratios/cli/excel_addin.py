"""plm-ratios excel addin install | uninstall | status"""

from __future__ import annotations

import typer

from . import exit_codes, output
from .output import print

app = typer.Typer(
    no_args_is_help=True, help="The add-in of Excel on Windows: the functions in every workbook, and a tab."
)


@app.command()
def install() -> None:
    """Install the add-in for your account, or bring it to this version; Excel must be closed.

    Example: plm-ratios excel addin install
    """
    from ..hosts.excel.addin.installing import install as run
    from ..hosts.excel.machine import ThisMachine

    print(run(ThisMachine()))


@app.command()
def uninstall() -> None:
    """Remove the add-in; Excel must be closed. Workbooks keep the values that they were saved with.

    Example: plm-ratios excel addin uninstall
    """
    from ..hosts.excel.addin.installing import uninstall as run
    from ..hosts.excel.machine import ThisMachine

    print(run(ThisMachine()))


@app.command()
def status() -> None:
    """Say whether the add-in is installed, once, in this version, and whether Excel may open it.

    Ends with exit code 0 where nothing needs fixing and 1 where something does.

    Example: plm-ratios excel addin status
    """
    from ..hosts.excel.doctor_addin import look
    from ..hosts.excel.install import require_windows
    from ..hosts.excel.machine import ThisMachine

    machine = ThisMachine()
    require_windows(machine)
    found = look(machine)
    output.show_findings("plm-ratios excel addin status", found, fault="to fix")
    if any(finding.remedy for finding in found):
        raise typer.Exit(exit_codes.FOUND_FAULTS)
