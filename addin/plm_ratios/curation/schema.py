"""The fields of an entry, a fact and a source, as pydantic models.

The order of the fields is the canonical order of the keys in the files.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .schema_values import MOST_QUOTED_WORDS as MOST_QUOTED_WORDS
from .schema_values import PATTERNS as PATTERNS
from .schema_values import (
    Address,
    Id,
    Label,
    Name,
    Number,
    PartialDate,
    Quantity,
    Quote,
    Sentence,
    Text,
)

Confidence = Literal["high", "medium", "low"]

CONFIDENCES: tuple[str, ...] = ("high", "medium", "low")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Fact(_Strict):
    """One statement of one number; see docs/catalog.md for the meaning of each key."""

    value: Number | None = None
    formula: Text | None = None
    range: tuple[Number, Number] | None = None
    standard_error: Number | None = None
    source: Id | None = None
    locator: Text | None = None
    quote: Quote | None = None
    confidence: Confidence
    via: Id | None = None
    unit: Text | None = None
    grouped: Literal[True] | None = None
    upper_bound: Literal[True] | None = None
    note: Sentence | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> Fact:
        stated = [key for key in ("value", "formula", "range") if getattr(self, key) is not None]
        if len(stated) != 1:
            raise ValueError("give exactly one of value, formula and range")
        if self.formula is None and not (self.source and self.locator):
            raise ValueError("a value needs a source and a locator")
        if self.source and not self.locator:
            raise ValueError("a source needs a locator: where in it is the number?")
        if self.value is not None and not self.value > 0:
            raise ValueError("a value must be above zero; leave out what is not known")
        if self.standard_error is not None and not (self.value is not None and self.standard_error > 0):
            raise ValueError("a standard error is above zero, and stands beside a value")
        if self.range is not None and not 0 < self.range[0] < self.range[1]:
            raise ValueError("a range goes from the lowest to the highest value")
        return self


class Citation(_Strict):
    """The source of a word in an entry (its objective, licence, ...)."""

    source: Id
    locator: Text
    quote: Quote | None = None
    stated: Text | None = None
    confidence: Confidence
    via: Id | None = None


class Remark(_Strict):
    """A statement about an entry that is not a number."""

    text: Sentence
    source: Id
    locator: Text
    quote: Quote | None = None
    confidence: Confidence
    via: Id | None = None


Layout = Literal["encoder-decoder", "mixture of experts", "long-context mixer"]


class Architecture(_Strict):
    """The closed formula that counts the parameters, and why its result may differ from the stated number."""

    family: Id
    note: Sentence | None = None


class Stage(_Strict):
    """One stage of training, where a model was trained on one set of data after the other."""

    name: Name
    facts: dict[
        Literal["sequences", "tokens_unique", "tokens_seen"], Annotated[list[Fact], Field(min_length=1)]
    ]

    @model_validator(mode="after")
    def _has_what_repeats_take(self) -> Stage:
        if "tokens_seen" not in self.facts or len(self.facts) == 1:
            raise ValueError("a stage needs tokens_seen, and tokens_unique or sequences")
        return self


class Model(_Strict):
    """A language model."""

    id: Id
    name: Name
    family: Label
    aliases: list[Name] = []
    replaces: Id | None = None  # in a user's own catalog: the bundled entry that it replaces
    kind: Literal["protein", "antibody", "msa", "dna", "rna"]
    objective: Text | None = None
    released: PartialDate | None = None
    weights: Literal["open", "restricted", "closed"] | None = None
    license: Text | None = None
    datasets: list[Id] = []
    architecture: Architecture | None = None
    layout: list[Layout] = []
    accelerator: Id | None = None
    citations: dict[
        Literal[
            "aliases", "objective", "released", "weights", "license", "datasets", "layout", "accelerator"
        ],
        Citation,
    ] = {}
    remarks: list[Remark] = []
    facts: dict[Quantity, Annotated[list[Fact], Field(min_length=1)]] = {}
    stages: list[Stage] = []


class Dataset(_Strict):
    """A training set, or one release of a sequence database."""

    id: Id
    name: Name
    aliases: list[Name] = []
    replaces: Id | None = None
    description: Text | None = None
    citations: dict[Literal["description"], Citation] = {}
    facts: dict[Quantity, Annotated[list[Fact], Field(min_length=1)]] = {}


class Accelerator(_Strict):
    """A chip that models are trained on; see docs/catalog.md."""

    id: Id
    name: Name
    aliases: list[Name] = []
    maker: Text
    kind: Literal["GPU", "TPU", "HPU"]
    released: PartialDate | None = None
    precision: Literal["BF16", "FP16"]
    note: Sentence | None = None
    citations: dict[Literal["released"], Citation] = {}
    facts: dict[Literal["peak", "memory"], Annotated[list[Fact], Field(min_length=1)]]

    @model_validator(mode="after")
    def _is_complete(self) -> Accelerator:
        if "peak" not in self.facts:
            raise ValueError("an accelerator needs its peak")
        if any(fact.value is None for facts in self.facts.values() for fact in facts):
            raise ValueError("a number of an accelerator is a value; it has neither formula nor range")
        if self.released is not None and "released" not in self.citations:
            raise ValueError("the date of its release needs a source: add citations.released")
        return self


class Source(_Strict):
    """A paper, repository, model card, database or page."""

    title: Text
    year: int | None = None
    url: Address | None = None
    kind: Text | None = None
    written_by: Literal["machine"] | None = None  # a summary that nobody wrote: low at most


class Edition(_Strict):
    """The edition of the catalog and the licence of its data."""

    edition: PartialDate
    license: Text


# The required constants of each form of a law, and the optional ones.
LAW_FORMS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "ratio": (("ratio",), ()),
    "power": (("coefficient", "exponent"), ("unit_flops", "tokens_coefficient", "tokens_exponent")),
    "parametric": (("A", "B", "alpha", "beta"), ("E",)),
    "frontier": (("coefficient", "exponent", "active_share"), ()),
    "exponents": (("exponent",), ("tokens_exponent",)),
    "repetition": (("r_star",), ("r_n_star", "A", "B", "E", "alpha", "beta")),
}
_SIX_ND_IS = {"ratio": True, "parametric": True, "frontier": False, "exponents": False, "repetition": False}


class Law(_Strict):
    """A scaling law; see docs/catalog.md."""

    id: Id
    name: Name
    aliases: list[Name] = []
    domain: Literal["text", "protein"]
    objective: Literal["CLM", "MLM", "any"]
    counts: Literal[
        "all parameters", "parameters without embeddings", "all parameters of a sparse model", "not known"
    ]
    form: Literal["ratio", "power", "parametric", "frontier", "exponents", "repetition"]
    six_nd: bool
    year: int
    source: Id
    constants: dict[Text, Annotated[list[Fact], Field(min_length=1)]]
    ranges: dict[Literal["flops", "parameters", "tokens"], Annotated[list[Fact], Field(min_length=1)]] = {}
    caveats: Annotated[list[Sentence], Field(min_length=1)]
    warnings: dict[Literal["CLM", "MLM"], Annotated[list[Sentence], Field(min_length=1)]] = {}
    revises: Id | None = None

    @model_validator(mode="after")
    def _has_its_constants(self) -> Law:
        needed, optional = LAW_FORMS[self.form]
        if self.form == "power" and not self.six_nd:
            needed, optional = (*needed, "tokens_coefficient", "tokens_exponent"), ("unit_flops",)
        missing = [name for name in needed if name not in self.constants]
        if missing:
            raise ValueError(f"a law of the form {self.form} needs the constants {', '.join(missing)}")
        stray = [name for name in self.constants if name not in (*needed, *optional)]
        if stray:
            raise ValueError(f"a law of the form {self.form} has no constants {', '.join(stray)}")
        if self.warnings and self.form != "repetition":
            raise ValueError("only a law of the form repetition warns models of an objective")
        if self.six_nd != _SIX_ND_IS.get(self.form, self.six_nd):
            raise ValueError(f"six_nd cannot be {str(self.six_nd).lower()} for the form {self.form}")
        if any(fact.value is None for facts in self.constants.values() for fact in facts):
            raise ValueError("a constant is a value; it has neither formula nor range")
        if any(fact.range is None for facts in self.ranges.values() for fact in facts):
            raise ValueError("a fitted range is a range: [lowest, highest]")
        return self

    @property
    def facts(self) -> dict[str, list[Fact]]:
        """All facts, for the rules that apply to every fact."""
        return {**self.constants, **{str(what): facts for what, facts in self.ranges.items()}}
