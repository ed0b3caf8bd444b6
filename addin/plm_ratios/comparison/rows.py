"""One row of a comparison: a model, its numbers on every basis, and where each number comes from.

A row starts from what somebody asked for: a name, and perhaps numbers that they typed themselves. What
they typed stands, what follows from it is worked out anew, and both are marked as theirs. All other
numbers are the catalog's.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Callable, Mapping, NamedTuple, Union

from ..analysis import ratios
from ..analysis.spread import spread
from ..catalog import Model, citations, load
from ..catalog.facts import Fact
from ..errors import NotAvailable, UnknownName

# What somebody can type in the place of a number that we would work out. The last two are texts.
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
QUANTITIES = ("params_total", *ratios.QUANTITY_OF_BASIS.values())

Typed = Mapping[str, Union[float, str]]


class Asked(NamedTuple):
    """What somebody wants in a row.

    own     what they typed themselves: NUMBERS are above zero, TEXTS not blank
    place   where they typed it, for sentences: "Compare!A13"
    alone   whether the numbers are all there is to it, also where the catalog has a model of that name
    """

    name: str
    own: Typed = MappingProxyType({})
    place: str = ""
    alone: bool = False


class Row(NamedTuple):
    """One model in a comparison; None where there is no number.

    model    its entry in the catalog; None for one that is not there
    average_length   what the basis "sequences" was reckoned with
    tokens   on the basis of the comparison, as are ratio, times_target and verdict
    ratio_*  on each of the bases
    own      names of the fields that the user typed, or that follow from what they typed
    typed    names of those that they typed
    why      why there is no ratio; "" where there is one
    range    the lowest and the highest ratio that sources give, where they disagree
    facts   the facts of the catalog behind its numbers, each with the quantity that it is about
    """

    name: str
    model: Model | None
    place: str
    parameters: float | None
    sequences: float | None
    average_length: float
    tokens: float | None
    ratio_sequences: float | None
    ratio_unique: float | None
    ratio_seen: float | None
    ratio: float | None
    times_target: float | None
    verdict: str
    source: str
    citation: str
    why: str
    own: frozenset[str]
    typed: frozenset[str]
    range: tuple[float, float] | None
    facts: tuple[tuple[str, Fact], ...]

    @property
    def known(self) -> bool:
        """False for a name that stands for nothing: no model of the catalog, and no numbers with it."""
        return self.model is not None or bool(self.typed.intersection(NUMBERS))

    @property
    def is_own(self) -> bool:
        """Whether the model is the user's own, in this table or in a catalog of theirs."""
        return self.known and (self.model is None or bool(self.model.origin))


def row_of(asked: Asked, basis: str, avglen: float, target: float) -> Row:
    """Works a row out. A name that is in no catalog, and has no numbers, makes a row that says so."""
    return _Sum(asked, basis, avglen, target).row()


