"""The drawings of comments: a part in VML beside the comments, which Excel wants for each of them.

The part is edited as bytes, since what Excel writes there need not be well-formed XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..ooxml.addresses import Address

_SHAPE_NUMBER = re.compile(rb"_x0000_s(\d+)")
_NOTE_TYPE = b'id="_x0000_t202"'
_TYPE = (
    ' <v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">\n'
    '  <v:stroke joinstyle="miter"/>\n'
    '  <v:path gradientshapeok="t" o:connecttype="rect"/>\n'
    " </v:shapetype>\n"
)
_SHAPE = (
    ' <v:shape id="_x0000_s{number}" type="#_x0000_t202" '
    'style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">\n'
    '  <v:fill color2="#ffffe1"/>\n'
    '  <v:shadow on="t" color="black" obscured="t"/>\n'
    '  <v:path o:connecttype="none"/>\n'
    '  <v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>\n'
    '  <x:ClientData ObjectType="Note">\n'
    "   <x:MoveWithCells/>\n"
    "   <x:SizeWithCells/>\n"
    "   <x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor>\n"
    "   <x:AutoFill>False</x:AutoFill>\n"
    "   <x:Row>{row}</x:Row>\n"
    "   <x:Column>{column}</x:Column>\n"
    "  </x:ClientData>\n"
    " </v:shape>\n"
)
_MAP = re.compile(rb'(<o:idmap\b[^>]*?\bdata=")([\d, ]*)(")')
_BLOCK = 1024  # numbers of shapes are given out in blocks, and a drawing lists those that it uses


def blocks(drawing: bytes) -> set[int]:
    """The blocks of numbers that a drawing uses."""
    return {int(number) for _, listed, _ in _MAP.findall(drawing) for number in re.findall(rb"\d+", listed)}


def new_drawing(block: int) -> bytes:
    """An empty drawing with a block of numbers that no other one of the workbook uses."""
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel">\n'
        f' <o:shapelayout v:ext="edit">\n  <o:idmap v:ext="edit" data="{block}"/>\n </o:shapelayout>\n'
        "</xml>"
    ).encode()


def with_notes(drawing: bytes, places: Iterable[Address]) -> bytes:
    """The drawing with a hidden box for each of these cells, after the shapes that it has."""
    taken = [int(found) for found in _SHAPE_NUMBER.findall(drawing)]
    first = next_number = max([*taken, _BLOCK * min(blocks(drawing), default=1)]) + 1
    new = "" if _NOTE_TYPE in drawing else _TYPE
    for place in places:
        row, column = place.row - 1, place.column - 1
        new += _SHAPE.format(
            number=next_number,
            row=row,
            column=column,
            left=column + 1,
            right=column + 4,
            top=max(row - 1, 0),
            bottom=max(row - 1, 0) + 4,
        )
        next_number += 1
    used = blocks(drawing) | set(range(first // _BLOCK, (next_number - 1) // _BLOCK + 1))
    listed = ",".join(map(str, sorted(used))).encode()
    drawing = _MAP.sub(lambda found: found[1] + listed + found[3], drawing, count=1)
    end = drawing.rindex(b"</xml>")
    return drawing[:end] + new.encode() + drawing[end:]
