"""Compression and masking of the streams of a VBA project ([MS-OVBA] 2.4)."""

from __future__ import annotations

import struct

_CHUNK = 4096  # bytes of source that are compressed together
_SHORTEST = 3  # bytes that a copy token must replace to be shorter than they are
_COMPRESSED, _RAW = 0xB000, 0x3000  # flags and signature of a chunk's header


def compress(data: bytes) -> bytes:
    """The data as a CompressedContainer (2.4.1)."""
    out = bytearray(b"\x01")
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        packed = _compress_chunk(chunk)
        kind = _COMPRESSED
        if len(packed) > _CHUNK:
            if len(chunk) < _CHUNK:  # a raw chunk is always full: reading would add zeros at its end
                raise ValueError("The last 4096 bytes do not compress, so they cannot be stored exactly.")
            packed, kind = chunk, _RAW
        out += struct.pack("<H", kind | (len(packed) - 1)) + packed
    return bytes(out)


def _compress_chunk(source: bytes) -> bytes:
    """Sequences of eight tokens, each a literal byte or a copy of earlier ones, after a byte of flags."""
    out, position = bytearray(), 0
    while position < len(source):
        flags, tokens = 0, bytearray()
        for bit in range(8):
            if position >= len(source):
                break
            length, offset = _longest_match(source, position)
            if length:
                offset_bits = _offset_bits(position)
                tokens += struct.pack("<H", (offset - 1) << (16 - offset_bits) | (length - _SHORTEST))
                flags |= 1 << bit
                position += length
            else:
                tokens.append(source[position])
                position += 1
        out.append(flags)
        out += tokens
    return bytes(out)


def _longest_match(source: bytes, position: int) -> tuple[int, int]:
    """Length and distance of the longest earlier run that repeats here; the nearest of equal ones."""
    longest = (0xFFFF >> _offset_bits(position)) + _SHORTEST
    limit = min(longest, len(source) - position)
    best, distance = 0, 0
    if limit < _SHORTEST:
        return best, distance
    start = source[position : position + _SHORTEST]
    candidate = source.rfind(start, 0, position + _SHORTEST - 1)
    while candidate != -1:
        length = _SHORTEST
        while length < limit and source[candidate + length] == source[position + length]:
            length += 1
        if length > best:
            best, distance = length, position - candidate
            if length == limit:
                break
        candidate = source.rfind(start, 0, candidate + _SHORTEST - 1)
    return best, distance


def _offset_bits(position: int) -> int:
    """How many bits of a copy token hold the distance at this place of a chunk (2.4.1.3.19.1)."""
    return max((position - 1).bit_length(), 4) if position > 1 else 4


def mask(data: bytes, project_id: str, seed: int) -> str:
    """Data as stored in the keys CMG, DPB and GC: masked with the project's id, in hexadecimal (2.4.3)."""
    key = sum(project_id.encode("ascii")) & 0xFF
    version = 2
    out = [seed, seed ^ version, seed ^ key]
    plain, before, last = key, seed ^ version, seed ^ key
    ignored = bytes((seed & 6) // 2)
    for byte in ignored + struct.pack("<I", len(data)) + data:
        masked = byte ^ ((before + plain) & 0xFF)
        out.append(masked)
        before, last, plain = last, masked, byte
    return bytes(out).hex().upper()
