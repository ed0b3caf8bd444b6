"""Finds out what Epoch AI's "dataset size" counts: sequences, unique tokens or tokens seen.

The column mixes all three. A basis is given only if the row itself proves it, in one of four ways:

steps    the size is a product in the notes one of whose factors the notes call steps: tokens seen
product  the size is sequences x length in the notes: unique tokens (and so many sequences)
words    the notes state the size and what it counts: "unique", "dataset of", "saw", "sequences"
passes   size x epochs, or the size alone, equals the tokens that follow from the compute (6ND), or the
         tokens seen according to the notes

"Equals" means: the same to two digits, as the notes round, or within 1 %; if epochs, which are rounded
too, are a factor, within 5 %. A compute that was itself calculated from the size, or that includes a
base model's, proves nothing. If two ways give different bases, or none gives any, the size stays a
note.
"""

from __future__ import annotations

import math
import re
from typing import Iterator, NamedTuple

from .csv_export import EpochRow

SEQUENCES, UNIQUE, SEEN = "sequences", "tokens_unique", "tokens_seen"

_MOST_FACTORS = 6
SAME = 0.01
SAME_WITH_EPOCHS = 0.05


class SizeReading(NamedTuple):
    """What a size counts.

    basis       the quantity, or "" if it is not certain
    why         the reason, in words that follow a colon
    sequences   the number of sequences in the product in the notes, if there is one
    length      the length in that product, if it is round: assumed, or a cut-off, rather than measured
    """

    basis: str
    why: str
    sequences: float | None = None
    length: float | None = None


class _Number(NamedTuple):
    value: float
    start: int
    end: int


def read_size(size: float, row: EpochRow, parameters: float | None, compute: float | None) -> SizeReading:
    """Returns what the size of a row counts; `parameters` and `compute` are the corrected ones of the row."""
    found = [
        reading
        for reading in (
            _by_steps(size, row),
            _by_product(size, row),
            *_by_words(size, row),
            _by_passes(size, row),
            _by_compute(size, row, parameters, compute),
        )
        if reading
    ]
    bases = {reading.basis for reading in found}
    if len(bases) > 1:
        both = "; but ".join(dict.fromkeys(reading.why for reading in found))
        return SizeReading("", f"its notes point two ways: {both}")
    if not found:
        return SizeReading("", "nothing in its row says what is counted")
    whole = next((reading for reading in found if reading.sequences), found[0])
    return whole._replace(why="; ".join(dict.fromkeys(reading.why for reading in found)))


def _by_steps(size: float, row: EpochRow) -> SizeReading | None:
    for text in (row.text("size_notes"), row.text("compute_notes")):
        steps = set(_stated_steps(text))
        for factors in _products(text):
            values = [number.value for number in factors]
            for begin in range(len(values)):
                for end in range(begin + 2, min(begin + _MOST_FACTORS, len(values)) + 1):
                    part = values[begin:end]
                    if steps & set(part) and _same(size, math.prod(part)):
                        return SizeReading(SEEN, f"steps x batch, {_shown(part)}")
    return None


_STEPS_AFTER = re.compile(r"\W{0,3}(?:training |weight |gradient )?(?:steps|updates|iterations)\b", re.I)
_STEPS_BEFORE = re.compile(r"\b(?:steps|updates|iterations)(?: of)?\W{0,3}$", re.I)


def _stated_steps(text: str) -> Iterator[float]:
    for number in _numbers(text):
        before = text[max(0, number.start - 20) : number.start]
        if _STEPS_AFTER.match(text, number.end) or _STEPS_BEFORE.search(before):
            yield number.value


_COUNTED = re.compile(
    r"\b(sequences?|proteins?|chains?|structures?|domains?|samples?|examples?|sets)\b", re.I
)
_ARE_SEQUENCES = re.compile(r"\b(sequences?|proteins?|chains?)\b", re.I)
_OTHER_THINGS = re.compile(r"\b(structures?|domains?|samples?|examples?|sets|genes?|variants?)\b", re.I)
_LENGTH = re.compile(r"\b(tokens?|residues?|amino acids?|aa|nucleotides?|base pairs?|bp)\b", re.I)
_PASSED = re.compile(
    r"\b(saw|sees?|seen|processed|consumed|exposed to|training tokens|tokens over multiple epochs"
    r"|proceeded for|steps|batch(es)?)\b",
    re.I,
)


