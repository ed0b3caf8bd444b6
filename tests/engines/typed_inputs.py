"""Sets of inputs that people type into the workbook, sensible ones and others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from openpyxl.utils.cell import coordinate_to_tuple

from plm_ratios.catalog import load
from plm_ratios.comparison.compare import DEFAULT_MODELS

NAMES = tuple(load().model(name).name for name in DEFAULT_MODELS)
OWN = (
    ("Example: 650M parameters on 45M sequences", 650e6, 45e6, 311, None),
    ("Example: 3B parameters, 200B tokens seen", 3e9, 45e6, 311, 200e9),
)


@dataclass(frozen=True)
class Planned:
    """What stands in the input cells of the sheet Plan."""

    accelerator: Any = "H100 SXM"
    count: Any = 8
    days: Any = 7
    utilization: Any = 0.35
    dataset: Any = None
    sequences: Any = 60e6
    length: Any = 286
    batch: Any = 1e6
    objective: Any = "MLM"


@dataclass(frozen=True)
class Typed:
    """What stands in the input cells: any value that a cell can hold, None for a blank one.

    own    rows of the sheet What-if: model, parameters, sequences, average length, tokens seen
    """

    basis: Any = "sequences"
    avglen: Any = 325
    target: Any = 20
    models: tuple[Any, ...] = NAMES
    own: tuple[tuple[Any, ...], ...] = OWN
    budget: Any = 1e21
    ranked: Any = "ratio"
    plan: Planned = Planned()

    @property
    def named(self) -> dict[str, Any]:
        """The inputs that stand in named cells."""
        return {
            "Basis": self.basis,
            "AverageLength": self.avglen,
            "Target": self.target,
            "Budget": self.budget,
            "RankedBy": self.ranked,
            "PlanAccelerator": self.plan.accelerator,
            "PlanCount": self.plan.count,
            "PlanDays": self.plan.days,
            "PlanUtilization": self.plan.utilization,
            "PlanDataset": self.plan.dataset,
            "PlanSequences": self.plan.sequences,
            "PlanLength": self.plan.length,
            "PlanBatch": self.plan.batch,
            "PlanObjective": self.plan.objective,
        }

    def own_row(self, address: str) -> tuple[Any, ...]:
        """What was typed in the row of a cell of the sheet What-if, whose table begins in row 5."""
        place = coordinate_to_tuple(address)[0] - 5
        return self.own[place] if 0 <= place < len(self.own) else ()


def _also(*models: Any) -> tuple[Any, ...]:
    """The usual models, the first of them replaced."""
    return models + NAMES[len(models) :]


_SETS: dict[str, Typed] = {
    "fresh": Typed(),
    "unique": Typed(basis="unique", budget=1e22),
    "seen": Typed(basis="seen", target=30),
    "effective": Typed(basis="effective", budget=1e23, models=_also("ProtT5-XL-U50", "ProGen2-xlarge")),
    "effective at another length": Typed(
        basis="Effective",
        avglen=185,
        target=30,
        models=_also("ESM-2 15B", "ProtT5-XXL-U50", None, "nobody"),
        own=(
            ("one pass", 1e9, 1e8, 300, 3e10),
            ("less than one", 1e9, 1e8, 300, 1e10),
            ("forty", 1e9, 1e8, 300, 1.2e12),
            ("endless", 1e9, 1e6, 300, 1e15),
            ("seen only", 1e9, None, None, 1e15),
            ("no sequences", 1e9, 0, 300, 1e12),
            ("seen true", 1e9, 1e6, 300, True),
        ),
    ),
    "basis in capitals": Typed(basis="SEEN", budget=3.14e18),
    "as listed": Typed(basis="unique", ranked="As listed", models=_also("ESM-2 15B", "ESM-2 15B", None)),
    "ranked by something else": Typed(basis="seen", ranked=7),
    "short sequences": Typed(avglen=200, target=7.5, budget=1e25),
    "long sequences": Typed(avglen=1022.5, target=74.1),
    "length as text": Typed(avglen="325 aa", budget="1E22"),
    "length blank": Typed(avglen=None, budget=None),
    "length zero": Typed(avglen=0, budget=0),
    "target negative": Typed(target=-20, budget=-1e21),
    "target blank": Typed(target=None, basis="unique"),
    "target as text": Typed(target="high", basis="seen"),
    "target true": Typed(target=True, avglen=True, budget=True),
    "basis blank": Typed(basis=None),
    "basis unknown": Typed(basis="all"),
    "basis a number": Typed(basis=1),
    "names as people type them": Typed(
        models=_also(None, "no such model", "esm-2 15b", 123, "ESM2-15B", "ESM-2 15B ", "", True),
        basis="seen",
    ),
    "wildcards in names": Typed(models=_also("ESM*", "ESM-2 15?", "~", "*", "ESM-2 ~15B", "?SM-2 15B")),
    "all names blank": Typed(models=(None,) * len(NAMES)),
    "no name known": Typed(models=("nothing", "nobody")),
    "one model": Typed(models=("ESM-2 15B",), basis="seen"),
    "one model, near": Typed(models=("ESM-2 650M",)),
    "one model, and no number": Typed(models=("ESM-2 15B",), basis="unique"),
    "two models": Typed(models=("esm2_t33_650M_UR50D", "ESM-1B"), target=20),
    "two models, neither near": Typed(models=("ESM-2 15B", "ESM-2 3B")),
    "aliases and spellings": Typed(
        models=_also("ESM2_15B", "esm2_t33_650M_UR50D", "ESM\u20112\u00a03b", "PROGEN2 large", "esm2-15b"),
    ),
    "sixty models": Typed(models=tuple(model.name for model in load().models[:60])),
    "own models": Typed(
        own=(
            ("numbers", 1e8, 1e6, 300, None),
            ("parameters as text", "650M", 1e6, 300, None),
            ("length as text", 1e8, 1e6, "300aa", None),
            ("tokens as text", 1e8, None, None, "1T"),
            ("zero parameters", 0, 5, 4, None),
            ("true for a number", True, 1e6, 2, None),
            ("seen only", 1e8, None, None, 2e9),
            ("no length", 1e8, 1e6, None, None),
            ("negative", 1e8, -1e6, 300, 2e9),
            (None, None, 7, None, None),
        )
    ),
    "own models, no target": Typed(target="high", own=(("numbers", 1e8, 1e6, 300, 5e9),)),
    # Chosen when formulas and engines were finished: nothing was changed to make it pass.
    "not used while developing": Typed(
        basis="Unique",
        avglen=88.25,
        target=3.5,
        models=("amplify 350m", "Ankh-large", None, "ESM-1b", "RITA*", "xtrimopglm-100B", "ProtGPT2"),
        own=(
            ("small", 3.5e6, 2.5e8, 61.5, 1.25e10),
            ("huge", 1.5e13, 9e9, None, 3e14),
            ("=RATIO()", None, None, None, 1),
        ),
        budget=6.02e23,
    ),
}

# Typed into the sheet Plan along with the above, so that each workbook is calculated once.
_PLANS = {
    "unique": Planned(objective="clm", dataset="UniRef50", sequences=None, length=325),
    "seen": Planned("TPU v4", 4096, 90, 0.4, None, 1e10, 300, 4e6, "CLM"),
    "effective": Planned("A100 80GB", 1, 0.5, 1, "UniRef50 2024", 1e4, 50.5),
    "basis in capitals": Planned("V100 32GB", 512, 60, 0.23, "UR50/D 2021_04 (ESM-2)", None, 265, 2e6, "mlm"),
    "long sequences": Planned(dataset="BFD100", sequences=None, length=None),
    "ranked by something else": Planned(dataset="UniRef50 2024", sequences=None, length=None),
    "target as text": Planned(dataset="UniRef50 2024", length=None),
    "as listed": Planned(count=1e15, days=1e15, sequences=1, length=1),
    "short sequences": Planned(days=1e-9),
    "length as text": Planned(count="8", sequences="60M", batch="1M"),
    "length blank": Planned(None, None, None, None, None, None, None, None, None),
    "length zero": Planned(count=0, days=-7, utilization=35, sequences=0, length=0, batch=-1, objective=1),
    "target negative": Planned(utilization="35 %", days="a week", length="286 aa", batch=2e15),
    "target blank": Planned("H*", dataset="UniRef50*", sequences=None),
    "basis blank": Planned(dataset="OpenGenome", sequences=None),
    "basis unknown": Planned(dataset="OpenGenome", objective="both"),
    "basis a number": Planned(utilization=None, dataset="no such set", length=2e15),
}

SETS = {name: replace(typed, plan=_PLANS.get(name, typed.plan)) for name, typed in _SETS.items()}
