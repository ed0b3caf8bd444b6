"""The slides of a deck, one function for each, with their texts."""

from __future__ import annotations

import datetime
from typing import NamedTuple, Sequence

from .. import formatting
from ..analysis import claim_tests, ratios, scaling_laws
from ..analysis.essay_claims import CLAIMS
from ..analysis.power_law import Law
from ..catalog.facts import Source
from ..comparison import captions
from ..comparison.compare import Comparison
from ..comparison.rows import Row
from . import measure, plane_chart, plane_layout, ratio_chart, tables
from .box import Box
from .canvas import NOTE_POINTS, Canvas
from .scale import shared_out

TABLE, CLAIMS_TITLE, SOURCES = "Comparison on every basis", "Claims of the essay, tested", "Sources"

_SOURCES_SHOWN = 6  # in a footnote
_COMPARISON_COLUMNS = (
    tables.SlideColumn("Model", share=1.0, least=1.7),
    tables.SlideColumn("Parameters", numbers=True),
    tables.SlideColumn("Tokens on the basis", numbers=True),
    tables.SlideColumn("Ratio: sequences", numbers=True),
    tables.SlideColumn("Ratio: unique", numbers=True),
    tables.SlideColumn("Ratio: seen", numbers=True),
    tables.SlideColumn("Times target", numbers=True),
    tables.SlideColumn("Verdict"),
    tables.SlideColumn("Where sources disagree"),
    tables.SlideColumn("Sources"),
)
_CLAIM_COLUMNS = (
    tables.SlideColumn("Claim of the essay", share=3.0, least=2.0),
    *(tables.SlideColumn(f"By {basis}") for basis in ratios.BASES),
    *(tables.SlideColumn(scaling_laws.law(law).name) for law in claim_tests.LAWS),
    tables.SlideColumn("By sequences, with the average length", share=2.0, least=1.4),
)
_SOURCE_COLUMNS = (tables.SlideColumn("No.", numbers=True), tables.SlideColumn("Source", share=1.0))
_HOW_CLAIMS = (
    "Of the largest models of the families that the essay compares. Mildly true: by less than a factor of 2. "
    "Not testable: a number is missing, or the law was made for other models."
)


class Deck(NamedTuple):
    """What all slides of a deck share."""

    canvas: Canvas
    compared: Comparison
    title: str
    date: datetime.date

    @property
    def footnote(self) -> str:
        """Basis, average length, target, catalog and date, and the sources of the ratios in short."""
        short = captions.sources_in_short(self.compared, _SOURCES_SHOWN)
        return f"{captions.footnote(self.compared, self.date)} {short}".strip()

    def numbered(self) -> list[Source]:
        """The sources in the order of their numbers."""
        return captions.sources(self.compared.rows)


def titles(title: str) -> list[str]:
    """The titles of a deck, each at its longest."""
    return [_part(each, 10, 10) for each in (title, plane_layout.TITLE, TABLE, CLAIMS_TITLE, SOURCES)]


def ratio_slides(deck: Deck) -> None:
    """Add bars of every model that has a ratio; models without one are named below them."""
    compared = deck.compared
    shared = shared_out(compared.drawn, ratio_chart.MOST_BARS)
    for number, rows in enumerate(shared, 1):
        notes = [*_descriptions(rows), *(_descriptions(compared.missing) if number == len(shared) else [])]
        title = _part(deck.title, number, len(shared))
        slide, box = deck.canvas.add(title, captions.subtitle(compared), deck.footnote, "\n".join(notes))
        box, below = _split(box, _missing(compared, box.width))
        if below:
            deck.canvas.text(slide, *below, NOTE_POINTS, deck.canvas.look.muted, "Models without a ratio")
        ratio_chart.add(slide, box, rows, compared, deck.canvas.look, deck.date)


def plane_slide(deck: Deck) -> None:
    """Add models in the plane of parameters and tokens, with the target and the laws made for proteins."""
    compared, canvas = deck.compared, deck.canvas
    if not plane_layout.placed(compared):
        return
    notes = [f"{law.name}: {law.source.title}. {' '.join(law.caveats)}" for law in _protein_laws()]
    slide, box = canvas.add(
        plane_layout.TITLE,
        captions.subtitle(compared),
        deck.footnote,
        "\n".join([*notes, *_descriptions(compared.drawn)]),
    )
    room = Box(
        box.left, box.top, box.width, box.height - measure.height(plane_layout.NOTE_LINES, NOTE_POINTS)
    )
    found = plane_chart.plan(compared, room)
    assert found is not None, "there are points to draw"
    note = plane_layout.note(found, box.width, NOTE_POINTS)
    box, below = _split(box, note)
    if below:
        canvas.text(slide, *below, NOTE_POINTS, canvas.look.muted, "Note on the chart")
    plane_chart.add(slide, room, found, compared, canvas.look, deck.date)


