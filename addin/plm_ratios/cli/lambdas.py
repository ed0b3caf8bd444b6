"""plm-ratios lambda labs | sheets"""

from __future__ import annotations

from pathlib import Path

import typer

from ..files import replacing
from . import options
from .output import print

app = typer.Typer(
    no_args_is_help=True,
    help="The functions as LAMBDA formulas: no macros, no Python, no add-in.\n\n"
    "For a workbook with the functions in it: plm-ratios new comparison.xlsx --flavour lambda",
)
_FORCE = options.flag("--force", "Replace a file that is there.")


@app.command()
def labs(
    path: Path = typer.Argument(Path("plm_excel_labs.txt"), metavar="FILE", help="Where to write the text."),
    force: bool = _FORCE,
) -> None:
    """Write the functions as text for Excel Labs, Microsoft's free add-in with an editor for formulas.

    There they are called PLM_RATIO, PLM_TOKENS and so on. The text says how the tables that they read get
    into your workbook.

    Example: plm-ratios lambda labs plm_excel_labs.txt
    """
    from ..hosts.lambdas.excel_labs import module_text

    _write(path, module_text(), force)
    print(
        "Next: open Excel Labs (Home > Add-ins), Advanced formula environment, Modules. Paste the text into "
        "the module Workbook and save it there. The first lines of the text say what else it needs. Then: "
        '=PLM_RATIO("ESM-2 15B")'
    )


@app.command()
def sheets(
    path: Path = typer.Argument(
        Path("plm_named_functions.txt"), metavar="FILE", help="Where to write the text."
    ),
    force: bool = _FORCE,
) -> None:
    """Write the functions as named functions of Google Sheets, for spreadsheets where no script may run.

    The text says the steps, then name, description, placeholders and formula of each function, to copy
    from. With a script, nothing has to be copied: plm-ratios sheets export

    Example: plm-ratios lambda sheets plm_named_functions.txt
    """
    from ..hosts.lambdas.named_functions import text

    _write(path, text(), force)
    print("Next: do the steps at the top of it.")


def _write(path: Path, text: str, force: bool) -> None:
    with replacing(path, force) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
    print(f"Wrote {path}")
