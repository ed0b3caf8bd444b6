"""The slide of the charts over time."""

from __future__ import annotations

from ..comparison import captions, findings
from . import measure, time_chart, time_points
from .canvas import NOTE_POINTS
from .pages import Deck, split

_NOTE_LINES = 6  # at most


def time_slide(deck: Deck) -> None:
    """Add ratios and tokens by the date of release; nothing if no model with a ratio has a date."""
    compared, canvas = deck.compared, deck.canvas
    found = time_points.dated(compared)
    if not found:
        return
    slide, box = canvas.add(
        findings.time_title(compared),
        deck.subtitle,
        deck.footnote,
        "\n".join(f"{_released(each)} {captions.description(each.row)}" for each in found),
    )
    # What notes say does not depend on the room.
    note = " ".join(time_points.notes(found, compared, time_chart.panels(found, compared, box)))
    box, below = split(box, measure.cut(note, box.width, NOTE_POINTS, _NOTE_LINES))
    if below:
        canvas.text(slide, *below, NOTE_POINTS, canvas.look.muted, "Note on the chart")
    shown = time_chart.panels(found, compared, box)
    time_chart.add(slide, box, shown, compared, canvas.look, deck.date)


def _released(each: time_points.Dated) -> str:
    return f"Released {each.row.model.released}." if each.row.model else ""
