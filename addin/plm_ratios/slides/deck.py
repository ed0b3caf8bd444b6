"""Writes the deck: every slide, in a file that is the same for the same comparison and date."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any, Callable

from ..catalog import load
from ..comparison import captions
from ..comparison.compare import Comparison
from ..ooxml.reproducible_zip import write_zip
from ..version import __version__
from . import pages
from .canvas import Canvas
from .themes import Theme

_KINDS = (
    ("ratios", pages.ratio_slides),
    ("parameters and tokens", pages.plane_slide),
    ("table", pages.table_slides),
    ("claims", pages.claims_slide),
    ("sources", pages.source_slides),
)


def write(
    path: Path,
    compared: Comparison,
    title: str,
    date: datetime.date,
    look: Theme,
    template: Path | None = None,
    say: Callable[[str], None] = lambda step: None,
) -> None:
    """Write the deck; `say` is called with the slides that come next.

    Raises BadTemplate if the template cannot be used.
    """
    canvas = Canvas(look, template, pages.titles(title))
    deck = pages.Deck(canvas, compared, title, date)
    for name, add in _KINDS:
        say(f"slides of {name}")
        add(deck)
    _describe(canvas.deck.core_properties, compared, title, date)
    made = io.BytesIO()
    canvas.deck.save(made)
    path.write_bytes(_undated(made.getvalue()))


def _describe(properties: Any, compared: Comparison, title: str, date: datetime.date) -> None:
    moment = datetime.datetime(date.year, date.month, date.day)
    properties.title = title
    properties.subject = captions.subtitle(compared)
    properties.author = properties.last_modified_by = "plm-ratios"
    properties.comments = f"plm-ratios {__version__}, catalog {load().label}"
    properties.keywords = "protein language models, tokens per parameter"
    properties.created = properties.modified = moment
    properties.revision = 1


def _undated(data: bytes) -> bytes:
    """Returns the package without the times at which its parts were written."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        write_zip(target, {name: old.read(name) for name in old.namelist()})
    return target.getvalue()
