"""Which rows are language models of proteins or nucleotides, and what they read."""

from __future__ import annotations

import re

from .csv_export import EpochRow
from .known_rows import Known
from .row import name_of

# What shows that a row is a language model: the name of a list of data/epoch.yaml, its task, or its words.
LISTED, TAGGED, BY_WORDS = "listed", "tagged", "by words"

_LANGUAGE_MODEL = re.compile(r"(protein|nucleotide).*language model|\b[pn]LM\b", re.I)
_TEXT_MODELS = re.compile(
    r"\b(llama|gemma|mistral|mixtral|qwen|vicuna|falcon|gpt-?[234]|gpt-?neo|galactica|flan|phi-?\d)", re.I
)
_NAMED_AFTER_ONE = re.compile(r"llama|gemma|mistral|mixtral|qwen|vicuna", re.I)
_SAYS_SO = re.compile(
    r"\b(protein|antibod\w+|peptide|nucleotide|genom\w+|dna|rna|codon)s?(?: sequences?)? language model"
    r"|\bpre-?train\w*",
    re.I,
)
_LANGUAGE = re.compile(r"\blanguage model", re.I)
# Titles of models that use the embeddings of another one, or that read other things.
_USES_ONE = re.compile(
    r"\b(predict\w*|detect\w*|classif\w*|identif\w*|drugs?|ligands?|molecul\w*|binding|interactions?|affinity"
    r"|question|embeddings|diffusion|flow|text|natural language|multi-?modal|large language models?)\b",
    re.I,
)


def evidence(row: EpochRow, known: Known) -> str:
    """What shows that a row is a language model of sequences: LISTED, TAGGED, BY_WORDS, or ""."""
    name = name_of(row)
    if known.why_also(name):
        return LISTED
    if row.text("task"):
        return TAGGED if _LANGUAGE_MODEL.search(row.text("task")) else ""
    if known.is_tagged(name):
        return LISTED
    if known.other_task(name) or not _is_of_biology_alone(row):
        return ""
    title = row.text("title")
    said = f"{title} {row.text('abstract')}"
    says_so = _SAYS_SO.search(said) and _LANGUAGE.search(said) and not _USES_ONE.search(title)
    return BY_WORDS if says_so else ""


def _is_of_biology_alone(row: EpochRow) -> bool:
    """False for models of text that read sequences too."""
    domains = {part.strip() for part in row.text("domain").split(",")}
    return "Biology" in domains and "Language" not in domains


def is_text_model(row: EpochRow) -> bool:
    """True if training started from a text model, as the base or the name of the row says."""
    name = name_of(row)
    return bool(_TEXT_MODELS.search(f"{row.text('base')} | {name}") or _NAMED_AFTER_ONE.search(name))


_WORDS = {
    "protein": r"proteins?|amino acids?|peptides?|antibod\w+|uniref\w*|pfam|uniprot\w*|bfd\w*|afdb|swiss\w*"
    r"|oas|residues?|brenda|cath|esm\w*|enzymes?|pdb|pLMs?|prot\w+|progen\w*",
    "dna": r"dna|genom\w+|nucleotides?|base pairs?|codons?|cdna|plasmids?|promoters?|hg38|grch38"
    r"|chromosomes?",
    "rna": r"\w*rnas?|ribosom\w+|utrs?",
}
_KINDS = {kind: re.compile(rf"\b(?:{words})\b", re.I) for kind, words in _WORDS.items()}
_ANTIBODIES = re.compile(
    r"\b(antibod(?:y|ies)|nanobod(?:y|ies)|immunoglobulins?|OAS|CDR-?[HL]?[123]s?)\b", re.I
)
_ABOUT = ("model", "title", "abstract", "dataset", "dataset_notes", "size_notes", "parameters_notes", "base")


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
    told = " ".join(row.text(column) for column in ("title", "dataset", "dataset_notes", "size_notes"))
    return "antibody" if kind == "protein" and _ANTIBODIES.search(told) else kind
