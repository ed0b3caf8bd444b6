"""An empty deck to write on: our own in 16:9, or from a user's template with its master and layouts."""

from __future__ import annotations

import copy
import re
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Sequence

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml import parse_xml
from pptx.util import Emu, Inches, Length, Pt

from . import measure
from .box import Box
from .default_master import own_master
from .template_file import BadTemplate, layout_for_titles, look_of, open_template, reading_template
from .themes import Theme

NOTE_POINTS = 10.0
_SUBTITLE_POINTS = (14.0, 11.0)  # in one line, smaller if need be; then in several
_LEAST_TITLE_POINTS = 12.0
_GAP = 0.12  # inches between the parts of a slide
_INSETS = 0.2  # inches at both sides of a title
_EDGE = 0.3  # inches that stay free at the edges of a slide
_BETWEEN = 0.8  # of the size of letters, after a paragraph
_PART = re.compile(r" \(\d+ of \d+\)$")  # at the end of the title of one of several slides
_IN_ITS_COLOUR = (  # so that a link has the colour of its text, not the theme's
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}">'
    '<ahyp:hlinkClr xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/>'
    "</a:ext></a:extLst>"
)
_LEAST_ROOM = (5.0, 3.0)  # inches: a smaller chart or table cannot be read


class Canvas:
    """Writes the deck. Each slide has a title, a line below it, a body and a footnote.

    The titles get the same size once all of them are known: finish() writes them.
    """

    def __init__(self, look: Theme, template: Path | None = None):
        if template is None:
            self.deck = Presentation()
            own_master(self.deck, look)
            self._layout = layout_for_titles(self.deck)
            self.look = look
        else:
            self.deck = open_template(template)
            with reading_template(template):
                self._layout = layout_for_titles(self.deck)
                self.look = look_of(self._layout)
        with nullcontext() if template is None else reading_template(template):
            (self._title,) = (each for each in self._layout.placeholders if each.placeholder_format.idx == 0)
            self._room = _room(self.deck, self._layout, _box(self._title))
        if self._room.width < _LEAST_ROOM[0] or self._room.height < _LEAST_ROOM[1]:
            raise BadTemplate(
                f'The layout "{self._layout.name}" of the template leaves no room below its title.'
            )

        self._titles: list[tuple[Any, str]] = []

    @property
    def width(self) -> float:
        """The width of the content of a slide, in inches."""
        return self._room.width

    @property
    def started(self) -> bool:
        """Whether there is a slide."""
        return bool(self._titles)

    def add(
        self, title: str, subtitle: str, footnote: str, notes: str, linked: tuple[str, str] = ("", "")
    ) -> tuple[Any, Box]:
        """Add a slide. Returns it, and the box that is left on it for a body.

        linked: words of the subtitle, and the address where they lead.
        """
        slide = self.deck.slides.add_slide(self._layout)
        for placeholder in list(slide.placeholders):
            if placeholder.placeholder_format.idx != 0:
                placeholder._element.getparent().remove(placeholder._element)
        self._titles.append((slide.shapes.title, title))
        slide.shapes.title.text_frame.text = title
        self._number(slide)
        room, body = self._room, self.body(footnote, subtitle)
        points, lines = self._subtitle(subtitle)
        line = Box(room.left, room.top, room.width, measure.height(lines, points))
        if subtitle:
            self._write_subtitle(slide, line, subtitle, points, linked)
        note = Box(room.left, body.bottom + _GAP, room.width, room.bottom - body.bottom - _GAP)
        self.text(slide, note, footnote, NOTE_POINTS, self.look.muted, "Footnote")
        slide.notes_slide.notes_text_frame.text = notes
        return slide, body

    def body(self, footnote: str, subtitle: str = "") -> Box:
        """The box between the line below the title and the footnote."""
        room = self._room
        points, lines = self._subtitle(subtitle)
        top = room.top + (measure.height(lines, points) + _GAP if subtitle else 0)
        lines = len(measure.wrapped(footnote, room.width, NOTE_POINTS))
        return Box(room.left, top, room.width, room.bottom - measure.height(lines, NOTE_POINTS) - _GAP - top)

    def text(self, slide: Any, box: Box, text: str, points: float, colour: str, name: str) -> None:
        """Add a text box without margins, which keeps its size."""
        write(self._frame(slide, box, name), text, points, colour)

    def sentences(
        self, slide: Any, box: Box, said: Sequence[str], points: float, least: float, name: str
    ) -> None:
        """Add sentences, each a paragraph, in the given size or smaller until they fit into the box."""
        while points > least and _height_of(said, box.width, points) > box.height:
            points -= 0.5
        frame = self._frame(slide, box, name)
        for number, sentence in enumerate(said):
            paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
            paragraph.space_after = Pt(points * _BETWEEN)
            _run(paragraph, sentence, points, self.look.text)

    def finish(self, first: str = "") -> None:
        """Give all titles the size in which each of them fits, the layout's or a smaller one.

        first: a title instead of that of the first slide, and of those that continue it.
        """
        if first and self._titles:
            replaced = _PART.sub("", self._titles[0][1])
            self._titles = [
                (shape, first + title[len(replaced) :] if _PART.sub("", title) == replaced else title)
                for shape, title in self._titles
            ]
        box, usual = _box(self._title), _title_points(self._layout)
        points = usual
        while points > _LEAST_TITLE_POINTS and not all(
            _fits(title, box, points) for _, title in self._titles
        ):
            points -= 1
        lines = max(1, int(box.height / measure.height(1, points)))
        for shape, title in self._titles:
            shape.text_frame.text = measure.cut(title, box.width - _INSETS, points, lines, bold=True)
            if points < usual:
                for run in shape.text_frame.paragraphs[0].runs:
                    run.font.size = Pt(points)

    def _write_subtitle(
        self, slide: Any, box: Box, text: str, points: float, linked: tuple[str, str]
    ) -> None:
        words, address = linked
        paragraph = self._frame(slide, box, "Subtitle").paragraphs[0]
        before, inside, after = text.partition(words) if words else (text, "", "")
        for part in filter(None, (before, inside, after)):
            if part is inside:
                link(paragraph, [part], address, points, self.look.muted)
            else:
                _run(paragraph, part, points, self.look.muted)

    def _subtitle(self, text: str) -> tuple[float, int]:
        """The size of a subtitle, and its lines."""
        points, least = _SUBTITLE_POINTS
        while points > least and measure.width(text, points) > self._room.width:
            points -= 0.5
        return points, len(measure.wrapped(text, self._room.width, points))

    def _frame(self, slide: Any, box: Box, name: str) -> Any:
        shape = slide.shapes.add_textbox(*emu(box))
        shape.name = name
        frame = shape.text_frame
        frame.word_wrap = True
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        return frame

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
    _run(frame.paragraphs[0], text, points, colour, bold)


def link(paragraph: Any, lines: Sequence[str], address: str, points: float, colour: str) -> None:
    """Add lines that lead to an address, in a colour that suits the background."""
    for number, line in enumerate(lines):
        if number:
            paragraph.add_line_break()
        run = _run(paragraph, line, points, colour)
        run.hyperlink.address = address
        run._r.rPr.hlinkClick.append(parse_xml(_IN_ITS_COLOUR))


def _run(paragraph: Any, text: str, points: float, colour: str, bold: bool = False) -> Any:
    run = paragraph.add_run()
    run.text = text
    run.font.size = Pt(points)
    run.font.bold = bold
    run.font.color.rgb = RGBColor.from_string(colour)
    return run


def _height_of(said: Sequence[str], width: float, points: float) -> float:
    lines = sum(len(measure.wrapped(sentence, width, points)) for sentence in said)
    return measure.height(lines, points) + len(said) * points * _BETWEEN / 72


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
