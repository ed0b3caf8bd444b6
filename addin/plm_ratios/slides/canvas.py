"""An empty deck to write on: our own in 16:9, or from a user's template with its master and layouts."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, Sequence

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Emu, Inches, Length, Pt

from . import measure
from .box import Box
from .default_master import own_master
from .template_file import BadTemplate, layout_for_titles, look_of, open_template
from .themes import Theme

NOTE_POINTS = 9.0
_SUBTITLE_POINTS = 14.0
_LEAST_TITLE_POINTS = 12.0
_GAP = 0.12  # inches between the parts of a slide
_INSETS = 0.2  # inches at both sides of a title
_EDGE = 0.3  # inches that stay free at the edges of a slide
_LEAST_ROOM = (5.0, 3.0)  # inches: a smaller chart or table cannot be read


class Canvas:
    """Writes the deck. Each slide has a title, a line below it, a body and a footnote.

    titles   of all slides to come, which get the same size
    """

    def __init__(self, look: Theme, template: Path | None = None, titles: Sequence[str] = ()):
        if template is None:
            self.deck = Presentation()
            own_master(self.deck, look)
            self._layout = layout_for_titles(self.deck)
            self.look = look
        else:
            self.deck = open_template(template)
            self._layout = layout_for_titles(self.deck)
            self.look = look_of(self._layout)
        (self._title,) = (each for each in self._layout.placeholders if each.placeholder_format.idx == 0)
        self._room = _room(self.deck, self._layout, _box(self._title))
        if self._room.width < _LEAST_ROOM[0] or self._room.height < _LEAST_ROOM[1]:
            raise BadTemplate(
                f'The layout "{self._layout.name}" of the template leaves no room below its title.'
            )

        self._title_points = self._points_for(titles)

    @property
    def width(self) -> float:
        """The width of the content of a slide, in inches."""
        return self._room.width

    def add(self, title: str, subtitle: str, footnote: str, notes: str) -> tuple[Any, Box]:
        """Add a slide. Returns it, and the box that is left on it for a body."""
        slide = self.deck.slides.add_slide(self._layout)
        for placeholder in list(slide.placeholders):
            if placeholder.placeholder_format.idx != 0:
                placeholder._element.getparent().remove(placeholder._element)
        self._write_title(slide.shapes.title, title)
        self._number(slide)
        room, body = self._room, self.body(footnote)
        line = Box(room.left, room.top, room.width, measure.height(1, _SUBTITLE_POINTS))
        shown = measure.elided(subtitle, line.width, _SUBTITLE_POINTS)
        self.text(slide, line, shown, _SUBTITLE_POINTS, self.look.muted, "Subtitle")
        note = Box(room.left, body.bottom + _GAP, room.width, room.bottom - body.bottom - _GAP)
        self.text(slide, note, footnote, NOTE_POINTS, self.look.muted, "Footnote")
        slide.notes_slide.notes_text_frame.text = notes
        return slide, body

    def body(self, footnote: str) -> Box:
        """The box between the line below the title and the footnote."""
        room = self._room
        top = room.top + measure.height(1, _SUBTITLE_POINTS) + _GAP
        lines = len(measure.wrapped(footnote, room.width, NOTE_POINTS))
        return Box(room.left, top, room.width, room.bottom - measure.height(lines, NOTE_POINTS) - _GAP - top)

    def text(self, slide: Any, box: Box, text: str, points: float, colour: str, name: str) -> None:
        """Add a text box without margins, which keeps its size."""
        shape = slide.shapes.add_textbox(*emu(box))
        shape.name = name
        frame = shape.text_frame
        frame.word_wrap = True
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        write(frame, text, points, colour)

    def _points_for(self, titles: Sequence[str]) -> float:
        """The size of the layout's titles, made smaller until all of them fit."""
        box, points = _box(self._title), _title_points(self._layout)
        while points > _LEAST_TITLE_POINTS and not all(_fits(title, box, points) for title in titles):
            points -= 1
        return points

    def _write_title(self, shape: Any, title: str) -> None:
        box, points = _box(self._title), self._title_points
        lines = max(1, int(box.height / measure.height(1, points)))
        shape.text_frame.text = measure.cut(title, box.width - _INSETS, points, lines)
        if points < _title_points(self._layout):
            for run in shape.text_frame.paragraphs[0].runs:
                run.font.size = Pt(points)

    def _number(self, slide: Any) -> None:
        """Add the number of the slide if the layout has a place for it; python-pptx leaves it out."""
        for placeholder in self._layout.placeholders:
            if placeholder.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
                slide.shapes._spTree.append(copy.deepcopy(placeholder._element))


