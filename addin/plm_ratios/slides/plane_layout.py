"""The contents of the chart of models in the plane of parameters and tokens, for slides and pictures."""

from __future__ import annotations

from typing import Callable, NamedTuple, Sequence

from ..analysis import ratios, scaling_laws
from ..analysis.power_law import Law
from ..comparison import captions
from ..comparison.compare import Comparison
from ..comparison.label_placement import Labels, PlotArea, Position
from ..comparison.rows import Row
from . import measure
from .scale import decades

TITLE = "Parameters and training tokens"
ACROSS, UP = "parameters (log scale)", "training tokens (log scale)"
LABEL_POINTS = 9.0
_MARKER = 0.06  # inches from the middle of a marker to its edge
_BETWEEN = 0.06  # inches between two labels
_STROKE, _SAMPLES = 0.02, 120  # inches from the middle of a line to its edge; points checked on each line
_ALMOST = 1 - 1e-9  # tolerance, since the ends of lines are computed
_SIDES = ("right", "left", "above", "below")
# Inches around the plot for the labels of lines: to the right of it, and above it.
MARGIN_RIGHT, MARGIN_TOP = 1.9, 0.28
NOTE_LINES = 2
_NOTE = (
    "Laws: the optimum for its compute, drawn through the range that they were fitted in, dashed outside it; "
    "they are about tokens seen."
)


class Point(NamedTuple):
    """A model, and the side of its marker on which its name fits; "" if there is no room for it.

    masks   whether the name covers a line, so that it needs a background to be readable
    """

    row: Row
    place: Position
    name: str
    side: str = ""
    masks: bool = False


class LawLine(NamedTuple):
    """A straight line in the plane by its ends; `label` is at its right end, on the given `side`, or is
    empty if it would cover another one."""

    name: str
    ends: tuple[Position, Position]
    law: int | None = None
    dashed: bool = False
    label: str = ""
    side: str = ""

    def through(self, number: int) -> list[Position]:
        """That many points of the line, both ends included, equally spaced on log axes."""
        (left, foot), (right, top) = self.ends
        shares = (at / (number - 1) for at in range(1, number - 1))
        between = [(left * (right / left) ** share, foot * (top / foot) ** share) for share in shares]
        return [self.ends[0], *between, self.ends[1]]


class Plan(NamedTuple):
    """Everything in the chart."""

    area: PlotArea
    points: tuple[Point, ...]
    lines: tuple[LawLine, ...]

    @property
    def unnamed(self) -> list[Row]:
        """The models whose names do not fit."""
        return [point.row for point in self.points if not point.side]

    @property
    def unlabelled(self) -> list[LawLine]:
        """Lines, one of each name, that need an entry in the legend: no part of them has a label."""
        named = {line.name for line in self.lines if line.label}
        return [line for line in {line.name: line for line in self.lines}.values() if line.name not in named]


def plan(compared: Comparison, width: float, height: float) -> Plan | None:
    """The chart in a plot of that size in inches; None if no model has both numbers."""
    rows = placed(compared)
    if not rows:
        return None
    places = [(row.parameters or 0.0, row.tokens or 0.0) for row in rows]
    area = PlotArea(
        *decades([place[0] for place in places], margin=0.02),
        *decades([place[1] for place in places], margin=0.02),
    )

    def text_width(text: str) -> float:
        return measure.width(text, LABEL_POINTS, bold=True) + _BETWEEN

    names = [measure.elided(captions.point(row), width / 4, LABEL_POINTS) for row in rows]
    points = [Point(*each) for each in zip(rows, places, names)]
    labels = Labels(area, (width, height), measure.height(1, LABEL_POINTS), text_width)
    lines = _lines(compared, area, labels)
    return Plan(area, tuple(_named(points, lines, labels)), tuple(lines))


def _named(points: Sequence[Point], lines: Sequence[LawLine], labels: Labels) -> list[Point]:
    """The points with their names if these fit: first clear of all lines, then over some of them."""
    for point in points:
        labels.keep_clear(point.place, _MARKER)
    line_points = [place for line in lines for place in line.through(_SAMPLES)]
    strict = labels.also_clear_of(line_points, _STROKE)
    found: dict[int, Point] = {}
    for allowed, masks in ((strict, False), (labels, True)):
        for number, point in enumerate(points):
            if number in found:
                continue
            for side in _SIDES:
                if allowed.take(point.place, point.name, side, inside=True):
                    found[number] = point._replace(side=side, masks=masks)
                    break
    return [found.get(number, point) for number, point in enumerate(points)]


