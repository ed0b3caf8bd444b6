"""Updates the copies of cell values that charts carry.

Previews, slides and phones draw a chart from these caches. Only points whose value in the cells is
different are changed; formats, order and every other byte stay. A cache that cannot be matched to its
cells point by point (filtered rows, names that are calculated) is left as it is and reported.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..ooxml.addresses import Address
from ..ooxml.cached_values import number_text
from ..ooxml.workbook import Book
from ..ooxml.worksheet import Value, same_number
from ..ooxml.xml_edits import Edit, Span, escape, qualified_name, span, splice, walk

_CHART = {
    "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "http://purl.oclc.org/ooxml/drawingml/chart",
    "http://schemas.microsoft.com/office/drawing/2012/chart",
}
_CACHES = {"numCache": True, "strCache": False, "dlblRangeCache": False}  # True where numbers belong
_HOLDERS = {"numRef", "strRef", "multiLvlStrRef", "datalabelsRange"}

#: A cell's value now, and whether the recalculation changed it.
Lookup = Callable[[str, Address], tuple[Value | None, bool]]


@dataclass(slots=True)
class _Point:
    index: int
    place: Span
    text: str
    text_place: Span | None


@dataclass(slots=True)
class _Cache:
    """A reference in a chart, and its cached values."""

    reference: str = ""
    numeric: bool | None = None
    count: int | None = None
    count_place: Span | None = None
    points: list[_Point] = field(default_factory=list)


def refresh(data: bytes, book: Book, lookup: Lookup) -> tuple[bytes, int, list[str]]:
    """Returns the chart part with current values, the number of points changed, and what was left and why."""
    reader = _ChartReader(data)
    walk(data, reader)
    edits: list[Edit] = []
    left: list[str] = []
    points = 0
    for cache in reader.found:
        try:
            new = _cache_edits(data, cache, book, lookup)
        except ValueError as reason:
            left.append(f"{cache.reference}: {reason}")
            continue
        points += len(new)
        edits += new
    return splice(data, edits), points, left


def _cache_edits(data: bytes, cache: _Cache, book: Book, lookup: Lookup) -> list[Edit]:
    """Returns the edits for one cache. Raises ValueError with the reason if it must be left as it is."""
    if not cache.reference or cache.count_place is None:
        return []  # the writer left the values out; programs that open the file fill them in
    if cache.reference.lstrip().startswith(('"', "{")):
        return []  # LibreOffice writes constants like this; they depend on no cell
    places = [(sheet, cell) for sheet, area in book.areas(cache.reference) for cell in area.cells()]
    current = [lookup(*place) for place in places]
    if not any(changed for _, changed in current) and not cache.numeric:
        return []
    if cache.numeric is None:
        raise ValueError("categories on several levels are not refreshed")
    if cache.count != len(places):
        if not any(changed for _, changed in current):
            return []
        raise ValueError("the chart shows only some of these cells, hidden ones are left out")
    old_points = {point.index: point for point in cache.points}
    edits = []
    at = cache.count_place.end if cache.count_place else 0
    for index, (value, changed) in enumerate(current):
        point = old_points.get(index)
        text = _point_text(value, cache.numeric)
        if point is None:
            if text is not None and (changed or cache.numeric):
                edits.append(Edit(at, at, _new_point(data, cache, index, text)))
            continue
        at = point.place.end
        if text is None:
            edits.append(Edit(point.place.start, point.place.end, b""))
        elif not _same(text, point.text) and (changed or cache.numeric):
            if value and value.kind == "n" and not cache.numeric and not _is_plain_number(point.text):
                raise ValueError("the chart shows these numbers with a format")
            if point.text_place:
                edits.append(Edit(point.text_place.inner, point.text_place.inner_end, escape(text, data)))
    return edits


def _point_text(value: Value | None, numeric: bool) -> str | None:
    """What a cache holds for a cell; None for a blank cell, which has no point."""
    if value is None:
        return None
    if numeric and value.kind == "str":
        return "0"  # text is drawn as zero
    if not numeric and value.kind == "b":
        return "TRUE" if value.text == "1" else "FALSE"
    return value.text


def _same(text: str, old: str) -> bool:
    if text == old:
        return True
    try:
        return same_number(float(text), float(old))
    except ValueError:
        return False


def _is_plain_number(text: str) -> bool:
    try:
        return number_text(float(text)) == text or repr(float(text)) == text
    except ValueError:
        return False


def _new_point(data: bytes, cache: _Cache, index: int, text: str) -> bytes:
    assert cache.count_place
    prefix, colon, _ = qualified_name(data, cache.count_place.start).rpartition(b":")
    point, value = prefix + colon + b"pt", prefix + colon + b"v"
    return b'<%s idx="%d"><%s>%s</%s></%s>' % (point, index, value, escape(text, data), value, point)


class _ChartReader:
    """Collects the caches while `walk` goes through a chart."""

    def __init__(self, data: bytes) -> None:
        self.found: list[_Cache] = []
        self._data = data
        self._open: list[tuple[str, int, dict[str, str]]] = []
        self._cache: _Cache | None = None
        self._point: _Point | None = None
        self._text: list[str] = []

    def start(self, namespace: str, name: str, attributes: dict[str, str], at: int) -> None:
        if namespace not in _CHART:
            return
        self._open.append((name, at, attributes))
        self._text = []
        if name in _HOLDERS:
            self._cache = _Cache()
            self.found.append(self._cache)
        elif self._cache and name in _CACHES:
            self._cache.numeric = _CACHES[name]
        elif name == "pt":
            self._point = _Point(int(attributes.get("idx", "0")), Span(0, 0, 0, 0), "", None)

    def text(self, characters: str) -> None:
        self._text.append(characters)

    def end(self, namespace: str, name: str, at: int) -> None:
        if namespace not in _CHART:
            return
        _, start, attributes = self._open.pop()
        cache, point = self._cache, self._point
        if cache is None:
            return
        place = span(self._data, start, at)
        if name == "f":
            cache.reference = "".join(self._text)
        elif name == "ptCount":
            cache.count, cache.count_place = int(attributes.get("val", "0")), place
        elif name == "v" and point:
            point.text, point.text_place = "".join(self._text), place
        elif name == "pt" and point:
            point.place = place
            cache.points.append(point)
            self._point = None
        elif name in _HOLDERS:
            self._cache = None
