"""The same records as the table of a command, for programs: JSON, or CSV.

The fields are described in docs/command_line.md. They stay as they are; new ones come at the end.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence, TextIO

from ..catalog.cell_reading import formulas_among
from ..characters import in_json
from ..errors import PlmError
from ..files import replacing, require_place
from .output import print

STANDARD_OUTPUT = Path("-")

Records = Sequence[Mapping[str, Any]]


def show(
    records: Records,
    fields: Sequence[str],
    print_table: Callable[[], None],
    as_json: bool,
    csv_file: Path | None,
    force: bool,
) -> None:
    """Prints records as a table, or in the form that was asked for, and writes the CSV file.

    fields   names of the columns of the CSV, in their order; other keys of the records are left out
    """
    if as_json and csv_file == STANDARD_OUTPUT:
        raise PlmError("Standard output holds one of them: --json, or --csv -. Name a file for the CSV.")
    written = csv_file if csv_file != STANDARD_OUTPUT else None
    if written:  # first: where it cannot be written, nothing is shown
        write_csv_file(written, records, fields, force)
    if as_json:
        print_json([{field: record.get(field) for field in fields} for record in records])
    elif csv_file == STANDARD_OUTPUT:
        write_csv(sys.stdout, records, fields, end="\n")
        _note_formulas(records, fields)
    else:
        print_table()
    if written:
        print(f"Wrote {written}", file=sys.stderr if as_json else sys.stdout)


def print_json(value: Any) -> None:
    """Print JSON; whole numbers without ".0"."""
    print(in_json(json.dumps(_plain(value), ensure_ascii=not _is_unicode(), indent=2)))


def write_csv_file(path: Path, records: Records, fields: Sequence[str], force: bool) -> None:
    """Write CSV, the whole file or none."""
    check_csv_file(path, force)
    with replacing(path, force) as temporary, open(temporary, "w", encoding="utf-8", newline="") as file:
        write_csv(file, records, fields)
    _note_formulas(records, fields)


def check_csv_file(path: Path, force: bool) -> None:
    """Raises PlmError where write_csv_file would, for commands that take long before they write."""
    if path.suffix.lower() != ".csv":
        raise PlmError(
            f"{path} does not end in .csv, and the table is CSV. plm-ratios export --to writes other kinds."
        )
    require_place(path, force)


def write_csv(file: TextIO, records: Records, fields: Sequence[str], end: str = "\r\n") -> None:
    """Write one line a record: full numbers, empty where there is none."""
    writer = csv.DictWriter(file, fields, extrasaction="ignore", lineterminator=end)
    writer.writeheader()
    writer.writerows({key: _flat(value) for key, value in record.items()} for record in records)


def _note_formulas(records: Records, fields: Sequence[str]) -> None:
    """A note on cells that open as formulas, on standard error: the file holds them as they are."""
    found = formulas_among((field, _flat(record.get(field))) for record in records for field in fields)
    if found:
        print(f"note: {found}", file=sys.stderr)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _flat(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def _is_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
