"""plm-ratios export"""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path
from typing import Optional, Sequence

import typer
from rich.markup import escape

from ..analysis import ratios
from ..catalog.typed_numbers import from_command_line
from ..errors import PlmError
from . import options, output
from .output import print

_MOST_REMARKS = 20
_SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt", ".pptx")
_EPOCH_VARIABLE = "SOURCE_DATE_EPOCH"  # reproducible-builds.org/specs/source-date-epoch


def export(
    words: Optional[list[str]] = typer.Argument(
        None,
        metavar="[FILE] [MODEL]...",
        help="A workbook of plm-ratios that you filled in, of any flavour; models or families to show "
        "instead of all its models. Without a workbook, the models are those of the catalog.",
        autocompletion=options.complete_models,
    ),
    to: Optional[list[Path]] = typer.Option(
        None,
        "--to",
        help="A file to write; repeatable. Its ending says what it is: .pptx (a deck with editable charts), "
        ".png or .svg (a chart), .pdf (the sheet Slide, by LibreOffice), .csv (with a datapackage.json), "
        ".xlsx (values without formulas). Where left out: a deck beside the workbook.",
    ),
    model: Optional[list[str]] = options.MODEL,
    basis: Optional[str] = typer.Option(
        None,
        metavar="BASIS",
        help="sequences, unique, seen or effective, instead of the workbook's.",
        autocompletion=options.complete_bases,
    ),
    avglen: Optional[str] = typer.Option(
        None, metavar="NUMBER", help="Average length in residues, instead of the workbook's."
    ),
    target: Optional[str] = typer.Option(
        None, metavar="NUMBER", help="Tokens per parameter to compare with, instead of the workbook's."
    ),
    title: Optional[str] = typer.Option(
        None,
        help="Title of the first slide and of pictures, instead of the workbook's or what the numbers say.",
    ),
    theme: str = typer.Option("light", help="light or dark."),
    template: Optional[Path] = typer.Option(
        None, help="A .pptx or .potx whose master, layouts and colours the deck takes."
    ),
    chart: str = typer.Option(
        "ratio",
        help="What .png and .svg show: ratio (bars from the target), bases (each model on every basis), time "
        "(by date of release), score (published scores of ProteinGym over ratios) or plane "
        "(parameters against tokens).",
    ),
    hidden: bool = options.flag(
        "--hidden", "Take in rows of the workbook that are hidden or filtered out; else a note counts them."
    ),
    slides: Optional[list[str]] = typer.Option(
        None,
        "--slides",
        metavar="NAMES",
        help="What a deck shows, in this order; repeatable, and commas will do: opening, ratio, bases, time, "
        "score, plane, table, claims, conclusion, sources. Where left out: all but time and "
        "score, and claims only if models of the essay are compared.",
    ),
    order: str = typer.Option(
        "",
        metavar="ORDER",
        help="ratio (largest first) or given. Where left out: ratio, but given in .csv and .xlsx.",
    ),
    sort: bool = options.flag("--sort", "The same as --order ratio."),
    date: Optional[datetime.datetime] = typer.Option(
        None, formats=["%Y-%m-%d"], help="The date that exports bear; today where left out."
    ),
    force: bool = options.flag("--force", "Replace files that are there."),
) -> None:
    """Make slides, pictures and tables of a comparison, from a workbook or from names.

    The numbers are computed again from what you filled in. Numbers typed over a formula, and models of
    the sheet What-if, are taken as yours and marked with *. Hidden rows are left out, as in the workbook's
    chart.

    Example: plm-ratios export comparison.xlsm --to deck.pptx --to chart.png

    Example: plm-ratios export ESM-2 ProGen2 --basis seen --to deck.pptx

    Example: plm-ratios export ESM-2 ProGen2 --to short.pptx --slides ratio,table,sources

    Example: plm-ratios export comparison.xlsx --to talk.pptx --template corporate.potx --title "Our models"
    """
    from ..comparison.terms import Terms
    from ..slides.export import Wanted
    from ..slides.export import export as write

    if template is not None and theme != "light":
        raise PlmError("A template brings its own colours: give --template or --theme, not both.")
    file, names = _file_and_models(words or [])
    wanted = Wanted(
        targets=tuple(to or [_deck_of(file)]),
        date=date.date() if date else _today(),
        file=file,
        models=tuple(each for word in (*names, *(model or ())) for each in options.parts(word)),
        terms=Terms(
            None if basis is None else ratios.as_basis(basis),
            None if avglen is None else from_command_line(avglen, "average length"),
            None if target is None else from_command_line(target, "target"),
        ),
        title=" ".join((title or "").split()),
        theme=theme,
        template=template,
        chart=chart,
        hidden=hidden,
        slides=tuple(slides or ()),
        order=_order(order, sort),
        force=force,
    )
    with output.console().status("Starting ...") as status:
        report = write(wanted, lambda step: status.update(f"{escape(step)} ..."))
    for path in report.written:
        print(f"Wrote {path}")
    for remark in report.remarks[:_MOST_REMARKS]:
        print(f"note: {remark}", file=sys.stderr)
    if len(report.remarks) > _MOST_REMARKS:
        print(f"note: and {len(report.remarks) - _MOST_REMARKS} more like these", file=sys.stderr)


def _order(order: str, sort: bool) -> str:
    order = order.strip().lower()
    if sort and order == "given":
        raise PlmError("--sort and --order given contradict each other: give one of them.")
    return "ratio" if sort else order


def _file_and_models(words: Sequence[str]) -> tuple[Path | None, list[str]]:
    """The workbook among some words, if there is one, and the models."""
    files = [word for word in words if _is_file(word)]
    if len(files) > 1:
        raise PlmError(f"One workbook at a time: {' or '.join(files)}. Other words are names of models.")
    return (Path(files[0]) if files else None), [word for word in words if word not in files]


def _is_file(word: str) -> bool:
    """Whether a word is meant as a file: there is one, or it is no model's name and looks like a file's."""
    if os.path.exists(word):
        return True
    if options.is_known(word):
        return False
    return Path(word).suffix.lower() in _SUFFIXES or os.sep in word


def _deck_of(file: Path | None) -> Path:
    """The default file for a deck. A path without a name, such as ".", is rejected when it is read."""
    return file.with_suffix(".pptx") if file and file.name else Path("comparison.pptx")


def _today() -> datetime.date:
    """Today, or the day that SOURCE_DATE_EPOCH sets for a reproducible build."""
    seconds = os.environ.get(_EPOCH_VARIABLE, "")
    if seconds.isdigit():
        return datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc).date()
    return datetime.date.today()
