"""Keeps formulas in comments of their cells.

A comment that is there already gets the formula as its last line. In a thread (the newer kind of comment),
Excel shows nothing but what people answered, so nothing is added there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..ooxml.addresses import Address
from ..ooxml.package import Package
from ..ooxml.part_lists import add_default_type, add_part, add_relationship
from ..ooxml.xml_edits import (
    MAIN,
    Edit,
    Element,
    children,
    elements,
    escape,
    is_empty_tag,
    qualified_name,
    reading,
    splice,
    the_element,
)
from .shapes import blocks, new_drawing, with_notes

_AUTHOR = "plm-ratios"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_USUAL, _STRICT = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_STRICT_RELATIONSHIPS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: What comes after <legacyDrawing> in a worksheet.
_LATER = (
    *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems"),
    *("tableParts", "extLst"),
)


def with_comments(package: Package, part: str, formulas: Mapping[Address, str]) -> list[Address]:
    """Put each formula into a comment of its cell, in the worksheet `part`. Returns the cells whose comments
    are threads, in which there is no place for it."""
    if not formulas:
        return []
    threaded = _threaded(package, part)
    left = [place for place in formulas if str(place) in threaded]
    formulas = {place: text for place, text in sorted(formulas.items()) if place not in left}
    known = _linked(package, part, "/comments")
    if not formulas:
        return left
    if known is None:
        known = _free(package, "xl/comments{}.xml")
        strict = _STRICT.encode() in package.parts[part]
        empty = _EMPTY.replace(_USUAL, _STRICT) if strict else _EMPTY
        add_part(package, known, empty.encode(), _TYPE)
        add_relationship(package, part, f"{_kinds(package.parts[part])}/comments", known)
    with reading(package.name, known):
        package.parts[known], new = _added(package.parts[known], formulas)
    _draw(package, part, new)
    return left


_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{_USUAL}">'
    "<authors></authors><commentList></commentList></comments>"
)


def _added(data: bytes, formulas: Mapping[Address, str]) -> tuple[bytes, list[Address]]:
    """The comments with the formulas, and the cells that had no comment before."""
    authors = elements(data, "author", namespaces=MAIN)
    author_list = the_element(data, "authors", MAIN)
    comment_list = the_element(data, "commentList", MAIN)
    prefix = qualified_name(data, comment_list.span.start).rpartition(b":")
    mark = prefix[0] + prefix[1]
    present = {each.attributes.get("ref", ""): each for each in elements(data, "comment", namespaces=MAIN)}
    texts = elements(data, "t", namespaces=MAIN)
    edits, new, children = [], [], b""
    names = [author.text for author in authors]
    number = names.index(_AUTHOR) if _AUTHOR in names else len(names)
    for place, formula in formulas.items():
        if str(place) in present:
            edits.append(_with_line(data, present[str(place)], texts, formula, mark))
            continue
        new.append(place)
        text = escape(formula, data)
        children += (
            b'<%scomment ref="%s" authorId="%d"><%stext><%sr><%st xml:space="preserve">'
            % (mark, str(place).encode(), number, mark, mark, mark)
            + text
            + b"</%st></%sr></%stext></%scomment>" % (mark, mark, mark, mark)
        )
    if new:
        edits.append(_child(data, comment_list, children))
        if number == len(names):
            edits.append(
                _child(data, author_list, b"<%sauthor>%s</%sauthor>" % (mark, _AUTHOR.encode(), mark))
            )
    return splice(data, edits), new


def _with_line(data: bytes, comment: Element, texts: list[Element], formula: str, mark: bytes) -> Edit:
    """A comment with one more line: a run of its own after those that it has, or more of its only text."""
    line = escape(f"\n{formula}", data)
    inside = [text for text in texts if comment.span.start < text.span.start < comment.span.end]
    last = inside[-1].span if inside else None
    if last and not is_empty_tag(data, last.inner):
        return Edit(last.inner_end, last.inner_end, line)
    (whole,) = [
        each for each in elements(data, "text", namespaces=MAIN)
        if comment.span.start < each.span.start < comment.span.end
    ]  # fmt: skip
    run = b'<%sr><%st xml:space="preserve">' % (mark, mark) + line + b"</%st></%sr>" % (mark, mark)
    return _child(data, whole, run)


def _child(data: bytes, parent: Element, child: bytes) -> Edit:
    start, inner, inner_end, end = parent.span
    if is_empty_tag(data, inner):
        name = qualified_name(data, start)
        return Edit(start, end, data[start : inner - 2].rstrip() + b">" + child + b"</%s>" % name)
    return Edit(inner_end, inner_end, child)


def _draw(package: Package, part: str, places: list[Address]) -> None:
    """Draw the boxes of new comments, in the drawing that the sheet has or in a new one."""
    if not places:
        return
    data = package.parts[part]
    links = {link.id: link.target for link in package.relationships(part)}
    for drawn in elements(data, "legacyDrawing", namespaces=MAIN):
        ids = [value for name, value in drawn.attributes.items() if name.endswith(" id")]
        drawing = links.get(ids[0], "") if ids else ""
        if b"</xml>" in package.parts.get(drawing, b""):
            package.parts[drawing] = with_notes(package.parts[drawing], places)
            return
    drawing = _free(package, "xl/drawings/vmlDrawing{}.vml")
    drawings = [package.parts[name] for name in package.parts if name.lower().endswith(".vml")]
    block = max((number for each in drawings for number in blocks(each)), default=0) + 1
    package.add(drawing, with_notes(new_drawing(block), places))
    add_default_type(package, "vml", _VML_TYPE)
    kinds = _kinds(data)
    relationship = add_relationship(package, part, f"{kinds}/vmlDrawing", drawing)
    package.parts[part] = _pointing(data, relationship, kinds)


def _kinds(data: bytes) -> str:
    """What the kinds of relationships begin with; other than usual in the strict form of the format."""
    return _STRICT_RELATIONSHIPS if _STRICT.encode() in data else _RELATIONSHIPS


def _pointing(data: bytes, relationship: str, kinds: str) -> bytes:
    """The worksheet with an element that leads to the drawing, in its place among the others."""
    root = the_element(data, "worksheet", MAIN)
    name = qualified_name(data, root.span.start)
    tag = name[: name.rindex(b":") + 1] if b":" in name else b""
    element = b'<%slegacyDrawing xmlns:r="%s" r:id="%s"/>' % (tag, kinds.encode(), relationship.encode())
    listed = children(data)
    for each in listed:
        if each.name == "legacyDrawing":  # one that leads nowhere
            return splice(data, [Edit(each.span.start, each.span.end, element)])
    later = [each.span.start for each in listed if _comes_later(each, data)]
    at = min(later, default=root.span.inner_end)
    return splice(data, [Edit(at, at, element)])


def _comes_later(child: Element, data: bytes) -> bool:
    """True for what follows the drawing in a worksheet, also inside alternatives for older programs."""
    if child.name != "AlternateContent":
        return child.name in _LATER
    inside = data[child.span.inner : child.span.inner_end]
    return any(re.search(rb"<(?:\w+:)?%s\b" % name.encode(), inside) for name in _LATER)


def _threaded(package: Package, part: str) -> set[str]:
    """The cells that have a thread of comments."""
    found = set()
    for link in package.relationships(part):
        if link.kind.endswith("/threadedComment") and link.target in package.parts:
            found |= {
                each.attributes.get("ref", "")
                for each in elements(package.parts[link.target], "threadedComment")
            }
    return found


def _linked(package: Package, part: str, kind: str) -> str | None:
    links = (link.target for link in package.relationships(part) if link.kind.endswith(kind))
    return next((target for target in links if target in package.parts), None)


def _free(package: Package, pattern: str) -> str:
    number = 1
    while package.find(pattern.format(number)):
        number += 1
    return pattern.format(number)
