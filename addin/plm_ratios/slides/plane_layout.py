"""The contents of the chart of models in the plane of parameters and tokens, for slides and pictures."""

from __future__ import annotations

import math
from typing import Callable, NamedTuple, Sequence

from ..analysis import cost, ratios
from ..analysis.spread import spread
from ..comparison import captions, effective
from ..comparison.compare import Comparison
from ..comparison.label_placement import Labels, PlotArea, Position
from ..comparison.rows import Row
from ..errors import NotAvailable
from . import measure
from .plane_lines import COMPUTE, LAW, RATIO, TARGET, PlaneLine, lines
from .scale import fitting

TITLE = "Parameters and training tokens"
ACROSS, UP = "parameters (log scale)", "training tokens (log scale)"
LABEL_POINTS = 9.0
MARGIN_TOP = 0.28  # inches above the plot for the labels of lines
NOTE_LINES = 2
# The marker of each objective, the last one of all others.
OBJECTIVES = {"MLM": "circle", "CLM": "triangle", "other or unknown objective": "square"}
_MARGIN_FOR_LAWS, _MARGIN = 1.75, 0.85  # inches to the right of the plot for the labels of lines
_EDGE = 0.1  # decades between the outermost points and the edge of the plot, at least
_MARKER = 0.06  # inches from the middle of a marker to its edge
_BETWEEN = 0.06  # inches between two labels
_STROKE, _SAMPLES = 0.02, 120  # inches from the middle of a line to its edge; points checked on each line
_LEAST_POINTS = 13  # that a line is drawn through, one of which may carry its label
_SIDES = {"right": (1, 0), "left": (-1, 0), "above": (0, 1), "below": (0, -1)}
_AWAY = 0.045  # inches from the middle of a marker, or the end of a bar, to the name beside it
_RATIO_NOTE = "Dotted lines: equal tokens per parameter."
_LAWS_NOTE = "Laws: the optimum for its compute, dashed outside the range in which they were fitted."
_COMPUTE_NOTE = "Faint lines: equal compute, 6 x parameters x tokens{}."
_COSTS_LESS = "; less for encoder-decoders and experts"
_RANGES_NOTE = "Bars at a marker: the range that sources{} give."


class Point(NamedTuple):
    """A model, and the side of its marker on which its name fits; "" if there is no room for it.

    anchor      where the name begins: at the edge of the marker, or at the end of a bar
    masks       whether the name covers a line, so that it needs a background to be readable
    parameters  the range that sources give, if they disagree
    tokens      the same
    """

    row: Row
    place: Position
    name: str
    side: str = ""
    anchor: Position = (0.0, 0.0)
    masks: bool = False
    parameters: tuple[float, float] | None = None
    tokens: tuple[float, float] | None = None

    @property
    def objective(self) -> str:
        """Which of OBJECTIVES it has."""
        trained = self.row.model.objective if self.row.model else ""
        return trained if trained in OBJECTIVES else list(OBJECTIVES)[-1]

    @property
    def bars(self) -> list[tuple[Position, Position]]:
        """The ranges as lines across the point."""
        found = []
        if self.parameters:
            found.append(((self.parameters[0], self.place[1]), (self.parameters[1], self.place[1])))
        if self.tokens:
            found.append(((self.place[0], self.tokens[0]), (self.place[0], self.tokens[1])))
        return found

    def end(self, side: str) -> Position:
        """The end of what is drawn on one side: of a bar, or the point itself."""
        (x, y), across, up = self.place, self.parameters or self.place[:1], self.tokens or self.place[1:]
        return {
            "right": (max(across), y),
            "left": (min(across), y),
            "above": (x, max(up)),
            "below": (x, min(up)),
        }[side]


