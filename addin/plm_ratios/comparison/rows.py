"""One row of a comparison: a model, its numbers on every basis, and where each number comes from.

A row is built from a request: a name, and perhaps numbers that the user typed. Typed numbers are kept, what
follows from them is computed from them, and both are marked as the user's. All other numbers come from the
catalog.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Callable, Mapping, NamedTuple, Union

from ..analysis import ratios, repetition, token_units
from ..analysis.spread import spread
from ..catalog import Model, citations, load
from ..catalog.facts import Fact
from ..errors import NotAvailable, UnknownName
from . import effective

# What a user can type in place of a number that we would compute. The last two are texts.
NUMBERS = (
    "parameters",
    "sequences",
    "average_length",
    "tokens_unique",
    "tokens_seen",
    "tokens",
    *(f"ratio_{basis}" for basis in ratios.BASES),
    "ratio",
    "times_target",
)
TEXTS = ("verdict", "source")

# What a row reads from the catalog.
QUANTITIES = tuple(dict.fromkeys(("params_total", *ratios.QUANTITY_OF_BASIS.values())))
ACTIVE = "params_active"
RESIDUES = "residues"

Typed = Mapping[str, Union[float, str]]


class RowRequest(NamedTuple):
    """What is asked for in a row.

    typed   what the user typed: NUMBERS are above zero, TEXTS not blank
    place   where they typed it, as an address: "Compare!A13"
    alone   whether the numbers are all there is to it, also where the catalog has a model of that name
    """

    name: str
    typed: Typed = MappingProxyType({})
    place: str = ""
    alone: bool = False


class Row(NamedTuple):
    """One model in a comparison; None where there is no number.

    model    its entry in the catalog; None for one that is not there
    average_length   residues per sequence, used on the basis "sequences", and on "effective" where no source
                     reports distinct tokens
    basis    that of the comparison
    tokens   on this basis, as are ratio, times_target and verdict
    ratio_*  on each of the bases
    user_fields   names of the fields that the user typed, or that follow from what they typed
    typed    names of those that they typed
    why      why there is no ratio; "" where there is one
    range    the lowest and the highest ratio that sources give, where they disagree
    facts   the facts of the catalog behind its numbers, each with the quantity that it is about
    kind    of the parameters, one of ratios.PARAMETER_KINDS
    """

    name: str
    model: Model | None
    place: str
    parameters: float | None
    sequences: float | None
    average_length: float
    basis: str
    tokens: float | None
    ratio_sequences: float | None
    ratio_unique: float | None
    ratio_seen: float | None
    ratio_effective: float | None
    ratio: float | None
    times_target: float | None
    verdict: str
    source: str
    citation: str
    why: str
    user_fields: frozenset[str]
    typed: frozenset[str]
    range: tuple[float, float] | None
    facts: tuple[tuple[str, Fact], ...]
    kind: str = ratios.PARAMETER_KINDS[0]

    @property
    def token_unit(self) -> str:
        """What its tokens are: "residues" where sequences are multiplied by a length in residues; else
        "nucleotides", "codons" as the catalog has it; "" where nobody says, and for what the user typed."""
        if self.tokens is None or self.model is None or "tokens" in self.user_fields:
            return ""
        if self.basis == "sequences":
            return RESIDUES
        return token_units.unit(self.model, ratios.QUANTITY_OF_BASIS[self.basis])

    @property
    def known(self) -> bool:
        """False for a name without a model in the catalog and without numbers."""
        return self.model is not None or bool(self.typed.intersection(NUMBERS))

    @property
    def is_user_model(self) -> bool:
        """Whether the model is the user's own, from this table or from a user catalog."""
        return self.known and (self.model is None or bool(self.model.origin))


def row_of(request: RowRequest, basis: str, avglen: float, target: float, kind: str) -> Row:
    """The row of a request. A name that is in no catalog, and has no numbers, makes a row that says so."""
    return _RowBuilder(request, basis, avglen, target, kind).row()


