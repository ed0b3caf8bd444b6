"""What the column of dataset sizes counts, by its name: Epoch AI gave it another meaning in December 2025.

Until then it counted datapoints: sequences or tokens, unique or seen. Since then, first as "(gradients)",
then as "(total)", it seems to count the tokens that bear a gradient: for ProtBERT-BFD, 15 % of the
residues of BFD, which is what a masked model is trained to predict in one pass. No text of theirs that
could be read defines it, so a number of it is never taken for one of the older columns.
"""

from __future__ import annotations

from .csv_export import EpochRow

_WITH_A_GRADIENT = ("(gradients)", "(total)")


def counts_datapoints(row: EpochRow) -> bool:
    """True if the size of a row stands in a column of the older meaning."""
    header = row.headers.get("size", "").lower()
    return "(datapoints)" in header or "(" not in header


def nothing_said(row: EpochRow) -> str:
    """Why a size has no basis where its row does not settle it, in words that follow a colon."""
    if counts_datapoints(row):
        return "nothing in its row says what is counted"
    header = row.headers["size"]
    if any(word in header.lower() for word in _WITH_A_GRADIENT):
        return (
            f'since December 2025 its column, here "{header}", seems to count tokens that bear '
            "a gradient (for masked models often 15 % of one pass), which is none of the quantities here"
        )
    return f'its column, "{header}", is none that is known'