def emu(box: Box) -> tuple[Length, Length, Length, Length]:
    """A box in the units of the file."""
    return Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height)


def write(frame: Any, text: str, points: float, colour: str, bold: bool = False) -> None:
    """Write the only paragraph of a text box, or of a cell of a table."""
    run = frame.paragraphs[0].add_run()
    run.text = text
    run.font.size = Pt(points)
    run.font.bold = bold
    run.font.color.rgb = RGBColor.from_string(colour)


def describe(frame: Any, name: str, text: str) -> None:
    """Give a chart or table its name and the text for screen readers."""
    frame.name = name
    frame._element.nvGraphicFramePr.cNvPr.set("descr", text)


def _fits(title: str, box: Box, points: float) -> bool:
    lines = len(measure.wrapped(title, box.width - _INSETS, points, bold=True))
    return measure.height(lines, points) <= box.height


def _title_points(layout: Any) -> float:
    """The default size of a title."""
    master = layout.slide_master._element
    title = "p:cSld/p:spTree/p:sp[p:nvSpPr/p:nvPr/p:ph[@type='title']]//a:lstStyle/a:lvl1pPr/a:defRPr/@sz"
    for element, path in (
        (layout._element, title),
        (master, title),
        (master, "p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr/@sz"),
    ):
        found = element.xpath(path)
        if found:
            return int(found[0]) / 100
    return 44.0


def _inset(layout: Any) -> float:
    """The distance of a title's text from the left edge of its box."""
    path = "p:cSld/p:spTree/p:sp[p:nvSpPr/p:nvPr/p:ph[@type='title']]/p:txBody/a:bodyPr/@lIns"
    found = [*layout._element.xpath(path), *layout.slide_master._element.xpath(path), "91440"]
    return Emu(int(found[0])).inches


def _room(deck: Any, layout: Any, title: Box) -> Box:
    """The free box below the title, without the slide number and the layout's own pictures.

    The places for date and footer stay empty on the slides, so they count as free.
    """
    width, height = Emu(deck.slide_width).inches, Emu(deck.slide_height).inches
    left, right = (title.left, title.right) if title.width > width * 0.6 else (0.5, width - 0.5)
    left += _inset(layout) if left == title.left else 0
    top, bottom = title.bottom + _GAP, height - _EDGE
    for shape in (*layout.shapes, *layout.slide_master.shapes):
        if shape.is_placeholder:
            if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER and _box(shape).top > height / 2:
                bottom = min(bottom, _box(shape).top - _GAP / 2)
            continue
        box = _box(shape)
        if box.width * box.height > width * height * 0.3:
            continue  # a background
        if box.top > height * 0.75:
            bottom = min(bottom, box.top - _GAP)
        elif box.bottom < height * 0.35:
            top = max(top, box.bottom + _GAP)
        elif box.right < width * 0.25:
            left = max(left, box.right + _GAP)
        elif box.left > width * 0.75:
            right = min(right, box.left - _GAP)
    return Box(left, top, right - left, bottom - top)


def _box(shape: Any) -> Box:
    return Box(*(Emu(size or 0).inches for size in (shape.left, shape.top, shape.width, shape.height)))
