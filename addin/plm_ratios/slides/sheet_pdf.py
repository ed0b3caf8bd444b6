"""A comparison as a PDF: the sheet Slide with values instead of formulas, printed by Calc.

As on that sheet, models without a number on the basis have no row but are named at the foot. Where no model
has one, all have a row that says why.
"""

from __future__ import annotations

import datetime
import shutil
import tempfile
import textwrap
from pathlib import Path
from typing import Sequence

from xlsxwriter.worksheet import Worksheet

from ..comparison import captions
from ..comparison.compare import Comparison
from ..comparison.rows import Row
from ..comparison.slide_layout import MARGINS, MOST, NOTE_LETTERS, NOTES, PAGE
from ..functions.cells import CellError
from ..hosts.calc.session import CalcSession
from ..workbook_builder import ranking, slide_page
from ..workbook_builder.book import WorkbookBuilder
from ..workbook_builder.flavours import FLAVOURS
from ..workbook_builder.slide_page import ASIDE, FIRST_ROW
from ..workbook_builder.slide_sheet import SHEET, finding
from .reproducible_pdf import settle

# Letters. Users may have typed long names and verdicts; longer ones would be smaller than 9 points, or
# leave no room for bars.
_LONGEST_NAME, _LONGEST_VERDICT, _LONGEST_BESIDE_A_BAR = 34, 32, 24
_MISSING = "No number on this basis: "


def write(path: Path, compared: Comparison, title: str, date: datetime.date) -> None:
    """Write the PDF, a page of 16:9 for every 20 models. Without a title of the user's, it is the finding.

    Raises HostMissing if there is no LibreOffice, CalcFailed if it fails.
    """
    if title == captions.TITLE:
        title = finding(compared)
    with CalcSession() as calc, tempfile.TemporaryDirectory(dir=calc.folder) as folder:
        workbook = Path(folder) / "slides.xlsx"
        sheets = _write_workbook(workbook, compared, title, date)
        with calc.open(workbook) as document:
            for sheet in sheets:
                document.set_page(sheet, *PAGE, *MARGINS)
            # Beside the workbook: where a disk is full, LibreOffice says numbers, and leaves its lock file.
            printed = Path(folder) / "slides.pdf"
            document.save(printed, "pdf")
        settle(printed, date)
        shutil.copyfile(printed, path)


def _write_workbook(path: Path, compared: Comparison, title: str, date: datetime.date) -> list[str]:
    """Write a workbook that holds only the slides. Returns the names of its sheets."""
    shown = compared.drawn or compared.rows
    parts = [shown[first : first + MOST] for first in range(0, len(shown), MOST)] or [()]
    book = WorkbookBuilder(path, FLAVOURS["calc"])
    created = datetime.datetime(date.year, date.month, date.day, tzinfo=datetime.timezone.utc)
    book.workbook.set_properties({"title": title, "author": "plm-ratios", "created": created})
    sheets = []
    for number, rows in enumerate(parts, 1):
        sheets.append(SHEET if number == 1 else f"{SHEET} {number}")
        part_title = title if len(parts) == 1 else f"{title} ({number} of {len(parts)})"
        _write_slide(book, sheets[-1], compared, rows, part_title, date)
    book.save()
    return sheets


def _write_slide(
    book: WorkbookBuilder,
    name: str,
    compared: Comparison,
    rows: Sequence[Row],
    title: str,
    date: datetime.date,
) -> None:
    here = compared._replace(rows=tuple(rows))
    drawn = here.drawn
    content = slide_page.Content(
        title=_in_one_line(title),
        subtitle=f"{_counted(compared)}; {captions.subtitle(compared)}",
        rows=[_cells(row) for row in rows],
        more=None,
        notes=_notes(here, compared.missing if drawn else (), date),
        chart=slide_page.Bars(len(drawn), ASIDE, ASIDE + 1) if drawn else None,
    )
    _write_numbers(slide_page.write(book, name, content), here)


def _counted(compared: Comparison) -> str:
    """How many models are compared, and how many of them are shown."""
    count, drawn = len(compared.rows), len(compared.drawn)
    models = f"{count} model{'' if count == 1 else 's'}"
    return models if drawn == count else f"{models}, {drawn or 'none'} with a number"


def _cells(row: Row) -> list[str]:
    verdict = captions.verdict(row._replace(verdict=_fitting(row.verdict, _LONGEST_VERDICT)))
    numbers = (captions.number(row, field) for field in ("parameters", "ratio", "times_target"))
    return [_name(row, _LONGEST_NAME), *numbers, verdict]


def _notes(here: Comparison, missing: Sequence[Row], date: datetime.date) -> list[str]:
    """The models without a number, the footnote, and as many sources as fit."""
    names = ", ".join(_name(row, _LONGEST_NAME) for row in missing)
    foot = [textwrap.shorten(f"{_MISSING}{names}", NOTE_LETTERS, placeholder=" ...")] if names else []
    foot += textwrap.wrap(captions.footnote(here, date), NOTE_LETTERS)
    lines: list[str] = []
    for most in range(len(captions.sources(here.rows)), -1, -1):
        lines = textwrap.wrap(captions.sources_in_short(here, most), NOTE_LETTERS)
        if len(foot) + len(lines) <= NOTES:
            break
    soft = textwrap.wrap(captions.soft_tokens(here), NOTE_LETTERS)
    if len(foot) + len(soft) + len(lines) <= NOTES:
        foot += soft
    return [*foot, *lines][:NOTES]


def _write_numbers(sheet: Worksheet, compared: Comparison) -> None:
    """What the chart reads, next to the page."""
    for place, row in enumerate(compared.drawn, FIRST_ROW):
        sheet.write_string(place, ASIDE, _name(row, _LONGEST_BESIDE_A_BAR))
        for column, part in enumerate(ranking.parts(row.ratio or 0.0, compared.target), ASIDE + 1):
            if not isinstance(part, CellError):
                sheet.write_number(place, column, part)


def _name(row: Row, letters: int) -> str:
    return captions.name(row._replace(name=_fitting(row.name, letters)))


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _fitting(text: str, letters: int) -> str:
    """A text in one line, cut if it is longer than that many letters."""
    line = _in_one_line(text)
    return line if len(line) <= letters else line[: letters - 3].rstrip() + "..."
