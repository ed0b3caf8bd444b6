"""Workbooks, decks and what they carry: recalc, freeze, export, add --from, lite extract, templates."""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from workbook_files import fresh

from .archives import packed, parts_of, tampered
from .mutations import damaged, retyped
from .reader import Files, Reader, command

_MOST_ROWS = 12  # of a sheet that only holds the catalog
_ROW = re.compile(rb"<row .*?</row>", re.DOTALL)
_FORMER = b"what was here before"


def shortened(data: bytes) -> bytes:
    """A workbook of ours without most rows of its long sheets, whose reading would take all the time."""
    parts = parts_of(data)
    for name, content in parts.items():
        if "worksheets/sheet" in name and len(content) > 90_000:
            rows = list(_ROW.finditer(content))[_MOST_ROWS:]
            parts[name] = content[: rows[0].start()] + content[rows[-1].end() :] if rows else content
    return packed(parts)


@functools.cache
def ours() -> bytes:
    """A comparison that somebody filled in."""
    from plm_ratios.workbook_builder.what_if_sheet import EXAMPLES

    parts = parts_of(fresh("native", models=("esm2-15b", "progen2-xlarge")).read_bytes())
    for number, example in enumerate(EXAMPLES):
        parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
            f">{example[0]}<".encode(), f">A model of ours {number}<".encode()
        )
    return shortened(packed(parts))


@functools.cache
def lite() -> bytes:
    """A workbook with Python in it."""
    return shortened(fresh("lite").read_bytes())


@functools.cache
def macros() -> bytes:
    """A workbook with VBA in it."""
    return shortened(fresh("excel").read_bytes())


@functools.cache
def foreign() -> bytes:
    """Somebody's workbook with formulas of many kinds, ours among them."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "My models"
    for row in (
        ["Model", "Tokens", "Share", "Why", "Total"],
        ["ESM-2 15B", '=RATIO(A2,"seen")', "=B2/SUM($B$2:B$4)", "=WHY(A2)", "=SUM(Ratios)"],
        ["ProGen2 XL", "=_xlfn.LET(a,RATIO(A3),a*2)", "=B3/Summe", "=IFERROR(WHY(A3),#N/A)", "=[1]Other!A1"],
        ["None such", '=RATIO(INDIRECT("A4"))', "=OFFSET(B2,1,0)", "='It''s'!A1&\"x\"", "=Data[Tokens]"],
    ):
        sheet.append(row)
    sheet["G2"] = ArrayFormula("G2:I6", '=COMPARE(A2:A4,"seen")')
    sheet.add_table(Table(displayName="Data", ref="A1:E4"))
    book.create_sheet("It's")["A1"] = 3.5
    book.defined_names["Ratios"] = DefinedName("Ratios", attr_text="'My models'!$B$2:$B$4")
    book.defined_names["Summe"] = DefinedName("Summe", attr_text="SUM('My models'!$B:$B)")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=4), titles_from_data=True)
    sheet.add_chart(chart, "K2")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@functools.cache
def deck() -> bytes:
    """A template as somebody keeps it, with slides in it."""
    from pptx import Presentation

    found = Presentation()
    for _ in range(2):
        found.slides.add_slide(found.slide_layouts[5])
    target = io.BytesIO()
    found.save(target)
    return target.getvalue()


_WORTH_IT = ("workbook.xml", "sheet1.", "sheet2.", "sheet3.", "sheet4.", "Content_Types", "_rels/.rels")


def _book(
    samples: Callable[[], tuple[bytes, ...]], telling: tuple[str, ...] = (), **others: bytes
) -> Callable[[Random], Files]:
    def make(draw: Random) -> Files:
        parts = telling if draw.random() < 0.7 else ()
        content = tampered(draw, draw.choice(samples()), parts)
        return {"book.xlsx": content, **{name.replace("_", "."): data for name, data in others.items()}}

    return make


def _recalculated(folder: Path) -> None:
    """All of recalc but the calculation itself, which is LibreOffice's."""
    from plm_ratios.files import replacing
    from plm_ratios.ooxml.formulas import Formulas
    from plm_ratios.ooxml.workbook import Book
    from plm_ratios.recalculation.calc_copy import CalcCopy
    from plm_ratios.recalculation.our_functions import our_spellings
    from plm_ratios.recalculation.report import Report
    from plm_ratios.recalculation.unsupported import Obstacles
    from plm_ratios.recalculation.update import Update

    path = folder / "book.xlsx"
    book = Book.open(path)
    names = our_spellings(book, None, None)
    report = Report(path, folder / "target.xlsx")
    update = Update(book, names, report)
    if update.needed:
        formulas = Formulas(names, book.links)
        obstacles = Obstacles(book, formulas)
        obstacles.functions()
        obstacles.settle(())
        for sheet in book.sheets.values():
            for cell in sheet.formulas():
                obstacles.reason(cell, sheet.formula_text(cell))
        held = {
            name: {cell.address: cell.value for cell in sheet.formulas() if cell.value is not None}
            for name, sheet in book.sheets.items()
        }
        CalcCopy(book, formulas).build(held)
    update.finish()
    str(report)
    with replacing(folder / "target.xlsx", force=True) as unfinished, unfinished.open("wb") as file:
        update.package.write(file)


