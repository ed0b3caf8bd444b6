"""What the column of dataset sizes counts, by its name: Epoch AI gave it another meaning in December 2025.

Until then it counted datapoints: sequences or tokens, unique or seen. Since then, first as "(gradients)",
then as "(total)", it seems to count the tokens that bear a gradient: for ProtBERT-BFD, 15 % of the
residues of BFD, which is what a masked model is trained to predict in one pass. No text of theirs that
could be read defines it, so a number of it is never taken for one of the older columns.
"""

from __future__ import annotations

from .csv_export import EpochRow

_WITH_A_GRADIENT = ("gradients", "total")


def counts_gradients(row: EpochRow) -> bool:
    """True if the size of a row stands in a column of the newer meaning."""
    header = row.headers.get("size", "").lower()
    return header.startswith("training dataset size") and any(
        f"({word})" in header for word in _WITH_A_GRADIENT
    )


def nothing_said(row: EpochRow) -> str:
    """Why a size has no basis where its row does not settle it, in words that follow a colon."""
    if counts_gradients(row):
        return (
            f'since December 2025 its column, here "{row.headers["size"]}", seems to count tokens that bear '
            "a gradient (for masked models often 15 % of one pass), which is none of the quantities here"
        )
    return "nothing in its row says what is counted"
