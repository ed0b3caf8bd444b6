"""What is said of counted sequences: for tables, JSON and CSV alike."""

from __future__ import annotations

from typing import Any, NamedTuple, Sequence

from .counting import Counted
from .recipes import Recipe, Tokens, tokens
from .tally import AMBIGUOUS, quantile

QUANTILES = (0.05, 0.25, 0.75, 0.95)


class Row(NamedTuple):
    """A number with its name; `key` is its name for programs, `value` None where there is none."""

    key: str
    what: str
    value: float | None


def rows(counted: Counted) -> list[Row]:
    """The counts."""
    tally = counted.tally
    letters = tally.letters
    gaps = letters["-"] + letters["."]
    ambiguous = sum(letters[letter] for letter in AMBIGUOUS)
    others = sum(letters.values()) - ambiguous - gaps - letters["*"]
    lengths = {length: number for length, number in tally.lengths.items() if length and number}
    total = sum(length * number for length, number in lengths.items())
    known = bool(lengths)
    found = [
        Row("records", "Records", tally.records),
        Row("empty", "  empty", tally.lengths[0]),
        Row("sequences", "Sequences", tally.sequences),
        Row("duplicates", "  duplicates", counted.duplicates),
        Row("distinct", "  different", counted.distinct),
        Row("with_ambiguous", f"  with one of {AMBIGUOUS}", sum(tally.ambiguous.values())),
        Row("characters", "Characters", total),
        Row("residues", "  residues of the twenty", tally.residues),
        Row("ambiguous", f"  ambiguous ({AMBIGUOUS})", ambiguous),
        Row("stops", "  stops (*)", letters["*"]),
        Row("gaps", "  gaps (- and .)", gaps),
        Row("others", "  others", others),
        Row("lower_case", "  counted as upper case", tally.small),
        Row("mean_length", "Mean length", total / tally.sequences if known else None),
        Row("median_length", "Median length", quantile(lengths, 0.5) if known else None),
    ]
    for share in QUANTILES:
        value = quantile(lengths, share) if known else None
        found.append(Row(f"length_{share * 100:02.0f}", f"  {share:.0%} are at most", value))
    found.append(Row("shortest", "Shortest", min(lengths) if known else None))
    found.append(Row("longest", "Longest", max(lengths) if known else None))
    return found


def notes(counted: Counted) -> list[str]:
    """What to know of these counts, in sentences."""
    tally = counted.tally
    found = []
    listed = {letter: n for letter, n in sorted(tally.letters.items()) if n and not letter.isalpha()}
    others = [f"{letter!r} {n:,}" for letter, n in listed.items() if letter not in "*-."]
    if others:
        found.append(f"Other characters, which count as one each: {', '.join(others)}.")
    letters = [f"{letter} {tally.letters[letter]:,}" for letter in AMBIGUOUS if tally.letters[letter]]
    if letters:
        found.append(f"Ambiguous letters: {', '.join(letters)}.")
    if tally.small:
        found.append("Letters in lower case count as upper case, also where duplicates are looked for.")
    if tally.letters["*"] or tally.letters["-"] or tally.letters["."]:
        found.append("Stops and gaps count in lengths and tokens, as tokenizers take them.")
    if tally.nucleotides and tally.sequences:
        found.append("Only A, C, G, T, U and N occur: these look like nucleotides, not proteins.")
    if counted.resumed:
        found.append(f"{counted.resumed} of {counted.shards} parts were finished by an earlier command.")
    return found


def token_rows(counted: Counted, recipes: Sequence[Recipe]) -> list[Tokens]:
    """What each recipe makes of the sequences."""
    return [tokens(counted.tally, recipe) for recipe in recipes]


def as_json(counted: Counted, recipes: Sequence[Recipe]) -> dict[str, Any]:
    """All of it, for programs."""
    return {
        "files": list(counted.files),
        "bytes": counted.bytes,
        **{row.key: row.value for row in rows(counted)},
        "letters": {letter: n for letter, n in sorted(counted.tally.letters.items()) if n},
        "tokens": [_as_record(each) for each in token_rows(counted, recipes)],
        "notes": notes(counted),
    }


def as_records(counted: Counted, recipes: Sequence[Recipe]) -> list[dict[str, Any]]:
    """One line a number, for CSV."""
    found: list[dict[str, Any]] = [
        {"recipe": None, "quantity": row.key, "value": row.value} for row in rows(counted)
    ]
    for each in token_rows(counted, recipes):
        record = _as_record(each)
        for quantity in ("sequences", "tokens", "cropped", "padded", "windows"):
            found.append({"recipe": record["recipe"], "quantity": quantity, "value": record[quantity]})
    return found


def _as_record(each: Tokens) -> dict[str, Any]:
    recipe = each.recipe
    return {
        "recipe": recipe.name,
        "special": recipe.special,
        "context": recipe.context,
        "crops_residues": recipe.crops_residues,
        "without_ambiguous": recipe.without_ambiguous,
        "sequences": each.sequences,
        "tokens": each.tokens,
        "cropped": each.cropped,
        "padded": each.padded,
        "windows": each.packed,
        "source": recipe.source,
    }