class Plan(NamedTuple):
    """Everything in the chart. Each line is drawn through `line_points` points."""

    area: PlotArea
    points: tuple[Point, ...]
    lines: tuple[PlaneLine, ...]
    line_points: int

    @property
    def unnamed(self) -> list[Row]:
        """The models whose names do not fit."""
        return [point.row for point in self.points if not point.side]

    @property
    def shortened(self) -> list[Row]:
        """The models of whose names the chart shows a part."""
        return [point.row for point in self.points if point.side and measure.ELLIPSIS in point.name]

    @property
    def unlabelled(self) -> list[PlaneLine]:
        """Lines, one of each name, that need an entry in the legend: no part of them has a label."""
        named = {line.name for line in self.lines if line.label}
        needed = {line.name: line for line in self.lines if line.kind in (TARGET, LAW)}
        return [line for line in needed.values() if line.name not in named]

    @property
    def objectives(self) -> list[str]:
        """The objectives that occur."""
        return [each for each in OBJECTIVES if any(point.objective == each for point in self.points)]


def margin_right(compared: Comparison) -> float:
    """Inches to the right of the plot for the labels of lines."""
    return _MARGIN_FOR_LAWS if compared.basis == "seen" else _MARGIN


def plan(
    compared: Comparison, width: float, height: float, points_of_labels: float = LABEL_POINTS
) -> Plan | None:
    """The chart in a plot of that size in inches; None if no model has both numbers."""
    rows = placed(compared)
    if not rows:
        return None
    points = [_point(row, compared, width) for row in rows]
    area = _area(points, compared.target)

    def text_width(text: str) -> float:
        return measure.width(text, points_of_labels) + _BETWEEN

    size = (width, height)
    labels = Labels(area, size, measure.height(1, points_of_labels), text_width)
    found = lines(compared, area)
    last = {line.name: line for line in found}  # of a law in parts
    drawn = [_labelled_at_the_edge(area, labels, line) if line is last[line.name] else line for line in found]
    for point in points:
        labels.keep_clear(point.place, _MARKER)
        for bar in point.bars:
            labels.keep_bar_clear(bar, _STROKE)
    named = _named(points, drawn, labels, lambda place, right, up: area.moved(place, size, right, up))
    number = max(_LEAST_POINTS, 3 * sum(len(point.bars) for point in points), len(points))
    drawn = _labelled_inside(drawn, labels, number)
    return Plan(area, tuple(named), tuple(drawn), number)


def _area(points: Sequence[Point], target: float) -> PlotArea:
    """What the chart shows: every point with its bars, and the line at the target."""
    parameters = [each for point in points for each in (point.place[0], *(point.parameters or ()))]
    tokens = [each for point in points for each in (point.place[1], *(point.tokens or ()))]
    left, right = fitting(parameters, _EDGE)
    bottom, top = fitting(tokens, _EDGE)
    if target * left >= top or target * right <= bottom:
        middle = target * math.sqrt(min(parameters) * max(parameters))
        bottom, top = fitting([*tokens, middle], _EDGE)
    return PlotArea(left, right, bottom, top)


def _point(row: Row, compared: Comparison, width: float) -> Point:
    place = (row.parameters or 0.0, row.tokens or 0.0)
    name = measure.elided(captions.point(row), width / 4, LABEL_POINTS)
    if not row.range or row.model is None:
        return Point(row, place, name)
    try:
        found = spread(row.model, compared.basis, row.average_length)
    except NotAvailable:
        return Point(row, place, name)
    parameters = (found.highest.parameters, found.lowest.parameters)
    tokens = (found.lowest.tokens, found.highest.tokens)
    return Point(
        row,
        place,
        name,
        parameters=parameters if parameters[0] < parameters[1] else None,
        tokens=tokens if tokens[0] < tokens[1] else None,
    )


def _named(
    points: Sequence[Point],
    drawn: Sequence[PlaneLine],
    labels: Labels,
    moved: Callable[[Position, float, float], Position],
) -> list[Point]:
    """The points with their names if these fit: first clear of all lines, then over some of them."""
    main = [line for line in drawn if line.kind != COMPUTE]
    clear_of_all = labels.also_clear_of(_places(drawn), _STROKE)
    clear_of_main = labels.also_clear_of(_places(main), _STROKE)
    found: dict[int, Point] = {}
    for allowed, masks in ((clear_of_all, False), (clear_of_main, True), (labels, True)):
        tries = {
            number: [
                (side, moved(point.end(side), right * _AWAY, up * _AWAY))
                for side, (right, up) in _SIDES.items()
            ]
            for number, point in enumerate(points)
            if number not in found
        }
        free = {
            number: [
                each for each in tried if allowed.fits(each[1], points[number].name, each[0], inside=True)
            ]
            for number, tried in tries.items()
        }
        # Those with the fewest possibilities choose first.
        for number in sorted(free, key=lambda number: len(free[number])):
            for side, anchor in free[number]:
                if allowed.take(anchor, points[number].name, side, inside=True):
                    found[number] = points[number]._replace(side=side, anchor=anchor, masks=masks)
                    break
    return [found.get(number, point) for number, point in enumerate(points)]


