"""What is offered where no entry goes by a name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pytest

from plm_ratios.catalog import bundled
from plm_ratios.catalog.nearest_names import nearest_names

NAMES = {"esm23b": "ESM-2 3B", "esm215b": "ESM-2 15B", "esm2large": "ESM-2 15B", "ankhbase": "Ankh base"}


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ("ESM2 15 bilion", ("ESM-2 15B",)),  # spelt alike
        ("“Ankh-bass”", ("Ankh base",)),  # as lookups compare it
        ("ankh", ("Ankh base",)),  # part of a name
        ("esm2", ("ESM-2 3B", "ESM-2 15B")),  # once, though two names of it are near
        ("b", ()),  # too short to be part of anything
        ("", ()),
        ("wheat", ()),
    ],
)
def test_names_that_may_be_meant(given: str, nearest: tuple[str, ...]) -> None:
    assert nearest_names(given, NAMES) == nearest


def test_four_at_most() -> None:
    assert len(nearest_names("model", {f"model{number}": f"Model {number}" for number in range(9)})) == 4


def test_those_spelt_alike_come_before_those_that_contain_it() -> None:
    names = {"averylongnamewithankhinit": "long", "ankj": "alike"}
    assert nearest_names("ankh", names) == ("alike", "long")


class TestMisspeltNames:
    """Every name of a model with one letter wrong, at each place of it."""

    NAMES = tuple(dict.fromkeys(model.name for model in bundled().models))

    @staticmethod
    def misspelt(name: str) -> Iterator[str]:
        for at in range(len(name)):
            before, letter, after = name[:at], name[at], name[at + 1 :]
            yield before + after
            yield before + 2 * letter + after
            yield before + "q" + after
            yield before + after[:1] + letter + after[1:]

    @classmethod
    @lru_cache(maxsize=1)
    def found(cls) -> list[tuple[str, tuple[str, ...]]]:
        """What was meant, and what is offered for it."""
        typed = ((name, wrong) for name in cls.NAMES for wrong in cls.misspelt(name))
        return [
            (name, bundled().nearest(wrong, "model"))
            for name, wrong in typed
            if bundled().find(wrong) is None
        ]

    def test_the_name_that_was_meant_is_offered(self) -> None:
        assert len(self.found()) > 4000
        assert [name for name, nearest in self.found() if name not in nearest] == []

    def test_it_mostly_comes_first(self) -> None:
        first = [nearest[0] == name for name, nearest in self.found()]
        assert sum(first) / len(first) > 0.98


@pytest.mark.parametrize(
    "word", ["nope", "Candidates", "Modelle", "Our models", "my shortlist", "wheat" * 99]
)
def test_a_word_that_resembles_no_name(word: str) -> None:
    assert bundled().nearest(word) == ()
