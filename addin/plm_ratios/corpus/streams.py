"""Files as streams of bytes, decompressed; what is cut off or corrupt is an error that names the file."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from typing import Any, Callable, Protocol, cast

from ..errors import PlmError

MAGIC = 6  # bytes that tell how a file is compressed


class Damaged(PlmError):
    """A file that ends too early, is corrupt or breaks its format."""


class Readable(Protocol):
    """What a shard opens."""

    def read(self, size: int = -1, /) -> bytes:
        """At most so many bytes; none at the end."""
        ...


def into(stream: Readable, buffer: memoryview) -> int:
    """Read into a buffer, as far as it goes at once; 0 at the end."""
    readinto = getattr(stream, "readinto", None)
    if readinto:
        return int(readinto(buffer))
    data = stream.read(len(buffer))
    buffer[: len(data)] = data
    return len(data)


class _Metered(io.RawIOBase):
    """A file that says how many of its bytes were read, which is what progress is counted in."""

    def __init__(self, raw: Any, meter: Callable[[int], None]):
        super().__init__()
        self._raw = raw
        self._meter = meter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Read as many bytes as the file has at once."""
        read = self._raw.readinto(buffer) or 0
        self._meter(read)
        return read

    def close(self) -> None:
        """Close the file below."""
        self._raw.close()
        super().close()


def metered(raw: Any, meter: Callable[[int], None], size: int) -> io.BufferedReader:
    """A file that is read in pieces of a size, each of them told to the meter."""
    return io.BufferedReader(cast(io.RawIOBase, _Metered(raw, meter)), size)


def compression(start: bytes) -> str:
    """How a file is compressed, by its first bytes: "gzip" (bgzf too), "zstd", "xz", "bzip2", or ""."""
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    if start.startswith(b"\x28\xb5\x2f\xfd") or start[1:4] == b"\x2a\x4d\x18":  # or a frame to skip
        return "zstd"
    if start.startswith(b"\xfd7zXZ\x00"):
        return "xz"
    return "bzip2" if start.startswith(b"BZh") else ""


def decompressed(raw: io.BufferedReader, name: str) -> Readable:
    """The bytes that a file holds.

    Raises
    ------
    Damaged
        While it is read, where compressed data is corrupt or ends before its end.
    """
    kind = compression(raw.peek(MAGIC)[:MAGIC])
    if not kind:
        return raw
    return _Checked(_OPEN[kind](raw), name, kind)


def _gzip(raw: io.BufferedReader) -> Readable:
    from isal import igzip

    opened: Readable = igzip.IGzipFile(fileobj=raw, mode="rb")
    return opened


def _xz(raw: io.BufferedReader) -> Readable:
    return lzma.LZMAFile(raw)


def _bzip2(raw: io.BufferedReader) -> Readable:
    return bz2.BZ2File(raw)


class _Zstd:
    """Frame after frame. The library's own reader takes a file that is cut off for one that has ended."""

    def __init__(self, raw: io.BufferedReader):
        import zstandard

        self._raw = raw
        self._context = zstandard.ZstdDecompressor()
        self._frame: Any = None
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        """Decompressed bytes, about as many as asked for: what one piece of the file gives."""
        while True:
            data = self._rest or self._raw.read(1 << 17)
            self._rest = b""
            if not data:
                if self._frame is not None:
                    raise EOFError("the last frame has no end")
                return b""
            if self._frame is None:
                self._frame = self._context.decompressobj()
            given: bytes = self._frame.decompress(data)
            if self._frame.eof:
                self._rest = self._frame.unused_data
                self._frame = None
            if given:
                return given


_OPEN: dict[str, Callable[[io.BufferedReader], Readable]] = {
    "gzip": _gzip,
    "zstd": _Zstd,
    "xz": _xz,
    "bzip2": _bzip2,
}


class _Checked:
    """A decompressor whose failures are sentences."""

    def __init__(self, source: Readable, name: str, kind: str):
        self._source = source
        self._name = name
        self._kind = kind

    def read(self, size: int = -1, /) -> bytes:
        """At most so many bytes; none at the end."""
        try:
            return self._source.read(size)
        except Damaged:  # by what is below
            raise
        except EOFError as error:
            raise Damaged(
                f"{self._name} is cut off: its {self._kind} data has no end. Fetch or compress it again."
            ) from error
        except OSError as error:
            if error.errno is not None:  # the disk or the network, not the data
                raise
            raise self._corrupt(error) from error
        except Exception as error:
            if isinstance(error, (zlib.error, lzma.LZMAError, ValueError)) or _is_zstd(error):
                raise self._corrupt(error) from error
            raise

    def _corrupt(self, error: Exception) -> Damaged:
        return Damaged(
            f"{self._name} is corrupt: its {self._kind} data cannot be read ({error}). "
            "Fetch or compress it again."
        )


def _is_zstd(error: Exception) -> bool:
    return type(error).__name__ in ("ZstdError", "IsalError")
