"""The contents of the chart of scores, for slides and pictures: published zero-shot scores over ratios.

Models of a family have one colour, and those of one objective are joined in order of size. Nothing is fitted:
families differ in objective, data and architecture as well as in their ratios.
"""

from __future__ import annotations

import math
from itertools import groupby
from typing import NamedTuple, Sequence, Tuple

from .. import formatting
from ..analysis import scores
from ..catalog.facts import Fact, differ
from ..comparison import captions
from ..comparison.compare import Comparison
from ..comparison.label_placement import Labels, PlotArea, Position
from ..comparison.rows import Row
from . import measure
from .scale import fitting

BENCHMARK = scores.BENCHMARKS[0]
ACROSS = "tokens per parameter (log scale)"
UP = f"zero-shot score on ProteinGym, {BENCHMARK} (Spearman)"
BARS = "Bars: the standard error that ProteinGym states, of the difference to the best model of its table."
LINES = "Lines join models of one family and objective in order of size."
NO_FIT = (
    "Nothing is fitted: families differ in objective, data and architecture too, and some models read "
    "structures."
)
_MOST_NAMED = 8  # models without a score in a note
_MARKER = 0.06  # inches from the middle of a marker to its edge
_STROKE = 0.02  # inches from the middle of a line to its edge
_BETWEEN = 0.05  # inches between two labels
_AWAY = 0.055  # inches from the middle of a marker to the place of the name beside it
_SIDES = {"right": (1, 0), "above": (0, 1), "below": (0, -1), "left": (-1, 0)}
_STEPS = (0.02, 0.05, 0.1, 0.2)  # between two numbers of the axis of scores
_MOST_STEPS = 7


class Scored(NamedTuple):
    """A model with a ratio and the published fact of its score."""

    row: Row
    ratio: float
    fact: Fact

    @property
    def score(self) -> float:
        """The published score."""
        return self.fact.value or 0.0

    @property
    def ends(self) -> tuple[float, float]:
        """The score minus and plus its standard error."""
        error = self.fact.standard_error or 0.0
        return self.score - error, self.score + error


class Name(NamedTuple):
    """A text beside a point: the name of a model, or only its size where another of its family is named.

    place   ratio and score of a place beside the marker, from which the text goes on
    masks   whether it covers a line, so that it needs a background to be readable
    """

    text: str
    place: Position
    side: str
    masks: bool


Line = Tuple[Scored, ...]


class Family(NamedTuple):
    """The models of a family, those of a line in order of size. A line has models of one objective, and no
    two of the same size: these differ in something else."""

    name: str
    lines: tuple[Line, ...]

    @property
    def members(self) -> Line:
        """All models, those of each line together."""
        return tuple(each for line in self.lines for each in line)


class Plot(NamedTuple):
    """The chart: families, names, the ends of both axes, and the step between two scores of the axis."""

    families: tuple[Family, ...]
    names: tuple[Name, ...]
    ratios: tuple[float, float]
    scores: tuple[float, float]
    step: float


def scored(compared: Comparison) -> list[Scored]:
    """The models with a ratio and a published score, in the order of the comparison."""
    quantity = scores.QUANTITY_OF_BENCHMARK[BENCHMARK]
    found = []
    for row in compared.drawn:
        fact = row.model.fact(quantity) if row.model is not None else None
        if fact is not None and row.ratio:
            found.append(Scored(row, row.ratio, fact))
    return found


def plot(found: Sequence[Scored], size: Position, points: float) -> Plot:
    """The chart in a plot of that width and height in inches, with names of that size in points."""
    families = _families(found)
    ends = fitting([each.ratio for each in found], 0.12)
    low, high, step = _score_axis(found)
    placing = _Placing(PlotArea(*ends, 1.0, 10.0), (low, high), size, points)
    return Plot(families, placing.names(families), ends, (low, high), step)


def notes(found: Sequence[Scored], compared: Comparison) -> list[str]:
    """What lines and bars are, where the scores come from, and which models have none."""
    families = _families(found)
    said = [
        *([LINES] if any(len(line) > 1 for family in families for line in family.lines) else []),
        *([BARS] if any(each.fact.standard_error for each in found) else []),
        NO_FIT,
    ]
    files = dict.fromkeys(
        f"{each.fact.source.short if each.fact.source else ''}, {each.fact.locator.partition(', row')[0]}"
        for each in found
    )
    here = {each.row.name for each in found}
    without = [row.name for row in compared.drawn if row.name not in here]
    more = len(without) - _MOST_NAMED
    names = f"{', '.join(without[:_MOST_NAMED])}{f' and {more} more' if more > 0 else ''}"
    known = len([row for row in compared.rows if row.known])
    have = "has" if len(found) == 1 else "have"
    return [
        " ".join(said),
        f"Scores: {'; '.join(files)}. {len(found)} of {known} models {have} both a score and a ratio."
        + (f" Without a score: {names}." if without else ""),
    ]


