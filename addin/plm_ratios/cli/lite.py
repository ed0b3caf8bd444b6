"""plm-ratios lite main | personal | extract"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Iterable, Iterator, Mapping

import typer

from ..errors import PlmError
from ..files import replacing_all
from . import options
from .output import print

app = typer.Typer(
    no_args_is_help=True,
    help="The functions in Excel on Windows, Mac and web, through the free add-in xlwings Lite.\n\n"
    "For a workbook with everything in it: plm-ratios new comparison.xlsx --flavour lite",
)

ROUTE = typer.Option(
    "inside",
    help="How main.py finds the package: inside (it holds it, so nothing has to be installed) or index (Lite "
    "installs plm-ratios from PyPI, once it is published there).",
)
_FORCE = options.flag("--force", "Replace files that are there.")


@app.command()
def main(
    folder: Path = typer.Argument(Path("."), help="Where to write main.py and requirements.txt."),
    route: str = ROUTE,
    force: bool = _FORCE,
) -> None:
    """Write main.py and requirements.txt to paste into xlwings Lite, for a workbook of your own.

    Example: plm-ratios lite main plm-lite

    Example: plm-ratios lite main plm-lite --route index
    """
    from ..hosts.lite.program import files

    _write(folder, files(route), force)
    print(
        "Next: open your workbook in Excel and click xlwings Lite on the Home tab. Paste main.py and "
        "requirements.txt into the tabs of these names, restart Lite from its menu, and type "
        '=RATIO("ESM-2 15B").'
    )


@app.command()
def personal(
    folder: Path = typer.Argument(Path("personal"), help="The folder of your personal modules."),
    force: bool = _FORCE,
) -> None:
    """Write a personal module for xlwings Lite: the functions in every workbook that you open.

    It goes beside other personal modules that the folder holds. Your own models travel along.

    Example: plm-ratios lite personal

    Example: plm-ratios lite personal ~/OneDrive/personal --force
    """
    from ..hosts.lite import personal as module

    _write(folder, module.files(), force)
    named = folder.resolve().name
    other_name = "" if named == module.FOLDER else f" (rename {named} before: Lite knows it by that name)"
    print(
        "Next: open xlwings Lite in Excel, Menu > Files, and drop the folder personal on Import/Export"
        f"{other_name}. Or, in Excel on Windows, mount it as /personal under Local Folders, where it may "
        'have any name. Then Menu > Restart, and type =RATIO("ESM-2 15B") in any workbook.'
    )


@app.command()
def extract(
    workbook: Path = typer.Argument(
        ..., help="A workbook with Python for xlwings Lite, ours or not; or a personal module of ours."
    ),
    folder: Path = typer.Argument(Path("."), help="Where to write its files."),
    force: bool = _FORCE,
) -> None:
    """Write out the Python that a workbook carries for xlwings Lite, to read it before you trust it.

    Of a workbook of plm-ratios, the package inside main.py is unpacked too.

    Example: plm-ratios lite extract comparison.xlsx review

    Example: plm-ratios lite extract personal/plm_ratios_functions.py review
    """
    from ..hosts.lite.parts import read
    from ..hosts.lite.personal import unpacked as unpacked_module
    from ..hosts.lite.program import MAIN, unpacked
    from ..hosts.lite.safe_names import require_safe

    if workbook.suffix.lower() == ".py":
        _write(folder, unpacked_module(workbook), force)
        return
    files = read(workbook)
    inside = unpacked(files.get(MAIN, ""))
    require_safe([*files, *inside], folder)  # also for a file inside that would hide one of the workbook
    _write(folder, {**files, **inside}, force)


def _write(folder: Path, files: Mapping[str, str], force: bool) -> None:
    """Write all of the files, or none. Their names may come from a workbook that is not trusted."""
    from ..hosts.lite.safe_names import require_safe

    require_safe(files, folder)
    inside = folder.resolve()
    paths = [folder / name for name in files]
    for name, path in zip(files, paths):
        if inside not in path.resolve().parents:  # a link leads away from it
            raise PlmError(f"A file in it is called {name!r}, which lies outside {folder}.")
    with _folders(paths), replacing_all(paths, force) as temporaries:
        for temporary, text in zip(temporaries, files.values()):
            temporary.write_text(text, encoding="utf-8", newline="\n")
    for path in paths:
        print(f"Wrote {path}")


@contextlib.contextmanager
def _folders(paths: Iterable[Path]) -> Iterator[None]:
    """The folders of these files; those that were not there go again where something goes wrong."""
    missing = {folder for path in paths for folder in path.parents if not folder.exists()}
    try:
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for folder in sorted(missing, key=lambda each: len(each.parts), reverse=True):
            with contextlib.suppress(OSError):  # not made yet, or somebody put something into it
                folder.rmdir()
        raise
