"""Two results side by side: what got slower, or faster, by more than its spread.

    python bench/compare.py OLD.json [NEW.json]

NEW is bench/RESULTS.json where it is left out. Exit code 1 where anything got slower.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import results


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", 1)[0])
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path, nargs="?", default=Path(__file__).with_name("RESULTS.json"))
    options = parser.parse_args()
    old = {row.key: row for row in results.read(options.old)}
    slower = 0
    for row in results.read(options.new):
        before = old.pop(row.key, None)
        said = "new" if before is None else results.change(before, row)
        slower += said == "slower"
        was = "" if before is None else results.figure(before.number)
        print(
            f"{said:7} {was:>8} {results.figure(row.number):>8}  {row.part}: {row.what}, beside {row.against}"
        )
    for row in old.values():
        print(
            f"gone    {results.figure(row.number):>8} {'':>8}  {row.part}: {row.what}, beside {row.against}"
        )
    return 1 if slower else 0


if __name__ == "__main__":
    raise SystemExit(main())
