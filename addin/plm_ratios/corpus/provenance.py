"""Where counted numbers come from: the command, the day, and the files with sizes and checksums."""

from __future__ import annotations

import datetime
import hashlib
import shlex
from typing import Sequence

from ..errors import PlmError
from ..version import __version__
from .counting import Counted
from .opening import is_pipe, is_url, stamp
from .shards import STANDARD_INPUT

_MOST = 20  # files that are named


def numbers(counted: Counted) -> dict[str, float]:
    """What a dataset holds: sequences, their mean length, and tokens, where it is known that no sequence is
    there twice.

    Raises
    ------
    PlmError
        There are no sequences.
    """
    sequences = counted.tally.sequences
    if not sequences:
        raise PlmError("There are no sequences in it, so there is no dataset to save.")
    total = sum(length * number for length, number in counted.tally.lengths.items())
    mean = round(total / sequences, 6)
    found = {"sequences": sequences, "avg_length": int(mean) if mean.is_integer() else mean}
    return found | ({"tokens_unique": total} if counted.duplicates == 0 else {})


def command(words: Sequence[str]) -> str:
    """The command as it was typed."""
    return shlex.join(["plm-ratios", *words[1:]])


def clusters_unit(identity: int | None, named: bool) -> str:
    """What a number of clusters counts, in words by which they are known.

    Parameters
    ----------
    identity
        Of the members of a cluster, in percent; None where nobody said it.
    named
        Whether they are clusters of UniRef.
    """
    if identity is None:
        return "clusters"
    return f"UniRef{identity} clusters" if named else f"clusters at {identity} % identity"


def note(paths: Sequence[str]) -> str:
    """The day, the version, and each file with its size and checksum; of many files, one checksum of all.

    What a URL names is not read again: of it the version is noted that its server tells.
    """
    files = [path for path in paths if path != STANDARD_INPUT and not is_pipe(path)]
    sums = {path: _mark(path) for path in files}
    said = f"Counted on {datetime.date.today().isoformat()} by plm-ratios {__version__}"
    if not files:
        return f"{said} from standard input."
    if len(files) > _MOST:
        listed = "".join(f"{digest}  {path}\n" for path, (_, digest) in sums.items())
        together = hashlib.sha256(listed.encode("utf-8", "surrogateescape")).hexdigest()
        size = sum(size for size, _ in sums.values())
        what = f"{len(files)} files, {size:,} bytes"
        return f"{said} from {what}; SHA-256 of what sha256sum prints for them {together}."
    parts = [
        f"{path}, {size:,} bytes, {'version' if is_url(path) else 'SHA-256'} {digest}"
        for path, (size, digest) in sums.items()
    ]
    return f"{said} from {'; '.join(parts)}."


def _mark(path: str) -> tuple[int, str]:
    if is_url(path):
        size, version = stamp(path)
        return size or 0, str(version or "unknown").strip('"')
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), digest
