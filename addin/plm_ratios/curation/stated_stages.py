"""Stages of training as people state them: "UniRef90: 1.2T seen, 400B unique"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Callable, Sequence

from ..errors import PlmError
from .training_run import RawFact, plain

_WORDS = {
    "seen": "tokens_seen",
    "unique": "tokens_unique",
    "distinct": "tokens_unique",
    "sequences": "sequences",
}
_FORM = 'A stage is its name and its tokens, such as "UniRef90: 1.2T seen, 400B unique"'


@dataclass(frozen=True)
class StatedStage:
    """One stage: its name, and its numbers by quantity; the tokens seen are always among them."""

    name: str
    numbers: dict[str, float]

    def raw(self, cited: RawFact, unit: str = "") -> dict[str, Any]:
        """As a file holds it; `unit` is that of tokens, "" for residues."""
        facts: dict[str, list[RawFact]] = {}
        for quantity, value in self.numbers.items():
            of_tokens = {"unit": unit} if unit and quantity != "sequences" else {}
            facts[quantity] = [{"value": plain(value), **cited, **of_tokens}]
        return {"name": self.name, "facts": facts}


def stage(text: str, read: Callable[[str], float]) -> StatedStage:
    """The stage in a text. Raises PlmError if it is none, or lacks a number that repeats need."""
    name, _, parts = text.partition(":")
    numbers: dict[str, float] = {}
    for part in re.split(r"[,;]\s+", parts.strip()):
        said = re.fullmatch(rf"(.+?)\s+(?:tokens\s+)?({'|'.join(_WORDS)})", part.strip(), re.IGNORECASE)
        if not said:
            raise PlmError(f'{_FORM}; "{part.strip()}" is not understood.')
        numbers[_WORDS[said[2].lower()]] = read(said[1])
    if not name.strip() or "tokens_seen" not in numbers or len(numbers) == 1:
        raise PlmError(f"{_FORM}: tokens seen, and how many are unique or how many sequences there are.")
    return StatedStage(name.strip(), numbers)


def tokens_seen(stages: Sequence[StatedStage], cited: RawFact) -> RawFact:
    """The tokens of all stages together, as a formula."""
    return {"formula": " + ".join(str(plain(each.numbers["tokens_seen"])) for each in stages), **cited}
