"""Writes the deck: every slide, in a file that is the same for the same comparison and date."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any, Callable, NamedTuple, Sequence

from ..analysis import ratios
from ..catalog import load
from ..comparison import captions, findings
from ..comparison.compare import Comparison
from ..errors import NotAvailable, WrongValue
from ..ooxml.reproducible_zip import write_zip
from ..version import __version__
from . import bases_page, chart_pages, claims_shown, message_pages, pages, score_page, table_pages, time_page
from .canvas import Canvas
from .themes import Theme


class Kind(NamedTuple):
    """A kind of slide.

    name       as --slides gives it
    add        adds the slides of this kind, if there is something to show
    unasked    whether a deck has it where nobody says which slides to make
    """

    name: str
    add: Callable[[pages.Deck], None]
    unasked: Callable[[Comparison], bool] = lambda compared: True


# In the order of a deck for which nobody says which slides to make.
KINDS = (
    Kind("opening", message_pages.opening_slide),
    Kind("ratio", chart_pages.ratio_slides),
    Kind("bases", bases_page.bases_slides),
    Kind("time", time_page.time_slide, lambda compared: False),
    Kind("score", score_page.score_slide, lambda compared: False),
    Kind("plane", chart_pages.plane_slide),
    Kind("table", table_pages.table_slides),
    Kind("claims", table_pages.claims_slides, claims_shown.wanted),
    Kind("conclusion", message_pages.conclusion_slide),
    Kind("sources", table_pages.source_slides),
)


def kinds(words: Sequence[str]) -> tuple[str, ...]:
    """The kinds of slides that words mean, each once: a name, or several with commas between.

    Raises
    ------
    WrongValue : no such kind; the message lists them all
    """
    names = [kind.name for kind in KINDS]
    found = [part.strip().lower() for word in words for part in word.split(",") if part.strip()]
    for name in found:
        if name not in names:
            raise WrongValue(f'There is no slide "{name}". Choose {ratios.alternatives(names)}.')
    return tuple(dict.fromkeys(found))


def write(
    path: Path,
    compared: Comparison,
    title: str,
    date: datetime.date,
    look: Theme,
    template: Path | None = None,
    say: Callable[[str], None] = lambda step: None,
    slides: Sequence[str] = (),
) -> None:
    """Write the deck.

    Parameters
    ----------
    title : of the first slide; "" for what the numbers say
    template : a .pptx or .potx whose master and layouts the deck takes
    say : is called with the slides that come next
    slides : names of KINDS in the order wanted; without any, those that suit the comparison

    Raises
    ------
    BadTemplate : the template cannot be used
    NotAvailable : none of the slides has anything to show
    """
    add = {kind.name: kind.add for kind in KINDS}
    chosen = tuple(slides) or tuple(kind.name for kind in KINDS if kind.unasked(compared))
    canvas = Canvas(look, template)
    deck = pages.Deck(canvas, compared, title, date, chosen)
    for name in chosen:
        say(f"slides: {name}")
        add[name](deck)
    if not canvas.started:
        raise NotAvailable(
            f'On the basis "{compared.basis}" these slides have nothing to show: {", ".join(chosen)}.'
        )
    canvas.finish(title)
    _describe(canvas.deck.core_properties, compared, title or findings.ratio_title(compared), date)
    made = io.BytesIO()
    canvas.deck.save(made)
    path.write_bytes(_undated(made.getvalue()))


def _describe(properties: Any, compared: Comparison, title: str, date: datetime.date) -> None:
    moment = datetime.datetime(date.year, date.month, date.day)
    properties.title = title
    properties.subject = captions.subtitle(compared)
    properties.author = properties.last_modified_by = "plm-ratios"
    properties.comments = f"plm-ratios {__version__}, catalog {load().label}"
    properties.keywords = captions.label(compared).lower()
    properties.created = properties.modified = moment
    properties.revision = 1


def _undated(data: bytes) -> bytes:
    """Returns the package without the times at which its parts were written."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        write_zip(target, {name: old.read(name) for name in old.namelist()})
    return target.getvalue()
