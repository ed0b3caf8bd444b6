"""Finds out what Epoch AI's "dataset size" counts: sequences, unique tokens or tokens seen.

The column mixes all three. A basis is given only if the row itself proves it, in one of these ways:

steps     the size is a product in the notes one of whose factors the notes call steps: tokens seen
product   the size is sequences x length in the notes: unique tokens (and so many sequences)
division  the size is tokens / epochs in the notes: unique tokens (and so many tokens seen)
words     the notes state the size and what it counts: "unique", "dataset of", "saw", "sequences"
passes    size x epochs, or the size alone, equals the tokens that follow from the compute (6ND), or the
          tokens seen according to the notes

"Equals" means: the same to two digits, as the notes round, or within 1 %; if epochs, which are rounded
too, are a factor, within 5 %. What proves nothing: a compute in whose notes the size stands, since it was
calculated from it, or that includes a base model's; the pre-training of a model from which training started
(see stages.py); a size that counts pairs, values or images. In a column of tokens with a gradient
(see size_columns.py) only what the notes say of the size itself counts. If two ways give different bases, or
none gives any, the size stays a note.
"""

from __future__ import annotations

import math
import re
from typing import Iterator

from . import size_columns, stages
from .csv_export import EpochRow
from .notes import lines, numbers, plain, products, quoted, same, shown, unit
from .passes import by_other_numbers
from .size_reading import SEEN, SEQUENCES, UNIQUE, SizeReading
from .units import (
    ARE_SEQUENCES,
    COUNTED,
    IN_SETS,
    LENGTH,
    NEVER_TOKENS,
    OF_STRUCTURES,
    OTHER_THINGS,
    labelled,
    unit_elsewhere,
)

_MOST_FACTORS = 6


def read_size(size: float, row: EpochRow, parameters: float | None, compute: float | None) -> SizeReading:
    """Returns what the size of a row counts; `parameters` and `compute` are the corrected ones of the row."""
    things = _other_things(size, row)
    if things:
        return SizeReading("", f'it counts other things than sequences or tokens: "{things}"')
    if IN_SETS.search(row.text("size_notes")):
        return SizeReading(
            "", "it counts sets or alignments of sequences, in which a sequence stands many times"
        )
    if stages.are_mixed(row.text("size_notes")):
        return _of_its_own_stage(size, row)
    found = [
        reading
        for reading in (
            _by_steps(size, row),
            _by_product(size, row),
            _by_division(size, row),
            *_by_words(size, row),
            *by_other_numbers(size, row, parameters, compute),
        )
        if reading
    ]
    bases = {reading.basis for reading in found}
    if len(bases) > 1:
        both = "; but ".join(dict.fromkeys(reading.why for reading in found))
        return SizeReading("", f"its notes point two ways: {both}")
    if not found:
        return SizeReading("", size_columns.nothing_said(row))
    whole = next((reading for reading in found if reading.sequences or reading.seen), found[0])
    why = "; ".join(dict.fromkeys(reading.why for reading in found))
    weak = all(reading.weak for reading in found)
    if OF_STRUCTURES.search(row.text("size_notes")):
        why, weak = f"{why}; as tokens of structures, which need not be residues", True
    return whole._replace(why=why, weak=weak)


def read_count(row: EpochRow) -> SizeReading | None:
    """The sequences that the notes state alone on a line, where the size is blank or of another meaning."""
    notes = row.text("size_notes")
    found = [
        (line, counted[0])
        for _, line in lines(notes)
        if (counted := numbers(line))
        and _ALONE.fullmatch(line[: counted[0].start] + "#" + line[counted[0].end :])
    ]
    if len(found) != 1 or stages.are_mixed(notes):
        return None
    line, number = found[0]
    size = "of another meaning" if row.text("size") else "blank"
    why = f'the size is {size}, and the notes say "{" ".join(line.split())}"'
    return SizeReading(SEQUENCES, why, number.value, instead=number.value)


_ALONE = re.compile(r"\W*#\s*(?:unique |distinct |protein )?(?:sequences|proteins)\W*", re.I)


def _other_things(size: float, row: EpochRow) -> str:
    """The words of the notes by which a size counts pairs, values and the like; "" if there are none."""
    for _, line in lines(row.text("size_notes")):
        stated = [number for number in numbers(line) if same(size, number.value)]
        if stated and NEVER_TOKENS.search(line) and not LENGTH.search(line):
            return quoted(line, stated[0])
        for factors in products(line):
            if same(size, math.prod(number.value for number in factors)):
                things = next(
                    (found for one in factors if (found := NEVER_TOKENS.search(unit(line, one)))), None
                )
                if things:
                    return quoted(line, factors[0])
    return ""


def _of_its_own_stage(size: float, row: EpochRow) -> SizeReading:
    """The product under "fine-tuning" where a base model is named; else which stage counts is open."""
    why = "its notes put pre-training beside what came after it"
    if row.text("base"):
        notes = row.text("size_notes")
        found = {
            reading.basis: (value, reading)
            for place, line in lines(notes)
            for value, reading in _products_of(line, place, notes)
            if stages.stage_at(notes, place) == stages.AFTERWARDS
        }
        if len(found) == 1:
            value, reading = found[UNIQUE]
            other = None if same(size, value) else value
            return reading._replace(
                why=f"{reading.why} after the training of {row.text('base')}", instead=other
            )
    return SizeReading("", why)


