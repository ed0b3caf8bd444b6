"""The add-in as it is shipped, and its modules as a reader that we did not write finds them in it."""

from __future__ import annotations

import zipfile
from functools import cache
from pathlib import Path

from pyopenvba import cfb, vba

from plm_ratios.vbaproject import Module

SHIPPED = Path(__file__).parents[2] / "workbook" / "plm_ratios.xlam"


@cache
def parts() -> dict[str, bytes]:
    """Name to content of every part."""
    with zipfile.ZipFile(SHIPPED) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def modules() -> dict[str, Module]:
    """Name to module, through the project's own lists."""
    project = vba.parse_vba_project(cfb.CFB.from_bytes(parts()["xl/vbaProject.bin"]))
    return {found.name: Module(found.name, _kind(found.source), found.source) for found in project.modules}


def _kind(source: str) -> str:
    if "Attribute VB_Base = " not in source:
        return "standard"
    return "document" if "Attribute VB_PredeclaredId = True" in source else "class"
