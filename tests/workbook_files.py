"""Workbooks that many tests read: built once for each flavour and its inputs, opened once.

Building one takes half a second and opening it a third, and the tests ask for the same few hundreds of
times. What `fresh` and `opened` give is shared, so nobody may change it; `copied` gives a file of one's own.
All of them hold the bundled catalog.
"""

from __future__ import annotations

import functools
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from plm_ratios.catalog import bundled, load
from plm_ratios.ooxml.workbook import Book
from plm_ratios.workbook_builder import FLAVOURS, Inputs
from plm_ratios.workbook_builder.building import build

#: The flavours whose formulas differ: the sheets of lambda are those of native, which its own tests say.
WITH_SHEETS_OF_THEIR_OWN = sorted(name for name, flavour in FLAVOURS.items() if not flavour.lambdas)
#: The same for tests in Calc. With the names that our functions have there, the workbooks for Excel differ
#: from the one for Calc in hardly a formula, and are for slow tests.
IN_CALC = [
    pytest.param(name, marks=[pytest.mark.slow] if name in ("excel", "lite") else [])
    for name in WITH_SHEETS_OF_THEIR_OWN
]

_FOLDER = tempfile.TemporaryDirectory(prefix="plm-ratios-workbooks-")


def fresh(flavour: str, **inputs: Any) -> Path:
    """A new workbook, to be read only."""
    return _built(flavour, Inputs(**inputs))


@functools.cache
def _built(flavour: str, inputs: Inputs) -> Path:
    assert load().models == bundled().models, "somebody's own models would get into the tests of others"
    folder = Path(tempfile.mkdtemp(dir=_FOLDER.name))
    return build(folder / f"{flavour}{FLAVOURS[flavour].suffix}", FLAVOURS[flavour], inputs)


def copied(path: Path, flavour: str, **inputs: Any) -> Path:
    """A new workbook at this path, to be changed."""
    return Path(shutil.copyfile(fresh(flavour, **inputs), path))


@functools.lru_cache(maxsize=12)
def opened(path: Path, values: bool = False) -> Workbook:
    """A workbook as openpyxl reads it, with formulas or with the values stored for them; to be read only."""
    return openpyxl.load_workbook(path, data_only=values)


@functools.lru_cache(maxsize=8)
def parsed(path: Path) -> Book:
    """A workbook as our own reader has it; to be read only, its package copied before it is changed."""
    return Book.open(path)


@functools.lru_cache(maxsize=12)
def parts(path: Path) -> dict[str, bytes]:
    """The parts of a workbook by name; to be read only."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
