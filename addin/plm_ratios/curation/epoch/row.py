"""One row of Epoch AI's export: its model and what that reads, and its numbers, cleaned and corrected."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...catalog import Catalog, Model
from .csv_export import EpochRow
from .dataset_size import read_size
from .known_rows import Known


class Numbers(NamedTuple):
    """The cleaned and corrected numbers of a row, and what its dataset size counts.

    sequences, length   the factors of the size, if it is a product; the length only if it is round
    cleaned, corrected  what was done to a number, by column, in full sentences
    """

    parameters: float | None
    size: float | None
    compute: float | None
    epochs: float | None
    basis: str
    why: str
    sequences: float | None
    length: float | None
    cleaned: dict[str, str]
    corrected: dict[str, str]

    def said(self, column: str) -> str:
        """What was done to a number, followed by a space."""
        sentence = self.corrected.get(column) or self.cleaned.get(column)
        return f"{sentence} " if sentence else ""


def name_of(row: EpochRow) -> str:
    """The name of a row on one line."""
    return " ".join(row.text("model").split())


def same_model(row: EpochRow, catalog: Catalog, known: Known) -> Model | None:
    """The catalog's model that a row describes."""
    name = name_of(row)
    for each in (known.id_of(name), name, re.sub(r"[()]", " ", name)):
        found = catalog.named(each) if each else None
        if isinstance(found, Model):
            return found
    return None


def read_numbers(row: EpochRow, known: Known) -> Numbers:
    """The numbers of a row, cleaned of rounding artefacts and corrected if they are known to be wrong."""
    cleaned: dict[str, str] = {}
    corrected: dict[str, str] = {}
    name = name_of(row)

    def number(column: str) -> float | None:
        raw = row.value(column)
        if raw is None:
            return None
        wrong = known.corrected(name, column, raw)
        if wrong:
            instead = f"corrected to {plain(wrong.instead)}" if wrong.instead else "left out"
            corrected[column] = f"Epoch AI's {plain(raw)} was {instead}. {wrong.why}"
            return wrong.instead
        value = clean(raw)
        if value != raw and column != "compute":
            cleaned[column] = (
                f"Epoch AI's file has {row.text(column)}, a rounding artefact of {plain(value)}."
            )
        return value

    parameters, size, compute = number("parameters"), number("size"), number("compute")
    epochs = row.value("epochs")
    if size is None:
        return Numbers(parameters, None, compute, epochs, "", "", None, None, cleaned, corrected)
    read = read_size(size, row, parameters, compute)
    basis, why, sequences, length = read
    looked_up = known.reading(name, size)
    if looked_up:
        basis, why = looked_up.basis or "", looked_up.why[0].lower() + looked_up.why[1:].rstrip(".")
        if basis != read.basis:
            sequences = length = None
    return Numbers(parameters, size, compute, epochs, basis, why, sequences, length, cleaned, corrected)


def clean(number: float) -> float:
    """A number without the noise that floating point and sums added to it.

    >>> clean(9000000001.0), clean(12000000001.000015), clean(3.2245199999999995e22), clean(4.06)
    (9000000000.0, 12000000000.0, 3.22452e+22, 4.06)
    """
    if number >= 1e15:
        return float(f"{number:.9g}")
    if number < 1e6:
        return number
    whole = round(number)
    if whole % 10 == 1 and len(str(whole - 1).rstrip("0")) <= 4:
        whole -= 1
    return float(whole)


def plain(number: float | None) -> str:
    """A number in full."""
    if number is None:
        return ""
    if number >= 1e15:
        return f"{number:.4g}"
    return f"{number:,.0f}" if number == int(number) else f"{number:,.12g}"


_LANGUAGE_MODEL = re.compile(r"(protein|nucleotide).*language model|\b[pn]LM\b", re.I)
_TEXT_MODELS = re.compile(
    r"\b(llama|gemma|mistral|mixtral|qwen|vicuna|falcon|gpt-?[234]|gpt-?neo|galactica|flan|phi-?\d)", re.I
)
_SAYS_SO = re.compile(r"\blanguage model", re.I)


def is_language_model(row: EpochRow, known: Known) -> bool:
    """True if a row is tagged as one or, in exports without tasks, its title or abstract says so."""
    if known.why_also(name_of(row)):
        return True
    if row.text("task"):
        return bool(_LANGUAGE_MODEL.search(row.text("task")))
    said = f"{row.text('title')} {row.text('abstract')}"
    return "Biology" in row.text("domain") and bool(_SAYS_SO.search(said))


_WORDS = {
    "protein": r"proteins?|amino acids?|peptides?|antibod\w+|uniref\w*|pfam|uniprot\w*|bfd\w*|afdb|swiss\w*"
    r"|oas|residues?|brenda|cath|esm\w*|enzymes?|pdb|pLMs?|prot\w+|progen\w*",
    "dna": r"dna|genom\w+|nucleotides?|base pairs?|codons?|cdna|plasmids?|promoters?|hg38|grch38"
    r"|chromosomes?",
    "rna": r"\w*rnas?|ribosom\w+|utrs?",
}
_KINDS = {kind: re.compile(rf"\b(?:{words})\b", re.I) for kind, words in _WORDS.items()}
_ABOUT = ("model", "title", "abstract", "dataset", "dataset_notes", "size_notes", "parameters_notes", "base")


def is_text_model(row: EpochRow) -> bool:
    """True if training started from a text model."""
    return bool(_TEXT_MODELS.search(row.text("base")))


def kind_of(row: EpochRow, known: Known) -> str | None:
    """What a model reads, from the words of its row; None if they are ambiguous."""
    looked_up = known.kind(name_of(row))
    if looked_up:
        return looked_up
    text = " ".join(row.text(column) for column in _ABOUT)
    counts = {kind: len(pattern.findall(text)) for kind, pattern in _KINDS.items()}
    kind = max(counts, key=lambda each: counts[each])
    if counts[kind] < 2 * (sum(counts.values()) - counts[kind]) or not counts[kind]:
        return None
    told = f"{row.text('title')} {row.text('dataset')}"
    return "antibody" if kind == "protein" and re.search(r"\bantibod(y|ies)\b", told, re.I) else kind
