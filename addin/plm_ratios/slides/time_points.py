"""The contents of the charts over time, for slides and pictures: ratios and tokens by the date of release.

There are two panels over the same dates. A box shows the middle half of a year's models; nothing is fitted,
since models of one year lie further apart than years do.
"""

from __future__ import annotations

import calendar
import datetime
import math
import statistics
from typing import NamedTuple, Sequence

from ..analysis import ratios
from ..comparison import captions
from ..comparison.compare import Comparison
from ..comparison.label_placement import Labels, PlotArea, Position
from ..comparison.rows import Row
from . import measure
from .scale import fitting

RATIO, TOKENS = "tokens per parameter (log scale)", "training tokens (log scale)"
LEAST_IN_A_BOX = 4  # models of a year
BOXES = f"Boxes: the middle half of a year with at least {LEAST_IN_A_BOX} models, and their median."
FAMILIES = "Lines: models of one family."
COARSE = "A date known to the month or the year is drawn in its middle."
_MARKER = 0.055  # inches from the middle of a marker to its edge
_BETWEEN = 0.05  # inches between two labels
_AWAY = 0.04  # inches from the middle of a marker to the box of the name beside it
_STROKE = 0.02  # inches from the middle of a line to its edge
_SIDES = {"right": (1, 0), "left": (-1, 0), "above": (0, 1), "below": (0, -1)}


class Dated(NamedTuple):
    """A model with its date of release as a decimal year."""

    row: Row
    year: float


class YearBox(NamedTuple):
    """The lower quartile, the median and the upper quartile of the models of a year."""

    year: int
    low: float
    middle: float
    high: float


class Name(NamedTuple):
    """The name of a model, or of the family of several, beside one of their points.

    masks   whether it covers a line, so that it needs a background to be readable
    """

    text: str
    anchor: Position
    side: str
    masks: bool = False


class Panel(NamedTuple):
    """One of the two charts: a value over decimal years.

    families   the points of each family of several models, which a line connects
    target     the label of the line at the target, in the chart that has one
    """

    title: str
    points: tuple[tuple[Dated, float], ...]
    boxes: tuple[YearBox, ...]
    families: tuple[tuple[Position, ...], ...]
    names: tuple[Name, ...]
    target: Name | None
    years: tuple[int, int]
    ends: tuple[float, float]


def dated(compared: Comparison) -> list[Dated]:
    """The models with a ratio and a date, in the order of their dates."""
    found = [
        Dated(row, decimal_year(row.model.released))
        for row in compared.drawn
        if row.model is not None and row.model.released
    ]
    return sorted(found, key=lambda each: each.year)


def undated(compared: Comparison) -> list[Row]:
    """The models with a ratio and without a date."""
    return [row for row in compared.drawn if row.model is None or not row.model.released]


def decimal_year(released: str) -> float:
    """A date as a decimal year; of a year or a month alone its middle.

    >>> decimal_year("2023"), decimal_year("2023-07"), round(decimal_year("2023-03-16"), 2)
    (2023.5, 2023.5416666666667, 2023.2)
    """
    parts = [int(part) for part in released.split("-")]
    if len(parts) == 1:
        return parts[0] + 0.5
    if len(parts) == 2:
        return parts[0] + (parts[1] - 0.5) / 12
    day = datetime.date(*parts[:3]).timetuple().tm_yday
    return parts[0] + (day - 0.5) / (366 if calendar.isleap(parts[0]) else 365)


def panels(
    found: Sequence[Dated], compared: Comparison, size: Position, points: float
) -> tuple[Panel, Panel]:
    """The two charts, ratios and tokens.

    Parameters
    ----------
    size : width and height of the plot of each, in inches
    points : the size of names
    """
    years = (math.floor(found[0].year), math.floor(found[-1].year) + 1)
    by_ratio = [(each, each.row.ratio or 0.0) for each in found]
    # A ratio that somebody typed may have no tokens.
    by_tokens = [(each, each.row.tokens) for each in found if each.row.tokens]
    return (
        _Placing(RATIO, by_ratio, years, size, points).panel(compared.target),
        _Placing(TOKENS, by_tokens, years, size, points).panel(),
    )


def notes(found: Sequence[Dated], compared: Comparison, shown: Sequence[Panel]) -> list[str]:
    """What boxes are, and which models are left out."""
    coarse = any(len(each.row.model.released) < 10 for each in found if each.row.model)
    said = " ".join(
        text
        for text, occurs in (
            (FAMILIES, any(panel.families for panel in shown)),
            (BOXES, any(panel.boxes for panel in shown)),
            (COARSE, coarse),
        )
        if occurs
    )
    without = ", ".join(row.name for row in undated(compared))
    missing = f"Without a date of release on record: {without}." if without else ""
    return [text for text in (said, missing) if text]


