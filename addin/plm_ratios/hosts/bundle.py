"""The functions as files, for hosts that carry them along: what computes, and the compiled data."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parents[1]

# Modules of the root are named one by one: most of them are for programs that have the whole package.
_FUNCTIONS = (
    "__init__.py",
    "characters.py",
    "errors.py",
    "formatting.py",
    "version.py",
    "catalog/*.py",
    "analysis/*.py",
    "functions/*.py",
    "data/catalog.json",
    "data/laws.json",
    "data/accelerators.json",
    "hosts/__init__.py",
)


def carried_files(*more: str) -> dict[str, bytes]:
    """The files that the functions need, and those that a host names or matches by `more`, by their path
    from the folder that holds the package."""
    found = {}
    for pattern in (*_FUNCTIONS, *more):
        matched = list(PACKAGE.glob(pattern))
        if not matched:
            raise FileNotFoundError(f"The functions need {PACKAGE / pattern}, and it is not there.")
        for path in matched:
            found[f"{PACKAGE.name}/{path.relative_to(PACKAGE).as_posix()}"] = path.read_bytes()
    return found
