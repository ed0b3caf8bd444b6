"""Templates such as companies have: a band, a logo, fonts and colours of their own, sample slides."""

from __future__ import annotations

import copy
import io
import zipfile
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches

_THEME = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
_PRESENTATION = b"presentationml.presentation.main+xml"
_TEMPLATE = b"presentationml.template.main+xml"


def corporate(path: Path, dark: bool, wide: bool) -> Path:
    """Writes a template, as .pptx or .potx; a wide one is 16:9, any other 4:3."""
    deck = Presentation()
    if wide:
        deck.slide_width = Inches(13.333)
    width = deck.slide_width
    for page in (deck.slide_master, deck.slide_layouts[5]):
        for placeholder in page.placeholders:
            if placeholder.placeholder_format.idx == 0:
                placeholder.left, placeholder.top = Inches(0.8), Inches(0.55)
                placeholder.width, placeholder.height = width - Inches(1.6), Inches(0.9)
    _band(deck, 0, 0, width, Inches(0.3))
    _band(deck, width - Inches(1.5), Inches(7.0), Inches(1.2), Inches(0.3))
    theme = deck.slide_master.part.part_related_by(_THEME)
    blob = theme.blob.replace(b'<a:latin typeface="Calibri"/>', b'<a:latin typeface="DejaVu Serif"/>')
    if dark:
        for name, old, new in ((b"dk1", b"windowText", b"FFFFFF"), (b"lt1", b"window", b"301028")):
            start, end = blob.index(b"<a:" + name + b">"), blob.index(b"</a:" + name + b">")
            assert old in blob[start:end]
            blob = blob[:start] + b"<a:" + name + b'><a:srgbClr val="' + new + b'"/>' + blob[end:]
    theme._blob = blob
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = "A sample slide of the template"
    made = io.BytesIO()
    deck.save(made)
    path.write_bytes(made.getvalue() if path.suffix == ".pptx" else _as_template(made.getvalue()))
    return path


def _band(deck: Any, left: int, top: int, width: int, height: int) -> None:
    """Puts a coloured rectangle onto the master, which python-pptx only does on slides."""
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, width, height)
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor(0x7A, 0x1F, 0x5C)
    shape.line.fill.background()
    deck.slide_master.shapes._spTree.append(copy.deepcopy(shape._element))
    shape._element.getparent().remove(shape._element)


def _as_template(data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(_PRESENTATION, _TEMPLATE))
    return made.getvalue()
