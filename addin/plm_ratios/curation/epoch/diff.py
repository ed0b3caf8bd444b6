"""Compares Epoch AI's numbers with the bundled ones, by model and quantity, with the cause of differences."""

from __future__ import annotations

import re
from typing import Iterator, NamedTuple

from ...analysis import cost
from ...catalog import Catalog, Model
from ...catalog.facts import QUANTITIES, Fact
from ...errors import NotAvailable
from .csv_export import EpochRow, Export
from .entry import two_in_one
from .known_rows import Known
from .row import Numbers, clean, name_of, read_numbers, same_model, shown, two_numbers
from .size_columns import nothing_said
from .size_reading import SEEN, SEQUENCES, UNIQUE

TOLERANCE = 0.05
COMPUTE = "compute"

AGREES = "agrees"
FROM_THEM = "agrees, but ours was read in their data"
OTHER = "agrees with a number that we do not prefer"
EXPLAINED = "differs, explained"
UNEXPLAINED = "differs, not explained"
UNCERTAIN = "theirs is of no certain basis"
ONLY_THEIRS = "only theirs"
ONLY_OURS = "only ours"
OUTCOMES = (AGREES, FROM_THEM, OTHER, EXPLAINED, UNEXPLAINED, UNCERTAIN, ONLY_THEIRS, ONLY_OURS)


class Difference(NamedTuple):
    """One quantity of one model. `theirs` is Epoch AI's number, cleaned of rounding but not corrected."""

    model: str
    row: str
    quantity: str
    theirs: float | None
    ours: float | None
    outcome: str
    why: str
    source: str


def compare(export: Export, catalog: Catalog, known: Known, tolerance: float = TOLERANCE) -> list[Difference]:
    """Compare every quantity of every model that is in both the export and the catalog."""
    said: dict[tuple[str, str], set[tuple[str, float | None]]] = {}
    found = []
    for row in export.rows:
        for line in _row(row, catalog, known, tolerance):
            before = said.setdefault((line.model, line.row), set())
            if (line.quantity, line.theirs) not in before:  # some exports have a row twice
                before.add((line.quantity, line.theirs))
                found.append(line)
    return found


def _row(row: EpochRow, catalog: Catalog, known: Known, tolerance: float) -> Iterator[Difference]:
    model = same_model(row, catalog, known)
    if model is None:
        return
    numbers = read_numbers(row, known)
    theirs = _theirs(row, numbers)
    for quantity in ("params_total", SEQUENCES, UNIQUE, SEEN, COMPUTE):
        their_number, ours = theirs.get(quantity), _ours(model, quantity)
        if their_number is None and ours is None:
            continue
        outcome, why = _outcome(row, numbers, model, quantity, their_number, ours, known, tolerance)
        source = _source(model, quantity)
        yield Difference(model.name, name_of(row), quantity, their_number, ours, outcome, why, source)
    wrong = known.corrected_text(name_of(row), "dataset", row.text("dataset"))
    if wrong:
        why = f"They name {wrong.text}. {wrong.why}"
        yield Difference(model.name, name_of(row), "dataset", None, None, EXPLAINED, why, "")
    if two_numbers(row.text("size")):
        why = two_in_one(row, "size")
        yield Difference(model.name, name_of(row), "dataset size", None, None, UNCERTAIN, why, "")
    if numbers.size is not None and (not numbers.basis or numbers.read.instead):
        why = _sentence(nothing_said(row) if numbers.read.instead else numbers.read.why)
        yield Difference(model.name, name_of(row), "dataset size", numbers.size, None, UNCERTAIN, why, "")


def _theirs(row: EpochRow, numbers: Numbers) -> dict[str, float]:
    """Epoch AI's numbers by what they count. Wrong ones are not corrected here: the user shall see them."""
    found = {"params_total": row.value("parameters"), COMPUTE: row.value("compute")}
    found = {quantity: clean(number) for quantity, number in found.items() if number}
    if numbers.counted:
        wrong, raw = "size" in numbers.corrected, row.value("size")
        counted = clean(raw) if wrong and raw else numbers.counted
        found[numbers.basis] = counted
        if numbers.read.sequences:
            found[SEQUENCES] = numbers.read.sequences
        if numbers.read.seen:
            found[SEEN] = numbers.read.seen
        elif numbers.basis == UNIQUE and numbers.epochs:
            found[SEEN] = clean(counted * numbers.epochs)
    return {quantity: number for quantity, number in found.items() if number}


