"""Archives tell nothing of when, where and by whom they were written."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from plm_ratios.ooxml.reproducible_zip import READABLE, write_zip

CONTENTS = {"b.txt": b"second letter\n" * 100, "a/c.txt": b"", "a.txt": "naïve".encode()}


def packed(**how: bool | int) -> bytes:
    target = io.BytesIO()
    write_zip(target, CONTENTS, **how)
    return target.getvalue()


def entries(data: bytes) -> list[zipfile.ZipInfo]:
    return zipfile.ZipFile(io.BytesIO(data)).infolist()


def test_contents_come_back_in_their_order() -> None:
    with zipfile.ZipFile(io.BytesIO(packed())) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == CONTENTS
        assert archive.namelist() == list(CONTENTS)


def test_the_clock_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    early = packed()
    monkeypatch.setattr(time, "time", lambda: 2e9)
    assert packed() == early
    assert {entry.date_time for entry in entries(early)} == {(1980, 1, 1, 0, 0, 0)}


def test_the_system_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    on_linux = packed()
    monkeypatch.setattr("sys.platform", "win32")
    assert packed() == on_linux
    assert {entry.create_system for entry in entries(on_linux)} == {3}


def test_nothing_is_compressed_where_zlib_must_not_matter() -> None:
    data = packed(compressed=False)
    assert CONTENTS["b.txt"] in data
    assert len(packed()) < len(data)


def test_permissions_are_those_asked_for() -> None:
    assert {entry.external_attr >> 16 for entry in entries(packed())} == {0o600}
    assert {entry.external_attr >> 16 for entry in entries(packed(mode=READABLE))} == {0o644}
