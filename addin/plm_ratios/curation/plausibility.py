"""Compute held against hardware: the share of its peak that a training would have had to reach.

Above 100 % something is wrong; above 60 % that is likelier than such a training. A share of exactly 30 or
40 % is what Epoch AI assumes where it estimates compute from hardware, so it confirms nothing.
"""

from __future__ import annotations

from typing import Iterator, NamedTuple

from ..analysis import cost, hardware
from ..catalog import Model as CatalogModel
from ..catalog.facts import Fact
from ..errors import NotAvailable
from . import schema
from .derive import Derivation, FormulaError
from .yaml_files import Problem

IMPOSSIBLE, DOUBTFUL, CIRCULAR = "impossible", "doubtful", "circular"
ASSUMED = (0.3, 0.4)  # shares that estimates from hardware take for granted


class Share(NamedTuple):
    """The share of the peak of so many chip-hours that so much compute takes."""

    flops: float
    chip_hours: float
    peak: float

    @property
    def value(self) -> float:
        """1 is all of the peak."""
        return self.flops / (self.chip_hours * 3600 * self.peak)

    @property
    def verdict(self) -> str:
        """IMPOSSIBLE, DOUBTFUL, CIRCULAR, or "" where nothing is to be said."""
        if self.value > hardware.IMPOSSIBLE:
            return IMPOSSIBLE
        if self.value > hardware.DOUBTFUL:
            return DOUBTFUL
        return CIRCULAR if round(self.value, 3) in ASSUMED else ""

    @property
    def in_words(self) -> str:
        """ "78 % of the peak", and "53 times the peak" where percent are hard to read."""
        return (
            f"{self.value:,.0f} times the peak"
            if self.value >= 10
            else f"{self.value * 100:.0f} % of the peak"
        )


def compute_fits_hardware(model: schema.Model, derivation: Derivation) -> Iterator[Problem]:
    """The compute of a model is at most 60 % of what its hardware does in the time, and was not derived from
    it; or a note of chip_hours or training_flops names the share."""
    chip = derivation.accelerators.get(model.accelerator or "")
    if chip is None or "chip_hours" not in model.facts:
        return
    published = "training_flops" in model.facts
    try:
        hours = derivation.quantity(model, "chip_hours")
        flops = derivation.quantity(model, "training_flops") if published else _cost(model, derivation)
    except FormulaError:
        return  # reported by formulas_compute, or a range
    if flops is None:
        return
    share = Share(flops, hours, chip.facts["peak"][0].value or 0)
    notes = (fact.note for what in ("chip_hours", "training_flops") for fact in model.facts.get(what, ()))
    if not share.verdict or any(share.in_words in (note or "") for note in notes):
        return
    if share.verdict == CIRCULAR and not published:  # parameters x tokens were not derived from hardware
        return
    whose = "training_flops of" if published else "parameters and tokens make"
    yield Problem(
        f"{model.id}: facts.chip_hours",
        f"{whose} {short(flops)} FLOPs in {hours:,.0f} chip-hours of {chip.name}, which is {share.in_words}: "
        f'{_WHAT[share.verdict]}; correct it, or say why in a note with the words "{share.in_words}"',
    )


def short(flops: float) -> str:
    """FLOPs as papers print them: "7.78e22"."""
    return f"{flops:.3g}".replace("e+", "e")


_WHAT = {
    IMPOSSIBLE: "impossible, unless the compute includes that of a base model",
    DOUBTFUL: "doubtful",
    CIRCULAR: "the share that estimates from hardware assume, so it says nothing of its own",
}


def _cost(model: schema.Model, derivation: Derivation) -> float | None:
    """The compute by parameters, tokens and layout; None where they are not on record."""
    numbers: dict[str, tuple[Fact, ...]] = {}
    for quantity in ("params_total", "params_active", "tokens_seen", "decoder_layers"):
        if any(fact.range is None and not fact.grouped for fact in model.facts.get(quantity, ())):
            numbers[quantity] = (Fact(float(derivation.quantity(model, quantity))),)
    try:
        return cost.training_flops(
            CatalogModel(id=model.id, name=model.name, layout=model.layout, facts=numbers)
        )
    except NotAvailable:
        return None
