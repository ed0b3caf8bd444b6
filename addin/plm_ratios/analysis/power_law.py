"""What a scaling law is: its constants with their sources, and the powers of compute they amount to.

Every law that gives sizes is a pair of power laws of compute, whatever its published form: a
parametric loss is solved for its minimum in closed form.
"""

from __future__ import annotations

from typing import Callable, Mapping, NamedTuple, Sequence

from ..catalog.facts import Fact, Source
from ..errors import NotAvailable

# What a law can be fitted within, as sentences and tables name it.
UNITS = {"flops": "FLOPs", "parameters": "parameters", "tokens": "tokens"}


class PowerLaw(NamedTuple):
    """Optimal parameters and tokens as powers of compute, and the FLOPs per parameter and token.

    ratio   tokens per parameter, where that is the same at every budget
    joined  compute is flops_each x parameters x tokens, so that one of them follows from the other
    """

    parameters_at_one: float
    parameters_exponent: float
    tokens_at_one: float
    tokens_exponent: float
    flops_each: float = 6.0
    joined: bool = True
    ratio: float | None = None


class Law:
    """One scaling law.

    domain      "text" or "protein"
    objective   "CLM", "MLM" or "any"
    counts      what its parameters count: all, those outside embeddings, or all of a sparse model
    form        how it was published; see docs/catalog.md
    six_nd      whether its optima cost 6 x parameters x tokens
    constants   the facts for each constant, the one that is used first
    ranges      within which compute ("flops"), parameters or tokens it was fitted
    caveats     sentences, the gravest first
    warnings    of a law of repetition: sentences for models of an objective, "CLM" or "MLM"
    revises     the id of the law that this one reads anew from the same runs, or ""
    """

    def __init__(
        self,
        id: str,
        name: str,
        domain: str,
        objective: str,
        counts: str,
        form: str,
        year: int,
        source: Source,
        constants: Mapping[str, tuple[Fact, ...]],
        ranges: Mapping[str, tuple[Fact, ...]],
        aliases: Sequence[str] = (),
        six_nd: bool = False,
        caveats: Sequence[str] = (),
        warnings: Mapping[str, Sequence[str]] | None = None,
        revises: str = "",
    ):
        self.id = id
        self.name = name
        self.aliases = tuple(aliases)
        self.domain = domain
        self.objective = objective
        self.counts = counts
        self.form = form
        self.six_nd = six_nd
        self.year = year
        self.source = source
        self.constants = constants
        self.ranges = ranges
        self.caveats = tuple(caveats)
        self.warnings = {objective: tuple(said) for objective, said in (warnings or {}).items()}
        self.revises = revises
        self._power_law: PowerLaw | None = None

    def __repr__(self) -> str:
        return f"<law {self.id}>"

    def constant(self, name: str, default: float | None = None) -> float:
        """The preferred value of a constant."""
        facts = self.constants.get(name, ())
        if not facts and default is not None:
            return default
        value = facts[0].value if facts else None
        if value is None:
            raise NotAvailable(f"{self.name} has no constant {name} on record.")
        return value

    def range(self, what: str) -> tuple[float, float] | None:
        """The fitted range of "flops", "parameters" or "tokens"; None where it is not on record."""
        facts = self.ranges.get(what, ())
        return facts[0].range if facts else None

    @property
    def fitted(self) -> tuple[str | None, float | None, float | None]:
        """The first of its ranges: "FLOPs", "parameters" or "tokens", from, to; None where none is known."""
        what = next(iter(self.ranges), "")
        low, high = self.range(what) or (None, None)
        return UNITS.get(what), low, high

    @property
    def gives_sizes(self) -> bool:
        """False for a law of which only exponents are known, and for one of repeated data."""
        return self.form not in ("exponents", "repetition")

    @property
    def is_of_repetition(self) -> bool:
        """Whether it says what repeated data are worth, and nothing of optimal sizes."""
        return self.form == "repetition"

    @property
    def exponent(self) -> float:
        """Optimal parameters grow as compute to this power."""
        return self.power_law.parameters_exponent if self.gives_sizes else self.constant("exponent")

    @property
    def ratio(self) -> float | None:
        """Tokens per parameter where the law has one for every budget, else None."""
        return self.power_law.ratio if self.gives_sizes else None

    @property
    def power_law(self) -> PowerLaw:
        """The law as powers of compute; NotAvailable where its sizes are not known."""
        if self._power_law is None:
            if self.is_of_repetition:
                raise NotAvailable(
                    f"{self.name} gives no sizes: it says what repeated data are worth. =LAWS() shows "
                    "the laws that give them."
                )
            if not self.gives_sizes:
                raise NotAvailable(
                    f"{self.name} gives no sizes: only its exponents are published, "
                    "or no source that we have read states the constants that go with them."
                )
            self._power_law = _FORMS[self.form](self)
        return self._power_law


def _constant_ratio(law: Law) -> PowerLaw:
    ratio = law.constant("ratio")
    return PowerLaw((6 * ratio) ** -0.5, 0.5, (ratio / 6) ** 0.5, 0.5, ratio=ratio)


def _power(law: Law) -> PowerLaw:
    """Parameters = coefficient x (compute / unit)^exponent; tokens alike, or what 6ND leaves."""
    unit, exponent = law.constant("unit_flops", 1.0), law.constant("exponent")
    parameters = law.constant("coefficient") * unit**-exponent
    if law.six_nd:
        ratio = 1 / (6 * parameters**2) if exponent == 0.5 else None
        return PowerLaw(parameters, exponent, 1 / (6 * parameters), 1 - exponent, ratio=ratio)
    tokens_exponent = law.constant("tokens_exponent")
    tokens = law.constant("tokens_coefficient") * unit**-tokens_exponent
    return PowerLaw(parameters, exponent, tokens, tokens_exponent, joined=False)


def _parametric(law: Law) -> PowerLaw:
    """Loss = E + A / N^alpha + B / D^beta under C = 6ND: Hoffmann et al. 2022, equation 4."""
    alpha, beta = law.constant("alpha"), law.constant("beta")
    balance = (alpha * law.constant("A") / (beta * law.constant("B"))) ** (1 / (alpha + beta))
    exponent = beta / (alpha + beta)
    parameters = balance * 6**-exponent
    return PowerLaw(parameters, exponent, 1 / (6 * parameters), 1 - exponent)


def _frontier(law: Law) -> PowerLaw:
    """Parameters = coefficient x tokens^exponent, of which only a share is active for each token."""
    flops_each = 6 * law.constant("active_share", 1.0)
    coefficient, exponent = law.constant("coefficient"), law.constant("exponent")
    tokens_exponent = 1 / (1 + exponent)
    tokens = (flops_each * coefficient) ** -tokens_exponent
    return PowerLaw(
        coefficient * tokens**exponent, exponent * tokens_exponent, tokens, tokens_exponent, flops_each
    )


_FORMS: dict[str, Callable[[Law], PowerLaw]] = {
    "ratio": _constant_ratio,
    "power": _power,
    "parametric": _parametric,
    "frontier": _frontier,
}
