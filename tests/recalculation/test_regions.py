"""Rectangles are found by the cells they hold, each once."""

from hypothesis import given
from hypothesis import strategies as st

from plm_ratios.ooxml.addresses import LAST_COLUMN, Address
from plm_ratios.ooxml.references import LAST_ROW
from plm_ratios.ooxml.regions import CellBox, Regions

_ROW = st.integers(1, 70) | st.sampled_from([LAST_ROW, LAST_ROW - 1, 4096])
_COLUMN = st.integers(1, 40) | st.sampled_from([LAST_COLUMN])
_BOXES = st.builds(
    lambda a, b, c, d: CellBox(min(a, b), min(c, d), max(a, b), max(c, d)), _ROW, _ROW, _COLUMN, _COLUMN
)


def regions_of(boxes):
    regions = Regions()
    for number, box in enumerate(boxes):
        regions.add(box, number)
    return regions


@given(st.lists(_BOXES, max_size=12), st.lists(st.builds(Address, _ROW, _COLUMN), max_size=6))
def test_every_rectangle_with_the_cell_is_given_once(boxes, places):
    regions = regions_of(boxes)
    left = dict(enumerate(boxes))
    for place in places:
        expected = {number for number, box in left.items() if box.holds(place)}
        assert set(regions.take_at(place)) == expected
        left = {number: box for number, box in left.items() if number not in expected}


@given(st.lists(_BOXES, max_size=8), _BOXES)
def test_areas(boxes, area):
    if (area.bottom - area.top + 1) * (area.right - area.left + 1) > 4096:
        assert set(regions_of(boxes).take_within(area)) == {n for n, b in enumerate(boxes) if b.meets(area)}
    small = CellBox(area.top, area.left, min(area.top + 5, area.bottom), min(area.left + 5, area.right))
    assert set(regions_of(boxes).take_within(small)) == {n for n, b in enumerate(boxes) if b.meets(small)}


def test_the_whole_sheet_and_whole_columns():
    column, sheet = CellBox(1, 3, LAST_ROW, 3), CellBox(1, 1, LAST_ROW, LAST_COLUMN)
    assert set(regions_of([column, sheet]).take_at(Address(500_000, 3))) == {0, 1}
    assert regions_of([column, sheet]).take_at(Address(7, 4)) == [1]
