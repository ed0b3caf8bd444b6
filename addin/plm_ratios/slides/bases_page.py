"""The slides of the chart of bases."""

from __future__ import annotations

from ..comparison import captions, findings
from . import bases_chart, basis_points, measure
from .box import Box
from .canvas import NOTE_POINTS
from .pages import Deck
from .scale import shared_out

_SOURCES_SHOWN = 6  # in a footnote
_NOTE_LINES = 2


def bases_slides(deck: Deck) -> None:
    """Add each model with its ratio on every basis; nothing if no model has any."""
    compared, canvas = deck.compared, deck.canvas
    every = basis_points.basis_rows(compared.rows)
    if not every:
        return
    without = basis_points.without_any(compared)
    label = f"{basis_points.LABEL}; target: {compared.target:g}"
    sources = captions.sources_in_short(compared, _SOURCES_SHOWN, on_every_basis=True)
    footnote = f"{captions.footnote_on_every_basis(compared, deck.date)} {sources}".strip()
    shared = shared_out(every, bases_chart.MOST_ROWS)
    title = findings.bases_title(compared)
    for number, rows in enumerate(shared, 1):
        last = number == len(shared)
        said = "\n".join(
            captions.description_on_every_basis(row)
            for row in (*(each.row for each in rows), *(without if last else ()))
        )
        part = f"{title} ({number} of {len(shared)})" if len(shared) > 1 else title
        slide, box = canvas.add(part, label, footnote, said)
        note = " ".join(basis_points.notes(rows, without if last else ()))
        note = measure.cut(note, box.width, NOTE_POINTS, _NOTE_LINES)
        if note:
            lines = len(measure.wrapped(note, box.width, NOTE_POINTS))
            high = measure.height(lines, NOTE_POINTS)
            below = Box(box.left, box.bottom - high, box.width, high)
            canvas.text(slide, below, note, NOTE_POINTS, canvas.look.muted, "Note on the chart")
            box = Box(box.left, box.top, box.width, box.height - high - 0.08)
        bases_chart.add(slide, box, rows, compared, canvas.look, deck.date, every)