def table_slides(deck: Deck) -> None:
    """Add every row of the comparison on every basis, with the numbers of its sources."""
    number_of = {source.id: number for number, source in enumerate(deck.numbered(), 1)}
    rows = deck.compared.rows
    texts = [_cells(row, number_of) for row in rows]
    table = tables.laid_out(_COMPARISON_COLUMNS, texts, deck.canvas.width, points=10.0)
    _paged(deck, TABLE, table, _descriptions(rows))


def claims_slide(deck: Deck) -> None:
    """Add the essay's claims, tested on every basis at the comparison's average length and target."""
    texts, notes = [], []
    for claim in CLAIMS:
        found = claim_tests.answers(claim, avglen=deck.compared.avglen, target=deck.compared.target)
        changes = claim_tests.changes_in_words(claim, deck.compared.target, "largest")
        texts.append([claim.name, *(answer.answer for answer in found.values()), changes])
        said = [f"{test}: {answer.answer}. {answer.why}" for test, answer in found.items()]
        notes.append("\n".join([f"{claim.name}. {claim.sentence} Tested by: {claim.formula}.", *said]))
    table = tables.laid_out(_CLAIM_COLUMNS, texts, deck.canvas.width, points=11.0, lines=4)
    _paged(deck, CLAIMS_TITLE, table, notes, _HOW_CLAIMS)


def source_slides(deck: Deck) -> None:
    """Add the sources by number, with their addresses."""
    texts = [
        [str(number), ". ".join(part for part in (source.title, str(source.year or ""), source.url) if part)]
        for number, source in enumerate(deck.numbered(), 1)
    ]
    if texts:
        notes = [
            f"{number}: {_used(source, deck.compared)}" for number, source in enumerate(deck.numbered(), 1)
        ]
        table = tables.laid_out(_SOURCE_COLUMNS, texts, deck.canvas.width, points=10.5, lines=3)
        _paged(deck, SOURCES, table, notes)


def _paged(deck: Deck, title: str, table: tables.SlideTable, notes: Sequence[str], below: str = "") -> None:
    """Add a table on as many slides as needed, with the speaker notes of the rows on each."""
    canvas, subtitle = deck.canvas, captions.subtitle(deck.compared)
    room, _ = _split(canvas.body(deck.footnote), below)
    shared = table.pages(room.height)
    headers = ", ".join(column.header for column in table.columns)
    for number, rows in enumerate(shared, 1):
        said = "\n".join(notes[row] for row in rows)
        slide, box = canvas.add(_part(title, number, len(shared)), subtitle, deck.footnote, said)
        box, note = _split(box, below)
        if note:
            canvas.text(slide, *note, NOTE_POINTS, canvas.look.muted, "Note on the table")
        description = f"Table: {title}, {len(rows)} rows. Columns: {headers}."
        tables.add(slide, box, table, rows, canvas.look, title, description)


def _cells(row: Row, number_of: dict[str, int]) -> list[str]:
    numbers = sorted(number_of[source.id] for source in captions.sources([row]))
    return [
        captions.name(row),
        captions.number(row, "parameters"),
        captions.number(row, "tokens"),
        *(captions.number(row, f"ratio_{basis}") for basis in ratios.BASES),
        captions.number(row, "times_target"),
        captions.verdict(row),
        captions.spread(row) or formatting.NONE,
        ", ".join(map(str, numbers)) or formatting.NONE,
    ]


def _used(source: Source, compared: Comparison) -> str:
    """A source, with the numbers and models for which it was used."""
    used = [
        f"{row.name} ({captions.quantity(quantity)})"
        for row in compared.rows
        for quantity, fact in row.facts
        if source in (fact.source, fact.via)
    ]
    return f"{source.title}. For {', '.join(used)}."


def _protein_laws() -> list[Law]:
    return [law for law in scaling_laws.laws() if law.domain == "protein" and law.gives_sizes]


def _descriptions(rows: Sequence[Row]) -> list[str]:
    return [captions.description(row) for row in rows]


def _missing(compared: Comparison, width: float) -> str:
    names = ", ".join(row.name for row in compared.missing)
    return measure.cut(f"Without a ratio on this basis: {names}.", width, NOTE_POINTS, 2) if names else ""


def _part(title: str, number: int, of: int) -> str:
    return f"{title} ({number} of {of})" if of > 1 else title


def _split(box: Box, text: str) -> tuple[Box, tuple[Box, str] | None]:
    """The box above a text at the foot of a box, and the text with its own box."""
    if not text:
        return box, None
    height = measure.height(len(measure.wrapped(text, box.width, NOTE_POINTS)), NOTE_POINTS)
    below = Box(box.left, box.bottom - height, box.width, height)
    return Box(box.left, box.top, box.width, box.height - height - 0.08), (below, text)
