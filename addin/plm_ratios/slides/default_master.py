"""Our own master: 16:9, titles on the left, the colours of a theme.

python-pptx contains the layouts of an empty 4:3 deck, which are widened and coloured here.
"""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Inches

from .template_file import layout_for_titles, theme_of, without_thumbnail
from .themes import DARK, LIGHT, Theme

WIDTH, HEIGHT = 13.333, 7.5  # inches
TITLE_POINTS = 22
_TITLE_BOX = (0.5, 0.2, 12.33, 0.92)  # for two lines, the last of them next to what follows
_NUMBER_BOX = (12.03, 7.1, 0.8, 0.28)
_ACCENTS = ("0072B2", "E69F00", "009E73", "D55E00", "56B4E9", "CC79A7")
_DARK_ON_LIGHT = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_LIGHT_ON_DARK = {"bg1": "dk1", "tx1": "lt1", "bg2": "dk2", "tx2": "lt2"}


def own_master(deck: Any, look: Theme) -> None:
    """Turn the empty deck of python-pptx into ours."""
    wider = Inches(WIDTH) / deck.slide_width
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    master = deck.slide_master
    for page in (master, *master.slide_layouts):
        for shape in page.shapes:
            if shape._element.spPr.find(qn("a:xfrm")) is not None:
                shape.left, shape.width = round(shape.left * wider), round(shape.width * wider)
    _place(master, 0, _TITLE_BOX)
    layout = layout_for_titles(deck)
    _place(layout, 0, _TITLE_BOX)
    for page in (master, layout):
        for shape in page.placeholders:
            if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
                shape.left, shape.top, shape.width, shape.height = map(Inches, _NUMBER_BOX)
    style = master._element.find(qn("p:txStyles")).find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    style.set("algn", "l")
    style.find(qn("a:defRPr")).set("sz", str(TITLE_POINTS * 100))
    style.find(qn("a:defRPr")).set("b", "1")
    _colour(master, look)
    without_thumbnail(deck)


def _place(page: Any, idx: int, box: tuple[float, float, float, float]) -> None:
    for shape in page.placeholders:
        if shape.placeholder_format.idx == idx:
            shape.text_frame.margin_left = 0  # aligned with the content below
            shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
            shape.left, shape.top, shape.width, shape.height = map(Inches, box)


def _colour(master: Any, look: Theme) -> None:
    """Give the theme our colours; a dark look swaps the roles of the dark and the light ones."""
    dark = look is DARK
    mapping = master._element.find(qn("p:clrMap"))
    for role, colour in (_LIGHT_ON_DARK if dark else _DARK_ON_LIGHT).items():
        mapping.set(role, colour)
    colours = {
        "dk1": look.background if dark else look.text,
        "lt1": look.text if dark else look.background,
        "dk2": look.band if dark else LIGHT.muted,
        "lt2": DARK.muted if dark else look.header,
        **{f"accent{number}": colour for number, colour in enumerate(_ACCENTS, 1)},
        "hlink": "56B4E9" if dark else "0072B2",
        "folHlink": "CC79A7",
    }
    part = theme_of(master)
    theme = etree.fromstring(part.blob)
    for scheme in theme.iter(qn("a:clrScheme")):
        for name, colour in colours.items():
            slot = scheme.find(qn(f"a:{name}"))
            for old in list(slot):
                slot.remove(old)
            etree.SubElement(slot, qn("a:srgbClr")).set("val", colour)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
