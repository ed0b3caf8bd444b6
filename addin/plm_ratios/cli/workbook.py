"""plm-ratios new, plm-ratios recalc"""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import typer

from ..analysis import ratios
from ..catalog import load
from ..comparison.compare import DEFAULT_MODELS, check_sizes, chosen
from . import lite, output

_FLAVOURS = (
    "native (plain formulas, for Excel and Calc), excel (live functions for Excel on Windows, an .xlsm "
    "file), lite (live functions for Excel on Windows, Mac and web, needs the free add-in xlwings Lite) or "
    "calc (live functions, needs the Calc add-in). Where it is left out: excel for an .xlsm file, native for "
    "an .xlsx file"
)
_MOST_REMARKS = 10


def new(
    path: Path = typer.Argument(..., help="Where to write the workbook, such as comparison.xlsx."),
    flavour: Optional[str] = typer.Option(None, help=f"Which kind: {_FLAVOURS}."),
    model: Optional[list[str]] = typer.Option(
        None, "--model", help="A model or family to compare; repeatable."
    ),
    basis: str = typer.Option("sequences", help="sequences, unique or seen."),
    avglen: float = typer.Option(ratios.AVERAGE_LENGTH, help="Average length in residues."),
    target: float = typer.Option(ratios.TARGET, help="Tokens per parameter to compare with."),
    route: str = lite.ROUTE,
    force: bool = typer.Option(False, "--force", help="Replace the file if it is there."),
) -> None:
    """Write a fresh workbook: live formulas, drop-downs, chart, sources.

    Example: plm-ratios new comparison.xlsx --model ESM-2 --model ProGen2 --basis seen

    Example: plm-ratios new comparison.xlsm

    Example: plm-ratios new comparison.xlsx --flavour lite
    """
    from .. import workbook_builder  # imports XlsxWriter, which other commands do not need

    basis = ratios.as_basis(basis)
    check_sizes(avglen, target)
    models = tuple(load().model(name).id for name in chosen(model or DEFAULT_MODELS))
    inputs = workbook_builder.Inputs(models=models, basis=basis, avglen=avglen, target=target)
    kind = workbook_builder.flavour(flavour) if flavour else workbook_builder.for_suffix(path.suffix)
    written = workbook_builder.build(path, kind, inputs, replace=force, route=route)
    print(f"Wrote {written} ({kind.name}: needs {kind.needs})")


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

    Example: plm-ratios recalc comparison.xlsx --out recalculated.xlsx
    """
    from ..recalculation import recalculate

    with output.console().status(f"Calculating {file.name} in LibreOffice Calc ..."):
        report = recalculate(file, None, out, overwrite=force)
    print(report)
    if report.turned:
        print(f"  {report.turned_into_errors()}")
    remarks = [*report.kept, *report.resized, *report.notes]
    for remark in remarks[:_MOST_REMARKS]:
        print(f"  {remark}")
    if len(remarks) > _MOST_REMARKS:
        print(f"  and {len(remarks) - _MOST_REMARKS} more like these")
    print(f"Wrote {report.target}; {file.name} is as it was.")
