"""The catalog in use: the bundled one, merged with the user catalogs, and read again when their files change.

Spreadsheet programs and servers run for days, and people edit their models meanwhile. So `load` looks
at the files of user catalogs, at most once in PERIOD seconds, which takes some ten microseconds.
A catalog is put in place only when it is whole, and none is ever changed; what has begun with one
catalog ends with it (`settled`).
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar, Token
from threading import Lock
from time import monotonic
from typing import Any, Iterator, Tuple

from .config_paths import CatalogPath, existing_paths
from .entries import Catalog
from .loading import bundled

PERIOD = 1.0  # seconds between two looks at the files

_File = Tuple[Any, ...]  # path, time, size and number of a file, or only the path of one that is not there
_READING = Lock()


class Settled:
    """The catalog of a call or of a program that shall not see it change; None until it first asks."""

    __slots__ = ("catalog",)

    def __init__(self, catalog: Catalog | None = None):
        self.catalog = catalog


_settled: ContextVar[Settled | None] = ContextVar("plm_ratios_catalog", default=None)
_newest: Catalog | None = None
_files: tuple[_File, ...] = ()  # the state of the files from which it was read
_next_look = 0.0
_bundled_only = False
_last_good: dict[CatalogPath, Any] = {}  # what user catalogs held when they could last be read


def load() -> Catalog:
    """The catalog in use: the bundled one, merged with the user catalogs where there are any."""
    held = _settled.get()
    if held is not None and held.catalog is not None:
        return held.catalog
    # Every cell comes here, so the look is not a call of its own.
    found = _newest
    if found is None or monotonic() >= _next_look:
        found = _look()
    if held is not None:
        held.catalog = found
    return found


def _look() -> Catalog:
    """Reads the catalog where there is none yet, or where the files of user catalogs have changed.

    While one thread reads, others go on with the catalog before it.
    """
    global _newest, _files, _next_look
    before = _newest
    if not _READING.acquire(blocking=before is None):
        assert before is not None
        return before
    try:
        # Before they are read: what changes meanwhile is then seen by the next look.
        places = () if _bundled_only else existing_paths()
        files = tuple(_state(path) for place in places for path in place)
        found = _newest
        if found is None or files != _files:
            found, _files = _merged(places), files
            _newest = found
        _next_look = monotonic() + PERIOD
        return found
    finally:
        _READING.release()


def _state(path: str) -> _File:
    """What differs once a file was written, also by moving another into its place."""
    try:
        found = os.stat(path)
    except OSError:
        return (path,)
    return (path, found.st_mtime_ns, found.st_size, found.st_ino)


def _merged(places: tuple[CatalogPath, ...]) -> Catalog:
    if not places:
        _last_good.clear()
        return bundled()
    from . import user_catalog  # few have a use for it

    return user_catalog.with_user_catalogs(bundled(), places, _last_good)


def newest() -> Catalog | None:
    """The catalog that was read last, without a look at the files; None where nothing has asked for any."""
    return _newest


def unread() -> tuple[CatalogPath, ...]:
    """The user catalogs of which nothing is in use, since they could not be read once."""
    places = () if _bundled_only else existing_paths()
    return tuple(place for place in places if place not in _last_good)


def was_read() -> bool:
    """Whether anything has asked for the catalog yet."""
    return _newest is not None


def reload() -> None:
    """Forgets the catalog, as a new start of the program does: the next `load` reads the files."""
    global _newest
    with _READING:
        _newest = None
        _last_good.clear()
    held = _settled.get()
    if held is not None:
        held.catalog = None


def use_bundled_only() -> None:
    """From here on this process reads no user catalog. What we ship is built so."""
    global _bundled_only
    _bundled_only = True
    reload()


def settle(catalog: Catalog | None = None) -> Token[Settled | None]:
    """From here on `load` gives this thread this catalog, or else the one that it gives first, until
    `unsettle`. Cheaper than `settled`, for what is done for every cell."""
    return _settled.set(Settled(catalog))


def unsettle(token: Token[Settled | None]) -> None:
    """Ends what `settle` began."""
    _settled.reset(token)


@contextmanager
def settled() -> Iterator[None]:
    """Within it, `load` gives one catalog, whatever happens to the files: for what must fit together."""
    if _settled.get() is not None:
        yield
        return
    token = settle()
    try:
        yield
    finally:
        unsettle(token)


def follow() -> None:
    """Ends `settled` for the rest of this thread's program: a server answers by what the files hold now."""
    _settled.set(None)