class _Sum:
    """One row while it is worked out: values by name, and which of them are the user's."""

    def __init__(self, asked: Asked, basis: str, avglen: float, target: float):
        self._asked = asked
        self._basis = basis
        self._avglen = avglen
        self._target = target
        self._typed = dict(asked.own)
        self._values: dict[str, float | None] = {}
        self._own: set[str] = set()
        self._unknown = ""
        self._model: Model | None = None
        try:
            self._model = None if asked.alone else load().model(asked.name)
        except UnknownName as error:
            self._unknown = str(error)

    def row(self) -> Row:
        self._reckon()
        values, model = self._values, self._model
        ratio = values["ratio"]
        verdict = self._text("verdict", ratios.verdict(ratio, self._target) if ratio else "", "ratio")
        facts = self._facts()
        return Row(
            name=model.name if model else self._asked.name,
            model=model,
            place=self._asked.place,
            parameters=values["parameters"],
            sequences=values["sequences"],
            average_length=values["average_length"] or self._avglen,
            tokens=values["tokens"],
            ratio_sequences=values["ratio_sequences"],
            ratio_unique=values["ratio_unique"],
            ratio_seen=values["ratio_seen"],
            ratio=ratio,
            times_target=values["times_target"],
            verdict=verdict,
            source=self._text("source", self._source(), "tokens"),
            citation=self._text("source", self._citation(), "tokens"),
            why="" if ratio else self._why(),
            own=frozenset(self._own),
            typed=frozenset(self._asked.own),
            range=self._range(),
            facts=facts,
        )

    def _reckon(self) -> None:
        """Every number, each after those that it needs."""
        basis, settle, values = self._basis, self._settle, self._values
        # The chosen basis stands in two columns; what is typed in one of them holds for the other.
        for general, special in (("tokens", f"tokens_{basis}"), ("ratio", f"ratio_{basis}")):
            if general in self._typed:
                self._typed.setdefault(special, self._typed[general])
            elif special in self._typed:
                self._typed[general] = self._typed[special]
        settle("parameters", lambda: self._fact("params_total"))
        settle("sequences", lambda: self._fact("sequences"))
        settle("average_length", lambda: self._avglen)
        settle(
            "tokens_sequences",
            lambda: _of(ratios.tokens, values["sequences"], values["average_length"]),
            "sequences",
            "average_length",
        )
        settle("tokens_unique", lambda: self._fact("tokens_unique"))
        settle("tokens_seen", lambda: self._fact("tokens_seen"))
        for each in ratios.BASES:
            settle(
                f"ratio_{each}",
                lambda each=each: _of(  # type: ignore[misc]
                    ratios.tokens_per_parameter, values[f"tokens_{each}"], values["parameters"]
                ),
                f"tokens_{each}",
                "parameters",
            )
        settle("ratio", lambda: values[f"ratio_{basis}"], f"ratio_{basis}")
        if "ratio" in self._typed and "tokens" not in self._typed and values["parameters"]:
            settle("tokens", lambda: _of(float.__mul__, values["ratio"], values["parameters"]), "ratio")
        else:
            settle("tokens", lambda: values[f"tokens_{basis}"], f"tokens_{basis}")
        settle("times_target", lambda: _of(float.__truediv__, values["ratio"], self._target), "ratio")

    def _settle(self, name: str, compute: Callable[[], float | None], *needs: str) -> None:
        if name in self._typed:
            self._values[name] = float(self._typed[name])
            self._own.add(name)
            return
        self._values[name] = compute()
        if self._values[name] is not None and self._own.intersection(needs):
            self._own.add(name)

    def _text(self, name: str, computed: str, needs: str) -> str:
        if name in self._typed:
            self._own.add(name)
            return str(self._typed[name])
        if computed and needs in self._own:
            self._own.add(name)
        return computed

    def _fact(self, quantity: str) -> float | None:
        return self._model.value(quantity) if self._model else None

    def _facts(self) -> tuple[tuple[str, Fact], ...]:
        """The facts of the catalog that the numbers of the row rest on."""
        if self._model is None:
            return ()
        replaced = {"parameters": "params_total"}
        own = {replaced.get(name, name) for name in self._own}
        if "ratio" in self._typed:  # nothing else that could be cited decides about it
            own |= {"params_total", ratios.QUANTITY_OF_BASIS[self._basis]}
        found = ((name, self._model.fact(name)) for name in QUANTITIES if name not in own)
        return tuple((name, fact) for name, fact in found if fact is not None)

    def _source(self) -> str:
        """Where the tokens come from, in a few words."""
        if self._values["tokens"] is None or self._model is None or "tokens" in self._own:
            return self._typed_where()
        return citations.short_citation(self._model, ratios.QUANTITY_OF_BASIS[self._basis]) or ""

    def _citation(self) -> str:
        """The same with all that there is to say; the reason where there is no number."""
        if not self._values["ratio"]:
            return self._why()
        if self._model is None or "tokens" in self._own:
            return self._typed_where()
        return citations.citation(self._model.id, self._basis)

    def _typed_where(self) -> str:
        if not self._own:
            return ""
        return f"typed by the user, {self._asked.place}" if self._asked.place else "typed by the user"

    def _why(self) -> str:
        if self._model is None:
            if not self._own.intersection(NUMBERS):
                return self._unknown
            return f"What was typed for {self._asked.name} gives no ratio on this basis."
        if self._values["tokens"] is None:
            return ratios.no_number(self._model, self._basis)
        return f"{self._model.name} has no number of total parameters on record."

    def _range(self) -> tuple[float, float] | None:
        """How far sources disagree, where the ratio is theirs."""
        if self._model is None or "ratio" in self._own:
            return None
        try:
            found = spread(self._model, self._basis, self._avglen)
        except NotAvailable:
            return None
        return (found.lowest.ratio, found.highest.ratio) if found.disagree else None


def _of(compute: Callable[[float, float], float], first: float | None, second: float | None) -> float | None:
    """The result, or None where a part of it is not known."""
    return None if first is None or second is None else compute(first, second)
