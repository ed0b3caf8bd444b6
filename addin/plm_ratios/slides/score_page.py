"""The slide of the chart of scores."""

from __future__ import annotations

from ..comparison import findings
from . import measure, score_chart, score_points
from .canvas import NOTE_POINTS
from .pages import Deck, descriptions, split

_NOTE_LINES = 6  # at most


def score_slide(deck: Deck) -> None:
    """Add published scores over ratios; nothing if no model with a ratio has a score."""
    compared, canvas = deck.compared, deck.canvas
    found = score_points.scored(compared)
    if not found:
        return
    slide, box = canvas.add(
        findings.score_title(compared, len(found)),
        deck.subtitle,
        deck.footnote,
        "\n".join(descriptions([each.row for each in found])),
    )
    note = measure.cut(" ".join(score_points.notes(found, compared)), box.width, NOTE_POINTS, _NOTE_LINES)
    box, below = split(box, note)
    if below:
        canvas.text(slide, *below, NOTE_POINTS, canvas.look.muted, "Note on the chart")
    shown = score_points.plot(found, score_chart.size(box), score_chart.NAME_POINTS)
    score_chart.add(slide, box, shown, score_points.described(found, compared), canvas.look, deck.date)
