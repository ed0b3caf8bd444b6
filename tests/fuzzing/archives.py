"""Zip files, damaged: whole parts with sums that fit, elements and attributes of XML, the archive itself."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from random import Random
from typing import Mapping, Sequence

from .mutations import NUMBERS, WORDS, damaged, retyped

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_NAMES = (
    "../up.xml",
    "/up.xml",
    "xl\\up.xml",
    "CON",
    "xl/workbook.xml",
    "[Content_Types].xml",
    "a/",
    "\u202e.py",
)
_ELEMENT = re.compile(rb"<(?!/)[^<>]*>")
_ATTRIBUTE = re.compile(rb'(\s[\w:.-]+)="([^"<]*)"')
_TEXT = re.compile(rb">([^<>]+)<")


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def tampered(draw: Random, data: bytes, telling: Sequence[str] = ()) -> bytes:
    """An archive that was changed.

    Parameters
    ----------
    telling
        Words in the names of those parts that are worth most changes; of all parts without any.
    """
    kind = draw.randrange(10)
    if kind == 0:
        return damaged(draw, data)
    parts = parts_of(data)
    if kind == 1:
        return _odd_archive(draw, parts)
    for _ in range(draw.randint(0, 3)):
        names = [name for name in parts if any(word in name for word in telling)] or list(parts)
        if not names:
            break
        name = draw.choice(names)
        if kind == 2:
            _moved(draw, parts, name)
        elif kind == 3:
            parts[name] = damaged(draw, parts[name])
        else:
            parts[name] = xml(draw, parts[name])
    return packed(parts)


def xml(draw: Random, data: bytes) -> bytes:
    """Text of XML, mostly well-formed still, with elements, attributes and texts changed."""
    for _ in range(draw.randint(1, 4)):
        kind = draw.randrange(8)
        pattern = _ATTRIBUTE if kind < 3 else _TEXT if kind < 5 else _ELEMENT
        found = list(pattern.finditer(data))
        if not found:
            continue
        match = draw.choice(found)
        if kind in (0, 1, 3, 4):
            group = 2 if kind < 3 else 1
            new = _value(draw, match[group].decode("utf-8", "replace"))
            data = data[: match.start(group)] + new.encode("utf-8", "replace") + data[match.end(group) :]
        elif kind == 2:
            data = data[: match.start()] + data[match.end() :]
        elif kind == 5:
            other = draw.choice(found)[0]
            data = data[: match.start()] + other + data[match.end() :]
        elif match[0].endswith(b"/>"):
            data = data[: match.end()] + match[0] * draw.choice((1, 2, 50)) + data[match.end() :]
        else:
            data = _element_again(draw, data, match)
    if draw.random() < 0.03:
        data = re.sub(rb"^(<\?xml[^>]*\?>)?", rb'\1<!DOCTYPE a [<!ENTITY a "aaa">]>', data, count=1)
    return data


def _element_again(draw: Random, data: bytes, match: re.Match[bytes]) -> bytes:
    """An element with what is in it left out, doubled, or in another place."""
    tag = re.match(rb"<([\w:.-]+)", match[0])
    end = data.find(b"</" + tag[1] + b">", match.end()) if tag else -1
    if end < 0 or not tag:
        return data
    stop = end + len(tag[1]) + 3
    whole = data[match.start() : stop]
    kind = draw.randrange(4)
    if kind == 0:
        return data[: match.start()] + data[stop:]
    if kind == 1:
        return data[:stop] + whole * draw.choice((1, 1, 40)) + data[stop:]
    if kind == 2:
        return data[: match.end()] + data[end:]
    depth = draw.choice((1, 3, 3000))
    return (
        data[: match.start()]
        + match[0] * depth
        + data[match.end() : end]
        + data[end:stop] * depth
        + data[stop:]
    )


def _value(draw: Random, old: str) -> str:
    kind = draw.randrange(4)
    new = (
        draw.choice(WORDS)
        if kind == 0
        else str(draw.choice((*NUMBERS, -1, 1.5)))
        if kind == 1
        else retyped(draw, old, 3)
        if kind == 2
        else old + draw.choice(("0" * 9, ":XFD1048576", "!A1", "(" * 500, "$", "[1]", "_xlfn."))
    )
    kept = "".join(sign for sign in new if sign >= " " or sign in "\t\n" or draw.random() < 0.1)
    return (
        kept
        if draw.random() < 0.1
        else kept.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    )


def _moved(draw: Random, parts: dict[str, bytes], name: str) -> None:
    kind = draw.randrange(4)
    if kind == 0:
        del parts[name]
    elif kind == 1:
        parts[draw.choice((*_NAMES, name.upper(), name + "x"))] = parts.pop(name)
    elif kind == 2:
        parts[name] = parts[draw.choice(list(parts))]
    else:
        parts[name] = draw.choice(
            (b"", b"\0" * 4096, b"\xff\xfe<", b"<a/>", b" " * draw.choice((1, 30_000_000)))
        )


def _odd_archive(draw: Random, parts: dict[str, bytes]) -> bytes:
    """Other methods, flags and headers; names that are there twice or lead elsewhere; many entries."""
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w") as archive:
        warnings.simplefilter("ignore")  # that a name is there twice
        odd = draw.choice(list(parts))
        method = draw.choice(_METHODS)
        for name, content in parts.items():
            archive.writestr(name, content, method if name == odd else zipfile.ZIP_DEFLATED, 1)
        if draw.random() < 0.3:
            archive.writestr(draw.choice((odd, *_NAMES)), parts[odd])
        if draw.random() < 0.05:
            for number in range(3000):
                archive.writestr(f"a{number}.xml", b"")
    data = bytearray(target.getvalue())
    if draw.random() < 0.5:
        signature = draw.choice((b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"))
        places = [match.start() for match in re.finditer(re.escape(signature), data)]
        at = draw.choice(places) + draw.randrange(4, 46)
        width = draw.choice((1, 2, 4))
        data[at : at + width] = (draw.choice(NUMBERS) % (1 << 8 * width)).to_bytes(width, "little")
    return bytes(data)
