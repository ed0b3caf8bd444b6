"""Tokens seen from what papers state instead, kept as formulas: steps x batch (x length), or epochs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Callable, Collection

from ..errors import PlmError

RawFact = dict[str, Any]
PADDED = "An upper bound: steps x batch x length counts padding and shorter sequences in full."

# Signs between factors, of which that of a power (6.5 x 10^8) is none; and what factors may be called.
_TIMES = re.compile(r"\s*(?:[×*]|\bx\b)(?!\s*10\s*(?:\^|[⁰¹²³⁴⁵⁶⁷⁸⁹]))\s*", re.IGNORECASE)
_EPOCHS = re.compile(r"(.+?)\s*(?:epochs?|passes)", re.IGNORECASE)
_NOUN = re.compile(
    r"\s+(?:steps|updates|sequences|tokens|residues|(?:tokens|sequences) (?:per|a) step)$", re.I
)


@dataclass(frozen=True)
class TrainingRun:
    """How long a model was trained, as its source says it.

    steps   updates of the weights
    batch   tokens per step; sequences per step where `length` is given
    length  tokens that a sequence of a batch is cropped or padded to
    epochs  passes over the training set
    """

    steps: float | None = None
    batch: float | None = None
    length: float | None = None
    epochs: float | None = None

    def facts(self, known: Collection[str], cited: RawFact) -> dict[str, list[RawFact]]:
        """The facts that this brings.

        Parameters
        ----------
        known : quantities that are known already; tokens seen are not derived again
        cited : source, locator and confidence

        Raises
        ------
        PlmError : the tokens seen cannot be derived, because something is missing
        """
        found: dict[str, list[RawFact]] = {}
        if (self.steps is None) != (self.batch is None):
            raise PlmError("--steps and --batch go together: tokens seen are steps x batch.")
        if self.length is not None and self.batch is None:
            raise PlmError("--length is of the sequences in a --batch; their average length is --avglen.")
        if self.steps is not None and self.batch is not None:
            found["batch_tokens"] = [
                {"value": plain(self.batch), **cited}
                if self.length is None
                else {"formula": f"{plain(self.batch)} * {plain(self.length)}", **cited}
            ]
            found["train_steps"] = [{"value": plain(self.steps), **cited}]
            if "tokens_seen" not in known:
                seen: RawFact = {"formula": "batch_tokens * train_steps", **cited}
                bound: RawFact = {"upper_bound": True, "note": PADDED} if self.length is not None else {}
                found["tokens_seen"] = [seen | bound]
        if self.epochs is not None:
            found["epochs"] = [{"value": plain(self.epochs), **cited}]
            if "tokens_seen" not in {*known, *found}:
                found["tokens_seen"] = [{"formula": _over_epochs(known), **cited}]
        return found


def stated_run(text: str, read: Callable[[str, str], float]) -> TrainingRun | None:
    """The training that a text describes: "270k x 3.2M", "270k steps x 2048 x 1024", "3 epochs"; None for
    anything else.

    Parameters
    ----------
    text : as somebody typed it
    read : reads one number, given what it is of: "steps", "batch", "length" or "epochs"

    Raises
    ------
    PlmError : what `read` raises
    """
    epochs = _EPOCHS.fullmatch(text)
    if epochs:
        return TrainingRun(epochs=read(epochs[1], "epochs"))
    factors = [_NOUN.sub("", factor) for factor in _TIMES.split(text)]
    if len(factors) not in (2, 3):
        return None
    return TrainingRun(*map(read, factors, ("steps", "batch", "length")))


def _over_epochs(known: Collection[str]) -> str:
    if "tokens_unique" in known:
        return "epochs * tokens_unique"
    if {"sequences", "avg_length"} <= set(known):
        return "epochs * sequences * avg_length"
    raise PlmError(
        "--epochs is passes over what? Give --tokens-unique, or --sequences and their --avglen, "
        "or a --dataset that has them."
    )


def plain(number: float) -> float | int:
    """Whole numbers without a decimal point."""
    return int(number) if number == int(number) else number
