"""What all slides of a deck share, and what their texts have in common.

Each kind of slide is a function of a Deck, in a module of its own; deck.py lists them.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple, Sequence

from ..catalog import load
from ..catalog.facts import Source
from ..comparison import captions
from ..comparison.compare import Comparison
from ..comparison.rows import Row
from . import claims_shown, measure
from .box import Box
from .canvas import NOTE_POINTS, Canvas

GAP = 0.08  # inches between what a slide shows and a note below it
_SOURCES_SHOWN = 6  # in a footnote


class Deck(NamedTuple):
    """What all slides of a deck share.

    title   what the user wants as the title of the first slide, which deck.py puts there; "" for none
    kinds   names of the kinds of slides in it
    """

    canvas: Canvas
    compared: Comparison
    title: str
    date: datetime.date
    kinds: tuple[str, ...] = ()

    @property
    def subtitle(self) -> str:
        """What the slide shows, its basis and its target."""
        compared = self.compared
        label = captions.label(compared)
        return f"{label}; basis: {compared.basis_in_words}; target: {compared.target:g}"

    @property
    def footnote(self) -> str:
        """What the subtitle does not say: the meaning of the basis, sources in short, catalog and date."""
        basis = self.compared.basis
        meaning = f"Basis {basis}: {captions.meaning(basis)}."
        soft = captions.soft_tokens(self.compared)
        sources = captions.sources_in_short(self.compared, _SOURCES_SHOWN)
        return " ".join(filter(None, [meaning, soft, sources, self.edition]))

    @property
    def edition(self) -> str:
        """Catalog, version and date, for slides that are not about one basis."""
        return captions.edition(self.compared, self.date)

    def numbered(self) -> list[Source]:
        """The sources in the order of their numbers, with those of the claims if these are shown."""
        found = captions.sources(self.compared.rows)
        if "claims" in self.kinds:
            cited = [load().sources[claim.source] for claim in claims_shown.of(self.compared)]
            found += [source for source in dict.fromkeys(cited) if source not in found]
        return found


def descriptions(rows: Sequence[Row]) -> list[str]:
    """What the speaker notes say about models."""
    return [captions.description(row) for row in rows]


def part(title: str, number: int, of: int) -> str:
    """The title of one of several slides of a kind."""
    return f"{title} ({number} of {of})" if of > 1 else title


def split(box: Box, text: str) -> tuple[Box, tuple[Box, str] | None]:
    """The box above a text at the foot of a box, and the text with its own box."""
    if not text:
        return box, None
    height = measure.height(len(measure.wrapped(text, box.width, NOTE_POINTS)), NOTE_POINTS)
    below = Box(box.left, box.bottom - height, box.width, height)
    return Box(box.left, box.top, box.width, box.height - height - GAP), (below, text)
