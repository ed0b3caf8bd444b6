"""Results as a page to read and as data to compare with: RESULTS.md and, beside it, RESULTS.json."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from measuring import Row

from plm_ratios import catalog
from plm_ratios.files import replacing

_LIBRARIES = ("xlwings", "xlwings-server", "openpyxl", "python-pptx", "matplotlib", "ironcalc", "playwright")
_PROGRAMS = {
    "LibreOffice": ("soffice", "--version"),
    "Node.js": ("node", "--version"),
    "seqkit": ("seqkit", "version"),
}
PARTS = {
    "start": "Start-up",
    "Python": "Python",
    "Calc": "LibreOffice Calc",
    "Excel": "Excel: Python's side of xlwings",
    "Server": "xlwings Server",
    "Lite": "xlwings Lite: Pyodide in Chromium",
    "Sheets": "Google Sheets: the script in Node.js",
    "LAMBDA": "LAMBDA workbook in IronCalc",
    "Command": "Commands",
    "Count": "Counting sequences",
    "recalc": "Recalculation",
}
_NOTES = {
    "Count": "Processor seconds of all processes; with --scheduler, from a web server and for growth, "
    "wall clock.",
}
_HEAD = """\
# How fast it is

Written by `make bench` on {date}. {said}. Load of the machine at the start and at the end: {load}.

Each row sets two things side by side that took turns in one run: *x* is how many times as long ours took, the
median over the rounds of three processes, with the quartiles beside it. Times are medians. An exponent says
how time grows: at 1, ten times as much takes ten times as long. An aim that was missed is bold.
[docs/speed.md](../docs/speed.md) says what that means for who waits, and why aims were missed."""
_COLUMNS = (
    "| | beside | x | quartiles | ours | theirs | rounds | aim |",
    "|---|---|---:|---:|---:|---:|---:|---:|",
)


def machine() -> dict[str, str]:
    """What the figures depend on beside the code."""
    found = {
        "processor": f"{os.cpu_count()} x {_processor()}",
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
    }
    for name, command in _PROGRAMS.items():
        if shutil.which(command[0]):
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            found[name] = next(word for word in said if any(map(str.isdigit, word))).removeprefix("v")
    for name in _LIBRARIES:
        found[name] = metadata.version(name)
    return found


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "unknown")


def write(path: Path, rows: Sequence[Row], date: str, load: Sequence[float]) -> None:
    """Both files, each whole or not at all. What stands there is the run before, to compare with."""
    before = read(path) if path.with_suffix(".json").exists() else []
    content = {
        "date": date,
        "load": list(load),
        "machine": machine(),
        "models": len(catalog.load().models),
        "rows": [row._asdict() for row in rows],
    }
    for target, text in (
        (path.with_suffix(".json"), json.dumps(content, indent=1, ensure_ascii=False) + "\n"),
        (path, _page(content, rows, before)),
    ):
        with replacing(target, force=True) as unfinished:
            unfinished.write_text(text, encoding="utf-8")


def read(path: Path) -> list[Row]:
    """The rows of a RESULTS.json."""
    return [Row(**row) for row in json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["rows"]]


def change(old: Row, new: Row) -> str:
    """ "slower" or "faster" where the quartiles of the two do not overlap, "" where they do."""
    if new.low > old.high:
        return "slower"
    return "faster" if new.high < old.low else ""


def _page(content: dict[str, Any], rows: Sequence[Row], before: Sequence[Row]) -> str:
    load = ", ".join(f"{each:.1f}" for each in content["load"])
    said = "; ".join(f"{name} {value}" for name, value in content["machine"].items())
    lines = [_HEAD.format(date=content["date"], said=said, load=load)]
    for part, heading in PARTS.items():
        if found := [row for row in rows if row.part == part]:
            note = [_NOTES[part], ""] if part in _NOTES else []
            lines += ["", f"## {heading}", "", *note, *_COLUMNS, *map(line, found)]
    return "\n".join([*lines, *_beside(before, rows)]) + "\n"


def _beside(before: Sequence[Row], rows: Sequence[Row]) -> list[str]:
    """What left its spread since the run before."""
    old = {row.key: row for row in before}
    both = [(old[row.key], row) for row in rows if row.key in old]
    if not both:
        return []
    changed = [(was, row, change(was, row)) for was, row in both if change(was, row)]
    said = f"{len(changed)} of {len(both)} rows have quartiles that do not overlap with those before."
    lines = ["", "## Beside the run before", "", said]
    if changed:
        lines += ["", "| | beside | before | now | |", "|---|---|---:|---:|---|"]
    for was, row, how in changed:
        title = f"{PARTS[row.part]}: {row.what}"
        lines.append(f"| {title} | {row.against} | {figure(was.number)} | {figure(row.number)} | {how} |")
    return lines


def line(row: Row) -> str:
    """A row of the page."""
    theirs = "" if row.theirs is None else time(row.theirs)
    aim = "" if row.aim is None else f"{row.aim:g}"
    number = figure(row.number)
    if row.aim is not None and row.number > row.aim:
        number = f"**{number}**"
    spread = f"{figure(row.low)} to {figure(row.high)}"
    cells = (row.what, row.against, number, spread, time(row.ours), theirs, row.rounds, aim)
    return f"| {' | '.join(map(str, cells))} |"


def figure(number: float) -> str:
    """Three digits of a ratio."""
    return f"{number:.2f}" if number < 10 else f"{number:.1f}" if number < 100 else f"{number:,.0f}"


def time(seconds: float) -> str:
    """Seconds as a person says them."""
    if seconds < 1e-3:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.{0 if seconds >= 0.1 else 1}f} ms" if seconds < 1 else f"{seconds:.1f} s"