def _by_product(size: float, row: EpochRow) -> SizeReading | None:
    notes = row.text("size_notes")
    for line in _lines(notes):
        if _PASSED.search(line):
            continue
        for factors in _products(line):
            if len(factors) != 2 or not _same(size, math.prod(number.value for number in factors)):
                continue
            count, length = sorted(factors, key=lambda number: -number.value)
            units = _unit(line, count) or _unit_elsewhere(notes, count)
            per = _unit(line, length) or _unit_elsewhere(notes, length)
            if _LENGTH.match(units) or not (_COUNTED.search(units) or _LENGTH.search(per)):
                continue
            are_sequences = _ARE_SEQUENCES.search(units) and not _OTHER_THINGS.search(units)
            return SizeReading(
                UNIQUE,
                f"the notes multiply {_plain(count.value)} {units or 'entries'} by {_plain(length.value)}",
                count.value if are_sequences else None,
                length.value if _is_round(length.value) else None,
            )
    return None


_LABEL = re.compile(r"\b(sequences|proteins|samples|tokens per sequence|length)\s*(?:=|:)\s*$", re.I)


def _unit_elsewhere(notes: str, number: _Number) -> str:
    """The unit of a number if the notes state it outside the product."""
    for other in _numbers(notes):
        if other.value == number.value:
            unit, label = _unit(notes, other), _LABEL.search(notes[max(0, other.start - 40) : other.start])
            if _COUNTED.search(unit) or _LENGTH.search(unit):
                return unit
            if label:
                return "residues" if "length" in label[1].lower() else label[1].lower()
    return ""


def _is_round(length: float) -> bool:
    """True for lengths such as 300 or 512, which are assumed means or cut-offs rather than measured."""
    return length % 10 == 0 or length in (128, 256, 302, 512, 1024, 2048, 4096)


_OF_THE_SET = re.compile(
    r"\b(unique|dataset (size|of)|training dataset|contain(s|ing)?|sum to|consist(s|ing)?"
    r"|compris(es|ing)|corpus|first epoch|after filtering|proteins and)\b",
    re.I,
)


_QUALIFIED = re.compile(r"^(unique|distinct|total) ", re.I)


def _by_words(size: float, row: EpochRow) -> Iterator[SizeReading]:
    for column in ("size_notes", "dataset_notes"):
        for line in _lines(row.text(column)):
            for number in _numbers(line):
                if not _same(size, number.value):
                    continue
                unit = _unit(line, number)
                passed, of_the_set = _PASSED.search(line), _OF_THE_SET.search(line)
                if _ARE_SEQUENCES.match(unit) and not passed and size < 1e10:
                    yield SizeReading(SEQUENCES, f'the notes say "{_quoted(line, number)}"', number.value)
                elif _LENGTH.match(_QUALIFIED.sub("", unit)) and bool(passed) != bool(of_the_set):
                    yield SizeReading(SEEN if passed else UNIQUE, f'the notes say "{_quoted(line, number)}"')


_SEEN_BEFORE = re.compile(
    r"\b(saw|sees?|seen|processed|proceeded for|trained on)\W*(approximately|about|around|a total of)?\W*$",
    re.I,
)
_SEEN_AFTER = re.compile(r"\W*tokens (seen|from Table \d+ at:[^(]*\(This is total tokens over)", re.I)


def _by_passes(size: float, row: EpochRow) -> SizeReading | None:
    """Size x epochs equals the tokens seen according to the notes."""
    epochs = row.value("epochs")
    if not epochs or epochs < 1.5:
        return None
    text = " ".join(row.text("size_notes").split())
    for number in _numbers(text):
        before, after = text[max(0, number.start - 40) : number.start], text[number.end : number.end + 140]
        seen = _SEEN_BEFORE.search(before) or _SEEN_AFTER.match(after)
        if seen and abs(size * epochs / number.value - 1) <= SAME_WITH_EPOCHS:
            return SizeReading(
                UNIQUE, f"{_plain(epochs)} epochs of it make the {_plain(number.value)} tokens seen"
            )
    return None


