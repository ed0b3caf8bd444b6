"""plm-ratios catalog remove"""

from __future__ import annotations

from pathlib import Path

import typer

from ..catalog import bundled, config_paths, load, reload
from . import output
from .output import print
from .user_catalog import refuse


def remove(name: str = typer.Argument(..., help="An entry of your own, by its id or name.")) -> None:
    """Remove an entry of your own from your catalog.

    Example: plm-ratios catalog remove my-plm
    """
    from ..curation import user_yaml

    for place in config_paths.catalog_paths():
        catalog = user_yaml.read(Path(place.yaml))
        entry = catalog.find(name)
        if entry is None:
            continue
        sources = catalog.take_out(entry)
        try:
            user_yaml.save(catalog, place, user_yaml.bundled())
        except user_yaml.ProblemsError as error:
            refuse(place, error.problems)
        reload()
        also = f", and the source{'s' * (len(sources) > 1)} {', '.join(sources)}" if sources else ""
        print(f"Took {entry.name} ({entry.id}){also} out of {place.yaml}")
        return
    if bundled().find(name):
        output.fail(
            f'"{name}" is a bundled entry. It stays; an entry of your own can say that it replaces it.'
        )
    own_ids = ", ".join(entry.id for entry in load().user_entries) or "none yet"
    output.fail(f'You have no entry "{name}". Your own: {own_ids}.')