def _ours(model: Model, quantity: str) -> float | None:
    if quantity != COMPUTE:
        return model.value(quantity)
    try:
        return cost.training_flops(model)
    except NotAvailable:
        return None


def _source(model: Model, quantity: str) -> str:
    if quantity == COMPUTE:
        return f"{_times(model)} x parameters x tokens seen"
    fact = model.fact(quantity)
    if fact is None:
        return ""
    return fact.source.short if fact.source else f"= {fact.formula}"


def _times(model: Model) -> int:
    return 3 if cost.is_a(model, cost.ENCODER_DECODER) else 6


def _outcome(
    row: EpochRow,
    numbers: Numbers,
    model: Model,
    quantity: str,
    theirs: float | None,
    ours: float | None,
    known: Known,
    tolerance: float,
) -> tuple[str, str]:
    if theirs is None:
        return ONLY_OURS, ""
    wrong = _corrected(numbers, quantity)
    why = wrong or known.explained(model.id, quantity, theirs)
    why = why or _by_the_row(row, numbers, model, quantity, tolerance)
    if ours is None:
        return ONLY_THEIRS, why
    preferred = model.fact(quantity) if quantity in QUANTITIES else None
    if agree(theirs, ours, tolerance) and not wrong:  # a wrong number may be near ours by chance
        # A number cannot confirm itself.
        return (FROM_THEM if preferred and _is_theirs(preferred) else AGREES), ""
    for fact in model.facts_about(quantity) if quantity in QUANTITIES else ():
        if fact.value and not fact.grouped and agree(theirs, fact.value, tolerance):
            if _is_theirs(fact):
                why = why or fact.note or (preferred.note if preferred else "")
            elif fact.source:
                return OTHER, f"{fact.source.short}{': ' if fact.note else ''}{fact.note}"
    return (EXPLAINED, why) if why else (UNEXPLAINED, "")


def _is_theirs(fact: Fact) -> bool:
    """True if the source of a fact is Epoch AI's data, or is quoted there."""
    return any(source is not None and source.id == "epoch" for source in (fact.source, fact.via))


def agree(one: float, other: float, tolerance: float) -> bool:
    """True if two numbers are within the tolerance, whichever is larger."""
    return max(one, other) / min(one, other) - 1 <= tolerance


def _corrected(numbers: Numbers, quantity: str) -> str:
    column = {"params_total": "parameters", COMPUTE: "compute"}.get(quantity, "size")
    if column == "size" and numbers.basis != quantity:
        return ""
    return numbers.corrected.get(column, "")


_HARDWARE = re.compile(r"utili[sz]ation|FLOPs?/s", re.I)


def _by_the_row(row: EpochRow, numbers: Numbers, model: Model, quantity: str, tolerance: float) -> str:
    """Causes that the row itself shows."""
    if (
        quantity in (UNIQUE, SEEN)
        and numbers.basis == UNIQUE
        and numbers.read.length
        and numbers.read.sequences
    ):
        same = [
            c
            for c in model.facts_about(SEQUENCES)
            if c.value and agree(c.value, numbers.read.sequences, tolerance)
        ]
        if same:
            times = f", times {shown(numbers.epochs)} epochs" if quantity == SEEN and numbers.epochs else ""
            return (
                f"They multiply {shown(numbers.read.sequences)} sequences, which we count too, by a round "
                f"length, {shown(numbers.read.length)}, assumed or a cut-off{times}."
            )
    notes = row.text("compute_notes")
    if quantity == COMPUTE and row.text("base"):
        return f"Theirs counts the training of {row.text('base')}, from which it started, too."
    if quantity == COMPUTE and "geometric mean" in notes.lower():
        return f"Theirs is the geometric mean of several estimates; ours is {_times(model)}ND."
    if quantity == COMPUTE and _HARDWARE.search(notes):
        return (
            f"Theirs is estimated from hardware, time and an assumed utilization; ours is {_times(model)}ND."
        )
    return ""


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}." if words else ""
