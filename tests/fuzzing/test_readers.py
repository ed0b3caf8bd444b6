"""Whatever a reader is given, it reads it or refuses it with a sentence: it neither crashes nor hangs, takes
no memory without end, starts nothing, and touches nothing but what it may write.

These are the first inputs of each. make fuzz MINUTES=60 tries many thousands.
"""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fuzzing import sandbox
from fuzzing.mutations import rearranged
from fuzzing.reader import Reader
from fuzzing.readers import READERS
from fuzzing.workbook_readers import READERS as OF_WORKBOOKS

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="processes are forked, and limited as on Linux"
)
_TESTS = Path(__file__).parents[1]
#: Two thirds of the time goes into workbooks, which many other tests damage too.
_LONG = [reader.name for reader in OF_WORKBOOKS]
_SHORT = [name for name in READERS if name not in _LONG]


@functools.cache
def tried(names: tuple[str, ...], inputs: int) -> dict[str, Any]:
    """What came of the first inputs of these readers, in a process of its own."""
    chosen = [word for name in names for word in ("--reader", name)]
    done = subprocess.run(
        [sys.executable, "-m", "fuzzing", "--json", "--inputs", str(inputs), *chosen],
        cwd=_TESTS,
        env={**os.environ, "PYTHONPATH": str(_TESTS)},
        capture_output=True,
        text=True,
    )
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", _SHORT)
def test_it_reads_or_refuses(name: str) -> None:
    found = tried(tuple(_SHORT), 2)[name]
    assert not found["failures"]
    assert found.get("read", 0) + found.get("refused", 0) == 2


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_so_it_does_with_more_of_them(name: str) -> None:
    assert not tried(tuple(READERS), 15)[name]["failures"]


def _escape(folder: Path) -> None:
    (folder.parent / "elsewhere").parent.parent.parent.joinpath("up.txt").write_text("x")


def _silent_escape(folder: Path) -> None:
    try:
        os.rename(folder / "a", folder.parents[3] / "a")
    except Exception:
        return


def _endless(folder: Path) -> None:
    while True:
        pass


def _greedy(folder: Path) -> None:
    held = [bytes(1 << 20)]
    while True:
        held.append(bytearray(b"x" * (16 << 20)))


@pytest.mark.parametrize(
    ("read", "kind"),
    [
        (lambda folder: None, "read"),
        (lambda folder: (folder / "a").read_text(), "read"),
        (lambda folder: 1 // 0, "crash"),
        (lambda folder: os._exit(0), "crash"),
        (lambda folder: os.abort(), "crash"),
        (lambda folder: sys.exit(0), "crash"),
        (_escape, "outside"),
        (_silent_escape, "outside"),
        (lambda folder: subprocess.run(["true"]), "outside"),
        (lambda folder: (folder / "left").touch(), "left"),
        (lambda folder: (folder / "a").unlink(), "spoilt"),
        (lambda folder: (folder / "a").write_text("other"), "spoilt"),
        (_endless, "hang"),
        (_greedy, "memory"),
    ],
)
def test_what_a_reader_must_not_do_is_found(
    read: Any, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "hang":
        monkeypatch.setattr(sandbox, "PROCESSOR", 0.1)
    monkeypatch.setattr(sandbox, "MEMORY", 64 << 20)
    reader = Reader("a", lambda draw: {"a": b"content"}, read)
    assert [each.kind for each in sandbox.outcomes(reader, range(2), tmp_path)] == [kind] * 2
    assert not list(tmp_path.iterdir())


def test_an_input_is_made_again_by_its_number() -> None:
    for name in ("user catalog", "sequences", "answers of web servers", "command lines"):
        assert READERS[name].input(7) == READERS[name].input(7) != READERS[name].input(8)


def test_what_inputs_are_made_from_stays_as_it_is() -> None:
    from random import Random

    tree = {"a": [1, {"b": "c"}]}
    for seed in range(50):
        rearranged(Random(seed), tree)
    assert tree == {"a": [1, {"b": "c"}]}
