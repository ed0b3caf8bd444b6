"""What the script of Google Sheets knows: the catalog, worked out as far as no typed number matters.

The JavaScript beside this file holds no number and hardly a sentence about models. It looks up what
the Python core says here, fills in the average length that somebody typed, and divides.

A field of a model or dataset is a number, or the sentence that says why there is none. Texts hold
slots such as {length} where the script fills something in.
"""

from __future__ import annotations

import math
from typing import Any, Callable, Union

from ... import formatting
from ...analysis import explanations, ratios, scaling_laws
from ...analysis.power_law import UNITS, Law
from ...analysis.spread import HEADER as SPREAD_HEADER
from ...analysis.spread import spread_table
from ...catalog import (
    Catalog,
    Dataset,
    Entry,
    Model,
    citations,
    fold,
    load,
    nearest_names,
    typed_names,
    typed_numbers,
)
from ...catalog.facts import QUANTITIES
from ...errors import NotAvailable, PlmError, UnknownName
from ...functions import FUNCTIONS, tables
from ...functions.cells import ERROR_TEXTS, to_number, to_size
from ...functions.headers import HEADERS
from ...functions.law_tables import FRONTIER_HEADER, OPTIMAL_HEADER, laws_table
from ...functions.signature import name_of

Field = Union[float, str]


def data() -> dict[str, Any]:
    """Everything, ready for JSON, with the entries of user catalogs."""
    catalog = load()
    return {
        "version": explanations.version(),
        "models": list(map(_model, catalog.models)),
        "datasets": list(map(_dataset, catalog.datasets)),
        "laws": list(map(_law, scaling_laws.laws())),
        "names": _names(catalog),
        "functions": {
            name: {"table": each.gives == "table", "whole": [argument.whole for argument in each.arguments]}
            for name, each in FUNCTIONS.items()
        },
        "choices": {
            "basis": _choice("RATIO", 1, ratios.BASES),
            "kind": _choice("PARAMS", 1, ratios.PARAMETER_KINDS),
            "quantity": _choice("SOURCE", 1, (*QUANTITIES, *citations.QUANTITY_WORDS)),
        },
        "quantityOfBasis": ratios.QUANTITY_OF_BASIS,
        "quantityOfWord": citations.QUANTITY_WORDS,
        "headers": {
            "CATALOG": tables.CATALOG_HEADER,
            "COMPARE": tables.COMPARE_HEADER,
            "BASES": tables.BASES_HEADER,
            "SPREAD": SPREAD_HEADER,
            "OPTIMAL": OPTIMAL_HEADER,
            "FRONTIER": FRONTIER_HEADER,
        },
        "columnHeaders": HEADERS,
        "lawsTable": laws_table(),
        "messages": _messages(catalog),
        "verdicts": [ratios.TOO_FEW, ratios.NEAR_OPTIMAL, ratios.MORE],
        "averageLength": _short(ratios.AVERAGE_LENGTH),
        "lengthOff": explanations.LENGTH_OFF,
        "target": _short(ratios.TARGET),
        "near": _short(ratios.NEAR),
        "law": scaling_laws.DEFAULT,
        "sparse": scaling_laws.SPARSE,
        "edge": scaling_laws.EDGE,
        "errors": ERROR_TEXTS,
        "numbers": {
            "suffixes": typed_numbers.SUFFIXES,
            "one": typed_numbers.ONE_READING,
            "two": typed_numbers.TWO_READINGS,
            "asNumber": typed_numbers.AS_NUMBER,
            "marks": typed_numbers.MARKS,
        },
        "odd": {
            "invisible": typed_names.INVISIBLE,
            "lookAlike": typed_names.LOOK_ALIKE,
            "lookAlikes": typed_names.LOOK_ALIKES,
        },
        "similar": {"alike": nearest_names.ALIKE, "longest": nearest_names.LONGEST},
    }


