"""What the tokens of a model are where they are no residues: nucleotides, codons, structure tokens.

A fact carries its unit. The basis "sequences" counts residues, so models of nucleotides have no number on it.
"""

from __future__ import annotations

from ..catalog import Model
from ..catalog.facts import Fact, token_unit

#: The quantities that count tokens, those of a verdict first.
COUNTED = ("tokens_seen", "tokens_unique")
_SHORT_DOMAINS = (
    "Antibody variable domains are short, about 110 residues, so 325 tokens per sequence triple them."
)
_NUCLEOTIDES = "Its tokens are {}, so that its ratio cannot be set beside those of models of proteins."


def unit(model: Model, quantity: str = "") -> str:
    """What a number of tokens counts: "nucleotides", "codons"; "" for residues, or where nobody says.

    Parameters
    ----------
    model : whose tokens they are
    quantity : "tokens_seen" or "tokens_unique"; "" for the first that is on record
    """
    for each in (quantity,) if quantity else COUNTED:
        fact = model.fact(each)
        if fact is not None:
            return token_unit(each, fact)
    return ""


def in_words(fact: Fact) -> str:
    """The tokens of a fact as a sentence counts them: "nucleotides"; "tokens" where they are residues."""
    if "," in fact.unit:
        return f"tokens ({fact.unit})"
    return fact.unit or "tokens"


def in_short(model: Model) -> list[str]:
    """The part of a note, if the tokens seen are no residues."""
    found = _of(model, unit(model))
    return [f"its tokens are {found}"] if found else []


def in_full(model: Model) -> list[str]:
    """The sentence of a note, if the tokens are no residues."""
    found = _of(model, unit(model))
    if not found:
        return []
    laws = " No law on record was made for DNA or RNA." if model.reads_nucleotides else ""
    return [f"Its tokens are {found}.{laws}"]


def of_ratio(
    model: Model, basis: str, counted: Fact, own_length: float | None, by_sequences: bool = False
) -> list[str]:
    """What WHY says to beware of: the tokens of a ratio on a basis are no residues, or sequences are short.

    Parameters
    ----------
    model : whose ratio it is
    basis : "sequences", "unique", "seen" or "effective"
    counted : the fact that the tokens rest on
    own_length : the average length of the training set, where it is on record
    by_sequences : whether sequences x average length stand for the distinct tokens
    """
    if basis == "effective" and by_sequences and counted.unit:
        return [
            f"The distinct tokens are residues, those seen are {counted.unit}: the passes are off by as much."
        ]
    if basis != "sequences":
        return [_NUCLEOTIDES.format(_of(model, counted.unit))] if model.reads_nucleotides else []
    found = unit(model)
    if found:
        return [f"This counts residues; its own tokens are {found}."]
    if model.kind == "antibody" and not own_length and "short" not in counted.note:
        return [_SHORT_DOMAINS]
    return []


def _of(model: Model, counted: str) -> str:
    """The unit as a note says it; "" where there is nothing to say."""
    if not model.reads_nucleotides or "residues" in counted:
        return counted
    return f"{counted or f'those of a model of {model.kind.upper()}'}, not residues"
