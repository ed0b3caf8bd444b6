"""plm-ratios catalog add"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

import typer

from ..analysis import ratios
from ..catalog import Entry, Model, config_paths, load, reload, user_catalog
from ..errors import NotAvailable, PlmError
from . import options, output
from .output import print
from .user_catalog import KNOWN_ONCE, refuse

if TYPE_CHECKING:
    from ..curation.add_model import Adding

KINDS = "protein, antibody, msa, dna or rna"


def add(
    name: Optional[str] = typer.Option(None, help="Name of the model. Without it, you are asked."),
    params: Optional[str] = typer.Option(None, help="Parameters, such as 650M or 1.2T."),
    sequences: Optional[str] = typer.Option(None, help="Sequences in the training set."),
    avglen: Optional[str] = typer.Option(None, help="Their average length in residues."),
    tokens_unique: Optional[str] = typer.Option(None, help="Distinct tokens in the training set."),
    tokens_seen: Optional[str] = typer.Option(None, help="Tokens seen in training, repeats included."),
    steps: Optional[str] = typer.Option(None, help="Updates of the weights; with --batch, tokens seen."),
    batch: Optional[str] = typer.Option(
        None, help="Tokens in a step; sequences in a step where --length is given."
    ),
    length: Optional[str] = typer.Option(None, help="Tokens to which each sequence of a batch is cropped."),
    epochs: Optional[str] = typer.Option(None, help="Passes over the training set."),
    stage: Optional[list[str]] = typer.Option(
        None, help='One stage of several, such as "UniRef90: 1.2T seen, 400B unique"; repeatable, in order.'
    ),
    active: Optional[str] = typer.Option(None, help="Parameters active per token (mixture of experts)."),
    config: Optional[Path] = typer.Option(
        None, help="Its config.json of Hugging Face: parameters by closed formula, and its architecture."
    ),
    safetensors: Optional[Path] = typer.Option(
        None, help="Its .safetensors file, or the index of several: parameters by the shapes in the header."
    ),
    dataset: Optional[str] = typer.Option(None, help="A dataset of the catalog; its counts are taken over."),
    family: Optional[str] = typer.Option(None, help='Its family; "Own models" where it is left out.'),
    kind: Optional[str] = typer.Option(None, help=f"{KINDS}; protein where it is left out."),
    unit: Optional[str] = typer.Option(
        None, help='What its tokens are, such as "base pairs", codons, 6-mers or "structure tokens".'
    ),
    objective: Optional[str] = typer.Option(None, help="What it was trained by, such as MLM or CLM."),
    masked: Optional[str] = typer.Option(None, help="The share of tokens that is masked, such as 15%."),
    base: Optional[str] = typer.Option(
        None, help="The model from whose weights its training started; its tokens do not count here."
    ),
    chip_hours: Optional[str] = typer.Option(None, help="Hours of all its GPUs or TPUs together."),
    accelerator: Optional[str] = typer.Option(None, help='The chip it was trained on, such as "H100 SXM".'),
    source: str = typer.Option(
        user_catalog.OWN_SOURCE,
        help="Where the numbers come from: own, the id of a source, or the title, address, DOI, arXiv id or "
        "Hugging Face repository of a new one.",
    ),
    locator: Optional[str] = typer.Option(
        None, help='Where in the source they stand, such as "Table 2" or "unpublished, 2026-11".'
    ),
    confidence: str = typer.Option("high", help="high, medium or low."),
    note: Optional[str] = typer.Option(None, help="A full sentence that WHY repeats."),
    id_: Optional[str] = typer.Option(None, "--id", help="Its id; made from the name where it is left out."),
    alias: Optional[list[str]] = typer.Option(None, help="Another name for it; repeatable."),
    replaces: Optional[str] = typer.Option(None, help="The bundled model that it replaces, for you."),
    sure: bool = options.flag("--sure", "Add it although its numbers do not seem to fit together."),
    from_: Optional[Path] = typer.Option(
        None, "--from", help="Take over the rows typed on the sheet What-if of this workbook."
    ),
) -> None:
    """Add a model of your own to your catalog; every function then knows it.

    Example: plm-ratios catalog add --name "My pLM" --params 650M --sequences 45M --locator notebook

    Example: plm-ratios catalog add --name "My pLM" --config config.json --tokens-seen 1T --locator log

    Example: plm-ratios catalog add --from comparison.xlsx
    """
    from ..curation import add_model
    from . import add_values
    from .questions import new_model

    numbers = {
        "params": params,
        "sequences": sequences,
        "avglen": avglen,
        "tokens-unique": tokens_unique,
        "tokens-seen": tokens_seen,
        "active": active,
        "chip-hours": chip_hours,
    }
    run = {"steps": steps, "batch": batch, "length": length, "epochs": epochs}
    of_one = {
        "unit": unit,
        "objective": objective,
        "masked": masked,
        "base": base,
        "accelerator": accelerator,
    }
    shared = {"family": family, "source": source, "confidence": confidence, "note": note}
    if from_:
        single = {**numbers, **run, **of_one, "config": config, "safetensors": safetensors, "name": name,
                  "dataset": dataset, "id": id_, "alias": alias, "replaces": replaces,
                  "sure": sure, "stage": stage}  # fmt: skip
        for option, value in single.items():
            if value:
                output.fail(f"--{option} is about one model; --from brings its own rows.")
    adding = _begin()
    if from_:
        of_rows = {**shared, "kind": kind or "protein", "source": adding.source(source)}
        _promote(adding, from_, of_rows, locator)
        return
    given: dict[str, Any] = {
        **shared,
        **add_values.read(numbers, run, of_one),
        **add_values.files(config, safetensors),
        "stages": add_values.stages(stage or []),
        "kind": kind,
        "name": name,
        "dataset": dataset,
        "locator": locator,
        "id": id_,
        "aliases": alias or [],
        "replaces": replaces,
        "sure": sure,
    }
    if name is not None:
        if not locator:
            output.fail(
                '--locator is missing: where in the source do the numbers stand? "unpublished", perhaps.'
            )
        new = add_model.NewModel(**{**given, "kind": kind or "protein"})
    else:
        try:
            new = new_model(adding, given)
        except typer.Abort as stopped:
            if isinstance(stopped.__context__, EOFError):
                output.fail("The input ended before the last question; nothing was written.")
            raise KeyboardInterrupt from None
    key = adding.add(new).id
    found = [] if new.sure else adding.doubts(new)
    if found:
        output.fail(f"{found[0]} If that is right all the same, add --sure.")
    _save(adding)
    entry = load().model(key)
    print(f"Added {entry.name} ({entry.id}) to {adding.place.yaml}")
    for line in add_values.counts(new):
        print(f"  {line}")
    _print_ratios(entry)
    for line in add_values.cautions(entry):
        print(f"  {line}")
    _note_names(entry)
    print(KNOWN_ONCE)


def _note_names(entry: Entry) -> None:
    """Notes on its names, on standard error."""
    from ..curation import odd_names

    for sentence in odd_names.remarks(entry):
        print(f"note: {sentence}", file=sys.stderr)


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
        _note_names(load().model(entry.id))
    print(f"Wrote {adding.place.yaml}: {len(added)} model{'s' * (len(added) > 1)} added")


def _print_ratios(model: Model) -> None:
    """Print the ratio on each basis that has one; by sequences for the default average length and its own."""
    known = ratios.known_average_length(model)
    lengths = {known} if known else set()
    if not model.reads_nucleotides:  # 325 is an average of proteins
        lengths.add(ratios.AVERAGE_LENGTH)
    lines = [("sequences", length, f"sequences x {length:g} residues") for length in sorted(lengths)]
    lines += [(basis, ratios.AVERAGE_LENGTH, basis) for basis in ratios.BASES if basis != "sequences"]
    for basis, length, label in lines:
        try:
            ratio = ratios.ratio(model, basis, length)
        except NotAvailable:
            continue
        print(f"  {output.ratio(ratio)} tokens per parameter ({label}): {ratios.verdict(ratio)}")
