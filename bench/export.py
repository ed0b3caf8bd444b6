"""The whole export of the default comparison, against an empty deck and an empty figure, side by side.

    python bench/export.py [RUNS]

Each run starts both as programs of their own, in turn: ours writes a deck, a PNG, an SVG, a CSV and a
workbook of values; the other one writes an empty deck with python-pptx and an empty figure as PNG and SVG
with matplotlib. Prints the medians and the median of the ratios. The PDF is timed apart, for it starts
LibreOffice.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ADDIN = Path(__file__).resolve().parent.parent / "addin"
EMPTY = """
import sys
from matplotlib.figure import Figure
from pptx import Presentation
deck = Presentation()
deck.slides.add_slide(deck.slide_layouts[5])
deck.save(sys.argv[1] + "/deck.pptx")
for kind in ("png", "svg"):
    figure = Figure(figsize=(10, 5.625))
    figure.add_subplot()
    figure.savefig(sys.argv[1] + "/chart." + kind, dpi=200)
"""
OURS = f"import sys; sys.path.insert(0, {str(ADDIN)!r}); from plm_ratios.cli import main; main()"
KINDS = ("deck.pptx", "chart.png", "chart.svg", "table.csv", "values.xlsx")


def seconds(*command: str) -> float:
    """One run of a program."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", *command], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def export(folder: str, kinds: tuple[str, ...]) -> float:
    """One run of the command line."""
    targets = [word for name in kinds for word in ("--to", f"{folder}/{name}")]
    return seconds(OURS, "export", "--force", *targets)


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        seconds(EMPTY, folder)  # compiles the bytecode, warms the file cache
        export(folder, KINDS)
        pairs = [(seconds(EMPTY, folder), export(folder, KINDS)) for _ in range(runs)]
        pdf = [export(folder, ("sheet.pdf",)) for _ in range(max(1, runs // 3))]
    empty, ours = (statistics.median(column) for column in zip(*pairs))
    ratio = statistics.median(ours / empty for empty, ours in pairs)
    print(f"empty deck and figures  {empty:6.2f} s   (median of {runs})")
    print(f"whole export            {ours:6.2f} s   deck, PNG, SVG, CSV and values")
    print(f"ratio                   {ratio:6.2f}")
    print(f"PDF alone               {statistics.median(pdf):6.2f} s   by LibreOffice (median of {len(pdf)})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
