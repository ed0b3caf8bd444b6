"""plm-ratios sheets export"""

from __future__ import annotations

from pathlib import Path

import typer

from . import options
from .output import print

app = typer.Typer(no_args_is_help=True, help="The functions inside Google Sheets.")


@app.callback()
def _sheets() -> None:
    """The functions inside Google Sheets."""


@app.command()
def export(
    folder: Path = typer.Argument(Path("plm-sheets"), metavar="DIR", help="Where to write the script."),
    force: bool = options.flag("--force", "Replace files that are there."),
) -> None:
    """Write the Apps Script that gives a Google spreadsheet the functions and the menu pLM ratios.

    By hand: open Extensions > Apps Script in the spreadsheet, and paste the
    four files there.

    With clasp, Google's command line: write the script's ID into
    DIR/.clasp.json, and run clasp push in DIR.

    DIR/README.txt has both, step by step.

    Example: plm-ratios sheets export plm-sheets
    """
    from ..hosts.sheets.export import export as run

    written = run(folder, replace=force)
    for path in written:
        print(f"Wrote {path}")
    print(
        "\nNext:\n"
        "1. Open a Google spreadsheet, then Extensions > Apps Script.\n"
        f"2. Paste the files there, or push them with clasp: {folder / 'README.txt'} says how.\n"
        "3. Reload the spreadsheet: menu pLM ratios > New comparison sheet."
    )
