"""plm-ratios calc install | uninstall | build"""

from __future__ import annotations

from pathlib import Path

import typer

app = typer.Typer(no_args_is_help=True, help="The functions inside LibreOffice Calc.")

_SHARED = typer.Option(False, "--shared", help="For all users of this machine (needs administrator rights).")


@app.command()
def install(shared: bool = _SHARED) -> None:
    """Install the functions into LibreOffice Calc, for the current user."""
    from ..hosts.calc.install import install as run

    print(run(shared=shared))


@app.command()
def uninstall(shared: bool = _SHARED) -> None:
    """Take the functions out of LibreOffice Calc again."""
    from ..hosts.calc.install import uninstall as run

    print(run(shared=shared))


@app.command()
def build(path: Path = typer.Argument(Path("plm-ratios.oxt"), help="Where to write the extension.")) -> None:
    """Write the extension as a file (.oxt), to install by hand: Tools > Extension Manager > Add."""
    from ..files import replacing
    from ..hosts.calc.extension import build as run

    with replacing(path, force=True) as temporary:
        run(temporary)
    print(f"Wrote {path}")
