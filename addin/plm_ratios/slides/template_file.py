"""A user's own template: opens it with checks, removes its slides, and reads its colours."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn

from ..errors import PlmError
from ..ooxml.archive import LIMITS, UnusableArchive
from ..ooxml.doctypes import CONTENT_TYPES, require_sound
from ..ooxml.reproducible_zip import write_zip
from ..ooxml.xml_edits import DamagedPart
from ..reading import CannotRead, read_bytes
from .themes import Theme, on

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_TEMPLATE = "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"
_DECK = "presentationml"
_OTHER_KINDS = {"spreadsheetml": "workbook", "ms-excel": "workbook", "wordprocessingml": "text document"}
_THEME = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
_THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
#: All of a template is in memory, unpacked, so it may not unpack to more than what is read of a workbook.
_LIMITS = LIMITS._replace(unpacked=LIMITS.read)
_DRAWING = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}


class BadTemplate(PlmError):
    """A template that cannot be used; the message says why."""


def open_template(path: Path) -> Any:
    """The deck of a .pptx or .potx file, without its slides. Raises BadTemplate if it cannot be used."""
    if not path.is_file():
        raise BadTemplate(f"There is no template {path}.")
    try:
        data = read_bytes(path, _LIMITS.packed)
    except CannotRead as reason:
        raise BadTemplate(str(reason)) from reason
    if data.startswith(_OLE):
        what = (
            "is protected with a password; save it without one first"
            if "EncryptedPackage".encode("utf-16-le") in data
            else "is in the old .ppt format; save it as .pptx first"
        )
        raise BadTemplate(f"The template {path.name} {what}.")
    types = _checked(data, path.name)
    for other, what in _OTHER_KINDS.items():
        if other in types and _DECK not in types:
            raise BadTemplate(f"The template {path.name} is a {what}, not a .pptx or .potx.")
    if "presentation.macroEnabled" in types or "template.macroEnabled" in types:
        raise BadTemplate(
            f"The template {path.name} has macros, which a .pptx cannot hold; save it without them first."
        )
    with reading_template(path):
        deck = Presentation(io.BytesIO(_as_presentation(data) if _TEMPLATE in types else data))
        _empty(deck)
    return deck


@contextmanager
def reading_template(path: Path) -> Iterator[None]:
    """Raises BadTemplate instead of the various exceptions of python-pptx and lxml for damaged files. They
    read a part when it is asked for, so this is not for opening alone."""
    try:
        yield
    except (PlmError, MemoryError):
        raise
    except Exception as error:
        raise BadTemplate(
            f"The template {path.name} cannot be read as a deck. Open it in PowerPoint and save it "
            "again; if PowerPoint refuses it too, it is damaged."
        ) from error


def _checked(data: bytes, name: str) -> str:
    """The content types, as text, of a file that python-pptx can unpack: it reads every part, and believes
    what the file says of its size. Raises BadTemplate."""
    if not data.startswith(b"PK"):
        raise BadTemplate(f"The template {name} is not a PowerPoint file, or it is damaged.")
    try:
        archive = require_sound(data, name, _LIMITS)
        for entry in archive.entries:
            if entry.filename == CONTENT_TYPES:
                return archive.read(entry).decode("utf-8")
    except UnusableArchive as reason:
        raise BadTemplate(f"The template {name} {reason}") from reason
    except DamagedPart as reason:
        raise BadTemplate(f"The template {reason}") from reason
    except UnicodeDecodeError:
        pass
    raise BadTemplate(f"The template {name} is not a PowerPoint file, or it is damaged.")


def layout_for_titles(deck: Any) -> Any:
    """The layout with a title and nothing else to fill in, or the closest to it."""
    layouts = [layout for master in deck.slide_masters for layout in master.slide_layouts]
    titled = [layout for layout in layouts if _title(layout) is not None]
    if not titled:
        raise BadTemplate("The template has no layout with a title.")
    for layout in titled:
        if layout._element.get("type") == "titleOnly":
            return layout
    return min(titled, key=lambda layout: len(layout.placeholders))


def look_of(layout: Any) -> Theme:
    """Colours that suit the background and the text of a template."""
    master = layout.slide_master
    mapping = master._element.find(qn("p:clrMap"))
    theme = etree.fromstring(theme_of(master).blob)

    def colour(role: str, default: str) -> str:
        name = mapping.get(role, default)
        found = theme.xpath(
            f"//a:clrScheme/a:{name}/*/@lastClr | //a:clrScheme/a:{name}/*/@val", namespaces=_DRAWING
        )
        usable = [value for value in found if re.fullmatch("[0-9A-Fa-f]{6}", value)]
        return str(usable[0]) if usable else ""

    return on(colour("bg1", "lt1") or "FFFFFF", colour("tx1", "dk1") or "000000")


def theme_of(master: Any) -> Any:
    """The part that holds the colours and fonts of a master."""
    return master.part.part_related_by(_THEME)


def without_thumbnail(deck: Any) -> None:
    """Remove the thumbnail of the first slide, which shows another deck."""
    package = deck.part.package
    for id, relation in list(package._rels.items()):
        if relation.reltype == _THUMBNAIL:
            package._rels.pop(id)


def _title(layout: Any) -> Any:
    return next((each for each in layout.placeholders if each.placeholder_format.idx == 0), None)


def _as_presentation(data: bytes) -> bytes:
    """A .potx differs from a .pptx by one content type."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[CONTENT_TYPES] = parts[CONTENT_TYPES].replace(_TEMPLATE.encode(), _PRESENTATION.encode())
    write_zip(target, parts)
    return target.getvalue()


def _empty(deck: Any) -> None:
    """Remove the slides, and the sections and custom shows that list them."""
    lists = "p:custShowLst | p:extLst/p:ext[.//*[local-name()='sectionLst']]"
    for element in deck.part._element.xpath(lists):
        element.getparent().remove(element)
    ids = deck.slides._sldIdLst
    for entry in list(ids):
        deck.part.drop_rel(entry.rId)  # keeps what is referenced elsewhere: so the lists are removed first
        ids.remove(entry)
    without_thumbnail(deck)
