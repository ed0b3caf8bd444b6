"""The constants of the core, as formulas write them: $NAMES in the layouts stand for them."""

from __future__ import annotations

import math
import re
from typing import Sequence

from ...analysis import cautions, explanations, hardware, planning, ratios, repetition, scaling_laws, scores
from ...analysis.spread import HEADER as SPREAD_HEADER
from ...catalog import nearest_names
from ...catalog.facts import SAME
from ...functions import headers, law_tables, plan_tables, tables


def _text(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _column(words: Sequence[str]) -> str:
    return "{" + ";".join(map(_text, words)) + "}"


_PLANNED = planning.constants()

CONSTANTS = {
    "LENGTH": f"{ratios.AVERAGE_LENGTH:g}",
    "TARGET": f"{ratios.TARGET:g}",
    "NEAR": f"{ratios.NEAR:g}",
    "FEW": _text(ratios.TOO_FEW),
    "OPTIMAL": _text(ratios.NEAR_OPTIMAL),
    "MORE": _text(ratios.MORE),
    "BASES": _column(ratios.BASES),
    "KINDS": _column(ratios.PARAMETER_KINDS),
    "BENCHMARKS": _column(scores.BENCHMARKS),
    "COUNTED": _column([ratios.QUANTITY_OF_BASIS[basis] for basis in ratios.BASES]),
    "BASISCOUNT": str(len(ratios.BASES)),
    "LAWS": str(len(scaling_laws.laws())),
    "SAME": f"{SAME:g}",
    "RSTAR": str(repetition.r_star()),
    "EXTRAPOLATED": f"{repetition.EXTRAPOLATED:g}",
    "LAW": _text(scaling_laws.DEFAULT),
    "EDGE": f"{scaling_laws.EDGE:.0E}",
    "SPARSE": _text(scaling_laws.SPARSE),
    "OFF": f"{explanations.LENGTH_OFF:g}",
    "ALIKE": f"{nearest_names.ALIKE:g}",
    "HEADINGS": _column(headers.HEADERS),
    "COMPARED": str(len(tables.COMPARE_HEADER)),
    "SPREADS": str(len(SPREAD_HEADER)),
    "BUDGETS": str(len(law_tables.OPTIMAL_HEADER)),
    "FRONTIERS": str(len(law_tables.FRONTIER_HEADER)),
    "BASESTABLE": str(len(tables.BASES_HEADER)),
    "UTILIZATION": f"{hardware.UTILIZATION:g}",
    "PEAK": str(1 + plan_tables.ACCELERATORS_HEADER.index("Peak (FLOP/s, dense BF16)")),
    "PLANS": str(len(plan_tables.PLAN_HEADER)),
    "PLANLAW": _text(planning.DEFAULT),
    "BATCH": f"{planning.BATCH:.0E}".replace(
        "+0", ""
    ),  # every character counts: PLAN has as many as Excel takes
    "FREE": f"{planning.FREE_REPEATS:g}",
    "HARMED": f"{cautions.HARMFUL_PASSES:g}",
    "DATA": _text(planning.DATA),
    "COMPUTE": _text(planning.COMPUTE),
    "HALVINGS": str(planning.HALVINGS),
    "FILLED": repr(_PLANNED.filled_size(1.0)),
    "FILLING": f"{_PLANNED.beta / _PLANNED.alpha:.17g}",
    "ALPHA": repr(_PLANNED.alpha),
    "BETA": repr(_PLANNED.beta),
    "RNSTAR": repr(_PLANNED.r_n_star),
    "SIZESCALE": repr(math.log(_PLANNED.alpha * _PLANNED.A)),
    "DATASCALE": repr(math.log(_PLANNED.beta * _PLANNED.B)),
}


def with_constants(layout: str) -> str:
    """A layout with the constants in the place of their names."""
    return re.sub(r"\$([A-Z]+)", lambda found: CONSTANTS[found[1]], layout)
