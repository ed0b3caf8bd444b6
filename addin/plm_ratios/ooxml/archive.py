"""Reads ZIP files that anybody may have made: entries when asked for, and never more than fits memory.

What an archive says about itself may be wrong, so what counts is what is really read. An archive that
lies, that needs a password, or that is packed in a way that office programs do not use, is refused with the
end of a sentence ("is damaged: ..."), before which the caller puts what the file is.
"""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..errors import PlmError

_MB = 1 << 20
_CHUNK = _MB
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
#: By the numbers in the ZIP specification (APPNOTE 4.4.5).
_METHOD_NAMES = {
    1: "Shrink",
    6: "Implode",
    9: "Deflate64",
    12: "BZIP2",
    14: "LZMA",
    93: "Zstandard",
    95: "XZ",
    98: "PPMd",
    99: "AES encryption",
}
_CENTRAL, _LOCAL_SIZE = b"PK\x01\x02", 30
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # of the entry; strongly; its central directory


class UnusableArchive(PlmError):
    """An archive that cannot be read, or must not be; the message is a sentence without its subject."""


class Limits(NamedTuple):
    """How much an archive may hold.

    packed     bytes of the file
    unpacked   bytes of all entries together
    read       bytes that are really kept in memory, of all entries that are read
    entries    number of entries
    expansion  unpacked bytes to a packed one, where that matters: Deflate cannot exceed 1032, and sheets of
               one repeated formula reach about 60
    """

    packed: int = 512 * _MB
    unpacked: int = 1024 * _MB
    read: int = 256 * _MB
    entries: int = 10_000
    expansion: int = 400
    expansion_matters_above: int = 64 * _MB


LIMITS = Limits()


class Archive:
    """The entries of a ZIP file whose bytes are in memory, packed."""

    def __init__(self, data: bytes, limits: Limits = LIMITS):
        """Reads the list of entries. Raises UnusableArchive where something is wrong with it."""
        self.data = data
        self._limits = limits
        self._read = 0
        if len(data) > limits.packed:
            raise UnusableArchive(f"is larger than {limits.packed // _MB} MB.")
        # Each entry of the list begins so: counted before zipfile makes an object of each.
        if data.count(_CENTRAL) > 2 * limits.entries:
            raise _too_many(limits)
        with _damage():
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.entries = [each for each in self._zip.infolist() if not part_name(each).endswith("/")]
        self.comment = self._zip.comment
        self._require_sane()
        self._require_apart(len(data))

    def read(self, entry: zipfile.ZipInfo) -> bytes:
        """The bytes of an entry. Raises UnusableArchive where it is damaged, or where more was read than
        the limit."""
        pieces = []
        for piece in self.pieces(entry):
            self._read += len(piece)
            if self._read > self._limits.read:
                raise UnusableArchive(
                    f"has parts of more than {self._limits.read // _MB} MB to read, which is too much."
                )
            pieces.append(piece)
        return b"".join(pieces)

    def pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """The bytes of an entry, piece by piece, so that they need no memory."""
        found = 0
        with _damage(), self._zip.open(entry) as file:
            # Only read(n) is bounded: read() unpacks whatever there is, and cuts it afterwards.
            while piece := file.read(_CHUNK):
                found += len(piece)
                yield piece
        if found != entry.file_size:
            raise UnusableArchive("is damaged: a part is shorter than it says.")

    def head(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """The same, for a reader that stops early: nothing is said of the entry's end."""
        with _damage(), self._zip.open(entry) as file:
            while piece := file.read(4096):
                yield piece

    def verify(self, entries: Iterable[zipfile.ZipInfo] | None = None) -> None:
        """Unpack these entries, or all, without keeping them. After that, another library can read the
        archive: no entry is longer than it says. Raises UnusableArchive where one is, or is damaged."""
        for entry in self.entries if entries is None else entries:
            for _ in self.pieces(entry):
                pass

    def copy(self, entry: zipfile.ZipInfo, target: zipfile.ZipFile, into: zipfile.ZipInfo) -> None:
        """Write an entry into another archive, piece by piece."""
        into.file_size = entry.file_size
        with target.open(into, "w") as written:
            for piece in self.pieces(entry):
                written.write(piece)

    def _require_sane(self) -> None:
        limits, entries = self._limits, self.entries
        if len(self._zip.filelist) > limits.entries:
            raise _too_many(limits)
        for entry in entries:
            if entry.flag_bits & _ENCRYPTED:
                raise UnusableArchive("is protected with a password; save it without one first.")
            if entry.compress_type not in _METHODS:
                method = _METHOD_NAMES.get(entry.compress_type, f"method {entry.compress_type}")
                raise UnusableArchive(
                    f"is packed with {method}, which office programs do not use; save it again with one."
                )
            if {"..", "."} & {*part_name(entry).split("/")}:
                raise UnusableArchive(f"is damaged: it holds an entry called {_short(entry.filename)}.")
        size = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if size > limits.unpacked or (
            size > limits.expansion_matters_above and size > limits.expansion * packed
        ):
            raise UnusableArchive(f"would unpack to {size / 1e6:,.0f} MB, which no sound file does.")
        if len({part_name(entry).casefold() for entry in entries}) < len(entries):
            raise UnusableArchive("is damaged: it holds a part twice.")

    def _require_apart(self, size: int) -> None:
        """Entries that share bytes unpack to far more than their packed sizes tell."""
        end = 0
        for entry in sorted(self._zip.filelist, key=lambda each: each.header_offset):
            if entry.header_offset < end:
                raise UnusableArchive("is damaged: two of its parts are in the same place.")
            # The name in the list is not longer than the one before the content, which zipfile compares.
            end = entry.header_offset + _LOCAL_SIZE + entry.compress_size
        if end > size:
            raise UnusableArchive("is damaged: it ends too early.")


def part_name(entry: zipfile.ZipInfo) -> str:
    """The part that an archive entry holds; some exporters write backslashes, which Excel accepts."""
    return entry.filename.replace("\\", "/")


@contextlib.contextmanager
def _damage() -> Iterator[None]:
    """Raises UnusableArchive instead of what zipfile raises for archives that are damaged in various ways:
    RuntimeError for a password, NotImplementedError for methods, ValueError for names that are no text."""
    try:
        yield
    except UnusableArchive:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        OverflowError,
        RuntimeError,
        ValueError,
        struct.error,
    ) as reason:
        said = str(reason).strip().rstrip(".") or "it ends too early"
        raise UnusableArchive(f"is damaged: {said}.") from reason


def _too_many(limits: Limits) -> UnusableArchive:
    return UnusableArchive(f"holds more than {limits.entries:,} files, which is too many.")


def _short(name: str) -> str:
    return ascii(name if len(name) <= 60 else f"{name[:60]}...")
