"""plm-ratios freeze"""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Optional

import typer
from rich.markup import escape

from . import options, output
from .output import print

_MOST_REMARKS = 10


def freeze(
    file: Path = typer.Argument(..., help="An .xlsx or .xlsm workbook that uses the functions, ours or not."),
    to: Optional[Path] = typer.Option(
        None,
        "--to",
        help='Where to write the copy; beside the file by default, as "FILE values". A copy of an .xlsm file '
        "that ends in .xlsx holds no macros.",
    ),
    comments: bool = options.flag("--comments", "Keep each formula in a comment of its cell."),
    recalc: bool = options.flag("--recalc", "Calculate the values first, in headless LibreOffice."),
    as_stored: bool = options.flag(
        "--as-stored",
        "Take the stored values also where they are missing, #NAME? or placeholders; the default is to stop.",
    ),
    force: bool = options.FORCE,
) -> None:
    """Write a copy of a workbook for colleagues without the functions: values in place of calls of them.

    Every other formula stays, and calculates from the values. The workbook itself is never touched.

    Example: plm-ratios freeze comparison.xlsm

    Example: plm-ratios freeze comparison.xlsm --to "for Kim.xlsx" --comments
    """
    from .. import freezing

    waiting = output.console().status(f"Calculating {escape(file.name)} in LibreOffice Calc ...")
    with waiting if recalc else nullcontext():
        report = freezing.freeze(file, to, comments=comments, force=force, recalc=recalc, as_stored=as_stored)
    print(report)
    for remark in report.remarks[:_MOST_REMARKS]:
        print(f"  {remark}")
    if len(report.remarks) > _MOST_REMARKS:
        print(f"  and {len(report.remarks) - _MOST_REMARKS} more like these")
    print(f"Wrote {report.target}; {file.name} is as it was.")