class _RowBuilder:
    """One row while it is computed: values by name, and which of them are the user's."""

    def __init__(self, request: RowRequest, basis: str, avglen: float, target: float, kind: str):
        self._request = request
        self._basis = basis
        self._avglen = avglen
        self._target = target
        self._kind = kind
        self._typed = dict(request.typed)
        self._values: dict[str, float | None] = {}
        self._user_fields: set[str] = set()
        self._unknown = ""
        self._model: Model | None = None
        try:
            self._model = None if request.alone else load().model(request.name)
        except UnknownName as error:
            self._unknown = str(error)

    def row(self) -> Row:
        self._compute_all()
        values, model = self._values, self._model
        ratio = values["ratio"]
        verdict = self._text("verdict", ratios.verdict(ratio, self._target) if ratio else "", "ratio")
        facts = self._facts()
        return Row(
            name=model.name if model else self._request.name,
            model=model,
            place=self._request.place,
            parameters=values["parameters"],
            sequences=values["sequences"],
            average_length=values["average_length"] or self._avglen,
            basis=self._basis,
            tokens=values["tokens"],
            ratio_sequences=values["ratio_sequences"],
            ratio_unique=values["ratio_unique"],
            ratio_seen=values["ratio_seen"],
            ratio_effective=values["ratio_effective"],
            ratio=ratio,
            times_target=values["times_target"],
            verdict=verdict,
            source=self._text("source", self._source(), "tokens"),
            citation=self._text("source", self._citation(), "tokens"),
            why="" if ratio else self._why(),
            user_fields=frozenset(self._user_fields),
            typed=frozenset(self._request.typed),
            range=self._range(),
            facts=facts,
            kind=self._kind,
        )

    def _compute_all(self) -> None:
        """Every number, each after those that it needs."""
        basis, values = self._basis, self._values
        # The chosen basis has two columns; a number typed in one of them holds for both.
        for general, special in (("tokens", f"tokens_{basis}"), ("ratio", f"ratio_{basis}")):
            if general in self._typed:
                self._typed.setdefault(special, self._typed[general])
            elif special in self._typed:
                self._typed[general] = self._typed[special]
        self._set("parameters", self._parameters)
        self._set("sequences", lambda: self._fact("sequences"))
        self._set("average_length", lambda: self._avglen)
        self._set(
            "tokens_sequences",
            self._by_sequences,
            "sequences",
            "average_length",
        )
        self._set("tokens_unique", lambda: self._fact("tokens_unique"))
        self._set("tokens_seen", lambda: self._fact("tokens_seen"))
        self._set("tokens_effective", self._effective, *self._rests_on)
        for each in ratios.BASES:
            self._set(
                f"ratio_{each}",
                lambda each=each: _of(  # type: ignore[misc]
                    ratios.tokens_per_parameter, values[f"tokens_{each}"], values["parameters"]
                ),
                f"tokens_{each}",
                "parameters",
            )
        self._set("ratio", lambda: values[f"ratio_{basis}"], f"ratio_{basis}")
        if "ratio" in self._typed and "tokens" not in self._typed and values["parameters"]:
            self._set("tokens", lambda: _of(float.__mul__, values["ratio"], values["parameters"]), "ratio")
        else:
            self._set("tokens", lambda: values[f"tokens_{basis}"], f"tokens_{basis}")
        self._set("times_target", lambda: _of(float.__truediv__, values["ratio"], self._target), "ratio")

    def _by_sequences(self) -> float | None:
        """Sequences x average length; None for a model of nucleotides, which have no length in residues."""
        if self._model and self._model.reads_nucleotides:
            return None
        return _of(ratios.tokens, self._values["sequences"], self._values["average_length"])

    @property
    def _rests_on(self) -> tuple[str, str]:
        """The tokens that the effective ones follow from."""
        known = self._values["tokens_unique"] is not None
        return ("tokens_unique" if known else "tokens_sequences"), "tokens_seen"

    def _effective(self) -> float | None:
        """Of the catalog's own numbers as the catalog counts them, by stage where a model has stages."""
        if self._model and self._user_fields.isdisjoint(self._rests_on):
            return ratios.known(ratios.model_tokens, self._model, effective.BASIS, self._avglen)
        distinct, seen = (self._values[each] for each in self._rests_on)
        if distinct is None or seen is None:
            return None
        return repetition.effective_tokens(distinct, seen, repetition.r_star())

    def _set(self, name: str, compute: Callable[[], float | None], *needs: str) -> None:
        if name in self._typed:
            self._values[name] = float(self._typed[name])
            self._user_fields.add(name)
            return
        self._values[name] = compute()
        if self._values[name] is not None and self._user_fields.intersection(needs):
            self._user_fields.add(name)

    def _text(self, name: str, computed: str, needs: str) -> str:
        if name in self._typed:
            self._user_fields.add(name)
            return str(self._typed[name])
        if computed and needs in self._user_fields:
            self._user_fields.add(name)
        return computed

    def _parameters(self) -> float | None:
        return ratios.known(ratios.parameters, self._model, self._kind) if self._model else None

    def _sized(self) -> tuple[str, ...]:
        """What the parameters are cited by; nothing where they are counted from the architecture."""
        if self._kind == "active" and self._model and self._model.fact(ACTIVE):
            return (ACTIVE,)
        return QUANTITIES[:1] if self._kind in ("total", "active") else ()

    def _fact(self, quantity: str) -> float | None:
        return self._model.value(quantity) if self._model else None

    def _facts(self) -> tuple[tuple[str, Fact], ...]:
        """The facts of the catalog that the numbers of the row rest on."""
        if self._model is None:
            return ()
        sized = self._sized()
        own = self._user_fields.union(sized if "parameters" in self._user_fields else ())
        if "ratio" in self._typed:  # nothing else that could be cited decides about it
            own |= {*sized, ratios.QUANTITY_OF_BASIS[self._basis]}
        stated = ((name, self._model.fact(name)) for name in (*sized, *QUANTITIES[1:]))
        found = [(name, fact) for name, fact in stated if fact is not None]
        found += [each for each in effective.facts(self._model) if each not in found]  # those of its stages
        return tuple((name, fact) for name, fact in found if name not in own)

    def _source(self) -> str:
        """Where the tokens come from, in a few words."""
        if self._values["tokens"] is None or self._model is None or "tokens" in self._user_fields:
            return self._typed_where()
        if self._basis == effective.BASIS:
            return effective.source(self._model)
        return citations.short_citation(self._model, ratios.QUANTITY_OF_BASIS[self._basis]) or ""

    def _citation(self) -> str:
        """The same with all that there is to say; the reason where there is no number."""
        if not self._values["ratio"]:
            return self._why()
        if self._model is None or "tokens" in self._user_fields:
            return self._typed_where()
        if self._basis == effective.BASIS:
            return effective.citation(self._model, self._avglen)
        return citations.citation(self._model.id, self._basis)

    def _typed_where(self) -> str:
        if not self._user_fields:
            return ""
        return f"typed by the user, {self._request.place}" if self._request.place else "typed by the user"

    def _why(self) -> str:
        if self._model is None:
            if not self._user_fields.intersection(NUMBERS):
                return self._unknown
            return f"What was typed for {self._request.name} gives no ratio on this basis."
        if self._values["tokens"] is None:
            return ratios.no_number(self._model, self._basis)
        try:
            ratios.parameters(self._model, self._kind)
        except NotAvailable as error:
            return str(error)
        return ""

    def _range(self) -> tuple[float, float] | None:
        """Lowest and highest ratio of the sources, by all parameters, if the ratio comes from the catalog and
        they disagree."""
        if self._model is None or "ratio" in self._user_fields or self._kind != ratios.PARAMETER_KINDS[0]:
            return None
        try:
            found = spread(self._model, self._basis, self._avglen)
        except NotAvailable:
            return None
        return (found.lowest.ratio, found.highest.ratio) if found.disagree else None


def _of(compute: Callable[[float, float], float], first: float | None, second: float | None) -> float | None:
    """The result, or None where a part of it is not known."""
    return None if first is None or second is None else compute(first, second)
