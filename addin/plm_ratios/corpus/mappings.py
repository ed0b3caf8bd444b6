"""Files that say which cluster a sequence is in, as pairs of names.

MMseqs2 and DIAMOND write "representative<TAB>member". UniProt's idmapping.dat has three columns, accession,
type and id; its idmapping_selected.tab has 22, of which the eighth to the tenth are UniRef100, UniRef90 and
UniRef50; and what its web site gives has a header, From and To.
"""

from __future__ import annotations

import io
from typing import Callable, Iterable, Iterator, NamedTuple

from ..errors import PlmError
from . import opening
from .blocks import blocks
from .names import name
from .opening import is_pipe, opened, stamp
from .records import BYTE_ORDER_MARK
from .shards import RANGE, Shard, beginning
from .streams import MAGIC, Damaged, compression, decompressed, metered

_BUFFER = 1 << 18  # bytes of one read
_SELECTED = {b"UniRef100": 7, b"UniRef90": 8, b"UniRef50": 9}  # columns of idmapping_selected.tab
_COLUMNS = 22
_WHICH = "UniRef50, UniRef90 or UniRef100"

Pair = tuple[bytes, bytes]  # the name of a member, and its cluster; empty where it has none


class Layout(NamedTuple):
    """Where a mapping has members and clusters.

    words    what the file is, for people
    member, cluster   numbers of columns, from 0
    columns  how many a line must have at least
    kind     of lines of idmapping.dat, those that count; empty elsewhere
    skip     lines before the first
    identity   in percent, where the file says it by the name UniRef50
    """

    words: str
    member: int
    cluster: int
    columns: int
    kind: bytes = b""
    skip: int = 0
    identity: int | None = None


def layout(path: str, column: str = "") -> Layout:
    """How a mapping is laid out, by its first lines.

    Parameters
    ----------
    path
        A file or a URL; plain or compressed.
    column
        Which column has the clusters: its number from 1, or UniRef50, UniRef90, UniRef100 of UniProt's files.

    Raises
    ------
    PlmError
        There is no such file, or it is no such mapping, or the column must be named.
    """
    if is_pipe(path):
        raise PlmError(f"{path} is a named pipe, and --clusters reads its file twice. Save it first.")
    try:
        with opened(path, glance=True) as raw:
            start = beginning(decompressed(io.BufferedReader(raw, _BUFFER), path))
    except FileNotFoundError:
        raise PlmError(f"There is no file {path}.") from None
    start = start.removeprefix(BYTE_ORDER_MARK).replace(b"\r", b"")
    lines = [line.split(b"\t") for line in start.split(b"\n") if line.strip()]
    if not lines:
        raise PlmError(f"{path} is empty. --clusters needs two columns: representative, member.")
    width = len(lines[0])
    if width < 2:
        raise PlmError(
            f"{path} has no tab in its first line. --clusters needs a table of two columns, representative "
            "and member, as MMseqs2 writes it."
        )
    if column.isdigit():
        return _numbered(path, width, int(column))
    if width == 2:
        return _of_two(path, lines[0], column)
    wanted = next((key for key in _SELECTED if key.decode().lower() == column.lower()), None)
    is_uniprot = width == 3 or width == _COLUMNS
    if column and not (wanted and is_uniprot):
        raise PlmError(f'{path} has no column "{column}". Give its number, or {_WHICH} of UniProt\'s files.')
    if not wanted:
        extra = f", {_WHICH}" if is_uniprot else ""
        raise PlmError(
            f"{path} has {width} columns. Say which one has the clusters with --cluster-column: its "
            f"number{extra}."
        )
    identity = int(wanted.removeprefix(b"UniRef"))
    if width == 3:
        return Layout(f"UniProt's mapping to {wanted.decode()}", 0, 2, 3, kind=wanted, identity=identity)
    place = _SELECTED[wanted]
    return Layout(f"UniProt's mapping to {wanted.decode()}", 0, place, place + 1, identity=identity)


def _numbered(path: str, width: int, number: int) -> Layout:
    if not 1 <= number <= width:
        raise PlmError(f"{path} has {width} columns; --cluster-column {number} is none of them.")
    member = 1 if number == 1 else 0
    words = f"clusters in column {number}, members in column {member + 1}"
    return Layout(words, member, number - 1, max(number, member + 1))


def _of_two(path: str, first: list[bytes], column: str) -> Layout:
    if column:
        raise PlmError(
            f'{path} has two columns, and none is called "{column}". Give the number of the column with the '
            "clusters, 1 or 2."
        )
    if first == [b"From", b"To"]:
        return Layout("UniProt's mapping, from member to cluster", 0, 1, 2, skip=1)
    return Layout("representative and member, as MMseqs2 writes them", 1, 0, 2)


def parts(path: str) -> list[Shard]:
    """The parts of a mapping that can be read by themselves: ranges of a plain file, else all of it.

    Raises
    ------
    PlmError
        There is no such file.
    """
    size, modified = stamp(path)
    whole = Shard(path, "", size=size, modified=modified)
    with opened(path, glance=True) as raw:
        is_plain = not compression(raw.read(MAGIC) or b"")
    if not is_plain or size is None or size <= RANGE:
        return [whole]
    if opening.is_url(path) and not opening.gives_ranges(path):
        return [whole]
    return [whole._replace(start=first, end=min(first + RANGE, size)) for first in range(0, size, RANGE)]


def pairs(part: Shard, form: Layout, meter: Callable[[int], None]) -> Iterator[list[Pair]]:
    """What a part of a mapping says, a block at a time.

    Parameters
    ----------
    meter
        Called with numbers of bytes as they are read.

    Raises
    ------
    Damaged
        The file is cut off or corrupt, a line has too few columns, or the file changed.
    """
    position = max(0, part.start - 1)
    with opened(part.path, position, whole=part.end is None) as raw:
        buffered = metered(raw, meter, _BUFFER)
        stream = buffered if part.end is not None else decompressed(buffered, part.path)
        first = part.start == 0
        for block in map(bytes, blocks(stream, b"\n", position, part.start, part.end)):
            if first:
                block = block.removeprefix(BYTE_ORDER_MARK)
            lines = block.replace(b"\r", b"").split(b"\n")
            if first and form.skip:
                del lines[: form.skip]
            first = False
            yield list(_of_lines(lines, form, part.path))
    if stamp(part.path) != (part.size, part.modified):
        raise Damaged(f"{part.path} changed while it was read. Count again when it is whole.")


def _of_lines(lines: Iterable[bytes], form: Layout, path: str) -> Iterator[Pair]:
    for line in lines:
        fields = line.split(b"\t")
        if len(fields) < form.columns:
            if not line.strip():
                continue
            shown = line[:40].decode("utf-8", "replace")
            raise Damaged(
                f'{path} has a line of {len(fields)} columns, "{shown}"; {form.columns} are expected.'
            )
        if form.kind and fields[1] != form.kind:
            continue
        yield name(fields[form.member]), fields[form.cluster].strip()