def _text_of_lite(draw: Random) -> Files:
    from plm_ratios.hosts.lite import package, personal

    texts = personal.files()
    text = max(texts.values(), key=len)
    if draw.random() < 0.7:
        packed_before = package.as_text(package.archive())
        assert packed_before in text
        changed = tampered(draw, package.archive(), ("catalog.json", "udfs.py"))
        return {"book.py": text.replace(packed_before, package.as_text(changed)).encode()}
    for _ in range(draw.randrange(3)):
        lines = text.split("\n")
        at = draw.randrange(len(lines))
        lines[at] = draw.choice(
            (retyped(draw, lines[at]), damaged(draw, lines[at].encode()).decode("latin-1"))
        )
        text = "\n".join(lines)
    return {"book.py": text.encode("utf-8", "replace")}


READERS = (
    Reader(
        "recalc",
        _book(lambda: (ours(), macros(), foreign(), foreign()), _WORTH_IT, target_xlsx=_FORMER),
        _recalculated,
        ("target.xlsx",),
    ),
    Reader(
        "freeze",
        _book(lambda: (ours(), foreign(), foreign(), lite()), _WORTH_IT, target_xlsx=_FORMER),
        lambda folder: command(
            "freeze", "book.xlsx", "--to", "target.xlsx", "--force", "--comments", "--as-stored"
        ),
        ("target.xlsx",),
    ),
    Reader(
        "export of a workbook",
        _book(lambda: (ours(), ours(), foreign(), lite()), (*_WORTH_IT, "sharedStrings"), target_csv=_FORMER),
        lambda folder: command("export", "book.xlsx", "--to", "target.csv", "--force"),
        ("target.*", "datapackage.json"),
    ),
    Reader(
        "catalog add --from",
        _book(lambda: (ours(),), ("workbook.xml", "sheet3.", "sheet4.", "sharedStrings")),
        lambda folder: command("catalog", "add", "--from", "book.xlsx"),
        ("catalog.yaml", "catalog.json"),
    ),
    Reader(
        "numbers of a workbook",
        _book(lambda: (ours(), lite()), ("custom.xml", "workbook.xml", "sheet")),
        lambda folder: command("catalog", "changes", "book.xlsx", "--json"),
    ),
    Reader(
        "lite extract",
        _book(lambda: (lite(),), ("webextension", "customXml", "taskpane", "Content_Types")),
        lambda folder: command("lite", "extract", "book.xlsx", "out", "--force"),
        ("out/*",),
    ),
    Reader(
        "lite extract of a module",
        _text_of_lite,
        lambda folder: command("lite", "extract", "book.py", "out", "--force"),
        ("out/*",),
    ),
    Reader(
        "template",
        lambda draw: {
            "template.pptx": tampered(
                draw, deck(), ("presentation.xml", "slideMaster1", "slideLayout6", "theme1", "Content_Types")
            ),
            "target.pptx": _FORMER,
        },
        lambda folder: command(
            *"export --model ESM-2 --template template.pptx --slides opening --to target.pptx --force".split()
        ),
        ("target.pptx",),
    ),
)
