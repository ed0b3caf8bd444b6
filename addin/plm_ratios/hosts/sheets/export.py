"""Writes the script for a Google spreadsheet: files to push with clasp or to paste."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Mapping

from ...errors import PlmError
from ...files import FileExists, new_folder, replacing_all
from ..pane import entries, page
from . import about, app
from .code import code

CODE, SIDEBAR, ABOUT = "Code.gs", "Sidebar.html", "About.html"
MANIFEST, README = "appsscript.json", "README.txt"
_SCRIPTS = ("menu.js", "writing.js", "comparison.js", "slide.js", "inserting.js")
_PUBLIC = (  # what the menu and the sidebar call
    "onOpen",
    "onInstall",
    "newComparison",
    "showSidebar",
    "prepareSlide",
    "showAbout",
    "insertFormula",
    "insertComparison",
)
_SIDEBAR_SCRIPT = "sidebar_host.js"
_FOR_THE_TYPE_CHECKER = "/// <reference "

_MANIFEST = {
    "timeZone": "Etc/GMT",
    "dependencies": {},
    "exceptionLogging": "NONE",  # messages may quote cells
    "runtimeVersion": "V8",
    "oauthScopes": [
        "https://www.googleapis.com/auth/script.container.ui",
        "https://www.googleapis.com/auth/spreadsheets.currentonly",
    ],
}

_README = """\
plm-ratios in Google Sheets

By hand
1. Open your spreadsheet, then Extensions > Apps Script.
2. Put the text of Code.gs instead of what the file Code.gs there holds. Add two files of the kind
   HTML, named Sidebar and About, and paste Sidebar.html and About.html into them. Under Project Settings
   tick "Show appsscript.json manifest file in editor", and paste appsscript.json into that file. Save.
3. Reload the spreadsheet. The menu pLM ratios appears after a moment.

With clasp (needs Node.js; switch the Apps Script API on first: https://script.google.com/home/usersettings)
1. Extensions > Apps Script > Project Settings: copy the Script ID.
2. In this folder write a file .clasp.json that holds {"scriptId": "THE-SCRIPT-ID"}
3. npm install -g @google/clasp && clasp login && clasp push
   Then reload the spreadsheet.

Functions MIT, catalog CC BY 4.0. Everything is computed inside the spreadsheet; nothing is sent anywhere.
"""


def texts() -> dict[str, str]:
    """File name to text of everything that is written."""
    return {
        CODE: _code(),
        SIDEBAR: page.page_in_one("pLM ratios", [_script(_SIDEBAR_SCRIPT)], entries.entries()),
        ABOUT: about.page(),
        MANIFEST: json.dumps(_MANIFEST, indent=2) + "\n",
        README: _README,
    }


def export(folder: Path, replace: bool) -> list[Path]:
    """Writes the files into a folder, which is made where it is missing, and gives their paths. All are
    written or none. FileExists where one is there already, unless it is to be replaced."""
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise PlmError(f"{folder} is a file. Name a folder.")
    if not folder.absolute().parent.is_dir():
        raise PlmError(f"There is no folder {folder.absolute().parent}. Make it first.")
    contents = texts()
    for name in contents:
        _check(folder / name, replace)
    paths = [folder / name for name in contents]
    if folder.exists():
        with replacing_all(paths, replace) as temporaries:
            _write(dict(zip(temporaries, contents.values())))
    else:
        with new_folder(folder) as made:
            _write({made / name: text for name, text in contents.items()})
    return paths


def _check(target: Path, replace: bool) -> None:
    if target.is_dir():
        raise PlmError(f"{target} is a folder. Name another place for the script.")
    if target.exists() and not replace:
        raise FileExists(f"{target} exists already. Choose another folder, or replace it with --force.")


def _write(texts: Mapping[Path, str]) -> None:
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")


def _code() -> str:
    """The functions, then the menu and what it does. As with the functions, only what must be called from
    outside has a name in the script as a whole, in which people may have code of their own."""
    inside = "\n".join([app.constant(), *map(_script, _SCRIPTS)])
    menu = f"const plmApp_ = (() => {{\n{inside}\nreturn {{ {', '.join(_PUBLIC)} }};\n}})();\n"
    calls = (f"function {name}(...given) {{\n  return plmApp_.{name}(...given);\n}}\n" for name in _PUBLIC)
    return "\n".join([code(), menu, *calls])


def _script(name: str) -> str:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith(_FOR_THE_TYPE_CHECKER))
    return "\n".join(lines).lstrip("\n") + "\n"
