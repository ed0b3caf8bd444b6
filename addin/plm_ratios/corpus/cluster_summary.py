"""What is said of clusters: for tables, JSON and CSV alike."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple, Sequence

from .cluster_sizes import Drawn
from .header_clusters import Described
from .sequence_clusters import Clusters
from .summary import Row
from .tally import quantile

HEADERS = "headers"  # in place of a file: UniRef's own headers say how large clusters are


class Report(NamedTuple):
    """Clusters, to be shown.

    path      the mapping, or HEADERS
    words     how it was read
    identity  of the members of a cluster in percent, where the mapping says it
    drawn     an epoch of each recipe, with one member of each cluster; empty where the members are not there
    """

    path: str
    words: str
    identity: int | None
    rows: list[Row]
    notes: list[str]
    drawn: Sequence[Drawn]

    @property
    def files(self) -> list[str]:
        """What was read beside the sequences."""
        return [] if self.path == HEADERS else [self.path]

    @property
    def clusters(self) -> int:
        """Clusters that have a sequence."""
        return int(self.rows[0].value or 0)


def of_mapping(found: Clusters) -> Report:
    """What a mapping says of the sequences."""
    sizes, join = found.sizes, found.join
    rows = [
        Row("clusters", "Clusters", sizes.clusters),
        Row("clusters_absent", "  of others, no sequence is here", sizes.named - sizes.clusters),
        Row("cluster_members", "Sequences in clusters", join.placed),
        Row("sequences_without_cluster", "Sequences in no cluster", join.unplaced),
        Row("cluster_members_absent", "Members without a sequence here", join.absent),
        *_sizes(sizes.sizes),
    ]
    return Report(found.path, found.words, found.identity, rows, _notes(found), sizes.drawn())


def of_headers(found: Described) -> Report:
    """What the headers of representatives say."""
    clusters = sum(found.sizes.values())
    members = sum(size * number for size, number in found.sizes.items())
    rows = [
        Row("clusters", "Clusters", clusters),
        Row("sequences_without_cluster", "Sequences whose header has no n=", found.without),
        Row("cluster_members", "Members, by the headers", members),
        Row("cluster_members_absent", "Members without a sequence here", members - clusters),
        *_sizes(found.sizes),
    ]
    notes = [
        "Headers say how many members a cluster has, not how long they are: what an epoch gives that draws "
        "one member of each cannot be worked out. A mapping and the members themselves give it."
    ]
    return Report(HEADERS, "the number of members in headers of UniRef (n=)", None, rows, notes, [])


def _sizes(sizes: Counter[int]) -> list[Row]:
    clusters = sum(sizes.values())
    members = sum(size * number for size, number in sizes.items())
    return [
        Row("members_mean", "Members of a cluster, mean", members / clusters if clusters else None),
        Row("members_median", "  median", quantile(sizes, 0.5) if clusters else None),
        Row("members_largest", "  largest", max(sizes) if clusters else None),
        Row("singletons", "Clusters of one member", sizes[1]),
    ]


def _notes(found: Clusters) -> list[str]:
    join = found.join
    said = []
    if join.absent:
        said.append(
            f"{join.absent:,} members that the mapping names have no sequence here, such as {found.absent}. "
            "They are not drawn."
        )
    if join.unplaced:
        said.append(
            f"{join.unplaced:,} sequences are in no cluster, such as {found.unplaced}. They are not drawn."
        )
    if join.several:
        said.append(f"{join.several:,} names are in more than one cluster, and count in each.")
    if join.same_name:
        said.append(
            f"{join.same_name:,} sequences have the name of another. Each of them is a member of its cluster."
        )
    if join.repeated:
        said.append(f"{join.repeated:,} lines of the mapping stand twice, and count once.")
    if join.no_cluster:
        said.append(f"{join.no_cluster:,} lines of the mapping name no cluster.")
    return said


def as_json(report: Report) -> dict[str, Any]:
    """All of it, for programs."""
    return {
        "file": report.path,
        "read_as": report.words,
        "identity": report.identity,
        **{row.key: row.value for row in report.rows},
        "epoch": [
            {"recipe": each.recipe.name, "clusters": each.clusters, "tokens": _number(each)}
            for each in report.drawn
        ],
        "notes": report.notes,
    }


def as_records(report: Report) -> list[dict[str, Any]]:
    """One line a number, for CSV."""
    found: list[dict[str, Any]] = [
        {"recipe": None, "quantity": row.key, "value": row.value} for row in report.rows
    ]
    for each in report.drawn:
        for quantity, value in (("epoch_clusters", each.clusters), ("epoch_tokens", _number(each))):
            found.append({"recipe": each.recipe.name, "quantity": quantity, "value": value})
    return found


def _number(drawn: Drawn) -> int | float:
    return int(drawn.tokens) if drawn.tokens.denominator == 1 else float(drawn.tokens)
