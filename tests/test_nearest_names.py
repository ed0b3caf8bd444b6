"""What is offered where no entry goes by a name."""

from __future__ import annotations

import pytest

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
