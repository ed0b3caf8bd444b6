"""plm-ratios catalog check | format | build; browse, add, remove, editions and site have the others"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Optional

import typer

from . import add, browse, editions, epoch, exit_codes, options, output, remove, site, user_catalog
from .output import print

app = typer.Typer(no_args_is_help=True, help="The cited facts behind the formulas.")
app.command("list")(browse.list_)
app.command()(browse.search)
app.command()(browse.show)
app.command()(add.add)
app.command()(remove.remove)
app.command("editions")(editions.editions)
app.command()(editions.changes)
app.command()(site.site)
app.add_typer(epoch.imports, name="import")
app.add_typer(epoch.diffs, name="diff")

_DATA = typer.Option(None, "--data", help="Folder of YAML files to work on; the package's own by default.")
_USER = options.flag("--user", "Your own catalog instead of the package's.")


@app.command()
def check(data: Optional[Path] = _DATA, user: bool = _USER) -> None:
    """Check the YAML files, and your own catalog, against every rule; all problems are listed at once.

    Example: plm-ratios catalog check --data my-catalog
    """
    from ..curation import build, kept, yaml_files

    if user:
        _check_own()
        return
    folder = _folder(data)
    try:
        compiled = build.compiled_files(folder)
    except build.CatalogProblemsError as error:
        problems = error.problems
    else:
        remedy = f"is not up to date; run: {build.BUILD_COMMAND}"
        problems = [
            yaml_files.Problem(name, remedy)
            for name, text in compiled.items()
            if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
        ]
        problems += kept.changed_since_kept(compiled, folder)
    for problem in problems:
        print(problem)
    if problems:
        plural = "s" * (len(problems) > 1)
        output.fail(f"{len(problems)} problem{plural} in {folder}", exit_codes.FOUND_FAULTS)
    held = {key: value for text in reversed(compiled.values()) for key, value in json.loads(text).items()}
    counts = ", ".join(
        f"{len(held[what])} {what}"
        for what in ("models", "datasets", "sources", "laws", "accelerators")
        if what in held
    )
    print(f"{counts}: all rules hold.")
    if not data:
        _check_own()


def _check_own() -> None:
    faulty = user_catalog.check()
    if faulty:
        output.fail(f"something is wrong with {', '.join(faulty)}", exit_codes.FOUND_FAULTS)


@app.command("format")
def format_(data: Optional[Path] = _DATA, user: bool = _USER) -> None:
    """Put the YAML files into canonical form.

    Example: plm-ratios catalog format --data my-catalog
    """
    from ..curation import yaml_files

    if user:
        user_catalog.format_()
        return
    folder = _folder(data)
    for path in yaml_files.files_of(folder):
        try:
            canonical = yaml_files.canonical(path, folder)
        except ValueError as error:
            output.fail(f"{path.name}: {str(error).splitlines()[0]}. plm-ratios catalog check says more.")
        text = path.read_text(encoding="utf-8")
        stray = yaml_files.stray_comments(text)
        if stray:
            output.fail(
                f"{path.name}:{stray[0]}: a comment below the header would be lost; make it a note first."
            )
        if canonical != text:
            yaml_files.write(path, canonical)
            print(f"Formatted {path.name}")


@app.command()
def build(
    data: Optional[Path] = _DATA,
    user: bool = _USER,
    keep: bool = options.flag(
        "--keep", "Also keep this edition, so that later ones can be compared with it."
    ),
) -> None:
    """Compile the YAML files into the JSON files that the functions load.

    Example: plm-ratios catalog build --data my-catalog
    """
    from ..curation import build, kept

    if user:
        if keep:
            output.fail("--keep is for the package's catalog; your own has no editions.")
        user_catalog.build()
        return
    try:
        print(f"Wrote {build.build(_folder(data))}")
    except build.CatalogProblemsError as error:
        print(error)
        output.fail(f"nothing written: {len(error.problems)} problems")
    if keep:
        print(f"Kept {kept.keep(_folder(data))}")


def _folder(data: Path | None) -> Path:
    """The folder of the YAML files."""
    from ..curation import yaml_files

    folder = data or yaml_files.DATA
    if not folder.is_dir():
        output.fail(f"There is no folder {folder}.")
    return folder
