"""plm-ratios claims --diversity"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from rich.markup import escape

from .. import formatting
from ..analysis.clusters import conclusions, diversity
from ..catalog import load
from . import output, tables
from .tables import TerminalColumn


def print_table(records: Sequence[Mapping[str, Any]], avglen: float) -> None:
    """Print sequences, clusters and tokens seen side by side, and what follows from them."""

    def numbers(header: str, field: str, shown: Any, rank: int = 0) -> TerminalColumn:
        cells = [formatting.NONE if row[field] is None else shown(row[field]) for row in records]
        return TerminalColumn(header, cells, rank=rank, right=True)

    tables.show(
        output.console(),
        [
            TerminalColumn("Model", [escape(row["model"]) for row in records], wraps=True),
            numbers("Params", "parameters", formatting.count, rank=2),
            numbers("Sequences", "sequences", formatting.count),
            numbers("Clusters", "clusters", formatting.count),
            numbers("Identity", "identity", "{} %".format),
            numbers("per cluster", "sequences_per_cluster", formatting.ratio, rank=3),
            numbers("by sequences", "ratio_by_sequences", formatting.ratio, rank=1),
            numbers("by clusters", "ratio_by_clusters", formatting.ratio),
            numbers("seen", "ratio_by_tokens_seen", formatting.ratio),
            numbers("Draws", "tokens_seen_per_token_of_clusters", formatting.ratio, rank=4),
        ],
        title="Sequences, clusters of similar sequences, and tokens per parameter by each "
        f"(average length: {avglen:g} residues)",
        notes=[
            "per cluster: distinct sequences for each cluster; 1.00 for a set that holds one of each. "
            "Draws: tokens seen for each token in one sequence a cluster. "
            f"{formatting.NONE} no source states this number. Catalog {load().label}."
        ],
    )
    proteins = sum(model.kind == "protein" for model in load().models)
    for sentence in conclusions(diversity(avglen), proteins):
        output.console().print(f"\n{escape(sentence)}")
