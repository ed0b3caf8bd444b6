"""Names that a format or a spreadsheet could read as something else are texts in every file that we write.

Each file is opened by a program that we did not write.
"""

from __future__ import annotations

import csv
import datetime
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import openpyxl
import pptx
import pytest

from own_models import Mine
from plm_ratios import workbook_builder
from plm_ratios.catalog import Catalog, in_use, load
from plm_ratios.site import writing
from plm_ratios.slides.export import Wanted, export
from plm_ratios.workbook_builder.building import build
from plm_ratios.workbook_builder.inputs import Inputs

NAMES = (
    '=HYPERLINK("http://example.org/?x="&A1,"click")',
    "+1-2",
    "12",
    "TRUE",
    "2024-03-01",
    "'quoted",
    "{=1+1}",
    "<script>alert(1)</script> & ]]> --> &amp;",
    "_x0041_ _x001B_",
    r"$\frac{$ \ % {0} {{ 1 }}",
    "نموذج z\u200dw 模型 🧬",
    "a" * 255,
)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SOURCE = {"title": '=HYPERLINK("http://example.org") <b>x</b>', "url": "https://example.org/?a=1&b='2'"}


@pytest.fixture
def own(mine: Mine) -> None:
    """Models of these names, of which all other texts are such texts too."""
    fact = {
        "source": "x",
        "locator": "=cmd|'/c calc'!A1",
        "confidence": "high",
        "note": "A <b>[red] ]]> $x_{.",
    }
    facts = {
        quantity: [{"value": 10**9, **fact}] for quantity in ("params_total", "sequences", "tokens_seen")
    }
    models = [
        {"id": f"own-{at}", "name": name, "family": "=1+1", "kind": "protein", "facts": facts}
        for at, name in enumerate(NAMES)
    ]
    mine.write(json.dumps({"models": models, "sources": {"x": SOURCE}}, ensure_ascii=False))


def parsed(path: Path) -> dict[str, ElementTree.Element]:
    """The parts of a file of Office, each of which must be well-formed."""
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        return {name: ElementTree.fromstring(package.read(name)) for name in names}


@pytest.mark.usefixtures("own")
def test_exports_hold_them_as_they_are(tmp_path: Path) -> None:
    deck, table, values, drawing = (tmp_path / f"a.{kind}" for kind in ("pptx", "csv", "xlsx", "svg"))
    models = tuple(f"own-{at}" for at in range(len(NAMES)))
    report = export(
        Wanted((deck, table, values, drawing), datetime.date(2026, 11, 28), models=models, order="given")
    )
    (remark,) = report.remarks
    assert remark.startswith('"=HYPERLINK(') and " in the column model opens as a formula in Excel" in remark

    assert parsed(deck)
    slides = pptx.Presentation(str(deck)).slides
    shapes = [shape for slide in slides for shape in slide.shapes]
    cells = {c.text for s in shapes if s.has_table for row in s.table.rows for c in row.cells}
    charted = {label for s in shapes if s.has_chart for plot in s.chart.plots for label in plot.categories}
    for name in NAMES[:-1]:
        assert any(name in cell for cell in cells) and any(name in label for label in charted)
    links = [
        r.hyperlink.address
        for s in shapes
        if s.has_text_frame
        for p in s.text_frame.paragraphs
        for r in p.runs
    ]
    assert {link for link in links if link} <= {SOURCE["url"]}

    assert parsed(values)
    column = [cells[0] for cells in openpyxl.load_workbook(values)["Comparison"].iter_rows(min_row=5)]
    assert [(cell.value, cell.data_type) for cell in column] == [(name, "s") for name in NAMES]

    with table.open(encoding="utf-8", newline="") as file:
        assert [row["model"] for row in csv.DictReader(file)] == list(NAMES)

    drawn = "".join(ElementTree.parse(drawing).getroot().itertext())
    assert all(name in drawn for name in NAMES[:-3])


@pytest.mark.usefixtures("own")
def test_a_workbook_holds_them_as_texts(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    models = tuple(f"own-{at}" for at in range(len(NAMES)))
    build(path, workbook_builder.FLAVOURS["native"], Inputs(models=models))
    parts = parsed(path)
    texts = {each.text for each in parts["xl/sharedStrings.xml"].iter(f"{MAIN}t")}
    assert {name.replace("_x", "_x005F_x") for name in NAMES} <= texts  # as files spell it
    formulas = [each.text or "" for part in parts.values() for each in part.iter(f"{MAIN}f")]
    assert formulas and not [each for each in formulas if "example.org" in each or "calc'" in each]
    targets = [
        each.get("Target", "") for name, part in parts.items() if name.endswith(".rels") for each in part
    ]
    assert not [each for each in targets if ":" in each]


@pytest.mark.usefixtures("own")
def test_web_pages_show_them_as_texts(tmp_path: Path) -> None:
    whole = load()
    own = [model for model in whole.models if model.origin]
    token = in_use.settle(Catalog(whole.edition, whole.sources, own, ()))
    try:
        writing.write(tmp_path / "pages")
    finally:
        in_use.unsettle(token)
    reader = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    shown = set()
    for path in (tmp_path / "pages").rglob("*.html"):
        page = reader.parse(path.read_text("utf-8"))
        shown |= {heading.text for heading in page.iter("h1")}
        assert not [script for script in page.iter("script") if "alert" in (script.text or "")]
        addresses = [link.get("href", "") for link in page.iter("a")]
        assert all(address.startswith("https://") for address in addresses if ":" in address)
    assert {" ".join(name.split()) for name in NAMES} <= {" ".join((text or "").split()) for text in shown}
