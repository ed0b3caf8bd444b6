"""Opens files by their paths, and what URLs name through fsspec: S3, Google Cloud Storage, HTTP."""

from __future__ import annotations

import io
import logging
import os
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator, Union

from ..errors import PlmError
from ..reading import require_file
from .streams import Damaged

# What fsspec needs for a protocol.
_PACKAGES = {
    "s3": "s3fs",
    "gs": "gcsfs",
    "gcs": "gcsfs",
    "http": "aiohttp",
    "https": "aiohttp",
}
_BLOCK = 1 << 22  # bytes of one request of a range
_GLANCE = 1 << 18  # the same, where only the beginning is looked at
_SILENCE = 120  # seconds without a byte after which a connection is given up
_VERSIONS = ("ETag", "etag", "generation", "Last-Modified", "LastModified", "updated", "mtime")

Version = Union[int, str, None]


class Unreachable(Damaged):
    """A server does not give a file, or stops in the middle of it."""


def is_url(path: str) -> bool:
    """Whether it names something by a protocol, such as s3://bucket/file."""
    return "://" in path


def is_pipe(path: str) -> bool:
    """Whether it is read once, from beginning to end, as what the shell names for <(zcat parts.gz)."""
    return not is_url(path) and stat.S_ISFIFO(_mode(path))


def _mode(path: str) -> int:
    try:
        return os.stat(path).st_mode
    except (OSError, ValueError):
        return 0


def stamp(path: str) -> tuple[int | None, Version]:
    """The size, and what changes when the content does: the time of a file, the ETag of an object. None where
    a server does not say.

    Raises
    ------
    PlmError
        There is no such file, or it may not be read.
    Unreachable
        Its server does not answer.
    """
    if not is_url(path):
        found = Path(path).stat()
        return found.st_size, found.st_mtime_ns
    system, inner = _system(path)
    with _said(path):
        told = system.info(inner)
    version = next((str(told[key]) for key in _VERSIONS if told.get(key)), None)
    return told.get("size"), version


def matching(url: str) -> list[str]:
    """The URLs that a pattern such as s3://bucket/parts/*.fasta.gz names; of a URL without *, itself.

    Raises
    ------
    PlmError
        There is none, or it may not be read, or a package is missing.
    Unreachable
        Its server does not answer.
    """
    system, inner = _system(url)
    with _said(url):
        # A ? is a part of URLs, and brackets occur in names.
        if "*" not in url:
            if not _is_http(url) and system.isdir(inner):
                raise PlmError(f"{url} is a folder. Name its files, as in {url.rstrip('/')}/*.fasta.gz.")
            return [url]
        found = sorted(system.unstrip_protocol(each) for each in system.glob(inner))
    if not found:
        raise PlmError(f"There is no file {url}.")
    return found


def gives_ranges(url: str) -> bool:
    """Whether a part of it can be asked for. Object stores give parts, web servers if they like."""
    system, inner = _system(url)
    if not _is_http(url):
        return True
    try:
        with _said(url), system.open(inner, "rb", block_size=1, cache_type="none") as file:
            file.seek(1)
            return len(file.read(1)) < 2
    except (AttributeError, ValueError, Unreachable):  # seeking needs a size; ValueError is fsspec's own
        return False


@contextmanager
def opened(path: str, position: int = 0, whole: bool = True, glance: bool = False) -> Iterator[Any]:
    """A file, unbuffered, from a position on.

    Parameters
    ----------
    whole
        It is read to its end without seeking, which a web server gives in one stream.
    glance
        Only its beginning is read.

    Raises
    ------
    PlmError
        There is no such file, or it may not be read.
    Unreachable
        Its server does not answer; reading raises it too.
    """
    if is_url(path):
        file: Any = _remote(path, whole and not position, glance)
    else:
        if not is_pipe(path):
            require_file(Path(path))
        file = open(path, "rb", buffering=0)  # noqa: SIM115 - closed below, as the other is
    with file:
        if position:
            file.seek(position)
        yield file


def _remote(url: str, streamed: bool, glance: bool) -> _Remote:
    system, inner = _system(url)
    with _said(url):
        if streamed and _is_http(url):
            # What is compressed on the way would not have the size that the server told.
            return _Remote(
                system.open(inner, "rb", block_size=0, headers={"Accept-Encoding": "identity"}), url
            )
        block = _GLANCE if glance else _BLOCK
        return _Remote(system.open(inner, "rb", block_size=block, cache_type="readahead"), url)


class _Remote(io.RawIOBase):
    """A file of fsspec whose failures are sentences."""

    def __init__(self, file: Any, url: str):
        super().__init__()
        self._file = file
        self._url = url

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Read at most as many bytes as fit; 0 at the end."""
        with _said(self._url):
            data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        with _said(self._url):
            return int(self._file.seek(offset, whence))

    def tell(self) -> int:
        return int(self._file.tell())

    def close(self) -> None:
        """Close the connection as well."""
        if not self.closed:
            self._file.close()
        super().close()


def _is_http(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _system(url: str) -> tuple[Any, str]:
    """fsspec's file system of a URL, and what the URL is called there."""
    protocol = url.partition("://")[0]
    package = _PACKAGES.get(protocol, "fsspec")
    try:
        from fsspec.core import url_to_fs

        for name in ("fsspec", package):  # without a handler, logging prints their tracebacks
            logging.getLogger(name).addHandler(logging.NullHandler())
        options: dict[str, Any] = {"use_listings_cache": False}  # a file that changes is to be noticed
        if _is_http(url):
            from aiohttp import ClientTimeout

            # By itself it ends whatever takes more than five minutes.
            timeout = ClientTimeout(total=None, sock_connect=_SILENCE, sock_read=_SILENCE)
            options["client_kwargs"] = {"timeout": timeout}
        system, inner = url_to_fs(url, **options)
    except ImportError:
        raise PlmError(
            f'To read {url}, install {package} along: pip install "plm-ratios[remote]", or pip install '
            f"fsspec {package}."
        ) from None
    except ValueError as error:
        raise PlmError(
            f"{url} cannot be opened: {error}. Give a path, or a URL of s3://, gs:// or https://."
        ) from None
    return system, str(inner)


@contextmanager
def _said(url: str) -> Iterator[None]:
    """Failures of the many libraries below as sentences of ours."""
    try:
        yield
    except PlmError:
        raise
    except Exception as error:
        # Of web servers fsspec calls every failure a missing file, and keeps the true one as its cause.
        cause = error.__cause__ if _is_http(url) and isinstance(error.__cause__, Exception) else error
        status = getattr(cause, "status", None)
        if isinstance(cause, FileNotFoundError) or status in (404, 410):
            raise PlmError(f"There is no file {url}.") from None
        if isinstance(cause, PermissionError) or status in (401, 403) or "Credential" in type(cause).__name__:
            raise PlmError(
                f"{url} may not be read. Give the credentials that its server wants, as docs/corpus.md says."
            ) from error
        said = " ".join(str(cause).split()) or type(cause).__name__
        raise Unreachable(
            f"{url} could not be read ({said}). The same command goes on when its server answers."
        ) from error
