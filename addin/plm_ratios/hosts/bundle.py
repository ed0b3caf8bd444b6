"""The core as files, for hosts that carry it along: what lies directly in the package, and its compiled
data. The folders are for people at a command line."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parents[1]

_CORE = (
    "*.py",
    "catalog/*.py",
    "analysis/*.py",
    "functions/*.py",
    "data/catalog.json",
    "data/laws.json",
    "hosts/__init__.py",
)


def core_files(*more: str) -> dict[str, bytes]:
    """The files of the core, and those of a host that `more` names or matches, by their path from the
    folder that holds the package."""
    found = {}
    for pattern in (*_CORE, *more):
        matched = list(PACKAGE.glob(pattern))
        if not matched:
            raise FileNotFoundError(f"The core needs {PACKAGE / pattern}, and it is not there.")
        for path in matched:
            found[f"{PACKAGE.name}/{path.relative_to(PACKAGE).as_posix()}"] = path.read_bytes()
    return found
