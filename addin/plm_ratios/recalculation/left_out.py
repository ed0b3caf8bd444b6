"""Parts that Calc is not to see: the copy for it goes without them.

The VBA project would make Calc ask about macros. Pivot tables are drawn anew by Calc while it loads a
file, over what the file shows: without them, their cells are the constants that Excel stored. Sparklines
hold no values, and Calc 7.4 ends while it loads some of them.
"""

from __future__ import annotations

from ..ooxml.package import CONTENT_TYPES, PLAIN_WORKBOOK, Package, rels_of
from ..ooxml.xml_edits import Edit, elements, set_attribute, splice

_KINDS = ("/vbaProject", "/pivotTable", "/pivotCacheDefinition", "/pivotCacheRecords")


def leave_out(package: Package, workbook: str, sheets: list[str]) -> None:
    """Take the parts out, with all that points to them."""
    gone: set[str] = set()
    waiting = [workbook, *sheets]
    while waiting:
        part = waiting.pop()
        found = {link.target for link in package.relationships(part) if link.kind.endswith(_KINDS)} - gone
        _forget_links(package, part)
        gone |= found
        waiting += found
    for part in gone:
        package.parts.pop(part, None)
        package.parts.pop(package.find(rels_of(part)) or "", None)
    for sheet in sheets:
        if b"sparklineGroups" in package.parts[sheet]:
            _forget_elements(package, sheet, "sparklineGroups")
    _forget_types(package, workbook, gone)
    # The list goes as a whole: Calc refuses one that names a part which is not there.
    _forget_elements(package, workbook, "pivotCaches")


def _forget_links(package: Package, part: str) -> None:
    rels = package.find(rels_of(part))
    if rels is None or rels not in package.parts:
        return
    data = package.parts[rels]
    links = elements(data, "Relationship")
    dead = [link.span for link in links if link.attributes.get("Type", "").endswith(_KINDS)]
    package.parts[rels] = splice(data, [Edit(span.start, span.end, b"") for span in dead])


def _forget_types(package: Package, workbook: str, gone: set[str]) -> None:
    """Without a VBA project the package must also say that it is a plain workbook."""
    types = package.find(CONTENT_TYPES)
    assert types
    data = package.parts[types]
    folded = {part.casefold() for part in gone}
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


def _forget_elements(package: Package, part: str, name: str) -> None:
    data = package.parts[part]
    found = elements(data, name)
    package.parts[part] = splice(data, [Edit(each.span.start, each.span.end, b"") for each in found])
