"""The plane of parameters and tokens on log axes: which part of it a chart shows, and where labels fit."""

from __future__ import annotations

import math
from typing import Callable, Iterable, NamedTuple, Tuple

Position = Tuple[float, float]  # parameters, tokens

_Box = Tuple[float, float, float, float]  # left, foot, right, top

# Between a point and the label beside it, in heights of a label.
_GAP = 0.4


class PlotArea(NamedTuple):
    """What a chart shows: parameters from left to right, tokens from bottom to top, on log axes."""

    left: float
    right: float
    bottom: float
    top: float

    def clip(self, tokens_at: Callable[[float], float]) -> list[Position]:
        """The ends of a straight line inside the area, the left one first."""
        first, last = math.log10(self.left), math.log10(self.right)
        low, high = math.log10(self.bottom), math.log10(self.top)
        start, end = (math.log10(tokens_at(x)) for x in (self.left, self.right))
        slope = (end - start) / (last - first)
        crossings = sorted(first + (level - start) / slope for level in (low, high))
        ends = max(first, crossings[0]), min(last, crossings[1])
        return [(10**x, 10 ** (start + slope * (x - first))) for x in ends]

    def within(self, place: Position, size: Position) -> Position:
        """Where a place is in a plot of that size: how far from its left and from its foot."""
        across = math.log10(place[0] / self.left) / math.log10(self.right / self.left)
        up = math.log10(place[1] / self.bottom) / math.log10(self.top / self.bottom)
        return across * size[0], up * size[1]

    def moved(self, place: Position, size: Position, across: float, up: float) -> Position:
        """A place that far to the right and up from another one, in a plot of that size."""
        width, height = size
        return (
            place[0] * (self.right / self.left) ** (across / width),
            place[1] * (self.top / self.bottom) ** (up / height),
        )


class Labels:
    """Places labels on a plot so that none covers another one.

    plot       width and height of the plot, in any unit
    height     of a label, in the same unit
    width_of   how wide a text is, in the same unit
    """

    def __init__(self, area: PlotArea, plot: Position, height: float, width_of: Callable[[str], float]):
        self._area = area
        self._plot = plot
        self._height = height
        self._width_of = width_of
        self._boxes: list[_Box] = []
        self._also: list[_Box] = []

    def take(self, place: Position, text: str, side: str, inside: bool = False) -> bool:
        """Place a label at a place, on its "left", its "right", "above" or "below" it, if it fits there. With
        `inside` it must not reach out of the plot either."""
        fits = self.fits(place, text, side, inside)
        if fits:
            self._boxes.append(self._box(place, text, side))
        return fits

    def fits(self, place: Position, text: str, side: str, inside: bool = False) -> bool:
        """Whether take() would place a label."""
        box = self._box(place, text, side)
        if inside and (box[0] < 0 or box[1] < 0 or box[2] > self._plot[0] or box[3] > self._plot[1]):
            return False
        return not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for other in (*self._boxes, *self._also)
        )

    def keep_clear(self, place: Position, radius: float) -> None:
        """Has no label cover a marker."""
        self._boxes.append(self._mark(place, radius))

    def keep_bar_clear(self, ends: tuple[Position, Position], radius: float) -> None:
        """Has no label cover a bar that is parallel to an axis; its lower end first."""
        (left, foot, _, _), (_, _, right, top) = (self._mark(end, radius) for end in ends)
        self._boxes.append((left, foot, right, top))

    def also_clear_of(self, places: Iterable[Position], radius: float) -> Labels:
        """The same labels, of which new ones taken here cover none of these marks either."""
        stricter = Labels(self._area, self._plot, self._height, self._width_of)
        stricter._boxes = self._boxes  # shared: what is taken here is taken
        stricter._also = [self._mark(place, radius) for place in places]
        return stricter

    def _mark(self, place: Position, radius: float) -> _Box:
        across, up = self._area.within(place, self._plot)
        return across - radius, up - radius, across + radius, up + radius

    def _box(self, place: Position, text: str, side: str) -> _Box:
        across, up = self._area.within(place, self._plot)
        long, height = self._width_of(text), self._height
        gap = height * _GAP
        start = across - {"left": long + gap, "right": -gap}.get(side, long / 2)
        foot = up + {"above": gap, "below": -height - gap}.get(side, -height / 2)
        return (start, foot, start + long, foot + height)
