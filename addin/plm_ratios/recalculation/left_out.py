"""Removes from Calc's copy the parts that Calc must not load.

With a VBA project, Calc would ask about macros. Calc redraws pivot tables while it loads a file and
overwrites what the file shows; without them, their cells are the constants that Excel stored. Sparklines
hold no values, and Calc 7.4 quits while it loads some of them. Pictures that are not in the file would be
fetched.
"""

from __future__ import annotations

from ..ooxml.package import CONTENT_TYPES, PLAIN_WORKBOOK, Package, rels_of
from ..ooxml.xml_edits import Edit, elements, set_attribute, splice

#: Links that nobody follows: of cells, and of other workbooks, whose formulas keep their values.
_HARMLESS = ("/hyperlink", "/externalLinkPath")
_KINDS = ("/vbaProject", "/pivotTable", "/pivotCacheDefinition", "/pivotCacheRecords")


def leave_out(package: Package, workbook: str, sheets: list[str]) -> None:
    """Remove the parts, with everything that points to them."""
    removed: set[str] = set()
    waiting = [workbook, *sheets]
    while waiting:
        part = waiting.pop()
        found = {link.target for link in package.relationships(part) if link.kind.endswith(_KINDS)} - removed
        _remove_links(package, part)
        removed |= found
        waiting += found
    for part in removed:
        package.parts.pop(part, None)
        package.parts.pop(package.find(rels_of(part)) or "", None)
    for sheet in sheets:
        if b"sparklineGroups" in package.parts[sheet]:
            _remove_elements(package, sheet, "sparklineGroups")
    for part in [name for name in package.parts if name.lower().endswith(".rels")]:
        _forget_addresses(package, part)
    _remove_types(package, workbook, removed)
    # The whole list is removed: Calc refuses one that names a part which does not exist.
    _remove_elements(package, workbook, "pivotCaches")


def _remove_links(package: Package, part: str) -> None:
    rels = package.find(rels_of(part))
    if rels is None or rels not in package.parts:
        return
    data = package.parts[rels]
    links = elements(data, "Relationship")
    dead = [link.span for link in links if link.attributes.get("Type", "").endswith(_KINDS)]
    package.parts[rels] = splice(data, [Edit(span.start, span.end, b"") for span in dead])


def _forget_addresses(package: Package, rels: str) -> None:
    """Leave out the addresses of pictures and objects that are not in the file: Calc would fetch them."""
    data = package.parts[rels]
    if b"External" not in data:
        return
    edits = []
    for link in elements(data, "Relationship"):
        outside = link.attributes.get("TargetMode", "") == "External"
        if outside and not link.attributes.get("Type", "").endswith(_HARMLESS):
            start, inner, *_ = link.span
            edits.append(Edit(start, inner, set_attribute(data[start:inner], "Target", "about:blank")))
    if edits:
        package.parts[rels] = splice(data, edits)


def _remove_types(package: Package, workbook: str, removed: set[str]) -> None:
    """Remove the content types of these parts, and declare the package a workbook without macros."""
    types = package.find(CONTENT_TYPES)
    assert types
    data = package.parts[types]
    folded = {part.casefold() for part in removed}
    edits = []
    for element in elements(data, "Override"):
        part = element.attributes.get("PartName", "").replace("\\", "/").lstrip("/").casefold()
        if part == workbook.casefold():
            start, inner, *_ = element.span
            tag = set_attribute(data[start:inner], "ContentType", PLAIN_WORKBOOK)
            edits.append(Edit(start, inner, tag))
        elif part in folded:
            edits.append(Edit(element.span.start, element.span.end, b""))
    package.parts[types] = splice(data, edits)


def _remove_elements(package: Package, part: str, name: str) -> None:
    data = package.parts[part]
    found = elements(data, name)
    package.parts[part] = splice(data, [Edit(each.span.start, each.span.end, b"") for each in found])
