"""What not everybody has who runs the tests, and what is said then.

With PLM_RATIOS_REQUIRE_HOSTS=1, which CI sets, everything must be there: what is missing is a failure.
Without it, the tests that need it are skipped with the sentence that says how to get it.
"""

from __future__ import annotations

import importlib
import os
from types import ModuleType
from typing import NoReturn

import pytest

REQUIRED = os.environ.get("PLM_RATIOS_REQUIRE_HOSTS") == "1"

# What tests import of the extra "dev" in pyproject.toml, and of what comes along with it.
PACKAGES = frozenset(
    {
        *(
            "Bio",
            "build",
            "distributed",
            "dotenv",
            "formualizer",
            "frictionless",
            "fsspec",
            "httpx",
            "hypothesis",
            "ipykernel",
            "ironcalc",
        ),
        *("lxml", "moto", "msoffcrypto", "nbclient", "nbformat", "olefile", "oletools", "openxml_audit"),
        *("packaging", "pandas", "playwright", "pyarrow", "pyopenvba", "pypdf", "s3fs", "xlwings_server"),
    }
)


def absent(why: str) -> NoReturn:
    """Skips the test that needs something, or fails it where everything must be there."""
    if REQUIRED:
        pytest.fail(why)
    pytest.skip(why)


def how_to_get(name: str) -> str:
    """How to get a package for developers."""
    return f"{name} is not installed: pip install -e '.[dev]'"


def missing(error: BaseException | None) -> str | None:
    """How to get the package for developers that an import did not find; None for any other error."""
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return None
    name = error.name.partition(".")[0]
    return how_to_get(name) if name in PACKAGES else None


def module(name: str) -> ModuleType:
    """Imports a module, or ends the test where that takes a package which is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if why := missing(error):
            absent(why)
        raise
