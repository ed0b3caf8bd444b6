"""The lines in the plane of parameters and tokens: equal ratios, equal compute, and the laws for proteins.

Laws and compute are about tokens seen, so they are drawn on that basis only.
"""

from __future__ import annotations

from typing import Callable, NamedTuple

from ..analysis import scaling_laws
from ..analysis.power_law import Law
from ..comparison.compare import Comparison
from ..comparison.label_placement import PlotArea, Position
from .themes import Theme

TARGET, LAW, RATIO, COMPUTE = "target", "law", "ratio", "compute"
_FAN = (0.1, 10.0, 100.0)  # times the target: at 20, these are 2, 200 and 2,000 tokens per parameter
_BUDGETS = tuple(10.0**power for power in range(20, 25))  # FLOPs
_FLOPS_EACH = 6.0
# Lines end just inside the plot: LibreOffice leaves out the labels of points on its very edge.
_INSIDE = 1.002


class PlaneLine(NamedTuple):
    """A straight line in the plane by its ends, the left one first.

    kind    TARGET, LAW, RATIO or COMPUTE
    short   what is written next to it
    law     the number of the law, which determines its colour
    label   its text, or "" if there is no room for it
    side    of the place on which the label is
    at      the number of the point of through() at which the label is
    """

    name: str
    ends: tuple[Position, Position]
    kind: str
    short: str
    law: int = 0
    dashed: bool = False
    label: str = ""
    side: str = ""
    at: int = -1

    def through(self, number: int) -> list[Position]:
        """That many points of the line, both ends included, equally spaced on log axes."""
        (left, foot), (right, top) = self.ends
        shares = (at / (number - 1) for at in range(1, number - 1))
        between = [(left * (right / left) ** share, foot * (top / foot) ** share) for share in shares]
        return [self.ends[0], *between, self.ends[1]]

    def leaves_at(self, area: PlotArea) -> str:
        """On which side of the plot a rising line leaves it: "right" or "above"."""
        return "right" if self.ends[1][0] >= area.right / _INSIDE**2 else "above"


def lines(compared: Comparison, area: PlotArea) -> list[PlaneLine]:
    """Every line that crosses the area, in the order in which labels are given out."""
    target = compared.target
    found = [_ratio(area, TARGET, target, f"target: {target:g}")]
    if compared.basis == "seen":
        for number, law in enumerate(scaling_laws.protein_laws()):
            found += _law(area, law, number)
    found += [_ratio(area, RATIO, target * times, f"{target * times:,.12g}") for times in _FAN]
    if compared.basis == "seen":
        found += [_compute(area, flops) for flops in _BUDGETS]
    return [line for line in found if line.ends[0][0] < line.ends[1][0]]


def colour(line: PlaneLine, look: Theme) -> str:
    """The colour of a line."""
    if line.kind == LAW:
        return look.laws[line.law % len(look.laws)]
    return {TARGET: look.target, RATIO: look.muted, COMPUTE: look.grid}[line.kind]


def _ratio(area: PlotArea, kind: str, ratio: float, short: str) -> PlaneLine:
    name = f"{ratio:.12g} tokens per parameter"
    return PlaneLine(name, _ends(area, lambda parameters: ratio * parameters), kind, short)


def _compute(area: PlotArea, flops: float) -> PlaneLine:
    name = f"{flops:.0e} FLOPs".replace("e+", "e")
    return PlaneLine(name, _ends(area, lambda parameters: flops / (_FLOPS_EACH * parameters)), COMPUTE, name)


def _law(area: PlotArea, law: Law, number: int) -> list[PlaneLine]:
    """A law in up to three parts from left to right: dashed where it is an extrapolation."""

    def tokens_at(parameters: float) -> float:
        return scaling_laws.at_parameters(parameters, law).tokens

    ends = _ends(area, tokens_at)
    fitted = law.range("flops")
    if fitted is None:
        return [PlaneLine(law.name, ends, LAW, law.name, number, dashed=True)]
    marks = [scaling_laws.optimum(flops, law).parameters for flops in fitted]
    first, last = ends
    cuts = [first[0], *(mark for mark in marks if first[0] < mark < last[0]), last[0]]
    return [
        PlaneLine(
            law.name,
            ((left, tokens_at(left)), (right, tokens_at(right))),
            LAW,
            law.name,
            number,
            dashed=right <= marks[0] or left >= marks[1],
        )
        for left, right in zip(cuts, cuts[1:])
    ]


def _ends(area: PlotArea, tokens_at: Callable[[float], float]) -> tuple[Position, Position]:
    inside = PlotArea(area.left * _INSIDE, area.right / _INSIDE, area.bottom * _INSIDE, area.top / _INSIDE)
    first, last = inside.clip(tokens_at)
    return first, last
