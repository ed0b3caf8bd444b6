"""The zip package of a workbook: opens it with checks, follows its relationships, and writes it.

A file that is not a workbook in the Open XML format is rejected with a sentence that says what it
is instead. Parts are unpacked when asked for; those that nobody asks for, such as pictures, never are
in memory as a whole. Writing keeps the order, dates and attributes of the entries; parts that were not
replaced keep their bytes.
"""

from __future__ import annotations

import contextlib
import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from ..reading import CannotRead, read_bytes
from .archive import LIMITS, Archive, UnusableArchive, part_name
from .doctypes import CONTENT_TYPES, require_no_doctypes
from .parts import NotAWorkbook, Parts
from .reproducible_zip import entry
from .xml_edits import parse, reading

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_BINARY = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
_WORKBOOKS = {
    _PLAIN,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "application/vnd.ms-excel.template.macroEnabled.main+xml",
    "application/vnd.ms-excel.addin.macroEnabled.main+xml",
}
PLAIN_WORKBOOK = _PLAIN

__all__ = ["CONTENT_TYPES", "PLAIN_WORKBOOK", "NotAWorkbook", "Package", "Relationship", "rels_of"]


class Relationship(NamedTuple):
    """One entry of a .rels part; `target` is a part name, or an address if `external`."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """The parts of a workbook file, by name ("xl/workbook.xml")."""

    def __init__(self, parts: Parts, entries: list[zipfile.ZipInfo], archive: Archive, name: str = ""):
        self.parts = parts
        self.name = name  # of the file, for messages
        #: True to write entry names in a form that every program reads: with slashes, and the
        #: content types in their usual case.
        self.plain_names = False
        self._entries = entries
        self._archive = archive
        self._by_folded_name = {name.casefold(): name for name in parts}

    @classmethod
    def open(cls, path: Path) -> Package:
        """Read the package at `path`. Raises NotAWorkbook or DamagedPart if it cannot be used."""
        data = _file_bytes(path)
        with _refused(path.name):
            archive = Archive(data)
            require_no_doctypes(archive, path.name)
        package = cls(Parts(archive, path.name), list(archive.entries), archive, path.name)
        package._require_workbook(path)
        return package

    @property
    def packed(self) -> bytes:
        """The file that was opened."""
        return self._archive.data

    def verify(self) -> None:
        """Raises NotAWorkbook if a part is damaged, or larger than it says. Another library may read the file
        after that, which would trust what it says."""
        with _refused(self.name):
            self._archive.verify()

    def write(self, file: IO[bytes]) -> None:
        """Write the package; entries that are no longer in `parts` are left out."""
        with zipfile.ZipFile(file, "w") as archive:
            archive.comment = self._archive.comment
            for old in self._entries:
                part = part_name(old)
                if part not in self.parts:
                    continue
                new = zipfile.ZipInfo(_plain_name(part) if self.plain_names else old.filename, old.date_time)
                stored = old.compress_type == zipfile.ZIP_STORED
                new.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                new.external_attr = old.external_attr
                new.create_system = old.create_system
                new.comment = old.comment
                if self.parts.is_read(part):
                    archive.writestr(new, self.parts[part])
                else:
                    with _refused(self.name):
                        self._archive.copy(old, archive, new)

    def add(self, part: str, content: bytes) -> None:
        """Add a new part after all others. The caller also declares its content type and a relationship
        to it."""
        assert self.find(part) is None, f"{part} is there already"
        self.parts[part] = content
        self._entries.append(entry(part))
        self._by_folded_name[part.casefold()] = part

    def copy(self) -> Package:
        """Returns a package whose parts can be replaced without changing this one."""
        return Package(self.parts.copy(), list(self._entries), self._archive, self.name)

    def find(self, part: str) -> str | None:
        """The name under which a part is stored (names do not depend on case), or None."""
        return self._by_folded_name.get(part.lstrip("/").casefold())

    def tree(self, part: str) -> Element:
        """A small part, parsed. Errors name the part and the file."""
        with reading(self.name, part):
            return parse(self.parts[part])

    def relationships(self, part: str) -> list[Relationship]:
        """The relationships of a part; those of the package itself for ""."""
        rels = self.find(rels_of(part))
        if rels is None:
            return []
        folder = posixpath.dirname(part)
        found = []
        for node in self.tree(rels):
            external = node.get("TargetMode") == "External"
            target = node.get("Target", "")
            if not external:
                path = posixpath.normpath(posixpath.join("/", folder, unquote(target.replace("\\", "/"))))
                target = self.find(path) or path.lstrip("/")
            found.append(Relationship(node.get("Id", ""), node.get("Type", ""), target, external))
        return found

    def content_type(self, part: str) -> str:
        """The declared type of a part, "" if there is none."""
        default = ""
        for node in self.tree(self.find(CONTENT_TYPES) or CONTENT_TYPES):
            if _folded_part(node) == part.casefold():
                return node.get("ContentType", "")
            if node.get("Extension", "\0").casefold() == part.rpartition(".")[2].casefold():
                default = node.get("ContentType", "")
        return default

    def parts_of_type(self, ending: str) -> list[str]:
        """The parts whose declared type ends with this text, in the order of the file."""
        overrides = {
            _folded_part(node): node.get("ContentType", "")
            for node in self.tree(self.find(CONTENT_TYPES) or CONTENT_TYPES)
        }
        return [part for part in self.parts if overrides.get(part.casefold(), "").endswith(ending)]

    def workbook_part(self) -> str | None:
        """The main part, usually xl/workbook.xml."""
        for relationship in self.relationships(""):
            if relationship.kind.endswith("/officeDocument") and relationship.target in self.parts:
                return relationship.target
        return None

    def _require_workbook(self, path: Path) -> None:
        if self.find(CONTENT_TYPES) is None:
            if self.parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
                raise NotAWorkbook(f"{path.name} is an OpenDocument file; save it as .xlsx in Calc first.")
            raise NotAWorkbook(f"{path.name} is a zip file, but not a workbook.")
        main = self.workbook_part()
        kind = self.content_type(main) if main else ""
        if kind == _BINARY:
            raise NotAWorkbook(f"{path.name} is a binary workbook (.xlsb); save it as .xlsx or .xlsm first.")
        if kind not in _WORKBOOKS:
            raise NotAWorkbook(f"{path.name} is an Office file, but not a workbook.")


def _plain_name(part: str) -> str:
    return CONTENT_TYPES if part.casefold() == CONTENT_TYPES.casefold() else part


def _folded_part(node: Element) -> str:
    """The part that an entry of the content types describes, folded for comparison."""
    return node.get("PartName", "").replace("\\", "/").lstrip("/").casefold()


def rels_of(part: str) -> str:
    """The name of the part that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


@contextlib.contextmanager
def _refused(name: str) -> Iterator[None]:
    """Says of which file an archive's fault is."""
    try:
        yield
    except UnusableArchive as reason:
        raise NotAWorkbook(f"{name} {reason}") from reason


def _file_bytes(path: Path) -> bytes:
    """The file, packed. Raises NotAWorkbook, saying what is wrong, if it is not a zip file."""
    if path.is_dir():
        raise NotAWorkbook(f"{path} is a folder; name a workbook in it.")
    try:
        data = read_bytes(path, LIMITS.packed)
    except CannotRead as reason:
        raise NotAWorkbook(str(reason)) from reason
    if not data:
        raise NotAWorkbook(f"{path.name} is empty.")
    if data.startswith(_OLE):
        # Both are the same kind of container; the names of its streams tell them apart.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise NotAWorkbook(f"{path.name} is protected with a password; save it without one first.")
        raise NotAWorkbook(f"{path.name} is in the old .xls format; save it as .xlsx or .xlsm first.")
    if not data.startswith(b"PK"):
        raise NotAWorkbook(f"{path.name} is not an .xlsx or .xlsm workbook.")
    return data
