"""plm-ratios count beside reading the file, and beside seqkit: processor seconds, all processes together.

Over generated proteins, which are in the cache of the system by then. What is not installed is left out
(apt install seqkit).
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from measuring import Measured, compared, in_turn

ADDIN = Path(__file__).resolve().parent.parent / "addin"
CODE = f"import sys; sys.path.insert(0, {str(ADDIN)!r}); from plm_ratios.cli import main; main()"
OURS = (sys.executable, "-c", CODE)


def proteins(path: Path, size: int) -> None:
    """Writes FASTA of lines of 60; lengths as in UniRef50, lognormal, 300 on average; one in 100 holds X."""
    draw = random.Random(1)
    pool = "".join(draw.choices("ACDEFGHIKLMNPQRSTVWY", k=4_000_000))
    with open(path, "w", encoding="ascii") as file:
        number = 0
        while file.tell() < size:
            for _ in range(1000):
                number += 1
                length = max(20, int(draw.lognormvariate(5.5, 0.65)))
                start = draw.randrange(len(pool) - length)
                sequence = pool[start : start + length]
                if draw.random() < 0.01:
                    sequence = f"{sequence[:5]}X{sequence[6:]}"
                lines = (sequence[k : k + 60] for k in range(0, length, 60))
                file.write(f">UniRef50_{number} Uncharacterized protein n=1\n" + "\n".join(lines) + "\n")


def seconds(command: tuple[str, ...]) -> tuple[float, float]:
    """One run of a program: wall-clock and processor seconds, its processes together."""
    start, before = time.perf_counter(), os.times()
    with open(os.devnull, "wb") as nowhere:
        subprocess.run(command, check=True, stdout=nowhere, stderr=nowhere)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - start, used


def rows(rounds: int, megabytes: int) -> Iterator[Measured]:
    """With exact duplicates and without, plain files and packed ones."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PLM_RATIOS_CACHE"] = folder
        plain = Path(folder) / "a.fasta"
        proteins(plain, megabytes * 1_000_000)
        subprocess.run(
            (*OURS, "count", str(plain)), check=True, stdout=subprocess.DEVNULL
        )  # builds the kernel
        packed = plain.with_name("a.fasta.gz")
        with open(packed, "wb") as target:
            subprocess.run(("gzip", "-6", "-c", str(plain)), check=True, stdout=target)
        for path, kind in ((plain, f"{megabytes} MB"), (packed, f"{megabytes} MB, gzip")):
            commands = {
                "count": (*OURS, "count"),
                "count --no-duplicates": (*OURS, "count", "--no-duplicates"),
            }
            if path == plain:
                commands["cat"] = ("cat",)
            else:
                commands["gzip -dc"] = ("gzip", "-dc")
            if shutil.which("seqkit"):
                commands["seqkit stats"] = ("seqkit", "stats", "-j", "2")
                commands["seqkit rmdup -s"] = ("seqkit", "rmdup", "-s")
            taken = in_turn({name: _used(*each, str(path)) for name, each in commands.items()}, rounds)
            for ours in list(commands)[:2]:
                for other in list(commands)[2:]:
                    if (ours, other) != ("count --no-duplicates", "seqkit rmdup -s"):
                        yield compared("Count", f"{ours}, {kind}", other, taken[ours], taken[other])


def _used(*command: str) -> Callable[[], float]:
    return lambda: seconds(command)[1]
