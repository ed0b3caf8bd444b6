"""The units of tokens as people call them."""

from __future__ import annotations

import re

# What people call the units of tokens, by what the catalog calls them; residues need no word.
_UNITS = {
    **dict.fromkeys(("residues", "residue", "amino acids", "aa"), ""),
    **dict.fromkeys(("bp", "base pair", "basepairs", "bases"), "base pairs"),
    **dict.fromkeys(("nt", "nts", "nucleotide"), "nucleotides"),
    "codon": "codons",
    "kmers": "k-mers",
    "structure token": "structure tokens",
}


def unit(said: str) -> str:
    """The unit as the catalog calls it; "" for residues."""
    plain = " ".join(said.lower().split())
    return _UNITS.get(plain, re.sub(r"(?<=\d-mer)$", "s", plain))
