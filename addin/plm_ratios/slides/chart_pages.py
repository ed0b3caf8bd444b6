"""The slides with charts: bars of the ratios, and the plane of parameters and tokens."""

from __future__ import annotations

from ..analysis import scaling_laws
from ..comparison import findings
from . import measure, plane_chart, plane_layout, ratio_chart
from .box import Box
from .canvas import NOTE_POINTS
from .pages import GAP, Deck, descriptions, part, split
from .scale import shared_out

_MOST_NAMES = 4  # lines of names below a chart; more of them get a slide of their own
_MOST_NOTES = 12  # lines of a note on the plane
_UNCUT = 10  # a box so many times wider takes a note as a whole
_NAME_POINTS = (20.0, 8.0)


def ratio_slides(deck: Deck) -> None:
    """Add bars of every model that has a ratio; models without one are named below them."""
    compared, canvas = deck.compared, deck.canvas
    if not compared.drawn:
        return
    # The opening says what most models have; without it, this slide does.
    finding = findings.bars_title if "opening" in deck.kinds else findings.ratio_title
    title = finding(compared)
    missing = _missing(deck)
    crowded = len(measure.wrapped(missing, canvas.width, NOTE_POINTS)) > _MOST_NAMES
    shared = shared_out(compared.drawn, ratio_chart.MOST_BARS)
    for number, rows in enumerate(shared, 1):
        last = number == len(shared) and not crowded
        notes = [*descriptions(rows), *(descriptions(compared.missing) if last else [])]
        slide, box = canvas.add(
            part(title, number, len(shared)), deck.subtitle, deck.footnote, "\n".join(notes)
        )
        box, below = split(box, missing if last else "")
        if below:
            canvas.text(slide, *below, NOTE_POINTS, canvas.look.muted, "Models without a ratio")
        ratio_chart.add(slide, box, rows, compared, canvas.look, deck.date)
    if crowded:
        notes = descriptions(compared.missing)
        slide, box = canvas.add(
            findings.missing_title(compared), deck.subtitle, deck.footnote, "\n".join(notes)
        )
        names = ", ".join(row.name for row in compared.missing)
        canvas.sentences(slide, box, [f"{names}."], *_NAME_POINTS, "Models without a ratio")


def plane_slide(deck: Deck) -> None:
    """Add models in the plane of parameters and tokens, with the target and the laws made for proteins."""
    compared, canvas = deck.compared, deck.canvas
    if not plane_layout.placed(compared):
        return
    notes = [
        f"{law.name}: {law.source.title}. {' '.join(law.caveats)}" for law in scaling_laws.protein_laws()
    ]
    slide, box = canvas.add(
        findings.plane_title(compared),
        deck.subtitle,
        deck.footnote,
        "\n".join([*notes, *descriptions(compared.drawn)]),
    )
    room, found, note = _planned(deck, box)
    _, below = split(box, note)
    if below:
        canvas.text(slide, *below, NOTE_POINTS, canvas.look.muted, "Note on the chart")
    plane_chart.add(slide, room, found, compared, canvas.look, deck.date)


def _planned(deck: Deck, box: Box) -> tuple[Box, plane_layout.Plan, str]:
    """The chart with its box and its note, which names each model that has no room for its name.

    The less room there is for the chart, the longer the note.
    """
    lines = plane_layout.NOTE_LINES
    while True:
        room = Box(box.left, box.top, box.width, box.height - measure.height(lines, NOTE_POINTS) - GAP)
        found = plane_chart.plan(deck.compared, room)
        assert found is not None, "there are points to draw"
        note = plane_layout.note(found, box.width * _UNCUT, NOTE_POINTS)
        needed = len(measure.wrapped(note, box.width, NOTE_POINTS))
        if needed <= lines or lines >= _MOST_NOTES:
            return room, found, note
        lines = min(needed, _MOST_NOTES)


def _missing(deck: Deck) -> str:
    names = ", ".join(row.name for row in deck.compared.missing)
    return f"Without a number on this basis: {names}." if names else ""
