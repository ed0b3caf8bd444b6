"""Tokens seen from what papers state instead, kept as formulas: steps x batch (x length), or epochs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Collection

from ..errors import PlmError

RawFact = dict[str, Any]
PADDED = "An upper bound: steps x batch x length counts padding and shorter sequences in full."


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
