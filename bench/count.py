"""plm-ratios count against reading the file and against seqkit, side by side.

    python bench/count.py [RUNS] [MEGABYTES] [plain]

Each run starts all programs in turn over the same generated proteins, which are in the cache of the system by
then. Prints medians of wall-clock and of processor seconds with the least and the most, and medians of the
ratios, run by run, to the first program and to seqkit stats at the number of threads that is best here. What
is not installed is left out (apt install seqkit pigz isal). "plain" leaves out gzip.
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
    """Runs all commands in turn; prints medians, and ratios to the first and to the best of seqkit stats."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            found[name].append(seconds(command))
    first = next(iter(commands))
    stats = [name for name in commands if name.startswith("seqkit stats -j")]
    best = min(stats, key=lambda name: statistics.median(found[name]), default=None)
    print(f"{title}; medians of {runs} runs, least and most")
    print(f"  {'':28} {'wall clock':>22} {'processors':>22}  wall, processors x {first}")
    for name, each in found.items():
        walls, used = zip(*each)
        against = [first] + ([best] if best else [])
        ratios = "   ".join(
            f"{_ratio(each, found[other], 0):5.2f} {_ratio(each, found[other], 1):5.2f}" for other in against
        )
        print(f"  {name:28} {_spread(walls):>22} {_spread(used):>22}  {ratios}")
    if best:
        print(f"  (the last two columns: x {best})")


def _spread(values: tuple[float, ...]) -> str:
    return f"{statistics.median(values):.2f} s ({min(values):.2f}-{max(values):.2f})"


def _ratio(mine: list[tuple[float, float]], its: list[tuple[float, float]], column: int) -> float:
    return statistics.median(one[column] / max(other[column], 0.01) for one, other in zip(mine, its))


def memory(command: tuple[str, ...]) -> float:
    """The most megabytes that a program and all its processes held at once, looked at 100 times a second.

    Pages that processes share are divided among them (Pss of Linux).
    """
    most = 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, sum(map(_held, _family(process.pid))))
            time.sleep(0.01)
    return most


def _family(process: int) -> list[int]:
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [process, *(each for child in children for each in _family(int(child)))]


def _held(process: int) -> float:
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    lines = (line.split() for line in rollup.splitlines())
    return next((int(words[1]) / 1000 for words in lines if words[0] == "Pss:"), 0.0)


def main() -> None:
    """The whole comparison."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 600
    is_packed_too = "plain" not in sys.argv[3:]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PLM_RATIOS_CACHE"] = folder
        plain, packed = Path(folder) / "a.fasta", Path(folder) / "a.fasta.gz"
        tiny = Path(folder) / "tiny.fasta"
        tiny.write_text(">a\nMKV\n", encoding="ascii")
        proteins(plain, size * 1_000_000)
        subprocess.run(
            (*OURS, "count", str(plain)), check=True, stdout=subprocess.DEVNULL
        )  # builds the kernel
        files = [(plain, "cat")]
        if is_packed_too:
            with open(plain, "rb") as source, gzip.open(packed, "wb", 6) as target:
                shutil.copyfileobj(source, target)
            files.append((packed, "gzip -dc"))
        for path, read in files:
            commands = {read: (*read.split(), str(path))}
            if path == packed:
                for program in ("pigz", "igzip"):
                    if shutil.which(program):
                        commands[f"{program} -dc"] = (program, "-dc", str(path))
            if shutil.which("seqkit"):
                for threads in "124":
                    commands[f"seqkit stats -j {threads}"] = ("seqkit", "stats", "-j", threads, str(path))
                commands["seqkit stats -a"] = ("seqkit", "stats", "-a", str(path))
                commands["seqkit rmdup -s"] = ("seqkit", "rmdup", "-s", str(path))
            commands["plm-ratios count"] = (*OURS, "count", str(path))
            commands["plm-ratios --no-duplicates"] = (*OURS, "count", "--no-duplicates", str(path))
            commands["the same, starting alone"] = (*OURS, "count", "--no-duplicates", str(tiny))
            compare(f"{path.suffix[1:]}, {path.stat().st_size / 1e6:.0f} MB", commands, runs)
        for options in ((), ("--no-duplicates",)):
            held = memory((*OURS, "count", str(plain), *options))
            print(f"plm-ratios count {' '.join(options)}: {held:.0f} MB at most")


if __name__ == "__main__":
    main()
