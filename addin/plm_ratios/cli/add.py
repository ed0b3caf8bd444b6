"""plm-ratios catalog add | remove"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

import typer

from ..analysis import ratios
from ..catalog import Model, bundled, config_paths, load, reload, user_catalog
from ..errors import NotAvailable, PlmError
from . import output
from .user_catalog import KNOWN_ONCE, refuse

if TYPE_CHECKING:
    from ..curation.add_model import Adding


def add(
    name: Optional[str] = typer.Option(None, help="Name of the model. Without it, you are asked."),
    params: Optional[str] = typer.Option(None, help="Parameters, such as 650M or 1.2T."),
    sequences: Optional[str] = typer.Option(None, help="Sequences in the training set."),
    avglen: Optional[str] = typer.Option(None, help="Their average length in residues."),
    tokens_unique: Optional[str] = typer.Option(None, help="Distinct tokens in the training set."),
    tokens_seen: Optional[str] = typer.Option(None, help="Tokens seen in training, repeats included."),
    active: Optional[str] = typer.Option(None, help="Parameters active per token (mixture of experts)."),
    dataset: Optional[str] = typer.Option(None, help="A dataset of the catalog; its counts are taken over."),
    family: Optional[str] = typer.Option(None, help='Its family; "Own models" where it is left out.'),
    kind: str = typer.Option("protein", help="protein, antibody, msa or dna."),
    source: str = typer.Option(
        user_catalog.OWN_SOURCE,
        help="Where the numbers come from: own, the id of a source, or the title or address of a new one.",
    ),
    locator: Optional[str] = typer.Option(
        None, help='Where in the source they stand, such as "Table 2" or "unpublished, 2026-11".'
    ),
    confidence: str = typer.Option("high", help="high, medium or low."),
    note: Optional[str] = typer.Option(None, help="A full sentence that WHY repeats."),
    id_: Optional[str] = typer.Option(None, "--id", help="Its id; made from the name where it is left out."),
    alias: Optional[list[str]] = typer.Option(None, help="Another name for it; repeatable."),
    replaces: Optional[str] = typer.Option(None, help="The bundled model that it replaces, for you."),
    from_: Optional[Path] = typer.Option(
        None, "--from", help="Take over the rows typed on the sheet What-if of this workbook."
    ),
) -> None:
    """Add a model of your own to your catalog; every function then knows it.

    Example: plm-ratios catalog add --name "My pLM" --params 650M --sequences 45M --locator notebook

    Example: plm-ratios catalog add --from comparison.xlsx
    """
    from ..curation import add_model
    from .questions import new_model, size_of_option

    sizes = {
        "params": params,
        "sequences": sequences,
        "avglen": avglen,
        "tokens-unique": tokens_unique,
        "tokens-seen": tokens_seen,
        "active": active,
    }
    shared = {"family": family, "kind": kind, "source": source, "confidence": confidence, "note": note}
    if from_:
        single = {**sizes, "name": name, "dataset": dataset, "id": id_, "alias": alias, "replaces": replaces}
        for option, value in single.items():
            if value:
                output.fail(f"--{option} is about one model; --from brings its own rows.")
    adding = _begin()
    if from_:
        _promote(adding, from_, {**shared, "source": adding.source(source)}, locator)
        return
    quantities = add_model.QUANTITIES
    given: dict[str, Any] = {
        **shared,
        "name": name,
        "numbers": {
            quantities[key]: size_of_option(text, quantities[key]) for key, text in sizes.items() if text
        },
        "dataset": dataset,
        "locator": locator,
        "id": id_,
        "aliases": alias or [],
        "replaces": replaces,
    }
    if name is not None:
        if not locator:
            output.fail(
                '--locator is missing: where in the source do the numbers stand? "unpublished", perhaps.'
            )
        new = add_model.NewModel(**given)
    else:
        try:
            new = new_model(adding, given)
        except typer.Abort as stopped:
            if isinstance(stopped.__context__, EOFError):
                output.fail("The input ended before the last question; nothing was written.")
            raise KeyboardInterrupt from None
    key = adding.add(new).id
    _save(adding)
    entry = load().model(key)
    print(f"Added {entry.name} ({entry.id}) to {adding.place.yaml}")
    _print_ratios(entry)
    print(KNOWN_ONCE)


def _begin() -> Adding:
    from ..curation import add_model, user_yaml

    place = config_paths.catalog_paths()[0]
    try:
        return add_model.Adding(place)
    except user_yaml.ProblemsError as error:
        refuse(place, error.problems)


def _save(adding: Adding) -> None:
    from ..curation import user_yaml

    try:
        adding.save()
    except user_yaml.ProblemsError as error:
        refuse(adding.place, error.problems)
    reload()


def _promote(adding: Adding, path: Path, shared: dict[str, Any], locator: str | None) -> None:
    """Add the complete rows of a workbook; report for each other row why it was not added."""
    from ..curation import add_model
    from ..workbook_builder import what_if_sheet
    from ..workbook_reader import what_if_rows

    added = []
    for row in what_if_rows.read(path):
        label = f'row {row.number}, "{row.name}"' if row.name else f"row {row.number}"
        if row.why_not:
            print(f"Left out {label}: {row.why_not}")
            continue
        sizes = {
            "params_total": row.parameters,
            "sequences": row.sequences,
            "avg_length": row.length,
            "tokens_seen": row.seen,
        }
        new = add_model.NewModel(
            name=row.name,
            numbers={quantity: size for quantity, size in sizes.items() if size is not None},
            locator=locator or f"{path.name}, sheet {what_if_sheet.SHEET}, row {row.number}",
            **shared,
        )
        try:
            added.append(adding.add(new))
        except PlmError as error:
            print(f"Left out {label}: {error}")
    if not added:
        output.fail(f"{path.name} brought no model; nothing was written.")
    _save(adding)
    for entry in added:
        print(f"Added {entry.name} ({entry.id})")
        _print_ratios(load().model(entry.id))
    print(f"Wrote {adding.place.yaml}: {len(added)} model{'s' * (len(added) > 1)} added")


def _print_ratios(model: Model) -> None:
    """Print the ratio on each basis that has one; by sequences for the default average length and its own."""
    lengths = {ratios.AVERAGE_LENGTH, ratios.known_average_length(model) or ratios.AVERAGE_LENGTH}
    lines = [("sequences", length, f"sequences x {length:g} residues") for length in sorted(lengths)]
    lines += [(basis, ratios.AVERAGE_LENGTH, basis) for basis in ratios.BASES if basis != "sequences"]
    for basis, length, label in lines:
        try:
            ratio = ratios.ratio(model, basis, length)
        except NotAvailable:
            continue
        print(f"  {output.ratio(ratio)} tokens per parameter ({label}): {ratios.verdict(ratio)}")


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
