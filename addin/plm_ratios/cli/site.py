"""plm-ratios catalog site"""

from __future__ import annotations

import sys
from pathlib import Path

import typer
from rich.progress import Progress

from . import options, output
from .output import Console, print


def site(
    folder: Path = typer.Argument(..., metavar="DIR", help="A new folder, or one that this command wrote."),
    bundled_only: bool = options.flag("--bundled-only", "Leave out your own models and datasets."),
    force: bool = options.flag(
        "--force", "Write into a folder that holds other files; they stay, but for those of the same names."
    ),
) -> None:
    """Write the catalog as web pages: a searchable table, and a page for each model with every source.

    The pages need no server and no network: open index.html, or put the folder on any web server.

    Example: plm-ratios catalog site catalog-pages
    """
    from ..site import writing

    shown = Console(stderr=True)
    with Progress(console=shown, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("Writing pages", total=None)
        written = writing.write(
            folder, bundled_only, force, lambda done, total: bar.update(task, completed=done, total=total)
        )
    own = len(written.catalog.user_entries)
    print(f"Wrote {folder / 'index.html'} and {output.counted(written.pages - 1, 'other page')}.")
    if own:
        said = "1 of them is" if own == 1 else f"{own} of them are"
        print(f'{said} your own, marked "own"; --bundled-only leaves them out.')
