"""The YAML files of the bundled catalog, read and compiled once for all tests."""

from __future__ import annotations

import functools

from plm_ratios.curation import build, yaml_files


@functools.cache
def draft() -> yaml_files.Draft:
    """What the files state."""
    return yaml_files.read()


@functools.cache
def compiled() -> dict[str, str]:
    """The text of every compiled file by its name."""
    return build.compiled_files()
