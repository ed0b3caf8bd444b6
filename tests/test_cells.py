"""What a cell can hold, and how it is read."""

from __future__ import annotations

import math

import pytest

from plm_ratios.errors import OutOfRange, WrongValue
from plm_ratios.functions.cells import (
    NA,
    CellError,
    broadcast,
    is_blank,
    to_number,
    to_rows,
    to_size,
)


@pytest.mark.parametrize("cell", [None, "", "  "])
def test_blank_cells_count_as_zero_like_in_excel(cell: object) -> None:
    assert is_blank(cell)
    assert to_number(cell, "number") == 0.0


@pytest.mark.parametrize("cell", [-1, -0.5, "-3", math.inf, math.nan, 10**400, "1e999"])
def test_numbers_out_of_range(cell: object) -> None:
    with pytest.raises(OutOfRange, match="The length"):
        to_number(cell, "length")


def test_a_size_is_above_zero() -> None:
    assert to_size("325", "length") == 325
    with pytest.raises(OutOfRange, match="zero or blank"):
        to_size(0, "length")


def test_text_where_a_number_belongs_names_the_text() -> None:
    with pytest.raises(WrongValue, match='"many" is not one'):
        to_number("many", "length")


def test_error_values_show_what_the_cell_shows() -> None:
    assert str(NA) == "#N/A"
    assert CellError("#N/A") == NA
    assert CellError("#NUM!") != NA
    with pytest.raises(ValueError, match="not a cell error"):
        CellError("oops")


class TestBroadcast:
    """Ranges combine as Excel combines them."""

    @staticmethod
    def joined(*values: object) -> list[list[object]]:
        return broadcast(values, lambda *cells: "".join(map(str, cells)))

    def test_a_column_with_a_row_makes_a_block(self) -> None:
        assert self.joined([["a"], ["b"]], [["x", "y"]]) == [["ax", "ay"], ["bx", "by"]]

    def test_a_single_value_is_repeated(self) -> None:
        assert self.joined([["a", "b"]], "x") == [["ax", "bx"]]

    def test_a_range_that_is_too_short_gives_not_available(self) -> None:
        assert self.joined([["a"], ["b"], ["c"]], [["x"], ["y"]])[2] == ["c#N/A"]

    def test_the_shape_is_kept(self) -> None:
        assert self.joined([["a", "b"], ["c", "d"]]) == [["a", "b"], ["c", "d"]]


def test_a_flat_list_is_one_column() -> None:
    assert to_rows(["a", "b"]) == [["a"], ["b"]]
    assert to_rows("a") == [["a"]]
