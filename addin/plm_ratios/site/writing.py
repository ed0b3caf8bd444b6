"""The site into a folder: whole where the folder is new, file by file where it is there.

A list of what was written stands in the folder, so that the next time what is no longer part of the site
goes, and what somebody else put there stays.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, Callable, Iterable, NamedTuple

from ..catalog import Catalog, in_use, load
from ..catalog.loading import bundled
from ..errors import PlmError
from ..files import FileExists, new_folder, unfinished_folder
from .pages import Page, number_of_pages, pages

LIST = "plm-ratios-site.json"
# What may stand in such a list: it may come from anywhere, and names what is deleted.
_OURS = re.compile(r"((models|datasets)/)?[a-z0-9][a-z0-9._-]*\.html")


class Written(NamedTuple):
    """What was written: the catalog that it shows, and how many pages."""

    catalog: Catalog
    pages: int


def write(
    folder: Path,
    bundled_only: bool = False,
    force: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Written:
    """Writes the site of the catalog in use, and says what was written.

    Parameters
    ----------
    folder : a new or empty one, or one that an earlier call wrote
    bundled_only : leave out the user's own entries
    force : write into a folder that holds other files; they stay, but for those of the same names
    progress : told how many pages are done, and about how many there will be

    Raises
    ------
    FileExists : the folder holds files of others, and force was not given
    PlmError : there is no place for the folder
    """
    _require_place(folder, force)
    token = in_use.settle(bundled() if bundled_only else load())
    try:
        catalog = load()
        return Written(catalog, _write(folder, catalog, progress))
    finally:
        in_use.unsettle(token)


def _write(folder: Path, catalog: Catalog, progress: Callable[[int, int], None]) -> int:
    total = number_of_pages(catalog)

    def told() -> Iterable[Page]:
        for done, page in enumerate(pages(catalog), 1):
            progress(min(done, total), total)
            yield page

    if not folder.exists():
        with new_folder(folder) as made:
            return len(_put(made, told(), catalog))
    with unfinished_folder(folder, folder) as made:
        names = _put(made, told(), catalog)
        earlier = _listed(folder)
        # The list first: should this end half-way, the folder is known as ours.
        for name in (LIST, *names):
            (folder / name).parent.mkdir(exist_ok=True)
            os.replace(made / name, folder / name)
        for name in set(earlier) - set(names):
            (folder / name).unlink(missing_ok=True)
    return len(names)


def _put(folder: Path, made: Iterable[Page], catalog: Catalog) -> list[str]:
    """Writes pages into a folder of our own, and gives their paths."""
    names = []
    for page in made:
        path = folder / page.path
        path.parent.mkdir(exist_ok=True)
        path.write_text(page.text, encoding="utf-8", newline="\n")
        names.append(page.path)
    listed = {"catalog": catalog.label, "files": names}
    (folder / LIST).write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8", newline="\n")
    return names


def _require_place(folder: Path, force: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise FileExists(f"{folder} is a file. Name a folder.")
    if not folder.absolute().parent.is_dir():
        raise PlmError(f"There is no folder {folder.parent}. Make it first.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / LIST).is_file() and not force:
        raise FileExists(
            f"{folder} holds files that are no site of plm-ratios. Choose another folder, or write into it "
            "with --force."
        )


def _listed(folder: Path) -> list[str]:
    """The files that an earlier site wrote."""
    try:
        held: Any = json.loads((folder / LIST).read_text(encoding="utf-8"))
        return [name for name in held["files"] if _OURS.fullmatch(name)]
    except (OSError, ValueError, KeyError, TypeError):
        return []
