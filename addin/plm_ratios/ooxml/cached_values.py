"""Writes new cached values into a worksheet part; only the values change, every other byte stays.

A cell's cached value is its <v> element and its t attribute (and vm, which describes that value further:
an image, the cause of an error). Cells that the part does not have are added in their place; that happens
under an array formula if the program that wrote the file stored its first cell only.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping

from .addresses import Address
from .worksheet import Cell, Row, Sheet, Value
from .xml_edits import Edit, escape, is_empty_tag, qualified_name, set_attribute, splice


def with_values(sheet: Sheet, values: Mapping[Address, Value | None]) -> bytes:
    """Returns the part with these cached values; None is a blank."""
    return splice(sheet.data, value_edits(sheet, values))


def value_edits(sheet: Sheet, values: Mapping[Address, Value | None]) -> list[Edit]:
    """Returns the edits that replace the cached values with these."""
    edits: list[Edit] = []
    new: dict[Address, bytes] = {}
    for address, value in values.items():
        if cell := sheet.cells.get(address):
            edits += _cell_edits(sheet, cell, value)
        elif value is not None:
            new[address] = _new_cell(sheet, address, value)
    return edits + insertions(sheet, new)


def number_text(number: float) -> str:
    """A number as stored in files: the shortest text that reads back as the same number."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)


def insertions(sheet: Sheet, cells: Mapping[Address, bytes]) -> list[Edit]:
    """Returns the edits that add cells, passed as markup, which the part does not have yet."""
    rows = {row.number: row for row in sheet.rows}
    numbers = sorted(rows)
    new: dict[int, list[tuple[Address, bytes]]] = defaultdict(list)
    for address in sorted(cells):
        new[address.row].append((address, cells[address]))
    edits: list[Edit] = []
    for number, line in new.items():
        if number in rows:
            edits += _fill_row(sheet, rows[number], line)
        else:
            later = numbers[bisect(numbers, number) :][:1]
            at = rows[later[0]].span.start if later else sheet.body.inner_end
            edits.append(_add_row(sheet, at, number, line))
    return _joined(edits)


def cell_tag(sheet: Sheet, name: str = "c") -> bytes:
    """The name of an element as this part writes it, with the part's own prefix."""
    prefix, colon, _ = qualified_name(sheet.data, sheet.body.start).rpartition(b":")
    return prefix + colon + name.encode()


def _cell_edits(sheet: Sheet, cell: Cell, value: Value | None) -> list[Edit]:
    if value == cell.value:
        return []
    span = cell.span
    old_tag = sheet.data[span.start : span.inner]
    tag = set_attribute(old_tag, "vm", None)
    if value is None or value.kind != "n":
        tag = set_attribute(tag, "t", value.kind if value else None)
    elif cell.kind != "n":
        tag = set_attribute(tag, "t", None)
    markup = _value_element(sheet, value) if value else b""
    if is_empty_tag(sheet.data, span.inner):
        closing = b"</%s>" % qualified_name(sheet.data, span.start)
        return [Edit(span.start, span.end, tag[:-2].rstrip() + b">" + markup + closing)] if value else []
    edits = [Edit(span.start, span.inner, tag)] if tag != old_tag else []
    if not cell.value_spans:
        at = cell.formula.span.end if cell.formula else span.inner
        return [*edits, Edit(at, at, markup)]
    held = cell.value_spans[0]
    return [*edits, Edit(held.start, held.end, markup)]


def _value_element(sheet: Sheet, value: Value) -> bytes:
    tag = cell_tag(sheet, "v")
    # Calc drops blanks at the ends of a text that is not marked to keep them.
    kept = b' xml:space="preserve"' if value.text != value.text.strip() else b""
    return b"<%s%s>%s</%s>" % (tag, kept, escape(value.text, sheet.data), tag)


def _new_cell(sheet: Sheet, address: Address, value: Value) -> bytes:
    tag = cell_tag(sheet)
    kind = b"" if value.kind == "n" else b' t="%s"' % value.kind.encode()
    return b'<%s r="%s"%s>%s</%s>' % (tag, str(address).encode(), kind, _value_element(sheet, value), tag)


def _fill_row(sheet: Sheet, row: Row, line: list[tuple[Address, bytes]]) -> list[Edit]:
    if is_empty_tag(sheet.data, row.span.inner):
        tag = sheet.data[row.span.start : row.span.inner][:-2].rstrip()
        closing = b"</%s>" % qualified_name(sheet.data, row.span.start)
        content = b"".join(markup for _, markup in line)
        return [Edit(row.span.start, row.span.end, tag + b">" + content + closing)]
    places = [cell.address for cell in row.cells]
    edits = []
    for address, markup in line:
        following = bisect(places, address)
        at = row.cells[following].span.start if following < len(places) else row.span.inner_end
        edits.append(Edit(at, at, markup))
    return edits


def _add_row(sheet: Sheet, at: int, number: int, line: list[tuple[Address, bytes]]) -> Edit:
    tag = cell_tag(sheet, "row")
    content = b"".join(markup for _, markup in line)
    return Edit(at, at, b'<%s r="%d">%s</%s>' % (tag, number, content, tag))


def _joined(edits: list[Edit]) -> list[Edit]:
    """Merges insertions at one place into one edit, so that their order is certain."""
    joined: list[Edit] = []
    for edit in edits:
        if joined and joined[-1].start == joined[-1].end == edit.start == edit.end:
            joined[-1] = joined[-1]._replace(new=joined[-1].new + edit.new)
        else:
            joined.append(edit)
    return joined