def _by_compute(
    size: float, row: EpochRow, parameters: float | None, compute: float | None
) -> SizeReading | None:
    """The tokens that follow from the compute equal the size, or the size times the epochs."""
    if not parameters or not compute or row.text("base"):  # compute then includes the base model's
        return None
    for factors in _products(row.text("compute_notes")):
        values = [number.value for number in factors]
        if 6 in values and any(_same(size, value) for value in values):
            return None  # computed from the size itself: agreement proves nothing
    epochs = row.value("epochs") or 1
    paid = compute / (6 * parameters)
    reason = f"{compute:.3g} FLOP / (6 x {_plain(parameters)} parameters) is {paid:.3g} tokens"
    if epochs < 1.5 and abs(paid / size - 1) <= SAME:
        return SizeReading(SEEN, reason)
    if epochs >= 1.5 and abs(paid / (size * epochs) - 1) <= SAME_WITH_EPOCHS:
        return SizeReading(UNIQUE, f"{reason}, {_plain(epochs)} times the size")
    return None


# ---- numbers in notes

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "mio": 1e6, "b": 1e9, "billion": 1e9}
_SCALES.update({"t": 1e12, "trillion": 1e12})
_NUMBER = re.compile(
    r"""(?<![\w.,^-])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)
    (?:[eE](?P<exponent>[+-]?\d{1,3})
      |\s*[×x*·]\s*10(?:\s?\^\s?(?P<raised>[+-]?\d{1,3})|(?P<superscript>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))
      |\s*(?P<scale>thousand|million|billion|trillion|[kKmMbBT])(?=\b))?
    (?![\d^⁰¹²³⁴⁵⁶⁷⁸⁹])""",
    re.VERBOSE,
)
_JOINED = re.compile(r"[^\d=≈+\n;/]{0,40}?(?:/[A-Za-z ]{1,20}|\([^()\d]*\))?\s*[×*✕x]\s*\(?~?\s*")


def _numbers(text: str) -> list[_Number]:
    found = []
    for match in _NUMBER.finditer(text):
        power = match["exponent"] or match["raised"]
        if match["superscript"]:
            power = match["superscript"].translate(_SUPERSCRIPTS)
        value = float(match["digits"].replace(",", "") + (f"e{power}" if power else ""))
        value *= _SCALES.get((match["scale"] or "").lower(), 1)
        if 0 < value < math.inf:
            found.append(_Number(value, match.start(), match.end()))
    return found


def _products(text: str) -> Iterator[list[_Number]]:
    """Numbers joined by multiplication signs, with their units between them."""
    chain: list[_Number] = []
    for number in _numbers(text):
        if chain and not _JOINED.fullmatch(text, chain[-1].end, number.start):
            if len(chain) > 1:
                yield chain
            chain = []
        chain.append(number)
    if len(chain) > 1:
        yield chain


def _lines(text: str) -> list[str]:
    return [part for part in re.split(r"\n|(?<=[.;])\s+(?=[A-Z])", text) if part.strip()]


def _unit(line: str, number: _Number) -> str:
    """The words that follow a number, up to the next sign."""
    found = re.match(r"[\s\"“]*([A-Za-z][A-Za-z \-]{0,40})?", line[number.end :].partition("\n")[0])
    words = (found[1] or "").strip() if found else ""
    words = re.sub(r" (with|in|of|on|not|from) .*$", "", words)
    return "" if words == "x" else words.removesuffix(" x")


def _same(size: float, number: float) -> bool:
    """True if the size equals that number to two digits."""
    rounded = f"{size:.1e}"
    return abs(size / number - 1) <= SAME or (f"{number:.1e}" == rounded and size == float(rounded))


def _plain(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:,.12g}"


def _shown(factors: list[float]) -> str:
    return " x ".join(map(_plain, factors))


def _quoted(line: str, number: _Number) -> str:
    """A few words around the number."""
    begin = line.rfind(" ", 0, max(0, number.start - 40)) + 1
    end = line.find(" ", min(len(line), number.end + 25))
    return " ".join(line[begin : None if end < 0 else end].replace('"', "").split()).rstrip(".")