def described(found: Sequence[Dated], compared: Comparison) -> str:
    """The charts in words, for users who cannot see them."""
    models = "; ".join(
        f"{each.row.model.released if each.row.model else ''} {captions.name(each.row)} "
        f"{captions.number(each.row, 'ratio')}, {captions.number(each.row, 'tokens')} tokens"
        for each in found
    )
    return (
        f"Scatter charts on log scales over the date of release: tokens per parameter and training tokens, "
        f"{captions.subtitle(compared)}. {models}."
    )


def verdict(each: Dated, compared: Comparison) -> str:
    """The verdict that determines the colour of a point."""
    return ratios.verdict(each.row.ratio or compared.target, compared.target)


class _Placing:
    """One chart while its names are placed. Labels need log axes, on which powers of ten of years are equally
    far apart."""

    def __init__(
        self,
        title: str,
        values: Sequence[tuple[Dated, float]],
        years: tuple[int, int],
        size: Position,
        points: float,
    ):
        self._title = title
        self._values = values
        self._years = years
        self._size = size
        self._points = points
        self._families: dict[str, list[tuple[Dated, float]]] = {}
        for each, value in values:
            family = each.row.model.family if each.row.model else each.row.name
            self._families.setdefault(family, []).append((each, value))

    def panel(self, target: float | None = None) -> Panel:
        """The chart, with a line at the target if there is one."""
        numbers = [value for _, value in self._values] + ([target] if target else [])
        ends = fitting(numbers, 0.08) if numbers else (1.0, 10.0)
        boxes = _boxes(self._values)
        self._area = PlotArea(1.0, 10.0 ** (self._years[1] - self._years[0]), *ends)
        labels = Labels(
            self._area,
            self._size,
            measure.height(1, self._points),
            lambda text: measure.width(text, self._points) + _BETWEEN,
        )
        for each, value in self._values:
            labels.keep_clear(self._place(each.year, value), _MARKER)
        named = self._target(target, labels) if target else None
        strict = labels.also_clear_of(
            [
                *(self._level(self._years, target) if target else ()),
                *(place for box in boxes for place in self._level((box.year, box.year + 1), box.middle)),
                *(place for level in _powers(*ends) for place in self._level(self._years, level)),
            ],
            _STROKE,
        )
        return Panel(
            self._title,
            tuple(self._values),
            tuple(boxes),
            tuple(
                tuple((each.year, value) for each, value in members)
                for members in self._families.values()
                if len(members) > 1
            ),
            tuple(self._names(strict, labels)),
            named,
            self._years,
            ends,
        )

    def _place(self, year: float, value: float) -> Position:
        return 10.0 ** (year - self._years[0]), value

    def _level(self, years: tuple[int, int], value: float) -> list[Position]:
        """Points along a horizontal line."""
        steps = 30 * (years[1] - years[0])
        return [self._place(years[0] + at / 30, value) for at in range(steps + 1)]

    def _target(self, target: float, labels: Labels) -> Name | None:
        """The label of the line at the target, at the right end of the line or as near to it as it fits."""
        text = f"target: {target:g}"
        months = 12 * (self._years[1] - self._years[0])
        for side in ("above", "below"):
            for month in range(months, 0, -1):
                year = self._years[0] + month / 12
                if labels.take(self._place(year, target), text, side, inside=True):
                    return Name(text, (year, target), side)
        return None

    def _names(self, strict: Labels, labels: Labels) -> list[Name]:
        """A name for each family, beside one of its points: first clear of all lines, then over some."""
        found: dict[str, Name] = {}
        for allowed in (strict, labels):
            for family, members in self._families.items():
                text = family if len(members) > 1 else captions.name(members[0][0].row)
                places = [self._place(each.year, value) for each, value in members]
                for side, place in _tries(places) if family not in found else ():
                    right, up = _SIDES[side]
                    anchor = self._area.moved(place, self._size, right * _AWAY, up * _AWAY)
                    if allowed.take(anchor, text, side, inside=True):
                        year = self._years[0] + math.log10(anchor[0])
                        found[family] = Name(text, (year, anchor[1]), side, allowed is labels)
                        break
        return list(found.values())


def _tries(places: Sequence[Position]) -> list[tuple[str, Position]]:
    top, foot = max(places, key=lambda place: place[1]), min(places, key=lambda place: place[1])
    outer = [("right", top), ("above", top), ("left", top), ("below", foot), ("right", foot), ("left", foot)]
    return [*outer, *((side, place) for place in places for side in ("right", "left"))]


def _powers(low: float, high: float) -> list[float]:
    """The powers of ten from one number to another."""
    return [10.0**power for power in range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)]


def _boxes(values: Sequence[tuple[Dated, float]]) -> list[YearBox]:
    """The quartiles on a log scale of each year that has enough models."""
    years: dict[int, list[float]] = {}
    for each, value in values:
        years.setdefault(math.floor(each.year), []).append(math.log10(value))
    return [
        YearBox(year, *(10.0**quartile for quartile in statistics.quantiles(logs, n=4, method="inclusive")))
        for year, logs in sorted(years.items())
        if len(logs) >= LEAST_IN_A_BOX
    ]
