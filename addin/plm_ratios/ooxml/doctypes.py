"""Refuses XML parts with a DOCTYPE before any parser reads them in full.

A DOCTYPE can declare entities that expand without end, or that name files and addresses. No office program
writes one. It can only be before the first element, so little of each part is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.parsers import expat

from .archive import LIMITS, Archive, Limits, part_name
from .xml_edits import DamagedPart, parse, reading, refuse_doctype, well_formed

CONTENT_TYPES = "[Content_Types].xml"
_ALWAYS_XML = (".xml", ".rels", ".vml")
_XML_TYPE = re.compile(r"(?!image/).*(?:\+|/)xml", re.IGNORECASE)
_MOST_BEFORE = 1 << 20  # bytes before the first element


def require_sound(data: bytes, file: str, limits: Limits = LIMITS) -> Archive:
    """The archive, for another library to read: that would believe what it says of its sizes, and unpack all
    of it. Raises UnusableArchive or DamagedPart."""
    archive = Archive(data, limits)
    require_no_doctypes(archive, file)
    archive.verify()
    return archive


def require_no_doctypes(archive: Archive, file: str) -> None:
    """Raises DamagedPart, which names the file and the part, if an XML part holds a DOCTYPE, or if its
    beginning cannot be read."""
    defaults, overrides = _types(archive, file)
    for entry in archive.entries:
        part = part_name(entry)
        declared = overrides.get(part.casefold()) or defaults.get(part.rpartition(".")[2].casefold(), "")
        if part.lower().endswith(_ALWAYS_XML) or _XML_TYPE.fullmatch(declared):
            with reading(file, part):
                require_no_doctype(archive.head(entry))


def require_no_doctype(pieces: Iterable[bytes]) -> None:
    """Raises DamagedPart if this XML holds a DOCTYPE, in any encoding, or cannot be read up to its first
    element."""
    parser = expat.ParserCreate()
    started: list[str] = []
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = lambda name, _: started.append(name)
    size = 0
    try:
        for piece in pieces:
            with well_formed():
                parser.Parse(piece, False)
            size += len(piece)
            if started:
                return
            if size > _MOST_BEFORE:
                raise DamagedPart("it has no element among its first characters.")
    except DamagedPart:
        # What follows the first element is for whoever reads the part; a DOCTYPE there is no DOCTYPE.
        if not started:
            raise


def _types(archive: Archive, file: str) -> tuple[dict[str, str], dict[str, str]]:
    """The declared types of endings, and of parts."""
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for entry in archive.entries:
        if part_name(entry).casefold() == CONTENT_TYPES.casefold():
            with reading(file, part_name(entry)):
                for node in parse(archive.read(entry)):
                    kind = node.get("ContentType", "")
                    if name := node.get("PartName"):
                        overrides[name.replace("\\", "/").lstrip("/").casefold()] = kind
                    elif ending := node.get("Extension"):
                        defaults[ending.casefold()] = kind
    return defaults, overrides
