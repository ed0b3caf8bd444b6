"""plm-ratios calc install | uninstall | build"""

from __future__ import annotations

from pathlib import Path

import typer

from . import options
from .output import print

app = typer.Typer(no_args_is_help=True, help="The functions inside LibreOffice Calc.")

_SHARED = options.flag("--shared", "For all users of this machine (needs administrator rights).")


@app.command()
def install(shared: bool = _SHARED) -> None:
    """Install the functions into LibreOffice Calc, for the current user.

    Example: plm-ratios calc install
    """
    from ..hosts.calc.install import install as run

    print(run(shared=shared))


@app.command()
def uninstall(shared: bool = _SHARED) -> None:
    """Remove the functions from LibreOffice Calc again.

    Example: plm-ratios calc uninstall
    """
    from ..hosts.calc.install import uninstall as run

    print(run(shared=shared))


@app.command()
def build(
    path: Path = typer.Argument(Path("plm-ratios.oxt"), help="Where to write the extension."),
    force: bool = options.flag("--force", "Replace the file if it is there."),
) -> None:
    """Write the extension as a file (.oxt), to install by hand: Tools > Extension Manager > Add.

    Example: plm-ratios calc build plm-ratios.oxt
    """
    from ..files import replacing
    from ..hosts.calc.extension import build as run

    with replacing(path, force) as temporary:
        run(temporary)
    print(f"Wrote {path}")