def _model(model: Model) -> dict[str, Any]:
    return {
        "id": model.id,
        "name": model.name,
        "family": model.family,
        "kind": model.kind,
        "objective": model.objective,
        "released": model.released,
        "weights": model.weights,
        **_shared(model),
        "parameters": {kind: _known(ratios.parameters, model, kind) for kind in ratios.PARAMETER_KINDS},
        "tokens": {basis: _known(ratios.model_tokens, model, basis, 1.0) for basis in ratios.BASES},
        "epochs": _known(ratios.epochs, model),
        "flops": _known(scaling_laws.training_flops, model),
        "places": {
            quantity: citations.short_citation(model, quantity)
            for quantity in ("params_total", *ratios.QUANTITY_OF_BASIS.values())
        },
        "why": _why(model),
        "spread": {basis: readings for basis in ratios.BASES if (readings := _spread(model, basis))},
    }


def _dataset(dataset: Dataset) -> dict[str, Any]:
    return {"name": dataset.name, **_shared(dataset), "about": explanations.about_dataset(dataset)}


def _shared(entry: Entry) -> dict[str, Any]:
    return {
        "sequences": _known(ratios.sequences, entry.id),
        "length": _known(ratios.average_length, entry.id),
        "sources": {quantity: citations.citation(entry.id, quantity) for quantity in entry.facts},
    }


def _known(compute: Callable[..., float], *arguments: Any) -> Field:
    try:
        return _short(compute(*arguments))
    except NotAvailable as error:
        return str(error)


def _short(number: float) -> float:
    """A whole number without the ".0" of Python; JavaScript has one kind of numbers."""
    return int(number) if number.is_integer() else number


def _why(model: Model) -> dict[str, Any]:
    """What WHY says on each basis that has a ratio. On the basis "sequences" that depends on the average
    length: three texts, of which the middle one is said only where the length is far from the model's own."""
    said: dict[str, Any] = {}
    for basis in ratios.BASES:
        if ratios.known(ratios.ratio, model, basis) is None:
            continue
        if basis != "sequences":
            said[basis] = explanations.why(model.id, basis, ratios.AVERAGE_LENGTH)
            continue
        own = ratios.known_average_length(model) or ratios.AVERAGE_LENGTH
        near, far = _why_at(model, own), _why_at(model, 2 * own)
        start = next((at for at, (one, other) in enumerate(zip(near, far)) if one != other), len(near))
        more = len(far) - len(near)
        said[basis] = near[:start], far[start : start + more], near[start:]
    return said


def _why_at(model: Model, avglen: float) -> str:
    """The sentences at an average length, with slots for all that depends on it."""
    total = ratios.model_tokens(model, "sequences", avglen)
    ratio = formatting.human(ratios.ratio(model, "sequences", avglen))
    per_active = formatting.human(total / (model.value("params_active") or math.inf))
    text = explanations.why(model.id, "sequences", avglen)
    for said, with_slots in (
        (f" has {ratio} tokens per parameter:", " has {ratio} tokens per parameter:"),
        (
            f" x {avglen:g} residues = {formatting.human(total)} tokens,",
            " x {length} residues = {total} tokens,",
        ),
        (f" residues, not {avglen:g};", " residues, not {length};"),
        (f" active per token the ratio is {per_active}.", " active per token the ratio is {active}."),
    ):
        text = text.replace(said, with_slots, 1)
    return text


def _spread(model: Model, basis: str) -> list[list[Any]]:
    """The lowest, preferred and highest reading, or one where they are the same: what is counted, the
    parameters, who says each, confidence, note."""
    try:
        rows = spread_table([model.id], basis, 1.0)[1:]
    except NotAvailable:
        return []
    readings = [[_short(row[5]), _short(row[6]), *row[7:]] for row in rows]
    return readings[:1] if readings[0] == readings[1] == readings[2] else readings


def _law(law: Law) -> dict[str, Any]:
    return {
        "id": law.id,
        "name": law.name,
        "domain": law.domain,
        "objective": law.objective,
        "counts": law.counts,
        "about": explanations.about_law(law),
        "line": law.power_law._asdict() if law.gives_sizes else _said(lambda: law.power_law),
        "depends": _said(lambda: scaling_laws.target_ratio(law)),
        "ranges": [[what, unit, *bounds] for what, unit in UNITS.items() if (bounds := law.range(what))],
        "unranged": scaling_laws.outside(1.0, law) if not law.ranges else "",
    }