def _places(drawn: Sequence[PlaneLine]) -> list[Position]:
    return [place for line in drawn for place in line.through(_SAMPLES)]


def _labelled_at_the_edge(area: PlotArea, labels: Labels, line: PlaneLine) -> PlaneLine:
    """The line with its label outside the plot, next to its right end; not those of equal compute."""
    if line.kind == COMPUTE:
        return line
    side = line.leaves_at(area)
    fits = labels.take(line.ends[1], line.short, side)
    return line._replace(label=line.short, side=side) if fits else line


def _labelled_inside(drawn: Sequence[PlaneLine], labels: Labels, number: int) -> list[PlaneLine]:
    """The lines, those of equal compute with a label at one of their points, as far right as one fits."""
    found = []
    for line in drawn:
        if line.kind == COMPUTE:
            free = labels.also_clear_of(_places([each for each in drawn if each is not line]), _STROKE)
            places = line.through(number)
            tries = ((at, side) for at in reversed(range(number)) for side in ("above", "right"))
            for at, side in tries:
                if free.take(places[at], line.short, side, inside=True):
                    line = line._replace(label=line.short, side=side, at=at)
                    break
        found.append(line)
    return found


def placed(compared: Comparison) -> list[Row]:
    """The models that have a position in the plane."""
    return [row for row in compared.drawn if row.parameters and row.tokens]


def note(found: Plan, inches: float, points: float, most: int = NOTE_LINES) -> str:
    """Notes that the chart cannot show, in a few lines: how to read the lines, and models without a name."""
    kinds = {line.kind for line in found.lines}
    fits = effective.FITS if any(point.row.basis == effective.BASIS for point in found.points) else ""
    less = any(cost.is_below_6nd(point.row.model) for point in found.points if point.row.model)
    said = [
        text
        for text, occurs in (
            (_RATIO_NOTE, RATIO in kinds),
            (_LAWS_NOTE, LAW in kinds),
            (_COMPUTE_NOTE.format(_COSTS_LESS if less else ""), COMPUTE in kinds),
            (_RANGES_NOTE.format(fits), any(point.bars for point in found.points)),
        )
        if occurs
    ]
    more = [
        f"{what}: {', '.join(row.name for row in rows)}."
        for what, rows in (
            ("Shortened", found.shortened),
            ("Without a name for want of room", found.unnamed),
        )
        if rows
    ]
    return measure.cut(" ".join([*said, *more]), inches, points, most)


def described(found: Plan, compared: Comparison) -> str:
    """The chart in words, for users who cannot see it."""
    models = "; ".join(
        f"{point.row.name} {captions.number(point.row, 'parameters')} parameters, "
        f"{captions.number(point.row, 'tokens')} tokens"
        for point in found.points
    )
    drawn = ", ".join(dict.fromkeys(line.name for line in found.lines))
    return (
        f"Scatter chart on log scales: parameters and training tokens, {captions.subtitle(compared)}. "
        f"Lines: {drawn}. {models}."
    )


def verdict(point: Point, compared: Comparison) -> str:
    """The verdict that determines the colour of a point."""
    return ratios.verdict(point.row.ratio or compared.target, compared.target)


def groups(found: Plan, compared: Comparison, verdicts: Sequence[str]) -> list[tuple[str, list[Point]]]:
    """The points by their verdicts, without empty groups."""
    grouped = ((each, [p for p in found.points if verdict(p, compared) == each]) for each in verdicts)
    return [(each, points) for each, points in grouped if points]
