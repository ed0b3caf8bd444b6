"""Puts the functions into LibreOffice Calc for good, and takes them out again.

Everything goes through LibreOffice's own extension manager, unopkg: nothing is copied anywhere by hand,
no setting is touched, and nothing but our own extension is removed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ...errors import HostError
from ...version import __version__
from . import extension, locate
from .interface import IDENTIFIER

_OXT = "plm-ratios.oxt"
_SECONDS = 180
_ABSENT = "no such extension deployed"  # how unopkg says that there is nothing to remove
_ROOT = (
    "LibreOffice does not add extensions for root alone. Run this as the user who works in Calc, "
    "or with --shared to add the functions for everybody on this machine."
)


class InstallFailed(HostError):
    """LibreOffice did not add or remove the extension; the message is one sentence."""


def install(*, shared: bool = False) -> str:
    """Adds the functions to Calc, or replaces an older version; gives what to tell the user.

    shared   for everybody on this machine (needs an administrator) instead of for this user
    """
    _refuse_root(shared)
    with tempfile.TemporaryDirectory(prefix="plm-ratios-") as folder:
        packed = extension.build(Path(folder) / _OXT)
        _unopkg("add", "--force", "--suppress-license", str(packed), shared=shared)
    place = installed_at(shared=shared)
    if place is None:
        raise InstallFailed("LibreOffice took the extension without an error, but does not list it.")
    return (
        f"The functions of plm-ratios {__version__} are in LibreOffice Calc now ({place}). "
        "Restart LibreOffice if it is open, then type =TOKENS(65000000;325) in a cell."
    )


def uninstall(*, shared: bool = False) -> str:
    """Removes the functions from Calc; gives what to tell the user. Nothing to remove is fine."""
    _refuse_root(shared)
    try:
        _unopkg("remove", IDENTIFIER, shared=shared)
    except InstallFailed as failure:
        if _ABSENT in str(failure):
            return "The functions of plm-ratios were not in LibreOffice Calc; nothing was changed."
        raise
    if installed_at(shared=shared) is not None:  # asking also lets LibreOffice clear out the files
        raise InstallFailed("LibreOffice removed the extension without an error, but still lists it.")
    _clear_copies()
    return "The functions of plm-ratios are gone from LibreOffice Calc. Restart LibreOffice if it is open."


def installed_at(*, shared: bool = False) -> str | None:
    """The folder that LibreOffice keeps the extension in; None where it is not installed."""
    listed = _unopkg("list", shared=shared)
    _, found, rest = listed.partition(f"Identifier: {IDENTIFIER}\n")
    url = re.search(r"URL: (\S+)", rest)
    return _folder(url[1]) if found and url else None


def _folder(url: str) -> str:
    """The path behind LibreOffice's address of an extension, where the profile is in its usual place."""
    relative = url.rpartition("/uno_packages/")[2]
    for packages in (_profile() / "uno_packages/cache", _shared() / "uno_packages/cache"):
        if (packages / "uno_packages" / relative).exists():
            return str(packages / "uno_packages" / relative)
    return url


def _clear_copies() -> None:
    """Removes the copies of ours that LibreOffice made while it replaced or removed the extension, and
    of which it forgets one now and then."""
    for copy in (_profile() / "extensions/tmp/extensions").glob(f"*/{_OXT}"):
        shutil.rmtree(copy.parent, ignore_errors=True)


def _profile() -> Path:
    """The user's LibreOffice profile."""
    if sys.platform == "win32":
        root = Path(os.environ.get("APPDATA", "")) / "LibreOffice"
    elif sys.platform == "darwin":
        root = Path.home() / "Library/Application Support/LibreOffice"
    else:
        root = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "libreoffice"
    return root / "4/user"  # 4 is the version of the profile's layout, not of LibreOffice


def _shared() -> Path:
    return locate.find_soffice().resolve().parent.parent / "share"


def _refuse_root(shared: bool) -> None:
    if not shared and os.name == "posix" and os.geteuid() == 0:
        raise InstallFailed(_ROOT)


def _unopkg(command: str, *arguments: str, shared: bool) -> str:
    """Runs LibreOffice's extension manager; gives what it printed."""
    program = locate.find().unopkg
    if not program.is_file():
        raise InstallFailed(f"LibreOffice's extension manager is missing: there is no {program}.")
    everybody = ["--shared"] if shared else []
    try:
        ran = subprocess.run(
            [str(program), command, *everybody, *arguments],
            env=locate.clean_environment(),
            cwd=program.parent,  # not the user's: a virtual environment there confuses LibreOffice's Python
            capture_output=True,
            text=True,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise InstallFailed(
            f"LibreOffice's extension manager did not answer within {_SECONDS} seconds. "
            "Close LibreOffice and try again."
        ) from None
    if ran.returncode != 0:
        raise InstallFailed(f"LibreOffice's extension manager refused: {_reason(ran.stdout + ran.stderr)}")
    return ran.stdout


def _reason(said: str) -> str:
    """The one line of unopkg's output that says why, without the place in its source."""
    lines = [line.removeprefix("ERROR: ").strip() for line in said.splitlines()]
    told = [line for line in lines if line and not line.startswith("unopkg ")]
    return told[0].partition(" at ./")[0] if told else "it gave no reason."
