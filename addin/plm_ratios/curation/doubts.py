"""Numbers of a new model that do not fit together, each told in one sentence before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator

from ..catalog.entries import NUCLEOTIDES
from ..formatting import human

# The smallest model on record has 610,000 parameters, the largest set of sequences 3.4 billion.
FEWEST_PARAMETERS = 10_000
MOST_SEQUENCES = 10e9
# Tokens per parameter on record are 1.4 to 22,111 by sequences or distinct tokens, and up to 125,000 seen.
LOWEST, HIGHEST, HIGHEST_SEEN = 0.01, 40_000.0, 1e6
SHORTEST, LONGEST = 5, 5000  # average length of proteins
RESIDUES = 325.0
_NAMES = {"params_total": "parameters", "sequences": "sequences"}


@dataclass(frozen=True)
class Known:
    """The numbers of a model as they will stand in the catalog; what is not known is left out."""

    numbers: dict[str, float]
    kind: str = "protein"
    unit: str = ""

    @property
    def length(self) -> float:
        return self.numbers.get("avg_length", RESIDUES)


def of(known: Known) -> list[str]:
    """All that does not fit, the gravest first."""
    return [*_sizes(known), *_nucleotides(known), *_ratios(known), *_tokens(known), *_passes(known)]


def caution(kind: str, has_length: bool) -> str:
    """What to beware of with sequences of this kind; "" for nothing, as where their length is known."""
    if has_length or kind == "protein":
        return ""
    if kind == "antibody":
        return (
            "Antibody variable domains are short, about 110 residues: 325 tokens per sequence triple them. "
            "Give their average length."
        )
    if kind in NUCLEOTIDES:
        return (
            f"Sequences of {kind.upper()} have no average of 325 residues: give their average length, in "
            "tokens of the model."
        )
    return "Each datapoint of an MSA model is a set of sequences; say in a note which of them are counted."


def _sizes(known: Known) -> Iterator[str]:
    numbers = known.numbers
    parameters = numbers.get("params_total")
    if parameters is not None and parameters < FEWEST_PARAMETERS:
        more = f"; as thousands they would be {parameters * 1000:,.0f}" if parameters >= 1 else ""
        yield f"{parameters:,g} parameters are fewer than any language model has{more}."
    for quantity, name in _NAMES.items():
        value = numbers.get(quantity)
        if value is not None and value != int(value):
            yield f"{value:,g} {name}: that is no whole number. Is the point between thousands?"
    if numbers.get("sequences", 0) > MOST_SEQUENCES:
        yield f"{human(numbers['sequences'])} sequences are more than any database has. Are they tokens?"
    length = numbers.get("avg_length")
    if length is not None and known.kind in ("protein", "antibody") and not SHORTEST <= length <= LONGEST:
        yield f"An average length of {length:,g} residues is that of no set of proteins."


def _nucleotides(known: Known) -> Iterator[str]:
    if known.kind in NUCLEOTIDES and "sequences" in known.numbers:
        said = caution(known.kind, "avg_length" in known.numbers)
        if said:
            yield said


def _ratios(known: Known) -> Iterator[str]:
    parameters = known.numbers.get("params_total")
    if not parameters or parameters < FEWEST_PARAMETERS:
        return
    tokens = {
        "distinct tokens": (known.numbers.get("tokens_unique"), HIGHEST),
        "tokens seen": (known.numbers.get("tokens_seen"), HIGHEST_SEEN),
    }
    if known.kind not in NUCLEOTIDES and "sequences" in known.numbers:
        tokens["tokens in its sequences"] = (known.numbers["sequences"] * known.length, HIGHEST)
    for name, (value, highest) in tokens.items():
        if value is not None and not LOWEST <= value / parameters <= highest:
            yield (
                f"{human(parameters)} parameters against {human(value)} {name}: that is "
                f"{value / parameters:,.3g} tokens per parameter, unlike any model on record. "
                "Are two numbers swapped?"
            )
            return


def _tokens(known: Known) -> Iterator[str]:
    """Sequences x average length against distinct tokens."""
    numbers = known.numbers
    if known.unit or known.kind in NUCLEOTIDES or not {"sequences", "tokens_unique"} <= set(numbers):
        return
    product, factor = numbers["sequences"] * known.length, 2 if "avg_length" in numbers else 5
    apart = max(product, numbers["tokens_unique"]) / min(product, numbers["tokens_unique"])
    if apart > factor:
        yield (
            f"{human(numbers['sequences'])} sequences x {known.length:g} residues are {human(product)} "
            f"tokens, and {human(numbers['tokens_unique'])} distinct tokens are stated: "
            f"{apart:.3g} times apart."
        )


def _passes(known: Known) -> Iterator[str]:
    """Steps x batch, and epochs x distinct tokens, against tokens seen."""
    numbers = known.numbers
    seen = numbers.get("tokens_seen")
    products = {
        "steps x batch": ("train_steps", "batch_tokens"),
        "epochs x distinct tokens": ("epochs", "tokens_unique"),
    }
    for name, (one, other) in products.items():
        if seen is None or one not in numbers or other not in numbers:
            continue
        product = numbers[one] * numbers[other]
        if max(product, seen) > 2 * min(product, seen):
            yield f"{name} are {human(product)} tokens, and tokens seen are {human(seen)}."
