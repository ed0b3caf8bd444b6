"""What training makes of sequences: special tokens, cropping, padding, packing.

Every rule was read in the code that its source names. Cropping takes a random window, so which residues are
lost differs from epoch to epoch; how many tokens are left does not.
"""

from __future__ import annotations

from typing import Mapping, NamedTuple

from ..errors import OutOfRange, PlmError
from .tally import Tally


class Recipe(NamedTuple):
    """How a sequence becomes tokens.

    special              special tokens added to each sequence
    context              length that sequences are cropped to; None: they are not
    crops_residues       True if residues are cropped, then special tokens added; False if all are cropped
    without_ambiguous    True if sequences with B, Z, X, U, O or J are left out
    source               where the rule was read
    """

    name: str
    special: int = 0
    context: int | None = None
    crops_residues: bool = False
    without_ambiguous: bool = False
    source: str = ""

    def tokens(self, length: int) -> int:
        """Tokens of one sequence of so many residues."""
        if self.context is None:
            return length + self.special
        if self.crops_residues:
            return min(length, self.context) + self.special
        return min(length + self.special, self.context)

    @property
    def longest(self) -> int | None:
        """Tokens of the longest sequence that is possible, to which others are padded."""
        if self.context is None:
            return None
        return self.context + (self.special if self.crops_residues else 0)


class Tokens(NamedTuple):
    """What a recipe makes of all sequences, once each.

    sequences   that it takes
    tokens      without padding
    cropped     sequences that are longer than it takes
    padded      tokens if every sequence is padded to the longest; None without a context
    packed      windows of the longest, if sequences follow one another uncropped; None without a context
    """

    recipe: Recipe
    sequences: int
    tokens: int
    cropped: int
    padded: int | None
    packed: int | None


_GITHUB = "https://github.com"
PLAIN = Recipe("plain", source="one token a residue")
RECIPES: dict[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        PLAIN,
        Recipe(
            "esm2",
            special=2,
            context=1024,
            source=f"{_GITHUB}/NVIDIA/bionemo-framework/blob/01a365b30aa2e710c5ef91a09e50f220f0d107ce/"
            "sub-packages/bionemo-esm2/src/bionemo/esm2/data/dataset.py",
        ),
        Recipe(
            "amplify",
            special=2,
            context=512,
            without_ambiguous=True,
            source=f"{_GITHUB}/chandar-lab/AMPLIFY/blob/2fd2c089c8956a85293048fe34bc00fb29b838ff/"
            "src/amplify/tokenizer/tokenizer.py",
        ),
        Recipe(
            "dayhoff",
            special=2,
            context=2048,
            crops_residues=True,
            source=f"{_GITHUB}/microsoft/dayhoff/blob/6402197a58cbf51d82651f8d342e45761b7829a7/"
            "dayhoff/datasets.py",
        ),
    )
}


def recipe(name: str) -> Recipe:
    """The recipe of a name.

    Raises
    ------
    PlmError
        There is none.
    """
    found = RECIPES.get(name.lower().replace("-", ""))
    if not found:
        raise PlmError(f'There is no recipe "{name}". There are: {", ".join(RECIPES)}.')
    return found


def own_recipe(special: int, context: int | None, crops_residues: bool, without_ambiguous: bool) -> Recipe:
    """A recipe of one's own.

    Raises
    ------
    OutOfRange
        The context has no room for a residue.
    """
    if context is not None and context <= (0 if crops_residues else special):
        raise OutOfRange("The context must be longer than the special tokens.")
    return Recipe("own", special, context, crops_residues, without_ambiguous, "your own")


def tokens(tally: Tally, recipe: Recipe) -> Tokens:
    """What a recipe makes of the sequences that were counted."""
    lengths: Mapping[int, int] = tally.lengths
    if recipe.without_ambiguous:
        lengths = {length: count - tally.ambiguous[length] for length, count in lengths.items()}
    taken = {length: count for length, count in lengths.items() if length and count}
    sequences = sum(taken.values())
    whole = sum((length + recipe.special) * count for length, count in taken.items())
    longest = recipe.longest
    return Tokens(
        recipe,
        sequences,
        sum(recipe.tokens(length) * count for length, count in taken.items()),
        sum(n for length, n in taken.items() if recipe.tokens(length) < length + recipe.special),
        None if longest is None else longest * sequences,
        None if longest is None else -(-whole // longest),
    )
