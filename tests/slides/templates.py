"""Templates such as companies have: a band, a logo, fonts and colours of their own, sample slides."""

from __future__ import annotations

import copy
import io
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Inches

_THEME = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
_PRESENTATION = b"presentationml.presentation.main+xml"
_TEMPLATE = b"presentationml.template.main+xml"
_MAIN = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_SHOW = (
    f"<p:custShowLst {_MAIN} "
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<p:custShow name="Short" id="0"><p:sldLst><p:sld r:id="{id}"/></p:sldLst></p:custShow></p:custShowLst>'
)
_SECTIONS = (
    f'<p:extLst {_MAIN}><p:ext uri="{{{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}}}">'
    '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
    '<p14:section name="Samples" id="{{0A1B2C3D-0000-4000-8000-000000000001}}">'
    '<p14:sldIdLst><p14:sldId id="{id}"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>'
)


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
    _list_slides(deck)
    made = io.BytesIO()
    deck.save(made)
    path.write_bytes(made.getvalue() if path.suffix == ".pptx" else _as_template(made.getvalue()))
    return path


def _list_slides(deck: Any) -> None:
    """Sections and a custom show, both of which name the slides of the template."""
    *_, entry = deck.slides._sldIdLst
    root = deck.part._element
    show = etree.fromstring(_SHOW.format(id=entry.rId))
    root.find(qn("p:notesSz")).addnext(show)
    root.append(etree.fromstring(_SECTIONS.format(id=entry.get("id"))))


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
