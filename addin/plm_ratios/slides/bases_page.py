"""The slides of the chart of bases."""

from __future__ import annotations

from ..comparison import captions, findings
from . import bases_chart, basis_points, measure
from .canvas import NOTE_POINTS
from .pages import Deck, part, split
from .scale import shared_out

_SOURCES_SHOWN = 6  # in a footnote
_NOTE_LINES = 6  # at most


def bases_slides(deck: Deck) -> None:
    """Add each model with its ratio on every basis; nothing if no model has any."""
    compared, canvas = deck.compared, deck.canvas
    every = basis_points.basis_rows(compared.rows)
    if not every:
        return
    title = findings.bases_title(compared)
    without = basis_points.without_any(compared)
    sources = captions.sources_in_short(compared, _SOURCES_SHOWN, on_every_basis=True)
    soft = captions.soft_tokens(compared, on_every_basis=True)
    footnote = " ".join(filter(None, [captions.meaning_of_bases(), soft, sources, deck.edition]))
    shared = shared_out(every, bases_chart.MOST_ROWS)
    for number, rows in enumerate(shared, 1):
        left_out = without if number == len(shared) else []
        said = [captions.description_on_every_basis(row) for row in (*(e.row for e in rows), *left_out)]
        slide, box = canvas.add(
            part(title, number, len(shared)), basis_points.subtitle(compared), footnote, "\n".join(said)
        )
        note = " ".join(basis_points.notes(rows, left_out))
        box, below = split(box, measure.cut(note, box.width, NOTE_POINTS, _NOTE_LINES))
        if below:
            canvas.text(slide, *below, NOTE_POINTS, canvas.look.muted, "Note on the chart")
        bases_chart.add(slide, box, rows, compared, canvas.look, deck.date, every)
