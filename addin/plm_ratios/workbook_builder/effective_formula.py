"""The basis "effective" as plain formulas: what tokens seen are worth when repeats count less.

repetition.effective_tokens() says the same in Python.
"""

from __future__ import annotations

from ..catalog.entries import NUCLEOTIDES

R_STAR = "RStar"  # the name of the cell with the constant of the law
TOKENS = "Effective tokens"  # the hidden column of the table on the sheet Catalog


def effective_formula(distinct: str, seen: str, r_star: str = R_STAR) -> str:
    """Effective tokens from two cells or columns of numbers above zero."""
    repeated = f"{distinct}*(1+{r_star}*(1-EXP((1-{seen}/{distinct})/{r_star})))"
    return f"IF({seen}<={distinct},{seen},{repeated})"


def of_nucleotides(kind: str) -> str:
    """Whether a cell holds the kind of a model that reads no residues."""
    kinds = ",".join(f'{kind}="{each}"' for each in NUCLEOTIDES)
    return f"OR({kinds})"


def effective_or_blank(sequences: str, unique: str, seen: str, kind: str = "") -> str:
    """Effective tokens from three cells, each of which may be blank; blank where no source states what they
    rest on. Distinct tokens are those reported, else sequences x average length, if the kind of the model,
    which a fourth cell holds, has residues."""
    by_length = effective_formula(f"({sequences}*AverageLength)", seen)
    from_sequences = f'IF({sequences}="","",IF(InputsOk,{by_length},NA()))'
    if kind:
        from_sequences = f'IF({of_nucleotides(kind)},"",{from_sequences})'
    return f'=IF({seen}="","",IF({unique}="",{from_sequences},{effective_formula(unique, seen)}))'