def _names(catalog: Catalog) -> dict[str, list[tuple[str, int]]]:
    """Every name as lookups compare it, with the position of what it names."""
    models = {model: place for place, model in enumerate(catalog.models)}
    datasets = {dataset: place for place, dataset in enumerate(catalog.datasets)}
    named_laws = {
        fold(name): place
        for place, law in enumerate(scaling_laws.laws())
        for name in (law.id, law.name, *law.aliases)
    }
    return {
        "model": [(key, models[model]) for key, model in catalog.model_keys.items()],
        "dataset": [(key, datasets[dataset]) for key, dataset in catalog.dataset_keys.items()],
        "law": list(named_laws.items()),
    }


def _choice(function: str, position: int, options: tuple[str, ...]) -> dict[str, Any]:
    """The words among which an argument chooses, and what it says to any other."""
    read = FUNCTIONS[function].arguments[position].read
    try:
        default = read(None)
    except PlmError:
        default = None
    return {
        "options": {option.casefold(): option for option in options},
        "default": default,
        "unknown": _remarked(read),
        "missing": _message(lambda: read(1)),
    }


def _messages(catalog: Catalog) -> dict[str, tuple[str, str]]:
    """What goes wrong with what people type: the cell error and the sentence of each. The core says
    them here about slots instead of cells."""
    nobody = Model(id="", name="{name}", facts={"{known}": ()})
    sequences, _ = FUNCTIONS["TOKENS"].arguments
    ratio, target = FUNCTIONS["VERDICT"].arguments

    def remarks() -> tuple[str, ...]:
        return ("{remarks}",)

    def unknown(nearest: tuple[str, ...]) -> Callable[[], Any]:
        return lambda: _raise(
            UnknownName("{what}", "{cell}", lambda: nearest, catalog.cell_warnings, remarks)
        )

    def unknown_law(nearest: tuple[str, ...]) -> Callable[[], Any]:
        return lambda: _raise(scaling_laws.UnknownLaw("{cell}", lambda: nearest, remarks))

    return {
        "noNumber": _remarked(lambda cell: to_number(cell, "{what}")),
        "ambiguous": _ambiguous(),
        "notFinite": _message(lambda: to_number(math.inf, "{what}")),
        "negative": _message(lambda: to_number(-7, "{what}"), number="-7"),
        "zero": _message(lambda: to_size(0, "{what}")),
        "blankName": _message(lambda: name_of("{what}")(None)),
        "noName": _message(lambda: name_of("{what}")(7), cell="7"),
        "unknown": _message(unknown(("{nearest}",))),
        "unknownFar": _message(unknown(())),
        "unknownLaw": _message(unknown_law(("{nearest}",))),
        "unknownLawFar": _message(unknown_law(())),
        "neitherSequences": _remarked(sequences.read),
        "neitherRatio": _remarked(ratio.read),
        "neitherTarget": _remarked(target.read),
        "noQuantity": _message(lambda: catalog.source_of(nobody, "{quantity}")),
        "noneNearest": _message(lambda: ratios.nearest(basis="{basis}", models=[])),
        "noOptimum": _message(
            lambda: scaling_laws.at_parameters(1e300), what="number of parameters", given="1e+300"
        ),
    }


def _message(call: Callable[[], Any], **slots: str) -> tuple[str, str]:
    """The cell error and the sentence of what a call complains about, with slots for what was given."""
    try:
        call()
    except PlmError as error:
        text = str(error)
        for slot, said in slots.items():
            text = text.replace(said, f"{{{slot}}}")
        return error.cell, text
    raise AssertionError("nothing was wrong")


def _remarked(read: Callable[[str], Any]) -> tuple[str, str]:
    """The same for a text that something can be remarked on, with the slot {remarks} where that is said."""
    odd = "{cell}\u200b"
    return _message(lambda: read(odd), cell=odd, remarks=" ".join(typed_names.oddities(odd)))


def _ambiguous() -> tuple[str, str]:
    text = "1,234"
    read = typed_numbers.typed_number(text)
    assert isinstance(read, typed_numbers.Ambiguous), "nobody knows whether it is a thousand"
    return _message(lambda: to_number(text, "{what}"), cell=text, says=read.says)


def _said(call: Callable[[], Any]) -> str:
    """What a call complains about; "" where it is content."""
    try:
        call()
    except PlmError as error:
        return str(error)
    return ""


def _raise(error: PlmError) -> None:
    raise error
