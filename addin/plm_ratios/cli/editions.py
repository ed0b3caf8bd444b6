"""plm-ratios catalog editions | changes"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterable, Optional, Sequence

import typer
from rich.markup import escape

from .. import formatting
from ..errors import PlmError
from ..records.changes import CHANGE_FIELDS, NUMBER_FIELDS
from ..records.fields import names
from . import machine_output, options, output, tables
from .output import print
from .tables import TerminalColumn

if TYPE_CHECKING:
    from ..curation.kept import Edition
    from ..editions.changes import Change
    from ..editions.workbook_numbers import Numbers

_WORKBOOKS = (".xlsx", ".xlsm")
_TOO_LONG = 1e15  # to be written as a count: FLOPs
_MOST_NAMED = 60  # entries that were added or are gone, by name


def editions() -> None:
    """List the editions of the catalog that are kept, and the one in use.

    Example: plm-ratios catalog editions
    """
    from ..curation import kept

    current = kept.bundled()
    for date in dict.fromkeys((*kept.dates(), current.date)):
        edition = current if date == current.date else kept.edition(date)
        held = edition.parts["catalog"]
        said = f"{output.counted(len(held['models']), 'model')}, {len(held['datasets'])} datasets"
        print(f"{date}  {said}{', in use' if date == current.date else ''}")


def changes(
    old: str = typer.Argument(
        ...,
        help="An edition: its date, a catalog.json, or a folder of YAML files. Or a workbook: then its "
        "numbers are worked out with the edition that it was built with, and with NEW.",
    ),
    new: Optional[str] = typer.Argument(None, help="The edition to compare with; the one in use by default."),
    since: Optional[str] = typer.Option(
        None, "--since", help="The edition of a workbook that does not say which it was built with."
    ),
    all_: bool = options.flag("--all", "Also words, and facts that changed no number."),
    json: bool = options.JSON,
    csv: Optional[Path] = options.CSV,
    force: bool = options.FORCE,
) -> None:
    """Say what changed from one edition of the catalog to another, or which numbers of a workbook did.

    Example: plm-ratios catalog changes 2026-11-22

    Example: plm-ratios catalog changes comparison.xlsx
    """
    from ..curation import kept
    from ..editions import changes as comparing
    from ..editions import naming

    later = naming.named(new) if new else kept.bundled()
    if Path(old).suffix.lower() in _WORKBOOKS:
        _workbook(Path(old), since, later, json, csv, force)
        return
    if since:
        raise PlmError("--since is for workbooks; name the old edition first.")
    earlier = naming.named(old)
    found = comparing.changes(earlier, later)
    records = [
        dict(zip(names(CHANGE_FIELDS), (*change, earlier.date, later.date))) for change in _ordered(found)
    ]
    machine_output.show(
        records,
        names(CHANGE_FIELDS),
        lambda: _print_changes(found, earlier, later, all_),
        json,
        csv,
        force,
    )


def _ordered(found: Iterable[Change]) -> list[Change]:
    from ..editions.changes import KINDS

    return sorted(found, key=lambda change: KINDS.index(change.change))


def _print_changes(found: Sequence[Change], old: Edition, new: Edition, everything: bool) -> None:
    from ..editions import changes as kinds

    console = output.console()
    console.print(f"Catalog {old.date} to {new.date}: {_summary(found)}.")
    for kind, said in ((kinds.ADDED, "New"), (kinds.GONE, "Gone")):
        entries = [f"{change.name}" for change in found if change.change == kind]
        if entries:
            more = f" and {len(entries) - _MOST_NAMED} more" if len(entries) > _MOST_NAMED else ""
            console.print(f"\n{said}: {escape('; '.join(entries[:_MOST_NAMED]))}{more}.")
    for change in found:
        if change.change == kinds.RENAMED:
            console.print(f"\n{escape(str(change.old))} is called {escape(str(change.new))} now.")
        if change.change == kinds.MERGED:
            console.print(f"\n{escape(str(change.old))} is found as {escape(str(change.new))} now.")
    shown = [kinds.RATIO, kinds.NUMBER, *([kinds.WORD, kinds.FACTS] if everything else [])]
    rows = [change for change in _ordered(found) if change.change in shown]
    if rows:
        console.print()
        tables.show(
            console,
            [
                TerminalColumn("Entry", [escape(change.name) for change in rows], wraps=True),
                TerminalColumn("What", [escape(_about(change)) for change in rows], wraps=True),
                TerminalColumn(old.date, [_shown(change, change.old) for change in rows], wraps=True),
                TerminalColumn(new.date, [_shown(change, change.new) for change in rows], wraps=True),
            ],
            notes=[] if everything else _left_out(found),
        )


def _summary(found: Sequence[Change]) -> str:
    from ..editions.changes import ADDED, GONE, MERGED, NUMBER, RATIO, RENAMED

    counted = [
        output.counted(sum(change.change == RATIO for change in found), "ratio") + " changed",
        output.counted(sum(change.change == NUMBER for change in found), "other number") + " changed",
    ]
    for kind, said in ((ADDED, "new"), (GONE, "gone"), (MERGED, "merged"), (RENAMED, "renamed")):
        if number := sum(change.change == kind for change in found):
            counted.append(f"{'1 entry' if number == 1 else f'{number} entries'} {said}")
    return ", ".join(counted)


def _left_out(found: Sequence[Change]) -> list[str]:
    from ..editions.changes import FACTS, WORD

    hidden = sum(change.change in (WORD, FACTS) for change in found)
    return [f"--all shows {hidden} more changes, of words and of the facts behind numbers."] if hidden else []


def _about(change: Change) -> str:
    from ..editions.changes import FACTS, RATIO

    if change.change == RATIO:
        return f"ratio, {change.about}"
    return f"{change.about}: facts that only this edition has" if change.change == FACTS else change.about


def _shown(change: Change, value: Any) -> str:
    from ..editions.changes import NUMBER, RATIO

    if change.change == RATIO:
        return output.ratio(value)
    if change.change == NUMBER:
        return output.count(value) if value is None or value < _TOO_LONG else f"{value:.3g}"
    return output.NONE if value is None else escape(str(value))


def _workbook(
    path: Path, since: str | None, later: Edition, json: bool, csv: Path | None, force: bool
) -> None:
    from ..curation import kept
    from ..editions import naming, workbook_numbers
    from ..editions.built_with import edition_of

    built = since or edition_of(path)
    if not built:
        raise PlmError(
            f"{path.name} does not say which edition its numbers are of; name it: --since "
            f"{kept.dates()[-1] if kept.dates() else later.date}"
        )
    earlier = naming.named(built)
    found = workbook_numbers.numbers(path, earlier.catalog, later.catalog)
    records = [
        dict(zip(names(NUMBER_FIELDS), (*number, earlier.date, later.date))) for number in found.changed
    ]
    machine_output.show(
        records,
        names(NUMBER_FIELDS),
        lambda: _print_numbers(path, found, earlier, later),
        json,
        csv,
        force,
    )


def _print_numbers(path: Path, found: Numbers, old: Edition, new: Edition) -> None:
    console = output.console()
    console.print(f"{escape(path.name)}: {escape(found.sentence(old.date, new.date))}")
    if not found.changed:
        return
    tables.show(
        console,
        [
            TerminalColumn("Cell", [escape(number.place) for number in found.changed]),
            TerminalColumn("What", [escape(number.what) for number in found.changed], wraps=True),
            TerminalColumn(old.date, [_cell(number.old) for number in found.changed], wraps=True),
            TerminalColumn(new.date, [_cell(number.new) for number in found.changed], wraps=True),
        ],
        notes=[
            "A workbook with live functions shows the new numbers once it is calculated. One of plain "
            "formulas keeps its edition; plm-ratios new writes one of the edition in use."
        ],
    )


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return formatting.count(value) if value >= 1e6 else formatting.ratio(value)
    return output.NONE if value is None else escape(str(value))
