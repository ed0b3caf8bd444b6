"""What is fuzzed: something that makes inputs, and something that reads them."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from fnmatch import fnmatch
from pathlib import Path
from random import Random
from typing import NamedTuple

from plm_ratios.errors import PlmError

Files = Mapping[str, bytes]


class Reader(NamedTuple):
    """One way in.

    name       of the reader
    make       an input, by random numbers: files by their names
    read       reads it in a folder that holds these files. It may raise errors of ours, and no others
    writes     patterns of what it may write there, and change
    starts     whether it may start programs
    connects   whether it may ask servers
    """

    name: str
    make: Callable[[Random], Files]
    read: Callable[[Path], object]
    writes: tuple[str, ...] = ()
    starts: bool = False
    connects: bool = False

    def input(self, number: int) -> Files:
        """The input of this number, always the same."""
        return self.make(Random(f"{self.name} {number}"))

    def may_write(self, name: str) -> bool:
        """Whether a file of this name may be new or another afterwards."""
        return any(fnmatch(name, pattern) for pattern in self.writes)


class Refused(PlmError):
    """A command ended with a sentence."""


def command(*arguments: str) -> str:
    """Runs a command as its user does, but in this process: what it crashes with, it raises.

    Returns
    -------
    What it printed.

    Raises
    ------
    Refused
        With its sentence, where it could not be done.
    """
    from plm_ratios import cli
    from plm_ratios.catalog import reload

    reload()
    out, err = io.StringIO(), io.StringIO()
    before, sys.argv = sys.argv, ["plm-ratios", *arguments]
    try:
        with redirect_stdout(out), redirect_stderr(err):
            cli.main()
    except SystemExit as ending:
        code = 0 if ending.code is None else ending.code
    else:
        raise AssertionError("main() ends by SystemExit")
    finally:
        sys.argv = before
    said = err.getvalue()
    printed = out.getvalue()
    for sign in ("Traceback (most recent", "[Errno ", "object at 0x", "<class '"):
        assert sign not in said + printed, f"it says: {said[-600:]}"
    assert code in (0, 1, 2), f"it ended with {code!r}"
    if code == 2:
        assert said.startswith("plm-ratios: "), f"it was refused, and it says: {said[-600:]}"
        raise Refused(said)
    return printed
