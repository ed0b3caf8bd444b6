"""Facts: numbers, each with its source, as the compiled catalog holds them."""

from __future__ import annotations

import re
from typing import Any, Iterator, Mapping, NamedTuple, Tuple

from ..formatting import in_full

# What a fact can be about, with the unit in which it counts.
QUANTITIES: dict[str, str] = {
    "params_total": "parameters",
    "params_active": "parameters per token",
    "sequences": "sequences",
    "tokens_unique": "tokens",
    "tokens_seen": "tokens",
    "batch_tokens": "tokens per step",
    "train_steps": "steps",
    "epochs": "epochs",
    "avg_length": "residues per sequence",
    "layers": "layers",
    "decoder_layers": "layers",
    "width": "dimensions",
    "heads": "attention heads",
    "head_size": "dimensions",
    "feed_forward": "dimensions",
    "vocabulary": "token types",
    "positions": "positions",
    "experts": "experts per layer",
    "experts_active": "experts per token",
    "key_value_heads": "heads of keys and values",
    "state_size": "dimensions",
    "kernel_size": "tokens",
    "step_rank": "dimensions",
    "training_flops": "FLOPs",
    "chip_hours": "chip-hours",
    "score_substitutions": "Spearman's rank correlation",
    "score_indels": "Spearman's rank correlation",
}


# Tokens that a formula takes from the compute, or from FLOPs / (6 x parameters).
_FROM_COMPUTE = r"training_flops|/[\s(\d_.*]*(params_total|params_active|exact_count)"


class Source(NamedTuple):
    """Where a fact comes from. `url` is a web address; a DOI or arXiv id is written as one."""

    id: str
    title: str
    year: int | None = None
    url: str = ""
    kind: str = ""

    @property
    def short(self) -> str:
        """How a sentence names it: "Lin et al. 2023", or the part before the first comma."""
        head = self.title.partition(", ")[0]
        return f"{head} {self.year}" if self.year and head.endswith("et al.") else head


class Fact(NamedTuple):
    """One number, as one source states it.

    value       the number, or None where the source gives only `range`
    formula     how the value was derived, where it was
    confidence  "high" (primary text read), "medium" (quoted or derived), "low" (weak)
    via         where the source was read, when not in the source itself
    grouped     each datapoint is a set of sequences (an MSA), so that the number counts no sequences
    upper_bound   the true number is at most this one, as where padding was counted
    standard_error   of the value, as its source states it; of what exactly, docs/catalog.md says
    """

    value: float | None
    source: Source | None = None
    locator: str = ""
    confidence: str = "high"
    quote: str = ""
    formula: str = ""
    via: Source | None = None
    unit: str = ""
    note: str = ""
    range: tuple[float, float] | None = None
    grouped: bool = False
    upper_bound: bool = False
    standard_error: float | None = None

    @property
    def circular(self) -> bool:
        """Whether it was worked out from compute and parameters, so that it confirms neither."""
        return bool(re.search(_FROM_COMPUTE, self.formula))  # compiled when first asked for

    def __repr__(self) -> str:
        """The number, who states it, and where: <Fact 15,000,000,000: Lin et al. 2023; main text; ...>."""
        numbers = self.range or ((self.value,) if self.value is not None else ())
        parts = (
            self.source.short if self.source else f"derived as {self.formula}",
            self.locator,
            f"confidence {self.confidence}",
        )
        return f"<Fact {' to '.join(map(in_full, numbers))}: {'; '.join(filter(None, parts))}>"


# Numbers closer than this are the same in other digits.
SAME = 0.005


def differ(one: float, other: float) -> bool:
    """Whether two facts of one number contradict each other."""
    return max(one, other) > min(one, other) * (1 + SAME)


class _Facts(Mapping[str, Tuple[Fact, ...]]):
    """The facts of one entry, built when they are asked for: a sheet asks for few of them."""

    def __init__(self, raw: Mapping[str, Any], sources: Mapping[str, Source]):
        self._raw = raw
        self._sources = sources
        self._built: dict[str, tuple[Fact, ...]] = {}

    def __getitem__(self, quantity: str) -> tuple[Fact, ...]:
        if quantity not in self._built:
            self._built[quantity] = tuple(map(self._fact, self._raw[quantity]))
        return self._built[quantity]

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)

    def _fact(self, raw: Mapping[str, Any]) -> Fact:
        known = dict(raw)
        for role in ("source", "via"):
            if role in known:
                known[role] = self._sources[known[role]]
        if "range" in known:
            known["range"] = tuple(map(float, known["range"]))
        value = known.pop("value", None)
        return Fact(value=None if value is None else float(value), **known)


def token_unit(quantity: str, fact: Fact) -> str:
    """What a fact counts where it counts tokens that are no residues; "" for anything else."""
    return fact.unit if quantity in ("tokens_unique", "tokens_seen") else ""


def facts_from(raw: Mapping[str, Any], sources: Mapping[str, Source]) -> Mapping[str, tuple[Fact, ...]]:
    """The facts of an entry from their compiled form."""
    return _Facts(raw, sources)
