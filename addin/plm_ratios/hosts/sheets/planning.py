"""What the script of Google Sheets knows of planning: accelerators, what trained which model, notes."""

from __future__ import annotations

import math
from typing import Any

from ...analysis import cautions, explanations, hardware, planning, repetition
from ...analysis.accelerators import Accelerator, accelerators
from ...analysis.power_law import Law
from ...catalog import Model, fold
from ...functions.messages import said
from ...functions.plan_tables import accelerators_table
from .fields import known, short


def shared() -> dict[str, Any]:
    """What holds for all models."""
    return {
        "accelerators": list(map(_accelerator, accelerators())),
        "acceleratorsTable": accelerators_table(),
        "utilization": hardware.UTILIZATION,
        "planning": {
            "law": planning.DEFAULT,
            "batch": short(planning.BATCH),
            "halvings": planning.HALVINGS,
            "freeRepeats": short(planning.FREE_REPEATS),
            "harmed": short(cautions.HARMFUL_PASSES),
            "extrapolated": short(repetition.EXTRAPOLATED),
            "limits": [planning.COMPUTE, planning.DATA],
            "noRepeats": planning.NO_REPEATS,
            "stretched": planning.STRETCHED,
            "harm": repetition.repetition_law().warnings.get("MLM", ()),
            "noDistinct": said(lambda: planning.plan(1.0, math.inf)),
        },
    }


def _accelerator(found: Accelerator) -> dict[str, Any]:
    return {
        "name": found.name,
        "peak": short(found.peak),
        "about": explanations.about_accelerator(found),
    }


def names() -> list[tuple[str, int]]:
    """Every name of an accelerator as lookups compare it, with the place of what it names."""
    return [(fold(name), place) for place, each in enumerate(accelerators()) for name in each.names]


def of_model(model: Model) -> dict[str, Any]:
    """What trained a model, as the place of an accelerator, and for how long."""
    places = {each.id: place for place, each in enumerate(accelerators())}
    return {
        "accelerator": known(lambda: float(places[hardware.accelerator_used(model, None).id])),
        "chipHours": known(hardware.chip_hours_used, model, None),
    }


def loss(law: Law) -> dict[str, float] | None:
    """The constants by which a law of repeated data plans; None for every other law."""
    return planning.constants(law)._asdict() if planning.plans_repeats(law) else None