def in_letters(low: float, high: float) -> bool:
    """True if an axis can write its numbers as 10M, 10B, 10T."""
    return low >= 1e6 and high <= 1e15


def placed(compared: Comparison) -> list[Row]:
    """The models that have a position in the plane."""
    return [row for row in compared.drawn if row.parameters and row.tokens]


def note(found: Plan, inches: float, points: float) -> str:
    """Notes that the chart cannot show, in a few lines: how to read the laws, and models without a name."""
    names = ", ".join(row.name for row in found.unnamed)
    more = f" Without a name for want of room: {names}." if names else ""
    return measure.cut(_NOTE + more, inches, points, NOTE_LINES)


def described(found: Plan, compared: Comparison) -> str:
    """The chart in words, for users who cannot see it."""
    models = "; ".join(
        f"{point.row.name} {captions.number(point.row, 'parameters')} parameters, "
        f"{captions.number(point.row, 'tokens')} tokens"
        for point in found.points
    )
    lines = ", ".join(dict.fromkeys(line.name for line in found.lines))
    return (
        f"Scatter chart on log scales: parameters and training tokens, {captions.subtitle(compared)}. "
        f"Lines: {lines}. {models}."
    )


def _lines(compared: Comparison, area: PlotArea, labels: Labels) -> list[LawLine]:
    target = f"{compared.target:g} tokens per parameter"
    lines = [
        _labelled(area, labels, LawLine(target, _ends(area, lambda parameters: compared.target * parameters)))
    ]
    protein = (law for law in scaling_laws.laws() if law.domain == "protein" and law.gives_sizes)
    for number, law in enumerate(protein):

        def tokens_at(parameters: float, law: Law = law) -> float:
            return scaling_laws.at_parameters(parameters, law).tokens

        parts = _parts(law, _ends(area, tokens_at), tokens_at)
        for place, (ends, dashed) in enumerate(parts):
            line = LawLine(law.name, ends, number, dashed)
            lines.append(_labelled(area, labels, line) if place == len(parts) - 1 else line)
    return [line for line in lines if line.ends[0][0] < line.ends[1][0]]


def _ends(area: PlotArea, tokens_at: Callable[[float], float]) -> tuple[Position, Position]:
    first, last = area.clip(tokens_at)
    return first, last


def _parts(
    law: Law, ends: tuple[Position, Position], tokens_at: Callable[[float], float]
) -> list[tuple[tuple[Position, Position], bool]]:
    """A law's line in up to three parts from left to right, each with whether it is an extrapolation."""
    fitted = law.range("flops")
    first, last = ends
    if fitted is None:
        return [(ends, True)]
    marks = [scaling_laws.optimum(flops, law).parameters for flops in fitted]
    cuts = [first[0], *(mark for mark in marks if first[0] < mark < last[0]), last[0]]
    parts = []
    for left, right in zip(cuts, cuts[1:]):
        outside = right <= marks[0] or left >= marks[1]
        parts.append((((left, tokens_at(left)), (right, tokens_at(right))), outside))
    return parts


def _labelled(area: PlotArea, labels: Labels, line: LawLine) -> LawLine:
    """The line with its label in the margin: next to its right end, or above if it leaves at the top."""
    side = "right" if line.ends[1][0] >= area.right * _ALMOST else "above"
    return line._replace(label=line.name, side=side) if labels.take(line.ends[1], line.name, side) else line


def verdict(point: Point, compared: Comparison) -> str:
    """The verdict that determines how a point is drawn."""
    return ratios.verdict(point.row.ratio or compared.target, compared.target)


def groups(found: Plan, compared: Comparison, verdicts: Sequence[str]) -> list[tuple[str, list[Point]]]:
    """The points by their verdicts, without empty groups."""
    grouped = ((each, [p for p in found.points if verdict(p, compared) == each]) for each in verdicts)
    return [(each, points) for each, points in grouped if points]
