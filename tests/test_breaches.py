"""A rule that several things break is told with all of them; see breaches.py."""

from __future__ import annotations

import pytest

from breaches import every_breach


def look_at(*numbers: float) -> None:
    with every_breach() as at:
        for number in numbers:
            with at(f"number {number}"):
                assert number / abs(number) > 0, "is not above zero"


def test_all_of_them_are_listed_and_nothing_else() -> None:
    with pytest.raises(pytest.fail.Exception) as failed:
        look_at(1, -2, 3, 0)
    said, *breaches = str(failed.value).splitlines()
    assert said == "2 breaches:"
    assert breaches[0].startswith("number -2: is not above zero")
    assert breaches[1] == "number 0: ZeroDivisionError: division by zero"


def test_where_all_is_well_nothing_is_said() -> None:
    look_at(1, 2)
