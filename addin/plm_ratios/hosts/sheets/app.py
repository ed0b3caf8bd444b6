"""What the scripts of the menu, the comparison and the slide take from Python, so that nothing of it is
typed twice: names of models, meanings of bases, number formats, colours."""

from __future__ import annotations

import json
from typing import Any

from ... import formatting
from ...analysis import ratios
from ...catalog import load
from ...comparison import captions, sheet_styles, slide_layout
from ...comparison.compare import DEFAULT_MODELS
from ...version import __version__

LICENCE = "Functions MIT, catalog CC BY 4.0."
CONSTANT = "PLM_APP"

_ROLES = (
    "title",
    "subtitle",
    "label",
    "message",
    "input",
    "calculation",
    "output",
    "line",
    "header",
    "slide title 26",
    "slide subtitle",
    "slide text",
    "slide number",
    "slide result",
    "slide header",
    "slide header of numbers",
    "slide note",
    "slide more",
)
_MISSING = "#A6A6A6"  # as conditional formats of the workbook show #N/A

# What XlsxWriter calls it, and what writing.js does.
_PROPERTIES = {
    "bg_color": "background",
    "font_color": "color",
    "bold": "bold",
    "italic": "italic",
    "font_size": "size",
    "align": "align",
    "text_wrap": "wrap",
    "border_color": "border",
}


def constant() -> str:
    """The line of JavaScript that defines PLM_APP of app.d.ts."""
    return f"const {CONSTANT} = {json.dumps(values(), ensure_ascii=True)};\n"


def values() -> dict[str, Any]:
    """The same as a dictionary."""
    return {
        "version": __version__,
        "edition": load().label,
        "licence": LICENCE,
        "title": captions.TITLE,
        "none": formatting.NONE,
        "noNumber": captions.NO_NUMBER,
        "length": int(ratios.AVERAGE_LENGTH),
        "target": int(ratios.TARGET),
        "bases": [{"id": basis, "meaning": captions.meaning(basis)} for basis in ratios.BASES],
        "names": [model.name for model in load().models],
        "defaults": [ratios.as_model(model).name for model in DEFAULT_MODELS],
        "mostOnSlide": slide_layout.MOST,
        "formats": {"count": sheet_styles.COUNT, "ratio": sheet_styles.RATIO},
        "colours": {"bar": sheet_styles.BLUE, "line": sheet_styles.VERMILLION, "missing": _MISSING},
        "looks": {role: _look(role) for role in _ROLES},
    }


def _look(role: str) -> dict[str, Any]:
    """A role as Google Sheets has it."""
    properties = sheet_styles.look(role)
    found = {ours: properties[theirs] for theirs, ours in _PROPERTIES.items() if theirs in properties}
    if "size" in found:
        found["size"] = int(found["size"])  # Sheets knows whole points only
    return {**found, **({"top": True} if properties.get("valign") == "top" else {})}
