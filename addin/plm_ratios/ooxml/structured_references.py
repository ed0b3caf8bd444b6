"""Resolves structured references such as Table1[[#This Row],[ratio]] to cells of tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from .addresses import Address, Area
from .regions import CellBox

_ITEM = re.compile(r"#\s*(All|Data|Headers|Totals|This Row)", re.IGNORECASE)
_PART = re.compile(r"\[((?:'.|[^\[\]'])*)\]")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its cells, its columns, and how many rows of headers and totals it has."""

    name: str
    sheet: str
    box: CellBox
    columns: tuple[str, ...]
    headers: int
    totals: int

    @classmethod
    def read(cls, root: Element, sheet: str) -> Table:
        """A table from its part. Raises ValueError if the part states no range."""
        area = Area.parse(root.get("ref", ""))
        columns = [node.get("name", "") for node in root.iter() if node.tag.endswith("}tableColumn")]
        return cls(
            root.get("displayName") or root.get("name") or "",
            sheet,
            CellBox(*area.first, *area.last),
            tuple(_folded(name) for name in columns),
            int(root.get("headerRowCount", "1")),
            int(root.get("totalsRowCount", "0")),
        )

    def meant(self, specifier: str, place: Address) -> CellBox:
        """The cells that Table[specifier] refers to in a formula at `place`.

        If it names more than one thing (headers and data), all cells between them are included, as only
        neighbours can be combined. An unknown column selects all columns.
        """
        inner = specifier[1:-1].strip()
        own_row = inner.startswith("@") or bool(re.search(r"#\s*This Row", inner, re.IGNORECASE))
        items = {found.casefold() for found in _ITEM.findall(inner)}
        top, bottom = self._rows(items)
        if own_row and self.box.top <= place.row <= self.box.bottom:
            top = bottom = place.row
        left, right = self._across(inner.removeprefix("@"))
        return CellBox(top, left, bottom, right)

    def _rows(self, items: set[str]) -> tuple[int, int]:
        first, last = self.box.top, self.box.bottom
        data = first + self.headers, last - self.totals
        rows = {"headers": (first, data[0] - 1), "totals": (data[1] + 1, last), "all": (first, last)}
        ranges = [rows.get(item, data) for item in items] or [data]
        top, bottom = min(start for start, _ in ranges), max(end for _, end in ranges)
        return (top, bottom) if top <= bottom else (first, last)  # totals of a table that has none

    def _across(self, inner: str) -> tuple[int, int]:
        named = [text for text in _PART.findall(inner) if not text.lstrip().startswith("#")]
        if not named and inner and not inner.startswith(("#", "[")):
            named = [inner]  # Table[column]
        positions = [self.columns.index(name) for name in map(_folded, named) if name in self.columns]
        if not positions or len(positions) < len(named):
            return self.box.left, self.box.right
        return self.box.left + min(positions), self.box.left + max(positions)


def _folded(column: str) -> str:
    """A column's name to compare by, ignoring case, escapes (' before [ ] # ') and line breaks' spelling."""
    plain = re.sub(r"'(.)", r"\1", column)
    return re.sub(r"_x000[aAdD]_|\s+", " ", plain).strip().casefold()
