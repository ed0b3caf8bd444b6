"""plm-ratios count against reading the file and against seqkit, side by side.

    python bench/count.py [RUNS] [MEGABYTES]

Each run starts all programs in turn over the same generated proteins, which are in the cache of the system by
then. Prints medians of wall-clock and of processor seconds, and the median of the ratios to the first. seqkit
is left out where it is not installed (apt install seqkit).
"""

from __future__ import annotations

import gzip
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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


def compare(title: str, commands: dict[str, tuple[str, ...]], runs: int) -> None:
    """Runs all commands in turn, and prints medians."""
    print(title)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            found[name].append(seconds(command))
    first = found[next(iter(commands))]
    for name, each in found.items():
        wall, used = (statistics.median(times) for times in zip(*each))
        ratio = statistics.median(mine[0] / its[0] for mine, its in zip(each, first))
        print(f"  {name:28} {wall:7.2f} s wall  {used:7.2f} s of processors  x {ratio:.1f}")


def main() -> None:
    """The whole comparison."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 600
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PLM_RATIOS_CACHE"] = folder
        plain, packed = Path(folder) / "a.fasta", Path(folder) / "a.fasta.gz"
        proteins(plain, size * 1_000_000)
        with open(plain, "rb") as source, gzip.open(packed, "wb", 6) as target:
            shutil.copyfileobj(source, target)
        has_seqkit = shutil.which("seqkit")
        for path, read in ((plain, "cat"), (packed, "gzip -dc")):
            commands = {read: (*read.split(), str(path))}
            if has_seqkit:
                commands["seqkit stats"] = ("seqkit", "stats", str(path))
                commands["seqkit rmdup -s"] = ("seqkit", "rmdup", "-s", str(path))
            commands["plm-ratios count"] = (*OURS, "count", str(path))
            commands["plm-ratios --no-duplicates"] = (*OURS, "count", "--no-duplicates", str(path))
            compare(f"{path.suffix[1:]}, {path.stat().st_size / 1e6:.0f} MB", commands, runs)
        compare("Starting alone", {"plm-ratios --version": (*OURS, "--version")}, runs)


if __name__ == "__main__":
    main()
