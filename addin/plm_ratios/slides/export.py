"""Exports a filled-in workbook, or named models, to files for presentation."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Callable, NamedTuple, Sequence

from ..analysis import ratios
from ..catalog import load
from ..catalog.cell_reading import formulas_among
from ..comparison import captions
from ..comparison.compare import Comparison, largest_first
from ..comparison.records import records
from ..comparison.terms import Terms
from ..errors import PlmError, WrongValue
from ..files import FileExists, open_elsewhere, replacing_all
from . import data_package, export_input
from .themes import Theme, theme

Write = Callable[[Path], None]
Say = Callable[[str], None]

# Each kind of file, by its suffix.
KINDS = {
    ".pptx": "a deck with native charts and tables",
    ".png": "a chart as a picture",
    ".svg": "a chart as a drawing",
    ".pdf": "the sheet Slide, printed by LibreOffice Calc",
    ".csv": "the table, with a datapackage.json that explains its columns",
    ".xlsx": "values without formulas",
}

ORDERS = ("ratio", "given")
CHARTS = ("ratio", "bases", "time", "score", "plane")  # what a picture may show
_TABLES = (".csv", ".xlsx")  # for programs, which expect the rows of the workbook


class Wanted(NamedTuple):
    """The options of an export.

    targets    the files to write; their suffixes determine their kind (KINDS)
    file       a filled-in workbook; without one, `models` or the well-known models are compared
    models     names of models and families, instead of those in the workbook
    title      of the first slide and of pictures; without one, that of the workbook's sheet Slide; without
               that, what the numbers say
    slides     kinds of slides of a deck, in their order (deck.KINDS); without any, those that suit
    terms      basis, average length and target, instead of those in the workbook
    chart      which chart a picture shows, of CHARTS
    hidden     includes rows of the workbook that are hidden or filtered out
    order      "ratio" (largest first) or "given"; "" for the largest first in what is shown to people, and
               as given in tables for programs
    date       the date in the exports
    template   a .pptx or .potx whose master and layouts the deck uses
    force      replaces existing files
    """

    targets: tuple[Path, ...]
    date: datetime.date
    file: Path | None = None
    models: tuple[str, ...] = ()
    terms: Terms = Terms()
    title: str = ""
    theme: str = "light"
    template: Path | None = None
    chart: str = "ratio"
    hidden: bool = False
    slides: tuple[str, ...] = ()
    order: str = ""
    force: bool = False


class ExportReport(NamedTuple):
    """What was written, and remarks on it, in sentences."""

    written: tuple[Path, ...]
    remarks: tuple[str, ...]


def export(wanted: Wanted, say: Say = lambda step: None) -> ExportReport:
    """Write every target, or none if one cannot be written. `say` is called with each step.

    Raises PlmError, which says what is wrong with the options; for a PDF, HostMissing if there is no
    LibreOffice.
    """
    targets = _all_targets(wanted)
    for target in targets:
        _require_free(target, wanted)
    captions.require_text(wanted.title, "title")
    look = theme(wanted.theme)
    slides = _slides(targets, wanted)
    if wanted.chart not in CHARTS:
        raise WrongValue(f'There is no chart "{wanted.chart}". Choose {" or ".join(CHARTS)}.')
    if wanted.order not in ("", *ORDERS):
        raise WrongValue(f'There is no order "{wanted.order}". Choose {ratios.alternatives(ORDERS)}.')
    say(f"Reading {wanted.file.name}" if wanted.file else "Comparing")
    if wanted.file:
        found = export_input.of_workbook(wanted.file, wanted.models, wanted.terms, wanted.hidden)
    else:
        found = export_input.of_models(wanted.models, wanted.terms)
    wanted = wanted._replace(title=wanted.title or found.title, slides=slides)
    with replacing_all(targets, wanted.force) as temporaries:
        for number, (target, temporary) in enumerate(zip(targets, temporaries), 1):
            say(f"Writing {target.name} ({number} of {len(targets)})")
            ordered = wanted.order or ("given" if _suffix(target) in _TABLES else "ratio")
            compared = found.compared if ordered == "given" else largest_first(found.compared)
            _writer(target, targets, compared, wanted, look, say)(temporary)
    opening = _opening(targets, found.compared)
    return ExportReport(targets, (*found.remarks, *opening, *load().warnings))


def _opening(targets: Sequence[Path], compared: Comparison) -> tuple[str, ...]:
    """What to beware of when the table is opened; nothing where none was written."""
    if not any(_suffix(target) == ".csv" for target in targets):
        return ()
    said = formulas_among(cell for row in records(compared) for cell in row.items())
    return (said,) if said else ()


def _all_targets(wanted: Wanted) -> tuple[Path, ...]:
    """The targets and the files that belong to them, each once."""
    if not wanted.targets:
        raise PlmError("Name a file to write, such as --to deck.pptx.")
    found: list[Path] = []
    for target in wanted.targets:
        if _suffix(target) not in KINDS:
            kinds = ", ".join(KINDS)
            raise PlmError(f'{target} ends in "{target.suffix}". Choose one of {kinds}.')
        found.append(target)
        if _suffix(target) == ".csv":
            found.append(target.with_name(data_package.DESCRIPTOR))
    for number, target in enumerate(found):
        if any(_same(target, other) for other in found[:number]):
            raise PlmError(f"{target} would be written twice. Give each file a name or a folder of its own.")
    return tuple(found)


def _suffix(target: Path) -> str:
    return target.suffix.lower()


def _slides(targets: tuple[Path, ...], wanted: Wanted) -> tuple[str, ...]:
    """The kinds of slides that were asked for, checked before any work is done."""
    if not wanted.slides:
        return ()
    if ".pptx" not in map(_suffix, targets):
        raise PlmError("--slides says what a deck shows: name one, such as --to deck.pptx.")
    from . import deck

    return deck.kinds(wanted.slides)


def _require_free(target: Path, wanted: Wanted) -> None:
    """Raises an error, before any work is done, if a target conflicts with an existing file."""
    for source in (wanted.file, wanted.template):
        if source is not None and _same(target, source):
            raise PlmError(f"{target} is what the export is made from. Give it another name.")
    holder = open_elsewhere(target) if target.exists() else None
    if holder:
        raise PlmError(f"{target} is open in {holder.program}. Close it there, or choose another name.")
    if target.exists() and not target.is_dir() and not wanted.force:
        raise FileExists(f"{target} exists already. Choose another name, or replace it with --force.")


def _same(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return one.samefile(other)
    return str(one.absolute()).casefold() == str(other.absolute()).casefold()


def _writer(
    target: Path, targets: tuple[Path, ...], compared: Comparison, wanted: Wanted, look: Theme, say: Say
) -> Write:
    """The function that writes a target. Modules needed for one kind only are imported on demand."""
    kind, title, date = _suffix(target), wanted.title or captions.TITLE, wanted.date
    if kind == ".pptx":
        from . import deck

        return lambda path: deck.write(
            path,
            compared,
            wanted.title,
            date,
            look,
            wanted.template,
            lambda step: say(f"{target.name}: {step}"),
            wanted.slides,
        )
    if kind in (".png", ".svg"):
        from . import pictures

        return lambda path: pictures.write(path, kind[1:], wanted.chart, compared, title, date, look)
    if kind == ".pdf":
        from . import sheet_pdf

        return lambda path: sheet_pdf.write(path, compared, title, date)
    if kind == ".xlsx":
        from . import values_book

        return lambda path: values_book.write(path, compared, wanted.title or captions.label(compared), date)
    if kind == ".csv":
        return lambda path: data_package.write_csv(path, compared)
    (table,) = (each for each in targets if each.suffix.lower() == ".csv" and each.parent == target.parent)
    return lambda path: data_package.write_descriptor(path, table, compared, title, date)
