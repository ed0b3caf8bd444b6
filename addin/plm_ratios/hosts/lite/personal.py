"""A personal module of xlwings Lite: the functions in every workbook that its owner opens.

Lite takes a folder called personal, uploaded or mounted as /personal, and loads the modules in it. Ours holds
the package: what Lite installs from an index, it reads from each workbook's own requirements.
"""

from __future__ import annotations

from pathlib import Path

from ...catalog import load
from ...errors import PlmError
from ...reading import read_text
from . import package, program, text

FOLDER = "personal"
_MOST_BYTES = 100_000_000  # of a module that holds the package; ours has 3 MB

_ABOUT = """\
A personal module of xlwings Lite: with it, the functions are in every workbook that you open.
The package stands below as a zip archive in base64. To read it:
plm-ratios lite extract plm_ratios_functions.py review"""


def files() -> dict[str, str]:
    """What belongs into the folder, by its name there."""
    return {text.PERSONAL: text.module(text.PERSONAL, _ABOUT, load().label, package.archive())}


def unpacked(path: Path) -> dict[str, str]:
    """The files of the package inside a module of ours, by their paths; PlmError where there are none."""
    source = read_text(path, _MOST_BYTES)
    found = program.unpacked(source)
    if not found:
        raise PlmError(f"{path.name} carries no package of plm-ratios.")
    return found
