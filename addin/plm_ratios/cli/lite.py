"""plm-ratios lite main | extract"""

from __future__ import annotations

from pathlib import Path
from typing import Mapping

import typer

from ..errors import PlmError
from ..files import replacing_all
from . import options

app = typer.Typer(
    no_args_is_help=True,
    help="The functions in Excel on Windows, Mac and web, through the free add-in xlwings Lite.\n\n"
    "For a workbook with everything in it: plm-ratios new comparison.xlsx --flavour lite",
)

ROUTE = typer.Option(
    "inside",
    help="How main.py finds the package: inside (it holds it, so nothing has to be installed) or index (Lite "
    "installs plm-ratios from PyPI, once it is published there).",
)
_FORCE = options.flag("--force", "Replace files that are there.")


@app.command()
def main(
    folder: Path = typer.Argument(Path("."), help="Where to write main.py and requirements.txt."),
    route: str = ROUTE,
    force: bool = _FORCE,
) -> None:
    """Write main.py and requirements.txt to paste into xlwings Lite, for a workbook of your own.

    Example: plm-ratios lite main plm-lite

    Example: plm-ratios lite main plm-lite --route index
    """
    from ..hosts.lite.program import files

    _write(folder, files(route), force)
    print(
        "Next: open your workbook in Excel and click xlwings Lite on the Home tab. Paste main.py and "
        "requirements.txt into the tabs of these names, restart Lite from its menu, and type "
        '=RATIO("ESM-2 15B").'
    )


@app.command()
def extract(
    workbook: Path = typer.Argument(..., help="A workbook with Python for xlwings Lite, ours or not."),
    folder: Path = typer.Argument(Path("."), help="Where to write its files."),
    force: bool = _FORCE,
) -> None:
    """Write out the Python that a workbook carries for xlwings Lite, to read it before you trust it.

    Of a workbook of plm-ratios, the package inside main.py is unpacked too.

    Example: plm-ratios lite extract comparison.xlsx review
    """
    from ..hosts.lite.parts import read
    from ..hosts.lite.program import unpacked

    files = read(workbook)
    _write(folder, {**files, **unpacked(files)}, force)


def _write(folder: Path, files: Mapping[str, str], force: bool) -> None:
    """Write all of the files, or none. Their names may come from a workbook that is not trusted."""
    inside = folder.resolve()
    paths = [folder / name for name in files]
    for name, path in zip(files, paths):
        if inside not in path.resolve().parents:
            raise PlmError(f"A file of the workbook is called {name!r}, which lies outside {folder}.")
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
    with replacing_all(paths, force) as temporaries:
        for temporary, text in zip(temporaries, files.values()):
            temporary.write_text(text, encoding="utf-8", newline="\n")
    for path in paths:
        print(f"Wrote {path}")
