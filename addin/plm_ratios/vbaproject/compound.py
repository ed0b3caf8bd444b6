"""Writes a compound file ([MS-CFB] version 3): the container of a VBA project.

Only what a project needs: storages and streams in 512-byte sectors, small streams together in the mini
stream, up to 109 sectors of allocation table (7 MB of content). Times, state bits and class ids are
zero, so the same content gives the same bytes.
"""

from __future__ import annotations

import struct
from typing import Mapping, NamedTuple, Union

Tree = Mapping[str, Union[bytes, "Tree"]]

_SECTOR, _MINI_SECTOR, _SMALLEST_BIG = 512, 64, 4096
_FREE, _END, _TABLE, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_UNUSED, _STORAGE, _STREAM, _ROOT = 0, 1, 2, 5
_RED, _BLACK = 0, 1
_LONGEST_NAME = 31
_MOST_TABLES = 109
_PER_TABLE = _SECTOR // 4
_PER_DIRECTORY = _SECTOR // 128


class _Links(NamedTuple):
    """The links of an entry to others of its storage: a red-black tree."""

    left: int = _NONE
    right: int = _NONE
    colour: int = _BLACK


class _Entry:
    """An entry of the directory."""

    def __init__(self, name: str, kind: int, data: bytes = b""):
        self.name, self.kind, self.data = name, kind, data
        self.child, self.links = _NONE, _Links()
        self.start, self.size = 0, len(data)

    def to_bytes(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0" if self.name else b""
        return struct.pack(
            "<64sHBBIII16sIQQIQ",
            name,
            len(name),
            self.kind,
            self.links.colour,
            self.links.left,
            self.links.right,
            self.child,
            b"",  # class id
            0,  # state bits
            0,  # time of creation
            0,  # time of change
            self.start,
            self.size,
        )


def compound_file(tree: Tree) -> bytes:
    """The tree, names to streams (bytes) or storages (a tree), as a compound file."""
    entries = [_Entry("Root Entry", _ROOT)]
    _add(entries, 0, tree)
    sectors = _Sectors()
    directory = sectors.reserve(-(-len(entries) // _PER_DIRECTORY))

    mini = _Sectors(_MINI_SECTOR)
    for entry in entries:
        if entry.kind == _STREAM and entry.size < _SMALLEST_BIG:
            entry.start = mini.add(entry.data)
    mini_table = struct.pack(f"<{len(mini.chains)}I", *mini.chains)
    mini_table += b"\xff" * (-len(mini_table) % _SECTOR)
    mini_table_start = sectors.add(mini_table)
    root = entries[0]
    root.data = b"".join(mini.content)
    root.start, root.size = sectors.add(root.data), len(root.data)
    for entry in entries:
        if entry.kind == _STREAM and entry.size >= _SMALLEST_BIG:
            entry.start = sectors.add(entry.data)

    lines = b"".join(entry.to_bytes() for entry in entries)
    unused = _Entry("", _UNUSED)
    unused.links = _Links(colour=0)  # nothing but zeros and "no such entry" (2.6.1)
    lines += unused.to_bytes() * (-len(entries) % _PER_DIRECTORY)
    for number in range(len(lines) // _SECTOR):
        sectors.content[directory + number] = lines[number * _SECTOR : (number + 1) * _SECTOR]

    tables = sectors.add_tables()
    places = [*tables, *[_FREE] * (_MOST_TABLES - len(tables))]
    header = struct.pack(
        f"<8s16sHHHHH6sIIIIIIIII{_MOST_TABLES}I",
        bytes.fromhex("D0CF11E0A1B11AE1"),
        b"",
        0x3E,  # minor and major version
        3,
        0xFFFE,  # little endian
        9,  # powers of 2: a sector, a mini sector
        6,
        b"",
        0,
        len(tables),
        directory,
        0,
        _SMALLEST_BIG,
        mini_table_start,
        len(mini_table) // _SECTOR,
        _END,
        0,
        *places,
    )
    return header + b"".join(sectors.content)


class _Sectors:
    """Content cut into sectors, and the chains that link them."""

    def __init__(self, size: int = _SECTOR):
        self.size = size
        self.content: list[bytes] = []
        self.chains: list[int] = []

    def add(self, data: bytes) -> int:
        """Append the data and return its first sector."""
        if not data:
            return _END
        start = self.reserve(-(-len(data) // self.size))
        for number in range(start, len(self.content)):
            piece = data[(number - start) * self.size : (number - start + 1) * self.size]
            self.content[number] = piece.ljust(self.size, b"\0")
        return start

    def reserve(self, count: int) -> int:
        """Append a chain of empty sectors and return the first."""
        start = len(self.content)
        self.content += [bytes(self.size)] * count
        self.chains += [*range(start + 1, start + count), _END]
        return start

    def add_tables(self) -> list[int]:
        """Append the allocation table, which lists itself too, and return its sectors."""
        count = 1
        while len(self.content) + count > count * _PER_TABLE:
            count += 1
        if count > _MOST_TABLES:
            raise ValueError("A VBA project of more than 7 MB cannot be written.")
        start = len(self.content)
        chains = [*self.chains, *[_TABLE] * count]
        chains += [_FREE] * (count * _PER_TABLE - len(chains))
        table = struct.pack(f"<{len(chains)}I", *chains)
        self.content += [table[at : at + _SECTOR] for at in range(0, len(table), _SECTOR)]
        return list(range(start, start + count))


def _add(entries: list[_Entry], parent: int, tree: Tree) -> None:
    """Add the entries of a storage to the directory, and then those of its storages."""
    first = len(entries)
    names = sorted(tree, key=_order)
    for name in names:
        if not 1 <= len(name) <= _LONGEST_NAME or set(name) & set("/\\:!"):
            raise ValueError(f"A compound file cannot hold the name {name!r}.")
        content = tree[name]
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content))
        else:
            entries.append(_Entry(name, _STORAGE))
    entries[parent].child = _link(entries, first, len(entries))
    for number, name in enumerate(names, first):
        content = tree[name]
        if not isinstance(content, bytes):
            _add(entries, number, content)


def _order(name: str) -> tuple[int, str]:
    """Shorter names first, then without regard to case (2.6.4)."""
    return len(name), name.upper()


def _link(entries: list[_Entry], first: int, end: int) -> int:
    """Make a balanced tree of entries that are in order and return its root.

    Every level is black except the last one if it is not full: so no red entry has a red child,
    and every path to a leaf has the same number of black ones.
    """
    full = (end - first + 1).bit_length() - 1

    def build(low: int, high: int, depth: int) -> int:
        if low >= high:
            return _NONE
        middle = (low + high) // 2
        left, right = build(low, middle, depth + 1), build(middle + 1, high, depth + 1)
        entries[middle].links = _Links(left, right, _RED if depth >= full else _BLACK)
        return middle

    return build(first, end, 0)
