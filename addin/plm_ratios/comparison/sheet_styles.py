"""How sheets look: one look for each role that a cell can have, and the number formats.

What is typed has a light orange fill, what is calculated none, and lines are thin and grey. Colours are
Okabe and Ito's, which people with colour-blindness can tell apart, the same as on slides; no meaning rests on
colour alone.
"""

from __future__ import annotations

from typing import Any

from .. import formatting
from ..analysis import ratios

BLUE, VERMILLION, GREY = "#0072B2", "#D55E00", "#595959"
TEXT, GRID, HEADER = "#1F1F1F", "#D9D9D9", "#DCE9F2"
# As on slides and pictures; texts in the colour of a verdict are darker, to be read on white.
VERDICT_COLOURS = {ratios.TOO_FEW: BLUE, ratios.NEAR_OPTIMAL: "#009E73", ratios.MORE: "#E69F00"}
VERDICT_TEXTS = {ratios.TOO_FEW: BLUE, ratios.NEAR_OPTIMAL: "#00704F", ratios.MORE: "#8A5F00"}
BASIS_COLOURS = {"sequences": "#4B3F9E", "unique": "#CC79A7", "seen": VERMILLION, "effective": "#56B4E9"}

COUNT, RATIO = formatting.COUNT_FORMAT, formatting.RATIO_FORMAT
PLAIN = "#,##0.###"
SCIENTIFIC = "0.00E+00"
ANY_SIZE = "[>=1000000000000000]0.00E+00;[>=100]#,##0;0.00"

SLIDE_TITLES = (26, 18, 13)  # points: the longer a title, the smaller its letters

_THIN = {"border": 1, "border_color": GRID, "valign": "top"}
_LINED = {"bottom": 1, "border_color": GRID, "valign": "top", "font_color": TEXT}
_OUTPUT = {"bold": True, **_LINED}
_HEADER = {
    "bold": True,
    "font_color": TEXT,
    "bg_color": HEADER,
    "text_wrap": True,
    "valign": "vcenter",
}
_ON_SLIDE = {"font_size": 12, "valign": "vcenter", "shrink": True}
_ROLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 18, "font_color": TEXT},
    "headline": {"bold": True, "font_size": 14, "font_color": TEXT, "valign": "vcenter"},
    "subtitle": {"font_size": 11, "font_color": GREY},
    "heading": {"bold": True, "font_size": 13, "font_color": BLUE},
    "warning": {"bold": True, "font_color": "#B04A00", "valign": "top"},
    "label": {"bold": True, "valign": "top"},
    "text": {"valign": "top"},
    "wrap": {"text_wrap": True, "valign": "top"},
    "message": {"italic": True, "font_color": GREY, "align": "left", "indent": 1, "valign": "top"},
    "note": {
        "italic": True,
        "font_color": GREY,
        "align": "left",
        "indent": 1,
        "valign": "top",
        "text_wrap": True,
    },
    "link": {"font_color": BLUE, "underline": 1},
    "input": {**_THIN, "bg_color": "#FFF0D9", "border_color": "#F0C27B", "font_color": TEXT},
    "calculation": _LINED,
    "output": _OUTPUT,
    "verdict": {**_LINED, "align": "left", "indent": 1},
    "ratio": {**_LINED, "align": "right"},
    "nearest": {"bold": True, "font_color": TEXT, "valign": "top"},
    "data": {"align": "left", "valign": "top", "indent": 1, "text_wrap": True},
    "status": {**_THIN, "bg_color": "#F2F2F2", "font_color": "#3F3F3F", "text_wrap": True},
    "line": {"align": "left", "valign": "top", "indent": 1},
    "result": {**_OUTPUT, "align": "left", "indent": 1, "text_wrap": True, "valign": "top"},
    "number": {"valign": "top"},
    "header": _HEADER,
    **{
        f"slide title {size}": {"bold": True, "font_size": size, "font_color": BLUE, "valign": "vcenter"}
        for size in SLIDE_TITLES
    },
    "slide subtitle": {"font_size": 14, "font_color": GREY, "valign": "vcenter"},
    "slide text": {**_ON_SLIDE, "align": "left", "indent": 1},
    "slide number": {**_ON_SLIDE, "align": "right"},
    "slide result": {**_ON_SLIDE, "align": "right", "bold": True},
    "slide header": {**_HEADER, "font_size": 12, "align": "left", "indent": 1},
    "slide header of numbers": {**_HEADER, "font_size": 12, "align": "right"},
    "slide note": {"font_size": 10.5, "font_color": GREY, "valign": "vcenter"},
    "slide more": {"font_size": 10.5, "font_color": GREY, "valign": "vcenter", "align": "left", "indent": 1},
}


def look(role: str) -> dict[str, Any]:
    """How a role looks, in the words of XlsxWriter."""
    return dict(_ROLES[role])
