"""The first slide and the last one with a message: what the numbers say, and what to conclude."""

from __future__ import annotations

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE

from .. import formatting
from ..analysis import ratios, scaling_laws
from ..comparison import conclusions, findings
from . import measure
from .box import Box
from .canvas import emu
from .pages import Deck, descriptions
from .themes import VERDICTS

_POINTS = (24.0, 10.0)  # of sentences: as large as fits between these
_FIGURE, _LABEL = 44.0, 14.0  # points of a large number, and of what it counts
_GAP, _STRIPE = 0.3, 0.09  # inches between large numbers, and width of the coloured stripe beside each
_ABOVE = 0.15  # inches more than usual above a message
_LARGE = 0.4  # of the height: at most for large numbers


def opening_slide(deck: Deck) -> None:
    """Add the message: how many models have too few tokens, near the target, or more, and why it matters."""
    compared, canvas = deck.compared, deck.canvas
    title = findings.ratio_title(compared)
    notes = "\n".join([findings.headline(compared), *descriptions(compared.rows)])
    slide, box = canvas.add(title, deck.subtitle, deck.footnote, notes)
    box = _lower(box)
    said = conclusions.opening(compared)
    if deck.title and deck.kinds[0] == "opening":  # the title stands where the numbers would say this
        said = [f"{findings.ratio_title(compared)}.", *said[:2]]
    below = _counts(deck, slide, box)
    canvas.sentences(slide, below, said, *_POINTS, "Message")


def conclusion_slide(deck: Deck) -> None:
    """Add what to conclude, with the laws that say what the target is worth for proteins in the notes."""
    compared, canvas = deck.compared, deck.canvas
    laws = [
        f"{law.name}: {law.source.title}; {law.source.url}. {' '.join(law.caveats)}"
        for law in scaling_laws.protein_laws()
    ]
    title = conclusions.conclusion_title(compared)
    subtitle = f"What to conclude; {deck.subtitle[0].lower()}{deck.subtitle[1:]}"
    slide, box = canvas.add(title, subtitle, deck.edition, "\n".join([findings.headline(compared), *laws]))
    canvas.sentences(slide, _lower(box), conclusions.conclusions(compared), *_POINTS, "Conclusions")


def _lower(box: Box) -> Box:
    return Box(box.left, box.top + _ABOVE, box.width, box.height - _ABOVE)


def _counts(deck: Deck, slide: Any, box: Box) -> Box:
    """Add how many models have each verdict in large figures. Returns the box below them."""
    compared, canvas = deck.compared, deck.canvas
    verdicts = [findings.verdict_of(row, compared) for row in compared.drawn]
    if not verdicts:
        return box
    target, factor = compared.target, ratios.NEAR
    spans = {
        ratios.TOO_FEW: f"below {target / factor:g} per parameter",
        ratios.NEAR_OPTIMAL: f"{target / factor:g} to {target * factor:g} per parameter",
        ratios.MORE: f"above {target * factor:g} per parameter",
    }
    if len(verdicts) == 1:
        figures = [
            (verdicts[0], formatting.ratio(compared.drawn[0].ratio), f"tokens per parameter: {verdicts[0]}")
        ]
    else:
        figures = [(each, str(verdicts.count(each)), f"{each}: {spans[each]}") for each in VERDICTS]
    width = (box.width - _GAP * (len(figures) - 1)) / len(figures)
    inside = width - _STRIPE - 0.15
    lines = max(len(measure.wrapped(label, inside, _LABEL)) for _, _, label in figures)
    tall, small = measure.height(1, _FIGURE), measure.height(lines, _LABEL)
    if tall + small > box.height * _LARGE:
        return box
    for number, (verdict, figure, label) in enumerate(figures):
        left = box.left + number * (width + _GAP)
        stripe = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *emu(Box(left, box.top, _STRIPE, tall + small)))
        stripe.fill.solid()
        stripe.fill.fore_color.rgb = RGBColor.from_string(canvas.look.verdicts[verdict])
        stripe.line.fill.background()
        stripe.shadow.inherit = False
        stripe.name = f"Colour of {verdict}"
        at = left + _STRIPE + 0.15
        canvas.text(
            slide, Box(at, box.top, inside, tall), figure, _FIGURE, canvas.look.text, f"How many: {verdict}"
        )
        canvas.text(slide, Box(at, box.top + tall, inside, small), label, _LABEL, canvas.look.muted, verdict)
    used = tall + small + _GAP
    return Box(box.left, box.top + used, box.width, box.height - used)
