"""What xlwings Lite runs: main.py and requirements.txt, on one of two routes to the package.

inside   main.py holds the package itself: works before it is published, and behind a firewall
index    main.py imports the package, which Lite installs from PyPI
"""

from __future__ import annotations

import ast
import textwrap
from typing import Mapping

from ...catalog import config_paths, load
from ...errors import WrongValue
from ...version import __version__
from . import package

MAIN, REQUIREMENTS = "main.py", "requirements.txt"
INSIDE, INDEX = "inside", "index"
ROUTES = (INSIDE, INDEX)

# What Lite itself asks for, as it writes it into new workbooks; charts need this version of xlwings.
_REQUIRED = ("xlwings>=0.37.8,<1.0.0", "python-dotenv", "pyodide-http", "black")
_PACKAGE = f"plm-ratios=={__version__}"

_HEAD = '''\
"""Tokens per parameter of protein language models, as functions of Excel: =RATIO("ESM-2 15B", "seen")

plm-ratios {version}, catalog {edition}. Code: MIT licence; catalog: CC BY 4.0.
{about}
Your own functions and scripts can stand at the end.
"""
'''
_ABOUT = {
    INSIDE: textwrap.fill(
        "The package stands below as a zip archive in base64, so that it need not be installed. To read it: "
        "plm-ratios lite extract",
        100,
        break_on_hyphens=False,
    ),
    INDEX: f"Needs the line {_PACKAGE} in requirements.txt.",
}
_UNPACK = '''\
import base64
import glob
import io
import os
import sys
import tempfile
import zipfile

_PACKAGE = """
{text}
"""


def _unpack():
    """Puts the package where Python finds it, once for each content."""
    folder = os.path.join(tempfile.gettempdir(), "plm-ratios-{digest}")
    if folder not in sys.path:
        with zipfile.ZipFile(io.BytesIO(base64.b64decode(_PACKAGE))) as archive:
            archive.extractall(folder)
        for name in [name for name in sys.modules if name.partition(".")[0] == "plm_ratios"]:
            del sys.modules[name]
        sys.path.insert(0, folder)
    own = sorted(glob.glob(os.path.join(folder, "{own}", "*", "*.json")))
    if own:
        os.environ["{variable}"] = os.pathsep.join(own)


_unpack()

'''
_BODY = '''\
import xlwings as xw
from xlwings import script

from plm_ratios.hosts.lite import slide
from plm_ratios.udfs import *


@script
def prepare_slide(book: xw.Book):
    """Makes a sheet to present of the models that you selected."""
    print(slide.prepare(book))
'''


def files(route: str = INSIDE) -> dict[str, str]:
    """The files of a route by their names: WrongValue where there is no such route."""
    if route not in ROUTES:
        raise WrongValue(f'There is no route "{route}" to the package. Choose {" or ".join(ROUTES)}.')
    return {MAIN: main(route), REQUIREMENTS: requirements(route)}


def requirements(route: str) -> str:
    """The packages that Lite is to install, one a line."""
    lines = [f"{name}  # required" for name in _REQUIRED]
    return "\n".join([*lines, *([_PACKAGE] if route == INDEX else [])]) + "\n"


def main(route: str) -> str:
    """The program; any person can read it, but for the archive."""
    head = _HEAD.format(version=__version__, edition=load().label, about=_ABOUT[route])
    return "\n".join([head, *([_unpacking()] if route == INSIDE else []), _BODY])


def _unpacking() -> str:
    packed = package.archive()
    return _UNPACK.format(
        text=package.as_text(packed),
        digest=package.digest(packed),
        own=package.OWN,
        variable=config_paths.CATALOG_VARIABLE,
    )


def unpacked(files: Mapping[str, str]) -> dict[str, str]:
    """The files of the package inside a main.py, by their paths; none where it holds no package."""
    try:
        statements = ast.parse(files.get(MAIN, "")).body
    except SyntaxError:  # somebody's own program, on its way to be one
        return {}
    for statement in statements:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
            names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
            if names == ["_PACKAGE"] and isinstance(statement.value.value, str):
                return package.unpack(statement.value.value)
    return {}
