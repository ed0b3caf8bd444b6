"""plm-ratios new, plm-ratios recalc"""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import typer

from .. import ratios, template
from ..catalog import load
from . import output
from .compare import chosen

_FLAVOURS = ", ".join(f"{name} (needs {flavour.needs})" for name, flavour in template.FLAVOURS.items())


def new(
    path: Path = typer.Argument(..., help="Where to write the workbook, such as comparison.xlsx."),
    flavour: str = typer.Option("native", help=f"Which kind: {_FLAVOURS}."),
    model: Optional[list[str]] = typer.Option(
        None, "--model", help="A model or family to compare; repeatable."
    ),
    basis: str = typer.Option("sequences", help="sequences, unique or seen."),
    avglen: float = typer.Option(ratios.AVERAGE_LENGTH, help="Average length in residues."),
    target: float = typer.Option(ratios.TARGET, help="Tokens per parameter to compare with."),
    force: bool = typer.Option(False, "--force", help="Replace the file if it is there."),
) -> None:
    """Write a fresh workbook: live formulas, drop-downs, chart, sources.

    Example: plm-ratios new comparison.xlsx --model ESM-2 --model ProGen2 --basis seen
    """
    if basis not in ratios.BASES:
        output.fail(f'There is no basis "{basis}". Choose {ratios.alternatives(ratios.BASES)}.')
    if not (avglen > 0 and target > 0):
        output.fail("The average length and the target must be above zero.")
    models = tuple(load().model(name).id for name in chosen(model))
    inputs = template.Inputs(models=models, basis=basis, avglen=avglen, target=target)
    written = template.build(path, template.flavour(flavour), inputs, replace=force)
    print(f"Wrote {written} ({flavour}: needs {template.flavour(flavour).needs})")


def recalc(
    file: Path = typer.Argument(..., help="An .xlsx or .xlsm workbook that uses the functions, ours or not."),
    out: Optional[Path] = typer.Option(
        None, "--out", help="Where to write the copy; beside the file by default."
    ),
    force: bool = typer.Option(False, "--force", help="Replace the copy if it is there."),
) -> None:
    """Calculate a workbook in headless LibreOffice and write a copy with the new values.

    Formulas, names, macros and charts of the workbook stay as they are; only stored values change.
    The workbook itself is never touched.
    """
    from ..hosts.calc.session import CalcSession
    from ..workbooks.book import Book
    from ..workbooks.recalc import check_target, default_target, recalculate

    # Refuse before the minute that a first start of LibreOffice may take.
    target = out or default_target(file)
    Book.open(file)
    check_target(file, target, force)
    with output.console().status(f"Calculating {file.name} in LibreOffice Calc ..."), CalcSession() as calc:
        report = recalculate(file, calc, target, overwrite=force)
    print(report)