def described(found: Sequence[Scored], compared: Comparison) -> str:
    """The chart in words, for users who cannot see it."""
    models = "; ".join(
        f"{captions.name(each.row)} {captions.number(each.row, 'ratio')}, score {each.score:g}"
        for each in found
    )
    return f"Scatter chart of {UP} over tokens per parameter, {captions.subtitle(compared)}. {models}."


def _families(found: Sequence[Scored]) -> tuple[Family, ...]:
    """The families, those with most models first."""
    members: dict[str, list[Scored]] = {}
    for each in found:
        members.setdefault(each.row.model.family if each.row.model else each.row.name, []).append(each)
    listed = sorted(members.items(), key=lambda family: -len(family[1]))
    return tuple(Family(name, tuple(_lines(each))) for name, each in listed)


def _lines(members: Sequence[Scored]) -> list[Line]:
    found: list[Line] = []
    for _, same in groupby(sorted(members, key=_rank), key=lambda each: _rank(each)[0]):
        line: list[Scored] = []
        for each in same:
            if line and not differ(_rank(each)[1], _rank(line[-1])[1]):
                found.append(tuple(line))
                line = []
            line.append(each)
        found.append(tuple(line))
    return found


def _rank(each: Scored) -> tuple[str, float, float]:
    return (each.row.model.objective if each.row.model else ""), each.row.parameters or 1.0, each.ratio


def _score_axis(found: Sequence[Scored]) -> tuple[float, float, float]:
    """Lowest and highest number of the axis of scores, and the step between two."""
    lowest, highest = min(each.ends[0] for each in found), max(each.ends[1] for each in found)
    for step in _STEPS:
        low, high = math.floor(lowest / step - 0.2), math.ceil(highest / step + 0.2)
        if high - low <= _MOST_STEPS:
            break
    return round(low * step, 2), round(max(high, low + 2) * step, 2), step


class _Placing:
    """The chart while names are placed. Labels need log axes: a decade stands for the scores shown."""

    def __init__(self, area: PlotArea, shown: tuple[float, float], size: Position, points: float):
        self._area = area
        self._shown = shown
        self._size = size
        self._labels = Labels(
            area, size, measure.height(1, points), lambda text: measure.width(text, points) + _BETWEEN
        )

    def names(self, families: Sequence[Family]) -> tuple[Name, ...]:
        """The name of one model of each family and the sizes of the others, where there is room."""
        for family in families:
            for each in family.members:
                self._labels.keep_clear(self._place(each.ratio, each.score), _MARKER)
        strict = self._labels.also_clear_of(self._lines(families), _STROKE)
        found: list[Name] = []
        named: set[str] = set()
        for allowed in (strict, self._labels):
            for family in families:
                ways = [(each, captions.name(each.row)) for each in reversed(family.members)]
                if not named.intersection(each.row.name for each in family.members):
                    found += self._first(ways, allowed, named)
        for allowed in (strict, self._labels):
            for family in families:
                known = any(each.row.name in named for each in family.members)
                for each in family.members if known else ():
                    if each.row.name not in named:
                        way = (each, formatting.count(each.row.parameters))
                        found += self._first([way], allowed, named)
        return tuple(found)

    def _first(self, ways: Sequence[tuple[Scored, str]], allowed: Labels, named: set[str]) -> list[Name]:
        """The first way that fits, as a list of one; empty where none does."""
        for each, text in ways:
            place = self._place(each.ratio, each.score)
            for side, (right, up) in _SIDES.items():
                beside = self._area.moved(place, self._size, right * _AWAY, up * _AWAY)
                if allowed.take(beside, text, side, inside=True):
                    named.add(each.row.name)
                    return [Name(text, self._shown_at(beside), side, allowed is self._labels)]
        return []

    def _place(self, ratio: float, score: float) -> Position:
        low, high = self._shown
        return ratio, 10.0 ** ((score - low) / (high - low))

    def _shown_at(self, place: Position) -> Position:
        low, high = self._shown
        return place[0], low + math.log10(place[1]) * (high - low)

    def _lines(self, families: Sequence[Family]) -> list[Position]:
        """Points along the lines of families and the bars of errors."""
        found = []
        for line in (line for family in families for line in family.lines):
            for one, other in zip(line, line[1:]):
                for at in range(41):
                    share = at / 40
                    ratio = one.ratio * (other.ratio / one.ratio) ** share
                    found.append(self._place(ratio, one.score + share * (other.score - one.score)))
            for each in line:
                low, high = each.ends
                found += [self._place(each.ratio, low + at / 8 * (high - low)) for at in range(9)]
        return found
