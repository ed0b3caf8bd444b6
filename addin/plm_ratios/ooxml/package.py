"""The zip package of a workbook: opens it with checks, follows its relationships, and writes it.

A file that is not a workbook in the Open XML format is rejected with a sentence that says what it
is instead. Writing keeps the order, dates and attributes of the entries; parts that were not
replaced keep their bytes.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from ..errors import PlmError
from .reproducible_zip import entry
from .xml_edits import parse, reading

MAX_BYTES = 2 << 30
#: Deflate cannot exceed 1032:1; sheets of one repeated formula reach about 60:1.
MAX_EXPANSION = 400
_EXPANSION_MATTERS_ABOVE = 64 << 20

CONTENT_TYPES = "[Content_Types].xml"
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


class NotAWorkbook(PlmError):
    """The file cannot be used as an .xlsx or .xlsm workbook."""


class Relationship(NamedTuple):
    """One entry of a .rels part; `target` is a part name, or an address if `external`."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """The parts of a workbook file, by name ("xl/workbook.xml")."""

    def __init__(
        self,
        parts: dict[str, bytes],
        entries: list[zipfile.ZipInfo],
        comment: bytes = b"",
        name: str = "",
    ):
        self.parts = parts
        self.name = name  # of the file, for messages
        #: True to write entry names in a form that every program reads: with slashes, and the
        #: content types in their usual case.
        self.plain_names = False
        self._entries = entries
        self._comment = comment
        self._by_folded_name = {name.casefold(): name for name in parts}

    @classmethod
    def open(cls, path: Path) -> Package:
        """Read the package at `path`. Raises NotAWorkbook if it cannot be used."""
        _require_readable(path)
        try:
            with zipfile.ZipFile(path) as archive:
                entries = [entry for entry in archive.infolist() if not _part_name(entry).endswith("/")]
                _require_sane(path, entries)
                parts = {_part_name(entry): archive.read(entry) for entry in entries}
                package = cls(parts, entries, archive.comment, path.name)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as reason:
            raise NotAWorkbook(f"{path.name} is damaged: {str(reason) or 'it ends too early'}.") from reason
        package._require_workbook(path)
        return package

    def write(self, file: IO[bytes]) -> None:
        """Write the package; entries that are no longer in `parts` are left out."""
        with zipfile.ZipFile(file, "w") as archive:
            archive.comment = self._comment
            for old in self._entries:
                part = _part_name(old)
                if part not in self.parts:
                    continue
                new = zipfile.ZipInfo(_plain_name(part) if self.plain_names else old.filename, old.date_time)
                stored = old.compress_type == zipfile.ZIP_STORED
                new.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                new.external_attr = old.external_attr
                new.create_system = old.create_system
                new.comment = old.comment
                archive.writestr(new, self.parts[part])

    def add(self, part: str, content: bytes) -> None:
        """Add a new part after all others. The caller also declares its content type and a relationship
        to it."""
        assert self.find(part) is None, f"{part} is there already"
        self.parts[part] = content
        self._entries.append(entry(part))
        self._by_folded_name[part.casefold()] = part

    def copy(self) -> Package:
        """Returns a package whose parts can be replaced without changing this one."""
        return Package(dict(self.parts), list(self._entries), self._comment, self.name)

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


def _part_name(entry: zipfile.ZipInfo) -> str:
    """The part that an archive entry holds; some exporters write backslashes, which Excel accepts."""
    return entry.filename.replace("\\", "/")


def _plain_name(part: str) -> str:
    return CONTENT_TYPES if part.casefold() == CONTENT_TYPES.casefold() else part


def _folded_part(node: Element) -> str:
    """The part that an entry of the content types describes, folded for comparison."""
    return node.get("PartName", "").replace("\\", "/").lstrip("/").casefold()


def rels_of(part: str) -> str:
    """The name of the part that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def _require_readable(path: Path) -> None:
    """Raises NotAWorkbook, saying what is wrong, if the file is not a zip file."""
    if path.is_dir():
        raise NotAWorkbook(f"{path} is a folder; name a workbook in it.")
    try:
        with path.open("rb") as file:
            head = file.read(1 << 20)
    except FileNotFoundError:
        raise NotAWorkbook(f"There is no file {path}.") from None
    except OSError as reason:
        raise NotAWorkbook(f"{path} cannot be read: {reason.strerror}.") from reason
    if not head:
        raise NotAWorkbook(f"{path.name} is empty.")
    if head.startswith(_OLE):
        # Both are the same kind of container; the names of its streams tell them apart.
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise NotAWorkbook(f"{path.name} is protected with a password; save it without one first.")
        raise NotAWorkbook(f"{path.name} is in the old .xls format; save it as .xlsx or .xlsm first.")
    if not head.startswith(b"PK"):
        raise NotAWorkbook(f"{path.name} is not an .xlsx or .xlsm workbook.")


def _require_sane(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Raises NotAWorkbook for malicious or damaged archives, before anything is unpacked."""
    size = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if size > MAX_BYTES or (size > _EXPANSION_MATTERS_ABOVE and size > MAX_EXPANSION * packed):
        raise NotAWorkbook(f"{path.name} would unpack to {size / 1e6:,.0f} MB, which no sound workbook does.")
    if len({_part_name(entry).casefold() for entry in entries}) < len(entries):
        raise NotAWorkbook(f"{path.name} is damaged: it holds a part twice.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotAWorkbook(f"{path.name} is protected with a password; save it without one first.")
