"""Labels of a chart's points that are the texts of cells, so that they follow when somebody edits its data.

This is what Office 2013 and later call "Value From Cells": a field in each label, and beside the series where
the cells are and what they say. Older programs show what was stored.
"""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple, Sequence
from xml.sax.saxutils import escape

from lxml import etree
from pptx.oxml.ns import qn

_NAMESPACE = uuid.UUID("6f3a1c52-7d0e-4b0f-9a55-2f6f5a6b7c10")  # of the ids of fields
# The extensions of labels, and of their series.
_LABELS, _SERIES = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}", "{02D57815-91ED-43cb-92C2-25804820EDAC}"
_NAMES = " ".join(
    f'xmlns:{prefix}="http://schemas.{address}"'
    for prefix, address in (
        ("c", "openxmlformats.org/drawingml/2006/chart"),
        ("a", "openxmlformats.org/drawingml/2006/main"),
        ("c15", "microsoft.com/office/drawing/2012/chart"),
    )
)
_FROM_CELLS = f'<c:extLst><c:ext uri="{_LABELS}"><c15:showDataLabelsRange val="1"/></c:ext></c:extLst>'
_NOTHING_ELSE = "".join(
    f'<c:show{what} val="0"/>' for what in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
)


class CellLabel(NamedTuple):
    """What a label says now, and on which side of its point it is: "l", "r", "t", "b", "outEnd" for bars.

    ground   a colour behind the text
    """

    text: str
    side: str
    ground: str = ""


def labels_from_cells(
    series: Any, cells: str, labels: Sequence[CellLabel], points: float, colour: str
) -> None:
    """Label the points of a series with the texts of cells.

    Parameters
    ----------
    cells : where the texts are, "Sheet1!$C$2:$C$9"
    labels : one for each point; one without a text is not shown
    points : the size of letters
    """
    letters = (
        f'sz="{round(points * 100)}" b="0"',
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>',
    )
    each = "".join(
        f'<c:dLbl><c:idx val="{number}"/>{_text(label.text, f"{cells} {number}", letters)}'
        f"{_placed(label)}</c:dLbl>"
        if label.text
        else f'<c:dLbl><c:idx val="{number}"/><c:delete val="1"/></c:dLbl>'
        for number, label in enumerate(labels)
    )
    stored = "".join(
        f'<c:pt idx="{number}"><c:v>{escape(label.text)}</c:v></c:pt>'
        for number, label in enumerate(labels)
        if label.text
    )
    element = series._element
    for old in element.findall(qn("c:dLbls")):
        element.remove(old)
    values = element.find(qn("c:cat"))
    if values is None:
        values = element.find(qn("c:xVal"))
    usual = _placed(labels[0]._replace(ground=""))
    values.addprevious(etree.fromstring(f"<c:dLbls {_NAMES}>{each}{usual}</c:dLbls>"))
    element.append(
        etree.fromstring(
            f'<c:extLst {_NAMES}><c:ext uri="{_SERIES}"><c15:datalabelsRange><c15:f>{cells}</c15:f>'
            f'<c15:dlblRangeCache><c:ptCount val="{len(labels)}"/>{stored}</c15:dlblRangeCache>'
            f"</c15:datalabelsRange></c:ext></c:extLst>"
        )
    )


def _placed(label: CellLabel) -> str:
    fill = f'<a:solidFill><a:srgbClr val="{label.ground}"/></a:solidFill>' if label.ground else "<a:noFill/>"
    shape = f"<c:spPr>{fill}<a:ln><a:noFill/></a:ln></c:spPr>"
    return f'{shape}<c:dLblPos val="{label.side}"/>{_NOTHING_ELSE}{_FROM_CELLS}'


def _text(text: str, what: str, letters: tuple[str, str]) -> str:
    size, paint = letters
    paragraph = f"<a:pPr><a:defRPr {size}>{paint}</a:defRPr></a:pPr>"
    number = str(uuid.uuid5(_NAMESPACE, what)).upper()
    return (
        f'<c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/><a:p>{paragraph}'
        f'<a:fld id="{{{number}}}" type="CELLRANGE"><a:rPr lang="en-US" {size}>{paint}</a:rPr>{paragraph}'
        f"<a:t>{escape(text)}</a:t></a:fld></a:p></c:rich></c:tx>"
    )
