"""Leaves VBA out of a workbook with macros (.xlsm) that becomes one without (.xlsx)."""

from __future__ import annotations

import re

from ..errors import PlmError
from ..ooxml.package import PLAIN_WORKBOOK, Package
from ..ooxml.part_lists import remove_parts, remove_relationships, set_content_type
from ..ooxml.xml_edits import Edit, elements, splice

_IN_PROPERTIES = re.compile(
    rb'(<(?:\w+:)?(?:controlPr|sp|pic|cxnSp|graphicFrame|grpSp)\b[^>]*?) macro="[^"]+"'
)
_IN_VML = re.compile(rb"<x:FmlaMacro>[^<]*</x:FmlaMacro>\s*")


def leave_out_macros(package: Package, workbook: str) -> list[str]:
    """Remove the VBA project and what would call it. Returns sentences about it.

    Raises PlmError for macros that are sheets, which cannot be left out.
    """
    if package.parts_of_type("macrosheet+xml"):
        raise PlmError(f"{package.name} holds macro sheets, so its copy must be an .xlsm file.")
    gone = remove_relationships(package, workbook, lambda kind, _: kind.endswith("/vbaProject"))
    signatures = [link.target for part in gone for link in package.relationships(part)]
    # The buttons of a ribbon of its own would call macros that are not there.
    ribbons = remove_relationships(package, "", lambda kind, _: kind.endswith("/ui/extensibility"))
    remove_parts(package, [*gone, *signatures, *ribbons])
    set_content_type(package, workbook, PLAIN_WORKBOOK)
    _forget_default_type(package)
    idle = _without_calls(package)
    said = "The macros were left out, since an .xlsx file holds none" if gone else ""
    if said and idle:
        said += "; buttons that ran them do nothing now"
    return [f"{said}."] if said else []


def _without_calls(package: Package) -> bool:
    """Take the names of macros from buttons and shapes. Returns whether there were any."""
    found = 0
    for part in list(package.parts):
        if part.lower().endswith(".vml"):
            new, count = _IN_VML.subn(b"", package.parts[part])
        elif part.lower().endswith(".xml"):
            new, count = _IN_PROPERTIES.subn(rb'\1 macro=""', package.parts[part])
        else:
            continue
        if count:
            package.parts[part] = new
            found += count
    return found > 0


def _forget_default_type(package: Package) -> None:
    """Remove the type of files ending in .bin where that is a VBA project, and nothing ends so any more."""
    types = package.find("[Content_Types].xml") or ""
    data = package.parts[types]
    dead = [
        each.span
        for each in elements(data, "Default")
        if each.attributes.get("ContentType", "").endswith(".vbaProject")
    ]
    if not any(part.lower().endswith(".bin") for part in package.parts):
        package.parts[types] = splice(data, [Edit(span.start, span.end, b"") for span in dead])
