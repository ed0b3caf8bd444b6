"""The user's own models in list, show, check, format, build and doctor; add.py writes them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NoReturn

from ..catalog import Entry, config_paths, in_use, load, user_catalog
from ..hosts.findings import Finding
from . import output
from .output import print

_MOST_NAMES = 5  # in one line
KNOWN_ONCE = (
    "Spreadsheets that are open know it once recalculated: Ctrl+Shift+F9 in Calc, Ctrl+Alt+F9 in Excel."
)


def refuse(place: config_paths.CatalogPath, problems: list[Any]) -> NoReturn:
    """Print all problems, the first one on standard error, and exit with the code for it."""
    for problem in problems[1:]:
        print(problem)
    output.fail(f"{problems[0]}. Nothing was written to {place.yaml}.")


def origin(entry: Entry) -> str:
    """The origin of an entry, in words."""
    if not entry.origin:
        return f"bundled, edition {load().edition}"
    overridden = load().overridden.get(entry)
    return f"yours: {entry.origin}" + (f", replaces the bundled {overridden.name}" if overridden else "")


def short_origin(entry: Entry) -> str:
    """The same for a table."""
    if not entry.origin:
        return "bundled"
    overridden = load().overridden.get(entry)
    return f"yours: {Path(entry.origin).name}" + (f", for {overridden.name}" if overridden else "")


def check() -> list[str]:
    """Check every user catalog and print the result. Returns the files with problems."""
    from ..curation import odd_names, user_yaml

    beside, faulty = user_yaml.bundled(), []
    odd: list[str] = []
    for place in config_paths.existing_paths():
        path = Path(place.yaml)
        if path.exists():
            catalog = user_yaml.read(path)
            problems = user_yaml.check(catalog, beside, user_yaml.earlier_than(place))
            counts = ", ".join(
                output.counted(len(entries), what)
                for entries, what in ((catalog.models, "model"), (catalog.datasets, "dataset"))
            )
            summary = "" if problems else f"{place.yaml}: {counts}: all rules hold."
            odd += [f"{entry.id}: {said}" for entry in catalog.entries for said in odd_names.remarks(entry)]
        else:
            problems, summary = [], f"{place.json}: compiled elsewhere."
        for problem in problems:
            print(problem)
        state = "" if problems else trouble(place)
        if state:
            print(f"{place.yaml} {state}")
        if problems or state:
            faulty.append(place.yaml)
        else:
            print(summary)
    for sentence in odd:
        print(f"note: {sentence}", file=sys.stderr)
    return faulty


def trouble(place: config_paths.CatalogPath) -> str:
    """What is wrong with the compiled form of a user catalog; "" if nothing is."""
    try:
        found = user_catalog.contents(place)
    except user_catalog.Unreadable as error:
        return str(error)
    if found.stale:
        return f"has changed since it was compiled. Run: {user_catalog.BUILD}"
    if found.refused:
        return f"was not compiled by this version: {found.refused[0]}. Run: {user_catalog.BUILD}"
    return ""


def build() -> None:
    """Compile every user catalog."""
    from ..curation import user_yaml

    written = [place for place in config_paths.catalog_paths() if Path(place.yaml).exists()]
    if not written:
        output.fail(f"There is no {config_paths.catalog_paths()[0].yaml}. plm-ratios catalog add writes one.")
    beside = user_yaml.bundled()
    for place in written:
        try:
            user_yaml.build(place, beside)
        except user_yaml.ProblemsError as error:
            for problem in error.problems:
                print(problem)
            output.fail(f"nothing written: {len(error.problems)} problems in {place.yaml}")
        print(f"Wrote {place.json}")


def format_() -> None:
    """Put every user catalog into canonical form, and compile it."""
    from ..curation import user_yaml

    beside = user_yaml.bundled()
    for place in config_paths.existing_paths():
        if Path(place.yaml).exists():
            try:
                changed = user_yaml.format_(place, beside)
            except user_yaml.ProblemsError as error:
                refuse(place, error.problems)
            if changed:
                print(f"Formatted {place.yaml}")


def finding() -> Finding:
    """The line of plm-ratios doctor on the user's own models."""
    what, found_in = "Your own models", config_paths.existing_paths()
    if not found_in:
        return Finding(
            what, f"none; plm-ratios catalog add puts them into {config_paths.catalog_paths()[0].yaml}"
        )
    warnings = load().warnings
    names = [entry.name for entry in load().user_entries]
    shown = ", ".join(names[:_MOST_NAMES]) or "none"
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    found = f"{shown}{more} ({', '.join(place.yaml for place in found_in)})"
    remedy = f"{user_catalog.BUILD}   (plm-ratios catalog check --user says more)"
    return Finding(what, " ".join([found, *warnings]), remedy if warnings else "")


def warn() -> None:
    """Print one line on standard error if a command ran without some of the user's own models."""
    if in_use.was_read():
        for sentence in load().warnings:
            print(f"plm-ratios: {sentence}", file=sys.stderr)
