"""Ids from titles, and names that nothing else goes by."""

from __future__ import annotations

import pytest

from plm_ratios.catalog.naming import free_name, slug


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        (set(), "Slide"),
        ({"Slide"}, "Slide 2"),
        ({"Slide", "Slide 2", "Slide 4"}, "Slide 3"),
        ({"Slide 2"}, "Slide"),
    ],
)
def test_the_first_name_that_is_free(taken: set[str], free: str) -> None:
    assert free_name("Slide", taken.__contains__) == free


def test_numbers_go_on_as_far_as_they_must() -> None:
    taken = {"x", *(f"x-{number}" for number in range(2, 1000))}
    assert free_name("x", taken.__contains__, "-") == "x-1000"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("My Model (3B)", "my-model-3b"),
        ("doi.org/10.1101/2024.07.01", "doi.org-10.1101-2024.07.01"),
        ("  _v1.0_ ...", "v1.0"),
        ("¿?", ""),
    ],
)
def test_an_id_from_a_title(title: str, expected: str) -> None:
    assert slug(title) == expected
