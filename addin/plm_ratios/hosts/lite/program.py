"""What xlwings Lite runs in a workbook: main.py and requirements.txt, on one of two routes to the package.

inside   main.py holds the package itself: works before it is published, and behind a firewall
index    main.py imports the package, which Lite installs from PyPI
"""

from __future__ import annotations

import ast
import textwrap

from ...catalog import load
from ...errors import PlmError, WrongValue
from ...version import __version__
from . import package, text

MAIN, REQUIREMENTS = "main.py", "requirements.txt"
INSIDE, INDEX = "inside", "index"
#: Ours has under 1 MB, and holds the user catalogs.
MOST_CHARACTERS = 50_000_000
ROUTES = (INSIDE, INDEX)

# What Lite itself asks for, as it writes it into new workbooks; charts need this version of xlwings.
_REQUIRED = ("xlwings>=0.37.8,<1.0.0", "python-dotenv", "pyodide-http", "black")
_PACKAGE = f"plm-ratios=={__version__}"

_ABOUT = {
    INSIDE: textwrap.fill(
        "The package stands below as a zip archive in base64, so that it need not be installed. To read it: "
        "plm-ratios lite extract",
        100,
        break_on_hyphens=False,
    ),
    INDEX: f"Needs the line {_PACKAGE} in requirements.txt.",
}
_YOURS = "Your own functions and scripts can stand at the end."


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
    about = f"{_ABOUT[route]}\n{_YOURS}"
    packed = package.archive() if route == INSIDE else None
    return text.module(text.WORKBOOK, about, load().label, packed)


def unpacked(source: str) -> dict[str, str]:
    """The files of the package inside a main.py, by their paths; none where it holds no package. Raises
    PlmError where it is too large to be read."""
    if len(source) > MOST_CHARACTERS:
        raise PlmError(
            f"Its Python is larger than {MOST_CHARACTERS // 1_000_000} MB, so nothing was written."
        )
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # somebody's own, or on its way to be one
        return {}
    for statement in statements:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
            names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
            if names == ["_PACKAGE"] and isinstance(statement.value.value, str):
                return package.unpack(statement.value.value)
    return {}
