"""Fuzzes all readers for as long as one likes: make fuzz MINUTES=60.

    PYTHONPATH=tests python -m fuzzing --minutes 60
    PYTHONPATH=tests python -m fuzzing --inputs 20 --json          as the tests do
    PYTHONPATH=tests python -m fuzzing --reader recalc --first 1234 --inputs 1

Ctrl-C ends it before its time. Each input has a number, from which it is made again. Those that fail are
kept in a folder, with what happened, once for each place in the code.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from . import sandbox
from .readers import READERS, prepare
from .sandbox import Outcome

_TURN = 20  # inputs of a reader before the next one's turn


class Record:
    """What came of the inputs of a reader."""

    def __init__(self, name: str):
        self.name = name
        self.kinds: Counter[str] = Counter()
        self.seconds = 0.0
        self.failures: dict[str, list[Outcome]] = {}

    def add(self, outcome: Outcome) -> bool:
        """Adds an outcome; True where it failed in a place that none failed in before."""
        self.kinds[outcome.kind] += 1
        if not outcome.failed:
            return False
        place = _place(outcome)
        self.failures.setdefault(place, []).append(outcome)
        return len(self.failures[place]) == 1

    @property
    def inputs(self) -> int:
        """How many were tried."""
        return self.kinds.total()


def _place(outcome: Outcome) -> str:
    """What failures have in common that are the same."""
    lines = re.findall(r'File "[^"]*?([\w./-]+)", line (\d+)', outcome.said)
    ours = [f"{Path(file).name}:{line}" for file, line in lines if "plm_ratios/" in file]
    last = outcome.said.strip().splitlines()[-1] if outcome.said.strip() else ""
    return f"{outcome.kind} {' '.join(ours[-2:])} {re.sub(r'[0-9]+', '0', last)[:80]}"


def fuzz(names: list[str], first: int, inputs: int, seconds: float, kept: Path | None) -> dict[str, Record]:
    """Tries inputs of these readers in turn, each as many or for as long."""
    records = {name: Record(name) for name in names}
    end = time.monotonic() + seconds
    next_number = dict.fromkeys(names, first)
    place = tempfile.TemporaryDirectory(prefix="plm-ratios-fuzzing-")
    with place, contextlib.suppress(KeyboardInterrupt):  # what was found until then is told
        for name in itertools.cycle(names):
            left = first + inputs - next_number[name]
            turn = range(next_number[name], next_number[name] + min(left, _TURN))
            if time.monotonic() > end or all(first + inputs <= number for number in next_number.values()):
                break
            next_number[name] += len(turn)
            begun = sandbox.processor_time()
            for outcome in sandbox.outcomes(READERS[name], turn, Path(place.name)):
                if records[name].add(outcome) and kept:
                    _keep(kept, name, outcome)
            records[name].seconds += sandbox.processor_time() - begun
    return records


def _keep(folder: Path, name: str, outcome: Outcome) -> None:
    place = folder / f"{re.sub('[^a-zA-Z]+', '-', name)}-{outcome.number}"
    sandbox.write(READERS[name].input(outcome.number), place)
    (place / "what-happened.txt").write_text(f"{name} {outcome.number}: {outcome.kind}\n{outcome.said}\n")
    print(f"{name} {outcome.number}: {outcome.kind}: {place}", file=sys.stderr, flush=True)


def _table(records: dict[str, Record]) -> str:
    rows = [f"{'reader':26}{'inputs':>9}{'read':>9}{'refused':>9}{'failed':>8}{'kinds':>7}{'CPU s':>8}"]
    for name, record in records.items():
        failed = sum(map(len, record.failures.values()))
        rows.append(
            f"{name:26}{record.inputs:9,}{record.kinds['read']:9,}{record.kinds['refused']:9,}{failed:8,}"
            f"{len(record.failures):7}{record.seconds:8.0f}"
        )
    total = sum(record.inputs for record in records.values())
    rows.append(f"{'in all':26}{total:9,}{sum(record.seconds for record in records.values()):42.0f}")
    return "\n".join(rows)


def main() -> int:
    """The command line; 1 where anything failed."""
    parser = argparse.ArgumentParser(prog="python -m fuzzing", description="Fuzzes the readers.")
    parser.add_argument(
        "--reader", action="append", choices=sorted(READERS), help="only this one; repeatable"
    )
    parser.add_argument("--minutes", type=float, default=60, help="for how long")
    parser.add_argument("--inputs", type=int, default=1 << 60, help="how many for each reader, at most")
    parser.add_argument("--first", type=int, default=0, help="the number of the first input of each")
    parser.add_argument("--keep", type=Path, help="the folder for inputs that fail")
    parser.add_argument("--json", action="store_true", help="print the failures as JSON instead of a table")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    names = chosen.reader or list(READERS)
    prepare(names, chosen.inputs > _TURN)
    records = fuzz(names, chosen.first, chosen.inputs, chosen.minutes * 60, chosen.keep)
    if chosen.json:
        print(
            json.dumps(
                {name: dict(record.kinds) | {"failures": record.failures} for name, record in records.items()}
            )
        )
    else:
        print(_table(records))
        for name, record in records.items():
            for place, outcomes in record.failures.items():
                first = outcomes[0]
                print(f"\n{name} {first.number} ({len(outcomes)} times): {place}\n{first.said[-1500:]}")
    return int(any(record.failures for record in records.values()))


if __name__ == "__main__":
    sys.exit(main())
