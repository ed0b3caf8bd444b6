"""plm-ratios new, plm-ratios recalc"""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import typer
from rich.markup import escape

from ..analysis import ratios
from ..catalog import load
from . import lite, options, output
from .output import print

_FLAVOURS = (
    "native (plain formulas, for Excel and Calc), excel (live functions for Excel on Windows, an .xlsm "
    "file), lite (live functions for Excel on Windows, Mac and web, needs the free add-in xlwings Lite), "
    "lambda (plain formulas, and the functions as LAMBDA formulas for cells of your own: Excel 365, 2024, "
    "Mac and web, without macros or add-in) or calc (live functions, needs the Calc add-in). Where it is "
    "left out: excel for an .xlsm file, native for an .xlsx file"
)
_MOST_REMARKS = 10


def new(
    path: Path = typer.Argument(..., help="Where to write the workbook, such as comparison.xlsx."),
    flavour: Optional[str] = typer.Option(None, help=f"Which kind: {_FLAVOURS}."),
    models: Optional[list[str]] = options.MODELS,
    model: Optional[list[str]] = options.MODEL,
    basis: str = options.BASIS,
    avglen: str = options.AVGLEN,
    target: str = options.TARGET,
    route: str = lite.ROUTE,
    force: bool = options.FORCE,
) -> None:
    """Write a fresh workbook: live formulas, drop-downs, chart, sources.

    Example: plm-ratios new comparison.xlsx ESM-2 ProGen2 --basis seen

    Example: plm-ratios new comparison.xlsm

    Example: plm-ratios new comparison.xlsx --flavour lite
    """
    from .. import workbook_builder
    from ..workbook_builder.building import build  # imports XlsxWriter, which other commands do not need

    basis = ratios.as_basis(basis)
    length, wanted = options.sizes(avglen, target)
    ids = tuple(load().model(name).id for name in options.names(models, model))
    inputs = workbook_builder.Inputs(models=ids, basis=basis, avglen=length, target=wanted)
    kind = workbook_builder.flavour(flavour) if flavour else workbook_builder.for_suffix(path.suffix)
    written = build(path, kind, inputs, replace=force, route=route)
    print(f"Wrote {written} ({kind.name}: needs {kind.needs})")


def recalc(
    file: Path = typer.Argument(..., help="An .xlsx or .xlsm workbook that uses the functions, ours or not."),
    out: Optional[Path] = typer.Option(
        None, "--out", help="Where to write the copy; beside the file by default."
    ),
    timeout: int = typer.Option(
        600, min=1, max=86_400, help="Seconds that LibreOffice may take; after that it is ended."
    ),
    force: bool = options.FORCE,
) -> None:
    """Calculate a workbook in headless LibreOffice and write a copy with the new values.

    Formulas, names, macros and charts of the workbook stay as they are; only stored values change.
    The workbook itself is never touched.

    Example: plm-ratios recalc comparison.xlsx --out recalculated.xlsx
    """
    from ..recalculation import recalculate

    with output.console().status(f"Calculating {escape(file.name)} in LibreOffice Calc ..."):
        report = recalculate(file, None, out, overwrite=force, seconds=timeout)
    print(report)
    if since := _since_its_edition(file):
        print(f"  {since}")
    if report.turned:
        print(f"  {report.turned_into_errors()}")
    remarks = [*report.kept, *report.resized, *report.notes]
    for remark in remarks[:_MOST_REMARKS]:
        print(f"  {remark}")
    if len(remarks) > _MOST_REMARKS:
        print(f"  and {len(remarks) - _MOST_REMARKS} more like these")
    print(f"Wrote {report.target}; {file.name} is as it was.")


def _since_its_edition(file: Path) -> str:
    """A sentence about the numbers that changed since the edition that a workbook was built with; "" where
    that is the one in use, or none that is kept."""
    from ..catalog import bundled
    from ..curation import kept

    if not kept.dates():
        return ""
    from ..editions.built_with import edition_of

    built, current = edition_of(file), bundled()
    if built == current.edition or built not in kept.dates():
        return ""
    from ..editions import workbook_numbers

    found = workbook_numbers.numbers(file, kept.edition(built).catalog, current)
    if not found.changed:
        return ""
    said = found.sentence(built, current.edition)
    return f"{said} plm-ratios catalog changes {file} lists them."
