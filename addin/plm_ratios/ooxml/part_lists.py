"""Adds parts to the lists of a package, and takes them out: content types and relationships."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from xml.sax.saxutils import quoteattr

from .package import CONTENT_TYPES, Package, rels_of
from .xml_edits import Edit, elements, qualified_name, set_attribute, splice, the_element

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def add_part(package: Package, part: str, content: bytes, content_type: str) -> None:
    """Add a part with a content type of its own."""
    package.add(part, content)
    _insert_type(
        package, "Override", f"PartName={quoteattr('/' + part)} ContentType={quoteattr(content_type)}"
    )


def add_default_type(package: Package, extension: str, content_type: str) -> None:
    """Declare the content type of an extension, where it has none yet."""
    types = _types(package)
    known = {
        each.attributes.get("Extension", "").casefold() for each in elements(package.parts[types], "Default")
    }
    if extension.casefold() not in known:
        attributes = f"Extension={quoteattr(extension)} ContentType={quoteattr(content_type)}"
        _insert_type(package, "Default", attributes)


def add_relationship(package: Package, part: str, kind: str, target: str) -> str:
    """Add a relationship from one part to another. Returns its id."""
    name = package.find(rels_of(part))
    if name is None:
        name = rels_of(part)
        header = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        package.add(name, header + f'<Relationships xmlns="{_RELATIONSHIPS}"></Relationships>'.encode())
    taken = {link.id for link in package.relationships(part)}
    number = len(taken) + 1
    while f"rId{number}" in taken:
        number += 1
    path = posixpath.relpath(target, posixpath.dirname(part))
    attributes = f'Id="rId{number}" Type={quoteattr(kind)} Target={quoteattr(path)}'
    package.parts[name] = _with_child(package.parts[name], "Relationships", "Relationship", attributes)
    return f"rId{number}"


def remove_relationships(package: Package, part: str, is_dead: Callable[[str, str], bool]) -> list[str]:
    """Remove the relationships for whose kind and target `is_dead`. Returns the parts that they led to."""
    name = package.find(rels_of(part))
    if name is None or name not in package.parts:
        return []
    dead = [link for link in package.relationships(part) if is_dead(link.kind, link.target)]
    ids = {link.id for link in dead}
    data = package.parts[name]
    spans = [each.span for each in elements(data, "Relationship") if each.attributes.get("Id") in ids]
    package.parts[name] = splice(data, [Edit(span.start, span.end, b"") for span in spans])
    return [link.target for link in dead if not link.external]


def remove_parts(package: Package, parts: Iterable[str]) -> None:
    """Remove parts, their own relationships and their content types."""
    folded = {part.casefold() for part in parts}
    for part in [name for name in package.parts if name.casefold() in folded]:
        del package.parts[part]
        package.parts.pop(package.find(rels_of(part)) or "", None)
    types = _types(package)
    data = package.parts[types]
    dead = [
        each.span
        for each in elements(data, "Override")
        if each.attributes.get("PartName", "").replace("\\", "/").lstrip("/").casefold() in folded
    ]
    package.parts[types] = splice(data, [Edit(span.start, span.end, b"") for span in dead])


def set_content_type(package: Package, part: str, content_type: str) -> None:
    """Change the declared type of a part that has one of its own."""
    types = _types(package)
    data = package.parts[types]
    edits = []
    for each in elements(data, "Override"):
        name = each.attributes.get("PartName", "").replace("\\", "/").lstrip("/")
        if name.casefold() == part.casefold():
            start, inner, *_ = each.span
            edits.append(Edit(start, inner, set_attribute(data[start:inner], "ContentType", content_type)))
    package.parts[types] = splice(data, edits)


def _types(package: Package) -> str:
    return package.find(CONTENT_TYPES) or CONTENT_TYPES


def _insert_type(package: Package, name: str, attributes: str) -> None:
    types = _types(package)
    package.parts[types] = _with_child(package.parts[types], "Types", name, attributes)


def _with_child(data: bytes, parent: str, name: str, attributes: str) -> bytes:
    """A list with one more entry at its end, in the list's own prefix."""
    element = the_element(data, parent)
    start, inner, inner_end, _ = element.span
    own = qualified_name(data, start)
    prefix, colon, _ = own.rpartition(b":")
    child = b"<%s %s/>" % (prefix + colon + name.encode(), attributes.encode())
    if inner == inner_end == element.span.end:  # <Relationships/>
        return splice(
            data, [Edit(start, inner, data[start : inner - 2].rstrip() + b">" + child + b"</%s>" % own)]
        )
    return splice(data, [Edit(inner_end, inner_end, child)])
