"""What plm-ratios count says of a mixture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Sequence

from ..analysis import repetition
from ..catalog.typed_numbers import from_command_line
from ..errors import OutOfRange, PlmError, WrongValue

if TYPE_CHECKING:
    from ..corpus.mixture import Drawn, Sources
    from ..corpus.recipes import Recipe


class Mixed(NamedTuple):
    """What a recipe draws from one source, or from all together.

    effective   tokens if repeats count less, source by source
    """

    recipe: str
    drawn: Drawn
    effective: float


def sources(paths: Sequence[str], weights: str, column: str) -> Sources:
    """The sources that were named, with their weights.

    Parameters
    ----------
    weights
        One for each path, parted by colons, as in 36:64.
    column
        The column of Parquet files that holds the sequences.

    Raises
    ------
    PlmError
        Weights are missing, or no numbers; or there is no such file.
    """
    from ..corpus import mixture, shards

    typed = weights.split(":")
    if len(typed) != len(paths):
        raise PlmError(
            f"--mix {weights} has {len(typed)} weights, and there are {len(paths)} FILEs. Give one each, as "
            "in --mix 36:64, and patterns in quotes."
        )
    numbers = [from_command_line(each.strip().removesuffix("%"), "weight") for each in typed]
    if any(number < 0 for number in numbers) or not any(numbers):
        raise OutOfRange("A weight cannot be negative, and one of them must be above zero.")
    files = [sorted({shard.path for shard in shards.plan([path], column)}) for path in paths]
    return mixture.Sources(paths, numbers, files)


def total(typed: str | None) -> float | None:
    """How many tokens are drawn; None where it is not said.

    Raises
    ------
    PlmError
        No number above zero.
    """
    if typed is None:
        return None
    number = from_command_line(typed, "number of tokens")
    if not number > 0:
        raise OutOfRange("--tokens must be above zero.")
    return number


def kind(typed: str) -> str:
    """What weights are of.

    Raises
    ------
    WrongValue
        Neither sequences, tokens nor epochs.
    """
    from ..corpus.mixture import KINDS

    if typed.lower() not in KINDS:
        raise WrongValue(f'--weights must be {", ".join(KINDS[:-1])} or {KINDS[-1]}; "{typed}" is none.')
    return typed.lower()


def mixed(held: Sources, recipes: Sequence[Recipe], weights: str, tokens: float | None) -> list[Mixed]:
    """What each recipe draws from each source, and then from all together."""
    found = []
    for recipe in recipes:
        *each, in_all = held.drawn(recipe, weights, tokens)
        worth = [repetition.effective_tokens(one.whole, one.tokens, repetition.r_star()) for one in each]
        found += [Mixed(recipe.name, one, value) for one, value in zip([*each, in_all], [*worth, sum(worth)])]
    return found


def as_json(found: Sequence[Mixed]) -> list[dict[str, Any]]:
    """All of it, for programs."""
    return [
        {
            "recipe": each.recipe,
            "source": each.drawn.name,
            "pass_tokens": each.drawn.whole,
            "share": each.drawn.share,
            "sequences": each.drawn.sequences,
            "tokens": each.drawn.tokens,
            "epochs": each.drawn.epochs,
            "distinct": each.drawn.unique,
            "effective": each.effective,
        }
        for each in found
    ]


def as_records(found: Sequence[Mixed]) -> list[dict[str, Any]]:
    """One line a number, for CSV."""
    return [
        {
            "recipe": record["recipe"],
            "quantity": f"mix_{quantity}",
            "value": value,
            "source": record["source"],
        }
        for record in as_json(found)
        for quantity, value in record.items()
        if quantity not in ("recipe", "source")
    ]
