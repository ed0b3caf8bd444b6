"""Start-up cost: import plm_ratios and the first RATIO, against bare Python, side by side.

    python bench/start_up.py [RUNS]

Each run starts both interpreters in turn, so that a drift of the machine meets both. Prints the
medians and the median of the differences.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ADDIN = Path(__file__).resolve().parent.parent / "addin"
BARE = "pass"
FIRST_RATIO = (
    f"import sys; sys.path.insert(0, {str(ADDIN)!r}); import plm_ratios; "
    "from plm_ratios.functions import FUNCTIONS; FUNCTIONS['RATIO']('ESM-2 15B')"
)
AIM = 60.0  # ms


def milliseconds(code: str) -> float:
    """One cold start of a fresh interpreter."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return (time.perf_counter() - start) * 1000


def main(runs: int) -> None:
    for code in (BARE, FIRST_RATIO):  # compiles the bytecode, warms the file cache
        milliseconds(code)
    pairs = [(milliseconds(BARE), milliseconds(FIRST_RATIO)) for _ in range(runs)]
    bare, ours = (statistics.median(column) for column in zip(*pairs))
    extra = statistics.median(ours - bare for bare, ours in pairs)
    print(f"bare Python                  {bare:7.1f} ms   (median of {runs})")
    print(f"import plm_ratios and RATIO  {ours:7.1f} ms")
    print(f"extra                        {extra:7.1f} ms   (aim: at most {AIM:.0f})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
