"""Where the files of user catalogs lie. Apart from user_catalog.py because everybody's spreadsheet looks
there, and few find any."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

CATALOG_VARIABLE = "PLM_RATIOS_CATALOG"  # names one file, or several
FOLDER_VARIABLE = "PLM_RATIOS_CONFIG"  # names the folder, where it is in no usual place
NAME = "catalog"


class CatalogPath(NamedTuple):
    """A user catalog: the YAML file that its user edits, and the JSON file compiled from it."""

    yaml: str
    json: str

    @property
    def name(self) -> str:
        """For sentences in cells, which travel with a workbook: no more of the path than this."""
        return os.path.basename(self.yaml)


def folder() -> str:
    """The configuration folder: %APPDATA% on Windows, Library/Application Support on the Mac,
    $XDG_CONFIG_HOME or ~/.config elsewhere; in it, plm-ratios."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return os.path.abspath(named)
    if sys.platform == "win32":
        base = os.environ.get("APPDATA") or os.path.expanduser("~\\AppData\\Roaming")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Application Support")
    else:
        base = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return os.path.join(base, "plm-ratios")


def catalog_paths() -> tuple[CatalogPath, ...]:
    """The user catalogs that are named, or else the one of the configuration folder, there or not."""
    named = os.environ.get(CATALOG_VARIABLE, "").split(os.pathsep)
    paths = [os.path.abspath(os.path.expanduser(part.strip())) for part in named if part.strip()]
    return tuple(map(catalog_path, dict.fromkeys(paths or [os.path.join(folder(), NAME + ".yaml")])))


def catalog_path(path: str) -> CatalogPath:
    """The user catalog of a file, whichever of its two forms is named."""
    stem, suffix = os.path.splitext(path)
    if suffix.lower() != ".json":
        return CatalogPath(path, (stem if suffix.lower() in (".yaml", ".yml") else path) + ".json")
    other = stem + ".yml"
    return CatalogPath(other if os.path.exists(other) else stem + ".yaml", path)


def environment() -> dict[str, str]:
    """Environment variables that let a program with another home or working folder find the same files."""
    variables = {FOLDER_VARIABLE: folder()}
    if os.environ.get(CATALOG_VARIABLE, "").strip():
        given = os.environ[CATALOG_VARIABLE].split(os.pathsep)
        paths = (os.path.abspath(os.path.expanduser(part.strip())) for part in given if part.strip())
        variables[CATALOG_VARIABLE] = os.pathsep.join(paths)
    return variables


def existing_paths() -> tuple[CatalogPath, ...]:
    """The user catalogs that exist. Without any, this costs one look at the folder."""
    if not os.environ.get(CATALOG_VARIABLE, "").strip():
        try:
            held = os.listdir(folder())
        except OSError:
            return ()
        if NAME + ".json" not in held and NAME + ".yaml" not in held:
            return ()
    return catalog_paths()
