"""Clusters of similar sequences beside sequences and tokens seen: the essay's remark that diversity matters.

Many sequences of a set may be near copies of each other. A cluster counts them once, so that clusters at one
level of identity are the nearest thing to a measure of diversity that sources state.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import Iterable, NamedTuple, Optional, Sequence

from ..catalog import Catalog, load
from ..catalog.entries import Entry, Model
from ..catalog.facts import Fact
from ..errors import PlmError
from ..formatting import count, ratio
from . import ratios

REMARK = "protein diversity matters!"  # the essay, final comments, 1
#: The families of which the essay says it.
REMARKED = ("ProGen2", "xTrimoPGLM")

LIMITS = (
    "Clusters at different identities cannot be set against each other: at a lower identity there are fewer. "
    "And no number here says what diversity does for a model: for that, models would have to differ in it "
    "and in nothing else."
)

# How the unit of a fact says that it counts clusters, and at which identity.
_UNIT = re.compile(r"UniRef(\d+) clusters|clusters at (\d+) % identity")
# Sets that hold one sequence of each cluster by how they were made, by the beginning of their ids, and their
# identity in percent.
_ONE_EACH = {"uniref50-": 50, "uniref90-": 90, "ur50s-": 50, "omg_prot50": 50}


class Diversity(NamedTuple):
    """What a model learned from, counted three ways. None where no source states a number.

    sequences    distinct sequences, the preferred number
    clusters     of similar sequences, by `fact`
    identity     above which sequences are in one cluster, in percent
    one_each     whether the set holds one sequence of each cluster, so that both counts are one
    by_sequences, by_clusters, seen   tokens per parameter; a cluster counts as one sequence of average length
    draws        tokens seen for each token in one sequence a cluster
    """

    model: Model
    sequences: Optional[float]
    clusters: float
    identity: int
    one_each: bool
    fact: Fact
    by_sequences: Optional[float]
    by_clusters: Optional[float]
    seen: Optional[float]
    draws: Optional[float]

    @property
    def per_cluster(self) -> float | None:
        """Distinct sequences for each cluster."""
        return self.sequences / self.clusters if self.sequences else None


def diversity(avglen: float = ratios.AVERAGE_LENGTH, catalog: Catalog | None = None) -> list[Diversity]:
    """Every protein model with a number of clusters on record, in the order of the catalog.

    Parameters
    ----------
    avglen : average length in residues
    catalog : where to look; the bundled one with the user's own entries where none is given

    Raises
    ------
    OutOfRange : the average length is not above zero
    """
    known = catalog or load()
    found = (_of(model, avglen, known) for model in known.models if model.kind == "protein")
    return [each for each in found if each is not None]


def conclusions(found: Sequence[Diversity], models: int) -> list[str]:
    """What follows from the numbers of so many protein models in all, and what does not.

    Each set of training data counts once, however many sizes were trained on it.
    """
    said = [f"{len(found)} of {models} protein models have a number of clusters on record."]
    said += filter(None, (_more_sequences(found), _order(found), _of_the_remark(found)))
    return [*said, LIMITS]


def _of(model: Model, avglen: float, catalog: Catalog) -> Diversity | None:
    known = _clusters(model, catalog)
    if known is None:
        return None
    fact, identity, one_each = known
    clusters = fact.value or 0.0
    parameters, seen = model.value("params_total"), model.value("tokens_seen")
    tokens = ratios.tokens(clusters, avglen)
    return Diversity(
        model,
        model.value("sequences"),
        clusters,
        identity,
        one_each,
        fact,
        _ratio(model, "sequences", avglen),
        tokens / parameters if parameters else None,
        _ratio(model, "seen", avglen),
        seen / tokens if seen else None,
    )


def _clusters(model: Model, catalog: Catalog) -> tuple[Fact, int, bool] | None:
    """The number of clusters, its identity, and whether it is that of the sequences too: as the model's own
    source states it, else as that of the only set that it was trained on."""
    only = catalog.dataset(model.datasets[0]) if len(model.datasets) == 1 else None
    for entry in (model, only):
        for fact in entry.facts_about("sequences") if entry else ():
            unit = _UNIT.search(fact.unit)
            if unit and fact.value:
                return fact, int(unit[1] or unit[2]), False
    if only is None:
        return None
    identity = next((percent for start, percent in _ONE_EACH.items() if only.id.startswith(start)), None)
    stated = _preferred(model, only)
    return (stated, identity, True) if identity and stated else None


def _preferred(*entries: Entry) -> Fact | None:
    return next(filter(None, (entry.fact("sequences") for entry in entries)), None)


def _ratio(model: Model, basis: str, avglen: float) -> float | None:
    try:
        return ratios.ratio(model, basis, avglen)
    except PlmError:
        return None


def one_of_each_set(found: Iterable[Diversity]) -> list[Diversity]:
    """One model of each training set: the largest of those with the same counts and family."""
    largest: dict[tuple[str, float, float | None], Diversity] = {}
    for each in found:
        key = (each.model.family, each.clusters, each.sequences)
        known = largest.setdefault(key, each)
        if (each.model.value("params_total") or 0) > (known.model.value("params_total") or 0):
            largest[key] = each
    return list(largest.values())


def _called(each: Diversity) -> str:
    return each.model.family or each.model.name


def _more_sequences(found: Sequence[Diversity]) -> str:
    """Where sources state both, and they are not one."""
    told = [
        f"{_called(each)} has {count(each.sequences or 0)} sequences in {count(each.clusters)} clusters at "
        f"{each.identity} % identity, {ratio(each.per_cluster or 0)} to a cluster"
        for each in one_of_each_set(found)
        if not each.one_each and each.per_cluster
    ]
    return f"{'; '.join(told)}." if told else ""


def _order(found: Sequence[Diversity]) -> str:
    """Whether more sequences are more clusters, among sets at the identity that most have."""
    sets = [each for each in one_of_each_set(found) if each.sequences]
    levels = [each.identity for each in sets]
    common = max(sorted(set(levels)), key=levels.count, default=0)
    pairs = list(combinations([each for each in sets if each.identity == common], 2))
    if not pairs:
        return ""
    turned = [
        (one, two) if (one.sequences or 0) > (two.sequences or 0) else (two, one)
        for one, two in pairs
        if ((one.sequences or 0) - (two.sequences or 0)) * (one.clusters - two.clusters) < 0
    ]
    examples = "".join(
        f" {_called(more)} has more sequences than {_called(less)} but fewer clusters."
        for more, less in turned
    )
    return (
        f"Of the {len(pairs)} pairs of training sets counted at {common} % identity, {len(turned)} have "
        f"another order by clusters than by sequences.{examples}"
    )


def _of_the_remark(found: Sequence[Diversity]) -> str:
    known = {each.model.family for each in found}
    missing = [family for family in REMARKED if family not in known]
    if not missing:
        return ""
    return (
        f'The essay says "{REMARK}" of {" and ".join(REMARKED)}. No source states clusters for '
        f"{' or '.join(missing)}, so that on these models the remark cannot be tested."
    )