def _by_steps(size: float, row: EpochRow) -> SizeReading | None:
    for text in (row.text("size_notes"), row.text("compute_notes")):
        steps = set(_stated_steps(text))
        for factors in products(text):
            values = [number.value for number in factors]
            for begin in range(len(values)):
                for end in range(begin + 2, min(begin + _MOST_FACTORS, len(values)) + 1):
                    part = values[begin:end]
                    if steps & set(part) and same(size, math.prod(part)):
                        return SizeReading(SEEN, f"steps x batch, {shown(part)}")
    return None


_STEPS_AFTER = re.compile(r"\W{0,3}(?:training |weight |gradient )?(?:steps|updates|iterations)\b", re.I)
_STEPS_BEFORE = re.compile(r"\b(?:steps|updates|iterations)(?: of)?\W{0,3}$", re.I)


def _stated_steps(text: str) -> Iterator[float]:
    for number in numbers(text):
        before = text[max(0, number.start - 20) : number.start]
        if _STEPS_AFTER.match(text, number.end) or _STEPS_BEFORE.search(before):
            yield number.value


_PASSED = re.compile(
    r"\b(saw|sees?|seen|processed|consumed|exposed to|training tokens|tokens over multiple epochs"
    r"|proceeded for|steps|batch(es)?)\b",
    re.I,
)


def _by_product(size: float, row: EpochRow) -> SizeReading | None:
    notes = row.text("size_notes")
    for place, line in lines(notes):
        if row.text("base") and stages.stage_at(notes, place + len(line)) == stages.PRETRAINING:
            continue  # of the base model, perhaps
        for value, reading in _products_of(line, place, notes):
            if same(size, value):
                return reading
    return None


_MOST_LENGTH = 2048
_LEAST_SEQUENCES = 1000


def _products_of(line: str, place: int, notes: str) -> Iterator[tuple[float, SizeReading]]:
    """Every product of sequences and length on a line, with what it makes."""
    if _PASSED.search(line):
        return
    for factors in products(line):
        if len(factors) != 2:
            continue
        count, length = sorted(factors, key=lambda number: -number.value)
        units = unit(line, count) or unit_elsewhere(notes, count)
        per = unit(line, length) or unit_elsewhere(notes, length)
        bare = not units and not per
        if bare and labelled(notes):
            units, bare = "sequences", False
        if LENGTH.match(units) or NEVER_TOKENS.search(units):
            continue
        alone = bare and len(lines(notes)) == 1
        weak = alone and count.value >= _LEAST_SEQUENCES and 10 <= length.value <= _MOST_LENGTH
        if not (COUNTED.search(units) or LENGTH.search(per) or weak):
            continue
        are_sequences = ARE_SEQUENCES.search(units) and not OTHER_THINGS.search(units)
        yield (
            count.value * length.value,
            SizeReading(
                UNIQUE,
                f"the notes multiply {plain(count.value)} {units or 'entries'} by {plain(length.value)}",
                count.value if are_sequences else None,
                length.value if _is_round(length.value) else None,
                weak=weak,
            ),
        )


def _is_round(length: float) -> bool:
    """True for lengths such as 300 or 512, which are assumed means or cut-offs rather than measured."""
    return length % 10 == 0 or length in (128, 256, 302, 512, 1024, 2048, 4096)


_DIVIDED = re.compile(r"\s*tokens?\s*[/÷]\s*")
_BY_EPOCHS = re.compile(r"\s*epochs?\s*[=≈]\s*")


def _by_division(size: float, row: EpochRow) -> SizeReading | None:
    notes = row.text("size_notes")
    found = numbers(notes)
    for seen, epochs, unique in zip(found, found[1:], found[2:]):
        divided = _DIVIDED.fullmatch(notes, seen.end, epochs.start)
        if divided and _BY_EPOCHS.fullmatch(notes, epochs.end, unique.start) and same(size, unique.value):
            why = f"the notes divide {plain(seen.value)} tokens by {plain(epochs.value)} epochs"
            return SizeReading(UNIQUE, why, seen=seen.value)
    return None


_OF_THE_SET = re.compile(
    r"\b(unique|dataset (size|of)|training dataset|contain(s|ing)?|sum to|consist(s|ing)?"
    r"|compris(es|ing)|corpus|first epoch|after filtering|proteins and)\b",
    re.I,
)


_QUALIFIED = re.compile(r"^(unique|distinct|total|training) ", re.I)
_TRAINED_ON = re.compile(r"\btrained on (?:approximately |about |around |~)?$", re.I)


def _by_words(size: float, row: EpochRow) -> Iterator[SizeReading]:
    for column in ("size_notes", "dataset_notes", "compute_notes"):
        notes = row.text(column)
        for place, line in lines(notes):
            for number in numbers(line):
                if not same(size, number.value):
                    continue
                if row.text("base") and stages.stage_at(notes, place + number.start) == stages.PRETRAINING:
                    continue
                units = unit(line, number)
                passed, of_the_set = _PASSED.search(line), _OF_THE_SET.search(line)
                tokens = LENGTH.match(_QUALIFIED.sub("", units))
                if column == "compute_notes" and not (tokens and units.lower().startswith("unique ")):
                    continue  # what was multiplied there need not be the dataset
                said = f'the notes say "{quoted(line, number)}"'
                if ARE_SEQUENCES.match(units) and not passed and size < 1e10:
                    yield SizeReading(SEQUENCES, said, number.value)
                elif tokens and bool(passed) != bool(of_the_set):
                    yield SizeReading(SEEN if passed else UNIQUE, said)
                elif tokens and not passed and _TRAINED_ON.search(line[: number.start]) and _one_pass(row):
                    yield SizeReading(SEEN, said, weak=True)


def _one_pass(row: EpochRow) -> bool:
    return (row.value("epochs") or 1) < 1.5
