"""The charts as pictures for documents, PNG or SVG, in the same style as those of the deck.

In an SVG texts stay texts, which can be searched and edited. The title of a picture is its finding, unless
somebody gave another one.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, Callable

import matplotlib

from ..analysis import ratios
from ..comparison import captions, findings
from ..comparison.compare import Comparison
from ..errors import NotAvailable, WrongValue
from . import (
    bars,
    bases_picture,
    basis_points,
    picture_page,
    plane_picture,
    ratio_picture,
    score_picture,
    score_points,
    time_picture,
    time_points,
)
from .picture_page import Picture, Texts
from .themes import Theme

_SOURCES_SHOWN = 8


def write(
    path: Path, kind: str, chart: str, compared: Comparison, title: str, date: datetime.date, look: Theme
) -> None:
    """Write one of CHARTS as "png" or "svg". Raises NotAvailable if nothing can be drawn."""
    picture = draw(chart, compared, title, date, look)
    with matplotlib.rc_context(picture_page.settings()), picture_page.silent():
        metadata: dict[str, Any] = {"Title": picture.title, "Description": picture.description}
        # Without the time and the version of matplotlib, so that the same chart gives the same bytes.
        metadata.update({"Date": None, "Creator": None} if kind == "svg" else {"Software": None})
        picture.savefig(
            path, format=kind, dpi=picture_page.DOTS, facecolor=f"#{look.background}", metadata=metadata
        )


def draw(chart: str, compared: Comparison, title: str, date: datetime.date, look: Theme) -> Picture:
    """One of CHARTS as a figure of matplotlib.

    Parameters
    ----------
    chart : "ratio", "bases", "time", "score" or "plane"
    title : of the picture; where it is empty or only the usual label, the finding

    Raises
    ------
    WrongValue : no such chart, or a title that holds control characters
    NotAvailable : nothing can be drawn
    """
    if chart not in CHARTS:
        raise WrongValue(f'There is no chart "{chart}". Choose {ratios.alternatives(CHARTS)}.')
    captions.require_text(title, "title")
    with matplotlib.rc_context(picture_page.settings()), picture_page.silent():
        return CHARTS[chart](compared, "" if title == captions.TITLE else title, date, look)


def _ratio(compared: Comparison, title: str, date: datetime.date, look: Theme) -> Picture:
    _require_drawn(compared)
    missing = ", ".join(row.name for row in compared.missing)
    texts = Texts(
        title or findings.ratio_title(compared),
        _subtitle(compared),
        (
            *([f"Without a ratio on this basis: {missing}."] if missing else []),
            _foot(compared, date),
        ),
    )
    page = picture_page.page(texts, ratio_picture.body(compared), look)
    ratio_picture.draw(page, compared, look)
    return page.figure.described(texts.title, bars.described(compared.drawn, compared))


def _bases(compared: Comparison, title: str, date: datetime.date, look: Theme) -> Picture:
    rows = basis_points.basis_rows(compared.rows)
    if not rows:
        raise NotAvailable("None of these models has a ratio on any basis: there is nothing to draw.")
    sources = captions.sources_in_short(compared, _SOURCES_SHOWN, on_every_basis=True)
    texts = Texts(
        title or findings.bases_title(compared),
        basis_points.subtitle(compared),
        (
            *basis_points.notes(rows, basis_points.without_any(compared), shaded=True),
            _joined(
                captions.footnote_on_every_basis(compared, date),
                captions.soft_tokens(compared, on_every_basis=True),
                sources,
            ),
        ),
    )
    page = picture_page.page(texts, bases_picture.body(rows), look)
    bases_picture.draw(page, rows, compared, look)
    return page.figure.described(texts.title, basis_points.described(rows, compared))


def _plane(compared: Comparison, title: str, date: datetime.date, look: Theme) -> Picture:
    _require_drawn(compared)
    return plane_picture.draw(
        compared,
        lambda notes: Texts(
            title or findings.plane_title(compared),
            _subtitle(compared),
            (*notes, _foot(compared, date)),
        ),
        look,
    )


def _time(compared: Comparison, title: str, date: datetime.date, look: Theme) -> Picture:
    _require_drawn(compared)
    found = time_points.dated(compared)
    if not found:
        raise NotAvailable(
            "None of these models has a date of release in the catalog: there is nothing to draw."
        )
    return time_picture.draw(
        found,
        compared,
        lambda notes: Texts(
            title or findings.time_title(compared),
            _subtitle(compared),
            (*notes, _foot(compared, date)),
        ),
        look,
    )


def _score(compared: Comparison, title: str, date: datetime.date, look: Theme) -> Picture:
    _require_drawn(compared)
    found = score_points.scored(compared)
    if not found:
        raise NotAvailable(
            "None of these models has a score of ProteinGym in the catalog: there is nothing to draw."
        )
    return score_picture.draw(
        found,
        compared,
        lambda notes: Texts(
            title or findings.score_title(compared, len(found)),
            _subtitle(compared),
            (*notes, _foot(compared, date)),
        ),
        look,
    )


CHARTS: dict[str, Callable[[Comparison, str, datetime.date, Theme], Picture]] = {
    "ratio": _ratio,
    "bases": _bases,
    "time": _time,
    "score": _score,
    "plane": _plane,
}


def _require_drawn(compared: Comparison) -> None:
    if not compared.drawn:
        raise NotAvailable(
            f'None of these models has a ratio on the basis "{compared.basis}": there is nothing to draw.'
        )


def _subtitle(compared: Comparison) -> str:
    """What is compared, on which basis, with which target."""
    return f"{captions.label(compared)}; basis: {compared.basis_in_words}; target: {compared.target:g}"


def _foot(compared: Comparison, date: datetime.date) -> str:
    sources = captions.sources_in_short(compared, _SOURCES_SHOWN)
    return _joined(captions.footnote(compared, date), captions.soft_tokens(compared), sources)


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))
